/*
 * kontrakttjek plugin interface, version 1.
 *
 * This header is the whole contract between the checker and a plugin: it
 * compiles alone as C99 and as C++11, and the comments below are part of it.
 *
 * Life of a plugin:
 *
 *   dlopen -> kontrakttjek_plugin_v1() -> descriptor checked -> ready
 *   functions:  call* (any number, in any order)
 *   checks:     prepare -> check* -> conclude? -> release    (once per rule)
 *
 * Promises:
 *  - A plugin built against x.y runs on every host x.z. A plugin that uses
 *    fields newer than the host's must ask KT_HAS() first.
 *  - Every function is called from one thread of one process at a time.
 *  - Nobody frees the other side's memory. What a plugin hands to the host is
 *    copied before the call returns, except memory from host->alloc, which
 *    lives until the document is done. What the host hands out is valid until
 *    the document is done, unless the comment says otherwise.
 *  - Strings are UTF-8 slices with a size; they are not zero-terminated unless
 *    the comment says so, and may hold any character that XML allows.
 *  - Nodes are numbers, not addresses: a plugin cannot reach into a document.
 *
 * What a plugin must not do: keep state between calls outside the `state` of
 * a prepared check, print, exit, change the locale, start threads, or read
 * files. A function must be pure: the same arguments give the same answer.
 */
#ifndef KONTRAKTTJEK_PLUGIN_H
#define KONTRAKTTJEK_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KT_ABI_MAJOR 1u /* also in the name of the entry symbol */
#define KT_ABI_MINOR 0u /* +1 for every appended field */

/* ---- status ------------------------------------------------------------ */

typedef int32_t kt_status;
enum {
	KT_OK = 0,
	KT_E_MEMORY = 1,   /* an allocation failed */
	KT_E_LIMIT = 2,    /* a limit of the host was reached */
	KT_E_INPUT = 3,    /* the document cannot be read */
	KT_E_USE = 4,      /* wrong use, configuration, pack or plugin */
	KT_E_INTERNAL = 5, /* a defect; any unknown status is read as this */
	KT_E_OUTPUT = 6    /* a report could not be written */
};

/* ---- values ------------------------------------------------------------ */

enum kt_kind {
	KT_UNKNOWN = 0, /* a missing or unreadable fact; the reason is reported
	                   with host->unknown */
	KT_BOOLEAN = 1,
	KT_DECIMAL = 2,
	KT_STRING = 3,
	KT_DATE = 4,
	KT_TIME = 5,
	KT_DATETIME = 6,
	KT_DURATION = 7,
	KT_NODE = 8,
	KT_ANY = 9 /* only in parameter declarations */
};

struct kt_string {
	const char *data;
	size_t size;
};

/* coefficient * 10^-scale; the coefficient is a two's complement 128-bit
 * integer in two halves. scale is 0 or more. Calculate with host->decimal. */
struct kt_decimal {
	int64_t high;
	uint64_t low;
	int32_t scale;
	int32_t reserved; /* 0 */
};

struct kt_date {
	int32_t year;
	int32_t month; /* 1 to 12 */
	int32_t day;   /* 1 to 31 */
};

struct kt_time {
	int32_t hour; /* 0 to 23 */
	int32_t minute;
	int32_t second;
	int32_t has_zone;     /* 0: local Danish time */
	int32_t zone_minutes; /* east of UTC */
};

struct kt_datetime {
	struct kt_date date;
	struct kt_time time;
};

/* ISO 8601 duration: months (years count twelve) and seconds (days count
 * 86,400) are kept apart, since a month has no fixed number of days. */
struct kt_duration {
	int64_t months;
	int64_t seconds;
};

typedef uint64_t kt_node; /* an element or attribute; 0 is no node */

struct kt_value {
	uint32_t kind;     /* enum kt_kind */
	uint32_t reserved; /* 0 */
	union {
		int32_t boolean;
		struct kt_decimal decimal;
		struct kt_string string;
		struct kt_date date;
		struct kt_time time;
		struct kt_datetime datetime;
		struct kt_duration duration;
		kt_node node;
	} u;
};

