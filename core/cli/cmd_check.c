/*
 * check: judges documents and writes reports.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

enum { MANY_FILES = 20 };

/* ---- stopping ---------------------------------------------------------- */

/* The only state outside the stack: a signal handler can reach nothing else.
 * A run that is stopped leaves no half-written report behind. */
static volatile sig_atomic_t stopped_by;

static void stop(int number)
{
	stopped_by = number;
}

static void catch_signals(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

/* ---- progress ---------------------------------------------------------- */

struct progress {
	bool shown; /* it is to be shown at all */
	bool drawn; /* it stands on the screen now */
	enum kt_language language;
	size_t total;
	struct timespec last;
};

static void progress_init(
    struct progress *progress, const struct kt_options *options, size_t total)
{
	memset(progress, 0, sizeof(*progress));
	progress->total = total;
	progress->language = options->language;
	progress->shown =
	    !options->quiet && total > MANY_FILES && isatty(STDERR_FILENO) != 0;
}

/* At most ten times a second, or drawing would be the work. */
static void progress_draw(struct progress *progress, size_t done)
{
	struct timespec now = { 0 };
	long passed;

	if (!progress->shown)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	passed = (long)(now.tv_sec - progress->last.tv_sec) * 1000 +
		 (now.tv_nsec - progress->last.tv_nsec) / 1000000;
	if (passed < 100)
		return;
	progress->last = now;
	progress->drawn = true;
	fprintf(stderr, "\r%zu / %zu %s", done, progress->total,
	    progress->language == KT_EN ? "checked" : "tjekket");
	fflush(stderr);
}

static void progress_clear(struct progress *progress)
{
	if (!progress->drawn)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	progress->drawn = false;
}

/* ---- judging ----------------------------------------------------------- */

struct check {
	const struct kt_options *options;
	struct kt_settings settings;
	struct kt_session session;
	struct kt_engine *engine;
	struct kt_inputs inputs;
	struct kt_departures departures;
	struct kt_output *outputs;
	size_t output_count;
	struct kt_totals totals;
	struct kt_buffer bytes;
	bool terminal; /* the report and the progress share a screen */
};

static void report(struct check *c, const struct kt_judgement *judgement)
{
	kt_totals_add(&c->totals, judgement, c->options->fail_on);
	for (size_t i = 0; i < c->output_count; i++) {
		struct kt_output *output = &c->outputs[i];

		if (!output->sink.failed)
			output->format->document(output->report, judgement);
	}
	if (c->terminal)
		fflush(stdout);
}

static void judge(struct check *c, const struct kt_input *input)
{
	struct kt_judgement judgement;

	kt_cli_judge(c->engine, c->options, input, &c->bytes, &judgement);
	kt_departures_apply(&c->departures, input, &judgement);
	report(c, &judgement);
	kt_judgement_finish(&judgement);
}

/* Whether anybody is still listening. */
static bool any_output(const struct check *c)
{
	for (size_t i = 0; i < c->output_count; i++) {
		if (!c->outputs[i].sink.failed)
			return true;
	}
	return false;
}

static void judge_all(struct check *c)
{
	struct progress progress;

	progress_init(&progress, c->options, c->inputs.count);
	c->terminal = progress.shown && isatty(STDOUT_FILENO) != 0;
	for (size_t i = 0;
	     i < c->inputs.count && stopped_by == 0 && any_output(c); i++) {
		progress_draw(&progress, i);
		if (c->terminal)
			progress_clear(&progress);
		judge(c, &c->inputs.items[i]);
	}
	progress_clear(&progress);
}

/* ---- setting up -------------------------------------------------------- */

static bool begin_reports(struct check *c)
{
	struct kt_report_settings settings = {
		.language = c->options->language,
		.min_severity = c->options->min_severity,
		.fail_on = c->options->fail_on,
		.strict = c->options->strict,
		.quiet = c->options->quiet,
		.show_waived = c->options->show_waived,
		.rules = c->session.rules,
		.settings = &c->settings,
		.program_version = KT_VERSION,
	};
	bool begun = true;

	for (size_t i = 0; i < c->output_count; i++) {
		struct kt_output *output = &c->outputs[i];
		bool screen = output->wanted == NULL;

		settings.width = screen ? kt_cli_width(STDOUT_FILENO) : 0;
		settings.color =
		    screen ? kt_cli_color(c->options->color, STDOUT_FILENO)
			   : c->options->color == KT_WHEN_ALWAYS;
		output->report =
		    output->format->begin(&settings, &output->sink);
		begun = begun && output->report != NULL;
	}
	return begun;
}

static void end_reports(struct check *c)
{
	for (size_t i = 0; i < c->output_count; i++) {
		if (c->outputs[i].report != NULL)
			c->outputs[i].format->end(
			    c->outputs[i].report, &c->totals);
	}
}

/* Frees reports that nothing was judged for, without a word. */
static void drop_reports(struct check *c)
{
	for (size_t i = 0; i < c->output_count; i++)
		c->outputs[i].sink.failed = true;
	end_reports(c);
	for (size_t i = 0; i < c->output_count; i++)
		c->outputs[i].sink.failed = false;
}

static bool need_fingerprints(const struct check *c)
{
	bool need = kt_departures_need_fingerprints(&c->departures);

	for (size_t i = 0; i < c->output_count && !need; i++)
		need = c->outputs[i].format->fingerprints;
	return need;
}

/* Everything that can be wrong use is found before any document is judged. */
static int prepare(struct check *c)
{
	int code = kt_session_open(c->options, &c->session);
	struct kt_error error;
	kt_status status;

	if (code == KT_EXIT_OK)
		code = kt_session_check_selection(c->options, &c->session);
	if (code == KT_EXIT_OK)
		code =
		    kt_session_profile(c->options, &c->session, &c->settings);
	if (code != KT_EXIT_OK)
		return code;
	kt_error_clear(&error);
	status = kt_engine_create(
	    c->session.rules, &c->settings, &c->engine, &error);
	if (status == KT_OK) {
		kt_inputs_collect(c->options, &c->inputs);
		if (c->inputs.status != KT_OK)
			status = kt_fail_memory(&error);
	}
	if (status == KT_OK)
		code = kt_departures_open(c->options, &c->session, &c->settings,
		    &c->inputs, &c->departures);
	if (code != KT_EXIT_OK)
		return code;
	if (status == KT_OK)
		status = kt_outputs_open(c->options, &c->inputs, &c->outputs,
		    &c->output_count, &error);
	if (status == KT_OK && !begin_reports(c))
		status = kt_fail_memory(&error);
	if (status == KT_OK)
		kt_engine_set_fingerprints(c->engine, need_fingerprints(c));
	return status == KT_OK ? KT_EXIT_OK : kt_cli_fail(c->options, &error);
}

/* A name that is no file may be a command with a slip in it. */
static void hint_command(const struct check *c)
{
	const char *names[32];
	const char *first = c->options->arguments[0];
	const char *nearest;
	size_t count = 0;

	if (c->options->command_named || access(first, F_OK) == 0)
		return;
	for (; kt_commands[count].name != NULL && count < 32; count++)
		names[count] = kt_commands[count].name;
	nearest = kt_cli_nearest(first, names, count);
	if (nearest != NULL)
		kt_cli_say(c->options,
		    "filen %s findes ikke; mente du kommandoen %s?",
		    "there is no file %s; did you mean the command %s?", first,
		    nearest);
}

static int run(struct check *c)
{
	int code = prepare(c);
	bool prepared = code == KT_EXIT_OK;
	bool written;

	if (prepared) {
		catch_signals(stop);
		hint_command(c);
		judge_all(c);
		kt_departures_end(&c->departures, &c->totals);
		end_reports(c);
		code = kt_totals_exit_code(&c->totals, c->options->strict);
	} else {
		drop_reports(c);
	}
	written = kt_outputs_close(c->options, c->outputs, c->output_count,
	    prepared && stopped_by == 0);
	return written ? code : KT_EXIT_INCOMPLETE;
}

int kt_cmd_check(const struct kt_options *options)
{
	struct check c = { .options = options };
	int code;

	if (options->argument_count == 0) {
		kt_cli_say(options,
		    "hvad skal tjekkes? Skriv navnet på en fil eller en "
		    "mappe; kontrakttjek --help viser mere",
		    "what is to be checked? Name a file or a folder; "
		    "kontrakttjek --help tells more");
		return KT_EXIT_USE;
	}
	c.settings = kt_session_settings(options);
	kt_buffer_init(&c.bytes);
	code = run(&c);
	kt_engine_destroy(c.engine);
	kt_departures_close(&c.departures);
	kt_session_close(&c.session);
	kt_inputs_finish(&c.inputs);
	kt_buffer_finish(&c.bytes);
	if (stopped_by != 0) {
		/* end as the signal would have ended it */
		catch_signals(SIG_DFL);
		raise(stopped_by);
	}
	return code;
}
