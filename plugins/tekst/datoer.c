/*
 * The check `datoer`: dates in running text. A day that does not exist and a
 * weekday that does not fit are wrong by themselves; a date in a field of the
 * text must be the one that the field points to. A date without a year is
 * open, unless it comes back every year.
 */
#include "tekst.h"

#include <stdio.h>
#include <string.h>

enum { NEARBY = 120 /* bytes in which a word belongs to the date */ };

enum { MOST_REPEATS = 32 };

struct search {
	struct tekst_run run;
	kt_node subject;
	kt_node block;
	int repeats_are_read;
	struct tekst_flade repeats[MOST_REPEATS]; /* words: it comes back */
	size_t repeat_count;
};

/* Whether the date falls on its weekday; the years of two digits belong to a
 * century that has such a day, or the answer is no. */
static int fits(const struct kt_host *host, const struct tekst_dato *dato,
    int century, struct kt_date *date)
{
	struct tekst_dato full = *dato;

	if (dato->year_digits == 2)
		full.year += century;
	full.year_digits = 4;
	*date = (struct kt_date){ full.year, full.month, full.day };
	return tekst_dato_exists(&full) &&
	       tekst_weekday(host, date) == dato->weekday;
}

/* ---- one date by itself ------------------------------------------------ */

static void report_at(struct search *search, const struct tekst_flade *flade,
    const struct tekst_dato *dato, struct kt_string required, const char *da,
    const char *en)
{
	struct kt_string passage =
	    tekst_flade_passage(flade, dato->begin, dato->end);
	struct kt_finding finding;

	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = search->block;
	finding.text_offset = (size_t)(passage.data - flade->source.data);
	finding.text_size = passage.size;
	finding.found = passage;
	finding.required = required;
	finding.note_da = tekst_slice(da);
	finding.note_en = tekst_slice(en);
	tekst_report(&search->run, &finding);
}

static void report_missing_day(struct search *search,
    const struct tekst_flade *flade, const struct tekst_dato *dato)
{
	report_at(search, flade, dato, tekst_slice(""),
	    "Den dag findes ikke i kalenderen",
	    "There is no such day in the calendar");
}

static void report_weekday(struct search *search,
    const struct tekst_flade *flade, const struct tekst_dato *dato,
    const struct kt_date *date)
{
	int weekday = tekst_weekday(search->run.host, date);
	struct tekst_line day =
	    tekst_date_line(search->run.host, search->run.call, date, 0);
	struct tekst_line english =
	    tekst_date_line(search->run.host, search->run.call, date, 1);
	struct tekst_line da;
	struct tekst_line en;
	struct tekst_line required;

	snprintf(da.data, sizeof(da.data), "Den %.60s er en %s", day.data,
	    tekst_weekday_name(weekday, 0));
	snprintf(en.data, sizeof(en.data), "%.60s is a %s", english.data,
	    tekst_weekday_name(weekday, 1));
	snprintf(required.data, sizeof(required.data), "%s den %.60s",
	    tekst_weekday_name(weekday, 0), day.data);
	report_at(
	    search, flade, dato, tekst_slice(required.data), da.data, en.data);
}

/* Two digits of a year leave the century open, but it is hardly any other than
 * this or the last. */
static void judge_weekday(struct search *search,
    const struct tekst_flade *flade, const struct tekst_dato *dato)
{
	const struct kt_host *host = search->run.host;
	struct kt_date date;
	struct kt_date before;

	if (dato->year_digits == 0) {
		tekst_note(&search->run,
		    "en ugedag kan ikke prøves: datoen har intet årstal",
		    "a weekday cannot be judged: the date has no year");
	} else if (fits(host, dato, 2000, &date)) {
		return;
	} else if (dato->year_digits == 2 && fits(host, dato, 1900, &before)) {
		tekst_note(&search->run,
		    "en ugedag kan ikke prøves: årstallet har kun to cifre",
		    "a weekday cannot be judged: the year has two digits only");
	} else {
		report_weekday(search, flade, dato, &date);
	}
}

/* ---- dates without a year ---------------------------------------------- */

/* "1.-31. marts 2026", "1. marts til 31. august 2026": the other end of the
 * period tells the year. */
static int begins_period(
    const struct tekst_flade *flade, const struct tekst_dato *dato)
{
	static const char *const words[] = { "til", "og", "t.o.m.", NULL };
	struct tekst_dato next;
	size_t at = dato->end + tekst_space(flade, dato->end);
	size_t size;

	if (flade->data[at] == '-') {
		at++;
	} else if (tekst_one_of(flade, at, words, &size) >= 0) {
		at += size;
		size = tekst_starts(flade, at, " og med");
		at += size;
	} else {
		return 0;
	}
	at += tekst_space(flade, at);
	size = tekst_starts(flade, at, "den ");
	at += size > 0 ? size : tekst_starts(flade, at, "d. ");
	return tekst_dato_read(flade, at, &next) > 0 && next.year_digits > 0;
}

