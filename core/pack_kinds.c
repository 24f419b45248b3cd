/*
 * rules/dokumenter.xml: kinds of documents and their schemas.
 */
#include "pack_read.h"

#include <stdlib.h>
#include <string.h>

/* ---- schemas ----------------------------------------------------------- */

static kt_status load_schema(struct pack_loader *l, kt_node node,
    struct kt_string file, const struct kt_schema **out)
{
	struct kt_rules *rules = l->rules;
	struct kt_string path = kt_arena_printf(
	    &rules->arena, "%.*s/%.*s", KT_FMT(rules->folder), KT_FMT(file));
	struct kt_schema *schema = NULL;
	kt_status status;

	if (path.data == NULL)
		return kt_fail_memory(l->error);
	if (file.size == 0 || file.data[0] == '/' ||
	    strstr(path.data + rules->folder.size, "..") != NULL)
		return PACK_REFUSE(l, node,
		    "skemaet »%.*s« skal være en fil i regelmappen",
		    "the schema '%.*s' must be a file in the rules folder",
		    KT_FMT(file));
	for (size_t i = 0; i < rules->schema_count; i++) {
		if (kt_string_equal(rules->schemas[i]->file, path)) {
			*out = rules->schemas[i];
			return KT_OK;
		}
	}
	status = kt_schema_load(rules->names, path.data, &schema, l->error);
	if (status != KT_OK)
		return status;
	rules->schemas[rules->schema_count++] = schema;
	*out = schema;
	return KT_OK;
}

/* ---- one kind ---------------------------------------------------------- */

static uint32_t root_declaration(
    struct pack_loader *l, const struct kt_document_kind *kind)
{
	uint32_t name =
	    kt_names_find(l->rules->names, kind->schema->space, kind->root);

	return name == 0 ? 0 : kt_schema_root(kind->schema, name);
}

static kt_status read_label(
    struct pack_loader *l, kt_node node, struct kt_document_kind *out)
{
	struct kt_names *names = l->rules->names;
	struct kt_string none = KT_S("");
	kt_node label = pack_child(l, node, W_ETIKET);
	const struct {
		enum pack_word word;
		uint32_t *name;
	} attributes[] = {
		{ W_ID, &out->label_id },
		{ W_NUMMER, &out->label_number },
		{ W_OVERSKRIFT, &out->label_heading },
	};

	if (label == 0)
		return KT_OK;
	out->label_element = kt_names_intern(
	    names, out->schema->space, pack_value(l, label, W_ELEMENT));
	if (out->label_element == 0)
		return kt_fail_memory(l->error);
	if (!kt_schema_knows(out->schema, out->label_element))
		return PACK_REFUSE(l, label, "skemaet har intet element »%.*s«",
		    "the schema has no element '%.*s'",
		    KT_FMT(pack_value(l, label, W_ELEMENT)));
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
		struct kt_string name =
		    pack_value(l, label, attributes[i].word);

		if (name.data == NULL)
			continue;
		*attributes[i].name = kt_names_intern(names, none, name);
		if (*attributes[i].name == 0)
			return kt_fail_memory(l->error);
	}
	return KT_OK;
}

/* Names of elements, separated by space. */
static kt_status read_confidential(
    struct pack_loader *l, kt_node node, struct kt_document_kind *out)
{
	struct kt_string rest = pack_value(l, node, W_FORTROLIGT);
	uint32_t *names =
	    kt_arena_array(&l->rules->arena, rest.size / 2 + 1, sizeof(*names));

	if (names == NULL)
		return kt_fail_memory(l->error);
	out->confidential = names;
	while ((rest = kt_string_trim(rest)).size > 0) {
		const char *space = memchr(rest.data, ' ', rest.size);
		struct kt_string name = rest;

		if (space != NULL)
			name.size = (size_t)(space - rest.data);
		names[out->confidential_count] =
		    kt_names_find(l->rules->names, out->schema->space, name);
		if (!kt_schema_knows(
			out->schema, names[out->confidential_count]))
			return PACK_REFUSE(l,
			    pack_attribute(l, node, W_FORTROLIGT),
			    "skemaet har intet element »%.*s«",
			    "the schema has no element '%.*s'", KT_FMT(name));
		out->confidential_count++;
		rest.data += name.size;
		rest.size -= name.size;
	}
	return KT_OK;
}

