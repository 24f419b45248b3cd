/*
 * The function `hverdage`: the last day when so many weekdays are counted from
 * the day after a date. Sundays never count. Which days are holidays is
 * arithmetic; which of them count, and whether Saturdays do, is told by the
 * rule. What is not told is tried both ways, and is open only where it decides.
 */
#include "tekst.h"

#include <stdio.h>
#include <string.h>

enum { MOST_DAYS = 366, MOST_HOLIDAYS = 32, DAY_SECONDS = 86400 };

/* A holiday by its distance from Easter Sunday, or by its date. */
struct holiday {
	int from_easter;
	int month; /* 0: counted from Easter */
	int day;
};

struct calendar {
	const struct kt_host *host;
	struct holiday holidays[MOST_HOLIDAYS];
	size_t count;
};

/* ---- holidays ---------------------------------------------------------- */

static const struct {
	const char *name; /* as codes write it: "skaertorsdag" */
	struct holiday day;
} known[] = { { "nytårsdag", { 0, 1, 1 } }, { "palmesøndag", { -7, 0, 0 } },
	{ "skærtorsdag", { -3, 0, 0 } }, { "langfredag", { -2, 0, 0 } },
	{ "påskedag", { 0, 0, 0 } }, { "2. påskedag", { 1, 0, 0 } },
	{ "store bededag", { 26, 0, 0 } },
	{ "kristi himmelfartsdag", { 39, 0, 0 } }, { "pinsedag", { 49, 0, 0 } },
	{ "2. pinsedag", { 50, 0, 0 } }, { "grundlovsdag", { 0, 6, 5 } },
	{ "juleaftensdag", { 0, 12, 24 } }, { "juledag", { 0, 12, 25 } },
	{ "2. juledag", { 0, 12, 26 } }, { "nytårsaftensdag", { 0, 12, 31 } } };

/* Easter Sunday in the Gregorian calendar (Butcher's rule). */
static struct kt_date easter(int year)
{
	int a = year % 19;
	int b = year / 100;
	int c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;
	struct kt_date date = { year, n / 31, n % 31 + 1 };

	return date;
}

/* A name, or "06-05". */
static int read_holiday(struct kt_string text, struct holiday *out)
{
	struct tekst_flade flade;
	struct tekst_flade name;
	int found = 0;
	size_t size;

	memset(out, 0, sizeof(*out));
	if (tekst_flade_create(tekst_trim(text), &flade) != KT_OK)
		goto done;
	size = tekst_digits(&flade, 0, 2, &out->month);
	if (size == 2 && flade.data[2] == '-') {
		found = tekst_digits(&flade, 3, 2, &out->day) == 2 &&
			flade.size == 5;
		goto done;
	}
	out->month = 0;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]) && !found;
	     i++) {
		if (tekst_flade_create(tekst_slice(known[i].name), &name) ==
		    KT_OK)
			found = tekst_same_words(&flade, &name, "");
		tekst_flade_destroy(&name);
		if (found)
			*out = known[i].day;
	}
done:
	tekst_flade_destroy(&flade);
	return found;
}

static int is_holiday(
    const struct calendar *calendar, const struct kt_date *date)
{
	struct kt_date sunday = easter(date->year);
	int64_t from_easter = calendar->host->date_number(date) -
			      calendar->host->date_number(&sunday);

	for (size_t i = 0; i < calendar->count; i++) {
		const struct holiday *day = &calendar->holidays[i];

		if (day->month == 0
			? day->from_easter == from_easter
			: day->month == date->month && day->day == date->day)
			return 1;
	}
	return 0;
}

/* ---- counting ---------------------------------------------------------- */

enum { SATURDAY = 6, SUNDAY = 7 };

/* Whether days count: 1 yes, 0 no, -1 nobody has told. */
struct manner {
	int saturdays;
	int holidays;
};

static int yes_or_no(const struct kt_argument *argument)
{
	const struct kt_value *value = argument->items;

	if (argument->count == 0 || value->kind != KT_STRING)
		return -1;
	if (tekst_is(value->u.string, "ja"))
		return 1;
	return tekst_is(value->u.string, "nej") ? 0 : -1;
}

static int counts(const struct calendar *calendar, const struct kt_date *date,
    const struct manner *manner)
{
	int weekday = tekst_weekday(calendar->host, date);

	if (weekday == SUNDAY || (weekday == SATURDAY && !manner->saturdays))
		return 0;
	return manner->holidays || !is_holiday(calendar, date);
}

static kt_status count_days(const struct calendar *calendar,
    const struct kt_date *from, int64_t days, const struct manner *manner,
    struct kt_date *out)
{
	struct kt_duration day = { 0, DAY_SECONDS };
	kt_status status = KT_OK;

