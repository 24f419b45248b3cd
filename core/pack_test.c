#include "pack_test.h"

#include "intake.h"
#include "bounds.h"
#include "pack_edit.h"
#include "pack_read.h"

#include <stdlib.h>
#include <string.h>

/* A document of rules/eksempler, read once. */
struct base {
	struct kt_string name; /* of the rules */
	struct kt_document document;
};

struct tester {
	struct kt_rules *rules;
	const struct kt_settings *settings;
	struct kt_sink *out;
	struct kt_reader *reader;
	struct base **bases;
	size_t base_count, base_capacity;
	struct kt_document changed; /* a base after the first edits */
	struct kt_buffer bytes;
	struct kt_stack stack;
	struct kt_arena arena; /* paths and words of one example */
	struct kt_engine *engine; /* for the pack, on the documents' dates */
	const struct kt_rule *rule;
	const char *pack[2]; /* its id, for engines, which keep the list */
	const struct kt_example *example;
	size_t passed, failed;
	/* why the example cannot be made; the first one counts */
	struct kt_error broken;
};

/* ---- base documents ---------------------------------------------------- */

static void destroy_base(struct base *base)
{
	if (base == NULL)
		return;
	kt_document_finish(&base->document);
	free(base);
}

static kt_status read_base(
    struct tester *t, struct kt_string name, struct base *base)
{
	struct kt_schema_source schemas = kt_rules_schemas(t->rules);
	/* the name of the document lives as long as the rules */
	struct kt_string path = kt_arena_printf(&t->rules->arena,
	    "%.*s/eksempler/%.*s.xml", KT_FMT(t->rules->folder), KT_FMT(name));
	kt_status status;

	if (path.data == NULL)
		return kt_fail_memory(&t->broken);
	base->name = name;
	status = kt_intake_file(path.data, &t->bytes, &t->broken);
	if (status == KT_OK)
		status = kt_reader_read(t->reader, &schemas,
		    kt_buffer_string(&t->bytes), path, &base->document,
		    &t->broken);
	return status;
}

static kt_status find_base(
    struct tester *t, struct kt_string name, struct base **out)
{
	struct base *base;
	kt_status status;

	for (size_t i = 0; i < t->base_count; i++) {
		if (kt_string_equal(t->bases[i]->name, name)) {
			*out = t->bases[i];
			return KT_OK;
		}
	}
	if (!kt_grow(&t->bases, &t->base_capacity, t->base_count + 1,
		sizeof(*t->bases)))
		return kt_fail_memory(&t->broken);
	base = calloc(1, sizeof(*base));
	if (base == NULL)
		return kt_fail_memory(&t->broken);
	kt_document_init(&base->document);
	status = read_base(t, name, base);
	if (status != KT_OK) {
		destroy_base(base);
		return status;
	}
	t->bases[t->base_count++] = base;
	*out = base;
	return KT_OK;
}

/* ---- changes ----------------------------------------------------------- */

/* The nodes that a path gives, counted from the root element: how many, and
 * the first. */
static kt_status select_nodes(struct tester *t, const struct kt_edit *edit,
    struct kt_string path, struct kt_document *document, kt_node *first,
    size_t *count)
{
	struct kt_scope scope = kt_rules_scope(t->rules, document->schema);
	uint32_t root = document->elements[0].declaration;
	struct kt_run run = { .document = document, .stack = &t->stack };
	const struct kt_expr *expr;
	struct kt_sequence nodes;
	kt_status status;

	scope.library = NULL; /* a path needs no plugin */
	scope.declarations = &root;
	scope.declaration_count = 1;
	status = kt_expr_compile(&t->arena, &scope, path, t->rule->file,
	    edit->at, &expr, &t->broken);
	if (status != KT_OK)
		return status;
	kt_run_init(&run, kt_document_root(document), t->settings->today);
	nodes = kt_expr_sequence(expr, &run);
	*count = nodes.count;
	*first = 0;
	if (nodes.count > 0 && nodes.items[0].kind == KT_NODE)
		*first = nodes.items[0].u.node;
	t->stack.count = 0;
	if (run.status != KT_OK)
		t->broken = run.error;
	return run.status;
}

/* Splits "a/b/@c" into "a/b" and "c"; false where it does not end so. */
static bool split_attribute(
    struct kt_string path, struct kt_string *element, struct kt_string *name)
{
	size_t at = path.size;

