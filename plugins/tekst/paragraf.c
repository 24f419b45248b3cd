/*
 * References to paragraphs in running text: "servicelovens §§ 107 og 108, stk.
 * 2", "§ 43, stk. 1, nr. 6, i barnets lov". The act is the one that is named
 * beside the reference, or beside one that it is joined to; it is never
 * guessed from the number.
 */
#include "tekst_paragraf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LONGEST_RANGE = 200,
	LONGEST_GAP = 160, /* bytes between the act's name and the sign */
	SIGN_SIZE = 2
};

/* One walk through a piece of text. */
struct scan {
	const struct tekst_love *love;
	const struct tekst_flade *flade;
	struct tekst_paragraffer *out;
	kt_status status;
	int act; /* named last in this sentence; TEKST_NO_ACT: none */
	size_t act_end;
	int open_name; /* "lov om …": the name goes on up to the sign */
	int has_group; /* a reference stands in this sentence */
	size_t group; /* its first item */
	size_t group_end;
};

/* ---- items ------------------------------------------------------------- */

static void append(struct scan *scan, const struct tekst_paragraf *item)
{
	struct tekst_paragraffer *out = scan->out;

	if (out->count >= TEKST_MOST_REFERENCES) {
		scan->status = KT_E_LIMIT;
		return;
	}
	if (out->count == out->room) {
		size_t room = out->room > 0 ? 2 * out->room : 16;
		struct tekst_paragraf *more =
		    realloc(out->items, room * sizeof(*more));

		if (more == NULL) {
			scan->status = KT_E_MEMORY;
			return;
		}
		out->items = more;
		out->room = room;
	}
	out->items[out->count++] = *item;
}

void tekst_paragraffer_finish(struct tekst_paragraffer *found)
{
	free(found->items);
	memset(found, 0, sizeof(*found));
}

int tekst_paragraf_key(const struct tekst_love *love,
    const struct tekst_paragraf *p, size_t index, char key[TEKST_KEY])
{
	struct kt_string act = tekst_love_key(love, p->act);
	size_t numbers = (size_t)(p->last - p->first);
	size_t letters = (size_t)(p->last_letter - p->first_letter);
	int is_last = index == numbers + (numbers == 0 ? letters : 0);
	char letter[2] = { p->first_letter, '\0' };
	char stk[16] = "";
	char nr[16] = "";

	if (index > numbers && (numbers > 0 || index > letters))
		return 0;
	if (numbers == 0 && index > 0)
		letter[0] = (char)(p->first_letter + (int)index);
	else if (numbers > 0 && index > 0)
		letter[0] = is_last ? p->last_letter : '\0';
	/* after a range, they belong to its last paragraph */
	if (is_last && p->stk > 0)
		snprintf(stk, sizeof(stk), "-%d", p->stk);
	if (is_last && p->stk > 0 && p->nr > 0)
		snprintf(nr, sizeof(nr), "-%d", p->nr);
	snprintf(key, TEKST_KEY, "%.*s-%d%s%s%s",
	    act.size < 24 ? (int)act.size : 24, act.data,
	    p->first + (numbers > 0 ? (int)index : 0), letter, stk, nr);
	return 1;
}

/* ---- small pieces ------------------------------------------------------ */

static size_t skip_space(const struct tekst_flade *flade, size_t at)
{
	return at + tekst_space(flade, at);
}

static int is_sign(const struct tekst_flade *flade, size_t at)
{
	return tekst_starts(flade, at, "§") > 0;
}

/* Whether a number may end here and be part of a reference: not "14 dage",
 * "2. marts" or "3. pkt." */
static int is_number_end(const struct tekst_flade *flade, size_t at)
{
	size_t next;

	if (!tekst_is_end(flade, at) || flade->data[at] == '%' ||
	    tekst_unit(flade, skip_space(flade, at)) > 0)
		return 0;
	if (flade->data[at] != '.')
		return 1;
	next = skip_space(flade, at + 1);
	if (tekst_is_digit(flade->data[next]) && next == at + 1)
		return 0;
	return tekst_letter(flade, next) == 0 || tekst_is_capital(flade, next);
}

