/*
 * Paths and primaries: what the schema allows decides what a step can be, so
 * a path that can never match is refused when the pack is loaded.
 */
#include "expr/parser.h"

#include <string.h>

/* ---- sets of declarations ---------------------------------------------- */

struct set {
	bool *in; /* by declaration */
	size_t size;
	size_t count;
};

static bool set_init(struct kt_parser *p, struct set *set)
{
	set->size = p->scope->schema->declaration_count;
	set->count = 0;
	set->in = kt_arena_array(p->arena, set->size, sizeof(*set->in));
	if (set->in == NULL) {
		p->failed = true;
		kt_fail_memory(p->error);
	}
	return set->in != NULL;
}

static bool set_add(struct set *set, uint32_t declaration)
{
	if (declaration == 0 || set->in[declaration])
		return false;
	set->in[declaration] = true;
	set->count++;
	return true;
}

static const struct kt_declaration *declaration_of(const struct kt_parser *p,
    uint32_t index)
{
	return &p->scope->schema->declarations[index];
}

static void add_children(struct kt_parser *p, uint32_t of, uint32_t name,
    struct set *set, bool *many)
{
	const struct kt_declaration *declaration = declaration_of(p, of);
	for (uint32_t i = 0; i < declaration->child_count; i++) {
		const struct kt_child *child = &declaration->children[i];
		if (name != 0 && child->name != name)
			continue;
		set_add(set, child->declaration);
		if (child->repeated || name == 0)
			*many = true;
	}
}

/* Everything below `of`, or above it, as a closure over the schema. */
static bool closure(struct kt_parser *p, const struct set *from, bool up,
    struct set *out)
{
	if (!set_init(p, out))
		return false;
	bool grown = true;
	struct set seen;
	if (!set_init(p, &seen))
		return false;
	while (grown) {
		grown = false;
		for (uint32_t d = 1; d < out->size; d++) {
			const struct kt_declaration *parent =
			    declaration_of(p, d);
			for (uint32_t i = 0; i < parent->child_count; i++) {
				uint32_t c = parent->children[i].declaration;
				bool step = up ? from->in[c] || out->in[c]
				               : from->in[d] || out->in[d];
				if (step && set_add(out, up ? d : c))
					grown = true;
			}
		}
	}
	return true;
}

static void keep_name(struct kt_parser *p, struct set *set, uint32_t name)
{
	for (uint32_t d = 1; d < set->size && name != 0; d++)
		if (set->in[d] && declaration_of(p, d)->name != name) {
			set->in[d] = false;
			set->count--;
		}
}

static uint32_t *new_list(struct kt_parser *p, size_t count)
{
	uint32_t *list = kt_arena_array(p->arena, count + 1, sizeof(*list));
	if (list == NULL) {
		p->failed = true;
		kt_fail_memory(p->error);
	}
	return list;
}

/* The type of elements with these declarations, which are in order. */
static void type_of_list(struct kt_parser *p, const uint32_t *list,
    size_t count, struct kt_type *type)
{
	type->declarations = list;
	type->declaration_count = count;
	type->text = NULL;
	for (size_t i = 0; i < count; i++) {
		const struct kt_declaration *declaration =
		    declaration_of(p, list[i]);
		bool text = declaration->content == KT_CONTENT_VALUE ||
		    declaration->content == KT_CONTENT_MIXED;
		uint32_t kind = text ? declaration->type.kind : KT_UNKNOWN;
		bool first = i == 0;
		type->value = first || type->value == kind ? kind : KT_ANY;
		type->text = first && text ? &declaration->type : NULL;
	}
}

static bool type_of_set(struct kt_parser *p, const struct set *set,
    struct kt_type *type)
{
	uint32_t *list = new_list(p, set->count);
	size_t count = 0;
	if (list == NULL)
		return false;
	for (uint32_t d = 1; d < set->size; d++)
		if (set->in[d])
			list[count++] = d;
	type_of_list(p, list, count, type);
	return true;
}

/* ---- one step ---------------------------------------------------------- */

static struct kt_string context_names(struct kt_parser *p,
    const struct kt_type *context)
{
	if (context->declaration_count == 0)
		return context->document ? KT_S("/") : KT_S("?");
	return kt_names_local(p->scope->names,
	    declaration_of(p, context->declarations[0])->name);
}

