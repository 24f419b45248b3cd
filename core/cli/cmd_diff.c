/*
 * diff: the same papers under two dates. (Two editions: diff_editions.c.)
 */
#include <string.h>

#include "cli/cli.h"
#include "diff.h"
#include "json.h"
#include "layout.h"
#include "moment.h"

struct diff_run {
	const struct kt_options *options;
	enum kt_language language;
	struct kt_sink sink;
	struct kt_json json;
	bool as_json;
	size_t width;
	size_t counts[KT_CHANGE_KINDS];
	size_t changes;
	bool incomplete;
};

static struct kt_string title(
    const struct diff_run *r, const struct kt_result *result)
{
	return result->message.size > 0 ? result->message
					: result->rule->title[r->language];
}

/* "fund error", "uafklaret" */
static void add_state(struct kt_buffer *out, const struct kt_result *result,
    enum kt_language language)
{
	kt_buffer_printf(out, "%s", kt_state_text(result->state, language));
	if (result->state == KT_STATE_FAIL)
		kt_buffer_printf(
		    out, " (%s)", kt_severity_name(result->severity));
}

/* ---- JSON -------------------------------------------------------------- */

static void json_field(
    struct diff_run *r, const char *key, struct kt_string value)
{
	kt_json_optional(kt_json_key(&r->json, key), value);
}

static void result_json(
    struct diff_run *r, const char *key, const struct kt_result *result)
{
	struct kt_json *json = &r->json;

	kt_json_key(json, key);
	if (result == NULL) {
		kt_json_null(json);
		return;
	}
	kt_json_object(json);
	kt_json_text(kt_json_key(json, "state"), kt_state_name(result->state));
	kt_json_text(
	    kt_json_key(json, "severity"), kt_severity_name(result->severity));
	kt_json_number(kt_json_key(json, "line"), result->from.line);
	kt_json_number(kt_json_key(json, "column"), result->from.column);
	json_field(r, "path", result->path);
	json_field(r, "clause", result->clause);
	json_field(r, "fingerprint", result->fingerprint);
	json_field(r, "message", title(r, result));
	json_field(r, "found", result->found);
	json_field(r, "required", result->required);
	json_field(r, "difference", result->difference);
	kt_json_array(kt_json_key(json, "reasons"));
	for (const struct kt_line *line = result->reasons; line != NULL;
	     line = line->next)
		kt_json_string(json, line->text);
	kt_json_array_end(json);
	kt_json_object_end(json);
}

static void change_json(struct diff_run *r, const struct kt_change *change)
{
	struct kt_json *json = &r->json;

	kt_json_object(json);
	kt_json_text(kt_json_key(json, "kind"), kt_change_name(change->kind));
	json_field(r, "rule", change->rule->id);
	result_json(r, "before", change->before);
	result_json(r, "after", change->after);
	kt_json_key(json, "otherwise");
	if (change->otherwise == NULL) {
		kt_json_null(json);
	} else {
		kt_json_object(json);
		kt_json_text(kt_json_key(json, "state"),
		    kt_state_name(change->otherwise->state));
		json_field(r, "reason", change->otherwise->reason);
		kt_json_object_end(json);
	}
	kt_json_object_end(json);
}

static void counts_json(
    struct diff_run *r, const size_t counts[KT_CHANGE_KINDS])
{
	kt_json_object(kt_json_key(&r->json, "summary"));
	for (int i = 0; i < KT_CHANGE_KINDS; i++)
		kt_json_number(kt_json_key(&r->json,
				   kt_change_name((enum kt_change_kind)i)),
		    counts[i]);
	kt_json_object_end(&r->json);
}

static struct kt_string edition_id(const struct kt_edition *edition)
{
	return edition != NULL ? edition->id : KT_S("");
}

static void editions_json(struct diff_run *r, const struct kt_judgement *before,
    const struct kt_judgement *after)
{
	struct kt_json *json = &r->json;

	kt_json_array(kt_json_key(json, "editions"));
	for (size_t i = 0; i < before->pack_count && i < after->pack_count;
	     i++) {
		if (before->packs[i].edition == after->packs[i].edition)
			continue;
		kt_json_object(json);
		json_field(r, "pack", before->packs[i].pack->id);
		json_field(r, "before", edition_id(before->packs[i].edition));
		json_field(r, "after", edition_id(after->packs[i].edition));
		kt_json_object_end(json);
	}
	kt_json_array_end(json);
}

static void document_json(struct diff_run *r, const struct kt_judgement *before,
    const struct kt_judgement *after, const struct kt_changes *changes)
{
	struct kt_json *json = &r->json;

	kt_json_object(json);
	json_field(r, "file", after->document);
	kt_json_bool(kt_json_key(json, "judged"), after->status == KT_OK);
	editions_json(r, before, after);
	kt_json_array(kt_json_key(json, "changes"));
	for (size_t i = 0; i < changes->count; i++)
		change_json(r, &changes->items[i]);
	kt_json_array_end(json);
	counts_json(r, changes->counts);
	kt_json_object_end(json);
}

