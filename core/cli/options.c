/*
 * Options: one table, from which the parser, --help and "did you mean" live.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "moment.h"

/* ---- the table --------------------------------------------------------- */

#define AT(field) offsetof(struct kt_options, field), 0
#define LIST_AT(field, count)                                                  \
	offsetof(struct kt_options, field), offsetof(struct kt_options, count)
#define NO_VALUE                                                               \
	{                                                                      \
		NULL, NULL                                                     \
	}

enum {
	FOR_JUDGING = KT_FOR_CHECK | KT_FOR_TEST | KT_FOR_LINT,
	FOR_WAIVING =
	    KT_FOR_CHECK | KT_FOR_WAIVER | KT_FOR_BASELINE | KT_FOR_DIFF,
	FOR_PACKS = FOR_JUDGING | FOR_WAIVING | KT_FOR_EXPLAIN | KT_FOR_LIST |
		    KT_FOR_PARAMETERS | KT_FOR_VERSION | KT_FOR_DOC
};

const struct kt_option_row kt_option_rows[] = {
	{ "as-of", 0, KT_OPTION_DATES, LIST_AT(as_of, second_as_of),
	    FOR_WAIVING | KT_FOR_PARAMETERS, { "DATO", "DATE" },
	    { "brug reglerne fra denne dag (ÅÅÅÅ-MM-DD) i stedet for "
	      "dokumentets egen dato",
		"use the rules of this day (YYYY-MM-DD) instead of the "
		"document's own date" } },
	{ "format", 0, KT_OPTION_LIST, LIST_AT(formats, format_count),
	    KT_FOR_CHECK | KT_FOR_LIST | KT_FOR_PARAMETERS | KT_FOR_WAIVER |
		KT_FOR_DIFF,
	    { "NAVN[:FIL]", "NAME[:FILE]" },
	    { "form på svaret; kan gentages, så flere rapporter skrives på "
	      "én gang (standard: text)",
		"form of the answer; may be repeated to write several reports "
		"in one run (default: text)" } },
	{ "fail-on", 0, KT_OPTION_SEVERITY, AT(fail_on), KT_FOR_CHECK,
	    { "ALVOR", "SEVERITY" },
	    { "exitkode 1 ved fund af denne alvor eller værre: fatal, error "
	      "(standard), warning, info",
		"exit code 1 on findings of this severity or worse: fatal, "
		"error (default), warning, info" } },
	{ "min-severity", 0, KT_OPTION_SEVERITY, AT(min_severity), KT_FOR_CHECK,
	    { "ALVOR", "SEVERITY" },
	    { "vis kun fund af denne alvor eller værre; de andre tælles med",
		"show only findings of this severity or worse; the others "
		"are counted" } },
	{ "profil", 0, KT_OPTION_TEXT, AT(profile), FOR_WAIVING,
	    { "NAVN", "NAME" },
	    { "brug en profil: hvilke regler der er med, og hvor alvorlige "
	      "de er (se list profiles)",
		"use a profile: which rules count, and how gravely (see list "
		"profiles)" } },
	{ "profile", 0, KT_OPTION_TEXT, AT(profile), FOR_WAIVING,
	    { "NAVN", "NAME" }, NO_VALUE },
	{ "fravigelser", 0, KT_OPTION_TEXT, AT(waivers), FOR_WAIVING,
	    { "FIL", "FILE" },
	    { "aftalte fravigelser; ellers fravigelser.xml i hvert papirs "
	      "mappe",
		"agreed waivers; else fravigelser.xml in the folder of each "
		"paper" } },
	{ "waivers", 0, KT_OPTION_TEXT, AT(waivers), FOR_WAIVING,
	    { "FIL", "FILE" }, NO_VALUE },
	{ "no-waivers", 0, KT_OPTION_FLAG, AT(no_waivers),
	    KT_FOR_CHECK | KT_FOR_BASELINE | KT_FOR_DIFF, NO_VALUE,
	    { "ingen fravigelser gælder, heller ikke dem i papirerne",
		"no waivers count, nor those in the papers" } },
	{ "show-waived", 0, KT_OPTION_FLAG, AT(show_waived), KT_FOR_CHECK,
	    NO_VALUE,
	    { "vis også de fund, der er fraveget, og hvem der godkendte",
		"also show the findings that are waived, and who approved" } },
	{ "basislinje", 0, KT_OPTION_TEXT, AT(baseline),
	    KT_FOR_CHECK | KT_FOR_BASELINE, { "FIL", "FILE" },
	    { "kendte fund, der ikke skal fejle (se baseline)",
		"known findings that are not to fail (see baseline)" } },
	{ "baseline", 0, KT_OPTION_TEXT, AT(baseline),
	    KT_FOR_CHECK | KT_FOR_BASELINE, { "FIL", "FILE" }, NO_VALUE },
	{ "pack", 0, KT_OPTION_LIST, LIST_AT(packs, pack_count),
	    KT_FOR_CHECK | KT_FOR_LIST | KT_FOR_PARAMETERS | KT_FOR_BASELINE |
		KT_FOR_DIFF | KT_FOR_DOC,
	    { "REGELSÆT", "PACK" },
	    { "kun dette regelsæt; kan gentages",
		"only this pack; may be repeated" } },
	{ "rule", 0, KT_OPTION_LIST, LIST_AT(rules, rule_count), FOR_WAIVING,
	    { "REGEL", "RULE" },
	    { "kun denne regel, eller alle med denne begyndelse (SAM-AFR); "
	      "kan gentages",
		"only this rule, or all that begin so (SAM-AFR); may be "
		"repeated" } },
	{ "parameters", 0, KT_OPTION_TEXT, AT(parameters), FOR_PACKS,
	    { "FIL", "FILE" },
	    { "egne parameterværdier med kilde (se parameters --missing)",
		"your own values of parameters with source (see parameters "
		"--missing)" } },
	{ "strict", 0, KT_OPTION_FLAG, AT(strict), KT_FOR_CHECK, NO_VALUE,
	    { "exitkode 1 også, når noget ikke kan afgøres",
		"exit code 1 also where something cannot be decided" } },
	{ "skema", 0, KT_OPTION_FLAG, AT(full_schema), KT_FOR_CHECK, NO_VALUE,
	    { "tjek også hele RELAX NG-skemaet (langsommere)",
		"also check the whole RELAX NG schema (slower)" } },
	{ "stdin-name", 0, KT_OPTION_TEXT, AT(stdin_name), KT_FOR_CHECK,
	    { "NAVN", "NAME" },
	    { "navnet på det, der læses fra standard input",
		"the name of what is read from standard input" } },
	{ "file", 0, KT_OPTION_TEXT, AT(file), KT_FOR_WAIVER, { "FIL", "FILE" },
	    { "papiret med det fund, der skal fraviges",
		"the paper with the finding to waive" } },
	{ "reason", 0, KT_OPTION_TEXT, AT(reason), KT_FOR_WAIVER,
	    { "TEKST", "TEXT" },
	    { "hvorfor der fraviges, mindst ti tegn",
		"why it is waived, at least ten characters" } },
	{ "approved-by", 0, KT_OPTION_TEXT, AT(approved_by), KT_FOR_WAIVER,
	    { "NAVN", "NAME" }, { "hvem der har godkendt", "who approved" } },
	{ "reference", 0, KT_OPTION_TEXT, AT(reference), KT_FOR_WAIVER,
	    { "TEKST", "TEXT" },
	    { "sagen eller beslutningen bag", "the case or decision behind" } },
	{ "expires", 0, KT_OPTION_DATE, AT(expires), KT_FOR_WAIVER,
	    { "DATO", "DATE" },
	    { "sidste dag, fravigelsen gælder", "the last day it counts" } },
	{ "missing", 0, KT_OPTION_FLAG, AT(missing), KT_FOR_PARAMETERS,
	    NO_VALUE,
	    { "kun dem, der mangler en værdi eller en efterprøvet værdi",
		"only those without a value or without a verified one" } },
	{ "omraade", 0, KT_OPTION_TEXT, AT(area), KT_FOR_NEW,
	    { "OMRÅDE", "AREA" },
	    { "voksen eller boern-unge", "voksen or boern-unge" } },
	{ "output", 'o', KT_OPTION_TEXT, AT(output), KT_FOR_NEW | KT_FOR_DOC,
	    { "FIL", "FILE" },
	    { "skriv i denne fil, som ikke må findes i forvejen; doc: i denne "
	      "mappe",
		"write to this file, which must not exist; doc: to this "
		"folder" } },
	{ "template", 0, KT_OPTION_FLAG, AT(template), KT_FOR_PARAMETERS,
	    NO_VALUE,
	    { "skriv en tom blanket, der kan udfyldes (som --format xml)",
		"write an empty form to fill in (as --format xml)" } },
	{ "json", 0, KT_OPTION_FLAG, AT(json), KT_FOR_VERSION, NO_VALUE,
	    { "svar i JSON", "answer in JSON" } },
	{ "color", 0, KT_OPTION_WHEN, AT(color), KT_FOR_CHECK,
	    { "HVORNÅR", "WHEN" },
	    { "farver: auto (kun i en terminal), always, never",
		"colours: auto (only in a terminal), always, never" } },
	{ "quiet", 'q', KT_OPTION_FLAG, AT(quiet), KT_FOR_CHECK, NO_VALUE,
	    { "kun fund og konklusion", "only findings and the verdict" } },
	{ "lang", 0, KT_OPTION_LANGUAGE, AT(language), KT_FOR_ALL,
	    { "SPROG", "LANGUAGE" },
	    { "da (standard) eller en", "da (default) or en" } },
	{ "plugin-dir", 0, KT_OPTION_TEXT, AT(plugin_dir), FOR_PACKS,
	    { "MAPPE", "FOLDER" },
	    { "indlæs plugins herfra", "load the plugins from here" } },
	{ "rules-dir", 0, KT_OPTION_TEXT, AT(rules_dir), FOR_PACKS | KT_FOR_NEW,
	    { "MAPPE", "FOLDER" },
	    { "læs regelsættene herfra", "read the packs from here" } },
	{ "help", 'h', KT_OPTION_FLAG, AT(help), KT_FOR_ALL, NO_VALUE,
	    { "vis denne hjælp", "show this help" } },
	{ "version", 0, KT_OPTION_FLAG, AT(version), KT_FOR_ALL, NO_VALUE,
	    { "vis programmets version", "show the program's version" } },
	{ NULL, 0, KT_OPTION_FLAG, 0, 0, 0, NO_VALUE, NO_VALUE },
};

