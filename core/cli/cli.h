/*
 * The command line: the only part that reads arguments, prints and decides
 * the exit code.
 */
#ifndef CORE_CLI_CLI_H
#define CORE_CLI_CLI_H

#include "base.h"
#include "engine.h"
#include "loader.h"
#include "names.h"
#include "pack.h"
#include "report.h"
#include "waiver.h"

/* Exit codes; the man page tells what each means. */
enum {
	KT_EXIT_OK = 0,
	KT_EXIT_FINDINGS = 1,
	KT_EXIT_USE = 2,
	KT_EXIT_INCOMPLETE = 3
};

enum kt_when { KT_WHEN_AUTO = 0, KT_WHEN_ALWAYS, KT_WHEN_NEVER };

/* What was written on the command line. Lists are NULL-ended; the strings are
 * those of argv. */
struct kt_options {
	const struct kt_command *command;
	bool command_named; /* not the default */
	enum kt_language language;
	struct kt_date as_of; /* year 0: not given */
	struct kt_date second_as_of; /* of diff */
	struct kt_date expires;
	enum kt_severity fail_on, min_severity;
	enum kt_when color;
	bool strict, quiet, full_schema, missing, json, help, version;
	bool no_waivers, show_waived, template;
	const char *parameters, *plugin_dir, *rules_dir, *output, *area;
	const char *stdin_name;
	const char *profile, *waivers, *baseline;
	const char *file, *reason, *approved_by, *reference; /* of a waiver */
	const char **formats, **packs, **rules;
	size_t format_count, pack_count, rule_count;
	const char **arguments;
	size_t argument_count;
	const char **memory; /* holds all four lists */
};

/* ---- commands ---------------------------------------------------------- */

/* Bits of kt_option_row.commands. */
enum {
	KT_FOR_CHECK = 1,
	KT_FOR_EXPLAIN = 2,
	KT_FOR_LIST = 4,
	KT_FOR_PARAMETERS = 8,
	KT_FOR_TEST = 16,
	KT_FOR_LINT = 32,
	KT_FOR_NEW = 64,
	KT_FOR_VERSION = 128,
	KT_FOR_HELP = 256,
	KT_FOR_WAIVER = 512,
	KT_FOR_BASELINE = 1024,
	KT_FOR_DIFF = 2048,
	KT_FOR_DOC = 4096,
	KT_FOR_ALL = 8191
};

struct kt_command {
	const char *name;
	unsigned bit; /* KT_FOR_… */
	const char *usage[KT_LANGUAGES];
	const char *summary[KT_LANGUAGES];
	const char *help[KT_LANGUAGES]; /* paragraphs, each ended by \n */
	int (*run)(const struct kt_options *options);
};

/* The default first; ended by a name that is NULL. */
extern const struct kt_command kt_commands[];

int kt_cmd_check(const struct kt_options *options);
int kt_cmd_explain(const struct kt_options *options);
int kt_cmd_list(const struct kt_options *options);
int kt_cmd_parameters(const struct kt_options *options);
int kt_cmd_test(const struct kt_options *options);
int kt_cmd_lint(const struct kt_options *options);
int kt_cmd_waiver(const struct kt_options *options);
int kt_cmd_baseline(const struct kt_options *options);
int kt_cmd_diff(const struct kt_options *options);
/* PACK@EDITION twice. */
int kt_diff_editions(const struct kt_options *options, bool as_json);
int kt_cmd_doc(const struct kt_options *options);
int kt_cmd_new(const struct kt_options *options);
int kt_cmd_version(const struct kt_options *options);
int kt_cmd_help(const struct kt_options *options);

/* ---- options ----------------------------------------------------------- */

enum kt_option_kind {
	KT_OPTION_FLAG,     /* bool */
	KT_OPTION_TEXT,     /* const char * */
	KT_OPTION_LIST,     /* const char **, with its count after `count` */
	KT_OPTION_DATE,     /* struct kt_date */
	KT_OPTION_DATES,    /* two of them, the second at `count` */
	KT_OPTION_SEVERITY, /* enum kt_severity */
	KT_OPTION_LANGUAGE, /* enum kt_language */
	KT_OPTION_WHEN      /* enum kt_when */
};

struct kt_option_row {
	const char *name; /* without "--" */
	char letter;      /* 0: none */
	enum kt_option_kind kind;
	size_t offset, count; /* in struct kt_options */
	unsigned commands;
	const char *value[KT_LANGUAGES]; /* what help calls the value */
	const char *help[KT_LANGUAGES]; /* NULL: another name of an option */
};

extern const struct kt_option_row kt_option_rows[]; /* name NULL ends it */

/* KT_E_USE names the option and the nearest right one. Also on failure the
 * language is right, and kt_options_finish must be called. */
