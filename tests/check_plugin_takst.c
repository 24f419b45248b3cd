#include <stdio.h>
#include <string.h>

#include "fake_host.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* Named by the Makefile: plugins/takst linked in. */
const struct kt_plugin *kt_plugin_takst(void);

#define HUGE_NUMBER "99999999999999999999999999999999999999"

static const struct {
	const char *function;
	const char *arguments[6];
	const char *expected;
} calls[] = {
	/* rulebook B, 9.6 */
	{ "beregn", { "11500000", "-120000", "12", "365", "96" },
	    "2706.430745814307458143" },
	{ "beregn", { "11500000", "0", "12", "365", "96" },
	    "2734.969558599695585997" },
	{ "beregn", { "11500000", "-120000", "12", "366", "96" },
	    "2699.03612629022465088" },
	{ "beregn", { "11500000", "-120000", "12", "365", "100" },
	    "2598.173515981735159817" },
	{ "beregn", { "0", "-120000", "12", "365", "96" },
	    "-28.538812785388127854" },
	{ "beregn", { "1000000.50", "0", "10", "100", "100" }, "1000.0005" },
	{ "beregn", { "11500000", "0", "0", "365", "96" }, "unknown" },
	{ "beregn", { "11500000", "0", "12", "0.0", "96" }, "unknown" },
	{ "beregn", { "11500000", "0", "12", "365", "0" }, "unknown" },
	{ "beregn", { "11500000", "0", "-12", "365", "96" }, "unknown" },
	{ "beregn", { "?", "0", "12", "365", "96" }, "unknown" },
	{ "beregn", { HUGE_NUMBER, "0", "12", "365", "96" }, "error 2" },
	/* the last written place */
	{ "tolerance", { "2706.43" }, "0.005" },
	{ "tolerance", { "2706.4" }, "0.05" },
	{ "tolerance", { "2706.40" }, "0.005" },
	{ "tolerance", { "2706" }, "0.5" },
	{ "tolerance", { "-2706" }, "0.5" },
	{ "tolerance", { "2706.43", "1" }, "0.5" },
	{ "tolerance", { "2706.43", "0.25" }, "0.125" },
	{ "tolerance", { "2706.43", "0" }, "unknown" },
	{ "tolerance", { "2706.43", "-1" }, "unknown" },
	{ "tolerance", { "2706.43", "?" }, "unknown" },
	/* 9.6: one øre too much; a half is rounded up and down */
	{ "svarer", { "2706.43", "2706.430745814307458143" }, "true" },
	{ "svarer", { "2706.44", "2706.430745814307458143" }, "false" },
	{ "svarer", { "2706", "2706.430745814307458143" }, "true" },
	{ "svarer", { "2707", "2706.430745814307458143" }, "false" },
	{ "svarer", { "2707", "2706.430745814307458143", "10" }, "true" },
	{ "svarer", { "2126.88", "2126.875" }, "true" },
	{ "svarer", { "2126.87", "2126.875" }, "true" },
	{ "svarer", { "2126.87", "2126.875000000000000001" }, "false" },
	{ "svarer", { "-28.54", "-28.53881278538812785" }, "true" },
	{ "svarer", { "-28.53", "-28.53881278538812785" }, "false" },
	{ "svarer", { "2126.87", "2126.875", "0" }, "unknown" },
	/* 9.4 */
	{ "svarer", { "2347.79", "2347.794" }, "true" },
	{ "svarer", { "2374.79", "2347.794" }, "false" },
	/* 9.5 */
	{ "vaekst", { "2000", "2060" }, "3" },
	{ "vaekst", { "2000.00", "2000.00" }, "0" },
	{ "vaekst", { "2000", "1950" }, "-2.5" },
	{ "vaekst", { "1300", "1070" }, "-17.692307692307692308" },
	{ "vaekst", { "0", "1070" }, "unknown" },
	{ "vaekst", { "-5", "1070" }, "unknown" },
	{ "vaekst", { "5", HUGE_NUMBER }, "error 2" },
	/* 9.2 */
	{ "andel", { "770000", "8000000" }, "9.625" },
	{ "andel", { "9.75", "42.50" }, "22.941176470588235294" },
	{ "andel", { "-1", "4" }, "-25" },
	{ "andel", { "1", "0" }, "unknown" },
	{ "afrund", { "2706.430745", "2" }, "2706.43" },
	{ "afrund", { "2126.875", "2" }, "2126.88" },
	{ "afrund", { "-2126.875", "2" }, "-2126.88" },
	{ "afrund", { "2126.874", "2" }, "2126.87" },
	{ "afrund", { "2126.5", "0" }, "2127" },
	{ "afrund", { "2126.5", "2.0" }, "2126.5" },
	{ "afrund", { "2126.5", "4" }, "2126.5" },
	{ "afrund", { "2126.5", "-1" }, "unknown" },
	{ "afrund", { "2126.5", "1.5" }, "unknown" },
	{ "afrund", { "2126.5", "99" }, "error 3" },
	/* 9.7 and 9.3 */
	{ "omregn", { "13090.00", "uge", "doegn" }, "1870" },
	{ "omregn", { "14014.00", "uge", "doegn", "?" }, "2002" },
	{ "omregn", { "1870.00", "doegn", "uge" }, "13090" },
	{ "omregn", { "1870.00", "doegn", "doegn", "30.5" }, "1870" },
	{ "omregn", { "73200", "maaned", "doegn", "30.5" }, "2400" },
	{ "omregn", { "73796", "maaned", "doegn", "30.5" },
	    "2419.540983606557377049" },
	{ "omregn", { "73796", "maaned", "doegn" }, "unknown" },
	{ "omregn", { "73796", "maaned", "doegn", "?" }, "unknown" },
	{ "omregn", { "73796", "maaned", "doegn", "0" }, "unknown" },
	{ "omregn", { "73796", "uge", "maaned" }, "unknown" },
	{ "omregn", { "73796", "doegn", "maaned" }, "unknown" },
	{ "omregn", { "73796", "", "doegn" }, "unknown" },
	{ "omregn", { "73796", "uge", "" }, "unknown" },
	{ "omregn", { "73796", "", "" }, "unknown" },
	{ "omregn", { "73796", "", "doegn", "2" }, "unknown" },
	{ "omregn", { "73796", "maaned", "", "2" }, "unknown" },
	{ "omregn", { "7", "dag", "doegn" }, "unknown" },
	{ "omregn", { "7", "doegn", "dag" }, "unknown" },
	{ "omregn", { "7", "dag", "uge", "0.5" }, "14" },
	{ "omregn", { "?", "uge", "doegn" }, "unknown" },
};

