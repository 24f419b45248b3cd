#include "mask.h"

#include <stdlib.h>
#include <string.h>

enum { CPR_DIGITS = 10, DATE_DIGITS = 6 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int two_digits(const char *digits)
{
	return (digits[0] - '0') * 10 + (digits[1] - '0');
}

/* Day and month of the first four digits. The century is not in the digits,
 * so that every year may have a 29 February. Replacement numbers of people
 * without a CPR number have 60 added to the day. */
static bool is_birthday(const char *digits)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	int day = two_digits(digits);
	int month = two_digits(digits + 2);

	if (day > 60)
		day -= 60;
	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

static size_t starts_with(const char *data, size_t size, const char *prefix)
{
	size_t length = strlen(prefix);

	return size >= length && memcmp(data, prefix, length) == 0 ? length : 0;
}

/* Bytes of one space at the start of `data`; the characters that word
 * processors put there in its place count too. */
static size_t space(const char *data, size_t size)
{
	static const char *const spaces[] = { " ", "\t",
		"\xC2\xA0" /* U+00A0 */, "\xE2\x80\xAF" /* U+202F */ };
	size_t length = 0;

	for (size_t i = 0; length == 0 && i < sizeof(spaces) / sizeof(*spaces);
	     i++)
		length = starts_with(data, size, spaces[i]);
	return length;
}

/* The same for a hyphen: U+2010 to U+2015 and the minus sign. */
static size_t hyphen(const char *data, size_t size)
{
	size_t length = starts_with(data, size, "-");

	if (length == 0)
		length = starts_with(data, size, "\xE2\x88\x92");
	if (length == 0)
		length = starts_with(data, size, "\xC2\xAD"); /* soft hyphen */
	if (length == 0 && size >= 3 && memcmp(data, "\xE2\x80", 2) == 0 &&
	    (unsigned char)data[2] >= 0x90 && (unsigned char)data[2] <= 0x95)
		length = 3;
	return length;
}

static size_t digits_at(const char *data, size_t size)
{
	size_t count = 0;

	while (count < size && is_digit(data[count]))
		count++;
	return count;
}

/* Bytes of the CPR number that begins with the run of `run` digits at `data`,
 * or 0. The run has no digit before it. */
static size_t number_at(const char *data, size_t size, size_t run)
{
	size_t at = run;

	if (run == CPR_DIGITS)
		return is_birthday(data) ? run : 0;
	if (run != DATE_DIGITS || !is_birthday(data))
		return 0;
	at += space(data + at, size - at);
	at += hyphen(data + at, size - at);
	at += space(data + at, size - at);
	if (at == run ||
	    digits_at(data + at, size - at) != CPR_DIGITS - DATE_DIGITS)
		return 0;
	return at + CPR_DIGITS - DATE_DIGITS;
}

/* The next CPR number at or after *at: its bytes, and *at where it begins; 0
 * where there are no more. So many digits in a row as begin one cannot be
 * missed by looking at every sixth character. */
static size_t next_number(const char *data, size_t size, size_t *at)
{
	size_t i = *at;

	while (i < size && size - i >= DATE_DIGITS) {
		size_t begin = i + DATE_DIGITS - 1;
		size_t length = 0;
		size_t run;

		if (!is_digit(data[begin])) {
			i = begin + 1;
			continue;
		}
		while (begin > i && is_digit(data[begin - 1]))
			begin--;
		run = digits_at(data + begin, size - begin);
		if (run >= DATE_DIGITS)
			length = number_at(data + begin, size - begin, run);
		if (length > 0) {
			*at = begin;
			return length;
		}
		/* the character after a run is no digit */
		i = begin + run + 1;
	}
	return 0;
}

static void hide(char *data, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (is_digit(data[i]))
			data[i] = 'X';
	}
}

void kt_mask_in_place(char *data, size_t size)
{
	size_t at = 0;
	size_t length;

	while ((length = next_number(data, size, &at)) > 0) {
		hide(data + at, length);
		at += length;
	}
}

void kt_mask_secret(char *data, size_t size, struct kt_string secret)
{
	char *at;

	while (size > 0 && secret.size > 0 &&
	       (at = memmem(data, size, secret.data, secret.size)) != NULL) {
		for (size_t i = 0; i < secret.size; i++) {
			if (at[i] != '-' && at[i] != ' ')
				at[i] = 'X';
		}
		size -= (size_t)(at - data) + secret.size;
		data = at + secret.size;
	}
}

struct kt_string kt_mask(struct kt_arena *arena, struct kt_string s)
{
	struct kt_string copy;
	size_t at = 0;
	char *data;

