#include "document.h"

#include <stdlib.h>
#include <string.h>

#include "reader.h"

void kt_document_init(struct kt_document *document)
{
	*document = (struct kt_document){ 0 };
	kt_intake_init(&document->intake);
	kt_buffer_init(&document->text);
	kt_buffer_init(&document->values);
	kt_arena_init(&document->arena);
}

void kt_document_finish(struct kt_document *document)
{
	kt_intake_finish(&document->intake);
	kt_buffer_finish(&document->text);
	kt_buffer_finish(&document->values);
	kt_arena_finish(&document->arena);
	free(document->elements);
	free(document->attributes);
	free(document->issues);
	free(document->cache);
	free(document->lines);
	free(document->named);
	free(document->spans);
	kt_document_init(document);
}

void kt_document_forget(struct kt_document *document)
{
	document->schema = NULL;
	document->element_count = 0;
	document->attribute_count = 0;
	kt_buffer_clear(&document->text);
	kt_buffer_clear(&document->values);
	document->issue_count = 0;
	document->issues_truncated = false;
	document->cache_count = 0;
	document->span_count = 0;
}

void kt_document_clear(struct kt_document *document)
{
	kt_document_forget(document);
	document->name = KT_S("");
	document->line_count = 0;
	kt_arena_reset(&document->arena);
}

/* ---- looking ----------------------------------------------------------- */

static const struct kt_element *element_of(
    const struct kt_document *document, kt_node node)
{
	if (node == 0 || kt_node_is_attribute(node) ||
	    kt_node_index(node) >= document->element_count)
		return NULL;
	return &document->elements[kt_node_index(node)];
}

static const struct kt_attribute *attribute_of(
    const struct kt_document *document, kt_node node)
{
	if (node == 0 || !kt_node_is_attribute(node) ||
	    kt_node_index(node) >= document->attribute_count)
		return NULL;
	return &document->attributes[kt_node_index(node)];
}

kt_node kt_document_root(const struct kt_document *document)
{
	return document->element_count > 0 ? kt_node_of_element(0) : 0;
}

kt_node kt_document_parent(const struct kt_document *document, kt_node node)
{
	const struct kt_element *element = element_of(document, node);
	const struct kt_attribute *attribute = attribute_of(document, node);

	if (attribute != NULL)
		return kt_node_of_element(attribute->owner);
	if (element == NULL || element->parent == KT_NO_INDEX)
		return 0;
	return kt_node_of_element(element->parent);
}

kt_node kt_document_first_child(
    const struct kt_document *document, kt_node node)
{
	const struct kt_element *element = element_of(document, node);

	if (element == NULL || element->end <= kt_node_index(node) + 1)
		return 0;
	return kt_node_of_element(kt_node_index(node) + 1);
}

kt_node kt_document_next(const struct kt_document *document, kt_node node)
{
	const struct kt_element *element = element_of(document, node);

	if (element == NULL || element->parent == KT_NO_INDEX ||
	    element->end >= document->elements[element->parent].end)
		return 0;
	return kt_node_of_element(element->end);
}

uint32_t kt_document_name(const struct kt_document *document, kt_node node)
{
	const struct kt_element *element = element_of(document, node);
	const struct kt_attribute *attribute = attribute_of(document, node);

	if (element != NULL)
		return element->name;
	return attribute != NULL ? attribute->name : 0;
}

static struct kt_string slice(
    const struct kt_buffer *run, uint32_t begin, uint32_t end)
{
	return begin == end
		   ? KT_S("")
		   : (struct kt_string){ run->data + begin, end - begin };
}

struct kt_string kt_document_text(
    const struct kt_document *document, kt_node node)
{
	const struct kt_element *element = element_of(document, node);
	const struct kt_attribute *attribute = attribute_of(document, node);

	if (element != NULL)
		return slice(
		    &document->text, element->text_begin, element->text_end);
	if (attribute != NULL)
		return slice(&document->values, attribute->value_begin,
		    attribute->value_end);
	return KT_S("");
}