/* "a" in "85a" and "85 a"; "i" after a space is a word. */
static size_t read_letter(
    const struct tekst_flade *flade, size_t at, char *letter)
{
	size_t from = skip_space(flade, at);
	char c = flade->data[from];

	*letter = '\0';
	if (c < 'a' || c > 'z' || !tekst_is_end(flade, from + 1) ||
	    (from > at && (c == 'i' || flade->data[from + 1] == '/')))
		return 0;
	*letter = c;
	return from + 1 - at;
}

static size_t read_number(
    const struct tekst_flade *flade, size_t at, int *number, char *letter)
{
	size_t size = tekst_digits(flade, at, 4, number);

	*letter = '\0';
	if (size == 0 || *number == 0)
		return 0;
	return size + read_letter(flade, at + size, letter);
}

/* ", og " between the parts of a reference. */
static size_t read_joint(const struct tekst_flade *flade, size_t at)
{
	static const char *const words[] = { "og", "eller", "samt", NULL };
	size_t end = at + (flade->data[at] == ',');
	size_t size;

	end = skip_space(flade, end);
	if (tekst_one_of(flade, end, words, &size) >= 0)
		end = skip_space(flade, end + size);
	return end - at;
}

/* ---- stk. and nr. ------------------------------------------------------ */

/* "stk. 2": bytes, and the number. */
static size_t read_label(
    const struct tekst_flade *flade, size_t at, const char *label, int *number)
{
	size_t size = tekst_starts(flade, at, label);
	size_t digits;

	if (size == 0 || tekst_letter(flade, at + size) > 0)
		return 0;
	size += flade->data[at + size] == '.';
	size += tekst_space(flade, at + size);
	digits = tekst_digits(flade, at + size, 3, number);
	if (digits == 0 || *number == 0 ||
	    tekst_letter(flade, at + size + digits) > 0)
		return 0;
	return size + digits;
}

/* " og 3", "-3" after "stk. 1"; *range: all from the one to the other. */
static size_t read_more(
    const struct tekst_flade *flade, size_t at, int *number, int *range)
{
	size_t size;
	size_t digits;

	*range = flade->data[at] == '-';
	size = *range ? 1 : read_joint(flade, at);
	if (size == 0)
		return 0;
	digits = tekst_digits(flade, at + size, 3, number);
	if (digits == 0 || *number == 0 ||
	    !is_number_end(flade, at + size + digits))
		return 0;
	return size + digits;
}

/* "3. pkt.", "litra a": kept as text. */
static size_t read_remark(const struct tekst_flade *flade, size_t at)
{
	static const char *const words[] = { "pkt", "punktum", "led", NULL };
	size_t size = tekst_reads(flade, at, "litra");
	size_t word;
	int number;

	if (size > 0 && flade->data[at + size] == ' ' &&
	    tekst_letter(flade, at + size + 1) == 1 &&
	    tekst_is_end(flade, at + size + 2))
		return size + 2;
	size = tekst_digits(flade, at, 2, &number);
	if (size == 0 || flade->data[at + size] != '.')
		return 0;
	size++;
	size += tekst_space(flade, at + size);
	if (tekst_one_of(flade, at + size, words, &word) < 0)
		return 0;
	size += word;
	return size + (flade->data[at + size] == '.');
}

/* The numbers after a label: one item for each but the last, which stays in
 * *item, so that more can be said of it. */
static size_t read_numbers(
    struct scan *scan, size_t at, struct tekst_paragraf *item, int *number)
{
	size_t end = at;
	size_t size;
	int next;
	int range;

	while ((size = read_more(scan->flade, end, &next, &range)) > 0) {
		if (range && next > *number && next - *number < 50) {
			for (; *number < next; ++*number)
				append(scan, item);
		} else {
			append(scan, item);
		}
		*number = next;
		end += size;
	}
	return end - at;
}

/* What follows a paragraph's number; appends at least one item. */
static size_t read_parts(
    struct scan *scan, size_t at, struct tekst_paragraf item)
{
	const struct tekst_flade *flade = scan->flade;
	size_t end = at;
	int number;

