/*
 * Private to the making of schemas: schema_build.c (grammar and declarations)
 * and schema_walk.c (the content of one element).
 */
#ifndef CORE_SCHEMA_BUILD_H
#define CORE_SCHEMA_BUILD_H

#include "document.h"
#include "schema_text.h"

#define KT_RELAX_NG "http://relaxng.org/ns/structure/1.0"
#define KT_ANNOTATIONS "http://relaxng.org/ns/compatibility/annotations/1.0"
#define KT_XML_SPACE "http://www.w3.org/XML/1998/namespace"

/* In the order of the table in schema_build.c. */
enum pattern {
	PATTERN_GRAMMAR,
	PATTERN_START,
	PATTERN_DEFINE,
	PATTERN_REF,
	PATTERN_ELEMENT,
	PATTERN_ATTRIBUTE,
	PATTERN_OPTIONAL,
	PATTERN_ZERO_OR_MORE,
	PATTERN_ONE_OR_MORE,
	PATTERN_CHOICE,
	PATTERN_GROUP,
	PATTERN_INTERLEAVE,
	PATTERN_MIXED,
	PATTERN_TEXT,
	PATTERN_EMPTY,
	PATTERN_DATA,
	PATTERN_PARAM,
	PATTERN_VALUE,
	PATTERN_LIST,
	PATTERN_UNKNOWN, /* of RELAX NG, but not understood here */
	PATTERN_FOREIGN /* annotations: passed over */
};

struct define {
	struct kt_string name;
	kt_node node;
};

struct found_child {
	struct kt_child child;
	kt_node node; /* the element pattern */
};

struct found_attribute {
	uint32_t name;
	bool required;
	kt_node node; /* the attribute pattern */
	struct kt_text_facts facts;
};

/* One schema being made. */
struct builder {
	struct kt_names *names;
	struct kt_schema *schema;
	struct kt_document rng;
	struct kt_error *error;
	struct kt_arena scratch;
	uint32_t patterns[PATTERN_UNKNOWN]; /* interned names */
	uint32_t documentation, lang, name, type, ns;
	struct define *defines; /* by name */
	size_t define_count, define_capacity;
	kt_node start;
	struct kt_declaration *declarations;
	kt_node *nodes; /* of each declaration: its element pattern */
	size_t declaration_count, declaration_capacity, node_capacity;
	uint32_t *declared; /* by index in rng.elements */
	/* what has been found of the element being gone through */
	struct found_child *children;
	size_t child_count, child_capacity;
	struct found_attribute *attributes;
	size_t attribute_count, attribute_capacity;
	uint32_t references; /* being followed */
};

/* How the parts of a pattern hang together. */
enum joint { JOINT_ALL, JOINT_ONE_OF };

/* An error at a place in the schema; both texts may take one string. */
kt_status kt_build_fail(struct builder *b, kt_node node, const char *da,
    const char *en, struct kt_string detail);
kt_status kt_build_fail_pattern(struct builder *b, kt_node node);

/* The local name of a node of the schema. */
struct kt_string kt_build_local(const struct builder *b, kt_node node);
enum pattern kt_build_pattern(const struct builder *b, kt_node node);
/* Trimmed; data NULL: there is none. */
struct kt_string kt_build_attribute(
    const struct builder *b, kt_node node, uint32_t name);
/* The name that an element or attribute pattern is about. */
kt_status kt_build_name(
    struct builder *b, kt_node node, bool attribute, uint32_t *out);
/* The declaration of an element pattern, made when it is first met. */
kt_status kt_build_declare(struct builder *b, kt_node node, uint32_t *out);
/* NULL: not defined. */
const struct define *kt_build_find(
    const struct builder *b, struct kt_string name);

/* All parts of a pattern: the children and attributes that they find are
 * added to the builder's, merged as `joint` says, and what they say of text
 * to *facts, which arrives empty. */
kt_status kt_build_walk(struct builder *b, kt_node node, enum joint joint,
    struct kt_text_facts *facts);

#endif