	while (at > 0 && path.data[at - 1] != '@')
		at--;
	*name = (struct kt_string){ path.data + at, path.size - at };
	if (at == 0 || !pack_is_id(*name))
		return false;
	at--;
	if (at == 0)
		*element = KT_S(".");
	else if (at > 1 && path.data[at - 1] == '/')
		*element = (struct kt_string){ path.data, at - 1 };
	else
		return false;
	return true;
}

/* Where an edit is made: one node; or, to be set, an attribute that `node`
 * does not have yet. */
static kt_status find_place(struct tester *t, const struct kt_edit *edit,
    struct kt_document *document, kt_node *node, struct kt_string *attribute)
{
	struct kt_string element;
	size_t count = 0;
	kt_status status =
	    select_nodes(t, edit, edit->path, document, node, &count);

	if (status == KT_OK && count == 0 && edit->kind == KT_EDIT_SET &&
	    split_attribute(edit->path, &element, attribute))
		status = select_nodes(t, edit, element, document, node, &count);
	else
		*attribute = KT_S("");
	if (status != KT_OK || (count == 1 && *node != 0))
		return status;
	kt_fail(&t->broken, KT_E_USE, "vejen »%.*s« giver %zu steder, ikke ét",
	    "the path '%.*s' gives %zu places, not one", KT_FMT(edit->path),
	    count);
	return kt_fail_at(
	    &t->broken, t->rule->file, edit->at.line, edit->at.column);
}

/* Makes the example's document in t->bytes. */
static kt_status make_document(struct tester *t, struct kt_document *document)
{
	struct kt_schema_source schemas = kt_rules_schemas(t->rules);
	const struct kt_example *example = t->example;
	kt_status status = KT_OK;

	kt_buffer_clear(&t->bytes);
	if (example->edit_count == 0)
		kt_buffer_add(
		    &t->bytes, kt_buffer_string(&document->intake.source));
	for (size_t i = 0; i < example->edit_count && status == KT_OK; i++) {
		const struct kt_edit *edit = &example->edits[i];
		struct kt_string attribute = KT_S("");
		kt_node node = 0;

		if (i > 0) {
			status = kt_reader_read(t->reader, &schemas,
			    kt_buffer_string(&t->bytes), document->name,
			    &t->changed, &t->broken);
			document = &t->changed;
		}
		if (status == KT_OK)
			status =
			    find_place(t, edit, document, &node, &attribute);
		if (status != KT_OK ||
		    kt_edit_apply(document, node, attribute, edit, &t->bytes))
			continue;
		kt_fail(&t->broken, KT_E_USE,
		    "der kan ikke indsættes i en attribut",
		    "nothing can be inserted into an attribute");
		status = kt_fail_at(
		    &t->broken, t->rule->file, edit->at.line, edit->at.column);
	}
	if (t->bytes.failed)
		status = kt_fail_memory(&t->broken);
	return status;
}

/* ---- judging ----------------------------------------------------------- */

static kt_status make_engine(struct tester *t, bool has_as_of,
    struct kt_date as_of, struct kt_engine **out)
{
	struct kt_settings settings = *t->settings;

	settings.has_as_of = has_as_of;
	settings.as_of = as_of;
	settings.packs = t->pack;
	settings.only = NULL;
	settings.full_schema = false;
	return kt_engine_create(t->rules, &settings, out, &t->broken);
}

static kt_status judge_once(struct tester *t, struct kt_engine *engine,
    struct kt_string name, struct kt_judgement *out)
{
	kt_engine_judge(engine, kt_buffer_string(&t->bytes), name, out);
	if (out->status == KT_OK)
		return KT_OK;
	t->broken = out->error;
	return out->status;
}

/* The edition that a judgement rests on, where its values can be changed. */
static struct kt_edition *edition_of(
    struct tester *t, const struct kt_judgement *judgement)
{
	struct kt_pack *pack = t->rule->pack;

	for (size_t i = 0; i < judgement->pack_count; i++) {
		const struct kt_pack_choice *choice = &judgement->packs[i];

		if (choice->pack == pack && choice->edition != NULL)
			return &pack->editions[choice->edition -
					       pack->editions];
	}
	return NULL;
}

/* Exchanges the example's values with those of the edition; the second time
 * they are as before. */
static void exchange_values(struct kt_edition *edition,
    const struct kt_example *example, struct kt_parameter_value *kept)
{
	for (size_t i = 0; i < example->value_count; i++) {
		struct kt_parameter_value *place =
		    &edition->values[example->values[i].parameter];
		struct kt_parameter_value old = *place;

		*place = kept[i];
		kept[i] = old;
	}
}

