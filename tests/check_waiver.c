/*
 * Waivers and baselines: what is refused, what is waived, and what is told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack_files.h"
#include "report.h"
#include "suites.h"
#include "waiver.h"

#define RULES "prove/regler.xml"
#define HEAD "<fravigelser xmlns=\"urn:kontrakttjek:regler:1\">\n"
#define TAIL "\n</fravigelser>\n"
#define REASON "<aarsag>Aftalt på mødet i maj.</aarsag>"
#define WAIVER(fields) "<fravigelse " fields ">" REASON "</fravigelse>"
#define SIGNED "godkendt-af=\"Chefen\" udloeber=\"2025-12-31\""
#define BASE_HEAD "<basislinje xmlns=\"urn:kontrakttjek:regler:1\">\n"
#define BASE_TAIL "\n</basislinje>\n"
#define PRINT "abcdefghijklmnopabcdefghijklmnop"

static struct pack_folder folder;
static struct kt_waivers waivers;
static struct kt_waivers baseline;
static struct kt_judgement judgement;

/* PRV-001 (amounts: a proposal, and maa-fraviges="nej") twice and PRV-002
 * (the deadline) once. */
#define LETTER(more)                                                           \
	"<brev xmlns=\"urn:prove:brev:1\" nr=\"A-7\">"                         \
	"<dato>2025-03-01</dato>\n"                                            \
	"<frist>P13D</frist>\n"                                                \
	"<post id=\"p1\"><beloeb>200</beloeb></post>\n"                        \
	"<post "                                                               \
	"id=\"p2\"><beloeb>300</beloeb><beloeb>300</beloeb></post>\n" more     \
	"</brev>"
static const char letter[] = LETTER("");

/* `text` of RULES is exchanged before loading. */
static void make_with(const char *text, const char *with)
{
	pack_folder_write(
	    &folder, text != NULL ? RULES : NULL, text, with, NULL);
	ck_assert_msg(pack_folder_load(&folder, false) == KT_OK, "%s",
	    folder.error.message[KT_EN]);
}

static void make(void)
{
	make_with(NULL, NULL);
}

/* With amounts that may be waived. */
static void make_waivable(void)
{
	make_with(" maa-fraviges=\"nej\"", "");
}

static kt_status load_as(bool known, const char *content)
{
	char path[128];

	pack_folder_add(&folder, "w.xml", content);
	snprintf(path, sizeof(path), "%s/w.xml", folder.path);
	kt_error_clear(&folder.error);
	return known ? kt_baseline_load(
			   folder.rules, path, &baseline, &folder.error)
		     : kt_waivers_load(
			   folder.rules, path, &waivers, &folder.error);
}

static void load(const char *content)
{
	ck_assert_msg(load_as(false, content) == KT_OK, "%u: %s",
	    folder.error.line, folder.error.message[KT_EN]);
}

static void judge(const char *text, const char *name)
{
	pack_folder_judge(&folder, NULL, text, name, &judgement);
	ck_assert_msg(
	    judgement.status == KT_OK, "%s", judgement.error.message[KT_EN]);
}

static void waive_on(struct kt_date today)
{
	struct kt_waivers *files[] = { &waivers };
	struct kt_waiving waiving = { .files = files,
		.file_count = waivers.items != NULL ? 1 : 0,
		.baseline = baseline.items != NULL ? &baseline : NULL,
		.today = today };

	kt_waive(&waiving, &judgement);
}

static void waive(void)
{
	waive_on((struct kt_date){ 2025, 6, 1 });
}

static void setup(void)
{
	memset(&waivers, 0, sizeof(waivers));
	memset(&baseline, 0, sizeof(baseline));
	memset(&judgement, 0, sizeof(judgement));
}

static void teardown(void)
{
	kt_judgement_finish(&judgement);
	pack_folder_remove(&folder);
}

/* "2 fund" of a rule by state: findings, then waived ones. */
static int count_state(const char *rule, enum kt_state state)
{
	int count = 0;

	for (const struct kt_result *r = judgement.results; r != NULL;
	     r = r->next)
		count += r->state == state &&
			 kt_string_equal(r->rule->id, kt_string_of(rule));
	return count;
}

static void assert_counts(const char *rule, int findings, int waived)
{
	ck_assert_int_eq(count_state(rule, KT_STATE_FAIL), findings);
	ck_assert_int_eq(count_state(rule, KT_STATE_WAIVED), waived);
}

/* Whatever was waived, the numbers still tell the truth. */
static void assert_adds_up(void)
{
	size_t states[KT_STATES] = { 0 };
	size_t findings[4] = { 0 };

	for (size_t i = 0; i < judgement.rule_count; i++)
		states[judgement.rules[i].state]++;
	ck_assert_mem_eq(states, judgement.states, sizeof(states));
	for (const struct kt_result *r = judgement.results; r != NULL;
	     r = r->next) {
		findings[r->severity] += r->state == KT_STATE_FAIL;
		ck_assert_int_eq(
		    r->waiver != NULL, r->state == KT_STATE_WAIVED);
	}
	ck_assert_mem_eq(findings, judgement.findings, sizeof(findings));
}

static void assert_note(const char *rule, int n, const char *text)
{
	const struct kt_result *result = pack_result(&judgement, rule, n);

	ck_assert_ptr_nonnull(result);
	for (const struct kt_line *line = result->notes; line != NULL;
	     line = line->next) {
		if (strstr(line->text.data, text) != NULL)
			return;
	}
	ck_abort_msg("no note \"%s\" on %s", text, rule);
}

