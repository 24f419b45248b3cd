/*
 * The report for a person: findings with their place, what could not be
 * decided and what was not checked apart from them, and one verdict line.
 */
#include "report.h"

#include <stdlib.h>

#include "layout.h"
#include "moment.h"
#include "profile.h"
#include "report_words.h"
#include "waiver.h"

enum {
	LABEL = 2, /* column of a field's name */
	FIELD = 12, /* column of its text */
	RULES_APART = 3 /* so many rules with one reason get one entry */
};

struct kt_report {
	struct kt_report_settings settings;
	struct kt_sink *sink;
	size_t documents;
	size_t width;
};

/* Both are checked as formats where the answer is one. */
__attribute__((format_arg(2), format_arg(3))) static const char *pick(
    const struct kt_report *r, const char *da, const char *en)
{
	return r->settings.language == KT_EN ? en : da;
}

static void add(struct kt_report *r, const char *text)
{
	kt_sink_add(r->sink, kt_string_of(text));
}

static void color(struct kt_report *r, const char *code)
{
	if (r->settings.color)
		kt_sink_printf(r->sink, "\033[%sm", code);
}

static const char *severity_color(enum kt_severity severity)
{
	if (severity >= KT_ERROR)
		return "1;31";
	return severity == KT_WARNING ? "1;33" : "1;36";
}

/* "  fundet:   text" wrapped; nothing where the text is empty. Without a name
 * the text goes on below the one before. */
static void field(struct kt_report *r, const char *name, struct kt_string text)
{
	size_t at = LABEL;

	if (text.size == 0)
		return;
	kt_layout_blanks(r->sink, LABEL);
	if (name != NULL) {
		at += kt_string_length(kt_string_of(name)) + 1;
		kt_sink_printf(r->sink, "%s:", name);
	}
	kt_layout_blanks(r->sink, at < FIELD ? FIELD - at : 1);
	kt_layout_paragraph(
	    r->sink, text, at < FIELD ? FIELD : at + 1, FIELD, r->width);
}

/* The same, and frees the buffer. */
static void buffer_field(
    struct kt_report *r, const char *name, struct kt_buffer *text)
{
	if (text->failed)
		r->sink->failed = true;
	else
		field(r, name, kt_buffer_string(text));
	kt_buffer_finish(text);
}

static void lines(
    struct kt_report *r, const char *name, const struct kt_line *line)
{
	for (; line != NULL; line = line->next) {
		field(r, name, line->text);
		name = NULL;
	}
}

/* ---- findings ---------------------------------------------------------- */

static void place(
    struct kt_report *r, struct kt_string file, struct kt_position position)
{
	color(r, "1");
	kt_layout_name(r->sink, file);
	if (position.line > 0)
		kt_sink_printf(r->sink, ":%u:%u", (unsigned)position.line,
		    (unsigned)position.column);
	add(r, ":");
	color(r, "0");
	add(r, " ");
}

static void head(struct kt_report *r, const struct kt_judgement *judgement,
    const struct kt_result *result, const char *word, const char *code,
    struct kt_string text)
{
	place(r, judgement->document, result->from);
	color(r, code);
	kt_sink_printf(r->sink, "%s[%.*s]", word, KT_FMT(result->rule->id));
	color(r, "0");
	add(r, " ");
	kt_layout_plain(r->sink, text);
	add(r, "\n");
}

static void where(struct kt_report *r, const struct kt_result *result)
{
	struct kt_excerpt excerpt = { result->line, result->from, result->to,
		r->width, r->settings.color };
	struct kt_string label = result->label;

	if (label.size == 0)
		label = result->path;
	if (label.size > 0) {
		kt_layout_blanks(r->sink, LABEL);
		kt_layout_paragraph(r->sink, label, LABEL, LABEL, r->width);
	}
	if (result->from.line > 0 && result->line.size > 0)
		kt_layout_excerpt(r->sink, &excerpt);
}

static void other_place(struct kt_report *r, const struct kt_result *result)
{
	struct kt_buffer text;

	if (result->other.line == 0)
		return;
	kt_buffer_init(&text);
	kt_buffer_printf(&text, "%s %u, %s %u", pick(r, "linje", "line"),
	    (unsigned)result->other.line, pick(r, "kolonne", "column"),
	    (unsigned)result->other.column);
	if (result->other_path.size > 0)
		kt_buffer_printf(&text, " (%.*s)", KT_FMT(result->other_path));
	if (text.failed)
		r->sink->failed = true;
	else
		field(
		    r, pick(r, "se også", "see also"), kt_buffer_string(&text));
	kt_buffer_finish(&text);
}

