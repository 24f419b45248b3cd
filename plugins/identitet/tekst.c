/*
 * The check `cpr-i-tekst`: CPR numbers where none should stand. Looked through
 * are all attributes and all text, as a person reads it: a number may begin in
 * an element's own text and end in an element within it. Numbers that only
 * meet because one element ends where another begins are not joined.
 */
#include "identitet.h"

#include <stdlib.h>
#include <string.h>

enum { DATE_DIGITS = 6, SERIAL_DIGITS = 4 };

struct search {
	const struct kt_host *host;
	struct kt_call *call;
	kt_node *excepted; /* sorted */
	size_t excepted_count;
	int uncertain; /* more nodes may be excepted than are listed */
	size_t reported;
	kt_status status;
};

/* ---- the form ---------------------------------------------------------- */

/* In which century is not known, so that 29 February is real where a year with
 * these last two digits can have it. */
static int is_birthday(const char *c)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	int day = (c[0] - '0') * 10 + (c[1] - '0');
	int month = (c[2] - '0') * 10 + (c[3] - '0');
	int year = (c[4] - '0') * 10 + (c[5] - '0');

	if (month < 1 || month > 12 || day < 1)
		return 0;
	if (month == 2 && day == 29)
		return year % 4 == 0;
	return day <= days[month - 1];
}

static size_t starts_with(struct kt_string s, const char *prefix)
{
	size_t size = strlen(prefix);

	return s.size >= size && memcmp(s.data, prefix, size) == 0 ? size : 0;
}

/* Bytes of one of the texts at the start of `s`. */
static size_t one_of(struct kt_string s, const char *const *texts)
{
	size_t size = 0;

	for (; size == 0 && *texts != NULL; texts++)
		size = starts_with(s, *texts);
	return size;
}

static struct kt_string after(struct kt_string s, size_t size)
{
	s.data += size;
	s.size -= size;
	return s;
}

/* A space, a hyphen or both may part the date from the rest, also in the forms
 * that word processors put in their place. The host masks the same forms. */
static size_t separator(struct kt_string s)
{
	static const char *const spaces[] = { " ", "\t",
		"\xC2\xA0" /* no-break space */,
		"\xE2\x80\xAF" /* narrow no-break space */, NULL };
	static const char *const hyphens[] = { "-", "\xE2\x80\x90",
		"\xE2\x80\x91" /* no-break hyphen */, "\xE2\x80\x92",
		"\xE2\x80\x93" /* en dash */, "\xE2\x80\x94" /* em dash */,
		"\xE2\x80\x95", "\xE2\x88\x92" /* minus */,
		"\xC2\xAD" /* soft hyphen */, NULL };
	size_t size = one_of(s, spaces);

	size += one_of(after(s, size), hyphens);
	size += one_of(after(s, size), spaces);
	return size;
}

static size_t digits_at(struct kt_string s)
{
	size_t count = 0;

	while (count < s.size && identitet_is_digit(s.data[count]))
		count++;
	return count;
}

/* Whether so many digits stand in a row as begin every CPR number. One of six
 * in a row stands at every sixth place. */
static int has_date(struct kt_string s)
{
	for (size_t at = DATE_DIGITS - 1; at < s.size; at += DATE_DIGITS) {
		size_t begin = at;
		size_t end = at;

		if (!identitet_is_digit(s.data[at]))
			continue;
		while (begin > 0 && identitet_is_digit(s.data[begin - 1]))
			begin--;
		while (end < s.size && identitet_is_digit(s.data[end]))
			end++;
		if (end - begin >= DATE_DIGITS)
			return 1;
	}
	return 0;
}

/* Bytes of the CPR number that begins at `at`; 0: none does. More digits on
 * either side make it another number. */
static size_t cpr_at(struct kt_string text, size_t at)
{
	struct kt_string s = after(text, at);
	size_t digits;
	size_t between;

	if (at > 0 && identitet_is_digit(text.data[at - 1]))
		return 0;
	digits = digits_at(s);
	if (digits < DATE_DIGITS || !is_birthday(s.data))
		return 0;
	if (digits == DATE_DIGITS + SERIAL_DIGITS)
		return digits;
	between = digits == DATE_DIGITS ? separator(after(s, digits)) : 0;
	if (between == 0 ||
	    digits_at(after(s, digits + between)) != SERIAL_DIGITS)
		return 0;
	return digits + between + SERIAL_DIGITS;
}

