/*
 * The table of commands, and help in both languages made from it and from the
 * table of options.
 */
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "layout.h"

const struct kt_command kt_commands[] = {
	{ "check", KT_FOR_CHECK,
	    { "[check] [TILVALG] FIL|MAPPE|- …",
		"[check] [OPTIONS] FILE|FOLDER|- …" },
	    { "tjek kontrakter og takstblade",
		"check contracts and tariff sheets" },
	    { "Dømmer hvert dokument efter de regler, der gælder på dets egen "
	      "dato, og skriver fund, det der ikke kan afgøres, og det der "
	      "ikke blev tjekket. En mappe gennemgås med alle undermapper; "
	      "kun *.xml tages med, og navne, der begynder med punktum, "
	      "springes over. - er standard input.\n"
	      "Exitkode: 0 alt er tjekket, intet fund på eller over "
	      "--fail-on; 1 fund; 2 forkert brug, opsætning, regelsæt eller "
	      "plugin; 3 ufuldstændigt: noget kunne ikke læses, tjekkes "
	      "eller skrives (3 går forud for 1).\n",
		"Judges every document by the rules that apply on its own "
		"date, and writes findings, what cannot be decided and what "
		"was not checked. A folder is walked with all its "
		"subfolders; only *.xml is taken, and names that begin with "
		"a point are skipped. - is standard input.\n"
		"Exit code: 0 everything was checked, no finding at or above "
		"--fail-on; 1 findings; 2 wrong use, configuration, pack or "
		"plugin; 3 incomplete: something could not be read, checked "
		"or written (3 beats 1).\n" },
	    kt_cmd_check },
	{ "explain", KT_FOR_EXPLAIN, { "explain REGEL …", "explain RULE …" },
	    { "forklar en regel: krav, kilde, råd og eksempler",
		"explain a rule: demand, source, advice and examples" },
	    { "Viser reglens side: hvorfor den findes, hvad der kræves, "
	      "hvornår den gælder, hvor den kommer fra, og hvilke værdier "
	      "den regner med.\n",
		"Shows the rule's page: why it exists, what is demanded, "
		"when it applies, where it comes from, and which values it "
		"works with.\n" },
	    kt_cmd_explain },
	{ "list", KT_FOR_LIST,
	    { "list rules|packs|profiles|plugins|checks|functions|kinds",
		"list rules|packs|profiles|plugins|checks|functions|kinds" },
	    { "vis regler, regelsæt, profiler, plugins, tjek, funktioner "
	      "eller dokumenttyper",
		"list rules, packs, profiles, plugins, checks, functions or "
		"kinds of documents" },
	    { "--format er text, json eller ids (kun id'er, ét pr. linje).\n",
		"--format is text, json or ids (only the ids, one a line).\n" },
	    kt_cmd_list },
	{ "parameters", KT_FOR_PARAMETERS,
	    { "parameters [--missing]", "parameters [--missing]" },
	    { "vis de værdier, reglerne regner med, og hvad der mangler",
		"show the values that rules work with, and what is missing" },
	    { "En parameter er verificeret, antaget eller ikke udfyldt. Med "
	      "--as-of vises kun de udgaver, der gælder den dag. --format er "
	      "text, json eller xml; xml skriver en fil, der kan udfyldes "
	      "og gives tilbage med --parameters.\n",
		"A parameter is verified, assumed or not filled in. With "
		"--as-of only the editions in force on that day are shown. "
		"--format is text, json or xml; xml writes a file that can be "
		"filled in and given back with --parameters.\n" },
	    kt_cmd_parameters },
	{ "test", KT_FOR_TEST, { "test [REGELSÆT …]", "test [PACK …]" },
	    { "kør eksemplerne inde i regelsættene",
		"run the examples inside the packs" },
	    { "Exitkode: 0 alle eksempler gik som ventet; 1 et eller flere "
	      "gik anderledes; 2 regelsættet er i stykker; 3 der var ingen "
	      "eksempler.\n",
		"Exit code: 0 all examples went as expected; 1 one or more "
		"did not; 2 the pack is broken; 3 there were no examples.\n" },
	    kt_cmd_test },
	{ "lint", KT_FOR_LINT, { "lint [REGELSÆT …]", "lint [PACK …]" },
	    { "find mangler i regelsættene: sprog, kilder, eksempler",
		"find flaws in the packs: languages, sources, examples" },
	    { "Exitkode: 0 ingen mangler; 1 mangler; 2 regelsættet er i "
	      "stykker.\n",
		"Exit code: 0 no flaws; 1 flaws; 2 the pack is broken.\n" },
	    kt_cmd_lint },
	{ "waiver", KT_FOR_WAIVER,
	    { "waiver list|lint [FIL …] | add | prune PAPIR …",
		"waiver list|lint [FILE …] | add | prune PAPER …" },
	    { "vis, efterse, tilføj eller ryd op i fravigelser",
		"list, examine, add or tidy waivers" },
	    { "list viser, hvem der har godkendt hvad, hvorfor og til "
	      "hvornår. lint finder det, der er udløbet, dobbelt eller ikke "
	      "kan bruges. add skriver en færdig fravigelse af et fund: "
	      "--rule, --file, --reason, --approved-by, --expires. prune "
	      "skriver filen uden det, der er udløbet eller ikke bruges i "
	      "papirerne. Uden FIL og --fravigelser bruges fravigelser.xml.\n"
	      "Exitkode for lint: 0 ingen mangler; 1 mangler; 2 filen kan "
	      "ikke bruges.\n",
		"list shows who approved what, why and until when. lint finds "
		"what has expired, is double or cannot be used. add writes a "
		"ready waiver of a finding: --rule, --file, --reason, "
		"--approved-by, --expires. prune writes the file without what "
		"has expired or is not used in the papers. Without FILE and "
		"--fravigelser, fravigelser.xml is used.\n"
		"Exit code of lint: 0 no flaws; 1 flaws; 2 the file cannot be "
		"used.\n" },
	    kt_cmd_waiver },
	{ "baseline", KT_FOR_BASELINE,
	    { "baseline create|prune PAPIR …",
		"baseline create|prune PAPER …" },
	    { "gem de fund, der er der nu, eller ryd op i dem",
		"keep the findings that are there now, or tidy them" },
	    { "create skriver en basislinje: fund, der er kendt og ikke skal "
	      "fejle, når den gives med --basislinje. prune skriver den uden "
	      "det, der er rettet. En basislinje bliver kun mindre, og den "
	      "dækker hverken fatal eller det, der ikke må fraviges. Nævn "
	      "alle de papirer, den handler om.\n",
		"create writes a baseline: findings that are known and are "
		"not to fail where it is given with --basislinje. prune "
		"writes it without what has been put right. A baseline only "
		"gets smaller, and covers neither fatal nor what cannot be "
		"waived. Name all the papers that it is about.\n" },
	    kt_cmd_baseline },
	{ "diff", KT_FOR_DIFF,
	    { "diff --as-of DATO --as-of DATO PAPIR … | SÆT@UDGAVE SÆT@UDGAVE",
		"diff --as-of DATE --as-of DATE PAPER … | PACK@EDITION "
		"PACK@EDITION" },
	    { "vis, hvad der ændrer sig mellem to dage eller to udgaver",
		"show what changes between two days or two editions" },
	    { "Med to datoer bedømmes de samme papirer to gange, og kun "
	      "forskellen vises. Med to udgaver af et regelsæt vises de "
	      "parametre og regler, der kommer, går eller ændres. --format er "
	      "text eller json.\n"
	      "Exitkode: 0 ingen forskel; 1 forskel; 3 noget blev ikke "
	      "tjekket.\n",
		"With two dates the same papers are judged twice, and only "
		"the difference is shown. With two editions of a pack, the "
		"parameters and rules that come, go or change. --format is "
		"text or json.\n"
		"Exit code: 0 no difference; 1 a difference; 3 something was "
		"not checked.\n" },
	    kt_cmd_diff },
	{ "doc", KT_FOR_DOC, { "doc --output MAPPE", "doc --output FOLDER" },
	    { "skriv en side for hver regel", "write a page for each rule" },
	    { "Markdown på dansk og engelsk: en side for hver regel i en mappe "
	      "pr. regelsæt, og en oversigt i README.md.\n",
		"Markdown in Danish and English: a page for each rule in a "
		"folder per pack, and an index in README.md.\n" },
	    kt_cmd_doc },
	{ "new", KT_FOR_NEW,
	    { "new kontrakt --omraade OMRÅDE | takstblad",
		"new kontrakt --omraade AREA | takstblad" },
	    { "skriv et tomt dokument med vejledning",
		"write an empty document with guidance" },
	    { "Skriver på standard output, eller med --output i en ny fil.\n",
		"Writes to standard output, or with --output to a new "
		"file.\n" },
	    kt_cmd_new },
	{ "version", KT_FOR_VERSION, { "version [--json]", "version [--json]" },
	    { "vis version, biblioteker, plugins og regelsæt",
		"show version, libraries, plugins and packs" },
	    { "", "" }, kt_cmd_version },
	{ "help", KT_FOR_HELP, { "help [KOMMANDO]", "help [COMMAND]" },
	    { "vis hjælp", "show help" }, { "", "" }, kt_cmd_help },
	{ NULL, 0, { NULL, NULL }, { NULL, NULL }, { NULL, NULL }, NULL },
};

