#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* The same numbers in every run, so that a failure can be repeated. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* ---- text -------------------------------------------------------------- */

START_TEST(string_of_null_is_empty)
{
	struct kt_string s = kt_string_of(NULL);

	ck_assert_uint_eq(s.size, 0);
	ck_assert_ptr_nonnull(s.data);
	ck_assert_uint_eq(kt_string_of("blåbær").size, 8);
}
END_TEST

static const struct {
	const char *a;
	const char *b;
	int order;
	bool starts; /* a with b */
} comparisons[] = {
	{ "", "", 0, true },
	{ "a", "", 1, true },
	{ "", "a", -1, false },
	{ "pris", "pris", 0, true },
	{ "prisen", "pris", 1, true },
	{ "pris", "prisen", -1, false },
	{ "pria", "pris", -1, false },
	{ "z", "å", -1, false }, /* bytes are unsigned */
	{ "å", "z", 1, false },
};

START_TEST(string_compares)
{
	struct kt_string a = kt_string_of(comparisons[_i].a);
	struct kt_string b = kt_string_of(comparisons[_i].b);
	int order = kt_string_compare(a, b);

	order = (order > 0) - (order < 0);
	ck_assert_msg(order == comparisons[_i].order, "'%s' against '%s': %d",
	    a.data, b.data, order);
	ck_assert_msg(kt_string_equal(a, b) == (comparisons[_i].order == 0),
	    "'%s' equal to '%s'", a.data, b.data);
	ck_assert_msg(kt_string_starts(a, b) == comparisons[_i].starts,
	    "'%s' starts with '%s'", a.data, b.data);
}
END_TEST

START_TEST(string_without_data_is_empty)
{
	struct kt_string none = { NULL, 0 };

	ck_assert(kt_string_equal(none, KT_S("")));
	ck_assert_int_eq(kt_string_compare(none, KT_S("")), 0);
	ck_assert(kt_string_starts(KT_S("a"), none));
	ck_assert_uint_eq(kt_string_trim(none).size, 0);
	ck_assert_uint_eq(kt_string_length(none), 0);
	ck_assert_uint_eq(kt_string_distance(none, KT_S("æø"), 5), 2);
}
END_TEST

static const struct {
	const char *text;
	const char *trimmed;
	size_t length;
} trims[] = {
	{ "", "", 0 },
	{ " \t\r\n", "", 0 },
	{ "a", "a", 1 },
	{ "  a b\n", "a b", 3 },
	{ "\r\nblåbærgrød", "blåbærgrød", 10 },
	/* a no-break space is no white space to XML */
	{ "\xC2\xA0§ 107\xC2\xA0 ", "\xC2\xA0§ 107\xC2\xA0", 7 },
	{ "\v1\f", "\v1\f", 3 },
	{ "€ og 😀", "€ og 😀", 6 },
};

START_TEST(string_trims_and_counts)
{
	struct kt_string s = kt_string_trim(kt_string_of(trims[_i].text));

	ck_assert_msg(kt_string_equal(s, kt_string_of(trims[_i].trimmed)),
	    "row %d: '%.*s'", _i, KT_FMT(s));
	ck_assert_msg(kt_string_length(s) == trims[_i].length, "row %d: %zu",
	    _i, kt_string_length(s));
}
END_TEST

static const struct {
	const char *a;
	const char *b;
	size_t limit;
	size_t distance;
} distances[] = {
	{ "", "", 3, 0 },
	{ "", "abc", 3, 3 },
	{ "", "abcd", 3, 4 },
	{ "leverandoer", "leverandør", 2, 2 },
	{ "leverandør", "leverandøre", 2, 1 },
	{ "koeber", "køber", 2, 2 },
	{ "ø", "å", 2, 1 }, /* two bytes, one character */
	{ "€", "😀", 2, 1 },
	{ "takst", "taskt", 2, 2 },
	{ "kitten", "sitting", 5, 3 },
	{ "kitten", "sitting", 3, 3 },
	{ "kitten", "sitting", 2, 3 },
	{ "kitten", "sitting", 0, 1 },
	{ "abc", "xyz", 2, 3 },
	{ "abc", "xyz", 100, 3 },
	{ "abc", "xyz", SIZE_MAX, 3 },
	{ "same", "same", 0, 0 },
};

