/*
 * Running a program: truth, one value, or a sequence. Sequences live on the
 * run's stack; whoever reads them takes them off again, so that the common
 * case allocates nothing.
 */
#include "expr/internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- the run ----------------------------------------------------------- */

void kt_run_init(struct kt_run *run, kt_node subject, struct kt_date today)
{
	run->subject = subject;
	run->today = today;
	run->steps_left = KT_MAX_RULE_STEPS;
	run->explanation = NULL;
	run->status = KT_OK;
	kt_error_clear(&run->error);
	run->context = kt_node_value(subject);
	run->let_count = 0;
	run->position = 1;
	run->last = 1;
	run->noting = false;
}

void kt_stack_finish(struct kt_stack *stack)
{
	free(stack->values);
	*stack = (struct kt_stack){ 0 };
}

bool kt_run_failed(const struct kt_run *run)
{
	return run->status != KT_OK;
}

void kt_run_fail(struct kt_run *run, kt_status status, const char *da,
    const char *en)
{
	if (run->status != KT_OK)
		return;
	run->status = status;
	kt_error_clear(&run->error);
	kt_fail(&run->error, status, da, en);
}

bool kt_run_end(struct kt_run *run)
{
	kt_run_fail(run, KT_E_LIMIT, "reglen nåede sin arbejdsgrænse",
	    "the rule reached its limit of work");
	return false;
}

bool kt_push(struct kt_run *run, struct kt_value value)
{
	struct kt_stack *stack = run->stack;
	if (stack->count == stack->capacity) {
		if (stack->count >= KT_MAX_SEQUENCE) {
			kt_run_fail(run, KT_E_LIMIT,
			    "en følge har for mange led",
			    "a sequence has too many items");
			return false;
		}
		if (!kt_grow(&stack->values, &stack->capacity,
		        stack->count + 1, sizeof(*stack->values))) {
			kt_run_fail(run, KT_E_MEMORY, "ikke mere hukommelse",
			    "out of memory");
			return false;
		}
	}
	stack->values[stack->count++] = value;
	return true;
}

/* ---- atoms ------------------------------------------------------------- */

static void note_unreadable(struct kt_run *run, const struct kt_expr *expr,
    kt_node node, uint32_t kind)
{
	static const char *const texts[][KT_LANGUAGES] = {
		[KT_DECIMAL] = { "kan ikke læses som tal: %s",
		    "does not read as a number: %s" },
		[KT_DATE] = { "kan ikke læses som dato: %s",
		    "does not read as a date: %s" },
		[KT_DURATION] = { "kan ikke læses som varighed: %s",
		    "does not read as a duration: %s" },
		[KT_NODE] = { "kan ikke læses: %s", "does not read: %s" },
	};
	if (!run->noting)
		return;
	struct kt_string text = kt_string_trim(
	    kt_document_text(run->document, node));
	if (text.size == 0) {
		kt_note_missing(run, node, "er ikke udfyldt: %s",
		    "is not filled in: %s", expr->text);
		return;
	}
	bool known = kind == KT_DECIMAL || kind == KT_DATE ||
	    kind == KT_DURATION;
	uint32_t row = known ? kind : KT_NODE;
	kt_note_missing(run, node, texts[row][KT_DA], texts[row][KT_EN],
	    expr->text);
}

static struct kt_value atomize_node(struct kt_run *run,
    const struct kt_expr *expr, kt_node node, uint32_t kind)
{
	uint32_t own = kind;
	if (own == KT_ANY) {
		const struct kt_text_type *type =
		    kt_document_type(run->document, node);
		own = type != NULL ? type->kind : KT_STRING;
	}
	struct kt_value value = own == KT_STRING
	    ? kt_node_string(run->document, node)
	    : kt_document_value(run->document, node, own);
	if (value.kind == KT_UNKNOWN)
		note_unreadable(run, expr, node, own);
	return value;
}

struct kt_value kt_atomize(struct kt_run *run, const struct kt_expr *expr,
    struct kt_value item, uint32_t kind)
{
	if (item.kind != KT_NODE) {
		if (kind == KT_ANY || item.kind == kind ||
		    item.kind == KT_UNKNOWN)
			return item;
		return kt_cast(run, item, kind);
	}
	if (item.u.node == KT_DOCUMENT_NODE)
		return kt_unknown();
	return atomize_node(run, expr, item.u.node, kind);
}

/* ---- one value --------------------------------------------------------- */