kt_status kt_options_parse(int argc, char **argv, struct kt_options *out,
    struct kt_error *error);
void kt_options_finish(struct kt_options *options);

/* The nearest of `count` names, or NULL where none is near. */
const char *kt_cli_nearest(const char *word, const char *const *names,
    size_t count);
const struct kt_command *kt_cli_command(const char *name);

/* ---- output ------------------------------------------------------------ */

/* Formats of both languages are checked where they are written out. */
const char *kt_cli_pick(const struct kt_options *options, const char *da,
    const char *en) __attribute__((format_arg(2), format_arg(3)));
/* Columns of the terminal that `file` is, else 0. */
int kt_cli_width(int file);
bool kt_cli_color(enum kt_when when, int file);
/* A sink on standard output. */
struct kt_sink kt_cli_stdout(void);
/* Whether all of standard output was written; tells where not. Returns
 * `code`, or KT_EXIT_INCOMPLETE. */
int kt_cli_flush(const struct kt_options *options, int code);
/* What the system says about a failed call, in few words. */
const char *kt_cli_reason(enum kt_language language, int number);

/* One line on standard error, masked. */
void kt_cli_say(const struct kt_options *options, const char *da,
    const char *en, ...);
/* The error with its place; returns the exit code for it. */
int kt_cli_fail(const struct kt_options *options, const struct kt_error *error);
/* The same for wrong use, with where to read on. */
int kt_cli_usage(const struct kt_options *options,
    const struct kt_error *error);

/* Pages of named fields for explain, list and the like, wrapped to the
 * terminal or to 80 columns. */
struct kt_page {
	const struct kt_options *options;
	enum kt_language language;
	struct kt_sink sink;
	size_t width;
	size_t column; /* where the text of a field begins */
};

struct kt_page kt_page_begin(const struct kt_options *options, size_t column);
/* "name:   text"; nothing where the text is empty. */
void kt_page_field(struct kt_page *page, const char *name,
    struct kt_string text);
void kt_page_buffer(struct kt_page *page, const char *name,
    struct kt_buffer *text); /* and clears it */
/* A row "  first   text" with the text at `column`. */
void kt_page_row(struct kt_page *page, struct kt_string first,
    struct kt_string text);
void kt_page_line(struct kt_page *page, const char *text);

/* `code`, or KT_EXIT_INCOMPLETE where memory ran out on the way. */
int kt_page_end(const struct kt_page *page, int code);

/* The index of --format in `allowed` (NULL-ended; the first is the default);
 * -1 where it is told that there is none such. */
int kt_cli_format(const struct kt_options *options,
    const char *const *allowed);

/* "fra 1. januar 2023 til 31. december 2024"; empty where it is always. */
void kt_words_period(struct kt_buffer *out, const struct kt_period *period,
    enum kt_language language);
/* The items of a parameter's value, or of one row of a table. */
void kt_words_row(struct kt_buffer *out, const struct kt_parameter_info *info,
    const struct kt_parameter_row *row, enum kt_language language);
/* All of it, with the status: "14 dage (antaget)". */
void kt_words_parameter(struct kt_buffer *out,
    const struct kt_parameter_info *info,
    const struct kt_parameter_value *value, enum kt_language language);
/* "tal", "dato"; what a function or check takes and gives. */
const char *kt_words_kind(uint32_t kind, enum kt_language language);
/* Whether any expression of the rule needs the parameter. */
bool kt_rule_uses(const struct kt_rule *rule, size_t parameter);

/* ---- session ----------------------------------------------------------- */

/* Plugins and packs, loaded. */
struct kt_session {
	char *plugin_dir; /* NULL: only linked-in plugins */
	char *rules_dir;
	struct kt_names *names;
	struct kt_library *library;
	struct kt_rules *rules;
};

/* KT_EXIT_OK, or what was told on standard error. Close it in both cases. */
int kt_session_open(const struct kt_options *options,
    struct kt_session *session);
/* The same without packs: rules is NULL, so that a rule author can look up
 * what plugins offer while a pack is broken. */
int kt_session_open_plugins(const struct kt_options *options,
    struct kt_session *session);
/* Only where they lie: library is NULL too. */
int kt_session_open_folders(const struct kt_options *options,
    struct kt_session *session);
void kt_session_close(struct kt_session *session);
/* From the options, with today's date in Denmark. */
struct kt_settings kt_session_settings(const struct kt_options *options);
/* Tells the nearest rule id; returns KT_EXIT_USE. */
int kt_session_unknown_rule(const struct kt_options *options,
    const struct kt_session *session, const char *id);
int kt_session_unknown_pack(const struct kt_options *options,
    const struct kt_session *session, const char *id);
