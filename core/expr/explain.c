/*
 * Why an answer is false or unknown: the program is walked once more along the
 * branches that made it so, and what was found, required and missing is
 * written down.
 */
#include "expr/internal.h"

#include <string.h>

enum { MAX_FOUND = 16, MAX_REQUIRED = 64, MAX_FAILING = 5 };

void kt_explanation_init(struct kt_explanation *e, struct kt_arena *arena)
{
	*e = (struct kt_explanation){ .arena = arena };
	e->comparisons_end = &e->comparisons;
	e->missing_end = &e->missing;
	e->steps_end = &e->steps;
	e->assumed_end = &e->assumed_names;
}

/* ---- notes ------------------------------------------------------------- */

static bool has_note(const struct kt_note *notes, struct kt_string text,
    kt_node where)
{
	for (; notes != NULL; notes = notes->next)
		if (notes->where == where &&
		    kt_string_equal(notes->text[KT_DA], text))
			return true;
	return false;
}

/* The text up to its "%s", and then the name. */
static struct kt_string with_name(struct kt_arena *arena, const char *text,
    struct kt_string name)
{
	const char *place = strstr(text, "%s");
	size_t size = place != NULL ? (size_t)(place - text) : strlen(text);
	char *out = kt_arena_alloc(arena, size + name.size + 1);
	if (out == NULL)
		return KT_S("");
	memcpy(out, text, size);
	if (name.size > 0)
		memcpy(out + size, name.data, name.size);
	return (struct kt_string){ out, size + name.size };
}

void kt_note_missing(struct kt_run *run, kt_node where, const char *da,
    const char *en, struct kt_string name)
{
	struct kt_explanation *e = run->explanation;
	if (e == NULL || !run->noting)
		return;
	struct kt_note *note = kt_arena_alloc(e->arena, sizeof(*note));
	if (note == NULL)
		return; /* the arena remembers the failure */
	note->text[KT_DA] = with_name(e->arena, da, name);
	note->text[KT_EN] = with_name(e->arena, en, name);
	if (has_note(e->missing, note->text[KT_DA], where))
		return;
	note->where = where;
	*e->missing_end = note;
	e->missing_end = &note->next;
}

void kt_note_empty(struct kt_run *run,
    const struct kt_parameter_declaration *d)
{
	static const char *const formats[] = {
		"parameteren er ikke udfyldt: %.*s%s%.*s%s",
		"the parameter has no value: %.*s%s%.*s%s" };
	struct kt_explanation *e = run->explanation;
	struct kt_string text[KT_LANGUAGES];
	if (e == NULL || !run->noting)
		return;
	for (size_t i = 0; i < KT_LANGUAGES; i++) {
		bool named = d->title[i].size > 0;
		text[i] = kt_arena_printf(e->arena, formats[i],
		    KT_FMT(named ? d->title[i] : d->name), named ? " (" : "",
		    named ? (int)d->name.size : 0, d->name.data,
		    named ? ")" : "");
	}
	kt_explanation_add(run, false, 0, text[KT_DA], text[KT_EN]);
}

void kt_note_assumed(struct kt_run *run, const struct kt_expr *parameter,
    enum kt_status_of_value status)
{
	struct kt_explanation *e = run->explanation;
	if (e == NULL || status != KT_ASSUMED)
		return;
	e->assumed = true;
	struct kt_string name = parameter->parameter->name;
	if (has_note(e->assumed_names, name, 0))
		return;
	struct kt_note *note = kt_arena_alloc(e->arena, sizeof(*note));
	if (note == NULL)
		return;
	note->text[KT_DA] = note->text[KT_EN] = name;
	*e->assumed_end = note;
	e->assumed_end = &note->next;
}

void kt_explanation_add(struct kt_run *run, bool step, kt_node where,
    struct kt_string da, struct kt_string en)
{
	struct kt_explanation *e = run->explanation;
	if (e == NULL || !run->noting)
		return;
	struct kt_note *note = kt_arena_alloc(e->arena, sizeof(*note));
	if (note == NULL ||
	    has_note(step ? e->steps : e->missing, da, where))
		return;
	note->text[KT_DA] = kt_arena_copy(e->arena, da);
	note->text[KT_EN] = kt_arena_copy(e->arena, en);
	note->where = where;
	struct kt_note ***end = step ? &e->steps_end : &e->missing_end;
	**end = note;
	*end = &note->next;
}

/* Truth without notes: to see which branch decided, not to explain it. */
static enum kt_truth quiet_truth(const struct kt_expr *expr,
    struct kt_run *run)
{
	struct kt_explanation *e = run->explanation;
	run->explanation = NULL;
	enum kt_truth truth = kt_eval_truth(expr, run);
	run->explanation = e;
	return truth;
}

