/*
 * Danish dates: "mandag den 2. marts 2026", "02.03.2026", "2/3 2026",
 * "2026-03-02". A year that is not there is not made up.
 */
#include "tekst.h"

#include <string.h>

enum { FIRST_YEAR = 1800, LAST_YEAR = 2199, LONGEST_WEEKDAY = 10 };

/* ---- words ------------------------------------------------------------- */

static const char *const months[] = { "januar", "februar", "marts", "april",
	"maj", "juni", "juli", "august", "september", "oktober", "november",
	"december", NULL };
/* a dot may follow; "maj" has none */
static const char *const short_months[] = { "jan", "feb", "mar", "apr", "maj",
	"jun", "jul", "aug", "sep", "okt", "nov", "dec", "sept", NULL };
static const char *const weekdays[] = { "mandag", "tirsdag", "onsdag",
	"torsdag", "fredag", "lørdag", "søndag", NULL };
/* a dot must follow */
static const char *const short_weekdays[] = { "man", "tir", "ons", "tor", "fre",
	"lør", "søn", "tirs", "tors", NULL };
static const int short_weekday_numbers[] = { 1, 2, 3, 4, 5, 6, 7, 2, 4 };
static const char *const english_weekdays[] = { "Monday", "Tuesday",
	"Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };

const char *tekst_weekday_name(int weekday, int english)
{
	return english ? english_weekdays[weekday - 1] : weekdays[weekday - 1];
}

/* 1970-01-01 was a Thursday. */
int tekst_weekday(const struct kt_host *host, const struct kt_date *date)
{
	int64_t days = host->date_number(date) + 3;

	return (int)((days % 7 + 7) % 7) + 1;
}

int tekst_dato_exists(const struct tekst_dato *dato)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	int year = dato->year;

	if (dato->month < 1 || dato->month > 12 || dato->day < 1)
		return 0;
	if (dato->month == 2 && dato->day == 29) {
		/* which century decides 1900 and 2100 only */
		return dato->year_digits == 0 ||
		       (year % 4 == 0 &&
			   (dato->year_digits == 2 || year % 100 != 0 ||
			       year % 400 == 0));
	}
	return dato->day <= days[dato->month - 1];
}

/* ---- years and months -------------------------------------------------- */

/* Four digits that can be a year, and no part of a longer number. */
static size_t read_year(
    const struct tekst_flade *flade, size_t at, struct tekst_dato *out)
{
	int year;
	size_t size = tekst_digits(flade, at, 4, &year);

	if (size != 4 || year < FIRST_YEAR || year > LAST_YEAR ||
	    tekst_letter(flade, at + 4) > 0 ||
	    (strchr(".,", flade->data[at + 4]) != NULL &&
		flade->data[at + 4] != '\0' &&
		tekst_is_digit(flade->data[at + 5])))
		return 0;
	out->year = year;
	out->year_digits = 4;
	return size;
}

/* *loose: only a year can tell that it is one ("3 Jan" may be a person). */
static size_t read_month(const struct tekst_flade *flade, size_t at,
    struct tekst_dato *out, int *loose)
{
	size_t size;
	int index = tekst_one_of(flade, at, months, &size);

	*loose = 0;
	if (index < 0) {
		index = tekst_one_of(flade, at, short_months, &size);
		if (index < 0)
			return 0;
		*loose = flade->data[at + size] != '.';
		size += !*loose;
		if (index == 12)
			index = 8;
	}
	out->month = index + 1;
	return size;
}

/* ---- the forms --------------------------------------------------------- */

/* " marts 2026" after the day. */
static size_t read_named(
    const struct tekst_flade *flade, size_t at, struct tekst_dato *out)
{
	size_t end = at;
	size_t year;
	size_t size;
	int loose;

	end += flade->data[end] == '.';
	end += tekst_space(flade, end);
	size = read_month(flade, end, out, &loose);
	/* "45. Marts er …" is the end of a sentence and the start of one */
	if (size == 0 || (out->day > 31 && tekst_is_capital(flade, end)))
		return 0;
	end += size;
	year = end + (flade->data[end] == ',');
	year += tekst_space(flade, year);
	size = year > end ? read_year(flade, year, out) : 0;
	if (size > 0)
		end = year + size;
	return size > 0 || !loose ? end - at : 0;
}