	for (;;) {
		size_t from = end + read_joint(flade, end);
		size_t size = read_label(flade, from, "stk", &number);

		if (size > 0) {
			if (item.stk > 0)
				append(scan, &item);
			item.stk = number;
			item.nr = 0;
			end = from + size;
			end += read_numbers(scan, end, &item, &item.stk);
			continue;
		}
		size = read_label(flade, from, "nr", &number);
		if (size > 0 && item.stk > 0) {
			if (item.nr > 0)
				append(scan, &item);
			item.nr = number;
			end = from + size;
			end += read_numbers(scan, end, &item, &item.nr);
			continue;
		}
		if (size == 0)
			size = read_remark(flade, from);
		if (size == 0)
			break;
		end = from + size;
	}
	append(scan, &item);
	return end - at;
}

/* "43,1,6" and "105(2)": the parts without their labels. */
static size_t read_short_parts(const struct tekst_flade *flade, size_t at,
    int many, struct tekst_paragraf *item)
{
	size_t end = at;
	size_t size;

	if (flade->data[end] == '(') {
		size = tekst_digits(flade, end + 1, 2, &item->stk);
		if (size > 0 && flade->data[end + 1 + size] == ')')
			return size + 2;
		item->stk = 0;
		return 0;
	}
	if (many || flade->data[end] != ',')
		return 0;
	size = tekst_digits(flade, end + 1, 2, &item->stk);
	if (size == 0 || !is_number_end(flade, end + 1 + size)) {
		item->stk = 0;
		return 0;
	}
	end += 1 + size;
	if (flade->data[end] != ',')
		return end - at;
	size = tekst_digits(flade, end + 1, 2, &item->nr);
	if (size > 0 && is_number_end(flade, end + 1 + size))
		end += 1 + size;
	else
		item->nr = 0;
	return end - at;
}

/* ---- one sign ---------------------------------------------------------- */

/* "-110", "-d", " til 110": the end of a range that begins with the item. */
static size_t read_range(const struct tekst_flade *flade, size_t at, int many,
    struct tekst_paragraf *item)
{
	size_t end = at;
	size_t size;
	int number;
	char letter;

	if (many)
		end = skip_space(flade, end);
	if (flade->data[end] == '-')
		end++;
	else if (many && tekst_reads(flade, end, "til") > 0)
		end += strlen("til");
	else
		return 0;
	if (many)
		end = skip_space(flade, end);
	if (item->first_letter != '\0' &&
	    flade->data[end] > item->first_letter && flade->data[end] <= 'z' &&
	    tekst_is_end(flade, end + 1)) {
		item->last_letter = flade->data[end];
		return end + 1 - at;
	}
	size = read_number(flade, end, &number, &letter);
	if (size == 0 || number - item->first >= LONGEST_RANGE ||
	    !is_number_end(flade, end + size))
		return 0;
	if (number == item->first && letter > item->first_letter &&
	    item->first_letter != '\0') {
		item->last_letter = letter;
		return end + size - at;
	}
	if (number <= item->first)
		return 0;
	item->last = number;
	item->last_letter = letter;
	return end + size - at;
}

/* One paragraph of the list with what belongs to it; 0: there is none. */
static size_t read_paragraph(
    struct scan *scan, size_t at, int many, const struct tekst_paragraf *model)
{
	const struct tekst_flade *flade = scan->flade;
	struct tekst_paragraf item = *model;
	size_t end = at;
	size_t size = read_number(flade, at, &item.first, &item.first_letter);

	if (size == 0)
		return 0;
	end += size;
	item.last = item.first;
	item.last_letter = item.first_letter;
	end += read_range(flade, end, many, &item);
	end += read_short_parts(flade, end, many, &item);
	end += read_parts(scan, end, item);
	return end - at;
}

/* What parts two paragraphs of a list; after one § only a stroke does. */
static size_t read_separator(
    const struct tekst_flade *flade, size_t at, int many)
{
	size_t end = skip_space(flade, at);

	if (flade->data[end] == '/' || (many && flade->data[end] == '&'))
		return many ? skip_space(flade, end + 1) - at : end + 1 - at;
	return many ? read_joint(flade, at) : 0;
}

