#include <stdio.h>
#include <string.h>

#include "fake_host.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* Named by the Makefile: plugins/tid linked in. */
const struct kt_plugin *kt_plugin_tid(void);

struct call {
	const char *function;
	const char *arguments[4];
	const char *expected;
};

static void answers(const struct call *call)
{
	struct fake *fake = fake_create("<k/>");
	const char *actual = fake_function_of(
	    fake, kt_plugin_tid(), call->function, call->arguments);

	ck_assert_msg(strcmp(actual, call->expected) == 0,
	    "%s(%s, %s, %s) is %s, not %s", call->function, call->arguments[0],
	    call->arguments[1], call->arguments[2], actual, call->expected);
	fake_destroy(fake);
}

/* ---- ages: rulebook A, 10.3 -------------------------------------------- */

static const struct call ages[] = {
	{ "alder", { "2008-08-01", "2026-07-31" }, "17" },
	{ "alder", { "2008-08-01", "2026-08-01" }, "18" },
	{ "alder", { "2008-08-01", "2026-06-01" }, "17" },
	{ "alder", { "2003-08-01", "2026-07-31" }, "22" },
	{ "alder", { "2003-08-01", "2026-08-01" }, "23" },
	{ "alder", { "2008-08-01", "2008-08-01" }, "0" },
	{ "alder", { "2008-08-01", "2008-07-31" }, "unknown" },
	{ "alder", { "2008-12-31", "2026-01-01" }, "17" },
	/* born on the leap day */
	{ "alder", { "2008-02-29", "2026-02-27" }, "17" },
	{ "alder", { "2008-02-29", "2026-02-28" }, "unknown" },
	{ "alder", { "2008-02-29", "2026-02-28", "?" }, "unknown" },
	{ "alder", { "2008-02-29", "2026-02-28", "1. april" }, "unknown" },
	{ "alder", { "2008-02-29", "2026-02-28", "28. februar" }, "18" },
	{ "alder", { "2008-02-29", "2026-02-28", "1. marts" }, "17" },
	{ "alder", { "2008-02-29", "2026-02-27", "28. februar" }, "17" },
	{ "alder", { "2008-02-29", "2026-03-01", "?" }, "18" },
	/* in a leap year nothing is open */
	{ "alder", { "2008-02-29", "2028-02-28", "?" }, "19" },
	{ "alder", { "2008-02-29", "2028-02-28", "28. februar" }, "19" },
	{ "alder", { "2008-02-29", "2028-02-29" }, "20" },
	{ "alder", { "2096-02-29", "2100-02-28" }, "unknown" },
	/* on 28 February the others have an age */
	{ "alder", { "2008-02-28", "2026-02-28" }, "18" },
	{ "alder", { "2008-03-01", "2026-02-28" }, "17" },
	{ "alder", { "?", "2026-02-28" }, "unknown" },
	{ "alder", { "2008-03-01", "?" }, "unknown" },
};

START_TEST(age)
{
	answers(&ages[_i]);
}
END_TEST

START_TEST(age_says_what_it_found_and_not_when_born)
{
	struct fake *fake = fake_create("<k/>");

	fake_function(
	    fake, kt_plugin_tid(), "alder", "2008-08-01", "2026-07-31");
	ck_assert_str_eq(
	    fake_steps(fake, KT_DA), "17 hele år den 31. juli 2026\n");
	ck_assert_str_eq(
	    fake_steps(fake, KT_EN), "17 whole years on 31 July 2026\n");
	fake_destroy(fake);
}
END_TEST

/* ---- deadlines: rulebook A, 10.3; B, 9.10 ------------------------------ */

