/*
 * The report for a program. Keys and state names never change with the
 * language; within a major schema version keys are only added.
 */
#include "report.h"

#include <stdlib.h>

#include "json.h"
#include "profile.h"
#include "waiver.h"

#define SCHEMA_VERSION "1.0"

struct kt_report {
	struct kt_report_settings settings;
	struct kt_json json;
};

static const char *const status_names[] = { "ok", "memory", "limit", "input",
	"use", "internal", "output" };

static const char *status_name(kt_status status)
{
	size_t count = sizeof(status_names) / sizeof(status_names[0]);

	if (status < 0 || (size_t)status >= count)
		status = KT_E_INTERNAL;
	return status_names[status];
}

static void string_field(
    struct kt_json *json, const char *key, struct kt_string s)
{
	kt_json_string(kt_json_key(json, key), s);
}

static void optional_field(
    struct kt_json *json, const char *key, struct kt_string s)
{
	kt_json_optional(kt_json_key(json, key), s);
}

static void text_field(struct kt_json *json, const char *key, const char *s)
{
	kt_json_text(kt_json_key(json, key), s);
}

static void number_field(struct kt_json *json, const char *key, uint64_t n)
{
	kt_json_number(kt_json_key(json, key), n);
}

static void bool_field(struct kt_json *json, const char *key, bool value)
{
	kt_json_bool(kt_json_key(json, key), value);
}

static void date_field(
    struct kt_json *json, const char *key, bool has, struct kt_date date)
{
	kt_json_key(json, key);
	if (has)
		kt_json_date(json, date);
	else
		kt_json_null(json);
}

/* ---- head -------------------------------------------------------------- */

static void write_pack(
    struct kt_json *json, const struct kt_pack *pack, enum kt_language language)
{
	kt_json_object(json);
	string_field(json, "id", pack->id);
	optional_field(json, "version", pack->version);
	string_field(json, "title", pack->title[language]);
	kt_json_array(kt_json_key(json, "editions"));
	for (size_t i = 0; i < pack->edition_count; i++) {
		const struct kt_edition *edition = &pack->editions[i];
		const struct kt_period *period = &edition->period;

		kt_json_object(json);
		string_field(json, "id", edition->id);
		date_field(json, "from", period->has_from, period->from);
		date_field(json, "to", period->has_to, period->to);
		bool_field(json, "draft", edition->draft);
		kt_json_object_end(json);
	}
	kt_json_array_end(json);
	kt_json_object_end(json);
}

static struct kt_report *begin(
    const struct kt_report_settings *settings, struct kt_sink *sink)
{
	const struct kt_settings *judging = settings->settings;
	const struct kt_rules *rules = settings->rules;
	struct kt_report *r = calloc(1, sizeof(*r));
	struct kt_json *json;

	if (r == NULL)
		return NULL;
	r->settings = *settings;
	json = &r->json;
	kt_json_init(json, sink);
	kt_json_object(json);
	text_field(json, "schema_version", SCHEMA_VERSION);
	kt_json_object(kt_json_key(json, "tool"));
	text_field(json, "name", "kontrakttjek");
	text_field(json, "version", settings->program_version);
	kt_json_object_end(json);
	text_field(json, "language", settings->language == KT_EN ? "en" : "da");
	date_field(json, "as_of", judging->has_as_of, judging->as_of);
	text_field(json, "fail_on", kt_severity_name(settings->fail_on));
	text_field(
	    json, "min_severity", kt_severity_name(settings->min_severity));
	bool_field(json, "strict", settings->strict);
	optional_field(json, "profile",
	    judging->profile != NULL ? judging->profile->id : KT_S(""));
	kt_json_array(kt_json_key(json, "packs"));
	for (size_t i = 0; rules != NULL && i < rules->pack_count; i++)
		write_pack(json, &rules->packs[i], settings->language);
	kt_json_array_end(json);
	kt_json_array(kt_json_key(json, "documents"));
	return r;
}

/* ---- results ----------------------------------------------------------- */

static void write_lines(
    struct kt_json *json, const char *key, const struct kt_line *line)
{
	kt_json_array(kt_json_key(json, key));
	for (; line != NULL; line = line->next)
		kt_json_string(json, line->text);
	kt_json_array_end(json);
}

static void write_sources(struct kt_json *json, const struct kt_rule *rule)
{
	kt_json_array(kt_json_key(json, "sources"));
	for (size_t i = 0; i < rule->source_count; i++) {
		const struct kt_source *source = &rule->sources[i];

		kt_json_object(json);
		string_field(json, "document", source->document);
		optional_field(json, "section", source->section);
		optional_field(json, "url", source->url);
		text_field(
		    json, "status", kt_value_status_name(source->status));
		kt_json_object_end(json);
	}
	kt_json_array_end(json);
}

