/*
 * The checks `forbudt` and `kraevet`: wordings that must not or must stand in
 * some nodes. A search that reached a limit has found nothing out: the rule is
 * then not checked.
 */
#include "ordlyd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct kt_parameter ordlyd_forbudt_parameters[] = {
	{ "i", KT_NODE, KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE },
	{ "moenster", KT_STRING, KT_PARAM_OPTIONAL },
	{ "moenstre", KT_STRING,
	    KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE | KT_PARAM_OPTIONAL },
	{ "versaler", KT_STRING, KT_PARAM_OPTIONAL },
};

const struct kt_parameter ordlyd_kraevet_parameters[] = {
	{ "i", KT_NODE, KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE },
	{ "moenster", KT_STRING, KT_PARAM_OPTIONAL },
	{ "moenstre", KT_STRING,
	    KT_PARAM_EXPRESSION | KT_PARAM_SEQUENCE | KT_PARAM_OPTIONAL },
	{ "versaler", KT_STRING, KT_PARAM_OPTIONAL },
	{ "alle", KT_STRING, KT_PARAM_OPTIONAL },
};

/* ---- what a rule keeps ------------------------------------------------- */

enum { CACHE_SIZE = 64 };

/* A pattern that an expression gave; the text is the rule's own copy. */
struct entry {
	char *text;
	size_t size;
	struct ordlyd_pattern *pattern;
};

struct state {
	struct ordlyd_engine *engine;
	int exact_case;
	int all;
	struct kt_string text; /* of the literal pattern; data NULL: none */
	struct ordlyd_pattern *literal;
	int has_list;
	struct entry cache[CACHE_SIZE];
	size_t next; /* entry to be replaced */
};

/* One run of a check. */
struct work {
	const struct kt_host *host;
	struct kt_call *call;
	struct state *state;
	kt_node subject;
	struct kt_sequence nodes;
	struct kt_sequence list; /* of patterns */
	int nodes_uncertain; /* there may be others than those listed */
	int list_uncertain;
	size_t reported;
	int full; /* the host has enough findings */
	int failed; /* nothing can be said; the reason is noted */
};

int ordlyd_is(struct kt_string s, const char *text)
{
	return s.size == strlen(text) && memcmp(s.data, text, s.size) == 0;
}

static int is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct kt_string ordlyd_trim(struct kt_string s)
{
	while (s.size > 0 && is_space(s.data[0])) {
		s.data++;
		s.size--;
	}
	while (s.size > 0 && is_space(s.data[s.size - 1]))
		s.size--;
	return s;
}

/* ---- prepare ----------------------------------------------------------- */

/* "ja" or "nej"; `otherwise` where it is left out, -1 for anything else. */
static int yes_or_no(const struct kt_host *host, struct kt_rule *rule,
    const char *name, int otherwise)
{
	struct kt_string value = host->argument(rule, name);

	if (value.data == NULL)
		return otherwise;
	if (ordlyd_is(value, "ja"))
		return 1;
	return ordlyd_is(value, "nej") ? 0 : -1;
}

static kt_status read_patterns(
    const struct kt_host *host, struct kt_rule *rule, struct state *state)
{
	struct ordlyd_error error;

	state->has_list = host->argument(rule, "moenstre").data != NULL;
	state->text = host->argument(rule, "moenster");
	if (state->text.data == NULL && !state->has_list) {
		return host->fail(rule, "moenster eller moenstre mangler",
		    "moenster or moenstre is missing");
	}
	if (state->text.data == NULL)
		return KT_OK;
	state->literal =
	    ordlyd_pattern_create(state->text, state->exact_case, &error);
	if (state->literal != NULL)
		return KT_OK;
	host->fail(rule, error.da, error.en);
	return error.status;
}

