#include "reader.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/catalog.h>
#include <libxml/parserInternals.h>

enum {
	/* No NOENT, DTDLOAD, DTDATTR, HUGE or RECOVER, ever. The source is
	 * UTF-8 whatever its declaration says. */
	PARSE_OPTIONS =
	    XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOWARNING,
	FIRST_SLOTS = 1024,
	/* bytes of names after which a parser is replaced, so that hostile
	 * documents cannot fill it for good */
	FULL_DICTIONARY = 1024 * 1024
};

/* ---- stopping ---------------------------------------------------------- */

static void stop(struct kt_reader *reader, kt_status status)
{
	reader->status = status;
	xmlStopParser(reader->parser);
}

static void stop_memory(struct kt_reader *reader)
{
	stop(reader, kt_fail_memory(reader->error));
}

/* Nothing more goes into the tree. After a namespace error libxml2 goes on:
 * we do not. */
static bool is_over(const struct kt_reader *reader)
{
	return reader->status != KT_OK || reader->complaint.code != 0 ||
	       reader->parted;
}

/* The scan and the parser disagree about what a well-formed document holds. */
static kt_status disagree(struct kt_reader *reader)
{
	kt_fail(reader->error, KT_E_INTERNAL,
	    "fejl i programmet: gennemsyn og XML-læser er uenige om "
	    "dokumentet",
	    "defect in the program: scan and XML parser disagree about the "
	    "document");
	return kt_fail_at(reader->error, reader->document->name, 0, 0);
}

/* ---- names ------------------------------------------------------------- */

static struct kt_string string_of(const xmlChar *s)
{
	return kt_string_of((const char *)s);
}

static size_t hash_pointers(const xmlChar *local, const xmlChar *space)
{
	uint64_t h = (uint64_t)(uintptr_t)local * UINT64_C(0x9E3779B97F4A7C15);

	h ^= (uint64_t)(uintptr_t)space * UINT64_C(0xC2B2AE3D27D4EB4F);
	return (size_t)(h ^ (h >> 32));
}

static struct kt_pointer_name *find_slot(struct kt_pointer_name *slots,
    size_t count, const xmlChar *local, const xmlChar *space)
{
	size_t at = hash_pointers(local, space) & (count - 1);

	while (slots[at].local != NULL &&
	       (slots[at].local != local || slots[at].space != space))
		at = (at + 1) & (count - 1);
	return &slots[at];
}

static bool grow_slots(struct kt_reader *reader)
{
	size_t count =
	    reader->slot_count == 0 ? FIRST_SLOTS : reader->slot_count * 2;
	struct kt_pointer_name *slots = calloc(count, sizeof(*slots));

	if (slots == NULL)
		return false;
	for (size_t i = 0; i < reader->slot_count; i++) {
		struct kt_pointer_name *old = &reader->slots[i];

		if (old->local != NULL)
			*find_slot(slots, count, old->local, old->space) = *old;
	}
	free(reader->slots);
	reader->slots = slots;
	reader->slot_count = count;
	return true;
}

/* 0 where memory has run out. */
static uint32_t name_of(
    struct kt_reader *reader, const xmlChar *local, const xmlChar *space)
{
	struct kt_pointer_name *slot =
	    find_slot(reader->slots, reader->slot_count, local, space);
	uint32_t name = slot->name;

	if (slot->local != NULL)
		return name;
	name =
	    kt_names_intern(reader->names, string_of(space), string_of(local));
	if (name == 0)
		return 0;
	if ((reader->slots_used + 1) * 2 > reader->slot_count) {
		if (!grow_slots(reader))
			return 0;
		slot =
		    find_slot(reader->slots, reader->slot_count, local, space);
	}
	*slot = (struct kt_pointer_name){ local, space, name };
	reader->slots_used++;
	return name;
}

/* ---- tree -------------------------------------------------------------- */

static void append(struct kt_buffer *run, const xmlChar *data, size_t size)
{
	if (run->capacity - run->size > size) {
		memcpy(run->data + run->size, data, size);
		run->size += size;
		run->data[run->size] = '\0';
	} else {
		kt_buffer_add(
		    run, (struct kt_string){ (const char *)data, size });
	}
}