/* "§", "§§", "paragraf", "par.": bytes; *many: a list follows. */
static size_t read_sign(const struct tekst_flade *flade, size_t at, int *many)
{
	static const char *const words[] = { "paragraf", "paragraffen",
		"paragraffer", "paragrafferne", NULL };
	size_t end = at;
	size_t size;
	int index;

	*many = 0;
	if (is_sign(flade, at)) {
		end += SIGN_SIZE;
		while (is_sign(flade, skip_space(flade, end))) {
			end = skip_space(flade, end) + SIGN_SIZE;
			*many = 1;
		}
		return skip_space(flade, end) - at;
	}
	if (!tekst_is_start(flade, at))
		return 0;
	index = tekst_one_of(flade, at, words, &size);
	*many = index >= 2;
	if (index < 0) {
		size = tekst_starts(flade, at, "par.");
		if (size == 0)
			return 0;
	}
	return size + tekst_space(flade, at + size);
}

/* ---- acts around it ---------------------------------------------------- */

/* Whether nothing stands there but such words, numbers and marks. */
static int only(const struct tekst_flade *flade, size_t from, size_t to,
    const char *const *words, const char *marks)
{
	size_t size;

	if (to - from > LONGEST_GAP)
		return 0;
	while (from < to) {
		if (tekst_is_start(flade, from) &&
		    tekst_one_of(flade, from, words, &size) >= 0)
			from += size;
		else if (strchr(marks, flade->data[from]) != NULL)
			from++;
		else
			return 0;
	}
	return 1;
}

/* Between an act's name and the sign: where the act is printed. */
static int is_named_before(const struct scan *scan, size_t at)
{
	static const char *const words[] = { "jf", "jfr", "lovbekendtgørelse",
		"lovbekendtgørelsen", "lbk", "bekendtgørelse", "bek", "lov",
		"nr", "af", "den", "d", "med", "senere", "ændringer",
		"bestemmelse", "bestemmelser", "bestemmelserne", "regler",
		"reglerne", "kapitel", "kap", "i", "januar", "februar", "marts",
		"april", "maj", "juni", "juli", "august", "september",
		"oktober", "november", "december", NULL };
	const struct tekst_flade *flade = scan->flade;

	if (scan->act == TEKST_NO_ACT)
		return 0;
	if (!scan->open_name)
		return only(
		    flade, scan->act_end, at, words, " ,.:()/-0123456789'");
	if (at - scan->act_end > LONGEST_GAP)
		return 0;
	for (size_t i = scan->act_end; i < at; i++) {
		if (strchr(".;:()", flade->data[i]) != NULL)
			return 0;
	}
	return 1;
}

static int is_chained(const struct scan *scan, size_t at)
{
	static const char *const words[] = { "og", "eller", "samt", "inkl",
		"incl", "jf", "jfr", "smh", "sammenholdt", "med", NULL };

	return scan->has_group && scan->act_end <= scan->group_end &&
	       only(scan->flade, scan->group_end, at, words, " ,+/().&");
}

/* What joins a reference to the act after it: 2 " i ", 1 a comma or space, 0
 * nothing does. */
static int joins(const struct tekst_flade *flade, size_t from, size_t to)
{
	static const char *const words[] = { "i", "af", "efter", "fra", NULL };
	size_t size;

	from += flade->data[from] == ',';
	from = skip_space(flade, from);
	if (from < to && tekst_one_of(flade, from, words, &size) >= 0)
		return skip_space(flade, from + size) == to ? 2 : 0;
	if (from < to && flade->data[from] == '(')
		return from + 1 == to ? 2 : 0;
	return from == to;
}

static int is_followed_by_sign(const struct tekst_flade *flade, size_t at)
{
	int many;

	at += flade->data[at] == ',';
	at = skip_space(flade, at);
	return read_sign(flade, at, &many) > 0;
}

/* The act's name that begins at `begin` may belong to the reference before. */
static void name_act(
    struct scan *scan, size_t begin, size_t end, int act, int genitive)
{
	const struct tekst_flade *flade = scan->flade;
	int joint = scan->has_group && scan->group_end <= begin
			? joins(flade, scan->group_end, begin)
			: 0;

