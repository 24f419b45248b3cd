/*
 * Text of an expression -> typed program. Recursive descent, one function a
 * level of the grammar in rules/README.md; types are checked on the way up.
 */
#include "expr/parser.h"

#include <stdio.h>
#include <string.h>

/* ---- errors, tokens, nodes --------------------------------------------- */

struct kt_expr *kt_parse_fail_messages(struct kt_parser *p, size_t at,
    const char *da, const char *en)
{
	if (p->failed)
		return NULL;
	p->failed = true;
	if (p->error == NULL)
		return NULL;
	kt_fail(p->error, KT_E_USE, "", "");
	snprintf(p->error->message[KT_DA], sizeof(p->error->message[KT_DA]),
	    "%.300s (i udtrykket: %.180s)", da, p->text.data);
	snprintf(p->error->message[KT_EN], sizeof(p->error->message[KT_EN]),
	    "%.300s (in the expression: %.180s)", en, p->text.data);
	struct kt_string before = { p->text.data, at };
	kt_fail_at(p->error, p->file, p->at.line,
	    p->at.column + (uint32_t)kt_string_length(before));
	return NULL;
}

struct kt_expr *kt_parse_fail(struct kt_parser *p, size_t at, const char *da,
    const char *en, ...)
{
	char message[KT_LANGUAGES][300];
	va_list args;
	va_start(args, en);
	vsnprintf(message[KT_DA], sizeof(message[KT_DA]), da, args);
	va_end(args);
	va_start(args, en);
	vsnprintf(message[KT_EN], sizeof(message[KT_EN]), en, args);
	va_end(args);
	return kt_parse_fail_messages(p, at, message[KT_DA], message[KT_EN]);
}

struct kt_expr *kt_parse_fail_kinds(struct kt_parser *p, size_t at,
    const char *da, const char *en, uint32_t first, uint32_t second)
{
	char message[KT_LANGUAGES][300];
	snprintf(message[KT_DA], sizeof(message[KT_DA]), da,
	    kt_kind_name(first, KT_DA), kt_kind_name(second, KT_DA));
	snprintf(message[KT_EN], sizeof(message[KT_EN]), en,
	    kt_kind_name(first, KT_EN), kt_kind_name(second, KT_EN));
	return kt_parse_fail_messages(p, at, message[KT_DA], message[KT_EN]);
}

static struct kt_expr *no_memory(struct kt_parser *p)
{
	p->failed = true;
	kt_fail_memory(p->error);
	return NULL;
}

void kt_parse_next(struct kt_parser *p)
{
	if (p->failed)
		return;
	if (!kt_lexer_next(&p->lexer, &p->token)) {
		kt_parse_fail(p, p->lexer.at, p->lexer.trouble[KT_DA],
		    p->lexer.trouble[KT_EN]);
		p->token = (struct kt_token){ .kind = TOKEN_END };
	}
}

/* Most tokens differ from what they are held against in the first byte. */
static bool is_text(struct kt_string s, const char *text)
{
	for (size_t i = 0; i < s.size; i++)
		if (text[i] != s.data[i] || text[i] == '\0')
			return false;
	return text[s.size] == '\0';
}

bool kt_parse_is(const struct kt_parser *p, const char *symbol)
{
	return p->token.kind == TOKEN_SYMBOL && is_text(p->token.text, symbol);
}

bool kt_parse_is_word(const struct kt_parser *p, const char *word)
{
	return p->token.kind == TOKEN_NAME && p->token.prefix.data == NULL &&
	    is_text(p->token.text, word);
}

bool kt_parse_take(struct kt_parser *p, const char *symbol)
{
	if (p->failed || !kt_parse_is(p, symbol))
		return false;
	kt_parse_next(p);
	return true;
}

bool kt_parse_expect(struct kt_parser *p, const char *symbol)
{
	if (kt_parse_take(p, symbol))
		return !p->failed;
	kt_parse_fail(p, p->token.at, "her ventes \"%s\"", "expected \"%s\" here",
	    symbol);
	return false;
}