/* Without substitution of entities libxml2 writes every "&" of a value, however
 * it was spelled, as "&#38;"; nothing else in a value is a reference. */
static void append_value(
    struct kt_buffer *run, const xmlChar *data, size_t size)
{
	static const char written[] = "&#38;";
	const xmlChar *end = data + size;
	const xmlChar *amp;

	while (memchr(data, '&', (size_t)(end - data)) != NULL &&
	       (amp = memmem(data, (size_t)(end - data), written,
		    sizeof(written) - 1)) != NULL) {
		append(run, data, (size_t)(amp - data) + 1);
		data = amp + sizeof(written) - 1;
	}
	append(run, data, (size_t)(end - data));
}

/* libxml2 gives five pointers an attribute: local name, prefix, namespace,
 * begin and end of the value. */
static bool add_attributes(
    struct kt_reader *reader, struct kt_element *element, const xmlChar **given)
{
	struct kt_document *document = reader->document;
	uint32_t owner = (uint32_t)(element - document->elements);
	uint32_t count = element->attribute_count;

	for (uint32_t i = 0; i < count; i++, given += 5) {
		size_t index = document->attribute_count++;
		struct kt_attribute *attribute = &document->attributes[index];

		attribute->name = name_of(reader, given[0], given[2]);
		attribute->owner = owner;
		attribute->value_begin = (uint32_t)document->values.size;
		append_value(
		    &document->values, given[3], (size_t)(given[4] - given[3]));
		attribute->value_end = (uint32_t)document->values.size;
		attribute->source = document->intake.attributes[index].source;
		attribute->cache = 0;
		if (attribute->name == 0)
			return false;
	}
	return !document->values.failed;
}

/* The schema of a root element; false where there is none. */
static bool find_schema(struct kt_reader *reader, const xmlChar *local,
    const xmlChar *space, uint32_t name)
{
	const struct kt_schema_source *schemas = reader->schemas;
	const struct kt_schema *schema =
	    schemas->find(schemas->data, string_of(space), string_of(local));
	struct kt_string root = string_of(local);
	struct kt_position at;

	if (schema != NULL && kt_schema_root(schema, name) != 0) {
		reader->document->schema = schema;
		return true;
	}
	at = kt_intake_position(
	    kt_buffer_string(&reader->document->intake.source),
	    reader->document->intake.tags[0].source);
	kt_fail(reader->error, KT_E_INPUT,
	    "dokumenttypen er ukendt: intet skema begynder med elementet "
	    "<%.*s> i det navnerum, som dokumentet angiver",
	    "the kind of document is unknown: no schema begins with the "
	    "element <%.*s> in the namespace that the document gives",
	    KT_FMT(root));
	stop(reader, kt_fail_at(reader->error, reader->document->name, at.line,
			 at.column));
	return false;
}

/* The k-th element is the k-th tag of the scan, with the same attributes:
 * that is where positions come from. */
static bool agree(
    const struct kt_reader *reader, size_t index, int attribute_count)
{
	const struct kt_document *document = reader->document;
	const struct kt_intake *intake = &document->intake;

	return index < intake->tag_count && reader->depth < KT_MAX_DEPTH &&
	       intake->tags[index].attribute_count ==
		   (uint32_t)attribute_count &&
	       intake->tags[index].first_attribute == document->attribute_count;
}

static void start_element(void *data, const xmlChar *local,
    const xmlChar *prefix, const xmlChar *space, int namespace_count,
    const xmlChar **namespaces, int attribute_count, int defaulted_count,
    const xmlChar **attributes)
{
	struct kt_reader *reader = data;
	struct kt_document *document = reader->document;
	size_t index = document->element_count;
	struct kt_element *element;
	uint32_t name;

	(void)prefix;
	(void)namespace_count;
	(void)namespaces;
	(void)defaulted_count;
	if (is_over(reader))
		return;
	if (!agree(reader, index, attribute_count)) {
		reader->parted = true;
		return;
	}
	name = name_of(reader, local, space);
	if (name == 0) {
		stop_memory(reader);
		return;
	}
	if (reader->schemas != NULL && index == 0) {
		if (!find_schema(reader, local, space, name))
			return;
	} else if (document->schema != NULL) {
		kt_reader_check_text(reader);
	}
	element = &document->elements[document->element_count++];
	*element = (struct kt_element){ .name = name,
		.parent = reader->levels[reader->depth].element,
		.end = (uint32_t)index + 1,
		.text_begin = (uint32_t)document->text.size,
		.text_end = (uint32_t)document->text.size,
		.first_attribute = (uint32_t)document->attribute_count,
		.attribute_count = (uint32_t)attribute_count,
		.source = document->intake.tags[index].source };
	reader->levels[++reader->depth] =
	    (struct kt_level){ .element = (uint32_t)index,
		    .text_from = element->text_begin };
	if (!add_attributes(reader, element, attributes))
		stop_memory(reader);
	else if (document->schema != NULL)
		kt_reader_check_start(reader);
}

