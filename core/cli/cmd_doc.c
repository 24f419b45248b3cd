/*
 * doc: one Markdown page for each rule, in both languages, and an index. The
 * committed pages are compared with a fresh run by tests/doc.sh.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "report_words.h"

static const char *const severity_da[] = { "oplysning", "advarsel", "fejl",
	"fatal" };

/* ---- writing ----------------------------------------------------------- */

/* Text in a table cell or a paragraph: no markup of its own. */
static void plain(struct kt_buffer *out, struct kt_string text)
{
	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		if (c == '\n')
			c = ' ';
		if (strchr("|<*_[]", c) != NULL && c != '\0')
			kt_buffer_add_char(out, '\\');
		kt_buffer_add_char(out, c);
	}
}

static void field(struct kt_buffer *out, const char *name,
    struct kt_string text)
{
	if (text.size == 0)
		return;
	kt_buffer_printf(out, "| %s | ", name);
	plain(out, text);
	kt_buffer_printf(out, " |\n");
}

static void buffer_field(struct kt_buffer *out, const char *name,
    struct kt_buffer *text)
{
	field(out, name, kt_buffer_string(text));
	kt_buffer_clear(text);
}

/* Code keeps its characters; a table needs its bars escaped. */
static void code_field(struct kt_buffer *out, const char *name,
    struct kt_string text)
{
	if (text.size == 0)
		return;
	kt_buffer_printf(out, "| %s | `", name);
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '|')
			kt_buffer_add_char(out, '\\');
		kt_buffer_add_char(out,
		    text.data[i] == '\n' ? ' ' : text.data[i]);
	}
	kt_buffer_printf(out, "` |\n");
}

/* ---- a page ------------------------------------------------------------ */

struct words {
	const char *severity, *proposal, *fatal, *kinds, *period, *always,
	    *source, *why, *each, *step, *when, *demand, *message, *advice,
	    *values, *parameter, *examples, *outcome, *change, *where;
};

static const struct words words[KT_LANGUAGES] = {
	{ "Alvor", "forslag, der ikke er vedtaget: højst en advarsel",
	    "kan ikke fraviges", "Dokumenter", "I kraft", "altid", "Kilde",
	    "Hvorfor", "For hver", "Trin", "Når", "Krav", "Besked", "Råd",
	    "Værdier", "Parameter", "Eksempler", "Udfald", "Ændring",
	    "findes i" },
	{ "Severity", "a proposal that is not adopted: a warning at most",
	    "cannot be waived", "Documents", "In force", "always", "Source",
	    "Why", "For each", "Step", "When", "Demand", "Message", "Advice",
	    "Values", "Parameter", "Examples", "Outcome", "Change",
	    "found in" },
};

static void standing(struct kt_buffer *out, const struct kt_rule *rule,
    enum kt_language language, struct kt_buffer *text)
{
	const struct words *w = &words[language];
	kt_buffer_printf(text, "%s%s%s%s%s",
	    language == KT_DA ? severity_da[rule->severity]
	                      : kt_severity_name(rule->severity),
	    rule->proposal ? "; " : "", rule->proposal ? w->proposal : "",
	    rule->waivable ? "" : "; ", rule->waivable ? "" : w->fatal);
	buffer_field(out, w->severity, text);
	for (size_t i = 0; i < rule->kind_count; i++)
		kt_buffer_printf(text, "%s%.*s", i > 0 ? "; " : "",
		    KT_FMT(rule->kinds[i]->title[language]));
	buffer_field(out, w->kinds, text);
	kt_words_period(text, &rule->period, language);
	if (text->size == 0)
		kt_buffer_printf(text, "%s", w->always);
	buffer_field(out, w->period, text);
	field(out, w->why, rule->why[language]);
	for (size_t i = 0; i < rule->source_count; i++) {
		kt_words_source(text, &rule->sources[i], language);
		if (rule->sources[i].note[language].size > 0)
			kt_buffer_printf(text, ". %.*s",
			    KT_FMT(rule->sources[i].note[language]));
		buffer_field(out, w->source, text);
	}
	field(out, w->message, rule->message[language]);
	field(out, w->advice, rule->advice[language]);
}

