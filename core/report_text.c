/*
 * The report for a person: findings with their place, what could not be
 * decided and what was not checked apart from them, and one verdict line.
 */
#include "report.h"

#include <stdlib.h>

#include "layout.h"
#include "moment.h"
#include "profile.h"
#include "report_text.h"
#include "report_words.h"
#include "waiver.h"

const char *kt_text_pick(
    const struct kt_report *r, const char *da, const char *en)
{
	return r->settings.language == KT_EN ? en : da;
}

void kt_text_add(struct kt_report *r, const char *text)
{
	kt_sink_add(r->sink, kt_string_of(text));
}

void kt_text_color(struct kt_report *r, const char *code)
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
void kt_text_field(struct kt_report *r, const char *name, struct kt_string text)
{
	size_t at = KT_TEXT_LABEL;

	if (text.size == 0)
		return;
	kt_layout_blanks(r->sink, KT_TEXT_LABEL);
	if (name != NULL) {
		at += kt_string_length(kt_string_of(name)) + 1;
		kt_sink_printf(r->sink, "%s:", name);
	}
	kt_layout_blanks(r->sink, at < KT_TEXT_FIELD ? KT_TEXT_FIELD - at : 1);
	kt_layout_paragraph(r->sink, text,
	    at < KT_TEXT_FIELD ? KT_TEXT_FIELD : at + 1, KT_TEXT_FIELD,
	    r->width);
}

/* The same, and frees the buffer. */
static void buffer_field(
    struct kt_report *r, const char *name, struct kt_buffer *text)
{
	if (text->failed)
		r->sink->failed = true;
	else
		kt_text_field(r, name, kt_buffer_string(text));
	kt_buffer_finish(text);
}

void kt_text_lines(
    struct kt_report *r, const char *name, const struct kt_line *line)
{
	for (; line != NULL; line = line->next) {
		kt_text_field(r, name, line->text);
		name = NULL;
	}
}

/* ---- findings ---------------------------------------------------------- */

void kt_text_place(
    struct kt_report *r, struct kt_string file, struct kt_position position)
{
	kt_text_color(r, "1");
	kt_layout_name(r->sink, file);
	if (position.line > 0)
		kt_sink_printf(r->sink, ":%u:%u", (unsigned)position.line,
		    (unsigned)position.column);
	kt_text_add(r, ":");
	kt_text_color(r, "0");
	kt_text_add(r, " ");
}

void kt_text_head(struct kt_report *r, const struct kt_judgement *judgement,
    const struct kt_result *result, const char *word, const char *code,
    struct kt_string text)
{
	kt_text_place(r, judgement->document, result->from);
	kt_text_color(r, code);
	kt_sink_printf(r->sink, "%s[%.*s]", word, KT_FMT(result->rule->id));
	kt_text_color(r, "0");
	kt_text_add(r, " ");
	kt_layout_plain(r->sink, text);
	kt_text_add(r, "\n");
}

