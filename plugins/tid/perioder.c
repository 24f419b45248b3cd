/*
 * The check `perioder`: dates in pairs that must not overlap, must follow each
 * other without a gap, or both. Ends are the last day and count with; a period
 * without an end goes on.
 */
#include "tid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct kt_parameter tid_perioder_parameters[] = {
	{ "i", KT_NODE, KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE },
	{ "krav", KT_STRING, 0 },
	{ "fra", KT_STRING, KT_PARAM_OPTIONAL },
	{ "til", KT_STRING, KT_PARAM_OPTIONAL },
};
_Static_assert(
    sizeof(tid_perioder_parameters) / sizeof(tid_perioder_parameters[0]) ==
	TID_PERIODER_PARAMETERS,
    "perioder");

enum { NO_OVERLAP = 1, NO_GAP = 2 };

struct demand {
	int kinds; /* NO_OVERLAP, NO_GAP */
	struct kt_string from;
	struct kt_string to;
};

struct period {
	kt_node node;
	struct kt_date first;
	struct kt_date last;
	int64_t begin;
	int64_t end; /* INT64_MAX: goes on */
	size_t place; /* in the document, among equals */
};

/* What one run of the check works with. */
struct work {
	const struct kt_host *host;
	struct kt_call *call;
	const struct demand *demand;
	struct period *periods;
	size_t count;
	int missing; /* some period could not be read, or may be left out */
	int reported;
	kt_status status;
};

/* ---- prepare ----------------------------------------------------------- */

kt_status tid_perioder_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state)
{
	struct kt_string kinds = host->argument(rule, "krav");
	struct demand *demand = calloc(1, sizeof(*demand));

	if (demand == NULL)
		return KT_E_MEMORY;
	if (kinds.data == NULL)
		kinds.size = 0;
	if (tid_is(kinds, "uden-overlap"))
		demand->kinds = NO_OVERLAP;
	else if (tid_is(kinds, "uden-huller"))
		demand->kinds = NO_GAP;
	else if (tid_is(kinds, "begge"))
		demand->kinds = NO_OVERLAP | NO_GAP;
	if (demand->kinds == 0) {
		free(demand);
		return host->fail(rule,
		    "krav skal være uden-overlap, uden-huller eller begge",
		    "krav must be uden-overlap, uden-huller or begge");
	}
	demand->from = host->argument(rule, "fra");
	demand->to = host->argument(rule, "til");
	if (demand->from.data == NULL)
		demand->from = (struct kt_string){ "fra", 3 };
	if (demand->to.data == NULL)
		demand->to = (struct kt_string){ "til", 3 };
	*state = demand;
	return KT_OK;
}

void tid_perioder_release(const struct kt_host *host, void *state)
{
	(void)host;
	free(state);
}

/* ---- reading ----------------------------------------------------------- */

