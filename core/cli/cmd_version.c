/*
 * version: the program, its libraries, and what is loaded.
 */
#include <libxml/parser.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "json.h"

struct versions {
	char libxml2[32];
	char pcre2[64];
	bool jit;
};

/* libxml2 tells 20914 for 2.9.14. */
static void find_versions(struct versions *v)
{
	unsigned number = 0;
	uint32_t jit = 0;

	for (const char *c = xmlParserVersion; *c >= '0' && *c <= '9'; c++)
		number = number * 10 + (unsigned)(*c - '0');
	snprintf(v->libxml2, sizeof(v->libxml2), "%u.%u.%u", number / 10000,
	    number / 100 % 100, number % 100);
	v->pcre2[0] = '\0';
	/* the answer holds a date too, after a space */
	if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof(v->pcre2))
		pcre2_config(PCRE2_CONFIG_VERSION, v->pcre2);
	v->pcre2[strcspn(v->pcre2, " ")] = '\0';
	pcre2_config(PCRE2_CONFIG_JIT, &jit);
	v->jit = jit != 0;
}

static void pack_words(struct kt_buffer *out, const struct kt_pack *pack)
{
	kt_buffer_printf(out, "%.*s", KT_FMT(pack->id));
	if (pack->version.size > 0)
		kt_buffer_printf(out, " %.*s", KT_FMT(pack->version));
}

static void write_text(struct kt_page *page, const struct kt_session *session,
    const struct versions *v)
{
	const struct kt_options *options = page->options;
	struct kt_buffer text;

	kt_sink_printf(&page->sink, "kontrakttjek %s\n", KT_VERSION);
	kt_buffer_init(&text);
	kt_buffer_printf(&text, "%u.%u", KT_ABI_MAJOR, KT_ABI_MINOR);
	kt_page_buffer(page, "plugin-ABI", &text);
	kt_buffer_printf(&text, "libxml2 %s, PCRE2 %s%s", v->libxml2, v->pcre2,
	    v->jit ? " (JIT)" : "");
	kt_page_buffer(
	    page, kt_cli_pick(options, "biblioteker", "libraries"), &text);
	for (size_t i = 0; i < session->library->count; i++)
		kt_buffer_printf(&text, "%s%s %s", i > 0 ? ", " : "",
		    session->library->plugins[i].plugin.name,
		    session->library->plugins[i].plugin.version);
	kt_page_buffer(page, "plugins", &text);
	for (size_t i = 0; i < session->rules->pack_count; i++) {
		if (i > 0)
			kt_buffer_add(&text, KT_S(", "));
		pack_words(&text, &session->rules->packs[i]);
	}
	kt_page_buffer(page, kt_cli_pick(options, "regelsæt", "packs"), &text);
	kt_buffer_finish(&text);
}

static void write_json(struct kt_page *page, const struct kt_session *session,
    const struct versions *v)
{
	struct kt_json json;

	kt_json_init(&json, &page->sink);
	kt_json_object(&json);
	kt_json_text(kt_json_key(&json, "name"), "kontrakttjek");
	kt_json_text(kt_json_key(&json, "version"), KT_VERSION);
	kt_json_number(kt_json_key(&json, "abi_major"), KT_ABI_MAJOR);
	kt_json_number(kt_json_key(&json, "abi_minor"), KT_ABI_MINOR);
	kt_json_text(kt_json_key(&json, "libxml2"), v->libxml2);
	kt_json_text(kt_json_key(&json, "pcre2"), v->pcre2);
	kt_json_bool(kt_json_key(&json, "pcre2_jit"), v->jit);
	kt_json_array(kt_json_key(&json, "plugins"));
	for (size_t i = 0; i < session->library->count; i++) {
		const struct kt_plugin *plugin =
		    &session->library->plugins[i].plugin;

		kt_json_object(&json);
		kt_json_text(kt_json_key(&json, "name"), plugin->name);
		kt_json_text(kt_json_key(&json, "version"), plugin->version);
		kt_json_object_end(&json);
	}
	kt_json_array_end(&json);
	kt_json_array(kt_json_key(&json, "packs"));
	for (size_t i = 0; i < session->rules->pack_count; i++) {
		const struct kt_pack *pack = &session->rules->packs[i];

		kt_json_object(&json);
		kt_json_string(kt_json_key(&json, "id"), pack->id);
		kt_json_optional(kt_json_key(&json, "version"), pack->version);
		kt_json_number(kt_json_key(&json, "rules"), pack->rule_count);
		kt_json_object_end(&json);
	}
	kt_json_array_end(&json);
	kt_json_object_end(&json);
	kt_json_finish(&json);
}

int kt_cmd_version(const struct kt_options *options)
{
	struct kt_page page = kt_page_begin(options, 14);
	struct kt_session session;
	struct versions versions;
	int code;

	/* --version answers also where nothing can be loaded */
	if (options->version) {
		kt_sink_printf(&page.sink, "kontrakttjek %s\n", KT_VERSION);
		return KT_EXIT_OK;
	}
	find_versions(&versions);
	code = kt_session_open(options, &session);
	if (code == KT_EXIT_OK && options->json)
		write_json(&page, &session, &versions);
	else if (code == KT_EXIT_OK)
		write_text(&page, &session, &versions);
	kt_session_close(&session);
	return kt_page_end(&page, code);
}