/* ---- did you mean ------------------------------------------------------ */

const char *kt_cli_nearest(
    const char *word, const char *const *names, size_t count)
{
	struct kt_string given = kt_string_of(word);
	/* a third of the letters may be wrong, but never more than three */
	size_t limit = kt_string_length(given) / 3 + 1;
	const char *best = NULL;

	if (limit > 3)
		limit = 3;
	for (size_t i = 0; i < count; i++) {
		size_t distance =
		    kt_string_distance(given, kt_string_of(names[i]), limit);

		if (distance <= limit) {
			best = names[i];
			limit = distance == 0 ? 0 : distance - 1;
			if (distance == 0)
				break;
		}
	}
	return best;
}

const struct kt_command *kt_cli_command(const char *name)
{
	for (size_t i = 0; kt_commands[i].name != NULL; i++) {
		if (strcmp(kt_commands[i].name, name) == 0)
			return &kt_commands[i];
	}
	return NULL;
}

static kt_status unknown_option(const char *option, struct kt_error *error)
{
	const char *names[64];
	size_t count = 0;
	size_t length = strcspn(option, "=");
	char word[64];
	const char *nearest;

	for (; kt_option_rows[count].name != NULL; count++)
		names[count] = kt_option_rows[count].name;
	if (length >= sizeof(word))
		length = sizeof(word) - 1;
	memcpy(word, option, length);
	word[length] = '\0';
	nearest = kt_cli_nearest(word + strspn(word, "-"), names, count);
	if (nearest == NULL)
		return kt_fail(error, KT_E_USE, "tilvalget %s findes ikke",
		    "there is no option %s", word);
	return kt_fail(error, KT_E_USE,
	    "tilvalget %s findes ikke; mente du --%s?",
	    "there is no option %s; did you mean --%s?", word, nearest);
}

