/*
 * explain: the page of a rule.
 */
#include "cli/cli.h"
#include "layout.h"
#include "report_words.h"

enum { COLUMN = 16 };

__attribute__((format_arg(2), format_arg(3))) static const char *pick(
    const struct kt_page *page, const char *da, const char *en)
{
	return kt_cli_pick(page->options, da, en);
}

static void title(struct kt_page *page, const struct kt_rule *rule)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_buffer_printf(&text, "%.*s: %.*s", KT_FMT(rule->id),
	    KT_FMT(rule->title[page->language]));
	kt_page_line(page, text.failed ? "" : text.data);
	kt_sink_add(&page->sink, KT_S("\n"));
	kt_buffer_finish(&text);
}

static void standing(struct kt_page *page, const struct kt_rule *rule)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_buffer_printf(&text, "%.*s, %.*s", KT_FMT(rule->pack->id),
	    KT_FMT(rule->pack->title[page->language]));
	kt_page_buffer(page, pick(page, "Regelsæt", "Pack"), &text);

	kt_buffer_printf(&text, "%s", kt_severity_name(rule->severity));
	if (rule->proposal)
		kt_buffer_printf(&text, "%s",
		    pick(page,
			"; et forslag, der ikke er vedtaget: højst warning",
			"; a proposal that is not adopted: warning at most"));
	if (!rule->waivable)
		kt_buffer_printf(&text, "%s",
		    pick(page, "; kan ikke fraviges",
			"; no waiver can cover it"));
	kt_page_buffer(page, pick(page, "Alvor", "Severity"), &text);

	for (size_t i = 0; i < rule->kind_count; i++)
		kt_buffer_printf(&text, "%s%.*s", i > 0 ? "; " : "",
		    KT_FMT(rule->kinds[i]->title[page->language]));
	kt_page_buffer(page, pick(page, "Dokumenter", "Documents"), &text);

	kt_words_period(&text, &rule->period, page->language);
	kt_page_buffer(page, pick(page, "I kraft", "In force"), &text);

	for (size_t i = 0; i < rule->alias_count; i++)
		kt_buffer_printf(&text, "%s%.*s", i > 0 ? ", " : "",
		    KT_FMT(rule->aliases[i]));
	kt_page_buffer(page, pick(page, "Hed før", "Formerly"), &text);
	kt_buffer_finish(&text);
}

static void sources(struct kt_page *page, const struct kt_rule *rule)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	for (size_t i = 0; i < rule->source_count; i++) {
		const struct kt_source *source = &rule->sources[i];

		kt_words_source(&text, source, page->language);
		if (source->status == KT_VERIFIED)
			kt_buffer_printf(&text, " (%s)",
			    kt_words_status(source->status, page->language));
		if (source->note[page->language].size > 0)
			kt_buffer_printf(&text, ". %.*s",
			    KT_FMT(source->note[page->language]));
		kt_page_buffer(page, pick(page, "Kilde", "Source"), &text);
	}
	kt_buffer_finish(&text);
}

/* ---- what is demanded -------------------------------------------------- */

static void demand(struct kt_page *page, const struct kt_demand *demand)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	if (demand->check != NULL) {
		const char *summary = pick(
		    page, demand->check->summary_da, demand->check->summary_en);

		kt_buffer_printf(
		    &text, "%.*s: %s", KT_FMT(demand->text), summary);
	} else {
		kt_buffer_add(&text, demand->text);
	}
	kt_page_buffer(page, pick(page, "Krav", "Demand"), &text);
	for (size_t i = 0; i < demand->argument_count; i++) {
		kt_buffer_printf(&text, "%.*s = %.*s",
		    KT_FMT(demand->arguments[i].name),
		    KT_FMT(demand->arguments[i].text));
		kt_page_buffer(page, pick(page, "  med", "  with"), &text);
	}
	kt_buffer_finish(&text);
}

static void demands(struct kt_page *page, const struct kt_rule *rule)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_page_field(
	    page, pick(page, "For hver", "For each"), rule->for_each_text);
	for (size_t i = 0; i < rule->let_count; i++) {
		kt_buffer_printf(&text, "$%.*s = %.*s",
		    KT_FMT(rule->let_names[i]), KT_FMT(rule->let_texts[i]));
		kt_page_buffer(page, pick(page, "Trin", "Step"), &text);
	}
	for (size_t i = 0; i < rule->condition_count; i++)
		kt_page_field(
		    page, pick(page, "Når", "When"), rule->condition_texts[i]);
	for (size_t i = 0; i < rule->demand_count; i++)
		demand(page, &rule->demands[i]);
	kt_buffer_finish(&text);
}

/* ---- values ------------------------------------------------------------ */

