/*
 * Which files are judged: those named, and every *.xml in the folders named,
 * each once, in an order that depends on their names alone.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli/cli.h"

enum { MOST_FOLDERS = 64 /* inside each other */ };

struct walk {
	struct kt_inputs *inputs;
	const struct kt_options *options;
	bool find_doubles;
};

/* ---- the list ---------------------------------------------------------- */

/* Takes over `name`, also where it fails. */
static struct kt_input *add(struct walk *walk, char *name)
{
	struct kt_inputs *inputs = walk->inputs;
	struct kt_input *input;

	if (name == NULL || !kt_grow(&inputs->items, &inputs->capacity,
				inputs->count + 1, sizeof(*inputs->items))) {
		free(name);
		inputs->status = KT_E_MEMORY;
		return NULL;
	}
	input = &inputs->items[inputs->count++];
	*input = (struct kt_input){ .name = name };
	if (walk->find_doubles && strcmp(name, "-") != 0)
		input->place = realpath(name, NULL);
	return input;
}

/* An input that cannot be judged. What the system says (`number`, 0: nothing)
 * is put after the texts. */
static void add_failed(struct walk *walk, char *name, kt_status status,
    const char *da, const char *en, int number)
{
	struct kt_input *input = add(walk, name);
	struct kt_error *error;

	if (input == NULL)
		return;
	error = calloc(1, sizeof(*error));
	if (error == NULL) {
		walk->inputs->status = KT_E_MEMORY;
		return;
	}
	input->error = error;
	/* each language has its own words for the reason */
	error->status = status;
	snprintf(error->message[KT_DA], sizeof(error->message[KT_DA]), "%s%s",
	    da, number != 0 ? kt_cli_reason(KT_DA, number) : "");
	snprintf(error->message[KT_EN], sizeof(error->message[KT_EN]), "%s%s",
	    en, number != 0 ? kt_cli_reason(KT_EN, number) : "");
	kt_fail_at(error, kt_string_of(input->name), 0, 0);
}

/* ---- folders ----------------------------------------------------------- */

static bool is_xml(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && strcasecmp(name + length - 4, ".xml") == 0;
}