static void end_element(void *data, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *space)
{
	struct kt_reader *reader = data;
	struct kt_document *document = reader->document;
	struct kt_level *level = &reader->levels[reader->depth];
	struct kt_element *element;

	(void)local;
	(void)prefix;
	(void)space;
	if (is_over(reader) || reader->depth == 0)
		return;
	element = &document->elements[level->element];
	element->end = (uint32_t)document->element_count;
	element->text_end = (uint32_t)document->text.size;
	if (document->schema != NULL)
		kt_reader_check_end(reader);
	reader->depth--;
	reader->levels[reader->depth].text_from = element->text_end;
}

static void add_text(void *data, const xmlChar *text, int size)
{
	struct kt_reader *reader = data;

	append(&reader->document->text, text, (size_t)size);
}

/* ---- parser ------------------------------------------------------------ */

#if LIBXML_VERSION >= 21200
static void take_error(void *data, const xmlError *error)
#else
static void take_error(void *data, xmlError *error)
#endif
{
	kt_reader_complain(data, error);
}

static void close_parser(struct kt_reader *reader)
{
	xmlFreeParserCtxt(reader->parser);
	reader->parser = NULL;
	free(reader->slots);
	reader->slots = NULL;
	reader->slot_count = 0;
	reader->slots_used = 0;
}

static bool open_parser(struct kt_reader *reader)
{
	xmlSAXHandler *sax;

	reader->parser = xmlNewParserCtxt();
	if (reader->parser == NULL || !grow_slots(reader)) {
		close_parser(reader);
		return false;
	}
	sax = reader->parser->sax;
	memset(sax, 0, sizeof(*sax));
	sax->initialized = XML_SAX2_MAGIC;
	sax->startElementNs = start_element;
	sax->endElementNs = end_element;
	sax->characters = add_text;
	sax->ignorableWhitespace = add_text; /* the same: no guessing */
	sax->cdataBlock = add_text;
	sax->serror = take_error;
	reader->parser->userData = reader;
	return true;
}

/* Parses from our own memory, as libxml2 parses an internal entity: no copy is
 * made, and nothing is moved while pointers into it are about. (A static
 * input buffer would do the same, were it not that 2.9.14 jumps back to the
 * beginning when it shrinks one.) */
static bool parse(struct kt_reader *reader, struct kt_string source)
{
	xmlParserCtxtPtr parser = reader->parser;
	xmlParserInputPtr input =
	    xmlNewStringInputStream(parser, (const xmlChar *)source.data);

	if (input == NULL)
		return false;
	xmlCtxtUseOptions(parser, PARSE_OPTIONS);
	if (inputPush(parser, input) < 0)
		return false;
	xmlParseDocument(parser);
	return true;
}

/* An instruction may name a catalog; nobody opens it, but it is noted. */
static void drop_catalogs(xmlParserCtxtPtr parser)
{
#ifdef LIBXML_CATALOG_ENABLED
	if (parser->catalogs != NULL)
		xmlCatalogFreeLocal(parser->catalogs);
	parser->catalogs = NULL;
#else
	(void)parser;
#endif
}

