/*
 * A CPR number in a field of its own: ten digits, the first six a date, the
 * seventh the century. There is no check digit: numbers without modulus 11 are
 * given out and are right.
 */
#include "identitet.h"

#include <string.h>

enum { CPR_DIGITS = 10, DATE_DIGITS = 6, CENTURY_DIGIT = 6 };

enum form {
	CPR_WRONG, /* no such number can be */
	CPR_UNDECIDED, /* a replacement number; the reason is noted */
	CPR_DATED /* the date is real */
};

/* "0-3" or "4". */
struct range {
	int32_t first;
	int32_t last;
};

/* ---- the table of centuries -------------------------------------------- */

/* Exactly `digits` digits at *at. */
static int read_number(
    const char **at, const char *end, int digits, int32_t *out)
{
	*out = 0;
	for (; digits > 0; digits--) {
		if (*at == end || !identitet_is_digit(**at))
			return 0;
		*out = *out * 10 + (**at - '0');
		(*at)++;
	}
	return 1;
}

static int read_range(
    const char **at, const char *end, int digits, struct range *out)
{
	if (!read_number(at, end, digits, &out->first))
		return 0;
	out->last = out->first;
	if (*at < end && **at == '-') {
		(*at)++;
		if (!read_number(at, end, digits, &out->last))
			return 0;
	}
	if (*at < end && **at == ' ')
		(*at)++;
	return out->first <= out->last;
}

/* A row "4 00-36 2000": seventh digit, last two digits of the year, first year
 * of the century. */
static int read_row(struct kt_string row, struct range *digit,
    struct range *years, int32_t *century)
{
	const char *at = row.data;
	const char *end = at + row.size;

	return read_range(&at, end, 1, digit) &&
	       read_range(&at, end, 2, years) &&
	       read_number(&at, end, 4, century) && at == end;
}

/* The year of two digits; KT_OK and 0 where no row of the table fits. */
static kt_status find_year(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *table, int32_t digit, int32_t year, int32_t *out)
{
	*out = 0;
	for (size_t i = 0; i < table->count; i++) {
		struct range digits;
		struct range years;
		int32_t century;

		if (!read_row(
			table->items[i].u.string, &digits, &years, &century)) {
			host->unknown(call,
			    "en række i århundredetabellen er ikke på formen "
			    "\"4 00-36 2000\"",
			    "a row of the table of centuries is not like \"4 "
			    "00-36 2000\"");
			return KT_E_USE;
		}
		if (digit >= digits.first && digit <= digits.last &&
		    year >= years.first && year <= years.last) {
			*out = century + year;
			return KT_OK;
		}
	}
	return KT_OK;
}

/* ---- one number -------------------------------------------------------- */

/* Ten characters without the hyphen that may stand after the sixth. */
static int read_characters(struct kt_string text, char out[CPR_DIGITS])
{
	size_t rest = DATE_DIGITS;

	if (text.size == CPR_DIGITS + 1 && text.data[DATE_DIGITS] == '-')
		rest++;
	else if (text.size != CPR_DIGITS)
		return 0;
	memcpy(out, text.data, DATE_DIGITS);
	memcpy(out + DATE_DIGITS, text.data + rest, CPR_DIGITS - DATE_DIGITS);
	return 1;
}

static int is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether all are digits (1), some are letters (-1) or something else. */
static int kind_of(const char characters[CPR_DIGITS])
{
	int kind = 1;

	for (int i = 0; i < CPR_DIGITS; i++) {
		if (is_letter(characters[i]))
			kind = -1;
		else if (!identitet_is_digit(characters[i]))
			return 0;
	}
	return kind;
}

/* The last day of a month: 31 January and some months stops there. */
static int is_real(const struct kt_host *host, const struct kt_date *date)
{
	struct kt_date last = { date->year, 1, 31 };
	struct kt_duration months = { date->month - 1, 0 };

	return date->month >= 1 && date->month <= 12 && date->day >= 1 &&
	       host->date_add(&last, &months, &last) == KT_OK &&
	       date->day <= last.day;
}

static int32_t pair(const char *digits)
{
	return (digits[0] - '0') * 10 + (digits[1] - '0');
}

static kt_status undecided(const struct kt_host *host, struct kt_call *call,
    const char *da, const char *en, enum form *form)
{
	*form = CPR_UNDECIDED;
	return host->unknown(call, da, en);
}

static enum form wrong(const struct kt_host *host, struct kt_call *call,
    const char *da, const char *en)
{
	host->explain(call, da, en);
	return CPR_WRONG;
}

static kt_status read_cpr(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, enum form *form, struct kt_date *date)
{
	char c[CPR_DIGITS];
	kt_status status;
	int kind = 0;

	*form = CPR_WRONG;
	if (read_characters(arguments[0].items->u.string, c))
		kind = kind_of(c);
	if (kind == 0) {
		*form = wrong(host, call,
		    "et CPR-nummer er ti cifre, eventuelt med bindestreg "
		    "efter det sjette",
		    "a CPR number is ten digits, with or without a hyphen "
		    "after the sixth");
		return KT_OK;
	}
	/* 60 on top of the day marks a number given instead of a CPR number */
	if (kind < 0 || (pair(c) > 60 && pair(c) <= 91)) {
		return undecided(host, call, "nummeret er et erstatningsnummer",
		    "the number is a replacement number", form);
	}
	date->day = pair(c);
	date->month = pair(c + 2);
	status = find_year(host, call, &arguments[1], c[CENTURY_DIGIT] - '0',
	    pair(c + 4), &date->year);
	if (status != KT_OK)
		return status;
	if (date->year == 0) {
		return undecided(host, call,
		    "århundredetabellen siger ikke, hvilket århundrede "
		    "nummeret hører til",
		    "the table of centuries does not say to which century the "
		    "number belongs",
		    form);
	}
	*form = CPR_DATED;
	if (!is_real(host, date)) {
		*form = wrong(host, call, "datoen i nummeret findes ikke",
		    "the date in the number does not exist");
	}
	return KT_OK;
}

kt_status identitet_cpr_ok(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct kt_date today = host->today(call);
	struct kt_date date;
	enum form form;
	kt_status status = read_cpr(host, call, arguments, &form, &date);

	if (status != KT_OK || form == CPR_UNDECIDED)
		return status;
	if (form == CPR_DATED &&
	    host->date_number(&date) > host->date_number(&today)) {
		form = wrong(host, call, "datoen i nummeret ligger i fremtiden",
		    "the date in the number lies in the future");
	}
	result->kind = KT_BOOLEAN;
	result->u.boolean = form == CPR_DATED;
	return KT_OK;
}

kt_status identitet_cpr_dato(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct kt_date date;
	enum form form;
	kt_status status = read_cpr(host, call, arguments, &form, &date);

	if (status != KT_OK || form == CPR_UNDECIDED)
		return status;
	if (form == CPR_WRONG) {
		return host->unknown(call,
		    "nummeret er ikke et CPR-nummer og har ingen dato",
		    "the number is no CPR number and has no date");
	}
	result->kind = KT_DATE;
	result->u.date = date;
	return KT_OK;
}