/* ---- what an expression looked at -------------------------------------- */

/* The first node that the expression's value comes from; 0: none. */
static kt_node first_node(const struct kt_expr *expr, struct kt_run *run)
{
	size_t before = run->stack->count;
	kt_node node = 0;
	if (expr->type.kind == KT_NODE) {
		struct kt_span span = kt_eval_span(expr, run);
		if (span.count > 0 &&
		    run->stack->values[span.base].kind == KT_NODE)
			node = run->stack->values[span.base].u.node;
		run->stack->count = before;
		return node == KT_DOCUMENT_NODE ? 0 : node;
	}
	bool of_subject = expr->op == OP_LET;
	struct kt_value context = run->context;
	if (of_subject)
		run->context = kt_node_value(run->subject);
	/* bound variables are only there while their expression runs */
	bool binds = expr->op == OP_FOR || expr->op == OP_SOME ||
	    expr->op == OP_EVERY;
	size_t count = binds ? 1 : expr->arg_count;
	for (size_t i = 0; i < count && node == 0; i++)
		node = first_node(expr->args[i], run);
	run->context = context;
	return node;
}

/* Where something missing would stand: the deepest part of the first path
 * that is there. */
static kt_node nearest_node(const struct kt_expr *expr, struct kt_run *run)
{
	kt_node node = first_node(expr, run);
	if (node != 0)
		return node;
	if (expr->op == OP_PATH) {
		struct kt_expr shorter = *expr;
		while (node == 0 && shorter.step_count > 1) {
			shorter.step_count--;
			node = first_node(&shorter, run);
		}
		const struct kt_expr *start = expr->args[0];
		bool open = start->op == OP_CONTEXT || start->op == OP_ROOT;
		return node != 0 || open ? node : first_node(start, run);
	}
	for (size_t i = 0; i < expr->arg_count && node == 0; i++)
		node = nearest_node(expr->args[i], run);
	return node;
}

/* The unit of the first parameter with one. */
static struct kt_string unit_of(const struct kt_expr *expr)
{
	if (expr->op == OP_PARAMETER)
		return expr->parameter->unit;
	for (size_t i = 0; i < expr->arg_count; i++) {
		struct kt_string unit = unit_of(expr->args[i]);
		if (unit.size > 0)
			return unit;
	}
	return (struct kt_string){ "", 0 };
}

/* The values of an expression, copied into the explanation's arena. */
static struct kt_sequence values_of(const struct kt_expr *expr,
    struct kt_run *run, size_t limit)
{
	size_t before = run->stack->count;
	struct kt_span span;
	if (expr->type.kind == KT_NODE || expr->type.many) {
		span = kt_eval_span(expr, run);
	} else {
		struct kt_value one = kt_eval_value(expr, run, KT_ANY);
		span = (struct kt_span){ .base = run->stack->count };
		span.count = kt_push(run, one) ? 1 : 0;
	}
	struct kt_sequence out = { .maybe_more = span.maybe };
	size_t count = span.count < limit ? span.count : limit;
	struct kt_value *items = kt_arena_array(run->explanation->arena,
	    count ? count : 1, sizeof(*items));
	for (size_t i = 0; i < count && items != NULL; i++) {
		struct kt_value v = kt_atomize(run, expr,
		    run->stack->values[span.base + i], kt_type_of(expr));
		/* an unreadable text is still what was found */
		if (v.kind == KT_UNKNOWN)
			v = run->stack->values[span.base + i];
		if (v.kind == KT_UNKNOWN)
			continue;
		items[out.count++] = v;
	}
	out.items = items;
	if (span.count > count)
		out.maybe_more = 1;
	run->stack->count = before;
	return out;
}

static struct kt_comparison *add(struct kt_run *run)
{
	struct kt_explanation *e = run->explanation;
	struct kt_comparison *c = kt_arena_alloc(e->arena, sizeof(*c));
	if (c == NULL)
		return NULL;
	*e->comparisons_end = c;
	e->comparisons_end = &c->next;
	return c;
}

static void set_difference(struct kt_run *run, struct kt_comparison *c)
{
	if (c->found.count != 1 || c->required.count != 1)
		return;
	const struct kt_value *a = &c->found.items[0];
	const struct kt_value *b = &c->required.items[0];
	if (a->kind == KT_DURATION && b->kind == KT_DURATION &&
	    a->u.duration.months != b->u.duration.months)
		return;
	bool number = a->kind == KT_DECIMAL && b->kind == KT_DECIMAL;
	bool time = a->kind == b->kind &&
	    (a->kind == KT_DATE || a->kind == KT_DURATION);
	if (!number && !time)
		return;
	struct kt_value d = kt_calculate(run, SUBTRACT, a, b);
	c->has_difference = d.kind != KT_UNKNOWN;
	c->difference = d;
}

