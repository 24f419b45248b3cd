/*
 * The check `paragraffer` and the function `noegler`: what the references in
 * some places of the document point to.
 */
#include "tekst.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KEYS = 1024 * 1024 /* bytes of an answer */ };

/* ---- the acts ---------------------------------------------------------- */

typedef kt_status (*adder)(struct tekst_love *love, struct kt_string text);

static kt_status add_all(const struct kt_host *host, struct kt_call *call,
    struct tekst_love *love, const struct kt_value *items, size_t count,
    adder add)
{
	kt_status status = KT_OK;
	struct kt_string text;

	for (size_t i = 0; i < count && status == KT_OK; i++) {
		if (tekst_item(host, call, &items[i], &text))
			status = add(love, text);
	}
	return status;
}

/* ---- noegler ----------------------------------------------------------- */

struct keys {
	const struct kt_host *host;
	struct kt_call *call;
	const struct tekst_love *love;
	char *data;
	size_t size;
	size_t room;
	int open; /* a reference has no act, or no number */
};

static kt_status add_key(struct keys *keys, const char *key)
{
	size_t size = strlen(key) + 1;

	if (keys->size + size > MOST_KEYS)
		return KT_E_LIMIT;
	if (keys->size + size > keys->room) {
		size_t room = 2 * (keys->size + size);
		char *more = realloc(keys->data, room);

		if (more == NULL)
			return KT_E_MEMORY;
		keys->data = more;
		keys->room = room;
	}
	if (keys->size > 0)
		keys->data[keys->size++] = ' ';
	memcpy(keys->data + keys->size, key, size - 1);
	keys->size += size - 1;
	return KT_OK;
}

static kt_status add_keys(
    void *context, kt_node block, const struct tekst_flade *flade)
{
	struct keys *keys = context;
	struct tekst_paragraffer found;
	kt_status status = tekst_paragraffer_find(keys->love, flade, &found);
	char key[TEKST_KEY];

	(void)block;
	for (size_t i = 0; i < found.count && status == KT_OK; i++) {
		const struct tekst_paragraf *p = &found.items[i];

		keys->open |= p->act == TEKST_NO_ACT || p->unreadable;
		if (p->act < 0 || p->unreadable)
			continue;
		for (size_t k = 0; status == KT_OK &&
				   tekst_paragraf_key(keys->love, p, k, key);
		     k++)
			status = add_key(keys, key);
	}
	tekst_paragraffer_finish(&found);
	return status;
}

static kt_status read_item(struct keys *keys, const struct kt_value *item)
{
	struct tekst_flade flade;
	kt_status status;

	if (item->kind == KT_NODE)
		return tekst_blocks(
		    keys->host, keys->call, item->u.node, add_keys, keys);
	if (item->kind != KT_STRING)
		return KT_OK;
	status = tekst_flade_create(item->u.string, &flade);
	if (status == KT_OK)
		status = add_keys(keys, 0, &flade);
	tekst_flade_destroy(&flade);
	return status;
}

static kt_status give(const struct keys *keys, struct kt_value *result)
{
	char *data = keys->host->alloc(keys->call, keys->size + 1);

	if (data == NULL)
		return KT_E_MEMORY;
	if (keys->size > 0)
		memcpy(data, keys->data, keys->size);
	result->kind = KT_STRING;
	result->u.string = (struct kt_string){ data, keys->size };
	return KT_OK;
}

kt_status tekst_noegler(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct tekst_love *love = tekst_love_create();
	struct keys keys = { .host = host, .call = call, .love = love };
	kt_status status = love != NULL ? KT_OK : KT_E_MEMORY;

	if (status == KT_OK)
		status = add_all(host, call, love, arguments[1].items,
		    arguments[1].count, tekst_love_add);
	if (status == KT_OK)
		status = add_all(host, call, love, arguments[2].items,
		    arguments[2].count, tekst_love_context);
	for (size_t i = 0; i < arguments[0].count && status == KT_OK; i++)
		status = read_item(&keys, &arguments[0].items[i]);
	if (status == KT_OK && (keys.open || arguments[0].maybe_more))
		status = host->unknown(call,
		    "en paragraf i teksten står uden lov eller nummer",
		    "a paragraph in the text stands without an act or number");
	else if (status == KT_OK)
		status = give(&keys, result);
	free(keys.data);
	tekst_love_destroy(love);
	return status;
}

/* ---- the check --------------------------------------------------------- */

/* "SEL-66=BL-43" */
struct old {
	struct kt_string key;
	struct kt_string instead;
};

struct search {
	struct tekst_run run;
	struct tekst_love *love;
	kt_node block;
	struct old *old; /* sorted */
	size_t old_count;
	int only_old;
	int number_may_be_missing;
};

