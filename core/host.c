/*
 * The host table. A plugin may hand over any node number, any string and any
 * size: nothing of it is trusted.
 */
#include "host.h"

#include <stdio.h>
#include <string.h>

#include "engine.h"
#include "bounds.h"
#include "moment.h"
#include "schema.h"

void kt_call_init(struct kt_call *call, struct kt_run *run,
    struct kt_document *document)
{
	*call = (struct kt_call){ .run = run, .document = document };
	call->reported_end = &call->reported;
}

static bool valid(const struct kt_document *d, kt_node node)
{
	if (node < 2)
		return false;
	size_t count = kt_node_is_attribute(node) ? d->attribute_count
	                                          : d->element_count;
	return kt_node_index(node) < count;
}

static struct kt_demand *demand_of(struct kt_rule *handle)
{
	return (struct kt_demand *)(void *)handle;
}

/* ---- memory and notes -------------------------------------------------- */

static void *host_alloc(struct kt_call *call, size_t size)
{
	void *memory = kt_arena_alloc(&call->document->arena, size);
	if (memory == NULL)
		call->failed = true;
	return memory;
}

static struct kt_string copy(struct kt_call *call, struct kt_string s)
{
	if (s.data == NULL || s.size == 0)
		return KT_S("");
	struct kt_string out = kt_arena_copy(&call->document->arena, s);
	if (out.data == NULL) {
		call->failed = true;
		return KT_S("");
	}
	return out;
}

static kt_status host_unknown(struct kt_call *call, const char *da,
    const char *en)
{
	kt_explanation_add(call->run, false, 0, kt_string_of(da),
	    kt_string_of(en));
	return KT_OK;
}

static void host_explain(struct kt_call *call, const char *da,
    const char *en)
{
	kt_explanation_add(call->run, true, 0, kt_string_of(da),
	    kt_string_of(en));
}

static kt_status host_report(struct kt_call *call,
    const struct kt_finding *finding)
{
	const struct kt_document *d = call->document;
	if (call->demand == NULL || finding == NULL ||
	    finding->struct_size < sizeof(*finding))
		return KT_E_USE;
	if (++call->report_count > KT_MAX_FINDINGS)
		return KT_E_LIMIT;
	struct kt_reported *r = host_alloc(call, sizeof(*r));
	if (r == NULL)
		return KT_E_MEMORY;
	r->where = valid(d, finding->where) ? finding->where : 0;
	r->other = valid(d, finding->other) ? finding->other : 0;
	if (r->where != 0) {
		size_t size = kt_document_text(d, r->where).size;
		if (finding->text_offset <= size &&
		    finding->text_size <= size - finding->text_offset) {
			r->text_offset = finding->text_offset;
			r->text_size = finding->text_size;
		}
	}
	r->found = copy(call, finding->found);
	r->required = copy(call, finding->required);
	r->note[KT_DA] = copy(call, finding->note_da);
	r->note[KT_EN] = copy(call, finding->note_en);
	*call->reported_end = r;
	call->reported_end = &r->next;
	return call->failed ? KT_E_MEMORY : KT_OK;
}

/* ---- document ---------------------------------------------------------- */

static kt_node host_root(struct kt_call *call)
{
	return kt_document_root(call->document);
}

static kt_node host_parent(struct kt_call *call, kt_node node)
{
	if (!valid(call->document, node))
		return 0;
	return kt_document_parent(call->document, node);
}

static kt_node host_first_child(struct kt_call *call, kt_node node)
{
	if (!valid(call->document, node) || kt_node_is_attribute(node))
		return 0;
	return kt_document_first_child(call->document, node);
}

static kt_node host_next(struct kt_call *call, kt_node node)
{
	if (!valid(call->document, node) || kt_node_is_attribute(node))
		return 0;
	return kt_document_next(call->document, node);
}

static struct kt_string host_name(struct kt_call *call, kt_node node)
{
	if (!valid(call->document, node))
		return KT_S("");
	return kt_names_local(call->document->names,
	    kt_document_name(call->document, node));
}

static struct kt_string host_text(struct kt_call *call, kt_node node)
{
	if (!valid(call->document, node))
		return KT_S("");
	return kt_document_text(call->document, node);
}

