#include "identitet.h"

#include <stdio.h>

/* ---- vaegtsum ---------------------------------------------------------- */

static kt_status add_weighted(const struct kt_host *host, char digit,
    const struct kt_decimal *weight, struct kt_decimal *sum)
{
	struct kt_decimal value = { 0, (uint64_t)(digit - '0'), 0, 0 };
	kt_status status = host->decimal(KT_MULTIPLY, &value, weight, &value);

	if (status == KT_OK)
		status = host->decimal(KT_ADD, sum, &value, sum);
	return status;
}

static kt_status vaegtsum(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct kt_string text = arguments[0].items->u.string;
	const struct kt_argument *weights = &arguments[1];
	struct kt_decimal sum = { 0, 0, 0, 0 };
	char da[96];
	char en[96];

	if (weights->maybe_more || weights->count == 0) {
		return host->unknown(call, "vægtene er ikke oplyst",
		    "the weights are not stated");
	}
	for (size_t i = 0; i < text.size; i++) {
		if (!identitet_is_digit(text.data[i])) {
			return host->unknown(call,
			    "nummeret har andre tegn end cifre",
			    "the number has other characters than digits");
		}
	}
	if (text.size != weights->count) {
		snprintf(da, sizeof(da), "%zu cifre, ventede %zu", text.size,
		    weights->count);
		snprintf(en, sizeof(en), "%zu digits, expected %zu", text.size,
		    weights->count);
		return host->unknown(call, da, en);
	}
	for (size_t i = 0; i < text.size; i++) {
		kt_status status = add_weighted(
		    host, text.data[i], &weights->items[i].u.decimal, &sum);

		if (status != KT_OK)
			return status;
	}
	result->kind = KT_DECIMAL;
	result->u.decimal = sum;
	return KT_OK;
}

/* ---- descriptor -------------------------------------------------------- */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct kt_parameter vaegtsum_parameters[] = {
	{ "tekst", KT_STRING, 0 },
	{ "vaegte", KT_DECIMAL, KT_PARAM_SEQUENCE },
};

static const struct kt_parameter cpr_parameters[] = {
	{ "cpr", KT_STRING, 0 },
	{ "aarhundreder", KT_STRING, KT_PARAM_SEQUENCE },
};

static const struct kt_parameter tekst_parameters[] = {
	{ "undtagen", KT_NODE,
	    KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE | KT_PARAM_OPTIONAL },
};

static const struct kt_function functions[] = {
	{ sizeof(struct kt_function), "vaegtsum",
	    "Summen af hvert ciffer gange sin vægt, til kontrolcifre; "
	    "uafklaret, når antallet af cifre ikke er antallet af vægte",
	    "The sum of each digit times its weight, for check digits; "
	    "undecided where there are not as many digits as weights",
	    vaegtsum_parameters, COUNT(vaegtsum_parameters), KT_DECIMAL, 0,
	    vaegtsum },
	{ sizeof(struct kt_function), "cpr-ok",
	    "Om et CPR-nummer har ti cifre og en dato, der findes og ikke "
	    "ligger i fremtiden; uden modulus 11",
	    "Whether a CPR number has ten digits and a date that exists and "
	    "is not in the future; without modulus 11",
	    cpr_parameters, COUNT(cpr_parameters), KT_BOOLEAN, 0,
	    identitet_cpr_ok },
	{ sizeof(struct kt_function), "cpr-dato",
	    "Fødselsdatoen i et CPR-nummer efter tabellen over århundreder",
	    "The date of birth in a CPR number by the table of centuries",
	    cpr_parameters, COUNT(cpr_parameters), KT_DATE, 0,
	    identitet_cpr_dato },
};

static const struct kt_check checks[] = {
	{ sizeof(struct kt_check), "cpr-i-tekst",
	    "Ingen CPR-numre i tekst og attributter uden for de undtagne "
	    "steder",
	    "No CPR numbers in text and attributes outside the excepted "
	    "places",
	    tekst_parameters, COUNT(tekst_parameters), NULL,
	    identitet_cpr_i_tekst, NULL, NULL },
};

static const struct kt_plugin identitet = { sizeof(struct kt_plugin),
	KT_ABI_MAJOR, KT_ABI_MINOR, "identitet", "id", "1.0", "MPL-2.0",
	"Kontrolcifre, CPR-numre og CPR-numre på gale steder",
	"Check digits, CPR numbers and CPR numbers in wrong places", functions,
	COUNT(functions), checks, COUNT(checks) };

KT_PLUGIN(identitet)
