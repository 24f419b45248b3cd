/*
 * One rule on one document: is it about this document, does it apply, does it
 * hold. Whatever is unknown, fails or runs out ends as uafklaret or
 * ikke-tjekket, never as overholdt.
 */
#include "judge.h"

#include <string.h>

static void raise(struct kt_judging *j, enum kt_state state)
{
	if (state > j->state)
		j->state = state;
}

static void reason(struct kt_judging *j, const char *da, const char *en)
{
	j->reason = kt_string_of(j->language == KT_DA ? da : en);
}

static void begin_run(struct kt_judging *j, kt_node subject)
{
	struct kt_run *run = &j->run;
	kt_call_init(&j->call, run, j->document);
	run->document = j->document;
	run->host = kt_engine_host();
	run->call = &j->call;
	run->stack = &j->engine->stack;
	run->stack->count = 0;
	run->parameters = j->edition != NULL ? j->edition->values : NULL;
	kt_run_init(run, subject, j->today);
}

static void begin_explanation(struct kt_judging *j)
{
	kt_explanation_init(&j->explanation, &j->document->arena);
	j->run.explanation = &j->explanation;
	j->run.noting = false;
}

/* A failure of the run: limit, memory, plugin. */
static bool failed(struct kt_judging *j)
{
	if (j->run.status == KT_OK && !j->document->arena.failed &&
	    !j->call.failed)
		return false;
	if (j->run.status == KT_OK) {
		j->run.status = KT_E_MEMORY;
		kt_fail_memory(&j->run.error);
	}
	if (j->run.explanation == NULL)
		begin_explanation(j);
	kt_result_open(j, KT_STATE_NOT_CHECKED);
	raise(j, KT_STATE_NOT_CHECKED);
	return true;
}

/* ---- applies ----------------------------------------------------------- */

/* Kleene over all <naar>: a false one settles it. */
static enum kt_truth conditions(struct kt_judging *j)
{
	enum kt_truth truth = KT_TRUE;
	for (size_t i = 0; i < j->rule->condition_count; i++) {
		enum kt_truth one =
		    kt_expr_truth(j->program->conditions[i], &j->run);
		if (one == KT_FALSE)
			return KT_FALSE;
		if (one == KT_UNDECIDED)
			truth = KT_UNDECIDED;
	}
	return truth;
}

static void explain_conditions(struct kt_judging *j)
{
	begin_explanation(j);
	for (size_t i = 0; i < j->rule->condition_count; i++) {
		const struct kt_expr *condition = j->program->conditions[i];
		if (kt_expr_truth(condition, &j->run) == KT_UNDECIDED)
			kt_expr_explain(condition, &j->run, KT_UNDECIDED);
	}
	kt_result_open(j, KT_STATE_UNDECIDED);
	raise(j, KT_STATE_UNDECIDED);
}

/* ---- holds ------------------------------------------------------------- */

static enum kt_truth judge_test(struct kt_judging *j, size_t index)
{
	const struct kt_expr *test = j->program->demands[index].test;
	enum kt_truth truth = kt_expr_truth(test, &j->run);
	if (failed(j))
		return KT_UNDECIDED;
	if (truth == KT_TRUE)
		raise(j, KT_STATE_PASS);
	if (truth != KT_FALSE)
		return truth;
	begin_explanation(j);
	/* an assumed value that made the rule apply has decided it too */
	for (size_t i = 0; i < j->rule->condition_count; i++)
		kt_expr_truth(j->program->conditions[i], &j->run);
	kt_expr_explain(test, &j->run, truth);
	if (!failed(j)) {
		kt_result_of_test(j, &j->rule->demands[index]);
		raise(j, KT_STATE_FAIL);
	}
	j->run.explanation = NULL;
	return truth;
}

/* What could not be decided of one subject is one result, with all reasons. */
static void explain_open_tests(struct kt_judging *j)
{
	begin_explanation(j);
	for (size_t i = 0; i < j->rule->demand_count; i++) {
		const struct kt_expr *test = j->program->demands[i].test;
		if (test != NULL &&
		    kt_expr_truth(test, &j->run) == KT_UNDECIDED)
			kt_expr_explain(test, &j->run, KT_UNDECIDED);
	}
	if (failed(j))
		return;
	kt_result_open(j, KT_STATE_UNDECIDED);
	raise(j, KT_STATE_UNDECIDED);
	j->run.explanation = NULL;
}

