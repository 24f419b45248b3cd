/*
 * waiver: what rule keepers and case workers do with fravigelser.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "fingerprint.h"
#include "intake.h"
#include "json.h"
#include "layout.h"
#include "mask.h"
#include "moment.h"
#include "pack_edit.h"

#define DEFAULT_FILE "fravigelser.xml"
enum { SOON = 30 /* days */ };

/* ---- files ------------------------------------------------------------- */

/* Those named, that of --fravigelser, or the one in this folder. */
static size_t file_count(const struct kt_options *options)
{
	return options->argument_count > 0 ? options->argument_count : 1;
}

static const char *file_name(const struct kt_options *options, size_t i)
{
	if (options->argument_count > 0)
		return options->arguments[i];
	return options->waivers != NULL ? options->waivers : DEFAULT_FILE;
}

static int load(const struct kt_options *options,
    const struct kt_session *session, const char *path, struct kt_waivers *out)
{
	struct kt_error error;

	kt_error_clear(&error);
	if (kt_waivers_load(session->rules, path, out, &error) == KT_OK)
		return KT_EXIT_OK;
	return kt_cli_fail(options, &error);
}

static int64_t days_left(
    const struct kt_waiver *waiver, const struct kt_settings *settings)
{
	struct kt_date today =
	    settings->has_as_of ? settings->as_of : settings->today;

	return kt_date_number(waiver->until) - kt_date_number(today);
}

/* ---- list -------------------------------------------------------------- */

struct list {
	const struct kt_options *options;
	struct kt_settings settings;
	struct kt_page page;
	struct kt_json json;
	bool as_json;
};

static void json_field(struct list *l, const char *key, struct kt_string value)
{
	kt_json_optional(kt_json_key(&l->json, key), value);
}

static void waiver_json(struct list *l, const struct kt_waiver *waiver)
{
	kt_json_object(&l->json);
	json_field(l, "file", waiver->file);
	kt_json_number(kt_json_key(&l->json, "line"), waiver->at.line);
	json_field(l, "rule", waiver->rule);
	json_field(l, "document", waiver->document);
	json_field(l, "clause", waiver->clause);
	json_field(l, "path", waiver->path);
	json_field(l, "fingerprint", waiver->fingerprint);
	json_field(l, "reason", waiver->reason);
	json_field(l, "approved_by", waiver->approved_by);
	json_field(l, "reference", waiver->reference);
	kt_json_key(&l->json, "created");
	if (waiver->has_created)
		kt_json_date(&l->json, waiver->created);
	else
		kt_json_null(&l->json);
	kt_json_date(kt_json_key(&l->json, "until"), waiver->until);
	kt_json_bool(kt_json_key(&l->json, "expired"),
	    days_left(waiver, &l->settings) < 0);
	kt_json_object_end(&l->json);
}

static void waiver_text(struct list *l, const struct kt_waiver *waiver)
{
	int64_t left = days_left(waiver, &l->settings);
	struct kt_buffer text;

	kt_buffer_init(&text);
	if (left < 0)
		kt_buffer_printf(&text, "%s",
		    kt_cli_pick(l->options, "UDLØBET, ", "EXPIRED, "));
	else if (left < SOON)
		kt_buffer_printf(&text,
		    kt_cli_pick(l->options, "udløber om %d dage, ",
			"expires in %d days, "),
		    (int)left);
	kt_words_waiver(&text, waiver, l->page.language);
	if (waiver->document.size > 0)
		kt_buffer_printf(&text,
		    kt_cli_pick(
			l->options, "; dokument %.*s", "; document %.*s"),
		    KT_FMT(waiver->document));
	if (waiver->clause.size > 0)
		kt_buffer_printf(&text,
		    kt_cli_pick(l->options, "; klausul %.*s", "; clause %.*s"),
		    KT_FMT(waiver->clause));
	if (text.failed)
		l->page.sink.failed = true;
	else
		kt_page_row(&l->page, waiver->rule, kt_buffer_string(&text));
	kt_buffer_finish(&text);
}

