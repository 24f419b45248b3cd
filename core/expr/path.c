/*
 * Walking paths over the arrays of the document.
 */
#include "expr/internal.h"

#include <stdlib.h>

struct walk {
	struct kt_run *run;
	const struct kt_expr *expr;
	struct kt_span out;
};

static void walk(struct walk *w, size_t at, kt_node node);

/* What a step found: a candidate for its predicates, the end of the path, or
 * on to the next step. */
static void visit(struct walk *w, size_t at, kt_node node)
{
	bool plain = w->expr->steps[at].predicate_count == 0;
	if (plain && at + 1 < w->expr->step_count) {
		walk(w, at + 1, node);
		return;
	}
	if (kt_push(w->run, kt_node_value(node)))
		w->out.count += plain;
}

static bool fits(const struct walk *w, const struct kt_step *step, size_t e)
{
	return step->name == 0 ||
	    w->run->document->elements[e].name == step->name;
}

/* ---- by name ----------------------------------------------------------- */

/* Of more elements with one name than this, a node's are found by looking at
 * the node rather than at the name. */
enum { FEW = 64 };

/* All elements with the step's name. */
static bool named(const struct walk *w, const struct kt_step *step,
    const uint32_t **list, size_t *count)
{
	if (kt_document_named(w->run->document, step->name, list, count))
		return true;
	kt_run_fail(w->run, KT_E_MEMORY, "ikke mere hukommelse",
	    "out of memory");
	return false;
}

static uint32_t index_of(kt_node node)
{
	return node == KT_DOCUMENT_NODE ? KT_NO_INDEX
	                                : (uint32_t)kt_node_index(node);
}

/* Follows a child or attribute step that has one node at most, which *node
 * becomes; QUICK_NOT: there may be several. */
static enum kt_quick only_one(const struct walk *w, const struct kt_step *step,
    kt_node *node)
{
	const struct kt_document *d = w->run->document;
	const uint32_t *list;
	size_t count;
	uint32_t found = KT_NO_INDEX;
	/* the document's own number is that of an attribute */
	bool element = !kt_node_is_attribute(*node);
	if (!element && *node != KT_DOCUMENT_NODE)
		return QUICK_NONE;
	if (step->axis == AXIS_ATTRIBUTE) {
		*node = element ? kt_node_attribute(d, *node, step->name) : 0;
		return *node != 0 ? QUICK_ONE : QUICK_NONE;
	}
	if (!named(w, step, &list, &count) || count > FEW)
		return QUICK_NOT;
	uint32_t parent = index_of(*node);
	for (size_t i = 0; i < count; i++) {
		if (d->elements[list[i]].parent != parent)
			continue;
		if (found != KT_NO_INDEX)
			return QUICK_NOT;
		found = list[i];
	}
	if (found == KT_NO_INDEX)
		return QUICK_NONE;
	*node = kt_node_of_element(found);
	return QUICK_ONE;
}

static bool is_plain(const struct kt_step *step)
{
	return step->predicate_count == 0 && step->name != 0 &&
	    (step->axis == AXIS_CHILD || step->axis == AXIS_ATTRIBUTE);
}

/* ---- axes -------------------------------------------------------------- */

static void children(struct walk *w, size_t at, kt_node node)
{
	const struct kt_document *d = w->run->document;
	const struct kt_step *step = &w->expr->steps[at];
	if (kt_node_is_attribute(node) && node != KT_DOCUMENT_NODE)
		return;
	const uint32_t *list;
	size_t count;
	if (step->name != 0 && named(w, step, &list, &count) &&
	    count <= FEW) {
		uint32_t parent = index_of(node);
		for (size_t i = 0; i < count && kt_run_step(w->run); i++)
			if (d->elements[list[i]].parent == parent)
				visit(w, at, kt_node_of_element(list[i]));
		return;
	}
	size_t begin = 0, end = d->element_count;
	if (node != KT_DOCUMENT_NODE) {
		begin = kt_node_index(node) + 1;
		end = d->elements[begin - 1].end;
	}
	for (size_t e = begin; e < end && kt_run_step(w->run);
	     e = d->elements[e].end)
		if (fits(w, step, e))
			visit(w, at, kt_node_of_element(e));
}

static void attributes(struct walk *w, size_t at, kt_node node)
{
	const struct kt_document *d = w->run->document;
	const struct kt_step *step = &w->expr->steps[at];
	if (kt_node_is_attribute(node))
		return;
	const struct kt_element *e = &d->elements[kt_node_index(node)];
	for (uint32_t i = 0; i < e->attribute_count; i++)
		if (step->name == 0 ||
		    d->attributes[e->first_attribute + i].name == step->name)
			visit(w, at,
			    kt_node_of_attribute(e->first_attribute + i));
}