/* Bytes of the next one from *at on, and *at where it begins; 0: no more. */
static size_t next_cpr(struct kt_string text, size_t *at)
{
	for (; *at < text.size; (*at)++) {
		size_t size = 0;

		if (identitet_is_digit(text.data[*at]))
			size = cpr_at(text, *at);
		if (size > 0)
			return size;
	}
	return 0;
}

/* ---- places ------------------------------------------------------------ */

static int by_number(const void *a, const void *b)
{
	kt_node x = *(const kt_node *)a;
	kt_node y = *(const kt_node *)b;

	return (x > y) - (x < y);
}

static int is_excepted(const struct search *search, kt_node node)
{
	return search->excepted_count > 0 && node >= search->excepted[0] &&
	       node <= search->excepted[search->excepted_count - 1] &&
	       bsearch(&node, search->excepted, search->excepted_count,
		   sizeof(node), by_number) != NULL;
}

static int holds(struct kt_string outer, struct kt_string inner)
{
	return outer.size > 0 && outer.data <= inner.data &&
	       inner.data + inner.size <= outer.data + outer.size;
}

/* The deepest element that holds the whole passage; 0: an excepted one does. */
static kt_node deepest(
    const struct search *search, kt_node node, struct kt_string passage)
{
	const struct kt_host *host = search->host;
	kt_node child = host->first_child(search->call, node);

	while (child != 0) {
		if (!holds(host->text(search->call, child), passage)) {
			child = host->next(search->call, child);
			continue;
		}
		if (is_excepted(search, child))
			return 0;
		node = child;
		child = host->first_child(search->call, node);
	}
	return node;
}

/* `passage` lies in the text of `node`. What was found is not repeated: the
 * place is enough to find it. */
static void report(
    struct search *search, kt_node node, struct kt_string passage)
{
	struct kt_string text = search->host->text(search->call, node);
	struct kt_finding finding;

	if (search->uncertain) {
		search->reported++;
		return;
	}
	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = node;
	finding.text_offset = (size_t)(passage.data - text.data);
	finding.text_size = passage.size;
	search->status = search->host->report(search->call, &finding);
	search->reported += search->status == KT_OK;
}

/* ---- looking through --------------------------------------------------- */

static void search_attributes(struct search *search, kt_node element)
{
	const struct kt_host *host = search->host;

	for (size_t i = 0; search->status == KT_OK; i++) {
		kt_node node = host->attribute_at(search->call, element, i);
		struct kt_string text;
		size_t at = 0;
		size_t size;

		if (node == 0)
			return;
		if (is_excepted(search, node))
			continue;
		text = host->text(search->call, node);
		if (!has_date(text))
			continue;
		for (; (size = next_cpr(text, &at)) > 0; at += size) {
			struct kt_string passage = { text.data + at, size };

			report(search, node, passage);
		}
	}
}

/* The text of a block: all of an element that has text of its own, with the
 * elements in it, as it is read. */
static void search_block(
    struct search *search, kt_node block, struct kt_string text)
{
	size_t at = 0;
	size_t size;

	while (search->status == KT_OK && (size = next_cpr(text, &at)) > 0) {
		struct kt_string passage = { text.data + at, size };
		kt_node node = deepest(search, block, passage);

		if (node != 0)
			report(search, node, passage);
		at += size;
	}
}

/* One piece of an element's own text, between two elements in it. A number
 * that the block hides, because a digit stands right before or behind it in
 * another element, is found here. */
static void search_piece(struct search *search, kt_node node,
    struct kt_string piece, struct kt_string block)
{
	size_t at = 0;
	size_t size;

	while (search->status == KT_OK && (size = next_cpr(piece, &at)) > 0) {
		struct kt_string passage = { piece.data + at, size };

		if (cpr_at(block, (size_t)(passage.data - block.data)) == 0)
			report(search, node, passage);
		at += size;
	}
}

static int is_blank(struct kt_string s)
{
	for (size_t i = 0; i < s.size; i++) {
		if (s.data[i] != ' ' && s.data[i] != '\t' &&
		    s.data[i] != '\r' && s.data[i] != '\n')
			return 0;
	}
	return 1;
}

/* Takes the next piece of `node`'s own text off *rest, up to the text of the
 * child *child, which moves on; 0: there is no more. */
static int next_piece(const struct search *search, kt_node *child,
    struct kt_string *rest, struct kt_string *piece)
{
	const struct kt_host *host = search->host;
	struct kt_string inner = { NULL, 0 };

	while (*child != 0 && inner.size == 0) {
		inner = host->text(search->call, *child);
		*child = host->next(search->call, *child);
	}
	*piece = *rest;
	if (rest->data == NULL)
		return 0;
	if (inner.size == 0) {
		rest->data = NULL;
		return 1;
	}
	piece->size = (size_t)(inner.data - rest->data);
	*rest = after(*rest, piece->size + inner.size);
	return 1;
}

