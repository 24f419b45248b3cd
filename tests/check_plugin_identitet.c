#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* Named by the Makefile: plugins/identitet linked in. */
const struct kt_plugin *kt_plugin_identitet(void);

/* ---- numbers: rulebook A, 10.1 and 10.2 -------------------------------- */

/* The table of 10.1. */
#define TABLE                                                                  \
	"0-3 00-99 1900|4 00-36 2000|4 37-99 1900|5-8 00-57 2000|"             \
	"5-8 58-99 1800|9 00-36 2000|9 37-99 1900"

#define CVR "2|7|6|5|4|3|2|1"
#define GLN "1|3|1|3|1|3|1|3|1|3|1|3|1"

static const struct {
	const char *function;
	const char *arguments[3];
	const char *expected;
} calls[] = {
	{ "vaegtsum", { "99000015", CVR }, "88" },
	{ "vaegtsum", { "99000023", CVR }, "88" },
	{ "vaegtsum", { "99000090", CVR }, "99" },
	{ "vaegtsum", { "13748136", CVR }, "132" },
	{ "vaegtsum", { "13748137", CVR }, "133" },
	{ "vaegtsum", { "99000016", CVR }, "89" },
	{ "vaegtsum", { "9520000000004", GLN }, "30" },
	{ "vaegtsum", { "9520000000005", GLN }, "31" },
	{ "vaegtsum", { "5798009999016", GLN }, "140" },
	{ "vaegtsum", { "5798000354821", GLN }, "100" },
	{ "vaegtsum", { "12", "0.5|-1" }, "-1.5" },
	{ "vaegtsum", { "9900001", CVR }, "unknown" },
	{ "vaegtsum", { "990000155", CVR }, "unknown" },
	{ "vaegtsum", { "99000015A", CVR }, "unknown" },
	{ "vaegtsum", { "9900001A", CVR }, "unknown" },
	{ "vaegtsum", { "99 00 00 15", CVR }, "unknown" },
	{ "vaegtsum", { "A9000015", CVR }, "unknown" },
	{ "vaegtsum", { "DK99000015", CVR }, "unknown" },
	{ "vaegtsum", { "", CVR }, "unknown" },
	{ "vaegtsum", { "", "" }, "unknown" },
	{ "vaegtsum", { "99000015", CVR "|*" }, "unknown" },
	{ "vaegtsum", { "99000015", "?" }, "unknown" },
	{ "vaegtsum",
	    { "11", "99999999999999999999999999999999999999|"
		    "99999999999999999999999999999999999999" },
	    "error 2" },
	{ "cpr-ok", { "150308-4000", TABLE }, "true" },
	{ "cpr-ok", { "1503084000", TABLE }, "true" },
	{ "cpr-ok", { "010808-4000", TABLE }, "true" },
	{ "cpr-ok", { "290208-4000", TABLE }, "true" },
	{ "cpr-ok", { "290200-4000", TABLE }, "true" },
	{ "cpr-ok", { "290200-0000", TABLE }, "false" },
	{ "cpr-ok", { "311274-0000", TABLE }, "true" },
	{ "cpr-ok", { "311236-4000", TABLE }, "false" },
	{ "cpr-ok", { "311236-4004", TABLE }, "false" },
	{ "cpr-ok", { "310208-4000", TABLE }, "false" },
	{ "cpr-ok", { "150308-400", TABLE }, "false" },
	{ "cpr-ok", { "15030840001", TABLE }, "false" },
	{ "cpr-ok", { "150308 4000", TABLE }, "false" },
	{ "cpr-ok", { "750308-4000", TABLE }, "unknown" },
	{ "cpr-ok", { "610308-4000", TABLE }, "unknown" },
	{ "cpr-ok", { "910308-4000", TABLE }, "unknown" },
	{ "cpr-ok", { "920308-4000", TABLE }, "false" },
	{ "cpr-ok", { "600308-4000", TABLE }, "false" },
	{ "cpr-ok", { "150308-A000", TABLE }, "unknown" },
	{ "cpr-ok", { "150308-400z", TABLE }, "unknown" },
	{ "cpr-ok", { "150308-a000", TABLE }, "unknown" },
	{ "cpr-ok", { "150308-Z000", TABLE }, "unknown" },
	{ "cpr-ok", { "A50308-4000", TABLE }, "unknown" },
	{ "cpr-ok", { "/50308-4000", TABLE }, "false" },
	{ "cpr-ok", { "000000-0000", TABLE }, "false" },
	{ "cpr-ok", { "150008-4000", TABLE }, "false" },
	{ "cpr-ok", { "151308-4000", TABLE }, "false" },
	{ "cpr-ok", { "320108-4000", TABLE }, "false" },
	{ "cpr-ok", { "150308--4000", TABLE }, "false" },
	{ "cpr-ok", { "15030-84000", TABLE }, "false" },
	{ "cpr-ok", { "150308_4000", TABLE }, "false" },
	{ "cpr-ok", { "150308.400", TABLE }, "false" },
	{ "cpr-ok", { "", TABLE }, "false" },
	/* today counts, tomorrow does not: today is 2026-01-01 here */
	{ "cpr-ok", { "010126-4000", TABLE }, "true" },
	{ "cpr-ok", { "020126-4000", TABLE }, "false" },
	/* the table decides the century, and without it nothing is decided */
	{ "cpr-ok", { "150308-4000", "0-3 00-99 1900" }, "unknown" },
	{ "cpr-ok", { "150308-4000", "4 09-36 2000" }, "unknown" },
	{ "cpr-ok", { "150308-4000", "4 08-08 2000" }, "true" },
	{ "cpr-ok", { "150308-4000", "4 08 2000" }, "true" },
	{ "cpr-ok", { "150308-4000", "" }, "unknown" },
	{ "cpr-ok", { "150308-4000", "?" }, "unknown" },
	{ "cpr-ok", { "150308-4000", "4 00-36" }, "error 4" },
	{ "cpr-ok", { "150308-4000", "4 00-36 200" }, "error 4" },
	{ "cpr-ok", { "150308-4000", "4 36-00 2000" }, "error 4" },
	{ "cpr-ok", { "150308-4000", "4 00-36 2000 x" }, "error 4" },
	{ "cpr-ok", { "150308-4000", "fire" }, "error 4" },
	{ "cpr-ok", { "150308-4000", "x 00-36 2000" }, "error 4" },
	{ "cpr-ok", { "150308-4000", "4- 00-36 2000" }, "error 4" },
	{ "cpr-ok", { "150308-4000", "4 00-3 2000" }, "error 4" },
	{ "cpr-ok", { "150308-4000", "4 00-36 20000" }, "error 4" },
	{ "cpr-dato", { "150308-4000", TABLE }, "2008-03-15" },
	{ "cpr-dato", { "010808-4000", TABLE }, "2008-08-01" },
	{ "cpr-dato", { "010803-4000", TABLE }, "2003-08-01" },
	{ "cpr-dato", { "290200-4000", TABLE }, "2000-02-29" },
	{ "cpr-dato", { "311274-0000", TABLE }, "1974-12-31" },
	{ "cpr-dato", { "311237-4000", TABLE }, "1937-12-31" },
	{ "cpr-dato", { "311237-9000", TABLE }, "1937-12-31" },
	{ "cpr-dato", { "311236-4000", TABLE }, "2036-12-31" },
	{ "cpr-dato", { "311257-5000", TABLE }, "2057-12-31" },
	{ "cpr-dato", { "311258-8000", TABLE }, "1858-12-31" },
	{ "cpr-dato", { "311299-3000", TABLE }, "1999-12-31" },
	{ "cpr-dato", { "290200-0000", TABLE }, "unknown" },
	{ "cpr-dato", { "750308-4000", TABLE }, "unknown" },
	{ "cpr-dato", { "abc", TABLE }, "unknown" },
};

