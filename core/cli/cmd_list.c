/*
 * list: rules, packs, plugins, checks, functions and kinds of documents, for a
 * person, for a program, or as bare ids for scripts and completion.
 */
#include <string.h>

#include "cli/cli.h"
#include "json.h"
#include "layout.h"
#include "profile.h"

enum form { FORM_TEXT = 0, FORM_JSON, FORM_IDS };

struct list {
	const struct kt_options *options;
	const struct kt_session *session;
	enum form form;
	struct kt_page page;
	struct kt_json json;
	struct kt_buffer text; /* of the row at hand */
	int code; /* not KT_EXIT_OK: told already */
};

static void id_line(struct list *l, struct kt_string id)
{
	kt_layout_name(&l->page.sink, id);
	kt_sink_add(&l->page.sink, KT_S("\n"));
}

/* A row of text from the buffer. */
static void row(struct list *l, struct kt_string id)
{
	if (l->text.failed)
		l->page.sink.failed = true;
	kt_page_row(&l->page, id, kt_buffer_string(&l->text));
	kt_buffer_clear(&l->text);
}

static void key(struct list *l, const char *name, struct kt_string value)
{
	kt_json_optional(kt_json_key(&l->json, name), value);
}

static void titles(struct list *l, const struct kt_string title[KT_LANGUAGES])
{
	kt_json_object(kt_json_key(&l->json, "title"));
	key(l, "da", title[KT_DA]);
	key(l, "en", title[KT_EN]);
	kt_json_object_end(&l->json);
}

static void summaries(struct list *l, const char *da, const char *en)
{
	kt_json_object(kt_json_key(&l->json, "summary"));
	key(l, "da", kt_string_of(da));
	key(l, "en", kt_string_of(en));
	kt_json_object_end(&l->json);
}

static void period(struct list *l, const struct kt_period *period)
{
	kt_json_key(&l->json, "from");
	if (period->has_from)
		kt_json_date(&l->json, period->from);
	else
		kt_json_null(&l->json);
	kt_json_key(&l->json, "to");
	if (period->has_to)
		kt_json_date(&l->json, period->to);
	else
		kt_json_null(&l->json);
}

/* ---- rules ------------------------------------------------------------- */

static void rule_json(struct list *l, const struct kt_rule *rule)
{
	kt_json_object(&l->json);
	key(l, "id", rule->id);
	key(l, "pack", rule->pack->id);
	titles(l, rule->title);
	key(l, "severity", kt_string_of(kt_severity_name(rule->severity)));
	kt_json_bool(kt_json_key(&l->json, "proposal"), rule->proposal);
	kt_json_bool(kt_json_key(&l->json, "waivable"), rule->waivable);
	period(l, &rule->period);
	kt_json_array(kt_json_key(&l->json, "kinds"));
	for (size_t i = 0; i < rule->kind_count; i++)
		kt_json_string(&l->json, rule->kinds[i]->id);
	kt_json_array_end(&l->json);
	kt_json_array(kt_json_key(&l->json, "aliases"));
	for (size_t i = 0; i < rule->alias_count; i++)
		kt_json_string(&l->json, rule->aliases[i]);
	kt_json_array_end(&l->json);
	kt_json_object_end(&l->json);
}

static void rule_text(struct list *l, const struct kt_rule *rule)
{
	kt_buffer_printf(&l->text, "%-7s  %.*s%s",
	    kt_severity_name(rule->severity),
	    KT_FMT(rule->title[l->page.language]),
	    rule->proposal
		? kt_cli_pick(l->options, " (forslag)", " (proposal)")
		: "");
	row(l, rule->id);
}

static void list_rules(struct list *l)
{
	const struct kt_rules *rules = l->session->rules;

	for (size_t i = 0; i < rules->pack_count; i++) {
		const struct kt_pack *pack = &rules->packs[i];

		if (!kt_session_wants(l->options, l->session, pack))
			continue;
		if (l->form == FORM_TEXT)
			kt_page_line(&l->page, pack->id.data);
		for (size_t k = 0; k < pack->rule_count; k++) {
			if (l->form == FORM_JSON)
				rule_json(l, &pack->rules[k]);
			else if (l->form == FORM_TEXT)
				rule_text(l, &pack->rules[k]);
			else
				id_line(l, pack->rules[k].id);
		}
	}
}