/* Judges again with the example's own values in the edition in force. */
static kt_status judge_with_values(struct tester *t, struct kt_engine *engine,
    struct kt_string name, struct kt_judgement *judgement)
{
	const struct kt_example *example = t->example;
	struct kt_edition *edition = edition_of(t, judgement);
	struct kt_parameter_value *values =
	    kt_arena_array(&t->arena, example->value_count, sizeof(*values));
	kt_status status;

	if (values == NULL)
		return kt_fail_memory(&t->broken);
	if (edition == NULL)
		return kt_fail(&t->broken, KT_E_USE,
		    "ingen udgave gælder på eksemplets dato, så en værdi har "
		    "intet sted at stå",
		    "no edition is in force on the example's date, so a value "
		    "has no place");
	kt_judgement_finish(judgement);
	for (size_t i = 0; i < example->value_count; i++)
		values[i] = example->values[i].value;
	exchange_values(edition, example, values);
	status = judge_once(t, engine, name, judgement);
	exchange_values(edition, example, values);
	return status;
}

static kt_status judge(
    struct tester *t, struct kt_string name, struct kt_judgement *out)
{
	const struct kt_example *example = t->example;
	struct kt_engine *dated = NULL;
	struct kt_engine *engine = NULL;
	struct kt_date none = { 0 };
	kt_status status = KT_OK;

	if (example->has_as_of)
		status = make_engine(t, true, example->as_of, &dated);
	else if (t->engine == NULL)
		status = make_engine(t, false, none, &t->engine);
	if (status != KT_OK)
		return status;
	engine = example->has_as_of ? dated : t->engine;
	status = judge_once(t, engine, name, out);
	if (status == KT_OK && example->value_count > 0)
		status = judge_with_values(t, engine, name, out);
	kt_engine_destroy(dated);
	return status;
}

/* ---- telling ----------------------------------------------------------- */

static void begin_line(struct tester *t)
{
	kt_sink_printf(t->out, "%.*s:%u: %.*s: ", KT_FMT(t->rule->file),
	    (unsigned)t->example->at.line, KT_FMT(t->rule->id));
	t->failed++;
}

static void tell_broken(struct tester *t)
{
	enum kt_language language = t->settings->language;

	begin_line(t);
	kt_sink_printf(t->out, "%s: %s",
	    language == KT_DA ? "eksemplet kan ikke laves"
			      : "the example cannot be made",
	    t->broken.message[language]);
	if (t->broken.line > 0)
		kt_sink_printf(t->out, " (%s:%u:%u)\n", t->broken.file,
		    (unsigned)t->broken.line, (unsigned)t->broken.column);
	else if (t->broken.file[0] != '\0')
		kt_sink_printf(t->out, " (%s)\n", t->broken.file);
	else
		kt_sink_printf(t->out, "\n");
}

/* Why the rule came out as it did: what the results say, or the rule. */
static void tell_reasons(struct tester *t, const struct kt_judgement *judgement,
    const struct kt_rule_state *state)
{
	const char *between = " (";

	for (const struct kt_result *r = judgement->results; r != NULL;
	     r = r->next) {
		if (r->rule != t->rule || r->state != state->state)
			continue;
		if (r->state == KT_STATE_FAIL) {
			kt_sink_printf(
			    t->out, "%s%.*s", between, KT_FMT(r->message));
			between = "; ";
		}
		for (const struct kt_line *line = r->reasons; line != NULL;
		     line = line->next) {
			kt_sink_printf(
			    t->out, "%s%.*s", between, KT_FMT(line->text));
			between = "; ";
		}
	}
	if (state->reason.size > 0) {
		kt_sink_printf(
		    t->out, "%s%.*s", between, KT_FMT(state->reason));
		between = "; ";
	}
	if (between[0] == ';')
		kt_sink_printf(t->out, ")");
}

/* Whether the example says that this rule finds something too. */
static bool is_also(const struct kt_example *example, struct kt_string id)
{
	struct kt_string rest = example->also;

	while ((rest = kt_string_trim(rest)).size > 0) {
		const char *space = memchr(rest.data, ' ', rest.size);
		struct kt_string word = rest;

		if (space != NULL)
			word.size = (size_t)(space - rest.data);
		if (kt_string_equal(word, id))
			return true;
		rest.data += word.size;
		rest.size -= word.size;
	}
	return false;
}

/* One place was changed, so one duty should be broken: a rule that finds
 * something here too is either the same duty twice, or named in `ogsaa`. */