static int list_files(struct list *l, const struct kt_session *session)
{
	int code = KT_EXIT_OK;

	if (l->as_json)
		kt_json_array(&l->json);
	for (size_t i = 0; code == KT_EXIT_OK && i < file_count(l->options);
	     i++) {
		struct kt_waivers file;

		code =
		    load(l->options, session, file_name(l->options, i), &file);
		for (size_t k = 0; k < file.count; k++) {
			if (l->as_json)
				waiver_json(l, &file.items[k]);
			else
				waiver_text(l, &file.items[k]);
		}
	}
	if (l->as_json) {
		kt_json_array_end(&l->json);
		kt_json_finish(&l->json);
	}
	return code;
}

static int run_list(const struct kt_options *options)
{
	static const char *const forms[] = { "text", "json", NULL };
	struct list l = { .options = options };
	int form = kt_cli_format(options, forms);
	struct kt_session session;
	int code;

	if (form < 0)
		return KT_EXIT_USE;
	l.settings = kt_session_settings(options);
	l.page = kt_page_begin(options, 18);
	l.as_json = form == 1;
	kt_json_init(&l.json, &l.page.sink);
	code = kt_session_open(options, &session);
	if (code == KT_EXIT_OK)
		code = list_files(&l, &session);
	kt_session_close(&session);
	return kt_page_end(&l.page, code);
}

/* ---- lint -------------------------------------------------------------- */

struct lint {
	const struct kt_options *options;
	const struct kt_rules *rules;
	struct kt_settings settings;
	struct kt_sink sink;
	size_t flaws;
};

static void tell(struct lint *l, const struct kt_waiver *waiver, bool flaw,
    const char *da, const char *en)
{
	l->flaws += flaw;
	kt_layout_name(&l->sink, waiver->file);
	kt_sink_printf(&l->sink, ":%u:%u: %s[%.*s] %s\n",
	    (unsigned)waiver->at.line, (unsigned)waiver->at.column,
	    flaw ? kt_cli_pick(l->options, "mangel", "flaw")
		 : kt_cli_pick(l->options, "bemærk", "notice"),
	    KT_FMT(waiver->rule), kt_cli_pick(l->options, da, en));
}

/* Whether the waiver covers a rule that cannot be waived. */
static bool covers_unwaivable(
    const struct kt_rules *rules, const struct kt_waiver *waiver)
{
	for (size_t p = 0; p < rules->pack_count; p++) {
		const struct kt_pack *pack = &rules->packs[p];

		for (size_t r = 0; r < pack->rule_count; r++) {
			const struct kt_rule *rule = &pack->rules[r];

			if (kt_rule_is_named(rule, waiver->rule) &&
			    (!rule->waivable || rule->severity == KT_FATAL))
				return true;
		}
	}
	return false;
}

static bool is_double(const struct kt_waivers *file, size_t i)
{
	const struct kt_waiver *a = &file->items[i];

	for (size_t k = 0; k < i; k++) {
		const struct kt_waiver *b = &file->items[k];

		if (kt_string_equal(a->rule, b->rule) &&
		    kt_string_equal(a->document, b->document) &&
		    kt_string_equal(a->clause, b->clause) &&
		    kt_string_equal(a->path, b->path) &&
		    kt_string_equal(a->fingerprint, b->fingerprint))
			return true;
	}
	return false;
}

static void lint_waiver(struct lint *l, const struct kt_waivers *file, size_t i)
{
	const struct kt_waiver *waiver = &file->items[i];
	struct kt_date today =
	    l->settings.has_as_of ? l->settings.as_of : l->settings.today;

	if (days_left(waiver, &l->settings) < 0)
		tell(l, waiver, true, "fravigelsen er udløbet",
		    "the waiver has expired");
	if (covers_unwaivable(l->rules, waiver))
		tell(l, waiver, true,
		    "dækker en regel, der ikke må fraviges: den er uden "
		    "virkning dér",
		    "covers a rule that cannot be waived: it has no effect "
		    "there");
	if (is_double(file, i))
		tell(l, waiver, true, "står to gange", "stands twice");
	if (waiver->has_created && kt_date_compare(waiver->created, today) > 0)
		tell(l, waiver, true, "oprettet i fremtiden",
		    "created in the future");
	if (waiver->fingerprint.size == 0)
		tell(l, waiver, false,
		    "uden fingeraftryk gælder den også, når klausulen ændres",
		    "without a fingerprint it also counts when the clause is "
		    "changed");
}

