/*
 * The check `felter`: what stands in a field of the text against the field
 * that its @til points to, and against other fields of the same @navn.
 */
#include "tekst.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct felt {
	kt_node node;
	struct kt_string text;
	struct kt_string path; /* @til; data NULL: none */
	struct kt_string name; /* @navn; data NULL: none */
	struct tekst_maal *targets;
	size_t order; /* in the document */
	int settled; /* says the same as the field, or was found not to */
	int wrong;
};

struct work {
	struct tekst_run run;
	struct felt *felter;
	struct felt **sorted;
	size_t count;
	struct tekst_love *love; /* NULL: none given */
	int without_dates;
	struct kt_string running_name; /* element beside the period */
	struct kt_string running_code;
};

/* ---- arguments --------------------------------------------------------- */

/* "regnet-fra=loebende-maaned" */
static int split(
    struct kt_string text, struct kt_string *name, struct kt_string *code)
{
	const char *mark =
	    text.size > 0 ? memchr(text.data, '=', text.size) : NULL;

	if (mark == NULL)
		return 0;
	name->data = text.data;
	name->size = (size_t)(mark - text.data);
	code->data = mark + 1;
	code->size = text.size - name->size - 1;
	return name->size > 0 && code->size > 0;
}

kt_status tekst_felter_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state)
{
	struct kt_string except = host->argument(rule, "undtagen");
	struct kt_string running = host->argument(rule, "loebende");
	struct kt_string name;
	struct kt_string code;

	(void)state;
	if (except.data != NULL && !tekst_is(except, "dato")) {
		return host->fail(rule, "undtagen kan kun være dato",
		    "undtagen can only be dato");
	}
	if (running.data != NULL && !split(running, &name, &code)) {
		return host->fail(rule, "loebende skrives element=kode",
		    "loebende is written element=code");
	}
	return KT_OK;
}

static void read_arguments(struct work *work, kt_node subject)
{
	struct tekst_run *run = &work->run;
	struct kt_rule *rule = run->host->rule(run->call);
	struct kt_string running = run->host->argument(rule, "loebende");
	struct kt_sequence acts;
	struct kt_string text;

	work->without_dates =
	    run->host->argument(rule, "undtagen").data != NULL;
	if (running.data != NULL)
		split(running, &work->running_name, &work->running_code);
	if (!tekst_evaluate(run, "love", subject, &acts) || acts.count == 0)
		return;
	work->love = tekst_love_create();
	if (work->love == NULL)
		tekst_fail_by(run, KT_E_MEMORY);
	for (size_t i = 0; i < acts.count && !run->failed; i++) {
		if (tekst_item(run->host, run->call, &acts.items[i], &text))
			tekst_fail_by(run, tekst_love_add(work->love, text));
	}
}

/* ---- places ------------------------------------------------------------ */

static int by_path(const void *a, const void *b)
{
	const struct felt *x = *(struct felt *const *)a;
	const struct felt *y = *(struct felt *const *)b;
	int order = tekst_compare(x->path, y->path);

	return order != 0 ? order
			  : (x->order > y->order) - (x->order < y->order);
}

static int by_name(const void *a, const void *b)
{
	const struct felt *x = *(struct felt *const *)a;
	const struct felt *y = *(struct felt *const *)b;
	int order = tekst_compare(x->name, y->name);

	if (order == 0)
		order = tekst_compare(x->path, y->path);
	return order != 0 ? order
			  : (x->order > y->order) - (x->order < y->order);
}

