/*
 * What a text says, and whether two places say the same. What cannot be read
 * is never the same as anything: the answer is then open.
 */
#include "tekst.h"

#include <string.h>

/* ---- reading prose ----------------------------------------------------- */

static size_t skip_space(const struct tekst_flade *flade, size_t at)
{
	return at + tekst_space(flade, at);
}

/* " kl. 14.00"; *minutes of the day. */
static size_t read_clock(
    const struct tekst_flade *flade, size_t at, int *minutes)
{
	size_t end = at + (flade->data[at] == ',');
	size_t size;
	int hour;
	int minute = 0;

	end = skip_space(flade, end);
	size = tekst_reads(flade, end, "klokken");
	if (size == 0)
		size = tekst_reads(flade, end, "kl");
	if (size == 0)
		return 0;
	end += size;
	end = skip_space(flade, end + (flade->data[end] == '.'));
	size = tekst_digits(flade, end, 2, &hour);
	if (size == 0 || hour > 23)
		return 0;
	end += size;
	if (flade->data[end] == '.' || flade->data[end] == ':') {
		size = tekst_digits(flade, end + 1, 2, &minute);
		end += size == 2 ? 3 : 0;
		minute = size == 2 ? minute : 0;
	}
	*minutes = hour * 60 + minute;
	return end - at;
}

/* A text that is a date and nothing else. */
static int is_date(struct tekst_vaerdi *out)
{
	static const char *const before[] = { "den", "d", "pr", "fra", NULL };
	const struct tekst_flade *flade = &out->flade;
	size_t at = 0;
	size_t from = skip_space(flade, 0);
	size_t size;

	out->minutes = -1;
	if (!tekst_dato_find(flade, &at, &out->dato))
		return 0;
	while (from < out->dato.begin &&
	       tekst_one_of(flade, from, before, &size) >= 0) {
		from += size;
		from += flade->data[from] == '.';
		from = skip_space(flade, from);
	}
	if (from != out->dato.begin)
		return 0;
	at += read_clock(flade, at, &out->minutes);
	at += flade->data[at] == '.';
	return skip_space(flade, at) == flade->size;
}

kt_status tekst_vaerdi_read(const struct kt_host *host, struct kt_call *call,
    struct kt_string text, struct tekst_vaerdi *out)
{
	kt_status status;

	memset(out, 0, sizeof(*out));
	out->text = tekst_trim(text);
	status = tekst_flade_create(out->text, &out->flade);
	out->too_long = out->text.size > TEKST_LONGEST_VALUE;
	if (status != KT_OK || out->too_long)
		return status;
	if (is_date(out))
		out->kind = TEKST_DATE;
	else if (tekst_varighed_whole(host, call, &out->flade, &out->varighed))
		out->kind = TEKST_PERIOD;
	else if (tekst_tal_whole(host, call, &out->flade, &out->tal))
		out->kind = TEKST_NUMBER;
	return KT_OK;
}

/* ---- reading fields ---------------------------------------------------- */

static void set_date(struct tekst_vaerdi *out, const struct kt_date *date)
{
	out->kind = TEKST_DATE;
	out->dato.day = date->day;
	out->dato.month = date->month;
	out->dato.year = date->year;
	out->dato.year_digits = 4;
}

static int is_moment(
    const struct kt_host *host, struct kt_call *call, struct tekst_vaerdi *out)
{
	struct kt_value value = host->parse(call, out->text, KT_DATE);

	out->minutes = -1;
	if (value.kind == KT_DATE) {
		set_date(out, &value.u.date);
		return 1;
	}
	if (memchr(out->text.data, 'T', out->text.size) == NULL)
		return 0;
	value = host->parse(call, out->text, KT_DATETIME);
	if (value.kind != KT_DATETIME)
		return 0;
	set_date(out, &value.u.datetime.date);
	out->minutes =
	    value.u.datetime.time.hour * 60 + value.u.datetime.time.minute;
	return 1;
}

/* A code, or digits that are no quantity. */
static int is_token(struct kt_string text)
{
	int digits = 1;

	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];

		digits &= tekst_is_digit(c);
		if ((c < 'a' || c > 'z') && !tekst_is_digit(c) && c != '-')
			return 0;
	}
	return !digits || (text.size > 1 && text.data[0] == '0');
}

kt_status tekst_vaerdi_field(const struct kt_host *host, struct kt_call *call,
    struct kt_string text, struct tekst_vaerdi *out)
{
	struct kt_value value;
	kt_status status;

	memset(out, 0, sizeof(*out));
	out->text = tekst_trim(text);
	status = tekst_flade_create(out->text, &out->flade);
	out->too_long = out->text.size > TEKST_LONGEST_VALUE;
	if (status != KT_OK || out->too_long || out->text.size == 0)
		return status;
	out->is_token = is_token(out->text);
	if (is_moment(host, call, out))
		return KT_OK;
	value = host->parse(call, out->text, KT_DURATION);
	if (value.kind == KT_DURATION) {
		out->kind = TEKST_PERIOD;
		out->varighed.length = value.u.duration;
		return KT_OK;
	}
	value = host->parse(call, out->text, KT_DECIMAL);
	if (value.kind == KT_DECIMAL && !out->is_token) {
		out->kind = TEKST_NUMBER;
		out->tal.value = value.u.decimal;
	}
	return KT_OK;
}

