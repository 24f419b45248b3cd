#include "tekst.h"

#include <stdio.h>
#include <string.h>

/* ---- strings ----------------------------------------------------------- */

int tekst_is(struct kt_string s, const char *text)
{
	return s.size == strlen(text) && memcmp(s.data, text, s.size) == 0;
}

int tekst_compare(struct kt_string a, struct kt_string b)
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

struct kt_string tekst_trim(struct kt_string s)
{
	while (s.size > 0 && is_space(s.data[0])) {
		s.data++;
		s.size--;
	}
	while (s.size > 0 && is_space(s.data[s.size - 1]))
		s.size--;
	return s;
}

struct kt_string tekst_slice(const char *text)
{
	struct kt_string s = { text, strlen(text) };

	return s;
}

/* Ten digits may be a CPR number, whatever stands between them. */
static int may_be_cpr(struct kt_string s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.size; i++)
		digits += (size_t)tekst_is_digit(s.data[i]);
	return digits >= 10;
}

struct tekst_line tekst_quote(struct kt_string s)
{
	enum { LONGEST = 80 };
	struct tekst_line out = { "" };
	size_t size = s.size < LONGEST ? s.size : LONGEST;

	/* not in the middle of a character */
	while (size > 0 && size < s.size &&
	       ((unsigned char)s.data[size] & 0xC0) == 0x80)
		size--;
	if (s.size == 0 || may_be_cpr((struct kt_string){ s.data, size }))
		return out;
	snprintf(out.data, sizeof(out.data), "%.*s%s", (int)size, s.data,
	    size < s.size ? "…" : "");
	for (char *c = out.data; *c != '\0'; c++) {
		if (is_space(*c))
			*c = ' ';
	}
	return out;
}

struct tekst_line tekst_date_line(const struct kt_host *host,
    struct kt_call *call, const struct kt_date *date, int english)
{
	struct kt_value value = { KT_DATE, 0, { .date = *date } };
	struct kt_string s = host->format(call, &value, english);
	struct tekst_line line;

	snprintf(line.data, sizeof(line.data), "%.*s",
	    s.data != NULL ? (int)s.size : 0, s.data != NULL ? s.data : "");
	return line;
}

/* ---- runs -------------------------------------------------------------- */

void tekst_note(struct tekst_run *run, const char *da, const char *en)
{
	run->uncertain = 1;
	if (run->notes < TEKST_MOST_NOTES)
		run->host->unknown(run->call, da, en);
	run->notes++;
}

void tekst_fail(struct tekst_run *run, const char *da, const char *en)
{
	run->host->unknown(run->call, da, en);
	run->failed = 1;
}

void tekst_fail_by(struct tekst_run *run, kt_status status)
{
	if (status == KT_OK || run->failed || run->full)
		return;
	if (status == KT_E_MEMORY) {
		tekst_fail(run, "der er ikke mere hukommelse", "out of memory");
	} else if (status == KT_E_LIMIT) {
		tekst_fail(run,
		    "teksten er for lang, eller der er for meget i den",
		    "the text is too long, or too much stands in it");
	} else {
		tekst_fail(run, "teksten kunne ikke læses",
		    "the text could not be read");
	}
}

void tekst_report(struct tekst_run *run, const struct kt_finding *finding)
{
	kt_status status = run->host->report(run->call, finding);

	if (status == KT_OK) {
		run->reported++;
	} else if (status == KT_E_LIMIT && run->reported > 0) {
		run->full = 1;
	} else {
		tekst_fail(run, "fundet kunne ikke noteres",
		    "the finding could not be recorded");
	}
}

int tekst_is_done(const struct tekst_run *run)
{
	return run->full || run->failed;
}

int tekst_may(struct tekst_run *run, size_t work)
{
	run->work += work;
	if (run->work > TEKST_MOST_WORK && !run->failed)
		tekst_fail_by(run, KT_E_LIMIT);
	return !run->failed;
}

kt_verdict tekst_verdict(const struct tekst_run *run)
{
	if (run->failed)
		return KT_VERDICT_ERROR;
	if (run->reported > 0)
		return KT_VERDICT_FAIL;
	if (run->uncertain)
		return KT_VERDICT_UNKNOWN;
	return run->empty ? KT_VERDICT_IRRELEVANT : KT_VERDICT_PASS;
}

int tekst_evaluate(struct tekst_run *run, const char *name, kt_node subject,
    struct kt_sequence *out)
{
	const struct kt_host *host = run->host;

	memset(out, 0, sizeof(*out));
	if (host->argument(host->rule(run->call), name).data == NULL)
		return 1;
	if (host->evaluate(run->call, name, subject, out) == KT_OK)
		return 1;
	tekst_fail(run, "det kunne ikke afgøres, hvad der skal læses",
	    "what to read could not be decided");
	return 0;
}

int tekst_item(const struct kt_host *host, struct kt_call *call,
    const struct kt_value *value, struct kt_string *out)
{
	if (value->kind == KT_STRING)
		*out = value->u.string;
	else if (value->kind == KT_NODE)
		*out = host->text(call, value->u.node);
	else
		return 0;
	*out = tekst_trim(*out);
	return 1;
}

/* ---- descriptor -------------------------------------------------------- */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

enum {
	LIST = KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE,
	OPTIONAL_LIST =
	    KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE | KT_PARAM_OPTIONAL
};

