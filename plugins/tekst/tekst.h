/*
 * Inside the plugin tekst: what its files share. Everything is read from a
 * surface: the text as a person sees it, in small letters, with single spaces
 * and plain hyphens, and for every byte where it stands in the document. A
 * reader is given a place and answers how many bytes it has read, 0 for none;
 * no reader looks further than a fixed number of words, so that a long text
 * takes as long as it is.
 */
#ifndef PLUGINS_TEKST_TEKST_H
#define PLUGINS_TEKST_TEKST_H

#include <kontrakttjek/plugin.h>

/* ---- tekst.c: runs and strings ----------------------------------------- */

enum {
	TEKST_MOST_NOTES = 20, /* reasons given by one run of a check */
	TEKST_MOST_WORK = 500 * 1000 * 1000, /* bytes and nodes looked at */
	TEKST_LONGEST_VALUE = 4096, /* bytes of a value that is read */
	TEKST_LINE = 256 /* bytes of a reason or note */
};

/* One run of a check: what it has reported, and whether it can go on. */
struct tekst_run {
	const struct kt_host *host;
	struct kt_call *call;
	size_t reported;
	size_t notes;
	size_t work;
	int uncertain; /* something could not be read; the reason is noted */
	int full; /* the host has enough findings */
	int failed; /* nothing can be said; the reason is noted */
	int empty; /* there was nothing to judge */
};

/* A short text that is made up here, for a reason or note. */
struct tekst_line {
	char data[TEKST_LINE];
};

int tekst_is(struct kt_string s, const char *text);
int tekst_compare(struct kt_string a, struct kt_string b);
struct kt_string tekst_trim(struct kt_string s);
struct kt_string tekst_slice(const char *text);
/* The first words of `s`; nothing at all where a CPR number may be in it. */
struct tekst_line tekst_quote(struct kt_string s);
/* "2. marts 2026" */
struct tekst_line tekst_date_line(const struct kt_host *host,
    struct kt_call *call, const struct kt_date *date, int english);

void tekst_note(struct tekst_run *run, const char *da, const char *en);
void tekst_fail(struct tekst_run *run, const char *da, const char *en);
/* Why nothing can be said, by the status that stopped it. */
void tekst_fail_by(struct tekst_run *run, kt_status status);
void tekst_report(struct tekst_run *run, const struct kt_finding *finding);
int tekst_is_done(const struct tekst_run *run);
/* Adds to the work done; 0 where it is too much, and then the run failed. */
int tekst_may(struct tekst_run *run, size_t work);
kt_verdict tekst_verdict(const struct tekst_run *run);
/* The items of an expression; 0 where it has none to give and the run failed.
 * An argument that is left out is an empty sequence. */
int tekst_evaluate(struct tekst_run *run, const char *name, kt_node subject,
    struct kt_sequence *out);
/* The text of a string or node; 0: unknown. */
int tekst_item(const struct kt_host *host, struct kt_call *call,
    const struct kt_value *value, struct kt_string *out);

/* ---- flade.c: the surface ---------------------------------------------- */

struct tekst_flade {
	char *data; /* ends with a zero byte, so that one byte more is there */
	uint32_t *at; /* where in the source; size + 1 of them */
	size_t size;
	struct kt_string source;
};

kt_status tekst_flade_create(struct kt_string source, struct tekst_flade *out);
void tekst_flade_destroy(struct tekst_flade *flade);
/* The place in the source that these bytes of the surface show. */
struct kt_string tekst_flade_passage(
    const struct tekst_flade *flade, size_t begin, size_t end);
/* Whether a large letter stands there in the source. */
int tekst_is_capital(const struct tekst_flade *flade, size_t at);

int tekst_is_digit(char c);
/* Bytes of the letter at `at`; 0: something else. */
size_t tekst_letter(const struct tekst_flade *flade, size_t at);
/* Bytes of the letters that begin at `at`. */
size_t tekst_word(const struct tekst_flade *flade, size_t at);
int tekst_letter_before(const struct tekst_flade *flade, size_t at);
/* Whether a word or number may begin at `at`, or end before it. */
int tekst_is_start(const struct tekst_flade *flade, size_t at);
int tekst_is_end(const struct tekst_flade *flade, size_t at);
size_t tekst_space(const struct tekst_flade *flade, size_t at);
/* Bytes of these letters, or of this whole word, at `at`. */
size_t tekst_starts(
    const struct tekst_flade *flade, size_t at, const char *text);
