#include "schema_text.h"

#include <string.h>

bool kt_text_facts_any(const struct kt_text_facts *facts)
{
	return facts->text || facts->data || facts->code_count > 0;
}

struct kt_text_facts kt_text_facts_of_data(struct kt_string type, bool facets)
{
	static const struct {
		struct kt_string type;
		uint32_t kind;
		bool integer;
		bool empty; /* the type has an empty value, facets apart */
	} table[] = {
		{ { "decimal", 7 }, KT_DECIMAL, false, false },
		{ { "integer", 7 }, KT_DECIMAL, true, false },
		{ { "nonNegativeInteger", 18 }, KT_DECIMAL, true, false },
		{ { "positiveInteger", 15 }, KT_DECIMAL, true, false },
		{ { "int", 3 }, KT_DECIMAL, true, false },
		{ { "gYear", 5 }, KT_DECIMAL, true, false },
		{ { "date", 4 }, KT_DATE, false, false },
		{ { "time", 4 }, KT_TIME, false, false },
		{ { "dateTime", 8 }, KT_DATETIME, false, false },
		{ { "duration", 8 }, KT_DURATION, false, false },
		{ { "boolean", 7 }, KT_BOOLEAN, false, false },
		{ { "string", 6 }, KT_STRING, false, true },
		{ { "normalizedString", 16 }, KT_STRING, false, true },
		{ { "token", 5 }, KT_STRING, false, true },
		{ { "anyURI", 6 }, KT_STRING, false, true },
	};
	struct kt_text_facts facts = { .data = true, .kind = KT_STRING };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (kt_string_equal(table[i].type, type)) {
			facts.kind = table[i].kind;
			facts.integer = table[i].integer;
			facts.empty = table[i].empty && !facets;
		}
	}
	return facts;
}

bool kt_text_facts_add_code(
    struct kt_text_facts *facts, struct kt_string code, struct kt_arena *arena)
{
	if (code.size == 0)
		return true;
	for (uint32_t i = 0; i < facts->code_count; i++)
		if (kt_string_equal(facts->codes[i], code))
			return true;
	if (facts->code_count == facts->code_capacity) {
		uint32_t capacity = facts->code_capacity * 2 + 8;
		struct kt_string *codes =
		    kt_arena_array(arena, capacity, sizeof(*codes));

		if (codes == NULL)
			return false;
		if (facts->code_count > 0)
			memcpy(codes, facts->codes,
			    facts->code_count * sizeof(*codes));
		facts->codes = codes;
		facts->code_capacity = capacity;
	}
	facts->codes[facts->code_count++] = code;
	return true;
}

bool kt_text_facts_merge(struct kt_text_facts *facts,
    const struct kt_text_facts *more, bool alternatives, struct kt_arena *arena)
{
	bool one = kt_text_facts_any(facts) != kt_text_facts_any(more);

	facts->empty = facts->empty || more->empty || (alternatives && one);
	facts->text = facts->text || more->text;
	facts->list = facts->list || more->list;
	facts->clash = facts->clash || more->clash;
	if (more->data && facts->data) {
		facts->clash = facts->clash || facts->kind != more->kind;
		facts->integer = facts->integer && more->integer;
	} else if (more->data) {
		facts->data = true;
		facts->kind = more->kind;
		facts->integer = more->integer;
	}
	for (uint32_t i = 0; i < more->code_count; i++)
		if (!kt_text_facts_add_code(facts, more->codes[i], arena))
			return false;
	return true;
}

struct kt_text_type kt_text_facts_type(
    const struct kt_text_facts *facts, struct kt_arena *arena)
{
	struct kt_text_type type = { .kind = KT_STRING,
		.may_be_empty = facts->empty || facts->text,
		.list = facts->list };
	struct kt_string *codes;

	if (facts->data && !facts->text && !facts->clash) {
		type.kind = facts->kind;
		type.integer = facts->integer;
	}
	type.open = facts->clash ||
		    (facts->code_count > 0 && (facts->data || facts->text));
	if (facts->code_count == 0)
		return type;
	codes = kt_arena_array(arena, facts->code_count, sizeof(*codes));
	if (codes == NULL)
		return type;
	for (uint32_t i = 0; i < facts->code_count; i++)
		codes[i] = kt_arena_copy(arena, facts->codes[i]);
	type.codes = codes;
	type.code_count = facts->code_count;
	return type;
}
