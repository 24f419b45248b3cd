/*
 * Numbers in digits and in words, and periods of time. Danish numbers have a
 * comma before the decimals and dots between thousands; what could be read
 * otherwise keeps both readings.
 */
#include "tekst.h"

#include <string.h>

enum { MOST_DIGITS = 18 };

/* ---- digits ------------------------------------------------------------ */

/* The digits of a number as the host reads them: "3320.00". */
struct digits {
	char text[2 * MOST_DIGITS + 4];
	size_t size;
	size_t whole; /* digits before the decimals */
	size_t groups; /* of three after the first */
};

static size_t count_digits(const struct tekst_flade *flade, size_t at)
{
	size_t size = 0;

	while (size <= MOST_DIGITS && tekst_is_digit(flade->data[at + size]))
		size++;
	return size;
}

static void take(
    struct digits *out, const struct tekst_flade *flade, size_t at, size_t size)
{
	memcpy(out->text + out->size, flade->data + at, size);
	out->size += size;
}

/* ".320", " 320": three digits after the mark that parts thousands. */
static int is_group(const struct tekst_flade *flade, size_t at, char mark)
{
	return flade->data[at] == mark && count_digits(flade, at + 1) == 3;
}

/* 0 where there are more digits than a number here has. */
static size_t read_whole(
    const struct tekst_flade *flade, size_t at, struct digits *out)
{
	size_t size = count_digits(flade, at);
	size_t end = at + size;
	char mark;

	if (size == 0 || size > MOST_DIGITS)
		return 0;
	take(out, flade, at, size);
	mark = flade->data[end];
	if (size <= 3 && flade->data[at] != '0' &&
	    (mark == '.' || mark == ' ' || mark == '\'')) {
		while (out->size + 3 <= MOST_DIGITS &&
		       is_group(flade, end, mark)) {
			take(out, flade, end + 1, 3);
			end += 4;
			out->groups++;
		}
	}
	out->whole = out->size;
	return end - at;
}

static size_t read_decimals(
    const struct tekst_flade *flade, size_t at, struct digits *out)
{
	char mark = flade->data[at];
	size_t size = count_digits(flade, at + (mark != '\0'));

	if (mark == ',' && flade->data[at + 1] == '-')
		return 2; /* "100,-" */
	if (size == 0 || size > MOST_DIGITS ||
	    (mark != ',' && (mark != '.' || out->groups > 0)))
		return 0;
	out->text[out->size++] = '.';
	take(out, flade, at + 1, size);
	return size + 1;
}

static int parse(const struct kt_host *host, struct kt_call *call,
    const char *text, size_t size, struct kt_decimal *out)
{
	struct kt_string s = { text, size };
	struct kt_value value = host->parse(call, s, KT_DECIMAL);

	*out = value.u.decimal;
	return value.kind == KT_DECIMAL;
}

size_t tekst_tal_digits(const struct kt_host *host, struct kt_call *call,
    const struct tekst_flade *flade, size_t at, struct tekst_tal *out)
{
	struct digits digits;
	size_t size;
	size_t decimals;

	memset(&digits, 0, sizeof(digits));
	memset(out, 0, sizeof(*out));
	size = read_whole(flade, at, &digits);
	if (size == 0)
		return 0;
	decimals = read_decimals(flade, at + size, &digits);
	if (!parse(host, call, digits.text, digits.size, &out->value))
		return 0;
	/* "3.320": with a dot for the comma, a number a thousandth as large */
	if (digits.groups == 1 && decimals == 0 &&
	    flade->data[at + size - 4] == '.') {
		memmove(digits.text + digits.whole - 2,
		    digits.text + digits.whole - 3, 3);
		digits.text[digits.whole - 3] = '.';
		out->has_other = parse(
		    host, call, digits.text, digits.size + 1, &out->other);
	}
	return size + decimals;
}

/* ---- words ------------------------------------------------------------- */

struct named {
	const char *word;
	int value;
};

