/*
 * What a document says of itself beside the facts that rules ask for: its
 * identity, and the departures written in it. Which elements these are stands
 * in rules/dokumenter.xml.
 */
#include "judge.h"

#include "moment.h"
#include "waiver.h"

/* Sets the run up for an expression about a node; no parameters. */
static void begin_run(struct kt_judging *j, kt_node subject)
{
	kt_call_init(&j->call, &j->run, j->document);
	j->run.document = j->document;
	j->run.host = kt_engine_host();
	j->run.call = &j->call;
	j->run.stack = &j->engine->stack;
	j->run.stack->count = 0;
	j->run.parameters = NULL;
	kt_run_init(&j->run, subject, j->today);
}

/* As it may be shown, in one line. */
static struct kt_string shown(struct kt_judging *j, struct kt_string text)
{
	struct kt_string line = kt_collapse(&j->out->arena, text);

	return line.data == NULL ? KT_S("") : kt_judging_text(j, line);
}

/* ---- identity ---------------------------------------------------------- */

static void find_identity(struct kt_judging *j)
{
	const struct kt_document_kind *kind = j->out->kind;
	struct kt_value value = { .kind = KT_UNKNOWN };

	j->out->identity = kt_base_name(j->out->document);
	if (kind->identity == NULL)
		return;
	begin_run(j, kt_document_root(j->document));
	value = kt_expr_value(kind->identity, &j->run);
	j->run.stack->count = 0;
	if (value.kind == KT_NODE)
		value = kt_document_value(j->document, value.u.node, KT_STRING);
	if (value.kind != KT_STRING || kt_string_trim(value.u.string).size == 0)
		return;
	j->out->identity = shown(j, value.u.string);
}

/* ---- departures -------------------------------------------------------- */

/* The nodes that a path gives, copied off the stack; their number. */
static size_t find_nodes(struct kt_judging *j, const struct kt_expr *path,
    kt_node subject, kt_node **out)
{
	struct kt_sequence found;
	size_t count = 0;

	*out = NULL;
	if (path == NULL)
		return 0;
	begin_run(j, subject);
	found = kt_expr_sequence(path, &j->run);
	*out =
	    kt_arena_array(&j->document->arena, found.count + 1, sizeof(**out));
	for (size_t i = 0; *out != NULL && i < found.count; i++) {
		if (found.items[i].kind == KT_NODE)
			(*out)[count++] = found.items[i].u.node;
	}
	j->run.stack->count = 0;
	return count;
}

static struct kt_string field(
    struct kt_judging *j, kt_node departure, enum kt_departure_field which)
{
	kt_node *nodes;
	size_t count = find_nodes(
	    j, j->out->kind->departure_fields[which], departure, &nodes);

	return count == 0 ? KT_S("")
			  : shown(j, kt_document_text(j->document, nodes[0]));
}

/* Everything but the rule. */
static struct kt_waiver read_departure(struct kt_judging *j, kt_node node)
{
	struct kt_waiver w = { .origin = KT_WAIVER_OF_DOCUMENT };
	bool has_until;

	w.document = w.path = w.fingerprint = w.rule = KT_S("");
	w.clause = field(j, node, KT_DEPARTURE_CLAUSE);
	w.reason = field(j, node, KT_DEPARTURE_REASON);
	w.approved_by = field(j, node, KT_DEPARTURE_APPROVED_BY);
	w.reference = field(j, node, KT_DEPARTURE_REFERENCE);
	has_until = kt_date_parse(field(j, node, KT_DEPARTURE_UNTIL), &w.until);
	w.file = j->out->document;
	w.at = kt_document_position(j->document, node);
	if (kt_string_length(w.reason) < KT_WAIVER_REASON)
		w.flaw = KT_WAIVER_NO_REASON;
	else if (w.approved_by.size == 0)
		w.flaw = KT_WAIVER_NO_APPROVER;
	else if (!has_until)
		w.flaw = KT_WAIVER_NO_DATE;
	return w;
}

/* One waiver for each rule that the departure names; without a rule it is an
 * agreement about something else. */
static void read_rules(struct kt_judging *j, kt_node node, kt_node *rules,
    size_t count, struct kt_waiver *out)
{
	struct kt_waiver waiver = read_departure(j, node);

	for (size_t i = 0; i < count; i++) {
		out[i] = waiver;
		out[i].rule = shown(j, kt_document_text(j->document, rules[i]));
		if (!kt_rules_name(j->engine->rules, out[i].rule))
			out[i].flaw = KT_WAIVER_NO_RULE;
	}
}

static void find_departures(struct kt_judging *j)
{
	const struct kt_document_kind *kind = j->out->kind;
	const struct kt_expr *rule = kind->departure_fields[KT_DEPARTURE_RULE];
	kt_node root = kt_document_root(j->document);
	kt_node *rules;
	size_t count = 0;

	j->departure_count =
	    find_nodes(j, kind->departures, root, &j->departures);
	for (size_t i = 0; i < j->departure_count; i++)
		count += find_nodes(j, rule, j->departures[i], &rules);
	if (count == 0)
		return;
	j->out->departures =
	    kt_arena_array(&j->out->arena, count, sizeof(*j->out->departures));
	if (j->out->departures == NULL)
		return;
	for (size_t i = 0; i < j->departure_count; i++) {
		size_t size = find_nodes(j, rule, j->departures[i], &rules);

		read_rules(j, j->departures[i], rules, size,
		    j->out->departures + j->out->departure_count);
		j->out->departure_count += size;
	}
}

void kt_judging_identify(struct kt_judging *j)
{
	find_identity(j);
	find_departures(j);
	/* a limit that was reached here is reached again by the rules */
	j->run.status = KT_OK;
}

/* ---- findings ---------------------------------------------------------- */

void kt_result_identify(struct kt_judging *j, struct kt_result *r, kt_node node)
{
	struct kt_place place = kt_place_of(j->document, j->out->kind, node);
	struct kt_reading reading = {
		.document = j->document,
		.kind = j->out->kind,
		.left_out = j->departures,
		.left_out_count = j->departure_count,
		.secrets = j->secrets,
		.secret_count = j->secret_count,
	};
	/* a rule that is renamed keeps its waivers: its first id counts */
	struct kt_string rule =
	    r->rule->alias_count > 0 ? r->rule->aliases[0] : r->rule->id;
	unsigned char content[KT_SHA256_SIZE];

	r->clause = shown(j, place.id);
	r->fingerprint = KT_S("");
	if (r->state != KT_STATE_FAIL || j->engine->settings.no_fingerprints)
		return;
	if (kt_place_content(&j->digests, &reading, place.node, content))
		r->fingerprint = kt_fingerprint(
		    &j->out->arena, rule, j->out->identity, &place, content);
	else
		j->out->arena.failed = true;
}
