/*
 * What the parts of the rule language share. Nothing outside core/expr
 * includes this.
 */
#ifndef CORE_EXPR_INTERNAL_H
#define CORE_EXPR_INTERNAL_H

#include "expr/expr.h"
#include "decimal.h"
#include "bounds.h"
#include "loader.h"
#include "moment.h"

/* ---- tokens ------------------------------------------------------------ */

enum kt_token_kind {
	TOKEN_END,
	TOKEN_NAME, /* also prefix:name; keywords are names too */
	TOKEN_VARIABLE,
	TOKEN_NUMBER,
	TOKEN_STRING,
	TOKEN_SYMBOL /* text is one of the symbols of the grammar */
};

struct kt_token {
	enum kt_token_kind kind;
	struct kt_string text;   /* names without "$"; strings unescaped */
	struct kt_string prefix; /* of a name; data NULL: none */
	size_t at;               /* byte offset in the expression */
	size_t end;              /* byte after the token */
};

struct kt_lexer {
	struct kt_string text;
	size_t at;
	struct kt_arena *arena;
	const char *trouble[KT_LANGUAGES]; /* why the last token is bad */
};

/* False at a character that cannot begin a token; lexer->trouble says why. */
bool kt_lexer_next(struct kt_lexer *lexer, struct kt_token *out);

/* ---- typed programs ---------------------------------------------------- */

struct kt_type {
	uint32_t kind;  /* KT_BOOLEAN … KT_NODE; KT_ANY: known when it runs */
	uint32_t value; /* of KT_NODE: kind of its text; KT_ANY: differs;
	                   KT_UNKNOWN: the elements have no text of their own */
	bool many;      /* may be more than one item */
	bool document;  /* of KT_NODE: may be the document node */
	const uint32_t *declarations; /* of KT_NODE that are elements */
	size_t declaration_count;
	const uint32_t *owners; /* of KT_NODE that are attributes: whose */
	size_t owner_count;
	/* the closed code list of the text, else NULL */
	const struct kt_text_type *text;
};

enum kt_op {
	OP_LITERAL,
	OP_VARIABLE,  /* of for, some, every */
	OP_LET,       /* args[0], run on the subject */
	OP_PARAMETER, /* index */
	OP_CONTEXT,
	OP_ROOT,
	OP_PATH,   /* args[0]: where it starts; steps */
	OP_FILTER, /* args[0] filtered by args[1] */
	OP_AND,
	OP_OR,
	OP_COMPARE, /* eq and its kin */
	OP_ANY,     /* = and its kin: any pair */
	OP_ARITHMETIC,
	OP_NEGATE,
	OP_IF,
	OP_FOR,
	OP_SOME,
	OP_EVERY,
	OP_LIST,
	OP_UNION,
	OP_RANGE,
	OP_CALL,
	OP_PLUGIN
};

enum kt_relation_op { REL_EQ, REL_NE, REL_LT, REL_LE, REL_GT, REL_GE };
enum kt_arithmetic { ADD, SUBTRACT, MULTIPLY, DIVIDE, IDIV, MOD };

enum kt_axis {
	AXIS_CHILD,
	AXIS_ATTRIBUTE,
	AXIS_SELF,
	AXIS_PARENT,
	AXIS_DESCENDANT,
	AXIS_DESCENDANT_OR_SELF,
	AXIS_ANCESTOR,
	AXIS_PRECEDING_SIBLING,
	AXIS_FOLLOWING_SIBLING
};

struct kt_step {
	enum kt_axis axis;
	uint32_t name; /* 0: any */
	const struct kt_expr **predicates;
	size_t predicate_count;
};