static void demands(struct kt_buffer *out, const struct kt_rule *rule,
    enum kt_language language, struct kt_buffer *text)
{
	const struct words *w = &words[language];
	code_field(out, w->each, rule->for_each_text);
	for (size_t i = 0; i < rule->let_count; i++) {
		kt_buffer_printf(text, "$%.*s = %.*s",
		    KT_FMT(rule->let_names[i]), KT_FMT(rule->let_texts[i]));
		code_field(out, w->step, kt_buffer_string(text));
		kt_buffer_clear(text);
	}
	for (size_t i = 0; i < rule->condition_count; i++)
		code_field(out, w->when, rule->condition_texts[i]);
	for (size_t i = 0; i < rule->demand_count; i++) {
		const struct kt_demand *d = &rule->demands[i];
		kt_buffer_add(text, d->text);
		for (size_t k = 0; k < d->argument_count; k++)
			kt_buffer_printf(text, "%s%.*s = %.*s",
			    k == 0 ? ": " : ", ",
			    KT_FMT(d->arguments[k].name),
			    KT_FMT(d->arguments[k].text));
		code_field(out, w->demand, kt_buffer_string(text));
		kt_buffer_clear(text);
	}
}

static void parameters(struct kt_buffer *out, const struct kt_rule *rule,
    enum kt_language language, struct kt_buffer *text)
{
	const struct kt_pack *pack = rule->pack;
	const struct words *w = &words[language];
	bool first = true;
	for (size_t i = 0; i < pack->parameter_count; i++) {
		const struct kt_parameter_info *info = &pack->parameters[i];
		if (!kt_rule_uses(rule, i))
			continue;
		if (first)
			kt_buffer_printf(out, "\n**%s**\n\n| %s | |\n"
			    "| --- | --- |\n", w->values, w->parameter);
		first = false;
		kt_buffer_printf(out, "| `$%.*s` | ",
		    KT_FMT(info->declaration.name));
		plain(out, info->title[language]);
		for (size_t e = 0; e < pack->edition_count; e++) {
			kt_words_parameter(text, info,
			    &pack->editions[e].values[i], language);
			kt_buffer_printf(out, "<br>%.*s: ",
			    KT_FMT(pack->editions[e].id));
			plain(out, kt_buffer_string(text));
			kt_buffer_clear(text);
		}
		if (info->where[language].size > 0) {
			kt_buffer_printf(out, "<br>%s: ", w->where);
			plain(out, info->where[language]);
		}
		kt_buffer_printf(out, " |\n");
	}
}

static void edit(struct kt_buffer *text, const struct kt_edit *edit)
{
	static const char *const shapes[] = {
		[KT_EDIT_SET] = "%.*s = %.*s", [KT_EDIT_REMOVE] = "− %.*s%.*s",
		[KT_EDIT_INSERT] = "+ %.*s: %.*s" };
	struct kt_string none = { "", 0 };
	struct kt_string what = edit->kind == KT_EDIT_REMOVE ? none
	                                                     : edit->text;
	/* one of three literals of the same shape */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	kt_buffer_printf(text, shapes[edit->kind], KT_FMT(edit->path),
	    KT_FMT(what));
#pragma GCC diagnostic pop
}

static void examples(struct kt_buffer *out, const struct kt_rule *rule,
    enum kt_language language, struct kt_buffer *text)
{
	const struct words *w = &words[language];
	if (rule->example_count == 0)
		return;
	kt_buffer_printf(out, "\n**%s**\n\n| %s | | %s |\n| --- | --- | --- "
	    "|\n", w->examples, w->outcome, w->change);
	for (size_t i = 0; i < rule->example_count; i++) {
		const struct kt_example *e = &rule->examples[i];
		enum kt_state state = KT_STATE_PASS;
		kt_state_parse(e->outcome, &state);
		kt_buffer_printf(out, "| %s | %.*s | ",
		    kt_state_text(state, language), KT_FMT(e->base));
		for (size_t k = 0; k < e->edit_count; k++) {
			kt_buffer_printf(text, "%s", k > 0 ? "; " : "");
			edit(text, &e->edits[k]);
		}
		plain(out, kt_buffer_string(text));
		kt_buffer_clear(text);
		kt_buffer_printf(out, " |\n");
	}
}

static void page(struct kt_buffer *out, const struct kt_rule *rule)
{
	struct kt_buffer text;
	kt_buffer_init(&text);
	kt_buffer_printf(out, "# %.*s\n", KT_FMT(rule->id));
	for (size_t i = 0; i < KT_LANGUAGES; i++) {
		enum kt_language language = (enum kt_language)i;
		kt_buffer_printf(out, "\n## ");
		plain(out, rule->title[i]);
		kt_buffer_printf(out, "\n\n| | |\n| --- | --- |\n");
		standing(out, rule, language, &text);
		demands(out, rule, language, &text);
		parameters(out, rule, language, &text);
		if (language == KT_DA)
			examples(out, rule, language, &text);
	}
	kt_buffer_printf(out, "\n[%.*s](../README.md) · `%.*s`\n",
	    KT_FMT(rule->pack->title[KT_DA]), KT_FMT(rule->pack->id));
	if (text.failed)
		out->failed = true;
	kt_buffer_finish(&text);
}

