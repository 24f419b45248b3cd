#include "moment.h"

#include <stdio.h>
#include <string.h>

enum {
	DAY_SECONDS = 86400,
	CYCLE_MONTHS = 4800, /* the Gregorian calendar repeats itself */
	CYCLE_DAYS = 146097,
	FIRST_YEAR = 1,
	LAST_YEAR = 9999
};

/* Days are counted in 128 bits where a duration may be of any length. */
__extension__ typedef __int128 wide;

/* ---- calendar ---------------------------------------------------------- */

static int64_t floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t floor_rest(int64_t a, int64_t b)
{
	return a % b < 0 ? a % b + b : a % b;
}

bool kt_year_is_leap(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t kt_month_days(int32_t year, int32_t month)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && kt_year_is_leap(year));
}

bool kt_date_valid(struct kt_date date)
{
	return date.year >= FIRST_YEAR && date.year <= LAST_YEAR &&
	       date.day >= 1 &&
	       date.day <= kt_month_days(date.year, date.month);
}

/*
 * Days from 1970-01-01 to the first of a month, where months are counted from
 * year 0. Years begin in March here: then the leap day is the last of the
 * year, and the lengths 31 30 31 30 31 repeat, which (153 m + 2) / 5 sums up.
 */
static int64_t month_number(int64_t months)
{
	int64_t year = floor_divide(months - 2, 12);
	int64_t month = floor_rest(months - 2, 12);

	return year * 365 + floor_divide(year, 4) - floor_divide(year, 100) +
	       floor_divide(year, 400) + (153 * month + 2) / 5 - 719468;
}

int64_t kt_date_number(struct kt_date date)
{
	return month_number((int64_t)date.year * 12 + date.month - 1) +
	       date.day - 1;
}

bool kt_date_of_number(int64_t number, struct kt_date *out)
{
	struct kt_date first = { FIRST_YEAR, 1, 1 };
	struct kt_date last = { LAST_YEAR, 12, 31 };
	int64_t months;

	if (number < kt_date_number(first) || number > kt_date_number(last))
		return false;
	/* right, or one too far: no month is longer than 31 days, and the
	 * average of the cycle drifts by less than a month from the truth */
	months = floor_divide((number + 719528) * CYCLE_MONTHS, CYCLE_DAYS) + 1;
	while (month_number(months) > number)
		months--;
	out->year = (int32_t)(months / 12);
	out->month = (int32_t)(months % 12 + 1);
	out->day = (int32_t)(number - month_number(months) + 1);
	return true;
}

int kt_date_weekday(struct kt_date date)
{
	/* 1970-01-01 was a Thursday */
	return (int)floor_rest(kt_date_number(date) + 3, 7) + 1;
}

static int order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

int kt_date_compare(struct kt_date a, struct kt_date b)
{
	if (a.year != b.year)
		return order_of(a.year, b.year);
	if (a.month != b.month)
		return order_of(a.month, b.month);
	return order_of(a.day, b.day);
}

int kt_time_compare(struct kt_time a, struct kt_time b)
{
	if (a.hour != b.hour)
		return order_of(a.hour, b.hour);
	if (a.minute != b.minute)
		return order_of(a.minute, b.minute);
	return order_of(a.second, b.second);
}

/* ---- reading ----------------------------------------------------------- */

struct reader {
	const char *at;
	const char *end;
};

static struct reader reader_of(struct kt_string text)
{
	struct reader r = { text.data, NULL };

	if (text.size == 0)
		r.at = "";
	r.end = r.at + text.size;
	return r;
}

