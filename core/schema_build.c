/*
 * RELAX NG (XML syntax) to declarations. The schema is read as a raw document;
 * every element pattern becomes one declaration, and its content is gone
 * through with all references followed, which ends because an element inside
 * is only noted, not entered.
 */
#include "schema.h"

#include <stdlib.h>
#include <string.h>

#include "schema_build.h"

/* ---- telling what is wrong --------------------------------------------- */

/* Both texts may take one string. */
kt_status kt_build_fail(struct builder *b, kt_node node, const char *da,
    const char *en, struct kt_string detail)
{
	struct kt_position at = kt_document_position(&b->rng, node);

	kt_fail(b->error, KT_E_USE, da, en, KT_FMT(detail));
	return kt_fail_at(b->error, b->rng.name, at.line, at.column);
}

struct kt_string kt_build_local(const struct builder *b, kt_node node)
{
	return kt_names_local(b->names, kt_document_name(&b->rng, node));
}

kt_status kt_build_fail_pattern(struct builder *b, kt_node node)
{
	return kt_build_fail(b, node,
	    "<%.*s> forstås ikke her i et skema (se core/schema.h)",
	    "<%.*s> is not understood here in a schema (see core/schema.h)",
	    kt_build_local(b, node));
}

/* ---- the schema document ----------------------------------------------- */

enum pattern kt_build_pattern(const struct builder *b, kt_node node)
{
	uint32_t name = kt_document_name(&b->rng, node);

	for (enum pattern i = 0; i < PATTERN_UNKNOWN; i++)
		if (b->patterns[i] == name)
			return i;
	return kt_string_equal(
		   kt_names_space(b->names, name), KT_S(KT_RELAX_NG))
		   ? PATTERN_UNKNOWN
		   : PATTERN_FOREIGN;
}

/* data NULL: there is none. */
struct kt_string kt_build_attribute(
    const struct builder *b, kt_node node, uint32_t name)
{
	kt_node attribute = kt_document_attribute(&b->rng, node, name);

	if (attribute == 0)
		return (struct kt_string){ NULL, 0 };
	return kt_string_trim(kt_document_text(&b->rng, attribute));
}

/* White space in runs becomes one space. */
static struct kt_string collapse(struct kt_arena *arena, struct kt_string text)
{
	struct kt_string result = kt_string_trim(text);
	char *out = kt_arena_alloc(arena, result.size + 1);
	size_t size = 0;

	if (out == NULL)
		return KT_S("");
	for (size_t i = 0; i < result.size; i++) {
		bool space = strchr(" \t\r\n", result.data[i]) != NULL;

		if (!space)
			out[size++] = result.data[i];
		else if (out[size - 1] != ' ')
			out[size++] = ' ';
	}
	return (struct kt_string){ out, size };
}

/* <a:documentation> of a pattern; without xml:lang it is Danish. */
static void read_documentation(struct builder *b, kt_node pattern,
    struct kt_string documentation[KT_LANGUAGES])
{
	kt_node child = kt_document_first_child(&b->rng, pattern);

	documentation[KT_DA] = KT_S("");
	documentation[KT_EN] = KT_S("");
	for (; child != 0; child = kt_document_next(&b->rng, child)) {
		struct kt_string lang = kt_build_attribute(b, child, b->lang);
		enum kt_language language = KT_DA;

		if (kt_document_name(&b->rng, child) != b->documentation)
			continue;
		if (kt_string_equal(lang, KT_S("en")))
			language = KT_EN;
		documentation[language] = collapse(
		    &b->schema->arena, kt_document_text(&b->rng, child));
	}
}

/* ---- names ------------------------------------------------------------- */

/* The namespace of an element pattern: the nearest ns attribute outwards. */
static struct kt_string space_of(const struct builder *b, kt_node node)
{
	for (; node != 0; node = kt_document_parent(&b->rng, node)) {
		struct kt_string space = kt_build_attribute(b, node, b->ns);

		if (space.data != NULL)
			return space;
	}
	return KT_S("");
}

/* The name that an element or attribute pattern is about. */
kt_status kt_build_name(
    struct builder *b, kt_node node, bool attribute, uint32_t *out)
{
	struct kt_string local = kt_build_attribute(b, node, b->name);
	struct kt_string space = KT_S("");

