/*
 * The rule language: a typed, three-valued subset of XPath 2.0, compiled once
 * and run over the compact tree. Grammar and functions: rules/README.md.
 *
 * Compile:  text + scope -> kt_expr   (errors with line and column in the text)
 * Run:      kt_expr + kt_run -> value, truth or sequence
 * Explain:  the same again, noting what was found, required and missing
 */
#ifndef CORE_EXPR_EXPR_H
#define CORE_EXPR_EXPR_H

#include "base.h"
#include "document.h"
#include "kontrakttjek/plugin.h"
#include "names.h"
#include "schema.h"

enum kt_truth { KT_FALSE = 0, KT_TRUE = 1, KT_UNDECIDED = 2 };

/* ---- parameters -------------------------------------------------------- */

enum kt_status_of_value { KT_EMPTY = 0, KT_ASSUMED = 1, KT_VERIFIED = 2 };

/* One row of a table parameter; a plain parameter has a single row. */
struct kt_parameter_row {
	struct kt_string key; /* empty for a plain parameter */
	enum kt_status_of_value status;
	const struct kt_value *items;
	size_t count;
};

/* A parameter's value in one edition. */
struct kt_parameter_value {
	enum kt_status_of_value status;
	const struct kt_parameter_row *rows;
	size_t row_count; /* 0: tom */
};

/* A parameter as a pack declares it; its index is what expressions hold. */
struct kt_parameter_declaration {
	struct kt_string name;
	uint32_t kind; /* of one item */
	bool list;
	bool table;
	struct kt_string unit; /* "kr.", "dage", "pct."; may be empty */
	struct kt_string title[KT_LANGUAGES]; /* for a person; may be empty */
};

/* ---- compile ----------------------------------------------------------- */

/* How the compiler finds what stands outside the expression. */
struct kt_library; /* functions of the loaded plugins, see loader.h */

struct kt_prefix {
	struct kt_string prefix; /* empty: the default for element names */
	const struct kt_schema *schema;
};

struct kt_let {
	struct kt_string name;
	const struct kt_expr *expr;
};

struct kt_scope {
	struct kt_names *names;
	const struct kt_library *library; /* may be NULL */
	const struct kt_prefix *prefixes;
	size_t prefix_count;
	/* the schema of the subject's document, and the declarations that
	 * the subject may have; none: the document's root */
	const struct kt_schema *schema;
	const uint32_t *declarations;
	size_t declaration_count;
	const struct kt_parameter_declaration *parameters;
	size_t parameter_count;
	/* <lad> in order; variable i may use those before it */
	const struct kt_let *lets;
	size_t let_count;
};

struct kt_expr;

/* Compiles `text`; the program lives in `arena`. On failure *out is NULL and
 * the error has file and the place in the XML file: `line` and `column` are
 * those of the expression's first character, and columns inside the text are
 * added to it (for expressions on one line). */
kt_status kt_expr_compile(struct kt_arena *arena, const struct kt_scope *scope,
    struct kt_string text, struct kt_string file, struct kt_position at,
    const struct kt_expr **out, struct kt_error *error);

/* Static result: enum kt_kind (KT_NODE for paths) and whether it may be more
 * than one item. */
uint32_t kt_expr_kind(const struct kt_expr *expr);
bool kt_expr_is_sequence(const struct kt_expr *expr);
/* Declarations that a path ends at; *count 0 where it is no path. */
const uint32_t *kt_expr_declarations(const struct kt_expr *expr,
    size_t *count);
/* Whether parameter `index` occurs in the expression, or any at all. */
#define KT_ANY_PARAMETER SIZE_MAX
bool kt_expr_uses_parameter(const struct kt_expr *expr, size_t index);
/* Whether every name in the paths of the expression is among the seen ones
 * (indexed by name); else *path is the first that is not, as written. */
bool kt_expr_names_seen(const struct kt_expr *expr, const bool *seen,
    size_t count, struct kt_string *path);
/* The document's only child is its root element: what "/" gives. */
#define KT_DOCUMENT_NODE ((kt_node)1)

/* ---- run --------------------------------------------------------------- */

