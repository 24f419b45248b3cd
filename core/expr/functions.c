/*
 * The built-in functions, and calls of plugins' functions.
 */
#include "expr/internal.h"

#include <stdio.h>
#include <string.h>

/* ---- helpers ----------------------------------------------------------- */

static struct kt_value arg(const struct kt_expr *expr, struct kt_run *run,
    size_t i, uint32_t kind)
{
	return kt_eval_value(expr->args[i], run, kind);
}

/* The text of an argument; false where it is unknown. */
static bool text_arg(const struct kt_expr *expr, struct kt_run *run, size_t i,
    struct kt_string *out)
{
	struct kt_value v = arg(expr, run, i, KT_STRING);
	*out = v.kind == KT_STRING ? v.u.string : (struct kt_string){ "", 0 };
	return v.kind == KT_STRING;
}

static struct kt_value no_memory(struct kt_run *run)
{
	kt_run_fail(run, KT_E_MEMORY, "ikke mere hukommelse", "out of memory");
	return kt_unknown();
}

static struct kt_value finished(struct kt_run *run, struct kt_buffer *buffer)
{
	struct kt_value out;
	if (buffer->failed) {
		out = no_memory(run);
	} else {
		struct kt_string copy = kt_arena_copy(&run->document->arena,
		    kt_buffer_string(buffer));
		out = copy.data ? kt_text(copy) : no_memory(run);
	}
	kt_buffer_finish(buffer);
	return out;
}

static const char *find(struct kt_string in, struct kt_string what)
{
	if (what.size == 0)
		return in.data;
	return memmem(in.data, in.size, what.data, what.size);
}

/* ---- sequences --------------------------------------------------------- */

static struct kt_value exists(const struct kt_expr *expr, struct kt_run *run,
    bool wanted)
{
	size_t before = run->stack->count;
	struct kt_span span = kt_eval_span(expr->args[0], run);
	run->stack->count = before;
	/* an atomic value that is unknown is not there */
	if (span.count == 1 && !span.maybe &&
	    run->stack->values[span.base].kind == KT_UNKNOWN)
		return kt_boolean(!wanted);
	if (span.count > 0)
		return kt_boolean(wanted);
	if (span.maybe && expr->args[0]->type.kind == KT_NODE)
		return kt_unknown();
	return kt_boolean(!wanted);
}

static struct kt_value known(const struct kt_expr *expr, struct kt_run *run)
{
	size_t before = run->stack->count;
	bool noting = run->noting;
	run->noting = false;
	struct kt_span span = kt_eval_span(expr->args[0], run);
	bool all = span.count > 0 && !span.maybe;
	for (size_t i = 0; i < span.count && all; i++) {
		struct kt_value v = kt_atomize(run, expr->args[0],
		    run->stack->values[span.base + i],
		    kt_type_of(expr->args[0]));
		all = v.kind != KT_UNKNOWN &&
		    (v.kind != KT_STRING || v.u.string.size > 0);
	}
	run->stack->count = before;
	run->noting = noting;
	return kt_boolean(all);
}

static struct kt_value count(const struct kt_expr *expr, struct kt_run *run)
{
	size_t before = run->stack->count;
	struct kt_span span = kt_eval_span(expr->args[0], run);
	run->stack->count = before;
	if (span.maybe)
		return kt_unknown();
	return kt_number(kt_decimal_of((int64_t)span.count));
}

static struct kt_value sum(const struct kt_expr *expr, struct kt_run *run,
    bool average)
{
	size_t before = run->stack->count;
	struct kt_span span = kt_eval_span(expr->args[0], run);
	struct kt_value total = kt_number(kt_decimal_of(0));
	bool open = span.maybe;
	for (size_t i = 0; i < span.count; i++) {
		struct kt_value v = kt_atomize(run, expr->args[0],
		    run->stack->values[span.base + i], KT_DECIMAL);
		if (v.kind != KT_DECIMAL)
			open = true;
		else
			total = kt_calculate(run, ADD, &total, &v);
	}
	run->stack->count = before;
	if (open)
		return kt_unknown();
	if (!average)
		return total;
	if (span.count == 0) {
		kt_note_missing(run, 0, "mangler: %s", "is missing: %s",
		    expr->args[0]->text);
		return kt_unknown();
	}
	struct kt_value n = kt_number(kt_decimal_of((int64_t)span.count));
	return kt_calculate(run, DIVIDE, &total, &n);
}

