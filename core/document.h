/*
 * A document as a compact tree: two arrays in document order and one run of
 * text, filled from libxml2's SAX2 events. No libxml2 type leaves document.c.
 */
#ifndef CORE_DOCUMENT_H
#define CORE_DOCUMENT_H

#include "base.h"
#include "intake.h"
#include "names.h"
#include "schema.h"

/* Elements stand in document order: the first child of element i is i + 1,
 * its next sibling is elements[i].end, and its descendants are i + 1 to
 * end - 1. All text of the document stands in one run, so that the text of an
 * element with all its descendants is text[text_begin .. text_end). */
struct kt_element {
	uint32_t name;
	uint32_t declaration; /* in the schema; 0: unknown or misplaced */
	uint32_t parent;      /* index; the root's is UINT32_MAX */
	uint32_t end;         /* index after the last descendant */
	uint32_t text_begin;
	uint32_t text_end;
	uint32_t first_attribute;
	uint32_t attribute_count;
	uint32_t source; /* byte offset of '<' */
	uint32_t cache;  /* 0, or 1 + index of the value read from the text */
};

struct kt_attribute {
	uint32_t name;
	uint32_t owner; /* index of the element */
	uint32_t value_begin; /* in the same run of text */
	uint32_t value_end;
	uint32_t source; /* byte offset of the name */
	uint32_t cache;
};

struct kt_document_issue {
	enum kt_issue_kind kind;
	kt_node node;
	struct kt_string name;    /* what does not fit */
	struct kt_string nearest; /* may be empty */
	/* of KT_ISSUE_VALUE: the type; else NULL */
	const struct kt_text_type *type;
};

struct kt_document {
	struct kt_string name; /* the file as the user named it */
	const struct kt_names *names;
	const struct kt_schema *schema; /* NULL only for a raw document */
	struct kt_intake intake;        /* keeps the source for messages */
	struct kt_element *elements;
	size_t element_count, element_capacity;
	struct kt_attribute *attributes;
	size_t attribute_count, attribute_capacity;
	struct kt_buffer text;    /* character data of elements */
	struct kt_buffer values;  /* attribute values */
	struct kt_document_issue *issues;
	size_t issue_count, issue_capacity;
	bool issues_truncated; /* more than KT_MAX_ISSUES */
	/* values read from nodes, once each (kt_document_value) */
	struct kt_value *cache;
	size_t cache_count, cache_capacity;
	uint32_t *lines; /* offsets of line starts, made on demand */
	size_t line_count, line_capacity;
	/* elements by name, made on demand: those of name n are
	 * named[spans[n].begin] and so on, in document order */
	uint32_t *named;
	struct kt_named_span {
		uint32_t begin;
		uint32_t count;
	} *spans;
	size_t named_capacity, span_capacity;
	size_t span_count; /* 0: not made yet */
	struct kt_arena arena; /* freed with the document */
};

/* ---- nodes as numbers -------------------------------------------------- */

static inline kt_node kt_node_of_element(size_t index)
{
	return ((kt_node)index + 1) << 1;
}
static inline kt_node kt_node_of_attribute(size_t index)
{
	return (((kt_node)index + 1) << 1) | 1;
}
static inline bool kt_node_is_attribute(kt_node node)
{
	return (node & 1) != 0;
}
static inline size_t kt_node_index(kt_node node)
{
	return (size_t)(node >> 1) - 1;
}

/* ---- reading ----------------------------------------------------------- */

/* Which schema a root element has; NULL: none, the document is refused. */
struct kt_schema_source {
	const struct kt_schema *(*find)(void *data, struct kt_string space,
	    struct kt_string root);
	void *data;
};

struct kt_reader; /* a parser that is used again and again */

struct kt_reader *kt_reader_create(struct kt_names *names);
void kt_reader_destroy(struct kt_reader *reader);

/* Parses `bytes` into `document` (initialised, or used before: it is cleared).
 * With `schemas` NULL the document is raw: no declarations, no issues. On
 * failure the document holds nothing to judge, and the error says in both
 * languages what is wrong, with file, line and column, without quoting the
 * document. */
kt_status kt_reader_read(struct kt_reader *reader,
    const struct kt_schema_source *schemas, struct kt_string bytes,
    struct kt_string name, struct kt_document *document,
    struct kt_error *error);