static kt_status prepare(const struct kt_host *host, struct kt_rule *rule,
    const char *all, void **state)
{
	struct state *made = calloc(1, sizeof(*made));
	kt_status status = KT_OK;

	if (made != NULL)
		made->engine = ordlyd_engine_create();
	if (made == NULL || made->engine == NULL) {
		ordlyd_release(host, made);
		return KT_E_MEMORY;
	}
	made->exact_case = yes_or_no(host, rule, "versaler", 0);
	if (all != NULL)
		made->all = yes_or_no(host, rule, all, 0);
	if (made->exact_case < 0 || made->all < 0) {
		status =
		    host->fail(rule, "versaler og alle skal være ja eller nej",
			"versaler and alle must be ja or nej");
	}
	if (status == KT_OK)
		status = read_patterns(host, rule, made);
	if (status == KT_OK)
		*state = made;
	else
		ordlyd_release(host, made);
	return status;
}

kt_status ordlyd_forbudt_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state)
{
	return prepare(host, rule, NULL, state);
}

kt_status ordlyd_kraevet_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state)
{
	return prepare(host, rule, "alle", state);
}

void ordlyd_release(const struct kt_host *host, void *state)
{
	struct state *made = state;

	(void)host;
	if (made == NULL)
		return;
	for (size_t i = 0; i < CACHE_SIZE; i++) {
		ordlyd_pattern_destroy(made->cache[i].pattern);
		free(made->cache[i].text);
	}
	ordlyd_pattern_destroy(made->literal);
	ordlyd_engine_destroy(made->engine);
	free(made);
}

/* ---- patterns ---------------------------------------------------------- */

/* Says why nothing can be said; the pattern tells where to look. */
static void give_up(struct work *work, struct kt_string pattern,
    const struct ordlyd_error *error)
{
	char da[400];
	char en[400];
	int size = pattern.size < 80 ? (int)pattern.size : 80;

	/* not in the middle of a character */
	while (size > 0 && (size_t)size < pattern.size &&
	       ((unsigned char)pattern.data[size] & 0xC0) == 0x80)
		size--;
	snprintf(da, sizeof(da), "mønsteret \"%.*s\": %s", size, pattern.data,
	    error->da);
	snprintf(en, sizeof(en), "the pattern \"%.*s\": %s", size, pattern.data,
	    error->en);
	work->host->unknown(work->call, da, en);
	work->failed = 1;
}

static void give_up_plainly(struct work *work, const char *da, const char *en)
{
	work->host->unknown(work->call, da, en);
	work->failed = 1;
}

/* The compiled pattern from the cache, where it takes the place of the one
 * that has been there longest. NULL where it cannot be read. */
static struct ordlyd_pattern *find_pattern(
    struct work *work, struct kt_string text)
{
	struct state *state = work->state;
	struct entry *entry = &state->cache[state->next];
	struct ordlyd_error error;
	struct ordlyd_pattern *pattern;
	char *copy;

	for (size_t i = 0; i < CACHE_SIZE; i++) {
		const struct entry *e = &state->cache[i];

		if (e->pattern != NULL && e->size == text.size &&
		    memcmp(e->text, text.data, text.size) == 0)
			return e->pattern;
	}
	pattern = ordlyd_pattern_create(text, state->exact_case, &error);
	if (pattern == NULL) {
		give_up(work, text, &error);
		return NULL;
	}
	copy = malloc(text.size);
	if (copy == NULL) {
		ordlyd_pattern_destroy(pattern);
		give_up_plainly(
		    work, "der er ikke mere hukommelse", "out of memory");
		return NULL;
	}
	memcpy(copy, text.data, text.size);
	ordlyd_pattern_destroy(entry->pattern);
	free(entry->text);
	*entry = (struct entry){ copy, text.size, pattern };
	state->next = (state->next + 1) % CACHE_SIZE;
	return pattern;
}

static size_t pattern_count(const struct work *work)
{
	return work->list.count + (work->state->literal != NULL);
}

/* The text of pattern number `index`, the literal one first; 0: unknown. */
static int pattern_text(
    const struct work *work, size_t index, struct kt_string *text)
{
	const struct kt_value *value;

	if (work->state->literal != NULL && index == 0) {
		*text = work->state->text;
		return 1;
	}
	value = &work->list.items[index - (work->state->literal != NULL)];
	if (value->kind == KT_STRING) {
		*text = value->u.string;
	} else if (value->kind == KT_NODE) {
		*text =
		    ordlyd_trim(work->host->text(work->call, value->u.node));
	} else {
		return 0;
	}
	return 1;
}