struct kt_expr {
	enum kt_op op;
	uint8_t detail; /* relation, arithmetic, or enum kt_builtin */
	bool sort;      /* OP_PATH: steps may leave document order */
	bool touches_document; /* its value depends on the document */
	struct kt_type type;
	size_t at;             /* byte offset in the expression */
	struct kt_string text; /* as written */
	struct kt_value literal;
	uint32_t index; /* variable slot or parameter */
	const struct kt_parameter_declaration *parameter;
	const struct kt_expr **args;
	size_t arg_count;
	const struct kt_step *steps;
	size_t step_count;
	const struct kt_function *function; /* OP_PLUGIN */
	const struct kt_loaded_plugin *plugin;
	/* OP_ANY that only asks whether an attribute of the context is one
	 * text: its name; else 0 */
	uint32_t attribute;
	void *pattern; /* matches() with a literal: pcre2_code in the arena */
};

/* ---- built-in functions ------------------------------------------------ */

enum kt_builtin {
	FN_NOT, FN_TRUE, FN_FALSE, FN_EXISTS, FN_EMPTY, FN_BOOLEAN, FN_COUNT,
	FN_SUM, FN_MIN, FN_MAX, FN_AVG, FN_ABS, FN_ROUND, FN_ROUND_HALF_EVEN,
	FN_FLOOR, FN_CEILING, FN_NUMBER, FN_STRING, FN_STRING_LENGTH,
	FN_CONTAINS, FN_STARTS_WITH, FN_ENDS_WITH, FN_NORMALIZE_SPACE,
	FN_LOWER_CASE, FN_UPPER_CASE, FN_CONCAT, FN_STRING_JOIN, FN_SUBSTRING,
	FN_SUBSTRING_BEFORE, FN_SUBSTRING_AFTER, FN_TRANSLATE, FN_MATCHES,
	FN_DISTINCT_VALUES, FN_INDEX_OF, FN_POSITION, FN_LAST, FN_REVERSE,
	FN_LOCAL_NAME, FN_NAME, FN_CURRENT_DATE, FN_YEAR_FROM_DATE,
	FN_MONTH_FROM_DATE, FN_DAY_FROM_DATE, FN_YEARS_FROM_DURATION,
	FN_MONTHS_FROM_DURATION, FN_DAYS_FROM_DURATION, FN_CAST, FN_KENDT,
	FN_OPSLAG, FN_HAR_OPSLAG
};

/* One letter per argument: b truth, n number, s text, d date, u duration,
 * a any one value, q any sequence, t a table parameter; '?' after optional
 * ones, '*' repeats the last. */
struct kt_builtin_info {
	const char *name;
	enum kt_builtin id;
	const char *arguments;
	uint32_t result; /* KT_ANY: as the first argument */
	bool many;
};

const struct kt_builtin_info *kt_builtin_find(struct kt_string name);
/* Nearest built-in name, for messages; NULL: none near. */
const char *kt_builtin_nearest(struct kt_string name);
/* xs:NAME; KT_UNKNOWN: no such cast. */
uint32_t kt_cast_kind(struct kt_string name);
/* A value as another kind; KT_UNKNOWN where it does not read. */
struct kt_value kt_cast(struct kt_run *run, struct kt_value value,
    uint32_t kind);

/* NULL where the pattern is wrong (then *trouble and *offset tell) or memory
 * has run out. Lives in the arena. */
void *kt_pattern_compile(struct kt_arena *arena, struct kt_string pattern,
    size_t *offset, const char **trouble);
enum kt_truth kt_pattern_match(void *pattern, struct kt_string text,
    struct kt_run *run);

/* ---- running ----------------------------------------------------------- */

/* Items on the stack; each may be KT_UNKNOWN by itself. */
struct kt_span {
	size_t base;
	size_t count;
	bool maybe; /* there may be more items */
};

bool kt_run_failed(const struct kt_run *run);
/* Notes the first failure; the rule is then ikke-tjekket. */
void kt_run_fail(struct kt_run *run, kt_status status, const char *da,
    const char *en);
/* Counts work; false when the budget is used up. */
bool kt_run_end(struct kt_run *run);
static inline bool kt_run_step(struct kt_run *run)
{
	if (run->status != KT_OK || run->steps_left == 0)
		return kt_run_end(run);
	run->steps_left--;
	return true;
}
bool kt_push(struct kt_run *run, struct kt_value value);