static enum kt_quick quick_path(const struct kt_expr *expr,
    struct kt_run *run, struct kt_value *item)
{
	struct kt_value from = { .kind = KT_UNKNOWN };
	kt_node node = KT_DOCUMENT_NODE;
	if (expr->args[0]->op == OP_CONTEXT)
		from = run->context;
	else if (expr->args[0]->op == OP_VARIABLE)
		from = run->variables[expr->args[0]->index];
	else if (expr->args[0]->op == OP_ROOT)
		from = kt_node_value(node);
	if (from.kind != KT_NODE || !kt_run_step(run))
		return QUICK_NOT;
	node = from.u.node;
	enum kt_quick found = kt_path_quick(expr, run, &node);
	if (found == QUICK_ONE)
		*item = kt_node_value(node);
	return found;
}

static enum kt_quick quick_parameter(const struct kt_expr *expr,
    struct kt_run *run, struct kt_value *item)
{
	const struct kt_parameter_value *value =
	    run->parameters ? &run->parameters[expr->index] : NULL;
	if (value == NULL || value->row_count == 0 ||
	    value->status == KT_EMPTY) {
		kt_note_empty(run, expr->parameter);
		return QUICK_OPEN;
	}
	if (value->rows[0].count != 1)
		return QUICK_NOT;
	kt_note_assumed(run, expr, value->rows[0].status);
	*item = value->rows[0].items[0];
	return QUICK_ONE;
}

/* What the run has for the <lad> already; NULL: nothing. Where things are
 * noted it has to be run again. */
static struct kt_let_value *known_let(const struct kt_expr *expr,
    struct kt_run *run)
{
	uint32_t size = sizeof(run->lets) / sizeof(run->lets[0]);
	for (uint32_t i = 0; i < run->let_count && i < size; i++)
		if (run->lets[i].let == expr->args[0] &&
		    run->explanation == NULL)
			return &run->lets[i];
	return NULL;
}

static void keep_let(const struct kt_expr *expr, struct kt_run *run,
    struct kt_value value)
{
	uint32_t size = sizeof(run->lets) / sizeof(run->lets[0]);
	if (run->explanation != NULL || run->status != KT_OK)
		return;
	run->lets[run->let_count++ % size] =
	    (struct kt_let_value){ expr->args[0], value };
}

static enum kt_quick quick_let(const struct kt_expr *expr,
    struct kt_run *run, struct kt_value *item)
{
	struct kt_let_value *known = known_let(expr, run);
	if (known != NULL) {
		*item = known->value;
		return QUICK_ONE;
	}
	struct kt_value context = run->context;
	int64_t position = run->position, last = run->last;
	run->context = kt_node_value(run->subject);
	run->position = run->last = 1;
	enum kt_quick found = kt_eval_quick(expr->args[0], run, item);
	run->context = context;
	run->position = position;
	run->last = last;
	if (found == QUICK_ONE)
		keep_let(expr, run, *item);
	return found;
}

enum kt_quick kt_eval_quick(const struct kt_expr *expr, struct kt_run *run,
    struct kt_value *item)
{
	switch (expr->op) {
	case OP_LITERAL:
		*item = expr->literal;
		return QUICK_ONE;
	case OP_VARIABLE:
		*item = run->variables[expr->index];
		return QUICK_ONE;
	case OP_CONTEXT:
		*item = run->context;
		return QUICK_ONE;
	case OP_PATH:
		return quick_path(expr, run, item);
	case OP_PARAMETER:
		return quick_parameter(expr, run, item);
	case OP_LET:
		return quick_let(expr, run, item);
	case OP_CALL:
		if (expr->type.many)
			return QUICK_NOT;
		*item = kt_eval_builtin(expr, run);
		return QUICK_ONE;
	case OP_COMPARE:
	case OP_ANY:
	case OP_AND:
	case OP_OR:
	case OP_SOME:
	case OP_EVERY:
	case OP_ARITHMETIC:
	case OP_NEGATE:
	case OP_PLUGIN:
		*item = kt_eval_value(expr, run, KT_ANY);
		return QUICK_ONE;
	default:
		return QUICK_NOT;
	}
}

static void note_absent(const struct kt_expr *expr, struct kt_run *run)
{
	kt_note_missing(run, 0, "mangler: %s", "is missing: %s", expr->text);
}