static const struct call deadlines[] = {
	{ "senest", { "2026-04-15", "2026-01-15", "P3M" }, "true" },
	{ "senest", { "2026-04-16", "2026-01-15", "P3M" }, "false" },
	{ "senest", { "2026-01-01", "2026-01-15", "P3M" }, "true" },
	{ "senest", { "2026-04-30", "2026-01-31", "P3M" }, "true" },
	{ "senest", { "2026-05-01", "2026-01-31", "P3M" }, "unknown" },
	{ "senest", { "2026-05-02", "2026-01-31", "P3M" }, "false" },
	{ "senest", { "2027-02-28", "2026-11-30", "P3M" }, "true" },
	{ "senest", { "2027-03-01", "2026-11-30", "P3M" }, "unknown" },
	{ "senest", { "2027-03-02", "2026-11-30", "P3M" }, "unknown" },
	{ "senest", { "2027-03-03", "2026-11-30", "P3M" }, "false" },
	{ "senest", { "2025-02-28", "2024-02-29", "P12M" }, "true" },
	{ "senest", { "2025-03-01", "2024-02-29", "P12M" }, "unknown" },
	{ "senest", { "2025-03-02", "2024-02-29", "P12M" }, "false" },
	{ "senest", { "2026-03-31", "2025-03-31", "P12M" }, "true" },
	{ "senest", { "2026-04-01", "2025-03-31", "P12M" }, "false" },
	{ "senest", { "2026-01-22", "2026-01-01", "P21D" }, "true" },
	{ "senest", { "2026-01-23", "2026-01-01", "P21D" }, "false" },
	{ "senest", { "2026-03-04", "2026-02-02", "P30D" }, "true" },
	{ "senest", { "2026-03-05", "2026-02-02", "P30D" }, "false" },
	{ "senest", { "2026-03-05", "2026-02-03", "P30D" }, "true" },
	/* days after a month that was cut move with it */
	{ "senest", { "2026-05-03", "2026-01-31", "P3M3D" }, "true" },
	{ "senest", { "2026-05-04", "2026-01-31", "P3M3D" }, "unknown" },
	{ "senest", { "2026-05-05", "2026-01-31", "P3M3D" }, "false" },
	/* beyond what a date can be */
	{ "senest", { "2026-05-03", "9999-01-31", "P1Y" }, "error 2" },
	{ "laegtil", { "2026-01-31", "P3M" }, "2026-04-30" },
	{ "laegtil", { "2026-02-13", "P14D" }, "2026-02-27" },
	{ "laegtil", { "2026-03-31", "-P1M" }, "2026-02-28" },
	{ "laegtil", { "9999-12-31", "P1D" }, "error 2" },
};

START_TEST(deadline)
{
	answers(&deadlines[_i]);
}
END_TEST

START_TEST(deadline_names_its_last_day)
{
	struct fake *fake = fake_create("<k/>");

	fake_function(
	    fake, kt_plugin_tid(), "senest", "2026-05-02", "2026-01-31", "P3M");
	ck_assert_str_eq(
	    fake_steps(fake, KT_DA), "sidste dag er den 30. april 2026\n");
	ck_assert_str_eq(
	    fake_steps(fake, KT_EN), "the last day is 30 April 2026\n");
	fake_destroy(fake);
}
END_TEST