static bool take(struct reader *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static bool is_digit(const struct reader *r)
{
	return r->at < r->end && *r->at >= '0' && *r->at <= '9';
}

/* Exactly `count` digits, of a number from `least` to `most`. */
static bool take_digits(
    struct reader *r, int count, int32_t least, int32_t most, int32_t *out)
{
	*out = 0;
	for (; count > 0 && is_digit(r); count--)
		*out = *out * 10 + (*r->at++ - '0');
	return count == 0 && *out >= least && *out <= most;
}

static bool take_date(struct reader *r, struct kt_date *out)
{
	return take_digits(r, 4, FIRST_YEAR, LAST_YEAR, &out->year) &&
	       take(r, '-') && take_digits(r, 2, 1, 12, &out->month) &&
	       take(r, '-') && take_digits(r, 2, 1, 31, &out->day) &&
	       kt_date_valid(*out);
}

/* A fraction of a second, if there is one, may only say that there is none:
 * values have whole seconds, and nothing is rounded in silence. */
static bool take_fraction(struct reader *r)
{
	if (!take(r, '.'))
		return true;
	if (!take(r, '0'))
		return false;
	while (take(r, '0'))
		;
	return true; /* another digit fits nowhere */
}

static bool take_zone(struct reader *r, struct kt_time *out)
{
	int32_t hours;
	int32_t minutes;
	int32_t sign = 1;

	out->has_zone = r->at < r->end;
	out->zone_minutes = 0;
	if (!out->has_zone || take(r, 'Z'))
		return true;
	if (take(r, '-'))
		sign = -1;
	else if (!take(r, '+'))
		return false;
	if (!take_digits(r, 2, 0, 14, &hours) || !take(r, ':') ||
	    !take_digits(r, 2, 0, hours == 14 ? 0 : 59, &minutes))
		return false;
	out->zone_minutes = sign * (hours * 60 + minutes);
	return true;
}

/* With 24:00:00, which ends a day, as hour 24. */
static bool take_time(struct reader *r, struct kt_time *out)
{
	return take_digits(r, 2, 0, 24, &out->hour) && take(r, ':') &&
	       take_digits(r, 2, 0, out->hour == 24 ? 0 : 59, &out->minute) &&
	       take(r, ':') &&
	       take_digits(r, 2, 0, out->hour == 24 ? 0 : 59, &out->second) &&
	       take_fraction(r) && take_zone(r, out);
}

bool kt_date_parse(struct kt_string text, struct kt_date *out)
{
	struct reader r = reader_of(text);
	struct kt_date date;

	if (!take_date(&r, &date) || r.at != r.end)
		return false;
	*out = date;
	return true;
}

bool kt_time_parse(struct kt_string text, struct kt_time *out)
{
	struct reader r = reader_of(text);
	struct kt_time time;

	if (!take_time(&r, &time) || r.at != r.end)
		return false;
	if (time.hour == 24)
		time.hour = 0;
	*out = time;
	return true;
}

bool kt_datetime_parse(struct kt_string text, struct kt_datetime *out)
{
	struct reader r = reader_of(text);
	struct kt_datetime moment;

	if (!take_date(&r, &moment.date) || !take(&r, 'T') ||
	    !take_time(&r, &moment.time) || r.at != r.end)
		return false;
	if (moment.time.hour == 24) {
		moment.time.hour = 0;
		if (!kt_date_of_number(
			kt_date_number(moment.date) + 1, &moment.date))
			return false;
	}
	*out = moment;
	return true;
}

/* Adds digits followed by `unit` to *sum, `times` for each one. Returns false
 * where it does not fit; *found stays false where there is no such part. */
static bool take_part(
    struct reader *r, char unit, int64_t times, int64_t *sum, bool *found)
{
	struct reader start = *r;
	int64_t number = 0;
	bool fits = true;

	if (!is_digit(r))
		return true;
	for (; is_digit(r); r->at++) {
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *r->at - '0', &number))
			fits = false;
	}
	if (unit == 'S' && !take_fraction(r))
		return false;
	if (!take(r, unit)) {
		*r = start; /* a part of a smaller unit */
		return true;
	}
	*found = true;
	return fits && !__builtin_mul_overflow(number, times, &number) &&
	       !__builtin_add_overflow(*sum, number, sum);
}

bool kt_duration_parse(struct kt_string text, struct kt_duration *out)
{
	struct reader r = reader_of(text);
	struct kt_duration d = { 0, 0 };
	bool negative = take(&r, '-');
	bool any = false;
	bool any_time = false;

	if (!take(&r, 'P') || !take_part(&r, 'Y', 12, &d.months, &any) ||
	    !take_part(&r, 'M', 1, &d.months, &any) ||
	    !take_part(&r, 'D', DAY_SECONDS, &d.seconds, &any))
		return false;
	if (take(&r, 'T')) {
		if (!take_part(&r, 'H', 3600, &d.seconds, &any_time) ||
		    !take_part(&r, 'M', 60, &d.seconds, &any_time) ||
		    !take_part(&r, 'S', 1, &d.seconds, &any_time) || !any_time)
			return false;
	}
	if (r.at != r.end || (!any && !any_time))
		return false;
	*out = negative ? kt_duration_negate(d) : d;
	return true;
}

/* ---- durations --------------------------------------------------------- */

kt_status kt_date_add(
    struct kt_date date, struct kt_duration duration, struct kt_date *out)
{
	const int64_t most = (int64_t)LAST_YEAR * 12;
	int64_t days = floor_divide(duration.seconds, DAY_SECONDS);
	int64_t months;
	int64_t first;
	int64_t length;
	int64_t day = date.day;