/* The nearest name that is allowed in this place. */
static struct kt_string nearest(struct kt_parser *p,
    const struct kt_type *context, bool attribute, struct kt_string name)
{
	struct kt_string best = { "", 0 };
	size_t distance = 3;
	for (size_t i = 0; i < context->declaration_count; i++) {
		const struct kt_declaration *d =
		    declaration_of(p, context->declarations[i]);
		uint32_t count = attribute ? d->attribute_count : d->child_count;
		for (uint32_t k = 0; k < count; k++) {
			struct kt_string candidate = kt_names_local(
			    p->scope->names, attribute ? d->attributes[k].name
			                               : d->children[k].name);
			size_t n = kt_string_distance(name, candidate, 2);
			if (n < distance) {
				distance = n;
				best = candidate;
			}
		}
	}
	return best;
}

static bool no_such(struct kt_parser *p, const struct kt_type *context,
    bool attribute, struct kt_string name, size_t at)
{
	struct kt_string near = nearest(p, context, attribute, name);
	struct kt_string in = context_names(p, context);
	if (near.size > 0)
		kt_parse_fail(p, at,
		    "skemaet har ikke %s\"%.*s\" i \"%.*s\"; mente du \"%.*s\"?",
		    "the schema has no %s\"%.*s\" in \"%.*s\"; did you mean "
		    "\"%.*s\"?", attribute ? "@" : "", KT_FMT(name),
		    KT_FMT(in), KT_FMT(near));
	else
		kt_parse_fail(p, at, "skemaet har ikke %s\"%.*s\" i \"%.*s\"",
		    "the schema has no %s\"%.*s\" in \"%.*s\"",
		    attribute ? "@" : "", KT_FMT(name), KT_FMT(in));
	return false;
}

static bool attribute_type(struct kt_parser *p, const struct kt_type *context,
    uint32_t name, struct kt_type *out)
{
	bool found = false;
	uint32_t *owners = kt_arena_array(p->arena,
	    context->declaration_count + 1, sizeof(*owners));
	if (owners == NULL) {
		p->failed = true;
		kt_fail_memory(p->error);
		return false;
	}
	out->owners = owners;
	out->value = KT_ANY;
	for (size_t i = 0; i < context->declaration_count; i++) {
		const struct kt_declaration *d =
		    declaration_of(p, context->declarations[i]);
		for (uint32_t k = 0; k < d->attribute_count; k++) {
			const struct kt_attribute_declaration *a =
			    &d->attributes[k];
			if (name != 0 && a->name != name)
				continue;
			bool same = !found || out->value == a->type.kind;
			out->value = same ? a->type.kind : KT_ANY;
			out->text = found ? NULL : &a->type;
			found = true;
			if (out->owner_count == 0 ||
			    owners[out->owner_count - 1] !=
			        context->declarations[i])
				owners[out->owner_count++] =
				    context->declarations[i];
		}
	}
	out->many = context->many || name == 0;
	return found;
}

static bool context_set(struct kt_parser *p, const struct kt_type *context,
    struct set *set)
{
	if (!set_init(p, set))
		return false;
	for (size_t i = 0; i < context->declaration_count; i++)
		set_add(set, context->declarations[i]);
	return true;
}

/* Elements that have one of these as a child, and owners of attributes. */
static void add_parents(struct kt_parser *p, const struct kt_type *context,
    const struct set *from, struct set *out)
{
	for (uint32_t d = 1; d < from->size; d++) {
		const struct kt_declaration *parent = declaration_of(p, d);
		for (uint32_t i = 0; i < parent->child_count; i++)
			if (from->in[parent->children[i].declaration])
				set_add(out, d);
	}
	for (size_t i = 0; i < context->owner_count; i++)
		set_add(out, context->owners[i]);
}

static bool add_ancestors(struct kt_parser *p, const struct kt_type *context,
    struct set *from, struct set *out)
{
	for (size_t i = 0; i < context->owner_count; i++)
		set_add(from, context->owners[i]);
	if (!closure(p, from, true, out))
		return false;
	for (size_t i = 0; i < context->owner_count; i++)
		set_add(out, context->owners[i]);
	return true;
}

