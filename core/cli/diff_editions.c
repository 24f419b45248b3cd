/*
 * diff PACK@EDITION PACK@EDITION: what changes when one edition follows
 * another.
 */
#include <string.h>

#include "cli/cli.h"
#include "json.h"
#include "layout.h"
#include "moment.h"
#include "report_words.h"

enum { PACK_NAME = 128 /* bytes that are told of an unknown one */ };

struct editions {
	const struct kt_options *options;
	enum kt_language language;
	const struct kt_pack *pack;
	const struct kt_edition *before, *after;
	struct kt_page page;
	struct kt_json json;
	bool as_json;
	size_t changes;
};

/* ---- which editions ---------------------------------------------------- */

static int unknown_edition(const struct kt_options *options,
    const struct kt_pack *pack, const char *id)
{
	const char *names[64];
	const char *nearest;
	size_t count = 0;

	for (; count < pack->edition_count && count < 64; count++)
		names[count] = pack->editions[count].id.data;
	nearest = kt_cli_nearest(id, names, count);
	kt_cli_say(options, "%.*s har ingen udgave %s; mente du %s?",
	    "%.*s has no edition %s; did you mean %s?", KT_FMT(pack->id), id,
	    nearest != NULL ? nearest : names[0]);
	return KT_EXIT_USE;
}

static int find_edition(const struct kt_options *options,
    const struct kt_session *session, const char *argument,
    const struct kt_pack **pack, const struct kt_edition **out)
{
	const char *id = strchr(argument, '@') + 1;
	struct kt_string name = { argument, (size_t)(id - argument) - 1 };

	*pack = kt_rules_pack(session->rules, name);
	*out = NULL;
	if (*pack == NULL) {
		char word[PACK_NAME];
		size_t size =
		    name.size < sizeof(word) - 1 ? name.size : sizeof(word) - 1;

		memcpy(word, name.data, size);
		word[size] = '\0';
		return kt_session_unknown_pack(options, session, word);
	}
	for (size_t i = 0; i < (*pack)->edition_count; i++) {
		if (kt_string_equal((*pack)->editions[i].id, kt_string_of(id)))
			*out = &(*pack)->editions[i];
	}
	if (*out == NULL && (*pack)->edition_count > 0)
		return unknown_edition(options, *pack, id);
	if (*out == NULL)
		kt_cli_say(options, "%.*s har ingen udgaver",
		    "%.*s has no editions", KT_FMT(name));
	return *out != NULL ? KT_EXIT_OK : KT_EXIT_USE;
}

static int find_editions(const struct kt_options *options,
    const struct kt_session *session, struct editions *e)
{
	const struct kt_pack *other;
	int code = find_edition(
	    options, session, options->arguments[0], &e->pack, &e->before);

	if (code == KT_EXIT_OK)
		code = find_edition(
		    options, session, options->arguments[1], &other, &e->after);
	if (code == KT_EXIT_OK && other != e->pack) {
		kt_cli_say(options, "begge udgaver skal være af samme regelsæt",
		    "both editions must be of the same pack");
		code = KT_EXIT_USE;
	}
	return code;
}

/* ---- values ------------------------------------------------------------ */

enum change { SAME, ADDED, REMOVED, CHANGED };

static const char *const change_names[] = { "samme", "ny", "vaek", "aendret" };

/* All of it, however long the list: nothing less can be compared. */
static void whole_value(struct kt_buffer *out,
    const struct kt_parameter_value *value, enum kt_language language)
{
	struct kt_arena arena;

	kt_arena_init(&arena);
	for (size_t i = 0; i < value->row_count; i++) {
		const struct kt_parameter_row *row = &value->rows[i];

		kt_buffer_printf(out, "%s%.*s%s", i > 0 ? "; " : "",
		    KT_FMT(row->key), row->key.size > 0 ? ": " : "");
		for (size_t k = 0; k < row->count; k++) {
			struct kt_string text = kt_value_text(
			    &row->items[k], NULL, language, 0, &arena);

			kt_buffer_printf(
			    out, "%s%.*s", k > 0 ? ", " : "", KT_FMT(text));
		}
		if (row->status != value->status)
			kt_buffer_printf(out, " (%s)",
			    kt_words_status(row->status, language));
	}
	out->failed |= arena.failed;
	kt_arena_finish(&arena);
}

static bool same_source(const struct kt_source *a, const struct kt_source *b)
{
	return kt_string_equal(a->document, b->document) &&
	       kt_string_equal(a->section, b->section) &&
	       kt_string_equal(a->url, b->url) && a->status == b->status;
}

/* By what a person would read: value, status and source. */
static enum change compare_value(struct editions *e, size_t i)
{
	const struct kt_parameter_value *a = &e->before->values[i];
	const struct kt_parameter_value *b = &e->after->values[i];
	struct kt_buffer first, second;
	enum change change = SAME;