static int same(struct kt_string a, struct kt_string b)
{
	return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* The child element or the attribute of that name; 0: there is none. */
static kt_node find(
    const struct work *work, kt_node period, struct kt_string name)
{
	const struct kt_host *host = work->host;
	kt_node node = host->first_child(work->call, period);

	while (node != 0 && !same(host->name(work->call, node), name))
		node = host->next(work->call, node);
	for (size_t i = 0;
	     node == 0 && KT_HAS(host, struct kt_host, attribute_at); i++) {
		kt_node attribute = host->attribute_at(work->call, period, i);

		if (attribute == 0)
			break;
		if (same(host->name(work->call, attribute), name))
			node = attribute;
	}
	return node;
}

static int read_date(const struct work *work, kt_node node, struct kt_date *out)
{
	struct kt_value value = work->host->read(work->call, node, KT_DATE);

	*out = value.u.date;
	return value.kind == KT_DATE;
}

static void note_unreadable(struct work *work)
{
	work->missing = 1;
	work->host->unknown(work->call,
	    "en periode har ikke en begyndelse, der kan læses",
	    "a period has no beginning that can be read");
}

static void add_period(struct work *work, kt_node node)
{
	struct period *period = &work->periods[work->count];
	kt_node from = find(work, node, work->demand->from);
	kt_node to = find(work, node, work->demand->to);

	memset(period, 0, sizeof(*period));
	if (from == 0 || !read_date(work, from, &period->first)) {
		note_unreadable(work);
		return;
	}
	period->end = INT64_MAX;
	if (to != 0) {
		/* read() has noted why */
		if (!read_date(work, to, &period->last)) {
			work->missing = 1;
			return;
		}
		period->end = work->host->date_number(&period->last);
	}
	period->begin = work->host->date_number(&period->first);
	period->node = node;
	period->place = work->count;
	work->count++;
}

static int by_begin(const void *a, const void *b)
{
	const struct period *x = a;
	const struct period *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* ---- judging ----------------------------------------------------------- */

struct text {
	char data[200];
};

static struct text date_iso(const struct kt_date *date)
{
	struct text text;

	snprintf(text.data, sizeof(text.data), "%04d-%02d-%02d",
	    (int)date->year, (int)date->month, (int)date->day);
	return text;
}

static struct kt_string slice(const char *text)
{
	struct kt_string s = { text, strlen(text) };

	return s;
}

/* `required` may be NULL. */
static void report(struct work *work, const struct period *period,
    kt_node other, const struct kt_date *required, const char *da,
    const char *en)
{
	struct text found = date_iso(&period->first);
	struct text wanted = { "" };
	struct kt_finding finding;

	if (required != NULL)
		wanted = date_iso(required);
	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = period->node;
	finding.other = other;
	finding.found = slice(found.data);
	finding.required = slice(wanted.data);
	finding.note_da = slice(da);
	finding.note_en = slice(en);
	work->status = work->host->report(work->call, &finding);
	work->reported |= work->status == KT_OK;
}

static void report_overlap(
    struct work *work, const struct period *before, const struct period *period)
{
	const struct kt_host *host = work->host;
	struct text da;
	struct text en;

	if (before->end == INT64_MAX) {
		report(work, period, before->node, NULL,
		    "Perioden begynder i en periode uden slutdato",
		    "The period begins within one that has no end");
		return;
	}
	snprintf(da.data, sizeof(da.data),
	    "Perioden begynder den %s; den foregående slutter først den %s",
	    tid_date_text(host, work->call, &period->first, 0).data,
	    tid_date_text(host, work->call, &before->last, 0).data);
	snprintf(en.data, sizeof(en.data),
	    "The period begins on %s; the one before ends only on %s",
	    tid_date_text(host, work->call, &period->first, 1).data,
	    tid_date_text(host, work->call, &before->last, 1).data);
	report(work, period, before->node, NULL, da.data, en.data);
}

static void report_gap(
    struct work *work, const struct period *before, const struct period *period)
{
	const struct kt_host *host = work->host;
	struct kt_duration day = { 0, TID_DAY_SECONDS };
	struct kt_date wanted;
	struct text da;
	struct text en;
	long long days = period->begin - before->end - 1;

	work->status = host->date_add(&before->last, &day, &wanted);
	if (work->status != KT_OK)
		return;
	snprintf(da.data, sizeof(da.data),
	    "%lld dag%s uden periode: den foregående slutter den %s", days,
	    days == 1 ? "" : "e",
	    tid_date_text(host, work->call, &before->last, 0).data);
	snprintf(en.data, sizeof(en.data),
	    "%lld day%s without a period: the one before ends on %s", days,
	    days == 1 ? "" : "s",
	    tid_date_text(host, work->call, &before->last, 1).data);
	report(work, period, before->node, &wanted, da.data, en.data);
}

/* A period that could not be read might fill a gap, but cannot undo an
 * overlap. */
static void judge_pair(
    struct work *work, const struct period *before, const struct period *period)
{
	if (period->begin <= before->end) {
		if ((work->demand->kinds & NO_OVERLAP) != 0)
			report_overlap(work, before, period);
	} else if (period->begin - 1 > before->end && !work->missing &&
		   (work->demand->kinds & NO_GAP) != 0) {
		report_gap(work, before, period);
	}
}

static void judge(struct work *work)
{
	const struct period *before = NULL;

	qsort(work->periods, work->count, sizeof(*work->periods), by_begin);
	for (size_t i = 0; i < work->count && work->status == KT_OK; i++) {
		const struct period *period = &work->periods[i];

		if (period->end < period->begin) {
			report(work, period, 0, NULL,
			    "Perioden slutter, før den begynder",
			    "The period ends before it begins");
			continue;
		}
		if (before != NULL)
			judge_pair(work, before, period);
		/* the one that lasts longest is what the next follows */
		if (before == NULL || period->end > before->end)
			before = period;
	}
}

static kt_verdict verdict(const struct work *work)
{
	/* the host has enough findings: what was reported stands */
	if (work->status == KT_E_LIMIT && work->reported)
		return KT_VERDICT_FAIL;
	if (work->status != KT_OK) {
		work->host->unknown(work->call, "perioderne kunne ikke prøves",
		    "the periods could not be judged");
		return KT_VERDICT_ERROR;
	}
	if (work->reported)
		return KT_VERDICT_FAIL;
	return work->missing ? KT_VERDICT_UNKNOWN : KT_VERDICT_PASS;
}

kt_verdict tid_perioder(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	struct work work = { host, call, state, NULL, 0, 0, 0, KT_OK };
	struct kt_sequence nodes;

	work.status = host->evaluate(call, "i", subject, &nodes);
	if (work.status != KT_OK)
		return verdict(&work);
	if (nodes.count == 0 && !nodes.maybe_more)
		return KT_VERDICT_IRRELEVANT;
	if (nodes.maybe_more) {
		work.missing = 1;
		host->unknown(call, "der kan være flere perioder",
		    "there may be more periods");
	}
	work.periods =
	    host->alloc(call, (nodes.count + 1) * sizeof(*work.periods));
	if (work.periods == NULL) {
		work.status = KT_E_MEMORY;
		return verdict(&work);
	}
	for (size_t i = 0; i < nodes.count; i++) {
		if (nodes.items[i].kind == KT_NODE)
			add_period(&work, nodes.items[i].u.node);
		else
			note_unreadable(&work);
	}
	judge(&work);
	return verdict(&work);
}
