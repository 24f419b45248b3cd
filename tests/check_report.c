#include <stdio.h>
#include <string.h>

#include "json_reader.h"
#include "layout.h"
#include "report.h"
#include "suites.h"

/* ---- a judgement by hand ----------------------------------------------- */

static struct kt_pack pack;
static struct kt_rule rules[5];
static struct kt_source sources[1];
static struct kt_edition edition;
static struct kt_document_kind kind;
static struct kt_pack_choice choice;
static struct kt_rule_state states[5];
static struct kt_result results[5];
static struct kt_line lines[5];
static struct kt_judgement judgement;
static struct kt_settings judging;
static struct kt_report_settings settings;
static struct kt_buffer text;
static struct kt_sink sink;

static bool collect(void *data, struct kt_string bytes)
{
	kt_buffer_add(data, bytes);
	return !((struct kt_buffer *)data)->failed;
}

static bool refuse(void *data, struct kt_string bytes)
{
	(void)data;
	(void)bytes;
	return false;
}

static void make_rules(void)
{
	static const char *const ids[] = { "SAM-AFR-002", "SAM-OPS-001",
		"SAM-OPS-002", "SAM-PRI-001", "SAM-PRI-002" };

	memset(rules, 0, sizeof(rules));
	for (size_t i = 0; i < 5; i++) {
		rules[i].id = kt_string_of(ids[i]);
		rules[i].pack = &pack;
		rules[i].title[KT_DA] = KT_S("Betalingsfrist mindst 14 dage");
		rules[i].title[KT_EN] = KT_S("Deadline of at least 14 days");
		rules[i].sources = sources;
		rules[i].source_count = 1;
		states[i] = (struct kt_rule_state){ .rule = &rules[i],
			.state = KT_STATE_PASS,
			.reason = KT_S("") };
	}
}

static void make_pack(void)
{
	sources[0] = (struct kt_source){
		.document = KT_S("Styringsaftale Midtjylland"),
		.section = KT_S("afsnit 4"),
		.url = KT_S("https://example.org/aftale"),
		.status = KT_ASSUMED,
	};
	edition = (struct kt_edition){ .id = KT_S("2025-26") };
	pack = (struct kt_pack){
		.id = KT_S("styringsaftale"),
		.prefix = KT_S("SAM"),
		.version = KT_S("1"),
		.title = { KT_S("Styringsaftale"), KT_S("Agreement") },
		.editions = &edition,
		.edition_count = 1,
		.rules = rules,
		.rule_count = 5,
	};
	choice = (struct kt_pack_choice){ &pack, &edition };
	kind = (struct kt_document_kind){
		.id = KT_S("kontrakt-voksen"),
		.title = { KT_S("kontrakt, voksen"), KT_S("contract, adult") },
		.date_text = KT_S("periode/start"),
	};
}

static void make_finding(struct kt_result *result, const struct kt_rule *rule)
{
	*result = (struct kt_result){
		.rule = rule,
		.state = KT_STATE_FAIL,
		.severity = KT_ERROR,
		.from = { 12, 19 },
		.to = { 12, 23 },
		.path = KT_S("/k:kontrakt/k:afregning/k:betalingsfrist"),
		.label = KT_S("§ 7 Afregning"),
		.line = KT_S("\t<betalingsfrist>P13D</betalingsfrist>"),
		.message = KT_S("Fristen er 13 dage; der kræves 14 dage."),
		.found = KT_S("13 dage"),
		.required = KT_S("mindst 14 dage"),
		.difference = KT_S("1 dag"),
		.advice = KT_S("Bed leverandøren ændre fristen."),
	};
}

static void setup(void)
{
	make_pack();
	make_rules();
	memset(results, 0, sizeof(results));
	memset(lines, 0, sizeof(lines));
	judgement = (struct kt_judgement){
		.document = KT_S("mappe/kontrakt.xml"),
		.kind = &kind,
		.has_date = true,
		.date = { 2026, 3, 1 },
		.rules = states,
		.rule_count = 5,
		.packs = &choice,
		.pack_count = 1,
	};
	judgement.states[KT_STATE_PASS] = 5;
	judging = (struct kt_settings){ 0 };
	settings = (struct kt_report_settings){
		.fail_on = KT_ERROR,
		.settings = &judging,
		.program_version = "0.0.0",
	};
	kt_buffer_init(&text);
	sink = (struct kt_sink){ collect, &text, false };
}

