#include "pack.h"

#include "moment.h"

#include <stdlib.h>

void kt_rules_destroy(struct kt_rules *rules)
{
	if (rules == NULL)
		return;
	for (size_t i = 0; i < rules->schema_count; i++)
		kt_schema_destroy(rules->schemas[i]);
	kt_schema_destroy(rules->pack_schema);
	kt_arena_finish(&rules->arena);
	free(rules);
}

/* ---- finding ----------------------------------------------------------- */

struct kt_rule *kt_rules_find(
    const struct kt_rules *rules, struct kt_string id_or_alias)
{
	size_t low = 0;
	size_t high = rules->id_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order =
		    kt_string_compare(rules->ids[middle].id, id_or_alias);

		if (order == 0)
			return rules->ids[middle].rule;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct kt_pack *kt_rules_pack(
    const struct kt_rules *rules, struct kt_string id_or_prefix)
{
	for (size_t i = 0; i < rules->pack_count; i++) {
		struct kt_pack *pack = &rules->packs[i];

		if (kt_string_equal(pack->id, id_or_prefix) ||
		    kt_string_equal(pack->prefix, id_or_prefix))
			return pack;
	}
	return NULL;
}

bool kt_rule_is_named(const struct kt_rule *rule, struct kt_string name)
{
	if (kt_string_equal(name, rule->id))
		return true;
	for (size_t i = 0; i < rule->alias_count; i++) {
		if (kt_string_equal(name, rule->aliases[i]))
			return true;
	}
	return name.size > 0 && rule->id.size > name.size &&
	       kt_string_starts(rule->id, name) &&
	       rule->id.data[name.size] == '-';
}

bool kt_rules_name(const struct kt_rules *rules, struct kt_string name)
{
	for (size_t i = 0; i < rules->pack_count; i++) {
		const struct kt_pack *pack = &rules->packs[i];

		for (size_t k = 0; k < pack->rule_count; k++) {
			if (kt_rule_is_named(&pack->rules[k], name))
				return true;
		}
	}
	return false;
}

kt_status kt_rules_each_pack(const struct kt_rules *rules,
    const char *const *packs,
    kt_status (*call)(void *data, const struct kt_pack *pack), void *data,
    struct kt_error *error)
{
	kt_status status = KT_OK;

	for (size_t i = 0; packs == NULL && i < rules->pack_count; i++) {
		status = call(data, &rules->packs[i]);
		if (status != KT_OK)
			return status;
	}
	for (; packs != NULL && *packs != NULL; packs++) {
		const struct kt_pack *pack =
		    kt_rules_pack(rules, kt_string_of(*packs));

		if (pack == NULL)
			return kt_fail(error, KT_E_USE,
			    "der er intet regelsæt »%s«",
			    "there is no pack '%s'", *packs);
		status = call(data, pack);
		if (status != KT_OK)
			return status;
	}
	return status;
}

const struct kt_program *kt_rule_program(
    const struct kt_rule *rule, const struct kt_schema *schema)
{
	for (size_t i = 0; i < rule->program_count; i++) {
		if (rule->programs[i].schema == schema)
			return &rule->programs[i];
	}
	return NULL;
}

bool kt_period_covers(const struct kt_period *period, struct kt_date date)
{
	if (period->has_from && kt_date_compare(date, period->from) < 0)
		return false;
	return !period->has_to || kt_date_compare(date, period->to) <= 0;
}

const struct kt_edition *kt_pack_edition(
    const struct kt_pack *pack, struct kt_date date)
{
	for (size_t i = 0; i < pack->edition_count; i++) {
		if (kt_period_covers(&pack->editions[i].period, date))
			return &pack->editions[i];
	}
	return NULL;
}

int kt_parameter_index(const struct kt_pack *pack, struct kt_string name)
{
	size_t low = 0;
	size_t high = pack->parameter_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order =
		    kt_string_compare(pack->declarations[middle].name, name);

		if (order == 0)
			return (int)middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

/* ---- documents --------------------------------------------------------- */

struct kt_scope kt_rules_scope(
    const struct kt_rules *rules, const struct kt_schema *schema)
{
	struct kt_scope scope = { 0 };

	scope.names = rules->names;
	scope.library = rules->library;
	scope.schema = schema;
	for (size_t i = 0; i < rules->schema_count; i++) {
		if (rules->schemas[i] == schema)
			scope.prefixes = rules->prefixes[i];
	}
	if (scope.prefixes != NULL)
		scope.prefix_count = rules->prefix_count;
	return scope;
}

static const struct kt_document_kind *find_kind(
    const struct kt_rules *rules, struct kt_string space, struct kt_string root)
{
	for (size_t i = 0; i < rules->kind_count; i++) {
		const struct kt_document_kind *kind = &rules->kinds[i];

		if (kind->base == NULL && kt_string_equal(kind->root, root) &&
		    kt_string_equal(kind->schema->space, space))
			return kind;
	}
	return NULL;
}

static const struct kt_schema *find_schema(
    void *data, struct kt_string space, struct kt_string root)
{
	const struct kt_document_kind *kind = find_kind(data, space, root);

	return kind == NULL ? NULL : kind->schema;
}

struct kt_schema_source kt_rules_schemas(const struct kt_rules *rules)
{
	return (struct kt_schema_source){ find_schema, (void *)rules };
}

const struct kt_document_kind *kt_rules_kind(
    const struct kt_rules *rules, const struct kt_document *document)
{
	uint32_t name = kt_document_name(document, kt_document_root(document));

	return find_kind(rules, kt_names_space(document->names, name),
	    kt_names_local(document->names, name));
}

/* ---- text -------------------------------------------------------------- */

bool kt_placeholder_next(struct kt_string *text, struct kt_string *name)
{
	size_t begin = 0;
	size_t end;

	while (begin < text->size && text->data[begin] != '{' &&
	       text->data[begin] != '}')
		begin++;
	if (begin == text->size)
		return false;
	end = begin + 1;
	while (end < text->size && text->data[end] != '{' &&
	       text->data[end] != '}')
		end++;
	*name = (struct kt_string){ NULL, 0 };
	if (text->data[begin] == '{' && end < text->size &&
	    text->data[end] == '}') {
		name->data = text->data + begin + 1;
		name->size = end - begin - 1;
		begin = end;
	}
	text->data += begin + 1;
	text->size -= begin + 1;
	return true;
}

/* ---- words ------------------------------------------------------------- */

static const char *const severity_names[] = { "info", "warning", "error",
	"fatal" };

const char *kt_severity_name(enum kt_severity severity)
{
	return severity_names[severity];
}

bool kt_severity_parse(struct kt_string text, enum kt_severity *out)
{
	for (int i = KT_INFO; i <= KT_FATAL; i++) {
		if (kt_string_equal(text, kt_string_of(severity_names[i]))) {
			*out = (enum kt_severity)i;
			return true;
		}
	}
	return false;
}

const char *kt_value_status_name(enum kt_status_of_value status)
{
	switch (status) {
	case KT_ASSUMED:
		return "antaget";
	case KT_VERIFIED:
		return "verificeret";
	case KT_EMPTY:
	default:
		return "tom";
	}
}