static struct kt_string host_attribute(struct kt_call *call, kt_node node,
    const char *name)
{
	struct kt_string none = { NULL, 0 };
	if (!valid(call->document, node) || kt_node_is_attribute(node) ||
	    name == NULL)
		return none;
	uint32_t id = kt_names_find(call->document->names, KT_S(""),
	    kt_string_of(name));
	kt_node attribute =
	    id ? kt_document_attribute(call->document, node, id) : 0;
	return attribute ? kt_document_text(call->document, attribute) : none;
}

static kt_node host_attribute_at(struct kt_call *call, kt_node node,
    size_t index)
{
	const struct kt_document *d = call->document;
	if (!valid(d, node) || kt_node_is_attribute(node))
		return 0;
	const struct kt_element *e = &d->elements[kt_node_index(node)];
	return index < e->attribute_count
	    ? kt_node_of_attribute(e->first_attribute + index)
	    : 0;
}

static struct kt_position host_position(struct kt_call *call, kt_node node)
{
	if (!valid(call->document, node))
		return (struct kt_position){ 0, 0 };
	return kt_document_position(call->document, node);
}

static size_t host_issue_count(struct kt_call *call)
{
	return call->document->issue_count;
}

static void host_issue(struct kt_call *call, size_t index,
    struct kt_issue *out)
{
	struct kt_document *d = call->document;
	*out = (struct kt_issue){ 0 };
	if (index >= d->issue_count)
		return;
	const struct kt_document_issue *issue = &d->issues[index];
	out->kind = (uint32_t)issue->kind;
	out->node = issue->node;
	out->name = issue->name;
	out->nearest = issue->nearest;
	out->allowed_da = out->allowed_en = KT_S("");
	if (issue->type == NULL)
		return;
	out->allowed_da = kt_text_type_describe(issue->type, KT_DA, &d->arena);
	out->allowed_en = kt_text_type_describe(issue->type, KT_EN, &d->arena);
}

static int32_t host_issues_complete(struct kt_call *call)
{
	return !call->document->issues_truncated;
}

/* ---- values ------------------------------------------------------------ */

static struct kt_value host_read(struct kt_call *call, kt_node node,
    uint32_t kind)
{
	struct kt_value none = { .kind = KT_UNKNOWN };
	if (!valid(call->document, node) || kind < KT_BOOLEAN ||
	    kind > KT_DURATION)
		return none;
	struct kt_value value = kt_document_value(call->document, node, kind);
	if (value.kind == KT_UNKNOWN)
		kt_explanation_add(call->run, false, node,
		    KT_S("er ikke udfyldt eller kan ikke læses"),
		    KT_S("is not filled in or does not read"));
	return value;
}

static struct kt_value host_parse(struct kt_call *call, struct kt_string text,
    uint32_t kind)
{
	struct kt_value out = { .kind = KT_UNKNOWN };
	(void)call;
	if (text.data == NULL || kind < KT_BOOLEAN || kind > KT_DURATION)
		return out;
	struct kt_string trimmed = kt_string_trim(text);
	if (kind == KT_STRING) {
		out.kind = KT_STRING;
		out.u.string = trimmed;
	} else if (!kt_text_read(kind, trimmed, &out)) {
		out = (struct kt_value){ .kind = KT_UNKNOWN };
	}
	return out;
}

static struct kt_string host_format(struct kt_call *call,
    const struct kt_value *value, int32_t english)
{
	return kt_value_text(value, call->document, english ? KT_EN : KT_DA, 0,
	    &call->document->arena);
}

static kt_status host_decimal(enum kt_decimal_op op,
    const struct kt_decimal *a, const struct kt_decimal *b,
    struct kt_decimal *out)
{
	int64_t places;
	switch (op) {
	case KT_ADD:
		return kt_decimal_add(*a, *b, out);
	case KT_SUBTRACT:
		return kt_decimal_subtract(*a, *b, out);
	case KT_MULTIPLY:
		return kt_decimal_multiply(*a, *b, out);
	case KT_DIVIDE:
		return kt_decimal_divide(*a, *b, out);
	case KT_ROUND_HALF_UP:
		if (!kt_decimal_to_int(*b, &places) || places < 0 ||
		    places > KT_DECIMAL_MAX_SCALE)
			return KT_E_USE;
		*out = kt_decimal_round_half_up(*a, (int32_t)places);
		return KT_OK;
	default:
		return KT_E_USE;
	}
}

