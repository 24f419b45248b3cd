/*
 * The walk along the schema while a document is read: every element gets its
 * declaration, and what the schema does not know is noted.
 */
#include "reader.h"

#include <string.h>
#include <strings.h>

/* ---- noting ------------------------------------------------------------ */

/* Whether there is room for one more; else it is noted that there was not. */
static bool may_note(struct kt_document *document)
{
	if (document->issue_count < KT_MAX_ISSUES)
		return true;
	document->issues_truncated = true;
	return false;
}

/* Only after may_note. A lack of memory shows in the arena afterwards. */
static void note(struct kt_document *document, struct kt_document_issue issue)
{
	if (!kt_grow(&document->issues, &document->issue_capacity,
		document->issue_count + 1, sizeof(*document->issues))) {
		document->arena.failed = true;
		return;
	}
	document->issues[document->issue_count++] = issue;
}

/* The nearest of some right names so far. */
struct nearest {
	struct kt_string wrong;
	struct kt_string best;
	size_t distance; /* of the best; what is farther is no hint */
};

static struct nearest nearest_to(struct kt_string wrong)
{
	size_t limit = kt_string_length(wrong) <= 3 ? 1 : 2;

	return (struct nearest){ wrong, KT_S(""), limit + 1 };
}

static void consider(struct nearest *nearest, struct kt_string right)
{
	struct kt_string wrong = nearest->wrong;
	size_t distance;

	if (nearest->distance == 0)
		return;
	if (wrong.size == right.size &&
	    strncasecmp(wrong.data, right.data, right.size) == 0)
		distance = 0;
	else
		distance =
		    kt_string_distance(wrong, right, nearest->distance - 1);
	if (distance < nearest->distance) {
		nearest->distance = distance;
		nearest->best = right;
	}
}

/* ---- elements ---------------------------------------------------------- */

/* Children come in the order of the schema more often than not, so the search
 * begins where the last one was found. */
static uint32_t find_child(struct kt_level *parent, uint32_t name)
{
	const struct kt_child *children = parent->declaration->children;
	uint32_t count = parent->declaration->child_count;

	for (uint32_t i = parent->next_child; i < count; i++) {
		if (children[i].name == name) {
			parent->next_child = i;
			return children[i].declaration;
		}
	}
	for (uint32_t i = 0; i < parent->next_child; i++) {
		if (children[i].name == name) {
			parent->next_child = i;
			return children[i].declaration;
		}
	}
	return 0;
}

static void note_element(struct kt_document *document,
    const struct kt_level *parent, uint32_t element)
{
	const struct kt_declaration *declaration = parent->declaration;
	uint32_t name = document->elements[element].name;
	struct nearest nearest;

	if (!may_note(document))
		return;
	nearest = nearest_to(kt_names_local(document->names, name));
	for (uint32_t i = 0; i < declaration->child_count; i++)
		consider(&nearest, kt_names_local(document->names,
				       declaration->children[i].name));
	note(document, (struct kt_document_issue){
			   .kind = kt_schema_knows(document->schema, name)
				       ? KT_ISSUE_MISPLACED_ELEMENT
				       : KT_ISSUE_UNKNOWN_ELEMENT,
			   .node = kt_node_of_element(element),
			   .name = nearest.wrong,
			   .nearest = nearest.best });
}

/* ---- values ------------------------------------------------------------ */

static void note_value(struct kt_document *document, kt_node node,
    struct kt_string text, const struct kt_text_type *type)
{
	struct kt_string copy;
	struct nearest nearest;

	if (!may_note(document))
		return;
	/* the run of text may still move */
	copy = kt_arena_copy(&document->arena, text);
	nearest = nearest_to(copy);
	for (uint32_t i = 0; i < type->code_count && copy.size > 0; i++)
		consider(&nearest, type->codes[i]);
	note(document, (struct kt_document_issue){ .kind = KT_ISSUE_VALUE,
			   .node = node,
			   .name = copy,
			   .nearest = nearest.best,
			   .type = type });
}

/* Whether the text, trimmed and not empty, fits; *value is filled where there
 * is one value to keep. */
static bool read_value(const struct kt_text_type *type, struct kt_string text,
    struct kt_value *value)
{
	if (type->codes != NULL || type->list)
		return kt_text_type_allows(type, text);
	return kt_text_read(type->kind, text, value) &&
	       (!type->integer || memchr(text.data, '.', text.size) == NULL);
}

/* A value that reads is kept, so that it is read once. */
static void check_value(struct kt_document *document, kt_node node,
    uint32_t *cache, const struct kt_text_type *type)
{
	struct kt_string text =
	    kt_string_trim(kt_document_text(document, node));
	struct kt_value value = { .kind = KT_UNKNOWN };

	if (text.size == 0 ? !type->may_be_empty
			   : !read_value(type, text, &value))
		note_value(document, node, text, type);
	else if (value.kind != KT_UNKNOWN && value.kind != KT_STRING)
		kt_document_keep_value(document, cache, &value);
}

