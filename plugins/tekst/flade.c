/*
 * The surface of a text, and the pieces of text in a document.
 */
#include "tekst.h"

#include <stdlib.h>
#include <string.h>

/* ---- making it --------------------------------------------------------- */

/* What a character of the source becomes. */
struct shown {
	size_t size; /* bytes in the source */
	char text[4];
	size_t length; /* of text; 0: nothing is seen */
};

static int starts(struct kt_string s, size_t at, const char *bytes)
{
	size_t size = strlen(bytes);

	return s.size - at >= size && memcmp(s.data + at, bytes, size) == 0;
}

/* Characters that stand for a space, a hyphen or nothing. */
static int show_special(struct kt_string s, size_t at, struct shown *out)
{
	static const struct {
		const char *bytes;
		const char *text;
	} table[] = {
		{ "\xC2\xA0", " " }, /* no-break space */
		{ "\xE2\x80\xAF", " " }, /* narrow no-break space */
		{ "\xE2\x80\x89", " " }, /* thin space */
		{ "\xE2\x80\xA8", " " }, /* line separator */
		{ "\xC2\xAD", "" }, /* soft hyphen */
		{ "\xE2\x80\x8B", "" }, /* zero-width space */
		{ "\xE2\x80\x8C", "" }, { "\xE2\x80\x8D", "" },
		{ "\xE2\x81\xA0", "" }, /* word joiner */
		{ "\xEF\xBB\xBF", "" }, /* byte order mark */
		{ "\xE2\x80\x90", "-" }, { "\xE2\x80\x91", "-" },
		{ "\xE2\x80\x92", "-" }, { "\xE2\x80\x93", "-" },
		{ "\xE2\x80\x94", "-" }, { "\xE2\x80\x95", "-" },
		{ "\xE2\x88\x92", "-" }, /* minus */
		{ "\xE2\x80\x99", "'" }, /* apostrophe */
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (!starts(s, at, table[i].bytes))
			continue;
		out->size = strlen(table[i].bytes);
		out->length = strlen(table[i].text);
		memcpy(out->text, table[i].text, out->length);
		return 1;
	}
	return 0;
}

static size_t character_size(unsigned char lead)
{
	if (lead < 0xC0)
		return 1;
	if (lead < 0xE0)
		return 2;
	return lead < 0xF0 ? 3 : 4;
}

static void show(struct kt_string s, size_t at, struct shown *out)
{
	unsigned char c = (unsigned char)s.data[at];

	if (c >= 0x80 && show_special(s, at, out))
		return;
	out->size = character_size(c);
	if (out->size > s.size - at)
		out->size = s.size - at;
	out->length = out->size;
	memcpy(out->text, s.data + at, out->size);
	if (c <= ' ')
		out->text[0] = ' ';
	else if (c >= 'A' && c <= 'Z')
		out->text[0] = (char)(c + 0x20);
	/* À to Þ are two bytes, the second 0x20 below that of à to þ */
	else if (c == 0xC3 && out->size == 2 &&
		 (unsigned char)out->text[1] < 0x9F &&
		 (unsigned char)out->text[1] != 0x97)
		out->text[1] = (char)((unsigned char)out->text[1] + 0x20);
}

/* A letter and the accent that follows as a character of its own, as å can be
 * written: the letter takes the form that it has in one piece. */
static size_t compose(char letter, const struct shown *accent, char out[2])
{
	static const struct {
		char letter;
		const char *accent;
		const char *whole;
	} table[] = { { 'a', "\xCC\x8A", "\xC3\xA5" },
		{ 'a', "\xCC\x88", "\xC3\xA4" },
		{ 'o', "\xCC\x88", "\xC3\xB6" },
		{ 'u', "\xCC\x88", "\xC3\xBC" },
		{ 'a', "\xCC\x81", "\xC3\xA1" },
		{ 'e', "\xCC\x81", "\xC3\xA9" } };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (accent->length == 2 && letter == table[i].letter &&
		    memcmp(accent->text, table[i].accent, 2) == 0) {
			memcpy(out, table[i].whole, 2);
			return 2;
		}
	}
	return 0;
}

static void add(struct tekst_flade *flade, const struct shown *shown, size_t at)
{
	char *last = flade->size > 0 ? &flade->data[flade->size - 1] : NULL;

	if (shown->length == 0 ||
	    (shown->text[0] == ' ' && last != NULL && *last == ' '))
		return;
	if (last != NULL && compose(*last, shown, last) > 0) {
		flade->at[flade->size] = flade->at[flade->size - 1];
		flade->size++;
		return;
	}
	for (size_t i = 0; i < shown->length; i++) {
		flade->data[flade->size] = shown->text[i];
		flade->at[flade->size] = (uint32_t)at;
		flade->size++;
	}
}

kt_status tekst_flade_create(struct kt_string source, struct tekst_flade *out)
{
	struct shown shown;

	memset(out, 0, sizeof(*out));
	out->source = source;
	if (source.size >= UINT32_MAX)
		return KT_E_LIMIT;
	/* a character never shows as more bytes than it has */
	out->data = malloc(source.size + 1);
	out->at = malloc((source.size + 1) * sizeof(*out->at));
	if (out->data == NULL || out->at == NULL)
		return KT_E_MEMORY;
	for (size_t at = 0; at < source.size; at += shown.size) {
		show(source, at, &shown);
		add(out, &shown, at);
	}
	out->data[out->size] = '\0';
	out->at[out->size] = (uint32_t)source.size;
	return KT_OK;
}