static int32_t host_decimal_compare(const struct kt_decimal *a,
    const struct kt_decimal *b)
{
	return kt_decimal_compare(*a, *b);
}

static kt_status host_date_add(const struct kt_date *date,
    const struct kt_duration *duration, struct kt_date *out)
{
	if (!kt_date_valid(*date))
		return KT_E_USE;
	return kt_date_add(*date, *duration, out);
}

static int64_t host_date_number(const struct kt_date *date)
{
	return kt_date_number(*date);
}

static struct kt_date host_today(struct kt_call *call)
{
	return call->run->today;
}

/* ---- checks ------------------------------------------------------------ */

static struct kt_string host_argument(struct kt_rule *rule, const char *name)
{
	struct kt_demand *demand = demand_of(rule);
	for (size_t i = 0; i < demand->argument_count; i++)
		if (kt_string_equal(demand->arguments[i].name,
		        kt_string_of(name)))
			return demand->arguments[i].text;
	return (struct kt_string){ NULL, 0 };
}

static struct kt_rule *host_rule(struct kt_call *call)
{
	return kt_rule_handle(call->demand);
}

static kt_status host_evaluate(struct kt_call *call, const char *name,
    kt_node subject, struct kt_sequence *out)
{
	*out = (struct kt_sequence){ 0 };
	if (call->demand == NULL || !valid(call->document, subject))
		return KT_E_USE;
	const struct kt_expr *expr = NULL;
	for (size_t i = 0; i < call->demand->argument_count; i++)
		if (kt_string_equal(call->demand->arguments[i].name,
		        kt_string_of(name)))
			expr = call->program->arguments[i];
	if (expr == NULL)
		return KT_OK; /* left out: an empty sequence */
	struct kt_run *run = call->run;
	size_t before = run->stack->count;
	struct kt_value context = run->context;
	run->context = (struct kt_value){ .kind = KT_NODE,
		.u.node = subject };
	struct kt_sequence values = kt_expr_sequence(expr, run);
	run->context = context;
	struct kt_value *items = NULL;
	if (values.count > 0)
		items = host_alloc(call, values.count * sizeof(*items));
	if (items != NULL)
		memcpy(items, values.items, values.count * sizeof(*items));
	run->stack->count = before;
	if (run->status != KT_OK)
		return run->status;
	if (values.count > 0 && items == NULL)
		return KT_E_MEMORY;
	*out = values;
	out->items = items;
	return KT_OK;
}

static kt_status host_fail(struct kt_rule *rule, const char *da,
    const char *en)
{
	struct kt_demand *demand = demand_of(rule);
	kt_status status = kt_fail(demand->error, KT_E_USE, "%s", "%s",
	    "");
	if (demand->error == NULL)
		return status;
	/* the plugin's words are text, never a format */
	snprintf(demand->error->message[KT_DA],
	    sizeof(demand->error->message[KT_DA]), "%s", da ? da : "");
	snprintf(demand->error->message[KT_EN],
	    sizeof(demand->error->message[KT_EN]), "%s", en ? en : "");
	return status;
}

const struct kt_host *kt_engine_host(void)
{
	static const struct kt_host host = {
		.struct_size = sizeof(struct kt_host),
		.abi_major = KT_ABI_MAJOR,
		.abi_minor = KT_ABI_MINOR,
		.alloc = host_alloc,
		.unknown = host_unknown,
		.explain = host_explain,
		.report = host_report,
		.root = host_root,
		.parent = host_parent,
		.first_child = host_first_child,
		.next = host_next,
		.name = host_name,
		.text = host_text,
		.attribute = host_attribute,
		.attribute_at = host_attribute_at,
		.position = host_position,
		.issue_count = host_issue_count,
		.issue = host_issue,
		.read = host_read,
		.parse = host_parse,
		.format = host_format,
		.decimal = host_decimal,
		.decimal_compare = host_decimal_compare,
		.date_add = host_date_add,
		.date_number = host_date_number,
		.instant = kt_instant,
		.today = host_today,
		.argument = host_argument,
		.rule = host_rule,
		.evaluate = host_evaluate,
		.fail = host_fail,
		.issues_complete = host_issues_complete,
	};
	return &host;
}
