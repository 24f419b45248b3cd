/*
 * parameters: the values that rules work with, edition by edition, and above
 * all those that are missing. As XML it is the file to fill in.
 */
#include "cli/cli.h"
#include "json.h"
#include "layout.h"
#include "moment.h"
#include "report_words.h"

enum form { FORM_TEXT = 0, FORM_JSON, FORM_XML };

struct listing {
	const struct kt_options *options;
	const struct kt_session *session;
	enum form form;
	struct kt_page page;
	struct kt_json json;
	struct kt_buffer text;
	size_t counts[3]; /* shown values by status */
};

static bool is_verified(const struct kt_parameter_value *value)
{
	bool verified = value->status == KT_VERIFIED;

	for (size_t i = 0; i < value->row_count; i++)
		verified = verified && value->rows[i].status == KT_VERIFIED;
	return verified;
}

static bool edition_wanted(
    const struct listing *l, const struct kt_edition *edition)
{
	return l->options->as_of.year == 0 ||
	       kt_period_covers(&edition->period, l->options->as_of);
}

static bool value_wanted(
    const struct listing *l, const struct kt_edition *edition, size_t parameter)
{
	return edition_wanted(l, edition) &&
	       !(l->options->missing &&
		   is_verified(&edition->values[parameter]));
}

static bool parameter_wanted(
    const struct listing *l, const struct kt_pack *pack, size_t parameter)
{
	for (size_t i = 0; i < pack->edition_count; i++) {
		if (value_wanted(l, &pack->editions[i], parameter))
			return true;
	}
	return false;
}

/* ---- text -------------------------------------------------------------- */

static size_t list_rules(
    struct kt_buffer *out, const struct kt_pack *pack, size_t parameter)
{
	size_t count = 0;

	for (size_t i = 0; i < pack->rule_count; i++) {
		if (kt_rule_uses(&pack->rules[i], parameter))
			kt_buffer_printf(out, "%s%.*s", count++ > 0 ? ", " : "",
			    KT_FMT(pack->rules[i].id));
	}
	return count;
}

static void indented(struct listing *l)
{
	if (l->text.failed)
		l->page.sink.failed = true;
	kt_layout_blanks(&l->page.sink, 4);
	kt_layout_paragraph(
	    &l->page.sink, kt_buffer_string(&l->text), 4, 6, l->page.width);
	kt_buffer_clear(&l->text);
}

static void parameter_text(
    struct listing *l, const struct kt_pack *pack, size_t parameter)
{
	const struct kt_parameter_info *info = &pack->parameters[parameter];
	enum kt_language language = l->page.language;

	kt_buffer_printf(&l->text, "%.*s: %.*s", KT_FMT(info->declaration.name),
	    KT_FMT(info->title[language]));
	kt_layout_blanks(&l->page.sink, 2);
	kt_page_line(&l->page, l->text.failed ? "" : l->text.data);
	kt_buffer_clear(&l->text);
	for (size_t i = 0; i < pack->edition_count; i++) {
		const struct kt_edition *edition = &pack->editions[i];

		if (!value_wanted(l, edition, parameter))
			continue;
		kt_buffer_printf(&l->text, "%.*s: ", KT_FMT(edition->id));
		kt_words_parameter(
		    &l->text, info, &edition->values[parameter], language);
		indented(l);
	}
	if (info->where[language].size > 0) {
		kt_buffer_printf(&l->text, "%s: %.*s",
		    kt_cli_pick(l->options, "findes i", "found in"),
		    KT_FMT(info->where[language]));
		indented(l);
	}
	kt_buffer_printf(
	    &l->text, "%s: ", kt_cli_pick(l->options, "bruges af", "used by"));
	if (list_rules(&l->text, pack, parameter) > 0)
		indented(l);
	kt_buffer_clear(&l->text);
}

/* ---- JSON -------------------------------------------------------------- */

static void key(struct listing *l, const char *name, struct kt_string value)
{
	kt_json_optional(kt_json_key(&l->json, name), value);
}