static struct kt_value extreme(const struct kt_expr *expr, struct kt_run *run,
    enum kt_order wanted)
{
	size_t before = run->stack->count;
	struct kt_span span = kt_eval_span(expr->args[0], run);
	struct kt_value best = kt_unknown();
	bool open = span.maybe;
	for (size_t i = 0; i < span.count; i++) {
		struct kt_value v = kt_atomize(run, expr->args[0],
		    run->stack->values[span.base + i],
		    kt_type_of(expr->args[0]));
		if (v.kind == KT_UNKNOWN) {
			open = true;
			continue;
		}
		enum kt_order order =
		    i == 0 ? wanted : kt_order_values(&v, &best);
		if (order == KT_UNORDERED)
			open = true;
		if (best.kind == KT_UNKNOWN || order == wanted)
			best = v;
	}
	run->stack->count = before;
	if (span.count == 0 && !span.maybe)
		kt_note_missing(run, 0, "mangler: %s", "is missing: %s",
		    expr->args[0]->text);
	return open ? kt_unknown() : best;
}

static struct kt_value name_of(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_value item = run->context;
	if (expr->arg_count > 0) {
		size_t before = run->stack->count;
		struct kt_span span = kt_eval_span(expr->args[0], run);
		item = span.count > 0 ? run->stack->values[span.base]
		                      : kt_unknown();
		run->stack->count = before;
	}
	if (item.kind != KT_NODE || item.u.node == KT_DOCUMENT_NODE)
		return kt_text(KT_S(""));
	return kt_text(kt_names_local(run->document->names,
	    kt_document_name(run->document, item.u.node)));
}

/* ---- text -------------------------------------------------------------- */

static struct kt_value context_text(const struct kt_expr *expr,
    struct kt_run *run, uint32_t kind)
{
	if (expr->arg_count > 0)
		return arg(expr, run, 0, kind);
	return kt_atomize(run, expr, run->context, kind);
}

/* The result is never longer than the text, and is made in a copy of it. */
static struct kt_value normalized(struct kt_run *run, struct kt_value v)
{
	if (v.kind != KT_STRING)
		return v;
	struct kt_string s = kt_arena_copy(&run->document->arena, v.u.string);
	if (s.data == NULL)
		return no_memory(run);
	char *out = (char *)(uintptr_t)s.data;
	size_t size = 0;
	bool pending = false;
	for (size_t i = 0; i < s.size; i++) {
		char c = s.data[i];
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			pending = size > 0;
			continue;
		}
		if (pending)
			out[size++] = ' ';
		pending = false;
		out[size++] = c;
	}
	out[size] = '\0';
	return kt_text((struct kt_string){ out, size });
}

/* Next code point of valid UTF-8; *at moves on. */
static uint32_t code_point(struct kt_string s, size_t *at)
{
	unsigned char c = (unsigned char)s.data[*at];
	size_t more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
	uint32_t cp = more == 0 ? c : (uint32_t)(c & (0x3F >> more));
	for (size_t i = 1; i <= more && *at + i < s.size; i++)
		cp = cp << 6 | ((unsigned char)s.data[*at + i] & 0x3F);
	*at += more + 1;
	return cp;
}

static void put_code_point(struct kt_buffer *out, uint32_t cp)
{
	if (cp < 0x80) {
		kt_buffer_add_char(out, (char)cp);
	} else if (cp < 0x800) {
		kt_buffer_add_char(out, (char)(0xC0 | cp >> 6));
		kt_buffer_add_char(out, (char)(0x80 | (cp & 0x3F)));
	} else if (cp < 0x10000) {
		kt_buffer_add_char(out, (char)(0xE0 | cp >> 12));
		kt_buffer_add_char(out, (char)(0x80 | (cp >> 6 & 0x3F)));
		kt_buffer_add_char(out, (char)(0x80 | (cp & 0x3F)));
	} else {
		kt_buffer_add_char(out, (char)(0xF0 | cp >> 18));
		kt_buffer_add_char(out, (char)(0x80 | (cp >> 12 & 0x3F)));
		kt_buffer_add_char(out, (char)(0x80 | (cp >> 6 & 0x3F)));
		kt_buffer_add_char(out, (char)(0x80 | (cp & 0x3F)));
	}
}

