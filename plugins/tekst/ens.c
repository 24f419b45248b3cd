/*
 * The function `ens`: whether a place of the document has a wording. What
 * stands in its fields is left out, and in the wording what stands in braces;
 * case, spaces, hyphenation and the kind of quotation marks do not matter.
 */
#include "tekst.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_WORDS = 60 /* bytes of a difference that are shown */ };

/* Text that is put together from pieces. */
struct pile {
	char *data;
	size_t size;
	size_t room;
};

static kt_status put(struct pile *pile, const char *data, size_t size)
{
	if (pile->size + size + 1 > pile->room) {
		size_t room = 2 * (pile->size + size + 1);
		char *more = realloc(pile->data, room);

		if (more == NULL)
			return KT_E_MEMORY;
		pile->data = more;
		pile->room = room;
	}
	if (size > 0)
		memcpy(pile->data + pile->size, data, size);
	pile->size += size;
	return KT_OK;
}

/* The text of an element without that of its fields. The host limits how deep
 * elements nest. */
static kt_status put_prose(const struct kt_host *host, struct kt_call *call,
    kt_node node, struct pile *pile)
{
	struct kt_string rest = host->text(call, node);
	kt_node child = host->first_child(call, node);
	kt_status status = KT_OK;

	for (; child != 0 && status == KT_OK; child = host->next(call, child)) {
		struct kt_string inner = host->text(call, child);

		if (inner.size == 0)
			continue;
		status = put(pile, rest.data, (size_t)(inner.data - rest.data));
		if (status == KT_OK)
			status = put(pile, " ", 1);
		if (status == KT_OK &&
		    host->attribute(call, child, "til").data == NULL &&
		    host->attribute(call, child, "navn").data == NULL)
			status = put_prose(host, call, child, pile);
		if (status == KT_OK)
			status = put(pile, " ", 1);
		rest.size -= (size_t)(inner.data + inner.size - rest.data);
		rest.data = inner.data + inner.size;
	}
	return status == KT_OK ? put(pile, rest.data, rest.size) : status;
}

static kt_status put_wording(struct kt_string text, struct pile *pile)
{
	kt_status status = put(pile, "", 0);

	while (text.size > 0 && status == KT_OK) {
		const char *open = memchr(text.data, '{', text.size);
		const char *close =
		    open != NULL ? memchr(open, '}',
				       text.size - (size_t)(open - text.data))
				 : NULL;
		size_t size =
		    close != NULL ? (size_t)(open - text.data) : text.size;

		status = put(pile, text.data, size);
		if (status == KT_OK && close != NULL)
			status = put(pile, " ", 1);
		size = close != NULL ? (size_t)(close + 1 - text.data) : size;
		text.data += size;
		text.size -= size;
	}
	return status;
}

/* ---- comparing --------------------------------------------------------- */

static int is_quote(const struct tekst_flade *flade, size_t at, size_t *size)
{
	static const char *const quotes[] = { "\"", "'", "»", "«", "“", "”",
		"„", "‘", "‚", "›", "‹", NULL };

	for (size_t i = 0; quotes[i] != NULL; i++) {
		*size = tekst_starts(flade, at, quotes[i]);
		if (*size > 0)
			return 1;
	}
	return 0;
}

/* "beta- ling": a word that was parted at the end of a line. */
static size_t parted(const struct tekst_flade *flade, size_t at)
{
	return flade->data[at] == '-' && flade->data[at + 1] == ' ' &&
		       tekst_letter_before(flade, at) &&
		       tekst_letter(flade, at + 2) > 0 &&
		       tekst_reads(flade, at + 2, "og") == 0 &&
		       tekst_reads(flade, at + 2, "samt") == 0 &&
		       tekst_reads(flade, at + 2, "eller") == 0
		   ? 2
		   : 0;
}

/* The next byte that matters, or 0 at the end; *at moves behind it. A space
 * matters only between words. */
static char next(const struct tekst_flade *flade, size_t *at)
{
	size_t size;

	for (;;) {
		char c = flade->data[*at];

		if (is_quote(flade, *at, &size)) {
			*at += size;
			return '"';
		}
		if (parted(flade, *at) > 0) {
			*at += 2;
			continue;
		}
		if (c != ' ') {
			*at += c != '\0';
			return c;
		}
		++*at;
		if (!tekst_is_end(flade, *at) &&
		    !tekst_is_start(flade, *at - 1))
			return ' ';
	}
}

/* Where the two part: the start of the word in each. */
static int differ(const struct tekst_flade *a, const struct tekst_flade *b,
    size_t *at_a, size_t *at_b)
{
	size_t i = 0;
	size_t k = 0;

	*at_a = *at_b = 0;
	for (;;) {
		char x = next(a, &i);
		char y = next(b, &k);

		if (x != y)
			return 1;
		if (x == '\0')
			return 0;
		if (x == ' ') {
			*at_a = i;
			*at_b = k;
		}
	}
}

static struct tekst_line some_words(const struct tekst_flade *flade, size_t at)
{
	size_t end =
	    at + SHOWN_WORDS < flade->size ? at + SHOWN_WORDS : flade->size;

	while (end < flade->size && end > at && flade->data[end] != ' ')
		end--;
	return tekst_quote(tekst_flade_passage(flade, at, end));
}

static void tell(const struct kt_host *host, struct kt_call *call,
    const struct tekst_line *found, const struct tekst_line *wanted)
{
	struct tekst_line da;
	struct tekst_line en;

	snprintf(da.data, sizeof(da.data),
	    "første forskel: \"%.90s\" i stedet for \"%.90s\"", found->data,
	    wanted->data);
	snprintf(en.data, sizeof(en.data),
	    "first difference: \"%.90s\" instead of \"%.90s\"", found->data,
	    wanted->data);
	host->explain(call, da.data, en.data);
}

static kt_status compare(const struct kt_host *host, struct kt_call *call,
    const struct pile *place, const struct pile *wording,
    struct kt_value *result)
{
	struct kt_string a = { place->data, place->size };
	struct kt_string b = { wording->data, wording->size };
	struct tekst_flade found;
	struct tekst_flade wanted;
	size_t at_found;
	size_t at_wanted;
	kt_status status = tekst_flade_create(a, &found);
	kt_status other = tekst_flade_create(b, &wanted);

	if (status == KT_OK)
		status = other;
	if (status == KT_OK) {
		result->kind = KT_BOOLEAN;
		result->u.boolean =
		    !differ(&found, &wanted, &at_found, &at_wanted);
		if (!result->u.boolean) {
			struct tekst_line x = some_words(&found, at_found);
			struct tekst_line y = some_words(&wanted, at_wanted);

			tell(host, call, &x, &y);
		}
	}
	tekst_flade_destroy(&found);
	tekst_flade_destroy(&wanted);
	return status;
}

kt_status tekst_ens(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	struct pile place = { NULL, 0, 0 };
	struct pile wording = { NULL, 0, 0 };
	kt_status status =
	    put_prose(host, call, arguments[0].items->u.node, &place);

	if (status == KT_OK)
		status = put_wording(arguments[1].items->u.string, &wording);
	if (status == KT_OK)
		status = compare(host, call, &place, &wording, result);
	free(place.data);
	free(wording.data);
	return status;
}
