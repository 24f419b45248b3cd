/*
 * Judging for commands: one input at a time, with the waivers that count.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "intake.h"
#include "mask.h"

/* ---- one input --------------------------------------------------------- */

void kt_cli_judge(struct kt_engine *engine, const struct kt_options *options,
    const struct kt_input *input, struct kt_buffer *bytes,
    struct kt_judgement *out)
{
	const char *name = input->name;
	struct kt_error error;

	kt_error_clear(&error);
	if (strcmp(name, "-") == 0 && options->stdin_name != NULL)
		name = options->stdin_name;
	if (input->error != NULL)
		error = *input->error;
	else
		kt_intake_file(input->name, bytes, &error);
	if (error.status != KT_OK)
		kt_engine_refuse(engine, kt_string_of(name), &error, out);
	else
		kt_engine_judge(
		    engine, kt_buffer_string(bytes), kt_string_of(name), out);
}

/* ---- the files --------------------------------------------------------- */

struct kt_folder_waivers {
	char *path; /* of the file */
	struct kt_waivers *waivers; /* NULL: there is none */
};

/* "folder/fravigelser.xml" beside the input; NULL: no memory, or the input is
 * no file. */
static char *beside(const struct kt_input *input)
{
	static const char name[] = "fravigelser.xml";
	const char *slash = strrchr(input->name, '/');
	size_t folder = slash != NULL ? (size_t)(slash - input->name) + 1 : 0;
	char *path = malloc(folder + sizeof(name));

	if (path != NULL) {
		memcpy(path, input->name, folder);
		memcpy(path + folder, name, sizeof(name));
	}
	return path;
}

static bool is_there(const char *path)
{
	struct stat about;

	/* one that cannot be looked at is there, and reading it will tell */
	return lstat(path, &about) == 0 ||
	       (errno != ENOENT && errno != ENOTDIR);
}

static struct kt_waivers *load(const struct kt_options *options,
    const struct kt_session *session, const char *path, bool baseline,
    int *code)
{
	struct kt_waivers *waivers =
	    kt_arena_alloc(&session->rules->arena, sizeof(*waivers));
	struct kt_error error;
	kt_status status;

	kt_error_clear(&error);
	if (waivers == NULL)
		status = kt_fail_memory(&error);
	else if (baseline)
		status =
		    kt_baseline_load(session->rules, path, waivers, &error);
	else
		status = kt_waivers_load(session->rules, path, waivers, &error);
	if (status != KT_OK)
		*code = kt_cli_fail(options, &error);
	return status == KT_OK ? waivers : NULL;
}

static struct kt_folder_waivers *find_folder(
    const struct kt_departures *departures, const char *path)
{
	for (size_t i = departures->folder_count; i > 0; i--) {
		if (strcmp(departures->folders[i - 1].path, path) == 0)
			return &departures->folders[i - 1];
	}
	return NULL;
}

static int add_folder(struct kt_departures *departures,
    const struct kt_session *session, const struct kt_input *input)
{
	struct kt_folder_waivers *folder;
	int code = KT_EXIT_OK;
	char *path;

	if (input->error != NULL || strcmp(input->name, "-") == 0)
		return code;
	path = beside(input);
	if (path != NULL && find_folder(departures, path) != NULL) {
		free(path);
		return code;
	}
	if (path == NULL ||
	    !kt_grow(&departures->folders, &departures->folder_capacity,
		departures->folder_count + 1, sizeof(*departures->folders))) {
		struct kt_error error;

		free(path);
		kt_error_clear(&error);
		kt_fail_memory(&error);
		return kt_cli_fail(departures->options, &error);
	}
	folder = &departures->folders[departures->folder_count++];
	*folder = (struct kt_folder_waivers){ path, NULL };
	if (is_there(path))
		folder->waivers =
		    load(departures->options, session, path, false, &code);
	return code;
}

int kt_departures_open(const struct kt_options *options,
    const struct kt_session *session, const struct kt_settings *settings,
    const struct kt_inputs *inputs, struct kt_departures *out)
{
	int code = KT_EXIT_OK;

	*out = (struct kt_departures){ .options = options };
	kt_stale_init(&out->stale);
	out->today = settings->has_as_of ? settings->as_of : settings->today;
	if (options->no_waivers && options->waivers != NULL) {
		kt_cli_say(options,
		    "--no-waivers og --fravigelser kan ikke bruges sammen",
		    "--no-waivers and --fravigelser cannot be used together");
		return KT_EXIT_USE;
	}
	if (options->baseline != NULL)
		out->baseline =
		    load(options, session, options->baseline, true, &code);
	if (code == KT_EXIT_OK && options->waivers != NULL)
		out->central =
		    load(options, session, options->waivers, false, &code);
	for (size_t i = 0; code == KT_EXIT_OK && !options->no_waivers &&
			   options->waivers == NULL && i < inputs->count;
	     i++)
		code = add_folder(out, session, &inputs->items[i]);
	return code;
}

bool kt_departures_need_fingerprints(const struct kt_departures *departures)
{
	bool need = departures->central != NULL || departures->baseline != NULL;

	for (size_t i = 0; i < departures->folder_count && !need; i++)
		need = departures->folders[i].waivers != NULL;
	return need;
}

void kt_departures_close(struct kt_departures *departures)
{
	for (size_t i = 0; i < departures->folder_count; i++)
		free(departures->folders[i].path);
	free(departures->folders);
	departures->folders = NULL;
	departures->folder_count = 0;
	kt_stale_finish(&departures->stale);
}

