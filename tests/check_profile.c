#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pack_files.h"
#include "profile.h"
#include "suites.h"

#define RULES "prove/regler.xml"
#define TITLES                                                                 \
	"<titel>T</titel><titel xml:lang=\"en\">T</titel>"                     \
	"<om>Om.</om><om xml:lang=\"en\">About.</om>"
#define WHY "<hvorfor>D.</hvorfor><hvorfor xml:lang=\"en\">E.</hvorfor>"
#define PROFILE(id, parts)                                                     \
	"<profil xmlns=\"urn:kontrakttjek:regler:1\" id=\"" id "\">" TITLES    \
	"\n" parts "</profil>\n"

static struct pack_folder folder;
static const struct kt_profile *profile;

/* A rules folder with one text of RULES exchanged, and one profile. */
static void make(const char *text, const char *with, const char *content)
{
	char path[256];

	pack_folder_write(
	    &folder, text != NULL ? RULES : NULL, text, with, NULL);
	snprintf(path, sizeof(path), "%s/profiler", folder.path);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	pack_folder_add(&folder, "profiler/p.xml", content);
	ck_assert_msg(pack_folder_load(&folder, false) == KT_OK, "%s",
	    folder.error.message[KT_EN]);
}

static kt_status load(const char *id)
{
	kt_error_clear(&folder.error);
	return kt_profile_load(
	    folder.rules, kt_string_of(id), &profile, &folder.error);
}

static void load_good(const char *text, const char *with, const char *content)
{
	make(text, with, content);
	ck_assert_msg(load("p") == KT_OK, "%s:%u: %s", folder.error.file,
	    folder.error.line, folder.error.message[KT_EN]);
}

static const struct kt_rule *rule(const char *id)
{
	const struct kt_rule *found =
	    kt_rules_find(folder.rules, kt_string_of(id));

	ck_assert_ptr_nonnull(found);
	return found;
}

static void teardown(void)
{
	pack_folder_remove(&folder);
}

/* ---- what a profile says ----------------------------------------------- */

/* "-" left out, else the severity's first letter, for the three rules. */
static const struct say_row {
	const char *parts;
	const char *expected;
} say_rows[] = {
	{ "", "wei" },
	{ "<udelad regler=\"PRV-001\">" WHY "</udelad>", "-ei" },
	{ "<udelad regler=\"PRV-001 PRV-003\">" WHY "</udelad>", "-e-" },
	{ "<udelad regler=\"PRV\">" WHY "</udelad>", "---" },
	{ "<udelad regler=\"prove\">" WHY "</udelad>", "---" },
	{ "<vaelg regler=\"PRV-002\"/>", "-e-" },
	{ "<vaelg regler=\"PRV-002\"/><vaelg regler=\"PRV-003\"/>", "-ei" },
	/* by a former id */
	{ "<vaelg regler=\"GL-2\"/>", "-e-" },
	/* what is chosen comes first, wherever it stands */
	{ "<udelad regler=\"PRV-002\">" WHY "</udelad>"
	  "<vaelg regler=\"prove\"/>",
	    "w-i" },
	{ "<alvor regler=\"PRV-003\" er=\"error\">" WHY "</alvor>", "wee" },
	{ "<alvor regler=\"prove\" er=\"info\">" WHY "</alvor>", "iii" },
	{ "<alvor regler=\"PRV-001\" er=\"fatal\">" WHY "</alvor>", "fei" },
	/* the last word counts */
	{ "<alvor regler=\"prove\" er=\"info\">" WHY "</alvor>"
	  "<alvor regler=\"PRV-002\" er=\"warning\">" WHY "</alvor>",
	    "iwi" },
};

static void says(const char *expected)
{
	static const char *const ids[] = { "PRV-001", "PRV-002", "PRV-003" };
	char found[4] = "";

	for (int i = 0; i < 3; i++) {
		const struct kt_rule *r = rule(ids[i]);

		found[i] =
		    kt_profile_leaves_out(profile, r)
			? '-'
			: kt_severity_name(kt_profile_severity(profile, r))[0];
	}
	ck_assert_str_eq(found, expected);
}