static void roots_or_children(struct kt_parser *p,
    const struct kt_type *context, uint32_t name, struct set *out, bool *many)
{
	const struct kt_schema *schema = p->scope->schema;
	for (uint32_t i = 0; context->document && i < schema->root_count; i++)
		if (name == 0 ||
		    declaration_of(p, schema->roots[i])->name == name)
			set_add(out, schema->roots[i]);
	for (size_t i = 0; i < context->declaration_count; i++)
		add_children(p, context->declarations[i], name, out, many);
}

static bool descendants(struct kt_parser *p, const struct kt_type *context,
    bool self, struct set *out)
{
	struct set from;
	if (!context_set(p, context, &from))
		return false;
	for (uint32_t i = 0;
	     context->document && i < p->scope->schema->root_count; i++)
		set_add(&from, p->scope->schema->roots[i]);
	if (!closure(p, &from, false, out))
		return false;
	for (uint32_t d = 1; d < from.size; d++)
		if (from.in[d] && (self || context->document))
			set_add(out, d);
	return true;
}

static bool siblings(struct kt_parser *p, const struct set *from,
    struct set *out)
{
	for (uint32_t d = 1; d < from->size; d++) {
		const struct kt_declaration *parent = declaration_of(p, d);
		bool is_parent = false;
		for (uint32_t i = 0; i < parent->child_count; i++)
			is_parent |= from->in[parent->children[i].declaration];
		for (uint32_t i = 0; is_parent && i < parent->child_count; i++)
			set_add(out, parent->children[i].declaration);
	}
	return true;
}

static bool element_set(struct kt_parser *p, const struct kt_type *context,
    const struct kt_step *step, struct set *out, bool *many)
{
	struct set from;
	if (!context_set(p, context, &from) || !set_init(p, out))
		return false;
	switch (step->axis) {
	case AXIS_CHILD:
		roots_or_children(p, context, step->name, out, many);
		break;
	case AXIS_SELF:
		*out = from;
		break;
	case AXIS_PARENT:
		add_parents(p, context, &from, out);
		break;
	case AXIS_DESCENDANT:
	case AXIS_DESCENDANT_OR_SELF:
		*many = true;
		if (!descendants(p, context,
		        step->axis == AXIS_DESCENDANT_OR_SELF, out))
			return false;
		break;
	case AXIS_ANCESTOR:
		*many = true;
		if (!add_ancestors(p, context, &from, out))
			return false;
		break;
	default:
		*many = true;
		siblings(p, &from, out);
		break;
	}
	keep_name(p, out, step->name);
	return true;
}

/* A named child of a few declarations, which is what most steps are: no need
 * to ask about all that there are. */
enum { FEW = 16 };

static bool child_type(struct kt_parser *p, const struct kt_type *context,
    const struct kt_step *step, struct kt_string name, size_t at,
    struct kt_type *out)
{
	uint32_t *list = new_list(p, FEW);
	size_t count = 0;
	if (list == NULL)
		return false;
	for (size_t i = 0; i < context->declaration_count; i++) {
		const struct kt_declaration *parent =
		    declaration_of(p, context->declarations[i]);
		for (uint32_t k = 0; k < parent->child_count; k++) {
			const struct kt_child *child = &parent->children[k];
			if (child->name != step->name)
				continue;
			out->many |= child->repeated;
			size_t place = count;
			while (place > 0 && list[place - 1] > child->declaration)
				place--;
			if (place > 0 && list[place - 1] == child->declaration)
				continue;
			memmove(&list[place + 1], &list[place],
			    (count++ - place) * sizeof(*list));
			list[place] = child->declaration;
		}
	}
	if (count == 0)
		return no_such(p, context, false, name, at);
	type_of_list(p, list, count, out);
	return true;
}

