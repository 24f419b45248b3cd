/*
 * The plugin takst: arithmetic of tariffs in exact decimals. Every figure of a
 * law or an agreement is an argument; what stands here is the shape of the
 * sums, percent, and seven days in a week.
 */
#include <kontrakttjek/plugin.h>

#include <stdio.h>
#include <string.h>

/* One sum on its way: the first failure stays, and what comes after it is not
 * calculated. */
struct sum {
	const struct kt_host *host;
	kt_status status;
};

typedef struct kt_decimal decimal;

static decimal number(uint64_t value)
{
	decimal d = { 0, value, 0, 0 };

	return d;
}

static decimal calculate(
    struct sum *sum, enum kt_decimal_op op, decimal a, decimal b)
{
	decimal out = number(0);

	if (sum->status == KT_OK)
		sum->status = sum->host->decimal(op, &a, &b, &out);
	return out;
}

static int sign(const struct kt_host *host, decimal d)
{
	decimal zero = number(0);

	return host->decimal_compare(&d, &zero);
}

/* A figure that divides must be more than nothing. */
static int is_positive(const struct kt_host *host, struct kt_call *call,
    decimal d, const char *da, const char *en)
{
	char reason_da[96];
	char reason_en[96];

	if (sign(host, d) > 0)
		return 1;
	snprintf(reason_da, sizeof(reason_da),
	    "%s er ikke over nul, så der kan ikke deles med det", da);
	snprintf(reason_en, sizeof(reason_en),
	    "%s is not above zero and cannot divide", en);
	host->unknown(call, reason_da, reason_en);
	return 0;
}

static decimal decimal_of(const struct kt_argument *argument)
{
	return argument->items->u.decimal;
}

static kt_status give(const struct sum *sum, decimal d, struct kt_value *result)
{
	if (sum->status != KT_OK)
		return sum->status;
	result->kind = KT_DECIMAL;
	result->u.decimal = d;
	return KT_OK;
}

/* ---- a figure for a person --------------------------------------------- */

struct text {
	char data[64];
};

/* Six decimals are enough to read; the sum itself keeps them all. */
static struct text text_of(
    const struct kt_host *host, struct kt_call *call, decimal d, int english)
{
	struct sum sum = { host, KT_OK };
	struct kt_value value = { KT_DECIMAL, 0, { .decimal = d } };
	struct kt_string s;
	struct text text;

	if (d.scale > 6)
		d = calculate(&sum, KT_ROUND_HALF_UP, d, number(6));
	if (sum.status == KT_OK)
		value.u.decimal = d;
	s = host->format(call, &value, english);
	snprintf(text.data, sizeof(text.data), "%.*s",
	    s.data != NULL ? (int)s.size : 1, s.data != NULL ? s.data : "?");
	return text;
}

static decimal absolute(struct sum *sum, decimal d)
{
	if (sign(sum->host, d) < 0)
		d = calculate(sum, KT_SUBTRACT, number(0), d);
	return d;
}

/* ---- beregn ------------------------------------------------------------ */

enum { BASIS, ADJUSTMENT, PLACES, DAYS, OCCUPANCY, FIGURES };

static void explain_tariff(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, decimal tariff)
{
	char step[2][(FIGURES + 2) * sizeof(struct text)];
	struct sum sum = { host, KT_OK };
	decimal figures[FIGURES];

	for (int i = 0; i < FIGURES; i++)
		figures[i] = decimal_of(&arguments[i]);
	figures[ADJUSTMENT] = absolute(&sum, figures[ADJUSTMENT]);
	for (int english = 0; english < 2; english++) {
		struct text t[FIGURES];

		for (int i = 0; i < FIGURES; i++)
			t[i] = text_of(host, call, figures[i], english);
		snprintf(step[english], sizeof(step[english]),
		    "(%s %s %s) / (%s × %s × %s / 100) = %s", t[BASIS].data,
		    sign(host, decimal_of(&arguments[ADJUSTMENT])) < 0 ? "-"
								       : "+",
		    t[ADJUSTMENT].data, t[PLACES].data, t[DAYS].data,
		    t[OCCUPANCY].data,
		    text_of(host, call, tariff, english).data);
	}
	host->explain(call, step[0], step[1]);
}