size_t tekst_reads(
    const struct tekst_flade *flade, size_t at, const char *word);
/* The index in a list that ends with NULL of the word at `at`; -1: none. */
int tekst_one_of(const struct tekst_flade *flade, size_t at,
    const char *const *words, size_t *size);
/* Up to `most` digits as a number; bytes read, 0 where there are more. */
size_t tekst_digits(
    const struct tekst_flade *flade, size_t at, size_t most, int *number);

/* Every piece of text in and under a node: an element that has text of its
 * own, with the elements in it, is one; elements that only hold elements are
 * not joined. */
typedef kt_status (*tekst_visit)(
    void *context, kt_node block, const struct tekst_flade *flade);
kt_status tekst_blocks(const struct kt_host *host, struct kt_call *call,
    kt_node node, tekst_visit visit, void *context);

/* ---- dato.c: dates ----------------------------------------------------- */

struct tekst_dato {
	int day;
	int month;
	int year;
	int year_digits; /* 4, 2, or 0 where no year is given */
	int weekday; /* 1 Monday to 7 Sunday; 0: none is given */
	size_t begin; /* weekday included */
	size_t end;
};

/* Reads at a digit; the weekday before it is looked for as well. */
size_t tekst_dato_read(
    const struct tekst_flade *flade, size_t at, struct tekst_dato *out);
/* The first date at or after *at, which moves behind it. */
int tekst_dato_find(
    const struct tekst_flade *flade, size_t *at, struct tekst_dato *out);
int tekst_dato_exists(const struct tekst_dato *dato);
/* 1 Monday to 7 Sunday. */
int tekst_weekday(const struct kt_host *host, const struct kt_date *date);
const char *tekst_weekday_name(int weekday, int english);

/* ---- tal.c: numbers and periods ---------------------------------------- */

/* "3.320,00": a number may have a second reading ("3.320" as a fraction). */
struct tekst_tal {
	struct kt_decimal value;
	struct kt_decimal other;
	int has_other;
	int percent;
};

/* A number in digits, in words ("enogtyve"), and a whole text that is one,
 * with a currency or unit. */
size_t tekst_tal_digits(const struct kt_host *host, struct kt_call *call,
    const struct tekst_flade *flade, size_t at, struct tekst_tal *out);
size_t tekst_tal_words(
    const struct tekst_flade *flade, size_t at, int64_t *value);
int tekst_tal_whole(const struct kt_host *host, struct kt_call *call,
    const struct tekst_flade *flade, struct tekst_tal *out);

struct tekst_varighed {
	struct kt_duration length;
	int running; /* counted from the end of the running month */
	int counted; /* one number of one unit, which is in `number` */
	struct kt_decimal number;
};

/* The word for a unit at `at` ("dage", "kr."); 0: none. */
size_t tekst_unit(const struct tekst_flade *flade, size_t at);
int tekst_varighed_whole(const struct kt_host *host, struct kt_call *call,
    const struct tekst_flade *flade, struct tekst_varighed *out);

/* ---- vaerdi.c: what a text says ---------------------------------------- */

enum tekst_answer { TEKST_SAME, TEKST_DIFFERENT, TEKST_OPEN };

enum tekst_kind {
	TEKST_WORDS,
	TEKST_DATE,
	TEKST_NUMBER,
	TEKST_PERIOD
};

struct tekst_vaerdi {
	enum tekst_kind kind;
	struct kt_string text;
	struct tekst_flade flade;
	struct tekst_dato dato;
	struct tekst_tal tal;
	struct tekst_varighed varighed;
	int minutes; /* of the day; -1: no time is given */
	int is_token; /* of a field: a code or number with leading zeros */
	int too_long; /* to be read */
};

/* Reads a text of the document's prose, or a field's value. The surface is
 * freed with tekst_vaerdi_finish, also after a failure. */
