/*
 * State of one compilation; shared by parser.c, steps.c and calls.c.
 */
#ifndef CORE_EXPR_PARSER_H
#define CORE_EXPR_PARSER_H

#include "expr/internal.h"

struct kt_binding {
	struct kt_string name;
	struct kt_type type;
	bool touches_document;
};

struct kt_parser {
	struct kt_lexer lexer;
	struct kt_token token; /* the one to be read next */
	const struct kt_scope *scope;
	struct kt_arena *arena;
	struct kt_string text; /* a copy that outlives the compilation */
	struct kt_string file;
	struct kt_position at;
	struct kt_error *error;
	struct kt_type context; /* of "." here */
	bool context_is_subject;
	struct kt_binding bindings[16]; /* for, some, every */
	size_t binding_count;
	size_t depth;
	bool failed;
};

/* Reports at a byte offset of the expression; always NULL. */
struct kt_expr *kt_parse_fail(struct kt_parser *p, size_t at, const char *da,
    const char *en, ...);
struct kt_expr *kt_parse_fail_messages(struct kt_parser *p, size_t at,
    const char *da, const char *en);
/* Formats with two %s: the names of two kinds in each language. */
struct kt_expr *kt_parse_fail_kinds(struct kt_parser *p, size_t at,
    const char *da, const char *en, uint32_t first, uint32_t second);
void kt_parse_next(struct kt_parser *p);
bool kt_parse_is(const struct kt_parser *p, const char *symbol);
/* Reads the symbol when it is next. */
bool kt_parse_take(struct kt_parser *p, const char *symbol);
bool kt_parse_expect(struct kt_parser *p, const char *symbol);
bool kt_parse_is_word(const struct kt_parser *p, const char *word);
struct kt_expr *kt_parse_node(struct kt_parser *p, enum kt_op op, size_t at);
bool kt_parse_args(struct kt_parser *p, struct kt_expr *expr,
    const struct kt_expr *const *args, size_t count);
/* Sets `text` to what was read since `at`. */
struct kt_expr *kt_parse_close(struct kt_parser *p, struct kt_expr *expr);

struct kt_expr *kt_parse_expression(struct kt_parser *p);
struct kt_expr *kt_parse_single(struct kt_parser *p);
/* Path, filter or primary. */
struct kt_expr *kt_parse_path(struct kt_parser *p);
struct kt_expr *kt_parse_call(struct kt_parser *p, struct kt_token name);

/* The kind that an expression's value has when atomized. */
uint32_t kt_type_value(const struct kt_type *type);
bool kt_type_is_truth(const struct kt_type *type);
const char *kt_kind_name(uint32_t kind, enum kt_language language);
/* Fails with the place of `expr` unless its value can be of `kind`. */
bool kt_parse_demand(struct kt_parser *p, const struct kt_expr *expr,
    uint32_t kind);
bool kt_parse_demand_truth(struct kt_parser *p, const struct kt_expr *expr);

#endif