void tekst_vaerdi_finish(struct tekst_vaerdi *vaerdi)
{
	tekst_flade_destroy(&vaerdi->flade);
}

/* ---- words ------------------------------------------------------------- */

/* A walk through the letters of a surface: æ, ø and å as the two letters that
 * codes write for them, without spaces and hyphens. */
struct walk {
	const struct tekst_flade *flade;
	size_t at;
	char second; /* letter that is still to come; 0: none */
};

static char step(struct walk *walk)
{
	static const struct {
		const char *letter;
		const char *pair;
	} pairs[] = { { "æ", "ae" }, { "ø", "oe" }, { "å", "aa" },
		{ "ä", "ae" }, { "ö", "oe" } };
	const struct tekst_flade *flade = walk->flade;
	char c = walk->second;

	walk->second = '\0';
	if (c != '\0')
		return c;
	while (flade->data[walk->at] == ' ' || flade->data[walk->at] == '-')
		walk->at++;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (tekst_starts(flade, walk->at, pairs[i].letter) == 0)
			continue;
		walk->at += 2;
		walk->second = pairs[i].pair[1];
		return pairs[i].pair[0];
	}
	c = flade->data[walk->at];
	walk->at += c != '\0';
	return c;
}

enum start { ALIKE, FIRST_IS_LONGER, SECOND_IS_LONGER, UNLIKE };

/* `rest` is the first letter that the longer one goes on with. */
static enum start compare_words(const struct tekst_flade *a,
    const struct tekst_flade *b, struct walk *first)
{
	struct walk second = { b, 0, '\0' };
	char x;
	char y;

	*first = (struct walk){ a, 0, '\0' };
	do {
		struct walk before = *first;

		x = step(first);
		y = step(&second);
		if (y == '\0' && x != '\0') {
			*first = before;
			return FIRST_IS_LONGER;
		}
	} while (x == y && x != '\0');
	if (x == y)
		return ALIKE;
	return x == '\0' ? SECOND_IS_LONGER : UNLIKE;
}

int tekst_same_words(const struct tekst_flade *a, const struct tekst_flade *b,
    const char *suffix)
{
	struct walk rest;
	enum start start = compare_words(a, b, &rest);

	if (start != FIRST_IS_LONGER)
		return start == ALIKE;
	while (*suffix != '\0' && step(&rest) == *suffix)
		suffix++;
	return *suffix == '\0' && step(&rest) == '\0';
}

static int has_space(const struct tekst_flade *flade)
{
	return memchr(flade->data, ' ', flade->size) != NULL;
}

static int is_digits(const struct tekst_flade *flade)
{
	size_t i = 0;

	while (i < flade->size &&
	       (tekst_is_digit(flade->data[i]) || flade->data[i] == ' ' ||
		   flade->data[i] == '-'))
		i++;
	return i == flade->size;
}

/* A field of words, or a code. What else a code could be called is not known
 * here, so that only another word of the same kind contradicts it. */
static enum tekst_answer agree_words(
    const struct tekst_vaerdi *text, const struct tekst_vaerdi *field)
{
	struct walk rest;

	if (tekst_same_words(&text->flade, &field->flade, "") ||
	    tekst_same_words(&text->flade, &field->flade, "s"))
		return TEKST_SAME;
	if (!field->is_token)
		return TEKST_DIFFERENT;
	if (is_digits(&field->flade))
		return is_digits(&text->flade) ? TEKST_DIFFERENT : TEKST_OPEN;
	if (tekst_is(field->text, "ja") || tekst_is(field->text, "nej")) {
		return tekst_is(text->text, "ja") || tekst_is(text->text, "nej")
			   ? TEKST_DIFFERENT
			   : TEKST_OPEN;
	}
	if (has_space(&text->flade) ||
	    compare_words(&text->flade, &field->flade, &rest) != UNLIKE)
		return TEKST_OPEN;
	return TEKST_DIFFERENT;
}

/* ---- dates and numbers ------------------------------------------------- */

enum tekst_answer tekst_dato_agree(
    const struct tekst_dato *a, const struct tekst_dato *b)
{
	int digits =
	    a->year_digits < b->year_digits ? a->year_digits : b->year_digits;

	if (a->day != b->day || a->month != b->month)
		return TEKST_DIFFERENT;
	if (digits == 0)
		return TEKST_OPEN;
	if (digits == 2)
		return a->year % 100 == b->year % 100 ? TEKST_SAME
						      : TEKST_DIFFERENT;
	return a->year == b->year ? TEKST_SAME : TEKST_DIFFERENT;
}

static int same_number(const struct kt_host *host, const struct kt_decimal *a,
    const struct kt_decimal *b)
{
	return host->decimal_compare(a, b) == 0;
}