/* ---- text -------------------------------------------------------------- */

enum { FIELD = 12 };

static void line(struct diff_run *r, const char *name, struct kt_buffer *text)
{
	size_t used = kt_layout_columns(kt_string_of(name)) + 3;

	kt_sink_printf(&r->sink, "  %s%s", name, name[0] != '\0' ? ":" : " ");
	kt_layout_blanks(&r->sink, used < FIELD ? FIELD - used : 1);
	if (text->failed)
		r->sink.failed = true;
	else
		kt_layout_paragraph(&r->sink, kt_buffer_string(text),
		    used < FIELD ? FIELD : used + 1, FIELD, r->width);
	kt_buffer_clear(text);
}

static void demand_line(struct diff_run *r, const char *name,
    const struct kt_result *result, struct kt_buffer *text)
{
	if (result->required.size > 0)
		kt_buffer_printf(text,
		    kt_cli_pick(r->options, "krævet %.*s", "required %.*s"),
		    KT_FMT(result->required));
	for (const struct kt_line *reason = result->reasons; reason != NULL;
	     reason = reason->next)
		kt_buffer_printf(text, "%s%.*s", text->size > 0 ? "; " : "",
		    KT_FMT(reason->text));
	if (text->size == 0)
		kt_buffer_add(text, title(r, result));
	line(r, name, text);
}

/* What it was, or is, on the day without a result. */
static void otherwise_line(
    struct diff_run *r, const struct kt_change *change, struct kt_buffer *text)
{
	const struct kt_rule_state *state = change->otherwise;

	if (state == NULL)
		return;
	kt_buffer_printf(text, "%s", kt_state_text(state->state, r->language));
	if (state->reason.size > 0)
		kt_buffer_printf(text, ": %.*s", KT_FMT(state->reason));
	line(r,
	    change->kind == KT_CHANGE_NEW
		? kt_cli_pick(r->options, "før", "before")
		: kt_cli_pick(r->options, "nu", "now"),
	    text);
}

static const char *kind_word(const struct diff_run *r, enum kt_change_kind kind)
{
	switch (kind) {
	case KT_CHANGE_NEW:
		return kt_cli_pick(r->options, "nyt", "new");
	case KT_CHANGE_GONE:
		return kt_cli_pick(r->options, "væk", "gone");
	default:
		return kt_cli_pick(r->options, "ændret", "changed");
	}
}

static void change_text(struct diff_run *r, const struct kt_change *change)
{
	const struct kt_result *result =
	    change->after != NULL ? change->after : change->before;
	bool both = change->before != NULL && change->after != NULL;
	struct kt_buffer text;

	kt_buffer_init(&text);
	if (both && change->kind != KT_CHANGE_CONTENT) {
		add_state(&text, change->before, r->language);
		kt_buffer_add(&text, KT_S(" → "));
	}
	add_state(&text, result, r->language);
	kt_buffer_printf(&text,
	    kt_cli_pick(
		r->options, " [%.*s] linje %u: %.*s", " [%.*s] line %u: %.*s"),
	    KT_FMT(change->rule->id), (unsigned)result->from.line,
	    KT_FMT(title(r, result)));
	line(r, kind_word(r, change->kind), &text);
	if (change->kind == KT_CHANGE_CONTENT) {
		demand_line(r, kt_cli_pick(r->options, "før", "before"),
		    change->before, &text);
		demand_line(r, kt_cli_pick(r->options, "nu", "now"),
		    change->after, &text);
	} else if (result->reasons != NULL) {
		demand_line(r, kt_cli_pick(r->options, "fordi", "because"),
		    result, &text);
	}
	otherwise_line(r, change, &text);
	kt_buffer_finish(&text);
}

static void counts_text(struct diff_run *r, struct kt_string about,
    const size_t counts[KT_CHANGE_KINDS])
{
	size_t changed = counts[KT_CHANGE_STATE] + counts[KT_CHANGE_GRADE] +
			 counts[KT_CHANGE_CONTENT];

	kt_layout_name(&r->sink, about);
	kt_sink_printf(&r->sink,
	    kt_cli_pick(r->options, ": %zu nye, %zu væk, %zu ændret.\n",
		": %zu new, %zu gone, %zu changed.\n"),
	    counts[KT_CHANGE_NEW], counts[KT_CHANGE_GONE], changed);
}

static void editions_text(struct diff_run *r, const struct kt_judgement *before,
    const struct kt_judgement *after)
{
	struct kt_string none =
	    kt_string_of(kt_cli_pick(r->options, "ingen", "none"));
	struct kt_buffer text;

	kt_buffer_init(&text);
	for (size_t i = 0; i < before->pack_count && i < after->pack_count;
	     i++) {
		const struct kt_edition *a = before->packs[i].edition;
		const struct kt_edition *b = after->packs[i].edition;

		if (a == b)
			continue;
		kt_buffer_printf(&text, "%s%.*s %.*s → %.*s",
		    text.size > 0 ? ", " : "",
		    KT_FMT(before->packs[i].pack->id),
		    KT_FMT(a != NULL ? a->id : none),
		    KT_FMT(b != NULL ? b->id : none));
	}
	if (text.size > 0)
		line(r, kt_cli_pick(r->options, "udgaver", "editions"), &text);
	kt_buffer_finish(&text);
}