static kt_status read_base(
    struct pack_loader *l, kt_node node, struct kt_document_kind *out)
{
	struct kt_string space = pack_value(l, node, W_NAVNERUM);
	struct kt_string file = pack_value(l, node, W_SKEMA);
	kt_status status;

	out->root = pack_copy_value(l, node, W_ROD);
	out->prefix = pack_copy_value(l, node, W_PRAEFIKS);
	if (space.data == NULL || file.data == NULL || out->root.size == 0 ||
	    pack_attribute(l, node, W_AFGOERENDE_DATO) == 0)
		return PACK_REFUSE(l, node,
		    "dokumenttypen skal have navnerum, rod, skema og "
		    "afgoerende-dato (eller »af«)",
		    "the kind must have navnerum, rod, skema and "
		    "afgoerende-dato (or 'af')");
	if (pack_attribute(l, node, W_NAAR) != 0)
		return PACK_REFUSE(l, pack_attribute(l, node, W_NAAR),
		    "»naar« kræver »af«", "'naar' needs 'af'");
	status = load_schema(l, node, file, &out->schema);
	if (status != KT_OK)
		return status;
	if (!kt_string_equal(out->schema->space, space))
		return PACK_REFUSE(l, node, "skemaets navnerum er »%.*s«",
		    "the schema's namespace is '%.*s'",
		    KT_FMT(out->schema->space));
	if (root_declaration(l, out) == 0)
		return PACK_REFUSE(l, node, "skemaet har ingen rod »%.*s«",
		    "the schema has no root '%.*s'", KT_FMT(out->root));
	return read_confidential(l, node, out);
}

static kt_status read_derived(struct pack_loader *l, kt_node node,
    struct kt_string base, struct kt_document_kind *out)
{
	static const enum pack_word not_here[] = { W_NAVNERUM, W_ROD, W_SKEMA,
		W_PRAEFIKS };

	out->base = pack_find_kind(l, base);
	if (out->base == NULL || out->base->base != NULL)
		return PACK_REFUSE(l, node,
		    "»af« skal nævne en dokumenttype, der står før denne og "
		    "selv er uden »af«",
		    "'af' must name a kind that stands before this one and "
		    "has no 'af' itself");
	for (size_t i = 0; i < sizeof(not_here) / sizeof(*not_here); i++) {
		if (pack_attribute(l, node, not_here[i]) != 0)
			return PACK_REFUSE(l,
			    pack_attribute(l, node, not_here[i]),
			    "navnerum, rod, skema og praefiks følger af »af«",
			    "navnerum, rod, skema and praefiks come from 'af'");
	}
	if (pack_attribute(l, node, W_NAAR) == 0)
		return PACK_REFUSE(
		    l, node, "»naar« mangler", "'naar' is missing");
	out->schema = out->base->schema;
	out->root = out->base->root;
	out->prefix = out->base->prefix;
	out->date = out->base->date;
	out->date_text = out->base->date_text;
	out->label_element = out->base->label_element;
	out->label_id = out->base->label_id;
	out->label_number = out->base->label_number;
	out->label_heading = out->base->label_heading;
	out->confidential = out->base->confidential;
	out->confidential_count = out->base->confidential_count;
	return KT_OK;
}

static kt_status read_kind(
    struct pack_loader *l, kt_node node, struct kt_document_kind *out)
{
	struct kt_string base = pack_value(l, node, W_AF);
	kt_status status;

	out->id = pack_copy_value(l, node, W_ID);
	if (!pack_is_id(out->id))
		return PACK_REFUSE(l, node, "»%.*s« er intet id",
		    "'%.*s' is no id", KT_FMT(out->id));
	if (pack_find_kind(l, out->id) != NULL)
		return PACK_REFUSE(l, node, "id »%.*s« står to gange",
		    "the id '%.*s' stands twice", KT_FMT(out->id));
	status = pack_languages(l, node, W_TITEL, true, out->title);
	if (status == KT_OK && base.data == NULL)
		status = read_base(l, node, out);
	else if (status == KT_OK)
		status = read_derived(l, node, base, out);
	if (status == KT_OK)
		status = read_label(l, node, out);
	return status;
}

/* ---- expressions ------------------------------------------------------- */