/* ---- files that are refused -------------------------------------------- */

static const struct refuse_row {
	const char *content;
	const char *message; /* in it, in English */
	uint32_t line;
} refuse_rows[] = {
	{ HEAD WAIVER("regel=\"PRV-009\" dokument=\"*\" " SIGNED) TAIL,
	    "there is no rule 'PRV-009'; did you mean", 2 },
	{ HEAD WAIVER("regel=\"PR\" dokument=\"*\" " SIGNED) TAIL,
	    "there is no rule 'PR'", 2 },
	{ HEAD WAIVER("regel=\"PRV-002\" " SIGNED) TAIL,
	    "must have 'dokument' or 'fingeraftryk'", 2 },
	{ HEAD WAIVER("dokument=\"*\" " SIGNED) TAIL, "'regel' is missing", 2 },
	{ HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" "
		      "udloeber=\"2025-12-31\"") TAIL,
	    "'godkendt-af' is missing", 2 },
	{ HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" godkendt-af=\" \" "
		      "udloeber=\"2025-12-31\"") TAIL,
	    "'godkendt-af' is empty", 2 },
	{ HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" "
		      "godkendt-af=\"C\"") TAIL,
	    "'udloeber' is missing", 2 },
	{ HEAD "\n" WAIVER("regel=\"PRV-002\" dokument=\"*\" "
			   "godkendt-af=\"C\" udloeber=\"2025-02-31\"") TAIL,
	    "", 3 },
	{ HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" "
		      "godkendt-af=\"C\" udloeber=\"snart\"") TAIL,
	    "", 2 },
	{ HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" "
		      "godkendt-af=\"C\" udloeber=\"\"") TAIL,
	    "", 2 },
	{ HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" "
		      "oprettet=\"2026-01-01\" " SIGNED) TAIL,
	    "expires before it is created", 2 },
	{ HEAD WAIVER("regel=\"PRV-002\" fingeraftryk=\"12\" " SIGNED) TAIL,
	    "32 letters", 2 },
	{ HEAD "<fravigelse regel=\"PRV-002\" dokument=\"*\" " SIGNED "/>" TAIL,
	    "the reason is missing", 2 },
	{ HEAD "<fravigelse regel=\"PRV-002\" dokument=\"*\" " SIGNED
	       ">\n<aarsag>  aftalt  så </aarsag></fravigelse>" TAIL,
	    "shorter than 10", 3 },
	/* the second one breaks the file, and the first does not count */
	{ HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" " SIGNED) "\n" WAIVER(
	      "regel=\"PRV-002\" dokument=\"*\" regle=\"x\" " SIGNED) TAIL,
	    "attribute 'regle'", 3 },
	{ HEAD "<fravigelse", "", 2 },
	{ "<basislinje xmlns=\"urn:kontrakttjek:regler:1\"/>",
	    "must be 'fravigelser'", 1 },
};

START_TEST(test_refused)
{
	const struct refuse_row *row = &refuse_rows[_i];

	make();
	ck_assert_int_eq(load_as(false, row->content), KT_E_USE);
	ck_assert_uint_eq(waivers.count, 0);
	ck_assert_msg(strstr(folder.error.message[KT_EN], row->message) != NULL,
	    "\"%s\" is not in \"%s\"", row->message,
	    folder.error.message[KT_EN]);
	ck_assert_ptr_nonnull(strstr(folder.error.file, "/w.xml"));
	ck_assert_uint_eq(folder.error.line, row->line);
}
END_TEST

#define KNOWN(fields) BASE_HEAD "<kendt " fields "/>" BASE_TAIL

static const struct refuse_row baseline_rows[] = {
	{ KNOWN("regel=\"PRV-9\" fil=\"a\" antal=\"1\" fingeraftryk=\"" PRINT
		"\""),
	    "there is no rule", 2 },
	{ KNOWN("regel=\"PRV-002\" fil=\"a\" antal=\"0\" fingeraftryk=\"" PRINT
		"\""),
	    "no count", 2 },
	{ KNOWN("regel=\"PRV-002\" fil=\"a\" antal=\"1.5\" "
		"fingeraftryk=\"" PRINT "\""),
	    "", 2 },
	{ KNOWN("regel=\"PRV-002\" fil=\"a\" antal=\"1\" fingeraftryk=\"\""),
	    "must not be empty", 2 },
	{ KNOWN("regel=\"PRV-002\" fil=\"a\" antal=\"1\" fingeraftryk=\"q\""),
	    "32 letters", 2 },
	{ KNOWN("regel=\"PRV-002\" antal=\"1\" fingeraftryk=\"" PRINT "\""),
	    "'fil' is missing", 2 },
};

START_TEST(test_baseline_refused)
{
	const struct refuse_row *row = &baseline_rows[_i];

	make();
	ck_assert_int_eq(load_as(true, row->content), KT_E_USE);
	ck_assert_uint_eq(baseline.count, 0);
	ck_assert_msg(strstr(folder.error.message[KT_EN], row->message) != NULL,
	    "\"%s\" is not in \"%s\"", row->message,
	    folder.error.message[KT_EN]);
	ck_assert_uint_eq(folder.error.line, row->line);
}
END_TEST

