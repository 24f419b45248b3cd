#include "struktur.h"

#include <string.h>

/* ---- text -------------------------------------------------------------- */

int struktur_is(struct kt_string s, const char *text)
{
	return s.size == strlen(text) && memcmp(s.data, text, s.size) == 0;
}

int struktur_compare(struct kt_string a, struct kt_string b)
{
	size_t size = a.size < b.size ? a.size : b.size;
	int order = size > 0 ? memcmp(a.data, b.data, size) : 0;

	if (order == 0)
		order = (a.size > b.size) - (a.size < b.size);
	return order;
}

static int is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct kt_string struktur_trim(struct kt_string s)
{
	while (s.size > 0 && is_space(s.data[0])) {
		s.data++;
		s.size--;
	}
	while (s.size > 0 && is_space(s.data[s.size - 1]))
		s.size--;
	return s;
}

struct kt_string struktur_slice(const char *text)
{
	struct kt_string s = { text, strlen(text) };

	return s;
}

/* ---- runs -------------------------------------------------------------- */

void struktur_fail(
    struct struktur_run *run, const char *reason_da, const char *reason_en)
{
	run->host->unknown(run->call, reason_da, reason_en);
	run->failed = 1;
}

void struktur_report(struct struktur_run *run, const struct kt_finding *finding)
{
	kt_status status = run->host->report(run->call, finding);

	if (status == KT_OK) {
		run->reported++;
	} else if (status == KT_E_LIMIT && run->reported > 0) {
		run->full = 1;
	} else {
		struktur_fail(run, "fundet kunne ikke noteres",
		    "the finding could not be recorded");
	}
}

int struktur_is_done(const struct struktur_run *run)
{
	return run->full || run->failed;
}

kt_verdict struktur_verdict(
    struct struktur_run *run, const char *open_da, const char *open_en)
{
	if (run->failed)
		return KT_VERDICT_ERROR;
	if (run->reported > 0)
		return KT_VERDICT_FAIL;
	if (!run->uncertain)
		return KT_VERDICT_PASS;
	run->host->unknown(run->call, open_da, open_en);
	return KT_VERDICT_UNKNOWN;
}

/* ---- fortloebende ------------------------------------------------------ */

/* What may still come can fill a gap, but cannot put right what goes back. */
static kt_status fortloebende(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	const struct kt_argument *numbers = &arguments[0];
	struct kt_decimal one = { 0, 1, 0, 0 };
	int gaps = 0;
	int back = 0;

	for (size_t i = 1; i < numbers->count; i++) {
		const struct kt_decimal *before =
		    &numbers->items[i - 1].u.decimal;
		const struct kt_decimal *number = &numbers->items[i].u.decimal;
		struct kt_decimal next;
		kt_status status = host->decimal(KT_ADD, before, &one, &next);

		if (status != KT_OK)
			return status;
		gaps |= host->decimal_compare(number, &next) != 0;
		back |= host->decimal_compare(number, before) <= 0;
	}
	if (numbers->maybe_more && !back) {
		return host->unknown(call, "der kan være flere numre",
		    "there may be more numbers");
	}
	result->kind = KT_BOOLEAN;
	result->u.boolean = !gaps;
	return KT_OK;
}

/* ---- descriptor -------------------------------------------------------- */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct kt_parameter numre_parameters[] = {
	{ "numre", KT_DECIMAL, KT_PARAM_SEQUENCE },
};

static const struct kt_parameter vaerdier_parameters[] = {
	{ "vaerdier", KT_ANY, KT_PARAM_SEQUENCE | KT_PARAM_ACCEPTS_UNKNOWN },
};

static const struct kt_parameter skema_parameters[] = {
	{ "slags", KT_STRING, KT_PARAM_OPTIONAL },
};

static const struct kt_parameter pladsholdere_parameters[] = {
	{ "i", KT_NODE, KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE },
	{ "moenstre", KT_STRING, KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE },
};

static const struct kt_parameter entydig_parameters[] = {
	{ "i", KT_ANY, KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE },
};

static const struct kt_function functions[] = {
	{ sizeof(struct kt_function), "fortloebende",
	    "Om numrene stiger med én ad gangen uden huller",
	    "Whether the numbers rise by one each without gaps",
	    numre_parameters, COUNT(numre_parameters), KT_BOOLEAN, 0,
	    fortloebende },
	{ sizeof(struct kt_function), "entydige",
	    "Om ingen af værdierne findes to gange",
	    "Whether none of the values is there twice", vaerdier_parameters,
	    COUNT(vaerdier_parameters), KT_BOOLEAN, 0, struktur_entydige },
};

static const struct kt_check checks[] = {
	{ sizeof(struct kt_check), "skema",
	    "Navne, pladser, værdier og attributter er dem, skemaet kender",
	    "Names, places, values and attributes are those of the schema",
	    skema_parameters, COUNT(skema_parameters), struktur_skema_prepare,
	    struktur_skema, NULL, struktur_skema_release },
	{ sizeof(struct kt_check), "pladsholdere",
	    "Der står ingen pladsholdere tilbage i teksten",
	    "No placeholders are left in the text", pladsholdere_parameters,
	    COUNT(pladsholdere_parameters), NULL, struktur_pladsholdere, NULL,
	    NULL },
	{ sizeof(struct kt_check), "entydig", "Hver værdi findes kun ét sted",
	    "Each value stands in one place", entydig_parameters,
	    COUNT(entydig_parameters), NULL, struktur_entydig, NULL, NULL },
};

static const struct kt_plugin struktur = { sizeof(struct kt_plugin),
	KT_ABI_MAJOR, KT_ABI_MINOR, "struktur", "struktur", "1.0", "MPL-2.0",
	"Navne og værdier efter skemaet, pladsholdere og gengangere",
	"Names and values by the schema, placeholders and duplicates",
	functions, COUNT(functions), checks, COUNT(checks) };

KT_PLUGIN(struktur)
