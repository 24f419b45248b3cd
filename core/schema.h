/*
 * What a vocabulary allows: a table of declarations made from a RELAX NG
 * schema (XML syntax). The reader walks it along with the document, so that
 * every element knows its declaration, every value its type, and every
 * unknown or misplaced name is noted on the way. Rule expressions are typed
 * by the same table.
 *
 * Understood of RELAX NG: grammar start define ref element attribute optional
 * zeroOrMore oneOrMore choice group interleave mixed text empty data(param)
 * value list. Within one element a child name has one declaration. Anything
 * else is an error with file and line: full RELAX NG is libxml2's work.
 */
#ifndef CORE_SCHEMA_H
#define CORE_SCHEMA_H

#include "base.h"
#include "names.h"

enum kt_content {
	KT_CONTENT_EMPTY,
	KT_CONTENT_VALUE,    /* text of one type */
	KT_CONTENT_ELEMENTS, /* white space between elements means nothing */
	KT_CONTENT_MIXED
};

/* The type of a text: content of an element or value of an attribute. */
struct kt_text_type {
	uint32_t kind;  /* enum kt_kind: KT_STRING to KT_DURATION */
	bool integer;   /* a KT_DECIMAL without decimals */
	bool may_be_empty; /* empty text is a missing fact, not an error */
	bool list;      /* white space separated tokens of `kind` */
	/* allowed codes in schema order, or NULL. Where the type is a choice
	 * of codes and another type, `open` is set. */
	const struct kt_string *codes;
	uint32_t code_count;
	bool open;
};

struct kt_child {
	uint32_t name;
	uint32_t declaration; /* index into kt_schema.declarations */
	bool required;        /* at least one */
	bool repeated;        /* more than one allowed */
};

struct kt_attribute_declaration {
	uint32_t name;
	bool required;
	struct kt_text_type type;
	struct kt_string documentation[KT_LANGUAGES];
};

struct kt_declaration {
	uint32_t name;
	enum kt_content content;
	struct kt_text_type type; /* of KT_CONTENT_VALUE and KT_CONTENT_MIXED
	                             (then a string) */
	const struct kt_child *children; /* in schema order */
	uint32_t child_count;
	const struct kt_attribute_declaration *attributes;
	uint32_t attribute_count;
	struct kt_string documentation[KT_LANGUAGES]; /* may be empty */
};

/* declarations[0] is unused, so that 0 can mean "none". */
struct kt_schema {
	struct kt_string file;
	struct kt_string space; /* the target namespace */
	const struct kt_declaration *declarations;
	uint32_t declaration_count; /* with [0] */
	/* root elements, by the start pattern */
	const uint32_t *roots;
	uint32_t root_count;
	struct kt_arena arena; /* owns all of the above */
};

/* *out is NULL on failure. `path` is read with kt_intake_file. */
kt_status kt_schema_load(struct kt_names *names, const char *path,
    struct kt_schema **out, struct kt_error *error);
void kt_schema_destroy(struct kt_schema *schema);

/* 0: not allowed there. */
uint32_t kt_schema_root(const struct kt_schema *schema, uint32_t name);
uint32_t kt_schema_child(const struct kt_schema *schema, uint32_t declaration,
    uint32_t name);
const struct kt_attribute_declaration *kt_schema_attribute(
    const struct kt_schema *schema, uint32_t declaration, uint32_t name);
/* Whether any declaration has this element name. */
bool kt_schema_knows(const struct kt_schema *schema, uint32_t name);

/* Reads `text` (trimmed) as the type says; false where it does not fit. Codes
 * and strings always fit as strings: code lists are judged by
 * kt_text_type_allows. Empty text never fits. */
bool kt_text_read(uint32_t kind, struct kt_string text, struct kt_value *out);
bool kt_text_type_allows(const struct kt_text_type *type,
    struct kt_string text);
/* "dato (ÅÅÅÅ-MM-DD)", "en af: forud, bagud" … for a message. */
struct kt_string kt_text_type_describe(const struct kt_text_type *type,
    enum kt_language language, struct kt_arena *arena);

#endif