static void bad_verdict(struct kt_judging *j)
{
	kt_explanation_add(&j->run, false, 0,
	    KT_S("plugin'et gav intet gyldigt svar"),
	    KT_S("the plugin gave no valid answer"));
	kt_result_open(j, KT_STATE_NOT_CHECKED);
	raise(j, KT_STATE_NOT_CHECKED);
}

static void judge_check(struct kt_judging *j, size_t index)
{
	struct kt_demand *demand = &j->rule->demands[index];
	begin_explanation(j);
	for (size_t i = 0; i < j->rule->condition_count; i++)
		kt_expr_truth(j->program->conditions[i], &j->run);
	kt_call_init(&j->call, &j->run, j->document);
	j->call.demand = demand;
	j->call.program = &j->program->demands[index];
	j->run.noting = true;
	kt_verdict verdict = KT_VERDICT_ERROR;
	if (demand->prepared)
		verdict = demand->check->check(kt_engine_host(), &j->call,
		    demand->state, j->run.subject);
	if (failed(j))
		return;
	bool reported = j->call.reported != NULL;
	if (verdict == KT_VERDICT_PASS && !reported) {
		raise(j, KT_STATE_PASS);
	} else if (verdict == KT_VERDICT_FAIL && reported) {
		kt_result_of_check(j);
		raise(j, KT_STATE_FAIL);
	} else if (verdict == KT_VERDICT_UNKNOWN && !reported) {
		kt_result_open(j, KT_STATE_UNDECIDED);
		raise(j, KT_STATE_UNDECIDED);
	} else if (verdict == KT_VERDICT_IRRELEVANT && !reported) {
		raise(j, KT_STATE_IRRELEVANT);
	} else if (verdict == KT_VERDICT_ERROR &&
	    j->explanation.missing != NULL) {
		kt_result_open(j, KT_STATE_NOT_CHECKED);
		raise(j, KT_STATE_NOT_CHECKED);
	} else {
		bad_verdict(j);
	}
	j->run.noting = false;
	j->run.explanation = NULL;
}

static void judge_subject(struct kt_judging *j, kt_node subject)
{
	begin_run(j, subject);
	j->finding = NULL;
	enum kt_truth applies = conditions(j);
	if (failed(j))
		return;
	if (applies == KT_FALSE) {
		raise(j, KT_STATE_IRRELEVANT);
		return;
	}
	if (applies == KT_UNDECIDED) {
		explain_conditions(j);
		return;
	}
	bool open = false;
	for (size_t i = 0; i < j->rule->demand_count; i++) {
		if (j->program->demands[i].test == NULL)
			judge_check(j, i);
		else
			open |= judge_test(j, i) == KT_UNDECIDED;
		if (j->state == KT_STATE_NOT_CHECKED)
			return;
	}
	/* a subject that fails its duty has its answer */
	if (open && j->finding == NULL)
		explain_open_tests(j);
}

/* ---- subjects ---------------------------------------------------------- */

static void open_subjects(struct kt_judging *j)
{
	begin_explanation(j);
	j->run.noting = true;
	kt_expr_sequence(j->program->for_each, &j->run);
	j->run.noting = false;
	j->run.stack->count = 0;
	kt_result_open(j, KT_STATE_UNDECIDED);
	raise(j, KT_STATE_UNDECIDED);
}

static void judge_subjects(struct kt_judging *j)
{
	kt_node root = kt_document_root(j->document);
	if (j->program->for_each == NULL) {
		judge_subject(j, root);
		return;
	}
	begin_run(j, root);
	struct kt_sequence found = kt_expr_sequence(j->program->for_each,
	    &j->run);
	kt_node *nodes = kt_arena_array(&j->document->arena,
	    found.count ? found.count : 1, sizeof(*nodes));
	size_t count = 0;
	for (size_t i = 0; nodes != NULL && i < found.count; i++)
		if (found.items[i].kind == KT_NODE &&
		    found.items[i].u.node != KT_DOCUMENT_NODE)
			nodes[count++] = found.items[i].u.node;
	bool open = found.maybe_more != 0;
	if (failed(j))
		return;
	if (open)
		open_subjects(j);
	if (count == 0 && !open) {
		raise(j, KT_STATE_IRRELEVANT);
		reason(j, "der er intet i dokumentet, reglen handler om",
		    "there is nothing in the document that the rule is about");
	}
	for (size_t i = 0; i < count; i++) {
		judge_subject(j, nodes[i]);
		if (j->state == KT_STATE_NOT_CHECKED)
			return;
	}
}

