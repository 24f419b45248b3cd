#include "waiver.h"

#include <fnmatch.h>

#include "moment.h"

const char *kt_waiver_use_name(enum kt_waiver_use use)
{
	static const char *const names[] = {
		[KT_WAIVER_NOT_IN_PLAY] = "ikke-i-spil",
		[KT_WAIVER_UNUSED] = "ubrugt",
		[KT_WAIVER_CHANGED] = "klausul-aendret",
		[KT_WAIVER_EXPIRED] = "udloebet",
		[KT_WAIVER_REFUSED] = "afvist",
		[KT_WAIVER_USED] = "brugt",
	};

	return names[use];
}

bool kt_may_waive(const struct kt_result *result)
{
	return result->state == KT_STATE_FAIL && result->severity != KT_FATAL &&
	       result->rule->severity != KT_FATAL && result->rule->waivable &&
	       !result->stands_for_more;
}

/* ---- what a waiver is about -------------------------------------------- */

bool kt_waiver_document_fits(
    struct kt_string glob, const struct kt_judgement *judgement)
{
	const char *name = judgement->document.data;

	if (glob.size == 0 || kt_string_equal(glob, judgement->identity))
		return true;
	if (judgement->identity.size > 0 &&
	    fnmatch(glob.data, judgement->identity.data, 0) == 0)
		return true;
	/* the name as given, or any end of it that is whole names */
	for (const char *at = name; at != NULL && *at != '\0'; at++) {
		if ((at == name || at[-1] == '/') &&
		    fnmatch(glob.data, at, FNM_PATHNAME) == 0)
			return true;
	}
	return false;
}

/* The same place or one inside it. */
static bool path_fits(struct kt_string wanted, struct kt_string path)
{
	return kt_string_starts(path, wanted) &&
	       (path.size == wanted.size || path.data[wanted.size] == '/');
}

static bool place_fits(
    const struct kt_waiver *waiver, const struct kt_result *result)
{
	return (waiver->clause.size == 0 ||
		   kt_string_equal(waiver->clause, result->clause)) &&
	       (waiver->path.size == 0 ||
		   path_fits(waiver->path, result->path));
}

/* Whether the waiver was written for this very place, and not only for the
 * document: then another fingerprint means other words. */
static bool names_place(
    const struct kt_waiver *waiver, const struct kt_result *result)
{
	return waiver->path.size > 0 ||
	       kt_string_equal(waiver->clause, result->clause);
}

/* Whether it could have waived anything in this document: one of its rules
 * was run. */
static bool is_in_play(
    const struct kt_waiver *waiver, const struct kt_judgement *judgement)
{
	for (size_t i = 0; i < judgement->rule_count; i++) {
		const struct kt_rule_state *state = &judgement->rules[i];

		if (!state->left_out && state->state != KT_STATE_NOT_CHECKED &&
		    kt_rule_is_named(state->rule, waiver->rule))
			return true;
	}
	/* it will never be of use, whatever is run */
	return waiver->flaw == KT_WAIVER_NO_RULE;
}

static void raise_use(struct kt_waiver *waiver, enum kt_waiver_use use)
{
	if (use > waiver->use)
		waiver->use = use;
}

/* What the waiver comes to for a finding; KT_WAIVER_NOT_IN_PLAY: it is about
 * something else. */
static enum kt_waiver_use weigh(const struct kt_waiving *waiving,
    const struct kt_judgement *judgement, const struct kt_waiver *waiver,
    const struct kt_result *result)
{
	if (!kt_rule_is_named(result->rule, waiver->rule) ||
	    !place_fits(waiver, result) ||
	    !kt_waiver_document_fits(waiver->document, judgement))
		return KT_WAIVER_NOT_IN_PLAY;
	if (waiver->fingerprint.size > 0 &&
	    !kt_string_equal(waiver->fingerprint, result->fingerprint))
		return waiver->document.size > 0 && names_place(waiver, result)
			   ? KT_WAIVER_CHANGED
			   : KT_WAIVER_NOT_IN_PLAY;
	if (waiver->flaw != KT_WAIVER_WHOLE || !kt_may_waive(result))
		return KT_WAIVER_REFUSED;
	if (kt_date_compare(waiving->today, waiver->until) > 0)
		return KT_WAIVER_EXPIRED;
	return KT_WAIVER_USED;
}

/* ---- applying ---------------------------------------------------------- */

static void waive_result(struct kt_judgement *judgement,
    struct kt_result *result, struct kt_waiver *waiver)
{
	judgement->findings[result->severity]--;
	result->state = KT_STATE_WAIVED;
	result->waiver = waiver;
}

static void add_note(const struct kt_waiving *waiving,
    struct kt_judgement *judgement, struct kt_result *result,
    const struct kt_waiver *waiver, enum kt_waiver_use use)
{
	struct kt_line *line = kt_arena_alloc(&judgement->arena, sizeof(*line));
	struct kt_line **end = &result->notes;
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_words_waiver_use(&text, waiver, use, waiving->language);
	if (line != NULL && !text.failed)
		line->text =
		    kt_arena_copy(&judgement->arena, kt_buffer_string(&text));
	if (line != NULL && line->text.data != NULL) {
		while (*end != NULL)
			end = &(*end)->next;
		*end = line;
	} else {
		judgement->arena.failed = true;
	}
	kt_buffer_finish(&text);
}