static enum kt_relation relation_of(enum kt_relation_op op, bool list)
{
	switch (op) {
	case REL_EQ:
		return list ? KT_ONE_OF : KT_IS;
	case REL_NE:
		return KT_IS_NOT;
	case REL_LT:
		return KT_LESS_THAN;
	case REL_LE:
		return KT_AT_MOST;
	case REL_GT:
		return KT_MORE_THAN;
	default:
		return KT_AT_LEAST;
	}
}

static enum kt_relation_op mirrored(enum kt_relation_op op)
{
	switch (op) {
	case REL_LT:
		return REL_GT;
	case REL_LE:
		return REL_GE;
	case REL_GT:
		return REL_LT;
	case REL_GE:
		return REL_LE;
	default:
		return op;
	}
}

static enum kt_relation_op opposite(enum kt_relation_op op)
{
	static const enum kt_relation_op of[] = { [REL_EQ] = REL_NE,
		[REL_NE] = REL_EQ, [REL_LT] = REL_GE, [REL_LE] = REL_GT,
		[REL_GT] = REL_LE, [REL_GE] = REL_LT };
	return of[op];
}

/* Found is the side that comes from the document; with both, the left. */
static void comparison(const struct kt_expr *expr, struct kt_run *run,
    bool negated)
{
	const struct kt_expr *found = expr->args[0];
	const struct kt_expr *required = expr->args[1];
	enum kt_relation_op op = (enum kt_relation_op)expr->detail;
	if (negated)
		op = opposite(op);
	if (!found->touches_document && required->touches_document) {
		found = expr->args[1];
		required = expr->args[0];
		op = mirrored(op);
	}
	struct kt_comparison *c = add(run);
	if (c == NULL)
		return;
	c->where = nearest_node(found, run);
	if (required->touches_document)
		c->other = first_node(required, run);
	c->found = values_of(found, run, MAX_FOUND);
	c->required = values_of(required, run, MAX_REQUIRED);
	c->relation = relation_of(op, c->required.count > 1);
	c->unit = unit_of(required);
	if (c->unit.size == 0)
		c->unit = unit_of(found);
	set_difference(run, c);
}

static void presence(const struct kt_expr *path, struct kt_run *run,
    bool wanted)
{
	struct kt_comparison *c = add(run);
	if (c == NULL)
		return;
	c->relation = wanted ? KT_EXISTS : KT_EXISTS_NOT;
	c->path = path->text;
	c->where = nearest_node(path, run);
	if (!wanted && path->type.kind == KT_NODE)
		c->found = values_of(path, run, MAX_FOUND);
}

/* ---- walking ----------------------------------------------------------- */

static void explain(const struct kt_expr *expr, struct kt_run *run,
    enum kt_truth truth);

static void noted(const struct kt_expr *expr, struct kt_run *run)
{
	bool before = run->noting;
	run->noting = true;
	kt_eval_truth(expr, run);
	run->noting = before;
}

static void operands(const struct kt_expr *expr, struct kt_run *run,
    enum kt_truth truth)
{
	for (size_t i = 0; i < expr->arg_count; i++)
		if (quiet_truth(expr->args[i], run) == truth)
			explain(expr->args[i], run, truth);
}

/* The items that decided it, with the variable bound to each. */
static void items(const struct kt_expr *expr, struct kt_run *run,
    enum kt_truth truth)
{
	size_t before = run->stack->count;
	bool noting = run->noting;
	run->noting = truth == KT_UNDECIDED;
	struct kt_span in = kt_eval_span(expr->args[0], run);
	run->noting = noting;
	struct kt_value saved = run->variables[expr->index];
	size_t shown = 0;
	for (size_t i = 0; i < in.count && shown < MAX_FAILING; i++) {
		run->variables[expr->index] =
		    run->stack->values[in.base + i];
		if (quiet_truth(expr->args[1], run) != truth)
			continue;
		explain(expr->args[1], run, truth);
		shown++;
	}
	run->variables[expr->index] = saved;
	run->stack->count = before;
	if (in.count == 0 && !in.maybe && truth == KT_FALSE)
		presence(expr->args[0], run, true);
}