	if (!kt_date_valid(date))
		return KT_E_INPUT;
	if (duration.months > most || duration.months < -most)
		return KT_E_LIMIT;
	months = (int64_t)date.year * 12 + date.month - 1 + duration.months;
	first = month_number(months);
	length = month_number(months + 1) - first;
	if (day > length)
		day = length;
	if (!kt_date_of_number(first + day - 1 + days, out))
		return KT_E_LIMIT;
	return KT_OK;
}

struct kt_duration kt_duration_negate(struct kt_duration d)
{
	/* the least number has no opposite; no function here makes it */
	d.months = d.months == INT64_MIN ? INT64_MAX : -d.months;
	d.seconds = d.seconds == INT64_MIN ? INT64_MAX : -d.seconds;
	return d;
}

kt_status kt_duration_add(
    struct kt_duration a, struct kt_duration b, struct kt_duration *out)
{
	struct kt_duration sum;

	if (__builtin_add_overflow(a.months, b.months, &sum.months) ||
	    __builtin_add_overflow(a.seconds, b.seconds, &sum.seconds) ||
	    sum.months == INT64_MIN || sum.seconds == INT64_MIN)
		return KT_E_LIMIT;
	*out = sum;
	return KT_OK;
}

struct span {
	wide fewest;
	wide most;
};

/* Leap years from year 1 to this one. */
static int64_t leap_years(int64_t year)
{
	return year / 4 - year / 100 + year / 400;
}

/*
 * Fewest and most leap days in as many Februaries in a row, at most 400.
 *
 * The rhythm of four years is broken in 1900, 2100 and 2300 only, so when the
 * row moves on by four years nothing changes, unless one of its ends passes
 * such a year. All there is to see is in the four years after each passing.
 */
static struct span leap_span(int64_t februaries)
{
	struct span span = { 0, februaries > 0 };

	if (februaries < 4)
		return span;
	span.fewest = februaries;
	for (int64_t year = 1900; year <= 2300; year += 200) {
		for (int64_t i = 0; i < 8; i++) {
			int64_t before = year + i / 2 - (i % 2) * februaries;
			int64_t days = leap_years(before + februaries) -
				       leap_years(before);

			if (span.fewest > days)
				span.fewest = days;
			if (span.most < days)
				span.most = days;
		}
	}
	return span;
}

/*
 * Fewest and most days that a number of months can last, over all dates.
 *
 * Only dates on the first of a month have to be tried. A later day counts the
 * same, until it is clamped in one of the two months; from there on it goes
 * step by step towards what last day to last day counts, and that is what
 * the two firsts that follow count. For the same reason the days between
 * date + a and date + b months have the span of b - a months.
 */
static struct span span_of(wide months)
{
	int64_t years = (int64_t)(months / 12 % 400);
	int64_t rest = (int64_t)(months % 12);
	struct span span = { INT64_MAX, INT64_MIN };

	if (months < 0) {
		struct span back = span_of(-months);

		span.fewest = -back.most;
		span.most = -back.fewest;
		return span;
	}
	for (int64_t start = 0; start < 12; start++) {
		/* neither 2001 nor 2002 is a leap year */
		int64_t first = month_number(2001 * 12 + start);
		int64_t days = month_number(2001 * 12 + start + rest) - first;
		bool february =
		    (start <= 1 && start + rest > 1) || start + rest > 13;
		struct span leap = leap_span(years + february);

		if (span.fewest > days + leap.fewest)
			span.fewest = days + leap.fewest;
		if (span.most < days + leap.most)
			span.most = days + leap.most;
	}
	span.fewest += years * 365 + months / CYCLE_MONTHS * CYCLE_DAYS;
	span.most += years * 365 + months / CYCLE_MONTHS * CYCLE_DAYS;
	return span;
}

/* Fewest and most seconds that b is longer than a, from any start date. */
static struct span excess(struct kt_duration a, struct kt_duration b)
{
	struct span span = span_of((wide)b.months - a.months);
	wide seconds = (wide)b.seconds - a.seconds;

	span.fewest = span.fewest * DAY_SECONDS + seconds;
	span.most = span.most * DAY_SECONDS + seconds;
	return span;
}

enum kt_order kt_duration_order(struct kt_duration a, struct kt_duration b)
{
	struct span span = excess(a, b);

	if (span.fewest > 0)
		return KT_LESS;
	if (span.most < 0)
		return KT_GREATER;
	if (span.fewest == 0 && span.most == 0)
		return KT_EQUAL;
	return KT_UNORDERED;
}

int kt_duration_at_least(struct kt_duration a, struct kt_duration b)
{
	struct span span = excess(a, b);

	if (span.most <= 0)
		return 1;
	return span.fewest > 0 ? 0 : -1;
}