	if (a->row_count == 0 || b->row_count == 0)
		return a->row_count == b->row_count ? SAME
		       : a->row_count == 0          ? ADDED
						    : REMOVED;
	kt_buffer_init(&first);
	kt_buffer_init(&second);
	whole_value(&first, a, e->language);
	whole_value(&second, b, e->language);
	if (first.failed || second.failed)
		e->page.sink.failed = true;
	if (a->status != b->status ||
	    !kt_string_equal(
		kt_buffer_string(&first), kt_buffer_string(&second)) ||
	    !same_source(
		&e->before->value_sources[i], &e->after->value_sources[i]))
		change = CHANGED;
	kt_buffer_finish(&first);
	kt_buffer_finish(&second);
	return change;
}

/* "14 dage (antaget), Styringsaftale 2025-26, afsnit 4" */
static void value_with_source(struct kt_buffer *out, const struct editions *e,
    const struct kt_edition *edition, size_t i)
{
	const struct kt_parameter_value *value = &edition->values[i];

	kt_words_parameter(out, &e->pack->parameters[i], value, e->language);
	if (value->row_count == 0)
		return;
	kt_buffer_add(out, KT_S("; "));
	kt_words_source(out, &edition->value_sources[i], e->language);
}

/* ---- rules ------------------------------------------------------------- */

static bool overlap(const struct kt_period *a, const struct kt_period *b)
{
	return !(a->has_to && b->has_from &&
		   kt_date_compare(a->to, b->from) < 0) &&
	       !(b->has_to && a->has_from &&
		   kt_date_compare(b->to, a->from) < 0);
}

static enum change compare_rule(
    const struct editions *e, const struct kt_rule *rule)
{
	bool before = overlap(&rule->period, &e->before->period);
	bool after = overlap(&rule->period, &e->after->period);

	if (before == after)
		return SAME;
	return after ? ADDED : REMOVED;
}

/* ---- JSON -------------------------------------------------------------- */

static void json_field(
    struct editions *e, const char *key, struct kt_string value)
{
	kt_json_optional(kt_json_key(&e->json, key), value);
}

static void value_json(struct editions *e, const char *key,
    const struct kt_edition *edition, size_t i)
{
	const struct kt_parameter_value *value = &edition->values[i];
	const struct kt_source *source = &edition->value_sources[i];
	struct kt_buffer text;

	kt_json_key(&e->json, key);
	if (value->row_count == 0) {
		kt_json_null(&e->json);
		return;
	}
	kt_buffer_init(&text);
	whole_value(&text, value, e->language);
	e->page.sink.failed |= text.failed;
	kt_json_object(&e->json);
	json_field(e, "text", kt_buffer_string(&text));
	kt_json_text(kt_json_key(&e->json, "status"),
	    kt_value_status_name(value->status));
	kt_json_object(kt_json_key(&e->json, "source"));
	json_field(e, "document", source->document);
	json_field(e, "section", source->section);
	json_field(e, "url", source->url);
	kt_json_object_end(&e->json);
	kt_json_object_end(&e->json);
	kt_buffer_finish(&text);
}

static void edition_json(
    struct editions *e, const char *key, const struct kt_edition *edition)
{
	const struct kt_period *period = &edition->period;

	kt_json_object(kt_json_key(&e->json, key));
	json_field(e, "id", edition->id);
	kt_json_key(&e->json, "from");
	if (period->has_from)
		kt_json_date(&e->json, period->from);
	else
		kt_json_null(&e->json);
	kt_json_key(&e->json, "to");
	if (period->has_to)
		kt_json_date(&e->json, period->to);
	else
		kt_json_null(&e->json);
	kt_json_bool(kt_json_key(&e->json, "draft"), edition->draft);
	kt_json_object_end(&e->json);
}

static void write_json(struct editions *e)
{
	kt_json_object(&e->json);
	kt_json_text(kt_json_key(&e->json, "schema_version"), "1.0");
	json_field(e, "pack", e->pack->id);
	edition_json(e, "before", e->before);
	edition_json(e, "after", e->after);
	kt_json_array(kt_json_key(&e->json, "parameters"));
	for (size_t i = 0; i < e->pack->parameter_count; i++) {
		enum change change = compare_value(e, i);

		if (change == SAME)
			continue;
		kt_json_object(&e->json);
		kt_json_text(
		    kt_json_key(&e->json, "kind"), change_names[change]);
		json_field(e, "name", e->pack->declarations[i].name);
		json_field(
		    e, "title", e->pack->parameters[i].title[e->language]);
		value_json(e, "before", e->before, i);
		value_json(e, "after", e->after, i);
		kt_json_object_end(&e->json);
	}
	kt_json_array_end(&e->json);
	kt_json_array(kt_json_key(&e->json, "rules"));
	for (size_t i = 0; i < e->pack->rule_count; i++) {
		const struct kt_rule *rule = &e->pack->rules[i];
		enum change change = compare_rule(e, rule);

		if (change == SAME)
			continue;
		kt_json_object(&e->json);
		kt_json_text(
		    kt_json_key(&e->json, "kind"), change_names[change]);
		json_field(e, "id", rule->id);
		json_field(e, "title", rule->title[e->language]);
		kt_json_text(kt_json_key(&e->json, "severity"),
		    kt_severity_name(rule->severity));
		kt_json_object_end(&e->json);
	}
	kt_json_array_end(&e->json);
	kt_json_number(kt_json_key(&e->json, "changes"), e->changes);
	kt_json_object_end(&e->json);
	kt_json_finish(&e->json);
}

