#include "diff.h"

#include <stdlib.h>

const char *kt_change_name(enum kt_change_kind kind)
{
	static const char *const names[] = { "ny", "vaek", "tilstand", "alvor",
		"indhold" };

	return names[kind];
}

/* One judgement's results, by rule and place. */
struct side {
	const struct kt_result **results;
	bool *paired;
	size_t count;
};

struct diff {
	struct side before, after;
	const struct kt_judgement *judgement_before, *judgement_after;
	struct kt_changes *out;
};

/* ---- order ------------------------------------------------------------- */

static int compare_positions(struct kt_position a, struct kt_position b)
{
	if (a.line != b.line)
		return a.line < b.line ? -1 : 1;
	return (a.column > b.column) - (a.column < b.column);
}

/* Of one rule at one place. */
static int compare_keys(const struct kt_result *x, const struct kt_result *y)
{
	int order = kt_string_compare(x->rule->id, y->rule->id);

	if (order == 0)
		order = compare_positions(x->from, y->from);
	return order != 0 ? order : kt_string_compare(x->path, y->path);
}

static int compare_results(const void *a, const void *b)
{
	const struct kt_result *x = *(const struct kt_result *const *)a;
	const struct kt_result *y = *(const struct kt_result *const *)b;
	int order = compare_keys(x, y);

	if (order == 0 && x->state != y->state)
		order = x->state < y->state ? -1 : 1;
	if (order == 0)
		order = kt_string_compare(x->message, y->message);
	return order;
}

static const struct kt_result *shown(const struct kt_change *change)
{
	return change->after != NULL ? change->after : change->before;
}

static int compare_changes(const void *a, const void *b)
{
	const struct kt_change *x = a;
	const struct kt_change *y = b;
	int order = compare_positions(shown(x)->from, shown(y)->from);

	if (order == 0)
		order = kt_string_compare(x->rule->id, y->rule->id);
	if (order == 0)
		order = (x->kind > y->kind) - (x->kind < y->kind);
	return order != 0
		   ? order
		   : kt_string_compare(shown(x)->message, shown(y)->message);
}

static bool collect(struct side *side, const struct kt_judgement *judgement,
    struct kt_arena *arena)
{
	const struct kt_result *result = judgement->results;
	size_t count = 0;

	for (; result != NULL; result = result->next)
		count++;
	side->results =
	    kt_arena_array(arena, count + 1, sizeof(*side->results));
	side->paired = kt_arena_array(arena, count + 1, sizeof(*side->paired));
	if (side->results == NULL || side->paired == NULL)
		return false;
	for (result = judgement->results; result != NULL; result = result->next)
		side->results[side->count++] = result;
	qsort(side->results, side->count, sizeof(*side->results),
	    compare_results);
	return true;
}

/* ---- telling apart ----------------------------------------------------- */

static bool same_lines(const struct kt_line *a, const struct kt_line *b)
{
	while (a != NULL && b != NULL && kt_string_equal(a->text, b->text)) {
		a = a->next;
		b = b->next;
	}
	return a == NULL && b == NULL;
}

static bool same_content(const struct kt_result *a, const struct kt_result *b)
{
	return kt_string_equal(a->message, b->message) &&
	       kt_string_equal(a->found, b->found) &&
	       kt_string_equal(a->required, b->required) &&
	       kt_string_equal(a->difference, b->difference) &&
	       same_lines(a->reasons, b->reasons);
}

static const struct kt_rule_state *state_of(
    const struct kt_judgement *judgement, const struct kt_rule *rule)
{
	for (size_t i = 0; i < judgement->rule_count; i++) {
		if (judgement->rules[i].rule == rule)
			return &judgement->rules[i];
	}
	return NULL;
}

static void add(struct diff *d, enum kt_change_kind kind,
    const struct kt_result *before, const struct kt_result *after)
{
	struct kt_change *change = &d->out->items[d->out->count++];

	*change = (struct kt_change){
		.kind = kind, .before = before, .after = after
	};
	change->rule = shown(change)->rule;
	if (before == NULL)
		change->otherwise = state_of(d->judgement_before, change->rule);
	else if (after == NULL)
		change->otherwise = state_of(d->judgement_after, change->rule);
	d->out->counts[kind]++;
}