static void teardown(void)
{
	kt_buffer_finish(&text);
}

/* Puts a result into the judgement; results are used in order. */
static struct kt_result *add_result(enum kt_state state)
{
	size_t at = 0;

	while (results[at].rule != NULL)
		at++;
	make_finding(&results[at], &rules[at]);
	results[at].state = state;
	if (at == 0)
		judgement.results = &results[0];
	else
		results[at - 1].next = &results[at];
	states[at].state = state;
	judgement.states[KT_STATE_PASS]--;
	judgement.states[state]++;
	if (state == KT_STATE_FAIL)
		judgement.findings[KT_ERROR]++;
	return &results[at];
}

static struct kt_result *add_open(enum kt_state state, const char *reason)
{
	struct kt_result *result = add_result(state);
	struct kt_line *line = &lines[result - results];

	line->text = kt_string_of(reason);
	result->reasons = line;
	return result;
}

static struct kt_totals write_report(
    const struct kt_report_format *format, int documents)
{
	struct kt_totals totals = { 0 };
	struct kt_report *report = format->begin(&settings, &sink);

	ck_assert_ptr_nonnull(report);
	for (int i = 0; i < documents; i++) {
		kt_totals_add(&totals, &judgement, settings.fail_on);
		format->document(report, &judgement);
	}
	format->end(report, &totals);
	return totals;
}

static void says(const char *expected)
{
	ck_assert_msg(strstr(text.data, expected) != NULL, "no \"%s\" in:\n%s",
	    expected, text.data);
}

static void says_not(const char *unexpected)
{
	ck_assert_msg(strstr(text.data, unexpected) == NULL, "\"%s\" in:\n%s",
	    unexpected, text.data);
}

/* ---- text -------------------------------------------------------------- */

START_TEST(test_finding)
{
	add_result(KT_STATE_FAIL);
	write_report(&kt_report_text, 1);
	ck_assert_str_eq(text.data,
	    "mappe/kontrakt.xml:12:19: error[SAM-AFR-002] Fristen er 13 dage; "
	    "der kræves 14 dage.\n"
	    "  § 7 Afregning\n"
	    "    12 |  <betalingsfrist>P13D</betalingsfrist>\n"
	    "       |                   ^^^^\n"
	    "  fundet:   13 dage\n"
	    "  krævet:   mindst 14 dage\n"
	    "  forskel:  1 dag\n"
	    "  kilde:    Styringsaftale Midtjylland, afsnit 4 (antaget, ikke "
	    "efterprøvet), https://example.org/aftale\n"
	    "  råd:      Bed leverandøren ændre fristen.\n"
	    "\n"
	    "Mere om en regel: kontrakttjek explain SAM-AFR-002\n"
	    "Tjekket som kontrakt, voksen, efter reglerne pr. 1. marts 2026: "
	    "styringsaftale 2025-26\n"
	    "Regler: 1 med fund + 0 uafklaret + 0 ikke tjekket + 4 overholdt + "
	    "0 fraveget + 0 ikke relevant + 0 ikke valgt = 5\n"
	    "mappe/kontrakt.xml: 1 fund (1 fejl), alt blev tjekket.\n");
}
END_TEST

START_TEST(test_english)
{
	settings.language = KT_EN;
	add_result(KT_STATE_FAIL)->proposal = true;
	write_report(&kt_report_text, 1);
	says("  found:    13 dage\n  required: mindst 14 dage\n");
	says("  notice:   rests on a proposal that is not adopted");
	says("  source:   Styringsaftale Midtjylland, afsnit 4 (assumed, not");
	says("More about a rule: kontrakttjek explain SAM-AFR-002\n");
	says("Checked as contract, adult, by the rules as of 1 March 2026");
	says("kontrakt.xml: 1 finding (1 error), everything was checked.\n");
}
END_TEST

START_TEST(test_nothing_found)
{
	write_report(&kt_report_text, 1);
	says("mappe/kontrakt.xml: ingen fund, alt blev tjekket.\n");
	says_not("explain");
}
END_TEST