static void sources(struct kt_report *r, const struct kt_rule *rule)
{
	for (size_t i = 0; i < rule->source_count; i++) {
		struct kt_buffer text;

		kt_buffer_init(&text);
		kt_words_source(&text, &rule->sources[i], r->settings.language);
		if (text.failed)
			r->sink->failed = true;
		else
			field(r, i == 0 ? pick(r, "kilde", "source") : NULL,
			    kt_buffer_string(&text));
		kt_buffer_finish(&text);
	}
}

static void regraded(struct kt_report *r, const struct kt_result *result)
{
	const struct kt_profile *profile = r->settings.settings->profile;
	struct kt_buffer text;

	if (!result->regraded || profile == NULL)
		return;
	kt_buffer_init(&text);
	kt_buffer_printf(&text,
	    pick(r, "reglens alvor er %s; profilen %.*s sætter den til %s",
		"the rule's severity is %s; the profile %.*s sets it to %s"),
	    kt_severity_name(result->rule->severity), KT_FMT(profile->id),
	    kt_severity_name(kt_profile_severity(profile, result->rule)));
	buffer_field(r, pick(r, "bemærk", "notice"), &text);
}

static void remarks(struct kt_report *r, const struct kt_result *result)
{
	const char *name = pick(r, "bemærk", "notice");

	for (const struct kt_line *line = result->assumed; line != NULL;
	     line = line->next) {
		struct kt_buffer text;

		kt_buffer_init(&text);
		kt_buffer_printf(&text,
		    pick(r,
			"bygger på en antaget værdi (%.*s), som skal "
			"efterprøves i aftalens egen tekst; derfor højst en "
			"advarsel",
			"rests on an assumed value (%.*s) that is to be "
			"verified in the text of the agreement; therefore a "
			"warning at most"),
		    KT_FMT(line->text));
		if (text.failed)
			r->sink->failed = true;
		else
			field(r, name, kt_buffer_string(&text));
		kt_buffer_finish(&text);
	}
	if (result->proposal)
		field(r, name,
		    kt_string_of(pick(r,
			"bygger på et forslag, der ikke er vedtaget; derfor "
			"højst en advarsel",
			"rests on a proposal that is not adopted; therefore a "
			"warning at most")));
	regraded(r, result);
}

static void finding(struct kt_report *r, const struct kt_judgement *judgement,
    const struct kt_result *result)
{
	const char *severity = kt_severity_name(result->severity);

	head(r, judgement, result, severity, severity_color(result->severity),
	    result->message);
	where(r, result);
	field(r, pick(r, "fundet", "found"), result->found);
	field(r, pick(r, "krævet", "required"), result->required);
	field(r, pick(r, "forskel", "difference"), result->difference);
	other_place(r, result);
	lines(r, pick(r, "note", "note"), result->notes);
	remarks(r, result);
	sources(r, result->rule);
	field(r, pick(r, "råd", "advice"), result->advice);
	add(r, "\n");
}

static bool is_hidden(const struct kt_report *r, const struct kt_result *result)
{
	return result->state == KT_STATE_FAIL &&
	       result->severity < r->settings.min_severity;
}

static void findings(struct kt_report *r, const struct kt_judgement *judgement)
{
	const struct kt_result *result = judgement->results;

	for (; result != NULL; result = result->next) {
		if (result->state == KT_STATE_FAIL && !is_hidden(r, result))
			finding(r, judgement, result);
	}
}

/* ---- undecided and not checked ----------------------------------------- */

/* Results of one rule for the same reasons. */
struct group {
	const struct kt_result *first;
	size_t count;
	bool shown;
};

struct groups {
	struct group *items;
	size_t count, capacity;
};

static bool same_reasons(const struct kt_result *a, const struct kt_result *b)
{
	const struct kt_line *x = a->reasons;
	const struct kt_line *y = b->reasons;

	while (x != NULL && y != NULL && kt_string_equal(x->text, y->text)) {
		x = x->next;
		y = y->next;
	}
	return x == NULL && y == NULL;
}

