/*
 * The acts that a rule names, what stands for the act where none is named, and
 * phrases that look like references and are none.
 */
#include "tekst_paragraf.h"

#include <stdlib.h>
#include <string.h>

enum {
	MOST_ACTS = 64,
	MOST_NAMES = 256,
	MOST_CONTEXTS = 64,
	MOST_PHRASES = 64
};

struct name {
	struct tekst_flade words;
	int act;
	int is_short; /* all in capitals, and so it must be in the text */
};

struct context {
	int act;
	int number; /* 0: every bare paragraph */
	char letter;
};

struct tekst_love {
	struct kt_string keys[MOST_ACTS];
	size_t key_count;
	struct name names[MOST_NAMES];
	size_t name_count;
	struct context contexts[MOST_CONTEXTS];
	size_t context_count;
	struct tekst_flade phrases[MOST_PHRASES];
	size_t phrase_count;
};

struct tekst_love *tekst_love_create(void)
{
	return calloc(1, sizeof(struct tekst_love));
}

void tekst_love_destroy(struct tekst_love *love)
{
	if (love == NULL)
		return;
	for (size_t i = 0; i < love->name_count; i++)
		tekst_flade_destroy(&love->names[i].words);
	for (size_t i = 0; i < love->phrase_count; i++)
		tekst_flade_destroy(&love->phrases[i]);
	free(love);
}

/* ---- filling it -------------------------------------------------------- */

/* Takes what stands before the mark off *text. */
static struct kt_string cut(struct kt_string *text, char mark)
{
	const char *end =
	    text->size > 0 ? memchr(text->data, mark, text->size) : NULL;
	struct kt_string part = *text;

	if (end == NULL) {
		text->data += text->size;
		text->size = 0;
		return part;
	}
	part.size = (size_t)(end - part.data);
	text->data = end + 1;
	text->size -= part.size + 1;
	return part;
}

static int find_key(const struct tekst_love *love, struct kt_string key)
{
	for (size_t i = 0; i < love->key_count; i++) {
		if (tekst_compare(love->keys[i], key) == 0)
			return (int)i;
	}
	return TEKST_NO_ACT;
}

static int is_capitals(const struct tekst_flade *words)
{
	for (size_t i = 0; i < words->size; i++) {
		if (tekst_letter(words, i) > 0 && !tekst_is_capital(words, i))
			return 0;
	}
	return 1;
}

static kt_status add_name(
    struct tekst_love *love, struct kt_string text, int act)
{
	struct name *name = &love->names[love->name_count];
	kt_status status;

	text = tekst_trim(text);
	if (text.size == 0)
		return KT_OK;
	if (love->name_count == MOST_NAMES)
		return KT_E_LIMIT;
	love->name_count++;
	name->act = act;
	status = tekst_flade_create(text, &name->words);
	if (status == KT_OK)
		name->is_short = is_capitals(&name->words);
	return status;
}

kt_status tekst_love_add(struct tekst_love *love, struct kt_string text)
{
	struct kt_string key = tekst_trim(cut(&text, '='));
	kt_status status = KT_OK;
	int act = find_key(love, key);

	if (key.size == 0)
		return KT_OK;
	if (act == TEKST_NO_ACT) {
		if (love->key_count == MOST_ACTS)
			return KT_E_LIMIT;
		act = (int)love->key_count;
		love->keys[love->key_count++] = key;
	}
	while (text.size > 0 && status == KT_OK)
		status = add_name(love, cut(&text, '|'), act);
	return status;
}

kt_status tekst_love_context(struct tekst_love *love, struct kt_string text)
{
	struct context *context = &love->contexts[love->context_count];
	int act = find_key(love, tekst_trim(cut(&text, '-')));

	if (act == TEKST_NO_ACT)
		return KT_OK;
	if (love->context_count == MOST_CONTEXTS)
		return KT_E_LIMIT;
	love->context_count++;
	context->act = act;
	while (text.size > 0 && tekst_is_digit(text.data[0]) &&
	       context->number < 10000) {
		context->number = context->number * 10 + (text.data[0] - '0');
		text.data++;
		text.size--;
	}
	if (text.size > 0 && text.data[0] >= 'a' && text.data[0] <= 'z')
		context->letter = text.data[0];
	return KT_OK;
}

kt_status tekst_love_phrase(struct tekst_love *love, struct kt_string text)
{
	text = tekst_trim(text);
	if (text.size == 0)
		return KT_OK;
	if (love->phrase_count == MOST_PHRASES)
		return KT_E_LIMIT;
	return tekst_flade_create(text, &love->phrases[love->phrase_count++]);
}