/* The first that counts waives; all that count have been of use. */
static struct kt_waiver *try_items(const struct kt_waiving *waiving,
    struct kt_judgement *judgement, const struct kt_result *result,
    struct kt_waiver *items, size_t count)
{
	struct kt_waiver *best = NULL;

	for (size_t i = 0; i < count; i++) {
		enum kt_waiver_use use =
		    weigh(waiving, judgement, &items[i], result);

		raise_use(&items[i], use);
		if (use != KT_WAIVER_USED)
			continue;
		items[i].used++;
		if (best == NULL)
			best = &items[i];
	}
	return best;
}

static void note_items(const struct kt_waiving *waiving,
    struct kt_judgement *judgement, struct kt_result *result,
    const struct kt_waiver *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		enum kt_waiver_use use =
		    weigh(waiving, judgement, &items[i], result);

		if (use != KT_WAIVER_NOT_IN_PLAY)
			add_note(waiving, judgement, result, &items[i], use);
	}
}

static void try_waivers(const struct kt_waiving *waiving,
    struct kt_judgement *judgement, struct kt_result *result)
{
	struct kt_waiver *best = NULL;

	for (size_t i = 0; i < waiving->file_count; i++) {
		struct kt_waivers *file = waiving->files[i];
		struct kt_waiver *found = try_items(
		    waiving, judgement, result, file->items, file->count);

		best = best != NULL ? best : found;
	}
	if (best == NULL)
		best = try_items(waiving, judgement, result,
		    judgement->departures, judgement->departure_count);
	else
		try_items(waiving, judgement, result, judgement->departures,
		    judgement->departure_count);
	if (best != NULL) {
		waive_result(judgement, result, best);
		return;
	}
	for (size_t i = 0; i < waiving->file_count; i++)
		note_items(waiving, judgement, result, waiving->files[i]->items,
		    waiving->files[i]->count);
	note_items(waiving, judgement, result, judgement->departures,
	    judgement->departure_count);
}

static void mark_in_play(
    struct kt_waiver *items, size_t count, const struct kt_judgement *judgement)
{
	for (size_t i = 0; i < count; i++) {
		if (kt_waiver_document_fits(items[i].document, judgement) &&
		    is_in_play(&items[i], judgement))
			raise_use(&items[i], KT_WAIVER_UNUSED);
	}
}

/* ---- baselines --------------------------------------------------------- */

/* Only the file that it was made from: a copy of the paper, with the same
 * number and the same words, is another violation. Either name may lack what
 * stands before its last parts. */
static bool same_file(struct kt_string a, struct kt_string b)
{
	struct kt_string longer = a.size >= b.size ? a : b;
	struct kt_string shorter = a.size >= b.size ? b : a;
	size_t before = longer.size - shorter.size;
	struct kt_string end = { longer.data + before, shorter.size };

	return shorter.size > 0 && kt_string_equal(end, shorter) &&
	       (before == 0 || longer.data[before - 1] == '/');
}

static void try_baseline(struct kt_waivers *baseline,
    struct kt_judgement *judgement, struct kt_result *result)
{
	for (size_t i = 0; i < baseline->count; i++) {
		struct kt_waiver *known = &baseline->items[i];

		if (known->used >= known->count || !kt_may_waive(result) ||
		    !kt_string_equal(known->fingerprint, result->fingerprint) ||
		    !same_file(known->document, judgement->document))
			continue;
		known->used++;
		known->use = KT_WAIVER_USED;
		waive_result(judgement, result, known);
		return;
	}
}

static void apply_baseline(
    struct kt_waivers *baseline, struct kt_judgement *judgement)
{
	for (size_t i = 0; i < baseline->count; i++) {
		struct kt_waiver *known = &baseline->items[i];

		if (same_file(known->document, judgement->document) &&
		    is_in_play(known, judgement))
			raise_use(known, KT_WAIVER_UNUSED);
	}
	for (struct kt_result *result = judgement->results; result != NULL;
	     result = result->next) {
		if (result->state == KT_STATE_FAIL)
			try_baseline(baseline, judgement, result);
	}
}

/* ---- all of it --------------------------------------------------------- */

/* The state of each rule follows its results again. */
static void settle(struct kt_judgement *judgement)
{
	for (size_t i = 0; i < judgement->rule_count; i++) {
		struct kt_rule_state *state = &judgement->rules[i];
		enum kt_state highest = KT_STATE_NOT_SELECTED;
		const struct kt_result *result = judgement->results;

		if (state->state != KT_STATE_FAIL)
			continue;
		for (; result != NULL; result = result->next) {
			if (result->rule == state->rule &&
			    result->state > highest)
				highest = result->state;
		}
		/* without a result it stays what it was */
		if (highest == KT_STATE_NOT_SELECTED)
			continue;
		judgement->states[state->state]--;
		judgement->states[highest]++;
		state->state = highest;
	}
}

void kt_waive(const struct kt_waiving *waiving, struct kt_judgement *judgement)
{
	if (judgement->status != KT_OK)
		return;
	for (size_t i = 0; i < waiving->file_count; i++)
		mark_in_play(waiving->files[i]->items, waiving->files[i]->count,
		    judgement);
	mark_in_play(
	    judgement->departures, judgement->departure_count, judgement);
	for (struct kt_result *result = judgement->results; result != NULL;
	     result = result->next) {
		if (result->state == KT_STATE_FAIL)
			try_waivers(waiving, judgement, result);
	}
	if (waiving->baseline != NULL)
		apply_baseline(waiving->baseline, judgement);
	settle(judgement);
}