/* NULL where it is unknown or cannot be read. */
static struct ordlyd_pattern *pattern_at(
    struct work *work, size_t index, struct kt_string *text)
{
	if (!pattern_text(work, index, text))
		return NULL;
	if (work->state->literal != NULL && index == 0)
		return work->state->literal;
	return find_pattern(work, *text);
}

/* ---- nodes ------------------------------------------------------------- */

/* What the rule searches, and for what. 0: that could not be found out. */
static int start(struct work *work)
{
	const struct kt_host *host = work->host;
	struct kt_string text;
	kt_status status =
	    host->evaluate(work->call, "i", work->subject, &work->nodes);

	if (status == KT_OK && work->state->has_list) {
		status = host->evaluate(
		    work->call, "moenstre", work->subject, &work->list);
	}
	if (status != KT_OK) {
		give_up_plainly(work,
		    "det kunne ikke afgøres, hvad der skal søges efter og hvor",
		    "what to search for and where could not be decided");
		return 0;
	}
	work->nodes_uncertain = work->nodes.maybe_more != 0;
	for (size_t i = 0; i < work->nodes.count; i++)
		work->nodes_uncertain |= work->nodes.items[i].kind != KT_NODE;
	/* an empty list of patterns is a parameter that nobody has filled */
	work->list_uncertain =
	    work->list.maybe_more != 0 || pattern_count(work) == 0;
	for (size_t i = 0; i < pattern_count(work); i++)
		work->list_uncertain |= !pattern_text(work, i, &text);
	return 1;
}

static int is_done(const struct work *work)
{
	return work->full || work->failed;
}

/* Its text is trimmed, so that ^ and $ mean its first and last character. */
static int text_at(const struct work *work, size_t index, kt_node *node,
    struct kt_string *text)
{
	const struct kt_value *value = &work->nodes.items[index];

	if (value->kind != KT_NODE)
		return 0;
	*node = value->u.node;
	*text = ordlyd_trim(work->host->text(work->call, *node));
	return 1;
}

/* One pattern, on its way through the nodes. */
struct wanted {
	struct ordlyd_pattern *pattern;
	struct kt_string text;
};

static int find(struct work *work, const struct wanted *wanted,
    struct kt_string text, size_t *at, struct kt_string *match)
{
	struct ordlyd_error error;
	int found = ordlyd_find(
	    work->state->engine, wanted->pattern, text, at, match, &error);

	if (found < 0)
		give_up(work, wanted->text, &error);
	return found;
}

static int holds(struct kt_string outer, struct kt_string inner)
{
	return outer.size > 0 && outer.data <= inner.data &&
	       inner.data + inner.size <= outer.data + outer.size;
}

/* The deepest element that holds the whole passage: nearest to the words. */
static kt_node deepest(
    const struct work *work, kt_node node, struct kt_string passage)
{
	const struct kt_host *host = work->host;
	kt_node child = host->first_child(work->call, node);

	while (child != 0) {
		if (holds(host->text(work->call, child), passage)) {
			node = child;
			child = host->first_child(work->call, node);
		} else {
			child = host->next(work->call, child);
		}
	}
	return node;
}

static void report(struct work *work, const struct kt_finding *finding)
{
	kt_status status = work->host->report(work->call, finding);

	if (status == KT_OK) {
		work->reported++;
	} else if (status == KT_E_LIMIT && work->reported > 0) {
		work->full = 1;
	} else {
		give_up_plainly(work, "fundet kunne ikke noteres",
		    "the finding could not be recorded");
	}
}

static kt_verdict verdict(struct work *work)
{
	if (work->failed)
		return KT_VERDICT_ERROR;
	if (work->reported > 0)
		return KT_VERDICT_FAIL;
	if (!work->nodes_uncertain && !work->list_uncertain)
		return KT_VERDICT_PASS;
	work->host->unknown(work->call,
	    "det er uvist, om der er mere at søge i eller efter",
	    "whether there is more to search, or to search for, is unknown");
	return KT_VERDICT_UNKNOWN;
}

/* ---- forbudt ----------------------------------------------------------- */

static void report_match(
    struct work *work, kt_node node, struct kt_string match)
{
	struct kt_finding finding;
	struct kt_string text;