/* The same rule comes again at every place of its kind: only the latest
 * groups are looked through, so that a long list stays quick. */
static struct group *find_group(
    struct groups *groups, const struct kt_result *result)
{
	size_t least = groups->count > 256 ? groups->count - 256 : 0;

	for (size_t i = groups->count; i > least; i--) {
		struct group *group = &groups->items[i - 1];

		if (group->first->rule == result->rule &&
		    same_reasons(group->first, result))
			return group;
	}
	return NULL;
}

static void collect(struct kt_report *r, struct groups *groups,
    const struct kt_judgement *judgement, enum kt_state state)
{
	const struct kt_result *result = judgement->results;

	for (; result != NULL; result = result->next) {
		struct group *group;

		if (result->state != state)
			continue;
		group = find_group(groups, result);
		if (group != NULL) {
			group->count++;
			continue;
		}
		if (!kt_grow(&groups->items, &groups->capacity,
			groups->count + 1, sizeof(*groups->items))) {
			r->sink->failed = true;
			return;
		}
		groups->items[groups->count++] =
		    (struct group){ result, 1, false };
	}
}

/* A rule with several demands has several reasons at one place. */
static void group_reasons(
    struct kt_report *r, struct groups *groups, size_t first)
{
	const struct kt_result *result = groups->items[first].first;
	const char *name = pick(r, "fordi", "because");

	for (size_t i = first; i < groups->count; i++) {
		struct group *group = &groups->items[i];

		if (group->shown || group->first->rule != result->rule ||
		    group->first->from.line != result->from.line ||
		    group->first->from.column != result->from.column)
			continue;
		group->shown = true;
		lines(r, name, group->first->reasons);
		name = NULL;
	}
}

static void group_alone(struct kt_report *r,
    const struct kt_judgement *judgement, struct groups *groups, size_t first,
    const char *word)
{
	const struct group *group = &groups->items[first];
	const struct kt_result *result = group->first;

	head(r, judgement, result, word, "1;35",
	    result->rule->title[r->settings.language]);
	if (result->label.size > 0) {
		kt_layout_blanks(r->sink, LABEL);
		kt_layout_paragraph(
		    r->sink, result->label, LABEL, LABEL, r->width);
	}
	group_reasons(r, groups, first);
	if (group->count > 1) {
		kt_layout_blanks(r->sink, FIELD);
		kt_sink_printf(r->sink,
		    group->count == 2
			? pick(r, "(og %zu sted mere af samme grund)\n",
			      "(and %zu more place for the same reason)\n")
			: pick(r, "(og %zu steder mere af samme grund)\n",
			      "(and %zu more places for the same reason)\n"),
		    group->count - 1);
	}
}

/* One reason for many rules, such as an edition that is not there. */
static void groups_together(struct kt_report *r,
    const struct kt_judgement *judgement, struct groups *groups, size_t first,
    const char *word)
{
	const struct kt_result *example = groups->items[first].first;
	struct kt_buffer rules;

	kt_buffer_init(&rules);
	for (size_t i = first; i < groups->count; i++) {
		struct group *group = &groups->items[i];

		if (group->shown || !same_reasons(example, group->first))
			continue;
		group->shown = true;
		kt_buffer_printf(&rules, "%s%.*s", rules.size > 0 ? ", " : "",
		    KT_FMT(group->first->rule->id));
	}
	place(r, judgement->document, (struct kt_position){ 0, 0 });
	color(r, "1;35");
	add(r, word);
	color(r, "0");
	add(r, "\n");
	lines(r, pick(r, "fordi", "because"), example->reasons);
	if (rules.failed)
		r->sink->failed = true;
	else
		field(r, pick(r, "regler", "rules"), kt_buffer_string(&rules));
	kt_buffer_finish(&rules);
}

static void open_results(struct kt_report *r,
    const struct kt_judgement *judgement, enum kt_state state,
    const char *heading, const char *word)
{
	struct groups groups = { 0 };

	collect(r, &groups, judgement, state);
	if (groups.count > 0)
		kt_sink_printf(r->sink, "%s\n", heading);
	for (size_t i = 0; i < groups.count; i++) {
		struct group *group = &groups.items[i];
		size_t same = 0;

		if (group->shown)
			continue;
		for (size_t k = i; k < groups.count && same < RULES_APART; k++)
			same +=
			    !groups.items[k].shown &&
			    same_reasons(group->first, groups.items[k].first);
		if (same >= RULES_APART)
			groups_together(r, judgement, &groups, i, word);
		else
			group_alone(r, judgement, &groups, i, word);
	}
	if (groups.count > 0)
		add(r, "\n");
	free(groups.items);
}

