/*
 * Rule packs: law as data. A folder of XML files becomes rules with compiled
 * expressions, editions with dates, and parameters with their sources. File
 * formats: rules/README.md. A pack that is broken anywhere is refused whole,
 * with file and line.
 *
 * For the engine: expressions stand in rule->programs, one set per vocabulary
 * (kt_rule_program finds it by the document's schema); rule->demands holds
 * what the sets share, among it the state of a prepared check.
 */
#ifndef CORE_PACK_H
#define CORE_PACK_H

#include "base.h"
#include "document.h"
#include "expr/expr.h"
#include "loader.h"

enum kt_severity { KT_INFO = 0, KT_WARNING = 1, KT_ERROR = 2, KT_FATAL = 3 };

struct kt_source {
	struct kt_string document, section, url;
	/* of a value without it: the value's; of a rule without it: assumed */
	enum kt_status_of_value status;
	struct kt_string note[KT_LANGUAGES];
	struct kt_position at;
};

struct kt_period { /* inclusive; has_… false: open */
	bool has_from, has_to;
	struct kt_date from, to;
};

struct kt_edition {
	struct kt_string id;
	struct kt_string title[KT_LANGUAGES];
	struct kt_period period;
	bool draft; /* status="udkast": findings are at most warnings */
	struct kt_string file;
	struct kt_position at;
	/* one per declaration of the pack; user values stand here too */
	struct kt_parameter_value *values;
	struct kt_source *value_sources;
};

struct kt_parameter_info {
	struct kt_parameter_declaration declaration;
	bool yes_no; /* a KT_STRING that is ja or nej */
	struct kt_string title[KT_LANGUAGES];
	struct kt_string where[KT_LANGUAGES]; /* where a person finds it */
	struct kt_string file;
	struct kt_position at;
};

/* Fields of a departure (fravigelse) that stands in a document itself. */
enum kt_departure_field {
	KT_DEPARTURE_RULE = 0, /* may be several */
	KT_DEPARTURE_CLAUSE,
	KT_DEPARTURE_REASON,
	KT_DEPARTURE_APPROVED_BY,
	KT_DEPARTURE_REFERENCE,
	KT_DEPARTURE_UNTIL,
	KT_DEPARTURE_FIELDS
};

/* What a kind of document is: rules/dokumenter.xml. */
struct kt_document_kind {
	struct kt_string id;
	struct kt_string title[KT_LANGUAGES];
	struct kt_string prefix; /* in paths */
	const struct kt_schema *schema;
	struct kt_string root;
	const struct kt_document_kind *base; /* a kind within a kind, or NULL */
	const struct kt_expr *when;          /* of a kind within a kind */
	const struct kt_expr *date;          /* the deciding date */
	struct kt_string date_text;          /* the expression, for reports */
	/* label of a place: the clause element and its attributes */
	uint32_t label_element, label_id, label_number, label_heading;
	/* elements whose text no output may show, whatever it holds */
	const uint32_t *confidential;
	size_t confidential_count;
	/* what stays the same when the file is renamed; NULL: its name */
	const struct kt_expr *identity;
	/* where departures stand, and paths from there to their fields, of
	 * which some may be NULL; NULL: none can stand there */
	const struct kt_expr *departures;
	const struct kt_expr *departure_fields[KT_DEPARTURE_FIELDS];
};

enum kt_edit_kind { KT_EDIT_SET, KT_EDIT_REMOVE, KT_EDIT_INSERT };

struct kt_edit { /* one change of an example's base document */
	enum kt_edit_kind kind;
	struct kt_string path;
	struct kt_string text;
	struct kt_position at;
};

struct kt_example_value { /* fills a parameter for one example */
	size_t parameter;     /* index in the pack */
	struct kt_parameter_value value;
};

struct kt_example {
	struct kt_string outcome; /* a state name: overholdt, fund, … */
	struct kt_string base;    /* name in rules/eksempler */
	struct kt_string also; /* other rules of the pack that rightly find */
	bool has_as_of;
	struct kt_date as_of;
	const struct kt_edit *edits; /* in order, each on the result so far */
	size_t edit_count;
	const struct kt_example_value *values;
	size_t value_count;
	struct kt_position at;
};

struct kt_check_argument {
	struct kt_string name;
	struct kt_string text;
	bool expression; /* KT_PARAM_EXPRESSION: see kt_program_demand */
};

/* <krav>, what all vocabularies share: a check is prepared once per demand. */
struct kt_demand {
	const struct kt_check *check; /* NULL: a test */
	const struct kt_loaded_plugin *plugin;
	struct kt_check_argument *arguments;
	size_t argument_count;
	void *state; /* of the prepared check */
	bool prepared;
	unsigned engines; /* that use the state */
	struct kt_error *error; /* during prepare: where host->fail writes */
	struct kt_string unit;
	struct kt_string text; /* the expression as written; of a check: its
	                          name */
	struct kt_rule *rule;
};

/* <krav> in one vocabulary. */
struct kt_program_demand {
	const struct kt_expr *test; /* NULL: a check */
	/* one per argument of the demand; NULL where it is plain text */
	const struct kt_expr **arguments;
};

/* The expressions of a rule compiled for one vocabulary. A rule whose kinds
 * share a schema has one program; a rule for contracts and tariff sheets has
 * two, with the same counts (rule->let_count, …). */