START_TEST(test_loaded)
{
	make();
	load(HEAD WAIVER("regel=\"PRV-002\" dokument=\" b.xml \" "
			 "klausul=\"frist\" reference=\"sag 010190-1234\" "
			 "oprettet=\"2025-12-31\" " SIGNED) TAIL);
	ck_assert_uint_eq(waivers.count, 1);
	ck_assert(kt_string_equal(waivers.items[0].document, KT_S("b.xml")));
	ck_assert(kt_string_equal(
	    waivers.items[0].reason, KT_S("Aftalt på mødet i maj.")));
	ck_assert(kt_string_equal(
	    waivers.items[0].reference, KT_S("sag XXXXXX-XXXX")));
	ck_assert(waivers.items[0].has_created);
	ck_assert_uint_eq(waivers.items[0].at.line, 2);
}
END_TEST

/* ---- what a waiver covers ---------------------------------------------- */

static const struct cover_row {
	const char *fields;
	int deadline; /* waived of PRV-002, which has one finding */
	int amounts; /* of PRV-001, which has three */
} cover_rows[] = {
	{ "regel=\"PRV-002\" dokument=\"b.xml\"", 1, 0 },
	{ "regel=\"PRV-001\" dokument=\"b.xml\"", 0, 3 },
	{ "regel=\"PRV\" dokument=\"b.xml\"", 1, 3 },
	{ "regel=\"GL-2\" dokument=\"b.xml\"", 1, 0 }, /* a former id */
	{ "regel=\"PRV-003\" dokument=\"b.xml\"", 0, 0 },
	{ "regel=\"PRV\" dokument=\"*.xml\"", 1, 3 },
	{ "regel=\"PRV\" dokument=\"in/b.xml\"", 1, 3 },
	{ "regel=\"PRV\" dokument=\"*/b.xml\"", 1, 3 },
	{ "regel=\"PRV\" dokument=\"papers/*/b.xml\"", 1, 3 },
	{ "regel=\"PRV\" dokument=\"papers/*\"", 0, 0 },
	{ "regel=\"PRV\" dokument=\"papers/b.xml\"", 0, 0 },
	{ "regel=\"PRV\" dokument=\"x.xml\"", 0, 0 },
	{ "regel=\"PRV\" dokument=\"n/b.xml\"", 0, 0 },
	{ "regel=\"PRV\" dokument=\"A-7\"", 1, 3 }, /* the identity */
	{ "regel=\"PRV\" dokument=\"A-?\"", 1, 3 },
	{ "regel=\"PRV\" dokument=\"A\"", 0, 0 },
	{ "regel=\"PRV\" dokument=\"*\" klausul=\"p2\"", 0, 2 },
	{ "regel=\"PRV\" dokument=\"*\" klausul=\"frist\"", 1, 0 },
	{ "regel=\"PRV\" dokument=\"*\" klausul=\"p\"", 0, 0 },
	{ "regel=\"PRV\" dokument=\"*\" vej=\"/b:brev/b:post[1]\"", 0, 1 },
	{ "regel=\"PRV\" dokument=\"*\" "
	  "vej=\"/b:brev/b:post[2]/b:beloeb[2]\"",
	    0, 1 },
	{ "regel=\"PRV\" dokument=\"*\" vej=\"/b:brev/b:pos\"", 0, 0 },
	{ "regel=\"PRV\" dokument=\"*\" klausul=\"p1\" "
	  "vej=\"/b:brev/b:post[2]\"",
	    0, 0 },
	{ "regel=\"PRV\" fingeraftryk=\"" PRINT "\"", 0, 0 },
};

START_TEST(test_covers)
{
	const struct cover_row *row = &cover_rows[_i];
	char content[1024];

	make_waivable();
	snprintf(content, sizeof(content),
	    HEAD "<fravigelse %s " SIGNED ">" REASON "</fravigelse>" TAIL,
	    row->fields);
	load(content);
	judge(letter, "papers/in/b.xml");
	assert_counts("PRV-002", 1, 0);
	assert_counts("PRV-001", 3, 0);
	waive();
	assert_counts("PRV-002", 1 - row->deadline, row->deadline);
	assert_counts("PRV-001", 3 - row->amounts, row->amounts);
	ck_assert_int_eq(pack_state(&judgement, "PRV-002"),
	    row->deadline == 1 ? KT_STATE_WAIVED : KT_STATE_FAIL);
	ck_assert_int_eq(pack_state(&judgement, "PRV-001"),
	    row->amounts == 3 ? KT_STATE_WAIVED : KT_STATE_FAIL);
	assert_adds_up();
	ck_assert_int_eq(waivers.items[0].use == KT_WAIVER_USED,
	    row->deadline + row->amounts > 0);
}
END_TEST

/* ---- the last day ------------------------------------------------------ */

static const struct {
	struct kt_date today;
	bool counts;
} day_rows[] = {
	{ { 2025, 12, 30 }, true },
	{ { 2025, 12, 31 }, true },
	{ { 2026, 1, 1 }, false },
	{ { 2124, 1, 1 }, false },
};