static bool finds_alone(struct tester *t, const struct kt_judgement *judgement)
{
	bool danish = t->settings->language == KT_DA;
	bool alone = true;

	for (size_t i = 0; i < judgement->rule_count; i++) {
		const struct kt_rule_state *other = &judgement->rules[i];

		if (other->rule == t->rule || other->state != KT_STATE_FAIL ||
		    is_also(t->example, other->rule->id))
			continue;
		if (alone)
			begin_line(t);
		kt_sink_printf(t->out, "%s%.*s",
		    !alone       ? ", "
			: danish ? "også fund af "
				 : "also found by ",
		    KT_FMT(other->rule->id));
		alone = false;
	}
	if (!alone)
		kt_sink_printf(t->out, "\n");
	return alone;
}

static void compare(struct tester *t, const struct kt_judgement *judgement)
{
	bool danish = t->settings->language == KT_DA;
	const struct kt_rule_state *state = NULL;
	struct kt_string got = KT_S("-");

	for (size_t i = 0; i < judgement->rule_count; i++) {
		if (judgement->rules[i].rule == t->rule)
			state = &judgement->rules[i];
	}
	if (state != NULL)
		got = kt_string_of(kt_state_name(state->state));
	if (kt_string_equal(got, t->example->outcome)) {
		if (state->state != KT_STATE_FAIL || finds_alone(t, judgement))
			t->passed++;
		return;
	}
	begin_line(t);
	kt_sink_printf(t->out,
	    danish ? "ventede %.*s, fik %.*s" : "expected %.*s, got %.*s",
	    KT_FMT(t->example->outcome), KT_FMT(got));
	if (state != NULL)
		tell_reasons(t, judgement, state);
	kt_sink_printf(t->out, "\n");
}

/* ---- running ----------------------------------------------------------- */

static kt_status run_example(struct tester *t)
{
	struct kt_judgement judgement = { 0 };
	struct base *base = NULL;
	kt_status status;

	kt_error_clear(&t->broken);
	kt_arena_reset(&t->arena);
	t->stack.count = 0;
	status = find_base(t, t->example->base, &base);
	if (status == KT_OK)
		status = make_document(t, &base->document);
	if (status == KT_OK) {
		status = judge(t, base->document.name, &judgement);
		if (status == KT_OK)
			compare(t, &judgement);
		kt_judgement_finish(&judgement);
	}
	if (status == KT_OK || status == KT_E_MEMORY)
		return status;
	tell_broken(t);
	return KT_OK;
}

static kt_status run_rule(struct tester *t, const struct kt_rule *rule)
{
	kt_status status = KT_OK;

	t->rule = rule;
	for (size_t i = 0; i < rule->example_count && status == KT_OK; i++) {
		t->example = &rule->examples[i];
		status = run_example(t);
	}
	return status;
}

static kt_status run_pack(void *data, const struct kt_pack *pack)
{
	struct tester *t = data;
	kt_status status = KT_OK;

	/* ids are zero-terminated: they are copies in the rules' arena */
	t->pack[0] = pack->id.data;
	for (size_t i = 0; i < pack->rule_count && status == KT_OK; i++)
		status = run_rule(t, &pack->rules[i]);
	kt_engine_destroy(t->engine);
	t->engine = NULL;
	return status;
}

static void finish(struct tester *t)
{
	for (size_t i = 0; i < t->base_count; i++)
		destroy_base(t->bases[i]);
	free(t->bases);
	kt_document_finish(&t->changed);
	kt_buffer_finish(&t->bytes);
	kt_stack_finish(&t->stack);
	kt_arena_finish(&t->arena);
	kt_reader_destroy(t->reader);
}

kt_status kt_pack_test(struct kt_rules *rules, const char *const *packs,
    const struct kt_settings *settings, struct kt_sink *out, size_t *passed,
    size_t *failed, struct kt_error *error)
{
	struct tester t = { .rules = rules, .settings = settings, .out = out };
	kt_status status = KT_E_MEMORY;

	*passed = *failed = 0;
	kt_document_init(&t.changed);
	kt_buffer_init(&t.bytes);
	kt_arena_init(&t.arena);
	t.reader = kt_reader_create(rules->names);
	if (t.reader != NULL)
		status = kt_rules_each_pack(rules, packs, run_pack, &t, error);
	*passed = t.passed;
	*failed = t.failed;
	finish(&t);
	if (status == KT_E_MEMORY)
		return kt_fail_memory(error);
	if (status != KT_OK)
		return status;
	kt_sink_printf(out,
	    settings->language == KT_DA ? "%zu bestået, %zu fejlede\n"
					: "%zu passed, %zu failed\n",
	    *passed, *failed);
	return out->failed ? KT_E_OUTPUT : KT_OK;
}