/* ---- packs ------------------------------------------------------------- */

static void pack_json(struct list *l, const struct kt_pack *pack)
{
	kt_json_object(&l->json);
	key(l, "id", pack->id);
	key(l, "prefix", pack->prefix);
	key(l, "version", pack->version);
	titles(l, pack->title);
	key(l, "publisher", pack->publisher);
	kt_json_number(kt_json_key(&l->json, "rules"), pack->rule_count);
	kt_json_number(
	    kt_json_key(&l->json, "parameters"), pack->parameter_count);
	kt_json_array(kt_json_key(&l->json, "editions"));
	for (size_t i = 0; i < pack->edition_count; i++) {
		kt_json_object(&l->json);
		key(l, "id", pack->editions[i].id);
		titles(l, pack->editions[i].title);
		period(l, &pack->editions[i].period);
		kt_json_bool(
		    kt_json_key(&l->json, "draft"), pack->editions[i].draft);
		kt_json_object_end(&l->json);
	}
	kt_json_array_end(&l->json);
	kt_json_object_end(&l->json);
}

static void pack_text(struct list *l, const struct kt_pack *pack)
{
	kt_buffer_printf(&l->text,
	    kt_cli_pick(l->options, "%.*s. %zu regler (%.*s-…)",
		"%.*s. %zu rules (%.*s-…)"),
	    KT_FMT(pack->title[l->page.language]), pack->rule_count,
	    KT_FMT(pack->prefix));
	for (size_t i = 0; i < pack->edition_count; i++) {
		const struct kt_edition *edition = &pack->editions[i];

		kt_buffer_printf(&l->text, "%s%.*s (",
		    i > 0 ? "; "
			  : kt_cli_pick(
				l->options, ". Udgaver: ", ". Editions: "),
		    KT_FMT(edition->id));
		kt_words_period(&l->text, &edition->period, l->page.language);
		kt_buffer_printf(&l->text, "%s)",
		    edition->draft
			? kt_cli_pick(l->options, ", udkast", ", draft")
			: "");
	}
	row(l, pack->id);
}

static void list_packs(struct list *l)
{
	const struct kt_rules *rules = l->session->rules;

	for (size_t i = 0; i < rules->pack_count; i++) {
		const struct kt_pack *pack = &rules->packs[i];

		if (!kt_session_wants(l->options, l->session, pack))
			continue;
		if (l->form == FORM_JSON)
			pack_json(l, pack);
		else if (l->form == FORM_TEXT)
			pack_text(l, pack);
		else
			id_line(l, pack->id);
	}
}

/* ---- profiles ---------------------------------------------------------- */

static void profile_parts_json(struct list *l, const struct kt_profile *profile)
{
	static const char *const acts[] = { "vaelg", "udelad", "alvor",
		"foerst" };

	kt_json_array(kt_json_key(&l->json, "parts"));
	for (size_t i = 0; i < profile->part_count; i++) {
		const struct kt_profile_part *part = &profile->parts[i];

		kt_json_object(&l->json);
		key(l, "act", kt_string_of(acts[part->act]));
		key(l, "rules", part->rules);
		key(l, "severity",
		    part->act == KT_PROFILE_GRADE
			? kt_string_of(kt_severity_name(part->severity))
			: KT_S(""));
		key(l, "why", part->why[l->page.language]);
		kt_json_object_end(&l->json);
	}
	kt_json_array_end(&l->json);
}