START_TEST(test_last_day)
{
	make();
	load(HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" " SIGNED) TAIL);
	judge(letter, "b.xml");
	waive_on(day_rows[_i].today);
	assert_counts("PRV-002", !day_rows[_i].counts, day_rows[_i].counts);
	assert_adds_up();
	if (day_rows[_i].counts)
		return;
	assert_note("PRV-002", 0, "udløb 31. december 2025");
	ck_assert_int_eq(waivers.items[0].use, KT_WAIVER_EXPIRED);
	ck_assert(kt_is_stale(&waivers.items[0]));
}
END_TEST

/* ---- pinned to the content --------------------------------------------- */

static char pinned[1024];

/* A waiver of the deadline as it stands in `text`. */
static void pin(const char *text, const char *fields)
{
	judge(text, "b.xml");
	snprintf(pinned, sizeof(pinned),
	    HEAD "<fravigelse regel=\"PRV-002\" %s fingeraftryk=\"%s\" " SIGNED
		 ">" REASON "</fravigelse>" TAIL,
	    fields, pack_result(&judgement, "PRV-002", 0)->fingerprint.data);
	kt_judgement_finish(&judgement);
}

static const struct {
	const char *text;
	const char *name;
	const char *fields;
	bool waived, told;
} pin_rows[] = {
	/* lines, other places and other names do not matter */
	{ "<brev xmlns=\"urn:prove:brev:1\" nr=\"A-7\">\n\n<dato>2025-03-02"
	  "</dato><frist>\nP13D </frist></brev>",
	    "c.xml", "dokument=\"A-7\" klausul=\"frist\"", true, false },
	{ LETTER(""), "b.xml", "", true, false },
	/* edited: it is lost, and the finding says so */
	{ "<brev xmlns=\"urn:prove:brev:1\" nr=\"A-7\"><dato>2025-03-01"
	  "</dato><frist>P12D</frist></brev>",
	    "b.xml", "dokument=\"A-7\" klausul=\"frist\"", false, true },
	{ "<brev xmlns=\"urn:prove:brev:1\" nr=\"A-7\"><dato>2025-03-01"
	  "</dato><frist>P12D</frist></brev>",
	    "b.xml", "dokument=\"b.xml\" vej=\"/b:brev/b:frist\"", false,
	    true },
	{ "<brev xmlns=\"urn:prove:brev:1\" nr=\"A-7\"><dato>2025-03-01"
	  "</dato><frist>P12D</frist></brev>",
	    "b.xml", "klausul=\"frist\"", false, false },
	/* without its place nobody can say that this was the one */
	{ "<brev xmlns=\"urn:prove:brev:1\" nr=\"A-7\"><dato>2025-03-01"
	  "</dato><frist>P12D</frist></brev>",
	    "b.xml", "", false, false },
	{ "<brev xmlns=\"urn:prove:brev:1\" nr=\"A-7\"><dato>2025-03-01"
	  "</dato><frist>P12D</frist></brev>",
	    "b.xml", "dokument=\"b.xml\"", false, false },
	/* the same words in another document are not what was approved */
	{ "<brev xmlns=\"urn:prove:brev:1\" nr=\"B-8\"><dato>2025-03-01"
	  "</dato><frist>P13D</frist></brev>",
	    "b.xml", "", false, false },
	{ "<brev xmlns=\"urn:prove:brev:1\" nr=\"B-8\"><dato>2025-03-01"
	  "</dato><frist>P13D</frist></brev>",
	    "b.xml", "dokument=\"A-7\" klausul=\"frist\"", false, false },
};

START_TEST(test_pinned)
{
	make();
	pin(letter, pin_rows[_i].fields);
	load(pinned);
	judge(pin_rows[_i].text, pin_rows[_i].name);
	waive();
	assert_counts("PRV-002", !pin_rows[_i].waived, pin_rows[_i].waived);
	assert_adds_up();
	ck_assert_int_eq(
	    waivers.items[0].use == KT_WAIVER_CHANGED, pin_rows[_i].told);
	if (pin_rows[_i].told)
		assert_note("PRV-002", 0, "klausulen er ændret");
}
END_TEST

/* A document without a number is known by the name of its file. */
START_TEST(test_no_identity)
{
	static const char text[] =
	    "<brev xmlns=\"urn:prove:brev:1\"><dato>2025-03-01</dato>"
	    "<frist>P13D</frist></brev>";

	make();
	pin(text, "");
	load(pinned);
	judge(text, "andre/b.xml");
	ck_assert(kt_string_equal(judgement.identity, KT_S("b.xml")));
	waive();
	assert_counts("PRV-002", 0, 1);
	kt_judgement_finish(&judgement);
	judge(text, "c.xml");
	waive();
	assert_counts("PRV-002", 1, 0);
}
END_TEST

/* A rule that gets a new id keeps its waivers. */
START_TEST(test_renamed)
{
	static const char old[] =
	    "id=\"PRV-002\" alvor=\"error\"\n dokument=\"brev\"\n"
	    " fra=\"2025-01-01\" til=\"2027-12-31\"\n alias=\"GL-1 GL-2\"";
	static const char new[] =
	    "id=\"PRV-009\" alvor=\"error\"\n dokument=\"brev\"\n"
	    " fra=\"2025-01-01\" til=\"2027-12-31\"\n"
	    " alias=\"GL-1 GL-2 PRV-002\"";

	make();
	pin(letter, "");
	pack_folder_remove(&folder);
	make_with(old, new);
	load(pinned);
	judge(letter, "b.xml");
	assert_counts("PRV-009", 1, 0);
	waive();
	assert_counts("PRV-009", 0, 1);
}
END_TEST