/* The type after a step, and whether the step can give anything at all. */
static bool step_type(struct kt_parser *p, const struct kt_type *context,
    const struct kt_step *step, struct kt_string name, size_t at,
    struct kt_type *out)
{
	*out = (struct kt_type){ .kind = KT_NODE, .value = KT_UNKNOWN,
		.many = context->many };
	if (p->scope->schema == NULL) {
		kt_parse_fail(p, at, "her er intet dokument at gå i",
		    "there is no document to walk here");
		return false;
	}
	if (step->axis == AXIS_ATTRIBUTE)
		return attribute_type(p, context, step->name, out) ||
		    no_such(p, context, true, name, at);
	if (step->axis == AXIS_CHILD && step->name != 0 &&
	    !context->document && context->declaration_count <= FEW)
		return child_type(p, context, step, name, at, out);
	struct set set;
	if (!element_set(p, context, step, &set, &out->many))
		return false;
	if (step->axis == AXIS_PARENT)
		out->document = true;
	if (step->axis == AXIS_SELF || step->axis == AXIS_DESCENDANT_OR_SELF)
		out->document = context->document && step->name == 0;
	if (set.count == 0 && !(out->document && step->name == 0))
		return no_such(p, context, false, name, at);
	return type_of_set(p, &set, out);
}

/* ---- parsing ----------------------------------------------------------- */

static const struct {
	const char *name;
	enum kt_axis axis;
} axes[] = { { "child", AXIS_CHILD }, { "attribute", AXIS_ATTRIBUTE },
	{ "self", AXIS_SELF }, { "parent", AXIS_PARENT },
	{ "descendant", AXIS_DESCENDANT },
	{ "descendant-or-self", AXIS_DESCENDANT_OR_SELF },
	{ "ancestor", AXIS_ANCESTOR },
	{ "preceding-sibling", AXIS_PRECEDING_SIBLING },
	{ "following-sibling", AXIS_FOLLOWING_SIBLING } };

static char after(const struct kt_parser *p, size_t ahead)
{
	size_t at = p->token.end;
	while (at < p->text.size && strchr(" \t\n\r", p->text.data[at]) != NULL)
		at++;
	return at + ahead < p->text.size ? p->text.data[at + ahead] : '\0';
}

static bool read_axis(struct kt_parser *p, struct kt_step *step)
{
	if (kt_parse_take(p, "@")) {
		step->axis = AXIS_ATTRIBUTE;
		return true;
	}
	if (p->token.kind != TOKEN_NAME || p->token.prefix.data != NULL ||
	    after(p, 0) != ':' || after(p, 1) != ':')
		return true;
	for (size_t i = 0; i < sizeof(axes) / sizeof(axes[0]); i++) {
		if (!kt_parse_is_word(p, axes[i].name))
			continue;
		step->axis = axes[i].axis;
		kt_parse_next(p);
		return kt_parse_expect(p, "::");
	}
	kt_parse_fail(p, p->token.at, "aksen \"%.*s\" er uden for sproget",
	    "the axis \"%.*s\" is outside the language", KT_FMT(p->token.text));
	return false;
}

static bool name_test(struct kt_parser *p, struct kt_step *step,
    struct kt_string *name)
{
	*name = KT_S("*");
	if (kt_parse_take(p, "*"))
		return true;
	if (p->token.kind != TOKEN_NAME) {
		kt_parse_fail(p, p->token.at, "her ventes et navn",
		    "a name is expected here");
		return false;
	}
	*name = p->token.text;
	struct kt_string space = { "", 0 };
	struct kt_string prefix = p->token.prefix;
	bool found = false;
	if (step->axis == AXIS_ATTRIBUTE && prefix.data == NULL)
		found = true;
	for (size_t i = 0; !found && i < p->scope->prefix_count; i++)
		if (kt_string_equal(p->scope->prefixes[i].prefix,
		        prefix.data ? prefix : KT_S(""))) {
			space = p->scope->prefixes[i].schema->space;
			found = true;
		}
	if (!found && prefix.data == NULL && p->scope->schema != NULL) {
		space = p->scope->schema->space;
		found = true;
	}
	if (!found) {
		kt_parse_fail(p, p->token.at, "ukendt præfiks \"%.*s\"",
		    "unknown prefix \"%.*s\"", KT_FMT(prefix));
		return false;
	}
	step->name = kt_names_intern(p->scope->names, space, *name);
	if (step->name == 0) {
		p->failed = true;
		kt_fail_memory(p->error);
		return false;
	}
	kt_parse_next(p);
	return true;
}