START_TEST(test_says)
{
	char content[2048];

	snprintf(content, sizeof(content), "%s%s</profil>",
	    "<profil xmlns=\"urn:kontrakttjek:regler:1\" id=\"p\">" TITLES,
	    say_rows[_i].parts);
	load_good(NULL, NULL, content);
	says(say_rows[_i].expected);
}
END_TEST

/* PRV-002 is fatal here: it stays, and as grave as it is. */
static const struct say_row fatal_rows[] = {
	{ "<udelad regler=\"PRV\">" WHY "</udelad>", "-f-" },
	{ "<udelad regler=\"prove\">" WHY "</udelad>", "-f-" },
	{ "<vaelg regler=\"PRV-003\"/>", "-fi" },
	{ "<alvor regler=\"PRV\" er=\"info\">" WHY "</alvor>", "ifi" },
	{ "<alvor regler=\"PRV-002\" er=\"fatal\">" WHY "</alvor>", "wfi" },
};

START_TEST(test_fatal)
{
	char content[2048];

	snprintf(content, sizeof(content), "%s%s</profil>",
	    "<profil xmlns=\"urn:kontrakttjek:regler:1\" id=\"p\">" TITLES,
	    fatal_rows[_i].parts);
	load_good("alvor=\"error\"", "alvor=\"fatal\"", content);
	says(fatal_rows[_i].expected);
}
END_TEST

START_TEST(test_none)
{
	make(NULL, NULL, PROFILE("p", ""));
	profile = NULL;
	says("wei");
	ck_assert_uint_eq(kt_profile_rank(NULL, rule("PRV-001")), 0);
}
END_TEST

START_TEST(test_order)
{
	load_good(NULL, NULL,
	    PROFILE("p", "<foerst regler=\"PRV-003\"/>"
			 "<foerst regler=\"PRV-002 PRV-003\"/>"));
	ck_assert_uint_lt(kt_profile_rank(profile, rule("PRV-003")),
	    kt_profile_rank(profile, rule("PRV-002")));
	ck_assert_uint_lt(kt_profile_rank(profile, rule("PRV-002")),
	    kt_profile_rank(profile, rule("PRV-001")));
}
END_TEST

START_TEST(test_parts)
{
	load_good(NULL, NULL,
	    PROFILE("p",
		"<alvor regler=\" PRV-003 \" er=\"error\">" WHY
		"</alvor><udelad regler=\"PRV-001\">" WHY "</udelad>"));
	ck_assert_uint_eq(profile->part_count, 2);
	ck_assert_int_eq(profile->parts[0].act, KT_PROFILE_LEAVE_OUT);
	ck_assert_int_eq(profile->parts[1].act, KT_PROFILE_GRADE);
	ck_assert_int_eq(profile->parts[1].severity, KT_ERROR);
	ck_assert(kt_string_equal(profile->parts[1].rules, KT_S("PRV-003")));
	ck_assert(kt_string_equal(profile->parts[1].why[KT_EN], KT_S("E.")));
	ck_assert(kt_string_equal(profile->about[KT_DA], KT_S("Om.")));
}
END_TEST

/* ---- what is refused --------------------------------------------------- */