/* One parse from the beginning; false where memory has run out. */
static bool attempt(struct kt_reader *reader)
{
	struct kt_document *document = reader->document;

	kt_document_forget(document);
	reader->status = KT_OK;
	reader->parted = false;
	reader->depth = 0;
	reader->levels[0] = (struct kt_level){ .element = KT_NO_INDEX };
	reader->complaint = (struct kt_complaint){ 0 };
	if (reader->parser == NULL && !open_parser(reader))
		return false;
	if (!parse(reader, kt_buffer_string(&document->intake.source)))
		return false;
	return !reader->complaint.no_memory &&
	       reader->parser->errNo != XML_ERR_NO_MEMORY &&
	       !document->text.failed && !document->values.failed &&
	       !document->arena.failed;
}

static bool has_complaint(const struct kt_reader *reader)
{
	return reader->complaint.code != 0 ||
	       (reader->status == KT_OK && (!reader->parser->wellFormed ||
					       !reader->parser->nsWellFormed));
}

static void clean_parser(struct kt_reader *reader)
{
	if (reader->parser == NULL)
		return;
	drop_catalogs(reader->parser);
	xmlCtxtReset(reader->parser);
	if (xmlDictGetUsage(reader->parser->dict) > FULL_DICTIONARY)
		close_parser(reader);
}

/* Where libxml2 cannot store a name it calls the name missing. So what it
 * finds wrong has to be wrong twice, the second time with a fresh parser. */
static kt_status parse_surely(struct kt_reader *reader)
{
	struct kt_document *document = reader->document;
	struct kt_complaint first;

	if (!attempt(reader))
		return kt_fail_memory(reader->error);
	if (has_complaint(reader)) {
		first = reader->complaint;
		clean_parser(reader);
		close_parser(reader);
		if (!attempt(reader))
			return kt_fail_memory(reader->error);
		if (has_complaint(reader))
			return first.code == reader->complaint.code &&
				       first.offset == reader->complaint.offset
				   ? kt_reader_refuse(reader)
				   : kt_fail_memory(reader->error);
	}
	if (reader->status == KT_OK &&
	    (reader->parted || reader->depth != 0 ||
		document->element_count != document->intake.tag_count ||
		document->attribute_count != document->intake.attribute_count))
		return disagree(reader);
	return reader->status;
}

static kt_status run_parser(struct kt_reader *reader)
{
	/* what has no parser to complain to, such as a lack of memory, goes
	 * to a handler of the thread, and would be printed */
	xmlStructuredErrorFunc old_handler = xmlStructuredError;
	void *old_context = xmlStructuredErrorContext;
	kt_status status;

	xmlSetStructuredErrorFunc(reader, take_error);
	status = parse_surely(reader);
	clean_parser(reader);
	if (status != KT_OK)
		close_parser(reader);
	xmlSetStructuredErrorFunc(old_context, old_handler);
	return status;
}

/* ---- reader ------------------------------------------------------------ */

struct kt_reader *kt_reader_create(struct kt_names *names)
{
	struct kt_reader *reader = calloc(1, sizeof(*reader));

	if (reader == NULL)
		return NULL;
	xmlInitParser();
	reader->names = names;
	return reader;
}

void kt_reader_destroy(struct kt_reader *reader)
{
	if (reader == NULL)
		return;
	close_parser(reader);
	free(reader);
}

static bool reserve(struct kt_document *document)
{
	const struct kt_intake *intake = &document->intake;

	return kt_grow(&document->elements, &document->element_capacity,
		   intake->tag_count, sizeof(*document->elements)) &&
	       kt_grow(&document->attributes, &document->attribute_capacity,
		   intake->attribute_count, sizeof(*document->attributes));
}

kt_status kt_reader_read(struct kt_reader *reader,
    const struct kt_schema_source *schemas, struct kt_string bytes,
    struct kt_string name, struct kt_document *document, struct kt_error *error)
{
	kt_status status;

	kt_document_clear(document);
	document->names = reader->names;
	reader->schemas = schemas;
	reader->document = document;
	reader->error = error;
	document->name = kt_arena_copy(&document->arena, name);
	if (document->name.data == NULL)
		status = kt_fail_memory(error);
	else
		status = kt_intake_scan(
		    &document->intake, bytes, document->name, error);
	if (status == KT_OK)
		status = reserve(document) ? run_parser(reader)
					   : kt_fail_memory(error);
	if (status != KT_OK)
		kt_document_clear(document);
	return status;
}