/* Latin letters with their Danish and other European neighbours. */
static uint32_t lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7))
		return c + 32;
	if (c == 0x178)
		return 0xFF;
	bool even = (c >= 0x100 && c <= 0x12E) || (c >= 0x132 && c <= 0x136) ||
	    (c >= 0x14A && c <= 0x176);
	bool odd = (c >= 0x139 && c <= 0x147) || (c >= 0x179 && c <= 0x17D);
	if ((even && c % 2 == 0) || (odd && c % 2 == 1))
		return c + 1;
	return c;
}

static uint32_t upper(uint32_t c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7))
		return c - 32;
	if (c == 0xFF)
		return 0x178;
	return c > 0x100 && lower(c - 1) == c ? c - 1 : c;
}

/* Letters that have another case take one byte or two, and the other takes
 * the same: they change in a copy of the text. */
static struct kt_value cased(struct kt_run *run, struct kt_value v,
    uint32_t (*map)(uint32_t))
{
	if (v.kind != KT_STRING)
		return v;
	struct kt_string s = kt_arena_copy(&run->document->arena, v.u.string);
	if (s.data == NULL)
		return no_memory(run);
	char *out = (char *)(uintptr_t)s.data;
	for (size_t i = 0; i < s.size;) {
		size_t at = i;
		uint32_t c = map(code_point(s, &i));
		if (c < 0x80) {
			out[at] = (char)c;
		} else if (c < 0x800) {
			out[at] = (char)(0xC0 | c >> 6);
			out[at + 1] = (char)(0x80 | (c & 0x3F));
		}
	}
	return kt_text(s);
}

static struct kt_value concatenated(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_buffer out;
	bool open = false;
	kt_buffer_init(&out);
	for (size_t i = 0; i < expr->arg_count; i++) {
		struct kt_value v = kt_cast(run, arg(expr, run, i, KT_ANY),
		    KT_STRING);
		open |= v.kind != KT_STRING;
		if (!open)
			kt_buffer_add(&out, v.u.string);
	}
	if (!open)
		return finished(run, &out);
	kt_buffer_finish(&out);
	return kt_unknown();
}

static struct kt_value joined(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_string between;
	size_t before = run->stack->count;
	if (!text_arg(expr, run, 1, &between))
		return kt_unknown();
	struct kt_span span = kt_eval_span(expr->args[0], run);
	bool open = span.maybe;
	struct kt_buffer out;
	kt_buffer_init(&out);
	for (size_t i = 0; i < span.count; i++) {
		struct kt_value v = kt_cast(run,
		    kt_atomize(run, expr->args[0],
		        run->stack->values[span.base + i], KT_ANY), KT_STRING);
		open |= v.kind != KT_STRING;
		if (i > 0)
			kt_buffer_add(&out, between);
		if (v.kind == KT_STRING)
			kt_buffer_add(&out, v.u.string);
	}
	run->stack->count = before;
	if (!open)
		return finished(run, &out);
	kt_buffer_finish(&out);
	return kt_unknown();
}

/* fn:substring: characters whose place p has round(start) <= p and
 * p < round(start) + round(length). */
static struct kt_value substring(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_string text;
	struct kt_value start = arg(expr, run, 1, KT_DECIMAL);
	struct kt_value length = kt_number(kt_decimal_of(INT32_MAX));
	if (expr->arg_count > 2)
		length = arg(expr, run, 2, KT_DECIMAL);
	int64_t from, size;
	if (!text_arg(expr, run, 0, &text) || start.kind != KT_DECIMAL ||
	    length.kind != KT_DECIMAL ||
	    !kt_decimal_to_int(kt_decimal_round(start.u.decimal), &from) ||
	    !kt_decimal_to_int(kt_decimal_round(length.u.decimal), &size))
		return kt_unknown();
	size_t begin = text.size, end = text.size, at = 0;
	for (int64_t p = 1; at < text.size; p++) {
		size_t here = at;
		code_point(text, &at);
		if (p >= from && begin == text.size)
			begin = here;
		if (p >= from && p - from >= size) {
			end = here;
			break;
		}
	}
	if (end < begin)
		end = begin;
	return kt_text((struct kt_string){ text.data + begin, end - begin });
}

