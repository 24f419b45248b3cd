/*
 * The check `pladsholdere`: text that should have been replaced before anybody
 * signs. Patterns are plain words, any case, and a few forms:
 *
 *   […] <…> {…}   anything in such brackets
 *   ____          three underscores or more
 *   XX            two X or more, as a word
 *
 * Text is searched as it is read: an element that has text of its own, with
 * the elements in it, is one piece; elements that only hold elements are not
 * joined.
 */
#include "struktur.h"

#include <string.h>

enum form { WORDS, BRACKETS, UNDERSCORES, CROSSES };

enum { LONGEST_BRACKETS = 200 /* bytes between them */ };

struct pattern {
	enum form form;
	struct kt_string text;
	char open; /* of BRACKETS */
	char close;
};

/* Patterns share the bits of `first` and `second`, which tell by a byte and
 * the one behind it that none of them begins there. */
enum { BITS = 32 };

struct search {
	struct struktur_run run;
	struct pattern *patterns;
	size_t count;
	uint32_t first[256];
	uint32_t second[256];
	uint32_t any; /* of patterns with anything behind the first byte */
};

/* ---- characters -------------------------------------------------------- */

static int is_ascii_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of a letter or digit at `at`: ASCII, and the letters from À to ÿ that
 * Danish has its own among. 0: something else. */
static size_t word_at(struct kt_string s, size_t at)
{
	unsigned char c = at < s.size ? (unsigned char)s.data[at] : 0;
	unsigned char next =
	    at + 1 < s.size ? (unsigned char)s.data[at + 1] : 0;

	if (is_ascii_letter(c) || (c >= '0' && c <= '9'))
		return 1;
	return c == 0xC3 && next != 0x97 && next != 0xB7 ? 2 : 0;
}

static int word_before(struct kt_string s, size_t at)
{
	return (at >= 1 && word_at(s, at - 1) == 1) ||
	       (at >= 2 && word_at(s, at - 2) == 2);
}

static unsigned char fold(unsigned char c, unsigned char before)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned char)(c + 0x20);
	/* À to Þ are two bytes, the second 0x20 below that of à to þ */
	if (before == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97)
		return (unsigned char)(c + 0x20);
	return c;
}

/* Bytes of one white space character at `at`; the no-break space is one. */
static size_t space_at(struct kt_string s, size_t at)
{
	if (at >= s.size)
		return 0;
	if (strchr(" \t\r\n", s.data[at]) != NULL && s.data[at] != '\0')
		return 1;
	return at + 1 < s.size && memcmp(s.data + at, "\xC2\xA0", 2) == 0 ? 2
									  : 0;
}

/* ---- forms ------------------------------------------------------------- */

static size_t run_of(struct kt_string s, size_t at, const char *characters)
{
	size_t size = 0;

	while (at + size < s.size && s.data[at + size] != '\0' &&
	       strchr(characters, s.data[at + size]) != NULL)
		size++;
	return size;
}

static int is_brackets(struct kt_string s, struct pattern *out)
{
	static const char pairs[][2] = { { '[', ']' }, { '<', '>' },
		{ '{', '}' } };
	struct kt_string inner = { s.data + 1, s.size - 2 };

	if (s.size < 3 ||
	    (!struktur_is(inner, "…") && !struktur_is(inner, "...")))
		return 0;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (s.data[0] == pairs[i][0] &&
		    s.data[s.size - 1] == pairs[i][1]) {
			out->open = pairs[i][0];
			out->close = pairs[i][1];
			return 1;
		}
	}
	return 0;
}

static int is_crosses(struct kt_string s)
{
	size_t size = run_of(s, 0, "Xx");
	struct kt_string rest = { s.data + size, s.size - size };

	return size >= 2 && (rest.size == 0 || struktur_is(rest, "…") ||
				struktur_is(rest, "..."));
}

static struct pattern read_pattern(struct kt_string text)
{
	struct pattern out = { WORDS, text, '\0', '\0' };