/* ---- values ------------------------------------------------------------ */

/* Which of `words` (NULL-ended) the value is; -1 with an error: none. */
static int choose(const struct kt_option_row *row, const char *value,
    const char *const *words, struct kt_error *error)
{
	char list[96] = "";
	const char *nearest;
	int count = 0;

	for (; words[count] != NULL; count++) {
		if (strcmp(words[count], value) == 0)
			return count;
		if (count > 0)
			strcat(list, ", ");
		strcat(list, words[count]);
	}
	nearest = kt_cli_nearest(value, words, (size_t)count);
	if (nearest == NULL)
		kt_fail(error, KT_E_USE, "--%s kender ikke \"%.80s\"; brug: %s",
		    "--%s does not know \"%.80s\"; use one of: %s", row->name,
		    value, list);
	else
		kt_fail(error, KT_E_USE,
		    "--%s kender ikke \"%.80s\"; mente du %s?",
		    "--%s does not know \"%.80s\"; did you mean %s?", row->name,
		    value, nearest);
	return -1;
}

static kt_status set_choice(struct kt_options *options,
    const struct kt_option_row *row, const char *value, struct kt_error *error)
{
	static const char *const languages[] = { "da", "en", NULL };
	static const char *const whens[] = { "auto", "always", "never", NULL };
	static const char *const severities[] = { "info", "warning", "error",
		"fatal", NULL };
	void *field = (char *)options + row->offset;
	int chosen;

	switch (row->kind) {
	case KT_OPTION_LANGUAGE:
		chosen = choose(row, value, languages, error);
		if (chosen >= 0)
			*(enum kt_language *)field = (enum kt_language)chosen;
		break;
	case KT_OPTION_WHEN:
		chosen = choose(row, value, whens, error);
		if (chosen >= 0)
			*(enum kt_when *)field = (enum kt_when)chosen;
		break;
	default:
		chosen = choose(row, value, severities, error);
		if (chosen >= 0)
			*(enum kt_severity *)field = (enum kt_severity)chosen;
		break;
	}
	return chosen >= 0 ? KT_OK : KT_E_USE;
}