static const struct call notices[] = {
	{ "varsel-slut", { "2026-03-10", "P1M", "loebende-maaned" },
	    "2026-04-30" },
	{ "varsel-slut", { "2026-03-31", "P1M", "loebende-maaned" },
	    "2026-04-30" },
	{ "varsel-slut", { "2026-02-28", "P1M", "loebende-maaned" },
	    "2026-03-31" },
	{ "varsel-slut", { "2026-01-31", "P3M", "loebende-maaned" },
	    "2026-04-30" },
	{ "varsel-slut", { "2026-03-10", "P30D", "loebende-maaned" },
	    "2026-04-30" },
	{ "varsel-slut", { "2026-03-10", "P0D", "loebende-maaned" },
	    "2026-03-31" },
	{ "varsel-slut", { "2026-03-10", "P1M", "maanedsskift" },
	    "2026-04-30" },
	{ "varsel-slut", { "2026-01-31", "P1M", "maanedsskift" },
	    "2026-02-28" },
	{ "varsel-slut", { "2026-03-10", "P30D", "maanedsskift" },
	    "2026-04-30" },
	{ "varsel-slut", { "2026-03-10", "P1M", "modtagelse" }, "2026-04-10" },
	{ "varsel-slut", { "2026-03-10", "P14D", "afsendelse" }, "2026-03-24" },
	{ "varsel-slut", { "2026-01-31", "P1M", "modtagelse" }, "2026-02-28" },
	{ "varsel-slut", { "2026-01-31", "P1M", "aftale" }, "unknown" },
	{ "varsel-slut", { "2026-01-31", "P1M", "" }, "unknown" },
	{ "varsel-slut", { "2026-01-31", "P1M", "?" }, "unknown" },
	{ "varsel-slut", { "9999-12-10", "P1M", "loebende-maaned" },
	    "error 2" },
	{ "maanedens-slut", { "2026-02-01" }, "2026-02-28" },
	{ "maanedens-slut", { "2028-02-29" }, "2028-02-29" },
	{ "maanedens-slut", { "2026-12-31" }, "2026-12-31" },
	{ "maanedens-slut", { "9999-12-01" }, "9999-12-31" },
	{ "ugedag", { "2026-03-02" }, "1" },
	{ "ugedag", { "2026-03-01" }, "7" },
	{ "ugedag", { "1970-01-01" }, "4" },
	{ "ugedag", { "1969-12-29" }, "1" },
	{ "ugedag", { "1968-12-31" }, "2" },
	{ "ugedag", { "0001-01-01" }, "1" },
};

START_TEST(notice)
{
	answers(&notices[_i]);
}
END_TEST

/* ---- days: rulebook B, 9.1 --------------------------------------------- */

static const struct {
	const char *in;
	const char *out;
	const char *hours;
	const char *nights;
	const char *dates;
} stays[] = {
	{ "2026-03-01T14:00:00", "2026-03-04T14:00:00", "3", "3", "4" },
	{ "2026-03-01T14:00:00", "2026-03-04T13:59:00", "2", "3", "4" },
	{ "2026-03-01T14:00:00", "2026-03-04T10:00:00", "2", "3", "4" },
	{ "2026-03-01T14:00:00", "2026-03-04T18:00:00", "3", "3", "4" },
	{ "2026-03-01T22:00:00", "2026-03-02T08:00:00", "0", "1", "2" },
	{ "2026-03-01T09:00:00", "2026-03-01T20:00:00", "0", "0", "1" },
	{ "2026-03-01T14:00:00", "2026-03-04T00:00:00", "2", "3", "unknown" },
	{ "2026-03-01T00:00:00", "2026-03-02T00:00:00", "1", "1", "unknown" },
	{ "2026-03-28T14:00:00", "2026-03-29T14:00:00", "unknown", "1", "2" },
	{ "2026-03-28T14:00:00", "2026-03-29T15:00:00", "1", "1", "2" },
	{ "2026-10-24T14:00:00", "2026-10-25T14:00:00", "1", "1", "2" },
	{ "2026-10-24T14:00:00", "2026-10-25T13:30:00", "unknown", "1", "2" },
	{ "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00", "1", "1", "2" },
	{ "2026-10-25T02:30:00+01:00", "2026-10-26T02:30:00", "1", "1", "2" },
	{ "2026-10-25T02:30:00", "2026-10-26T02:30:00", "1", "1", "2" },
	{ "2026-03-29T02:30:00", "2026-03-30T02:30:00", "unknown", "unknown",
	    "unknown" },
	{ "2026-03-28T02:30:00", "2026-03-29T02:30:00", "unknown", "unknown",
	    "unknown" },
	{ "2028-02-28T12:00:00", "2028-03-01T12:00:00", "2", "2", "3" },
	{ "2027-02-28T12:00:00", "2027-03-01T12:00:00", "1", "1", "2" },
	{ "2026-12-31T18:00:00", "2027-01-02T18:00:00", "2", "2", "3" },
	{ "2026-05-01T12:00:00", "2026-06-01T12:00:00", "31", "31", "32" },
	{ "2026-03-01", "2026-03-04", "unknown", "3", "4" },
	/* beyond the rulebook */
	{ "2026-03-01T14:00:00", "2026-03-04", "unknown", "3", "4" },
	{ "2026-03-01", "2026-03-04T00:00:00", "unknown", "3", "unknown" },
	{ "2026-03-04", "2026-03-01", "unknown", "unknown", "unknown" },
	{ "2026-03-04T14:00:00", "2026-03-04T13:00:00", "unknown", "unknown",
	    "unknown" },
	{ "2026-03-04T14:00:00", "2026-03-04T14:00:00", "0", "0", "1" },
	/* with a zone, the Danish date counts: 23:30 UTC is the day after */
	{ "2026-03-01T23:30:00Z", "2026-03-03T12:00:00Z", "1", "1", "2" },
	{ "2026-07-01T22:30:00Z", "2026-07-03T12:00:00Z", "1", "1", "2" },
	{ "2026-03-01T14:00:00+01:00", "2026-03-04T13:59:00+01:00", "2", "3",
	    "4" },
	{ "2026-03-04T13:00:00-05:00", "2026-03-04T20:00:00", "0", "0", "1" },
	/* within the hour that comes twice */
	{ "2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00", "0", "0",
	    "1" },
	{ "2026-10-25T02:10:00+01:00", "2026-10-25T02:50:00+02:00", "unknown",
	    "unknown", "unknown" },
	{ "2026-10-25T02:30:00", "2026-10-27T01:30:00", "unknown", "2", "3" },
	{ "i morgen", "2026-03-04", "unknown", "unknown", "unknown" },
	{ "2026-03-01", "", "unknown", "unknown", "unknown" },
	{ "2026-02-30T12:00:00", "2026-03-04", "unknown", "unknown",
	    "unknown" },
};