static struct kt_value part(const struct kt_expr *expr, struct kt_run *run,
    bool after)
{
	struct kt_string text, what;
	bool both = text_arg(expr, run, 0, &text);
	both &= text_arg(expr, run, 1, &what);
	if (!both)
		return kt_unknown();
	const char *at = find(text, what);
	if (at == NULL)
		return kt_text(KT_S(""));
	size_t offset = (size_t)(at - text.data);
	if (!after)
		return kt_text((struct kt_string){ text.data, offset });
	offset += what.size;
	return kt_text((struct kt_string){ text.data + offset,
	    text.size - offset });
}

static struct kt_value translated(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_string text, from, to;
	bool all = text_arg(expr, run, 0, &text);
	all &= text_arg(expr, run, 1, &from);
	all &= text_arg(expr, run, 2, &to);
	if (!all)
		return kt_unknown();
	struct kt_buffer out;
	kt_buffer_init(&out);
	for (size_t i = 0; i < text.size;) {
		uint32_t c = code_point(text, &i);
		size_t f = 0, t = 0;
		bool found = false, keep = true;
		while (f < from.size && !found) {
			found = code_point(from, &f) == c;
			keep = t < to.size;
			uint32_t replacement = keep ? code_point(to, &t) : 0;
			if (found && keep)
				c = replacement;
		}
		if (!found || keep)
			put_code_point(&out, c);
	}
	return finished(run, &out);
}

static struct kt_value two_texts(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_string text, what;
	bool both = text_arg(expr, run, 0, &text);
	both &= text_arg(expr, run, 1, &what);
	if (!both)
		return kt_unknown();
	if (expr->detail == FN_CONTAINS)
		return kt_boolean(find(text, what) != NULL);
	if (expr->detail == FN_STARTS_WITH)
		return kt_boolean(kt_string_starts(text, what));
	return kt_boolean(text.size >= what.size &&
	    memcmp(text.data + text.size - what.size, what.data, what.size) ==
	        0);
}

static struct kt_value matches(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_string text, pattern;
	bool both = text_arg(expr, run, 0, &text);
	both &= text_arg(expr, run, 1, &pattern);
	if (!both)
		return kt_unknown();
	void *compiled = expr->pattern;
	if (compiled == NULL) {
		size_t offset;
		const char *trouble;
		compiled = kt_pattern_compile(&run->document->arena, pattern,
		    &offset, &trouble);
	}
	if (compiled == NULL) {
		kt_run_fail(run, KT_E_USE, "mønsteret i matches() er galt",
		    "the pattern of matches() is wrong");
		return kt_unknown();
	}
	enum kt_truth truth = kt_pattern_match(compiled, text, run);
	return truth == KT_UNDECIDED ? kt_unknown() : kt_boolean(truth);
}

/* ---- numbers and dates ------------------------------------------------- */

static struct kt_value rounded(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_value v = arg(expr, run, 0, KT_DECIMAL);
	int64_t digits = 0;
	if (expr->arg_count > 1) {
		struct kt_value d = arg(expr, run, 1, KT_DECIMAL);
		if (d.kind != KT_DECIMAL ||
		    !kt_decimal_to_int(d.u.decimal, &digits) || digits < 0 ||
		    digits > KT_DECIMAL_MAX_SCALE)
			return kt_unknown();
	}
	if (v.kind != KT_DECIMAL)
		return v;
	switch (expr->detail) {
	case FN_ABS:
		return kt_number(kt_decimal_abs(v.u.decimal));
	case FN_ROUND:
		return kt_number(kt_decimal_round(v.u.decimal));
	case FN_FLOOR:
		return kt_number(kt_decimal_floor(v.u.decimal));
	case FN_CEILING:
		return kt_number(kt_decimal_ceiling(v.u.decimal));
	default:
		return kt_number(kt_decimal_round_half_even(v.u.decimal,
		    (int32_t)digits));
	}
}