/* A percentage may stand in a field as a share of one. */
static int same_share(const struct kt_host *host, const struct kt_decimal *text,
    const struct kt_decimal *field)
{
	static const struct kt_decimal hundred = { 0, 100, 0, 0 };
	struct kt_decimal percent;

	return host->decimal(KT_MULTIPLY, field, &hundred, &percent) == KT_OK &&
	       same_number(host, text, &percent);
}

static enum tekst_answer compare_numbers(const struct kt_host *host,
    const struct tekst_tal *text, const struct tekst_tal *field)
{
	if (same_number(host, &text->value, &field->value) ||
	    (text->percent && same_share(host, &text->value, &field->value)))
		return TEKST_SAME;
	/* "3.320" against 3.32 */
	if ((text->has_other &&
		same_number(host, &text->other, &field->value)) ||
	    (field->has_other &&
		same_number(host, &text->value, &field->other)))
		return TEKST_OPEN;
	return TEKST_DIFFERENT;
}

/* ---- periods ----------------------------------------------------------- */

struct span {
	int64_t least; /* seconds */
	int64_t most;
};

/* How long a period can be, wherever it begins; 0: beyond the calendar. */
static int span_of(const struct kt_host *host, const struct kt_duration *length,
    struct span *out)
{
	static const struct kt_date first = { 2000, 1, 1 };
	struct kt_duration months = { length->months, 0 };

	out->least = INT64_MAX;
	out->most = INT64_MIN;
	/* four years hold every order of months */
	for (int i = 0; i < 48; i++) {
		struct kt_duration before = { i, 0 };
		struct kt_date from;
		struct kt_date to;
		int64_t days;

		if (host->date_add(&first, &before, &from) != KT_OK ||
		    host->date_add(&from, &months, &to) != KT_OK)
			return 0;
		days = host->date_number(&to) - host->date_number(&from);
		if (days < out->least)
			out->least = days;
		if (days > out->most)
			out->most = days;
	}
	out->least = out->least * 86400 + length->seconds;
	out->most = out->most * 86400 + length->seconds;
	return 1;
}

/* A month against thirty days is open; against fourteen it is not. */
static enum tekst_answer compare_lengths(const struct kt_host *host,
    const struct kt_duration *a, const struct kt_duration *b)
{
	struct span x;
	struct span y;

	if (a->months == b->months)
		return a->seconds == b->seconds ? TEKST_SAME : TEKST_DIFFERENT;
	if (a->seconds == b->seconds)
		return TEKST_DIFFERENT;
	if (!span_of(host, a, &x) || !span_of(host, b, &y))
		return TEKST_OPEN;
	return x.most < y.least || y.most < x.least ? TEKST_DIFFERENT
						    : TEKST_OPEN;
}

/* ---- whole values ------------------------------------------------------ */

static enum tekst_answer agree_dates(
    const struct tekst_vaerdi *text, const struct tekst_vaerdi *field)
{
	enum tekst_answer answer = tekst_dato_agree(&text->dato, &field->dato);

	if (answer != TEKST_DIFFERENT && text->minutes >= 0 &&
	    field->minutes >= 0 && text->minutes != field->minutes)
		return TEKST_DIFFERENT;
	return answer;
}

enum tekst_answer tekst_vaerdi_agree(const struct kt_host *host,
    const struct tekst_vaerdi *text, const struct tekst_vaerdi *field)
{
	struct tekst_tal counted;

	if (text->too_long || field->too_long)
		return TEKST_OPEN;
	if (field->kind == TEKST_WORDS)
		return agree_words(text, field);
	if (field->kind == TEKST_NUMBER && text->kind == TEKST_PERIOD &&
	    text->varighed.counted) {
		memset(&counted, 0, sizeof(counted));
		counted.value = text->varighed.number;
		return compare_numbers(host, &counted, &field->tal);
	}
	if (field->kind != text->kind)
		return TEKST_OPEN;
	if (field->kind == TEKST_DATE)
		return agree_dates(text, field);
	if (field->kind == TEKST_NUMBER)
		return compare_numbers(host, &text->tal, &field->tal);
	return compare_lengths(
	    host, &text->varighed.length, &field->varighed.length);
}

enum tekst_answer tekst_vaerdi_repeat(const struct kt_host *host,
    const struct tekst_vaerdi *a, const struct tekst_vaerdi *b)
{
	if (a->too_long || b->too_long)
		return TEKST_OPEN;
	/* "2027-28" against "2026" */
	if (a->kind != b->kind && is_digits(&a->flade) && is_digits(&b->flade))
		return TEKST_DIFFERENT;
	if (a->kind != b->kind)
		return TEKST_OPEN;
	if (a->kind == TEKST_DATE)
		return agree_dates(a, b);
	if (a->kind == TEKST_NUMBER)
		return compare_numbers(host, &a->tal, &b->tal);
	if (a->kind == TEKST_PERIOD &&
	    a->varighed.running != b->varighed.running)
		return TEKST_DIFFERENT;
	if (a->kind == TEKST_PERIOD)
		return compare_lengths(
		    host, &a->varighed.length, &b->varighed.length);
	return tekst_same_words(&a->flade, &b->flade, "") ? TEKST_SAME
							  : TEKST_DIFFERENT;
}
