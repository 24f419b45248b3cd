/*
 * Pages of fields, and words for values, periods and kinds.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "layout.h"
#include "moment.h"
#include "report_words.h"

enum {
	PAGE_WIDTH = 80,
	MONEY_DECIMALS = 2,
	ITEMS_SHOWN = 6, /* of a list; the rest is counted */
	ROWS_SHOWN = 6 /* of a table */
};

/* ---- pages ------------------------------------------------------------- */

struct kt_page kt_page_begin(const struct kt_options *options, size_t column)
{
	int width = kt_cli_width(STDOUT_FILENO);

	return (struct kt_page){
		.options = options,
		.language = options->language,
		.sink = kt_cli_stdout(),
		.width = width > 0 ? (size_t)width : PAGE_WIDTH,
		.column = column,
	};
}

void kt_page_field(
    struct kt_page *page, const char *name, struct kt_string text)
{
	size_t at = kt_layout_columns(kt_string_of(name)) + 1;

	if (text.size == 0)
		return;
	kt_sink_printf(&page->sink, "%s:", name);
	kt_layout_blanks(
	    &page->sink, at < page->column ? page->column - at : 1);
	kt_layout_paragraph(&page->sink, text,
	    at < page->column ? page->column : at + 1, page->column,
	    page->width);
}

void kt_page_buffer(
    struct kt_page *page, const char *name, struct kt_buffer *text)
{
	if (text->failed)
		page->sink.failed = true;
	else
		kt_page_field(page, name, kt_buffer_string(text));
	kt_buffer_clear(text);
}

void kt_page_row(
    struct kt_page *page, struct kt_string first, struct kt_string text)
{
	size_t used = 2 + kt_layout_columns(first);

	kt_layout_blanks(&page->sink, 2);
	kt_layout_plain(&page->sink, first);
	if (used >= page->column) {
		kt_sink_add(&page->sink, KT_S("\n"));
		used = 0;
	}
	kt_layout_blanks(&page->sink, page->column - used);
	kt_layout_paragraph(
	    &page->sink, text, page->column, page->column, page->width);
}

void kt_page_line(struct kt_page *page, const char *text)
{
	kt_layout_paragraph(&page->sink, kt_string_of(text), 0, 0, page->width);
}

int kt_page_end(const struct kt_page *page, int code)
{
	/* a write that failed is told of by kt_cli_flush */
	if (!page->sink.failed || ferror(stdout))
		return code;
	kt_cli_say(
	    page->options, "der er ikke mere hukommelse", "out of memory");
	return KT_EXIT_INCOMPLETE;
}

int kt_cli_format(const struct kt_options *options, const char *const *allowed)
{
	const char *wanted;
	const char *nearest;
	size_t count = 0;

	if (options->format_count == 0)
		return 0;
	wanted = options->formats[options->format_count - 1];
	for (; allowed[count] != NULL; count++) {
		if (strcmp(allowed[count], wanted) == 0)
			return (int)count;
	}
	nearest = kt_cli_nearest(wanted, allowed, count);
	kt_cli_say(options, "--format %s findes ikke her; mente du %s?",
	    "there is no --format %s here; did you mean %s?", wanted,
	    nearest != NULL ? nearest : allowed[0]);
	return -1;
}

/* ---- words ------------------------------------------------------------- */

void kt_words_period(struct kt_buffer *out, const struct kt_period *period,
    enum kt_language language)
{
	char date[KT_MOMENT_CHARS];

	if (period->has_from) {
		kt_date_format_for(period->from, language, date);
		kt_buffer_printf(
		    out, "%s %s", language == KT_EN ? "from" : "fra", date);
	}
	if (period->has_to) {
		kt_date_format_for(period->to, language, date);
		kt_buffer_printf(out, "%s%s %s", period->has_from ? " " : "",
		    language == KT_EN ? "to" : "til", date);
	}
}