static void index_of(struct kt_buffer *out, const struct kt_pack *pack)
{
	kt_buffer_printf(out, "\n## %.*s (%.*s)\n\n",
	    KT_FMT(pack->title[KT_DA]), KT_FMT(pack->prefix));
	for (size_t i = 0; i < pack->edition_count; i++) {
		const struct kt_edition *e = &pack->editions[i];
		kt_buffer_printf(out, "%s%.*s%s", i > 0 ? " · " : "Udgaver: ",
		    KT_FMT(e->id), e->draft ? " (udkast)" : "");
	}
	kt_buffer_printf(out, "\n\n| regel | alvor | titel | title |\n"
	    "| --- | --- | --- | --- |\n");
	for (size_t i = 0; i < pack->rule_count; i++) {
		const struct kt_rule *r = &pack->rules[i];
		kt_buffer_printf(out, "| [%.*s](%.*s/%.*s.md) | %s%s | ",
		    KT_FMT(r->id), KT_FMT(pack->id), KT_FMT(r->id),
		    severity_da[r->severity], r->proposal ? ", forslag" : "");
		plain(out, r->title[KT_DA]);
		kt_buffer_printf(out, " | ");
		plain(out, r->title[KT_EN]);
		kt_buffer_printf(out, " |\n");
	}
}

/* ---- files ------------------------------------------------------------- */

static bool make_folder(const struct kt_options *options, const char *path)
{
	if (mkdir(path, 0777) == 0 || errno == EEXIST)
		return true;
	kt_cli_say(options, "%s: mappen kan ikke laves: %s",
	    "%s: the folder cannot be made: %s", path,
	    kt_cli_reason(options->language, errno));
	return false;
}

static bool write_file(const struct kt_options *options, const char *path,
    const struct kt_buffer *text)
{
	FILE *file = text->failed ? NULL : fopen(path, "w");
	bool good = file != NULL &&
	    fwrite(text->data, 1, text->size, file) == text->size;
	if (file != NULL)
		good &= fclose(file) == 0;
	if (!good)
		kt_cli_say(options, "%s: kunne ikke skrives",
		    "%s: could not be written", path);
	return good;
}

static bool write_pack(const struct kt_options *options,
    const struct kt_pack *pack, struct kt_buffer *index)
{
	struct kt_buffer path, text;
	kt_buffer_init(&path);
	kt_buffer_init(&text);
	kt_buffer_printf(&path, "%s/%.*s", options->output, KT_FMT(pack->id));
	bool good = !path.failed && make_folder(options, path.data);
	for (size_t i = 0; i < pack->rule_count && good; i++) {
		kt_buffer_clear(&path);
		kt_buffer_clear(&text);
		kt_buffer_printf(&path, "%s/%.*s/%.*s.md", options->output,
		    KT_FMT(pack->id), KT_FMT(pack->rules[i].id));
		page(&text, &pack->rules[i]);
		good = !path.failed && write_file(options, path.data, &text);
	}
	index_of(index, pack);
	kt_buffer_finish(&path);
	kt_buffer_finish(&text);
	return good;
}

int kt_cmd_doc(const struct kt_options *options)
{
	struct kt_session session;
	struct kt_buffer index, path;
	if (options->output == NULL) {
		kt_cli_say(options, "hvor? kontrakttjek doc --output MAPPE",
		    "where? kontrakttjek doc --output FOLDER");
		return KT_EXIT_USE;
	}
	kt_buffer_init(&index);
	kt_buffer_init(&path);
	int code = kt_session_open(options, &session);
	bool good = code == KT_EXIT_OK && make_folder(options, options->output);
	kt_buffer_printf(&index, "# Regler\n\nSkrevet af `kontrakttjek doc`; "
	    "ret reglerne, ikke siderne.\n");
	for (size_t i = 0; good && i < session.rules->pack_count; i++)
		if (kt_session_wants(options, &session,
		        &session.rules->packs[i]))
			good = write_pack(options, &session.rules->packs[i],
			    &index);
	kt_buffer_printf(&path, "%s/README.md", options->output);
	if (good)
		good = !path.failed && write_file(options, path.data, &index);
	kt_session_close(&session);
	kt_buffer_finish(&index);
	kt_buffer_finish(&path);
	if (code == KT_EXIT_OK && !good)
		code = KT_EXIT_INCOMPLETE;
	return code;
}