	if (local.size == 0)
		return kt_build_fail(b, node,
		    "<%.*s> skal have sit navn i attributten name",
		    "<%.*s> must have its name in the attribute name",
		    kt_build_local(b, node));
	if (kt_string_starts(local, KT_S("xml:"))) {
		space = KT_S(KT_XML_SPACE);
		local.data += 4;
		local.size -= 4;
	} else if (memchr(local.data, ':', local.size) != NULL) {
		return kt_build_fail(b, node,
		    "navnet %.*s har et præfiks; brug attributten ns",
		    "the name %.*s has a prefix; use the attribute ns", local);
	} else if (!attribute) {
		space = space_of(b, node);
	} else if (kt_build_attribute(b, node, b->ns).data != NULL) {
		space = kt_build_attribute(b, node, b->ns);
	}
	*out = kt_names_intern(b->names, space, local);
	return *out != 0 ? KT_OK : kt_fail_memory(b->error);
}

/* The declaration of an element pattern, made when it is first met. */
kt_status kt_build_declare(struct builder *b, kt_node node, uint32_t *out)
{
	uint32_t *declared = &b->declared[kt_node_index(node)];
	size_t index = b->declaration_count;
	kt_status status;

	*out = *declared;
	if (*declared != 0)
		return KT_OK;
	if (!kt_grow(&b->declarations, &b->declaration_capacity, index + 1,
		sizeof(*b->declarations)) ||
	    !kt_grow(
		&b->nodes, &b->node_capacity, index + 1, sizeof(*b->nodes)))
		return kt_fail_memory(b->error);
	b->declarations[index] = (struct kt_declaration){ 0 };
	b->nodes[index] = node;
	status = kt_build_name(b, node, false, &b->declarations[index].name);
	if (status != KT_OK)
		return status;
	b->declaration_count++;
	*declared = (uint32_t)index;
	*out = (uint32_t)index;
	return KT_OK;
}

/* ---- declarations ------------------------------------------------------ */

static kt_status keep_children(struct builder *b, struct kt_declaration *out)
{
	struct kt_child *children = kt_arena_array(
	    &b->schema->arena, b->child_count, sizeof(*children));

	if (children == NULL)
		return kt_fail_memory(b->error);
	for (size_t i = 0; i < b->child_count; i++)
		children[i] = b->children[i].child;
	out->children = children;
	out->child_count = (uint32_t)b->child_count;
	return KT_OK;
}

static kt_status keep_attributes(struct builder *b, struct kt_declaration *out)
{
	struct kt_arena *arena = &b->schema->arena;
	struct kt_attribute_declaration *attributes =
	    kt_arena_array(arena, b->attribute_count, sizeof(*attributes));

	if (attributes == NULL)
		return kt_fail_memory(b->error);
	for (size_t i = 0; i < b->attribute_count; i++) {
		const struct found_attribute *found = &b->attributes[i];

		attributes[i].name = found->name;
		attributes[i].required = found->required;
		attributes[i].type = kt_text_facts_type(&found->facts, arena);
		read_documentation(b, found->node, attributes[i].documentation);
	}
	out->attributes = attributes;
	out->attribute_count = (uint32_t)b->attribute_count;
	return KT_OK;
}

static kt_status choose_content(struct builder *b, kt_node node,
    const struct kt_text_facts *facts, struct kt_declaration *out)
{
	bool any = kt_text_facts_any(facts);

	if (b->child_count > 0 && any && !facts->text)
		return kt_build_fail(b, node,
		    "<%.*s> har både elementer og typet tekst",
		    "<%.*s> has both elements and typed text",
		    kt_build_local(b, node));
	out->type.kind = KT_STRING;
	if (b->child_count > 0)
		out->content =
		    facts->text ? KT_CONTENT_MIXED : KT_CONTENT_ELEMENTS;
	else
		out->content = any ? KT_CONTENT_VALUE : KT_CONTENT_EMPTY;
	if (out->content == KT_CONTENT_MIXED)
		out->type.may_be_empty = true;
	else if (out->content == KT_CONTENT_VALUE)
		out->type = kt_text_facts_type(facts, &b->schema->arena);
	return KT_OK;
}