/* Whether --pack lets the pack through. */
bool kt_session_wants(const struct kt_options *options,
    const struct kt_session *session, const struct kt_pack *pack);
/* Checks the values of --pack and --rule; KT_EXIT_OK or KT_EXIT_USE. */
int kt_session_check_selection(const struct kt_options *options,
    const struct kt_session *session);

/* Puts the profile of --profil into the settings. */
int kt_session_profile(const struct kt_options *options,
    const struct kt_session *session, struct kt_settings *settings);

/* ---- inputs ------------------------------------------------------------ */

struct kt_input {
	char *name;  /* as shown and opened; "-" is standard input */
	char *place; /* the resolved path, to find doubles; may be NULL */
	struct kt_error *error; /* it cannot be judged, and why */
};

struct kt_inputs {
	struct kt_input *items; /* bytewise by name, each file once */
	size_t count, capacity;
	kt_status status; /* not KT_OK: no memory */
};

/* Files and folders of the command line. A folder without *.xml and one that
 * cannot be read become inputs with an error. */
void kt_inputs_collect(const struct kt_options *options,
    struct kt_inputs *out);
void kt_inputs_finish(struct kt_inputs *inputs);

/* Reads and judges one input. */
void kt_cli_judge(struct kt_engine *engine, const struct kt_options *options,
    const struct kt_input *input, struct kt_buffer *bytes,
    struct kt_judgement *out);

/* Writes text as XML with CPR numbers masked; in an attribute, too. */
void kt_cli_xml(struct kt_sink *sink, struct kt_string text);
/* ' name="value"'; nothing where the value is empty. */
void kt_cli_xml_attribute(
    struct kt_sink *sink, const char *name, struct kt_string value);

/* ---- waivers and baselines --------------------------------------------- */

struct kt_folder_waivers; /* fravigelser.xml of one folder */

/* The files that count in a run, read before anything is judged. */
struct kt_departures {
	const struct kt_options *options;
	struct kt_date today;
	struct kt_waivers *central; /* --fravigelser; NULL: not given */
	struct kt_folder_waivers *folders;
	size_t folder_count, folder_capacity;
	struct kt_waivers *baseline; /* NULL: not given */
	struct kt_stale_list stale;
};

/* KT_EXIT_OK, or what was told: a file that does not hold is wrong use.
 * `inputs` says which folders to look in. Close it in both cases. */
int kt_departures_open(const struct kt_options *options,
    const struct kt_session *session, const struct kt_settings *settings,
    const struct kt_inputs *inputs, struct kt_departures *out);
/* Whether one of them may hold on to a fingerprint. */
bool kt_departures_need_fingerprints(const struct kt_departures *departures);
/* Waives in the judgement of `input`. */
void kt_departures_apply(struct kt_departures *departures,
    const struct kt_input *input, struct kt_judgement *judgement);
/* After the last document: tells on standard error what did nothing, and
 * puts it into the totals. */
void kt_departures_end(
    struct kt_departures *departures, struct kt_totals *totals);
void kt_departures_close(struct kt_departures *departures);

/* Everything a command needs that judges documents for something else than a
 * report. */
struct kt_work {
	const struct kt_options *options;
	struct kt_settings settings;
	struct kt_session session;
	struct kt_engine *engine;
	struct kt_inputs inputs;
	struct kt_departures departures;
	struct kt_buffer bytes;
};
int kt_work_open(const struct kt_options *options, struct kt_work *work);
/* Judges and waives; kt_judgement_finish it. */
void kt_work_judge(struct kt_work *work, const struct kt_input *input,
    struct kt_judgement *out);
void kt_work_close(struct kt_work *work);
/* Tells where the document was not judged; false: it was. */
bool kt_cli_tell_unread(
    const struct kt_options *options, const struct kt_judgement *judgement);

/* ---- report files ------------------------------------------------------ */

/* A report on its way to standard output or a file, which appears whole under
 * its name when all is written. */
struct kt_output {
	const struct kt_report_format *format;
	struct kt_report *report;
	struct kt_sink sink;
	const char *wanted; /* NULL: standard output */
	void *file;         /* FILE * */
	char *target;       /* where links lead */
	char *temporary;    /* NULL: written in place */
	int number;         /* errno of the first failure */
};

/* The formats asked for, or text on standard output. KT_E_USE or
 * KT_E_OUTPUT. `inputs` are never overwritten. */
kt_status kt_outputs_open(const struct kt_options *options,
    const struct kt_inputs *inputs, struct kt_output **out, size_t *count,
    struct kt_error *error);
/* Puts the files under their names if `keep`; false where a report could not
 * be written, which is told. */
bool kt_outputs_close(const struct kt_options *options,
    struct kt_output *outputs, size_t count, bool keep);

#endif