static bool is_same_file(DIR *folder, const char *name, const char *other)
{
	struct stat a, b;

	return other != NULL && stat(other, &b) == 0 &&
	       fstatat(dirfd(folder), name, &a, 0) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Waivers and baselines lie among the papers and are none. */
static bool is_companion(
    const struct kt_options *options, DIR *folder, const char *name)
{
	return strcmp(name, "fravigelser.xml") == 0 ||
	       strcmp(name, "basislinje.xml") == 0 ||
	       is_same_file(folder, name, options->waivers) ||
	       is_same_file(folder, name, options->baseline);
}

/* "./a//b/" becomes "a/b": two ways of writing a name give one report. */
static char *tidy(const char *path)
{
	char *name = malloc(strlen(path) + 2);
	size_t size = 0;

	if (name == NULL)
		return NULL;
	while (path[0] == '.' && path[1] == '/') {
		path++;
		while (path[0] == '/')
			path++;
	}
	for (; path[0] != '\0'; path++) {
		if (path[0] != '/' || size == 0 || name[size - 1] != '/')
			name[size++] = path[0];
	}
	if (size > 1 && name[size - 1] == '/')
		size--;
	if (size == 0)
		name[size++] = '.';
	name[size] = '\0';
	return name;
}

static char *join(const char *folder, const char *name)
{
	char *path = NULL;
	const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
	int size;

	if (strcmp(folder, ".") == 0)
		size = asprintf(&path, "%s", name);
	else
		size = asprintf(&path, "%s%s%s", folder, slash, name);
	return size < 0 ? NULL : path;
}

static bool is_subfolder(DIR *folder, const struct dirent *entry)
{
	struct stat info;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	return fstatat(dirfd(folder), entry->d_name, &info,
		   AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISDIR(info.st_mode);
}

/* Files found in and below the folder. Links to folders are not followed: they
 * can lead in circles. Names that begin with a point are hidden on purpose. */
static size_t walk_folder(struct walk *walk, const char *path, int depth)
{
	DIR *folder = depth < MOST_FOLDERS ? opendir(path) : NULL;
	size_t found = 0;
	struct dirent *entry;

	if (folder == NULL) {
		add_failed(walk, strdup(path), KT_E_INPUT,
		    "mappen kan ikke læses: ", "the folder cannot be read: ",
		    depth < MOST_FOLDERS ? errno : ELOOP);
		return 1;
	}
	while (walk->inputs->status == KT_OK &&
	       (errno = 0, entry = readdir(folder)) != NULL) {
		bool subfolder = is_subfolder(folder, entry);
		char *name;

		if (entry->d_name[0] == '.' ||
		    (!subfolder &&
			(!is_xml(entry->d_name) || is_companion(walk->options,
						       folder, entry->d_name))))
			continue;
		name = join(path, entry->d_name);
		if (subfolder && name != NULL) {
			found += walk_folder(walk, name, depth + 1);
			free(name);
		} else {
			add(walk, name);
			found++;
		}
	}
	if (walk->inputs->status == KT_OK && errno != 0) {
		add_failed(walk, strdup(path), KT_E_INPUT,
		    "mappen kan ikke læses: ", "the folder cannot be read: ",
		    errno);
		found++;
	}
	closedir(folder);
	return found;
}

static void add_argument(struct walk *walk, const char *argument)
{
	struct stat info;
	char *name = strcmp(argument, "-") == 0 ? strdup("-") : tidy(argument);

	if (name == NULL || strcmp(name, "-") == 0 || stat(name, &info) != 0 ||
	    !S_ISDIR(info.st_mode)) {
		/* what is wrong with a file, reading it will tell */
		add(walk, name);
	} else if (walk_folder(walk, name, 0) == 0) {
		add_failed(walk, name, KT_E_INPUT,
		    "mappen har ingen *.xml at tjekke",
		    "the folder has no *.xml to check", 0);
	} else {
		free(name);
	}
}

/* ---- order ------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct kt_input *)a)->name,
	    ((const struct kt_input *)b)->name);
}

/* Files with the same place beside each other, the first name first. */
static int by_place(const void *a, const void *b)
{
	const struct kt_input *x = a;
	const struct kt_input *y = b;
	int order = strcmp(x->place != NULL ? x->place : x->name,
	    y->place != NULL ? y->place : y->name);

	return order != 0 ? order : by_name(a, b);
}

static void drop(struct kt_input *input)
{
	free(input->name);
	free(input->place);
	free(input->error);
}

static void drop_doubles(struct kt_inputs *inputs)
{
	size_t kept = 0;

	for (size_t i = 0; i < inputs->count; i++) {
		struct kt_input *input = &inputs->items[i];
		struct kt_input *last =
		    kept > 0 ? &inputs->items[kept - 1] : NULL;
		bool same = last != NULL &&
			    (strcmp(last->name, input->name) == 0 ||
				(last->place != NULL && input->place != NULL &&
				    strcmp(last->place, input->place) == 0));

		if (same)
			drop(input);
		else
			inputs->items[kept++] = *input;
	}
	inputs->count = kept;
}

void kt_inputs_collect(const struct kt_options *options, struct kt_inputs *out)
{
	struct walk walk = { out, options, options->argument_count > 1 };

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < options->argument_count; i++)
		add_argument(&walk, options->arguments[i]);
	if (out->status != KT_OK || out->count == 0)
		return;
	if (walk.find_doubles) {
		qsort(out->items, out->count, sizeof(*out->items), by_place);
		drop_doubles(out);
	}
	qsort(out->items, out->count, sizeof(*out->items), by_name);
}

void kt_inputs_finish(struct kt_inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++)
		drop(&inputs->items[i]);
	free(inputs->items);
	memset(inputs, 0, sizeof(*inputs));
}