struct kt_sequence {
	const struct kt_value *items;
	size_t count;
	/* not 0: the sequence may hold more items than are listed, because a
	 * fact that decides their membership is unknown */
	uint32_t maybe_more;
	uint32_t reserved;
};

/* ---- what a plugin declares -------------------------------------------- */

enum {
	KT_PARAM_OPTIONAL = 1u,        /* may be left out (last parameters only) */
	KT_PARAM_SEQUENCE = 2u,        /* takes any number of items, also none */
	KT_PARAM_ACCEPTS_UNKNOWN = 4u, /* without it, an unknown argument makes
	                                  the result unknown and call() is not
	                                  made */
	KT_PARAM_EXPRESSION = 8u /* of a check: the attribute is an expression of
	                            the rule language, read by host->evaluate */
};

struct kt_parameter {
	const char *name; /* of a check: the attribute name on <krav> */
	uint32_t kind;    /* enum kt_kind */
	uint32_t flags;   /* KT_PARAM_* */
};

struct kt_host;
struct kt_call; /* one call of a function or check; opaque, valid during it */
struct kt_rule; /* one rule of a pack; opaque, valid from prepare to release */

/* An argument of a function: a parameter with KT_PARAM_SEQUENCE has `count`
 * items; any other has one item, or none where it was left out. A node given
 * for a parameter of an atomic kind arrives as its value, read as that kind. */
struct kt_argument {
	const struct kt_value *items;
	size_t count;
	uint32_t maybe_more; /* as in kt_sequence */
	uint32_t reserved;
};

struct kt_function {
	size_t struct_size; /* sizeof(struct kt_function) */
	const char *name;   /* "cvr-ok", used in rules as id:cvr-ok() */
	const char *summary_da;
	const char *summary_en;
	const struct kt_parameter *parameters;
	size_t parameter_count;
	uint32_t result; /* enum kt_kind, not KT_NODE or KT_ANY */
	uint32_t reserved;
	/* Fills *result, which arrives as KT_UNKNOWN. There are always
	 * parameter_count arguments. Anything but KT_OK makes the rule
	 * ikke-tjekket. */
	kt_status (*call)(const struct kt_host *host, struct kt_call *call,
	    const struct kt_argument *arguments, struct kt_value *result);
};

typedef int32_t kt_verdict;
enum {
	/* 0 and every other number is read as "ikke-tjekket" */
	KT_VERDICT_PASS = 1,       /* overholdt */
	KT_VERDICT_FAIL = 2,       /* fund: at least one host->report was made */
	KT_VERDICT_UNKNOWN = 3,    /* uafklaret: say why with host->unknown */
	KT_VERDICT_IRRELEVANT = 4, /* ikke-relevant */
	KT_VERDICT_ERROR = 5       /* ikke-tjekket: say why with host->unknown */
};

struct kt_check {
	size_t struct_size; /* sizeof(struct kt_check) */
	const char *name;   /* "forbudt", used in rules as tjek="ordlyd.forbudt" */
	const char *summary_da;
	const char *summary_en;
	const struct kt_parameter *parameters;
	size_t parameter_count;
	/* Once per rule, before any document. *state arrives as NULL. May be
	 * NULL. On failure say why with host->fail; the run then ends. */
	kt_status (*prepare)(const struct kt_host *host, struct kt_rule *rule,
	    void **state);
	kt_verdict (*check)(const struct kt_host *host, struct kt_call *call,
	    void *state, kt_node subject);
	/* After the last document, for rules over several documents. May be
	 * NULL. */
	kt_verdict (*conclude)(const struct kt_host *host, struct kt_call *call,
	    void *state);
	/* Exactly once after a successful prepare. May be NULL. */
	void (*release)(const struct kt_host *host, void *state);
};

