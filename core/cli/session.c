/*
 * Where plugins and packs lie, and loading them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "moment.h"
#include "profile.h"

/* ---- folders ----------------------------------------------------------- */

static bool is_folder(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* The folder of the running program, without the slash; NULL: unknown. */
static char *program_folder(void)
{
	char *path = realpath("/proc/self/exe", NULL);
	char *slash = path != NULL ? strrchr(path, '/') : NULL;

	if (slash != NULL)
		*slash = '\0';
	return path;
}

/* `folder`/`rest` with links resolved where it is a folder, else NULL. */
static char *resolve(const char *folder, const char *rest)
{
	char *path = NULL;
	char *resolved = NULL;

	if (asprintf(&path, "%s/%s", folder, rest) < 0)
		return NULL;
	if (is_folder(path))
		resolved = realpath(path, NULL);
	free(path);
	return resolved;
}

/*
 * In the source tree plugins lie beside the program and packs one folder up.
 * An installed copy first looks where it lies itself, so that a tree that was
 * moved or staged is whole, and then where it was meant to be installed. A
 * program with linked-in plugins takes no others unless it is told to.
 */
static void find_folders(struct kt_session *session)
{
	char *folder = program_folder();
	bool linked_in = kt_static_plugins[0] != NULL;
	char *plugins = NULL;
	char *rules = NULL;

	if (folder != NULL) {
		plugins = resolve(folder, "plugins");
		if (plugins != NULL || linked_in)
			rules = resolve(folder, "../rules");
		if (plugins == NULL)
			plugins =
			    resolve(folder, "../lib/kontrakttjek/plugins");
		if (rules == NULL)
			rules = resolve(folder, "../share/kontrakttjek/rules");
	}
	if (plugins == NULL)
		plugins = resolve(KT_PLUGINDIR, ".");
	if (rules == NULL)
		rules = resolve(KT_RULESDIR, ".");
	if (linked_in) {
		free(plugins);
		plugins = NULL;
	}
	session->plugin_dir = plugins;
	session->rules_dir = rules;
	free(folder);
}

static int use_folder(const struct kt_options *options, const char *option,
    const char *given, char **folder)
{
	if (given == NULL)
		return KT_EXIT_OK;
	free(*folder);
	*folder = realpath(given, NULL);
	if (*folder != NULL && is_folder(*folder))
		return KT_EXIT_OK;
	kt_cli_say(options, "--%s %s: %s", "--%s %s: %s", option, given,
	    kt_cli_reason(
		options->language, *folder == NULL ? errno : ENOTDIR));
	return KT_EXIT_USE;
}

/* ---- loading ----------------------------------------------------------- */

int kt_session_open_folders(
    const struct kt_options *options, struct kt_session *session)
{
	int code;

	memset(session, 0, sizeof(*session));
	find_folders(session);
	code = use_folder(
	    options, "plugin-dir", options->plugin_dir, &session->plugin_dir);
	if (code == KT_EXIT_OK)
		code = use_folder(options, "rules-dir", options->rules_dir,
		    &session->rules_dir);
	if (code == KT_EXIT_OK && session->rules_dir == NULL) {
		kt_cli_say(options,
		    "regelsættene blev ikke fundet, hverken ved programmet "
		    "eller i %s; brug --rules-dir",
		    "the packs were found neither beside the program nor in "
		    "%s; use --rules-dir",
		    KT_RULESDIR);
		code = KT_EXIT_USE;
	}
	return code;
}

int kt_session_open_plugins(
    const struct kt_options *options, struct kt_session *session)
{
	int code = kt_session_open_folders(options, session);
	struct kt_error error;
	kt_status status;

	if (code != KT_EXIT_OK)
		return code;
	kt_error_clear(&error);
	session->names = kt_names_create();
	if (session->names == NULL)
		status = kt_fail_memory(&error);
	else
		status = kt_library_load(
		    session->plugin_dir, &session->library, &error);
	return status == KT_OK ? KT_EXIT_OK : kt_cli_fail(options, &error);
}

int kt_session_open(
    const struct kt_options *options, struct kt_session *session)
{
	int code = kt_session_open_plugins(options, session);
	struct kt_error error;

	if (code != KT_EXIT_OK)
		return code;
	kt_error_clear(&error);
	if (kt_rules_load(session->rules_dir, options->parameters,
		session->names, session->library, &session->rules,
		&error) != KT_OK)
		code = kt_cli_fail(options, &error);
	return code;
}

void kt_session_close(struct kt_session *session)
{
	kt_rules_destroy(session->rules);
	kt_library_destroy(session->library);
	kt_names_destroy(session->names);
	free(session->plugin_dir);
	free(session->rules_dir);
	memset(session, 0, sizeof(*session));
}

/* ---- settings ---------------------------------------------------------- */

/* Today in Denmark, by the same summer time as everything else: the local
 * day is the one whose midnight is the latest that has passed. */
static struct kt_date today(void)
{
	int64_t now = (int64_t)time(NULL);
	struct kt_datetime midnight = { 0 };
	int64_t first = 0;
	int64_t second = 0;

	/* the day in UTC, or the next one where it has begun here */
	if (!kt_date_of_number(now / 86400 + 1, &midnight.date))
		return (struct kt_date){ 1970, 1, 1 };
	if (kt_instant(&midnight, &first, &second) == KT_OK && first <= now)
		return midnight.date;
	kt_date_of_number(now / 86400, &midnight.date);
	return midnight.date;
}

struct kt_settings kt_session_settings(const struct kt_options *options)
{
	struct kt_settings settings = { 0 };

	settings.language = options->language;
	settings.has_as_of = options->as_of.year != 0;
	settings.as_of = options->as_of;
	settings.today = today();
	if (options->pack_count > 0)
		settings.packs = options->packs;
	if (options->rule_count > 0)
		settings.only = options->rules;
	settings.full_schema = options->full_schema;
	return settings;
}

int kt_session_profile(const struct kt_options *options,
    const struct kt_session *session, struct kt_settings *settings)
{
	struct kt_error error;

	kt_error_clear(&error);
	if (options->profile == NULL ||
	    kt_profile_load(session->rules, kt_string_of(options->profile),
		&settings->profile, &error) == KT_OK)
		return KT_EXIT_OK;
	return kt_cli_fail(options, &error);
}

/* ---- ids --------------------------------------------------------------- */

static size_t count_rules(const struct kt_rules *rules)
{
	size_t count = 0;

	for (size_t i = 0; i < rules->pack_count; i++)
		count += rules->packs[i].rule_count;
	return count;
}

int kt_session_unknown_rule(const struct kt_options *options,
    const struct kt_session *session, const char *id)
{
	const struct kt_rules *rules = session->rules;
	const char **names = calloc(count_rules(rules) + 1, sizeof(*names));
	const char *nearest = NULL;
	size_t count = 0;

	for (size_t i = 0; names != NULL && i < rules->pack_count; i++) {
		for (size_t k = 0; k < rules->packs[i].rule_count; k++)
			names[count++] = rules->packs[i].rules[k].id.data;
	}
	if (names != NULL)
		nearest = kt_cli_nearest(id, names, count);
	if (nearest != NULL)
		kt_cli_say(options, "reglen %s findes ikke; mente du %s?",
		    "there is no rule %s; did you mean %s?", id, nearest);
	else
		kt_cli_say(options,
		    "reglen %s findes ikke; se kontrakttjek list rules",
		    "there is no rule %s; see kontrakttjek list rules", id);
	free(names);
	return KT_EXIT_USE;
}

int kt_session_unknown_pack(const struct kt_options *options,
    const struct kt_session *session, const char *id)
{
	const struct kt_rules *rules = session->rules;
	const char **names = calloc(rules->pack_count + 1, sizeof(*names));
	const char *nearest = NULL;

	for (size_t i = 0; names != NULL && i < rules->pack_count; i++)
		names[i] = rules->packs[i].id.data;
	if (names != NULL)
		nearest = kt_cli_nearest(id, names, rules->pack_count);
	if (nearest != NULL)
		kt_cli_say(options, "regelsættet %s findes ikke; mente du %s?",
		    "there is no pack %s; did you mean %s?", id, nearest);
	else
		kt_cli_say(options,
		    "regelsættet %s findes ikke; se kontrakttjek list packs",
		    "there is no pack %s; see kontrakttjek list packs", id);
	free(names);
	return KT_EXIT_USE;
}

/* An id, an alias, or the beginning of ids up to a hyphen. */
static bool rule_is_known(const struct kt_rules *rules, const char *id)
{
	struct kt_string given = kt_string_of(id);

	if (kt_rules_find(rules, given) != NULL)
		return true;
	for (size_t i = 0; i < rules->pack_count; i++) {
		for (size_t k = 0; k < rules->packs[i].rule_count; k++) {
			if (given.size > 0 &&
			    kt_string_starts(
				rules->packs[i].rules[k].id, given))
				return true;
		}
	}
	return false;
}

bool kt_session_wants(const struct kt_options *options,
    const struct kt_session *session, const struct kt_pack *pack)
{
	for (size_t i = 0; i < options->pack_count; i++) {
		if (kt_rules_pack(session->rules,
			kt_string_of(options->packs[i])) == pack)
			return true;
	}
	return options->pack_count == 0;
}

int kt_session_check_selection(
    const struct kt_options *options, const struct kt_session *session)
{
	for (size_t i = 0; i < options->pack_count; i++) {
		if (kt_rules_pack(session->rules,
			kt_string_of(options->packs[i])) == NULL)
			return kt_session_unknown_pack(
			    options, session, options->packs[i]);
	}
	for (size_t i = 0; i < options->rule_count; i++) {
		if (!rule_is_known(session->rules, options->rules[i]))
			return kt_session_unknown_rule(
			    options, session, options->rules[i]);
	}
	return KT_EXIT_OK;
}