START_TEST(string_distance_of_pairs)
{
	struct kt_string a = kt_string_of(distances[_i].a);
	struct kt_string b = kt_string_of(distances[_i].b);
	size_t there = kt_string_distance(a, b, distances[_i].limit);
	size_t back = kt_string_distance(b, a, distances[_i].limit);

	ck_assert_msg(there == distances[_i].distance,
	    "'%s' to '%s' within %zu: %zu", a.data, b.data, distances[_i].limit,
	    there);
	ck_assert_msg(back == distances[_i].distance,
	    "'%s' to '%s' within %zu: %zu", b.data, a.data, distances[_i].limit,
	    back);
}
END_TEST

/* The whole table, as in a textbook. */
static size_t plain_distance(const char *a, const char *b)
{
	static size_t cell[128][128];
	size_t rows = strlen(a);
	size_t columns = strlen(b);

	for (size_t i = 0; i <= rows; i++) {
		for (size_t j = 0; j <= columns; j++) {
			size_t best = i + j;

			if (i > 0 && cell[i - 1][j] + 1 < best)
				best = cell[i - 1][j] + 1;
			if (j > 0 && cell[i][j - 1] + 1 < best)
				best = cell[i][j - 1] + 1;
			if (i > 0 && j > 0 &&
			    cell[i - 1][j - 1] + (a[i - 1] != b[j - 1]) < best)
				best =
				    cell[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			cell[i][j] = best;
		}
	}
	return cell[rows][columns];
}

START_TEST(string_distance_is_exact)
{
	uint64_t state = 20260518;

	for (int turn = 0; turn < 3000; turn++) {
		/* every other time long enough for a band on the heap */
		size_t longest = turn % 2 == 0 ? 12 : 100;
		char text[2][128] = { "", "" };
		size_t limit = (size_t)(next_random(&state) % 120);
		size_t expected;
		size_t actual;

		for (size_t i = 0; i < 2; i++) {
			size_t size = (size_t)next_random(&state) % longest;

			for (size_t k = 0; k < size; k++)
				text[i][k] =
				    (char)('a' + next_random(&state) % 3);
		}
		expected = plain_distance(text[0], text[1]);
		if (expected > limit)
			expected = limit + 1;
		actual = kt_string_distance(
		    kt_string_of(text[0]), kt_string_of(text[1]), limit);
		ck_assert_msg(actual == expected,
		    "'%s' to '%s' within %zu: %zu, not %zu", text[0], text[1],
		    limit, actual, expected);
	}
}
END_TEST

START_TEST(string_distance_survives_bad_utf8)
{
	struct kt_string bad = KT_S("\x80\x80\xFF\xC3");
	struct kt_string cut = KT_S("\xF0\x9F");

	ck_assert_uint_le(kt_string_distance(bad, cut, 9), 5);
	ck_assert_uint_le(kt_string_distance(cut, bad, 9), 5);
	ck_assert_uint_le(kt_string_distance(bad, KT_S("abcdef"), 1), 2);
}
END_TEST

/* Whether all bytes are the same; one assert for each would take minutes. */
static bool filled(const unsigned char *bytes, size_t size, size_t value)
{
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] != value)
			return false;
	}
	return true;
}

/* ---- arena ------------------------------------------------------------- */

START_TEST(arena_pieces_are_apart)
{
	enum { PIECES = 2000 };
	static unsigned char *piece[PIECES];
	struct kt_arena arena;
	uint64_t state = 7;
	size_t sizes[PIECES];

	kt_arena_init(&arena);
	for (size_t i = 0; i < PIECES; i++) {
		sizes[i] = (size_t)next_random(&state) % 300;
		if (i % 100 == 0)
			sizes[i] = 50000;
		piece[i] = kt_arena_alloc(&arena, sizes[i]);
		ck_assert_ptr_nonnull(piece[i]);
		ck_assert_uint_eq(
		    (uintptr_t)piece[i] % _Alignof(max_align_t), 0);
		ck_assert(filled(piece[i], sizes[i], 0));
		memset(piece[i], (int)(i % 255) + 1, sizes[i]);
	}
	for (size_t i = 0; i < PIECES; i++)
		ck_assert(filled(piece[i], sizes[i], i % 255 + 1));
	ck_assert(!arena.failed);
	kt_arena_finish(&arena);
}
END_TEST

