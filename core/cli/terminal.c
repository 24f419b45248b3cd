/*
 * Standard output, standard error, and what kind of terminal they are.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"
#include "layout.h"
#include "mask.h"

const char *kt_cli_pick(
    const struct kt_options *options, const char *da, const char *en)
{
	return options->language == KT_EN ? en : da;
}

int kt_cli_width(int file)
{
	struct winsize size = { 0 };

	if (!isatty(file) || ioctl(file, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0';
}

bool kt_cli_color(enum kt_when when, int file)
{
	const char *terminal = getenv("TERM");
	const char *force = getenv("CLICOLOR_FORCE");

	if (when != KT_WHEN_AUTO)
		return when == KT_WHEN_ALWAYS;
	if (is_set("NO_COLOR"))
		return false;
	if (terminal != NULL && strcmp(terminal, "dumb") == 0)
		return false;
	if (force != NULL && force[0] != '\0' && strcmp(force, "0") != 0)
		return true;
	return isatty(file) != 0;
}

static bool write_file(void *data, struct kt_string bytes)
{
	return fwrite(bytes.data, 1, bytes.size, data) == bytes.size;
}

struct kt_sink kt_cli_stdout(void)
{
	return (struct kt_sink){ write_file, stdout, false };
}

const char *kt_cli_reason(enum kt_language language, int number)
{
	static const struct {
		int number;
		const char *text[KT_LANGUAGES];
	} reasons[] = {
		{ ENOENT, { "findes ikke", "does not exist" } },
		{ EACCES, { "adgang nægtet", "permission denied" } },
		{ EPERM, { "ikke tilladt", "not permitted" } },
		{ EROFS, { "skrivebeskyttet", "read-only" } },
		{ ENOTDIR, { "er ikke en mappe", "is not a folder" } },
		{ EISDIR, { "er en mappe", "is a folder" } },
		{ EEXIST, { "findes allerede", "exists already" } },
		{ ENOSPC, { "der er ikke mere plads", "no space left" } },
		{ EDQUOT, { "kvoten er brugt op", "quota used up" } },
		{ EPIPE, { "modtageren er lukket", "the reader is closed" } },
		{ EIO, { "læse- eller skrivefejl", "read or write error" } },
		{ ELOOP, { "for mange links", "too many links" } },
		{ ENAMETOOLONG, { "navnet er for langt", "name too long" } },
		{ ENOMEM, { "ikke mere hukommelse", "out of memory" } },
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (reasons[i].number == number)
			return reasons[i].text[language];
	}
	return strerror(number);
}

/* ---- messages ---------------------------------------------------------- */

/* Nothing of a document may reach the screen unmasked, and no name in a
 * message may steer the terminal. */
static void say_line(struct kt_buffer *line)
{
	struct kt_sink sink = { write_file, stderr, false };

	if (line->failed)
		return;
	kt_mask_in_place(line->data, line->size);
	kt_sink_add(&sink, KT_S("kontrakttjek: "));
	kt_layout_name(&sink, kt_buffer_string(line));
	kt_sink_add(&sink, KT_S("\n"));
}

void kt_cli_say(
    const struct kt_options *options, const char *da, const char *en, ...)
{
	struct kt_buffer line;
	char *text = NULL;
	va_list arguments;

	va_start(arguments, en);
	if (vasprintf(&text, options->language == KT_EN ? en : da, arguments) <
	    0)
		text = NULL;
	va_end(arguments);
	if (text == NULL)
		return;
	kt_buffer_init(&line);
	kt_buffer_add(&line, kt_string_of(text));
	say_line(&line);
	kt_buffer_finish(&line);
	free(text);
}

int kt_cli_fail(const struct kt_options *options, const struct kt_error *error)
{
	struct kt_buffer line;

	kt_buffer_init(&line);
	if (error->file[0] != '\0')
		kt_buffer_printf(&line, "%s:", error->file);
	if (error->line > 0)
		kt_buffer_printf(&line, "%u:%u:", (unsigned)error->line,
		    (unsigned)error->column);
	kt_buffer_printf(&line, "%s%s", line.size > 0 ? " " : "",
	    error->message[options->language]);
	say_line(&line);
	kt_buffer_finish(&line);
	switch (error->status) {
	case KT_E_MEMORY:
	case KT_E_OUTPUT:
	case KT_E_INTERNAL:
		return KT_EXIT_INCOMPLETE;
	default:
		return KT_EXIT_USE;
	}
}

int kt_cli_usage(const struct kt_options *options, const struct kt_error *error)
{
	int code = kt_cli_fail(options, error);

	if (options->command_named)
		kt_cli_say(options, "se kontrakttjek %s --help",
		    "see kontrakttjek %s --help", options->command->name);
	else
		kt_cli_say(options, "se kontrakttjek --help",
		    "see kontrakttjek --help");
	return code;
}

int kt_cli_flush(const struct kt_options *options, int code)
{
	bool failed = ferror(stdout) != 0;
	int number = failed ? errno : 0;

	if (fflush(stdout) != 0) {
		failed = true;
		number = errno;
	}
	if (!failed)
		return code;
	clearerr(stdout);
	kt_cli_say(options, "svaret kunne ikke skrives: %s",
	    "the answer could not be written: %s",
	    kt_cli_reason(options->language, number));
	return KT_EXIT_INCOMPLETE;
}
