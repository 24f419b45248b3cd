#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "mask.h"
#include "suites.h"

static const struct {
	const char *name;
	const char *text;
	const char *masked; /* NULL: left alone */
} rows[] = {
	{ "together", "0101901234", "XXXXXXXXXX" },
	{ "hyphen", "010190-1234", "XXXXXX-XXXX" },
	{ "space", "010190 1234", "XXXXXX XXXX" },
	{ "hyphen with spaces", "010190 - 1234", "XXXXXX - XXXX" },
	{ "hyphen of a word processor",
	    "010190\xE2\x80\x93"
	    "1234",
	    "XXXXXX\xE2\x80\x93XXXX" },
	{ "hyphen that does not break",
	    "010190\xE2\x80\x91"
	    "1234",
	    "XXXXXX\xE2\x80\x91XXXX" },
	{ "space that does not break",
	    "010190\xC2\xA0"
	    "1234",
	    "XXXXXX\xC2\xA0XXXX" },
	{ "in a sentence", "Borger (290200-0007), født i Århus.",
	    "Borger (XXXXXX-XXXX), født i Århus." },
	{ "between tags", "<cpr>3112991111</cpr>", "<cpr>XXXXXXXXXX</cpr>" },
	{ "two", "010190-1234 og 3006301234", "XXXXXX-XXXX og XXXXXXXXXX" },
	{ "side by side", "010190-1234,010190-1235",
	    "XXXXXX-XXXX,XXXXXX-XXXX" },
	{ "replacement number", "6101901234", "XXXXXXXXXX" },
	{ "replacement number, last day", "911290-1234", "XXXXXX-XXXX" },
	{ "letters on both sides", "x0101901234y", "xXXXXXXXXXXy" },
	{ "29 February in any year", "290299-1234", "XXXXXX-XXXX" },
	{ "seven digits first", "1010190-1234", NULL },
	{ "five digits last", "010190-12345", NULL },
	{ "three digits last", "010190-123", NULL },
	{ "eleven digits", "01019012345", NULL },
	{ "day 0", "0001901234", NULL },
	{ "day 32", "3201901234", NULL },
	{ "day 60", "6001901234", NULL },
	{ "day 92", "9201901234", NULL },
	{ "30 February", "3002901234", NULL },
	{ "31 April", "310490-1234", NULL },
	{ "month 0", "0100901234", NULL },
	{ "month 13", "0113901234", NULL },
	{ "two hyphens", "010190--1234", NULL },
	{ "two spaces", "010190  1234", "XXXXXX  XXXX" },
	{ "three spaces", "010190   1234", NULL },
	{ "two hyphens in a telephone number", "010190-12-34", NULL },
	{ "an amount", "1.234.567,50 kr.", NULL },
	{ "a GLN", "5790001234567", NULL },
	{ "a CVR number", "12345678", NULL },
	{ "cut off", "010190-", NULL },
	{ "nothing", "", NULL },
};

START_TEST(test_row)
{
	struct kt_string text = kt_string_of(rows[_i].text);
	struct kt_string masked;
	struct kt_arena arena;

	kt_arena_init(&arena);
	masked = kt_mask(&arena, text);
	ck_assert_msg(masked.size == text.size, "%s", rows[_i].name);
	if (rows[_i].masked == NULL)
		ck_assert_msg(masked.data == text.data, "%s", rows[_i].name);
	else
		ck_assert_msg(
		    kt_string_equal(masked, kt_string_of(rows[_i].masked)),
		    "%s: %.*s", rows[_i].name, KT_FMT(masked));
	kt_arena_finish(&arena);
}
END_TEST

/* Exactly as many bytes as it says are read: the copy has none after them. */
START_TEST(test_in_place)
{
	size_t size = strlen(rows[_i].text);
	char *copy = malloc(size == 0 ? 1 : size);
	const char *expected = rows[_i].masked;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, rows[_i].text, size);
	kt_mask_in_place(copy, size);
	if (expected == NULL)
		expected = rows[_i].text;
	ck_assert_msg(memcmp(copy, expected, size) == 0, "%s", rows[_i].name);
	free(copy);
}
END_TEST

START_TEST(test_every_cut)
{
	static const char text[] = "a 010190 - 1234 \xE2\x80\x93 0101901234";

	for (size_t size = 0; size < sizeof(text); size++) {
		char *copy = malloc(size + 1);

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, text, size);
		kt_mask_in_place(copy, size);
		free(copy);
	}
}
END_TEST

/* ---- source ------------------------------------------------------------ */

static const struct {
	const char *source, *masked;
} sources[] = {
	{ "<a>150308-4000</a>", "<a>XXXXXX-XXXX</a>" },
	{ "<a>150308&#45;4000</a>", "<a>XXXXXX&#45;XXXX</a>" },
	{ "<a>150308&#x2D;4000</a>", "<a>XXXXXX&#x2D;XXXX</a>" },
	{ "<a>150308-<b n='x'>4000</b></a>",
	    "<a>XXXXXX-<b n='x'>XXXX</b></a>" },
	{ "<a>15<!-- 9 -->0308-4000</a>", "<a>XX<!-- 9 -->XXXX-XXXX</a>" },
	{ "<a><![CDATA[150308-]]>4000</a>", "<a><![CDATA[XXXXXX-]]>XXXX</a>" },
	{ "<a>150308-\n   4000</a>", "<a>XXXXXX-\n   XXXX</a>" },
	{ "<a>&#49;50308-4000</a>", "<a>XXXXXXXXXX-XXXX</a>" },
	{ "<a b='150308-4000'/>", "<a b='XXXXXX-XXXX'/>" },
	{ "<a>1.500 kr., 30 dage, 2026-03-01</a>",
	    "<a>1.500 kr., 30 dage, 2026-03-01</a>" },
	{ "<a>5798009999016</a>", "<a>5798009999016</a>" },
	{ "<a>150308-4000", "<a>XXXXXX-XXXX" },
	{ "&#;&#x;&#xZZ;&#999999999999;<", "&#;&#x;&#xZZ;&#999999999999;<" },
};

START_TEST(masks_source)
{
	char text[200];

	snprintf(text, sizeof(text), "%s", sources[_i].source);
	kt_mask_source(text, strlen(text));
	ck_assert_str_eq(text, sources[_i].masked);
}
END_TEST

Suite *mask_suite(void)
{
	Suite *suite = suite_create("mask");
	TCase *tc = tcase_create("Core");
	int count = (int)(sizeof(rows) / sizeof(*rows));

	tcase_add_loop_test(tc, test_row, 0, count);
	tcase_add_loop_test(tc, test_in_place, 0, count);
	tcase_add_test(tc, test_every_cut);
	TCase *source = tcase_create("source");
	tcase_add_loop_test(source, masks_source, 0,
	    sizeof(sources) / sizeof(*sources));
	suite_add_tcase(suite, source);
	suite_add_tcase(suite, tc);
	return suite;
}