static int by_key(const void *a, const void *b)
{
	return tekst_compare(
	    ((const struct old *)a)->key, ((const struct old *)b)->key);
}

/* The key itself, or the paragraph or stk. that it is a part of. */
static const struct old *find_old(const struct search *search, const char *key)
{
	struct old wanted = { tekst_slice(key), { NULL, 0 } };
	const struct old *found = NULL;

	while (found == NULL && wanted.key.size > 0) {
		found = bsearch(&wanted, search->old, search->old_count,
		    sizeof(*search->old), by_key);
		while (wanted.key.size > 0 &&
		       wanted.key.data[--wanted.key.size] != '-')
			;
	}
	return found;
}

static void report_at(struct search *search, const struct tekst_flade *flade,
    const struct tekst_paragraf *p, struct kt_string required, const char *da,
    const char *en)
{
	struct kt_string passage =
	    tekst_trim(tekst_flade_passage(flade, p->begin, p->end));
	struct tekst_line found = tekst_quote(passage);
	struct kt_finding finding;

	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = search->block;
	finding.text_offset = (size_t)(passage.data - flade->source.data);
	finding.text_size = passage.size;
	finding.found = tekst_slice(found.data);
	finding.required = required;
	finding.note_da = tekst_slice(da);
	finding.note_en = tekst_slice(en);
	tekst_report(&search->run, &finding);
}

static void note_open(struct search *search, const struct tekst_flade *flade,
    const struct tekst_paragraf *p)
{
	struct tekst_line text = tekst_quote(
	    tekst_trim(tekst_flade_passage(flade, p->begin, p->end)));
	struct tekst_line da;
	struct tekst_line en;

	snprintf(da.data, sizeof(da.data), "%.90s: %s", text.data,
	    p->lone ? "der er ingen paragraf, stykket hører til"
		    : "loven er ikke nævnt ved siden af paragraffen");
	snprintf(en.data, sizeof(en.data), "%.90s: %s", text.data,
	    p->lone ? "there is no paragraph that the subsection belongs to"
		    : "the act is not named beside the paragraph");
	tekst_note(&search->run, da.data, en.data);
}

/* ---- old ones ---------------------------------------------------------- */

static void judge_old(struct search *search, const struct tekst_flade *flade,
    const struct tekst_paragraf *p)
{
	struct tekst_line da;
	struct tekst_line en;
	char key[TEKST_KEY];

	for (size_t i = 0; tekst_paragraf_key(search->love, p, i, key); i++) {
		const struct old *old = find_old(search, key);

		if (!tekst_may(&search->run, 1))
			return;
		if (old == NULL)
			continue;
		snprintf(da.data, sizeof(da.data),
		    "%.*s er ikke længere det rette lovgrundlag",
		    old->key.size < 60 ? (int)old->key.size : 60,
		    old->key.data);
		snprintf(en.data, sizeof(en.data),
		    "%.*s is no longer the right legal basis",
		    old->key.size < 60 ? (int)old->key.size : 60,
		    old->key.data);
		report_at(search, flade, p, old->instead, da.data, en.data);
		if (tekst_is_done(&search->run))
			return;
	}
}

/* Without an act it is open only where some act has an old paragraph of that
 * number. */
static int may_be_old(
    const struct search *search, const struct tekst_paragraf *p)
{
	char number[16];
	size_t size = (size_t)snprintf(number, sizeof(number), "-%d%.1s",
	    p->first, (const char[]){ p->first_letter, '\0' });

	for (size_t i = 0; i < search->old_count; i++) {
		struct kt_string key = search->old[i].key;
		const char *dash = memchr(key.data, '-', key.size);
		size_t rest =
		    dash != NULL ? key.size - (size_t)(dash - key.data) : 0;

		if (rest >= size && memcmp(dash, number, size) == 0 &&
		    (rest == size || dash[size] == '-'))
			return 1;
	}
	return 0;
}

static void judge_one(struct search *search, const struct tekst_flade *flade,
    const struct tekst_paragraf *p)
{
	if (search->only_old) {
		if (p->act >= 0 && !p->unreadable)
			judge_old(search, flade, p);
		else if (p->act == TEKST_NO_ACT && !p->lone && !p->unreadable &&
			 may_be_old(search, p))
			note_open(search, flade, p);
	} else if (p->unreadable) {
		if (!search->number_may_be_missing)
			report_at(search, flade, p, tekst_slice(""),
			    "Efter paragraftegnet mangler et nummer",
			    "There is no number after the paragraph sign");
	} else if (p->act == TEKST_NO_ACT) {
		note_open(search, flade, p);
	}
}