static void profile_text(struct list *l, const struct kt_profile *profile)
{
	kt_buffer_add(&l->text, profile->about[l->page.language]);
	for (size_t i = 0; i < profile->part_count; i++) {
		const struct kt_profile_part *part = &profile->parts[i];

		if (part->act == KT_PROFILE_LEAVE_OUT)
			kt_buffer_printf(&l->text,
			    kt_cli_pick(
				l->options, " Uden %.*s.", " Without %.*s."),
			    KT_FMT(part->rules));
		else if (part->act == KT_PROFILE_SELECT)
			kt_buffer_printf(&l->text,
			    kt_cli_pick(
				l->options, " Kun %.*s.", " Only %.*s."),
			    KT_FMT(part->rules));
		else if (part->act == KT_PROFILE_GRADE)
			kt_buffer_printf(&l->text,
			    kt_cli_pick(
				l->options, " %.*s er %s.", " %.*s are %s."),
			    KT_FMT(part->rules),
			    kt_severity_name(part->severity));
	}
	row(l, profile->id);
}

static void list_profiles(struct list *l)
{
	const struct kt_profile **profiles;
	struct kt_error error;
	size_t count;

	kt_error_clear(&error);
	if (kt_profiles_load(l->session->rules, &profiles, &count, &error) !=
	    KT_OK)
		l->code = kt_cli_fail(l->options, &error);
	for (size_t i = 0; i < count; i++) {
		if (l->form == FORM_IDS) {
			id_line(l, profiles[i]->id);
		} else if (l->form == FORM_TEXT) {
			profile_text(l, profiles[i]);
		} else {
			kt_json_object(&l->json);
			key(l, "id", profiles[i]->id);
			titles(l, profiles[i]->title);
			key(l, "about", profiles[i]->about[l->page.language]);
			profile_parts_json(l, profiles[i]);
			kt_json_object_end(&l->json);
		}
	}
}

/* ---- plugins ----------------------------------------------------------- */

static void list_plugins(struct list *l)
{
	const struct kt_library *library = l->session->library;

	for (size_t i = 0; i < library->count; i++) {
		const struct kt_loaded_plugin *loaded = &library->plugins[i];
		const struct kt_plugin *plugin = &loaded->plugin;
		struct kt_string name = kt_string_of(plugin->name);

		if (l->form == FORM_IDS) {
			id_line(l, name);
			continue;
		}
		if (l->form == FORM_TEXT) {
			kt_buffer_printf(&l->text,
			    kt_cli_pick(l->options,
				"%s: %s. %zu funktioner, %zu tjek, ABI %u.%u",
				"%s: %s. %zu functions, %zu checks, ABI %u.%u"),
			    plugin->version,
			    kt_cli_pick(l->options, plugin->summary_da,
				plugin->summary_en),
			    plugin->function_count, plugin->check_count,
			    (unsigned)plugin->abi_major,
			    (unsigned)plugin->abi_minor);
			row(l, name);
			continue;
		}
		kt_json_object(&l->json);
		key(l, "name", name);
		key(l, "prefix", kt_string_of(plugin->prefix));
		key(l, "version", kt_string_of(plugin->version));
		key(l, "licence", kt_string_of(plugin->licence));
		summaries(l, plugin->summary_da, plugin->summary_en);
		kt_json_number(
		    kt_json_key(&l->json, "abi_major"), plugin->abi_major);
		kt_json_number(
		    kt_json_key(&l->json, "abi_minor"), plugin->abi_minor);
		key(l, "file", loaded->file);
		kt_json_object_end(&l->json);
	}
}

/* ---- checks and functions ---------------------------------------------- */

static void parameters_json(
    struct list *l, const struct kt_parameter *parameters, size_t count)
{
	kt_json_array(kt_json_key(&l->json, "parameters"));
	for (size_t i = 0; i < count; i++) {
		const struct kt_parameter *p = &parameters[i];

		kt_json_object(&l->json);
		key(l, "name", kt_string_of(p->name));
		key(l, "kind", kt_string_of(kt_words_kind(p->kind, KT_EN)));
		kt_json_bool(kt_json_key(&l->json, "optional"),
		    (p->flags & KT_PARAM_OPTIONAL) != 0);
		kt_json_bool(kt_json_key(&l->json, "sequence"),
		    (p->flags & KT_PARAM_SEQUENCE) != 0);
		kt_json_bool(kt_json_key(&l->json, "expression"),
		    (p->flags & KT_PARAM_EXPRESSION) != 0);
		kt_json_object_end(&l->json);
	}
	kt_json_array_end(&l->json);
}