/* The first place in the list of an element at or after `begin`. */
static size_t lower_bound(const uint32_t *list, size_t count, size_t begin)
{
	size_t low = 0;
	while (low < count) {
		size_t middle = low + (count - low) / 2;
		if (list[middle] < begin)
			low = middle + 1;
		else
			count = middle;
	}
	return low;
}

static void descendants(struct walk *w, size_t at, kt_node node, bool self)
{
	const struct kt_document *d = w->run->document;
	const struct kt_step *step = &w->expr->steps[at];
	size_t begin = 0, end = d->element_count;
	if (kt_node_is_attribute(node) && node != KT_DOCUMENT_NODE)
		return;
	if (node == KT_DOCUMENT_NODE) {
		if (self && step->name == 0)
			visit(w, at, node);
	} else {
		begin = kt_node_index(node) + (self ? 0 : 1);
		end = d->elements[kt_node_index(node)].end;
	}
	if (step->name == 0) {
		for (size_t e = begin; e < end && kt_run_step(w->run); e++)
			visit(w, at, kt_node_of_element(e));
		return;
	}
	const uint32_t *list;
	size_t count;
	if (!named(w, step, &list, &count))
		return;
	for (size_t i = lower_bound(list, count, begin);
	     i < count && list[i] < end && kt_run_step(w->run); i++)
		visit(w, at, kt_node_of_element(list[i]));
}

static kt_node parent_of(const struct walk *w, kt_node node)
{
	const struct kt_document *d = w->run->document;
	if (node == KT_DOCUMENT_NODE)
		return 0;
	size_t i = kt_node_index(node);
	if (kt_node_is_attribute(node))
		return kt_node_of_element(d->attributes[i].owner);
	if (d->elements[i].parent == KT_NO_INDEX)
		return KT_DOCUMENT_NODE;
	return kt_node_of_element(d->elements[i].parent);
}

static bool fits_node(const struct walk *w, const struct kt_step *step,
    kt_node node)
{
	if (step->name == 0)
		return true;
	if (node == KT_DOCUMENT_NODE)
		return false;
	return kt_document_name(w->run->document, node) == step->name;
}

static void ancestors(struct walk *w, size_t at, kt_node node)
{
	const struct kt_step *step = &w->expr->steps[at];
	for (kt_node up = parent_of(w, node);
	     up != 0 && up != KT_DOCUMENT_NODE; up = parent_of(w, up))
		if (fits_node(w, step, up))
			visit(w, at, up);
}

static void siblings(struct walk *w, size_t at, kt_node node)
{
	const struct kt_document *d = w->run->document;
	const struct kt_step *step = &w->expr->steps[at];
	kt_node up = parent_of(w, node);
	if (up == 0 || up == KT_DOCUMENT_NODE || kt_node_is_attribute(node))
		return;
	size_t self = kt_node_index(node);
	size_t end = d->elements[kt_node_index(up)].end;
	bool before = step->axis == AXIS_PRECEDING_SIBLING;
	size_t base = w->run->stack->count;
	for (size_t e = kt_node_index(up) + 1; e < end && kt_run_step(w->run);
	     e = d->elements[e].end)
		if (e != self && (e < self) == before && fits(w, step, e))
			visit(w, at, kt_node_of_element(e));
	/* predicates count the nearest sibling as the first */
	if (!before || step->predicate_count == 0)
		return;
	struct kt_value *v = w->run->stack->values;
	for (size_t a = base, b = w->run->stack->count; a + 1 < b; a++) {
		struct kt_value swap = v[a];
		v[a] = v[--b];
		v[b] = swap;
	}
}

static void axis(struct walk *w, size_t at, kt_node node)
{
	const struct kt_step *step = &w->expr->steps[at];
	switch (step->axis) {
	case AXIS_CHILD:
		children(w, at, node);
		break;
	case AXIS_ATTRIBUTE:
		attributes(w, at, node);
		break;
	case AXIS_SELF:
		if (fits_node(w, step, node))
			visit(w, at, node);
		break;
	case AXIS_PARENT: {
		kt_node up = parent_of(w, node);
		if (up != 0 && fits_node(w, step, up))
			visit(w, at, up);
		break;
	}
	case AXIS_DESCENDANT:
		descendants(w, at, node, false);
		break;
	case AXIS_DESCENDANT_OR_SELF:
		descendants(w, at, node, true);
		break;
	case AXIS_ANCESTOR:
		ancestors(w, at, node);
		break;
	default:
		siblings(w, at, node);
		break;
	}
}

