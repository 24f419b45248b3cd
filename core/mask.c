#include "mask.h"

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
 * where there are no more. */
static size_t next_number(const char *data, size_t size, size_t *at)
{
	size_t i = *at;

	while (i < size) {
		size_t run = digits_at(data + i, size - i);
		size_t length = 0;

		if (run >= DATE_DIGITS)
			length = number_at(data + i, size - i, run);
		if (length > 0) {
			*at = i;
			return length;
		}
		/* the character after a run is no digit */
		i += run + 1;
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
