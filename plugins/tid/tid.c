#include "tid.h"

#include <stdio.h>
#include <string.h>

int tid_is(struct kt_string s, const char *text)
{
	return s.size == strlen(text) && memcmp(s.data, text, s.size) == 0;
}

struct tid_text tid_text(const struct kt_host *host, struct kt_call *call,
    const struct kt_value *value, int english)
{
	struct kt_string s = host->format(call, value, english);
	struct tid_text text;

	snprintf(text.data, sizeof(text.data), "%.*s",
	    s.data != NULL ? (int)s.size : 0, s.data != NULL ? s.data : "");
	return text;
}

struct tid_text tid_date_text(const struct kt_host *host, struct kt_call *call,
    const struct kt_date *date, int english)
{
	struct kt_value value = { KT_DATE, 0, { .date = *date } };

	return tid_text(host, call, &value, english);
}

static kt_status add(const struct kt_host *host, const struct kt_date *date,
    int64_t months, int64_t seconds, struct kt_date *out)
{
	struct kt_duration duration = { months, seconds };

	return host->date_add(date, &duration, out);
}

/* Adding months to 31 January stops at the last day of each month. */
kt_status tid_month_end(
    const struct kt_host *host, const struct kt_date *date, struct kt_date *out)
{
	struct kt_date january = { date->year, 1, 31 };

	return add(host, &january, date->month - 1, 0, out);
}

static void give_decimal(struct kt_value *result, int64_t number)
{
	result->kind = KT_DECIMAL;
	result->u.decimal =
	    (struct kt_decimal){ number < 0 ? -1 : 0, (uint64_t)number, 0, 0 };
}

static void give_date(struct kt_value *result, const struct kt_date *date)
{
	result->kind = KT_DATE;
	result->u.date = *date;
}

/* ---- alder ------------------------------------------------------------- */

static int is_leap(const struct kt_host *host, int32_t year)
{
	struct kt_date before = { year, 2, 28 };
	struct kt_date after = { year, 3, 1 };

	return host->date_number(&after) - host->date_number(&before) == 2;
}

/* Whether somebody born on 29 February is a year older on 28 February of a
 * year without that day: 1 yes, 0 no, -1 nobody has settled it. */
static int leap_birthday(const struct kt_argument *convention)
{
	const struct kt_value *value = convention->items;

	if (convention->count == 0 || value->kind != KT_STRING)
		return -1;
	if (tid_is(value->u.string, "28. februar"))
		return 1;
	return tid_is(value->u.string, "1. marts") ? 0 : -1;
}

static kt_status alder(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	const struct kt_date *born = &arguments[0].items->u.date;
	const struct kt_date *day = &arguments[1].items->u.date;
	int64_t years = (int64_t)day->year - born->year;
	char da[96];
	char en[96];

	if (host->date_number(day) < host->date_number(born)) {
		return host->unknown(call, "datoen ligger før fødselsdagen",
		    "the date lies before the date of birth");
	}
	if (day->month < born->month ||
	    (day->month == born->month && day->day < born->day))
		years--;
	if (born->month == 2 && born->day == 29 && day->month == 2 &&
	    day->day == 28 && !is_leap(host, day->year)) {
		int reached = leap_birthday(&arguments[2]);

		if (reached < 0) {
			return host->unknown(call,
			    "født 29. februar: det er ikke fastsat, om alderen "
			    "skifter 28. februar eller 1. marts i et år uden "
			    "skuddag",
			    "born on 29 February: it is not settled whether "
			    "the age changes on 28 February or 1 March in a "
			    "year without a leap day");
		}
		years += reached;
	}
	snprintf(da, sizeof(da), "%lld hele år den %s", (long long)years,
	    tid_date_text(host, call, day, 0).data);
	snprintf(en, sizeof(en), "%lld whole years on %s", (long long)years,
	    tid_date_text(host, call, day, 1).data);
	host->explain(call, da, en);
	give_decimal(result, years);
	return KT_OK;
}

/* ---- dates ------------------------------------------------------------- */

static kt_status laegtil(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct kt_date date;
	kt_status status = host->date_add(&arguments[0].items->u.date,
	    &arguments[1].items->u.duration, &date);

	(void)call;
	if (status == KT_OK)
		give_date(result, &date);
	return status;
}

static kt_status ugedag(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	/* 1970-01-01 was a Thursday; the sum is made positive first */
	int64_t days = host->date_number(&arguments[0].items->u.date) + 3;

	(void)call;
	give_decimal(result, (days % 7 + 7) % 7 + 1);
	return KT_OK;
}