	node = deepest(work, node, match);
	text = work->host->text(work->call, node);
	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = node;
	finding.text_offset = (size_t)(match.data - text.data);
	finding.text_size = match.size;
	finding.found = match;
	report(work, &finding);
}

static void forbid(struct work *work, const struct wanted *wanted)
{
	for (size_t i = 0; i < work->nodes.count && !is_done(work); i++) {
		struct kt_string text;
		struct kt_string match;
		kt_node node;
		size_t at = 0;

		if (!text_at(work, i, &node, &text))
			continue;
		while (
		    !is_done(work) && find(work, wanted, text, &at, &match) > 0)
			report_match(work, node, match);
	}
}

kt_verdict ordlyd_forbudt(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	struct work work = {
		.host = host, .call = call, .state = state, .subject = subject
	};

	if (!start(&work))
		return KT_VERDICT_ERROR;
	if (work.nodes.count == 0 && !work.nodes.maybe_more)
		return KT_VERDICT_IRRELEVANT;
	for (size_t i = 0; i < pattern_count(&work) && !is_done(&work); i++) {
		struct wanted wanted;

		wanted.pattern = pattern_at(&work, i, &wanted.text);
		if (wanted.pattern != NULL)
			forbid(&work, &wanted);
	}
	return verdict(&work);
}

/* ---- kraevet ----------------------------------------------------------- */

static int occurs(struct work *work, const struct wanted *wanted)
{
	int found = 0;

	for (size_t i = 0;
	     i < work->nodes.count && found == 0 && !is_done(work); i++) {
		struct kt_string text;
		struct kt_string match;
		kt_node node;
		size_t at = 0;

		if (text_at(work, i, &node, &text))
			found = find(work, wanted, text, &at, &match);
	}
	return found > 0;
}

static struct kt_string slice(const char *text)
{
	struct kt_string s = { text, strlen(text) };

	return s;
}

/* Where words are missing there is no place but the first node that could have
 * had them, and where there is no node, the subject. */
static void report_missing(struct work *work, struct kt_string required)
{
	struct kt_finding finding;

	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.required = required;
	if (work->nodes.count > 0) {
		finding.where = work->nodes.items[0].u.node;
		finding.note_da = slice("Ordlyden står ikke her");
		finding.note_en = slice("The wording is not here");
	} else {
		finding.where = work->subject;
		finding.note_da =
		    slice("Der er ikke noget afsnit, som ordlyden kunne stå i");
		finding.note_en = slice(
		    "There is no section in which the wording could stand");
	}
	report(work, &finding);
}

/* The patterns of which one would have been enough, as many as fit. */
static struct kt_string join_patterns(
    const struct work *work, char *data, size_t room)
{
	struct kt_string out = { data, 0 };

	for (size_t i = 0; i < pattern_count(work); i++) {
		const char *between = i > 0 ? " | " : "";
		struct kt_string text;

		if (!pattern_text(work, i, &text))
			continue;
		/* room for " | …" must be left */
		if (text.size + 16 > room - out.size) {
			text = slice("…");
			i = pattern_count(work);
		}
		out.size += (size_t)snprintf(data + out.size, room - out.size,
		    "%s%.*s", between, (int)text.size, text.data);
	}
	return out;
}

/* One of several is enough; none of them was found. */
static void report_none(struct work *work)
{
	char patterns[512];

	report_missing(work, join_patterns(work, patterns, sizeof(patterns)));
}

kt_verdict ordlyd_kraevet(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	struct work work = {
		.host = host, .call = call, .state = state, .subject = subject
	};
	int all = work.state->all;

	if (!start(&work))
		return KT_VERDICT_ERROR;
	for (size_t i = 0; i < pattern_count(&work) && !is_done(&work); i++) {
		struct wanted wanted;
		int found;

		wanted.pattern = pattern_at(&work, i, &wanted.text);
		if (wanted.pattern == NULL)
			continue;
		found = occurs(&work, &wanted);
		if (found && !all)
			return KT_VERDICT_PASS;
		if (!found && all && !work.nodes_uncertain && !work.failed)
			report_missing(&work, wanted.text);
	}
	if (!all && !work.failed && !work.nodes_uncertain &&
	    !work.list_uncertain)
		report_none(&work);
	return verdict(&work);
}