static void document_text(struct diff_run *r, const struct kt_judgement *before,
    const struct kt_judgement *after, const struct kt_changes *changes)
{
	char first[KT_MOMENT_CHARS], second[KT_MOMENT_CHARS];

	kt_date_format_for(r->options->as_of, r->language, first);
	kt_date_format_for(r->options->second_as_of, r->language, second);
	kt_layout_name(&r->sink, after->document);
	kt_sink_printf(&r->sink, ": %s → %s\n", first, second);
	editions_text(r, before, after);
	for (size_t i = 0; i < changes->count; i++)
		change_text(r, &changes->items[i]);
	counts_text(r, after->document, changes->counts);
}

/* ---- judging ----------------------------------------------------------- */

static void judge_as_of(struct kt_work *work, const struct kt_input *input,
    struct kt_date date, struct kt_judgement *out)
{
	kt_engine_set_as_of(work->engine, date);
	work->departures.today = date;
	kt_work_judge(work, input, out);
}

/* Not whole where anything was not checked, on either day. */
static void note_incomplete(
    struct diff_run *r, const struct kt_judgement *judgement)
{
	struct kt_totals totals = { 0 };

	kt_totals_add(&totals, judgement, KT_ERROR);
	r->incomplete |= totals.unread > 0 || totals.unchecked > 0;
}

static void diff_input(
    struct diff_run *r, struct kt_work *work, const struct kt_input *input)
{
	struct kt_judgement before, after;
	struct kt_changes changes;

	judge_as_of(work, input, r->options->as_of, &before);
	judge_as_of(work, input, r->options->second_as_of, &after);
	note_incomplete(r, &before);
	note_incomplete(r, &after);
	if (kt_diff(&before, &after, &changes) != KT_OK)
		r->incomplete = r->sink.failed = true;
	for (int i = 0; i < KT_CHANGE_KINDS; i++)
		r->counts[i] += changes.counts[i];
	r->changes += changes.count;
	if (r->as_json)
		document_json(r, &before, &after, &changes);
	if (!kt_cli_tell_unread(r->options, &after) && !r->as_json)
		document_text(r, &before, &after, &changes);
	kt_changes_finish(&changes);
	kt_judgement_finish(&before);
	kt_judgement_finish(&after);
}

static void diff_all(struct diff_run *r, struct kt_work *work)
{
	struct kt_json *json = &r->json;

	if (r->as_json) {
		kt_json_object(json);
		kt_json_text(kt_json_key(json, "schema_version"), "1.0");
		kt_json_array(kt_json_key(json, "as_of"));
		kt_json_date(json, r->options->as_of);
		kt_json_date(json, r->options->second_as_of);
		kt_json_array_end(json);
		kt_json_array(kt_json_key(json, "documents"));
	}
	for (size_t i = 0; i < work->inputs.count; i++)
		diff_input(r, work, &work->inputs.items[i]);
	if (r->as_json) {
		kt_json_array_end(json);
		counts_json(r, r->counts);
		kt_json_bool(kt_json_key(json, "complete"), !r->incomplete);
		kt_json_object_end(json);
		kt_json_finish(json);
	} else if (work->inputs.count > 1) {
		counts_text(r,
		    kt_string_of(kt_cli_pick(r->options, "I alt", "In all")),
		    r->counts);
	}
}

static int diff_dates(const struct kt_options *options, bool as_json)
{
	struct kt_page page = kt_page_begin(options, FIELD);
	struct diff_run r = { .options = options,
		.language = options->language,
		.sink = page.sink,
		.width = page.width,
		.as_json = as_json };
	struct kt_work work;
	int code = kt_work_open(options, &work);

	kt_json_init(&r.json, &r.sink);
	if (code == KT_EXIT_OK) {
		diff_all(&r, &work);
		if (r.incomplete)
			code = KT_EXIT_INCOMPLETE;
		else if (r.changes > 0)
			code = KT_EXIT_FINDINGS;
	}
	kt_work_close(&work);
	page.sink = r.sink;
	return kt_page_end(&page, code);
}

/* ---- the command ------------------------------------------------------- */

int kt_cmd_diff(const struct kt_options *options)
{
	static const char *const forms[] = { "text", "json", NULL };
	int form = kt_cli_format(options, forms);
	bool editions = options->argument_count == 2 &&
			strchr(options->arguments[0], '@') != NULL &&
			strchr(options->arguments[1], '@') != NULL;

	if (form < 0)
		return KT_EXIT_USE;
	if (options->second_as_of.year != 0 && options->argument_count > 0)
		return diff_dates(options, form == 1);
	if (options->as_of.year == 0 && editions)
		return kt_diff_editions(options, form == 1);
	kt_cli_say(options, "skriv: kontrakttjek %s", "write: kontrakttjek %s",
	    options->command->usage[options->language]);
	return KT_EXIT_USE;
}