/* A longer word stands before its beginning. */
static const struct named teens[] = { { "elleve", 11 }, { "tolv", 12 },
	{ "tretten", 13 }, { "fjorten", 14 }, { "femten", 15 },
	{ "seksten", 16 }, { "sytten", 17 }, { "atten", 18 }, { "nitten", 19 },
	{ NULL, 0 } };
static const struct named tens[] = { { "tyve", 20 }, { "tredive", 30 },
	{ "fyrretyve", 40 }, { "fyrre", 40 }, { "halvtredsindstyve", 50 },
	{ "halvtreds", 50 }, { "tresindstyve", 60 }, { "tres", 60 },
	{ "halvfjerdsindstyve", 70 }, { "halvfjerds", 70 },
	{ "firsindstyve", 80 }, { "firs", 80 }, { "halvfemsindstyve", 90 },
	{ "halvfems", 90 }, { NULL, 0 } };
static const struct named units[] = { { "nul", 0 }, { "én", 1 }, { "ét", 1 },
	{ "een", 1 }, { "eet", 1 }, { "en", 1 }, { "et", 1 }, { "tre", 3 },
	{ "to", 2 }, { "fire", 4 }, { "fem", 5 }, { "seks", 6 }, { "syv", 7 },
	{ "otte", 8 }, { "ni", 9 }, { "ti", 10 }, { NULL, 0 } };
static const struct named hundreds[] = { { "hundreder", 100 },
	{ "hundrede", 100 }, { "hundred", 100 }, { NULL, 0 } };
static const struct named thousands[] = { { "tusinder", 1000 },
	{ "tusinde", 1000 }, { "tusind", 1000 }, { NULL, 0 } };

static size_t find(const struct tekst_flade *flade, size_t at,
    const struct named *list, int *value)
{
	for (; list->word != NULL; list++) {
		size_t size = tekst_starts(flade, at, list->word);

		*value = list->value;
		if (size > 0)
			return size;
	}
	return 0;
}

/* A space or hyphen, and "og" where it stands, between parts of a number. */
static size_t joint(const struct tekst_flade *flade, size_t at, int *with_og)
{
	size_t size = 0;
	size_t og;

	size += flade->data[at] == ' ' || flade->data[at] == '-';
	og = tekst_starts(flade, at + size, "og");
	*with_og = og > 0;
	if (og > 0) {
		size += og;
		size += flade->data[at + size] == ' ' ||
			flade->data[at + size] == '-';
	}
	return size;
}

/* Whether a part of a number may end here: "to hundrede tilbud" is not 210. */
static int closes(const struct tekst_flade *flade, size_t at)
{
	return tekst_is_end(flade, at) ||
	       tekst_starts(flade, at, "hundred") > 0 ||
	       tekst_starts(flade, at, "tusind") > 0;
}

/* "enogtyve", "tolv", "tres" */
static size_t below_hundred(
    const struct tekst_flade *flade, size_t at, int64_t *out)
{
	int value;
	int ten;
	int with_og;
	size_t more;
	size_t gap;
	size_t size = find(flade, at, tens, &value);

	if (size == 0)
		size = find(flade, at, teens, &value);
	*out = value;
	if (size > 0)
		return size;
	size = find(flade, at, units, &value);
	*out = value;
	if (size == 0 || value == 0 || value > 9)
		return size;
	gap = joint(flade, at + size, &with_og);
	more = with_og ? find(flade, at + size + gap, tens, &ten) : 0;
	if (more == 0 || !closes(flade, at + size + gap + more))
		return size;
	*out = value + ten;
	return size + gap + more;
}

/* "to hundrede og fem": a unit may stand before the hundred, and less than a
 * hundred after it. */