/* ---- what is never waived ---------------------------------------------- */

START_TEST(test_not_waivable)
{
	make();
	load(HEAD WAIVER("regel=\"PRV\" dokument=\"*\" " SIGNED) TAIL);
	judge(letter, "b.xml");
	waive();
	assert_counts("PRV-001", 3, 0);
	assert_note("PRV-001", 0, "fundet må ikke fraviges");
	assert_counts("PRV-002", 0, 1);
	/* it was of use elsewhere */
	ck_assert_int_eq(waivers.items[0].use, KT_WAIVER_USED);
	assert_adds_up();
}
END_TEST

START_TEST(test_fatal)
{
	make_with("alvor=\"error\"", "alvor=\"fatal\"");
	load(HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" " SIGNED) TAIL);
	judge(letter, "b.xml");
	waive();
	assert_counts("PRV-002", 1, 0);
	assert_note("PRV-002", 0, "fundet må ikke fraviges");
	ck_assert_int_eq(waivers.items[0].use, KT_WAIVER_REFUSED);
}
END_TEST

/* A profile may make a rule fatal that is not so by itself. */
START_TEST(test_made_fatal)
{
	make();
	load(HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" " SIGNED) TAIL);
	judge(letter, "b.xml");
	pack_result(&judgement, "PRV-002", 0)->severity = KT_FATAL;
	waive();
	assert_counts("PRV-002", 1, 0);
	assert_note("PRV-002", 0, "fundet må ikke fraviges");
}
END_TEST

/* A result that stands for a thousand more is not waived by one that was
 * looked at. */
START_TEST(test_stands_for_more)
{
	make();
	load(HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" " SIGNED) TAIL);
	judge(letter, "b.xml");
	pack_result(&judgement, "PRV-002", 0)->stands_for_more = true;
	waive();
	assert_counts("PRV-002", 1, 0);
}
END_TEST

/* What cannot be decided is not a finding, and stays. */
START_TEST(test_undecided)
{
	make();
	load(HEAD WAIVER("regel=\"PRV\" dokument=\"*\" " SIGNED) TAIL);
	judge("<brev xmlns=\"urn:prove:brev:1\"><dato>2025-03-01</dato>"
	      "<frist/></brev>",
	    "b.xml");
	ck_assert_int_eq(pack_state(&judgement, "PRV-002"), KT_STATE_UNDECIDED);
	waive();
	ck_assert_int_eq(pack_state(&judgement, "PRV-002"), KT_STATE_UNDECIDED);
	ck_assert_int_eq(waivers.items[0].use, KT_WAIVER_UNUSED);
	assert_adds_up();
}
END_TEST

START_TEST(test_unread)
{
	make();
	load(HEAD WAIVER("regel=\"PRV\" dokument=\"*\" " SIGNED) TAIL);
	pack_folder_judge(&folder, NULL, "<brev", "b.xml", &judgement);
	waive();
	ck_assert_int_ne(judgement.status, KT_OK);
	ck_assert_int_eq(waivers.items[0].use, KT_WAIVER_NOT_IN_PLAY);
}
END_TEST

/* ---- in the paper itself ----------------------------------------------- */

#define AGREED(fields) LETTER("<aftalt>" fields "</aftalt>\n")
#define WHY "<grund>Aftalt på mødet.</grund>"
#define WHO "<hvem>Chefen</hvem>"
#define LAST "<sidst>2025-06-01</sidst>"

static const struct inline_row {
	const char *text;
	bool waived;
	const char *note; /* NULL: none */
	enum kt_waiver_use use;
} inline_rows[] = {
	{ AGREED("<regel>PRV-002</regel>" WHY WHO LAST), true, NULL,
	    KT_WAIVER_USED },
	{ AGREED("<regel>PRV</regel>" WHY WHO LAST), true, NULL,
	    KT_WAIVER_USED },
	{ AGREED("<regel>PRV-002</regel><sted>frist</sted>" WHY WHO LAST), true,
	    NULL, KT_WAIVER_USED },
	{ AGREED("<regel>PRV-002</regel><sted>p1</sted>" WHY WHO LAST), false,
	    NULL, KT_WAIVER_UNUSED },
	{ AGREED("<regel>PRV-002</regel>" WHO LAST), false, "årsagen mangler",
	    KT_WAIVER_REFUSED },
	{ AGREED("<regel>PRV-002</regel><grund>aftalt</grund>" WHO LAST), false,
	    "for kort", KT_WAIVER_REFUSED },
	{ AGREED("<regel>PRV-002</regel>" WHY "<hvem> </hvem>" LAST), false,
	    "hvem der har godkendt", KT_WAIVER_REFUSED },
	{ AGREED("<regel>PRV-002</regel>" WHY WHO), false, "sidste dag mangler",
	    KT_WAIVER_REFUSED },
	{ AGREED("<regel>PRV-002</regel>" WHY WHO "<sidst>2025-06-31</sidst>"),
	    false, "sidste dag mangler eller kan ikke læses",
	    KT_WAIVER_REFUSED },
	{ AGREED("<regel>PRV-002</regel>" WHY WHO "<sidst>2025-05-31</sidst>"),
	    false, "udløb 31. maj 2025", KT_WAIVER_EXPIRED },
	{ AGREED("<regel>PRV-020</regel>" WHY WHO LAST), false, NULL,
	    KT_WAIVER_UNUSED },
};