struct kt_string tekst_love_key(const struct tekst_love *love, int act)
{
	return act >= 0 ? love->keys[act] : tekst_slice("?");
}

/* ---- names in a text --------------------------------------------------- */

static int all_capitals(const struct tekst_flade *flade, size_t at, size_t size)
{
	for (size_t i = at; i < at + size; i++) {
		if (tekst_letter(flade, i) > 0 && !tekst_is_capital(flade, i))
			return 0;
	}
	return 1;
}

static void match_name(const struct name *name, const struct tekst_flade *flade,
    size_t at, struct tekst_name *out)
{
	size_t size = tekst_starts(flade, at, name->words.data);
	size_t genitive = 0;

	if (size == 0 || (name->is_short && !all_capitals(flade, at, size)))
		return;
	if (!tekst_is_end(flade, at + size)) {
		genitive = tekst_reads(flade, at + size, "s");
		if (genitive == 0)
			return;
	}
	size += genitive;
	if (size <= out->size)
		return;
	out->size = size;
	out->act = name->act;
	out->genitive = genitive > 0;
	out->is_short = name->is_short;
}

/* "straffelovens", "bekendtgørelsen": an act that is not in the list. "loven"
 * alone is no name. */
static size_t other_act(const struct tekst_flade *flade, size_t at, int *open)
{
	static const char *const ends[] = { "loven", "lovens",
		"bekendtgørelsen", "bekendtgørelsens", "forordningen",
		"forordningens", "direktivet", "direktivets", "cirkulæret",
		NULL };
	static const char *const starts[] = { "lov om", "bekendtgørelse om",
		"bekendtgørelse nr", "cirkulære om", NULL };
	size_t word = tekst_word(flade, at);
	size_t size;

	*open = tekst_one_of(flade, at, starts, &size) >= 0;
	if (*open)
		return size;
	for (size_t i = 0; ends[i] != NULL; i++) {
		size = strlen(ends[i]);
		if (word >= size + (i < 2) &&
		    tekst_starts(flade, at + word - size, ends[i]) > 0)
			return word;
	}
	return 0;
}

int tekst_love_name_at(const struct tekst_love *love,
    const struct tekst_flade *flade, size_t at, struct tekst_name *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < love->name_count; i++) {
		if (love->names[i].words.data[0] == flade->data[at])
			match_name(&love->names[i], flade, at, out);
	}
	if (out->size > 0)
		return 1;
	out->act = TEKST_OTHER_ACT;
	out->size = other_act(flade, at, &out->is_open);
	out->genitive = out->size > 0 && flade->data[at + out->size - 1] == 's';
	return out->size > 0;
}

/* ---- phrases and context ----------------------------------------------- */

/* Spaces are of no account: "§60-selskab". */
static size_t match_phrase(const struct tekst_flade *phrase,
    const struct tekst_flade *flade, size_t at)
{
	size_t end = at;

	for (size_t i = 0; i < phrase->size; i++) {
		if (phrase->data[i] == ' ')
			continue;
		end += tekst_space(flade, end);
		if (flade->data[end] != phrase->data[i])
			return 0;
		end++;
	}
	return end - at;
}

size_t tekst_love_is_phrase(
    const struct tekst_love *love, const struct tekst_flade *flade, size_t at)
{
	size_t size = 0;

	for (size_t i = 0; i < love->phrase_count && size == 0; i++)
		size = match_phrase(&love->phrases[i], flade, at);
	return size;
}

int tekst_love_act_of(
    const struct tekst_love *love, const struct tekst_paragraf *p)
{
	int act = TEKST_NO_ACT;

	for (size_t i = 0; i < love->context_count; i++) {
		const struct context *context = &love->contexts[i];

		if (context->number == 0 || context->number != p->first ||
		    p->last != p->first || context->letter != p->first_letter)
			continue;
		if (act != TEKST_NO_ACT && act != context->act)
			return TEKST_NO_ACT;
		act = context->act;
	}
	return act;
}

int tekst_love_only_act(const struct tekst_love *love)
{
	int act = TEKST_NO_ACT;

	for (size_t i = 0; i < love->context_count; i++) {
		if (love->contexts[i].number != 0)
			continue;
		if (act != TEKST_NO_ACT && act != love->contexts[i].act)
			return TEKST_NO_ACT;
		act = love->contexts[i].act;
	}
	return act;
}