START_TEST(answer)
{
	struct fake *fake = fake_create("<k/>");
	const char *actual = fake_function_of(fake, kt_plugin_identitet(),
	    calls[_i].function, calls[_i].arguments);

	ck_assert_msg(strcmp(actual, calls[_i].expected) == 0,
	    "%s(%s, %s) is %s, not %s", calls[_i].function,
	    calls[_i].arguments[0], calls[_i].arguments[1], actual,
	    calls[_i].expected);
	fake_destroy(fake);
}
END_TEST

static bool has_digits_in_a_row(const char *text, int count)
{
	int run = 0;

	for (; *text != '\0' && run < count; text++)
		run = *text >= '0' && *text <= '9' ? run + 1 : 0;
	return run >= count;
}

/* Whatever goes wrong, no part of the number gets out. */
START_TEST(nothing_of_the_number_is_said)
{
	struct fake *fake = fake_create("<k/>");

	fake_function_of(fake, kt_plugin_identitet(), calls[_i].function,
	    calls[_i].arguments);
	for (int i = 0; i < KT_LANGUAGES; i++) {
		const char *reasons = fake_reasons(fake, (enum kt_language)i);
		const char *steps = fake_steps(fake, (enum kt_language)i);

		/* "4 00-36 2000" is the form of a row, not a number */
		ck_assert(strstr(reasons, "4 00-36 2000") != NULL ||
			  !has_digits_in_a_row(reasons, 3));
		ck_assert(!has_digits_in_a_row(steps, 3));
	}
	fake_destroy(fake);
}
END_TEST