START_TEST(test_inline)
{
	const struct inline_row *row = &inline_rows[_i];

	make();
	judge(row->text, "b.xml");
	ck_assert_uint_eq(judgement.departure_count, 1);
	waive();
	assert_counts("PRV-002", !row->waived, row->waived);
	assert_adds_up();
	ck_assert_int_eq(judgement.departures[0].use, row->use);
	if (row->note != NULL)
		assert_note("PRV-002", 0, row->note);
	else if (!row->waived)
		for (const struct kt_line *l =
			 pack_result(&judgement, "PRV-002", 0)->notes;
		     l != NULL; l = l->next)
			ck_assert_ptr_null(strstr(l->text.data, "fravigelse"));
}
END_TEST

/* Several rules in one departure, and one that names none: it is about
 * something else. */
START_TEST(test_inline_rules)
{
	make_waivable();
	judge(LETTER(
		  "<aftalt><regel>PRV-001</regel><regel>PRV-002</regel>" WHY WHO
		      LAST "</aftalt><aftalt>" WHY WHO LAST "</aftalt>"),
	    "b.xml");
	ck_assert_uint_eq(judgement.departure_count, 2);
	waive();
	assert_counts("PRV-001", 0, 3);
	assert_counts("PRV-002", 0, 1);
	assert_adds_up();
}
END_TEST

/* Neither a reason nor a name may bring a CPR number into a report. */
START_TEST(test_inline_masked)
{
	const struct kt_waiver *waiver;

	make();
	judge(AGREED("<regel>PRV-002</regel><grund>For 010190-1234,\n aftalt"
		     "</grund><hvem>Mor til 0101901234</hvem>" LAST),
	    "b.xml");
	waive();
	waiver = pack_result(&judgement, "PRV-002", 0)->waiver;
	ck_assert_ptr_nonnull(waiver);
	ck_assert(
	    kt_string_equal(waiver->reason, KT_S("For XXXXXX-XXXX, aftalt")));
	ck_assert(
	    kt_string_equal(waiver->approved_by, KT_S("Mor til XXXXXXXXXX")));
}
END_TEST

/* A departure does not change what the whole document is pinned to. */
START_TEST(test_inline_not_content)
{
	static const char *const whole = "<krav test=\"exists(beloeb)\"/>";
	struct kt_string without;

	make_with("<naar test=\"exists(frist)\"/>\n"
		  "<krav test=\"$fristen ge $frist-mindst\"/>",
	    whole);
	judge(letter, "b.xml");
	ck_assert(kt_string_equal(
	    pack_result(&judgement, "PRV-002", 0)->path, KT_S("/b:brev")));
	without = kt_arena_copy(&folder.rules->arena,
	    pack_result(&judgement, "PRV-002", 0)->fingerprint);
	kt_judgement_finish(&judgement);
	judge(AGREED("<regel>PRV-002</regel>" WHY WHO LAST), "b.xml");
	ck_assert(kt_string_equal(
	    without, pack_result(&judgement, "PRV-002", 0)->fingerprint));
	kt_judgement_finish(&judgement);
	judge(LETTER("<post/>"), "b.xml");
	ck_assert(!kt_string_equal(
	    without, pack_result(&judgement, "PRV-002", 0)->fingerprint));
}
END_TEST

/* ---- baselines --------------------------------------------------------- */

/* What is known of `text` as `name`; `times`: how often, 0: as it is. */
static void know(const char *text, const char *name, int times)
{
	struct kt_buffer content;

	kt_buffer_init(&content);
	judge(text, name);
	kt_buffer_add(&content, KT_S(BASE_HEAD));
	for (struct kt_result *r = judgement.results; r != NULL; r = r->next)
		kt_buffer_printf(&content,
		    "<kendt regel=\"%s\" fil=\"%s\" antal=\"%d\" "
		    "fingeraftryk=\"%s\"/>\n",
		    r->rule->id.data, name, times > 0 ? times : 1,
		    r->fingerprint.data);
	kt_buffer_add(&content, KT_S(BASE_TAIL));
	kt_judgement_finish(&judgement);
	ck_assert_msg(load_as(true, content.data) == KT_OK, "%u: %s",
	    folder.error.line, folder.error.message[KT_EN]);
	kt_buffer_finish(&content);
}

START_TEST(test_baseline)
{
	make_waivable();
	know(letter, "in/b.xml", 0);
	judge(letter, "in/b.xml");
	waive();
	assert_counts("PRV-001", 0, 3);
	assert_counts("PRV-002", 0, 1);
	assert_adds_up();
	for (size_t i = 0; i < baseline.count; i++)
		ck_assert(!kt_is_stale(&baseline.items[i]));
}
END_TEST

/* The very same words, number and all, in another file: still told. */
START_TEST(test_baseline_other_file)
{
	static const struct {
		const char *name;
		bool same;
	} names[] = { { "b.xml", true }, { "/x/in/b.xml", true },
		{ "in/c.xml", false }, { "ind/b.xml", false },
		{ "xb.xml", false }, { "in/in/b.xml", true },
		{ "min/b.xml", false }, { "out/b.xml", false } };

	make();
	know(letter, "in/b.xml", 0);
	judge(letter, names[_i].name);
	waive();
	assert_counts("PRV-002", !names[_i].same, names[_i].same);
}
END_TEST

