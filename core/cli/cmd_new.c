/*
 * new: writes one of the skeletons that lie with the schemas. Which there are
 * is seen from the folder: rules/skema/ny/NAME[-AREA].LANGUAGE.xml.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

enum { MOST_NAMES = 64, NAME_SIZE = 64 };

/* Names of skeletons without language and ending, sorted. */
struct names {
	char items[MOST_NAMES][NAME_SIZE];
	size_t count;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void find_names(
    const struct kt_options *options, const char *folder, struct names *names)
{
	const char *ending = options->language == KT_EN ? ".en.xml" : ".da.xml";
	DIR *directory = opendir(folder);
	struct dirent *entry;

	names->count = 0;
	while (directory != NULL && names->count < MOST_NAMES &&
	       (entry = readdir(directory)) != NULL) {
		size_t length = strlen(entry->d_name);
		size_t rest = strlen(ending);

		if (length <= rest || length - rest >= NAME_SIZE ||
		    strcmp(entry->d_name + length - rest, ending) != 0)
			continue;
		memcpy(
		    names->items[names->count], entry->d_name, length - rest);
		names->items[names->count][length - rest] = '\0';
		names->count++;
	}
	if (directory != NULL)
		closedir(directory);
	qsort(names->items, names->count, NAME_SIZE, by_name);
}

/* Those that begin with `prefix` and a hyphen; how many there are. */
static size_t list_areas(
    const struct names *names, const char *prefix, struct kt_buffer *out)
{
	size_t length = strlen(prefix);
	size_t count = 0;

	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->items[i];

		if (strncmp(name, prefix, length) != 0 || name[length] != '-')
			continue;
		kt_buffer_printf(
		    out, "%s%s", count++ > 0 ? ", " : "", name + length + 1);
	}
	return count;
}

static int refuse(const struct kt_options *options, const struct names *names,
    const char *kind)
{
	const char *all[MOST_NAMES];
	struct kt_buffer list;
	const char *nearest;

	kt_buffer_init(&list);
	if (list_areas(names, kind, &list) > 0) {
		kt_cli_say(options, "new %s kræver --omraade: %s",
		    "new %s needs --omraade: %s", kind, list.data);
	} else {
		for (size_t i = 0; i < names->count; i++) {
			all[i] = names->items[i];
			kt_buffer_printf(
			    &list, "%s%s", i > 0 ? ", " : "", all[i]);
		}
		nearest = kt_cli_nearest(kind, all, names->count);
		if (nearest != NULL)
			kt_cli_say(options,
			    "der er intet tomt dokument %s; mente du %s?",
			    "there is no empty document %s; did you mean %s?",
			    kind, nearest);
		else
			kt_cli_say(options,
			    "der er intet tomt dokument %s; der er: %s",
			    "there is no empty document %s; there are: %s",
			    kind, list.size > 0 ? list.data : "-");
	}
	kt_buffer_finish(&list);
	return KT_EXIT_USE;
}

static bool is_known(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++) {
		if (strcmp(names->items[i], name) == 0)
			return true;
	}
	return false;
}

/* Never over something that is there: it may be somebody's contract. */
static int write_new_file(
    const struct kt_options *options, struct kt_string text)
{
	int fd = open(
	    options->output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
	int number = errno;
	bool written;

	if (file == NULL) {
		if (fd >= 0)
			close(fd);
		kt_cli_say(options, "%s kan ikke oprettes: %s",
		    "%s cannot be created: %s", options->output,
		    kt_cli_reason(options->language, number));
		return number == EEXIST ? KT_EXIT_USE : KT_EXIT_INCOMPLETE;
	}
	written = fwrite(text.data, 1, text.size, file) == text.size;
	number = errno;
	if (fclose(file) != 0 && written) {
		written = false;
		number = errno;
	}
	if (written)
		return KT_EXIT_OK;
	unlink(options->output);
	kt_cli_say(options, "%s kunne ikke skrives: %s",
	    "%s could not be written: %s", options->output,
	    kt_cli_reason(options->language, number));
	return KT_EXIT_INCOMPLETE;
}

static int write_skeleton(const struct kt_options *options, const char *path)
{
	struct kt_sink sink = kt_cli_stdout();
	struct kt_buffer bytes;
	struct kt_error error;
	int code = KT_EXIT_OK;

	kt_error_clear(&error);
	kt_buffer_init(&bytes);
	if (kt_intake_file(path, &bytes, &error) != KT_OK)
		code = kt_cli_fail(options, &error);
	else if (options->output != NULL)
		code = write_new_file(options, kt_buffer_string(&bytes));
	else
		kt_sink_add(&sink, kt_buffer_string(&bytes));
	kt_buffer_finish(&bytes);
	return code;
}

static int write_kind(const struct kt_options *options, const char *rules)
{
	const char *kind = options->arguments[0];
	const char *area = options->area;
	struct names names;
	char *folder = NULL;
	char *name = NULL;
	char *path = NULL;
	int code = KT_EXIT_INCOMPLETE;

	if (asprintf(&folder, "%s/skema/ny", rules) < 0)
		folder = NULL;
	if (asprintf(&name, "%s%s%s", kind, area != NULL ? "-" : "",
		area != NULL ? area : "") < 0)
		name = NULL;
	if (folder != NULL && name != NULL) {
		find_names(options, folder, &names);
		if (!is_known(&names, name))
			code = refuse(options, &names,
			    area != NULL && is_known(&names, kind) ? name
								   : kind);
		else if (asprintf(&path, "%s/%s.%s.xml", folder, name,
			     options->language == KT_EN ? "en" : "da") >= 0)
			code = write_skeleton(options, path);
		else
			path = NULL;
	}
	free(folder);
	free(name);
	free(path);
	return code;
}

int kt_cmd_new(const struct kt_options *options)
{
	struct kt_session session;
	int code;

	if (options->argument_count != 1) {
		kt_cli_say(options, "skriv: kontrakttjek %s",
		    "write: kontrakttjek %s",
		    options->command->usage[options->language]);
		return KT_EXIT_USE;
	}
	code = kt_session_open_folders(options, &session);
	if (code == KT_EXIT_OK)
		code = write_kind(options, session.rules_dir);
	kt_session_close(&session);
	return code;
}