START_TEST(arena_reset_keeps_the_largest_block)
{
	struct kt_arena arena;
	unsigned char *large;
	unsigned char *again;

	kt_arena_init(&arena);
	kt_arena_reset(&arena);
	kt_arena_alloc(&arena, 100);
	large = kt_arena_alloc(&arena, 3000000);
	memset(large, 0xAA, 3000000);
	kt_arena_alloc(&arena, 5000000 / 2);
	kt_arena_reset(&arena);

	again = kt_arena_alloc(&arena, 3000000);
	ck_assert_ptr_eq(again, large);
	ck_assert(filled(again, 3000000, 0));
	kt_arena_finish(&arena);
	kt_arena_finish(&arena);
}
END_TEST

START_TEST(arena_nothing_still_has_a_place)
{
	struct kt_arena arena;
	void *a;
	void *b;

	kt_arena_init(&arena);
	a = kt_arena_alloc(&arena, 0);
	b = kt_arena_array(&arena, 0, 8);
	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_nonnull(b);
	ck_assert_ptr_ne(a, b);
	ck_assert_ptr_nonnull(kt_arena_array(&arena, 8, 0));
	kt_arena_finish(&arena);
}
END_TEST

START_TEST(arena_failure_stays)
{
	volatile size_t huge = SIZE_MAX / 2 + 2;
	struct kt_arena arena;

	kt_arena_init(&arena);
	if (_i == 0)
		ck_assert_ptr_null(kt_arena_array(&arena, huge, 2));
	else if (_i == 1)
		ck_assert_ptr_null(kt_arena_alloc(&arena, SIZE_MAX - 5));
	else
		ck_assert_ptr_null(kt_arena_alloc(&arena, huge));
	ck_assert(arena.failed);
	ck_assert_ptr_null(kt_arena_alloc(&arena, 1));
	ck_assert_ptr_null(kt_arena_copy(&arena, KT_S("x")).data);
	ck_assert_ptr_null(kt_arena_printf(&arena, "x").data);
	kt_arena_reset(&arena);
	ck_assert(!arena.failed);
	ck_assert_ptr_nonnull(kt_arena_alloc(&arena, 1));
	kt_arena_finish(&arena);
}
END_TEST

START_TEST(arena_copies_and_prints)
{
	struct kt_string none = { NULL, 0 };
	struct kt_arena arena;
	struct kt_string s;
	char text[] = "måned";

	kt_arena_init(&arena);
	s = kt_arena_copy(&arena, kt_string_of(text));
	text[0] = 'x';
	ck_assert_str_eq(s.data, "måned");
	ck_assert_uint_eq(s.size, 6);
	s = kt_arena_copy(&arena, none);
	ck_assert_str_eq(s.data, "");
	s = kt_arena_printf(
	    &arena, "%s %d %.*s", "år", 2026, KT_FMT(KT_S("slut")));
	ck_assert_str_eq(s.data, "år 2026 slut");
	ck_assert_uint_eq(s.size, 13);
	s = kt_arena_printf(&arena, "%20000d", 1);
	ck_assert_uint_eq(s.size, 20000);
	ck_assert_uint_eq(strlen(s.data), 20000);
	kt_arena_finish(&arena);
}
END_TEST

/* ---- growing buffer ---------------------------------------------------- */

START_TEST(buffer_grows)
{
	struct kt_buffer buffer;
	char expected[64];

	kt_buffer_init(&buffer);
	ck_assert_str_eq(kt_buffer_string(&buffer).data, "");
	kt_buffer_clear(&buffer);
	kt_buffer_add(&buffer, KT_S(""));
	ck_assert_uint_eq(kt_buffer_string(&buffer).size, 0);
	for (int i = 0; i < 1000; i++) {
		kt_buffer_add(&buffer, KT_S("æ"));
		kt_buffer_add_char(&buffer, ':');
		kt_buffer_printf(&buffer, "%04d;", i);
		ck_assert_uint_eq(buffer.size, (size_t)(i + 1) * 8);
		ck_assert_uint_eq(strlen(buffer.data), buffer.size);
	}
	snprintf(expected, sizeof(expected), "æ:%04d;", 777);
	ck_assert_int_eq(memcmp(buffer.data + 777 * 8, expected, 8), 0);
	kt_buffer_clear(&buffer);
	ck_assert_str_eq(kt_buffer_string(&buffer).data, "");
	kt_buffer_finish(&buffer);
	kt_buffer_finish(&buffer);
}
END_TEST

