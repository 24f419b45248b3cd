/*
 * Comparing, calculating and converting values; all exact, and unknown where
 * there is no answer.
 */
#include "expr/internal.h"

#include <string.h>

/* ---- comparing --------------------------------------------------------- */

static enum kt_order order_of(int sign)
{
	return sign < 0 ? KT_LESS : sign > 0 ? KT_GREATER : KT_EQUAL;
}

static enum kt_order order_integers(int64_t a, int64_t b)
{
	return order_of(a < b ? -1 : a > b);
}

/* Two local times around a change of the clock may stand in either order. */
static enum kt_order order_moments(const struct kt_datetime *a,
    const struct kt_datetime *b)
{
	int64_t a1, a2, b1, b2;
	if (kt_instant(a, &a1, &a2) != KT_OK ||
	    kt_instant(b, &b1, &b2) != KT_OK)
		return KT_UNORDERED;
	enum kt_order early = order_integers(a1, b1);
	if (order_integers(a1, b2) != early || order_integers(a2, b1) != early ||
	    order_integers(a2, b2) != early)
		return KT_UNORDERED;
	return early;
}

enum kt_order kt_order_values(const struct kt_value *a,
    const struct kt_value *b)
{
	if (a->kind != b->kind)
		return KT_UNORDERED;
	switch (a->kind) {
	case KT_BOOLEAN:
		return order_integers(a->u.boolean != 0, b->u.boolean != 0);
	case KT_DECIMAL:
		return order_of(
		    kt_decimal_compare(a->u.decimal, b->u.decimal));
	case KT_STRING:
		return order_of(kt_string_compare(a->u.string, b->u.string));
	case KT_DATE:
		return order_of(kt_date_compare(a->u.date, b->u.date));
	case KT_TIME:
		if (a->u.time.has_zone || b->u.time.has_zone)
			return KT_UNORDERED;
		return order_of(kt_time_compare(a->u.time, b->u.time));
	case KT_DATETIME:
		return order_moments(&a->u.datetime, &b->u.datetime);
	case KT_DURATION:
		return kt_duration_order(a->u.duration, b->u.duration);
	default:
		return KT_UNORDERED;
	}
}

static enum kt_truth truth_of(int answer)
{
	return answer < 0 ? KT_UNDECIDED : answer ? KT_TRUE : KT_FALSE;
}

static enum kt_truth negated(enum kt_truth t)
{
	return t == KT_UNDECIDED ? t : t == KT_TRUE ? KT_FALSE : KT_TRUE;
}

static enum kt_truth compare_durations(enum kt_relation_op op,
    struct kt_duration a, struct kt_duration b)
{
	bool same = a.months == b.months && a.seconds == b.seconds;
	switch (op) {
	case REL_GE:
		return truth_of(kt_duration_at_least(a, b));
	case REL_LE:
		return truth_of(kt_duration_at_least(b, a));
	case REL_LT:
		return negated(truth_of(kt_duration_at_least(a, b)));
	case REL_GT:
		return negated(truth_of(kt_duration_at_least(b, a)));
	default:
		break;
	}
	enum kt_truth equal = KT_TRUE;
	if (!same)
		equal = kt_duration_order(a, b) == KT_UNORDERED ? KT_UNDECIDED
		                                                : KT_FALSE;
	return op == REL_EQ ? equal : negated(equal);
}