static bool expect_word(struct kt_parser *p, const char *word)
{
	if (!p->failed && kt_parse_is_word(p, word)) {
		kt_parse_next(p);
		return true;
	}
	kt_parse_fail(p, p->token.at, "her ventes ordet \"%s\"",
	    "expected the word \"%s\" here", word);
	return false;
}

struct kt_expr *kt_parse_node(struct kt_parser *p, enum kt_op op, size_t at)
{
	struct kt_expr *expr = kt_arena_alloc(p->arena, sizeof(*expr));
	if (expr == NULL)
		return no_memory(p);
	expr->op = op;
	expr->at = at;
	return expr;
}

bool kt_parse_args(struct kt_parser *p, struct kt_expr *expr,
    const struct kt_expr *const *args, size_t count)
{
	expr->args = kt_arena_array(p->arena, count ? count : 1,
	    sizeof(*expr->args));
	if (expr->args == NULL) {
		no_memory(p);
		return false;
	}
	expr->arg_count = count;
	for (size_t i = 0; i < count; i++) {
		expr->args[i] = args[i];
		if (args[i]->touches_document)
			expr->touches_document = true;
	}
	return true;
}

struct kt_expr *kt_parse_close(struct kt_parser *p, struct kt_expr *expr)
{
	if (expr == NULL || p->failed)
		return NULL;
	struct kt_string rest = { p->text.data + expr->at,
		p->token.at - expr->at };
	expr->text = kt_string_trim(rest);
	return expr;
}

static struct kt_expr *binary(struct kt_parser *p, enum kt_op op,
    uint8_t detail, const struct kt_expr *a, const struct kt_expr *b,
    uint32_t kind)
{
	struct kt_expr *expr = kt_parse_node(p, op, a->at);
	const struct kt_expr *args[] = { a, b };
	if (expr == NULL || !kt_parse_args(p, expr, args, 2))
		return NULL;
	expr->detail = detail;
	expr->type.kind = kind;
	return kt_parse_close(p, expr);
}

/* ---- types ------------------------------------------------------------- */

uint32_t kt_type_value(const struct kt_type *type)
{
	return type->kind == KT_NODE ? type->value : type->kind;
}

bool kt_type_is_truth(const struct kt_type *type)
{
	return type->kind == KT_BOOLEAN || type->kind == KT_NODE;
}

const char *kt_kind_name(uint32_t kind, enum kt_language language)
{
	static const char *const names[][KT_LANGUAGES] = {
		[KT_UNKNOWN] = { "intet", "nothing" },
		[KT_BOOLEAN] = { "sandt/falsk", "true/false" },
		[KT_DECIMAL] = { "tal", "number" },
		[KT_STRING] = { "tekst", "text" },
		[KT_DATE] = { "dato", "date" },
		[KT_TIME] = { "klokkeslæt", "time" },
		[KT_DATETIME] = { "tidspunkt", "date and time" },
		[KT_DURATION] = { "varighed", "duration" },
		[KT_NODE] = { "element", "element" },
		[KT_ANY] = { "en værdi", "a value" },
	};
	return kind <= KT_ANY ? names[kind][language] : "?";
}

static bool has_value(struct kt_parser *p, const struct kt_expr *expr)
{
	if (expr->op == OP_PARAMETER && expr->parameter->table) {
		kt_parse_fail(p, expr->at,
		    "en tabel læses med opslag($tabel, nøgle)",
		    "a table is read with opslag($table, key)");
		return false;
	}
	if (expr->type.kind != KT_NODE || expr->type.value != KT_UNKNOWN)
		return true;
	kt_parse_fail(p, expr->at,
	    "elementet har ingen værdi, kun underelementer",
	    "the element has no value, only child elements");
	return false;
}