	if (joint == 2 ||
	    (joint == 1 && !genitive && !is_followed_by_sign(flade, end))) {
		for (size_t i = scan->group; i < scan->out->count; i++) {
			struct tekst_paragraf *item = &scan->out->items[i];

			if (item->act != TEKST_NO_ACT)
				continue;
			item->act = act;
			item->follows = 1;
		}
	}
	scan->act = act;
	scan->act_end = end;
	scan->open_name = 0;
}

/* ---- the walk ---------------------------------------------------------- */

static size_t read_group(struct scan *scan, size_t at)
{
	const struct tekst_flade *flade = scan->flade;
	struct tekst_paragraf model = { .begin = at, .act = TEKST_NO_ACT };
	size_t group = scan->out->count;
	size_t end;
	size_t size;
	int many;

	size = read_sign(flade, at, &many);
	if (size == 0)
		return 0;
	end = at + size;
	if (is_named_before(scan, at))
		model.act = scan->act;
	else
		model.chained = is_chained(scan, at);
	size = tekst_love_is_phrase(scan->love, flade, at);
	if (size > 0)
		return size;
	size = read_paragraph(scan, end, many, &model);
	if (size == 0 && !is_sign(flade, at))
		return 0;
	if (size == 0) {
		model.unreadable = 1;
		append(scan, &model);
	}
	end += size;
	while (size > 0 && scan->status == KT_OK) {
		size_t gap = read_separator(flade, end, many);
		int number;
		char letter;

		size = gap > 0 ? read_number(flade, end + gap, &number, &letter)
			       : 0;
		if (size == 0 || !is_number_end(flade, end + gap + size))
			break;
		size = read_paragraph(scan, end + gap, many, &model);
		end += gap + size;
	}
	for (size_t i = group; i < scan->out->count; i++) {
		scan->out->items[i].end = end;
		scan->out->items[i].chained |= i > group;
	}
	/* "§ 110-tilbud" */
	if (flade->data[end] == '-')
		end += 1 + tekst_word(flade, end + 1);
	scan->has_group = 1;
	scan->group = group;
	scan->group_end = end;
	return end - at;
}

/* "stk. 2" by itself belongs to the last paragraph of the sentence. */
static size_t read_lone(struct scan *scan, size_t at)
{
	const struct tekst_flade *flade = scan->flade;
	struct tekst_paragraf item = { .act = TEKST_NO_ACT, .lone = 1 };
	size_t first = scan->out->count;
	size_t size;
	int number;

	if (!tekst_is_start(flade, at) ||
	    read_label(flade, at, "stk", &number) == 0 ||
	    /* "3 stk. 4 mm" */
	    (at >= 2 && flade->data[at - 1] == ' ' &&
		tekst_is_digit(flade->data[at - 2])))
		return 0;
	if (scan->has_group && first > 0) {
		item = scan->out->items[first - 1];
		item.chained = 1;
		item.stk = item.nr = 0;
		item.first = item.last;
		item.first_letter = item.last_letter;
	}
	item.begin = at;
	size = read_parts(scan, at, item);
	for (size_t i = first; i < scan->out->count; i++)
		scan->out->items[i].end = at + size;
	scan->group_end = at + size;
	return size;
}

/* "SEL-107-2", where SEL ends at `at`. */
static size_t read_key(struct scan *scan, size_t begin, size_t at, int act)
{
	const struct tekst_flade *flade = scan->flade;
	struct tekst_paragraf item = { .begin = begin, .act = act };
	size_t end = at + 1;
	size_t size;

	if (flade->data[at] != '-')
		return 0;
	size = tekst_digits(flade, end, 4, &item.first);
	if (size == 0)
		return 0;
	end += size;
	end += read_letter(flade, end, &item.first_letter);
	item.last = item.first;
	item.last_letter = item.first_letter;
	if (flade->data[end] == '-') {
		size = tekst_digits(flade, end + 1, 3, &item.stk);
		end += size > 0 ? size + 1 : 0;
	}
	if (item.stk > 0 && flade->data[end] == '-') {
		size = tekst_digits(flade, end + 1, 3, &item.nr);
		end += size > 0 ? size + 1 : 0;
	}
	item.end = end;
	append(scan, &item);
	return end - at;
}

