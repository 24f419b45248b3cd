/*
 * Private to the reader: how reader.c (SAX2 events to tree), reader_check.c
 * (the walk along the schema) and reader_error.c (libxml2's complaints in our
 * own words) work together.
 */
#ifndef CORE_READER_H
#define CORE_READER_H

#include <libxml/parser.h>

#include "document.h"
#include "bounds.h"

/* An open element. */
struct kt_level {
	const struct kt_declaration *declaration; /* NULL: no schema, unknown */
	uint32_t element; /* index */
	uint32_t next_child; /* where to look first in declaration->children */
	uint32_t text_from; /* text from here on is not judged yet */
	bool text_told; /* KT_ISSUE_TEXT is noted once an element */
};

enum { KT_COMPLAINT_NAME = 128 };

/* The first thing that libxml2 found wrong. */
struct kt_complaint {
	int code; /* xmlParserErrors; 0: none */
	bool no_memory; /* in this or any later one */
	size_t offset;
	uint32_t tag; /* the tag of the scan that was being read, or next */
	uint32_t open; /* the innermost open element, or KT_NO_INDEX */
	char first[KT_COMPLAINT_NAME]; /* names of elements or attributes */
	char second[KT_COMPLAINT_NAME];
};

/* libxml2 keeps each name once, so that its address stands for it. */
struct kt_pointer_name {
	const xmlChar *local;
	const xmlChar *space;
	uint32_t name;
};

struct kt_reader {
	struct kt_names *names;
	xmlParserCtxtPtr parser;
	struct kt_pointer_name *slots; /* local NULL: free */
	size_t slot_count; /* a power of two */
	size_t slots_used;
	/* of the document being read */
	const struct kt_schema_source *schemas;
	struct kt_document *document;
	struct kt_error *error;
	struct kt_level levels[KT_MAX_DEPTH + 1]; /* the root's is [1] */
	uint32_t depth;
	kt_status status; /* not KT_OK: we have stopped the parser */
	/* scan and parser have parted: the parser will say why, or it is a
	 * defect of ours */
	bool parted;
	struct kt_complaint complaint;
};

/* Forgets the tree and keeps the memory, the name and the source. */
void kt_document_forget(struct kt_document *document);
/* Forgets everything and keeps the memory. */
void kt_document_clear(struct kt_document *document);
void kt_document_keep_value(struct kt_document *document, uint32_t *cache,
    const struct kt_value *value);

/* The element on top of the levels begins: declaration and attributes. */
void kt_reader_check_start(struct kt_reader *reader);
/* Text of the top element up to here, before a child or the end. */
void kt_reader_check_text(struct kt_reader *reader);
/* The element on top of the levels ends: its value. */
void kt_reader_check_end(struct kt_reader *reader);

/* For the structured error handler. */
void kt_reader_complain(struct kt_reader *reader, const xmlError *error);
/* Turns reader->complaint into an error with a place. */
kt_status kt_reader_refuse(struct kt_reader *reader);

#endif