bool kt_parse_demand(struct kt_parser *p, const struct kt_expr *expr,
    uint32_t kind)
{
	if (p->failed || !has_value(p, expr))
		return false;
	uint32_t value = kt_type_value(&expr->type);
	if (kind == KT_ANY || value == KT_ANY || value == kind)
		return true;
	/* Every value has a text, as in XPath's function conversion of
	 * untyped values. */
	if (kind == KT_STRING && expr->type.kind == KT_NODE)
		return true;
	kt_parse_fail_kinds(p, expr->at, "her ventes %s, men udtrykket giver %s",
	    "%s is expected here, but the expression gives %s", kind, value);
	return false;
}

bool kt_parse_demand_truth(struct kt_parser *p, const struct kt_expr *expr)
{
	if (p->failed)
		return false;
	if (kt_type_is_truth(&expr->type) || expr->type.kind == KT_ANY)
		return true;
	kt_parse_fail(p, expr->at,
	    "her ventes en betingelse (sandt/falsk eller en sti)",
	    "a condition is expected here (true/false or a path)");
	return false;
}

/* ---- operators --------------------------------------------------------- */

static bool in_codes(const struct kt_text_type *type, struct kt_string code)
{
	for (uint32_t i = 0; i < type->code_count; i++)
		if (kt_string_equal(type->codes[i], code))
			return true;
	return false;
}

/* A code that the schema does not know can never be equal to anything: the
 * rule's author has mistyped it. */
static bool check_codes(struct kt_parser *p, const struct kt_expr *facts,
    const struct kt_expr *codes)
{
	const struct kt_text_type *type = facts->type.text;
	if (facts->type.kind != KT_NODE || type == NULL ||
	    type->codes == NULL || type->open)
		return true;
	if (codes->op == OP_LIST) {
		for (size_t i = 0; i < codes->arg_count; i++)
			if (!check_codes(p, facts, codes->args[i]))
				return false;
		return true;
	}
	if (codes->op != OP_LITERAL || codes->literal.kind != KT_STRING ||
	    in_codes(type, codes->literal.u.string))
		return true;
	kt_parse_fail(p, codes->at, "\"%.*s\" står ikke i skemaets kodeliste for %.*s",
	    "\"%.*s\" is not in the schema's code list of %.*s",
	    KT_FMT(codes->literal.u.string), KT_FMT(facts->text));
	return false;
}

static const struct {
	const char *text;
	enum kt_relation_op relation;
	bool word;
} relations[] = { { "=", REL_EQ, false }, { "!=", REL_NE, false },
	{ "<", REL_LT, false }, { "<=", REL_LE, false }, { ">", REL_GT, false },
	{ ">=", REL_GE, false }, { "eq", REL_EQ, true }, { "ne", REL_NE, true },
	{ "lt", REL_LT, true }, { "le", REL_LE, true }, { "gt", REL_GT, true },
	{ "ge", REL_GE, true } };

static struct kt_expr *sum(struct kt_parser *p);

static struct kt_expr *range(struct kt_parser *p)
{
	struct kt_expr *a = sum(p);
	if (a == NULL || !kt_parse_is_word(p, "to"))
		return a;
	kt_parse_next(p);
	struct kt_expr *b = sum(p);
	if (b == NULL || !kt_parse_demand(p, a, KT_DECIMAL) ||
	    !kt_parse_demand(p, b, KT_DECIMAL))
		return NULL;
	struct kt_expr *expr = binary(p, OP_RANGE, 0, a, b, KT_DECIMAL);
	if (expr != NULL)
		expr->type.many = true;
	return expr;
}

/* The name in @name = 'text'; 0: the comparison is another. */
static uint32_t asked_attribute(const struct kt_expr *expr)
{
	const struct kt_expr *a = expr->args[0], *b = expr->args[1];
	if (expr->op != OP_ANY || expr->detail != REL_EQ ||
	    a->op != OP_PATH || a->args[0]->op != OP_CONTEXT ||
	    a->step_count != 1 || a->steps[0].axis != AXIS_ATTRIBUTE ||
	    a->steps[0].predicate_count != 0 || kt_type_of(a) != KT_STRING ||
	    b->op != OP_LITERAL || b->literal.kind != KT_STRING)
		return 0;
	return a->steps[0].name;
}