START_TEST(answer)
{
	struct fake *fake = fake_create("<t/>");
	const char *actual = fake_function_of(
	    fake, kt_plugin_takst(), calls[_i].function, calls[_i].arguments);

	ck_assert_msg(strcmp(actual, calls[_i].expected) == 0,
	    "%s(%s, %s, %s) is %s, not %s", calls[_i].function,
	    calls[_i].arguments[0], calls[_i].arguments[1],
	    calls[_i].arguments[2], actual, calls[_i].expected);
	fake_destroy(fake);
}
END_TEST

START_TEST(tariff_shows_its_formula)
{
	struct fake *fake = fake_create("<t/>");

	fake_function(fake, kt_plugin_takst(), "beregn", "11500000", "-120000",
	    "12", "365", "96");
	ck_assert_str_eq(fake_steps(fake, KT_DA),
	    "(11.500.000 - 120.000) / (12 × 365 × 96 / 100) = "
	    "2.706,430746\n");
	ck_assert_str_eq(fake_steps(fake, KT_EN),
	    "(11,500,000 - 120,000) / (12 × 365 × 96 / 100) = "
	    "2,706.430746\n");
	fake_destroy(fake);
}
END_TEST

START_TEST(no_adjustment_has_no_minus)
{
	struct fake *fake = fake_create("<t/>");

	fake_function(
	    fake, kt_plugin_takst(), "beregn", "10", "0", "1", "1", "100");
	ck_assert_str_eq(
	    fake_steps(fake, KT_DA), "(10 + 0) / (1 × 1 × 100 / 100) = 10\n");
	fake_destroy(fake);
}
END_TEST

START_TEST(comparison_shows_its_difference)
{
	struct fake *fake = fake_create("<t/>");

	fake_function(fake, kt_plugin_takst(), "svarer", "2374.79", "2347.79");
	ck_assert_str_eq(fake_steps(fake, KT_DA),
	    "afvigelsen er 27; afrunding tillader 0,005\n");
	fake_function(
	    fake, kt_plugin_takst(), "beregn", "1", "1", "0", "1", "1");
	ck_assert_str_eq(fake_reasons(fake, KT_DA),
	    "antallet af pladser er ikke over nul, så der kan ikke deles med "
	    "det\n");
	/* without memory there is no text, but the answer stands */
	fake_memory(fake, 0);
	ck_assert_str_eq(fake_function(fake, kt_plugin_takst(), "svarer",
			     "2374.79", "2347.79"),
	    "false");
	fake_destroy(fake);
}
END_TEST

Suite *plugin_takst_suite(void)
{
	Suite *suite = suite_create("plugin_takst");
	TCase *functions = tcase_create("functions");

	tcase_add_loop_test(functions, answer, 0, COUNT(calls));
	tcase_add_test(functions, tariff_shows_its_formula);
	tcase_add_test(functions, no_adjustment_has_no_minus);
	tcase_add_test(functions, comparison_shows_its_difference);
	suite_add_tcase(suite, functions);
	return suite;
}