static kt_status judge_block(
    void *context, kt_node block, const struct tekst_flade *flade)
{
	struct search *search = context;
	struct tekst_paragraffer found;
	kt_status status = tekst_paragraffer_find(search->love, flade, &found);

	search->block = block;
	for (size_t i = 0; i < found.count && status == KT_OK; i++) {
		judge_one(search, flade, &found.items[i]);
		if (tekst_is_done(&search->run))
			status = KT_E_LIMIT;
	}
	tekst_paragraffer_finish(&found);
	return status;
}

/* ---- arguments --------------------------------------------------------- */

/* Whether something of the list is unknown. */
static int is_open(const struct kt_sequence *items)
{
	int open = items->maybe_more != 0;

	for (size_t i = 0; i < items->count; i++)
		open |= items->items[i].kind == KT_UNKNOWN;
	return open;
}

static void add_list(struct search *search, kt_node subject, const char *name,
    adder add, struct kt_sequence *items)
{
	struct tekst_run *run = &search->run;

	if (tekst_evaluate(run, name, subject, items))
		tekst_fail_by(run, add_all(run->host, run->call, search->love,
				       items->items, items->count, add));
}

static void read_acts(struct search *search, kt_node subject)
{
	struct kt_sequence items;

	add_list(search, subject, "love", tekst_love_add, &items);
	/* an empty list is a parameter that nobody has filled */
	if (!search->run.failed && (is_open(&items) || items.count == 0))
		tekst_note(&search->run,
		    "det er ikke oplyst, hvad lovene hedder",
		    "what the acts are called is not stated");
	add_list(search, subject, "kontekst", tekst_love_context, &items);
	add_list(search, subject, "udtryk", tekst_love_phrase, &items);
}

static void add_old(struct search *search, struct kt_string text)
{
	struct old *old = &search->old[search->old_count];
	const char *mark =
	    text.size > 0 ? memchr(text.data, '=', text.size) : NULL;

	old->key = text;
	old->instead = tekst_slice("");
	if (mark != NULL) {
		old->key.size = (size_t)(mark - text.data);
		old->instead.data = mark + 1;
		old->instead.size = text.size - old->key.size - 1;
	}
	search->old_count += old->key.size > 0;
}

static void read_old(struct search *search, kt_node subject)
{
	struct tekst_run *run = &search->run;
	struct kt_sequence items;
	struct kt_string text;

	search->only_old =
	    run->host->argument(run->host->rule(run->call), "gamle").data !=
	    NULL;
	if (!search->only_old || !tekst_evaluate(run, "gamle", subject, &items))
		return;
	if (is_open(&items) || items.count == 0)
		tekst_note(run,
		    "det er ikke oplyst, hvilke paragraffer der er afløst",
		    "which paragraphs are superseded is not stated");
	search->old =
	    run->host->alloc(run->call, (items.count + 1) * sizeof(struct old));
	if (search->old == NULL) {
		tekst_fail_by(run, KT_E_MEMORY);
		return;
	}
	for (size_t i = 0; i < items.count; i++) {
		if (tekst_item(run->host, run->call, &items.items[i], &text))
			add_old(search, text);
	}
	qsort(search->old, search->old_count, sizeof(struct old), by_key);
}

static void read_flag(struct search *search, kt_node subject)
{
	struct kt_sequence items;

	if (!tekst_evaluate(&search->run, "uden-nummer", subject, &items))
		return;
	search->number_may_be_missing =
	    items.count == 1 &&
	    (items.items[0].kind != KT_BOOLEAN || items.items[0].u.boolean);
}

static void judge(struct search *search, kt_node subject)
{
	struct tekst_run *run = &search->run;
	struct kt_sequence nodes;

	read_acts(search, subject);
	if (run->failed || !tekst_evaluate(run, "i", subject, &nodes))
		return;
	read_old(search, subject);
	read_flag(search, subject);
	run->empty = nodes.count == 0 && !nodes.maybe_more;
	if (nodes.maybe_more)
		tekst_note(run, "der kan være mere tekst at læse",
		    "there may be more text to read");
	for (size_t i = 0; i < nodes.count && !tekst_is_done(run); i++) {
		if (nodes.items[i].kind == KT_NODE)
			tekst_fail_by(run,
			    tekst_blocks(run->host, run->call,
				nodes.items[i].u.node, judge_block, search));
	}
}

kt_verdict tekst_paragraffer(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	struct search search = { .run = { .host = host, .call = call },
		.love = tekst_love_create() };

	(void)state;
	if (search.love == NULL)
		tekst_fail_by(&search.run, KT_E_MEMORY);
	else
		judge(&search, subject);
	tekst_love_destroy(search.love);
	return tekst_verdict(&search.run);
}
