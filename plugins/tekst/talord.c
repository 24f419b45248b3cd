/*
 * The check `talord`: "5 (seks)", a number in digits and in words that are not
 * the same. Only a bracket that holds nothing but the number, and perhaps the
 * unit again, says a number twice.
 */
#include "tekst.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_BRACKET = 100 };

struct number {
	struct kt_decimal value;
	int in_words;
	size_t begin;
	size_t end; /* unit not included */
	size_t unit; /* where it begins; 0: none follows */
	size_t unit_size;
};

struct search {
	struct tekst_run run;
	kt_node block;
};

static size_t read_number(struct search *search,
    const struct tekst_flade *flade, size_t at, struct number *out)
{
	struct tekst_tal digits;
	int64_t words;
	size_t size = 0;

	memset(out, 0, sizeof(*out));
	if (!tekst_is_start(flade, at))
		return 0;
	if (tekst_is_digit(flade->data[at])) {
		size = tekst_tal_digits(
		    search->run.host, search->run.call, flade, at, &digits);
		/* what has two readings is not judged */
		if (size == 0 || !tekst_is_end(flade, at + size) ||
		    digits.has_other)
			return 0;
		out->value = digits.value;
	} else {
		size = tekst_tal_words(flade, at, &words);
		if (size == 0)
			return 0;
		out->value = (struct kt_decimal){ 0, (uint64_t)words, 0, 0 };
		out->in_words = 1;
	}
	out->begin = at;
	out->end = at + size;
	out->unit = out->end + tekst_space(flade, out->end);
	out->unit_size = tekst_unit(flade, out->unit);
	return size;
}

/* The number that a bracket holds and nothing else; *end is behind it. */
static int read_bracket(struct search *search, const struct tekst_flade *flade,
    size_t at, struct number *out, size_t *end)
{
	size_t from = at + 1 + tekst_space(flade, at + 1);

	if (read_number(search, flade, from, out) == 0)
		return 0;
	*end = out->unit_size > 0 ? out->unit + out->unit_size : out->end;
	*end += tekst_space(flade, *end);
	if (flade->data[*end] != ')' || *end - at > LONGEST_BRACKET)
		return 0;
	++*end;
	return 1;
}

static int same_unit(const struct tekst_flade *flade, const struct number *a,
    const struct number *b)
{
	return a->unit_size == b->unit_size &&
	       memcmp(flade->data + a->unit, flade->data + b->unit,
		   a->unit_size) == 0;
}

/* "tre måneder (1)" may be a note; "tre måneder (1 måned)" is not. */
static int says_twice(const struct tekst_flade *flade,
    const struct number *number, const struct number *again, size_t bracket)
{
	size_t behind = number->end + tekst_space(flade, number->end);
	size_t behind_unit = number->unit + number->unit_size;

	behind_unit += tekst_space(flade, behind_unit);
	if (number->in_words == again->in_words)
		return 0;
	if (behind == bracket)
		return again->unit_size == 0;
	if (number->unit_size == 0 || behind_unit != bracket)
		return 0;
	return again->unit_size == 0 ? again->in_words
				     : same_unit(flade, number, again);
}

static void report(struct search *search, const struct tekst_flade *flade,
    const struct number *number, const struct number *again, size_t end)
{
	struct kt_string passage =
	    tekst_flade_passage(flade, number->begin, end);
	struct tekst_line found = tekst_quote(passage);
	struct tekst_line required =
	    tekst_quote(tekst_flade_passage(flade, number->begin, number->end));
	struct kt_finding finding;

	(void)again;
	memset(&finding, 0, sizeof(finding));
	finding.struct_size = sizeof(finding);
	finding.where = search->block;
	finding.text_offset = (size_t)(passage.data - flade->source.data);
	finding.text_size = passage.size;
	finding.found = tekst_slice(found.data);
	finding.required = tekst_slice(required.data);
	finding.note_da = tekst_slice("Tal og ord siger ikke det samme");
	finding.note_en = tekst_slice("Digits and words do not say the same");
	tekst_report(&search->run, &finding);
}

static kt_status judge_block(
    void *context, kt_node block, const struct tekst_flade *flade)
{
	struct search *search = context;
	const struct kt_host *host = search->run.host;
	struct number last;
	struct number again;
	size_t at = 0;
	size_t end;

	search->block = block;
	memset(&last, 0, sizeof(last));
	while (at < flade->size && !tekst_is_done(&search->run)) {
		if (flade->data[at] == '(' && last.end > 0 &&
		    read_bracket(search, flade, at, &again, &end) &&
		    says_twice(flade, &last, &again, at)) {
			if (host->decimal_compare(&last.value, &again.value) !=
			    0)
				report(search, flade, &last, &again, end);
			at = end;
			continue;
		}
		if (read_number(search, flade, at, &again) > 0) {
			last = again;
			at = last.end;
		} else if (tekst_is_digit(flade->data[at])) {
			while (tekst_is_digit(flade->data[at]))
				at++;
		} else {
			end = tekst_word(flade, at);
			at += end > 0 ? end : 1;
		}
	}
	return tekst_is_done(&search->run) ? KT_E_LIMIT : KT_OK;
}

kt_verdict tekst_talord(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	struct search search = { .run = { .host = host, .call = call } };
	struct tekst_run *run = &search.run;
	struct kt_sequence nodes;

	(void)state;
	if (!tekst_evaluate(run, "i", subject, &nodes))
		return KT_VERDICT_ERROR;
	run->empty = nodes.count == 0 && !nodes.maybe_more;
	if (nodes.maybe_more)
		tekst_note(run, "der kan være mere tekst at læse",
		    "there may be more text to read");
	for (size_t i = 0; i < nodes.count && !tekst_is_done(run); i++) {
		if (nodes.items[i].kind == KT_NODE)
			tekst_fail_by(
			    run, tekst_blocks(host, call, nodes.items[i].u.node,
				     judge_block, &search));
	}
	return tekst_verdict(run);
}