/* Fills one declaration; element patterns in its content get theirs. */
static kt_status fill_declaration(struct builder *b, size_t index)
{
	kt_node node = b->nodes[index];
	struct kt_declaration out = b->declarations[index];
	struct kt_text_facts facts = { 0 };
	kt_status status;

	b->child_count = 0;
	b->attribute_count = 0;
	status = kt_build_walk(b, node, JOINT_ALL, &facts);
	if (status == KT_OK)
		status = choose_content(b, node, &facts, &out);
	if (status == KT_OK)
		status = keep_children(b, &out);
	if (status == KT_OK)
		status = keep_attributes(b, &out);
	if (status != KT_OK)
		return status;
	read_documentation(b, node, out.documentation);
	b->declarations[index] = out;
	kt_arena_reset(&b->scratch);
	return KT_OK;
}

/* ---- grammar ----------------------------------------------------------- */

static int compare_defines(const void *a, const void *b)
{
	const struct define *first = a;
	const struct define *second = b;

	return kt_string_compare(first->name, second->name);
}

const struct define *kt_build_find(
    const struct builder *b, struct kt_string name)
{
	struct define wanted = { name, 0 };

	if (b->define_count == 0)
		return NULL;
	return bsearch(&wanted, b->defines, b->define_count,
	    sizeof(*b->defines), compare_defines);
}

static kt_status read_define(struct builder *b, kt_node node)
{
	struct define define = { kt_build_attribute(b, node, b->name), node };

	if (define.name.size == 0)
		return kt_build_fail(b, node,
		    "<%.*s> skal have sit navn i attributten name",
		    "<%.*s> must have its name in the attribute name",
		    kt_build_local(b, node));
	if (!kt_grow(&b->defines, &b->define_capacity, b->define_count + 1,
		sizeof(*b->defines)))
		return kt_fail_memory(b->error);
	b->defines[b->define_count++] = define;
	return KT_OK;
}

static kt_status read_grammar(struct builder *b, kt_node grammar)
{
	kt_node node = kt_document_first_child(&b->rng, grammar);
	kt_status status = KT_OK;

	if (kt_build_pattern(b, grammar) != PATTERN_GRAMMAR)
		return kt_build_fail_pattern(b, grammar);
	for (; node != 0 && status == KT_OK;
	     node = kt_document_next(&b->rng, node)) {
		enum pattern pattern = kt_build_pattern(b, node);

		if (pattern == PATTERN_DEFINE)
			status = read_define(b, node);
		else if (pattern == PATTERN_START && b->start == 0)
			b->start = node;
		else if (pattern != PATTERN_FOREIGN)
			status = kt_build_fail_pattern(b, node);
	}
	if (status != KT_OK)
		return status;
	if (b->start == 0)
		return kt_build_fail(b, grammar, "<%.*s> mangler et <start>",
		    "<%.*s> lacks a <start>", kt_build_local(b, grammar));
	if (b->define_count > 0)
		qsort(b->defines, b->define_count, sizeof(*b->defines),
		    compare_defines);
	for (size_t i = 1; i < b->define_count; i++) {
		if (compare_defines(&b->defines[i - 1], &b->defines[i]) == 0)
			return kt_build_fail(b, b->defines[i].node,
			    "%.*s er defineret to gange",
			    "%.*s is defined twice", b->defines[i].name);
	}
	return KT_OK;
}

static kt_status read_start(struct builder *b)
{
	struct kt_text_facts facts = { 0 };
	struct kt_schema *schema = b->schema;
	uint32_t *roots;
	kt_status status = kt_build_walk(b, b->start, JOINT_ONE_OF, &facts);

	if (status != KT_OK)
		return status;
	if (b->child_count == 0 || b->attribute_count > 0 ||
	    kt_text_facts_any(&facts))
		return kt_build_fail_pattern(b, b->start);
	roots = kt_arena_array(&schema->arena, b->child_count, sizeof(*roots));
	if (roots == NULL)
		return kt_fail_memory(b->error);
	for (size_t i = 0; i < b->child_count; i++)
		roots[i] = b->children[i].child.declaration;
	schema->roots = roots;
	schema->root_count = (uint32_t)b->child_count;
	schema->space = kt_names_space(b->names, b->children[0].child.name);
	return KT_OK;
}

static kt_status keep_declarations(struct builder *b)
{
	struct kt_declaration *declarations = kt_arena_array(
	    &b->schema->arena, b->declaration_count, sizeof(*declarations));

	if (declarations == NULL || b->schema->arena.failed)
		return kt_fail_memory(b->error);
	memcpy(declarations, b->declarations,
	    b->declaration_count * sizeof(*declarations));
	b->schema->declarations = declarations;
	b->schema->declaration_count = (uint32_t)b->declaration_count;
	return KT_OK;
}