void tekst_flade_destroy(struct tekst_flade *flade)
{
	free(flade->data);
	free(flade->at);
	memset(flade, 0, sizeof(*flade));
}

struct kt_string tekst_flade_passage(
    const struct tekst_flade *flade, size_t begin, size_t end)
{
	struct kt_string out = { flade->source.data + flade->at[begin],
		flade->at[end] - flade->at[begin] };

	return out;
}

int tekst_is_capital(const struct tekst_flade *flade, size_t at)
{
	size_t from = flade->at[at];
	unsigned char c;

	if (from >= flade->source.size)
		return 0;
	c = (unsigned char)flade->source.data[from];
	if (c == 0xC3 && from + 1 < flade->source.size) {
		c = (unsigned char)flade->source.data[from + 1];
		return c < 0x9F && c != 0x97;
	}
	return c >= 'A' && c <= 'Z';
}

/* ---- looking at it ----------------------------------------------------- */

int tekst_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters beyond ASCII are those of two bytes, from À on. */
size_t tekst_letter(const struct tekst_flade *flade, size_t at)
{
	unsigned char c = (unsigned char)flade->data[at];

	if (c >= 'a' && c <= 'z')
		return 1;
	return c >= 0xC3 && c < 0xE0 && flade->data[at + 1] != '\0' ? 2 : 0;
}

size_t tekst_word(const struct tekst_flade *flade, size_t at)
{
	size_t size = 0;
	size_t letter;

	while ((letter = tekst_letter(flade, at + size)) > 0)
		size += letter;
	return size;
}

int tekst_letter_before(const struct tekst_flade *flade, size_t at)
{
	return (at >= 1 && tekst_letter(flade, at - 1) == 1) ||
	       (at >= 2 && tekst_letter(flade, at - 2) == 2);
}

int tekst_is_start(const struct tekst_flade *flade, size_t at)
{
	return at == 0 || (!tekst_is_digit(flade->data[at - 1]) &&
			      !tekst_letter_before(flade, at));
}

int tekst_is_end(const struct tekst_flade *flade, size_t at)
{
	return !tekst_is_digit(flade->data[at]) && tekst_letter(flade, at) == 0;
}

size_t tekst_space(const struct tekst_flade *flade, size_t at)
{
	return flade->data[at] == ' ';
}

size_t tekst_starts(
    const struct tekst_flade *flade, size_t at, const char *text)
{
	size_t size = strlen(text);

	return size <= flade->size - at &&
		       memcmp(flade->data + at, text, size) == 0
		   ? size
		   : 0;
}

size_t tekst_reads(const struct tekst_flade *flade, size_t at, const char *word)
{
	size_t size = tekst_starts(flade, at, word);

	return size > 0 && tekst_is_end(flade, at + size) ? size : 0;
}

int tekst_one_of(const struct tekst_flade *flade, size_t at,
    const char *const *words, size_t *size)
{
	for (int i = 0; words[i] != NULL; i++) {
		*size = tekst_reads(flade, at, words[i]);
		if (*size > 0)
			return i;
	}
	*size = 0;
	return -1;
}

size_t tekst_digits(
    const struct tekst_flade *flade, size_t at, size_t most, int *number)
{
	size_t size = 0;

	*number = 0;
	while (size < most && tekst_is_digit(flade->data[at + size])) {
		*number = *number * 10 + (flade->data[at + size] - '0');
		size++;
	}
	return tekst_is_digit(flade->data[at + size]) ? 0 : size;
}

/* ---- pieces ------------------------------------------------------------ */

static int has_own_text(
    const struct kt_host *host, struct kt_call *call, kt_node node)
{
	struct kt_string rest = host->text(call, node);
	kt_node child = host->first_child(call, node);

	for (; child != 0; child = host->next(call, child)) {
		struct kt_string inner = host->text(call, child);
		struct kt_string own = rest;

		if (inner.size == 0)
			continue;
		own.size = (size_t)(inner.data - rest.data);
		if (tekst_trim(own).size > 0)
			return 1;
		rest.size -= own.size + inner.size;
		rest.data = inner.data + inner.size;
	}
	return tekst_trim(rest).size > 0;
}

static kt_status visit_block(const struct kt_host *host, struct kt_call *call,
    kt_node node, tekst_visit visit, void *context)
{
	struct tekst_flade flade;
	kt_status status = tekst_flade_create(host->text(call, node), &flade);

	if (status == KT_OK)
		status = visit(context, node, &flade);
	tekst_flade_destroy(&flade);
	return status;
}

/* The host limits how deep elements nest. */
kt_status tekst_blocks(const struct kt_host *host, struct kt_call *call,
    kt_node node, tekst_visit visit, void *context)
{
	kt_node child = host->first_child(call, node);
	kt_status status = KT_OK;

	if (child == 0 || has_own_text(host, call, node))
		return visit_block(host, call, node, visit, context);
	for (; child != 0 && status == KT_OK; child = host->next(call, child))
		status = tekst_blocks(host, call, child, visit, context);
	return status;
}
