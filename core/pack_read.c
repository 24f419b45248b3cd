#include "pack_read.h"

#include "moment.h"

#include <stdlib.h>
#include <string.h>

static const char rule_space[] = "urn:kontrakttjek:regler:1";
static const char xml_space[] = "http://www.w3.org/XML/1998/namespace";

/* ---- loader ------------------------------------------------------------ */

kt_status pack_loader_init(
    struct pack_loader *l, struct kt_rules *rules, struct kt_error *error)
{
	static const char *const words[] = {
#define PACK_WORD(name, text) text,
		PACK_WORDS(PACK_WORD)
#undef PACK_WORD
	};
	struct kt_string space = kt_string_of(rule_space);

	*l = (struct pack_loader){ .rules = rules, .error = error };
	kt_document_init(&l->document);
	kt_buffer_init(&l->bytes);
	l->reader = kt_reader_create(rules->names);
	if (l->reader == NULL)
		return kt_fail_memory(error);
	l->language = kt_names_intern(
	    rules->names, kt_string_of(xml_space), KT_S("lang"));
	if (l->language == 0)
		return kt_fail_memory(error);
	for (int i = 0; i < W_COUNT; i++) {
		struct kt_string word = kt_string_of(words[i]);

		l->elements[i] = kt_names_intern(rules->names, space, word);
		l->attributes[i] =
		    kt_names_intern(rules->names, KT_S(""), word);
		if (l->elements[i] == 0 || l->attributes[i] == 0)
			return kt_fail_memory(error);
	}
	return KT_OK;
}

void pack_loader_finish(struct pack_loader *l)
{
	kt_document_finish(&l->document);
	kt_buffer_finish(&l->bytes);
	kt_reader_destroy(l->reader);
	free(l->rules_read);
	l->reader = NULL;
	l->rules_read = NULL;
}

/* ---- refusing ---------------------------------------------------------- */

kt_status pack_failure(struct pack_loader *l)
{
	if (l->rules->arena.failed)
		return kt_fail_memory(l->error);
	return KT_E_USE;
}

kt_status pack_place(struct pack_loader *l, kt_node node)
{
	struct kt_position at = { 0, 0 };

	if (node != 0)
		at = pack_position(l, node);
	return kt_fail_at(l->error, l->file, at.line, at.column);
}

void pack_nearest_begin(struct pack_nearest *nearest, struct kt_string wanted)
{
	size_t length = kt_string_length(wanted);

	*nearest = (struct pack_nearest){ .wanted = wanted };
	/* a third of the letters may differ */
	nearest->limit = length < 3 ? 1 : length / 3;
}

void pack_nearest_try(struct pack_nearest *nearest, struct kt_string name)
{
	size_t distance =
	    kt_string_distance(nearest->wanted, name, nearest->limit);

	if (distance > nearest->limit)
		return;
	nearest->best = name;
	/* later names must be nearer */
	nearest->limit = distance == 0 ? 0 : distance - 1;
}

void pack_nearest_end(struct pack_loader *l, struct pack_nearest *nearest)
{
	struct kt_arena *arena = &l->rules->arena;
	struct kt_string da, en;

	nearest->da = nearest->en = "";
	if (nearest->best.size == 0)
		return;
	da =
	    kt_arena_printf(arena, "; mente du »%.*s«?", KT_FMT(nearest->best));
	en = kt_arena_printf(
	    arena, "; did you mean '%.*s'?", KT_FMT(nearest->best));
	if (da.data != NULL && en.data != NULL) {
		nearest->da = da.data;
		nearest->en = en.data;
	}
}

/* ---- files ------------------------------------------------------------- */

static const struct kt_schema *find_schema(
    void *data, struct kt_string space, struct kt_string root)
{
	struct pack_loader *l = data;
	const struct kt_schema *schema = l->rules->pack_schema;
	uint32_t name = kt_names_find(l->rules->names, space, root);

	if (name == 0 || kt_schema_root(schema, name) == 0)
		return NULL;
	return schema;
}