static struct kt_value date_part(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_value v = arg(expr, run, 0, KT_DATE);
	if (v.kind != KT_DATE)
		return kt_unknown();
	int32_t part_of = expr->detail == FN_YEAR_FROM_DATE ? v.u.date.year
	    : expr->detail == FN_MONTH_FROM_DATE            ? v.u.date.month
	                                                    : v.u.date.day;
	return kt_number(kt_decimal_of(part_of));
}

static struct kt_value duration_part(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_value v = arg(expr, run, 0, KT_DURATION);
	if (v.kind != KT_DURATION)
		return kt_unknown();
	int64_t part_of = expr->detail == FN_YEARS_FROM_DURATION
	    ? v.u.duration.months / 12
	    : expr->detail == FN_MONTHS_FROM_DURATION
	    ? v.u.duration.months % 12
	    : v.u.duration.seconds / 86400;
	return kt_number(kt_decimal_of(part_of));
}

static struct kt_value place(struct kt_run *run, int64_t which)
{
	if (run->last < 0)
		return kt_unknown();
	return kt_number(kt_decimal_of(which));
}

/* ---- tables ------------------------------------------------------------ */

static const struct kt_parameter_row *row_of(const struct kt_expr *expr,
    struct kt_run *run, bool *table_is_empty)
{
	const struct kt_expr *table = expr->args[0];
	const struct kt_parameter_value *value =
	    run->parameters ? &run->parameters[table->index] : NULL;
	*table_is_empty = value == NULL || value->row_count == 0;
	if (*table_is_empty) {
		kt_note_empty(run, table->parameter);
		return NULL;
	}
	struct kt_value key = kt_cast(run, arg(expr, run, 1, KT_ANY),
	    KT_STRING);
	if (key.kind != KT_STRING) {
		*table_is_empty = true; /* as unknown as an empty table */
		return NULL;
	}
	for (size_t i = 0; i < value->row_count; i++)
		if (kt_string_equal(value->rows[i].key, key.u.string)) {
			kt_note_assumed(run, table, value->rows[i].status);
			return &value->rows[i];
		}
	return NULL;
}

static struct kt_span lookup(const struct kt_expr *expr, struct kt_run *run)
{
	bool empty;
	struct kt_span span = { .base = run->stack->count };
	const struct kt_parameter_row *row = row_of(expr, run, &empty);
	span.base = run->stack->count;
	if (row == NULL) {
		if (!empty)
			kt_note_missing(run, 0,
			    "tabellen har ingen række for nøglen: %s",
			    "the table has no row for the key: %s",
			    expr->text);
		span.maybe = true;
		return span;
	}
	for (size_t i = 0; i < row->count; i++)
		if (kt_push(run, row->items[i]))
			span.count++;
	return span;
}

static struct kt_span distinct(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_span span = kt_eval_span(expr->args[0], run);
	size_t kept = 0;
	for (size_t i = 0; i < span.count && kt_run_step(run); i++) {
		struct kt_value v = kt_atomize(run, expr->args[0],
		    run->stack->values[span.base + i],
		    kt_type_of(expr->args[0]));
		bool seen = false;
		for (size_t k = 0; k < kept && !seen; k++)
			seen = v.kind != KT_UNKNOWN &&
			    kt_order_values(&v,
			        &run->stack->values[span.base + k]) == KT_EQUAL;
		if (!seen)
			run->stack->values[span.base + kept++] = v;
	}
	span.count = kept;
	run->stack->count = span.base + kept;
	return span;
}

static struct kt_span index_of(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_value what = arg(expr, run, 1, kt_type_of(expr->args[0]));
	struct kt_span span = kt_eval_span(expr->args[0], run);
	size_t kept = 0;
	bool open = span.maybe || what.kind == KT_UNKNOWN;
	for (size_t i = 0; i < span.count && kt_run_step(run); i++) {
		struct kt_value v = kt_atomize(run, expr->args[0],
		    run->stack->values[span.base + i],
		    kt_type_of(expr->args[0]));
		open |= v.kind == KT_UNKNOWN;
		if (kt_order_values(&v, &what) == KT_EQUAL)
			run->stack->values[span.base + kept++] =
			    kt_number(kt_decimal_of((int64_t)i + 1));
	}
	span.count = kept;
	span.maybe = open;
	run->stack->count = span.base + kept;
	return span;
}