/* Where documents of the kinds may be named in expressions. */
static kt_status make_prefixes(struct pack_loader *l)
{
	struct kt_rules *rules = l->rules;
	struct kt_arena *arena = &rules->arena;
	size_t count = 1;

	rules->prefixes = kt_arena_array(
	    arena, rules->schema_count, sizeof(*rules->prefixes));
	if (rules->prefixes == NULL)
		return kt_fail_memory(l->error);
	for (size_t i = 0; i < rules->schema_count; i++) {
		struct kt_prefix *row =
		    kt_arena_array(arena, rules->kind_count + 1, sizeof(*row));

		if (row == NULL)
			return kt_fail_memory(l->error);
		row[0] = (struct kt_prefix){ KT_S(""), rules->schemas[i] };
		count = 1;
		for (size_t j = 0; j < rules->kind_count; j++) {
			const struct kt_document_kind *kind = &rules->kinds[j];

			if (kind->base == NULL && kind->prefix.size > 0)
				row[count++] = (struct kt_prefix){ kind->prefix,
					kind->schema };
		}
		rules->prefixes[i] = row;
	}
	rules->prefix_count = count;
	return KT_OK;
}

static kt_status compile_date(struct pack_loader *l, kt_node node,
    const struct kt_scope *scope, struct kt_document_kind *kind)
{
	kt_node date = pack_attribute(l, node, W_AFGOERENDE_DATO);

	if (date != 0) {
		kind->date_text = pack_copy_value(l, node, W_AFGOERENDE_DATO);
		return pack_compile_value(l, date, scope, &kind->date);
	}
	if (kind->base != NULL) {
		kind->date = kind->base->date;
		kind->date_text = kind->base->date_text;
	}
	return KT_OK;
}

/* An empty one is the file's name, also where the wider kind has another. */
static kt_status compile_identity(struct pack_loader *l, kt_node node,
    const struct kt_scope *scope, struct kt_document_kind *kind)
{
	kt_node identity = pack_attribute(l, node, W_IDENTITET);

	if (identity == 0 && kind->base != NULL)
		kind->identity = kind->base->identity;
	if (pack_value(l, node, W_IDENTITET).size == 0)
		return KT_OK;
	return pack_compile_value(l, identity, scope, &kind->identity);
}

/* A path and nothing else: what it gives is read as text. */
static kt_status compile_path(struct pack_loader *l, kt_node node,
    enum pack_word word, const struct kt_scope *scope,
    const struct kt_expr **out)
{
	kt_node attribute = pack_attribute(l, node, word);
	kt_status status;

	if (attribute == 0)
		return KT_OK;
	status = pack_compile_value(l, attribute, scope, out);
	if (status == KT_OK && kt_expr_kind(*out) != KT_NODE)
		return PACK_REFUSE(l, attribute, "her skal der stå en vej",
		    "this must be a path");
	return status;
}

/* <fravigelse>: where departures stand in the document, and their fields. */
static kt_status compile_departures(struct pack_loader *l, kt_node node,
    struct kt_scope scope, struct kt_document_kind *kind)
{
	static const enum pack_word words[KT_DEPARTURE_FIELDS] = {
		[KT_DEPARTURE_RULE] = W_REGEL,
		[KT_DEPARTURE_CLAUSE] = W_KLAUSUL,
		[KT_DEPARTURE_REASON] = W_AARSAG,
		[KT_DEPARTURE_APPROVED_BY] = W_GODKENDT_AF,
		[KT_DEPARTURE_REFERENCE] = W_REFERENCE,
		[KT_DEPARTURE_UNTIL] = W_TIL_OG_MED,
	};
	kt_node paths = pack_child(l, node, W_FRAVIGELSE);
	kt_status status;

	if (paths == 0 && kind->base != NULL) {
		kind->departures = kind->base->departures;
		memcpy(kind->departure_fields, kind->base->departure_fields,
		    sizeof(kind->departure_fields));
	}
	if (paths == 0)
		return KT_OK;
	status = compile_path(l, paths, W_VEJ, &scope, &kind->departures);
	if (status != KT_OK)
		return status;
	scope.declarations =
	    kt_expr_declarations(kind->departures, &scope.declaration_count);
	for (int i = 0; i < KT_DEPARTURE_FIELDS && status == KT_OK; i++)
		status = compile_path(
		    l, paths, words[i], &scope, &kind->departure_fields[i]);
	return status;
}