START_TEST(test_remarks_and_places)
{
	struct kt_result *result = add_result(KT_STATE_FAIL);
	struct kt_line assumed = { KT_S("betalingsfrist-mindst"), NULL };
	struct kt_line note = { KT_S("308 kr. × 12 = 3.696 kr."), NULL };

	result->assumed = &assumed;
	result->proposal = true;
	result->notes = &note;
	result->other = (struct kt_position){ 40, 3 };
	result->other_path = KT_S("/k:kontrakt/k:pris");
	result->label = KT_S("");
	write_report(&kt_report_text, 1);
	says("  se også:  linje 40, kolonne 3 (/k:kontrakt/k:pris)\n");
	says("  note:     308 kr. × 12 = 3.696 kr.\n");
	says("antaget værdi (betalingsfrist-mindst)");
	says("et forslag, der ikke er vedtaget");
	says("\n  /k:kontrakt/k:afregning/k:betalingsfrist\n");
}
END_TEST

START_TEST(test_min_severity)
{
	struct kt_result *result = add_result(KT_STATE_FAIL);

	result->severity = KT_INFO;
	judgement.findings[KT_ERROR] = 0;
	judgement.findings[KT_INFO] = 1;
	settings.min_severity = KT_WARNING;
	write_report(&kt_report_text, 1);
	says_not("SAM-AFR-002");
	says("1 fund (1 oplysning), 1 af dem vises ikke (under warning), alt");
}
END_TEST

START_TEST(test_open_results)
{
	struct kt_result *same;

	add_open(KT_STATE_UNDECIDED, "købers varsel er ikke udfyldt");
	same = add_open(KT_STATE_UNDECIDED, "købers varsel er ikke udfyldt");
	same->rule = &rules[0];
	add_open(KT_STATE_NOT_CHECKED, "KT_MAX_RULE_STEPS er nået");
	write_report(&kt_report_text, 1);
	says("Kan ikke afgøres:\n"
	     "mappe/kontrakt.xml:12:19: uafklaret[SAM-AFR-002] Betalingsfrist "
	     "mindst 14 dage\n"
	     "  § 7 Afregning\n"
	     "  fordi:    købers varsel er ikke udfyldt\n"
	     "            (og 1 sted mere af samme grund)\n"
	     "\n"
	     "Ikke tjekket:\n"
	     "mappe/kontrakt.xml:12:19: ikke tjekket[SAM-OPS-002]");
	says("ingen fund, 2 kan ikke afgøres, 1 blev ikke tjekket: tjekket er "
	     "ufuldstændigt.\n");
}
END_TEST

START_TEST(test_one_reason_for_many_rules)
{
	for (int i = 0; i < 4; i++)
		add_open(KT_STATE_UNDECIDED, "ingen udgave i kraft");
	write_report(&kt_report_text, 1);
	says("Kan ikke afgøres:\n"
	     "mappe/kontrakt.xml: uafklaret\n"
	     "  fordi:    ingen udgave i kraft\n"
	     "  regler:   SAM-AFR-002, SAM-OPS-001, SAM-OPS-002, SAM-PRI-001\n"
	     "\n");
	says("ingen fund, 4 kan ikke afgøres, alt blev tjekket.\n");
}
END_TEST

static void make_unread(void)
{
	judgement.kind = NULL;
	judgement.status = KT_E_INPUT;
	judgement.rule_count = 0;
	judgement.states[KT_STATE_PASS] = 0;
	kt_error_clear(&judgement.error);
	kt_fail(&judgement.error, KT_E_INPUT, "et mærke slutter ikke",
	    "a tag does not end");
	kt_fail_at(&judgement.error, KT_S("mappe/kontrakt.xml"), 3, 7);
}

START_TEST(test_unread)
{
	make_unread();
	write_report(&kt_report_text, 1);
	ck_assert_str_eq(text.data,
	    "mappe/kontrakt.xml:3:7: fatal: et mærke slutter ikke\n"
	    "\n"
	    "mappe/kontrakt.xml: kunne ikke læses og er ikke bedømt.\n");
}
END_TEST

START_TEST(test_total_line)
{
	add_result(KT_STATE_FAIL);
	write_report(&kt_report_text, 3);
	says("\nI alt 3 dokumenter: 3 fund (3 fejl), alt blev tjekket.\n");
}
END_TEST

START_TEST(test_quiet)
{
	add_result(KT_STATE_FAIL);
	add_open(KT_STATE_UNDECIDED, "mangler");
	settings.quiet = true;
	write_report(&kt_report_text, 1);
	says("error[SAM-AFR-002]");
	says_not("Kan ikke afgøres:");
	says_not("Regler:");
	says("1 fund (1 fejl), 1 kan ikke afgøres, alt blev tjekket.\n");
}
END_TEST