/* Around the room that printf sets aside for its first try. */
START_TEST(buffer_prints_any_length)
{
	struct kt_buffer buffer;

	for (int length = 1; length < 140; length++) {
		kt_buffer_init(&buffer);
		kt_buffer_add(&buffer, KT_S("abc"));
		kt_buffer_printf(&buffer, "%*d", length, 7);
		ck_assert_uint_eq(buffer.size, 3 + (size_t)length);
		ck_assert_uint_eq(strlen(buffer.data), buffer.size);
		ck_assert_int_eq(buffer.data[buffer.size - 1], '7');
		kt_buffer_finish(&buffer);
	}
}
END_TEST

START_TEST(buffer_failure_stays)
{
	struct kt_string huge = { "x", PTRDIFF_MAX };
	struct kt_buffer buffer;

	if (_i == 1)
		huge.size = SIZE_MAX;
	kt_buffer_init(&buffer);
	kt_buffer_add(&buffer, KT_S("før"));
	kt_buffer_add(&buffer, huge);
	ck_assert(buffer.failed);
	kt_buffer_add(&buffer, KT_S("efter"));
	kt_buffer_add_char(&buffer, '!');
	kt_buffer_printf(&buffer, "%d", 1);
	ck_assert_uint_eq(buffer.size, 4);
	kt_buffer_clear(&buffer);
	kt_buffer_add(&buffer, KT_S("igen"));
	ck_assert(!buffer.failed);
	ck_assert_str_eq(buffer.data, "igen");
	kt_buffer_finish(&buffer);
}
END_TEST

START_TEST(grow_keeps_content)
{
	uint32_t *numbers = NULL;
	size_t capacity = 0;

	for (uint32_t i = 0; i < 5000; i++) {
		ck_assert(
		    kt_grow(&numbers, &capacity, i + 1, sizeof(*numbers)));
		ck_assert_uint_gt(capacity, i);
		numbers[i] = i * 3;
	}
	for (uint32_t i = 0; i < 5000; i++)
		ck_assert_uint_eq(numbers[i], i * 3);
	free(numbers);
}
END_TEST

START_TEST(grow_refuses_what_cannot_be)
{
	size_t needed[] = { SIZE_MAX, SIZE_MAX / 4 + 2, PTRDIFF_MAX / 4 + 1 };
	uint32_t *numbers = NULL;
	size_t capacity = 0;
	uint32_t *before;

	ck_assert(kt_grow(&numbers, &capacity, 1, sizeof(*numbers)));
	before = numbers;
	ck_assert(!kt_grow(&numbers, &capacity, needed[_i], sizeof(*numbers)));
	ck_assert_ptr_eq(numbers, before);
	ck_assert_uint_lt(capacity, 100);
	free(numbers);
}
END_TEST

/* ---- errors ------------------------------------------------------------ */

START_TEST(error_speaks_both_languages)
{
	struct kt_error error;

	kt_error_clear(&error);
	ck_assert_int_eq(kt_fail(&error, KT_E_INPUT, "ukendt element '%.*s'",
			     "unknown element '%.*s'", KT_FMT(KT_S("pris"))),
	    KT_E_INPUT);
	ck_assert_int_eq(error.status, KT_E_INPUT);
	ck_assert_str_eq(error.message[KT_DA], "ukendt element 'pris'");
	ck_assert_str_eq(error.message[KT_EN], "unknown element 'pris'");
	ck_assert_str_eq(error.file, "");
	ck_assert_uint_eq(error.line, 0);
}
END_TEST

START_TEST(error_first_wins)
{
	struct kt_error error;

	kt_error_clear(&error);
	ck_assert_int_eq(kt_fail_at(&error, KT_S("a.xml"), 1, 1), KT_OK);
	ck_assert_str_eq(error.file, "");
	kt_fail_memory(&error);
	ck_assert_int_eq(
	    kt_fail(&error, KT_E_USE, "anden", "second"), KT_E_USE);
	ck_assert_int_eq(error.status, KT_E_MEMORY);
	ck_assert_str_eq(error.message[KT_EN], "out of memory");
	ck_assert_int_eq(kt_fail_at(&error, KT_S("a.xml"), 3, 9), KT_E_MEMORY);
	ck_assert_int_eq(kt_fail_at(&error, KT_S("b.xml"), 4, 8), KT_E_MEMORY);
	ck_assert_str_eq(error.file, "a.xml");
	ck_assert_uint_eq(error.line, 3);
	ck_assert_uint_eq(error.column, 9);
	kt_error_clear(&error);
	ck_assert_int_eq(error.status, KT_OK);
	ck_assert_str_eq(error.file, "");
	ck_assert_uint_eq(error.line, 0);
	ck_assert_str_eq(error.message[KT_DA], "");
}
END_TEST

