/*
 * The check `skema`: what the schema does not know. The parser has noted it
 * all while reading; here it becomes findings that say what to do.
 */
#include "struktur.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	uint32_t kinds; /* bits 1 << enum kt_issue_kind */
} selections[] = {
	{ "navne", 1u << KT_ISSUE_UNKNOWN_ELEMENT },
	{ "pladser", 1u << KT_ISSUE_MISPLACED_ELEMENT },
	{ "vaerdier", 1u << KT_ISSUE_VALUE },
	{ "attributter", 1u << KT_ISSUE_UNKNOWN_ATTRIBUTE |
			     1u << KT_ISSUE_MISSING_ATTRIBUTE },
	{ "tekst", 1u << KT_ISSUE_TEXT },
};

enum {
	SELECTIONS = sizeof(selections) / sizeof(selections[0]),
	LONGEST_NAME = 120 /* bytes of a document's name or value in a note */
};

/* ---- prepare ----------------------------------------------------------- */

static uint32_t kinds_of(struct kt_string word)
{
	for (size_t i = 0; i < SELECTIONS; i++) {
		if (struktur_is(word, selections[i].word))
			return selections[i].kinds;
	}
	return 0;
}

/* 0 where a word of the list is none of ours, or there is none. */
static uint32_t read_kinds(struct kt_string list)
{
	uint32_t kinds = 0;

	while ((list = struktur_trim(list)).size > 0) {
		struct kt_string word = list;
		const char *end = memchr(list.data, ' ', list.size);
		uint32_t more;

		if (end != NULL)
			word.size = (size_t)(end - list.data);
		more = kinds_of(word);
		if (more == 0)
			return 0;
		kinds |= more;
		list.data += word.size;
		list.size -= word.size;
	}
	return kinds;
}

kt_status struktur_skema_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state)
{
	struct kt_string list = host->argument(rule, "slags");
	uint32_t *kinds = malloc(sizeof(*kinds));

	if (kinds == NULL)
		return KT_E_MEMORY;
	*kinds = UINT32_MAX;
	if (list.data != NULL)
		*kinds = read_kinds(list);
	if (*kinds == 0) {
		free(kinds);
		return host->fail(rule,
		    "slags skal være en eller flere af navne, pladser, "
		    "vaerdier, attributter og tekst",
		    "slags must be one or more of navne, pladser, vaerdier, "
		    "attributter and tekst");
	}
	*state = kinds;
	return KT_OK;
}

void struktur_skema_release(const struct kt_host *host, void *state)
{
	(void)host;
	free(state);
}

/* ---- notes ------------------------------------------------------------- */

enum { DA, EN, LANGUAGES };

/* A sentence in both languages while it is put together. */
struct note {
	char text[LANGUAGES][4 * LONGEST_NAME + 160];
	size_t size[LANGUAGES];
};

static void add_to(struct note *note, int language, struct kt_string s)
{
	size_t room = sizeof(note->text[language]) - note->size[language];

	if (s.size > room)
		s.size = room;
	memcpy(note->text[language] + note->size[language], s.data, s.size);
	note->size[language] += s.size;
}

static void add(struct note *note, const char *da, const char *en)
{
	add_to(note, DA, struktur_slice(da));
	add_to(note, EN, struktur_slice(en));
}

/* A text cut short, never within a character. */
static struct kt_string shortened(struct kt_string s, size_t limit)
{
	if (s.size <= limit)
		return s;
	s.size = limit;
	while (s.size > 0 && ((unsigned char)s.data[s.size] & 0xC0) == 0x80)
		s.size--;
	return s;
}

/* A text of each language from the document or the schema. */
static void add_both(struct note *note, struct kt_string da,
    struct kt_string en, size_t limit)
{
	const struct kt_string texts[LANGUAGES] = { da, en };

