/*
 * baseline: the findings that are there now, so that only new ones fail.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* ---- writing ----------------------------------------------------------- */

static void begin(const struct kt_options *options, struct kt_sink *sink)
{
	kt_sink_printf(sink,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- %s -->\n"
	    "<basislinje xmlns=\"urn:kontrakttjek:regler:1\">\n",
	    kt_cli_pick(options,
		"Kendte fund. Bliver kun mindre: kontrakttjek baseline prune "
		"fjerner det, der er rettet.",
		"Known findings. Only gets smaller: kontrakttjek baseline "
		"prune removes what has been put right."));
}

static void end(struct kt_sink *sink)
{
	kt_sink_add(sink, KT_S("</basislinje>\n"));
}

static void entry(struct kt_sink *sink, struct kt_string rule,
    struct kt_string file, struct kt_string clause,
    struct kt_string fingerprint, size_t count)
{
	kt_sink_add(sink, KT_S("  <kendt"));
	kt_cli_xml_attribute(sink, "regel", rule);
	kt_cli_xml_attribute(sink, "fil", file);
	kt_cli_xml_attribute(sink, "klausul", clause);
	kt_sink_printf(sink, " antal=\"%zu\"", count);
	kt_cli_xml_attribute(sink, "fingeraftryk", fingerprint);
	kt_sink_add(sink, KT_S("/>\n"));
}

/* ---- create ------------------------------------------------------------ */

/* By what is written, so that lines of the paper do not move entries. */
static int compare_results(const void *a, const void *b)
{
	const struct kt_result *x = *(const struct kt_result *const *)a;
	const struct kt_result *y = *(const struct kt_result *const *)b;
	int order = kt_string_compare(x->rule->id, y->rule->id);

	if (order == 0)
		order = kt_string_compare(x->clause, y->clause);
	return order != 0 ? order
			  : kt_string_compare(x->fingerprint, y->fingerprint);
}

/* Findings that a baseline may hold; the others are counted. */
static size_t select_findings(const struct kt_judgement *judgement,
    const struct kt_result **out, size_t *left_out)
{
	const struct kt_result *result = judgement->results;
	size_t count = 0;

	for (; result != NULL; result = result->next) {
		if (result->state != KT_STATE_FAIL)
			continue;
		if (!kt_may_waive(result))
			++*left_out;
		else if (out != NULL)
			out[count++] = result;
		else
			count++;
	}
	return count;
}

static bool write_known(struct kt_sink *sink,
    const struct kt_judgement *judgement, size_t *left_out)
{
	size_t ignored = 0;
	size_t count = select_findings(judgement, NULL, &ignored);
	const struct kt_result **list = calloc(count + 1, sizeof(*list));
	size_t same;

	if (list == NULL)
		return false;
	select_findings(judgement, list, left_out);
	qsort(list, count, sizeof(*list), compare_results);
	for (size_t i = 0; i < count; i += same) {
		for (same = 1; i + same < count &&
			       compare_results(&list[i], &list[i + same]) == 0;
		     same++)
			;
		entry(sink, list[i]->rule->id, judgement->document,
		    list[i]->clause, list[i]->fingerprint, same);
	}
	free(list);
	return true;
}

/* Whether every selected rule had its say; told where not. */
static bool is_whole(
    const struct kt_options *options, const struct kt_judgement *judgement)
{
	struct kt_totals totals = { 0 };

	if (kt_cli_tell_unread(options, judgement))
		return false;
	kt_totals_add(&totals, judgement, KT_ERROR);
	if (totals.unchecked > 0)
		kt_cli_say(options, "%.*s blev ikke helt tjekket",
		    "%.*s was not checked wholly", KT_FMT(judgement->document));
	return totals.unchecked == 0;
}

static int create(struct kt_work *work, struct kt_sink *sink)
{
	const struct kt_options *options = work->options;
	int code = KT_EXIT_OK;
	size_t left_out = 0;

	begin(options, sink);
	for (size_t i = 0; i < work->inputs.count; i++) {
		struct kt_judgement judgement;

		kt_work_judge(work, &work->inputs.items[i], &judgement);
		if (!write_known(sink, &judgement, &left_out) ||
		    !is_whole(options, &judgement))
			code = KT_EXIT_INCOMPLETE;
		kt_judgement_finish(&judgement);
	}
	end(sink);
	if (left_out > 0)
		kt_cli_say(options,
		    "%zu fund er ikke med: fatal og det, der ikke må fraviges, "
		    "kan ikke stå i en basislinje",
		    "%zu findings are left out: a baseline cannot hold fatal "
		    "ones, nor what cannot be waived",
		    left_out);
	return code;
}

/* ---- prune ------------------------------------------------------------- */

/* Nothing is written where a paper could not be read: what is known of it
 * would be lost. */
static int prune(struct kt_work *work, struct kt_sink *sink)
{
	const struct kt_options *options = work->options;
	const struct kt_waivers *baseline = work->departures.baseline;
	size_t gone = 0;

	for (size_t i = 0; i < work->inputs.count; i++) {
		struct kt_judgement judgement;
		bool whole;

		kt_work_judge(work, &work->inputs.items[i], &judgement);
		whole = is_whole(options, &judgement);
		kt_judgement_finish(&judgement);
		if (!whole)
			return KT_EXIT_INCOMPLETE;
	}
	begin(options, sink);
	for (size_t i = 0; i < baseline->count; i++) {
		const struct kt_waiver *known = &baseline->items[i];

		gone += known->count - known->used;
		if (known->used > 0)
			entry(sink, known->rule, known->document, known->clause,
			    known->fingerprint, known->used);
	}
	end(sink);
	kt_cli_say(options, "%zu fund er væk fra basislinjen",
	    "%zu findings are gone from the baseline", gone);
	return KT_EXIT_OK;
}

/* ---- the command ------------------------------------------------------- */

static int run(const struct kt_options *options, bool pruning)
{
	struct kt_sink sink = kt_cli_stdout();
	struct kt_work work;
	int code = kt_work_open(options, &work);

	if (code == KT_EXIT_OK)
		code = pruning ? prune(&work, &sink) : create(&work, &sink);
	kt_work_close(&work);
	return code;
}

int kt_cmd_baseline(const struct kt_options *options)
{
	struct kt_options papers = *options;
	const char *verb =
	    options->argument_count > 0 ? options->arguments[0] : "";
	bool pruning = strcmp(verb, "prune") == 0;

	if ((!pruning && strcmp(verb, "create") != 0) ||
	    options->argument_count < 2 ||
	    pruning != (options->baseline != NULL)) {
		kt_cli_say(options,
		    "skriv: kontrakttjek baseline create PAPIR … eller "
		    "baseline prune --basislinje FIL PAPIR …",
		    "write: kontrakttjek baseline create PAPER … or baseline "
		    "prune --basislinje FILE PAPER …");
		return KT_EXIT_USE;
	}
	if (pruning && options->pack_count + options->rule_count > 0) {
		kt_cli_say(options,
		    "prune gennemgår hele basislinjen; --pack og --rule kan "
		    "ikke bruges",
		    "prune goes through the whole baseline; --pack and --rule "
		    "cannot be used");
		return KT_EXIT_USE;
	}
	papers.arguments++;
	papers.argument_count--;
	return run(&papers, pruning);
}