static void parameter(
    struct kt_page *page, const struct kt_pack *pack, size_t index)
{
	const struct kt_parameter_info *info = &pack->parameters[index];
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_buffer_printf(&text, "$%.*s: %.*s", KT_FMT(info->declaration.name),
	    KT_FMT(info->title[page->language]));
	kt_page_line(page, text.failed ? "" : text.data);
	kt_buffer_clear(&text);
	for (size_t i = 0; i < pack->edition_count; i++) {
		const struct kt_edition *edition = &pack->editions[i];
		const struct kt_parameter_value *value =
		    &edition->values[index];

		kt_words_parameter(&text, info, value, page->language);
		if (value->status == KT_EMPTY &&
		    info->where[page->language].size > 0)
			kt_buffer_printf(&text, "; %s: %.*s",
			    pick(page, "findes i", "found in"),
			    KT_FMT(info->where[page->language]));
		kt_page_row(page, edition->id, kt_buffer_string(&text));
		kt_buffer_clear(&text);
	}
	kt_buffer_finish(&text);
}

static void parameters(struct kt_page *page, const struct kt_rule *rule)
{
	const struct kt_pack *pack = rule->pack;
	bool first = true;

	for (size_t i = 0; i < pack->parameter_count; i++) {
		if (!kt_rule_uses(rule, i))
			continue;
		if (first)
			kt_sink_printf(&page->sink, "\n%s\n",
			    pick(page, "Værdier, udgave for udgave:",
				"Values, edition by edition:"));
		first = false;
		parameter(page, pack, i);
	}
}

/* ---- examples ---------------------------------------------------------- */

static void edit(
    struct kt_page *page, struct kt_buffer *text, const struct kt_edit *edit)
{
	switch (edit->kind) {
	case KT_EDIT_SET:
		kt_buffer_printf(text, "%.*s = %.*s", KT_FMT(edit->path),
		    KT_FMT(edit->text));
		break;
	case KT_EDIT_REMOVE:
		kt_buffer_printf(text, pick(page, "uden %.*s", "without %.*s"),
		    KT_FMT(edit->path));
		break;
	case KT_EDIT_INSERT:
		kt_buffer_printf(text,
		    pick(page, "%.*s får %.*s", "%.*s gets %.*s"),
		    KT_FMT(edit->path), KT_FMT(edit->text));
		break;
	}
}

static void examples(struct kt_page *page, const struct kt_rule *rule)
{
	struct kt_buffer text;

	if (rule->example_count > 0)
		kt_sink_printf(&page->sink, "\n%s\n",
		    pick(page, "Eksempler:", "Examples:"));
	kt_buffer_init(&text);
	for (size_t i = 0; i < rule->example_count; i++) {
		const struct kt_example *example = &rule->examples[i];
		enum kt_state state = KT_STATE_PASS;
		struct kt_string outcome = example->outcome;

		if (kt_state_parse(outcome, &state))
			outcome =
			    kt_string_of(kt_state_text(state, page->language));
		kt_buffer_add(&text, example->base);
		for (size_t k = 0; k < example->edit_count; k++) {
			kt_buffer_add(&text, k == 0 ? KT_S(": ") : KT_S("; "));
			edit(page, &text, &example->edits[k]);
		}
		kt_page_row(page, outcome, kt_buffer_string(&text));
		kt_buffer_clear(&text);
	}
	kt_buffer_finish(&text);
}

/* ---- the page ---------------------------------------------------------- */

static void explain(struct kt_page *page, const struct kt_rule *rule)
{
	struct kt_buffer file;

	title(page, rule);
	standing(page, rule);
	kt_page_field(
	    page, pick(page, "Hvorfor", "Why"), rule->why[page->language]);
	sources(page, rule);
	demands(page, rule);
	kt_page_field(page, pick(page, "Besked", "Message"),
	    rule->message[page->language]);
	kt_page_field(
	    page, pick(page, "Råd", "Advice"), rule->advice[page->language]);
	kt_buffer_init(&file);
	kt_buffer_printf(
	    &file, "%.*s:%u", KT_FMT(rule->file), (unsigned)rule->at.line);
	kt_page_buffer(page, pick(page, "Skrevet i", "Written in"), &file);
	kt_buffer_finish(&file);
	parameters(page, rule);
	examples(page, rule);
}

int kt_cmd_explain(const struct kt_options *options)
{
	struct kt_page page = kt_page_begin(options, COLUMN);
	struct kt_session session;
	int code;

	if (options->argument_count == 0) {
		kt_cli_say(options,
		    "hvilken regel? kontrakttjek list rules viser dem alle",
		    "which rule? kontrakttjek list rules shows them all");
		return KT_EXIT_USE;
	}
	code = kt_session_open(options, &session);
	for (size_t i = 0; code == KT_EXIT_OK && i < options->argument_count;
	     i++) {
		const char *id = options->arguments[i];
		const struct kt_rule *rule =
		    kt_rules_find(session.rules, kt_string_of(id));

		if (rule == NULL) {
			code = kt_session_unknown_rule(options, &session, id);
			continue;
		}
		if (i > 0)
			kt_sink_add(&page.sink, KT_S("\n"));
		explain(&page, rule);
	}
	kt_session_close(&session);
	return kt_page_end(&page, code);
}