/* As it is written in a pack: ISO dates, decimal point. */
static void lexical(struct kt_buffer *out, const struct kt_value *value)
{
	char text[KT_MOMENT_CHARS];

	_Static_assert((int)KT_MOMENT_CHARS >= (int)KT_DECIMAL_CHARS,
	    "the room is enough for both");
	switch (value->kind) {
	case KT_DECIMAL:
		kt_decimal_format(value->u.decimal, text);
		break;
	case KT_DATE:
		kt_date_format(value->u.date, text);
		break;
	case KT_DURATION:
		kt_duration_format(value->u.duration, text);
		break;
	case KT_STRING:
		kt_buffer_add(out, value->u.string);
		return;
	default:
		return;
	}
	kt_buffer_add(out, kt_string_of(text));
}

static void value_json(struct listing *l, const struct kt_edition *edition,
    const struct kt_parameter_value *value)
{
	kt_json_object(&l->json);
	key(l, "edition", edition->id);
	key(l, "status", kt_string_of(kt_value_status_name(value->status)));
	kt_json_array(kt_json_key(&l->json, "rows"));
	for (size_t i = 0; i < value->row_count; i++) {
		const struct kt_parameter_row *row = &value->rows[i];

		kt_json_object(&l->json);
		key(l, "key", row->key);
		key(l, "status",
		    kt_string_of(kt_value_status_name(row->status)));
		kt_json_array(kt_json_key(&l->json, "items"));
		for (size_t k = 0; k < row->count; k++) {
			kt_buffer_clear(&l->text);
			lexical(&l->text, &row->items[k]);
			kt_json_string(&l->json, kt_buffer_string(&l->text));
		}
		kt_buffer_clear(&l->text);
		kt_json_array_end(&l->json);
		kt_json_object_end(&l->json);
	}
	kt_json_array_end(&l->json);
	kt_json_object_end(&l->json);
}

static void parameter_json(
    struct listing *l, const struct kt_pack *pack, size_t parameter)
{
	const struct kt_parameter_info *info = &pack->parameters[parameter];
	enum kt_language language = l->page.language;

	kt_json_object(&l->json);
	key(l, "pack", pack->id);
	key(l, "name", info->declaration.name);
	key(l, "title", info->title[language]);
	key(l, "kind",
	    kt_string_of(kt_words_kind(info->declaration.kind, KT_EN)));
	key(l, "unit", info->declaration.unit);
	key(l, "where", info->where[language]);
	kt_json_array(kt_json_key(&l->json, "rules"));
	for (size_t i = 0; i < pack->rule_count; i++) {
		if (kt_rule_uses(&pack->rules[i], parameter))
			kt_json_string(&l->json, pack->rules[i].id);
	}
	kt_json_array_end(&l->json);
	kt_json_array(kt_json_key(&l->json, "values"));
	for (size_t i = 0; i < pack->edition_count; i++) {
		const struct kt_edition *edition = &pack->editions[i];

		if (value_wanted(l, edition, parameter))
			value_json(l, edition, &edition->values[parameter]);
	}
	kt_json_array_end(&l->json);
	kt_json_object_end(&l->json);
}

/* ---- XML --------------------------------------------------------------- */

static void escaped(struct listing *l, struct kt_string text, bool comment)
{
	for (size_t i = 0; i < text.size; i++) {
		struct kt_string c = { text.data + i, 1 };

		if (comment && c.data[0] == '-')
			c = KT_S("–"); /* "--" may not stand in a comment */
		else if (!comment && c.data[0] == '<')
			c = KT_S("&lt;");
		else if (!comment && c.data[0] == '&')
			c = KT_S("&amp;");
		else if (!comment && c.data[0] == '"')
			c = KT_S("&quot;");
		kt_sink_add(&l->page.sink, c);
	}
}

static void item_xml(struct listing *l, const struct kt_value *value)
{
	lexical(&l->text, value);
	escaped(l, kt_buffer_string(&l->text), false);
	kt_buffer_clear(&l->text);
}