kt_status tekst_vaerdi_read(const struct kt_host *host, struct kt_call *call,
    struct kt_string text, struct tekst_vaerdi *out);
kt_status tekst_vaerdi_field(const struct kt_host *host, struct kt_call *call,
    struct kt_string text, struct tekst_vaerdi *out);
void tekst_vaerdi_finish(struct tekst_vaerdi *vaerdi);
/* Whether the two say the same. `field` was read with tekst_vaerdi_field. */
enum tekst_answer tekst_vaerdi_agree(const struct kt_host *host,
    const struct tekst_vaerdi *text, const struct tekst_vaerdi *field);
/* The same for two places of the prose. */
enum tekst_answer tekst_vaerdi_repeat(const struct kt_host *host,
    const struct tekst_vaerdi *a, const struct tekst_vaerdi *b);
enum tekst_answer tekst_dato_agree(
    const struct tekst_dato *a, const struct tekst_dato *b);
/* Letters and digits alike, whatever stands between them: 1. `suffix` of `a`
 * may be left over, as the s of a genitive. */
int tekst_same_words(const struct tekst_flade *a, const struct tekst_flade *b,
    const char *suffix);

/* ---- sti.c: where a field points --------------------------------------- */

enum { TEKST_MOST_TARGETS = 16 };

struct tekst_maal {
	kt_node nodes[TEKST_MOST_TARGETS];
	size_t count;
	int more; /* than are listed */
};

/* The elements or attributes that "pris/takst/beloeb" names from the root. */
void tekst_sti(
    struct tekst_run *run, struct kt_string path, struct tekst_maal *out);

/* ---- paragraf.c: references to acts ------------------------------------ */

enum {
	TEKST_OTHER_ACT = -2, /* an act that is named but not listed */
	TEKST_NO_ACT = -1,
	TEKST_MOST_REFERENCES = 100 * 1000 /* in one piece of text */
};

/* One § of a reference; first and last differ in a range. */
struct tekst_paragraf {
	size_t begin; /* in the surface: the whole reference */
	size_t end;
	int act; /* index among the acts */
	int first;
	int last;
	char first_letter; /* 0: none */
	char last_letter;
	int stk; /* 0: none */
	int nr;
	int unreadable; /* the sign has no number after it */
	int lone; /* "stk. 2" without a § */
	int chained; /* to the one before it */
	int follows; /* the act came after it: the ones before share it */
};

struct tekst_paragraffer {
	struct tekst_paragraf *items;
	size_t count;
	size_t room;
};

/* The acts, the context and the set phrases that a rule gives; NULL where
 * memory has run out. */
struct tekst_love;
struct tekst_love *tekst_love_create(void);
void tekst_love_destroy(struct tekst_love *love);
/* "SEL=serviceloven|lov om social service|SEL" */
kt_status tekst_love_add(struct tekst_love *love, struct kt_string text);
/* "SEL": every bare § is of that act; "SEL-110": that one § is. */
kt_status tekst_love_context(struct tekst_love *love, struct kt_string text);
/* "§ 60-selskab" is no reference. */
kt_status tekst_love_phrase(struct tekst_love *love, struct kt_string text);
struct kt_string tekst_love_key(const struct tekst_love *love, int act);

kt_status tekst_paragraffer_find(const struct tekst_love *love,
    const struct tekst_flade *flade, struct tekst_paragraffer *out);
void tekst_paragraffer_finish(struct tekst_paragraffer *found);
enum { TEKST_KEY = 64 };
/* "SEL-107" for number `index` of the range; 0: no more. */
int tekst_paragraf_key(const struct tekst_love *love,
    const struct tekst_paragraf *p, size_t index, char key[TEKST_KEY]);

/* ---- the checks and functions ------------------------------------------ */

kt_verdict tekst_datoer(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);
kt_status tekst_felter_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state);
kt_verdict tekst_felter(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);
kt_verdict tekst_talord(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);
kt_verdict tekst_paragraffer(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);
kt_status tekst_noegler(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result);
kt_status tekst_hverdage(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result);
kt_status tekst_ens(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result);

#endif