static void collect(struct work *work, const struct kt_sequence *nodes)
{
	struct tekst_run *run = &work->run;
	const struct kt_host *host = run->host;

	work->felter = calloc(nodes->count + 1, sizeof(*work->felter));
	work->sorted = calloc(nodes->count + 1, sizeof(*work->sorted));
	if (work->felter == NULL || work->sorted == NULL) {
		tekst_fail_by(run, KT_E_MEMORY);
		return;
	}
	for (size_t i = 0; i < nodes->count && tekst_may(run, 1); i++) {
		struct felt *felt = &work->felter[work->count];
		kt_node node = nodes->items[i].u.node;

		if (nodes->items[i].kind != KT_NODE)
			continue;
		felt->node = node;
		felt->text = tekst_trim(host->text(run->call, node));
		felt->path = host->attribute(run->call, node, "til");
		felt->name = host->attribute(run->call, node, "navn");
		felt->order = i;
		/* an open field says nothing */
		if (felt->text.size == 0 ||
		    (felt->path.data == NULL && felt->name.data == NULL))
			continue;
		work->sorted[work->count++] = felt;
	}
}

/* Each path is followed once. */
static void find_targets(struct work *work)
{
	struct tekst_run *run = &work->run;
	const struct felt *last = NULL;

	qsort(work->sorted, work->count, sizeof(struct felt *), by_path);
	for (size_t i = 0; i < work->count && !run->failed; i++) {
		struct felt *felt = work->sorted[i];

		if (felt->path.data == NULL)
			continue;
		if (last != NULL &&
		    tekst_compare(last->path, felt->path) == 0) {
			felt->targets = last->targets;
			continue;
		}
		felt->targets =
		    run->host->alloc(run->call, sizeof(*felt->targets));
		if (felt->targets == NULL) {
			tekst_fail_by(run, KT_E_MEMORY);
			return;
		}
		tekst_sti(run, felt->path, felt->targets);
		last = felt;
	}
}

/* ---- legal bases ------------------------------------------------------- */

/* "SEL-107" */
static int is_key(struct kt_string text)
{
	size_t at = 0;

	while (at < text.size && text.data[at] >= 'A' && text.data[at] <= 'Z')
		at++;
	return at > 0 && at + 1 < text.size && text.data[at] == '-' &&
	       tekst_is_digit(text.data[at + 1]);
}

/* The same paragraph, or one that the other is a part of. */
static int is_within(struct kt_string a, struct kt_string b)
{
	size_t size = a.size < b.size ? a.size : b.size;

	if (memcmp(a.data, b.data, size) != 0)
		return 0;
	if (a.size == b.size)
		return 1;
	return a.size > size ? a.data[size] == '-' : b.data[size] == '-';
}

static int is_target(
    struct work *work, const struct felt *felt, const char *key)
{
	struct tekst_run *run = &work->run;

	for (size_t i = 0; i < felt->targets->count; i++) {
		struct kt_string text = tekst_trim(
		    run->host->text(run->call, felt->targets->nodes[i]));

		if (is_key(text) && is_within(text, tekst_slice(key)))
			return 1;
	}
	return 0;
}

static enum tekst_answer agree_key(
    struct work *work, const struct felt *felt, const struct tekst_paragraf *p)
{
	char key[TEKST_KEY];

	if (p->act < 0 || p->unreadable)
		return TEKST_OPEN;
	for (size_t i = 0; tekst_paragraf_key(work->love, p, i, key); i++) {
		if (!tekst_may(&work->run, 1))
			return TEKST_OPEN;
		if (!is_target(work, felt, key))
			return TEKST_DIFFERENT;
	}
	return TEKST_SAME;
}

/* Every paragraph of the text is one that the field holds. */
static enum tekst_answer agree_keys(
    struct work *work, const struct felt *felt, const struct tekst_vaerdi *text)
{
	struct tekst_paragraffer found = { NULL, 0, 0 };
	enum tekst_answer answer = TEKST_SAME;
	kt_status status =
	    tekst_paragraffer_find(work->love, &text->flade, &found);

	tekst_fail_by(&work->run, status);
	if (found.count == 0)
		answer = TEKST_OPEN;
	for (size_t i = 0; i < found.count && answer != TEKST_DIFFERENT; i++) {
		enum tekst_answer one = agree_key(work, felt, &found.items[i]);

		if (one != TEKST_SAME)
			answer = one;
	}
	tekst_paragraffer_finish(&found);
	return answer;
}

