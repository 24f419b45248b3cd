/*
 * A corpus of contracts from a handful of real-looking ones: every copy has
 * people, numbers and dates of its own, and now and then an amount that no
 * longer adds up. The same arguments give the same bytes on every machine.
 *
 *   corpus FOLDER COUNT SOURCE...
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LONGEST = 256 * 1024, /* bytes of a source */
	SHIFT = 14,           /* days that a contract may move */
	SLIP = 8              /* one contract in so many has a slip of the pen */
};

static const char *const first_names[] = { "Søren", "Åse", "Bjørn", "Mette",
	"Jørgen", "Kirsten", "Ida", "Rasmus", "Lærke", "Mads", "Signe", "Poul" };
static const char *const middle_names[] = { "Bæk", "Krogh", "Ravn", "Dahl",
	"Friis", "Juhl", "Lund", "Skov", "Toft", "Vang" };
static const char *const last_names[] = { "Kjærgaard", "Østergaard",
	"Mølgaard", "Nørregaard", "Thøgersen", "Ærø", "Lindegaard", "Brandt",
	"Holm", "Søndergaard", "Åkjær" };
static const char *const months[] = { "januar", "februar", "marts", "april",
	"maj", "juni", "juli", "august", "september", "oktober", "november",
	"december" };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void die(const char *what, const char *name)
{
	fprintf(stderr, "corpus: %s %s\n", what, name);
	exit(1);
}

/* ---- chance ------------------------------------------------------------ */

/* xorshift64*: the same on every machine. */
static uint64_t draw(uint64_t *state, uint64_t below)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (*state * UINT64_C(2685821657736338717) >> 33) % below;
}

/* ---- text -------------------------------------------------------------- */

struct text {
	char *data; /* room for 2 * LONGEST */
	size_t size;
};

static void replace_at(struct text *t, size_t at, size_t size,
    const char *with)
{
	size_t length = strlen(with);
	if (t->size - size + length >= 2 * LONGEST)
		die("too long:", with);
	memmove(t->data + at + length, t->data + at + size,
	    t->size - at - size + 1);
	memcpy(t->data + at, with, length);
	t->size += length - size;
}

static void replace_all(struct text *t, const char *what, const char *with)
{
	size_t at = 0;
	for (char *hit; (hit = strstr(t->data + at, what)) != NULL;) {
		at = (size_t)(hit - t->data);
		replace_at(t, at, strlen(what), with);
		at += strlen(with);
	}
}

/* The text of the next element `name` at or after *at, and its place. */
static bool next_element(const struct text *t, const char *name, size_t *at,
    char *out, size_t room)
{
	char tag[64];
	snprintf(tag, sizeof(tag), "<%s>", name);
	const char *hit = strstr(t->data + *at, tag);
	if (hit == NULL)
		return false;
	hit += strlen(tag);
	*at = (size_t)(hit - t->data);
	snprintf(out, room, "%.*s", (int)strcspn(hit, "<"), hit);
	return true;
}

/* ---- what differs ------------------------------------------------------ */

/* The names of the people after each `inside`, wherever they stand. */
static void rename_people(struct text *t, const char *inside, uint64_t *seed)
{
	char old[128], new[128];
	for (size_t at = 0; next_element(t, inside, &at, old, sizeof(old)) &&
	     next_element(t, "navn", &at, old, sizeof(old));) {
		if (old[0] == '\0')
			continue;
		snprintf(new, sizeof(new), "%s %s %s",
		    first_names[draw(seed, COUNT(first_names))],
		    middle_names[draw(seed, COUNT(middle_names))],
		    last_names[draw(seed, COUNT(last_names))]);
		replace_all(t, old, new);
	}
}

/* The serial keeps its first digit, which holds the century. */
static void renumber_person(struct text *t, uint64_t *seed)
{
	char old[64], new[64];
	size_t at = 0;
	if (!next_element(t, "cpr", &at, old, sizeof(old)) || strlen(old) < 10)
		return;
	snprintf(new, sizeof(new), "%.*s%03u", (int)strlen(old) - 3, old,
	    (unsigned)draw(seed, 1000));
	replace_all(t, old, new);
}

/* One krone up or down in one amount. */
static void slip(struct text *t, uint64_t *seed)
{
	char old[64];
	size_t at = 0;
	uint64_t skip = draw(seed, 4);
	while (next_element(t, "beloeb", &at, old, sizeof(old)) && skip-- > 0)
		;
	size_t kroner = strcspn(old, ".");
	if (at > 0 && kroner > 0 && old[kroner] == '.' &&
	    old[kroner - 1] >= '0' && old[kroner - 1] <= '9')
		t->data[at + kroner - 1] =
		    old[kroner - 1] == '9' ? '8' : (char)(old[kroner - 1] + 1);
}

