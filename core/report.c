#include "report.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- sink -------------------------------------------------------------- */

void kt_sink_add(struct kt_sink *sink, struct kt_string bytes)
{
	if (sink->failed || bytes.size == 0)
		return;
	if (!sink->write(sink->data, bytes))
		sink->failed = true;
}

void kt_sink_printf(struct kt_sink *sink, const char *format, ...)
{
	char few[256];
	char *text = few;
	va_list arguments;
	int size;

	va_start(arguments, format);
	size = vsnprintf(few, sizeof(few), format, arguments);
	va_end(arguments);
	if (size >= (int)sizeof(few)) {
		text = malloc((size_t)size + 1);
		if (text != NULL) {
			va_start(arguments, format);
			vsnprintf(text, (size_t)size + 1, format, arguments);
			va_end(arguments);
		}
	}
	if (size < 0 || text == NULL)
		sink->failed = true; /* a report with a hole is no report */
	else
		kt_sink_add(sink, (struct kt_string){ text, (size_t)size });
	if (text != few)
		free(text);
}

/* ---- totals ------------------------------------------------------------ */

/* Whether the rule has a result in `state`, whatever its roll-up says. */
static bool has_result(const struct kt_judgement *judgement,
    const struct kt_rule *rule, enum kt_state state)
{
	const struct kt_result *result = judgement->results;

	for (; result != NULL; result = result->next) {
		if (result->rule == rule && result->state == state)
			return true;
	}
	return false;
}

/* Rules in `state`, and those where a higher state covers it. */
static size_t count_rules(
    const struct kt_judgement *judgement, enum kt_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < judgement->rule_count; i++) {
		const struct kt_rule_state *rule = &judgement->rules[i];

		if (rule->state == state)
			count++;
		else if (rule->state > state)
			count += has_result(judgement, rule->rule, state);
	}
	return count;
}

void kt_totals_add(struct kt_totals *totals,
    const struct kt_judgement *judgement, enum kt_severity fail_on)
{
	totals->documents++;
	totals->unread += judgement->status != KT_OK;
	for (size_t i = 0; i < KT_STATES; i++)
		totals->states[i] += judgement->states[i];
	for (size_t i = 0; i < 4; i++) {
		totals->findings[i] += judgement->findings[i];
		if (i >= (size_t)fail_on)
			totals->failing += judgement->findings[i];
	}
	/* of a document that could not be read nothing was checked: that is
	 * said of the document, not of each rule */
	if (judgement->status != KT_OK)
		return;
	for (const struct kt_result *result = judgement->results;
	     result != NULL; result = result->next)
		totals->waived += result->state == KT_STATE_WAIVED;
	totals->undecided += count_rules(judgement, KT_STATE_UNDECIDED);
	totals->unchecked += count_rules(judgement, KT_STATE_NOT_CHECKED);
}

int kt_totals_exit_code(const struct kt_totals *totals, bool strict)
{
	if (totals->unread > 0 || totals->unchecked > 0)
		return 3;
	if (totals->failing > 0)
		return 1;
	if (strict && (totals->undecided > 0 || totals->stale_count > 0))
		return 1;
	return 0;
}

/* ---- formats ----------------------------------------------------------- */

const struct kt_report_format *const kt_report_formats[] = {
	&kt_report_text,
	&kt_report_json,
	&kt_report_compact,
	NULL,
};