enum {
	NAME_COLUMN = 2,
	TEXT_COLUMN = 28,
	COMMAND_TEXT_COLUMN = 14,
	WIDTH = 80
};

struct help {
	const struct kt_options *options;
	enum kt_language language;
	struct kt_sink sink;
	size_t width;
};

static void paragraphs(struct help *h, const char *text)
{
	while (text[0] != '\0') {
		size_t length = strcspn(text, "\n");

		kt_layout_paragraph(&h->sink,
		    (struct kt_string){ text, length }, 0, 0, h->width);
		text += length + (text[length] == '\n');
	}
}

/* "  --name VALUE    text", the text below where the name is long. */
static void option_row(struct help *h, const struct kt_option_row *row)
{
	struct kt_buffer name;
	size_t used;

	kt_buffer_init(&name);
	if (row->letter != 0)
		kt_buffer_printf(&name, "-%c, ", row->letter);
	kt_buffer_printf(&name, "--%s", row->name);
	if (row->value[h->language] != NULL)
		kt_buffer_printf(&name, " %s", row->value[h->language]);
	used = NAME_COLUMN + kt_layout_columns(kt_buffer_string(&name));
	kt_layout_blanks(&h->sink, NAME_COLUMN);
	kt_sink_add(&h->sink, kt_buffer_string(&name));
	if (used + 2 > TEXT_COLUMN) {
		kt_sink_add(&h->sink, KT_S("\n"));
		used = 0;
	}
	kt_layout_blanks(&h->sink, TEXT_COLUMN - used);
	kt_layout_paragraph(&h->sink, kt_string_of(row->help[h->language]),
	    TEXT_COLUMN, TEXT_COLUMN, h->width);
	kt_buffer_finish(&name);
}