/* Whether the word stands near the date, in the same sentence. */
static int stands_near(const struct tekst_flade *flade,
    const struct tekst_dato *dato, const struct tekst_flade *word)
{
	size_t from = dato->begin > NEARBY ? dato->begin - NEARBY : 0;
	size_t to = dato->end + NEARBY;
	int found = 0;

	if (to > flade->size)
		to = flade->size;
	for (size_t at = from; at < to; at++) {
		/* what stood before belongs to another sentence */
		if (flade->data[at] == '.' && flade->data[at + 1] == ' ' &&
		    tekst_letter(flade, at + 2) > 0 &&
		    tekst_is_capital(flade, at + 2)) {
			if (at >= dato->end)
				break;
			found = 0;
		}
		if (!found && tekst_is_start(flade, at) &&
		    tekst_reads(flade, at, word->data) > 0)
			found = 1;
	}
	return found;
}

/* The words that say so. They are read when the first date needs them, so that
 * no other finding rests on them. */
static void read_repeats(struct search *search)
{
	struct tekst_run *run = &search->run;
	struct kt_sequence words;
	struct kt_string text;

	search->repeats_are_read = 1;
	if (!tekst_evaluate(run, "gentages", search->subject, &words))
		return;
	for (size_t i = 0; i < words.count &&
			   search->repeat_count < MOST_REPEATS && !run->failed;
	     i++) {
		if (!tekst_item(run->host, run->call, &words.items[i], &text) ||
		    text.size == 0)
			continue;
		tekst_fail_by(
		    run, tekst_flade_create(
			     text, &search->repeats[search->repeat_count++]));
	}
}

static int comes_back(struct search *search, const struct tekst_flade *flade,
    const struct tekst_dato *dato)
{
	int found = 0;

	if (!search->repeats_are_read)
		read_repeats(search);
	for (size_t i = 0; i < search->repeat_count && !found; i++)
		found = stands_near(flade, dato, &search->repeats[i]);
	return found;
}

static void judge_date(struct search *search, const struct tekst_flade *flade,
    const struct tekst_dato *dato)
{
	struct tekst_line da;
	struct tekst_line en;

	if (!tekst_dato_exists(dato)) {
		report_missing_day(search, flade, dato);
	} else if (dato->weekday > 0) {
		judge_weekday(search, flade, dato);
	} else if (dato->year_digits == 0 &&
		   /* more of the same would change nothing */
		   search->run.notes < TEKST_MOST_NOTES &&
		   !begins_period(flade, dato) &&
		   !comes_back(search, flade, dato)) {
		snprintf(da.data, sizeof(da.data),
		    "datoen %d.%d. har intet årstal", dato->day, dato->month);
		snprintf(en.data, sizeof(en.data),
		    "the date %d.%d. (day, month) has no year", dato->day,
		    dato->month);
		tekst_note(&search->run, da.data, en.data);
	}
}

static kt_status judge_block(
    void *context, kt_node block, const struct tekst_flade *flade)
{
	struct search *search = context;
	struct tekst_dato dato;
	size_t at = 0;

	search->block = block;
	while (
	    !tekst_is_done(&search->run) && tekst_dato_find(flade, &at, &dato))
		judge_date(search, flade, &dato);
	return tekst_is_done(&search->run) ? KT_E_LIMIT : KT_OK;
}

/* ---- fields ------------------------------------------------------------ */

/* What the field's text has to say about a date: the only one in it. */
static enum tekst_answer agree(const struct kt_host *host,
    const struct tekst_vaerdi *text, const struct tekst_vaerdi *field)
{
	struct tekst_dato dato;
	struct tekst_dato more;
	size_t at = 0;

	if (text->kind == TEKST_DATE || text->too_long)
		return tekst_vaerdi_agree(host, text, field);
	if (!tekst_dato_find(&text->flade, &at, &dato) ||
	    tekst_dato_find(&text->flade, &at, &more))
		return TEKST_OPEN;
	return tekst_dato_agree(&dato, &field->dato);
}

static void note_open(struct tekst_run *run, struct kt_string path)
{
	struct tekst_line name = tekst_quote(path);
	struct tekst_line da;
	struct tekst_line en;

	snprintf(da.data, sizeof(da.data),
	    "teksten i feltet til %.90s kan ikke læses som en hel dato",
	    name.data);
	snprintf(en.data, sizeof(en.data),
	    "the text of the field to %.90s does not read as a full date",
	    name.data);
	tekst_note(run, da.data, en.data);
}