static kt_status refuse_value(
    struct pack_loader *l, const struct kt_document_issue *issue)
{
	struct kt_arena *arena = &l->rules->arena;
	struct kt_string da = KT_S("");
	struct kt_string en = KT_S("");

	if (issue->type != NULL) {
		da = kt_arena_copy(
		    arena, kt_text_type_describe(issue->type, KT_DA, arena));
		en = kt_arena_copy(
		    arena, kt_text_type_describe(issue->type, KT_EN, arena));
	}
	if (da.data == NULL || en.data == NULL)
		return kt_fail_memory(l->error);
	return PACK_REFUSE(l, issue->node,
	    "»%.*s« passer ikke her; ventet: %s%.0s",
	    "'%.*s' does not fit here; expected: %.0s%s", KT_FMT(issue->name),
	    da.data, en.data);
}

/* The first thing that the schema does not allow. */
static kt_status refuse_issue(struct pack_loader *l)
{
	const struct kt_document_issue *issue = &l->document.issues[0];
	struct pack_nearest nearest = { .best = issue->nearest };

	pack_nearest_end(l, &nearest);
	switch (issue->kind) {
	case KT_ISSUE_UNKNOWN_ELEMENT:
	case KT_ISSUE_MISPLACED_ELEMENT:
		return PACK_REFUSE(l, issue->node,
		    "elementet »%.*s« kan ikke stå her%s%.0s",
		    "element '%.*s' cannot stand here%.0s%s",
		    KT_FMT(issue->name), nearest.da, nearest.en);
	case KT_ISSUE_UNKNOWN_ATTRIBUTE:
		return PACK_REFUSE(l, issue->node,
		    "attributten »%.*s« kendes ikke her%s%.0s",
		    "attribute '%.*s' is not known here%.0s%s",
		    KT_FMT(issue->name), nearest.da, nearest.en);
	case KT_ISSUE_MISSING_ATTRIBUTE:
		return PACK_REFUSE(l, issue->node, "attributten »%.*s« mangler",
		    "attribute '%.*s' is missing", KT_FMT(issue->name));
	case KT_ISSUE_VALUE:
		return refuse_value(l, issue);
	case KT_ISSUE_TEXT:
	default:
		return PACK_REFUSE(l, issue->node, "her kan der ikke stå tekst",
		    "no text can stand here");
	}
}

kt_status pack_open(struct pack_loader *l, const char *path,
    enum pack_word root, enum pack_word or)
{
	struct kt_schema_source source = { find_schema, l };
	struct kt_string expected =
	    kt_names_local(l->rules->names, l->elements[root]);
	kt_status status;