static size_t below_thousand(
    const struct tekst_flade *flade, size_t at, int64_t *out)
{
	int hundred;
	int with_og;
	int64_t rest;
	size_t gap = 0;
	size_t more;
	size_t size = below_hundred(flade, at, out);

	if (size == 0)
		*out = 1;
	else
		gap = joint(flade, at + size, &with_og);
	if (size > 0 && (with_og || *out < 1 || *out > 9))
		return size;
	more = find(flade, at + size + gap, hundreds, &hundred);
	if (more == 0)
		return size;
	size += gap + more;
	*out *= 100;
	gap = joint(flade, at + size, &with_og);
	more = below_hundred(flade, at + size + gap, &rest);
	if (more == 0 || !closes(flade, at + size + gap + more))
		return size;
	*out += rest;
	return size + gap + more;
}

size_t tekst_tal_words(
    const struct tekst_flade *flade, size_t at, int64_t *value)
{
	int thousand;
	int with_og = 0;
	int64_t rest;
	size_t gap = 0;
	size_t more;
	size_t size;

	if (!tekst_is_start(flade, at) || tekst_letter(flade, at) == 0)
		return 0;
	size = below_thousand(flade, at, value);
	if (size == 0)
		*value = 1;
	else
		gap = joint(flade, at + size, &with_og);
	more = with_og ? 0 : find(flade, at + size + gap, thousands, &thousand);
	if (more > 0 && *value > 0) {
		size += gap + more;
		*value *= 1000;
		gap = joint(flade, at + size, &with_og);
		more = below_thousand(flade, at + size + gap, &rest);
		if (more > 0 && tekst_is_end(flade, at + size + gap + more)) {
			size += gap + more;
			*value += rest;
		}
	}
	return size > 0 && tekst_is_end(flade, at + size) ? size : 0;
}

/* ---- units ------------------------------------------------------------- */

enum unit { NO_UNIT, DAYS, WEEKS, MONTHS, QUARTERS, YEARS, HOURS, OTHER_UNIT };

static const struct named unit_words[] = { { "dag", DAYS }, { "dage", DAYS },
	{ "dages", DAYS }, { "kalenderdag", DAYS }, { "kalenderdage", DAYS },
	{ "kalenderdages", DAYS }, { "døgn", DAYS }, { "døgns", DAYS },
	{ "uge", WEEKS }, { "uger", WEEKS }, { "uges", WEEKS },
	{ "ugers", WEEKS }, { "måned", MONTHS }, { "måneder", MONTHS },
	{ "måneds", MONTHS }, { "måneders", MONTHS }, { "kvartal", QUARTERS },
	{ "kvartaler", QUARTERS }, { "år", YEARS }, { "års", YEARS },
	{ "time", HOURS }, { "timer", HOURS }, { "timers", HOURS },
	{ "kr", OTHER_UNIT }, { "krone", OTHER_UNIT }, { "kroner", OTHER_UNIT },
	{ "dkk", OTHER_UNIT }, { "pct", OTHER_UNIT }, { "procent", OTHER_UNIT },
	{ "procentpoint", OTHER_UNIT }, { "hverdag", OTHER_UNIT },
	{ "hverdage", OTHER_UNIT }, { "hverdages", OTHER_UNIT },
	{ "arbejdsdag", OTHER_UNIT }, { "arbejdsdage", OTHER_UNIT },
	{ "bankdage", OTHER_UNIT }, { "minutter", OTHER_UNIT }, { NULL, 0 } };

static enum unit unit_at(
    const struct tekst_flade *flade, size_t at, size_t *size)
{
	const struct named *unit = unit_words;

	*size = 0;
	for (; unit->word != NULL && *size == 0; unit++)
		*size = tekst_reads(flade, at, unit->word);
	if (*size == 0) {
		*size = flade->data[at] == '%';
		return *size > 0 ? OTHER_UNIT : NO_UNIT;
	}
	unit--;
	if (unit->value == OTHER_UNIT && flade->data[at + *size] == '.')
		++*size;
	return (enum unit)unit->value;
}

size_t tekst_unit(const struct tekst_flade *flade, size_t at)
{
	size_t size;

	return unit_at(flade, at, &size) != NO_UNIT ? size : 0;
}

static size_t skip_space(const struct tekst_flade *flade, size_t at)
{
	return at + tekst_space(flade, at);
}