/* ---- text -------------------------------------------------------------- */

static void edition_text(struct kt_buffer *out, const struct editions *e,
    const struct kt_edition *edition)
{
	kt_buffer_printf(out, "%.*s (", KT_FMT(edition->id));
	kt_words_period(out, &edition->period, e->language);
	kt_buffer_printf(out, "%s)",
	    edition->draft
		? kt_cli_pick(e->options, ", udkast: fund er højst advarsler",
		      ", draft: findings are warnings at most")
		: "");
}

static const char *change_word(const struct editions *e, enum change change)
{
	switch (change) {
	case ADDED:
		return kt_cli_pick(e->options, "ny", "added");
	case REMOVED:
		return kt_cli_pick(e->options, "væk", "removed");
	default:
		return kt_cli_pick(e->options, "ændret", "changed");
	}
}

static void parameter_text(
    struct editions *e, size_t i, enum change change, struct kt_buffer *text)
{
	const struct kt_parameter_info *info = &e->pack->parameters[i];

	kt_buffer_printf(text, "%.*s (%.*s)", KT_FMT(info->title[e->language]),
	    KT_FMT(info->declaration.name));
	if (change != ADDED) {
		kt_buffer_printf(text, "%s",
		    kt_cli_pick(e->options, ". Før: ", ". Before: "));
		value_with_source(text, e, e->before, i);
	}
	if (change != REMOVED) {
		kt_buffer_printf(
		    text, "%s", kt_cli_pick(e->options, ". Nu: ", ". Now: "));
		value_with_source(text, e, e->after, i);
	}
}

static void row(struct editions *e, const char *first, struct kt_buffer *text)
{
	if (text->failed)
		e->page.sink.failed = true;
	else
		kt_page_row(
		    &e->page, kt_string_of(first), kt_buffer_string(text));
	kt_buffer_clear(text);
}

static void write_text(struct editions *e)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_buffer_printf(&text, "%.*s: ", KT_FMT(e->pack->id));
	edition_text(&text, e, e->before);
	kt_buffer_add(&text, KT_S(" → "));
	edition_text(&text, e, e->after);
	if (!text.failed)
		kt_page_line(&e->page, text.data);
	kt_buffer_clear(&text);
	for (size_t i = 0; i < e->pack->parameter_count; i++) {
		enum change change = compare_value(e, i);

		if (change == SAME)
			continue;
		parameter_text(e, i, change, &text);
		row(e, change_word(e, change), &text);
	}
	for (size_t i = 0; i < e->pack->rule_count; i++) {
		const struct kt_rule *rule = &e->pack->rules[i];
		enum change change = compare_rule(e, rule);

		if (change == SAME)
			continue;
		kt_buffer_printf(&text,
		    change == ADDED
			? kt_cli_pick(e->options, "%.*s træder i kraft: %.*s (",
			      "%.*s comes into force: %.*s (")
			: kt_cli_pick(e->options,
			      "%.*s går ud af kraft: %.*s (",
			      "%.*s goes out of force: %.*s ("),
		    KT_FMT(rule->id), KT_FMT(rule->title[e->language]));
		kt_words_period(&text, &rule->period, e->language);
		kt_buffer_add(&text, KT_S(")"));
		row(e, kt_cli_pick(e->options, "regel", "rule"), &text);
	}
	kt_sink_printf(&e->page.sink,
	    e->changes == 1
		? kt_cli_pick(e->options, "%zu forskel.\n", "%zu difference.\n")
		: kt_cli_pick(
		      e->options, "%zu forskelle.\n", "%zu differences.\n"),
	    e->changes);
	kt_buffer_finish(&text);
}

/* ---- the command ------------------------------------------------------- */

static void count_changes(struct editions *e)
{
	for (size_t i = 0; i < e->pack->parameter_count; i++)
		e->changes += compare_value(e, i) != SAME;
	for (size_t i = 0; i < e->pack->rule_count; i++)
		e->changes += compare_rule(e, &e->pack->rules[i]) != SAME;
	/* every finding may then be another */
	e->changes += e->before->draft != e->after->draft;
}

int kt_diff_editions(const struct kt_options *options, bool as_json)
{
	struct editions e = { .options = options,
		.language = options->language,
		.as_json = as_json };
	struct kt_session session;
	int code = kt_session_open(options, &session);

	e.page = kt_page_begin(options, 12);
	kt_json_init(&e.json, &e.page.sink);
	if (code == KT_EXIT_OK)
		code = find_editions(options, &session, &e);
	if (code == KT_EXIT_OK) {
		count_changes(&e);
		if (as_json)
			write_json(&e);
		else
			write_text(&e);
		code = e.changes > 0 ? KT_EXIT_FINDINGS : KT_EXIT_OK;
	}
	kt_session_close(&session);
	return kt_page_end(&e.page, code);
}