	*out = *from;
	while (days > 0 && status == KT_OK) {
		status = calendar->host->date_add(out, &day, out);
		days -= status == KT_OK && counts(calendar, out, manner);
	}
	return status;
}

/* ---- function ---------------------------------------------------------- */

static kt_status read_calendar(const struct kt_argument *names,
    struct kt_call *call, struct calendar *out, int *known_all)
{
	*known_all = 0;
	if (names->maybe_more) {
		return out->host->unknown(call,
		    "det er ikke oplyst, hvilke dage der er helligdage",
		    "which days are holidays is not stated");
	}
	for (size_t i = 0; i < names->count; i++) {
		if (out->count == MOST_HOLIDAYS)
			return KT_E_LIMIT;
		if (!read_holiday(names->items[i].u.string,
			&out->holidays[out->count++])) {
			return out->host->unknown(call,
			    "en helligdag kendes ikke af navn",
			    "a holiday is not known by its name");
		}
	}
	*known_all = 1;
	return KT_OK;
}

/* The dates under every manner that is possible, earliest and latest. */
static kt_status count_all(const struct calendar *calendar,
    const struct kt_date *from, int64_t days, const struct manner *told,
    struct kt_date out[2])
{
	for (int i = 0; i < 4; i++) {
		struct manner manner = { told->saturdays, told->holidays };
		struct kt_date date;
		kt_status status;

		if (manner.saturdays < 0)
			manner.saturdays = i % 2;
		if (manner.holidays < 0)
			manner.holidays = i / 2;
		status = count_days(calendar, from, days, &manner, &date);
		if (status != KT_OK)
			return status;
		if (i == 0)
			out[0] = out[1] = date;
		if (calendar->host->date_number(&date) <
		    calendar->host->date_number(&out[0]))
			out[0] = date;
		if (calendar->host->date_number(&date) >
		    calendar->host->date_number(&out[1]))
			out[1] = date;
	}
	return KT_OK;
}

static kt_status answer(const struct kt_host *host, struct kt_call *call,
    const struct kt_date dates[2], struct kt_value *result)
{
	struct tekst_line da = tekst_date_line(host, call, &dates[0], 0);
	struct tekst_line en = tekst_date_line(host, call, &dates[0], 1);
	struct tekst_line last_da = tekst_date_line(host, call, &dates[1], 0);
	struct tekst_line last_en = tekst_date_line(host, call, &dates[1], 1);
	struct tekst_line say_da;
	struct tekst_line say_en;

	if (host->date_number(&dates[0]) == host->date_number(&dates[1])) {
		snprintf(say_da.data, sizeof(say_da.data),
		    "sidste hverdag er den %.80s", da.data);
		snprintf(say_en.data, sizeof(say_en.data),
		    "the last weekday is %.80s", en.data);
		host->explain(call, say_da.data, say_en.data);
		result->kind = KT_DATE;
		result->u.date = dates[0];
		return KT_OK;
	}
	snprintf(say_da.data, sizeof(say_da.data),
	    "sidste hverdag er den %.80s eller den %.80s: det er ikke "
	    "fastsat, om lørdage og helligdage tæller med",
	    da.data, last_da.data);
	snprintf(say_en.data, sizeof(say_en.data),
	    "the last weekday is %.80s or %.80s: whether Saturdays and "
	    "holidays count is not settled",
	    en.data, last_en.data);
	return host->unknown(call, say_da.data, say_en.data);
}

kt_status tekst_hverdage(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	const struct kt_decimal *days = &arguments[1].items->u.decimal;
	struct calendar calendar = { .host = host };
	struct manner manner = { yes_or_no(&arguments[2]),
		yes_or_no(&arguments[3]) };
	struct kt_decimal zero = { 0, 0, 0, 0 };
	struct kt_decimal whole;
	struct kt_date dates[2];
	int known_all;
	kt_status status = host->decimal(KT_ROUND_HALF_UP, days, &zero, &whole);

	if (status != KT_OK || whole.high != 0 || whole.low > MOST_DAYS ||
	    host->decimal_compare(&whole, days) != 0) {
		return host->unknown(call,
		    "antallet af hverdage er ikke et helt tal fra 0 til 366",
		    "the number of weekdays is no whole number from 0 to 366");
	}
	status = read_calendar(&arguments[4], call, &calendar, &known_all);
	if (status != KT_OK || !known_all)
		return status;
	status = count_all(&calendar, &arguments[0].items->u.date,
	    (int64_t)whole.low, &manner, dates);
	return status == KT_OK ? answer(host, call, dates, result) : status;
}