static int64_t saturate(wide number)
{
	if (number > INT64_MAX)
		return INT64_MAX;
	return number < INT64_MIN ? INT64_MIN : (int64_t)number;
}

void kt_duration_days(struct kt_duration d, int64_t *fewest, int64_t *most)
{
	struct span span = span_of(d.months);
	int64_t days = floor_divide(d.seconds, DAY_SECONDS);

	*fewest = saturate(span.fewest + days);
	*most = saturate(span.most + days);
}

/* ---- Danish local time ------------------------------------------------- */

/* 01:00 UTC on the last Sunday of a month of 31 days. */
static int64_t last_sunday(int32_t year, int32_t month)
{
	struct kt_date end = { year, month, 31 };

	return (kt_date_number(end) - kt_date_weekday(end) % 7) * DAY_SECONDS +
	       3600;
}

/*
 * Whether it is summer time at an instant of the given local year.
 *
 * The rule is that of directive 2000/84/EC, in force in this form since 1996
 * and taken for every year from 1980, when Denmark began; before that there
 * is none. The real changes of 1980 to 1995 (and of 1916 and the 1940s) fell
 * on other days, which no document here reaches back to.
 */
static bool is_summer(int64_t instant, int32_t year)
{
	return year >= 1980 && instant >= last_sunday(year, 3) &&
	       instant < last_sunday(year, 10);
}

static bool is_time(struct kt_time t)
{
	return t.hour >= 0 && t.hour <= 23 && t.minute >= 0 && t.minute <= 59 &&
	       t.second >= 0 && t.second <= 59 &&
	       (!t.has_zone ||
		   (t.zone_minutes >= -840 && t.zone_minutes <= 840));
}

kt_status kt_instant(
    const struct kt_datetime *moment, int64_t *first, int64_t *second)
{
	const struct kt_time *time = &moment->time;
	int32_t year = moment->date.year;
	int64_t local;
	bool summer;
	bool winter;

	if (!kt_date_valid(moment->date) || !is_time(*time))
		return KT_E_INPUT;
	local = kt_date_number(moment->date) * DAY_SECONDS + time->hour * 3600 +
		time->minute * 60 + time->second;
	if (time->has_zone) {
		*first = *second = local - time->zone_minutes * 60;
		return KT_OK;
	}
	summer = is_summer(local - 7200, year);
	winter = !is_summer(local - 3600, year);
	if (!summer && !winter)
		return KT_E_INPUT;
	*first = local - (summer ? 7200 : 3600);
	*second = local - (winter ? 3600 : 7200);
	return KT_OK;
}

/* ---- writing ----------------------------------------------------------- */

struct writer {
	char *out;
	size_t size;
};