static struct kt_value single(const struct kt_expr *expr, struct kt_run *run,
    uint32_t kind)
{
	struct kt_value value = kt_unknown();
	enum kt_quick quick = kt_eval_quick(expr, run, &value);
	if (quick == QUICK_ONE)
		return kt_atomize(run, expr, value, kind);
	if (quick == QUICK_NONE)
		note_absent(expr, run);
	if (quick != QUICK_NOT)
		return kt_unknown();
	size_t before = run->stack->count;
	struct kt_span span = kt_eval_span(expr, run);
	if (span.count == 1 && !span.maybe)
		value = kt_atomize(run, expr, run->stack->values[span.base],
		    kind);
	else if (span.count > 1)
		kt_note_missing(run, 0, "har flere værdier: %s",
		    "has several values: %s", expr->text);
	else if (!span.maybe)
		note_absent(expr, run);
	run->stack->count = before;
	return value;
}

static struct kt_value truth_value(enum kt_truth truth)
{
	return truth == KT_UNDECIDED ? kt_unknown() : kt_boolean(truth);
}

struct kt_value kt_eval_value(const struct kt_expr *expr, struct kt_run *run,
    uint32_t kind)
{
	if (!kt_run_step(run))
		return kt_unknown();
	switch (expr->op) {
	case OP_LITERAL:
		return kt_atomize(run, expr, expr->literal, kind);
	case OP_AND:
	case OP_OR:
	case OP_COMPARE:
	case OP_ANY:
	case OP_SOME:
	case OP_EVERY:
		return truth_value(kt_eval_truth(expr, run));
	case OP_ARITHMETIC: {
		const struct kt_expr *const *args = expr->args;
		uint32_t ka = kt_type_of(args[0]), kb = kt_type_of(args[1]);
		struct kt_value a = kt_eval_value(args[0], run, ka);
		struct kt_value b = kt_eval_value(args[1], run, kb);
		return kt_calculate(run, (enum kt_arithmetic)expr->detail, &a,
		    &b);
	}
	case OP_NEGATE: {
		struct kt_value a = kt_eval_value(expr->args[0], run, KT_ANY);
		if (a.kind == KT_DECIMAL)
			a.u.decimal = kt_decimal_negate(a.u.decimal);
		else if (a.kind == KT_DURATION)
			a.u.duration = kt_duration_negate(a.u.duration);
		return a;
	}
	case OP_CALL:
		if (!expr->type.many)
			return kt_atomize(run, expr,
			    kt_eval_builtin(expr, run), kind);
		return single(expr, run, kind);
	case OP_PLUGIN:
		return kt_atomize(run, expr, kt_eval_plugin(expr, run), kind);
	default:
		return single(expr, run, kind);
	}
}

/* ---- sequences --------------------------------------------------------- */

static struct kt_span push_one(struct kt_run *run, struct kt_value value)
{
	struct kt_span span = { .base = run->stack->count };
	if (kt_push(run, value))
		span.count = 1;
	else
		span.maybe = true;
	return span;
}

static struct kt_span parameter(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_span span = { .base = run->stack->count };
	const struct kt_parameter_value *value =
	    run->parameters ? &run->parameters[expr->index] : NULL;
	if (value == NULL || value->row_count == 0 ||
	    value->status == KT_EMPTY) {
		kt_note_empty(run, expr->parameter);
		span.maybe = true;
		return span;
	}
	kt_note_assumed(run, expr, value->rows[0].status);
	for (size_t i = 0; i < value->rows[0].count; i++) {
		if (!kt_push(run, value->rows[0].items[i])) {
			span.maybe = true;
			return span;
		}
		span.count++;
	}
	return span;
}

/* A <lad> is about the subject, wherever it is used. */
static struct kt_span let(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_value context = run->context;
	int64_t position = run->position, last = run->last;
	run->context = kt_node_value(run->subject);
	run->position = run->last = 1;
	struct kt_span span = kt_eval_span(expr->args[0], run);
	run->context = context;
	run->position = position;
	run->last = last;
	return span;
}

/* Whether the attribute is the text: for [@id = 'pris'] and its like, where
 * nothing is to be noted. */
static enum kt_truth attribute_is(struct kt_run *run,
    const struct kt_expr *test, struct kt_value item)
{
	struct kt_value value = kt_unknown();
	if (item.kind != KT_NODE || kt_node_is_attribute(item.u.node) ||
	    !kt_run_step(run))
		return KT_UNDECIDED;
	kt_node node = kt_node_attribute(run->document, item.u.node,
	    test->attribute);
	if (node != 0)
		value = kt_node_string(run->document, node);
	if (value.kind != KT_STRING)
		return KT_UNDECIDED;
	return kt_string_equal(value.u.string, test->args[1]->literal.u.string)
	    ? KT_TRUE
	    : KT_FALSE;
}

