/*
 * The report for a person: what could not be decided and what was not checked,
 * with the reasons, so that one reason for many rules is told once.
 */
#include <stdlib.h>

#include "layout.h"
#include "report_text.h"

enum {
	RULES_APART = 3 /* so many rules with one reason get one entry */
};

/* Results of one rule for the same reasons. */
struct group {
	const struct kt_result *first;
	size_t count;
	bool shown;
};

struct groups {
	struct group *items;
	size_t count, capacity;
};

static bool same_reasons(const struct kt_result *a, const struct kt_result *b)
{
	const struct kt_line *x = a->reasons;
	const struct kt_line *y = b->reasons;

	while (x != NULL && y != NULL && kt_string_equal(x->text, y->text)) {
		x = x->next;
		y = y->next;
	}
	return x == NULL && y == NULL;
}

/* The same rule comes again at every place of its kind: only the latest
 * groups are looked through, so that a long list stays quick. */
static struct group *find_group(
    struct groups *groups, const struct kt_result *result)
{
	size_t least = groups->count > 256 ? groups->count - 256 : 0;

	for (size_t i = groups->count; i > least; i--) {
		struct group *group = &groups->items[i - 1];

		if (group->first->rule == result->rule &&
		    same_reasons(group->first, result))
			return group;
	}
	return NULL;
}

static void collect(struct kt_report *r, struct groups *groups,
    const struct kt_judgement *judgement, enum kt_state state)
{
	const struct kt_result *result = judgement->results;

	for (; result != NULL; result = result->next) {
		struct group *group;

		if (result->state != state)
			continue;
		group = find_group(groups, result);
		if (group != NULL) {
			group->count++;
			continue;
		}
		if (!kt_grow(&groups->items, &groups->capacity,
			groups->count + 1, sizeof(*groups->items))) {
			r->sink->failed = true;
			return;
		}
		groups->items[groups->count++] =
		    (struct group){ result, 1, false };
	}
}

/* A rule with several demands has several reasons at one place. */
static void group_reasons(
    struct kt_report *r, struct groups *groups, size_t first)
{
	const struct kt_result *result = groups->items[first].first;
	const char *name = kt_text_pick(r, "fordi", "because");

	for (size_t i = first; i < groups->count; i++) {
		struct group *group = &groups->items[i];

		if (group->shown || group->first->rule != result->rule ||
		    group->first->from.line != result->from.line ||
		    group->first->from.column != result->from.column)
			continue;
		group->shown = true;
		kt_text_lines(r, name, group->first->reasons);
		name = NULL;
	}
}

static void group_alone(struct kt_report *r,
    const struct kt_judgement *judgement, struct groups *groups, size_t first,
    const char *word)
{
	const struct group *group = &groups->items[first];
	const struct kt_result *result = group->first;

	kt_text_head(r, judgement, result, word, "1;35",
	    result->rule->title[r->settings.language]);
	if (result->label.size > 0) {
		kt_layout_blanks(r->sink, KT_TEXT_LABEL);
		kt_layout_paragraph(r->sink, result->label, KT_TEXT_LABEL,
		    KT_TEXT_LABEL, r->width);
	}
	group_reasons(r, groups, first);
	if (group->count > 1) {
		kt_layout_blanks(r->sink, KT_TEXT_FIELD);
		kt_sink_printf(r->sink,
		    group->count == 2
			? kt_text_pick(r, "(og %zu sted mere af samme grund)\n",
			      "(and %zu more place for the same reason)\n")
			: kt_text_pick(r,
			      "(og %zu steder mere af samme grund)\n",
			      "(and %zu more places for the same reason)\n"),
		    group->count - 1);
	}
}

/* One reason for many rules, such as an edition that is not there. */
static void groups_together(struct kt_report *r,
    const struct kt_judgement *judgement, struct groups *groups, size_t first,
    const char *word)
{
	const struct kt_result *example = groups->items[first].first;
	struct kt_buffer rules;

	kt_buffer_init(&rules);
	for (size_t i = first; i < groups->count; i++) {
		struct group *group = &groups->items[i];

		if (group->shown || !same_reasons(example, group->first))
			continue;
		group->shown = true;
		kt_buffer_printf(&rules, "%s%.*s", rules.size > 0 ? ", " : "",
		    KT_FMT(group->first->rule->id));
	}
	kt_text_place(r, judgement->document, (struct kt_position){ 0, 0 });
	kt_text_color(r, "1;35");
	kt_text_add(r, word);
	kt_text_color(r, "0");
	kt_text_add(r, "\n");
	kt_text_lines(r, kt_text_pick(r, "fordi", "because"), example->reasons);
	if (rules.failed)
		r->sink->failed = true;
	else
		kt_text_field(r, kt_text_pick(r, "regler", "rules"),
		    kt_buffer_string(&rules));
	kt_buffer_finish(&rules);
}

void kt_text_open_results(struct kt_report *r,
    const struct kt_judgement *judgement, enum kt_state state,
    const char *heading, const char *word)
{
	struct groups groups = { 0 };

	collect(r, &groups, judgement, state);
	if (groups.count > 0)
		kt_sink_printf(r->sink, "%s\n", heading);
	for (size_t i = 0; i < groups.count; i++) {
		struct group *group = &groups.items[i];
		size_t same = 0;

		if (group->shown)
			continue;
		for (size_t k = i; k < groups.count && same < RULES_APART; k++)
			same +=
			    !groups.items[k].shown &&
			    same_reasons(group->first, groups.items[k].first);
		if (same >= RULES_APART)
			groups_together(r, judgement, &groups, i, word);
		else
			group_alone(r, judgement, &groups, i, word);
	}
	if (groups.count > 0)
		kt_text_add(r, "\n");
	free(groups.items);
}