	l->file = kt_arena_copy(&l->rules->arena, kt_string_of(path));
	if (l->file.data == NULL)
		return kt_fail_memory(l->error);
	status = kt_intake_file(path, &l->bytes, l->error);
	if (status == KT_OK)
		status = kt_reader_read(l->reader, &source,
		    kt_buffer_string(&l->bytes), l->file, &l->document,
		    l->error);
	if (status != KT_OK) {
		kt_fail_at(l->error, l->file, 0, 0);
		return status;
	}
	if (l->document.issue_count > 0)
		return refuse_issue(l);
	if (!pack_is(l, pack_root(l), root) && !pack_is(l, pack_root(l), or))
		return PACK_REFUSE(l, pack_root(l),
		    "filens rod skal være »%.*s«",
		    "the root of this file must be '%.*s'", KT_FMT(expected));
	return KT_OK;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- nodes ------------------------------------------------------------- */

kt_node pack_root(struct pack_loader *l)
{
	return kt_document_root(&l->document);
}

bool pack_is(struct pack_loader *l, kt_node element, enum pack_word word)
{
	return kt_document_name(&l->document, element) == l->elements[word];
}

static kt_node first_named(
    struct pack_loader *l, kt_node node, enum pack_word word)
{
	while (node != 0 && !pack_is(l, node, word))
		node = kt_document_next(&l->document, node);
	return node;
}

kt_node pack_child(struct pack_loader *l, kt_node parent, enum pack_word word)
{
	return first_named(
	    l, kt_document_first_child(&l->document, parent), word);
}

kt_node pack_next(struct pack_loader *l, kt_node node, enum pack_word word)
{
	return first_named(l, kt_document_next(&l->document, node), word);
}

size_t pack_count(struct pack_loader *l, kt_node parent, enum pack_word word)
{
	kt_node node = pack_child(l, parent, word);
	size_t count = 0;

	for (; node != 0; node = pack_next(l, node, word))
		count++;
	return count;
}

kt_node pack_attribute(
    struct pack_loader *l, kt_node element, enum pack_word word)
{
	return kt_document_attribute(
	    &l->document, element, l->attributes[word]);
}

struct kt_string pack_value(
    struct pack_loader *l, kt_node element, enum pack_word word)
{
	kt_node node = pack_attribute(l, element, word);

	if (node == 0)
		return (struct kt_string){ NULL, 0 };
	return kt_string_trim(kt_document_text(&l->document, node));
}

struct kt_string pack_copy_value(
    struct pack_loader *l, kt_node element, enum pack_word word)
{
	struct kt_string value = pack_value(l, element, word);

	if (value.data == NULL)
		return KT_S("");
	return kt_arena_copy(&l->rules->arena, value);
}

struct kt_string pack_copy_text(struct pack_loader *l, kt_node node)
{
	struct kt_string text =
	    kt_string_trim(kt_document_text(&l->document, node));
	struct kt_string copy = kt_arena_copy(&l->rules->arena, text);
	char *data = (char *)copy.data;

	if (copy.data == NULL)
		return copy;
	copy.size = 0;
	for (size_t i = 0; i < text.size; i++) {
		char c = is_space(text.data[i]) ? ' ' : text.data[i];

		/* it is trimmed, so a space has something before it */
		if (c != ' ' || data[copy.size - 1] != ' ')
			data[copy.size++] = c;
	}
	data[copy.size] = '\0';
	return copy;
}

struct kt_position pack_position(struct pack_loader *l, kt_node node)
{
	return kt_document_position(&l->document, node);
}

struct kt_position pack_value_position(struct pack_loader *l, kt_node node)
{
	const struct kt_intake *intake = &l->document.intake;
	size_t index = kt_node_index(node);
	struct kt_position at = pack_position(l, node);
	struct kt_string between;
	uint32_t from, to;

	if (index >= intake->attribute_count)
		return at;
	from = intake->attributes[index].source;
	to = intake->attributes[index].value;
	if (from > to || to > intake->source.size)
		return at;
	between.data = intake->source.data + from;
	between.size = to - from;
	if (memchr(between.data, '\n', between.size) != NULL)
		return kt_intake_position(
		    kt_buffer_string(&intake->source), to);
	at.column += (uint32_t)kt_string_length(between);
	return at;
}

kt_status pack_languages(struct pack_loader *l, kt_node parent,
    enum pack_word word, bool required, struct kt_string out[KT_LANGUAGES])
{
	struct kt_string name =
	    kt_names_local(l->rules->names, l->elements[word]);
	kt_node node = pack_child(l, parent, word);