static struct kt_span reversed(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_span span = kt_eval_span(expr->args[0], run);
	for (size_t i = 0; i + 1 < span.count - i; i++) {
		struct kt_value *v = run->stack->values + span.base;
		struct kt_value swap = v[i];
		v[i] = v[span.count - 1 - i];
		v[span.count - 1 - i] = swap;
	}
	return span;
}

struct kt_span kt_eval_builtin_span(const struct kt_expr *expr,
    struct kt_run *run)
{
	switch ((enum kt_builtin)expr->detail) {
	case FN_DISTINCT_VALUES:
		return distinct(expr, run);
	case FN_INDEX_OF:
		return index_of(expr, run);
	case FN_REVERSE:
		return reversed(expr, run);
	default:
		return lookup(expr, run);
	}
}

/* ---- dispatch ---------------------------------------------------------- */

static struct kt_value negation(const struct kt_expr *expr,
    struct kt_run *run)
{
	enum kt_truth t = kt_eval_truth(expr->args[0], run);
	if (t == KT_UNDECIDED)
		return kt_unknown();
	return kt_boolean(expr->detail == FN_NOT ? t == KT_FALSE
	                                         : t == KT_TRUE);
}

static struct kt_value text_function(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_value v;
	switch ((enum kt_builtin)expr->detail) {
	case FN_STRING:
		v = context_text(expr, run, KT_ANY);
		return kt_cast(run, v, KT_STRING);
	case FN_STRING_LENGTH:
		v = context_text(expr, run, KT_STRING);
		if (v.kind != KT_STRING)
			return kt_unknown();
		return kt_number(kt_decimal_of(
		    (int64_t)kt_string_length(v.u.string)));
	case FN_NORMALIZE_SPACE:
		return normalized(run, context_text(expr, run, KT_STRING));
	case FN_LOWER_CASE:
		return cased(run, arg(expr, run, 0, KT_STRING), lower);
	case FN_UPPER_CASE:
		return cased(run, arg(expr, run, 0, KT_STRING), upper);
	case FN_CONCAT:
		return concatenated(expr, run);
	case FN_STRING_JOIN:
		return joined(expr, run);
	case FN_SUBSTRING:
		return substring(expr, run);
	case FN_SUBSTRING_BEFORE:
		return part(expr, run, false);
	case FN_SUBSTRING_AFTER:
		return part(expr, run, true);
	case FN_TRANSLATE:
		return translated(expr, run);
	case FN_MATCHES:
		return matches(expr, run);
	default:
		return two_texts(expr, run);
	}
}

struct kt_value kt_eval_builtin(const struct kt_expr *expr,
    struct kt_run *run)
{
	switch ((enum kt_builtin)expr->detail) {
	case FN_NOT:
	case FN_BOOLEAN:
		return negation(expr, run);
	case FN_TRUE:
	case FN_FALSE:
		return kt_boolean(expr->detail == FN_TRUE);
	case FN_EXISTS:
	case FN_EMPTY:
		return exists(expr, run, expr->detail == FN_EXISTS);
	case FN_KENDT:
		return known(expr, run);
	case FN_COUNT:
		return count(expr, run);
	case FN_SUM:
	case FN_AVG:
		return sum(expr, run, expr->detail == FN_AVG);
	case FN_MIN:
	case FN_MAX:
		return extreme(expr, run,
		    expr->detail == FN_MIN ? KT_LESS : KT_GREATER);
	case FN_ABS:
	case FN_ROUND:
	case FN_ROUND_HALF_EVEN:
	case FN_FLOOR:
	case FN_CEILING:
		return rounded(expr, run);
	case FN_NUMBER:
		return kt_cast(run, arg(expr, run, 0, KT_ANY), KT_DECIMAL);
	case FN_POSITION:
		return place(run, run->position);
	case FN_LAST:
		return place(run, run->last);
	case FN_LOCAL_NAME:
	case FN_NAME:
		return name_of(expr, run);
	case FN_CURRENT_DATE:
		return kt_day(run->today);
	case FN_YEAR_FROM_DATE:
	case FN_MONTH_FROM_DATE:
	case FN_DAY_FROM_DATE:
		return date_part(expr, run);
	case FN_YEARS_FROM_DURATION:
	case FN_MONTHS_FROM_DURATION:
	case FN_DAYS_FROM_DURATION:
		return duration_part(expr, run);
	case FN_CAST:
		return kt_cast(run, arg(expr, run, 0, KT_ANY),
		    expr->type.kind);
	case FN_HAR_OPSLAG: {
		bool empty;
		bool found = row_of(expr, run, &empty) != NULL;
		return empty ? kt_unknown() : kt_boolean(found);
	}
	default:
		return text_function(expr, run);
	}
}