	if (is_brackets(text, &out))
		out.form = BRACKETS;
	else if (text.size >= 2 && run_of(text, 0, "_") == text.size)
		out.form = UNDERSCORES;
	else if (is_crosses(text))
		out.form = CROSSES;
	return out;
}

/* ---- matching ---------------------------------------------------------- */

static int starts(struct kt_string s, size_t at, const char *text)
{
	size_t size = strlen(text);

	return s.size - at >= size && memcmp(s.data + at, text, size) == 0;
}

/* "<" opens a name or dots: a number smaller than another is no bracket. */
static int opens(const struct pattern *pattern, struct kt_string s, size_t at)
{
	if (s.data[at] != pattern->open)
		return 0;
	return pattern->open != '<' || word_at(s, at + 1) > 0 ||
	       starts(s, at + 1, ".") || starts(s, at + 1, "…");
}

static size_t match_brackets(
    const struct pattern *pattern, struct kt_string s, size_t at)
{
	size_t end = at + 1;
	int something = 0;

	if (!opens(pattern, s, at))
		return 0;
	while (end < s.size && end - at <= LONGEST_BRACKETS &&
	       s.data[end] != pattern->open && s.data[end] != pattern->close) {
		something |= space_at(s, end) == 0;
		end++;
	}
	if (!something || end >= s.size || s.data[end] != pattern->close)
		return 0;
	return end + 1 - at;
}

/* Bytes that the words take in the text: case is ignored, and a space matches
 * any amount of white space. */
static size_t match_words(struct kt_string words, struct kt_string s, size_t at)
{
	size_t end = at;

	for (size_t i = 0; i < words.size; i++) {
		unsigned char before =
		    i > 0 ? (unsigned char)words.data[i - 1] : 0;
		size_t space;

		if (words.data[i] == ' ') {
			space = space_at(s, end);
			if (space == 0)
				return 0;
			for (; space > 0; space = space_at(s, end))
				end += space;
			continue;
		}
		if (end >= s.size ||
		    fold((unsigned char)s.data[end], before) !=
			fold((unsigned char)words.data[i], before))
			return 0;
		end++;
	}
	return end - at;
}

/* A word is not found within a longer one. */
static size_t match_whole_words(
    struct kt_string words, struct kt_string s, size_t at)
{
	size_t size = match_words(words, s, at);

	if (size == 0 || (word_at(words, 0) > 0 && word_before(s, at)) ||
	    (word_before(words, words.size) && word_at(s, at + size) > 0))
		return 0;
	return size;
}

static size_t match_at(
    const struct pattern *pattern, struct kt_string s, size_t at)
{
	size_t size;

	switch (pattern->form) {
	case BRACKETS:
		return match_brackets(pattern, s, at);
	case UNDERSCORES:
		size = run_of(s, at, "_");
		return size >= 3 ? size : 0;
	case CROSSES:
		size = run_of(s, at, "Xx");
		return size >= 2 && !word_before(s, at) &&
			       word_at(s, at + size) == 0
			   ? size
			   : 0;
	default:
		return match_whole_words(pattern->text, s, at);
	}
}

/* ---- where patterns may begin ------------------------------------------ */

static void mark(uint32_t *table, const char *bytes, uint32_t bit)
{
	for (; *bytes != '\0'; bytes++)
		table[(unsigned char)*bytes] |= bit;
}

/* Both cases of a byte of words, of which `before` is the one before it. */
static void mark_folded(
    uint32_t *table, unsigned char c, unsigned char before, uint32_t bit)
{
	unsigned char lower = fold(c, before);
	unsigned char upper = lower ^ 0x20;

	table[lower] |= bit;
	if (fold(upper, before) == lower)
		table[upper] |= bit;
}