START_TEST(weights_say_how_many_digits)
{
	struct fake *fake = fake_create("<k/>");

	fake_function(fake, kt_plugin_identitet(), "vaegtsum", "9900001", CVR);
	ck_assert_str_eq(fake_reasons(fake, KT_DA), "7 cifre, ventede 8\n");
	ck_assert_str_eq(fake_reasons(fake, KT_EN), "7 digits, expected 8\n");
	fake_destroy(fake);
}
END_TEST

/* ---- numbers in text --------------------------------------------------- */

static const struct {
	const char *xml;
	const char *excepted; /* NULL: left out */
	const char *verdict;
	const char *findings;
} texts[] = {
	{ "<k><a>Ingen numre her</a></k>", NULL, "overholdt", "" },
	{ "<k><a>Om 150308-4000.</a></k>", NULL, "fund", "a \"150308-4000\"" },
	{ "<k><a>1503084000</a></k>", NULL, "fund", "a \"1503084000\"" },
	{ "<k><a>x150308 4000x</a></k>", NULL, "fund", "a \"150308 4000\"" },
	{ "<k><a>150308 - 4000</a></k>", NULL, "fund", "a \"150308 - 4000\"" },
	{ "<k><a>150308\xE2\x80\x91"
	  "4000 og 150308\xC2\xA0"
	  "4000</a></k>",
	    NULL, "fund",
	    "a \"150308\xE2\x80\x91"
	    "4000\"; a \"150308\xC2\xA0"
	    "4000\"" },
	{ "<k><a>010808-4000, 290200-0000</a></k>", NULL, "fund",
	    "a \"010808-4000\"; a \"290200-0000\"" },
	/* no date, a replacement number, too few or too many digits */
	{ "<k><a>000000-0000 310208-4000 290201-4000 001208-4000 "
	  "150008-4000 151308-4000</a></k>",
	    NULL, "overholdt", "" },
	{ "<k><a>750308-4000</a></k>", NULL, "overholdt", "" },
	{ "<k><a>150308-400 150308-40001 0150308-4000 15030840001 "
	  "150308--4000 150308/4000</a></k>",
	    NULL, "overholdt", "" },
	{ "<k><a>150308</a><b>4000</b></k>", NULL, "overholdt", "" },
	{ "<k><a>150308</a>\n<b>4000</b></k>", NULL, "overholdt", "" },
	{ "<k><a>1</a><b>150308-4000</b><c>9</c></k>", NULL, "fund",
	    "b \"150308-4000\"" },
	/* text with elements in it is read as one */
	{ "<k><p>Nr. 150308-<b>4000</b> her</p></k>", NULL, "fund",
	    "p \"150308-4000\"" },
	{ "<k><p>Nr. <b>150308-</b><i>4000</i></p></k>", NULL, "fund",
	    "p \"150308-4000\"" },
	{ "<k><p>Nr. <b>150308-4000</b> her</p></k>", NULL, "fund",
	    "b \"150308-4000\"" },
	{ "<k><p>Nr. <b><i>150308-4000</i></b> her</p></k>", NULL, "fund",
	    "i \"150308-4000\"" },
	/* a digit next door in another element hides nothing */
	{ "<k><p>Nr. 1<b>150308-4000</b>2</p></k>", NULL, "fund",
	    "b \"150308-4000\"" },
	{ "<k><p>Nr. 150308-4000<b>5</b></p></k>", NULL, "fund",
	    "p \"150308-4000\"" },
	{ "<k><p><b>5</b>150308-4000</p></k>", NULL, "fund",
	    "p \"150308-4000\"" },
	{ "<k><p>a<b/>150308-4000<b/>b</p></k>", NULL, "fund",
	    "p \"150308-4000\"" },
	{ "<k><p><b>150308</b>-<b>4000</b></p></k>", NULL, "fund",
	    "p \"150308-4000\"" },
	{ "<k><p>Nr. <a>x</a><b>150308-4000</b></p></k>", NULL, "fund",
	    "b \"150308-4000\"" },
	{ "<k><p><b>5</b>150308-4000 010808-4000<b>5</b></p></k>", NULL, "fund",
	    "p \"150308-4000\"; p \"010808-4000\"" },
	{ "<k><p><b>5</b>150308-4000<b>5</b>010808-4000<b>5</b></p></k>", NULL,
	    "fund", "p \"150308-4000\"; p \"010808-4000\"" },
	{ "<k><p><b>5</b>150308-4000, 010808-4000, <b>5</b></p></k>", NULL,
	    "fund", "p \"010808-4000\"; p \"150308-4000\"" },
	{ "<k> \t<a>150308</a> <b>4000</b>\r\n</k>", NULL, "overholdt", "" },
	{ "<k><a>310108-4000 311208-4000 300408-4000 280208-4000</a></k>", NULL,
	    "fund",
	    "a \"310108-4000\"; a \"311208-4000\"; a \"300408-4000\"; "
	    "a \"280208-4000\"" },
	{ "<k><a>150308-x400 320108-4000 310408-4000</a></k>", NULL,
	    "overholdt", "" },
	/* attributes */
	{ "<k id='150308-4000 og 010808-4000'/>", NULL, "fund",
	    "@id \"150308-4000\"; @id \"010808-4000\"" },
	{ "<k id='150308-4000' y='150308-4000'/>", "@id", "fund",
	    "@y \"150308-4000\"" },
	{ "<k id='150308-4000'><a x='1' y='nr. 1503084000'/></k>", NULL, "fund",
	    "@id \"150308-4000\"; @y \"1503084000\"" },
	{ "<k><p>x<b id='150308-4000'>y</b></p></k>", NULL, "fund",
	    "@id \"150308-4000\"" },
	/* exceptions */
	{ "<k><borger><cpr>150308-4000</cpr></borger></k>", "cpr", "overholdt",
	    "" },
	{ "<k><borger><cpr>150308-4000</cpr></borger></k>", "borger",
	    "overholdt", "" },
	{ "<k><cpr>150308-4000</cpr><a>150308-4000</a></k>", "cpr", "fund",
	    "a \"150308-4000\"" },
	{ "<k><cpr id='150308-4000'>150308-4000</cpr></k>", "cpr", "overholdt",
	    "" },
	{ "<k id='150308-4000'><a id='150308-4000'/></k>", "@id[1]", "fund",
	    "@id[2] \"150308-4000\"" },
	{ "<k><p>Nr. <cpr>150308-4000</cpr> og 010808-4000</p></k>", "cpr",
	    "fund", "p \"010808-4000\"" },
	{ "<k><p>Nr. <cpr>150308-4000</cpr></p></k>", "cpr", "overholdt", "" },
	{ "<k><p>Nr. <cpr><b>150308-4000</b></cpr></p></k>", "cpr", "overholdt",
	    "" },
	{ "<k><p>Nr. 150308-<cpr>4000</cpr></p></k>", "cpr", "fund",
	    "p \"150308-4000\"" },
	{ "<k><cpr>150308-4000</cpr></k>", "", "fund", "cpr \"150308-4000\"" },
	/* who knows what else is excepted */
	{ "<k><a>150308-4000</a></k>", "cpr|*", "uafklaret", "" },
	{ "<k><a>150308-4000</a></k>", "?", "uafklaret", "" },
	{ "<k><a>intet</a></k>", "?", "overholdt", "" },
	{ "<k><a>intet</a></k>", "error", "ikke-tjekket", "" },
};