/* Everything for which all schemas must be known. */
static kt_status compile_kind(
    struct pack_loader *l, kt_node node, struct kt_document_kind *kind)
{
	struct kt_scope scope = kt_rules_scope(l->rules, kind->schema);
	uint32_t declaration = root_declaration(l, kind);
	kt_node when = pack_attribute(l, node, W_NAAR);
	kt_status status = KT_OK;

	scope.declarations = &declaration;
	scope.declaration_count = 1;
	if (when != 0)
		status = pack_compile_value(l, when, &scope, &kind->when);
	if (status == KT_OK)
		status = compile_date(l, node, &scope, kind);
	if (status == KT_OK)
		status = compile_identity(l, node, &scope, kind);
	if (status == KT_OK)
		status = compile_departures(l, node, scope, kind);
	return status;
}

/* Two kinds that nothing in a document tells apart. */
static kt_status check_distinct(
    struct pack_loader *l, kt_node node, const struct kt_document_kind *kind)
{
	for (const struct kt_document_kind *other = l->rules->kinds;
	     other < kind; other++) {
		if (kind->base != NULL || other->base != NULL)
			continue;
		if (kind->schema == other->schema &&
		    kt_string_equal(kind->root, other->root))
			return PACK_REFUSE(l, node,
			    "dokumenttyperne %.*s og %.*s har samme rod",
			    "the kinds %.*s and %.*s have the same root",
			    KT_FMT(other->id), KT_FMT(kind->id));
		if (kt_string_equal(kind->prefix, other->prefix) &&
		    kind->schema != other->schema)
			return PACK_REFUSE(l, node,
			    "dokumenttyperne %.*s og %.*s har samme præfiks",
			    "the kinds %.*s and %.*s have the same prefix",
			    KT_FMT(other->id), KT_FMT(kind->id));
	}
	return KT_OK;
}

const struct kt_document_kind *pack_find_kind(
    struct pack_loader *l, struct kt_string id)
{
	for (size_t i = 0; i < l->rules->kind_count; i++) {
		if (kt_string_equal(l->rules->kinds[i].id, id))
			return &l->rules->kinds[i];
	}
	return NULL;
}

static kt_status read_kinds(struct pack_loader *l)
{
	struct kt_rules *rules = l->rules;
	kt_node node = pack_child(l, pack_root(l), W_DOKUMENTTYPE);
	kt_status status = KT_OK;

	for (; node != 0 && status == KT_OK;
	     node = pack_next(l, node, W_DOKUMENTTYPE)) {
		struct kt_document_kind *kind =
		    &rules->kinds[rules->kind_count];

		status = read_kind(l, node, kind);
		if (status == KT_OK)
			status = check_distinct(l, node, kind);
		/* not before: it must not be found while it is read */
		rules->kind_count++;
	}
	return status;
}

kt_status pack_load_kinds(struct pack_loader *l)
{
	struct kt_rules *rules = l->rules;
	struct kt_string path = kt_arena_printf(
	    &rules->arena, "%.*s/dokumenter.xml", KT_FMT(rules->folder));
	kt_status status;
	kt_node node;
	size_t count;

	if (path.data == NULL)
		return kt_fail_memory(l->error);
	status = pack_open(l, path.data, W_DOKUMENTTYPER, W_DOKUMENTTYPER);
	if (status != KT_OK)
		return status;
	count = pack_count(l, pack_root(l), W_DOKUMENTTYPE);
	rules->kinds =
	    kt_arena_array(&rules->arena, count, sizeof(*rules->kinds));
	rules->schemas =
	    kt_arena_array(&rules->arena, count, sizeof(*rules->schemas));
	if (rules->kinds == NULL || rules->schemas == NULL)
		return kt_fail_memory(l->error);
	status = read_kinds(l);
	if (status == KT_OK)
		status = make_prefixes(l);
	node = pack_child(l, pack_root(l), W_DOKUMENTTYPE);
	for (size_t i = 0; i < rules->kind_count && status == KT_OK; i++) {
		status = compile_kind(l, node, &rules->kinds[i]);
		node = pack_next(l, node, W_DOKUMENTTYPE);
	}
	return status;
}