START_TEST(test_wrapped)
{
	static const char long_advice[] =
	    "Bed leverandøren ændre fristen på så mange måder, at linjen her "
	    "bliver alt for lang til en smal skærm.";
	const char *line;

	add_result(KT_STATE_FAIL)->advice = kt_string_of(long_advice);
	settings.width = 50;
	write_report(&kt_report_text, 1);
	/* the first line is for editors and stays whole */
	line = strchr(text.data, '\n') + 1;
	while (*line != '\0') {
		size_t length = strcspn(line, "\n");
		struct kt_string s = { line, length };

		if (strstr(line, "https://") != line + 12)
			ck_assert_msg(kt_layout_columns(s) <= 50, "%.*s",
			    (int)length, line);
		line += length + 1;
	}
	says("  råd:      Bed leverandøren ændre fristen på så\n"
	     "            mange måder");
}
END_TEST

START_TEST(test_color)
{
	add_result(KT_STATE_FAIL);
	write_report(&kt_report_text, 1);
	says_not("\033");
	kt_buffer_clear(&text);
	settings.color = true;
	write_report(&kt_report_text, 1);
	says("\033[1;31merror[SAM-AFR-002]\033[0m");
}
END_TEST

START_TEST(test_harmless)
{
	struct kt_result *result = add_result(KT_STATE_FAIL);

	judgement.document = KT_S("ond\033[2J\nfil.xml");
	result->message = KT_S("a\xC2\x9B"
			       "b\xE2\x80\xAE"
			       "c\nd");
	write_report(&kt_report_text, 1);
	says_not("\033");
	says_not("\xC2\x9B");
	says_not("\xE2\x80\xAE");
	says("ond\xEF\xBF\xBD[2J fil.xml:12:19: error");
	says("] a\xEF\xBF\xBD"
	     "b\xEF\xBF\xBD"
	     "c d\n");
}
END_TEST

/* ---- a place in a line ------------------------------------------------- */

static void excerpt(const char *line, uint32_t from, uint32_t to, size_t width)
{
	struct kt_excerpt excerpt = { kt_string_of(line), { 7, from },
		{ 7, to }, width, false };

	kt_buffer_clear(&text);
	kt_layout_excerpt(&sink, &excerpt);
}

START_TEST(test_excerpt)
{
	excerpt("abc", 2, 3, 0);
	ck_assert_str_eq(text.data, "     7 | abc\n       |  ^\n");
	excerpt("æøå\tx  ", 3, 6, 0);
	ck_assert_str_eq(text.data, "     7 | æøå x\n       |   ^^^\n");
	/* without extent, behind the end, over the end */
	excerpt("abc", 2, 2, 0);
	ck_assert_str_eq(text.data, "     7 | abc\n       |  ^\n");
	excerpt("abc", 9, 10, 0);
	ck_assert_str_eq(text.data, "     7 | abc\n       |    ^\n");
	excerpt("abc", 2, 99, 0);
	ck_assert_str_eq(text.data, "     7 | abc\n       |  ^^\n");
	excerpt("", 1, 1, 0);
	ck_assert_str_eq(text.data, "     7 | \n       | ^\n");
}
END_TEST

START_TEST(test_excerpt_of_long_line)
{
	char line[2001];
	const char *caret;
	const char *place;

	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	for (uint32_t at = 1; at <= 2000; at += 37) {
		line[at - 1] = 'Y';
		excerpt(line, at, at + 1, 80);
		place = strchr(text.data, 'Y');
		caret = strchr(text.data, '^');
		ck_assert_ptr_nonnull(place);
		ck_assert_ptr_nonnull(caret);
		/* 80 columns, and two ellipses of three bytes */
		ck_assert_uint_le(strcspn(text.data, "\n"), 80 + 4);
		line[at - 1] = 'x';
	}
	excerpt(line, 1000, 1001, 0);
	ck_assert_uint_le(strcspn(text.data, "\n"), 160 + 9 + 6);
}
END_TEST

/* ---- JSON -------------------------------------------------------------- */

static void has(const char *path, const char *expected)
{
	char out[256];

	ck_assert_msg(json_find(text.data, path, out, sizeof(out)),
	    "no %s in:\n%s", path, text.data);
	ck_assert_msg(
	    strcmp(out, expected) == 0, "%s: %s, not %s", path, out, expected);
}