static void add_pair(struct diff *d, size_t i, size_t k)
{
	const struct kt_result *before = d->before.results[i];
	const struct kt_result *after = d->after.results[k];

	d->before.paired[i] = true;
	d->after.paired[k] = true;
	if (before->state != after->state)
		add(d, KT_CHANGE_STATE, before, after);
	else if (before->state == KT_STATE_FAIL &&
		 before->severity != after->severity)
		add(d, KT_CHANGE_GRADE, before, after);
	else if (!same_content(before, after))
		add(d, KT_CHANGE_CONTENT, before, after);
}

/* ---- pairing ----------------------------------------------------------- */

/* How alike two results must be to be the same one. */
enum likeness { SAME_TEXT, SAME_STATE, SAME_PLACE, LIKENESSES };

static bool are_alike(const struct kt_result *a, const struct kt_result *b,
    enum likeness likeness)
{
	if (likeness < SAME_PLACE && a->state != b->state)
		return false;
	return likeness != SAME_TEXT || kt_string_equal(a->message, b->message);
}

/* Results of one rule at one place: those that are most alike first. */
static void pair_place(
    struct diff *d, size_t i, size_t i_end, size_t k, size_t k_end)
{
	for (int likeness = 0; likeness < LIKENESSES; likeness++) {
		for (size_t a = i; a < i_end; a++) {
			size_t b = k;

			while (b < k_end && (d->after.paired[b] ||
						!are_alike(d->before.results[a],
						    d->after.results[b],
						    (enum likeness)likeness)))
				b++;
			if (!d->before.paired[a] && b < k_end)
				add_pair(d, a, b);
		}
	}
}

static size_t end_of_key(const struct side *side, size_t from)
{
	size_t end = from + 1;

	while (end < side->count &&
	       compare_keys(side->results[from], side->results[end]) == 0)
		end++;
	return end;
}

static void pair_places(struct diff *d)
{
	size_t i = 0;
	size_t k = 0;

	while (i < d->before.count && k < d->after.count) {
		int order =
		    compare_keys(d->before.results[i], d->after.results[k]);
		size_t i_end = end_of_key(&d->before, i);
		size_t k_end = end_of_key(&d->after, k);

		if (order == 0)
			pair_place(d, i, i_end, k, k_end);
		if (order <= 0)
			i = i_end;
		if (order >= 0)
			k = k_end;
	}
}

/* What cannot be decided stands where the fact is missing, a finding where
 * the fact is: of one rule, the one became the other. */
static void pair_rules(struct diff *d)
{
	size_t k = 0;

	for (size_t i = 0; i < d->before.count; i++) {
		const struct kt_result *before = d->before.results[i];

		if (d->before.paired[i])
			continue;
		while (k < d->after.count &&
		       kt_string_compare(
			   d->after.results[k]->rule->id, before->rule->id) < 0)
			k++;
		for (size_t b = k; b < d->after.count &&
				   d->after.results[b]->rule == before->rule;
		     b++) {
			if (d->after.paired[b] ||
			    d->after.results[b]->state == before->state)
				continue;
			add_pair(d, i, b);
			break;
		}
	}
}

static void add_rest(struct diff *d)
{
	for (size_t i = 0; i < d->before.count; i++) {
		if (!d->before.paired[i])
			add(d, KT_CHANGE_GONE, d->before.results[i], NULL);
	}
	for (size_t i = 0; i < d->after.count; i++) {
		if (!d->after.paired[i])
			add(d, KT_CHANGE_NEW, NULL, d->after.results[i]);
	}
}

kt_status kt_diff(const struct kt_judgement *before,
    const struct kt_judgement *after, struct kt_changes *out)
{
	struct diff d = {
		.judgement_before = before, .judgement_after = after, .out = out
	};

	*out = (struct kt_changes){ 0 };
	kt_arena_init(&out->arena);
	if (!collect(&d.before, before, &out->arena) ||
	    !collect(&d.after, after, &out->arena))
		return KT_E_MEMORY;
	out->items = kt_arena_array(&out->arena,
	    d.before.count + d.after.count + 1, sizeof(*out->items));
	if (out->items == NULL)
		return KT_E_MEMORY;
	pair_places(&d);
	pair_rules(&d);
	add_rest(&d);
	qsort(out->items, out->count, sizeof(*out->items), compare_changes);
	return KT_OK;
}

void kt_changes_finish(struct kt_changes *changes)
{
	kt_arena_finish(&changes->arena);
}
