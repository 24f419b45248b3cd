/*
 * Reading the words out of a pattern. A branch such as
 *
 *   (?:leje|bolig)aftale[^.]*\bopsig(?:e|es)
 *
 * must hold "leje" or "bolig", and "aftale", and "opsig". Of a choice between
 * branches the most telling set of each is taken together.
 */
#include "filter.h"

#include <string.h>

enum {
	SHORTEST = 3, /* bytes; less is in every text */
	DEEPEST = 32 /* groups within groups */
};

/* Sets of words that must occur; the words stand in the reader's pool. */
struct sets {
	struct set {
		unsigned begin;
		unsigned end;
		unsigned shortest;
	} list[ORDLYD_MOST_SETS];
	unsigned count;
};

struct reader {
	struct kt_string s;
	size_t at;
	int lost; /* something is not understood */
	struct ordlyd_word pool[2 * ORDLYD_MOST_WORDS];
	unsigned used;
};

/* The word that is being read, and where its last character begins. */
struct current {
	struct ordlyd_word word;
	unsigned last;
};

/* ---- characters -------------------------------------------------------- */

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int starts(const struct reader *r, const char *text)
{
	size_t size = strlen(text);

	return r->s.size - r->at >= size &&
	       memcmp(r->s.data + r->at, text, size) == 0;
}

static int take(struct reader *r, const char *text)
{
	int found = starts(r, text);

	r->at += found ? strlen(text) : 0;
	return found;
}

/* The bytes after 0xC3 of the letters from À to Þ and à to þ, which differ in
 * one bit. Not of the signs for times and divided by that stand among them,
 * nor of ß and ÿ, which have their capitals elsewhere. */
static int is_latin_letter(unsigned char c)
{
	return (c | 0x20) != 0xB7 && (c | 0x20) != 0xBF;
}

/* Bytes of a whole character at `at`. */
static size_t character_at(struct kt_string s, size_t at)
{
	size_t size = 1;

	while (at + size < s.size &&
	       ((unsigned char)s.data[at + size] & 0xC0) == 0x80)
		size++;
	return size;
}

/* ---- sets -------------------------------------------------------------- */

static int is_better(const struct set *a, const struct set *b)
{
	if (a->shortest != b->shortest)
		return a->shortest > b->shortest;
	return a->end - a->begin < b->end - b->begin;
}

/* Into its place, best first; the last one falls out where there is no room:
 * a set less makes the filter weaker, not wrong. */
static void add_set(struct sets *sets, struct set set)
{
	unsigned at = sets->count;

	if (set.begin == set.end || set.shortest < SHORTEST)
		return;
	while (at > 0 && is_better(&set, &sets->list[at - 1])) {
		if (at < ORDLYD_MOST_SETS)
			sets->list[at] = sets->list[at - 1];
		at--;
	}
	if (at < ORDLYD_MOST_SETS)
		sets->list[at] = set;
	if (sets->count < ORDLYD_MOST_SETS)
		sets->count++;
}

static void add_sets(struct sets *sets, const struct sets *others)
{
	for (unsigned i = 0; i < others->count; i++)
		add_set(sets, others->list[i]);
}

/* How seldom a byte is in Danish text: its place in this list, and before all
 * of them what is not in it. */
static size_t commonness(unsigned char c)
{
	static const char common[] = "pbåhvukmfgolsiadtrnec";
	const char *at = c < 0x80 ? strchr(common, c) : NULL;

	if (c == 0xC3)
		return 8;
	return at != NULL && c != '\0' ? 1 + (size_t)(at - common) : 0;
}

static void end_word(
    struct reader *r, struct current *current, struct sets *sets)
{
	struct ordlyd_word *word = &current->word;

	if (word->size >= SHORTEST &&
	    r->used < sizeof(r->pool) / sizeof(r->pool[0])) {
		for (unsigned char i = 1; i < word->size; i++) {
			if (commonness(word->text[i]) <
			    commonness(word->text[word->rarest]))
				word->rarest = i;
		}
		r->pool[r->used] = *word;
		add_set(sets,
		    (struct set){ r->used, r->used + 1, word->size });
		r->used++;
	}
	memset(current, 0, sizeof(*current));
}

/* Adds a character to the word; one that is not known by its case ends it. */
static void add_character(struct reader *r, struct current *current,
    struct sets *sets, struct kt_string c)
{
	struct ordlyd_word *word = &current->word;
	unsigned char first = (unsigned char)c.data[0];
	int latin = c.size == 2 && first == 0xC3 &&
		    is_latin_letter((unsigned char)c.data[1]);

	if (c.size > 1 && !latin) {
		end_word(r, current, sets);
		return;
	}
	if (word->size + c.size > ORDLYD_WORD_SIZE)
		end_word(r, current, sets);
	current->last = word->size;
	for (size_t i = 0; i < c.size; i++) {
		unsigned char mask =
		    i == 1 || (c.size == 1 && is_letter(c.data[i])) ? 0x20 : 0;

		word->text[word->size] = (unsigned char)c.data[i] | mask;
		word->mask[word->size] = mask;
		word->size++;
	}
}