static int run_lint(const struct kt_options *options)
{
	struct lint l = { .options = options, .sink = kt_cli_stdout() };
	struct kt_session session;
	int code = kt_session_open(options, &session);

	l.settings = kt_session_settings(options);
	l.rules = session.rules;
	for (size_t i = 0; code == KT_EXIT_OK && i < file_count(options); i++) {
		struct kt_waivers file;

		code = load(options, &session, file_name(options, i), &file);
		for (size_t k = 0; k < file.count; k++)
			lint_waiver(&l, &file, k);
	}
	kt_session_close(&session);
	return code == KT_EXIT_OK && l.flaws > 0 ? KT_EXIT_FINDINGS : code;
}

/* ---- add --------------------------------------------------------------- */

static bool check_add(
    const struct kt_options *options, const struct kt_settings *settings)
{
	struct kt_waiver waiver = { .until = options->expires };

	if (options->rule_count != 1 || options->file == NULL ||
	    options->reason == NULL || options->approved_by == NULL ||
	    options->expires.year == 0 || options->argument_count > 0) {
		kt_cli_say(options,
		    "skriv: kontrakttjek waiver add --rule REGEL --file PAPIR "
		    "--reason TEKST --approved-by NAVN --expires DATO",
		    "write: kontrakttjek waiver add --rule RULE --file PAPER "
		    "--reason TEXT --approved-by NAME --expires DATE");
		return false;
	}
	if (kt_string_length(kt_string_trim(kt_string_of(options->reason))) <
	    KT_WAIVER_REASON) {
		kt_cli_say(options,
		    "--reason skal være mindst %d tegn: skriv, hvad der er "
		    "aftalt, og hvorfor",
		    "--reason must be at least %d characters: write what was "
		    "agreed, and why",
		    (int)KT_WAIVER_REASON);
		return false;
	}
	if (days_left(&waiver, settings) < 0) {
		kt_cli_say(options, "--expires ligger i fortiden",
		    "--expires lies in the past");
		return false;
	}
	return true;
}

/* Characters that a glob would read as something else are quoted. */
static void document_attribute(struct kt_sink *sink, struct kt_string identity)
{
	struct kt_buffer glob;

	kt_buffer_init(&glob);
	for (size_t i = 0; i < identity.size; i++) {
		if (memchr("*?[\\", identity.data[i], 4) != NULL)
			kt_buffer_add_char(&glob, '\\');
		kt_buffer_add_char(&glob, identity.data[i]);
	}
	if (glob.failed)
		sink->failed = true;
	else
		kt_cli_xml_attribute(sink, "dokument", kt_buffer_string(&glob));
	kt_buffer_finish(&glob);
}

static void date_attribute(
    struct kt_sink *sink, const char *name, struct kt_date date)
{
	char text[KT_MOMENT_CHARS];

	kt_date_format(date, text);
	kt_sink_printf(sink, " %s=\"%s\"", name, text);
}