struct kt_span kt_filter(struct kt_run *run, const struct kt_expr *predicate,
    struct kt_span span)
{
	struct kt_value context = run->context;
	int64_t position = run->position, last = run->last;
	size_t top = run->stack->count, kept = 0;
	struct kt_span out = { .base = span.base, .maybe = span.maybe };
	for (size_t i = 0; i < span.count && !kt_run_failed(run); i++) {
		struct kt_value item = run->stack->values[span.base + i];
		run->context = item;
		run->position = (int64_t)i + 1;
		/* with open membership no place is certain */
		run->last = span.maybe ? -1 : (int64_t)span.count;
		enum kt_truth keep;
		if (predicate->type.kind == KT_DECIMAL) {
			struct kt_value at =
			    kt_eval_value(predicate, run, KT_DECIMAL);
			keep = at.kind == KT_UNKNOWN || span.maybe
			    ? KT_UNDECIDED
			    : kt_decimal_compare(at.u.decimal,
			          kt_decimal_of(run->position)) == 0;
		} else {
			keep = kt_eval_truth(predicate, run);
		}
		run->stack->count = top;
		if (keep == KT_TRUE)
			run->stack->values[span.base + kept++] = item;
		else if (keep == KT_UNDECIDED)
			out.maybe = true;
	}
	run->context = context;
	run->position = position;
	run->last = last;
	run->stack->count = span.base + kept;
	out.count = kept;
	return out;
}

/* Runs the body for each item and keeps all that it gives. */
static struct kt_span for_each(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_span in = kt_eval_span(expr->args[0], run);
	struct kt_span out = { .base = in.base, .maybe = in.maybe };
	struct kt_value saved = run->variables[expr->index];
	for (size_t i = 0; i < in.count && kt_run_step(run); i++) {
		run->variables[expr->index] =
		    run->stack->values[in.base + i];
		struct kt_span one = kt_eval_span(expr->args[1], run);
		out.count += one.count;
		out.maybe |= one.maybe;
	}
	run->variables[expr->index] = saved;
	/* the results stand above the items: move them down */
	memmove(run->stack->values + in.base,
	    run->stack->values + in.base + in.count,
	    out.count * sizeof(*run->stack->values));
	run->stack->count = in.base + out.count;
	return out;
}

static struct kt_span range(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_value a = kt_eval_value(expr->args[0], run, KT_DECIMAL);
	struct kt_value b = kt_eval_value(expr->args[1], run, KT_DECIMAL);
	struct kt_span span = { .base = run->stack->count };
	int64_t from, to;
	if (a.kind == KT_UNKNOWN || b.kind == KT_UNKNOWN ||
	    !kt_decimal_to_int(a.u.decimal, &from) ||
	    !kt_decimal_to_int(b.u.decimal, &to)) {
		span.maybe = true;
		return span;
	}
	for (; from <= to && kt_run_step(run); from++)
		if (kt_push(run, kt_number(kt_decimal_of(from))))
			span.count++;
	return span;
}

static struct kt_span list(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_span span = { .base = run->stack->count };
	for (size_t i = 0; i < expr->arg_count; i++) {
		struct kt_span one = kt_eval_span(expr->args[i], run);
		span.count += one.count;
		span.maybe |= one.maybe;
	}
	return span;
}

static struct kt_span choose(const struct kt_expr *expr, struct kt_run *run)
{
	enum kt_truth test = kt_eval_truth(expr->args[0], run);
	if (test == KT_UNDECIDED)
		return (struct kt_span){ .base = run->stack->count,
			.maybe = true };
	return kt_eval_span(expr->args[test == KT_TRUE ? 1 : 2], run);
}