static const struct kt_parameter datoer_parameters[] = {
	{ "i", KT_NODE, LIST },
	{ "felter", KT_NODE, OPTIONAL_LIST },
	{ "gentages", KT_STRING, OPTIONAL_LIST },
};

static const struct kt_parameter felter_parameters[] = {
	{ "i", KT_NODE, LIST },
	{ "love", KT_STRING, OPTIONAL_LIST },
	{ "undtagen", KT_STRING, KT_PARAM_OPTIONAL },
	{ "loebende", KT_STRING, KT_PARAM_OPTIONAL },
};

static const struct kt_parameter talord_parameters[] = {
	{ "i", KT_NODE, LIST },
};

static const struct kt_parameter paragraffer_parameters[] = {
	{ "i", KT_NODE, LIST },
	{ "love", KT_STRING, LIST },
	{ "kontekst", KT_STRING, OPTIONAL_LIST },
	{ "udtryk", KT_STRING, OPTIONAL_LIST },
	{ "gamle", KT_STRING, OPTIONAL_LIST },
	{ "uden-nummer", KT_BOOLEAN, KT_PARAM_EXPRESSION | KT_PARAM_OPTIONAL },
};

static const struct kt_parameter noegler_parameters[] = {
	{ "i", KT_ANY, KT_PARAM_SEQUENCE },
	{ "love", KT_STRING, KT_PARAM_SEQUENCE },
	{ "kontekst", KT_STRING, KT_PARAM_SEQUENCE | KT_PARAM_OPTIONAL },
};

static const struct kt_parameter hverdage_parameters[] = {
	{ "fra", KT_DATE, 0 },
	{ "dage", KT_DECIMAL, 0 },
	{ "loerdag", KT_STRING, KT_PARAM_ACCEPTS_UNKNOWN },
	{ "helligdag", KT_STRING, KT_PARAM_ACCEPTS_UNKNOWN },
	{ "helligdage", KT_STRING, KT_PARAM_SEQUENCE },
};

static const struct kt_parameter ens_parameters[] = {
	{ "sted", KT_NODE, 0 },
	{ "ordlyd", KT_STRING, 0 },
};

static const struct kt_function functions[] = {
	{ sizeof(struct kt_function), "noegler",
	    "De paragraffer, teksten henviser til, som nøgler med mellemrum "
	    "imellem; uafklaret, når en af dem står uden lov",
	    "The paragraphs that the text refers to, as keys parted by "
	    "spaces; undecided where one of them stands without an act",
	    noegler_parameters, COUNT(noegler_parameters), KT_STRING, 0,
	    tekst_noegler },
	{ sizeof(struct kt_function), "hverdage",
	    "Sidste dag, når der tælles hverdage fra dagen efter; ja eller "
	    "nej siger, om lørdage og de nævnte helligdage tæller med",
	    "The last day when weekdays are counted from the day after; ja "
	    "or nej says whether Saturdays and the holidays named count",
	    hverdage_parameters, COUNT(hverdage_parameters), KT_DATE, 0,
	    tekst_hverdage },
	{ sizeof(struct kt_function), "ens",
	    "Om stedet uden sine felter har denne ordlyd; store og små "
	    "bogstaver, mellemrum, orddeling og anførselstegn er lige meget",
	    "Whether the place without its fields has this wording; case, "
	    "spaces, hyphenation and quotation marks do not matter",
	    ens_parameters, COUNT(ens_parameters), KT_BOOLEAN, 0, tekst_ens },
};

static const struct kt_check checks[] = {
	{ sizeof(struct kt_check), "datoer",
	    "Datoer i teksten findes, har den rigtige ugedag og er dem, "
	    "felterne peger på",
	    "Dates in the text exist, have the right weekday and are those "
	    "that the fields point to",
	    datoer_parameters, COUNT(datoer_parameters), NULL, tekst_datoer,
	    NULL, NULL },
	{ sizeof(struct kt_check), "felter",
	    "Det, der står i et felt i teksten, er det samme som i det felt, "
	    "@til peger på, og i andre af samme @navn",
	    "What stands in a field of the text is the same as in the field "
	    "that @til points to, and in others of the same @navn",
	    felter_parameters, COUNT(felter_parameters), tekst_felter_prepare,
	    tekst_felter, NULL, NULL },
	{ sizeof(struct kt_check), "talord",
	    "Et tal med det samme tal i ord i parentes efter sig passer",
	    "A number followed by itself in words, in brackets, agrees",
	    talord_parameters, COUNT(talord_parameters), NULL, tekst_talord,
	    NULL, NULL },
	{ sizeof(struct kt_check), "paragraffer",
	    "Paragraffer i teksten har nummer og lov og er ikke blandt de "
	    "gamle",
	    "Paragraphs in the text have a number and an act and are not "
	    "among the old ones",
	    paragraffer_parameters, COUNT(paragraffer_parameters), NULL,
	    tekst_paragraffer, NULL, NULL },
};

static const struct kt_plugin tekst = { sizeof(struct kt_plugin), KT_ABI_MAJOR,
	KT_ABI_MINOR, "tekst", "tekst", "1.0", "MPL-2.0",
	"Datoer, værdier og paragraffer i løbende dansk tekst",
	"Dates, values and paragraphs in running Danish text", functions,
	COUNT(functions), checks, COUNT(checks) };

KT_PLUGIN(tekst)