static struct kt_expr *compare(struct kt_parser *p)
{
	struct kt_expr *a = range(p);
	size_t count = sizeof(relations) / sizeof(relations[0]);
	for (size_t i = 0; a != NULL && i < count; i++) {
		if (relations[i].word ? !kt_parse_is_word(p, relations[i].text)
		                      : !kt_parse_is(p, relations[i].text))
			continue;
		size_t at = p->token.at;
		kt_parse_next(p);
		struct kt_expr *b = range(p);
		if (b == NULL || !has_value(p, a) || !has_value(p, b))
			return NULL;
		uint32_t ka = kt_type_value(&a->type);
		uint32_t kb = kt_type_value(&b->type);
		if (ka != kb && ka != KT_ANY && kb != KT_ANY)
			return kt_parse_fail_kinds(p, at,
			    "%s kan ikke sammenlignes med %s",
			    "%s cannot be compared with %s", ka, kb);
		if (!check_codes(p, a, b) || !check_codes(p, b, a))
			return NULL;
		struct kt_expr *expr =
		    binary(p, relations[i].word ? OP_COMPARE : OP_ANY,
		        (uint8_t)relations[i].relation, a, b, KT_BOOLEAN);
		if (expr != NULL)
			expr->attribute = asked_attribute(expr);
		return expr;
	}
	return a;
}

/* The kind that a op b has; KT_UNKNOWN where it has no meaning. */
static uint32_t arithmetic_kind(enum kt_arithmetic op, uint32_t a, uint32_t b)
{
	if (a == KT_ANY || b == KT_ANY)
		return KT_ANY;
	if (a == KT_DECIMAL && b == KT_DECIMAL)
		return KT_DECIMAL;
	if (op == ADD || op == SUBTRACT) {
		if ((a == KT_DATE || a == KT_DATETIME || a == KT_DURATION) &&
		    b == KT_DURATION)
			return a;
		if (op == ADD && a == KT_DURATION &&
		    (b == KT_DATE || b == KT_DATETIME))
			return b;
		if (op == SUBTRACT && a == b &&
		    (a == KT_DATE || a == KT_DATETIME))
			return KT_DURATION;
	}
	if (a == KT_DURATION && b == KT_DECIMAL &&
	    (op == MULTIPLY || op == DIVIDE))
		return KT_DURATION;
	if (a == KT_DECIMAL && b == KT_DURATION && op == MULTIPLY)
		return KT_DURATION;
	if (a == KT_DURATION && b == KT_DURATION && op == DIVIDE)
		return KT_DECIMAL;
	return KT_UNKNOWN;
}

static struct kt_expr *calculation(struct kt_parser *p, enum kt_arithmetic op,
    size_t at, struct kt_expr *a, struct kt_expr *b)
{
	if (b == NULL || !has_value(p, a) || !has_value(p, b))
		return NULL;
	uint32_t ka = kt_type_value(&a->type);
	uint32_t kb = kt_type_value(&b->type);
	uint32_t kind = arithmetic_kind(op, ka, kb);
	if (kind == KT_UNKNOWN)
		return kt_parse_fail_kinds(p, at,
		    "der kan ikke regnes med %s og %s her",
		    "no arithmetic with %s and %s here", ka, kb);
	return binary(p, OP_ARITHMETIC, (uint8_t)op, a, b, kind);
}