static void attribute(
    struct listing *l, const char *name, struct kt_string value)
{
	kt_sink_printf(&l->page.sink, " %s=\"", name);
	escaped(l, value, false);
	kt_sink_add(&l->page.sink, KT_S("\""));
}

static void items_xml(
    struct listing *l, const struct kt_parameter_row *row, const char *indent)
{
	for (size_t i = 0; i < row->count; i++) {
		kt_sink_printf(&l->page.sink, "%s<punkt>", indent);
		item_xml(l, &row->items[i]);
		kt_sink_add(&l->page.sink, KT_S("</punkt>\n"));
	}
	if (row->count == 0)
		kt_sink_printf(&l->page.sink, "%s<punkt></punkt>\n", indent);
}

static void rows_xml(struct listing *l, const struct kt_parameter_info *info,
    const struct kt_parameter_value *value)
{
	static const struct kt_parameter_row none;

	if (!info->declaration.table) {
		items_xml(
		    l, value->row_count > 0 ? &value->rows[0] : &none, "    ");
		return;
	}
	for (size_t i = 0; i < value->row_count; i++) {
		const struct kt_parameter_row *row = &value->rows[i];

		kt_sink_add(&l->page.sink, KT_S("    <raekke"));
		attribute(l, "noegle", row->key);
		if (row->status != value->status)
			attribute(l, "status",
			    kt_string_of(kt_value_status_name(row->status)));
		kt_sink_add(&l->page.sink, KT_S(">\n"));
		items_xml(l, row, "      ");
		kt_sink_add(&l->page.sink, KT_S("    </raekke>\n"));
	}
	if (value->row_count == 0)
		kt_sink_add(&l->page.sink,
		    KT_S("    <raekke noegle=\"\"><punkt></punkt></raekke>\n"));
}

static void value_xml(struct listing *l, const struct kt_pack *pack,
    const struct kt_edition *edition, size_t parameter)
{
	const struct kt_parameter_info *info = &pack->parameters[parameter];
	const struct kt_parameter_value *value = &edition->values[parameter];
	bool single = !info->declaration.list && !info->declaration.table;
	struct kt_sink *sink = &l->page.sink;

	kt_sink_add(sink, KT_S("  <vaerdi"));
	attribute(l, "regelsaet", pack->id);
	attribute(l, "udgave", edition->id);
	attribute(l, "navn", info->declaration.name);
	attribute(l, "status",
	    kt_string_of(kt_value_status_name(
		value->status == KT_EMPTY ? KT_VERIFIED : value->status)));
	if (single) {
		kt_sink_add(sink, KT_S(" er=\""));
		if (value->row_count > 0 && value->rows[0].count > 0)
			item_xml(l, &value->rows[0].items[0]);
		kt_sink_add(sink, KT_S("\""));
	}
	kt_sink_add(sink, KT_S(">\n"));
	if (!single)
		rows_xml(l, info, value);
	kt_sink_add(sink,
	    KT_S("    <kilde dokument=\"\" afsnit=\"\"/>\n  </vaerdi>\n"));
}

static void parameter_xml(
    struct listing *l, const struct kt_pack *pack, size_t parameter)
{
	const struct kt_parameter_info *info = &pack->parameters[parameter];
	enum kt_language language = l->page.language;
	struct kt_sink *sink = &l->page.sink;

	kt_sink_add(sink, KT_S("\n  <!-- "));
	escaped(l, info->title[language], true);
	kt_sink_printf(
	    sink, " (%s", kt_words_kind(info->declaration.kind, language));
	if (info->declaration.unit.size > 0) {
		kt_sink_add(sink, KT_S(", "));
		escaped(l, info->declaration.unit, true);
	}
	kt_sink_printf(
	    sink, "). %s: ", kt_cli_pick(l->options, "Findes i", "Found in"));
	escaped(l, info->where[language], true);
	kt_sink_add(sink, KT_S(" -->\n"));
	for (size_t i = 0; i < pack->edition_count; i++) {
		if (value_wanted(l, &pack->editions[i], parameter))
			value_xml(l, pack, &pack->editions[i], parameter);
	}
}