/* Two digits of a year, or four, and the end of the date. */
static size_t read_any_year(
    const struct tekst_flade *flade, size_t at, struct tekst_dato *out)
{
	size_t size = read_year(flade, at, out);

	if (size == 0) {
		size = tekst_digits(flade, at, 2, &out->year);
		if (size != 2)
			return 0;
		out->year_digits = 2;
	}
	if (tekst_letter(flade, at + size) > 0 ||
	    (strchr("-/.", flade->data[at + size]) != NULL &&
		flade->data[at + size] != '\0' &&
		!tekst_is_end(flade, at + size + 1)))
		return 0;
	return size;
}

/* "/3 2026", ".03.2026", "-03-26" after the day. */
static size_t read_numbers(
    const struct tekst_flade *flade, size_t at, struct tekst_dato *out)
{
	char mark = flade->data[at];
	size_t end = at + 1;
	size_t size;

	if (mark != '.' && mark != '/' && mark != '-')
		return 0;
	end += mark == '.' ? tekst_space(flade, end) : 0;
	size = tekst_digits(flade, end, 2, &out->month);
	if (size == 0)
		return 0;
	end += size;
	if (mark == '/' && strchr(" -", flade->data[end]) != NULL &&
	    flade->data[end] != '\0') {
		end++;
	} else if (flade->data[end] == mark) {
		end++;
		end += mark == '.' ? tekst_space(flade, end) : 0;
	} else {
		return 0;
	}
	size = read_any_year(flade, end, out);
	/* "2/3 26 " is no date, and "27.57.08" a number of something */
	if (size == 0 || (flade->data[end - 1] == ' ' && size == 2) ||
	    (out->month > 12 && (mark != '.' || size == 2)) ||
	    (size == 2 && !tekst_dato_exists(out)))
		return 0;
	return end + size - at;
}

/* "2026-03-02" */
static size_t read_iso(
    const struct tekst_flade *flade, size_t at, struct tekst_dato *out)
{
	size_t size = tekst_digits(flade, at, 4, &out->year);

	out->year_digits = 4;
	if (size != 4 || out->year < FIRST_YEAR || out->year > LAST_YEAR ||
	    flade->data[at + 4] != '-' ||
	    tekst_digits(flade, at + 5, 2, &out->month) != 2 ||
	    flade->data[at + 7] != '-' ||
	    tekst_digits(flade, at + 8, 2, &out->day) != 2)
		return 0;
	size = 10;
	if (tekst_letter(flade, at + size) > 0 || out->month < 1 ||
	    out->month > 12 ||
	    (flade->data[at + size] == '-' &&
		!tekst_is_end(flade, at + size + 1)))
		return 0;
	return size;
}

/* ---- the weekday ------------------------------------------------------- */

/* The weekday that ends at `end`: 0, and *begin stays, where there is none. */
static int weekday_before(
    const struct tekst_flade *flade, size_t end, size_t *begin)
{
	size_t from = end;
	size_t dot = end > 0 && flade->data[end - 1] == '.';
	size_t size;
	int index;

	from -= dot;
	while (from > 0 && end - from < LONGEST_WEEKDAY &&
	       tekst_letter_before(flade, from))
		from -= tekst_letter(flade, from - 1) == 1 ? 1 : 2;
	if (!tekst_is_start(flade, from))
		return 0;
	if (dot > 0) {
		index = tekst_one_of(flade, from, short_weekdays, &size);
		if (index < 0 || from + size + 1 != end)
			return 0;
		*begin = from;
		return short_weekday_numbers[index];
	}
	index = tekst_one_of(flade, from, weekdays, &size);
	if (index < 0 || from + size != end)
		return 0;
	*begin = from;
	return index + 1;
}

