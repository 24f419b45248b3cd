/*
 * One line a result, the same in every language: for scripts, and for the
 * expected results beside the samples.
 *
 *   FILE:LINE:COLUMN: state severity RULE
 *   FILE: N fund, N uafklaret, … of N rules
 */
#include <stdlib.h>

#include "report.h"

struct kt_report {
	struct kt_report_settings settings;
	struct kt_sink *sink;
};

static struct kt_report *begin(const struct kt_report_settings *settings,
    struct kt_sink *sink)
{
	struct kt_report *report = calloc(1, sizeof(*report));
	if (report == NULL)
		return NULL;
	report->settings = *settings;
	report->sink = sink;
	return report;
}

static void document(struct kt_report *report,
    const struct kt_judgement *judgement)
{
	struct kt_sink *sink = report->sink;
	if (judgement->status != KT_OK)
		kt_sink_printf(sink, "%.*s:%u:%u: ikke-læst\n",
		    KT_FMT(judgement->document), judgement->error.line,
		    judgement->error.column);
	for (const struct kt_result *r = judgement->results; r != NULL;
	     r = r->next) {
		bool finding = r->state == KT_STATE_FAIL;
		if (finding && r->severity < report->settings.min_severity)
			continue;
		kt_sink_printf(sink, "%.*s:%u:%u: %s %s %.*s\n",
		    KT_FMT(judgement->document), r->from.line, r->from.column,
		    kt_state_name(r->state),
		    finding ? kt_severity_name(r->severity) : "-",
		    KT_FMT(r->rule->id));
	}
	kt_sink_printf(sink, "%.*s:", KT_FMT(judgement->document));
	for (int state = KT_STATES - 1; state >= 0; state--)
		kt_sink_printf(sink, " %zu %s", judgement->states[state],
		    kt_state_name((enum kt_state)state));
	kt_sink_printf(sink, " = %zu\n", judgement->rule_count);
}

static void end(struct kt_report *report, const struct kt_totals *totals)
{
	(void)totals;
	free(report);
}

const struct kt_report_format kt_report_compact = {
	.name = "kompakt",
	.summary = { "en linje pr. resultat, til scripts",
	    "one line a result, for scripts" },
	.begin = begin,
	.document = document,
	.end = end,
};