/* har-opslag: the key that was asked for, and the keys there are. */
static void key_of_table(const struct kt_expr *expr, struct kt_run *run,
    bool wanted)
{
	struct kt_comparison *c = add(run);
	if (c == NULL)
		return;
	const struct kt_parameter_value *table =
	    run->parameters ? &run->parameters[expr->args[0]->index] : NULL;
	c->relation = wanted ? KT_ONE_OF : KT_IS_NOT;
	c->where = nearest_node(expr->args[1], run);
	c->found = values_of(expr->args[1], run, MAX_FOUND);
	if (!wanted || table == NULL || table->row_count > MAX_FOUND)
		return;
	struct kt_value *keys = kt_arena_array(run->explanation->arena,
	    table->row_count + 1, sizeof(*keys));
	for (size_t i = 0; keys != NULL && i < table->row_count; i++)
		keys[i] = kt_text(table->rows[i].key);
	c->required.items = keys;
	c->required.count = keys != NULL ? table->row_count : 0;
}

/* A function of a plugin, or contains() and its kin, that said no. */
static void predicate(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_comparison *c = add(run);
	if (c == NULL)
		return;
	c->relation = KT_IS;
	if (expr->arg_count == 0)
		return;
	c->where = nearest_node(expr->args[0], run);
	c->found = values_of(expr->args[0], run, MAX_FOUND);
	if (expr->op == OP_PLUGIN) {
		bool before = run->noting;
		run->noting = true;
		kt_eval_plugin(expr, run);
		run->noting = before;
	} else if (expr->arg_count > 1 && expr->detail != FN_MATCHES) {
		c->required = values_of(expr->args[1], run, MAX_REQUIRED);
	}
}

static void call(const struct kt_expr *expr, struct kt_run *run,
    enum kt_truth truth)
{
	enum kt_truth other = truth == KT_UNDECIDED ? truth
	    : truth == KT_TRUE                     ? KT_FALSE
	                                           : KT_TRUE;
	bool wanted = truth == KT_FALSE;
	switch (expr->detail) {
	case FN_NOT:
		explain(expr->args[0], run, other);
		return;
	case FN_BOOLEAN:
		explain(expr->args[0], run, truth);
		return;
	case FN_HAR_OPSLAG:
		if (truth == KT_UNDECIDED)
			noted(expr, run);
		else
			key_of_table(expr, run, wanted);
		return;
	case FN_EXISTS:
	case FN_KENDT:
	case FN_EMPTY:
		if (truth == KT_UNDECIDED)
			noted(expr, run);
		else
			presence(expr->args[0], run,
			    (expr->detail != FN_EMPTY) == wanted);
		return;
	default:
		if (truth == KT_UNDECIDED)
			noted(expr, run);
		else
			predicate(expr, run);
		return;
	}
}

static void branch(const struct kt_expr *expr, struct kt_run *run,
    enum kt_truth truth)
{
	enum kt_truth test = kt_eval_truth(expr->args[0], run);
	if (test == KT_UNDECIDED)
		explain(expr->args[0], run, KT_UNDECIDED);
	else
		explain(expr->args[test == KT_TRUE ? 1 : 2], run, truth);
}

static void through_let(const struct kt_expr *expr, struct kt_run *run,
    enum kt_truth truth)
{
	struct kt_value context = run->context;
	int64_t position = run->position, last = run->last;
	run->context = kt_node_value(run->subject);
	run->position = run->last = 1;
	explain(expr->args[0], run, truth);
	run->context = context;
	run->position = position;
	run->last = last;
}

/* Why `expr` is what it is. A true one is explained where it stands under
 * not(): it is what should not be. */
static void explain(const struct kt_expr *expr, struct kt_run *run,
    enum kt_truth truth)
{
	switch (expr->op) {
	case OP_AND:
	case OP_OR:
		operands(expr, run, truth);
		break;
	case OP_COMPARE:
	case OP_ANY:
		if (truth == KT_UNDECIDED)
			noted(expr, run);
		else
			comparison(expr, run, truth == KT_TRUE);
		break;
	case OP_SOME:
	case OP_EVERY:
		items(expr, run, truth);
		break;
	case OP_IF:
		branch(expr, run, truth);
		break;
	case OP_LET:
		through_let(expr, run, truth);
		break;
	case OP_CALL:
		call(expr, run, truth);
		break;
	case OP_PLUGIN:
		if (truth == KT_UNDECIDED)
			noted(expr, run);
		else
			predicate(expr, run);
		break;
	default:
		if (truth == KT_UNDECIDED)
			noted(expr, run);
		else if (expr->type.kind == KT_NODE)
			presence(expr, run, truth == KT_FALSE);
		break;
	}
}

void kt_expr_explain(const struct kt_expr *expr, struct kt_run *run,
    enum kt_truth truth)
{
	if (run->explanation != NULL)
		explain(expr, run, truth);
}