/* One more of the same kind in the same clause is one too many. */
START_TEST(test_baseline_count)
{
	make_waivable();
	judge(letter, "b.xml");
	{
		char content[512];

		snprintf(content, sizeof(content),
		    BASE_HEAD "<kendt regel=\"PRV-001\" fil=\"b.xml\" "
			      "antal=\"1\" fingeraftryk=\"%s\"/>" BASE_TAIL,
		    pack_result(&judgement, "PRV-001", 1)->fingerprint.data);
		ck_assert_int_eq(load_as(true, content), KT_OK);
	}
	waive();
	assert_counts("PRV-001", 2, 1);
	ck_assert_int_eq(pack_state(&judgement, "PRV-001"), KT_STATE_FAIL);
	assert_adds_up();
}
END_TEST

START_TEST(test_baseline_shrinks)
{
	struct kt_stale_list stale;

	make_waivable();
	know(letter, "b.xml", 2);
	judge("<brev xmlns=\"urn:prove:brev:1\" nr=\"A-7\"><dato>2025-03-01"
	      "</dato><post id=\"p1\"><beloeb>200</beloeb></post></brev>",
	    "b.xml");
	waive();
	assert_counts("PRV-001", 0, 1);
	kt_stale_init(&stale);
	kt_stale_add(&stale, baseline.items, baseline.count, KT_EN);
	/* p1 has one of two left, and the rest is gone */
	ck_assert_uint_eq(stale.count, baseline.count);
	ck_assert_ptr_nonnull(
	    strstr(stale.first->text.data, "is no longer found"));
	ck_assert_ptr_nonnull(strstr(
	    stale.first->next->text.data, "only 1 of 2 are still found"));
	ck_assert_str_eq(stale.first->kind, "basislinje");
	kt_stale_finish(&stale);
}
END_TEST

START_TEST(test_baseline_never)
{
	/* fatal, and what cannot be waived */
	make_with("alvor=\"error\"", "alvor=\"fatal\"");
	know(letter, "b.xml", 0);
	judge(letter, "b.xml");
	waive();
	assert_counts("PRV-002", 1, 0);
	assert_counts("PRV-001", 3, 0);
}
END_TEST

/* A finding that is waived does not use up what is known. */
START_TEST(test_both)
{
	make();
	know(letter, "b.xml", 0);
	load(HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" " SIGNED) TAIL);
	judge(letter, "b.xml");
	waive();
	ck_assert_int_eq(pack_result(&judgement, "PRV-002", 0)->waiver->origin,
	    KT_WAIVER_OF_FILE);
	ck_assert_uint_eq(waivers.items[0].used, 1);
	ck_assert_uint_eq(baseline.items[0].used, 0);
}
END_TEST

/* ---- what is told ------------------------------------------------------ */

START_TEST(test_stale)
{
	struct kt_stale_list stale;

	make();
	load(HEAD WAIVER("regel=\"PRV-002\" dokument=\"b.xml\" " SIGNED)
		WAIVER("regel=\"PRV-003\" dokument=\"b.xml\" " SIGNED) WAIVER(
		    "regel=\"PRV-002\" dokument=\"x.xml\" " SIGNED) TAIL);
	judge(letter, "b.xml");
	waive();
	kt_stale_init(&stale);
	kt_stale_add(&stale, waivers.items, waivers.count, KT_EN);
	/* the first was used, and the third is about a paper not judged */
	ck_assert_uint_eq(stale.count, 1);
	ck_assert(kt_string_equal(stale.first->rule, KT_S("PRV-003")));
	ck_assert_str_eq(stale.first->use, "ubrugt");
	ck_assert_ptr_nonnull(
	    strstr(stale.first->text.data, "is not used: no finding fits"));
	ck_assert_ptr_null(stale.first->next);
	kt_stale_finish(&stale);
}
END_TEST

/* A rule that was not selected had no chance. */
START_TEST(test_not_selected)
{
	static const char *const only[] = { "PRV-001", NULL };
	const struct kt_settings settings = { .today = { 2025, 6, 1 },
		.only = only };

	make();
	load(HEAD WAIVER("regel=\"PRV-003\" dokument=\"b.xml\" " SIGNED) TAIL);
	pack_folder_judge(&folder, &settings, letter, "b.xml", &judgement);
	waive();
	ck_assert(!kt_is_stale(&waivers.items[0]));
	kt_judgement_finish(&judgement);
	/* nor had one that the profile leaves out, or that was not checked */
	judge(letter, "b.xml");
	judgement.rules[2].left_out = true;
	waive();
	ck_assert(!kt_is_stale(&waivers.items[0]));
	judgement.rules[2].left_out = false;
	judgement.rules[2].state = KT_STATE_NOT_CHECKED;
	waive();
	ck_assert(!kt_is_stale(&waivers.items[0]));
	judgement.rules[2].state = KT_STATE_NOT_SELECTED;
	waive();
	ck_assert(kt_is_stale(&waivers.items[0]));
}
END_TEST