static void add_item(struct kt_buffer *out, const struct kt_value *value,
    const struct kt_parameter_info *info, enum kt_language language)
{
	bool money = kt_string_equal(info->declaration.unit, KT_S("kr."));
	struct kt_arena arena;
	struct kt_string text;

	kt_arena_init(&arena);
	text = kt_value_text(
	    value, NULL, language, money ? MONEY_DECIMALS : 0, &arena);
	if (text.data == NULL)
		out->failed = true;
	else
		kt_buffer_add(out, text);
	/* a duration names its own unit */
	if (info->declaration.unit.size > 0 && value->kind == KT_DECIMAL)
		kt_buffer_printf(out, " %.*s", KT_FMT(info->declaration.unit));
	kt_arena_finish(&arena);
}

/* ", … (23 i alt)" where not all are shown. */
static void add_rest(struct kt_buffer *out, size_t count, size_t shown,
    enum kt_language language)
{
	if (count > shown)
		kt_buffer_printf(out, ", … (%zu %s)", count,
		    language == KT_EN ? "in all" : "i alt");
}

void kt_words_row(struct kt_buffer *out, const struct kt_parameter_info *info,
    const struct kt_parameter_row *row, enum kt_language language)
{
	for (size_t i = 0; i < row->count && i < ITEMS_SHOWN; i++) {
		if (i > 0)
			kt_buffer_add(out, KT_S(", "));
		add_item(out, &row->items[i], info, language);
	}
	add_rest(out, row->count, ITEMS_SHOWN, language);
}

void kt_words_parameter(struct kt_buffer *out,
    const struct kt_parameter_info *info,
    const struct kt_parameter_value *value, enum kt_language language)
{
	for (size_t i = 0; i < value->row_count && i < ROWS_SHOWN; i++) {
		const struct kt_parameter_row *row = &value->rows[i];

		if (i > 0)
			kt_buffer_add(out, KT_S("; "));
		if (row->key.size > 0)
			kt_buffer_printf(out, "%.*s: ", KT_FMT(row->key));
		kt_words_row(out, info, row, language);
		if (row->status != value->status)
			kt_buffer_printf(out, " (%s)",
			    kt_words_status(row->status, language));
	}
	add_rest(out, value->row_count, ROWS_SHOWN, language);
	kt_buffer_printf(out, value->row_count > 0 ? " (%s)" : "%s",
	    kt_words_status(value->status, language));
}

const char *kt_words_kind(uint32_t kind, enum kt_language language)
{
	static const char *const names[][KT_LANGUAGES] = {
		{ "ukendt", "unknown" },
		{ "ja/nej", "yes/no" },
		{ "tal", "number" },
		{ "tekst", "text" },
		{ "dato", "date" },
		{ "klokkeslæt", "time" },
		{ "tidspunkt", "date and time" },
		{ "varighed", "duration" },
		{ "sted", "place" },
		{ "alt", "any" },
	};

	if (kind >= sizeof(names) / sizeof(names[0]))
		kind = KT_UNKNOWN;
	return names[kind][language];
}

/* ---- rules ------------------------------------------------------------- */

static bool uses(const struct kt_expr *expr, size_t parameter)
{
	return expr != NULL && kt_expr_uses_parameter(expr, parameter);
}

static bool program_uses(const struct kt_rule *rule,
    const struct kt_program *program, size_t parameter)
{
	bool found = uses(program->for_each, parameter);

	for (size_t i = 0; i < rule->let_count; i++)
		found = found || uses(program->lets[i].expr, parameter);
	for (size_t i = 0; i < rule->condition_count; i++)
		found = found || uses(program->conditions[i], parameter);
	for (size_t i = 0; i < rule->demand_count; i++) {
		const struct kt_program_demand *demand = &program->demands[i];
		size_t count = rule->demands[i].argument_count;

		found = found || uses(demand->test, parameter);
		for (size_t k = 0; k < count; k++)
			found = found || uses(demand->arguments[k], parameter);
	}
	return found;
}

bool kt_rule_uses(const struct kt_rule *rule, size_t parameter)
{
	for (size_t i = 0; i < rule->program_count; i++) {
		if (program_uses(rule, &rule->programs[i], parameter))
			return true;
	}
	return false;
}