static kt_status beregn(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct sum sum = { host, KT_OK };
	decimal above;
	decimal below;
	decimal tariff;
	kt_status status;

	if (!is_positive(host, call, decimal_of(&arguments[PLACES]),
		"antallet af pladser", "the number of places") ||
	    !is_positive(host, call, decimal_of(&arguments[DAYS]),
		"antallet af døgn", "the number of days") ||
	    !is_positive(host, call, decimal_of(&arguments[OCCUPANCY]),
		"belægningsprocenten", "the occupancy"))
		return KT_OK;
	/* divided once and last, so that nothing is rounded before */
	above = calculate(&sum, KT_ADD, decimal_of(&arguments[BASIS]),
	    decimal_of(&arguments[ADJUSTMENT]));
	above = calculate(&sum, KT_MULTIPLY, above, number(100));
	below = calculate(&sum, KT_MULTIPLY, decimal_of(&arguments[PLACES]),
	    decimal_of(&arguments[DAYS]));
	below = calculate(
	    &sum, KT_MULTIPLY, below, decimal_of(&arguments[OCCUPANCY]));
	tariff = calculate(&sum, KT_DIVIDE, above, below);
	status = give(&sum, tariff, result);
	if (status == KT_OK)
		explain_tariff(host, call, arguments, tariff);
	return status;
}

/* ---- tolerance --------------------------------------------------------- */

/* Half of the last decimal place as written (5.00 has two), or half of the
 * rounding that the paper states. 0 where that is no rounding. */
static int half_place(struct sum *sum, struct kt_call *call, decimal written,
    const struct kt_argument *rounding, decimal *out)
{
	decimal half = { 0, 5, 1, 0 };
	decimal unit = { 0, 1, written.scale, 0 };

	if (rounding->count > 0) {
		unit = decimal_of(rounding);
		if (sign(sum->host, unit) <= 0) {
			sum->host->unknown(call, "afrundingen er ikke over nul",
			    "the rounding is not above zero");
			return 0;
		}
	}
	*out = calculate(sum, KT_MULTIPLY, unit, half);
	return 1;
}

static kt_status tolerance(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct sum sum = { host, KT_OK };
	decimal half;

	if (!half_place(
		&sum, call, decimal_of(&arguments[0]), &arguments[1], &half))
		return KT_OK;
	return give(&sum, half, result);
}

static kt_status svarer(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct sum sum = { host, KT_OK };
	decimal found = decimal_of(&arguments[0]);
	decimal difference;
	decimal half;
	char da[3 * sizeof(struct text)];
	char en[3 * sizeof(struct text)];

	if (!half_place(&sum, call, found, &arguments[2], &half))
		return KT_OK;
	difference =
	    calculate(&sum, KT_SUBTRACT, found, decimal_of(&arguments[1]));
	difference = absolute(&sum, difference);
	if (sum.status != KT_OK)
		return sum.status;
	result->kind = KT_BOOLEAN;
	result->u.boolean = host->decimal_compare(&difference, &half) <= 0;
	snprintf(da, sizeof(da), "afvigelsen er %s; afrunding tillader %s",
	    text_of(host, call, difference, 0).data,
	    text_of(host, call, half, 0).data);
	snprintf(en, sizeof(en), "the difference is %s; rounding allows %s",
	    text_of(host, call, difference, 1).data,
	    text_of(host, call, half, 1).data);
	host->explain(call, da, en);
	return KT_OK;
}

/* ---- percent and rounding ---------------------------------------------- */