START_TEST(days)
{
	struct call call = { "doegn", { stays[_i].in, stays[_i].out }, NULL };

	call.arguments[2] = "hoteldoegn";
	call.expected = stays[_i].hours;
	answers(&call);
	call.arguments[2] = "overnatning";
	call.expected = stays[_i].nights;
	answers(&call);
	call.arguments[2] = "kalenderdoegn";
	call.expected = stays[_i].dates;
	answers(&call);
	call.arguments[2] = "doegn";
	call.expected = "unknown";
	answers(&call);
}
END_TEST

START_TEST(days_show_the_reckoning)
{
	struct fake *fake = fake_create("<k/>");

	fake_function(fake, kt_plugin_tid(), "doegn", "2026-03-01T14:00:00",
	    "2026-03-04T13:59:00", "hoteldoegn");
	ck_assert_str_eq(fake_steps(fake, KT_DA),
	    "71 timer og 59 minutter giver 2 hele døgn af 24 timer\n");
	fake_function(fake, kt_plugin_tid(), "doegn", "2026-03-28T14:00:00",
	    "2026-03-29T14:00:00", "hoteldoegn");
	ck_assert_str_eq(fake_reasons(fake, KT_DA),
	    "uret skifter under opholdet: 1 døgn på uret, 0 eller 0 i "
	    "forløbet tid\n");
	fake_function(fake, kt_plugin_tid(), "doegn", "2026-03-01T14:00:00",
	    "2026-03-04", "hoteldoegn");
	ck_assert_str_eq(fake_reasons(fake, KT_DA),
	    "hoteldøgn kræver klokkeslæt for ankomst og afrejse\n");
	fake_destroy(fake);
}
END_TEST

/* ---- perioder ---------------------------------------------------------- */

#define P(from, til) "<p><fra>" from "</fra><til>" til "</til></p>"
#define JAN P("2026-01-01", "2026-01-31")
#define FEB P("2026-02-01", "2026-02-28")
#define MAR P("2026-03-01", "2026-03-31")
#define OPEN "<p><fra>2026-03-01</fra></p>"