static void put(struct writer *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* No value is too long; one that were would be cut. */
static void put(struct writer *w, const char *format, ...)
{
	size_t room = KT_MOMENT_CHARS - w->size;
	va_list arguments;
	int size;

	va_start(arguments, format);
	size = vsnprintf(w->out + w->size, room, format, arguments);
	va_end(arguments);
	if (size < 0)
		w->out[w->size] = '\0';
	else
		w->size += (size_t)size < room ? (size_t)size : room - 1;
}

static void write_date(struct writer *w, struct kt_date d)
{
	put(w, "%04d-%02d-%02d", (int)d.year, (int)d.month, (int)d.day);
}

static void write_time(struct writer *w, struct kt_time t)
{
	int64_t minutes = t.zone_minutes;

	put(w, "%02d:%02d:%02d", (int)t.hour, (int)t.minute, (int)t.second);
	if (!t.has_zone)
		return;
	if (minutes == 0) {
		put(w, "Z");
		return;
	}
	put(w, "%c", minutes < 0 ? '-' : '+');
	if (minutes < 0)
		minutes = -minutes;
	put(w, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

size_t kt_date_format(struct kt_date d, char out[KT_MOMENT_CHARS])
{
	struct writer w = { out, 0 };

	write_date(&w, d);
	return w.size;
}

size_t kt_time_format(struct kt_time t, char out[KT_MOMENT_CHARS])
{
	struct writer w = { out, 0 };

	write_time(&w, t);
	return w.size;
}

size_t kt_datetime_format(struct kt_datetime d, char out[KT_MOMENT_CHARS])
{
	struct writer w = { out, 0 };

	write_date(&w, d.date);
	put(&w, "T");
	write_time(&w, d.time);
	return w.size;
}

/* The parts of a duration, without their signs. */
enum { YEARS, MONTHS, DAYS, HOURS, MINUTES, SECONDS, PARTS };

static void take_apart(struct kt_duration d, uint64_t parts[PARTS])
{
	uint64_t months = (uint64_t)d.months;
	uint64_t seconds = (uint64_t)d.seconds;

	if (d.months < 0)
		months = 0 - months;
	if (d.seconds < 0)
		seconds = 0 - seconds;
	parts[YEARS] = months / 12;
	parts[MONTHS] = months % 12;
	parts[DAYS] = seconds / DAY_SECONDS;
	parts[HOURS] = seconds % DAY_SECONDS / 3600;
	parts[MINUTES] = seconds % 3600 / 60;
	parts[SECONDS] = seconds % 60;
}

size_t kt_duration_format(struct kt_duration d, char out[KT_MOMENT_CHARS])
{
	static const char letters[] = "YMDHMS";
	struct writer w = { out, 0 };
	uint64_t parts[PARTS];
	/* months and days of different sign, as a sum can have: XPath has no
	 * form for them, ISO 8601-2 puts the sign at each part */
	bool mixed =
	    (d.months < 0 && d.seconds > 0) || (d.months > 0 && d.seconds < 0);
	bool negative = !mixed && (d.months < 0 || d.seconds < 0);

	take_apart(d, parts);
	put(&w, "%sP", negative ? "-" : "");
	for (int i = 0; i < PARTS; i++) {
		bool minus = mixed && (i < DAYS ? d.months : d.seconds) < 0;

		if (i == HOURS && d.seconds % DAY_SECONDS != 0)
			put(&w, "T");
		if (parts[i] != 0)
			put(&w, "%s%llu%c", minus ? "-" : "",
			    (unsigned long long)parts[i], letters[i]);
	}
	if (d.months == 0 && d.seconds == 0)
		put(&w, "T0S");
	return w.size;
}

size_t kt_date_format_for(
    struct kt_date d, enum kt_language language, char out[KT_MOMENT_CHARS])
{
	static const char *const names[KT_LANGUAGES][12] = {
		{ "januar", "februar", "marts", "april", "maj", "juni", "juli",
		    "august", "september", "oktober", "november", "december" },
		{ "January", "February", "March", "April", "May", "June",
		    "July", "August", "September", "October", "November",
		    "December" },
	};
	struct writer w = { out, 0 };
	bool english = language == KT_EN;

	if (d.month < 1 || d.month > 12)
		return kt_date_format(d, out);
	put(&w, english ? "%d %s %d" : "%d. %s %d", (int)d.day,
	    names[english][d.month - 1], (int)d.year);
	return w.size;
}

/* The parts from `from` up to `to` as a list: "2 år og 3 måneder". */
static void write_list(struct writer *w, const uint64_t parts[PARTS], int from,
    int to, bool english)
{
	static const char *const names[KT_LANGUAGES][PARTS][2] = {
		{ { "år", "år" }, { "måned", "måneder" }, { "dag", "dage" },
		    { "time", "timer" }, { "minut", "minutter" },
		    { "sekund", "sekunder" } },
		{ { "year", "years" }, { "month", "months" }, { "day", "days" },
		    { "hour", "hours" }, { "minute", "minutes" },
		    { "second", "seconds" } },
	};
	int left = 0;
	bool first = true;

	for (int i = from; i < to; i++)
		left += parts[i] != 0;
	for (int i = from; i < to; i++) {
		if (parts[i] == 0)
			continue;
		left--;
		if (!first)
			put(w, "%s",
			    left > 0 ? ", " : (english ? " and " : " og "));
		put(w, "%llu %s", (unsigned long long)parts[i],
		    names[english][i][parts[i] != 1]);
		first = false;
	}
}

size_t kt_duration_format_for(
    struct kt_duration d, enum kt_language language, char out[KT_MOMENT_CHARS])
{
	struct writer w = { out, 0 };
	bool english = language == KT_EN;
	bool same_sign = (d.months <= 0 && d.seconds <= 0) ||
			 (d.months >= 0 && d.seconds >= 0);
	uint64_t parts[PARTS];

	take_apart(d, parts);
	if (d.months == 0 && d.seconds == 0) {
		put(&w, english ? "0 days" : "0 dage");
	} else if (same_sign) {
		put(&w, "%s", d.months < 0 || d.seconds < 0 ? "minus " : "");
		write_list(&w, parts, YEARS, PARTS, english);
	} else {
		put(&w, "%s", d.months < 0 ? "minus " : "");
		write_list(&w, parts, YEARS, DAYS, english);
		put(&w, "%s", d.months < 0 ? " plus " : " minus ");
		write_list(&w, parts, DAYS, PARTS, english);
	}
	return w.size;
}