static void option_rows(struct help *h, unsigned commands)
{
	kt_sink_printf(&h->sink, "\n%s\n",
	    kt_cli_pick(h->options, "Tilvalg:", "Options:"));
	for (const struct kt_option_row *row = kt_option_rows;
	     row->name != NULL; row++) {
		if ((row->commands & commands) != 0 &&
		    row->help[h->language] != NULL)
			option_row(h, row);
	}
}

static void formats(struct help *h)
{
	kt_sink_printf(&h->sink, "\n%s\n",
	    kt_cli_pick(
		h->options, "Rapporter (--format):", "Reports (--format):"));
	for (size_t i = 0; kt_report_formats[i] != NULL; i++) {
		const struct kt_report_format *format = kt_report_formats[i];

		kt_layout_blanks(&h->sink, NAME_COLUMN);
		kt_layout_cell(&h->sink, kt_string_of(format->name),
		    COMMAND_TEXT_COLUMN - NAME_COLUMN);
		kt_layout_paragraph(&h->sink,
		    kt_string_of(format->summary[h->language]),
		    COMMAND_TEXT_COLUMN, COMMAND_TEXT_COLUMN, h->width);
	}
}

static void command_help(struct help *h, const struct kt_command *command)
{
	kt_sink_printf(&h->sink, "%s kontrakttjek %s\n\n",
	    kt_cli_pick(h->options, "Brug:", "Usage:"),
	    command->usage[h->language]);
	paragraphs(h, command->summary[h->language]);
	if (command->help[h->language][0] != '\0') {
		kt_sink_add(&h->sink, KT_S("\n"));
		paragraphs(h, command->help[h->language]);
	}
	option_rows(h, command->bit);
	if (command->bit == KT_FOR_CHECK)
		formats(h);
}