static const struct refuse_row {
	const char *content;
	const char *message; /* in it, in English */
	uint32_t line;
} refuse_rows[] = {
	{ PROFILE("p", "<vaelg regler=\"PRV-02\"/>"), "did you mean 'PRV-002'",
	    2 },
	{ PROFILE("p", "<vaelg regler=\"prov\"/>"), "did you mean 'prove'", 2 },
	{ PROFILE("p", "<vaelg regler=\" \"/>"), "'regler' is empty", 2 },
	{ PROFILE("p", "<vaelg regel=\"PRV-002\"/>"), "attribute 'regel'", 2 },
	{ PROFILE("p", "\n<udelad regler=\"PRV-002\">"
		       "<hvorfor>D.</hvorfor></udelad>"),
	    "'hvorfor' is missing in English", 3 },
	{ PROFILE("p", "<udelad regler=\"PRV-002\"/>"),
	    "'hvorfor' is missing in Danish", 2 },
	{ PROFILE("p", "<alvor regler=\"PRV\" er=\"grim\">" WHY "</alvor>"),
	    "'grim' does not fit here", 2 },
	{ PROFILE("q", ""), "the id must be the name of the file, 'p'", 1 },
	{ PROFILE("p", "<fjern regler=\"PRV\"/>"), "element 'fjern'", 2 },
	{ "<profil xmlns=\"urn:kontrakttjek:regler:1\" id=\"p\">\n</profil>",
	    "'titel' is missing", 1 },
	{ "<regler xmlns=\"urn:kontrakttjek:regler:1\"/>", "must be 'profil'",
	    1 },
	{ "<profil>", "", 1 },
};

START_TEST(test_refused)
{
	const struct refuse_row *row = &refuse_rows[_i];

	make(NULL, NULL, row->content);
	ck_assert_int_eq(load("p"), KT_E_USE);
	ck_assert_ptr_null(profile);
	ck_assert_msg(strstr(folder.error.message[KT_EN], row->message) != NULL,
	    "\"%s\" is not in \"%s\"", row->message,
	    folder.error.message[KT_EN]);
	ck_assert_ptr_nonnull(strstr(folder.error.file, "profiler/p.xml"));
	ck_assert_uint_eq(folder.error.line, row->line);
}
END_TEST

START_TEST(test_refused_fatal)
{
	static const char *const parts[] = {
		PROFILE("p", "<udelad regler=\"PRV-002\">" WHY "</udelad>"),
		PROFILE("p",
		    "<alvor regler=\"PRV-002\" er=\"error\">" WHY "</alvor>"),
	};

	make("alvor=\"error\"", "alvor=\"fatal\"", parts[_i]);
	ck_assert_int_eq(load("p"), KT_E_USE);
	ck_assert_ptr_nonnull(
	    strstr(folder.error.message[KT_EN], "PRV-002 is fatal"));
}
END_TEST

START_TEST(test_unknown)
{
	make(NULL, NULL, PROFILE("p", ""));
	pack_folder_add(&folder, "profiler/endelig.xml",
	    PROFILE("endelig", "<vaelg regler=\"PRV\"/>"));
	pack_folder_add(&folder, "profiler/.skjult.xml", "x");
	pack_folder_add(&folder, "profiler/LÆSMIG.txt", "x");
	ck_assert_int_eq(load("endlig"), KT_E_USE);
	ck_assert_ptr_nonnull(
	    strstr(folder.error.message[KT_EN], "did you mean 'endelig'?"));
	ck_assert_int_eq(load("../p"), KT_E_USE);
	ck_assert_int_eq(load(""), KT_E_USE);
}
END_TEST

START_TEST(test_all)
{
	const struct kt_profile **profiles;
	size_t count;

	make(NULL, NULL, PROFILE("p", ""));
	pack_folder_add(&folder, "profiler/a.xml", PROFILE("a", ""));
	kt_error_clear(&folder.error);
	ck_assert_int_eq(
	    kt_profiles_load(folder.rules, &profiles, &count, &folder.error),
	    KT_OK);
	ck_assert_uint_eq(count, 2);
	ck_assert(kt_string_equal(profiles[0]->id, KT_S("a")));
	ck_assert(kt_string_equal(profiles[1]->id, KT_S("p")));
}
END_TEST

START_TEST(test_no_folder)
{
	const struct kt_profile **profiles;
	size_t count;

	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	ck_assert_int_eq(pack_folder_load(&folder, false), KT_OK);
	ck_assert_int_eq(
	    kt_profiles_load(folder.rules, &profiles, &count, &folder.error),
	    KT_OK);
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(load("p"), KT_E_USE);
}
END_TEST

