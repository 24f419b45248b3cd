/*
 * The table of built-in functions and casts.
 */
#include "expr/internal.h"

static const struct kt_builtin_info builtins[] = {
	{ "not", FN_NOT, "b", KT_BOOLEAN, false },
	{ "true", FN_TRUE, "", KT_BOOLEAN, false },
	{ "false", FN_FALSE, "", KT_BOOLEAN, false },
	{ "exists", FN_EXISTS, "q", KT_BOOLEAN, false },
	{ "empty", FN_EMPTY, "q", KT_BOOLEAN, false },
	{ "boolean", FN_BOOLEAN, "b", KT_BOOLEAN, false },
	{ "count", FN_COUNT, "q", KT_DECIMAL, false },
	{ "sum", FN_SUM, "Q", KT_DECIMAL, false },
	{ "min", FN_MIN, "q", KT_ANY, false },
	{ "max", FN_MAX, "q", KT_ANY, false },
	{ "avg", FN_AVG, "Q", KT_DECIMAL, false },
	{ "abs", FN_ABS, "n", KT_DECIMAL, false },
	{ "round", FN_ROUND, "n", KT_DECIMAL, false },
	{ "round-half-to-even", FN_ROUND_HALF_EVEN, "n?n", KT_DECIMAL, false },
	{ "floor", FN_FLOOR, "n", KT_DECIMAL, false },
	{ "ceiling", FN_CEILING, "n", KT_DECIMAL, false },
	{ "number", FN_NUMBER, "a", KT_DECIMAL, false },
	{ "string", FN_STRING, "?a", KT_STRING, false },
	{ "string-length", FN_STRING_LENGTH, "?s", KT_DECIMAL, false },
	{ "contains", FN_CONTAINS, "ss", KT_BOOLEAN, false },
	{ "starts-with", FN_STARTS_WITH, "ss", KT_BOOLEAN, false },
	{ "ends-with", FN_ENDS_WITH, "ss", KT_BOOLEAN, false },
	{ "normalize-space", FN_NORMALIZE_SPACE, "?s", KT_STRING, false },
	{ "lower-case", FN_LOWER_CASE, "s", KT_STRING, false },
	{ "upper-case", FN_UPPER_CASE, "s", KT_STRING, false },
	{ "concat", FN_CONCAT, "aaa*", KT_STRING, false },
	{ "string-join", FN_STRING_JOIN, "qs", KT_STRING, false },
	{ "substring", FN_SUBSTRING, "sn?n", KT_STRING, false },
	{ "substring-before", FN_SUBSTRING_BEFORE, "ss", KT_STRING, false },
	{ "substring-after", FN_SUBSTRING_AFTER, "ss", KT_STRING, false },
	{ "translate", FN_TRANSLATE, "sss", KT_STRING, false },
	{ "matches", FN_MATCHES, "ss", KT_BOOLEAN, false },
	{ "distinct-values", FN_DISTINCT_VALUES, "q", KT_ANY, true },
	{ "index-of", FN_INDEX_OF, "qa", KT_DECIMAL, true },
	{ "position", FN_POSITION, "", KT_DECIMAL, false },
	{ "last", FN_LAST, "", KT_DECIMAL, false },
	{ "reverse", FN_REVERSE, "q", KT_ANY, true },
	{ "local-name", FN_LOCAL_NAME, "?q", KT_STRING, false },
	{ "name", FN_NAME, "?q", KT_STRING, false },
	{ "current-date", FN_CURRENT_DATE, "", KT_DATE, false },
	{ "year-from-date", FN_YEAR_FROM_DATE, "d", KT_DECIMAL, false },
	{ "month-from-date", FN_MONTH_FROM_DATE, "d", KT_DECIMAL, false },
	{ "day-from-date", FN_DAY_FROM_DATE, "d", KT_DECIMAL, false },
	{ "years-from-duration", FN_YEARS_FROM_DURATION, "u", KT_DECIMAL,
	    false },
	{ "months-from-duration", FN_MONTHS_FROM_DURATION, "u", KT_DECIMAL,
	    false },
	{ "days-from-duration", FN_DAYS_FROM_DURATION, "u", KT_DECIMAL, false },
	{ "kendt", FN_KENDT, "q", KT_BOOLEAN, false },
	{ "opslag", FN_OPSLAG, "ta", KT_ANY, true },
	{ "har-opslag", FN_HAR_OPSLAG, "ta", KT_BOOLEAN, false },
};

enum { BUILTINS = sizeof(builtins) / sizeof(builtins[0]) };

const struct kt_builtin_info *kt_builtin_find(struct kt_string name)
{
	for (size_t i = 0; i < BUILTINS; i++)
		if (kt_string_equal(name, kt_string_of(builtins[i].name)))
			return &builtins[i];
	return NULL;
}

const char *kt_builtin_nearest(struct kt_string name)
{
	const char *nearest = NULL;
	size_t best = 3;
	for (size_t i = 0; i < BUILTINS; i++) {
		size_t distance = kt_string_distance(name,
		    kt_string_of(builtins[i].name), 2);
		if (distance < best) {
			best = distance;
			nearest = builtins[i].name;
		}
	}
	return nearest;
}

uint32_t kt_cast_kind(struct kt_string name)
{
	static const struct {
		const char *name;
		uint32_t kind;
	} casts[] = { { "date", KT_DATE }, { "dateTime", KT_DATETIME },
		{ "time", KT_TIME }, { "duration", KT_DURATION },
		{ "dayTimeDuration", KT_DURATION },
		{ "yearMonthDuration", KT_DURATION }, { "decimal", KT_DECIMAL },
		{ "integer", KT_DECIMAL }, { "string", KT_STRING },
		{ "boolean", KT_BOOLEAN } };
	for (size_t i = 0; i < sizeof(casts) / sizeof(casts[0]); i++)
		if (kt_string_equal(name, kt_string_of(casts[i].name)))
			return casts[i].kind;
	return KT_UNKNOWN;
}
