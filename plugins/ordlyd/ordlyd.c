#include "ordlyd.h"

/* ---- functions --------------------------------------------------------- */

/* One search through the nodes of an argument. Functions keep nothing between
 * calls, so the pattern is compiled for each. */
struct count {
	uint64_t matches;
	uint64_t enough; /* stop there */
};

static kt_status count_in(struct ordlyd_engine *engine,
    struct ordlyd_pattern *pattern, struct kt_string text, struct count *count,
    struct ordlyd_error *error)
{
	struct kt_string match;
	size_t at = 0;
	int found = 1;

	while (found > 0 && count->matches < count->enough) {
		found = ordlyd_find(engine, pattern, text, &at, &match, error);
		count->matches += found > 0;
	}
	return found < 0 ? error->status : KT_OK;
}

static kt_status count_all(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct count *count)
{
	const struct kt_argument *nodes = &arguments[0];
	struct ordlyd_error error = { KT_E_MEMORY,
		"der er ikke mere hukommelse", "out of memory" };
	struct ordlyd_engine *engine = ordlyd_engine_create();
	struct ordlyd_pattern *pattern = NULL;
	kt_status status = KT_E_MEMORY;

	if (engine != NULL) {
		pattern = ordlyd_pattern_create(
		    arguments[1].items->u.string, 0, &error);
		status = pattern != NULL ? KT_OK : error.status;
	}
	for (size_t i = 0; i < nodes->count && status == KT_OK; i++) {
		struct kt_string text =
		    ordlyd_trim(host->text(call, nodes->items[i].u.node));

		status = count_in(engine, pattern, text, count, &error);
	}
	if (status != KT_OK)
		host->unknown(call, error.da, error.en);
	ordlyd_pattern_destroy(pattern);
	ordlyd_engine_destroy(engine);
	return status;
}

static kt_status more_nodes(const struct kt_host *host, struct kt_call *call)
{
	return host->unknown(call, "der kan være mere tekst at søge i",
	    "there may be more text to search");
}

static kt_status findes(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct count count = { 0, 1 };
	kt_status status = count_all(host, call, arguments, &count);

	if (status != KT_OK)
		return status;
	if (count.matches == 0 && arguments[0].maybe_more)
		return more_nodes(host, call);
	result->kind = KT_BOOLEAN;
	result->u.boolean = count.matches > 0;
	return KT_OK;
}

static kt_status antal(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct count count = { 0, UINT64_MAX };
	kt_status status = count_all(host, call, arguments, &count);

	if (status != KT_OK)
		return status;
	if (arguments[0].maybe_more)
		return more_nodes(host, call);
	result->kind = KT_DECIMAL;
	result->u.decimal = (struct kt_decimal){ 0, count.matches, 0, 0 };
	return KT_OK;
}

/* ---- descriptor -------------------------------------------------------- */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct kt_parameter search_parameters[] = {
	{ "i", KT_NODE, KT_PARAM_SEQUENCE },
	{ "moenster", KT_STRING, 0 },
};

static const struct kt_function functions[] = {
	{ sizeof(struct kt_function), "findes",
	    "Om ordlyden står i et af stederne; mønsteret er et regulært "
	    "udtryk uden forskel på store og små bogstaver",
	    "Whether the wording stands in one of the places; the pattern is "
	    "a regular expression that ignores case",
	    search_parameters, COUNT(search_parameters), KT_BOOLEAN, 0,
	    findes },
	{ sizeof(struct kt_function), "antal",
	    "Hvor mange gange ordlyden står i stederne",
	    "How many times the wording stands in the places",
	    search_parameters, COUNT(search_parameters), KT_DECIMAL, 0, antal },
};

static const struct kt_check checks[] = {
	{ sizeof(struct kt_check), "forbudt",
	    "Ingen af ordlydene står her; hvert sted, hvor en gør, er et fund",
	    "None of the wordings stands here; each place where one does is a "
	    "finding",
	    ordlyd_forbudt_parameters, ORDLYD_FORBUDT_PARAMETERS,
	    ordlyd_forbudt_prepare, ordlyd_forbudt, NULL, ordlyd_release },
	{ sizeof(struct kt_check), "kraevet",
	    "En af ordlydene står her, eller alle gør",
	    "One of the wordings stands here, or all of them do",
	    ordlyd_kraevet_parameters, ORDLYD_KRAEVET_PARAMETERS,
	    ordlyd_kraevet_prepare, ordlyd_kraevet, NULL, ordlyd_release },
};

static const struct kt_plugin ordlyd = { sizeof(struct kt_plugin), KT_ABI_MAJOR,
	KT_ABI_MINOR, "ordlyd", "ord", "1.0", "MPL-2.0",
	"Ordlyd, der kræves eller er forbudt", "Wording required or forbidden",
	functions, COUNT(functions), checks, COUNT(checks) };

KT_PLUGIN(ordlyd)