static int has_own_text(const struct search *search, kt_node node)
{
	kt_node child = search->host->first_child(search->call, node);
	struct kt_string rest = search->host->text(search->call, node);
	struct kt_string piece;

	while (next_piece(search, &child, &rest, &piece)) {
		if (!is_blank(piece))
			return 1;
	}
	return 0;
}

static void search_pieces(
    struct search *search, kt_node node, struct kt_string block)
{
	kt_node child = search->host->first_child(search->call, node);
	struct kt_string rest = search->host->text(search->call, node);
	struct kt_string piece;

	while (next_piece(search, &child, &rest, &piece))
		search_piece(search, node, piece, block);
}

/* Where the text holds no number only attributes are left to look through. */
static void search_quiet_element(struct search *search, kt_node node)
{
	const struct kt_host *host = search->host;
	kt_node child = host->first_child(search->call, node);

	if (search->status != KT_OK || is_excepted(search, node))
		return;
	search_attributes(search, node);
	for (; child != 0; child = host->next(search->call, child))
		search_quiet_element(search, child);
}

/* `block`: the text of the block that `node` stands in; data NULL: none. The
 * host limits how deep elements nest. */
static void search_element(
    struct search *search, kt_node node, struct kt_string block)
{
	const struct kt_host *host = search->host;
	kt_node child = host->first_child(search->call, node);

	if (search->status != KT_OK || is_excepted(search, node))
		return;
	if (!has_date(host->text(search->call, node))) {
		search_quiet_element(search, node);
		return;
	}
	search_attributes(search, node);
	if (block.data == NULL && has_own_text(search, node)) {
		block = host->text(search->call, node);
		search_block(search, node, block);
	}
	if (block.data != NULL && block.size > 0)
		search_pieces(search, node, block);
	for (; child != 0; child = host->next(search->call, child))
		search_element(search, child, block);
}

/* ---- the check --------------------------------------------------------- */

static kt_status read_excepted(struct search *search, kt_node subject)
{
	const struct kt_host *host = search->host;
	struct kt_sequence nodes = { NULL, 0, 0, 0 };
	kt_status status;

	if (host->argument(host->rule(search->call), "undtagen").data == NULL)
		return KT_OK;
	status = host->evaluate(search->call, "undtagen", subject, &nodes);
	if (status != KT_OK)
		return status;
	search->uncertain = nodes.maybe_more != 0;
	if (nodes.count == 0)
		return KT_OK;
	search->excepted =
	    host->alloc(search->call, nodes.count * sizeof(*search->excepted));
	if (search->excepted == NULL)
		return KT_E_MEMORY;
	for (size_t i = 0; i < nodes.count; i++) {
		if (nodes.items[i].kind == KT_NODE)
			search->excepted[search->excepted_count++] =
			    nodes.items[i].u.node;
		else
			search->uncertain = 1;
	}
	qsort(search->excepted, search->excepted_count,
	    sizeof(*search->excepted), by_number);
	return KT_OK;
}

static kt_verdict verdict(const struct search *search)
{
	const struct kt_host *host = search->host;

	/* the host has enough findings: what was reported stands */
	if (search->status != KT_OK &&
	    (search->status != KT_E_LIMIT || search->reported == 0)) {
		host->unknown(search->call,
		    "teksten kunne ikke gennemsøges for CPR-numre",
		    "the text could not be searched for CPR numbers");
		return KT_VERDICT_ERROR;
	}
	if (search->reported == 0)
		return KT_VERDICT_PASS;
	if (!search->uncertain)
		return KT_VERDICT_FAIL;
	host->unknown(search->call,
	    "der står et CPR-nummer, men det er uvist, om stedet er undtaget",
	    "there is a CPR number, but whether its place is excepted is "
	    "unknown");
	return KT_VERDICT_UNKNOWN;
}

kt_verdict identitet_cpr_i_tekst(const struct kt_host *host,
    struct kt_call *call, void *state, kt_node subject)
{
	struct search search = { host, call, NULL, 0, 0, 0, KT_OK };
	struct kt_string none = { NULL, 0 };

	(void)state;
	/* attributes that cannot be seen are not clean */
	if (!KT_HAS(host, struct kt_host, attribute_at)) {
		search.status = KT_E_USE;
		return verdict(&search);
	}
	search.status = read_excepted(&search, subject);
	if (search.status == KT_OK)
		search_element(&search, subject, none);
	return verdict(&search);
}