static void mark_words(struct search *search, struct kt_string s, uint32_t bit)
{
	unsigned char first = (unsigned char)s.data[0];

	mark_folded(search->first, first, 0, bit);
	if (s.size < 2)
		search->any |= bit;
	else if (s.data[1] == ' ')
		mark(search->second, " \t\r\n\xC2", bit);
	else
		mark_folded(search->second, (unsigned char)s.data[1], first,
		    bit);
}

static void mark_pattern(struct search *search, size_t index)
{
	const struct pattern *pattern = &search->patterns[index];
	uint32_t bit = UINT32_C(1) << index % BITS;

	switch (pattern->form) {
	case BRACKETS:
		search->first[(unsigned char)pattern->open] |= bit;
		search->any |= bit;
		break;
	case UNDERSCORES:
		mark(search->first, "_", bit);
		mark(search->second, "_", bit);
		break;
	case CROSSES:
		mark(search->first, "Xx", bit);
		mark(search->second, "Xx", bit);
		break;
	default:
		mark_words(search, pattern->text, bit);
	}
}

/* The next place from `at` on where a pattern may begin, or the end. */
static size_t next_start(
    const struct search *search, struct kt_string s, size_t at)
{
	for (; at < s.size; at++) {
		uint32_t bits = search->first[(unsigned char)s.data[at]];

		if (bits == 0)
			continue;
		if (at + 1 < s.size)
			bits &= search->any |
				search->second[(unsigned char)s.data[at + 1]];
		if (bits != 0)
			break;
	}
	return at;
}

/* Whether a pattern fits anywhere, be it within a longer word. What is found
 * in a piece of the text is found in the whole text too. */
static int may_hold(const struct search *search, struct kt_string s)
{
	size_t at = next_start(search, s, 0);

	for (; at < s.size; at = next_start(search, s, at + 1)) {
		for (size_t i = 0; i < search->count; i++) {
			const struct pattern *pattern = &search->patterns[i];

			if (pattern->form == CROSSES
				? run_of(s, at, "Xx") >= 2
				: pattern->form == WORDS
				? match_words(pattern->text, s, at) > 0
				: match_at(pattern, s, at) > 0)
				return 1;
		}
	}
	return 0;
}

/* ---- searching --------------------------------------------------------- */

/* The longest of what any pattern finds at `at`. */
static size_t longest_at(
    const struct search *search, struct kt_string s, size_t at)
{
	size_t longest = 0;

	for (size_t i = 0; i < search->count; i++) {
		size_t size = match_at(&search->patterns[i], s, at);

		if (size > longest)
			longest = size;
	}
	return longest;
}

/* ---- places ------------------------------------------------------------ */

static int holds(struct kt_string outer, struct kt_string inner)
{
	return outer.size > 0 && outer.data <= inner.data &&
	       inner.data + inner.size <= outer.data + outer.size;
}

/* The deepest element that holds the whole passage: nearest to the words. */
static kt_node deepest(
    const struct struktur_run *run, kt_node node, struct kt_string passage)
{
	kt_node child = run->host->first_child(run->call, node);

	while (child != 0) {
		if (holds(run->host->text(run->call, child), passage)) {
			node = child;
			child = run->host->first_child(run->call, node);
		} else {
			child = run->host->next(run->call, child);
		}
	}
	return node;
}

static void report(
    struct struktur_run *run, kt_node node, struct kt_string passage)
{
	struct kt_finding finding;
	struct kt_string text;

	node = deepest(run, node, passage);
	text = run->host->text(run->call, node);
	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = node;
	finding.text_offset = (size_t)(passage.data - text.data);
	finding.text_size = passage.size;
	finding.found = passage;
	struktur_report(run, &finding);
}

static void search_text(
    struct search *search, kt_node node, struct kt_string text)
{
	size_t at = next_start(search, text, 0);

	while (at < text.size && !struktur_is_done(&search->run)) {
		struct kt_string passage = { text.data + at,
			longest_at(search, text, at) };

		if (passage.size > 0)
			report(&search->run, node, passage);
		at = next_start(search, text,
		    at + (passage.size > 0 ? passage.size : 1));
	}
}