static kt_status build(struct builder *b)
{
	kt_node grammar = kt_document_root(&b->rng);
	kt_status status;

	b->declared = kt_arena_array(
	    &b->schema->arena, b->rng.element_count, sizeof(*b->declared));
	if (b->declared == NULL ||
	    !kt_grow(&b->declarations, &b->declaration_capacity, 1,
		sizeof(*b->declarations)) ||
	    !kt_grow(&b->nodes, &b->node_capacity, 1, sizeof(*b->nodes)))
		return kt_fail_memory(b->error);
	b->declarations[0] = (struct kt_declaration){ 0 };
	b->nodes[0] = 0;
	b->declaration_count = 1;
	status = read_grammar(b, grammar);
	if (status == KT_OK)
		status = read_start(b);
	/* the list grows while it is gone through */
	for (size_t i = 1; i < b->declaration_count && status == KT_OK; i++)
		status = fill_declaration(b, i);
	return status == KT_OK ? keep_declarations(b) : status;
}

/* ---- loading ----------------------------------------------------------- */

/* The names that the builder looks for. */
static bool intern(struct builder *b)
{
	static const char *const patterns[PATTERN_UNKNOWN] = { "grammar",
		"start", "define", "ref", "element", "attribute", "optional",
		"zeroOrMore", "oneOrMore", "choice", "group", "interleave",
		"mixed", "text", "empty", "data", "param", "value", "list" };
	bool ok = true;

	for (size_t i = 0; i < PATTERN_UNKNOWN; i++) {
		b->patterns[i] = kt_names_intern(
		    b->names, KT_S(KT_RELAX_NG), kt_string_of(patterns[i]));
		ok = ok && b->patterns[i] != 0;
	}
	b->documentation = kt_names_intern(
	    b->names, KT_S(KT_ANNOTATIONS), KT_S("documentation"));
	b->lang = kt_names_intern(b->names, KT_S(KT_XML_SPACE), KT_S("lang"));
	b->name = kt_names_intern(b->names, KT_S(""), KT_S("name"));
	b->type = kt_names_intern(b->names, KT_S(""), KT_S("type"));
	b->ns = kt_names_intern(b->names, KT_S(""), KT_S("ns"));
	return ok && b->documentation != 0 && b->lang != 0 && b->name != 0 &&
	       b->type != 0 && b->ns != 0;
}

static kt_status read_schema(struct builder *b, const char *path)
{
	struct kt_reader *reader = kt_reader_create(b->names);
	struct kt_buffer bytes;
	kt_status status;

	kt_buffer_init(&bytes);
	if (reader == NULL)
		status = kt_fail_memory(b->error);
	else
		status = kt_intake_file(path, &bytes, b->error);
	if (status == KT_OK)
		status = kt_reader_read(reader, NULL, kt_buffer_string(&bytes),
		    kt_string_of(path), &b->rng, b->error);
	kt_buffer_finish(&bytes);
	kt_reader_destroy(reader);
	/* a schema is configuration, not a document under test */
	if (status == KT_E_INPUT || status == KT_E_LIMIT) {
		status = KT_E_USE;
		if (b->error != NULL)
			b->error->status = status;
	}
	return status;
}

static void finish_builder(struct builder *b)
{
	kt_document_finish(&b->rng);
	kt_arena_finish(&b->scratch);
	free(b->defines);
	free(b->declarations);
	free(b->nodes);
	free(b->children);
	free(b->attributes);
}

kt_status kt_schema_load(struct kt_names *names, const char *path,
    struct kt_schema **out, struct kt_error *error)
{
	struct builder b = { .names = names, .error = error };
	struct kt_schema *schema = calloc(1, sizeof(*schema));
	kt_status status;

	*out = NULL;
	if (schema == NULL)
		return kt_fail_memory(error);
	kt_arena_init(&schema->arena);
	kt_arena_init(&b.scratch);
	kt_document_init(&b.rng);
	b.schema = schema;
	schema->file = kt_arena_copy(&schema->arena, kt_string_of(path));
	if (schema->file.data == NULL || !intern(&b))
		status = kt_fail_memory(error);
	else
		status = read_schema(&b, path);
	if (status == KT_OK)
		status = build(&b);
	finish_builder(&b);
	if (status != KT_OK) {
		kt_schema_destroy(schema);
		return status;
	}
	*out = schema;
	return KT_OK;
}