START_TEST(search)
{
	struct fake *fake = fake_create(texts[_i].xml);
	const char *verdict;

	fake_set(fake, "undtagen", texts[_i].excepted);
	verdict = fake_check(fake, kt_plugin_identitet(), "cpr-i-tekst", ".");
	ck_assert_msg(strcmp(verdict, texts[_i].verdict) == 0,
	    "%s is %s, not %s", texts[_i].xml, verdict, texts[_i].verdict);
	ck_assert_str_eq(fake_findings(fake), texts[_i].findings);
	/* the place is enough; the number is not repeated */
	ck_assert(!has_digits_in_a_row(fake_found(fake), 1));
	ck_assert(!has_digits_in_a_row(fake_notes(fake, KT_DA), 1));
	fake_destroy(fake);
}
END_TEST

START_TEST(search_stays_within_the_subject)
{
	struct fake *fake = fake_create(
	    "<k><a id='010808-4000'>150308-4000</a><b>150308-4000</b></k>");

	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_identitet(), "cpr-i-tekst", "b"),
	    "fund");
	ck_assert_str_eq(fake_findings(fake), "b \"150308-4000\"");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_identitet(), "cpr-i-tekst", "@id"),
	    "fund");
	ck_assert_str_eq(fake_findings(fake), "@id \"010808-4000\"");
	fake_destroy(fake);
}
END_TEST