/* ---- periods from the end of a month ----------------------------------- */

static kt_node sibling(
    struct tekst_run *run, kt_node node, struct kt_string name)
{
	const struct kt_host *host = run->host;
	kt_node at =
	    host->first_child(run->call, host->parent(run->call, node));

	while (at != 0 && tekst_may(run, 1) &&
	       tekst_compare(host->name(run->call, at), name) != 0)
		at = host->next(run->call, at);
	return at;
}

/* "løbende måned + 1 måned" is two facts: how long, and counted from where. */
static enum tekst_answer agree_running(struct work *work, kt_node target,
    const struct tekst_vaerdi *text, const struct tekst_vaerdi *field)
{
	struct tekst_run *run = &work->run;
	const struct kt_duration *length = &text->varighed.length;
	struct kt_string code = { NULL, 0 };
	kt_node node = 0;

	if (length->months == 0 && length->seconds == 0)
		return TEKST_OPEN;
	if (tekst_vaerdi_agree(run->host, text, field) != TEKST_SAME)
		return tekst_vaerdi_agree(run->host, text, field);
	if (work->running_name.size > 0)
		node = sibling(run, target, work->running_name);
	if (node != 0)
		code = tekst_trim(run->host->text(run->call, node));
	if (code.size == 0)
		return TEKST_OPEN;
	return tekst_compare(code, work->running_code) == 0 ? TEKST_SAME
							    : TEKST_DIFFERENT;
}

/* ---- one field --------------------------------------------------------- */

/* What one field of the text has been held against. */
struct outcome {
	enum tekst_answer answer;
	kt_node target; /* the first one that says something else; 0: none */
	struct tekst_line required;
	int is_date;
	size_t filled; /* targets with a value */
};

static struct tekst_line field_line(
    struct tekst_run *run, const struct tekst_vaerdi *field)
{
	struct kt_value value = { KT_STRING, 0, { 0 } };

	if (field->kind == TEKST_NUMBER) {
		value.kind = KT_DECIMAL;
		value.u.decimal = field->tal.value;
	} else if (field->kind == TEKST_PERIOD) {
		value.kind = KT_DURATION;
		value.u.duration = field->varighed.length;
	} else if (field->kind == TEKST_DATE) {
		value.kind = KT_DATE;
		value.u.date = (struct kt_date){ field->dato.year,
			field->dato.month, field->dato.day };
	} else {
		return tekst_quote(field->text);
	}
	return tekst_quote(run->host->format(run->call, &value, 0));
}

static enum tekst_answer agree(struct work *work, const struct felt *felt,
    kt_node target, const struct tekst_vaerdi *text,
    const struct tekst_vaerdi *field)
{
	struct tekst_run *run = &work->run;

	/* a place that holds other elements is no single field */
	if (run->host->first_child(run->call, target) != 0)
		return TEKST_OPEN;
	if (is_key(field->text) &&
	    tekst_compare(text->text, field->text) != 0) {
		return work->love != NULL ? agree_keys(work, felt, text)
					  : TEKST_OPEN;
	}
	if (field->kind == TEKST_PERIOD && text->kind == TEKST_PERIOD &&
	    text->varighed.running)
		return agree_running(work, target, text, field);
	return tekst_vaerdi_agree(run->host, text, field);
}