START_TEST(test_words)
{
	struct kt_buffer text;

	make();
	load(HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" "
			 "reference=\"sag 9\" " SIGNED) TAIL);
	kt_buffer_init(&text);
	kt_words_waiver(&text, &waivers.items[0], KT_DA);
	ck_assert_ptr_nonnull(strstr(text.data,
	    "godkendt af Chefen til og med 31. december 2025: Aftalt på "
	    "mødet i maj. (sag 9) ["));
	kt_buffer_clear(&text);
	kt_words_waiver(&text, &waivers.items[0], KT_EN);
	ck_assert_ptr_nonnull(strstr(text.data,
	    "approved by Chefen until and including 31 December 2025"));
	kt_buffer_finish(&text);
}
END_TEST

START_TEST(test_totals)
{
	struct kt_totals totals = { 0 };

	make();
	load(HEAD WAIVER("regel=\"PRV-002\" dokument=\"*\" " SIGNED) TAIL);
	judge("<brev xmlns=\"urn:prove:brev:1\"><dato>2025-03-01</dato>"
	      "<frist>P13D</frist></brev>",
	    "b.xml");
	kt_totals_add(&totals, &judgement, KT_WARNING);
	ck_assert_int_eq(kt_totals_exit_code(&totals, false), 1);
	waive();
	totals = (struct kt_totals){ 0 };
	kt_totals_add(&totals, &judgement, KT_WARNING);
	ck_assert_uint_eq(totals.waived, 1);
	ck_assert_uint_eq(totals.failing, 0);
	ck_assert_int_eq(kt_totals_exit_code(&totals, false), 0);
	totals.undecided = 0;
	totals.stale_count = 1;
	ck_assert_int_eq(kt_totals_exit_code(&totals, false), 0);
	ck_assert_int_eq(kt_totals_exit_code(&totals, true), 1);
}
END_TEST

/* ---- what dokumenter.xml says of departures ----------------------------- */

static const struct {
	const char *text, *with, *message;
} kind_rows[] = {
	{ "vej=\"aftalt\"", "vej=\"aftlat\"", "aftalt" },
	{ "regel=\"regel\"", "regel=\"'x'\"", "this must be a path" },
	{ "regel=\"regel\"", "regel=\"hest\"", "hest" },
	{ "vej=\"aftalt\"", "vej=\"1 + 1\"", "this must be a path" },
	{ " regel=\"regel\"\n", "\n", "'regel' is missing" },
	{ "identitet=\"@nr\"", "identitet=\"@rn\"", "rn" },
};

START_TEST(test_kinds)
{
	pack_folder_write(&folder, "dokumenter.xml", kind_rows[_i].text,
	    kind_rows[_i].with, NULL);
	ck_assert_int_eq(pack_folder_load(&folder, false), KT_E_USE);
	ck_assert_msg(
	    strstr(folder.error.message[KT_EN], kind_rows[_i].message) != NULL,
	    "\"%s\" is not in \"%s\"", kind_rows[_i].message,
	    folder.error.message[KT_EN]);
	ck_assert_ptr_nonnull(strstr(folder.error.file, "dokumenter.xml"));
}
END_TEST

/* ---- the suite --------------------------------------------------------- */

#define COUNT(rows) (int)(sizeof(rows) / sizeof(*(rows)))

static void add_covering(TCase *tests)
{
	tcase_add_loop_test(tests, test_covers, 0, COUNT(cover_rows));
	tcase_add_loop_test(tests, test_last_day, 0, COUNT(day_rows));
	tcase_add_loop_test(tests, test_pinned, 0, COUNT(pin_rows));
	tcase_add_test(tests, test_no_identity);
	tcase_add_test(tests, test_not_waivable);
	tcase_add_test(tests, test_fatal);
	tcase_add_test(tests, test_made_fatal);
	tcase_add_test(tests, test_stands_for_more);
	tcase_add_test(tests, test_renamed);
	tcase_add_test(tests, test_undecided);
	tcase_add_test(tests, test_unread);
	tcase_add_loop_test(tests, test_inline, 0, COUNT(inline_rows));
	tcase_add_test(tests, test_inline_rules);
	tcase_add_test(tests, test_inline_masked);
	tcase_add_test(tests, test_inline_not_content);
}

Suite *waiver_suite(void)
{
	Suite *suite = suite_create("waiver");
	TCase *files = tcase_create("files");
	TCase *covering = tcase_create("covering");
	TCase *known = tcase_create("baseline");

	tcase_add_checked_fixture(files, setup, teardown);
	tcase_add_loop_test(files, test_refused, 0, COUNT(refuse_rows));
	tcase_add_loop_test(
	    files, test_baseline_refused, 0, COUNT(baseline_rows));
	tcase_add_test(files, test_loaded);
	tcase_add_test(files, test_words);
	tcase_add_test(files, test_stale);
	tcase_add_test(files, test_not_selected);
	tcase_add_test(files, test_totals);
	tcase_add_loop_test(files, test_kinds, 0, COUNT(kind_rows));
	suite_add_tcase(suite, files);
	tcase_add_checked_fixture(covering, setup, teardown);
	add_covering(covering);
	suite_add_tcase(suite, covering);
	tcase_add_checked_fixture(known, setup, teardown);
	tcase_add_test(known, test_baseline);
	tcase_add_loop_test(known, test_baseline_other_file, 0, 8);
	tcase_add_test(known, test_baseline_count);
	tcase_add_test(known, test_baseline_shrinks);
	tcase_add_test(known, test_baseline_never);
	tcase_add_test(known, test_both);
	suite_add_tcase(suite, known);
	return suite;
}