struct kt_plugin {
	size_t struct_size; /* sizeof(struct kt_plugin) */
	uint32_t abi_major; /* KT_ABI_MAJOR */
	uint32_t abi_minor; /* KT_ABI_MINOR */
	const char *name;   /* folder and file name: [a-z][a-z0-9-]* */
	const char *prefix; /* of its functions in rules: [a-z][a-z0-9-]* */
	const char *version;
	const char *licence;
	const char *summary_da;
	const char *summary_en;
	const struct kt_function *functions;
	size_t function_count;
	const struct kt_check *checks;
	size_t check_count;
	/* append only */
};

/* ---- what the host offers ---------------------------------------------- */

enum kt_decimal_op {
	KT_ADD = 1,
	KT_SUBTRACT = 2,
	KT_MULTIPLY = 3,
	KT_DIVIDE = 4,       /* exact where it ends, else 18 decimals or more */
	KT_ROUND_HALF_UP = 5 /* a rounded to b decimals, half away from zero */
};

struct kt_position {
	uint32_t line;   /* from 1 */
	uint32_t column; /* from 1, in characters */
};

/* A deviation from the schema that the parser noted while reading. */
enum kt_issue_kind {
	KT_ISSUE_UNKNOWN_ELEMENT = 1, /* no such name in this vocabulary */
	KT_ISSUE_MISPLACED_ELEMENT = 2,
	KT_ISSUE_UNKNOWN_ATTRIBUTE = 3,
	KT_ISSUE_MISSING_ATTRIBUTE = 4,
	KT_ISSUE_VALUE = 5, /* not of its type, or not in its code list */
	KT_ISSUE_TEXT = 6   /* text where only elements are allowed */
};

struct kt_issue {
	uint32_t kind; /* enum kt_issue_kind */
	uint32_t reserved;
	kt_node node;           /* where */
	struct kt_string name;  /* the name or the value that does not fit */
	struct kt_string nearest; /* the nearest right one; empty: none near */
	/* type or list of codes, for a person */
	struct kt_string allowed_da, allowed_en;
};

/* One finding; memory of the caller, copied before report() returns. */
struct kt_finding {
	size_t struct_size; /* sizeof(struct kt_finding) */
	kt_node where;      /* 0: the subject */
	kt_node other;      /* 0: no second place */
	/* a passage inside the text of `where`, in bytes; size 0: all of it */
	size_t text_offset;
	size_t text_size;
	struct kt_string found;    /* may be empty */
	struct kt_string required; /* may be empty */
	/* a sentence on this finding in both languages; may be empty */
	struct kt_string note_da;
	struct kt_string note_en;
};

struct kt_host {
	size_t struct_size;
	uint32_t abi_major;
	uint32_t abi_minor;

	/* Memory until the document is done; NULL where there is no more. */
	void *(*alloc)(struct kt_call *call, size_t size);

	/* Why the answer is unknown; returns KT_OK so that a function can
	 * end with `return host->unknown(…)`. Zero-terminated. */
	kt_status (*unknown)(struct kt_call *call, const char *reason_da,
	    const char *reason_en);
	/* How the answer came about, one step; shown with a finding. */
	void (*explain)(struct kt_call *call, const char *step_da,
	    const char *step_en);
	kt_status (*report)(struct kt_call *call,
	    const struct kt_finding *finding);

	/* Document. A name is the local name; an absent attribute has data
	 * NULL; text is that of all descendants in order, and the text of a
	 * descendant is a slice of it: the difference of their data is its
	 * offset, where it is not empty. */
	kt_node (*root)(struct kt_call *call);
	kt_node (*parent)(struct kt_call *call, kt_node node);
	kt_node (*first_child)(struct kt_call *call, kt_node node);
	kt_node (*next)(struct kt_call *call, kt_node node);
	struct kt_string (*name)(struct kt_call *call, kt_node node);
	struct kt_string (*text)(struct kt_call *call, kt_node node);
	struct kt_string (*attribute)(struct kt_call *call, kt_node node,
	    const char *name);
	struct kt_position (*position)(struct kt_call *call, kt_node node);
	size_t (*issue_count)(struct kt_call *call);
	void (*issue)(struct kt_call *call, size_t index,
	    struct kt_issue *out);