static void position_fields(struct kt_json *json, struct kt_position position)
{
	number_field(json, "line", position.line);
	number_field(json, "column", position.column);
}

static void write_waiver(struct kt_json *json, const struct kt_waiver *waiver)
{
	static const char *const origins[] = { "fil", "dokument",
		"basislinje" };
	bool known;

	kt_json_key(json, "waiver");
	if (waiver == NULL) {
		kt_json_null(json);
		return;
	}
	known = waiver->origin == KT_WAIVER_OF_BASELINE;
	kt_json_object(json);
	text_field(json, "origin", origins[waiver->origin]);
	optional_field(json, "reason", waiver->reason);
	optional_field(json, "approved_by", waiver->approved_by);
	optional_field(json, "reference", waiver->reference);
	date_field(json, "created", waiver->has_created, waiver->created);
	date_field(json, "until", !known, waiver->until);
	optional_field(json, "file", waiver->file);
	number_field(json, "line", waiver->at.line);
	kt_json_object_end(json);
}

static void write_result(struct kt_json *json, const struct kt_result *result,
    enum kt_language language)
{
	kt_json_object(json);
	string_field(json, "rule", result->rule->id);
	string_field(json, "pack", result->rule->pack->id);
	string_field(json, "title", result->rule->title[language]);
	text_field(json, "state", kt_state_name(result->state));
	text_field(json, "severity", kt_severity_name(result->severity));
	kt_json_key(json, "regraded_from");
	if (result->regraded)
		kt_json_text(json, kt_severity_name(result->rule->severity));
	else
		kt_json_null(json);
	bool_field(json, "proposal", result->proposal);
	optional_field(json, "fingerprint", result->fingerprint);
	write_waiver(json, result->waiver);
	position_fields(json, result->from);
	number_field(json, "end_line", result->to.line);
	number_field(json, "end_column", result->to.column);
	optional_field(json, "path", result->path);
	optional_field(json, "label", result->label);
	optional_field(json, "clause", result->clause);
	optional_field(json, "source_line", result->line);
	kt_json_key(json, "other");
	if (result->other.line > 0) {
		kt_json_object(json);
		position_fields(json, result->other);
		optional_field(json, "path", result->other_path);
		kt_json_object_end(json);
	} else {
		kt_json_null(json);
	}
	optional_field(json, "message", result->message);
	optional_field(json, "found", result->found);
	optional_field(json, "required", result->required);
	optional_field(json, "difference", result->difference);
	optional_field(json, "advice", result->advice);
	write_lines(json, "notes", result->notes);
	write_lines(json, "reasons", result->reasons);
	write_lines(json, "assumed", result->assumed);
	write_sources(json, result->rule);
	kt_json_object_end(json);
}

/* Findings below the chosen severity are left out and counted. */
static size_t write_results(
    struct kt_report *r, const struct kt_judgement *judgement)
{
	const struct kt_result *result = judgement->results;
	size_t hidden = 0;

	kt_json_array(kt_json_key(&r->json, "results"));
	for (; result != NULL; result = result->next) {
		if (result->state == KT_STATE_FAIL &&
		    result->severity < r->settings.min_severity)
			hidden++;
		else
			write_result(&r->json, result, r->settings.language);
	}
	kt_json_array_end(&r->json);
	return hidden;
}

static void write_rules(
    struct kt_json *json, const struct kt_judgement *judgement)
{
	kt_json_array(kt_json_key(json, "rules"));
	for (size_t i = 0; i < judgement->rule_count; i++) {
		const struct kt_rule_state *state = &judgement->rules[i];

		kt_json_object(json);
		string_field(json, "id", state->rule->id);
		text_field(json, "state", kt_state_name(state->state));
		optional_field(json, "reason", state->reason);
		kt_json_object_end(json);
	}
	kt_json_array_end(json);
}

/* ---- sums -------------------------------------------------------------- */

static void write_sums(struct kt_json *json, const struct kt_totals *totals)
{
	size_t rules = 0;

	kt_json_object(kt_json_key(json, "rules"));
	for (size_t i = 0; i < KT_STATES; i++) {
		number_field(
		    json, kt_state_name((enum kt_state)i), totals->states[i]);
		rules += totals->states[i];
	}
	number_field(json, "total", rules);
	kt_json_object_end(json);
	kt_json_object(kt_json_key(json, "findings"));
	for (size_t i = 4; i-- > 0;)
		number_field(json, kt_severity_name((enum kt_severity)i),
		    totals->findings[i]);
	kt_json_object_end(json);
	number_field(json, "failing", totals->failing);
	number_field(json, "waived", totals->waived);
	number_field(json, "undecided", totals->undecided);
	number_field(json, "unchecked", totals->unchecked);
}