static struct kt_expr *unary(struct kt_parser *p)
{
	size_t at = p->token.at;
	bool negative = false, any = false;
	while (kt_parse_is(p, "-") || kt_parse_is(p, "+")) {
		negative ^= kt_parse_is(p, "-");
		any = true;
		kt_parse_next(p);
	}
	struct kt_expr *path = kt_parse_path(p);
	if (path == NULL || !any)
		return path;
	uint32_t kind = kt_type_value(&path->type);
	if (kind != KT_DURATION && !kt_parse_demand(p, path, KT_DECIMAL))
		return NULL;
	if (!negative)
		return path;
	struct kt_expr *expr = kt_parse_node(p, OP_NEGATE, at);
	const struct kt_expr *args[] = { path };
	if (expr == NULL || !kt_parse_args(p, expr, args, 1))
		return NULL;
	expr->type.kind = kind;
	return kt_parse_close(p, expr);
}

/* Both lists one after the other; a name may stand in it twice. */
static bool join(struct kt_parser *p, const uint32_t *a, size_t a_count,
    const uint32_t *b, size_t b_count, const uint32_t **out, size_t *count)
{
	uint32_t *list =
	    kt_arena_array(p->arena, a_count + b_count + 1, sizeof(*list));
	if (list == NULL)
		return no_memory(p) != NULL;
	if (a_count > 0)
		memcpy(list, a, a_count * sizeof(*list));
	if (b_count > 0)
		memcpy(list + a_count, b, b_count * sizeof(*list));
	*out = list;
	*count = a_count + b_count;
	return true;
}

static bool union_type(struct kt_parser *p, const struct kt_type *a,
    const struct kt_type *b, struct kt_type *out)
{
	out->kind = KT_NODE;
	out->value = a->value == b->value ? a->value : KT_ANY;
	out->many = true;
	out->document = a->document || b->document;
	return join(p, a->declarations, a->declaration_count, b->declarations,
	           b->declaration_count, &out->declarations,
	           &out->declaration_count) &&
	    join(p, a->owners, a->owner_count, b->owners, b->owner_count,
	        &out->owners, &out->owner_count);
}

static struct kt_expr *union_of(struct kt_parser *p)
{
	struct kt_expr *a = unary(p);
	while (a != NULL && kt_parse_is(p, "|")) {
		kt_parse_next(p);
		struct kt_expr *b = unary(p);
		if (b == NULL)
			return NULL;
		if (a->type.kind != KT_NODE || b->type.kind != KT_NODE)
			return kt_parse_fail(p, b->at, "\"|\" forener stier",
			    "\"|\" unites paths");
		struct kt_type type = { 0 };
		if (!union_type(p, &a->type, &b->type, &type))
			return NULL;
		a = binary(p, OP_UNION, 0, a, b, KT_NODE);
		if (a == NULL)
			return NULL;
		a->type = type;
	}
	return a;
}

static struct kt_expr *product(struct kt_parser *p)
{
	static const char *const words[] = { "div", "idiv", "mod" };
	static const enum kt_arithmetic ops[] = { DIVIDE, IDIV, MOD };
	struct kt_expr *a = union_of(p);
	while (a != NULL) {
		size_t at = p->token.at;
		enum kt_arithmetic op = MULTIPLY;
		bool found = kt_parse_is(p, "*");
		for (size_t i = 0; !found && i < 3; i++) {
			found = kt_parse_is_word(p, words[i]);
			op = ops[i];
		}
		if (!found)
			break;
		kt_parse_next(p);
		a = calculation(p, op, at, a, union_of(p));
	}
	return a;
}

static struct kt_expr *sum(struct kt_parser *p)
{
	struct kt_expr *a = product(p);
	while (a != NULL && (kt_parse_is(p, "+") || kt_parse_is(p, "-"))) {
		size_t at = p->token.at;
		enum kt_arithmetic op = kt_parse_is(p, "+") ? ADD : SUBTRACT;
		kt_parse_next(p);
		a = calculation(p, op, at, a, product(p));
	}
	return a;
}