static void judge_target(struct work *work, const struct felt *felt,
    kt_node target, const struct tekst_vaerdi *text, struct outcome *out)
{
	struct tekst_run *run = &work->run;
	struct kt_string value = run->host->text(run->call, target);
	struct tekst_vaerdi field;
	enum tekst_answer answer;
	kt_status status;

	if (tekst_trim(value).size == 0 || !tekst_may(run, value.size))
		return;
	status = tekst_vaerdi_field(run->host, run->call, value, &field);
	tekst_fail_by(run, status);
	out->filled++;
	if (status == KT_OK) {
		answer = agree(work, felt, target, text, &field);
		out->is_date |= field.kind == TEKST_DATE;
		/* one that says the same is enough */
		if (answer == TEKST_SAME || out->answer == TEKST_DIFFERENT)
			out->answer = answer;
		if (answer == TEKST_DIFFERENT && out->target == 0) {
			out->target = target;
			out->required = field_line(run, &field);
		}
	}
	tekst_vaerdi_finish(&field);
}

static void note_felt(struct tekst_run *run, const struct felt *felt,
    const char *da, const char *en)
{
	struct tekst_line path = tekst_quote(felt->path);
	struct tekst_line in_danish;
	struct tekst_line in_english;

	snprintf(in_danish.data, sizeof(in_danish.data),
	    "teksten i feltet til %.90s %s", path.data, da);
	snprintf(in_english.data, sizeof(in_english.data),
	    "the text of the field to %.90s %s", path.data, en);
	tekst_note(run, in_danish.data, in_english.data);
}

static void report_felt(struct tekst_run *run, const struct felt *felt,
    kt_node other, struct kt_string required, const char *da, const char *en)
{
	struct tekst_line found = tekst_quote(felt->text);
	struct kt_finding finding;

	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = felt->node;
	finding.other = other;
	finding.found = tekst_slice(found.data);
	finding.required = required;
	finding.note_da = tekst_slice(da);
	finding.note_en = tekst_slice(en);
	tekst_report(run, &finding);
}

static void conclude(struct work *work, struct felt *felt,
    const struct tekst_vaerdi *text, const struct outcome *out)
{
	struct tekst_run *run = &work->run;

	if (out->filled > 0 && out->answer == TEKST_SAME) {
		felt->settled = 1;
	} else if (out->filled > 0 && out->answer == TEKST_DIFFERENT &&
		   !felt->targets->more) {
		felt->settled = felt->wrong = 1;
		if (out->is_date && work->without_dates)
			return;
		report_felt(run, felt, out->target,
		    tekst_slice(out->required.data),
		    "Teksten siger noget andet end det felt, den peger på",
		    "The text says something else than the field it points "
		    "to");
	} else if (work->without_dates &&
		   (out->is_date || text->kind == TEKST_DATE)) {
		return;
	} else if (felt->targets->count == 0) {
		note_felt(run, felt,
		    "hører til et felt, der ikke står i dokumentet",
		    "belongs to a field that is not in the document");
	} else if (out->filled == 0) {
		note_felt(run, felt, "hører til et felt, der ikke er udfyldt",
		    "belongs to a field that is not filled in");
	} else {
		note_felt(run, felt, "kan ikke sammenlignes med feltet",
		    "cannot be compared with the field");
	}
}

static void judge_felt(struct work *work, struct felt *felt)
{
	struct tekst_run *run = &work->run;
	struct outcome out = { .answer = TEKST_DIFFERENT };
	struct tekst_vaerdi text;
	kt_status status;

	if (felt->targets == NULL || !tekst_may(run, felt->text.size))
		return;
	status = tekst_vaerdi_read(run->host, run->call, felt->text, &text);
	tekst_fail_by(run, status);
	for (size_t i = 0;
	     status == KT_OK && i < felt->targets->count &&
	     !(out.filled > 0 && out.answer == TEKST_SAME) && !run->failed;
	     i++)
		judge_target(work, felt, felt->targets->nodes[i], &text, &out);
	if (!run->failed)
		conclude(work, felt, &text, &out);
	tekst_vaerdi_finish(&text);
}

/* ---- the same name twice ----------------------------------------------- */

/* Fields with different targets are not the same, whatever they are called;
 * one without a target belongs to those after it. */