struct kt_span kt_eval_span(const struct kt_expr *expr, struct kt_run *run)
{
	if (!kt_run_step(run))
		return (struct kt_span){ .base = run->stack->count,
			.maybe = true };
	switch (expr->op) {
	case OP_LITERAL:
		return push_one(run, expr->literal);
	case OP_VARIABLE:
		return push_one(run, run->variables[expr->index]);
	case OP_LET:
		return let(expr, run);
	case OP_PARAMETER:
		return parameter(expr, run);
	case OP_CONTEXT:
		return push_one(run, run->context);
	case OP_ROOT:
		return push_one(run, kt_node_value(KT_DOCUMENT_NODE));
	case OP_PATH:
	case OP_UNION:
		return kt_eval_path(expr, run);
	case OP_FILTER:
		return kt_filter(run, expr->args[1],
		    kt_eval_span(expr->args[0], run));
	case OP_IF:
		return choose(expr, run);
	case OP_FOR:
		return for_each(expr, run);
	case OP_LIST:
		return list(expr, run);
	case OP_RANGE:
		return range(expr, run);
	case OP_CALL:
		if (expr->type.many)
			return kt_eval_builtin_span(expr, run);
		return push_one(run, kt_eval_builtin(expr, run));
	default:
		return push_one(run, kt_eval_value(expr, run, KT_ANY));
	}
}

/* ---- truth ------------------------------------------------------------- */

/* Two sides that are one item each, or none. */
static enum kt_truth one_pair(const struct kt_expr *expr, struct kt_run *run,
    uint32_t kind, const enum kt_quick *quick, struct kt_value *side)
{
	for (size_t i = 0; i < 2; i++) {
		if (quick[i] == QUICK_ONE)
			side[i] = kt_atomize(run, expr->args[i], side[i],
			    kind);
		else if (quick[i] == QUICK_NONE)
			note_absent(expr->args[i], run);
	}
	if (quick[0] != QUICK_ONE || quick[1] != QUICK_ONE)
		return KT_UNDECIDED;
	return kt_compare_values(run, (enum kt_relation_op)expr->detail,
	    &side[0], &side[1]);
}

/* A side that was not asked yet, or what it gave. */
static struct kt_span side_span(const struct kt_expr *expr,
    struct kt_run *run, enum kt_quick quick, struct kt_value side)
{
	if (quick == QUICK_NOT)
		return kt_eval_span(expr, run);
	if (quick == QUICK_ONE)
		return push_one(run, side);
	return (struct kt_span){ .base = run->stack->count,
		.maybe = quick == QUICK_OPEN };
}

static enum kt_truth pairs(const struct kt_expr *expr, struct kt_run *run,
    uint32_t kind, struct kt_span a, struct kt_span b)
{
	enum kt_truth truth = KT_FALSE;
	for (size_t k = 0; k < 2; k++) {
		const struct kt_span *s = k == 0 ? &a : &b;
		for (size_t i = 0; i < s->count; i++) {
			struct kt_value item = run->stack->values[s->base + i];
			run->stack->values[s->base + i] =
			    kt_atomize(run, expr->args[k], item, kind);
		}
		/* a missing fact is not a false one */
		if (s->count == 0 && !s->maybe)
			note_absent(expr->args[k], run);
		if (s->count == 0 || s->maybe)
			truth = KT_UNDECIDED;
	}
	for (size_t i = 0; i < a.count; i++) {
		for (size_t k = 0; k < b.count && kt_run_step(run); k++) {
			enum kt_truth pair = kt_compare_values(run,
			    (enum kt_relation_op)expr->detail,
			    &run->stack->values[a.base + i],
			    &run->stack->values[b.base + k]);
			if (pair == KT_TRUE)
				return KT_TRUE;
			if (pair == KT_UNDECIDED)
				truth = KT_UNDECIDED;
		}
	}
	return kt_run_failed(run) ? KT_UNDECIDED : truth;
}

static enum kt_truth any_pair(const struct kt_expr *expr, struct kt_run *run)
{
	if (expr->attribute != 0 && !run->noting)
		return attribute_is(run, expr, run->context);
	size_t before = run->stack->count;
	uint32_t kind = kt_type_of(expr->args[0]);
	enum kt_quick quick[2];
	struct kt_value side[2];
	if (kind == KT_ANY)
		kind = kt_type_of(expr->args[1]);
	struct kt_span a = { .base = before };
	quick[0] = kt_eval_quick(expr->args[0], run, &side[0]);
	if (quick[0] == QUICK_NOT)
		a = kt_eval_span(expr->args[0], run);
	quick[1] = kt_eval_quick(expr->args[1], run, &side[1]);
	if (quick[0] != QUICK_NOT && quick[1] != QUICK_NOT)
		return one_pair(expr, run, kind, quick, side);
	if (quick[0] != QUICK_NOT)
		a = side_span(expr->args[0], run, quick[0], side[0]);
	struct kt_span b = side_span(expr->args[1], run, quick[1], side[1]);
	enum kt_truth truth = pairs(expr, run, kind, a, b);
	run->stack->count = before;
	return truth;
}