/* Whether anything but white space stands between the element's children. */
static int has_own_text(const struct struktur_run *run, kt_node node)
{
	struct kt_string rest = run->host->text(run->call, node);
	kt_node child = run->host->first_child(run->call, node);

	for (; child != 0; child = run->host->next(run->call, child)) {
		struct kt_string inner = run->host->text(run->call, child);
		struct kt_string own = rest;

		if (inner.size == 0)
			continue;
		own.size = (size_t)(inner.data - rest.data);
		if (struktur_trim(own).size > 0)
			return 1;
		rest.size -= own.size + inner.size;
		rest.data = inner.data + inner.size;
	}
	return struktur_trim(rest).size > 0;
}

/* The host limits how deep elements nest. */
static void search_node(struct search *search, kt_node node)
{
	const struct struktur_run *run = &search->run;
	kt_node child = run->host->first_child(run->call, node);

	if (child == 0 || has_own_text(run, node)) {
		search_text(search, node, run->host->text(run->call, node));
		return;
	}
	for (; child != 0 && !struktur_is_done(run);
	     child = run->host->next(run->call, child))
		search_node(search, child);
}

/* ---- check ------------------------------------------------------------- */

static void add_pattern(struct search *search, const struct kt_value *value)
{
	struct struktur_run *run = &search->run;
	struct kt_string text;

	if (value->kind == KT_STRING) {
		text = value->u.string;
	} else if (value->kind == KT_NODE) {
		text = run->host->text(run->call, value->u.node);
	} else {
		run->uncertain = 1;
		return;
	}
	text = struktur_trim(text);
	if (text.size == 0)
		struktur_fail(
		    run, "et af mønstrene er tomt", "a pattern is empty");
	else
		search->patterns[search->count++] = read_pattern(text);
}

static void read_patterns(struct search *search, kt_node subject)
{
	struct struktur_run *run = &search->run;
	struct kt_sequence list;

	if (run->host->evaluate(run->call, "moenstre", subject, &list) !=
	    KT_OK) {
		struktur_fail(run, "mønstrene kunne ikke findes",
		    "the patterns could not be found");
		return;
	}
	/* an empty list is a parameter that nobody has filled */
	run->uncertain |= list.maybe_more != 0 || list.count == 0;
	search->patterns = run->host->alloc(
	    run->call, (list.count + 1) * sizeof(*search->patterns));
	if (search->patterns == NULL) {
		struktur_fail(
		    run, "der er ikke mere hukommelse", "out of memory");
		return;
	}
	for (size_t i = 0; i < list.count && !run->failed; i++)
		add_pattern(search, &list.items[i]);
	for (size_t i = 0; i < search->count; i++)
		mark_pattern(search, i);
}

kt_verdict struktur_pladsholdere(const struct kt_host *host,
    struct kt_call *call, void *state, kt_node subject)
{
	struct search search = { .run = { .host = host, .call = call } };
	struct kt_sequence nodes = { NULL, 0, 0, 0 };

	(void)state;
	read_patterns(&search, subject);
	if (!search.run.failed &&
	    host->evaluate(call, "i", subject, &nodes) != KT_OK) {
		struktur_fail(&search.run, "stederne kunne ikke findes",
		    "the places could not be found");
	}
	if (!search.run.failed && nodes.count == 0 && !nodes.maybe_more)
		return KT_VERDICT_IRRELEVANT;
	search.run.uncertain |= nodes.maybe_more != 0;
	for (size_t i = 0; i < nodes.count && !struktur_is_done(&search.run);
	     i++) {
		if (nodes.items[i].kind != KT_NODE)
			search.run.uncertain = 1;
		else if (may_hold(&search,
			     host->text(call, nodes.items[i].u.node)))
			search_node(&search, nodes.items[i].u.node);
	}
	return struktur_verdict(&search.run,
	    "det er uvist, om der er mere at søge i eller efter",
	    "whether there is more to search, or to search for, is unknown");
}