/* Bytes of `text` right before `end`. */
static size_t ends(
    const struct tekst_flade *flade, size_t end, const char *text)
{
	size_t size = strlen(text);

	return size <= end && memcmp(flade->data + end - size, text, size) == 0
		   ? size
		   : 0;
}

/* Steps back over "den ", and says whether it was there. */
static int article_before(const struct tekst_flade *flade, size_t *at)
{
	static const char *const articles[] = { "den ", "d. ", "d ", NULL };

	for (size_t i = 0; articles[i] != NULL; i++) {
		size_t size = ends(flade, *at, articles[i]);

		/* "… man. Den 2. marts" begins a sentence */
		if (size > 0 && tekst_is_start(flade, *at - size) &&
		    !tekst_is_capital(flade, *at - size)) {
			*at -= size;
			return 1;
		}
	}
	return 0;
}

/* Looks for the weekday on either side of the date; whether something before
 * the date says that it is one. */
static int read_weekday(
    const struct tekst_flade *flade, size_t at, struct tekst_dato *out)
{
	size_t before = at;
	size_t size;
	int article = article_before(flade, &before);
	int index;

	out->begin = at;
	if (before > 0 && flade->data[before - 1] == ' ')
		before--;
	if (before > 0 && flade->data[before - 1] == ',')
		before--;
	out->weekday = weekday_before(flade, before, &out->begin);
	if (out->weekday == 0 && flade->data[out->end] == ' ' &&
	    flade->data[out->end + 1] == '(') {
		index = tekst_one_of(flade, out->end + 2, weekdays, &size);
		if (index >= 0 && flade->data[out->end + 2 + size] == ')') {
			out->weekday = index + 1;
			out->end += size + 3;
		}
	}
	return article || out->weekday > 0;
}

/* "den 2/3": without a word before it, it is a fraction. */
static size_t read_short(
    const struct tekst_flade *flade, size_t at, struct tekst_dato *out)
{
	size_t size;

	if (flade->data[at] != '/')
		return 0;
	size = tekst_digits(flade, at + 1, 2, &out->month);
	if (size == 0 || !tekst_is_end(flade, at + 1 + size) ||
	    !tekst_dato_exists(out))
		return 0;
	return size + 1;
}

/* ---- all together ------------------------------------------------------ */

size_t tekst_dato_read(
    const struct tekst_flade *flade, size_t at, struct tekst_dato *out)
{
	/* part of a longer number, for instance of a case */
	int joined = at >= 2 && strchr("-/.", flade->data[at - 1]) != NULL &&
		     !tekst_is_end(flade, at - 2);
	size_t day;
	size_t size = 0;
	int is_short = 0;

	memset(out, 0, sizeof(*out));
	if (!tekst_is_digit(flade->data[at]) || !tekst_is_start(flade, at))
		return 0;
	if (!joined)
		size = read_iso(flade, at, out);
	if (size == 0) {
		memset(out, 0, sizeof(*out));
		day = tekst_digits(flade, at, 2, &out->day);
		if (day == 0)
			return 0;
		size = read_named(flade, at + day, out);
		if (size == 0 && !joined)
			size = read_numbers(flade, at + day, out);
		if (size == 0 && !joined) {
			out->year_digits = 0;
			size = read_short(flade, at + day, out);
			is_short = size > 0;
		}
		size += size > 0 ? day : 0;
	}
	if (size == 0)
		return 0;
	out->end = at + size;
	if (!read_weekday(flade, at, out) && is_short)
		return 0;
	return out->end - at;
}

int tekst_dato_find(
    const struct tekst_flade *flade, size_t *at, struct tekst_dato *out)
{
	while (*at < flade->size) {
		size_t size = 0;

		if (tekst_is_digit(flade->data[*at])) {
			size = tekst_dato_read(flade, *at, out);
			if (size > 0) {
				*at = out->end;
				return 1;
			}
			while (tekst_is_digit(flade->data[*at]))
				(*at)++;
			continue;
		}
		(*at)++;
	}
	return 0;
}