/* "a: dato, b?: tekst, c*: tal" */
static void parameters_text(
    struct list *l, const struct kt_parameter *parameters, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct kt_parameter *p = &parameters[i];

		kt_buffer_printf(&l->text, "%s%s%s%s: %s", i > 0 ? ", " : "",
		    p->name, (p->flags & KT_PARAM_SEQUENCE) != 0 ? "*" : "",
		    (p->flags & KT_PARAM_OPTIONAL) != 0 ? "?" : "",
		    kt_words_kind(p->kind, l->page.language));
	}
}

static void one_check(struct list *l, const struct kt_plugin *plugin,
    const struct kt_check *check)
{
	struct kt_buffer id;

	kt_buffer_init(&id);
	kt_buffer_printf(&id, "%s.%s", plugin->name, check->name);
	if (id.failed) {
		l->page.sink.failed = true;
	} else if (l->form == FORM_IDS) {
		id_line(l, kt_buffer_string(&id));
	} else if (l->form == FORM_TEXT) {
		kt_buffer_printf(&l->text, "%s",
		    kt_cli_pick(
			l->options, check->summary_da, check->summary_en));
		kt_buffer_printf(
		    &l->text, check->parameter_count > 0 ? " (" : "");
		parameters_text(l, check->parameters, check->parameter_count);
		kt_buffer_printf(
		    &l->text, check->parameter_count > 0 ? ")" : "");
		row(l, kt_buffer_string(&id));
	} else {
		kt_json_object(&l->json);
		key(l, "name", kt_buffer_string(&id));
		key(l, "plugin", kt_string_of(plugin->name));
		summaries(l, check->summary_da, check->summary_en);
		parameters_json(l, check->parameters, check->parameter_count);
		kt_json_object_end(&l->json);
	}
	kt_buffer_finish(&id);
}

static void one_function(struct list *l, const struct kt_plugin *plugin,
    const struct kt_function *function)
{
	enum kt_language language = l->page.language;
	struct kt_buffer id;

	kt_buffer_init(&id);
	kt_buffer_printf(&id, "%s:%s", plugin->prefix, function->name);
	if (id.failed) {
		l->page.sink.failed = true;
	} else if (l->form == FORM_IDS) {
		id_line(l, kt_buffer_string(&id));
	} else if (l->form == FORM_TEXT) {
		kt_buffer_printf(&l->text, "(");
		parameters_text(
		    l, function->parameters, function->parameter_count);
		kt_buffer_printf(&l->text, ") → %s. %s",
		    kt_words_kind(function->result, language),
		    language == KT_EN ? function->summary_en
				      : function->summary_da);
		row(l, kt_buffer_string(&id));
	} else {
		kt_json_object(&l->json);
		key(l, "name", kt_buffer_string(&id));
		key(l, "plugin", kt_string_of(plugin->name));
		summaries(l, function->summary_da, function->summary_en);
		parameters_json(
		    l, function->parameters, function->parameter_count);
		key(l, "result",
		    kt_string_of(kt_words_kind(function->result, KT_EN)));
		kt_json_object_end(&l->json);
	}
	kt_buffer_finish(&id);
}

static void list_checks(struct list *l)
{
	const struct kt_library *library = l->session->library;

	for (size_t i = 0; i < library->count; i++) {
		const struct kt_plugin *plugin = &library->plugins[i].plugin;

		for (size_t k = 0; k < plugin->check_count; k++)
			one_check(l, plugin, &plugin->checks[k]);
	}
}

static void list_functions(struct list *l)
{
	const struct kt_library *library = l->session->library;

	for (size_t i = 0; i < library->count; i++) {
		const struct kt_plugin *plugin = &library->plugins[i].plugin;

		for (size_t k = 0; k < plugin->function_count; k++)
			one_function(l, plugin, &plugin->functions[k]);
	}
}