/* ---- in the engine ----------------------------------------------------- */

static const char letter[] =
    "<brev xmlns=\"urn:prove:brev:1\" nr=\"7\"><dato>2025-03-01</dato>\n"
    "<beloeb>200</beloeb>\n"
    "<frist>P13D</frist>\n"
    "</brev>";

static void judge(struct kt_judgement *out)
{
	struct kt_settings settings = { .today = { 2025, 6, 1 },
		.profile = profile };

	pack_folder_judge(&folder, &settings, letter, "b.xml", out);
}

START_TEST(test_judged)
{
	struct kt_judgement j;
	size_t sum = 0;

	load_good(NULL, NULL,
	    PROFILE("p", "<udelad regler=\"PRV-003\">" WHY "</udelad>"
			 "<alvor regler=\"PRV-002\" er=\"info\">" WHY
			 "</alvor><foerst regler=\"PRV-002\"/>"));
	judge(&j);
	ck_assert_int_eq(pack_state(&j, "PRV-003"), KT_STATE_NOT_SELECTED);
	ck_assert(j.rules[2].left_out);
	ck_assert(!j.rules[1].left_out);
	ck_assert(kt_string_equal(
	    j.rules[2].reason, KT_S("profilen har ikke reglen med")));
	for (int i = 0; i < KT_STATES; i++)
		sum += j.states[i];
	ck_assert_uint_eq(sum, j.rule_count);
	ck_assert_uint_eq(j.rule_count, 3);
	/* re-graded, and told before what stands above it */
	ck_assert_int_eq(pack_result(&j, "PRV-002", 0)->severity, KT_INFO);
	ck_assert(pack_result(&j, "PRV-002", 0)->regraded);
	ck_assert(!pack_result(&j, "PRV-001", 0)->regraded);
	ck_assert_ptr_eq(j.results, pack_result(&j, "PRV-002", 0));
	ck_assert_uint_eq(j.findings[KT_INFO], 1);
	ck_assert_uint_eq(j.findings[KT_WARNING], 1);
	kt_judgement_finish(&j);
}
END_TEST

/* The deadline is assumed and the amount a proposal: whatever the profile
 * says, they are warnings at most. */
START_TEST(test_capped)
{
	struct kt_judgement j;

	load_good(NULL, NULL,
	    PROFILE("p", "<alvor regler=\"PRV\" er=\"fatal\">" WHY "</alvor>"));
	judge(&j);
	ck_assert_int_eq(pack_result(&j, "PRV-002", 0)->severity, KT_WARNING);
	ck_assert_int_eq(pack_result(&j, "PRV-001", 0)->severity, KT_WARNING);
	kt_judgement_finish(&j);
}
END_TEST

#define COUNT(rows) (int)(sizeof(rows) / sizeof(*(rows)))

Suite *profile_suite(void)
{
	Suite *suite = suite_create("profile");
	TCase *reading = tcase_create("reading");
	TCase *judging = tcase_create("judging");

	tcase_add_checked_fixture(reading, NULL, teardown);
	tcase_add_loop_test(reading, test_says, 0, COUNT(say_rows));
	tcase_add_loop_test(reading, test_fatal, 0, COUNT(fatal_rows));
	tcase_add_test(reading, test_none);
	tcase_add_test(reading, test_order);
	tcase_add_test(reading, test_parts);
	tcase_add_loop_test(reading, test_refused, 0, COUNT(refuse_rows));
	tcase_add_loop_test(reading, test_refused_fatal, 0, 2);
	tcase_add_test(reading, test_unknown);
	tcase_add_test(reading, test_all);
	tcase_add_test(reading, test_no_folder);
	suite_add_tcase(suite, reading);
	tcase_add_checked_fixture(judging, NULL, teardown);
	tcase_add_test(judging, test_judged);
	tcase_add_test(judging, test_capped);
	suite_add_tcase(suite, judging);
	return suite;
}