/* and, or: all operands in one node. */
static struct kt_expr *connective(struct kt_parser *p, const char *word,
    enum kt_op op, struct kt_expr *(*operand)(struct kt_parser *))
{
	const struct kt_expr *args[64];
	size_t count = 0;
	struct kt_expr *first = operand(p);
	if (first == NULL || !kt_parse_is_word(p, word))
		return first;
	args[count++] = first;
	while (kt_parse_is_word(p, word)) {
		kt_parse_next(p);
		const struct kt_expr *next = operand(p);
		if (next == NULL)
			return NULL;
		if (count == 64)
			return kt_parse_fail(p, next->at,
			    "mere end 64 led i \"%s\"",
			    "more than 64 operands of \"%s\"", word);
		args[count++] = next;
	}
	for (size_t i = 0; i < count; i++)
		if (!kt_parse_demand_truth(p, args[i]))
			return NULL;
	struct kt_expr *expr = kt_parse_node(p, op, first->at);
	if (expr == NULL || !kt_parse_args(p, expr, args, count))
		return NULL;
	expr->type.kind = KT_BOOLEAN;
	return kt_parse_close(p, expr);
}

static struct kt_expr *and_expr(struct kt_parser *p)
{
	return connective(p, "and", OP_AND, compare);
}

static struct kt_expr *or_expr(struct kt_parser *p)
{
	return connective(p, "or", OP_OR, and_expr);
}

/* ---- if, for, some, every, lists --------------------------------------- */

static struct kt_type item_type(const struct kt_type *type)
{
	struct kt_type item = *type;
	item.many = false;
	return item;
}

/* The type of either of two. */
static struct kt_type joined_type(const struct kt_type *a,
    const struct kt_type *b)
{
	struct kt_type type = *a;
	type.many = a->many || b->many;
	type.text = NULL;
	type.declarations = type.owners = NULL;
	type.declaration_count = type.owner_count = 0;
	uint32_t va = kt_type_value(a), vb = kt_type_value(b);
	if (a->kind != b->kind)
		type.kind = va == vb ? va : KT_ANY;
	if (type.kind == KT_NODE)
		type.value = va == vb ? va : KT_ANY;
	return type;
}

static struct kt_expr *if_expr(struct kt_parser *p, size_t at)
{
	kt_parse_next(p);
	if (!kt_parse_expect(p, "("))
		return NULL;
	struct kt_expr *test = kt_parse_expression(p);
	if (test == NULL || !kt_parse_demand_truth(p, test) ||
	    !kt_parse_expect(p, ")") || !expect_word(p, "then"))
		return NULL;
	struct kt_expr *yes = kt_parse_single(p);
	if (yes == NULL || !expect_word(p, "else"))
		return NULL;
	struct kt_expr *no = kt_parse_single(p);
	struct kt_expr *expr = kt_parse_node(p, OP_IF, at);
	const struct kt_expr *args[] = { test, yes, no };
	if (no == NULL || expr == NULL || !kt_parse_args(p, expr, args, 3))
		return NULL;
	expr->type = joined_type(&yes->type, &no->type);
	return kt_parse_close(p, expr);
}

/* One "$name in expression"; the binding is pushed. */
static const struct kt_expr *binding(struct kt_parser *p)
{
	struct kt_token name = p->token;
	if (name.kind != TOKEN_VARIABLE)
		return kt_parse_fail(p, name.at, "her ventes \"$navn\"",
		    "expected \"$name\" here");
	kt_parse_next(p);
	if (!expect_word(p, "in"))
		return NULL;
	const struct kt_expr *in = kt_parse_single(p);
	if (in == NULL)
		return NULL;
	size_t limit = sizeof(p->bindings) / sizeof(p->bindings[0]);
	if (p->binding_count == limit)
		return kt_parse_fail(p, name.at, "mere end %zu variabler ad gangen",
		    "more than %zu variables at a time", limit);
	struct kt_binding *bound = &p->bindings[p->binding_count++];
	bound->name = name.text;
	bound->type = item_type(&in->type);
	bound->touches_document = in->touches_document;
	return in;
}

