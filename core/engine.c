/*
 * The engine: selection of rules, and a document from bytes to judgement.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "mask.h"
#include "profile.h"

/* ---- states ------------------------------------------------------------ */

static const struct {
	const char *name;
	const char *text[KT_LANGUAGES];
} states[KT_STATES] = {
	[KT_STATE_NOT_SELECTED] = { "ikke-valgt",
	    { "ikke valgt", "not selected" } },
	[KT_STATE_IRRELEVANT] = { "ikke-relevant",
	    { "ikke relevant", "not relevant" } },
	[KT_STATE_PASS] = { "overholdt", { "overholdt", "passed" } },
	[KT_STATE_WAIVED] = { "fraveget", { "fraveget", "waived" } },
	[KT_STATE_UNDECIDED] = { "uafklaret", { "uafklaret", "undecided" } },
	[KT_STATE_FAIL] = { "fund", { "fund", "finding" } },
	[KT_STATE_NOT_CHECKED] = { "ikke-tjekket",
	    { "ikke tjekket", "not checked" } },
};

const char *kt_state_name(enum kt_state state)
{
	return states[state].name;
}

const char *kt_state_text(enum kt_state state, enum kt_language language)
{
	return states[state].text[language];
}

bool kt_state_parse(struct kt_string text, enum kt_state *out)
{
	for (size_t i = 0; i < KT_STATES; i++)
		if (kt_string_equal(text, kt_string_of(states[i].name))) {
			*out = (enum kt_state)i;
			return true;
		}
	return false;
}

/* ---- selection --------------------------------------------------------- */

static bool names_pack(const char *wanted, const struct kt_pack *pack)
{
	struct kt_string w = kt_string_of(wanted);
	return kt_string_equal(w, pack->id) ||
	    kt_string_equal(w, pack->prefix);
}

static bool wanted(const struct kt_settings *s, const struct kt_rule *rule)
{
	bool pack = s->packs == NULL, only = s->only == NULL;
	for (size_t i = 0; !pack && s->packs[i] != NULL; i++)
		pack = names_pack(s->packs[i], rule->pack);
	for (size_t i = 0; !only && s->only[i] != NULL; i++)
		only = kt_rule_is_named(rule, kt_string_of(s->only[i]));
	return pack && only;
}

static kt_status check_names(const struct kt_engine *engine,
    struct kt_error *error)
{
	const struct kt_rules *rules = engine->rules;
	const struct kt_settings *s = &engine->settings;
	for (size_t i = 0; s->packs != NULL && s->packs[i] != NULL; i++)
		if (kt_rules_pack(rules, kt_string_of(s->packs[i])) == NULL)
			return kt_fail(error, KT_E_USE,
			    "ukendt regelsæt \"%s\" (se: kontrakttjek list packs)",
			    "unknown pack \"%s\" (see: kontrakttjek list packs)",
			    s->packs[i]);
	for (size_t i = 0; s->only != NULL && s->only[i] != NULL; i++) {
		if (!kt_rules_name(rules, kt_string_of(s->only[i])))
			return kt_fail(error, KT_E_USE,
			    "ukendt regel \"%s\" (se: kontrakttjek list rules)",
			    "unknown rule \"%s\" (see: kontrakttjek list rules)",
			    s->only[i]);
	}
	return KT_OK;
}

/* ---- prepared checks --------------------------------------------------- */

static kt_status prepare(struct kt_rule *rule, struct kt_error *error)
{
	for (size_t i = 0; i < rule->demand_count; i++) {
		struct kt_demand *d = &rule->demands[i];
		if (d->check == NULL)
			continue;
		d->engines++;
		if (d->prepared)
			continue;
		struct kt_error own;
		kt_error_clear(&own);
		d->error = &own;
		d->state = NULL;
		kt_status status = KT_OK;
		if (d->check->prepare != NULL)
			status = d->check->prepare(kt_engine_host(),
			    kt_rule_handle(d), &d->state);
		d->error = NULL;
		d->prepared = status == KT_OK;
		if (d->prepared)
			continue;
		if (own.status == KT_OK)
			kt_fail(&own, KT_E_USE, "tjekket kan ikke bruges",
			    "the check cannot be used");
		kt_fail(error, KT_E_USE, "%.*s: %s%.0s", "%.*s: %.0s%s",
		    KT_FMT(rule->id), own.message[KT_DA], own.message[KT_EN]);
		return kt_fail_at(error, rule->file, rule->at.line,
		    rule->at.column);
	}
	return KT_OK;
}