static void write_entry(struct kt_sink *sink, const struct kt_work *work,
    const struct kt_judgement *judgement, const struct kt_result *result)
{
	const struct kt_options *options = work->options;

	kt_sink_add(sink, KT_S("  <fravigelse"));
	kt_cli_xml_attribute(sink, "regel", result->rule->id);
	document_attribute(sink, judgement->identity);
	kt_cli_xml_attribute(sink, "klausul", result->clause);
	kt_sink_add(sink, KT_S("\n     "));
	kt_cli_xml_attribute(sink, "fingeraftryk", result->fingerprint);
	kt_sink_add(sink, KT_S("\n     "));
	kt_cli_xml_attribute(
	    sink, "godkendt-af", kt_string_of(options->approved_by));
	if (options->reference != NULL)
		kt_cli_xml_attribute(
		    sink, "reference", kt_string_of(options->reference));
	date_attribute(sink, "oprettet", work->departures.today);
	date_attribute(sink, "udloeber", options->expires);
	kt_sink_add(sink, KT_S(">\n    <aarsag>"));
	kt_cli_xml(sink, kt_string_trim(kt_string_of(options->reason)));
	kt_sink_add(sink, KT_S("</aarsag>\n  </fravigelse>\n"));
}

/* Whether an entry for the same content was written before. */
static bool is_written(
    const struct kt_judgement *judgement, const struct kt_result *result)
{
	const struct kt_result *before = judgement->results;

	for (; before != result; before = before->next) {
		if (kt_string_equal(before->fingerprint, result->fingerprint) &&
		    before->rule == result->rule)
			return true;
	}
	return false;
}

static int add_entries(struct kt_work *work,
    const struct kt_judgement *judgement, const struct kt_rule *rule)
{
	struct kt_sink sink = kt_cli_stdout();
	const struct kt_result *result = judgement->results;
	size_t found = 0;

	for (; result != NULL; result = result->next) {
		if (result->rule != rule || result->state != KT_STATE_FAIL)
			continue;
		if (!kt_may_waive(result)) {
			kt_cli_say(work->options,
			    "fundet af %.*s i linje %u må ikke fraviges",
			    "the finding of %.*s in line %u cannot be waived",
			    KT_FMT(rule->id), (unsigned)result->from.line);
			return KT_EXIT_USE;
		}
		found++;
		if (!is_written(judgement, result))
			write_entry(&sink, work, judgement, result);
	}
	if (found == 0)
		kt_cli_say(work->options, "der er intet fund af %.*s i %.*s",
		    "there is no finding of %.*s in %.*s", KT_FMT(rule->id),
		    KT_FMT(judgement->document));
	return found > 0 ? KT_EXIT_OK : KT_EXIT_FINDINGS;
}

static int add_of_paper(struct kt_work *work, const struct kt_rule *rule)
{
	struct kt_judgement judgement;
	int code;

	kt_work_judge(work, &work->inputs.items[0], &judgement);
	if (kt_cli_tell_unread(work->options, &judgement))
		code = KT_EXIT_INCOMPLETE;
	else
		code = add_entries(work, &judgement, rule);
	kt_judgement_finish(&judgement);
	return code;
}

static int run_add(const struct kt_options *options)
{
	struct kt_settings settings = kt_session_settings(options);
	struct kt_options own = *options;
	const struct kt_rule *rule;
	struct kt_work work;
	int code;

	if (!check_add(options, &settings))
		return KT_EXIT_USE;
	/* every finding counts, also those that are waived already */
	own.no_waivers = true;
	own.waivers = NULL;
	own.arguments = &own.file;
	own.argument_count = 1;
	code = kt_work_open(&own, &work);
	if (code == KT_EXIT_OK) {
		rule = kt_rules_find(
		    work.session.rules, kt_string_of(options->rules[0]));
		code = rule != NULL ? add_of_paper(&work, rule)
				    : kt_session_unknown_rule(options,
					  &work.session, options->rules[0]);
	}
	kt_work_close(&work);
	return code;
}

/* ---- prune ------------------------------------------------------------- */

static bool is_kept(const struct kt_waiver *waiver, struct kt_date today)
{
	return kt_date_compare(today, waiver->until) <= 0 &&
	       !kt_is_stale(waiver);
}

/* White space before the element goes with it, up to the line's end. */
static size_t line_before(struct kt_string source, size_t at)
{
	while (at > 0 &&
	       (source.data[at - 1] == ' ' || source.data[at - 1] == '\t'))
		at--;
	return at > 0 && source.data[at - 1] == '\n' ? at - 1 : at;
}