struct kt_span kt_eval_span(const struct kt_expr *expr, struct kt_run *run);
/* One atomized value of the given kind (KT_ANY: whatever it is). */
struct kt_value kt_eval_value(const struct kt_expr *expr, struct kt_run *run,
    uint32_t kind);
enum kt_truth kt_eval_truth(const struct kt_expr *expr, struct kt_run *run);
struct kt_span kt_eval_path(const struct kt_expr *expr, struct kt_run *run);
/* What most expressions give: one item or none, and no need for the stack. */
enum kt_quick {
	QUICK_NOT,  /* kt_eval_span has to be asked, and nothing was done */
	QUICK_ONE,
	QUICK_NONE, /* for certain */
	QUICK_OPEN  /* none, and there may be some */
};
enum kt_quick kt_eval_quick(const struct kt_expr *expr, struct kt_run *run,
    struct kt_value *item);
/* For a path that starts at *node, which moves to where it leads; never
 * QUICK_OPEN. */
enum kt_quick kt_path_quick(const struct kt_expr *expr, struct kt_run *run,
    kt_node *node);
struct kt_value kt_eval_builtin(const struct kt_expr *expr,
    struct kt_run *run);
struct kt_span kt_eval_builtin_span(const struct kt_expr *expr,
    struct kt_run *run);
struct kt_value kt_eval_plugin(const struct kt_expr *expr, struct kt_run *run);

/* The value of an item: a node's text read as `kind`. Notes why not. */
struct kt_value kt_atomize(struct kt_run *run, const struct kt_expr *expr,
    struct kt_value item, uint32_t kind);
/* Keeps the items of a span for which the predicate holds. */
struct kt_span kt_filter(struct kt_run *run, const struct kt_expr *predicate,
    struct kt_span span);

enum kt_truth kt_compare_values(struct kt_run *run, enum kt_relation_op op,
    const struct kt_value *a, const struct kt_value *b);
/* Order of two values of one kind; KT_UNORDERED where there is none. */
enum kt_order kt_order_values(const struct kt_value *a,
    const struct kt_value *b);
struct kt_value kt_calculate(struct kt_run *run, enum kt_arithmetic op,
    const struct kt_value *a, const struct kt_value *b);

/* Notes why something is unknown, where that is asked for. */
void kt_note_missing(struct kt_run *run, kt_node where, const char *da,
    const char *en, struct kt_string name);
/* Notes that a parameter has no value in this edition. */
void kt_note_empty(struct kt_run *run,
    const struct kt_parameter_declaration *parameter);
void kt_note_assumed(struct kt_run *run, const struct kt_expr *parameter,
    enum kt_status_of_value status);

/* The kind that the value of an expression has (KT_ANY: known when it runs). */
static inline uint32_t kt_type_of(const struct kt_expr *expr)
{
	if (expr->type.kind != KT_NODE)
		return expr->type.kind;
	return expr->type.value == KT_UNKNOWN ? KT_STRING : expr->type.value;
}

static inline struct kt_value kt_unknown(void)
{
	return (struct kt_value){ .kind = KT_UNKNOWN };
}
static inline struct kt_value kt_boolean(bool b)
{
	return (struct kt_value){ .kind = KT_BOOLEAN, .u.boolean = b };
}
static inline struct kt_value kt_number(struct kt_decimal d)
{
	return (struct kt_value){ .kind = KT_DECIMAL, .u.decimal = d };
}
static inline struct kt_value kt_text(struct kt_string s)
{
	return (struct kt_value){ .kind = KT_STRING, .u.string = s };
}
static inline struct kt_value kt_day(struct kt_date d)
{
	return (struct kt_value){ .kind = KT_DATE, .u.date = d };
}
static inline struct kt_value kt_node_value(kt_node n)
{
	return (struct kt_value){ .kind = KT_NODE, .u.node = n };
}

#endif