/* What another engine still uses stays. */
static void release_rule(struct kt_rule *rule)
{
	for (size_t i = 0; i < rule->demand_count; i++) {
		struct kt_demand *d = &rule->demands[i];
		if (d->engines == 0 || --d->engines > 0)
			continue;
		if (d->prepared && d->check->release != NULL)
			d->check->release(kt_engine_host(), d->state);
		d->prepared = false;
		d->state = NULL;
	}
}

static void release(struct kt_engine *engine)
{
	struct kt_rules *rules = engine->rules;
	for (size_t p = 0; engine->prepared != NULL && p < rules->pack_count;
	     p++)
		for (size_t r = 0; r < rules->packs[p].rule_count; r++)
			if (engine->prepared[p] != NULL &&
			    engine->prepared[p][r])
				release_rule(&rules->packs[p].rules[r]);
}

/* ---- life -------------------------------------------------------------- */

static kt_status select_rules(struct kt_engine *engine,
    struct kt_error *error)
{
	struct kt_rules *rules = engine->rules;
	engine->selected = kt_arena_array(&engine->arena, rules->pack_count + 1,
	    sizeof(*engine->selected));
	engine->prepared = kt_arena_array(&engine->arena, rules->pack_count + 1,
	    sizeof(*engine->prepared));
	if (engine->selected == NULL || engine->prepared == NULL)
		return kt_fail_memory(error);
	for (size_t p = 0; p < rules->pack_count; p++) {
		struct kt_pack *pack = &rules->packs[p];
		engine->selected[p] = kt_arena_array(&engine->arena,
		    pack->rule_count + 1, sizeof(bool));
		engine->prepared[p] = kt_arena_array(&engine->arena,
		    pack->rule_count + 1, sizeof(bool));
		if (engine->selected[p] == NULL || engine->prepared[p] == NULL)
			return kt_fail_memory(error);
		for (size_t r = 0; r < pack->rule_count; r++) {
			if (!wanted(&engine->settings, &pack->rules[r]))
				continue;
			engine->selected[p][r] = true;
			engine->selected_count++;
			if (kt_profile_leaves_out(engine->settings.profile,
				&pack->rules[r]))
				continue;
			engine->prepared[p][r] = true;
			kt_status status = prepare(&pack->rules[r], error);
			if (status != KT_OK)
				return status;
		}
	}
	return KT_OK;
}

kt_status kt_engine_create(struct kt_rules *rules,
    const struct kt_settings *settings, struct kt_engine **out,
    struct kt_error *error)
{
	*out = NULL;
	struct kt_engine *engine = calloc(1, sizeof(*engine));
	if (engine == NULL)
		return kt_fail_memory(error);
	engine->rules = rules;
	engine->settings = *settings;
	kt_arena_init(&engine->arena);
	kt_document_init(&engine->document);
	engine->reader = kt_reader_create(rules->names);
	kt_status status = engine->reader == NULL ? kt_fail_memory(error)
	                                          : KT_OK;
	if (status == KT_OK)
		status = check_names(engine, error);
	if (status == KT_OK)
		status = select_rules(engine, error);
	if (status != KT_OK) {
		kt_engine_destroy(engine);
		return status;
	}
	*out = engine;
	return KT_OK;
}

void kt_engine_destroy(struct kt_engine *engine)
{
	if (engine == NULL)
		return;
	release(engine);
	kt_reader_destroy(engine->reader);
	kt_document_finish(&engine->document);
	kt_stack_finish(&engine->stack);
	kt_arena_finish(&engine->arena);
	free(engine);
}

/* ---- one document ------------------------------------------------------ */

static void begin(struct kt_engine *engine, struct kt_string name,
    struct kt_judgement *out)
{
	*out = (struct kt_judgement){ 0 };
	kt_arena_init(&out->arena);
	struct kt_string copy = kt_arena_copy(&out->arena, name);
	if (copy.data != NULL)
		kt_mask_in_place((char *)(uintptr_t)copy.data, copy.size);
	out->document = copy.data != NULL ? copy : KT_S("?");
	out->date_note = out->identity = KT_S("");
	out->rules = kt_arena_array(&out->arena, engine->selected_count + 1,
	    sizeof(*out->rules));
	out->packs = kt_arena_array(&out->arena, engine->rules->pack_count + 1,
	    sizeof(*out->packs));
	if (out->rules == NULL || out->packs == NULL)
		out->status = kt_fail_memory(&out->error);
}

