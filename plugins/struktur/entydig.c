/*
 * What stands twice: the check `entydig` and the function `entydige`.
 */
#include "struktur.h"

#include <stdlib.h>
#include <string.h>

/* A value with what it is compared by: numbers as numbers, all else as the
 * text that a person would compare. */
struct item {
	const struct kt_host *host; /* for the comparison */
	int is_number;
	struct kt_decimal number;
	struct kt_string text;
	kt_node node; /* 0: no node */
	size_t place; /* in the sequence */
};

static int compare(const struct item *a, const struct item *b)
{
	if (a->is_number != b->is_number)
		return a->is_number - b->is_number;
	if (a->is_number)
		return a->host->decimal_compare(&a->number, &b->number);
	return struktur_compare(a->text, b->text);
}

static int by_value(const void *a, const void *b)
{
	const struct item *x = a;
	const struct item *y = b;
	int order = compare(x, y);

	if (order == 0)
		order = (x->place > y->place) - (x->place < y->place);
	return order;
}

/* 0: a missing fact, which may be the same as any other. */
static int read_item(const struct kt_host *host, struct kt_call *call,
    const struct kt_value *value, struct item *out)
{
	memset(out, 0, sizeof(*out));
	out->host = host;
	switch (value->kind) {
	case KT_UNKNOWN:
		return 0;
	case KT_NODE:
		out->node = value->u.node;
		out->text = struktur_trim(host->text(call, out->node));
		return out->text.size > 0;
	case KT_STRING:
		out->text = struktur_trim(value->u.string);
		return out->text.size > 0;
	case KT_DECIMAL:
		out->is_number = 1;
		out->number = value->u.decimal;
		return 1;
	default:
		out->text = host->format(call, value, 0);
		return out->text.size > 0;
	}
}

/* The known items in order of value, or NULL without memory. */
static struct item *read_items(const struct kt_host *host, struct kt_call *call,
    const struct kt_value *values, size_t count, size_t *known)
{
	struct item *items = host->alloc(call, (count + 1) * sizeof(*items));

	*known = 0;
	for (size_t i = 0; items != NULL && i < count; i++) {
		if (read_item(host, call, &values[i], &items[*known])) {
			items[*known].place = i;
			(*known)++;
		}
	}
	if (items != NULL)
		qsort(items, *known, sizeof(*items), by_value);
	return items;
}

static void report(struct struktur_run *run, const struct item *first,
    const struct item *again)
{
	struct kt_finding finding;
	struct kt_value number = { KT_DECIMAL, 0,
		{ .decimal = again->number } };

	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = again->node;
	finding.other = first->node;
	finding.found = again->is_number
			    ? run->host->format(run->call, &number, 0)
			    : again->text;
	finding.note_da = struktur_slice("Står også et andet sted");
	finding.note_en = struktur_slice("Stands in another place too");
	struktur_report(run, &finding);
}

kt_verdict struktur_entydig(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	struct struktur_run run = { .host = host, .call = call };
	struct kt_sequence values;
	struct item *items;
	size_t first = 0;
	size_t known;

	(void)state;
	if (host->evaluate(call, "i", subject, &values) != KT_OK) {
		struktur_fail(&run, "værdierne kunne ikke findes",
		    "the values could not be found");
		return struktur_verdict(&run, "", "");
	}
	if (values.count == 0 && !values.maybe_more)
		return KT_VERDICT_IRRELEVANT;
	items = read_items(host, call, values.items, values.count, &known);
	if (items == NULL) {
		struktur_fail(
		    &run, "der er ikke mere hukommelse", "out of memory");
		return struktur_verdict(&run, "", "");
	}
	run.uncertain = values.maybe_more || known < values.count;
	for (size_t i = 1; i < known && !struktur_is_done(&run); i++) {
		if (compare(&items[first], &items[i]) == 0)
			report(&run, &items[first], &items[i]);
		else
			first = i;
	}
	return struktur_verdict(&run, "en af værdierne er ukendt eller tom",
	    "one of the values is unknown or empty");
}

kt_status struktur_entydige(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	const struct kt_argument *values = &arguments[0];
	int twice = 0;
	size_t known;
	struct item *items =
	    read_items(host, call, values->items, values->count, &known);

	if (items == NULL)
		return KT_E_MEMORY;
	for (size_t i = 1; i < known; i++)
		twice |= compare(&items[i - 1], &items[i]) == 0;
	if (!twice && (values->maybe_more || known < values->count)) {
		return host->unknown(call,
		    "en af værdierne er ukendt eller tom",
		    "one of the values is unknown or empty");
	}
	result->kind = KT_BOOLEAN;
	result->u.boolean = !twice;
	return KT_OK;
}