static kt_status maanedens_slut(const struct kt_host *host,
    struct kt_call *call, const struct kt_argument *arguments,
    struct kt_value *result)
{
	struct kt_date date;
	kt_status status =
	    tid_month_end(host, &arguments[0].items->u.date, &date);

	(void)call;
	if (status == KT_OK)
		give_date(result, &date);
	return status;
}

static void explain_last_day(const struct kt_host *host, struct kt_call *call,
    const struct kt_date *last)
{
	char da[96];
	char en[96];

	snprintf(da, sizeof(da), "sidste dag er den %s",
	    tid_date_text(host, call, last, 0).data);
	snprintf(en, sizeof(en), "the last day is %s",
	    tid_date_text(host, call, last, 1).data);
	host->explain(call, da, en);
}

/* How many days a month's end cut off: 31 January and a month is 28 February,
 * and whether the three days are lost or run on into March is not settled. */
static kt_status days_cut_off(const struct kt_host *host,
    const struct kt_date *start, const struct kt_duration *duration,
    int64_t *days)
{
	struct kt_date landed;
	kt_status status = add(host, start, duration->months, 0, &landed);

	*days = 0;
	if (status == KT_OK)
		*days = start->day - landed.day;
	return status;
}

static kt_status senest(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	const struct kt_date *start = &arguments[1].items->u.date;
	const struct kt_duration *term = &arguments[2].items->u.duration;
	struct kt_date last;
	int64_t late;
	int64_t cut_off;
	kt_status status = host->date_add(start, term, &last);

	if (status == KT_OK)
		status = days_cut_off(host, start, term, &cut_off);
	if (status != KT_OK)
		return status;
	explain_last_day(host, call, &last);
	late = host->date_number(&arguments[0].items->u.date) -
	       host->date_number(&last);
	if (late > 0 && late <= cut_off) {
		return host->unknown(call,
		    "måneden har ingen dag med startdagens nummer: det er "
		    "ikke fastsat, om fristen så slutter med måneden",
		    "the month has no day with the number of the start: it is "
		    "not settled whether the term then ends with the month");
	}
	result->kind = KT_BOOLEAN;
	result->u.boolean = late <= 0;
	return KT_OK;
}

/* ---- varsel ------------------------------------------------------------ */

/* "Løbende måned og to måneder": the rest of the month in which notice was
 * given does not count, whole months do. */
static kt_status from_next_month(const struct kt_host *host,
    const struct kt_date *given, const struct kt_duration *notice,
    struct kt_date *out)
{
	struct kt_date date;
	kt_status status = tid_month_end(host, given, &date);

	if (status == KT_OK && notice->months != 0) {
		status = add(host, &date, notice->months, 0, &date);
		/* 28 February and a month is the whole of March */
		if (status == KT_OK)
			status = tid_month_end(host, &date, &date);
	}
	if (status == KT_OK)
		status = add(host, &date, 0, notice->seconds, out);
	return status;
}

static kt_status varsel_slut(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	const struct kt_date *given = &arguments[0].items->u.date;
	const struct kt_duration *notice = &arguments[1].items->u.duration;
	struct kt_string counted = arguments[2].items->u.string;
	struct kt_date end;
	kt_status status;

	if (tid_is(counted, "modtagelse") || tid_is(counted, "afsendelse")) {
		status = host->date_add(given, notice, &end);
	} else if (tid_is(counted, "maanedsskift")) {
		status = host->date_add(given, notice, &end);
		if (status == KT_OK)
			status = tid_month_end(host, &end, &end);
	} else if (tid_is(counted, "loebende-maaned")) {
		status = from_next_month(host, given, notice, &end);
	} else {
		return host->unknown(call,
		    "det er ikke oplyst, hvorfra varslet regnes (modtagelse, "
		    "afsendelse, maanedsskift eller loebende-maaned)",
		    "it is not stated from when the notice counts "
		    "(modtagelse, afsendelse, maanedsskift or "
		    "loebende-maaned)");
	}
	if (status != KT_OK)
		return status;
	explain_last_day(host, call, &end);
	give_date(result, &end);
	return KT_OK;
}

/* ---- descriptor -------------------------------------------------------- */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct kt_parameter alder_parameters[] = {
	{ "foedt", KT_DATE, 0 },
	{ "dato", KT_DATE, 0 },
	{ "foedt-29-februar", KT_STRING,
	    KT_PARAM_OPTIONAL | KT_PARAM_ACCEPTS_UNKNOWN },
};