/* Growing stack of values that sequences live on while a program runs. */
struct kt_stack {
	struct kt_value *values;
	size_t count;
	size_t capacity;
};

/* Notes of an explained run; everything lives in `arena`. */
enum kt_relation {
	KT_IS = 0, KT_IS_NOT, KT_AT_LEAST, KT_AT_MOST, KT_MORE_THAN,
	KT_LESS_THAN, KT_EXISTS, KT_EXISTS_NOT, KT_ONE_OF
};

struct kt_comparison {
	enum kt_relation relation;
	struct kt_sequence found;    /* at most 16 items */
	struct kt_sequence required; /* at most 64 items */
	bool has_difference;
	struct kt_value difference; /* KT_DECIMAL, or KT_DURATION of days */
	struct kt_string unit;      /* of the parameter that required it */
	kt_node where;              /* first fact used; 0: none */
	kt_node other;              /* a fact on the required side; 0: none */
	struct kt_string path;      /* what exists() asked for; may be empty */
	struct kt_comparison *next;
};

struct kt_note {
	struct kt_string text[KT_LANGUAGES];
	kt_node where; /* 0: none */
	struct kt_note *next;
};

struct kt_explanation {
	struct kt_arena *arena;
	struct kt_comparison *comparisons, **comparisons_end;
	struct kt_note *missing, **missing_end; /* why it is unknown */
	struct kt_note *steps, **steps_end;     /* from plugins */
	bool assumed; /* an assumed parameter took part */
	struct kt_note *assumed_names, **assumed_end;
};

void kt_explanation_init(struct kt_explanation *explanation,
    struct kt_arena *arena);

struct kt_run;
/* Adds a reason why something is unknown, or a step of a calculation; copied.
 * Does nothing in a plain run. */
void kt_explanation_add(struct kt_run *run, bool step, kt_node where,
    struct kt_string da, struct kt_string en);

struct kt_run {
	struct kt_document *document;
	const struct kt_host *host; /* for plugin functions */
	struct kt_call *call;       /* handed to them; its `run` is this one */
	kt_node subject;
	/* by the indexes of the scope's declarations */
	const struct kt_parameter_value *parameters;
	struct kt_date today;
	struct kt_stack *stack;
	uint64_t steps_left; /* counts down; 0: KT_E_LIMIT */
	/* NULL in a plain run */
	struct kt_explanation *explanation;
	/* The first failure (limit, memory, plugin): the rule is then
	 * ikke-tjekket, whatever the value says. */
	kt_status status;
	struct kt_error error;
	/* Internal; zero to begin with. Values of for/some/every variables,
	 * the context item with its place, and whether unknowns are noted. */
	struct kt_value variables[16];
	/* values of <lad> in this plain run; the last ones */
	struct kt_let_value {
		const struct kt_expr *let;
		struct kt_value value;
	} lets[4];
	uint32_t let_count;
	struct kt_value context;
	int64_t position, last;
	bool noting; /* set by the engine while a check runs */
};

/* Sets everything but document, host, call, parameters and stack. */
void kt_run_init(struct kt_run *run, kt_node subject, struct kt_date today);
void kt_stack_finish(struct kt_stack *stack);

/* Effective boolean value: of a boolean itself, of a path whether it gives a
 * node. */
enum kt_truth kt_expr_truth(const struct kt_expr *expr, struct kt_run *run);
/* One value; KT_UNKNOWN where there is none, more than one, or it is
 * unreadable. */
struct kt_value kt_expr_value(const struct kt_expr *expr, struct kt_run *run);
/* Valid until the stack shrinks below where it was before the call. */
struct kt_sequence kt_expr_sequence(const struct kt_expr *expr,
    struct kt_run *run);

/* Explains why kt_expr_truth gave `truth` (false or undecided): fills
 * run->explanation, which must be set. */
void kt_expr_explain(const struct kt_expr *expr, struct kt_run *run,
    enum kt_truth truth);

/* A value for a person, with `decimals` kept for KT_DECIMAL. */
struct kt_string kt_value_text(const struct kt_value *value,
    struct kt_document *document, enum kt_language language, int32_t decimals,
    struct kt_arena *arena);

#endif