START_TEST(search_says_when_it_could_not)
{
	struct fake *fake =
	    fake_create("<k><a>150308-4000 010808-4000</a><cpr>x</cpr></k>");

	fake_set(fake, "undtagen", "cpr");
	fake_memory(fake, 0);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_identitet(), "cpr-i-tekst", "."),
	    "ikke-tjekket");
	fake_memory(fake, -1);
	fake_finding_limit(fake, 1);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_identitet(), "cpr-i-tekst", "."),
	    "fund");
	ck_assert_str_eq(fake_findings(fake), "a \"150308-4000\"");
	fake_finding_limit(fake, 0);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_identitet(), "cpr-i-tekst", "."),
	    "ikke-tjekket");
	fake_destroy(fake);
}
END_TEST

Suite *plugin_identitet_suite(void)
{
	Suite *suite = suite_create("plugin_identitet");
	TCase *functions = tcase_create("functions");
	TCase *checks = tcase_create("checks");

	tcase_add_loop_test(functions, answer, 0, COUNT(calls));
	tcase_add_loop_test(
	    functions, nothing_of_the_number_is_said, 0, COUNT(calls));
	tcase_add_test(functions, weights_say_how_many_digits);
	suite_add_tcase(suite, functions);
	tcase_add_loop_test(checks, search, 0, COUNT(texts));
	tcase_add_test(checks, search_stays_within_the_subject);
	tcase_add_test(checks, search_says_when_it_could_not);
	suite_add_tcase(suite, checks);
	return suite;
}