	/* Values. read() gives KT_UNKNOWN (and notes why) where the text is
	 * empty or not of that kind. format() writes for a person. */
	struct kt_value (*read)(struct kt_call *call, kt_node node,
	    uint32_t kind);
	struct kt_value (*parse)(struct kt_call *call, struct kt_string text,
	    uint32_t kind);
	struct kt_string (*format)(struct kt_call *call,
	    const struct kt_value *value, int32_t english);
	kt_status (*decimal)(enum kt_decimal_op op, const struct kt_decimal *a,
	    const struct kt_decimal *b, struct kt_decimal *out);
	int32_t (*decimal_compare)(const struct kt_decimal *a,
	    const struct kt_decimal *b);
	/* date + duration (months clamped to the month's end, then days) */
	kt_status (*date_add)(const struct kt_date *date,
	    const struct kt_duration *duration, struct kt_date *out);
	/* days since 1970-01-01 in the proleptic Gregorian calendar */
	int64_t (*date_number)(const struct kt_date *date);
	/* Seconds since 1970-01-01T00:00Z. A local Danish time that does not
	 * exist gives KT_E_INPUT; one that exists twice fills both, else
	 * *second = *first. */
	kt_status (*instant)(const struct kt_datetime *moment, int64_t *first,
	    int64_t *second);
	struct kt_date (*today)(struct kt_call *call);

	/* Checks: the value of a declared parameter. argument() gives the
	 * attribute's text, data NULL where it is left out; evaluate() runs
	 * a KT_PARAM_EXPRESSION on `subject`. */
	struct kt_string (*argument)(struct kt_rule *rule, const char *name);
	struct kt_rule *(*rule)(struct kt_call *call);
	kt_status (*evaluate)(struct kt_call *call, const char *name,
	    kt_node subject, struct kt_sequence *out);
	/* In prepare: why the rule cannot be used. Returns KT_E_USE. */
	kt_status (*fail)(struct kt_rule *rule, const char *reason_da,
	    const char *reason_en);
	/* Attribute number `index` (from 0) of an element in the order of the
	 * document; 0 after the last one, and of what is no element. */
	kt_node (*attribute_at)(struct kt_call *call, kt_node element,
	    size_t index);
	/* 0: there were more issues than the host keeps */
	int32_t (*issues_complete)(struct kt_call *call);
	/* append only */
};

#define KT_HAS(pointer, type, field)                                         \
	((pointer)->struct_size >=                                           \
	        offsetof(type, field) + sizeof((pointer)->field) &&          \
	    (pointer)->field)

/* ---- entry ------------------------------------------------------------- */

typedef const struct kt_plugin *(*kt_plugin_entry)(void);

#if defined(__GNUC__)
#define KT_EXPORT __attribute__((visibility("default")))
#else
#define KT_EXPORT
#endif

/* KT_PLUGIN(descriptor) defines the one exported symbol. When plugins are
 * linked into the program, KT_STATIC_ENTRY names it instead. */
#ifdef KT_STATIC_ENTRY
#define KT_PLUGIN(descriptor)                                                \
	const struct kt_plugin *KT_STATIC_ENTRY(void);                       \
	const struct kt_plugin *KT_STATIC_ENTRY(void) { return &(descriptor); }
#else
#define KT_PLUGIN(descriptor)                                                \
	KT_EXPORT const struct kt_plugin *kontrakttjek_plugin_v1(void);      \
	const struct kt_plugin *kontrakttjek_plugin_v1(void)                 \
	{                                                                    \
		return &(descriptor);                                        \
	}
#endif

#ifdef __cplusplus
}
#endif

#endif