	for (int i = 0; i < LANGUAGES; i++) {
		struct kt_string s = shortened(texts[i], limit);

		if (s.size > 0)
			add_to(note, i, s);
		if (s.size < texts[i].size)
			add_to(note, i, (struct kt_string){ "…", 3 });
	}
}

static void add_text(struct note *note, struct kt_string s, size_t limit)
{
	add_both(note, s, s, limit);
}

static void add_quoted(struct note *note, struct kt_string s)
{
	add(note, "\"", "\"");
	add_text(note, s, LONGEST_NAME);
	add(note, "\"", "\"");
}

static void write_note(struct note *note, const struct kt_issue *issue)
{
	switch (issue->kind) {
	case KT_ISSUE_UNKNOWN_ELEMENT:
		add(note, "Ukendt navn ", "Unknown name ");
		add_quoted(note, issue->name);
		break;
	case KT_ISSUE_MISPLACED_ELEMENT:
		add_quoted(note, issue->name);
		add(note, " er ikke tilladt her", " is not allowed here");
		break;
	case KT_ISSUE_UNKNOWN_ATTRIBUTE:
		add(note, "Ukendt attribut ", "Unknown attribute ");
		add_quoted(note, issue->name);
		break;
	case KT_ISSUE_MISSING_ATTRIBUTE:
		add(note, "Her mangler attributten ",
		    "The attribute is missing here: ");
		add_quoted(note, issue->name);
		break;
	case KT_ISSUE_VALUE:
		add(note, "Værdien passer ikke: her skal stå ",
		    "The value does not fit: expected ");
		add_both(note, issue->allowed_da, issue->allowed_en,
		    2 * LONGEST_NAME);
		break;
	case KT_ISSUE_TEXT:
		add(note, "Her må ikke stå tekst", "No text is allowed here");
		break;
	default:
		add(note,
		    "Passer ikke til skemaet: ", "Does not fit the schema: ");
		add_quoted(note, issue->name);
	}
	if (issue->nearest.size > 0) {
		add(note, "; mente du ", "; did you mean ");
		add_quoted(note, issue->nearest);
		add(note, "?", "?");
	}
}

/* ---- check ------------------------------------------------------------- */

static int is_within(
    const struct struktur_run *run, kt_node node, kt_node subject)
{
	while (node != 0 && node != subject)
		node = run->host->parent(run->call, node);
	return node != 0;
}

static void report_issue(struct struktur_run *run, const struct kt_issue *issue)
{
	struct kt_finding finding;
	struct note note;

	memset(&note, 0, sizeof(note));
	memset(&finding, 0, sizeof(finding));
	write_note(&note, issue);
	finding.struct_size = sizeof(finding);
	finding.where = issue->node;
	finding.found = issue->name;
	finding.required = issue->nearest;
	finding.note_da = (struct kt_string){ note.text[DA], note.size[DA] };
	finding.note_en = (struct kt_string){ note.text[EN], note.size[EN] };
	struktur_report(run, &finding);
}

kt_verdict struktur_skema(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	struct struktur_run run = { .host = host, .call = call };
	const uint32_t *kinds = state;
	size_t count = host->issue_count(call);

	for (size_t i = 0; i < count && !struktur_is_done(&run); i++) {
		struct kt_issue issue;

		host->issue(call, i, &issue);
		/* a kind of a later version is reported unless left out */
		if ((issue.kind >= 32 ? *kinds == UINT32_MAX
				      : (*kinds >> issue.kind & 1u) != 0) &&
		    is_within(&run, issue.node, subject))
			report_issue(&run, &issue);
	}
	if (run.reported == 0 &&
	    KT_HAS(host, struct kt_host, issues_complete) &&
	    !host->issues_complete(call)) {
		host->unknown(call,
		    "der er flere afvigelser fra skemaet, end der huskes",
		    "there are more deviations from the schema than are kept");
		return KT_VERDICT_UNKNOWN;
	}
	return struktur_verdict(&run, "", "");
}