/* ---- waived ------------------------------------------------------------ */

static void waived_result(struct kt_report *r,
    const struct kt_judgement *judgement, const struct kt_result *result)
{
	struct kt_buffer text;

	head(r, judgement, result, pick(r, "fraveget", "waived"), "1;34",
	    result->message);
	where(r, result);
	if (result->waiver == NULL)
		return;
	kt_buffer_init(&text);
	kt_words_waiver(&text, result->waiver, r->settings.language);
	buffer_field(r, pick(r, "aftalt", "agreed"), &text);
}

static void waived(struct kt_report *r, const struct kt_judgement *judgement,
    const struct kt_totals *totals)
{
	const struct kt_result *result = judgement->results;

	if (totals->waived == 0)
		return;
	if (!r->settings.show_waived) {
		kt_sink_printf(r->sink,
		    pick(r, "Fraveget: %zu fund (vis dem med --show-waived)\n",
			"Waived: %zu findings (show them with "
			"--show-waived)\n"),
		    totals->waived);
		return;
	}
	add(r, pick(r, "Fraveget:\n", "Waived:\n"));
	for (; result != NULL; result = result->next) {
		if (result->state == KT_STATE_WAIVED)
			waived_result(r, judgement, result);
	}
	add(r, "\n");
}

/* ---- the closing lines of a document ----------------------------------- */

/* The rule a reader would ask about: the first finding, else what is open. */
static void hint(struct kt_report *r, const struct kt_judgement *judgement)
{
	const struct kt_result *shown = NULL;

	for (const struct kt_result *result = judgement->results;
	     result != NULL; result = result->next) {
		if (is_hidden(r, result))
			continue;
		if (shown == NULL || (shown->state != KT_STATE_FAIL &&
					 result->state == KT_STATE_FAIL))
			shown = result;
	}
	if (shown == NULL)
		return;
	kt_sink_printf(r->sink,
	    pick(r, "Mere om en regel: kontrakttjek explain %.*s\n",
		"More about a rule: kontrakttjek explain %.*s\n"),
	    KT_FMT(shown->rule->id));
}

/* Whether any rule of the pack had a say on the document. */
static bool took_part(
    const struct kt_judgement *judgement, const struct kt_pack *pack)
{
	for (size_t i = 0; i < judgement->rule_count; i++) {
		const struct kt_rule_state *rule = &judgement->rules[i];

		if (rule->rule->pack == pack &&
		    rule->state != KT_STATE_NOT_SELECTED)
			return true;
	}
	return false;
}

static void basis_date(struct kt_report *r, struct kt_buffer *text,
    const struct kt_judgement *judgement)
{
	enum kt_language language = r->settings.language;
	char date[KT_MOMENT_CHARS];

	if (judgement->has_date) {
		kt_date_format_for(judgement->date, language, date);
		kt_buffer_printf(text,
		    pick(r, ", efter reglerne pr. %s",
			", by the rules as of %s"),
		    date);
		if (judgement->date_is_given)
			kt_buffer_printf(text, " (--as-of)");
	} else if (judgement->date_note.size > 0) {
		kt_buffer_printf(text, "; %.*s", KT_FMT(judgement->date_note));
	}
}

static void basis(struct kt_report *r, const struct kt_judgement *judgement)
{
	enum kt_language language = r->settings.language;
	bool first = true;
	struct kt_buffer text;

	if (judgement->kind == NULL)
		return;
	kt_buffer_init(&text);
	kt_buffer_printf(&text, pick(r, "Tjekket som %.*s", "Checked as %.*s"),
	    KT_FMT(judgement->kind->title[language]));
	basis_date(r, &text, judgement);
	if (r->settings.settings->profile != NULL)
		kt_buffer_printf(&text,
		    pick(r, ", profilen %.*s", ", profile %.*s"),
		    KT_FMT(r->settings.settings->profile->id));
	for (size_t i = 0; i < judgement->pack_count; i++) {
		const struct kt_pack_choice *choice = &judgement->packs[i];

		if (choice->edition == NULL ||
		    !took_part(judgement, choice->pack))
			continue;
		kt_buffer_printf(&text, "%s%.*s %.*s", first ? ": " : ", ",
		    KT_FMT(choice->pack->id), KT_FMT(choice->edition->id));
		first = false;
	}
	if (text.failed)
		r->sink->failed = true;
	else
		kt_layout_paragraph(
		    r->sink, kt_buffer_string(&text), 0, LABEL, r->width);
	kt_buffer_finish(&text);
}