enum kt_truth kt_compare_values(struct kt_run *run, enum kt_relation_op op,
    const struct kt_value *a, const struct kt_value *b)
{
	enum kt_truth truth = KT_UNDECIDED;
	if (a->kind == KT_UNKNOWN || b->kind == KT_UNKNOWN)
		return KT_UNDECIDED;
	if (a->kind == KT_STRING && b->kind == KT_STRING && op <= REL_NE)
		return kt_string_equal(a->u.string, b->u.string) ==
		        (op == REL_EQ)
		    ? KT_TRUE
		    : KT_FALSE;
	if (a->kind == KT_DURATION && b->kind == KT_DURATION) {
		truth = compare_durations(op, a->u.duration, b->u.duration);
		if (truth == KT_UNDECIDED)
			kt_note_missing(run, 0,
			    "måneder og dage kan ikke sammenlignes uden en dato at regne fra%s",
			    "months and days cannot be compared without a date "
			    "to count from%s", KT_S(""));
		return truth;
	}
	enum kt_order order = kt_order_values(a, b);
	if (order == KT_UNORDERED) {
		kt_note_missing(run, 0, "værdierne kan ikke sammenlignes%s",
		    "the values cannot be compared%s", KT_S(""));
		return KT_UNDECIDED;
	}
	switch (op) {
	case REL_EQ:
		return order == KT_EQUAL ? KT_TRUE : KT_FALSE;
	case REL_NE:
		return order != KT_EQUAL ? KT_TRUE : KT_FALSE;
	case REL_LT:
		return order == KT_LESS ? KT_TRUE : KT_FALSE;
	case REL_LE:
		return order != KT_GREATER ? KT_TRUE : KT_FALSE;
	case REL_GT:
		return order == KT_GREATER ? KT_TRUE : KT_FALSE;
	default:
		return order != KT_LESS ? KT_TRUE : KT_FALSE;
	}
}

/* ---- calculating ------------------------------------------------------- */

static struct kt_value result(struct kt_run *run, kt_status status,
    struct kt_value value)
{
	if (status == KT_OK)
		return value;
	if (status == KT_E_INPUT)
		kt_note_missing(run, 0, "der deles med nul%s",
		    "division by zero%s", KT_S(""));
	else
		kt_run_fail(run, status,
		    "et tal i beregningen bliver for stort",
		    "a number in the calculation becomes too large");
	return kt_unknown();
}

static struct kt_value decimals(struct kt_run *run, enum kt_arithmetic op,
    struct kt_decimal a, struct kt_decimal b)
{
	static kt_status (*const ops[])(struct kt_decimal, struct kt_decimal,
	    struct kt_decimal *) = { [ADD] = kt_decimal_add,
		[SUBTRACT] = kt_decimal_subtract,
		[MULTIPLY] = kt_decimal_multiply,
		[DIVIDE] = kt_decimal_divide, [IDIV] = kt_decimal_idiv,
		[MOD] = kt_decimal_mod };
	struct kt_decimal out = { 0 };
	kt_status status = ops[op](a, b, &out);
	return result(run, status, kt_number(out));
}

static struct kt_value date_and_duration(struct kt_run *run,
    const struct kt_value *date, struct kt_duration duration)
{
	struct kt_value out = *date;
	if (date->kind == KT_DATE)
		return result(run,
		    kt_date_add(date->u.date, duration, &out.u.date) == KT_OK
		        ? KT_OK
		        : KT_E_LIMIT, out);
	/* a moment: whole days, then the seconds of the clock */
	int64_t seconds = duration.seconds +
	    out.u.datetime.time.hour * 3600 +
	    out.u.datetime.time.minute * 60 + out.u.datetime.time.second;
	int64_t days = seconds / 86400 - (seconds % 86400 < 0);
	int64_t rest = seconds - days * 86400;
	struct kt_duration whole = { duration.months, days * 86400 };
	kt_status status =
	    kt_date_add(date->u.datetime.date, whole, &out.u.datetime.date);
	out.u.datetime.time.hour = (int32_t)(rest / 3600);
	out.u.datetime.time.minute = (int32_t)(rest / 60 % 60);
	out.u.datetime.time.second = (int32_t)(rest % 60);
	return result(run, status, out);
}

static struct kt_value between(struct kt_run *run, const struct kt_value *a,
    const struct kt_value *b)
{
	struct kt_value out = { .kind = KT_DURATION };
	if (a->kind == KT_DATE) {
		out.u.duration.seconds = 86400 *
		    (kt_date_number(a->u.date) - kt_date_number(b->u.date));
		return out;
	}
	int64_t a1, a2, b1, b2;
	if (kt_instant(&a->u.datetime, &a1, &a2) != KT_OK ||
	    kt_instant(&b->u.datetime, &b1, &b2) != KT_OK || a1 != a2 ||
	    b1 != b2) {
		kt_note_missing(run, 0, "klokkeslættet findes ikke eller findes to gange%s",
		    "the local time does not exist or exists twice%s",
		    KT_S(""));
		return kt_unknown();
	}
	out.u.duration.seconds = a1 - b1;
	return out;
}