/* ---- quantifiers ------------------------------------------------------- */

/* Reads the quantifier, if there is one: 1, and *least the times that what is
 * before it must occur. */
static int quantifier(struct reader *r, unsigned *least)
{
	*least = 1;
	if (take(r, "?") || take(r, "*")) {
		*least = 0;
	} else if (r->at + 1 < r->s.size && starts(r, "{") &&
		   is_digit(r->s.data[r->at + 1])) {
		*least = 0;
		for (r->at++; r->at < r->s.size && is_digit(r->s.data[r->at]);
		     r->at++)
			*least |= r->s.data[r->at] != '0';
		while (r->at < r->s.size && (is_digit(r->s.data[r->at]) ||
						r->s.data[r->at] == ','))
			r->at++;
		r->lost |= !take(r, "}");
	} else if (!take(r, "+")) {
		return 0;
	}
	if (!take(r, "?"))
		take(r, "+");
	return 1;
}

/* What follows a single character of the current word. */
static void after_character(
    struct reader *r, struct current *current, struct sets *sets)
{
	unsigned least;

	if (!quantifier(r, &least))
		return;
	if (least == 0 && current->word.size > 0)
		current->word.size = (unsigned char)current->last;
	end_word(r, current, sets);
}

/* ---- pieces ------------------------------------------------------------ */

static void read_choice(struct reader *r, unsigned depth, struct sets *out);

/* The letters of "(?i" or "(?i-s"; 0: the group is of another kind. */
static int take_options(struct reader *r)
{
	size_t at = r->at + 2;

	while (at < r->s.size && strchr("ims-", r->s.data[at]) != NULL)
		at++;
	if (!starts(r, "(?") || at >= r->s.size ||
	    (r->s.data[at] != ')' && r->s.data[at] != ':'))
		return 0;
	r->at = at + 1;
	return 1;
}

static void read_group(
    struct reader *r, unsigned depth, struct current *current,
    struct sets *sets)
{
	struct sets inner = { .count = 0 };
	unsigned least;
	int look = 0;

	/* what a look around sees need not be where it stands */
	look = take(r, "(?=") || take(r, "(?!") || take(r, "(?<=") ||
	       take(r, "(?<!");
	if (!look && take_options(r)) {
		/* case is never told apart here */
		if (r->s.data[r->at - 1] == ')')
			return;
	} else if (!look && !take(r, "(?>")) {
		r->lost |= starts(r, "(?") || starts(r, "(*");
		take(r, "(");
	}
	end_word(r, current, sets);
	read_choice(r, depth + 1, &inner);
	r->lost |= !take(r, ")");
	quantifier(r, &least);
	if (!look && least > 0)
		add_sets(sets, &inner);
}

static void skip_class(struct reader *r)
{
	r->at++;
	take(r, "^");
	take(r, "]");
	while (r->at < r->s.size && r->s.data[r->at] != ']') {
		/* \Q and [:alpha:] may hold a bracket */
		r->lost |= starts(r, "\\Q") || starts(r, "[:") ||
			   starts(r, "[.") || starts(r, "[=");
		r->at += r->s.data[r->at] == '\\' ? 2 : 1;
	}
	r->lost |= !take(r, "]");
}

static void read_escape(
    struct reader *r, struct current *current, struct sets *sets)
{
	char c = r->at + 1 < r->s.size ? r->s.data[r->at + 1] : '\0';
	struct kt_string one = { r->s.data + r->at + 1, 1 };
	unsigned least;

	r->at += 2;
	if (c > ' ' && c < 0x7F && !is_letter(c) && !is_digit(c)) {
		add_character(r, current, sets, one);
		after_character(r, current, sets);
		return;
	}
	/* places between characters */
	if (c != '\0' && strchr("bBAzZ", c) != NULL)
		return;
	end_word(r, current, sets);
	if (c == 'p' || c == 'P') {
		r->lost |= !take(r, "{");
		while (r->at < r->s.size && !starts(r, "}"))
			r->at++;
		r->lost |= !take(r, "}");
	} else {
		r->lost |= c == '\0' || strchr("dDsSwWhHvVN", c) == NULL;
	}
	quantifier(r, &least);
}

static void read_piece(struct reader *r, unsigned depth,
    struct current *current, struct sets *sets)
{
	struct kt_string c = { r->s.data + r->at, 1 };
	unsigned least;

	switch (c.data[0]) {
	case '(':
		read_group(r, depth, current, sets);
		break;
	case '\\':
		read_escape(r, current, sets);
		break;
	case '^':
	case '$':
		r->at++;
		break;
	case '[':
		skip_class(r);
		end_word(r, current, sets);
		quantifier(r, &least);
		break;
	case '.':
	case ' ': /* any white space, see moenster.c */
		r->at++;
		end_word(r, current, sets);
		quantifier(r, &least);
		break;
	case '?':
	case '*':
	case '+':
	case '{':
		r->lost = 1;
		break;
	default:
		c.size = character_at(r->s, r->at);
		r->at += c.size;
		add_character(r, current, sets, c);
		after_character(r, current, sets);
	}
}