START_TEST(test_json)
{
	struct kt_rules all = { .packs = &pack, .pack_count = 1 };
	struct kt_result *result = add_result(KT_STATE_FAIL);

	result->message = KT_S("\"a\"\n\x01 \xFF");
	add_open(KT_STATE_UNDECIDED, "mangler");
	settings.rules = &all;
	write_report(&kt_report_json, 2);
	ck_assert_msg(json_valid(text.data), "%s", text.data);
	has("schema_version", "\"1.0\"");
	has("tool.name", "\"kontrakttjek\"");
	has("language", "\"da\"");
	has("as_of", "null");
	has("packs[0].editions[0].id", "\"2025-26\"");
	has("documents[1].file", "\"mappe/kontrakt.xml\"");
	has("documents[0].kind", "\"kontrakt-voksen\"");
	has("documents[0].judged", "true");
	has("documents[0].error", "null");
	has("documents[0].date.value", "\"2026-03-01\"");
	has("documents[0].packs[0].edition", "\"2025-26\"");
	has("documents[0].results[0].rule", "\"SAM-AFR-002\"");
	has("documents[0].results[0].state", "\"fund\"");
	has("documents[0].results[0].line", "12");
	has("documents[0].results[0].end_column", "23");
	has("documents[0].results[0].message",
	    "\"\\\"a\\\"\\n\\u0001 \xEF\xBF\xBD\"");
	has("documents[0].results[0].other", "null");
	has("documents[0].results[0].sources[0].status", "\"antaget\"");
	has("documents[0].results[1].state", "\"uafklaret\"");
	has("documents[0].results[1].reasons[0]", "\"mangler\"");
	has("documents[0].rules[4].state", "\"overholdt\"");
	has("documents[0].summary.rules.total", "5");
	has("documents[0].summary.findings.error", "1");
	has("summary.documents", "2");
	has("summary.rules.total", "10");
	has("summary.undecided", "2");
	has("summary.complete", "true");
	has("summary.exit_code", "1");
}
END_TEST

START_TEST(test_json_unread_and_empty)
{
	make_unread();
	write_report(&kt_report_json, 1);
	has("documents[0].judged", "false");
	has("documents[0].error.status", "\"input\"");
	has("documents[0].error.line", "3");
	has("documents[0].kind", "null");
	has("summary.unread", "1");
	has("summary.exit_code", "3");
	kt_buffer_clear(&text);
	write_report(&kt_report_json, 0);
	has("documents", "[]");
	has("summary.exit_code", "0");
}
END_TEST

START_TEST(test_json_min_severity)
{
	struct kt_result *result = add_result(KT_STATE_FAIL);

	result->severity = KT_INFO;
	settings.min_severity = KT_WARNING;
	write_report(&kt_report_json, 1);
	has("documents[0].results", "[]");
	has("documents[0].summary.hidden", "1");
}
END_TEST

/* ---- sums and exits ---------------------------------------------------- */

static const struct {
	const char *name;
	enum kt_state state; /* of one result; PASS: none */
	enum kt_severity severity, fail_on;
	bool unread, strict;
	int code;
} exits[] = {
	{ "all well", KT_STATE_PASS, KT_ERROR, KT_ERROR, false, false, 0 },
	{ "an error", KT_STATE_FAIL, KT_ERROR, KT_ERROR, false, false, 1 },
	{ "fatal", KT_STATE_FAIL, KT_FATAL, KT_ERROR, false, false, 1 },
	{ "a warning", KT_STATE_FAIL, KT_WARNING, KT_ERROR, false, false, 0 },
	{ "a warning that fails", KT_STATE_FAIL, KT_WARNING, KT_WARNING, false,
	    false, 1 },
	{ "undecided", KT_STATE_UNDECIDED, KT_ERROR, KT_ERROR, false, false,
	    0 },
	{ "undecided, strict", KT_STATE_UNDECIDED, KT_ERROR, KT_ERROR, false,
	    true, 1 },
	{ "waived", KT_STATE_WAIVED, KT_ERROR, KT_ERROR, false, true, 0 },
	{ "not checked", KT_STATE_NOT_CHECKED, KT_ERROR, KT_ERROR, false, false,
	    3 },
	{ "not read", KT_STATE_PASS, KT_ERROR, KT_ERROR, true, false, 3 },
	{ "not read beats an error", KT_STATE_FAIL, KT_ERROR, KT_ERROR, true,
	    false, 3 },
};

