/*
 * Private to the making of schemas: what is known of a text while the
 * patterns around it are gone through.
 */
#ifndef CORE_SCHEMA_TEXT_H
#define CORE_SCHEMA_TEXT_H

#include "schema.h"

struct kt_text_facts {
	bool text; /* <text/>: anything */
	bool data; /* <data>: of `kind` */
	bool clash; /* data of several kinds */
	uint32_t kind;
	bool integer;
	bool empty; /* may be left empty */
	bool list;
	struct kt_string *codes; /* <value>; memory of an arena */
	uint32_t code_count;
	uint32_t code_capacity;
};

/* Whether there is any text at all. */
bool kt_text_facts_any(const struct kt_text_facts *facts);
/* One <data type=…>; `facets`: it has parameters. */
struct kt_text_facts kt_text_facts_of_data(struct kt_string type, bool facets);
/* One <value>; an empty one is the same as <empty/>. False: no memory. */
bool kt_text_facts_add_code(
    struct kt_text_facts *facts, struct kt_string code, struct kt_arena *arena);
/* Adds what `more` knows. Alternatives of which only one has text make a text
 * that may be empty. False: no memory. */
bool kt_text_facts_merge(struct kt_text_facts *facts,
    const struct kt_text_facts *more, bool alternatives,
    struct kt_arena *arena);
/* The codes are copied into the arena. */
struct kt_text_type kt_text_facts_type(
    const struct kt_text_facts *facts, struct kt_arena *arena);

#endif
