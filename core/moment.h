/*
 * Dates, times and durations (ISO 8601 as XML Schema writes them) and Danish
 * local time by the European Union's rule for summer time.
 */
#ifndef CORE_MOMENT_H
#define CORE_MOMENT_H

#include "base.h"
#include "decimal.h"

/* Exact lexical forms, nothing around them; a day that does not exist, such
 * as 2026-02-30, is refused. Years 0001 to 9999. A zone on a date is refused;
 * seconds may have a fraction of zeros only. 24:00:00 is read as the midnight
 * that it is, 00:00:00 (of the next day). */
bool kt_date_parse(struct kt_string text, struct kt_date *out);
bool kt_time_parse(struct kt_string text, struct kt_time *out);
bool kt_datetime_parse(struct kt_string text, struct kt_datetime *out);
bool kt_duration_parse(struct kt_string text, struct kt_duration *out);

bool kt_date_valid(struct kt_date date);
bool kt_year_is_leap(int32_t year);
int32_t kt_month_days(int32_t year, int32_t month);
int64_t kt_date_number(struct kt_date date); /* days since 1970-01-01 */
/* False outside the years 1 to 9999. */
bool kt_date_of_number(int64_t number, struct kt_date *out);
int kt_date_weekday(struct kt_date date); /* 1 Monday to 7 Sunday */
int kt_date_compare(struct kt_date a, struct kt_date b);
int kt_time_compare(struct kt_time a, struct kt_time b); /* both local */

/* XPath order: months first, clamped to the month's last day, then days
 * (seconds of the duration are dropped after the whole days, downwards: -PT1H
 * is the day before). KT_E_LIMIT outside the years 1 to 9999. */
kt_status kt_date_add(struct kt_date date, struct kt_duration duration,
    struct kt_date *out);
struct kt_duration kt_duration_negate(struct kt_duration d);
kt_status kt_duration_add(struct kt_duration a, struct kt_duration b,
    struct kt_duration *out);

/* How two durations relate when no date to count from is given. */
enum kt_order { KT_LESS = -1, KT_EQUAL = 0, KT_GREATER = 1, KT_UNORDERED = 2 };
/* The answer that holds from every start date (P31D against P1M is GREATER or
 * EQUAL depending on the month: see the two functions below). KT_UNORDERED
 * where it depends on the date. */
enum kt_order kt_duration_order(struct kt_duration a, struct kt_duration b);
/* Fewest and most days that the duration can last from any start date;
 * seconds that are not whole days are dropped. */
void kt_duration_days(struct kt_duration d, int64_t *fewest, int64_t *most);
/* a >= b, whatever the start date? 1 yes, 0 no, -1 depends. P31D ge P1M is
 * 1. */
int kt_duration_at_least(struct kt_duration a, struct kt_duration b);

/* Danish local time. The moment may have its own zone. See plugin.h. */
kt_status kt_instant(const struct kt_datetime *moment, int64_t *first,
    int64_t *second);

enum { KT_MOMENT_CHARS = 128 };
/* ISO forms: 2026-03-01, 14:00:00, 2026-03-01T14:00:00+02:00, P1M, P30D,
 * P1Y2M3DT4H (canonical as XPath casts them, P0D for zero... "PT0S"). */
size_t kt_date_format(struct kt_date d, char out[KT_MOMENT_CHARS]);
size_t kt_time_format(struct kt_time t, char out[KT_MOMENT_CHARS]);
size_t kt_datetime_format(struct kt_datetime d, char out[KT_MOMENT_CHARS]);
size_t kt_duration_format(struct kt_duration d, char out[KT_MOMENT_CHARS]);
/* For a person: "1. marts 2026" / "1 March 2026"; "30 dage", "1 måned",
 * "2 år og 3 måneder" / "30 days", "1 month", "2 years and 3 months". */
size_t kt_date_format_for(struct kt_date d, enum kt_language language,
    char out[KT_MOMENT_CHARS]);
size_t kt_duration_format_for(struct kt_duration d, enum kt_language language,
    char out[KT_MOMENT_CHARS]);

#endif