static void report_field(struct tekst_run *run, kt_node felt,
    const struct tekst_vaerdi *text, kt_node target,
    const struct tekst_vaerdi *field)
{
	struct kt_date date = { field->dato.year, field->dato.month,
		field->dato.day };
	struct tekst_line found = tekst_quote(text->text);
	struct tekst_line required =
	    tekst_date_line(run->host, run->call, &date, 0);
	struct kt_finding finding;

	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = felt;
	finding.other = target;
	finding.found = tekst_slice(found.data);
	finding.required = tekst_slice(required.data);
	finding.note_da =
	    tekst_slice("Teksten har en anden dato end det felt, den peger på");
	finding.note_en = tekst_slice(
	    "The text has another date than the field it points to");
	tekst_report(run, &finding);
}

/* One of the places that the field points to is enough. */
static void judge_felt(struct tekst_run *run, kt_node felt,
    const struct tekst_vaerdi *text, struct kt_string path)
{
	struct tekst_maal targets;
	struct tekst_vaerdi field;
	struct tekst_vaerdi wrong = { .kind = TEKST_WORDS };
	kt_node wrong_node = 0;
	enum tekst_answer best = TEKST_DIFFERENT;

	tekst_sti(run, path, &targets);
	for (size_t i = 0; i < targets.count && !run->failed; i++) {
		struct kt_string value =
		    run->host->text(run->call, targets.nodes[i]);
		enum tekst_answer answer = TEKST_DIFFERENT;
		kt_status status =
		    tekst_vaerdi_field(run->host, run->call, value, &field);

		tekst_fail_by(run, status);
		tekst_may(run, value.size);
		if (status == KT_OK && field.kind == TEKST_DATE) {
			answer = agree(run->host, text, &field);
			wrong = field;
			wrong_node = targets.nodes[i];
		}
		tekst_vaerdi_finish(&field);
		if (answer == TEKST_SAME)
			return;
		if (answer == TEKST_OPEN)
			best = TEKST_OPEN;
	}
	if (run->failed)
		return;
	if (wrong_node != 0 && best == TEKST_DIFFERENT && !targets.more)
		report_field(run, felt, text, wrong_node, &wrong);
	else if (wrong_node != 0)
		note_open(run, path);
	else if (text->kind == TEKST_DATE)
		tekst_note(run,
		    "en dato i teksten hører til et felt, der ikke er udfyldt",
		    "a date in the text belongs to a field that is not filled "
		    "in");
}

static void judge_fields(struct tekst_run *run, kt_node subject)
{
	struct kt_sequence felter;

	if (!tekst_evaluate(run, "felter", subject, &felter))
		return;
	if (felter.maybe_more)
		tekst_note(run, "der kan være flere felter",
		    "there may be more fields");
	for (size_t i = 0; i < felter.count && !tekst_is_done(run); i++) {
		const struct kt_value *item = &felter.items[i];
		struct kt_string path;
		struct kt_string value;
		struct tekst_vaerdi text;
		kt_status status;

		if (item->kind != KT_NODE)
			continue;
		path = run->host->attribute(run->call, item->u.node, "til");
		value = tekst_trim(run->host->text(run->call, item->u.node));
		if (path.data == NULL || value.size == 0 ||
		    !tekst_may(run, path.size + value.size))
			continue;
		status = tekst_vaerdi_read(run->host, run->call, value, &text);
		run->empty = 0;
		tekst_fail_by(run, status);
		if (status == KT_OK)
			judge_felt(run, item->u.node, &text, path);
		tekst_vaerdi_finish(&text);
	}
}

static void judge(struct search *search, kt_node subject)
{
	struct tekst_run *run = &search->run;
	struct kt_sequence nodes;

	if (!tekst_evaluate(run, "i", subject, &nodes))
		return;
	if (nodes.maybe_more)
		tekst_note(run, "der kan være mere tekst at læse",
		    "there may be more text to read");
	run->empty = nodes.count == 0 && !nodes.maybe_more;
	for (size_t i = 0; i < nodes.count && !tekst_is_done(run); i++) {
		if (nodes.items[i].kind == KT_NODE)
			tekst_fail_by(run,
			    tekst_blocks(run->host, run->call,
				nodes.items[i].u.node, judge_block, search));
	}
	if (!tekst_is_done(run))
		judge_fields(run, subject);
}

kt_verdict tekst_datoer(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	struct search search = { .run = { .host = host, .call = call },
		.subject = subject };

	(void)state;
	judge(&search, subject);
	for (size_t i = 0; i < search.repeat_count; i++)
		tekst_flade_destroy(&search.repeats[i]);
	return tekst_verdict(&search.run);
}
