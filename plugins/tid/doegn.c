/*
 * Days between arrival and departure, counted in one of three ways. Where two
 * honest readings of the same way give different numbers, the answer is
 * unknown: local clock against elapsed time at the change to and from summer
 * time, and whether a departure at midnight has begun that day.
 */
#include "tid.h"

#include <stdio.h>
#include <string.h>

struct moment {
	struct kt_date date; /* in Danish time */
	int has_time;
	int64_t clock; /* seconds since midnight */
	int64_t first; /* seconds since 1970 in UTC; a local time that exists */
	int64_t second; /* twice has two, else they are equal */
};

struct stay {
	struct moment in;
	struct moment out;
	int64_t nights; /* difference of dates */
};

/* The date and time of day that a clock shows, `seconds` after 1970 began on
 * that same clock. */
static kt_status from_clock(
    const struct kt_host *host, int64_t seconds, struct kt_datetime *out)
{
	static const struct kt_date epoch = { 1970, 1, 1 };
	int64_t clock =
	    (seconds % TID_DAY_SECONDS + TID_DAY_SECONDS) % TID_DAY_SECONDS;
	struct kt_duration days = { 0, seconds - clock };

	memset(out, 0, sizeof(*out));
	out->time.hour = (int32_t)(clock / 3600);
	out->time.minute = (int32_t)(clock / 60 % 60);
	out->time.second = (int32_t)(clock % 60);
	return host->date_add(&epoch, &days, &out->date);
}

/* What the Danish clock showed at `instant`: the host only knows the way from
 * clock to instant, so both clocks are tried, winter time an hour ahead of UTC
 * and summer time two. */
static kt_status to_local(
    const struct kt_host *host, int64_t instant, struct kt_datetime *out)
{
	for (int64_t ahead = 1; ahead <= 2; ahead++) {
		int64_t first;
		int64_t second;
		kt_status status =
		    from_clock(host, instant + ahead * 3600, out);

		if (status != KT_OK)
			return status;
		if (host->instant(out, &first, &second) == KT_OK &&
		    (first == instant || second == instant))
			return KT_OK;
	}
	return KT_E_INTERNAL;
}

static kt_status read_time(const struct kt_host *host, struct kt_call *call,
    struct kt_datetime given, struct moment *out, int *known)
{
	kt_status status = host->instant(&given, &out->first, &out->second);

	if (status == KT_E_INPUT) {
		host->unknown(call,
		    "tidspunktet findes ikke: uret springer frem til sommertid",
		    "the time does not exist: clocks go forward to summer "
		    "time");
		return KT_OK;
	}
	if (status == KT_OK && given.time.has_zone)
		status = to_local(host, out->first, &given);
	out->date = given.date;
	out->clock = (int64_t)given.time.hour * 3600 + given.time.minute * 60 +
		     given.time.second;
	out->has_time = 1;
	*known = status == KT_OK;
	return status;
}

/* *known stays 0 where the text cannot be read; the reason is then noted. */
static kt_status read_moment(const struct kt_host *host, struct kt_call *call,
    struct kt_string text, struct moment *out, int *known)
{
	int has_time = text.size > 0 && memchr(text.data, 'T', text.size);
	struct kt_value value =
	    host->parse(call, text, has_time ? KT_DATETIME : KT_DATE);

	*known = 0;
	memset(out, 0, sizeof(*out));
	if (value.kind == KT_DATETIME)
		return read_time(host, call, value.u.datetime, out, known);
	if (value.kind == KT_DATE) {
		out->date = value.u.date;
		*known = 1;
		return KT_OK;
	}
	return host->unknown(call,
	    "ankomst eller afrejse er ikke en dato eller et tidspunkt "
	    "(ÅÅÅÅ-MM-DD eller ÅÅÅÅ-MM-DDTTT:MM:SS)",
	    "arrival or departure is no date or time (YYYY-MM-DD or "
	    "YYYY-MM-DDTHH:MM:SS)");
}

/* ---- the three ways ---------------------------------------------------- */

static int64_t at_least_zero(int64_t number)
{
	return number > 0 ? number : 0;
}

static void explain_hours(const struct kt_host *host, struct kt_call *call,
    int64_t clock, int64_t days)
{
	char da[96];
	char en[96];
	long long hours = clock / 3600;
	long long minutes = clock / 60 % 60;

	snprintf(da, sizeof(da),
	    "%lld timer og %lld minutter giver %lld hele "
	    "døgn af 24 timer",
	    hours, minutes, (long long)days);
	snprintf(en, sizeof(en),
	    "%lld hours and %lld minutes give %lld whole "
	    "days of 24 hours",
	    hours, minutes, (long long)days);
	host->explain(call, da, en);
}