/* The predicate sees one item of `type` as its context. */
static const struct kt_expr *predicate(struct kt_parser *p,
    const struct kt_type *type)
{
	struct kt_type saved = p->context;
	bool subject = p->context_is_subject;
	p->context = *type;
	p->context.many = false;
	p->context_is_subject = false;
	const struct kt_expr *expr = kt_parse_expression(p);
	p->context = saved;
	p->context_is_subject = subject;
	if (expr == NULL || !kt_parse_expect(p, "]"))
		return NULL;
	if (expr->type.kind != KT_DECIMAL && !kt_parse_demand_truth(p, expr))
		return NULL;
	return expr;
}

static bool predicates(struct kt_parser *p, struct kt_step *step,
    struct kt_type *type)
{
	const struct kt_expr *list[8];
	while (kt_parse_take(p, "[")) {
		if (step->predicate_count == 8) {
			kt_parse_fail(p, p->token.at, "mere end 8 betingelser",
			    "more than 8 predicates");
			return false;
		}
		const struct kt_expr *expr = predicate(p, type);
		if (expr == NULL)
			return false;
		list[step->predicate_count++] = expr;
	}
	if (step->predicate_count == 0)
		return true;
	step->predicates = kt_arena_array(p->arena, step->predicate_count,
	    sizeof(*step->predicates));
	if (step->predicates == NULL) {
		p->failed = true;
		kt_fail_memory(p->error);
		return false;
	}
	memcpy(step->predicates, list,
	    step->predicate_count * sizeof(*step->predicates));
	return true;
}

/* One step after `type`, which becomes the type after it. */
static bool parse_step(struct kt_parser *p, struct kt_step *step,
    struct kt_type *type)
{
	size_t at = p->token.at;
	struct kt_string name = { "*", 1 };
	struct kt_type next;
	*step = (struct kt_step){ .axis = AXIS_CHILD };
	if (kt_parse_take(p, "..")) {
		step->axis = AXIS_PARENT;
	} else if (kt_parse_take(p, ".")) {
		step->axis = AXIS_SELF;
	} else if (!read_axis(p, step) || !name_test(p, step, &name)) {
		return false;
	}
	if (kt_parse_is(p, "(")) {
		kt_parse_fail(p, at, "et funktionskald kan ikke være et trin i en sti",
		    "a function call cannot be a step of a path");
		return false;
	}
	if (!step_type(p, type, step, name, at, &next))
		return false;
	*type = next;
	return predicates(p, step, type);
}

static bool starts_step(const struct kt_parser *p)
{
	return p->token.kind == TOKEN_NAME || kt_parse_is(p, "@") ||
	    kt_parse_is(p, "*") || kt_parse_is(p, ".") || kt_parse_is(p, "..");
}

/* Whether a predicate asks where its item stands among the others. */
static bool is_placed(const struct kt_expr *expr)
{
	if (expr->op == OP_CALL &&
	    (expr->detail == FN_POSITION || expr->detail == FN_LAST))
		return true;
	for (size_t i = 0; i < expr->arg_count; i++)
		if (is_placed(expr->args[i]))
			return true;
	for (size_t i = 0; i < expr->step_count; i++)
		for (size_t k = 0; k < expr->steps[i].predicate_count; k++)
			if (is_placed(expr->steps[i].predicates[k]))
				return true;
	return false;
}

static bool joins_below(const struct kt_step *step)
{
	for (size_t i = 0; i < step->predicate_count; i++)
		if (step->predicates[i]->type.kind == KT_DECIMAL ||
		    is_placed(step->predicates[i]))
			return false;
	return step->axis == AXIS_CHILD;
}