	out[KT_DA] = out[KT_EN] = KT_S("");
	for (; node != 0; node = pack_next(l, node, word)) {
		/* the schema allows xml:lang="en" only */
		int language = KT_DA;

		if (kt_document_attribute(&l->document, node, l->language) != 0)
			language = KT_EN;
		if (out[language].size > 0)
			return PACK_REFUSE(l, node,
			    "»%.*s« står to gange på samme sprog",
			    "'%.*s' stands twice in the same language",
			    KT_FMT(name));
		out[language] = pack_copy_text(l, node);
		if (out[language].size == 0)
			return PACK_REFUSE(l, node, "»%.*s« er tom",
			    "'%.*s' is empty", KT_FMT(name));
	}
	if (required && out[KT_DA].size == 0)
		return PACK_REFUSE(l, parent, "»%.*s« mangler på dansk",
		    "'%.*s' is missing in Danish", KT_FMT(name));
	if (required && out[KT_EN].size == 0)
		return PACK_REFUSE(l, parent,
		    "»%.*s« mangler på engelsk (xml:lang=\"en\")",
		    "'%.*s' is missing in English (xml:lang=\"en\")",
		    KT_FMT(name));
	return KT_OK;
}

kt_status pack_date(struct pack_loader *l, kt_node element, enum pack_word word,
    bool *has, struct kt_date *out)
{
	struct kt_string text = pack_value(l, element, word);

	*has = text.data != NULL;
	if (*has && !kt_date_parse(text, out))
		return PACK_REFUSE(l, pack_attribute(l, element, word),
		    "»%.*s« er ingen dato (ÅÅÅÅ-MM-DD)",
		    "'%.*s' is no date (YYYY-MM-DD)", KT_FMT(text));
	return KT_OK;
}

kt_status pack_period(
    struct pack_loader *l, kt_node element, struct kt_period *out)
{
	kt_status status;

	*out = (struct kt_period){ 0 };
	status = pack_date(l, element, W_FRA, &out->has_from, &out->from);
	if (status == KT_OK)
		status = pack_date(l, element, W_TIL, &out->has_to, &out->to);
	if (status != KT_OK)
		return status;
	if (out->has_from && out->has_to &&
	    kt_date_compare(out->from, out->to) > 0)
		return PACK_REFUSE(l, pack_attribute(l, element, W_TIL),
		    "perioden ender før den begynder",
		    "the period ends before it begins");
	return KT_OK;
}

enum kt_status_of_value pack_value_status(
    struct pack_loader *l, kt_node element, enum kt_status_of_value otherwise)
{
	struct kt_string text = pack_value(l, element, W_STATUS);

	if (text.data == NULL)
		return otherwise;
	return pack_word_is(text, "verificeret") ? KT_VERIFIED : KT_ASSUMED;
}

kt_status pack_source(struct pack_loader *l, kt_node kilde,
    enum kt_status_of_value otherwise, struct kt_source *out)
{
	out->document = pack_copy_value(l, kilde, W_DOKUMENT);
	out->section = pack_copy_value(l, kilde, W_AFSNIT);
	out->url = pack_copy_value(l, kilde, W_URL);
	out->status = pack_value_status(l, kilde, otherwise);
	out->at = pack_position(l, kilde);
	if (out->document.size == 0)
		return PACK_REFUSE(l, kilde, "kilden nævner intet dokument",
		    "the source names no document");
	return pack_languages(l, kilde, W_NOTE, false, out->note);
}

/* ---- words ------------------------------------------------------------- */

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_name_char(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool pack_is_id(struct kt_string s)
{
	if (s.size == 0 || s.size > PACK_MAX_ID || !is_letter(s.data[0]))
		return false;
	for (size_t i = 1; i < s.size; i++) {
		if (!is_name_char(s.data[i]))
			return false;
	}
	return true;
}

bool pack_token(struct kt_string *rest, struct kt_string *token)
{
	*rest = kt_string_trim(*rest);
	*token = (struct kt_string){ rest->data, 0 };
	while (token->size < rest->size && !is_space(rest->data[token->size]))
		token->size++;
	if (token->size == 0)
		return false;
	rest->data += token->size;
	rest->size -= token->size;
	return true;
}

bool pack_word_is(struct kt_string text, const char *word)
{
	return kt_string_equal(text, kt_string_of(word));
}