static kt_status set_option(struct kt_options *options,
    const struct kt_option_row *row, const char *value, struct kt_error *error)
{
	char *base = (char *)options;
	size_t *count = (size_t *)(void *)(base + row->count);
	struct kt_date *date;

	switch (row->kind) {
	case KT_OPTION_FLAG:
		*(bool *)(base + row->offset) = true;
		return KT_OK;
	case KT_OPTION_TEXT:
		if (value[0] == '\0')
			return kt_fail(error, KT_E_USE, "--%s har en tom værdi",
			    "--%s has an empty value", row->name);
		*(const char **)(void *)(base + row->offset) = value;
		return KT_OK;
	case KT_OPTION_LIST:
		(*(const char ***)(void *)(base + row->offset))[(*count)++] =
		    value;
		return KT_OK;
	case KT_OPTION_DATE:
	case KT_OPTION_DATES:
		date = (struct kt_date *)(void *)(base + row->offset);
		if (row->kind == KT_OPTION_DATES && date->year != 0)
			date = (struct kt_date *)(void *)(base + row->count);
		if (date->year != 0)
			return kt_fail(error, KT_E_USE,
			    "--%s er givet for mange gange",
			    "--%s is given too many times", row->name);
		if (!kt_date_parse(kt_string_of(value), date))
			return kt_fail(error, KT_E_USE,
			    "--%s: \"%.80s\" er ikke en dato (ÅÅÅÅ-MM-DD)",
			    "--%s: \"%.80s\" is not a date (YYYY-MM-DD)",
			    row->name, value);
		return KT_OK;
	default:
		return set_choice(options, row, value, error);
	}
}

/* ---- parsing ----------------------------------------------------------- */

struct parser {
	int argc, at;
	char **argv;
	struct kt_options *options;
	unsigned char used[64]; /* rows that were given */
	struct kt_error *error;
};

static const struct kt_option_row *find_row(const char *word)
{
	const struct kt_option_row *row = kt_option_rows;
	size_t length;

	if (word[1] != '-') {
		for (; row->name != NULL; row++) {
			if (row->letter != 0 && row->letter == word[1] &&
			    word[2] == '\0')
				return row;
		}
		return NULL;
	}
	length = strcspn(word + 2, "=");
	for (; row->name != NULL; row++) {
		if (strlen(row->name) == length &&
		    memcmp(row->name, word + 2, length) == 0)
			return row;
	}
	return NULL;
}