static void where(struct kt_report *r, const struct kt_result *result)
{
	struct kt_excerpt excerpt = { result->line, result->from, result->to,
		r->width, r->settings.color };
	struct kt_string label = result->label;

	if (label.size == 0)
		label = result->path;
	if (label.size > 0) {
		kt_layout_blanks(r->sink, KT_TEXT_LABEL);
		kt_layout_paragraph(
		    r->sink, label, KT_TEXT_LABEL, KT_TEXT_LABEL, r->width);
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
	kt_buffer_printf(&text, "%s %u, %s %u",
	    kt_text_pick(r, "linje", "line"), (unsigned)result->other.line,
	    kt_text_pick(r, "kolonne", "column"),
	    (unsigned)result->other.column);
	if (result->other_path.size > 0)
		kt_buffer_printf(&text, " (%.*s)", KT_FMT(result->other_path));
	if (text.failed)
		r->sink->failed = true;
	else
		kt_text_field(r, kt_text_pick(r, "se også", "see also"),
		    kt_buffer_string(&text));
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
			kt_text_field(r,
			    i == 0 ? kt_text_pick(r, "kilde", "source") : NULL,
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
	    kt_text_pick(r,
		"reglens alvor er %s; profilen %.*s sætter den til %s",
		"the rule's severity is %s; the profile %.*s sets it to %s"),
	    kt_severity_name(result->rule->severity), KT_FMT(profile->id),
	    kt_severity_name(kt_profile_severity(profile, result->rule)));
	buffer_field(r, kt_text_pick(r, "bemærk", "notice"), &text);
}

static void remarks(struct kt_report *r, const struct kt_result *result)
{
	const char *name = kt_text_pick(r, "bemærk", "notice");

	for (const struct kt_line *line = result->assumed; line != NULL;
	     line = line->next) {
		struct kt_buffer text;

		kt_buffer_init(&text);
		kt_buffer_printf(&text,
		    kt_text_pick(r,
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
			kt_text_field(r, name, kt_buffer_string(&text));
		kt_buffer_finish(&text);
	}
	if (result->proposal)
		kt_text_field(r, name,
		    kt_string_of(kt_text_pick(r,
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

	kt_text_head(r, judgement, result, severity,
	    severity_color(result->severity), result->message);
	where(r, result);
	kt_text_field(r, kt_text_pick(r, "fundet", "found"), result->found);
	kt_text_field(
	    r, kt_text_pick(r, "krævet", "required"), result->required);
	kt_text_field(
	    r, kt_text_pick(r, "forskel", "difference"), result->difference);
	other_place(r, result);
	kt_text_lines(r, kt_text_pick(r, "note", "note"), result->notes);
	remarks(r, result);
	sources(r, result->rule);
	kt_text_field(r, kt_text_pick(r, "råd", "advice"), result->advice);
	kt_text_add(r, "\n");
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

/* ---- waived ------------------------------------------------------------ */

static void waived_result(struct kt_report *r,
    const struct kt_judgement *judgement, const struct kt_result *result)
{
	struct kt_buffer text;

	kt_text_head(r, judgement, result,
	    kt_text_pick(r, "fraveget", "waived"), "1;34", result->message);
	where(r, result);
	if (result->waiver == NULL)
		return;
	kt_buffer_init(&text);
	kt_words_waiver(&text, result->waiver, r->settings.language);
	buffer_field(r, kt_text_pick(r, "aftalt", "agreed"), &text);
}

static void waived(struct kt_report *r, const struct kt_judgement *judgement,
    const struct kt_totals *totals)
{
	const struct kt_result *result = judgement->results;

	if (totals->waived == 0)
		return;
	if (!r->settings.show_waived) {
		kt_sink_printf(r->sink,
		    kt_text_pick(r,
			"Fraveget: %zu fund (vis dem med --show-waived)\n",
			"Waived: %zu findings (show them with "
			"--show-waived)\n"),
		    totals->waived);
		return;
	}
	kt_text_add(r, kt_text_pick(r, "Fraveget:\n", "Waived:\n"));
	for (; result != NULL; result = result->next) {
		if (result->state == KT_STATE_WAIVED)
			waived_result(r, judgement, result);
	}
	kt_text_add(r, "\n");
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
	    kt_text_pick(r, "Mere om en regel: kontrakttjek explain %.*s\n",
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
		    kt_text_pick(r, ", efter reglerne pr. %s",
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
	kt_buffer_printf(&text,
	    kt_text_pick(r, "Tjekket som %.*s", "Checked as %.*s"),
	    KT_FMT(judgement->kind->title[language]));
	basis_date(r, &text, judgement);
	if (r->settings.settings->profile != NULL)
		kt_buffer_printf(&text,
		    kt_text_pick(r, ", profilen %.*s", ", profile %.*s"),
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
		kt_layout_paragraph(r->sink, kt_buffer_string(&text), 0,
		    KT_TEXT_LABEL, r->width);
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
		kt_layout_paragraph(r->sink, kt_buffer_string(&text), 0,
		    KT_TEXT_LABEL, r->width);
	kt_buffer_finish(&text);
}

static void verdict(
    struct kt_report *r, struct kt_string about, const struct kt_totals *totals)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_words_verdict(
	    &text, totals, r->settings.min_severity, r->settings.language);
	kt_text_color(r, "1");
	kt_layout_name(r->sink, about);
	kt_text_color(r, "0");
	kt_text_add(r, ": ");
	if (text.failed)
		r->sink->failed = true;
	else
		kt_layout_paragraph(r->sink, kt_buffer_string(&text),
		    kt_layout_columns(about) + 2, KT_TEXT_LABEL, r->width);
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

	kt_text_place(r, judgement->document,
	    (struct kt_position){ error->line, error->column });
	kt_text_color(r, severity_color(KT_FATAL));
	kt_text_add(r, kt_severity_name(KT_FATAL));
	kt_text_color(r, "0");
	kt_text_add(r, ": ");
	kt_layout_plain(
	    r->sink, kt_string_of(error->message[r->settings.language]));
	kt_text_add(r, "\n\n");
}

static void document(struct kt_report *r, const struct kt_judgement *judgement)
{
	struct kt_totals totals = { 0 };

	if (r->documents++ > 0)
		kt_text_add(r, "\n");
	kt_totals_add(&totals, judgement, r->settings.fail_on);
	if (judgement->status != KT_OK)
		unread(r, judgement);
	findings(r, judgement);
	if (!r->settings.quiet) {
		kt_text_open_results(r, judgement, KT_STATE_UNDECIDED,
		    kt_text_pick(r, "Kan ikke afgøres:", "Cannot be decided:"),
		    kt_text_pick(r, "uafklaret", "undecided"));
		kt_text_open_results(r, judgement, KT_STATE_NOT_CHECKED,
		    kt_text_pick(r, "Ikke tjekket:", "Not checked:"),
		    kt_text_pick(r, "ikke tjekket", "not checked"));
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
		    kt_text_pick(r, "%s%zu dokumenter", "%s%zu documents"),
		    kt_text_pick(r, "I alt ", "In all "), totals->documents);
		if (r->documents > 0)
			kt_text_add(r, "\n");
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