/* `$a in A, $b in B satisfies X` is `$a in A satisfies ($b in B …)`. */
static struct kt_expr *quantified(struct kt_parser *p, enum kt_op op,
    size_t at)
{
	if (++p->depth > KT_MAX_EXPRESSION_DEPTH)
		return kt_parse_fail(p, at, "for dybt indlejret",
		    "nested too deeply");
	const struct kt_expr *in = binding(p);
	if (in == NULL)
		return NULL;
	uint32_t slot = (uint32_t)p->binding_count - 1;
	const struct kt_expr *body;
	if (op != OP_FOR && kt_parse_take(p, ",")) {
		body = quantified(p, op, p->token.at);
	} else {
		if (!expect_word(p, op == OP_FOR ? "return" : "satisfies"))
			return NULL;
		body = kt_parse_single(p);
	}
	if (body == NULL ||
	    (op != OP_FOR && !kt_parse_demand_truth(p, body)))
		return NULL;
	p->binding_count = slot;
	p->depth--;
	struct kt_expr *expr = kt_parse_node(p, op, at);
	const struct kt_expr *args[] = { in, body };
	if (expr == NULL || !kt_parse_args(p, expr, args, 2))
		return NULL;
	expr->index = slot;
	expr->type.kind = KT_BOOLEAN;
	if (op == OP_FOR) {
		expr->type = body->type;
		expr->type.many = true;
	}
	return kt_parse_close(p, expr);
}

/* A keyword is one only where "$" or "(" follows: elements may be so named. */
static bool before(const struct kt_parser *p, char c)
{
	size_t at = p->token.end;
	while (at < p->text.size && (p->text.data[at] == ' ' ||
	    p->text.data[at] == '\n' || p->text.data[at] == '\t'))
		at++;
	return at < p->text.size && p->text.data[at] == c;
}

struct kt_expr *kt_parse_single(struct kt_parser *p)
{
	static const struct {
		const char *word;
		enum kt_op op;
	} quantifiers[] = { { "for", OP_FOR }, { "some", OP_SOME },
		{ "every", OP_EVERY } };
	size_t at = p->token.at;
	if (++p->depth > KT_MAX_EXPRESSION_DEPTH)
		return kt_parse_fail(p, at, "for dybt indlejret",
		    "nested too deeply");
	struct kt_expr *expr = NULL;
	bool done = false;
	for (size_t i = 0; i < 3 && !done; i++) {
		if (!kt_parse_is_word(p, quantifiers[i].word) || !before(p, '$'))
			continue;
		kt_parse_next(p);
		expr = quantified(p, quantifiers[i].op, at);
		done = true;
	}
	if (!done && kt_parse_is_word(p, "if") && before(p, '('))
		expr = if_expr(p, at);
	else if (!done)
		expr = or_expr(p);
	p->depth--;
	return expr;
}

struct kt_expr *kt_parse_expression(struct kt_parser *p)
{
	const struct kt_expr *args[64];
	size_t count = 0;
	struct kt_expr *first = kt_parse_single(p);
	if (first == NULL || !kt_parse_is(p, ","))
		return first;
	struct kt_type type = first->type;
	args[count++] = first;
	while (kt_parse_take(p, ",")) {
		const struct kt_expr *next = kt_parse_single(p);
		if (next == NULL)
			return NULL;
		if (count == 64)
			return kt_parse_fail(p, next->at, "mere end 64 led i en liste",
			    "more than 64 items in a list");
		type = joined_type(&type, &next->type);
		args[count++] = next;
	}
	struct kt_expr *expr = kt_parse_node(p, OP_LIST, first->at);
	if (expr == NULL || !kt_parse_args(p, expr, args, count))
		return NULL;
	expr->type = type;
	expr->type.many = true;
	return kt_parse_close(p, expr);
}

/* ---- entry ------------------------------------------------------------- */