/* The source without the elements that go; everything else as it stands. */
static size_t write_kept(struct kt_sink *sink,
    const struct kt_document *document, const struct kt_waivers *file,
    struct kt_date today)
{
	struct kt_string source = kt_buffer_string(&document->intake.source);
	kt_node node =
	    kt_document_first_child(document, kt_document_root(document));
	size_t written = 0;
	size_t gone = 0;
	size_t at = 0;

	for (; node != 0; node = kt_document_next(document, node)) {
		size_t begin, end;

		/* the file is known to hold nothing but waivers */
		if (at == file->count || is_kept(&file->items[at++], today))
			continue;
		kt_edit_span(document, node, &begin, &end);
		begin = line_before(source, begin);
		kt_sink_add(sink, (struct kt_string){
				      source.data + written, begin - written });
		written = end;
		gone++;
	}
	kt_sink_add(sink,
	    (struct kt_string){ source.data + written, source.size - written });
	return gone;
}

static int prune_file(struct kt_work *work, const char *path)
{
	struct kt_sink sink = kt_cli_stdout();
	struct kt_document document;
	struct kt_reader *reader = kt_reader_create(work->session.names);
	struct kt_error error;
	int code = KT_EXIT_OK;
	size_t gone = 0;

	kt_error_clear(&error);
	kt_document_init(&document);
	if (reader == NULL)
		kt_fail_memory(&error);
	else if (kt_intake_file(path, &work->bytes, &error) == KT_OK) {
		kt_mask_in_place(work->bytes.data, work->bytes.size);
		kt_reader_read(reader, NULL, kt_buffer_string(&work->bytes),
		    kt_string_of(path), &document, &error);
	}
	if (error.status == KT_OK)
		gone = write_kept(&sink, &document, work->departures.central,
		    work->departures.today);
	else
		code = kt_cli_fail(work->options, &error);
	kt_document_finish(&document);
	kt_reader_destroy(reader);
	if (code == KT_EXIT_OK)
		kt_cli_say(work->options,
		    gone == 1 ? "%zu fravigelse er taget ud"
			      : "%zu fravigelser er taget ud",
		    gone == 1 ? "%zu waiver was taken out"
			      : "%zu waivers were taken out",
		    gone);
	return code;
}

static int judge_papers(struct kt_work *work)
{
	for (size_t i = 0; i < work->inputs.count; i++) {
		struct kt_judgement judgement;
		bool unread;

		kt_work_judge(work, &work->inputs.items[i], &judgement);
		unread = kt_cli_tell_unread(work->options, &judgement);
		kt_judgement_finish(&judgement);
		if (unread)
			return KT_EXIT_INCOMPLETE;
	}
	return KT_EXIT_OK;
}

static int run_prune(const struct kt_options *options)
{
	struct kt_options own = *options;
	struct kt_work work;
	int code;

	if (own.waivers == NULL)
		own.waivers = DEFAULT_FILE;
	code = kt_work_open(&own, &work);
	if (code == KT_EXIT_OK)
		code = judge_papers(&work);
	if (code == KT_EXIT_OK)
		code = prune_file(&work, own.waivers);
	kt_work_close(&work);
	return code;
}

/* ---- the command ------------------------------------------------------- */

int kt_cmd_waiver(const struct kt_options *options)
{
	static const struct {
		const char *name;
		int (*run)(const struct kt_options *options);
	} verbs[] = { { "list", run_list }, { "lint", run_lint },
		{ "add", run_add }, { "prune", run_prune } };
	struct kt_options rest = *options;

	for (size_t i = 0; options->argument_count > 0 &&
			   i < sizeof(verbs) / sizeof(verbs[0]);
	     i++) {
		if (strcmp(options->arguments[0], verbs[i].name) != 0)
			continue;
		rest.arguments++;
		rest.argument_count--;
		return verbs[i].run(&rest);
	}
	kt_cli_say(options, "skriv: kontrakttjek %s", "write: kontrakttjek %s",
	    options->command->usage[options->language]);
	return KT_EXIT_USE;
}