/* Whether nothing but a full stop is left. */
static int is_over(const struct tekst_flade *flade, size_t at)
{
	at = skip_space(flade, at);
	at += flade->data[at] == '.';
	return skip_space(flade, at) == flade->size;
}

/* ---- whole numbers ----------------------------------------------------- */

static size_t read_number(const struct kt_host *host, struct kt_call *call,
    const struct tekst_flade *flade, size_t at, struct tekst_tal *out)
{
	int64_t value;
	size_t size = tekst_tal_digits(host, call, flade, at, out);

	if (size > 0)
		return size;
	memset(out, 0, sizeof(*out));
	size = tekst_tal_words(flade, at, &value);
	if (size > 0)
		out->value.low = (uint64_t)value;
	return size;
}

static int multiply(
    const struct kt_host *host, struct tekst_tal *tal, uint64_t by)
{
	struct kt_decimal factor = { 0, by, 0, 0 };

	tal->has_other = 0;
	return host->decimal(KT_MULTIPLY, &tal->value, &factor, &tal->value) ==
	       KT_OK;
}

/* "1,2 mio." */
static int read_scale(const struct kt_host *host,
    const struct tekst_flade *flade, size_t *at, struct tekst_tal *tal)
{
	static const char *const words[] = { "mio", "million", "millioner",
		"mia", "milliard", "milliarder", NULL };
	size_t size;
	size_t from = skip_space(flade, *at);
	int index = tekst_one_of(flade, from, words, &size);

	if (index < 0)
		return 1;
	*at = from + size + (flade->data[from + size] == '.');
	return multiply(host, tal, index < 3 ? 1000000 : 1000000000);
}

int tekst_tal_whole(const struct kt_host *host, struct kt_call *call,
    const struct tekst_flade *flade, struct tekst_tal *out)
{
	size_t at = skip_space(flade, 0);
	size_t size;

	/* a currency before the number */
	if (unit_at(flade, at, &size) == OTHER_UNIT && flade->data[at] != '%')
		at = skip_space(flade, at + size);
	size = read_number(host, call, flade, at, out);
	if (size == 0)
		return 0;
	at += size;
	if (!read_scale(host, flade, &at, out))
		return 0;
	at = skip_space(flade, at);
	out->percent = flade->data[at] == '%' ||
		       tekst_reads(flade, at, "pct") > 0 ||
		       tekst_reads(flade, at, "procent") > 0;
	if (unit_at(flade, at, &size) != NO_UNIT)
		at += size;
	return is_over(flade, at);
}

/* ---- periods ----------------------------------------------------------- */

/* A whole number that is not too large to count with. */
static int small(
    const struct kt_host *host, const struct kt_decimal *value, int64_t *out)
{
	static const struct kt_decimal zero = { 0, 0, 0, 0 };
	struct kt_decimal whole;

	if (host->decimal(KT_ROUND_HALF_UP, value, &zero, &whole) != KT_OK ||
	    host->decimal_compare(&whole, value) != 0 || whole.high != 0 ||
	    whole.scale != 0 || whole.low > 100000)
		return 0;
	*out = (int64_t)whole.low;
	return 1;
}

static int add_period(const struct kt_host *host, enum unit unit,
    const struct kt_decimal *number, struct kt_duration *out)
{
	static const struct {
		uint64_t months;
		uint64_t seconds;
	} sizes[] = { [DAYS] = { 0, 86400 },
		[WEEKS] = { 0, 7 * 86400 },
		[MONTHS] = { 1, 0 },
		[QUARTERS] = { 3, 0 },
		[YEARS] = { 12, 0 },
		[HOURS] = { 0, 3600 } };
	struct kt_decimal size = { 0, sizes[unit].months, 0, 0 };
	struct kt_decimal days = { 0, sizes[unit].seconds / 3600, 0, 0 };
	struct kt_decimal product;
	int64_t count;

	if (sizes[unit].months == 0)
		size = days;
	if (host->decimal(KT_MULTIPLY, number, &size, &product) != KT_OK ||
	    !small(host, &product, &count))
		return 0;
	if (sizes[unit].months > 0)
		out->months += count;
	else
		out->seconds += count * 3600;
	return 1;
}