/* ---- plugins ----------------------------------------------------------- */

enum { MAX_PARAMETERS = 16 };

/* Puts one argument's items on the stack; false: the answer is unknown. */
static bool argument(const struct kt_expr *expr, struct kt_run *run, size_t i,
    struct kt_span *span)
{
	const struct kt_parameter *p = &expr->function->parameters[i];
	*span = (struct kt_span){ .base = run->stack->count };
	if (i >= expr->arg_count)
		return true;
	const struct kt_expr *a = expr->args[i];
	if (!(p->flags & KT_PARAM_SEQUENCE)) {
		struct kt_value v;
		if (p->kind == KT_NODE) {
			struct kt_span nodes = kt_eval_span(a, run);
			v = nodes.count == 1 && !nodes.maybe
			    ? run->stack->values[nodes.base]
			    : kt_unknown();
			run->stack->count = span->base;
		} else {
			v = kt_eval_value(a, run, p->kind);
		}
		span->count = kt_push(run, v) ? 1 : 0;
		return v.kind != KT_UNKNOWN ||
		    (p->flags & KT_PARAM_ACCEPTS_UNKNOWN) != 0;
	}
	*span = kt_eval_span(a, run);
	bool all = !span->maybe;
	for (size_t k = 0; k < span->count && p->kind != KT_NODE; k++) {
		struct kt_value *item = &run->stack->values[span->base + k];
		struct kt_value v = kt_atomize(run, a, *item, p->kind);
		run->stack->values[span->base + k] = v;
		all &= v.kind != KT_UNKNOWN;
	}
	return all || (p->flags & KT_PARAM_ACCEPTS_UNKNOWN) != 0;
}

/* A plugin is not trusted to keep to the value's own limits. */
static bool well_formed(const struct kt_value *value)
{
	switch (value->kind) {
	case KT_DECIMAL:
		return kt_decimal_valid(value->u.decimal);
	case KT_DATE:
		return kt_date_valid(value->u.date);
	case KT_DATETIME:
		return kt_date_valid(value->u.datetime.date);
	case KT_STRING:
		return value->u.string.data != NULL ||
		    value->u.string.size == 0;
	default:
		return true;
	}
}

struct kt_value kt_eval_plugin(const struct kt_expr *expr, struct kt_run *run)
{
	const struct kt_function *f = expr->function;
	struct kt_span spans[MAX_PARAMETERS];
	struct kt_argument arguments[MAX_PARAMETERS];
	struct kt_value out = kt_unknown();
	size_t before = run->stack->count;
	bool known_all = f->parameter_count <= MAX_PARAMETERS;
	for (size_t i = 0; i < f->parameter_count && known_all; i++)
		known_all = argument(expr, run, i, &spans[i]);
	if (!known_all || kt_run_failed(run)) {
		run->stack->count = before;
		return out;
	}
	/* only now does the stack stand still */
	for (size_t i = 0; i < f->parameter_count; i++)
		arguments[i] = (struct kt_argument){
			.items = run->stack->values + spans[i].base,
			.count = spans[i].count,
			.maybe_more = spans[i].maybe,
		};
	kt_status status = f->call(run->host, run->call, arguments, &out);
	run->stack->count = before;
	if (status == KT_OK &&
	    (out.kind == KT_UNKNOWN || out.kind == f->result) &&
	    well_formed(&out))
		return out;
	char da[200], en[200];
	snprintf(da, sizeof(da), "plugin-funktionen %s:%s() svigtede",
	    expr->plugin->plugin.prefix, f->name);
	snprintf(en, sizeof(en), "the plugin function %s:%s() failed",
	    expr->plugin->plugin.prefix, f->name);
	bool known_status = status == KT_E_MEMORY || status == KT_E_LIMIT;
	kt_run_fail(run, known_status ? status : KT_E_INTERNAL, da, en);
	return kt_unknown();
}