static kt_status vaekst(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct sum sum = { host, KT_OK };
	decimal before = decimal_of(&arguments[0]);
	decimal growth;

	if (!is_positive(
		host, call, before, "det foregående", "the figure before"))
		return KT_OK;
	growth =
	    calculate(&sum, KT_SUBTRACT, decimal_of(&arguments[1]), before);
	growth = calculate(&sum, KT_MULTIPLY, growth, number(100));
	return give(&sum, calculate(&sum, KT_DIVIDE, growth, before), result);
}

static kt_status andel(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct sum sum = { host, KT_OK };
	decimal whole = decimal_of(&arguments[1]);
	decimal part;

	if (!is_positive(host, call, whole, "det hele", "the whole"))
		return KT_OK;
	part = calculate(
	    &sum, KT_MULTIPLY, decimal_of(&arguments[0]), number(100));
	return give(&sum, calculate(&sum, KT_DIVIDE, part, whole), result);
}

static kt_status afrund(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct sum sum = { host, KT_OK };
	decimal places = decimal_of(&arguments[1]);
	decimal whole = calculate(&sum, KT_ROUND_HALF_UP, places, number(0));

	if (sum.status == KT_OK &&
	    (sign(host, places) < 0 ||
		host->decimal_compare(&places, &whole) != 0)) {
		return host->unknown(call,
		    "antallet af decimaler er ikke et helt tal fra nul og op",
		    "the number of decimals is no whole number from zero up");
	}
	return give(&sum,
	    calculate(&sum, KT_ROUND_HALF_UP, decimal_of(&arguments[0]), whole),
	    result);
}

/* ---- omregn ------------------------------------------------------------ */

static int is(struct kt_string s, const char *text)
{
	return s.size == strlen(text) && memcmp(s.data, text, s.size) == 0;
}