/* ---- branches ---------------------------------------------------------- */

static void read_branch(struct reader *r, unsigned depth, struct sets *out)
{
	struct current current;

	memset(&current, 0, sizeof(current));
	while (!r->lost && r->at < r->s.size && !starts(r, "|") &&
	       !starts(r, ")"))
		read_piece(r, depth, &current, out);
	end_word(r, &current, out);
}

/* The words of `from` added to those of `set`, which stand last. */
static void join(struct reader *r, struct set *set, const struct set *from)
{
	unsigned count = from->end - from->begin;

	if (r->used + count > sizeof(r->pool) / sizeof(r->pool[0])) {
		r->lost = 1;
		return;
	}
	memcpy(&r->pool[r->used], &r->pool[from->begin],
	    count * sizeof(r->pool[0]));
	r->used += count;
	set->end = r->used;
	if (from->shortest < set->shortest)
		set->shortest = from->shortest;
}

/* Branches with "|" between them, up to the end of the group. */
static void read_choice(struct reader *r, unsigned depth, struct sets *out)
{
	struct set best[ORDLYD_MOST_WORDS];
	struct set all;
	unsigned count = 0;
	int open = 0; /* a branch asks for nothing */
	struct sets one = { .count = 0 };

	r->lost |= depth > DEEPEST;
	if (r->lost)
		return;
	read_branch(r, depth, &one);
	if (!starts(r, "|")) {
		*out = one;
		return;
	}
	while (!r->lost) {
		open |= one.count == 0 || count == ORDLYD_MOST_WORDS;
		if (!open)
			best[count++] = one.list[0];
		if (!take(r, "|"))
			break;
		one.count = 0;
		read_branch(r, depth, &one);
	}
	if (open || r->lost)
		return;
	all = (struct set){ r->used, r->used, ORDLYD_WORD_SIZE };
	for (unsigned i = 0; i < count; i++)
		join(r, &all, &best[i]);
	add_set(out, all);
}

void ordlyd_filter_read(struct ordlyd_filter *filter, struct kt_string pattern)
{
	struct reader reader = { .s = pattern };
	struct sets sets = { .count = 0 };
	unsigned used = 0;

	memset(filter, 0, sizeof(*filter));
	read_choice(&reader, 0, &sets);
	if (reader.lost || reader.at < pattern.size)
		return;
	for (unsigned i = 0; i < sets.count; i++) {
		const struct set *set = &sets.list[i];
		unsigned count = set->end - set->begin;

		if (used + count > ORDLYD_MOST_WORDS)
			continue;
		memcpy(&filter->words[used], &reader.pool[set->begin],
		    count * sizeof(reader.pool[0]));
		filter->sets[filter->set_count].begin = used;
		filter->sets[filter->set_count].end = used + count;
		filter->sets[filter->set_count].shortest = set->shortest;
		filter->set_count++;
		used += count;
	}
}

/* ---- passing ----------------------------------------------------------- */

static int is_here(const struct ordlyd_word *word, const unsigned char *s)
{
	for (unsigned i = 0; i < word->size; i++) {
		if ((s[i] | word->mask[i]) != word->text[i])
			return 0;
	}
	return 1;
}

/* By the places of one byte of the word, in one case. */
static int occurs_by(const struct ordlyd_word *word, struct kt_string text,
    unsigned char byte)
{
	const unsigned char *at =
	    (const unsigned char *)text.data + word->rarest;
	size_t left = text.size - word->size + 1;

	for (;;) {
		const unsigned char *hit = memchr(at, byte, left);

		if (hit == NULL)
			return 0;
		if (is_here(word, hit - word->rarest))
			return 1;
		left -= (size_t)(hit - at) + 1;
		at = hit + 1;
	}
}

static int occurs(const struct ordlyd_word *word, struct kt_string text)
{
	unsigned char byte = word->text[word->rarest];
	unsigned char mask = word->mask[word->rarest];

	if (text.size < word->size)
		return 0;
	return occurs_by(word, text, byte) ||
	       (mask != 0 &&
		   occurs_by(word, text, (unsigned char)(byte ^ mask)));
}

/* The long s and the signs for kelvin and ångström are, without regard to
 * case, an s, a k and an å. */
static int has_odd_letters(struct kt_string text)
{
	const char *at = text.data;
	const char *end = text.data + text.size;

	if (memchr(at, 0xC5, text.size) != NULL)
		return 1;
	while ((at = memchr(at, 0xE2, (size_t)(end - at))) != NULL) {
		if (++at < end && (unsigned char)*at == 0x84)
			return 1;
	}
	return 0;
}

int ordlyd_filter_passes(
    const struct ordlyd_filter *filter, struct kt_string text)
{
	for (unsigned i = 0; i < filter->set_count; i++) {
		int found = 0;

		for (unsigned w = filter->sets[i].begin;
		     w < filter->sets[i].end && !found; w++)
			found = occurs(&filter->words[w], text);
		if (!found)
			return text.size > 0 && has_odd_letters(text);
	}
	return 1;
}