static const struct kt_parameter laegtil_parameters[] = {
	{ "dato", KT_DATE, 0 },
	{ "varighed", KT_DURATION, 0 },
};

static const struct kt_parameter senest_parameters[] = {
	{ "dato", KT_DATE, 0 },
	{ "start", KT_DATE, 0 },
	{ "varighed", KT_DURATION, 0 },
};

static const struct kt_parameter varsel_parameters[] = {
	{ "meddelt", KT_DATE, 0 },
	{ "varsel", KT_DURATION, 0 },
	{ "regnet-fra", KT_STRING, 0 },
};

static const struct kt_parameter doegn_parameters[] = {
	{ "ankomst", KT_STRING, 0 },
	{ "afrejse", KT_STRING, 0 },
	{ "princip", KT_STRING, 0 },
};

static const struct kt_parameter dato_parameters[] = {
	{ "dato", KT_DATE, 0 },
};

static const struct kt_function functions[] = {
	{ sizeof(struct kt_function), "alder",
	    "Hele år fra fødselsdagen til datoen; uafklaret den 28. februar "
	    "for den, der er født på skuddagen, når dagen ikke er fastsat",
	    "Whole years from the date of birth to the date; undecided on 28 "
	    "February for those born on a leap day, where the day is not "
	    "settled",
	    alder_parameters, COUNT(alder_parameters), KT_DECIMAL, 0, alder },
	{ sizeof(struct kt_function), "laegtil",
	    "Datoen plus en varighed; måneder standser ved månedens sidste dag",
	    "The date plus a duration; months stop at the month's last day",
	    laegtil_parameters, COUNT(laegtil_parameters), KT_DATE, 0,
	    laegtil },
	{ sizeof(struct kt_function), "senest",
	    "Om datoen ligger senest varigheden efter start; uafklaret i de "
	    "dage, som månedens længde skærer af",
	    "Whether the date lies at most the duration after start; "
	    "undecided on the days that the month's length cuts off",
	    senest_parameters, COUNT(senest_parameters), KT_BOOLEAN, 0,
	    senest },
	{ sizeof(struct kt_function), "varsel-slut",
	    "Sidste dag af et opsigelsesvarsel regnet fra modtagelse, "
	    "afsendelse, maanedsskift eller loebende-maaned",
	    "Last day of a notice counted from modtagelse (receipt), "
	    "afsendelse (dispatch), maanedsskift (end of a month) or "
	    "loebende-maaned (current month)",
	    varsel_parameters, COUNT(varsel_parameters), KT_DATE, 0,
	    varsel_slut },
	{ sizeof(struct kt_function), "doegn",
	    "Antal døgn mellem ankomst og afrejse efter hoteldoegn, "
	    "overnatning eller kalenderdoegn i dansk tid",
	    "Number of days between arrival and departure by hoteldoegn (24 "
	    "hours), overnatning (nights) or kalenderdoegn (calendar days) in "
	    "Danish time",
	    doegn_parameters, COUNT(doegn_parameters), KT_DECIMAL, 0,
	    tid_doegn },
	{ sizeof(struct kt_function), "ugedag",
	    "Ugedagens nummer: mandag 1 til søndag 7",
	    "Number of the weekday: Monday 1 to Sunday 7", dato_parameters,
	    COUNT(dato_parameters), KT_DECIMAL, 0, ugedag },
	{ sizeof(struct kt_function), "maanedens-slut",
	    "Sidste dag i datoens måned", "Last day of the date's month",
	    dato_parameters, COUNT(dato_parameters), KT_DATE, 0,
	    maanedens_slut },
};

static const struct kt_check checks[] = {
	{ sizeof(struct kt_check), "perioder",
	    "Perioder overlapper ikke hinanden, følger uden huller, eller "
	    "begge dele",
	    "Periods do not overlap, follow without gaps, or both",
	    tid_perioder_parameters, TID_PERIODER_PARAMETERS,
	    tid_perioder_prepare, tid_perioder, NULL, tid_perioder_release },
};

static const struct kt_plugin tid = { sizeof(struct kt_plugin), KT_ABI_MAJOR,
	KT_ABI_MINOR, "tid", "tid", "1.0", "MPL-2.0",
	"Alder, frister, varsler, døgn og perioder",
	"Age, deadlines, notices, days and periods", functions,
	COUNT(functions), checks, COUNT(checks) };

KT_PLUGIN(tid)