/* ---- the command ------------------------------------------------------- */

static void count_values(
    struct listing *l, const struct kt_pack *pack, size_t parameter)
{
	for (size_t i = 0; i < pack->edition_count; i++) {
		const struct kt_edition *edition = &pack->editions[i];
		const struct kt_parameter_value *value =
		    &edition->values[parameter];

		if (!edition_wanted(l, edition))
			continue;
		if (value->status == KT_EMPTY)
			l->counts[0]++;
		else
			l->counts[is_verified(value) ? 2 : 1]++;
	}
}

static void write_pack(struct listing *l, const struct kt_pack *pack)
{
	bool first = true;

	for (size_t i = 0; i < pack->parameter_count; i++) {
		count_values(l, pack, i);
		if (!parameter_wanted(l, pack, i))
			continue;
		if (first && l->form == FORM_TEXT)
			kt_page_line(&l->page, pack->id.data);
		first = false;
		if (l->form == FORM_JSON)
			parameter_json(l, pack, i);
		else if (l->form == FORM_XML)
			parameter_xml(l, pack, i);
		else
			parameter_text(l, pack, i);
	}
	if (!first && l->form == FORM_TEXT)
		kt_sink_add(&l->page.sink, KT_S("\n"));
}

static void write_head(struct listing *l)
{
	if (l->form == FORM_JSON)
		kt_json_array(&l->json);
	if (l->form != FORM_XML)
		return;
	kt_sink_printf(&l->page.sink,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- %s -->\n"
	    "<parametervaerdier xmlns=\"urn:kontrakttjek:regler:1\">\n",
	    kt_cli_pick(l->options,
		"Skriv værdien og kilden; slet de værdier, du ikke kender. "
		"Status er verificeret, når du selv har læst værdien i "
		"kilden.",
		"Write the value and its source; delete the values you do "
		"not know. Status is verificeret when you have read the value "
		"in the source yourself."));
}

static void write_tail(struct listing *l)
{
	if (l->form == FORM_JSON) {
		kt_json_array_end(&l->json);
		kt_json_finish(&l->json);
	} else if (l->form == FORM_XML) {
		kt_sink_add(&l->page.sink, KT_S("</parametervaerdier>\n"));
	} else {
		kt_sink_printf(&l->page.sink,
		    kt_cli_pick(l->options,
			"%zu værdier: %zu verificeret, %zu antaget, %zu ikke "
			"udfyldt\n",
			"%zu values: %zu verified, %zu assumed, %zu not "
			"filled in\n"),
		    l->counts[0] + l->counts[1] + l->counts[2], l->counts[2],
		    l->counts[1], l->counts[0]);
	}
}

static void write_all(struct listing *l)
{
	const struct kt_rules *rules = l->session->rules;

	kt_buffer_init(&l->text);
	write_head(l);
	for (size_t i = 0; i < rules->pack_count; i++) {
		if (kt_session_wants(l->options, l->session, &rules->packs[i]))
			write_pack(l, &rules->packs[i]);
	}
	write_tail(l);
	kt_buffer_finish(&l->text);
}

int kt_cmd_parameters(const struct kt_options *options)
{
	static const char *const forms[] = { "text", "json", "xml", NULL };
	struct kt_session session;
	struct listing l = { .options = options, .session = &session };
	int form = kt_cli_format(options, forms);
	int code;

	if (form < 0)
		return KT_EXIT_USE;
	l.form = options->template ? FORM_XML : (enum form)form;
	l.page = kt_page_begin(options, 14);
	kt_json_init(&l.json, &l.page.sink);
	code = kt_session_open(options, &session);
	if (code == KT_EXIT_OK)
		code = kt_session_check_selection(options, &session);
	if (code == KT_EXIT_OK)
		write_all(&l);
	kt_session_close(&session);
	return kt_page_end(&l.page, code);
}
