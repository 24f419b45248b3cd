#include "pack_reach.h"

#include <stdlib.h>
#include <string.h>

#include "intake.h"

struct kt_reach {
	const struct kt_rules *rules;
	bool *seen; /* by name */
	size_t capacity;
	struct kt_arena arena;
};

static bool mark(struct kt_reach *reach, uint32_t name)
{
	size_t before = reach->capacity;
	if (!kt_grow(&reach->seen, &reach->capacity, (size_t)name + 1,
	        sizeof(*reach->seen)))
		return false;
	if (reach->capacity > before)
		memset(reach->seen + before, 0,
		    (reach->capacity - before) * sizeof(*reach->seen));
	reach->seen[name] = true;
	return true;
}

static bool mark_document(struct kt_reach *reach,
    const struct kt_document *document)
{
	bool good = true;
	for (size_t i = 0; i < document->element_count; i++)
		good &= mark(reach, document->elements[i].name);
	for (size_t i = 0; i < document->attribute_count; i++)
		good &= mark(reach, document->attributes[i].name);
	return good;
}

static bool in_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
	    (unsigned char)c >= 0x80;
}

/* Every word of what an example inserts or sets: names among them count, the
 * others do no harm. */
static bool mark_words(struct kt_reach *reach, struct kt_string text)
{
	const struct kt_rules *rules = reach->rules;
	bool good = true;
	for (size_t i = 0; i < text.size;) {
		size_t begin = i;
		while (i < text.size && in_name(text.data[i]))
			i++;
		struct kt_string word = { text.data + begin, i - begin };
		if (word.size == 0) {
			i++;
			continue;
		}
		uint32_t name = kt_names_find(rules->names, KT_S(""), word);
		if (name != 0)
			good &= mark(reach, name);
		for (size_t s = 0; s < rules->schema_count; s++) {
			name = kt_names_find(rules->names,
			    rules->schemas[s]->space, word);
			if (name != 0)
				good &= mark(reach, name);
		}
	}
	return good;
}

struct papers { /* read once each */
	struct kt_reader *reader;
	struct kt_document document;
	struct kt_buffer bytes;
	struct kt_string *names;
	size_t count, capacity;
};

static kt_status read_paper(struct kt_reach *reach, struct papers *papers,
    struct kt_string name, struct kt_error *error)
{
	for (size_t i = 0; i < papers->count; i++)
		if (kt_string_equal(papers->names[i], name))
			return KT_OK;
	struct kt_schema_source schemas = kt_rules_schemas(reach->rules);
	struct kt_string path = kt_arena_printf(&reach->arena,
	    "%.*s/eksempler/%.*s.xml", KT_FMT(reach->rules->folder),
	    KT_FMT(name));
	if (path.data == NULL ||
	    !kt_grow(&papers->names, &papers->capacity, papers->count + 1,
	        sizeof(*papers->names)))
		return kt_fail_memory(error);
	papers->names[papers->count++] = name;
	kt_status status = kt_intake_file(path.data, &papers->bytes, error);
	if (status == KT_OK)
		status = kt_reader_read(papers->reader, &schemas,
		    kt_buffer_string(&papers->bytes), path, &papers->document,
		    error);
	if (status == KT_OK && !mark_document(reach, &papers->document))
		status = kt_fail_memory(error);
	return status;
}

static kt_status read_rule(struct kt_reach *reach, struct papers *papers,
    const struct kt_rule *rule, struct kt_error *error)
{
	kt_status status = KT_OK;
	for (size_t i = 0; i < rule->example_count && status == KT_OK; i++) {
		const struct kt_example *e = &rule->examples[i];
		status = read_paper(reach, papers, e->base, error);
		for (size_t k = 0; k < e->edit_count && status == KT_OK; k++)
			if (!mark_words(reach, e->edits[k].path) ||
			    !mark_words(reach, e->edits[k].text))
				status = kt_fail_memory(error);
	}
	return status;
}

kt_status kt_reach_create(const struct kt_rules *rules, struct kt_reach **out,
    struct kt_error *error)
{
	struct papers papers = { .reader = kt_reader_create(rules->names) };
	struct kt_reach *reach = calloc(1, sizeof(*reach));
	kt_status status = KT_OK;
	*out = NULL;
	if (reach == NULL || papers.reader == NULL)
		status = kt_fail_memory(error);
	kt_document_init(&papers.document);
	kt_buffer_init(&papers.bytes);
	if (reach != NULL) {
		kt_arena_init(&reach->arena);
		reach->rules = rules;
	}
	for (size_t p = 0; p < rules->pack_count && status == KT_OK; p++)
		for (size_t r = 0; r < rules->packs[p].rule_count &&
		     status == KT_OK; r++)
			status = read_rule(reach, &papers,
			    &rules->packs[p].rules[r], error);
	kt_reader_destroy(papers.reader);
	kt_document_finish(&papers.document);
	kt_buffer_finish(&papers.bytes);
	free(papers.names);
	if (status == KT_OK)
		*out = reach;
	else
		kt_reach_destroy(reach);
	return status;
}

void kt_reach_destroy(struct kt_reach *reach)
{
	if (reach == NULL)
		return;
	free(reach->seen);
	kt_arena_finish(&reach->arena);
	free(reach);
}

struct kt_string kt_reach_missing(const struct kt_reach *reach,
    const struct kt_rule *rule)
{
	struct kt_string path = { "", 0 };
	const bool *seen = reach->seen;
	size_t n = reach->capacity;
	for (size_t i = 0; i < rule->program_count && path.size == 0; i++) {
		const struct kt_program *p = &rule->programs[i];
		bool good = kt_expr_names_seen(p->for_each, seen, n, &path);
		for (size_t k = 0; k < rule->let_count && good; k++)
			good = kt_expr_names_seen(p->lets[k].expr, seen, n,
			    &path);
		for (size_t k = 0; k < rule->condition_count && good; k++)
			good = kt_expr_names_seen(p->conditions[k], seen, n,
			    &path);
		for (size_t k = 0; k < rule->demand_count && good; k++) {
			const struct kt_program_demand *d = &p->demands[k];
			good = kt_expr_names_seen(d->test, seen, n, &path);
			for (size_t a = 0;
			     a < rule->demands[k].argument_count && good; a++)
				good = kt_expr_names_seen(d->arguments[a],
				    seen, n, &path);
		}
	}
	return path;
}