static struct kt_value scaled(struct kt_run *run, enum kt_arithmetic op,
    struct kt_duration d, struct kt_decimal factor)
{
	struct kt_decimal months, seconds;
	struct kt_value out = { .kind = KT_DURATION };
	kt_status status;
	if (op == MULTIPLY) {
		status = kt_decimal_multiply(kt_decimal_of(d.months), factor,
		    &months);
		if (status == KT_OK)
			status = kt_decimal_multiply(kt_decimal_of(d.seconds),
			    factor, &seconds);
	} else {
		status = kt_decimal_divide(kt_decimal_of(d.months), factor,
		    &months);
		if (status == KT_OK)
			status = kt_decimal_divide(kt_decimal_of(d.seconds),
			    factor, &seconds);
	}
	if (status == KT_OK &&
	    (!kt_decimal_to_int(kt_decimal_round(months),
	         &out.u.duration.months) ||
	        !kt_decimal_to_int(kt_decimal_round(seconds),
	            &out.u.duration.seconds)))
		status = KT_E_LIMIT;
	return result(run, status, out);
}

static struct kt_value ratio(struct kt_run *run, struct kt_duration a,
    struct kt_duration b)
{
	struct kt_decimal out = { 0 };
	bool months = a.seconds == 0 && b.seconds == 0;
	if (!months && (a.months != 0 || b.months != 0)) {
		kt_note_missing(run, 0, "måneder og dage kan ikke deles med hinanden%s",
		    "months and days cannot be divided%s", KT_S(""));
		return kt_unknown();
	}
	kt_status status = kt_decimal_divide(
	    kt_decimal_of(months ? a.months : a.seconds),
	    kt_decimal_of(months ? b.months : b.seconds), &out);
	return result(run, status, kt_number(out));
}

static struct kt_value durations(struct kt_run *run, enum kt_arithmetic op,
    const struct kt_value *a, const struct kt_value *b)
{
	struct kt_value out = { .kind = KT_DURATION };
	struct kt_duration d = b->u.duration;
	if (op == DIVIDE)
		return ratio(run, a->u.duration, d);
	if (op == SUBTRACT)
		d = kt_duration_negate(d);
	return result(run, kt_duration_add(a->u.duration, d, &out.u.duration),
	    out);
}

struct kt_value kt_calculate(struct kt_run *run, enum kt_arithmetic op,
    const struct kt_value *a, const struct kt_value *b)
{
	uint32_t ka = a->kind, kb = b->kind;
	if (ka == KT_UNKNOWN || kb == KT_UNKNOWN)
		return kt_unknown();
	if (ka == KT_DECIMAL && kb == KT_DECIMAL)
		return decimals(run, op, a->u.decimal, b->u.decimal);
	bool moment = ka == KT_DATE || ka == KT_DATETIME;
	if (moment && kb == KT_DURATION && (op == ADD || op == SUBTRACT))
		return date_and_duration(run, a, op == ADD ? b->u.duration
		    : kt_duration_negate(b->u.duration));
	if (ka == KT_DURATION && (kb == KT_DATE || kb == KT_DATETIME) &&
	    op == ADD)
		return date_and_duration(run, b, a->u.duration);
	if (moment && ka == kb && op == SUBTRACT)
		return between(run, a, b);
	if (ka == KT_DURATION && kb == KT_DURATION &&
	    (op == ADD || op == SUBTRACT || op == DIVIDE))
		return durations(run, op, a, b);
	if (ka == KT_DURATION && kb == KT_DECIMAL)
		return scaled(run, op, a->u.duration, b->u.decimal);
	if (ka == KT_DECIMAL && kb == KT_DURATION && op == MULTIPLY)
		return scaled(run, op, b->u.duration, a->u.decimal);
	kt_note_missing(run, 0, "der kan ikke regnes med værdierne%s",
	    "no arithmetic with these values%s", KT_S(""));
	return kt_unknown();
}

/* ---- converting -------------------------------------------------------- */