static void counters(struct kt_report *r, const struct kt_judgement *judgement)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_words_counters(&text, judgement->states, r->settings.language);
	if (text.failed)
		r->sink->failed = true;
	else
		kt_layout_paragraph(
		    r->sink, kt_buffer_string(&text), 0, LABEL, r->width);
	kt_buffer_finish(&text);
}

static void verdict(
    struct kt_report *r, struct kt_string about, const struct kt_totals *totals)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_words_verdict(
	    &text, totals, r->settings.min_severity, r->settings.language);
	color(r, "1");
	kt_layout_name(r->sink, about);
	color(r, "0");
	add(r, ": ");
	if (text.failed)
		r->sink->failed = true;
	else
		kt_layout_paragraph(r->sink, kt_buffer_string(&text),
		    kt_layout_columns(about) + 2, LABEL, r->width);
	kt_buffer_finish(&text);
}

/* ---- the format -------------------------------------------------------- */

static struct kt_report *begin(
    const struct kt_report_settings *settings, struct kt_sink *sink)
{
	struct kt_report *r = calloc(1, sizeof(*r));

	if (r != NULL) {
		r->settings = *settings;
		r->sink = sink;
		r->width = settings->width > 0 ? (size_t)settings->width : 0;
	}
	return r;
}

static void unread(struct kt_report *r, const struct kt_judgement *judgement)
{
	const struct kt_error *error = &judgement->error;

	place(r, judgement->document,
	    (struct kt_position){ error->line, error->column });
	color(r, severity_color(KT_FATAL));
	add(r, kt_severity_name(KT_FATAL));
	color(r, "0");
	add(r, ": ");
	kt_layout_plain(
	    r->sink, kt_string_of(error->message[r->settings.language]));
	add(r, "\n\n");
}

static void document(struct kt_report *r, const struct kt_judgement *judgement)
{
	struct kt_totals totals = { 0 };

	if (r->documents++ > 0)
		add(r, "\n");
	kt_totals_add(&totals, judgement, r->settings.fail_on);
	if (judgement->status != KT_OK)
		unread(r, judgement);
	findings(r, judgement);
	if (!r->settings.quiet) {
		open_results(r, judgement, KT_STATE_UNDECIDED,
		    pick(r, "Kan ikke afgøres:", "Cannot be decided:"),
		    pick(r, "uafklaret", "undecided"));
		open_results(r, judgement, KT_STATE_NOT_CHECKED,
		    pick(r, "Ikke tjekket:", "Not checked:"),
		    pick(r, "ikke tjekket", "not checked"));
	}
	if (!r->settings.quiet || r->settings.show_waived)
		waived(r, judgement, &totals);
	if (!r->settings.quiet) {
		hint(r, judgement);
		if (judgement->status == KT_OK) {
			basis(r, judgement);
			counters(r, judgement);
		}
	}
	verdict(r, judgement->document, &totals);
}

static void end(struct kt_report *r, const struct kt_totals *totals)
{
	struct kt_buffer about;

	if (r->documents != 1) {
		kt_buffer_init(&about);
		kt_buffer_printf(&about,
		    pick(r, "%s%zu dokumenter", "%s%zu documents"),
		    pick(r, "I alt ", "In all "), totals->documents);
		if (r->documents > 0)
			add(r, "\n");
		if (about.failed)
			r->sink->failed = true;
		else
			verdict(r, kt_buffer_string(&about), totals);
		kt_buffer_finish(&about);
	}
	free(r);
}

const struct kt_report_format kt_report_text = {
	.name = "text",
	.summary = { "for et menneske", "for a person" },
	.begin = begin,
	.document = document,
	.end = end,
};