	if (next_number(s.data, s.size, &at) == 0)
		return s;
	copy.size = s.size;
	data = kt_arena_alloc(arena, s.size + 1);
	copy.data = data;
	if (data == NULL) {
		copy.size = 0;
		return copy;
	}
	memcpy(data, s.data, s.size);
	kt_mask_in_place(data + at, s.size - at);
	return copy;
}

/* ---- source text ------------------------------------------------------- */

/* Source seen as its reader sees it: without markup, references resolved,
 * white space as one space; each byte knows where it came from. */
struct plain {
	char *text;
	size_t *from, *to;
	size_t count;
};

static void keep(struct plain *plain, char c, size_t from, size_t to)
{
	bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';

	if (space && plain->count > 0 && plain->text[plain->count - 1] == ' ')
		return;
	plain->text[plain->count] = space ? ' ' : c;
	plain->from[plain->count] = from;
	plain->to[plain->count++] = to;
}

/* Where the markup that begins at `at` ends. Of a CDATA section only its
 * brackets are markup. */
static size_t after_markup(const char *data, size_t size, size_t at)
{
	const char *end;

	if (starts_with(data + at, size - at, "<![CDATA[") > 0)
		return at + strlen("<![CDATA[");
	if (starts_with(data + at, size - at, "<!--") > 0) {
		end = memmem(data + at, size - at, "-->", 3);
		return end == NULL ? size : (size_t)(end - data) + 3;
	}
	end = memchr(data + at, '>', size - at);
	return end == NULL ? size : (size_t)(end - data) + 1;
}

/* A character reference to ASCII or to one of the hyphens and spaces; where
 * it ends, or 0. */
static size_t reference(const char *data, size_t size, size_t at,
    struct plain *plain)
{
	bool hex = at + 2 < size && data[at + 2] == 'x';
	size_t i = at + (hex ? 3 : 2);
	uint32_t code = 0;

	if (starts_with(data + at, size - at, "&#") == 0)
		return 0;
	for (; i < size && data[i] != ';' && code < 0x110000; i++) {
		char c = data[i] >= 'a' ? (char)(data[i] - 'a' + 'A') : data[i];

		if (is_digit(c))
			code = code * (hex ? 16 : 10) + (uint32_t)(c - '0');
		else if (hex && c >= 'A' && c <= 'F')
			code = code * 16 + (uint32_t)(c - 'A' + 10);
		else
			return 0;
	}
	if (i >= size || data[i] != ';')
		return 0;
	if (code >= 0x2010 && code <= 0x2015)
		code = '-';
	if (code == 0x2212 || code == 0xAD)
		code = '-';
	if (code == 0xA0 || code == 0x202F)
		code = ' ';
	keep(plain, code < 0x80 ? (char)code : '?', at, i + 1);
	return i + 1;
}

static void read_plain(const char *data, size_t size, struct plain *plain)
{
	for (size_t i = 0; i < size;) {
		size_t next = 0;

		if (data[i] == '<')
			next = after_markup(data, size, i);
		else if (starts_with(data + i, size - i, "]]>") > 0)
			next = i + 3;
		else if (data[i] == '&')
			next = reference(data, size, i, plain);
		if (next > 0) {
			i = next;
			continue;
		}
		keep(plain, data[i], i, i + 1);
		i++;
	}
}

/* Every digit of a number takes one of the source, however it is written. */
static bool has_digits(const char *data, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < size && count < CPR_DIGITS; i++)
		count += is_digit(data[i]);
	return count == CPR_DIGITS;
}

void kt_mask_source(char *data, size_t size)
{
	struct plain plain = { 0 };
	size_t length;
	bool ready;

	kt_mask_in_place(data, size);
	if (!has_digits(data, size))
		return;
	plain.text = malloc(size + 1);
	plain.from = malloc((size + 1) * sizeof(size_t));
	plain.to = malloc((size + 1) * sizeof(size_t));
	ready = plain.text != NULL && plain.from != NULL && plain.to != NULL;
	if (ready)
		read_plain(data, size, &plain);
	for (size_t i = 0; !ready && i < size; i++)
		if (is_digit(data[i]))
			data[i] = 'X'; /* rather too much than too little */
	for (size_t at = 0; ready && (length = next_number(plain.text,
					  plain.count, &at)) > 0;
	     at += length)
		for (size_t i = at; i < at + length; i++)
			if (is_digit(plain.text[i]))
				memset(data + plain.from[i], 'X',
				    plain.to[i] - plain.from[i]);
	free(plain.text);
	free(plain.from);
	free(plain.to);
}