static enum kt_truth compare(const struct kt_expr *expr, struct kt_run *run)
{
	uint32_t kind = kt_type_of(expr->args[0]);
	if (kind == KT_ANY)
		kind = kt_type_of(expr->args[1]);
	struct kt_value a = kt_eval_value(expr->args[0], run, kind);
	struct kt_value b = kt_eval_value(expr->args[1], run, kind);
	return kt_compare_values(run, (enum kt_relation_op)expr->detail, &a,
	    &b);
}

/* Kleene: `decisive` settles it, anything unknown leaves it open. */
static enum kt_truth connective(const struct kt_expr *expr,
    struct kt_run *run, enum kt_truth decisive)
{
	enum kt_truth truth = decisive == KT_TRUE ? KT_FALSE : KT_TRUE;
	for (size_t i = 0; i < expr->arg_count; i++) {
		enum kt_truth one = kt_eval_truth(expr->args[i], run);
		if (one == decisive)
			return decisive;
		if (one == KT_UNDECIDED)
			truth = KT_UNDECIDED;
	}
	return truth;
}

static enum kt_truth quantified(const struct kt_expr *expr,
    struct kt_run *run, enum kt_truth decisive)
{
	size_t before = run->stack->count;
	struct kt_span in = kt_eval_span(expr->args[0], run);
	struct kt_value saved = run->variables[expr->index];
	enum kt_truth truth = decisive == KT_TRUE ? KT_FALSE : KT_TRUE;
	if (in.maybe)
		truth = KT_UNDECIDED;
	for (size_t i = 0; i < in.count && kt_run_step(run); i++) {
		run->variables[expr->index] =
		    run->stack->values[in.base + i];
		enum kt_truth one = kt_eval_truth(expr->args[1], run);
		if (one == KT_UNDECIDED)
			truth = KT_UNDECIDED;
		if (one != decisive)
			continue;
		truth = decisive;
		break;
	}
	run->variables[expr->index] = saved;
	run->stack->count = before;
	return truth;
}

/* Of a sequence: whether it holds a node, or of one boolean: itself. */
static enum kt_truth effective(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_value item;
	if (expr->op == OP_PATH) {
		enum kt_quick quick = kt_eval_quick(expr, run, &item);
		if (quick != QUICK_NOT)
			return quick == QUICK_ONE ? KT_TRUE : KT_FALSE;
	}
	size_t before = run->stack->count;
	struct kt_span span = kt_eval_span(expr, run);
	enum kt_truth truth = span.maybe ? KT_UNDECIDED : KT_FALSE;
	if (span.count > 0) {
		struct kt_value first = run->stack->values[span.base];
		if (first.kind == KT_NODE)
			truth = KT_TRUE;
		else if (first.kind == KT_BOOLEAN && span.count == 1 &&
		    !span.maybe)
			truth = first.u.boolean ? KT_TRUE : KT_FALSE;
		else
			truth = KT_UNDECIDED;
	}
	run->stack->count = before;
	return truth;
}

enum kt_truth kt_eval_truth(const struct kt_expr *expr, struct kt_run *run)
{
	if (!kt_run_step(run))
		return KT_UNDECIDED;
	enum kt_truth truth;
	switch (expr->op) {
	case OP_AND:
		truth = connective(expr, run, KT_FALSE);
		break;
	case OP_OR:
		truth = connective(expr, run, KT_TRUE);
		break;
	case OP_COMPARE:
		truth = compare(expr, run);
		break;
	case OP_ANY:
		truth = any_pair(expr, run);
		break;
	case OP_SOME:
		truth = quantified(expr, run, KT_TRUE);
		break;
	case OP_EVERY:
		truth = quantified(expr, run, KT_FALSE);
		break;
	default:
		truth = effective(expr, run);
		break;
	}
	return kt_run_failed(run) ? KT_UNDECIDED : truth;
}

/* ---- entry ------------------------------------------------------------- */

enum kt_truth kt_expr_truth(const struct kt_expr *expr, struct kt_run *run)
{
	return kt_eval_truth(expr, run);
}

struct kt_value kt_expr_value(const struct kt_expr *expr, struct kt_run *run)
{
	return kt_eval_value(expr, run, KT_ANY);
}

struct kt_sequence kt_expr_sequence(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_span span = kt_eval_span(expr, run);
	return (struct kt_sequence){
		.items = span.count ? run->stack->values + span.base : NULL,
		.count = span.count,
		.maybe_more = span.maybe || kt_run_failed(run),
	};
}