static void general_help(struct help *h)
{
	paragraphs(
	    h, kt_cli_pick(h->options,
		   "kontrakttjek tjekker kontrakter og takstblade på det "
		   "specialiserede socialområde mod standardkontrakten, "
		   "aftalerne og loven, før der skrives under eller betales.\n",
		   "kontrakttjek checks contracts and tariff sheets of the "
		   "Danish specialised social area against the standard "
		   "contract, the agreements and the law before people sign or "
		   "pay.\n"));
	kt_sink_printf(&h->sink, "\n%s kontrakttjek %s\n",
	    kt_cli_pick(h->options, "Brug:", "Usage:"),
	    kt_cli_pick(
		h->options, "[KOMMANDO] [TILVALG] …", "[COMMAND] [OPTIONS] …"));
	kt_sink_printf(&h->sink, "\n%s\n",
	    kt_cli_pick(h->options, "Kommandoer:", "Commands:"));
	for (const struct kt_command *command = kt_commands;
	     command->name != NULL; command++) {
		kt_layout_blanks(&h->sink, NAME_COLUMN);
		kt_layout_cell(&h->sink, kt_string_of(command->name),
		    COMMAND_TEXT_COLUMN - NAME_COLUMN);
		kt_layout_paragraph(&h->sink,
		    kt_string_of(command->summary[h->language]),
		    COMMAND_TEXT_COLUMN, COMMAND_TEXT_COLUMN, h->width);
	}
	paragraphs(
	    h, kt_cli_pick(h->options,
		   "Uden kommando: check. Mere om en kommando: kontrakttjek "
		   "KOMMANDO --help.\n",
		   "Without a command: check. More about a command: "
		   "kontrakttjek COMMAND --help.\n"));
	option_rows(h, KT_FOR_CHECK);
}

int kt_cmd_help(const struct kt_options *options)
{
	struct help h = { options, options->language, kt_cli_stdout(), WIDTH };
	const struct kt_command *command = NULL;
	int width = kt_cli_width(STDOUT_FILENO);

	if (width > 0)
		h.width = (size_t)width;
	if (options->command->bit != KT_FOR_HELP) {
		if (options->command_named)
			command = options->command;
	} else if (options->argument_count > 0) {
		command = kt_cli_command(options->arguments[0]);
		if (command == NULL) {
			kt_cli_say(options, "kommandoen %s findes ikke",
			    "there is no command %s", options->arguments[0]);
			return KT_EXIT_USE;
		}
	}
	if (command != NULL)
		command_help(&h, command);
	else
		general_help(&h);
	return KT_EXIT_OK;
}