/* Every selected rule of a document that could not be read is unchecked. */
static void nothing_checked(struct kt_engine *engine,
    struct kt_judgement *out)
{
	out->rule_count = 0;
	out->results = NULL;
	memset(out->states, 0, sizeof(out->states));
	memset(out->findings, 0, sizeof(out->findings));
	for (size_t p = 0; p < engine->rules->pack_count; p++) {
		struct kt_pack *pack = &engine->rules->packs[p];
		for (size_t r = 0; r < pack->rule_count; r++) {
			if (!engine->selected[p][r] || out->rules == NULL)
				continue;
			out->rules[out->rule_count++] =
			    (struct kt_rule_state){ .rule = &pack->rules[r],
				    .state = KT_STATE_NOT_CHECKED,
				    .reason = KT_S("") };
		}
	}
	out->states[KT_STATE_NOT_CHECKED] = engine->selected_count;
	out->rule_count = engine->selected_count;
	if (out->rules == NULL)
		out->rule_count = 0;
}

void kt_engine_refuse(struct kt_engine *engine, struct kt_string name,
    const struct kt_error *error, struct kt_judgement *out)
{
	begin(engine, name, out);
	out->status = error->status != KT_OK ? error->status : KT_E_INTERNAL;
	out->error = *error;
	nothing_checked(engine, out);
}

static enum kt_truth quick_truth(struct kt_judging *j,
    const struct kt_expr *expr)
{
	kt_call_init(&j->call, &j->run, j->document);
	j->run.document = j->document;
	j->run.host = kt_engine_host();
	j->run.call = &j->call;
	j->run.stack = &j->engine->stack;
	j->run.stack->count = 0;
	j->run.parameters = NULL;
	kt_run_init(&j->run, kt_document_root(j->document), j->today);
	return kt_expr_truth(expr, &j->run);
}

/* Which kinds the document is of; the narrowest one names it. */
static bool find_kinds(struct kt_judging *j)
{
	const struct kt_rules *rules = j->engine->rules;
	j->kinds = kt_arena_array(&j->document->arena, rules->kind_count + 1,
	    sizeof(*j->kinds));
	const struct kt_document_kind *base =
	    kt_rules_kind(rules, j->document);
	if (j->kinds == NULL || base == NULL)
		return false;
	j->out->kind = base;
	for (size_t i = 0; i < rules->kind_count; i++) {
		const struct kt_document_kind *kind = &rules->kinds[i];
		j->kinds[i] = kind == base ? KT_TRUE : KT_FALSE;
		if (kind->base != base)
			continue;
		j->kinds[i] = kind->when != NULL ? quick_truth(j, kind->when)
		                                 : KT_TRUE;
		if (j->run.status != KT_OK)
			return false;
		if (j->kinds[i] == KT_TRUE && j->out->kind == base)
			j->out->kind = kind;
	}
	return true;
}

static void find_date(struct kt_judging *j)
{
	struct kt_judgement *out = j->out;
	const struct kt_settings *s = &j->engine->settings;
	const struct kt_document_kind *kind = out->kind;
	if (s->has_as_of) {
		out->has_date = out->date_is_given = true;
		out->date = s->as_of;
		return;
	}
	const struct kt_expr *date = kind->date;
	struct kt_string text = kind->date_text;
	if (date == NULL && kind->base != NULL) {
		date = kind->base->date;
		text = kind->base->date_text;
	}
	struct kt_value value = { .kind = KT_UNKNOWN };
	if (date != NULL) {
		quick_truth(j, date); /* sets the run up */
		kt_run_init(&j->run, kt_document_root(j->document), j->today);
		value = kt_expr_value(date, &j->run);
		j->run.stack->count = 0;
	}
	if (j->run.status != KT_OK && date != NULL) {
		out->status = j->run.status;
		out->error = j->run.error;
	}
	if (value.kind == KT_DATE) {
		out->has_date = true;
		out->date = value.u.date;
		return;
	}
	out->date_note = kt_arena_printf(&out->arena,
	    j->language == KT_DA
	        ? "den afgørende dato mangler eller kan ikke læses (%.*s); vælg en med --as-of ÅÅÅÅ-MM-DD"
	        : "the deciding date is missing or does not read (%.*s); choose one with --as-of YYYY-MM-DD",
	    KT_FMT(text));
}

/* A result with what it is sorted by. */
struct sorted {
	struct kt_result *result;
	uint32_t rank; /* of the profile */
};

static int compare_results(const void *a, const void *b)
{
	const struct sorted *s = a, *t = b;
	const struct kt_result *x = s->result, *y = t->result;
	if (s->rank != t->rank)
		return s->rank < t->rank ? -1 : 1;
	if (x->from.line != y->from.line)
		return x->from.line < y->from.line ? -1 : 1;
	if (x->from.column != y->from.column)
		return x->from.column < y->from.column ? -1 : 1;
	int rule = kt_string_compare(x->rule->id, y->rule->id);
	if (rule != 0)
		return rule;
	return x->state < y->state ? -1 : x->state > y->state;
}