/* ---- applying ---------------------------------------------------------- */

static struct kt_waivers *waivers_of(
    const struct kt_departures *departures, const struct kt_input *input)
{
	const struct kt_folder_waivers *folder;
	char *path;

	if (departures->central != NULL)
		return departures->central;
	if (departures->folder_count == 0 || strcmp(input->name, "-") == 0)
		return NULL;
	path = beside(input);
	folder = path != NULL ? find_folder(departures, path) : NULL;
	free(path);
	return folder != NULL ? folder->waivers : NULL;
}

void kt_departures_apply(struct kt_departures *departures,
    const struct kt_input *input, struct kt_judgement *judgement)
{
	enum kt_language language = departures->options->language;
	struct kt_waivers *file = waivers_of(departures, input);
	struct kt_waiving waiving = {
		.files = &file,
		.file_count = file != NULL ? 1 : 0,
		.baseline = departures->baseline,
		.today = departures->today,
		.language = language,
	};

	if (departures->options->no_waivers)
		judgement->departure_count = 0;
	kt_waive(&waiving, judgement);
	kt_stale_add(&departures->stale, judgement->departures,
	    judgement->departure_count, language);
}

static void end_file(
    struct kt_departures *departures, const struct kt_waivers *file)
{
	if (file != NULL)
		kt_stale_add(&departures->stale, file->items, file->count,
		    departures->options->language);
}

void kt_departures_end(
    struct kt_departures *departures, struct kt_totals *totals)
{
	const struct kt_stale *stale;

	end_file(departures, departures->central);
	for (size_t i = 0; i < departures->folder_count; i++)
		end_file(departures, departures->folders[i].waivers);
	end_file(departures, departures->baseline);
	for (stale = departures->stale.first; stale != NULL;
	     stale = stale->next)
		kt_cli_say(departures->options, "advarsel: %.*s",
		    "warning: %.*s", KT_FMT(stale->text));
	/* a warning that found no memory must not look like none */
	totals->unchecked += departures->stale.arena.failed;
	totals->stale = departures->stale.first;
	totals->stale_count = departures->stale.count;
}

/* ---- all of it --------------------------------------------------------- */

int kt_work_open(const struct kt_options *options, struct kt_work *work)
{
	struct kt_error error;
	int code;

	*work = (struct kt_work){ .options = options };
	kt_buffer_init(&work->bytes);
	work->settings = kt_session_settings(options);
	code = kt_session_open(options, &work->session);
	if (code == KT_EXIT_OK)
		code = kt_session_check_selection(options, &work->session);
	if (code == KT_EXIT_OK)
		code = kt_session_profile(
		    options, &work->session, &work->settings);
	if (code != KT_EXIT_OK)
		return code;
	kt_error_clear(&error);
	kt_inputs_collect(options, &work->inputs);
	if (work->inputs.status != KT_OK)
		kt_fail_memory(&error);
	else
		kt_engine_create(work->session.rules, &work->settings,
		    &work->engine, &error);
	if (error.status != KT_OK)
		return kt_cli_fail(options, &error);
	return kt_departures_open(options, &work->session, &work->settings,
	    &work->inputs, &work->departures);
}

void kt_work_judge(struct kt_work *work, const struct kt_input *input,
    struct kt_judgement *out)
{
	kt_cli_judge(work->engine, work->options, input, &work->bytes, out);
	kt_departures_apply(&work->departures, input, out);
}

void kt_work_close(struct kt_work *work)
{
	kt_engine_destroy(work->engine);
	kt_departures_close(&work->departures);
	kt_inputs_finish(&work->inputs);
	kt_session_close(&work->session);
	kt_buffer_finish(&work->bytes);
}

bool kt_cli_tell_unread(
    const struct kt_options *options, const struct kt_judgement *judgement)
{
	if (judgement->status == KT_OK)
		return false;
	kt_cli_say(options, "%.*s: kunne ikke læses: %s%.0s",
	    "%.*s: could not be read: %.0s%s", KT_FMT(judgement->document),
	    judgement->error.message[KT_DA], judgement->error.message[KT_EN]);
	return true;
}

/* ---- XML --------------------------------------------------------------- */

void kt_cli_xml(struct kt_sink *sink, struct kt_string text)
{
	struct kt_arena arena;
	struct kt_string masked;

	kt_arena_init(&arena);
	masked = kt_mask(&arena, text);
	if (masked.data == NULL)
		sink->failed = true;
	for (size_t i = 0; i < masked.size; i++) {
		struct kt_string c = { masked.data + i, 1 };

		if (masked.data[i] == '&')
			c = KT_S("&amp;");
		else if (masked.data[i] == '<')
			c = KT_S("&lt;");
		else if (masked.data[i] == '>')
			c = KT_S("&gt;");
		else if (masked.data[i] == '"')
			c = KT_S("&quot;");
		else if ((unsigned char)masked.data[i] < ' ')
			c = KT_S(" ");
		kt_sink_add(sink, c);
	}
	kt_arena_finish(&arena);
}

void kt_cli_xml_attribute(
    struct kt_sink *sink, const char *name, struct kt_string value)
{
	if (value.size == 0)
		return;
	kt_sink_printf(sink, " %s=\"", name);
	kt_cli_xml(sink, value);
	kt_sink_add(sink, KT_S("\""));
}