static int is_repeat(const struct felt *a, const struct felt *b)
{
	return tekst_compare(a->name, b->name) == 0 &&
	       (a->path.data == NULL || b->path.data == NULL ||
		   tekst_compare(a->path, b->path) == 0);
}

/* Two that say what their field says agree. */
static int may_compare(const struct felt *a, const struct felt *b)
{
	return !a->wrong && !b->wrong && (!a->settled || !b->settled) &&
	       is_repeat(a, b);
}

static void judge_repeat(struct work *work, const struct felt *first,
    const struct tekst_vaerdi *text, const struct felt *felt)
{
	struct tekst_run *run = &work->run;
	struct tekst_line required = tekst_quote(first->text);
	struct tekst_vaerdi again;
	enum tekst_answer answer = TEKST_SAME;
	kt_status status =
	    tekst_vaerdi_read(run->host, run->call, felt->text, &again);

	tekst_fail_by(run, status);
	if (status == KT_OK)
		answer = tekst_vaerdi_repeat(run->host, text, &again);
	if (answer == TEKST_DIFFERENT) {
		report_felt(run, felt, first->node, tekst_slice(required.data),
		    "Et felt med samme navn siger noget andet et andet sted",
		    "A field of the same name says something else in another "
		    "place");
	} else if (answer == TEKST_OPEN) {
		tekst_note(run,
		    "to felter med samme navn kan ikke sammenlignes",
		    "two fields of the same name cannot be compared");
	}
	tekst_vaerdi_finish(&again);
}

/* `sorted[from]` to before `to` have one name; each is held against the first
 * of them that is not wrong already. */
static void judge_group(struct work *work, size_t from, size_t to)
{
	struct tekst_run *run = &work->run;
	struct tekst_vaerdi text;
	kt_status status;

	while (from < to && work->sorted[from]->wrong)
		from++;
	if (from + 1 >= to)
		return;
	status = tekst_vaerdi_read(
	    run->host, run->call, work->sorted[from]->text, &text);
	tekst_fail_by(run, status);
	for (size_t i = from + 1;
	     status == KT_OK && i < to && !tekst_is_done(run); i++) {
		if (may_compare(work->sorted[from], work->sorted[i]) &&
		    tekst_may(run, work->sorted[i]->text.size))
			judge_repeat(
			    work, work->sorted[from], &text, work->sorted[i]);
	}
	tekst_vaerdi_finish(&text);
}

static void judge_names(struct work *work)
{
	size_t from = 0;

	qsort(work->sorted, work->count, sizeof(struct felt *), by_name);
	for (size_t i = 1; i <= work->count; i++) {
		if (i < work->count &&
		    is_repeat(work->sorted[i - 1], work->sorted[i]))
			continue;
		if (work->sorted[from]->name.size > 0 &&
		    !tekst_is_done(&work->run))
			judge_group(work, from, i);
		from = i;
	}
}

/* ---- check ------------------------------------------------------------- */

static void judge(struct work *work, kt_node subject)
{
	struct tekst_run *run = &work->run;
	struct kt_sequence nodes;

	if (!tekst_evaluate(run, "i", subject, &nodes))
		return;
	if (nodes.maybe_more)
		tekst_note(run, "der kan være flere felter",
		    "there may be more fields");
	read_arguments(work, subject);
	if (!run->failed)
		collect(work, &nodes);
	if (!run->failed)
		find_targets(work);
	run->empty = work->count == 0;
	for (size_t i = 0; i < work->count && !tekst_is_done(run); i++)
		judge_felt(work, &work->felter[i]);
	if (!tekst_is_done(run))
		judge_names(work);
}

kt_verdict tekst_felter(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	struct work work = { .run = { .host = host, .call = call } };

	(void)state;
	judge(&work, subject);
	free(work.felter);
	free(work.sorted);
	tekst_love_destroy(work.love);
	return tekst_verdict(&work.run);
}