static void sort_results(struct kt_judgement *out,
    const struct kt_profile *profile)
{
	size_t count = 0, i = 0;
	for (struct kt_result *r = out->results; r != NULL; r = r->next)
		count++;
	if (count < 2)
		return;
	struct sorted *list =
	    kt_arena_array(&out->arena, count, sizeof(*list));
	if (list == NULL)
		return;
	for (struct kt_result *r = out->results; r != NULL; r = r->next)
		list[i++] =
		    (struct sorted){ r, kt_profile_rank(profile, r->rule) };
	qsort(list, count, sizeof(*list), compare_results);
	for (i = 0; i + 1 < count; i++)
		list[i].result->next = list[i + 1].result;
	list[count - 1].result->next = NULL;
	out->results = list[0].result;
}

static bool any_selected(const struct kt_engine *engine, size_t pack)
{
	for (size_t r = 0; r < engine->rules->packs[pack].rule_count; r++)
		if (engine->selected[pack][r])
			return true;
	return false;
}

static void judge_or_leave_out(struct kt_judging *j,
    const struct kt_rule *rule, const struct kt_edition *edition)
{
	struct kt_judgement *out = j->out;
	bool left_out =
	    kt_profile_leaves_out(j->engine->settings.profile, rule);
	if (left_out) {
		j->state = KT_STATE_NOT_SELECTED;
		j->reason = j->language == KT_DA
		    ? KT_S("profilen har ikke reglen med")
		    : KT_S("the profile leaves the rule out");
	} else {
		kt_judge_rule(j, rule, edition);
	}
	/* the reasons are constants and hold nothing of the document */
	out->rules[out->rule_count++] = (struct kt_rule_state){ rule, j->state,
		j->reason, left_out };
	out->states[j->state]++;
}

static void judge_packs(struct kt_judging *j)
{
	struct kt_engine *engine = j->engine;
	struct kt_judgement *out = j->out;
	for (size_t p = 0; p < engine->rules->pack_count; p++) {
		struct kt_pack *pack = &engine->rules->packs[p];
		if (!any_selected(engine, p))
			continue;
		const struct kt_edition *edition =
		    out->has_date ? kt_pack_edition(pack, out->date) : NULL;
		out->packs[out->pack_count++] =
		    (struct kt_pack_choice){ pack, edition };
		for (size_t r = 0; r < pack->rule_count; r++) {
			if (!engine->selected[p][r])
				continue;
			judge_or_leave_out(j, &pack->rules[r], edition);
		}
	}
}

void kt_engine_judge(struct kt_engine *engine, struct kt_string bytes,
    struct kt_string name, struct kt_judgement *out)
{
	begin(engine, name, out);
	struct kt_schema_source schemas = kt_rules_schemas(engine->rules);
	if (out->status == KT_OK)
		out->status = kt_reader_read(engine->reader, &schemas, bytes,
		    out->document, &engine->document, &out->error);
	if (out->status != KT_OK) {
		nothing_checked(engine, out);
		return;
	}
	struct kt_judging j = {
		.engine = engine,
		.document = &engine->document,
		.out = out,
		.language = engine->settings.language,
		.today = engine->settings.has_as_of ? engine->settings.as_of
		                                    : engine->settings.today,
		.results_end = &out->results,
	};
	if (find_kinds(&j)) {
		kt_judging_secrets(&j);
		kt_judging_identify(&j);
		find_date(&j);
		judge_packs(&j);
		sort_results(out, engine->settings.profile);
	} else if (j.run.status != KT_OK) {
		out->status = j.run.status;
		out->error = j.run.error;
	} else {
		out->status = kt_fail_memory(&out->error);
	}
	/* a result that found no memory must not be missed */
	if (out->arena.failed || engine->document.arena.failed)
		out->status = kt_fail_memory(&out->error);
	kt_digests_finish(&j.digests);
	if (out->status != KT_OK)
		nothing_checked(engine, out);
}

void kt_engine_set_as_of(struct kt_engine *engine, struct kt_date date)
{
	engine->settings.has_as_of = true;
	engine->settings.as_of = date;
}

void kt_engine_set_fingerprints(struct kt_engine *engine, bool wanted)
{
	engine->settings.no_fingerprints = !wanted;
}

void kt_judgement_finish(struct kt_judgement *judgement)
{
	kt_arena_finish(&judgement->arena);
}