static void walk(struct walk *w, size_t at, kt_node node)
{
	if (!kt_run_step(w->run))
		return;
	for (; at < w->expr->step_count && is_plain(&w->expr->steps[at]); at++) {
		enum kt_quick one =
		    only_one(w, &w->expr->steps[at], &node);
		if (one == QUICK_NONE)
			return;
		if (one == QUICK_NOT)
			break;
	}
	if (at == w->expr->step_count) {
		if (kt_push(w->run, kt_node_value(node)))
			w->out.count++;
		return;
	}
	const struct kt_step *step = &w->expr->steps[at];
	if (step->predicate_count == 0) {
		axis(w, at, node);
		return;
	}
	struct kt_stack *stack = w->run->stack;
	struct kt_span found = { .base = stack->count };
	axis(w, at, node);
	found.count = stack->count - found.base;
	for (size_t i = 0; i < step->predicate_count; i++)
		found = kt_filter(w->run, step->predicates[i], found);
	w->out.maybe |= found.maybe;
	/* what follows stands above the candidates: move it down */
	for (size_t i = 0; i < found.count; i++)
		walk(w, at + 1, stack->values[found.base + i].u.node);
	size_t above = found.base + found.count;
	for (size_t i = above; i < stack->count; i++)
		stack->values[i - found.count] = stack->values[i];
	stack->count -= found.count;
}

/* Attributes come right after their element. */
static uint64_t order_key(const struct kt_document *d, kt_node node)
{
	if (node == KT_DOCUMENT_NODE)
		return 0;
	size_t i = kt_node_index(node);
	if (kt_node_is_attribute(node))
		return (((uint64_t)d->attributes[i].owner + 1) << 32) + 1 + i;
	return ((uint64_t)i + 1) << 32;
}

static int compare_keys(const void *a, const void *b)
{
	const struct kt_value *x = a, *y = b;
	uint64_t kx = (uint64_t)x->u.duration.months;
	uint64_t ky = (uint64_t)y->u.duration.months;
	return kx < ky ? -1 : kx > ky;
}

/* Document order, each node once. The order key travels in the value beside
 * the node while sorting. */
static struct kt_span sorted(struct kt_run *run, struct kt_span span)
{
	struct kt_value *v = run->stack->values + span.base;
	bool in_order = true;
	uint64_t last = 0;
	for (size_t i = 0; i < span.count; i++) {
		uint64_t key = order_key(run->document, v[i].u.node);
		in_order &= i == 0 || key > last;
		last = key;
	}
	if (in_order)
		return span;
	for (size_t i = 0; i < span.count; i++) {
		kt_node node = v[i].u.node;
		v[i].u.duration.months =
		    (int64_t)order_key(run->document, node);
		v[i].u.duration.seconds = (int64_t)node;
	}
	qsort(v, span.count, sizeof(*v), compare_keys);
	size_t kept = 0;
	for (size_t i = 0; i < span.count; i++) {
		kt_node node = (kt_node)v[i].u.duration.seconds;
		if (kept > 0 && v[kept - 1].u.node == node)
			continue;
		v[kept++] = kt_node_value(node);
	}
	run->stack->count = span.base + kept;
	span.count = kept;
	return span;
}

enum kt_quick kt_path_quick(const struct kt_expr *expr, struct kt_run *run,
    kt_node *node)
{
	struct walk w = { .run = run, .expr = expr };
	enum kt_quick found = QUICK_ONE;
	for (size_t i = 0; i < expr->step_count && found == QUICK_ONE; i++)
		found = is_plain(&expr->steps[i])
		    ? only_one(&w, &expr->steps[i], node)
		    : QUICK_NOT;
	return found;
}

struct kt_span kt_eval_path(const struct kt_expr *expr, struct kt_run *run)
{
	struct kt_span span = { .base = run->stack->count };
	if (expr->op == OP_UNION) {
		for (size_t i = 0; i < 2; i++) {
			struct kt_span one = kt_eval_span(expr->args[i], run);
			span.count += one.count;
			span.maybe |= one.maybe;
		}
		return sorted(run, span);
	}
	struct walk w = { .run = run, .expr = expr, .out = span };
	const struct kt_expr *start = expr->args[0];
	if (start->op == OP_CONTEXT) {
		if (run->context.kind == KT_NODE)
			walk(&w, 0, run->context.u.node);
		else
			w.out.maybe = true;
	} else if (start->op == OP_ROOT) {
		walk(&w, 0, KT_DOCUMENT_NODE);
	} else {
		struct kt_span from = kt_eval_span(start, run);
		w.out.maybe |= from.maybe;
		for (size_t i = 0; i < from.count; i++) {
			struct kt_value item =
			    run->stack->values[from.base + i];
			if (item.kind == KT_NODE)
				walk(&w, 0, item.u.node);
			else
				w.out.maybe = true;
		}
		struct kt_value *v = run->stack->values;
		for (size_t i = 0; i < w.out.count; i++)
			v[from.base + i] = v[from.base + from.count + i];
		run->stack->count = from.base + w.out.count;
	}
	if (kt_run_failed(run))
		w.out.maybe = true;
	return expr->sort ? sorted(run, w.out) : w.out;
}