static int same(struct kt_string a, struct kt_string b)
{
	return a.size == b.size &&
	       (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Of a price or a number of hours per unit of time. The calendar fixes seven
 * days to a week and nothing else that a tariff counts by: how many days a
 * month has there is for the paper to state. */
static kt_status omregn(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct sum sum = { host, KT_OK };
	decimal value = decimal_of(&arguments[0]);
	struct kt_string from = arguments[1].items->u.string;
	struct kt_string to = arguments[2].items->u.string;
	const struct kt_argument *factor = &arguments[3];
	enum kt_decimal_op op = KT_DIVIDE;
	decimal by = number(7);

	if (from.size == 0 || to.size == 0) {
		return host->unknown(
		    call, "enheden er ikke oplyst", "the unit is not stated");
	}
	if (same(from, to))
		return give(&sum, value, result);
	if (is(from, "doegn") && is(to, "uge")) {
		op = KT_MULTIPLY;
	} else if (!is(from, "uge") || !is(to, "doegn")) {
		if (factor->count == 0 || factor->items->kind != KT_DECIMAL) {
			return host->unknown(call,
			    "omregning mellem de to enheder kræver, at "
			    "faktoren er oplyst",
			    "the two units need a stated factor to convert "
			    "between");
		}
		by = decimal_of(factor);
		if (!is_positive(host, call, by, "faktoren", "the factor"))
			return KT_OK;
	}
	return give(&sum, calculate(&sum, op, value, by), result);
}

/* ---- descriptor -------------------------------------------------------- */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct kt_parameter beregn_parameters[] = {
	{ "grundlag", KT_DECIMAL, 0 },
	{ "regulering", KT_DECIMAL, 0 },
	{ "pladser", KT_DECIMAL, 0 },
	{ "doegn", KT_DECIMAL, 0 },
	{ "belaegningsprocent", KT_DECIMAL, 0 },
};

static const struct kt_parameter tolerance_parameters[] = {
	{ "beloeb", KT_DECIMAL, 0 },
	{ "afrunding", KT_DECIMAL, KT_PARAM_OPTIONAL },
};

static const struct kt_parameter svarer_parameters[] = {
	{ "fundet", KT_DECIMAL, 0 },
	{ "beregnet", KT_DECIMAL, 0 },
	{ "afrunding", KT_DECIMAL, KT_PARAM_OPTIONAL },
};

static const struct kt_parameter vaekst_parameters[] = {
	{ "foregaaende", KT_DECIMAL, 0 },
	{ "nu", KT_DECIMAL, 0 },
};

static const struct kt_parameter andel_parameters[] = {
	{ "del", KT_DECIMAL, 0 },
	{ "hele", KT_DECIMAL, 0 },
};

static const struct kt_parameter afrund_parameters[] = {
	{ "beloeb", KT_DECIMAL, 0 },
	{ "decimaler", KT_DECIMAL, 0 },
};

static const struct kt_parameter omregn_parameters[] = {
	{ "vaerdi", KT_DECIMAL, 0 },
	{ "fra", KT_STRING, 0 },
	{ "til", KT_STRING, 0 },
	{ "faktor", KT_DECIMAL, KT_PARAM_OPTIONAL | KT_PARAM_ACCEPTS_UNKNOWN },
};

static const struct kt_function functions[] = {
	{ sizeof(struct kt_function), "beregn",
	    "Takst af grundlaget: (grundlag + regulering) / (pladser × døgn × "
	    "belægningsprocent / 100), ikke afrundet",
	    "Tariff from its basis: (basis + adjustment) / (places × days × "
	    "occupancy / 100), not rounded",
	    beregn_parameters, COUNT(beregn_parameters), KT_DECIMAL, 0,
	    beregn },
	{ sizeof(struct kt_function), "tolerance",
	    "Det halve af beløbets sidste skrevne decimal eller af en oplyst "
	    "afrunding",
	    "Half of the amount's last written decimal place or of a stated "
	    "rounding",
	    tolerance_parameters, COUNT(tolerance_parameters), KT_DECIMAL, 0,
	    tolerance },
	{ sizeof(struct kt_function), "svarer",
	    "Om det fundne er det beregnede, når der ses bort fra afrunding",
	    "Whether the figure found is the one calculated, but for rounding",
	    svarer_parameters, COUNT(svarer_parameters), KT_BOOLEAN, 0,
	    svarer },
	{ sizeof(struct kt_function), "vaekst",
	    "Stigning i procent fra det foregående til nu",
	    "Rise in percent from the figure before to the one now",
	    vaekst_parameters, COUNT(vaekst_parameters), KT_DECIMAL, 0,
	    vaekst },
	{ sizeof(struct kt_function), "omregn",
	    "En pris eller et timetal pr. enhed omregnet til en anden enhed: "
	    "uge og døgn, ellers med en oplyst faktor",
	    "A price or a number of hours per unit converted to another unit: "
	    "week and day, else by a stated factor",
	    omregn_parameters, COUNT(omregn_parameters), KT_DECIMAL, 0,
	    omregn },
	{ sizeof(struct kt_function), "afrund",
	    "Beløbet afrundet til et antal decimaler, en halv væk fra nul",
	    "The amount rounded to a number of decimals, half away from zero",
	    afrund_parameters, COUNT(afrund_parameters), KT_DECIMAL, 0,
	    afrund },
	{ sizeof(struct kt_function), "andel", "Delens procent af det hele",
	    "The part as a percentage of the whole", andel_parameters,
	    COUNT(andel_parameters), KT_DECIMAL, 0, andel },
};

static const struct kt_plugin takst = { sizeof(struct kt_plugin), KT_ABI_MAJOR,
	KT_ABI_MINOR, "takst", "takst", "1.0", "MPL-2.0",
	"Takstberegning, afrunding, vækst og omregning",
	"Tariff calculation, rounding, growth and conversion", functions,
	COUNT(functions), NULL, 0 };

KT_PLUGIN(takst)
