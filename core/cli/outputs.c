/*
 * Reports on their way to standard output and to files. A file appears under
 * its name only when it is whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

/* Remembers why, before anything else changes errno. */
static bool write_output(void *data, struct kt_string bytes)
{
	struct kt_output *output = data;

	/* nobody else writes to it, and many pieces are a few bytes */
	if (fwrite_unlocked(bytes.data, 1, bytes.size, output->file) ==
	    bytes.size)
		return true;
	if (output->number == 0)
		output->number = errno;
	return false;
}

/* ---- what was asked for ------------------------------------------------ */

static const struct kt_report_format *find_format(
    const char *name, size_t length)
{
	for (size_t i = 0; kt_report_formats[i] != NULL; i++) {
		const struct kt_report_format *format = kt_report_formats[i];

		if (strlen(format->name) == length &&
		    memcmp(format->name, name, length) == 0)
			return format;
	}
	return NULL;
}

static kt_status unknown_format(
    const char *name, size_t length, struct kt_error *error)
{
	const char *names[32];
	char list[256] = "";
	char word[32];
	const char *nearest;
	size_t count = 0;

	for (; kt_report_formats[count] != NULL && count < 32; count++) {
		names[count] = kt_report_formats[count]->name;
		if (strlen(list) + strlen(names[count]) + 3 < sizeof(list)) {
			strcat(list, count > 0 ? ", " : "");
			strcat(list, names[count]);
		}
	}
	snprintf(
	    word, sizeof(word), "%.*s", (int)(length < 31 ? length : 31), name);
	nearest = kt_cli_nearest(word, names, count);
	if (nearest != NULL)
		return kt_fail(error, KT_E_USE,
		    "--format kender ikke \"%s\"; mente du %s?",
		    "--format does not know \"%s\"; did you mean %s?", word,
		    nearest);
	return kt_fail(error, KT_E_USE, "--format kender ikke \"%s\"; brug: %s",
	    "--format does not know \"%s\"; use one of: %s", word, list);
}

static kt_status parse_format(
    struct kt_output *output, const char *text, struct kt_error *error)
{
	size_t length = strcspn(text, ":");

	output->format = find_format(text, length);
	if (output->format == NULL)
		return unknown_format(text, length, error);
	if (text[length] == '\0')
		return KT_OK;
	if (text[length + 1] == '\0')
		return kt_fail(error, KT_E_USE,
		    "--format %s mangler et filnavn efter kolon",
		    "--format %s lacks a file name after the colon", text);
	output->wanted = text + length + 1;
	return KT_OK;
}

/* ---- files ------------------------------------------------------------- */

static kt_status fail_open(
    const struct kt_output *output, int number, struct kt_error *error)
{
	/* one reason in each language, so the texts are put together here */
	error->status = KT_E_OUTPUT;
	snprintf(error->message[KT_DA], sizeof(error->message[KT_DA]),
	    "rapporten %.400s kan ikke skrives: %s", output->wanted,
	    kt_cli_reason(KT_DA, number));
	snprintf(error->message[KT_EN], sizeof(error->message[KT_EN]),
	    "the report %.400s cannot be written: %s", output->wanted,
	    kt_cli_reason(KT_EN, number));
	return KT_E_OUTPUT;
}

static bool is_input(const struct kt_inputs *inputs, const struct stat *info)
{
	for (size_t i = 0; i < inputs->count; i++) {
		struct stat other;

		if (stat(inputs->items[i].name, &other) == 0 &&
		    other.st_dev == info->st_dev &&
		    other.st_ino == info->st_ino)
			return true;
	}
	return false;
}

/* A new file beside the target, with the rights that a new file would get. */
static FILE *open_beside(struct kt_output *output)
{
	mode_t mask = umask(0);
	FILE *file = NULL;
	int fd;

	umask(mask);
	if (asprintf(&output->temporary, "%s.XXXXXX", output->target) < 0) {
		output->temporary = NULL;
		errno = ENOMEM;
		return NULL;
	}
	fd = mkstemp(output->temporary);
	if (fd >= 0 && fchmod(fd, 0666 & ~mask) == 0)
		file = fdopen(fd, "w");
	if (file == NULL) {
		int number = errno;

		if (fd >= 0) {
			unlink(output->temporary);
			close(fd);
		}
		free(output->temporary);
		output->temporary = NULL;
		errno = number;
	}
	return file;
}