/* ---- dates ------------------------------------------------------------- */

struct day {
	int year, month, day;
};

static int days_in(const struct day *d)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	return days[d->month - 1] + (d->month == 2 && d->year % 4 == 0);
}

/* Births, old approvals and the tariffs' first of January stay where they
 * are, and so does December: every paper keeps its year. */
static bool moves(const struct day *d)
{
	return d->year >= 2020 && d->month >= 1 && d->month <= 11 &&
	    d->day >= 1 && d->day <= days_in(d) &&
	    (d->month > 1 || d->day > 1);
}

static void move(struct day *d, int days)
{
	d->day += days;
	if (d->day > days_in(d)) {
		d->day -= days_in(d);
		d->month++;
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "2025-03-01" at `at`. */
static bool iso_date(const struct text *t, size_t at, struct day *out)
{
	const char *s = t->data + at;
	for (size_t i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? s[i] != '-' : !is_digit(s[i]))
			return false;
	if (is_digit(s[10]) || s[10] == '-' || (at > 0 && s[-1] != '>' &&
	    s[-1] != '"'))
		return false;
	return sscanf(s, "%4d-%2d-%2d", &out->year, &out->month, &out->day) ==
	    3;
}

/* "1. marts 2025" at `at`: its bytes, or 0. */
static size_t danish_date(const struct text *t, size_t at, struct day *out)
{
	char month[16];
	int size = 0;
	if (at > 0 && (is_digit(t->data[at - 1]) || t->data[at - 1] == '.'))
		return 0;
	if (sscanf(t->data + at, "%2d. %15[a-z] %4d%n", &out->day, month,
	        &out->year, &size) != 3)
		return 0;
	for (out->month = 1; out->month <= 12; out->month++)
		if (strcmp(month, months[out->month - 1]) == 0)
			return (size_t)size;
	return 0;
}

static void move_dates(struct text *t, int days)
{
	char new[64];
	struct day d;
	for (size_t at = 0; at < t->size; at++) {
		size_t size;
		if (!is_digit(t->data[at]))
			continue;
		if (iso_date(t, at, &d) && moves(&d)) {
			move(&d, days);
			snprintf(new, sizeof(new), "%04d-%02d-%02d", d.year,
			    d.month, d.day);
			replace_at(t, at, 10, new);
		} else if ((size = danish_date(t, at, &d)) > 0 && moves(&d)) {
			move(&d, days);
			snprintf(new, sizeof(new), "%d. %s %d", d.day,
			    months[d.month - 1], d.year);
			replace_at(t, at, size, new);
		} else {
			continue;
		}
		at += strlen(new) - 1;
	}
}

/* ---- files ------------------------------------------------------------- */

static void read_file(const char *name, struct text *out)
{
	FILE *file = fopen(name, "rb");
	if (file == NULL)
		die("cannot read", name);
	out->size = fread(out->data, 1, LONGEST, file);
	if (out->size == LONGEST || ferror(file) != 0)
		die("too long or unreadable:", name);
	out->data[out->size] = '\0';
	fclose(file);
}

static void write_file(const char *folder, size_t number,
    const struct text *t)
{
	char name[4096];
	snprintf(name, sizeof(name), "%s/%05zu.xml", folder, number);
	FILE *file = fopen(name, "wb");
	if (file == NULL || fwrite(t->data, 1, t->size, file) != t->size ||
	    fclose(file) != 0)
		die("cannot write", name);
}

int main(int argc, char **argv)
{
	if (argc < 4)
		die("usage:", "corpus FOLDER COUNT SOURCE...");
	size_t count = strtoul(argv[2], NULL, 10);
	struct text t = { malloc(2 * LONGEST), 0 };
	if (t.data == NULL)
		die("no", "memory");
	for (size_t i = 0; i < count; i++) {
		uint64_t seed = UINT64_C(0x9E3779B97F4A7C15) * (i + 1);
		read_file(argv[3 + i % (size_t)(argc - 3)], &t);
		rename_people(&t, "borger", &seed);
		rename_people(&t, "kontaktperson", &seed);
		renumber_person(&t, &seed);
		move_dates(&t, (int)draw(&seed, SHIFT));
		if (draw(&seed, SLIP) == 0)
			slip(&t, &seed);
		write_file(argv[1], i, &t);
	}
	free(t.data);
	return 0;
}