struct kt_program {
	const struct kt_schema *schema;
	const struct kt_expr *for_each; /* NULL: the document's root */
	const struct kt_let *lets;
	const struct kt_expr **conditions; /* <naar> */
	struct kt_program_demand *demands;
};

struct kt_rule {
	struct kt_string id;
	const struct kt_string *aliases;
	size_t alias_count;
	struct kt_pack *pack;
	struct kt_string title[KT_LANGUAGES];
	struct kt_string why[KT_LANGUAGES];
	struct kt_string message[KT_LANGUAGES];
	struct kt_string advice[KT_LANGUAGES];
	enum kt_severity severity;
	bool proposal; /* status="forslag": at most a warning, and says so */
	bool waivable;
	struct kt_period period;
	const struct kt_source *sources;
	size_t source_count;
	const struct kt_document_kind **kinds;
	size_t kind_count;
	struct kt_program *programs; /* one per vocabulary of the kinds */
	size_t program_count;
	struct kt_string for_each_text; /* empty: the document's root */
	struct kt_string *let_names;
	struct kt_string *let_texts;
	size_t let_count;
	struct kt_string *condition_texts;
	size_t condition_count;
	struct kt_demand *demands;
	size_t demand_count;
	const struct kt_example *examples;
	size_t example_count;
	struct kt_string file;
	struct kt_position at;
};

struct kt_pack {
	struct kt_string id;
	struct kt_string prefix; /* of rule ids: "SAM" */
	struct kt_string version;
	struct kt_string title[KT_LANGUAGES];
	struct kt_string publisher;
	struct kt_string folder;
	bool undecided_without_edition; /* else ikke-valgt */
	struct kt_edition *editions; /* by date */
	size_t edition_count;
	struct kt_parameter_info *parameters; /* as declared, by name */
	size_t parameter_count;
	const struct kt_parameter_declaration *declarations; /* same indexes */
	struct kt_rule *rules; /* by id */
	size_t rule_count;
};

struct kt_rule_id { /* an id or an alias */
	struct kt_string id;
	struct kt_rule *rule;
};

/* Everything under one rules folder. */
struct kt_rules {
	struct kt_string folder;
	struct kt_names *names;
	const struct kt_library *library;
	struct kt_document_kind *kinds;
	size_t kind_count;
	struct kt_schema **schemas;
	size_t schema_count;
	struct kt_pack *packs; /* by id */
	size_t pack_count;
	struct kt_rule_id *ids; /* by id */
	size_t id_count;
	struct kt_schema *pack_schema; /* skema/regler.rng */
	/* for expressions: one array per schema, [0] the default */
	struct kt_prefix **prefixes;
	size_t prefix_count;
	struct kt_arena arena;
};

/* Loads dokumenter.xml, the schemas and all packs in `folder`. `user_values`
 * is a file of filled-in parameters (--parameters) or NULL. */
kt_status kt_rules_load(const char *folder, const char *user_values,
    struct kt_names *names, const struct kt_library *library,
    struct kt_rules **out, struct kt_error *error);
void kt_rules_destroy(struct kt_rules *rules);

struct kt_rule *kt_rules_find(const struct kt_rules *rules,
    struct kt_string id_or_alias);
struct kt_pack *kt_rules_pack(const struct kt_rules *rules,
    struct kt_string id_or_prefix);
/* "SAM-AFR-002", an alias of it, or the beginning of ids up to a hyphen:
 * "SAM-AFR", "SAM". */
bool kt_rule_is_named(const struct kt_rule *rule, struct kt_string name);
/* Whether any rule is named so. */
bool kt_rules_name(const struct kt_rules *rules, struct kt_string name);
/* Calls with each pack of a NULL-ended list of ids or prefixes (NULL: all)
 * until a call does not return KT_OK. An unknown name is KT_E_USE. */
kt_status kt_rules_each_pack(const struct kt_rules *rules,
    const char *const *packs,
    kt_status (*call)(void *data, const struct kt_pack *pack), void *data,
    struct kt_error *error);
/* NULL: none of the rule's kinds has that schema. */
const struct kt_program *kt_rule_program(const struct kt_rule *rule,
    const struct kt_schema *schema);
/* NULL: none in force. */
const struct kt_edition *kt_pack_edition(const struct kt_pack *pack,
    struct kt_date date);
bool kt_period_covers(const struct kt_period *period, struct kt_date date);
/* -1: the pack declares no such parameter. */
int kt_parameter_index(const struct kt_pack *pack, struct kt_string name);

/* A scope for expressions on documents of one schema: names, plugins and
 * prefixes; the root, no parameters. */
struct kt_scope kt_rules_scope(const struct kt_rules *rules,
    const struct kt_schema *schema);

/* The schema source that kt_reader_read takes. */
struct kt_schema_source kt_rules_schemas(const struct kt_rules *rules);
/* The widest kind of a document by its schema and root; NULL: none. */
const struct kt_document_kind *kt_rules_kind(const struct kt_rules *rules,
    const struct kt_document *document);

/* Takes the next {name} of a besked or raad off the front of *text: what stands
 * before it is dropped too. False: there is none. data NULL: a lone brace. */
bool kt_placeholder_next(struct kt_string *text, struct kt_string *name);

const char *kt_severity_name(enum kt_severity severity); /* "error" */
bool kt_severity_parse(struct kt_string text, enum kt_severity *out);
const char *kt_value_status_name(enum kt_status_of_value status);

#endif