/* Waivers and known findings that did nothing. */
static void write_stale(struct kt_json *json, const struct kt_totals *totals)
{
	const struct kt_stale *stale = totals->stale;

	kt_json_array(kt_json_key(json, "stale_waivers"));
	for (; stale != NULL; stale = stale->next) {
		kt_json_object(json);
		text_field(json, "kind", stale->kind);
		text_field(json, "use", stale->use);
		optional_field(json, "rule", stale->rule);
		optional_field(json, "file", stale->file);
		number_field(json, "line", stale->line);
		optional_field(json, "text", stale->text);
		kt_json_object_end(json);
	}
	kt_json_array_end(json);
}

/* ---- a document -------------------------------------------------------- */

static void write_error(
    struct kt_report *r, const struct kt_judgement *judgement)
{
	struct kt_json *json = &r->json;
	const struct kt_error *error = &judgement->error;

	kt_json_key(json, "error");
	if (judgement->status == KT_OK) {
		kt_json_null(json);
		return;
	}
	kt_json_object(json);
	text_field(json, "status", status_name(judgement->status));
	position_fields(
	    json, (struct kt_position){ error->line, error->column });
	text_field(json, "message", error->message[r->settings.language]);
	kt_json_object_end(json);
}

static void write_date(
    struct kt_report *r, const struct kt_judgement *judgement)
{
	struct kt_json *json = &r->json;

	kt_json_object(kt_json_key(json, "date"));
	date_field(json, "value", judgement->has_date, judgement->date);
	bool_field(json, "given", judgement->date_is_given);
	optional_field(json, "expression",
	    judgement->kind != NULL ? judgement->kind->date_text : KT_S(""));
	optional_field(json, "note", judgement->date_note);
	kt_json_object_end(json);
}

static void write_choices(
    struct kt_json *json, const struct kt_judgement *judgement)
{
	kt_json_array(kt_json_key(json, "packs"));
	for (size_t i = 0; i < judgement->pack_count; i++) {
		const struct kt_pack_choice *choice = &judgement->packs[i];

		kt_json_object(json);
		string_field(json, "id", choice->pack->id);
		optional_field(json, "edition",
		    choice->edition != NULL ? choice->edition->id : KT_S(""));
		kt_json_object_end(json);
	}
	kt_json_array_end(json);
}

static void document(struct kt_report *r, const struct kt_judgement *judgement)
{
	struct kt_json *json = &r->json;
	struct kt_totals totals = { 0 };
	size_t hidden;

	kt_totals_add(&totals, judgement, r->settings.fail_on);
	kt_json_object(json);
	string_field(json, "file", judgement->document);
	optional_field(json, "identity", judgement->identity);
	optional_field(json, "kind",
	    judgement->kind != NULL ? judgement->kind->id : KT_S(""));
	bool_field(json, "judged", judgement->status == KT_OK);
	write_error(r, judgement);
	write_date(r, judgement);
	write_choices(json, judgement);
	hidden = write_results(r, judgement);
	write_rules(json, judgement);
	kt_json_object(kt_json_key(json, "summary"));
	write_sums(json, &totals);
	number_field(json, "hidden", hidden);
	kt_json_object_end(json);
	kt_json_object_end(json);
}

static void end(struct kt_report *r, const struct kt_totals *totals)
{
	struct kt_json *json = &r->json;
	int code = kt_totals_exit_code(totals, r->settings.strict);

	kt_json_array_end(json);
	write_stale(json, totals);
	kt_json_object(kt_json_key(json, "summary"));
	number_field(json, "documents", totals->documents);
	number_field(json, "unread", totals->unread);
	write_sums(json, totals);
	number_field(json, "stale_waivers", totals->stale_count);
	bool_field(json, "complete", code != 3);
	number_field(json, "exit_code", (uint64_t)code);
	kt_json_object_end(json);
	kt_json_object_end(json);
	kt_json_finish(json);
	free(r);
}

const struct kt_report_format kt_report_json = {
	.name = "json",
	.summary = { "for et program; skemaet er stabilt",
	    "for a program; stable keys" },
	.begin = begin,
	.document = document,
	.end = end,
	.fingerprints = true,
};