/* ---- selection --------------------------------------------------------- */

/* Whether the document is of one of the rule's kinds. */
static enum kt_truth of_kind(const struct kt_judging *j)
{
	enum kt_truth truth = KT_FALSE;
	const struct kt_document_kind *all = j->engine->rules->kinds;
	for (size_t i = 0; i < j->rule->kind_count; i++) {
		enum kt_truth one = j->kinds[j->rule->kinds[i] - all];
		if (one == KT_TRUE)
			return KT_TRUE;
		if (one == KT_UNDECIDED)
			truth = KT_UNDECIDED;
	}
	return truth;
}

static void undecided(struct kt_judging *j, struct kt_string why)
{
	begin_run(j, kt_document_root(j->document));
	begin_explanation(j);
	j->run.noting = true;
	kt_explanation_add(&j->run, false, 0, why, why);
	kt_result_open(j, KT_STATE_UNDECIDED);
	j->run.noting = false;
	raise(j, KT_STATE_UNDECIDED);
}

static bool uses_parameters(const struct kt_expr *expr)
{
	return expr != NULL && kt_expr_uses_parameter(expr, KT_ANY_PARAMETER);
}

/* Whether the answer depends on the deciding date: by the rule's own period,
 * or by a parameter that each edition fills in. */
static bool dated(const struct kt_judging *j)
{
	const struct kt_rule *rule = j->rule;
	const struct kt_program *p = j->program;
	bool uses = uses_parameters(p->for_each);
	for (size_t i = 0; i < rule->condition_count; i++)
		uses |= uses_parameters(p->conditions[i]);
	for (size_t i = 0; i < rule->demand_count; i++) {
		const struct kt_demand *d = &rule->demands[i];
		uses |= uses_parameters(p->demands[i].test);
		for (size_t k = 0; k < d->argument_count; k++)
			uses |= uses_parameters(p->demands[i].arguments[k]);
	}
	return uses || rule->period.has_from || rule->period.has_to;
}

/* False: the rule is settled without being run. */
static bool in_force(struct kt_judging *j)
{
	const struct kt_rule *rule = j->rule;
	if (!j->out->has_date) {
		bool needed = dated(j);
		if (needed)
			undecided(j, j->out->date_note);
		return !needed;
	}
	if (!kt_period_covers(&rule->period, j->out->date)) {
		raise(j, KT_STATE_NOT_SELECTED);
		reason(j, "reglen er ikke i kraft på den afgørende dato",
		    "the rule is not in force on the deciding date");
		return false;
	}
	if (j->edition != NULL)
		return true;
	if (!rule->pack->undecided_without_edition) {
		raise(j, KT_STATE_NOT_SELECTED);
		reason(j, "regelsættet har ingen udgave på den afgørende dato",
		    "the pack has no edition on the deciding date");
		return false;
	}
	undecided(j, j->language == KT_DA
	        ? KT_S("regelsættet har ingen udgave, der gælder på den afgørende dato")
	        : KT_S("the pack has no edition in force on the deciding date"));
	return false;
}

void kt_judge_rule(struct kt_judging *j, const struct kt_rule *rule,
    const struct kt_edition *edition)
{
	j->rule = rule;
	j->edition = edition;
	j->state = KT_STATE_NOT_SELECTED;
	j->reason = KT_S("");
	j->run.explanation = NULL;
	enum kt_truth concerned = of_kind(j);
	j->program = kt_rule_program(rule, j->document->schema);
	if (concerned == KT_FALSE || j->program == NULL) {
		reason(j, "reglen gælder ikke denne slags dokument",
		    "the rule does not concern this kind of document");
		return;
	}
	if (concerned == KT_UNDECIDED) {
		undecided(j, j->language == KT_DA
		        ? KT_S("det kan ikke afgøres, hvilken slags dokument det er")
		        : KT_S("what kind of document it is cannot be decided"));
		return;
	}
	if (in_force(j))
		judge_subjects(j);
}
