/*
 * Calls: built-in functions, casts and functions of plugins.
 */
#include "expr/parser.h"

#include <string.h>

enum { MAX_ARGUMENTS = 16 };

static bool arguments(struct kt_parser *p, const struct kt_expr **list,
    size_t *count)
{
	*count = 0;
	if (!kt_parse_expect(p, "("))
		return false;
	if (kt_parse_take(p, ")"))
		return true;
	do {
		if (*count == MAX_ARGUMENTS) {
			kt_parse_fail(p, p->token.at, "mere end %d argumenter",
			    "more than %d arguments", MAX_ARGUMENTS);
			return false;
		}
		const struct kt_expr *arg = kt_parse_single(p);
		if (arg == NULL)
			return false;
		list[(*count)++] = arg;
	} while (kt_parse_take(p, ","));
	return kt_parse_expect(p, ")");
}

static bool demand(struct kt_parser *p, char letter,
    const struct kt_expr *arg)
{
	bool table = arg->op == OP_PARAMETER && arg->parameter->table;
	if (letter == 't' && !table) {
		kt_parse_fail(p, arg->at, "her ventes en parameter, der er en tabel",
		    "a table parameter is expected here");
		return false;
	}
	if (letter != 't' && table) {
		kt_parse_fail(p, arg->at, "en tabel læses med opslag($tabel, nøgle)",
		    "a table is read with opslag($table, key)");
		return false;
	}
	switch (letter) {
	case 'b':
		return kt_parse_demand_truth(p, arg);
	case 'n':
	case 'Q': /* a sequence of numbers */
		return kt_parse_demand(p, arg, KT_DECIMAL);
	case 's':
		return kt_parse_demand(p, arg, KT_STRING);
	case 'd':
		return kt_parse_demand(p, arg, KT_DATE);
	case 'u':
		return kt_parse_demand(p, arg, KT_DURATION);
	case 'a':
		return kt_parse_demand(p, arg, KT_ANY);
	default:
		return true;
	}
}

/* Checks the arguments against the signature of kt_builtin_info. */
static bool check_signature(struct kt_parser *p, const char *signature,
    const struct kt_expr *const *list, size_t count, size_t at)
{
	size_t i = 0;
	bool optional = false;
	char letter = '\0';
	for (const char *s = signature; *s != '\0'; s++) {
		if (*s == '?') {
			optional = true;
			continue;
		}
		if (*s == '*') {
			for (; i < count; i++)
				if (!demand(p, letter, list[i]))
					return false;
			continue;
		}
		letter = *s;
		/* "aaa*": the last before a star may be missing */
		if (i == count && (optional || s[1] == '*'))
			break;
		if (i == count) {
			kt_parse_fail(p, at, "funktionen mangler argumenter",
			    "the function lacks arguments");
			return false;
		}
		if (!demand(p, letter, list[i++]))
			return false;
	}
	if (i < count)
		kt_parse_fail(p, list[i]->at, "funktionen tager færre argumenter",
		    "the function takes fewer arguments");
	return !p->failed;
}

static bool check_pattern(struct kt_parser *p, struct kt_expr *expr);

static struct kt_expr *builtin(struct kt_parser *p, struct kt_token name)
{
	const struct kt_builtin_info *info = kt_builtin_find(name.text);
	if (info == NULL) {
		const char *near = kt_builtin_nearest(name.text);
		return kt_parse_fail(p, name.at,
		    "funktionen %.*s() er uden for sproget%s%s%s",
		    "the function %.*s() is outside the language%s%s%s",
		    KT_FMT(name.text), near ? " (" : "", near ? near : "",
		    near ? "?)" : "");
	}
	const struct kt_expr *list[MAX_ARGUMENTS];
	size_t count;
	struct kt_expr *expr = kt_parse_node(p, OP_CALL, name.at);
	if (expr == NULL || !arguments(p, list, &count) ||
	    !check_signature(p, info->arguments, list, count, name.at) ||
	    !kt_parse_args(p, expr, list, count))
		return NULL;
	expr->detail = (uint8_t)info->id;
	expr->type.kind = info->result;
	expr->type.many = info->many;
	if (count == 0 && (info->arguments[0] == '?' ||
	        info->id == FN_POSITION || info->id == FN_LAST))
		expr->touches_document = true;
	if (info->result == KT_ANY) {
		bool keeps = info->id == FN_REVERSE;
		expr->type = list[0]->type;
		if (!keeps)
			expr->type.kind = kt_type_value(&list[0]->type);
		expr->type.many = info->many;
	}
	if (info->id == FN_MATCHES && !check_pattern(p, expr))
		return NULL;
	return kt_parse_close(p, expr);
}