/* Steps after `base` (context or root where NULL), as long as there are. */
static struct kt_expr *path_from(struct kt_parser *p, struct kt_expr *base,
    bool first, bool deep)
{
	struct kt_step list[32];
	size_t count = 0;
	struct kt_type type = base->type;
	bool sort = base->op != OP_CONTEXT && base->op != OP_ROOT;
	do {
		if (count + 2 > 32)
			return kt_parse_fail(p, p->token.at,
			    "mere end 31 trin i en sti",
			    "more than 31 steps in a path");
		if (deep) {
			struct kt_step *down = &list[count++];
			*down = (struct kt_step){
				.axis = AXIS_DESCENDANT_OR_SELF };
			struct kt_type below;
			if (!step_type(p, &type, down, KT_S("*"), p->token.at,
			        &below))
				return NULL;
			type = below;
			sort = true;
		}
		struct kt_step *step = &list[count];
		if (!parse_step(p, step, &type))
			return NULL;
		if (step->axis != AXIS_CHILD && step->axis != AXIS_ATTRIBUTE &&
		    step->axis != AXIS_SELF)
			sort = true;
		/* all children of all below are all below */
		if (deep && joins_below(step)) {
			list[count - 1] = *step;
			list[count - 1].axis = AXIS_DESCENDANT;
		} else {
			count++;
		}
		first = false;
		deep = kt_parse_is(p, "//");
	} while (kt_parse_take(p, "/") || kt_parse_take(p, "//"));
	(void)first;
	struct kt_expr *expr = kt_parse_node(p, OP_PATH, base->at);
	const struct kt_expr *args[] = { base };
	if (expr == NULL || !kt_parse_args(p, expr, args, 1))
		return NULL;
	struct kt_step *steps = kt_arena_array(p->arena, count, sizeof(*steps));
	if (steps == NULL) {
		p->failed = true;
		kt_fail_memory(p->error);
		return NULL;
	}
	memcpy(steps, list, count * sizeof(*steps));
	expr->steps = steps;
	expr->step_count = count;
	expr->sort = sort;
	expr->touches_document = true;
	expr->type = type;
	return kt_parse_close(p, expr);
}

/* ---- primaries --------------------------------------------------------- */

static struct kt_expr *literal(struct kt_parser *p)
{
	struct kt_token token = p->token;
	struct kt_expr *expr = kt_parse_node(p, OP_LITERAL, token.at);
	if (expr == NULL)
		return NULL;
	if (token.kind == TOKEN_STRING) {
		expr->literal = kt_text(token.text);
	} else {
		struct kt_decimal number;
		if (!kt_decimal_parse(token.text, &number))
			return kt_parse_fail(p, token.at,
			    "tallet kan ikke rummes", "the number does not fit");
		expr->literal = kt_number(number);
	}
	expr->type.kind = expr->literal.kind;
	kt_parse_next(p);
	return kt_parse_close(p, expr);
}

static struct kt_expr *parameter(struct kt_parser *p, size_t index, size_t at)
{
	const struct kt_parameter_declaration *d =
	    &p->scope->parameters[index];
	struct kt_expr *expr = kt_parse_node(p, OP_PARAMETER, at);
	if (expr == NULL)
		return NULL;
	expr->index = (uint32_t)index;
	expr->parameter = d;
	expr->type.kind = d->kind;
	expr->type.many = d->list || d->table;
	kt_parse_next(p);
	return kt_parse_close(p, expr);
}

static struct kt_expr *variable(struct kt_parser *p)
{
	struct kt_token name = p->token;
	for (size_t i = p->binding_count; i-- > 0;) {
		if (!kt_string_equal(p->bindings[i].name, name.text))
			continue;
		struct kt_expr *expr = kt_parse_node(p, OP_VARIABLE, name.at);
		if (expr == NULL)
			return NULL;
		expr->index = (uint32_t)i;
		expr->type = p->bindings[i].type;
		expr->touches_document = p->bindings[i].touches_document;
		kt_parse_next(p);
		return kt_parse_close(p, expr);
	}
	for (size_t i = p->scope->let_count; i-- > 0;) {
		if (!kt_string_equal(p->scope->lets[i].name, name.text))
			continue;
		struct kt_expr *expr = kt_parse_node(p, OP_LET, name.at);
		const struct kt_expr *args[] = { p->scope->lets[i].expr };
		if (expr == NULL || !kt_parse_args(p, expr, args, 1))
			return NULL;
		expr->type = args[0]->type;
		kt_parse_next(p);
		/* who reads of a missing fact knows the fact, not its name
		 * inside the rule */
		expr->text = args[0]->text;
		return p->failed ? NULL : expr;
	}
	for (size_t i = 0; i < p->scope->parameter_count; i++)
		if (kt_string_equal(p->scope->parameters[i].name, name.text))
			return parameter(p, i, name.at);
	return kt_parse_fail(p, name.at,
	    "ukendt variabel \"$%.*s\": hverken et lad eller en parameter i regelsættet",
	    "unknown variable \"$%.*s\": neither a lad nor a parameter of the "
	    "pack", KT_FMT(name.text));
}