static const struct {
	const char *xml;
	const char *demand;
	const char *nodes;
	const char *verdict;
	const char *findings;
} chains[] = {
	{ JAN FEB OPEN, "begge", "p", "overholdt", "" },
	{ OPEN FEB JAN, "begge", "p", "overholdt", "" },
	{ JAN MAR, "begge", "p", "fund", "p[2]~p[1]" },
	{ JAN MAR, "uden-huller", "p", "fund", "p[2]~p[1]" },
	{ JAN MAR, "uden-overlap", "p", "overholdt", "" },
	{ JAN P("2026-01-31", "2026-02-28"), "uden-overlap", "p", "fund",
	    "p[2]~p[1]" },
	{ JAN P("2026-01-31", "2026-02-28"), "begge", "p", "fund",
	    "p[2]~p[1]" },
	{ JAN P("2026-01-31", "2026-02-28"), "uden-huller", "p", "overholdt",
	    "" },
	{ JAN JAN JAN, "uden-overlap", "p", "fund", "p[2]~p[1]; p[3]~p[1]" },
	/* the longest one is what the next follows */
	{ P("2026-01-01", "2026-03-31") FEB P("2026-04-01", "2026-04-30"),
	    "uden-huller", "p", "overholdt", "" },
	{ P("2026-01-01", "2026-03-31") FEB MAR, "uden-overlap", "p", "fund",
	    "p[2]~p[1]; p[3]~p[1]" },
	{ OPEN P("2026-04-01", "2026-04-30"), "begge", "p", "fund",
	    "p[2]~p[1]" },
	{ P("2026-01-31", "2026-01-01"), "begge", "p", "fund", "p" },
	{ JAN, "begge", "p", "overholdt", "" },
	/* a day is a period, and a day is a gap */
	{ JAN P("2026-02-01", "2026-02-01") P("2026-02-02", "2026-02-03"),
	    "begge", "p", "overholdt", "" },
	{ JAN P("2026-02-02", "2026-02-28"), "uden-huller", "p", "fund",
	    "p[2]~p[1]" },
	/* one that ends before it begins does not hide the others */
	{ P("2025-02-01", "2025-01-01") JAN JAN, "begge", "p", "fund",
	    "p[1]; p[3]~p[2]" },
	{ "", "begge", "p", "ikke-relevant", "" },
	{ "", "begge", "*", "uafklaret", "" },
	{ JAN FEB, "begge", "p|*", "uafklaret", "" },
	{ JAN JAN, "begge", "p|*", "fund", "p[2]~p[1]" },
	{ JAN FEB, "begge", "p|?", "uafklaret", "" },
	/* what cannot be read might fill the gap */
	{ JAN "<p><fra/><til/></p>" MAR, "begge", "p", "uafklaret", "" },
	{ JAN "<p><fra>2026-02-01</fra><til/></p>" MAR, "begge", "p",
	    "uafklaret", "" },
	{ JAN "<p/>" JAN, "begge", "p", "fund", "p[3]~p[1]" },
	{ JAN, "begge", "error", "ikke-tjekket", "" },
	{ JAN, "ingen", "p", "refused", "" },
	{ JAN, "", "p", "refused", "" },
};

START_TEST(periods)
{
	char xml[512];
	struct fake *fake;

	ck_assert_int_lt(
	    snprintf(xml, sizeof(xml), "<k>%s</k>", chains[_i].xml), 512);
	fake = fake_create(xml);
	fake_set(fake, "i", chains[_i].nodes);
	fake_set(fake, "krav", chains[_i].demand);
	ck_assert_str_eq(fake_check(fake, kt_plugin_tid(), "perioder", "."),
	    chains[_i].verdict);
	ck_assert_str_eq(fake_findings(fake), chains[_i].findings);
	fake_destroy(fake);
}
END_TEST