START_TEST(test_exit_code)
{
	struct kt_totals totals = { 0 };

	if (exits[_i].state != KT_STATE_PASS) {
		add_result(exits[_i].state)->severity = exits[_i].severity;
		judgement.findings[KT_ERROR] = 0;
		if (exits[_i].state == KT_STATE_FAIL)
			judgement.findings[exits[_i].severity] = 1;
	}
	if (exits[_i].unread)
		judgement.status = KT_E_INPUT;
	kt_totals_add(&totals, &judgement, exits[_i].fail_on);
	ck_assert_msg(
	    kt_totals_exit_code(&totals, exits[_i].strict) == exits[_i].code,
	    "%s", exits[_i].name);
}
END_TEST

/* 65,536 findings are no more success than one. */
START_TEST(test_many_findings)
{
	struct kt_totals totals = { 0 };

	judgement.findings[KT_ERROR] = 256;
	for (int i = 0; i < 256; i++)
		kt_totals_add(&totals, &judgement, KT_ERROR);
	ck_assert_uint_eq(totals.failing, 65536);
	ck_assert_int_eq(kt_totals_exit_code(&totals, false), 1);
}
END_TEST

/* A rule with findings hides in its roll-up that it is undecided elsewhere. */
START_TEST(test_hidden_by_roll_up)
{
	struct kt_totals totals = { 0 };

	add_result(KT_STATE_FAIL)->severity = KT_INFO;
	judgement.findings[KT_ERROR] = 0;
	judgement.findings[KT_INFO] = 1;
	add_result(KT_STATE_UNDECIDED)->rule = &rules[0];
	judgement.states[KT_STATE_UNDECIDED] = 0;
	judgement.rule_count = 1; /* the one rule is rolled up to fund */
	kt_totals_add(&totals, &judgement, KT_ERROR);
	ck_assert_int_eq(kt_totals_exit_code(&totals, false), 0);
	ck_assert_int_eq(kt_totals_exit_code(&totals, true), 1);
}
END_TEST

START_TEST(test_failing_sink)
{
	add_result(KT_STATE_FAIL);
	sink.write = refuse;
	write_report(_i == 0 ? &kt_report_text : &kt_report_json, 1);
	ck_assert(sink.failed);
}
END_TEST

START_TEST(test_long_printf)
{
	static char wide[2000];

	memset(wide, 'a', sizeof(wide) - 1);
	kt_sink_printf(&sink, "<%s>", wide);
	ck_assert(!sink.failed);
	ck_assert_uint_eq(text.size, sizeof(wide) + 1);
}
END_TEST

Suite *report_suite(void)
{
	Suite *suite = suite_create("report");
	TCase *tc = tcase_create("Text");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_finding);
	tcase_add_test(tc, test_english);
	tcase_add_test(tc, test_nothing_found);
	tcase_add_test(tc, test_remarks_and_places);
	tcase_add_test(tc, test_min_severity);
	tcase_add_test(tc, test_open_results);
	tcase_add_test(tc, test_one_reason_for_many_rules);
	tcase_add_test(tc, test_unread);
	tcase_add_test(tc, test_total_line);
	tcase_add_test(tc, test_quiet);
	tcase_add_test(tc, test_wrapped);
	tcase_add_test(tc, test_color);
	tcase_add_test(tc, test_harmless);
	tcase_add_test(tc, test_excerpt);
	tcase_add_test(tc, test_excerpt_of_long_line);
	suite_add_tcase(suite, tc);

	tc = tcase_create("JSON");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_json);
	tcase_add_test(tc, test_json_unread_and_empty);
	tcase_add_test(tc, test_json_min_severity);
	suite_add_tcase(suite, tc);

	tc = tcase_create("Sums");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(
	    tc, test_exit_code, 0, (int)(sizeof(exits) / sizeof(exits[0])));
	tcase_add_test(tc, test_many_findings);
	tcase_add_test(tc, test_hidden_by_roll_up);
	tcase_add_loop_test(tc, test_failing_sink, 0, 2);
	tcase_add_test(tc, test_long_printf);
	suite_add_tcase(suite, tc);
	return suite;
}