static struct kt_type subject_type(const struct kt_scope *scope,
    struct kt_arena *arena)
{
	struct kt_type type = { .kind = KT_NODE, .value = KT_UNKNOWN };
	if (scope->schema == NULL)
		return type;
	const uint32_t *source = scope->declarations;
	size_t count = scope->declaration_count;
	if (count == 0) {
		source = scope->schema->roots;
		count = scope->schema->root_count;
	}
	uint32_t *copy = kt_arena_array(arena, count, sizeof(*copy));
	if (copy == NULL)
		return type;
	for (size_t i = 0; i < count; i++) {
		copy[i] = source[i];
		uint32_t kind =
		    scope->schema->declarations[source[i]].type.kind;
		type.value = i == 0 || kind == type.value ? kind : KT_ANY;
	}
	type.declarations = copy;
	type.declaration_count = count;
	return type;
}

kt_status kt_expr_compile(struct kt_arena *arena, const struct kt_scope *scope,
    struct kt_string text, struct kt_string file, struct kt_position at,
    const struct kt_expr **out, struct kt_error *error)
{
	*out = NULL;
	if (text.size > KT_MAX_EXPRESSION) {
		kt_fail(error, KT_E_USE, "udtrykket er længere end %d tegn",
		    "the expression is longer than %d characters",
		    KT_MAX_EXPRESSION);
		return kt_fail_at(error, file, at.line, at.column);
	}
	struct kt_string copy = kt_arena_copy(arena, text);
	if (copy.data == NULL)
		return kt_fail_memory(error);
	struct kt_parser p = {
		.lexer = { .text = copy, .arena = arena },
		.scope = scope,
		.arena = arena,
		.text = copy,
		.file = file,
		.at = at,
		.error = error,
		.context = subject_type(scope, arena),
		.context_is_subject = true,
	};
	kt_parse_next(&p);
	struct kt_expr *expr = kt_parse_expression(&p);
	if (expr != NULL && !p.failed && p.token.kind != TOKEN_END)
		kt_parse_fail(&p, p.token.at,
		    "udtrykket skulle slutte her",
		    "the expression should end here");
	if (p.failed || expr == NULL)
		return error != NULL && error->status != KT_OK ? error->status
		                                               : KT_E_USE;
	*out = expr;
	return KT_OK;
}

uint32_t kt_expr_kind(const struct kt_expr *expr)
{
	return expr->type.kind;
}

bool kt_expr_is_sequence(const struct kt_expr *expr)
{
	return expr->type.many;
}

const uint32_t *kt_expr_declarations(const struct kt_expr *expr,
    size_t *count)
{
	*count = expr->type.kind == KT_NODE ? expr->type.declaration_count : 0;
	return expr->type.declarations;
}

bool kt_expr_uses_parameter(const struct kt_expr *expr, size_t index)
{
	if (expr->op == OP_PARAMETER &&
	    (index == KT_ANY_PARAMETER || expr->index == index))
		return true;
	for (size_t i = 0; i < expr->arg_count; i++)
		if (kt_expr_uses_parameter(expr->args[i], index))
			return true;
	for (size_t i = 0; i < expr->step_count; i++)
		for (size_t k = 0; k < expr->steps[i].predicate_count; k++)
			if (kt_expr_uses_parameter(
			        expr->steps[i].predicates[k], index))
				return true;
	return false;
}

bool kt_expr_names_seen(const struct kt_expr *expr, const bool *seen,
    size_t count, struct kt_string *path)
{
	if (expr == NULL || expr->op == OP_LET)
		return true; /* a <lad> is looked at by itself */
	bool good = true;
	for (size_t i = 0; i < expr->step_count && good; i++) {
		const struct kt_step *step = &expr->steps[i];
		if (step->name != 0 &&
		    (step->name >= count || !seen[step->name])) {
			*path = expr->text;
			return false;
		}
		for (size_t k = 0; k < step->predicate_count && good; k++)
			good = kt_expr_names_seen(step->predicates[k], seen,
			    count, path);
	}
	for (size_t i = 0; i < expr->arg_count && good; i++)
		good = kt_expr_names_seen(expr->args[i], seen, count, path);
	return good;
}