/* ---- attributes -------------------------------------------------------- */

/* Names that any document may use and no schema needs to list. */
static bool is_free(const struct kt_document *document, uint32_t name)
{
	struct kt_string space = kt_names_space(document->names, name);

	return kt_string_equal(
		   space, KT_S("http://www.w3.org/2001/XMLSchema-instance")) ||
	       kt_string_equal(
		   space, KT_S("http://www.w3.org/XML/1998/namespace"));
}

static void note_attribute(struct kt_document *document,
    const struct kt_declaration *declaration, size_t index)
{
	uint32_t name = document->attributes[index].name;
	struct nearest nearest;

	if (is_free(document, name) || !may_note(document))
		return;
	nearest = nearest_to(kt_names_local(document->names, name));
	for (uint32_t i = 0; i < declaration->attribute_count; i++)
		consider(&nearest, kt_names_local(document->names,
				       declaration->attributes[i].name));
	note(document,
	    (struct kt_document_issue){ .kind = KT_ISSUE_UNKNOWN_ATTRIBUTE,
		.node = kt_node_of_attribute(index),
		.name = nearest.wrong,
		.nearest = nearest.best });
}

static void note_missing(struct kt_document *document,
    const struct kt_declaration *declaration, uint32_t element)
{
	kt_node node = kt_node_of_element(element);

	for (uint32_t i = 0; i < declaration->attribute_count; i++) {
		const struct kt_attribute_declaration *attribute =
		    &declaration->attributes[i];

		if (attribute->required &&
		    kt_document_attribute(document, node, attribute->name) ==
			0 &&
		    may_note(document))
			note(document,
			    (struct kt_document_issue){
				.kind = KT_ISSUE_MISSING_ATTRIBUTE,
				.node = node,
				.name = kt_names_local(
				    document->names, attribute->name) });
	}
}

static void check_attributes(struct kt_document *document,
    const struct kt_declaration *declaration, uint32_t index)
{
	const struct kt_element *element = &document->elements[index];
	uint32_t missing = 0;

	for (uint32_t i = 0; i < declaration->attribute_count; i++)
		missing += declaration->attributes[i].required;
	for (uint32_t i = 0; i < element->attribute_count; i++) {
		size_t at = element->first_attribute + i;
		const struct kt_attribute_declaration *found =
		    kt_schema_attribute(document->schema, element->declaration,
			document->attributes[at].name);

		if (found == NULL) {
			note_attribute(document, declaration, at);
			continue;
		}
		missing -= found->required;
		check_value(document, kt_node_of_attribute(at),
		    &document->attributes[at].cache, &found->type);
	}
	if (missing > 0)
		note_missing(document, declaration, index);
}

/* ---- the walk ---------------------------------------------------------- */

void kt_reader_check_start(struct kt_reader *reader)
{
	struct kt_document *document = reader->document;
	struct kt_level *level = &reader->levels[reader->depth];
	struct kt_level *parent = level - 1;
	struct kt_element *element = &document->elements[level->element];

	if (reader->depth == 1) {
		element->declaration =
		    kt_schema_root(document->schema, element->name);
	} else if (parent->declaration != NULL) {
		element->declaration = find_child(parent, element->name);
		if (element->declaration == 0)
			note_element(document, parent, level->element);
	}
	if (element->declaration == 0)
		return;
	level->declaration =
	    &document->schema->declarations[element->declaration];
	if (element->attribute_count > 0 ||
	    level->declaration->attribute_count > 0)
		check_attributes(document, level->declaration, level->element);
}

void kt_reader_check_text(struct kt_reader *reader)
{
	struct kt_document *document = reader->document;
	struct kt_level *level = &reader->levels[reader->depth];
	struct kt_string text = { NULL, 0 };

	if (level->declaration == NULL || level->text_told ||
	    level->declaration->content == KT_CONTENT_VALUE ||
	    level->declaration->content == KT_CONTENT_MIXED ||
	    level->text_from == document->text.size)
		return;
	text.data = document->text.data + level->text_from;
	text.size = document->text.size - level->text_from;
	text = kt_string_trim(text);
	if (text.size == 0)
		return;
	level->text_told = true;
	if (may_note(document))
		note(document,
		    (struct kt_document_issue){ .kind = KT_ISSUE_TEXT,
			.node = kt_node_of_element(level->element),
			.name = kt_arena_copy(&document->arena, text) });
}

void kt_reader_check_end(struct kt_reader *reader)
{
	struct kt_document *document = reader->document;
	const struct kt_level *level = &reader->levels[reader->depth];

	if (level->declaration == NULL)
		return;
	if (level->declaration->content == KT_CONTENT_VALUE)
		check_value(document, kt_node_of_element(level->element),
		    &document->elements[level->element].cache,
		    &level->declaration->type);
	else
		kt_reader_check_text(reader);
}