static size_t read_act(struct scan *scan, size_t at)
{
	struct tekst_name name;

	if (!tekst_love_name_at(scan->love, scan->flade, at, &name))
		return 0;
	if (name.act >= 0 && name.is_short) {
		size_t key = read_key(scan, at, at + name.size, name.act);

		if (key > 0)
			return name.size + key;
	}
	name_act(scan, at, at + name.size, name.act, name.genitive);
	scan->open_name = name.is_open;
	return name.size;
}

/* A full stop that ends a sentence, and no abbreviation. */
static int ends_sentence(const struct tekst_flade *flade, size_t at)
{
	static const char *const short_words[] = { "jf", "jfr", "stk", "nr",
		"pkt", "kap", "inkl", "incl", "smh", "bl", "f", "eks", "ca",
		"evt", "mv", "pr", "dvs", "lbk", "bek", "litra", "art", "d",
		NULL };
	size_t from = at;
	size_t size;
	size_t next = at + 2;

	if ((flade->data[at] != '.' && flade->data[at] != '!' &&
		flade->data[at] != '?') ||
	    flade->data[at + 1] != ' ' ||
	    !(is_sign(flade, next) || (tekst_letter(flade, next) > 0 &&
					  tekst_is_capital(flade, next))))
		return 0;
	while (from > 0 && at - from < 8 && tekst_letter(flade, from - 1) == 1)
		from--;
	return !(tekst_is_start(flade, from) &&
		 tekst_one_of(flade, from, short_words, &size) >= 0 &&
		 from + size == at);
}

static size_t step(struct scan *scan, size_t at)
{
	const struct tekst_flade *flade = scan->flade;
	size_t size;

	if (ends_sentence(flade, at)) {
		scan->act = TEKST_NO_ACT;
		scan->has_group = 0;
		return 1;
	}
	size = is_sign(flade, at) ? read_group(scan, at) : 0;
	if (size == 0 && tekst_letter(flade, at) > 0 &&
	    tekst_is_start(flade, at)) {
		size = read_act(scan, at);
		if (size == 0 && flade->data[at] == 'p')
			size = read_group(scan, at);
		if (size == 0 && flade->data[at] == 's')
			size = read_lone(scan, at);
		if (size == 0)
			size = tekst_word(flade, at);
	}
	return size > 0 ? size : 1;
}

/* ---- which act --------------------------------------------------------- */

/* By the act beside it, then the one of a reference that it is joined to, then
 * what the rule says of a paragraph, or of all of them, that stand bare. */
static void resolve(
    const struct tekst_love *love, struct tekst_paragraffer *out)
{
	for (size_t i = 0; i < out->count; i++) {
		struct tekst_paragraf *p = &out->items[i];

		if (p->act == TEKST_NO_ACT && !p->lone)
			p->act = tekst_love_act_of(love, p);
		if (p->act == TEKST_NO_ACT && p->chained && i > 0)
			p->act = out->items[i - 1].act;
	}
	for (size_t i = out->count; i-- > 1;) {
		struct tekst_paragraf *p = &out->items[i];
		struct tekst_paragraf *before = &out->items[i - 1];

		if (p->chained && p->follows && before->act == TEKST_NO_ACT) {
			before->act = p->act;
			before->follows = 1;
		}
	}
	for (size_t i = 0; i < out->count; i++) {
		struct tekst_paragraf *p = &out->items[i];

		if (p->act == TEKST_NO_ACT && !p->lone)
			p->act = tekst_love_only_act(love);
	}
}

kt_status tekst_paragraffer_find(const struct tekst_love *love,
    const struct tekst_flade *flade, struct tekst_paragraffer *out)
{
	struct scan scan = {
		.love = love, .flade = flade, .out = out, .act = TEKST_NO_ACT
	};
	size_t at = 0;

	memset(out, 0, sizeof(*out));
	while (at < flade->size && scan.status == KT_OK)
		at += step(&scan, at);
	resolve(love, out);
	return scan.status;
}