/* ---- kinds ------------------------------------------------------------- */

static void list_kinds(struct list *l)
{
	const struct kt_rules *rules = l->session->rules;

	for (size_t i = 0; i < rules->kind_count; i++) {
		const struct kt_document_kind *kind = &rules->kinds[i];

		if (l->form == FORM_IDS) {
			id_line(l, kind->id);
		} else if (l->form == FORM_TEXT) {
			kt_buffer_printf(&l->text,
			    kt_cli_pick(l->options,
				"%.*s (<%.*s xmlns=\"%.*s\">; dato: %.*s)",
				"%.*s (<%.*s xmlns=\"%.*s\">; date: %.*s)"),
			    KT_FMT(kind->title[l->page.language]),
			    KT_FMT(kind->root), KT_FMT(kind->schema->space),
			    KT_FMT(kind->date_text));
			row(l, kind->id);
		} else {
			kt_json_object(&l->json);
			key(l, "id", kind->id);
			titles(l, kind->title);
			key(l, "root", kind->root);
			key(l, "namespace", kind->schema->space);
			key(l, "date", kind->date_text);
			key(l, "of",
			    kind->base != NULL ? kind->base->id : KT_S(""));
			kt_json_object_end(&l->json);
		}
	}
}

/* ---- the command ------------------------------------------------------- */

static const struct {
	const char *name;
	void (*list)(struct list *l);
	size_t column;
	bool of_packs;
} lists[] = {
	{ "rules", list_rules, 18, true },
	{ "packs", list_packs, 18, true },
	{ "profiles", list_profiles, 14, true },
	{ "plugins", list_plugins, 14, false },
	{ "checks", list_checks, 28, false },
	{ "functions", list_functions, 28, false },
	{ "kinds", list_kinds, 24, true },
};

enum { LISTS = sizeof(lists) / sizeof(lists[0]) };

static int find_list(const struct kt_options *options)
{
	const char *names[LISTS];
	const char *wanted =
	    options->argument_count > 0 ? options->arguments[0] : "";
	const char *nearest;

	for (int i = 0; i < LISTS; i++) {
		names[i] = lists[i].name;
		if (strcmp(names[i], wanted) == 0 &&
		    options->argument_count == 1)
			return i;
	}
	nearest = kt_cli_nearest(wanted, names, LISTS);
	if (options->argument_count == 1 && nearest != NULL)
		kt_cli_say(options, "der er ingen liste %s; mente du %s?",
		    "there is no list %s; did you mean %s?", wanted, nearest);
	else
		kt_cli_say(options, "skriv: kontrakttjek %s",
		    "write: kontrakttjek %s",
		    options->command->usage[options->language]);
	return -1;
}

static void write_list(struct list *l, int which)
{
	kt_buffer_init(&l->text);
	if (l->form == FORM_JSON)
		kt_json_array(&l->json);
	lists[which].list(l);
	if (l->form == FORM_JSON) {
		kt_json_array_end(&l->json);
		kt_json_finish(&l->json);
	}
	kt_buffer_finish(&l->text);
}

int kt_cmd_list(const struct kt_options *options)
{
	static const char *const forms[] = { "text", "json", "ids", NULL };
	struct kt_session session;
	struct list l = { .options = options, .session = &session };
	int which = find_list(options);
	int form = kt_cli_format(options, forms);
	int code;

	if (which < 0 || form < 0)
		return KT_EXIT_USE;
	l.form = (enum form)form;
	l.page = kt_page_begin(options, lists[which].column);
	kt_json_init(&l.json, &l.page.sink);
	if (lists[which].of_packs)
		code = kt_session_open(options, &session);
	else
		code = kt_session_open_plugins(options, &session);
	if (code == KT_EXIT_OK && lists[which].of_packs)
		code = kt_session_check_selection(options, &session);
	if (code == KT_EXIT_OK)
		write_list(&l, which);
	kt_session_close(&session);
	if (l.code != KT_EXIT_OK)
		code = l.code;
	return kt_page_end(&l.page, code);
}