static const struct {
	const char *xml;
	const char *da;
	const char *en;
} notes[] = {
	{ JAN P("2026-02-02", "2026-02-28"),
	    "1 dag uden periode: den foregående slutter den 31. januar 2026\n",
	    "1 day without a period: the one before ends on 31 January "
	    "2026\n" },
	{ JAN P("2026-02-03", "2026-02-28"),
	    "2 dage uden periode: den foregående slutter den 31. januar "
	    "2026\n",
	    "2 days without a period: the one before ends on 31 January "
	    "2026\n" },
	{ JAN P("2026-01-31", "2026-02-28"),
	    "Perioden begynder den 31. januar 2026; den foregående slutter "
	    "først den 31. januar 2026\n",
	    "The period begins on 31 January 2026; the one before ends only "
	    "on 31 January 2026\n" },
	{ OPEN P("2026-04-01", "2026-04-30"),
	    "Perioden begynder i en periode uden slutdato\n",
	    "The period begins within one that has no end\n" },
	{ P("2026-01-31", "2026-01-01"), "Perioden slutter, før den begynder\n",
	    "The period ends before it begins\n" },
};

START_TEST(periods_say_what_is_wrong)
{
	char xml[512];
	struct fake *fake;

	snprintf(xml, sizeof(xml), "<k>%s</k>", notes[_i].xml);
	fake = fake_create(xml);
	fake_set(fake, "i", "p");
	fake_set(fake, "krav", "begge");
	fake_check(fake, kt_plugin_tid(), "perioder", ".");
	ck_assert_str_eq(fake_notes(fake, KT_DA), notes[_i].da);
	ck_assert_str_eq(fake_notes(fake, KT_EN), notes[_i].en);
	fake_destroy(fake);
}
END_TEST

START_TEST(periods_may_be_attributes_of_other_names)
{
	struct fake *fake =
	    fake_create("<k><p start='2026-01-01' slut='2026-01-31'/>"
			"<p start='2026-02-03' slut='2026-02-28'/></k>");

	fake_set(fake, "i", "p");
	fake_set(fake, "krav", "begge");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tid(), "perioder", "."), "uafklaret");
	fake_set(fake, "fra", "start");
	fake_set(fake, "til", "slut");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tid(), "perioder", "."), "fund");
	ck_assert_str_eq(fake_notes(fake, KT_DA),
	    "2 dage uden periode: den foregående slutter den 31. januar "
	    "2026\n");
	ck_assert_str_eq(fake_found(fake), "2026-02-03 -> 2026-02-01\n");
	fake_destroy(fake);
}
END_TEST

START_TEST(periods_without_memory_are_not_judged)
{
	struct fake *fake = fake_create("<k>" JAN JAN JAN "</k>");

	fake_set(fake, "i", "p");
	fake_set(fake, "krav", "begge");
	fake_memory(fake, 0);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tid(), "perioder", "."), "ikke-tjekket");
	fake_memory(fake, -1);
	fake_finding_limit(fake, 1);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tid(), "perioder", "."), "fund");
	ck_assert_str_eq(fake_findings(fake), "p[2]~p[1]");
	fake_finding_limit(fake, 0);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tid(), "perioder", "."), "ikke-tjekket");
	fake_destroy(fake);
}
END_TEST

Suite *plugin_tid_suite(void)
{
	Suite *suite = suite_create("plugin_tid");
	TCase *functions = tcase_create("functions");
	TCase *checks = tcase_create("checks");

	tcase_add_loop_test(functions, age, 0, COUNT(ages));
	tcase_add_test(functions, age_says_what_it_found_and_not_when_born);
	tcase_add_loop_test(functions, deadline, 0, COUNT(deadlines));
	tcase_add_test(functions, deadline_names_its_last_day);
	tcase_add_loop_test(functions, notice, 0, COUNT(notices));
	tcase_add_loop_test(functions, days, 0, COUNT(stays));
	tcase_add_test(functions, days_show_the_reckoning);
	suite_add_tcase(suite, functions);
	tcase_add_loop_test(checks, periods, 0, COUNT(chains));
	tcase_add_loop_test(checks, periods_say_what_is_wrong, 0, COUNT(notes));
	tcase_add_test(checks, periods_may_be_attributes_of_other_names);
	tcase_add_test(checks, periods_without_memory_are_not_judged);
	suite_add_tcase(suite, checks);
	return suite;
}