void kt_document_init(struct kt_document *document);
void kt_document_finish(struct kt_document *document);

/* ---- looking ----------------------------------------------------------- */

#define KT_NO_INDEX UINT32_MAX

kt_node kt_document_root(const struct kt_document *document);
kt_node kt_document_parent(const struct kt_document *document, kt_node node);
kt_node kt_document_first_child(const struct kt_document *document,
    kt_node node);
kt_node kt_document_next(const struct kt_document *document, kt_node node);
uint32_t kt_document_name(const struct kt_document *document, kt_node node);
struct kt_string kt_document_text(const struct kt_document *document,
    kt_node node);
/* The attribute node, or 0. `name` is an interned name. */
kt_node kt_document_attribute(const struct kt_document *document,
    kt_node element, uint32_t name);
/* The type of an element's or attribute's text by the schema; NULL where the
 * schema does not know the node or its content is elements. */
const struct kt_text_type *kt_document_type(const struct kt_document *document,
    kt_node node);

/* The elements of a name, by index and in document order. False, and nothing
 * in *list, where memory has run out. */
bool kt_document_sort_by_name(struct kt_document *document);
static inline bool kt_document_named(struct kt_document *document,
    uint32_t name, const uint32_t **list, size_t *count)
{
	*count = 0;
	*list = NULL;
	if (document->span_count == 0 && !kt_document_sort_by_name(document))
		return false;
	if (name < document->span_count) {
		*list = document->named + document->spans[name].begin;
		*count = document->spans[name].count;
	}
	return true;
}

/* The node's text read as `kind`, remembered for the next time. KT_UNKNOWN
 * where it is empty or does not read. A KT_STRING is the trimmed text. */
struct kt_value kt_document_value(struct kt_document *document, kt_node node,
    uint32_t kind);

/* The text of a node of the document, which is not looked at twice. */
static inline struct kt_string kt_node_text(const struct kt_document *document,
    kt_node node)
{
	size_t index = kt_node_index(node);
	uint32_t begin, end;
	const char *run;

	if (kt_node_is_attribute(node)) {
		run = document->values.data;
		begin = document->attributes[index].value_begin;
		end = document->attributes[index].value_end;
	} else {
		run = document->text.data;
		begin = document->elements[index].text_begin;
		end = document->elements[index].text_end;
	}
	if (begin == end)
		return KT_S("");
	return (struct kt_string){ run + begin, end - begin };
}

/* An element's attribute; 0: it has none of that name. */
static inline kt_node kt_node_attribute(const struct kt_document *document,
    kt_node element, uint32_t name)
{
	const struct kt_element *owner =
	    &document->elements[kt_node_index(element)];

	for (uint32_t i = 0; i < owner->attribute_count; i++)
		if (document->attributes[owner->first_attribute + i].name ==
		    name)
			return kt_node_of_attribute(owner->first_attribute + i);
	return 0;
}

/* Its text, trimmed, as the value of a KT_STRING; KT_UNKNOWN where it is
 * empty. */
static inline struct kt_value kt_node_string(
    const struct kt_document *document, kt_node node)
{
	struct kt_value value = { .kind = KT_UNKNOWN };
	struct kt_string text = kt_node_text(document, node);

	/* most text begins and ends with letters or digits */
	if (text.size > 0 && ((unsigned char)text.data[0] <= ' ' ||
				 (unsigned char)text.data[text.size - 1] <= ' '))
		text = kt_string_trim(text);
	if (text.size > 0) {
		value.kind = KT_STRING;
		value.u.string = text;
	}
	return value;
}

/* ---- telling a person where -------------------------------------------- */

/* Of an element: its '<'. Of an attribute: its name. */
struct kt_position kt_document_position(struct kt_document *document,
    kt_node node);
/* Of a byte in the node's text, seen through markup, references and line
 * ends. */
struct kt_position kt_document_text_position(struct kt_document *document,
    kt_node node, size_t text_offset);
/* The source line without its line end. */
struct kt_string kt_document_line(struct kt_document *document, uint32_t line);
/* "/k:kontrakt/k:klausul[3]/@id": a prefix (may be empty) for the schema's
 * namespace; positions only where siblings share the name. Memory of the
 * arena. */
struct kt_string kt_document_path(const struct kt_document *document,
    kt_node node, struct kt_string prefix, struct kt_arena *arena);

#endif