static kt_status take_option(struct parser *p)
{
	const char *word = p->argv[p->at];
	const struct kt_option_row *row = find_row(word);
	const char *value = strchr(word, '=');

	if (row == NULL)
		return unknown_option(word, p->error);
	p->used[row - kt_option_rows] = 1;
	if (row->kind == KT_OPTION_FLAG) {
		if (value != NULL)
			return kt_fail(p->error, KT_E_USE,
			    "--%s tager ingen værdi", "--%s takes no value",
			    row->name);
	} else if (value != NULL) {
		value++;
	} else if (p->at + 1 < p->argc) {
		value = p->argv[++p->at];
	} else {
		return kt_fail(p->error, KT_E_USE, "--%s mangler en værdi",
		    "--%s needs a value", row->name);
	}
	return set_option(p->options, row, value, p->error);
}

/* The first word may be a command; any other is an argument. */
static void take_word(struct parser *p, bool *may_be_command)
{
	struct kt_options *options = p->options;
	const char *word = p->argv[p->at];
	const struct kt_command *command = NULL;

	if (*may_be_command)
		command = kt_cli_command(word);
	*may_be_command = false;
	if (command != NULL) {
		options->command = command;
		options->command_named = true;
	} else {
		options->arguments[options->argument_count++] = word;
	}
}

/* An option that does nothing here is a mistake, not a decoration. */
static kt_status check_used(const struct parser *p)
{
	const struct kt_command *command = p->options->command;

	if (p->options->help || p->options->version)
		return KT_OK;
	for (size_t i = 0; kt_option_rows[i].name != NULL; i++) {
		if (p->used[i] &&
		    (kt_option_rows[i].commands & command->bit) == 0)
			return kt_fail(p->error, KT_E_USE,
			    "--%s bruges ikke af kommandoen %s",
			    "--%s is not used by the command %s",
			    kt_option_rows[i].name, command->name);
	}
	if (p->options->second_as_of.year != 0 && command->bit != KT_FOR_DIFF)
		return kt_fail(p->error, KT_E_USE,
		    "to datoer kan kun sammenlignes med kommandoen diff",
		    "only the command diff can compare two dates");
	return KT_OK;
}

/* Before all else, so that every message is in the right language. */
static void find_language(int argc, char **argv, struct kt_options *options)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *value = NULL;

		if (strncmp(argv[i], "--lang=", 7) == 0)
			value = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			value = argv[i + 1];
		if (value != NULL)
			options->language =
			    strcmp(value, "en") == 0 ? KT_EN : KT_DA;
	}
}

static kt_status make_room(
    struct kt_options *options, int argc, struct kt_error *error)
{
	size_t room = (size_t)argc + 1;

	options->memory = calloc(4 * room, sizeof(*options->memory));
	if (options->memory == NULL)
		return kt_fail_memory(error);
	options->formats = options->memory;
	options->packs = options->memory + room;
	options->rules = options->memory + 2 * room;
	options->arguments = options->memory + 3 * room;
	return KT_OK;
}

kt_status kt_options_parse(
    int argc, char **argv, struct kt_options *out, struct kt_error *error)
{
	struct parser parser = { argc, 1, argv, out, { 0 }, error };
	bool may_be_command = true;
	bool only_words = false;
	kt_status status;

	*out = (struct kt_options){ .fail_on = KT_ERROR,
		.min_severity = KT_INFO,
		.command = &kt_commands[0] };
	find_language(argc, argv, out);
	status = make_room(out, argc, error);
	for (; status == KT_OK && parser.at < argc; parser.at++) {
		const char *word = argv[parser.at];

		if (only_words || word[0] != '-' || word[1] == '\0')
			take_word(&parser, &may_be_command);
		else if (strcmp(word, "--") == 0)
			only_words = true;
		else
			status = take_option(&parser);
		/* after "--" every word is a file */
		may_be_command = may_be_command && !only_words;
	}
	return status == KT_OK ? check_used(&parser) : status;
}

void kt_options_finish(struct kt_options *options)
{
	free(options->memory);
	options->memory = NULL;
}
