#include "schema.h"

#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "moment.h"

void kt_schema_destroy(struct kt_schema *schema)
{
	if (schema == NULL)
		return;
	kt_arena_finish(&schema->arena);
	free(schema);
}

/* ---- looking ----------------------------------------------------------- */

uint32_t kt_schema_root(const struct kt_schema *schema, uint32_t name)
{
	for (uint32_t i = 0; i < schema->root_count; i++)
		if (schema->declarations[schema->roots[i]].name == name)
			return schema->roots[i];
	return 0;
}

uint32_t kt_schema_child(
    const struct kt_schema *schema, uint32_t declaration, uint32_t name)
{
	const struct kt_declaration *parent;

	if (declaration == 0 || declaration >= schema->declaration_count)
		return 0;
	parent = &schema->declarations[declaration];
	for (uint32_t i = 0; i < parent->child_count; i++)
		if (parent->children[i].name == name)
			return parent->children[i].declaration;
	return 0;
}

const struct kt_attribute_declaration *kt_schema_attribute(
    const struct kt_schema *schema, uint32_t declaration, uint32_t name)
{
	const struct kt_declaration *owner;

	if (declaration == 0 || declaration >= schema->declaration_count)
		return NULL;
	owner = &schema->declarations[declaration];
	for (uint32_t i = 0; i < owner->attribute_count; i++)
		if (owner->attributes[i].name == name)
			return &owner->attributes[i];
	return NULL;
}

bool kt_schema_knows(const struct kt_schema *schema, uint32_t name)
{
	for (uint32_t i = 1; i < schema->declaration_count; i++)
		if (schema->declarations[i].name == name)
			return true;
	return false;
}

/* ---- values ------------------------------------------------------------ */

static bool read_boolean(struct kt_string text, int32_t *out)
{
	bool yes = kt_string_equal(text, KT_S("true")) ||
		   kt_string_equal(text, KT_S("1"));

	*out = yes;
	return yes || kt_string_equal(text, KT_S("false")) ||
	       kt_string_equal(text, KT_S("0"));
}

bool kt_text_read(uint32_t kind, struct kt_string text, struct kt_value *out)
{
	*out = (struct kt_value){ .kind = kind };
	text = kt_string_trim(text);
	if (text.size == 0)
		return false;
	switch (kind) {
	case KT_BOOLEAN:
		return read_boolean(text, &out->u.boolean);
	case KT_DECIMAL:
		return kt_decimal_parse(text, &out->u.decimal);
	case KT_STRING:
		out->u.string = text;
		return true;
	case KT_DATE:
		return kt_date_parse(text, &out->u.date);
	case KT_TIME:
		return kt_time_parse(text, &out->u.time);
	case KT_DATETIME:
		return kt_datetime_parse(text, &out->u.datetime);
	case KT_DURATION:
		return kt_duration_parse(text, &out->u.duration);
	default:
		return false;
	}
}

/* One value, or one token of a list. */
static bool allows_one(const struct kt_text_type *type, struct kt_string text)
{
	struct kt_value value;

	for (uint32_t i = 0; i < type->code_count; i++)
		if (kt_string_equal(type->codes[i], text))
			return true;
	if (type->code_count > 0 && !type->open)
		return false;
	return kt_text_read(type->kind, text, &value) &&
	       (!type->integer || memchr(text.data, '.', text.size) == NULL);
}

bool kt_text_type_allows(const struct kt_text_type *type, struct kt_string text)
{
	text = kt_string_trim(text);
	if (text.size == 0)
		return type->may_be_empty;
	if (!type->list)
		return allows_one(type, text);
	while (text.size > 0) {
		struct kt_string token = { text.data, 0 };

		while (token.size < text.size &&
		       strchr(" \t\r\n", token.data[token.size]) == NULL)
			token.size++;
		if (!allows_one(type, token))
			return false;
		text.data += token.size;
		text.size -= token.size;
		text = kt_string_trim(text);
	}
	return true;
}

/* ---- for a person ------------------------------------------------------ */

static const char *describe_kind(
    const struct kt_text_type *type, enum kt_language language)
{
	static const char *const words[][KT_LANGUAGES] = {
		[KT_BOOLEAN] = { "true eller false", "true or false" },
		[KT_DECIMAL] = { "tal (1234.50)", "number (1234.50)" },
		[KT_STRING] = { "tekst", "text" },
		[KT_DATE] = { "dato (ÅÅÅÅ-MM-DD)", "date (YYYY-MM-DD)" },
		[KT_TIME] = { "klokkeslæt (TT:MM:SS)", "time (HH:MM:SS)" },
		[KT_DATETIME] = { "tidspunkt (ÅÅÅÅ-MM-DDTtt:mm:ss)",
		    "date and time (YYYY-MM-DDThh:mm:ss)" },
		[KT_DURATION] = { "varighed (P30D, P1M)",
		    "duration (P30D, P1M)" },
	};
	static const char *const integer[KT_LANGUAGES] = { "helt tal",
		"whole number" };

	if (type->integer)
		return integer[language];
	if (type->kind >= sizeof(words) / sizeof(words[0]) ||
	    words[type->kind][language] == NULL)
		return words[KT_STRING][language];
	return words[type->kind][language];
}

struct kt_string kt_text_type_describe(const struct kt_text_type *type,
    enum kt_language language, struct kt_arena *arena)
{
	bool english = language == KT_EN;
	struct kt_buffer text;
	struct kt_string copy;

	kt_buffer_init(&text);
	if (type->list)
		kt_buffer_add(
		    &text, english ? KT_S("list of: ") : KT_S("liste af: "));
	if (type->code_count == 0 || type->open)
		kt_buffer_add(
		    &text, kt_string_of(describe_kind(type, language)));
	if (type->code_count > 0 && type->open)
		kt_buffer_add(&text, english ? KT_S(" or ") : KT_S(" eller "));
	if (type->code_count > 0)
		kt_buffer_add(
		    &text, english ? KT_S("one of: ") : KT_S("en af: "));
	for (uint32_t i = 0; i < type->code_count; i++) {
		if (i > 0)
			kt_buffer_add(&text, KT_S(", "));
		kt_buffer_add(&text, type->codes[i]);
	}
	copy = text.failed ? KT_S("")
			   : kt_arena_copy(arena, kt_buffer_string(&text));
	kt_buffer_finish(&text);
	return copy;
}