static kt_status open_file(struct kt_output *output,
    const struct kt_inputs *inputs, struct kt_error *error)
{
	struct stat info;
	bool exists = stat(output->wanted, &info) == 0;

	if (exists && S_ISDIR(info.st_mode))
		return fail_open(output, EISDIR, error);
	if (exists && is_input(inputs, &info))
		return kt_fail(error, KT_E_USE,
		    "rapporten ville overskrive %s, som skal tjekkes",
		    "the report would overwrite %s, which is to be checked",
		    output->wanted);
	/* through links to where the file is; a new one has no links yet */
	output->target =
	    exists ? realpath(output->wanted, NULL) : strdup(output->wanted);
	if (output->target == NULL)
		return fail_open(output, errno, error);
	if (exists && !S_ISREG(info.st_mode))
		output->file = fopen(output->target, "w");
	else
		output->file = open_beside(output);
	if (output->file == NULL)
		return fail_open(output, errno, error);
	return KT_OK;
}

static kt_status open_output(struct kt_output *output,
    const struct kt_inputs *inputs, struct kt_error *error)
{
	output->sink = (struct kt_sink){ write_output, output, false };
	if (output->wanted == NULL) {
		output->file = stdout;
		return KT_OK;
	}
	return open_file(output, inputs, error);
}

/* Two reports in one place would be none. */
static kt_status check_places(
    const struct kt_output *outputs, size_t count, struct kt_error *error)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < i; k++) {
			const char *a = outputs[i].wanted;
			const char *b = outputs[k].wanted;

			if (a == NULL && b == NULL)
				return kt_fail(error, KT_E_USE,
				    "kun én rapport kan skrives på standard "
				    "output; skriv de andre i filer: --format "
				    "%s:FIL",
				    "only one report can go to standard "
				    "output; write the others to files: "
				    "--format %s:FILE",
				    outputs[i].format->name);
			if (a != NULL && b != NULL && strcmp(a, b) == 0)
				return kt_fail(error, KT_E_USE,
				    "to rapporter kan ikke skrives i samme "
				    "fil: %s",
				    "two reports cannot go to the same file: "
				    "%s",
				    a);
		}
	}
	return KT_OK;
}

kt_status kt_outputs_open(const struct kt_options *options,
    const struct kt_inputs *inputs, struct kt_output **out, size_t *count,
    struct kt_error *error)
{
	size_t wanted = options->format_count;
	struct kt_output *outputs;
	kt_status status = KT_OK;

	*count = wanted > 0 ? wanted : 1;
	outputs = calloc(*count, sizeof(*outputs));
	*out = outputs;
	if (outputs == NULL) {
		*count = 0;
		return kt_fail_memory(error);
	}
	outputs[0].format = &kt_report_text;
	for (size_t i = 0; i < wanted && status == KT_OK; i++)
		status = parse_format(&outputs[i], options->formats[i], error);
	if (status == KT_OK)
		status = check_places(outputs, *count, error);
	for (size_t i = 0; i < *count && status == KT_OK; i++)
		status = open_output(&outputs[i], inputs, error);
	return status;
}

/* ---- the end ----------------------------------------------------------- */

static void close_output(struct kt_output *output, bool keep)
{
	bool failed = output->sink.failed;

	if (output->file == NULL)
		return;
	if (output->wanted == NULL) {
		if (fflush(output->file) != 0 && output->number == 0)
			output->number = errno;
	} else if (fclose(output->file) != 0 && output->number == 0) {
		output->number = errno;
	}
	failed = failed || output->number != 0;
	if (output->temporary != NULL) {
		if (keep && !failed &&
		    rename(output->temporary, output->target) != 0)
			output->number = errno;
		if (!keep || failed || output->number != 0)
			unlink(output->temporary);
	}
	output->sink.failed = failed || output->number != 0;
}

static void tell(
    const struct kt_options *options, const struct kt_output *output)
{
	int number = output->number != 0 ? output->number : ENOMEM;

	kt_cli_say(options, "rapporten %s kunne ikke skrives: %s",
	    "the report %s could not be written: %s",
	    output->wanted != NULL ? output->wanted
				   : kt_cli_pick(options, "på standard output",
					 "on standard output"),
	    kt_cli_reason(options->language, number));
}

bool kt_outputs_close(const struct kt_options *options,
    struct kt_output *outputs, size_t count, bool keep)
{
	bool written = true;

	for (size_t i = 0; i < count; i++) {
		struct kt_output *output = &outputs[i];

		close_output(output, keep);
		if (output->sink.failed) {
			written = false;
			tell(options, output);
			/* told once is enough */
			if (output->wanted == NULL)
				clearerr(stdout);
		}
		free(output->target);
		free(output->temporary);
	}
	free(outputs);
	return written;
}