/* "halvandet år", "et halvt år", "et kvartal": the number of halves. */
static size_t read_half(
    const struct tekst_flade *flade, size_t at, struct tekst_tal *out)
{
	static const char *const words[] = { "halvandet", "halvanden",
		"et halvt", "en halv", "et halv", NULL };
	size_t size;
	int index = tekst_one_of(flade, at, words, &size);

	if (index < 0)
		return 0;
	memset(out, 0, sizeof(*out));
	out->value = (struct kt_decimal){ 0, index < 2 ? 15 : 5, 1, 0 };
	return size;
}

/* "(tredive) " after a number in digits says the same again. */
static size_t skip_words_in_brackets(const struct tekst_flade *flade, size_t at)
{
	size_t from = skip_space(flade, at);
	int64_t value;
	size_t size;

	if (flade->data[from] != '(')
		return at;
	size = tekst_tal_words(flade, from + 1, &value);
	return size > 0 && flade->data[from + 1 + size] == ')' ? from + size + 2
							       : at;
}

/* One number with its unit; 0: it does not read. */
static size_t read_part(const struct kt_host *host, struct kt_call *call,
    const struct tekst_flade *flade, size_t at, struct tekst_varighed *out)
{
	struct tekst_tal number;
	size_t end;
	size_t size = read_half(flade, at, &number);
	enum unit unit;

	if (size == 0)
		size = read_number(host, call, flade, at, &number);
	if (size == 0 || number.has_other)
		return 0;
	end = skip_words_in_brackets(flade, at + size);
	end += flade->data[end] == '-';
	end = skip_space(flade, end);
	unit = unit_at(flade, end, &size);
	if (unit == NO_UNIT || unit == OTHER_UNIT ||
	    !add_period(host, unit, &number.value, &out->length))
		return 0;
	out->number = number.value;
	return end + size - at;
}

/* "løbende måned + " */
static size_t read_running(
    const struct tekst_flade *flade, size_t at, struct tekst_varighed *out)
{
	static const char *const words[] = { "løbende måned",
		"den løbende måned", "løbende måneds", NULL };
	static const char *const joints[] = { "plus", "og", "samt", "med",
		NULL };
	size_t size;
	size_t more;

	if (tekst_one_of(flade, at, words, &size) < 0)
		return 0;
	out->running = 1;
	size += tekst_space(flade, at + size);
	if (flade->data[at + size] == '+')
		size++;
	else if (tekst_one_of(flade, at + size, joints, &more) >= 0)
		size += more;
	return size + tekst_space(flade, at + size);
}

/* The word between two parts, or none. */
static size_t read_joint(const struct tekst_flade *flade, size_t at)
{
	size_t end = at + (flade->data[at] == ',');

	end = skip_space(flade, end);
	if (flade->data[end] == '+')
		return skip_space(flade, end + 1) - at;
	end += tekst_reads(flade, end, "og");
	return skip_space(flade, end) - at;
}

int tekst_varighed_whole(const struct kt_host *host, struct kt_call *call,
    const struct tekst_flade *flade, struct tekst_varighed *out)
{
	size_t at = skip_space(flade, 0);
	size_t parts = 0;
	size_t size;

	memset(out, 0, sizeof(*out));
	if (tekst_reads(flade, at, "netto") > 0)
		at = skip_space(flade, at + strlen("netto"));
	at += read_running(flade, at, out);
	while (at < flade->size && parts < 4) {
		size = read_part(host, call, flade, at, out);
		if (size == 0)
			break;
		at += size;
		parts++;
		at += read_joint(flade, at);
	}
	if (parts > 0) {
		at += tekst_reads(flade, at, "varsel");
		at += tekst_reads(flade, at, "netto");
	}
	out->counted = parts == 1 && !out->running;
	return (parts > 0 || out->running) && is_over(flade, at);
}