static struct kt_expr *cast(struct kt_parser *p, struct kt_token name)
{
	uint32_t kind = kt_cast_kind(name.text);
	const struct kt_expr *list[MAX_ARGUMENTS];
	size_t count;
	if (kind == KT_UNKNOWN)
		return kt_parse_fail(p, name.at, "typen xs:%.*s er uden for sproget",
		    "the type xs:%.*s is outside the language",
		    KT_FMT(name.text));
	struct kt_expr *expr = kt_parse_node(p, OP_CALL, name.at);
	if (expr == NULL || !arguments(p, list, &count) ||
	    !check_signature(p, "a", list, count, name.at) ||
	    !kt_parse_args(p, expr, list, count))
		return NULL;
	expr->detail = FN_CAST;
	expr->type.kind = kind;
	/* a literal that does not read is a mistake of the author */
	if (list[0]->op == OP_LITERAL &&
	    list[0]->literal.kind == KT_STRING) {
		struct kt_value value = kt_cast(NULL, list[0]->literal, kind);
		if (value.kind == KT_UNKNOWN)
			return kt_parse_fail_kinds(p, list[0]->at,
			    "teksten kan ikke læses som %s%.0s",
			    "the text does not read as %s%.0s", kind, kind);
		expr->op = OP_LITERAL;
		expr->literal = value;
		expr->arg_count = 0;
	}
	return kt_parse_close(p, expr);
}

static bool check_parameter(struct kt_parser *p,
    const struct kt_parameter *parameter, const struct kt_expr *arg)
{
	if (arg->op == OP_PARAMETER && arg->parameter->table)
		return demand(p, 'a', arg) && false;
	if (parameter->kind == KT_NODE && arg->type.kind != KT_NODE) {
		kt_parse_fail(p, arg->at, "\"%s\" skal være en sti",
		    "\"%s\" must be a path", parameter->name);
		return false;
	}
	if (parameter->kind == KT_NODE || parameter->kind == KT_ANY)
		return true;
	return kt_parse_demand(p, arg, parameter->kind);
}

static struct kt_expr *plugin_call(struct kt_parser *p, struct kt_token name)
{
	const struct kt_expr *list[MAX_ARGUMENTS];
	size_t count;
	struct kt_expr *expr = kt_parse_node(p, OP_PLUGIN, name.at);
	if (expr == NULL || !arguments(p, list, &count))
		return NULL;
	if (p->scope->library != NULL)
		expr->function = kt_library_function(p->scope->library,
		    name.prefix, name.text, &expr->plugin);
	const struct kt_function *f = expr->function;
	if (f == NULL)
		return kt_parse_fail(p, name.at,
		    "intet indlæst plugin har funktionen %.*s:%.*s()",
		    "no loaded plugin has the function %.*s:%.*s()",
		    KT_FMT(name.prefix), KT_FMT(name.text));
	for (size_t i = 0; i < f->parameter_count; i++) {
		if (i >= count && (f->parameters[i].flags & KT_PARAM_OPTIONAL))
			continue;
		if (i >= count)
			return kt_parse_fail(p, name.at,
			    "funktionen mangler argumentet \"%s\"",
			    "the function lacks the argument \"%s\"",
			    f->parameters[i].name);
		if (!check_parameter(p, &f->parameters[i], list[i]))
			return NULL;
	}
	if (count > f->parameter_count)
		return kt_parse_fail(p, list[f->parameter_count]->at,
		    "funktionen tager færre argumenter",
		    "the function takes fewer arguments");
	if (!kt_parse_args(p, expr, list, count))
		return NULL;
	expr->type.kind = f->result;
	return kt_parse_close(p, expr);
}

struct kt_expr *kt_parse_call(struct kt_parser *p, struct kt_token name)
{
	if (name.prefix.data == NULL)
		return builtin(p, name);
	if (kt_string_equal(name.prefix, KT_S("xs")))
		return cast(p, name);
	return plugin_call(p, name);
}

static bool check_pattern(struct kt_parser *p, struct kt_expr *expr)
{
	const struct kt_expr *pattern = expr->args[1];
	if (pattern->op != OP_LITERAL)
		return true;
	const char *trouble = NULL;
	size_t offset = 0;
	expr->pattern = kt_pattern_compile(p->arena, pattern->literal.u.string,
	    &offset, &trouble);
	if (expr->pattern != NULL)
		return true;
	kt_parse_fail(p, pattern->at, "mønsteret er galt ved tegn %zu: %s",
	    "the pattern is wrong at character %zu: %s", offset,
	    trouble ? trouble : "?");
	return false;
}