START_TEST(error_place_may_be_a_line_only)
{
	struct kt_string none = { NULL, 0 };
	struct kt_error error;

	kt_error_clear(&error);
	kt_fail(&error, KT_E_INPUT, "da", "en");
	ck_assert_int_eq(kt_fail_at(&error, none, 7, 1), KT_E_INPUT);
	ck_assert_int_eq(kt_fail_at(&error, KT_S("b.xml"), 8, 1), KT_E_INPUT);
	ck_assert_str_eq(error.file, "");
	ck_assert_uint_eq(error.line, 7);
}
END_TEST

START_TEST(error_may_be_left_out)
{
	ck_assert_int_eq(kt_fail(NULL, KT_E_LIMIT, "da", "en"), KT_E_LIMIT);
	ck_assert_int_eq(kt_fail_memory(NULL), KT_E_MEMORY);
	ck_assert_int_ne(kt_fail_at(NULL, KT_S("a.xml"), 1, 1), KT_OK);
}
END_TEST

static const char *const letters[] = { "x", "å", "€", "😀" };

/* A full field ends with a whole character, whatever its size. */
START_TEST(error_is_cut_between_characters)
{
	struct kt_error error;
	struct kt_buffer text;
	size_t size = strlen(letters[_i]);

	for (size_t before = 0; before < 8; before++) {
		struct kt_string s;

		kt_error_clear(&error);
		kt_buffer_init(&text);
		for (size_t i = 0; i < before; i++)
			kt_buffer_add_char(&text, '.');
		while (text.size < 600)
			kt_buffer_add(&text, kt_string_of(letters[_i]));
		kt_fail(&error, KT_E_USE, "%s", "%s", text.data);
		kt_fail_at(&error, kt_buffer_string(&text), 1, 1);
		kt_buffer_finish(&text);

		s = kt_string_of(error.message[KT_DA]);
		ck_assert_msg(s.size == 511 - (511 - before) % size,
		    "'%s' after %zu: %zu bytes", letters[_i], before, s.size);
		ck_assert_uint_eq((s.size - before) % size, 0);
		ck_assert_str_eq(error.message[KT_EN], s.data);
		ck_assert_str_eq(error.file, s.data);
	}
}
END_TEST

static TCase *text_case(void)
{
	TCase *text = tcase_create("text");

	tcase_add_test(text, string_of_null_is_empty);
	tcase_add_loop_test(text, string_compares, 0, COUNT(comparisons));
	tcase_add_test(text, string_without_data_is_empty);
	tcase_add_loop_test(text, string_trims_and_counts, 0, COUNT(trims));
	tcase_add_loop_test(
	    text, string_distance_of_pairs, 0, COUNT(distances));
	tcase_add_test(text, string_distance_is_exact);
	tcase_add_test(text, string_distance_survives_bad_utf8);
	return text;
}

Suite *base_suite(void)
{
	Suite *suite = suite_create("base");
	TCase *arena = tcase_create("arena");
	TCase *buffer = tcase_create("buffer");
	TCase *error = tcase_create("error");

	suite_add_tcase(suite, text_case());
	tcase_add_test(arena, arena_pieces_are_apart);
	tcase_add_test(arena, arena_reset_keeps_the_largest_block);
	tcase_add_test(arena, arena_nothing_still_has_a_place);
	tcase_add_loop_test(arena, arena_failure_stays, 0, 3);
	tcase_add_test(arena, arena_copies_and_prints);
	suite_add_tcase(suite, arena);
	tcase_add_test(buffer, buffer_grows);
	tcase_add_test(buffer, buffer_prints_any_length);
	tcase_add_loop_test(buffer, buffer_failure_stays, 0, 2);
	tcase_add_test(buffer, grow_keeps_content);
	tcase_add_loop_test(buffer, grow_refuses_what_cannot_be, 0, 3);
	suite_add_tcase(suite, buffer);
	tcase_add_test(error, error_speaks_both_languages);
	tcase_add_test(error, error_first_wins);
	tcase_add_test(error, error_place_may_be_a_line_only);
	tcase_add_test(error, error_may_be_left_out);
	tcase_add_loop_test(
	    error, error_is_cut_between_characters, 0, COUNT(letters));
	suite_add_tcase(suite, error);
	return suite;
}