static struct kt_expr *bracketed(struct kt_parser *p)
{
	size_t at = p->token.at;
	kt_parse_next(p);
	if (kt_parse_take(p, ")")) {
		struct kt_expr *empty = kt_parse_node(p, OP_LIST, at);
		if (empty == NULL || !kt_parse_args(p, empty, NULL, 0))
			return NULL;
		empty->type = (struct kt_type){ .kind = KT_ANY, .many = true };
		return kt_parse_close(p, empty);
	}
	struct kt_expr *expr = kt_parse_expression(p);
	if (expr == NULL || !kt_parse_expect(p, ")"))
		return NULL;
	return expr;
}

static struct kt_expr *context(struct kt_parser *p, size_t at)
{
	struct kt_expr *expr = kt_parse_node(p, OP_CONTEXT, at);
	if (expr == NULL)
		return NULL;
	expr->type = p->context;
	expr->touches_document = true;
	expr->text = KT_S(".");
	return expr;
}

static struct kt_expr *root(struct kt_parser *p, size_t at)
{
	struct kt_expr *expr = kt_parse_node(p, OP_ROOT, at);
	if (expr == NULL)
		return NULL;
	expr->type = (struct kt_type){ .kind = KT_NODE, .value = KT_UNKNOWN,
		.document = true };
	expr->touches_document = true;
	expr->text = KT_S("/");
	return expr;
}

static struct kt_expr *filter(struct kt_parser *p, struct kt_expr *base)
{
	while (base != NULL && kt_parse_take(p, "[")) {
		const struct kt_expr *test = predicate(p, &base->type);
		struct kt_expr *expr = kt_parse_node(p, OP_FILTER, base->at);
		if (test == NULL || expr == NULL)
			return NULL;
		const struct kt_expr *args[] = { base, test };
		if (!kt_parse_args(p, expr, args, 2))
			return NULL;
		expr->type = base->type;
		base = kt_parse_close(p, expr);
	}
	return base;
}

static struct kt_expr *primary(struct kt_parser *p)
{
	if (p->token.kind == TOKEN_NUMBER || p->token.kind == TOKEN_STRING)
		return literal(p);
	if (p->token.kind == TOKEN_VARIABLE)
		return variable(p);
	if (kt_parse_is(p, "("))
		return bracketed(p);
	struct kt_token name = p->token;
	kt_parse_next(p);
	return kt_parse_call(p, name);
}

struct kt_expr *kt_parse_path(struct kt_parser *p)
{
	size_t at = p->token.at;
	if (p->failed)
		return NULL;
	if (kt_parse_is(p, "//") || kt_parse_is(p, "/")) {
		bool deep = kt_parse_is(p, "//");
		struct kt_expr *base = root(p, at);
		kt_parse_next(p);
		if (base == NULL || (!deep && !starts_step(p)))
			return base;
		return path_from(p, base, true, deep);
	}
	bool call = p->token.kind == TOKEN_NAME && after(p, 0) == '(';
	if (starts_step(p) && !call) {
		struct kt_expr *base = context(p, at);
		if (base == NULL)
			return NULL;
		/* "." alone is the context itself */
		if (kt_parse_is(p, ".") && after(p, 0) != '[' &&
		    after(p, 0) != '/') {
			kt_parse_next(p);
			return base;
		}
		return path_from(p, base, true, false);
	}
	if (!call && p->token.kind != TOKEN_NUMBER &&
	    p->token.kind != TOKEN_STRING && p->token.kind != TOKEN_VARIABLE &&
	    !kt_parse_is(p, "("))
		return kt_parse_fail(p, at, "her ventes et udtryk",
		    "an expression is expected here");
	struct kt_expr *expr = filter(p, primary(p));
	if (expr == NULL || (!kt_parse_is(p, "/") && !kt_parse_is(p, "//")))
		return expr;
	if (expr->type.kind != KT_NODE)
		return kt_parse_fail(p, p->token.at,
		    "efter \"/\" skal der stå en sti fra et element",
		    "\"/\" needs an element before it");
	bool deep = kt_parse_is(p, "//");
	kt_parse_next(p);
	return path_from(p, expr, false, deep);
}
