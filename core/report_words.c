#include "report_words.h"

/* One and many, by severity. */
static const char *const severities[KT_LANGUAGES][4][2] = {
	{
	    { "oplysning", "oplysninger" },
	    { "advarsel", "advarsler" },
	    { "fejl", "fejl" },
	    { "alvorlig fejl", "alvorlige fejl" },
	},
	{
	    { "piece of information", "pieces of information" },
	    { "warning", "warnings" },
	    { "error", "errors" },
	    { "fatal error", "fatal errors" },
	},
};

/* Both are checked as formats where the answer is one. */
__attribute__((format_arg(2), format_arg(3))) static const char *pick(
    enum kt_language language, const char *da, const char *en)
{
	return language == KT_EN ? en : da;
}

static void add_findings(struct kt_buffer *out, const struct kt_totals *totals,
    enum kt_language language)
{
	size_t sum = 0;
	const char *separator = " (";

	for (size_t i = 0; i < 4; i++)
		sum += totals->findings[i];
	if (sum == 0) {
		kt_buffer_printf(
		    out, "%s", pick(language, "ingen fund", "no findings"));
		return;
	}
	kt_buffer_printf(out, "%zu %s", sum,
	    sum == 1 ? pick(language, "fund", "finding")
		     : pick(language, "fund", "findings"));
	for (size_t i = 4; i-- > 0;) {
		size_t count = totals->findings[i];

		if (count == 0)
			continue;
		kt_buffer_printf(out, "%s%zu %s", separator, count,
		    severities[language][i][count != 1]);
		separator = ", ";
	}
	kt_buffer_printf(out, ")");
}

static void add_hidden(struct kt_buffer *out, const struct kt_totals *totals,
    enum kt_severity min_severity, enum kt_language language)
{
	size_t hidden = 0;

	for (size_t i = 0; i < (size_t)min_severity; i++)
		hidden += totals->findings[i];
	if (hidden > 0)
		kt_buffer_printf(out,
		    pick(language, ", %zu af dem vises ikke (under %s)",
			", %zu of them not shown (below %s)"),
		    hidden, kt_severity_name(min_severity));
}

void kt_words_verdict(struct kt_buffer *out, const struct kt_totals *totals,
    enum kt_severity min_severity, enum kt_language language)
{
	bool incomplete = totals->unread > 0 || totals->unchecked > 0;

	if (totals->documents == 1 && totals->unread == 1) {
		kt_buffer_printf(out, "%s",
		    pick(language, "kunne ikke læses og er ikke bedømt.",
			"could not be read and was not judged."));
		return;
	}
	add_findings(out, totals, language);
	add_hidden(out, totals, min_severity, language);
	if (totals->waived > 0)
		kt_buffer_printf(out,
		    pick(language, ", %zu fraveget", ", %zu waived"),
		    totals->waived);
	if (totals->undecided > 0)
		kt_buffer_printf(out,
		    pick(language, ", %zu kan ikke afgøres",
			", %zu cannot be decided"),
		    totals->undecided);
	if (totals->unchecked > 0)
		kt_buffer_printf(out,
		    pick(language, ", %zu blev ikke tjekket",
			", %zu not checked"),
		    totals->unchecked);
	if (totals->unread > 0)
		kt_buffer_printf(out,
		    totals->unread == 1
			? pick(language, ", %zu dokument kunne ikke læses",
			      ", %zu document could not be read")
			: pick(language, ", %zu dokumenter kunne ikke læses",
			      ", %zu documents could not be read"),
		    totals->unread);
	kt_buffer_printf(out, "%s",
	    incomplete ? pick(language, ": tjekket er ufuldstændigt.",
			     ": the check is incomplete.")
		       : pick(language, ", alt blev tjekket.",
			     ", everything was checked."));
}

void kt_words_counters(struct kt_buffer *out, const size_t states[KT_STATES],
    enum kt_language language)
{
	size_t sum = 0;

	for (size_t i = 0; i < KT_STATES; i++)
		sum += states[i];
	kt_buffer_printf(out,
	    pick(language,
		"Regler: %zu med fund + %zu uafklaret + %zu ikke tjekket + "
		"%zu overholdt + %zu fraveget + %zu ikke relevant + %zu ikke "
		"valgt = %zu",
		"Rules: %zu with findings + %zu undecided + %zu not checked + "
		"%zu passed + %zu waived + %zu not relevant + %zu not selected "
		"= %zu"),
	    states[KT_STATE_FAIL], states[KT_STATE_UNDECIDED],
	    states[KT_STATE_NOT_CHECKED], states[KT_STATE_PASS],
	    states[KT_STATE_WAIVED], states[KT_STATE_IRRELEVANT],
	    states[KT_STATE_NOT_SELECTED], sum);
}

const char *kt_words_status(
    enum kt_status_of_value status, enum kt_language language)
{
	switch (status) {
	case KT_VERIFIED:
		return pick(language, "verificeret", "verified");
	case KT_ASSUMED:
		return pick(language, "antaget", "assumed");
	case KT_EMPTY:
		break;
	}
	return pick(language, "ikke udfyldt", "not filled in");
}

void kt_words_source(struct kt_buffer *out, const struct kt_source *source,
    enum kt_language language)
{
	kt_buffer_add(out, source->document);
	if (source->section.size > 0)
		kt_buffer_printf(out, ", %.*s", KT_FMT(source->section));
	if (source->status == KT_ASSUMED)
		kt_buffer_printf(out, " (%s)",
		    pick(language, "antaget, ikke efterprøvet",
			"assumed, not verified"));
	if (source->url.size > 0)
		kt_buffer_printf(out, ", %.*s", KT_FMT(source->url));
}