kt_node kt_document_attribute(
    const struct kt_document *document, kt_node element, uint32_t name)
{
	const struct kt_element *owner = element_of(document, element);

	if (owner == NULL)
		return 0;
	for (uint32_t i = 0; i < owner->attribute_count; i++) {
		size_t index = owner->first_attribute + i;

		if (document->attributes[index].name == name)
			return kt_node_of_attribute(index);
	}
	return 0;
}

const struct kt_text_type *kt_document_type(
    const struct kt_document *document, kt_node node)
{
	const struct kt_element *element = element_of(document, node);
	const struct kt_attribute *attribute = attribute_of(document, node);
	const struct kt_declaration *declaration;

	if (attribute != NULL)
		element = &document->elements[attribute->owner];
	if (document->schema == NULL || element == NULL ||
	    element->declaration == 0)
		return NULL;
	if (attribute != NULL) {
		const struct kt_attribute_declaration *found =
		    kt_schema_attribute(document->schema, element->declaration,
			attribute->name);

		return found != NULL ? &found->type : NULL;
	}
	declaration = &document->schema->declarations[element->declaration];
	if (declaration->content != KT_CONTENT_VALUE &&
	    declaration->content != KT_CONTENT_MIXED)
		return NULL;
	return &declaration->type;
}

/* ---- by name ----------------------------------------------------------- */

/* Room for the spans of all names that occur, zeroed. */
static bool reserve_spans(struct kt_document *document)
{
	uint32_t last = 0;

	for (size_t i = 0; i < document->element_count; i++)
		if (document->elements[i].name > last)
			last = document->elements[i].name;
	if (!kt_grow(&document->spans, &document->span_capacity,
		(size_t)last + 1, sizeof(*document->spans)) ||
	    !kt_grow(&document->named, &document->named_capacity,
		document->element_count + 1, sizeof(*document->named)))
		return false;
	memset(document->spans, 0,
	    ((size_t)last + 1) * sizeof(*document->spans));
	document->span_count = (size_t)last + 1;
	return true;
}

/* Counted, given their places in the order they first occur in, and put
 * there. The names wait in the places themselves. */
bool kt_document_sort_by_name(struct kt_document *document)
{
	const struct kt_element *elements = document->elements;
	struct kt_named_span *spans;
	uint32_t names = 0;
	uint32_t begin = 0;

	if (!reserve_spans(document))
		return false;
	spans = document->spans;
	for (size_t i = 0; i < document->element_count; i++)
		if (spans[elements[i].name].count++ == 0)
			document->named[names++] = elements[i].name;
	for (uint32_t i = 0; i < names; i++) {
		struct kt_named_span *span = &spans[document->named[i]];

		span->begin = begin;
		begin += span->count;
		span->count = 0;
	}
	for (size_t i = 0; i < document->element_count; i++) {
		struct kt_named_span *span = &spans[elements[i].name];

		document->named[span->begin + span->count++] = (uint32_t)i;
	}
	return true;
}

/* ---- values ------------------------------------------------------------ */

void kt_document_keep_value(
    struct kt_document *document, uint32_t *cache, const struct kt_value *value)
{
	if (document->cache_count >= UINT32_MAX ||
	    !kt_grow(&document->cache, &document->cache_capacity,
		document->cache_count + 1, sizeof(*document->cache)))
		return; /* read again next time */
	document->cache[document->cache_count++] = *value;
	*cache = (uint32_t)document->cache_count;
}

struct kt_value kt_document_value(
    struct kt_document *document, kt_node node, uint32_t kind)
{
	struct kt_value value = { .kind = KT_UNKNOWN };
	uint32_t *cache;

	if (element_of(document, node) != NULL)
		cache = &document->elements[kt_node_index(node)].cache;
	else if (attribute_of(document, node) != NULL)
		cache = &document->attributes[kt_node_index(node)].cache;
	else
		return value;
	if (kind == KT_STRING)
		return kt_node_string(document, node);
	if (*cache != 0 && document->cache[*cache - 1].kind == kind)
		return document->cache[*cache - 1];
	if (!kt_text_read(kind, kt_node_text(document, node), &value))
		return (struct kt_value){ .kind = KT_UNKNOWN };
	if (*cache == 0)
		kt_document_keep_value(document, cache, &value);
	return value;
}