static kt_status count_hours(const struct kt_host *host, struct kt_call *call,
    const struct stay *stay, int64_t *days, int *known)
{
	int64_t clock = at_least_zero(
	    stay->nights * TID_DAY_SECONDS + stay->out.clock - stay->in.clock);
	int64_t shortest = at_least_zero(stay->out.first - stay->in.second);
	int64_t longest = at_least_zero(stay->out.second - stay->in.first);
	char da[160];
	char en[160];

	*known = 0;
	if (!stay->in.has_time || !stay->out.has_time) {
		return host->unknown(call,
		    "hoteldøgn kræver klokkeslæt for ankomst og afrejse",
		    "days of 24 hours need the time of arrival and departure");
	}
	*days = clock / TID_DAY_SECONDS;
	if (*days != shortest / TID_DAY_SECONDS ||
	    *days != longest / TID_DAY_SECONDS) {
		snprintf(da, sizeof(da),
		    "uret skifter under opholdet: %lld døgn på uret, %lld "
		    "eller %lld i forløbet tid",
		    (long long)*days, (long long)(shortest / TID_DAY_SECONDS),
		    (long long)(longest / TID_DAY_SECONDS));
		snprintf(en, sizeof(en),
		    "clocks change during the stay: %lld days by the clock, "
		    "%lld or %lld in elapsed time",
		    (long long)*days, (long long)(shortest / TID_DAY_SECONDS),
		    (long long)(longest / TID_DAY_SECONDS));
		return host->unknown(call, da, en);
	}
	explain_hours(host, call, clock, *days);
	*known = 1;
	return KT_OK;
}

static kt_status count_dates(const struct kt_host *host, struct kt_call *call,
    const struct stay *stay, int64_t *days, int *known)
{
	*known = !stay->out.has_time || stay->out.clock != 0;
	*days = stay->nights + 1;
	if (*known)
		return KT_OK;
	return host->unknown(call,
	    "afrejsen er ved midnat: det er ikke fastsat, om den dag er "
	    "begyndt",
	    "the departure is at midnight: it is not settled whether that day "
	    "has begun");
}

static void explain_dates(const struct kt_host *host, struct kt_call *call,
    const struct stay *stay, int64_t days)
{
	char da[160];
	char en[160];

	snprintf(da, sizeof(da), "fra %s til %s: %lld",
	    tid_date_text(host, call, &stay->in.date, 0).data,
	    tid_date_text(host, call, &stay->out.date, 0).data,
	    (long long)days);
	snprintf(en, sizeof(en), "from %s to %s: %lld",
	    tid_date_text(host, call, &stay->in.date, 1).data,
	    tid_date_text(host, call, &stay->out.date, 1).data,
	    (long long)days);
	host->explain(call, da, en);
}

static kt_status count(const struct kt_host *host, struct kt_call *call,
    const struct stay *stay, struct kt_string way, int64_t *days, int *known)
{
	kt_status status = KT_OK;

	if (tid_is(way, "hoteldoegn"))
		return count_hours(host, call, stay, days, known);
	if (tid_is(way, "overnatning")) {
		*days = stay->nights;
		*known = 1;
	} else if (tid_is(way, "kalenderdoegn")) {
		status = count_dates(host, call, stay, days, known);
	} else {
		*known = 0;
		return host->unknown(call,
		    "det er ikke oplyst, hvordan døgn tælles (hoteldoegn, "
		    "overnatning eller kalenderdoegn)",
		    "it is not stated how days are counted (hoteldoegn, "
		    "overnatning or kalenderdoegn)");
	}
	if (*known)
		explain_dates(host, call, stay, *days);
	return status;
}

kt_status tid_doegn(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct stay stay;
	int64_t days = 0;
	int known;
	kt_status status = read_moment(
	    host, call, arguments[0].items->u.string, &stay.in, &known);

	if (status != KT_OK || !known)
		return status;
	status = read_moment(
	    host, call, arguments[1].items->u.string, &stay.out, &known);
	if (status != KT_OK || !known)
		return status;
	stay.nights = host->date_number(&stay.out.date) -
		      host->date_number(&stay.in.date);
	if (stay.nights < 0 || (stay.in.has_time && stay.out.has_time &&
				   stay.out.second < stay.in.first)) {
		return host->unknown(call, "afrejsen ligger før ankomsten",
		    "the departure lies before the arrival");
	}
	status = count(
	    host, call, &stay, arguments[2].items->u.string, &days, &known);
	if (status == KT_OK && known) {
		result->kind = KT_DECIMAL;
		result->u.decimal =
		    (struct kt_decimal){ 0, (uint64_t)days, 0, 0 };
	}
	return status;
}