/* The canonical text of a value, as XPath casts it. */
static struct kt_value to_string(struct kt_run *run,
    const struct kt_value *value)
{
	char text[128];
	size_t size = 0;
	switch (value->kind) {
	case KT_STRING:
		return *value;
	case KT_BOOLEAN:
		return kt_text(value->u.boolean ? KT_S("true") : KT_S("false"));
	case KT_DECIMAL:
		size = kt_decimal_format(value->u.decimal, text);
		break;
	case KT_DATE:
		size = kt_date_format(value->u.date, text);
		break;
	case KT_TIME:
		size = kt_time_format(value->u.time, text);
		break;
	case KT_DATETIME:
		size = kt_datetime_format(value->u.datetime, text);
		break;
	case KT_DURATION:
		size = kt_duration_format(value->u.duration, text);
		break;
	default:
		return kt_unknown();
	}
	if (run == NULL)
		return kt_unknown();
	struct kt_string copy = kt_arena_copy(&run->document->arena,
	    (struct kt_string){ text, size });
	if (copy.data == NULL) {
		kt_run_fail(run, KT_E_MEMORY, "ikke mere hukommelse",
		    "out of memory");
		return kt_unknown();
	}
	return kt_text(copy);
}

struct kt_value kt_cast(struct kt_run *run, struct kt_value value,
    uint32_t kind)
{
	struct kt_value out = { .kind = KT_UNKNOWN };
	if (value.kind == kind || kind == KT_ANY)
		return value;
	if (value.kind == KT_UNKNOWN)
		return out;
	if (kind == KT_STRING)
		return to_string(run, &value);
	if (value.kind == KT_STRING) {
		struct kt_string text = kt_string_trim(value.u.string);
		if (kt_text_read(kind, text, &out))
			return out;
		if (run != NULL)
			kt_note_missing(run, 0, "kan ikke læses som ventet%s",
			    "does not read as expected%s", KT_S(""));
		return kt_unknown();
	}
	if (kind == KT_DATE && value.kind == KT_DATETIME)
		return kt_day(value.u.datetime.date);
	if (kind == KT_BOOLEAN && value.kind == KT_DECIMAL)
		return kt_boolean(!kt_decimal_is_zero(value.u.decimal));
	if (kind == KT_DECIMAL && value.kind == KT_BOOLEAN)
		return kt_number(kt_decimal_of(value.u.boolean != 0));
	return out;
}

/* Whole numbers of four digits stand without a separator: most are years. */
static size_t number_text(struct kt_decimal number, int32_t digits,
    enum kt_language language, char out[KT_DECIMAL_CHARS])
{
	bool small = kt_decimal_compare(kt_decimal_abs(number),
	    kt_decimal_of(10000)) < 0;
	if (digits == 0 && small && kt_decimal_is_integer(number))
		return kt_decimal_format(number, out);
	return kt_decimal_format_for(number, digits, language, out);
}

struct kt_string kt_value_text(const struct kt_value *value,
    struct kt_document *document, enum kt_language language, int32_t digits,
    struct kt_arena *arena)
{
	char text[128];
	size_t size = 0;
	struct kt_value read;
	switch (value->kind) {
	case KT_BOOLEAN: {
		static const char *const words[2][KT_LANGUAGES] = {
			{ "nej", "no" }, { "ja", "yes" } };
		return kt_string_of(words[value->u.boolean != 0][language]);
	}
	case KT_DECIMAL:
		size = number_text(value->u.decimal, digits, language, text);
		break;
	case KT_STRING:
		return kt_arena_copy(arena, value->u.string);
	case KT_DATE:
		size = kt_date_format_for(value->u.date, language, text);
		break;
	case KT_TIME:
		size = kt_time_format(value->u.time, text);
		break;
	case KT_DATETIME:
		size = kt_datetime_format(value->u.datetime, text);
		break;
	case KT_DURATION:
		size = kt_duration_format_for(value->u.duration, language,
		    text);
		break;
	case KT_NODE: {
		if (document == NULL || value->u.node == KT_DOCUMENT_NODE)
			return KT_S("");
		const struct kt_text_type *type =
		    kt_document_type(document, value->u.node);
		read = kt_document_value(document, value->u.node,
		    type != NULL ? type->kind : KT_STRING);
		if (read.kind != KT_UNKNOWN)
			return kt_value_text(&read, NULL, language, digits,
			    arena);
		return kt_arena_copy(arena, kt_string_trim(kt_document_text(
		    document, value->u.node)));
	}
	default:
		return KT_S("");
	}
	return kt_arena_copy(arena, (struct kt_string){ text, size });
}
