#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pack_files.h"

#define RULE_SPACE "xmlns=\"urn:kontrakttjek:regler:1\""
#define RNG                                                                    \
	"<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\" "              \
	"datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\" "

static const struct {
	const char *name;
	const char *content;
} files[] = {
	{ "skema/brev.rng",
	    RNG "ns=\"urn:prove:brev:1\">\n"
		"<start><element name=\"brev\">\n"
		"<optional><attribute name=\"slags\"><choice>\n"
		"<value>udkast</value><value>endelig</value>\n"
		"</choice></attribute></optional>\n"
		"<optional><attribute name=\"nr\"/></optional>\n"
		"<element name=\"dato\"><data type=\"date\"/></element>\n"
		"<optional><element name=\"beloeb\"><data type=\"decimal\"/>"
		"</element></optional>\n"
		"<optional><element name=\"frist\"><data type=\"duration\"/>"
		"</element></optional>\n"
		"<zeroOrMore><element name=\"post\">\n"
		"<optional><attribute name=\"id\"/></optional>\n"
		"<optional><attribute name=\"navn\"/></optional>\n"
		"<zeroOrMore><element name=\"beloeb\">"
		"<data type=\"decimal\"/></element></zeroOrMore>\n"
		"</element></zeroOrMore>\n"
		"<zeroOrMore><element name=\"aftalt\">\n"
		"<zeroOrMore><element name=\"regel\"><text/></element>"
		"</zeroOrMore>\n"
		"<optional><element name=\"sted\"><text/></element>"
		"</optional>\n"
		"<optional><element name=\"grund\"><text/></element>"
		"</optional>\n"
		"<optional><element name=\"hvem\"><text/></element>"
		"</optional>\n"
		"<optional><element name=\"sidst\"><text/></element>"
		"</optional>\n"
		"</element></zeroOrMore>\n"
		"</element></start></grammar>\n" },
	{ "skema/note.rng",
	    RNG "ns=\"urn:prove:note:1\">\n"
		"<start><element name=\"note\">\n"
		"<element name=\"dato\"><data type=\"date\"/></element>\n"
		"<optional><element name=\"beloeb\"><data type=\"decimal\"/>"
		"</element></optional>\n"
		"</element></start></grammar>\n" },
	{ "dokumenter.xml",
	    "<dokumenttyper " RULE_SPACE ">\n"
	    "<dokumenttype id=\"brev\" navnerum=\"urn:prove:brev:1\"\n"
	    " rod=\"brev\" praefiks=\"b\" skema=\"skema/brev.rng\"\n"
	    " afgoerende-dato=\"dato\" identitet=\"@nr\">\n"
	    "<titel>brev</titel>\n"
	    "<titel xml:lang=\"en\">letter</titel>\n"
	    "<etiket element=\"post\" id=\"id\" overskrift=\"navn\"/>\n"
	    "<fravigelse vej=\"aftalt\" regel=\"regel\"\n"
	    " klausul=\"sted\" aarsag=\"grund\" godkendt-af=\"hvem\"\n"
	    " til-og-med=\"sidst\"/>\n"
	    "</dokumenttype>\n"
	    "<dokumenttype id=\"udkast\" af=\"brev\"\n"
	    " naar=\"@slags = 'udkast'\">\n"
	    "<titel>udkast</titel>\n"
	    "<titel xml:lang=\"en\">draft</titel>\n"
	    "</dokumenttype>\n"
	    "<dokumenttype id=\"note\" navnerum=\"urn:prove:note:1\"\n"
	    " rod=\"note\" praefiks=\"n\" skema=\"skema/note.rng\"\n"
	    " afgoerende-dato=\"dato\">\n"
	    "<titel>note</titel>\n"
	    "<titel xml:lang=\"en\">note</titel>\n"
	    "</dokumenttype>\n"
	    "</dokumenttyper>\n" },
	{ "prove/regelsaet.xml", "<regelsaet " RULE_SPACE "\n"
				 " id=\"prove\" praefiks=\"PRV\"\n"
				 " version=\"1.0\">\n"
				 "<titel>Prøve</titel>\n"
				 "<titel xml:lang=\"en\">Test</titel>\n"
				 "<udgiver>Os</udgiver>\n"
				 "</regelsaet>\n" },
	{ "prove/parametre.xml",
	    "<parametre " RULE_SPACE ">\n"
	    "<parameter navn=\"frist-mindst\" type=\"varighed\"\n"
	    " enhed=\"dage\">\n"
	    "<titel>Frist</titel>\n"
	    "<titel xml:lang=\"en\">Deadline</titel>\n"
	    "<findes>I aftalen</findes>\n"
	    "</parameter>\n"
	    "<parameter navn=\"hoejst\" type=\"beloeb\">\n"
	    "<titel>Beløb</titel>\n"
	    "<titel xml:lang=\"en\">Amount</titel>\n"
	    "</parameter>\n"
	    "<parameter navn=\"ord\" type=\"tekst\" form=\"liste\">\n"
	    "<titel>Ord</titel>\n"
	    "<titel xml:lang=\"en\">Words</titel>\n"
	    "</parameter>\n"
	    "<parameter navn=\"satser\" type=\"procent\" form=\"tabel\">\n"
	    "<titel>Satser</titel>\n"
	    "<titel xml:lang=\"en\">Rates</titel>\n"
	    "</parameter>\n"
	    "<parameter navn=\"aaben\" type=\"ja-nej\">\n"
	    "<titel>Åben</titel>\n"
	    "<titel xml:lang=\"en\">Open</titel>\n"
	    "</parameter>\n"
	    "<parameter navn=\"tom\" type=\"tal\">\n"
	    "<titel>Tom</titel>\n"
	    "<titel xml:lang=\"en\">Empty</titel>\n"
	    "</parameter>\n"
	    "</parametre>\n" },
	{ "prove/udgave-2025.xml",
	    "<udgave " RULE_SPACE "\n"
	    " id=\"2025\" fra=\"2025-01-01\" til=\"2025-12-31\"\n"
	    " status=\"vedtaget\">\n"
	    "<titel>2025</titel>\n"
	    "<titel xml:lang=\"en\">2025</titel>\n"
	    "<vaerdi navn=\"frist-mindst\" status=\"antaget\" er=\"P14D\">\n"
	    "<kilde dokument=\"Aftalen\" afsnit=\"3\"/>\n"
	    "</vaerdi>\n"
	    "<vaerdi navn=\"hoejst\" status=\"verificeret\" er=\"100.50\">\n"
	    "<kilde dokument=\"Aftalen\" url=\"https://x.invalid/\"/>\n"
	    "</vaerdi>\n"
	    "<vaerdi navn=\"ord\" status=\"verificeret\">\n"
	    "<punkt>det ene</punkt><punkt>det andet</punkt>\n"
	    "<kilde dokument=\"Aftalen\" afsnit=\"4\"/>\n"
	    "</vaerdi>\n"
	    "<vaerdi navn=\"satser\" status=\"verificeret\">\n"
	    "<raekke noegle=\"a\"><punkt>1.5</punkt></raekke>\n"
	    "<raekke noegle=\"b\" status=\"antaget\"><punkt>2</punkt>"
	    "<punkt>3</punkt></raekke>\n"
	    "<kilde dokument=\"Aftalen\" afsnit=\"5\" status=\"antaget\"/>\n"
	    "</vaerdi>\n"
	    "<vaerdi navn=\"aaben\" status=\"verificeret\" er=\"ja\">\n"
	    "<kilde dokument=\"Aftalen\" afsnit=\"6\"/>\n"
	    "</vaerdi>\n"
	    "</udgave>\n" },
	{ "prove/udgave-2026.xml", "<udgave " RULE_SPACE "\n"
				   " id=\"2026\" fra=\"2026-01-01\"\n"
				   " status=\"udkast\">\n"
				   "<titel>2026</titel>\n"
				   "<titel xml:lang=\"en\">2026</titel>\n"
				   "</udgave>\n" },
	{ "prove/regler.xml",
	    "<regler " RULE_SPACE " kapitel=\"et\">\n"
	    "<regel id=\"PRV-002\" alvor=\"error\"\n"
	    " dokument=\"brev\"\n"
	    " fra=\"2025-01-01\" til=\"2027-12-31\"\n"
	    " alias=\"GL-1 GL-2\">\n"
	    "<titel>Fristen</titel>\n"
	    "<titel xml:lang=\"en\">The deadline</titel>\n"
	    "<kilde dokument=\"Aftalen\" afsnit=\"3\" "
	    "status=\"verificeret\">\n"
	    "<note>Se  også\n bilag 1.</note></kilde>\n"
	    "<hvorfor>Derfor.</hvorfor>\n"
	    "<hvorfor xml:lang=\"en\">Because.</hvorfor>\n"
	    "<lad navn=\"fristen\" vaerdi=\"frist\"/>\n"
	    "<naar test=\"exists(frist)\"/>\n"
	    "<krav test=\"$fristen ge $frist-mindst\"/>\n"
	    "<besked>Fristen {fristen} er {fundet}, ikke {krav}.</besked>\n"
	    "<besked xml:lang=\"en\">{fristen}: {fundet}, not "
	    "{krav}.</besked>\n"
	    "<raad>Skriv {krav}.</raad>\n"
	    "<raad xml:lang=\"en\">Write {krav}.</raad>\n"
	    "<eksempel udfald=\"overholdt\" paa=\"brev\"/>\n"
	    "<eksempel udfald=\"fund\" paa=\"brev\">"
	    "<saet vej=\"frist\">P13D</saet></eksempel>\n"
	    "<eksempel udfald=\"ikke-relevant\" paa=\"brev\">"
	    "<fjern vej=\"frist\"/></eksempel>\n"
	    "<eksempel udfald=\"uafklaret\" paa=\"brev\" pr=\"2026-02-01\"/>\n"
	    "<eksempel udfald=\"fund\" paa=\"brev\" pr=\"2026-02-01\">"
	    "<vaerdi navn=\"frist-mindst\" er=\"P30D\"/></eksempel>\n"
	    "</regel>\n"
	    "<regel id=\"PRV-001\" alvor=\"warning\" dokument=\"brev note\"\n"
	    " status=\"forslag\" maa-fraviges=\"nej\">\n"
	    "<titel>Beløb</titel>\n"
	    "<titel xml:lang=\"en\">Amounts</titel>\n"
	    "<kilde dokument=\"Loven\" url=\"https://y.invalid/\"/>\n"
	    "<for-hver vej=\"//beloeb\"/>\n"
	    "<krav test=\". le $hoejst\" enhed=\"kr.\"/>\n"
	    "<besked>Beløbet er {fundet}.</besked>\n"
	    "<besked xml:lang=\"en\">The amount is {fundet}.</besked>\n"
	    "<raad>Nedsæt det.</raad>\n"
	    "<raad xml:lang=\"en\">Lower it.</raad>\n"
	    "<eksempel udfald=\"overholdt\" paa=\"brev\"/>\n"
	    "<eksempel udfald=\"fund\" paa=\"brev\"><indsaet vej=\"post\">"
	    "<![CDATA[<b:beloeb>101</b:beloeb>]]></indsaet></eksempel>\n"
	    "</regel>\n"
	    "<regel id=\"PRV-003\" alvor=\"info\" dokument=\"brev\">\n"
	    "<titel>Tjek</titel>\n"
	    "<titel xml:lang=\"en\">Check</titel>\n"
	    "<kilde dokument=\"Loven\" afsnit=\"1\"/>\n"
	    "<krav tjek=\"prove.tjek\">\n"
	    "<argument navn=\"tekst\"> noget </argument>\n"
	    "<argument navn=\"udtryk\">\n"
	    "  exists(frist)</argument>\n"
	    "</krav>\n"
	    "<besked>Nej.</besked>\n"
	    "<besked xml:lang=\"en\">No.</besked>\n"
	    "<raad>Jo.</raad>\n"
	    "<raad xml:lang=\"en\">Yes.</raad>\n"
	    "<eksempel udfald=\"overholdt\" paa=\"brev\"/>\n"
	    "</regel>\n"
	    "</regler>\n" },
	{ "eksempler/brev.xml",
	    "<?xml version=\"1.0\"?>\n"
	    "<!-- > et brev -->\n"
	    "<b:brev xmlns:b=\"urn:prove:brev:1\" slags='endelig'>\n"
	    "<b:dato>2025-03-01</b:dato>\n"
	    "<b:beloeb>50</b:beloeb>\n"
	    "<b:frist>P14D</b:frist>\n"
	    "<b:post id=\"a>b\"/>\n"
	    "</b:brev>\n" },
	{ "vaerdier.xml",
	    "<parametervaerdier " RULE_SPACE ">\n"
	    "<vaerdi regelsaet=\"prove\" udgave=\"2026\" navn=\"hoejst\"\n"
	    " status=\"verificeret\" er=\"75\">\n"
	    "<kilde dokument=\"Vores egen aftale\"/>\n"
	    "</vaerdi>\n"
	    "</parametervaerdier>\n" },
};

enum { FILE_COUNT = sizeof(files) / sizeof(*files) };

static void write_file(const struct pack_folder *folder, const char *name,
    const char *content, size_t size)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder->path, name);
	file = fopen(path, "w");
	ck_assert_msg(file != NULL, "cannot write %s", path);
	ck_assert_uint_eq(fwrite(content, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
}

void pack_folder_add(
    struct pack_folder *folder, const char *file, const char *content)
{
	write_file(folder, file, content, strlen(content));
}

static void make_folder(const struct pack_folder *folder, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder->path, name);
	ck_assert_int_eq(mkdir(path, 0755), 0);
}

static void copy_pack_schema(const struct pack_folder *folder)
{
	static char bytes[256 * 1024];
	FILE *file = fopen("rules/skema/regler.rng", "r");
	size_t size;

	ck_assert_msg(file != NULL, "run the tests from the repository's root");
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	ck_assert_uint_lt(size, sizeof(bytes));
	write_file(folder, "skema/regler.rng", bytes, size);
}

static uint32_t line_of(const char *content, const char *at)
{
	uint32_t line = 1;

	for (; content < at; content++)
		line += *content == '\n';
	return line;
}

/* Writes a file with one text exchanged; the line of `mark` in it. */
static uint32_t write_changed(struct pack_folder *folder, const char *name,
    const char *content, const char *text, const char *with, const char *mark)
{
	static char changed[16 * 1024];
	const char *at = strstr(content, text);
	size_t before;
	const char *place;

	ck_assert_msg(at != NULL, "%s does not hold \"%s\"", name, text);
	before = (size_t)(at - content);
	ck_assert_uint_lt(strlen(content) + strlen(with), sizeof(changed));
	memcpy(changed, content, before);
	strcpy(changed + before, with);
	strcat(changed, at + strlen(text));
	write_file(folder, name, changed, strlen(changed));
	place = mark == NULL ? changed + before : strstr(changed, mark);
	ck_assert_msg(place != NULL, "%s does not hold \"%s\"", name, mark);
	return line_of(changed, place);
}

uint32_t pack_folder_write(struct pack_folder *folder, const char *file,
    const char *text, const char *with, const char *mark)
{
	bool found = file == NULL;
	uint32_t line = 0;

	memset(folder, 0, sizeof(*folder));
	strcpy(folder->path, "/tmp/kontrakttjek-pack-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder->path));
	make_folder(folder, "skema");
	make_folder(folder, "eksempler");
	make_folder(folder, "prove");
	copy_pack_schema(folder);
	for (int i = 0; i < FILE_COUNT; i++) {
		const char *name = files[i].name;

		if (file == NULL || strcmp(name, file) != 0) {
			pack_folder_add(folder, name, files[i].content);
			continue;
		}
		line = write_changed(
		    folder, name, files[i].content, text, with, mark);
		found = true;
	}
	ck_assert_msg(found, "there is no file %s", file);
	snprintf(folder->values, sizeof(folder->values), "%s/vaerdier.xml",
	    folder->path);
	return line;
}

kt_status pack_folder_load(struct pack_folder *folder, bool with_values)
{
	folder->names = kt_names_create();
	ck_assert_ptr_nonnull(folder->names);
	return kt_rules_load(folder->path, with_values ? folder->values : NULL,
	    folder->names, pack_library(), &folder->rules, &folder->error);
}

static int remove_one(
    const char *path, const struct stat *about, int kind, struct FTW *walk)
{
	(void)about;
	(void)kind;
	(void)walk;
	return remove(path);
}

void pack_folder_remove(struct pack_folder *folder)
{
	kt_rules_destroy(folder->rules);
	kt_names_destroy(folder->names);
	nftw(folder->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* ---- judging ----------------------------------------------------------- */

void pack_folder_judge(struct pack_folder *folder,
    const struct kt_settings *settings, const char *text, const char *name,
    struct kt_judgement *out)
{
	static const struct kt_settings defaults = { .today = { 2025, 6, 1 } };
	struct kt_engine *engine;

	kt_error_clear(&folder->error);
	ck_assert_msg(kt_engine_create(folder->rules,
			  settings != NULL ? settings : &defaults, &engine,
			  &folder->error) == KT_OK,
	    "%s", folder->error.message[KT_EN]);
	kt_engine_judge(engine, kt_string_of(text), kt_string_of(name), out);
	kt_engine_destroy(engine);
}

struct kt_result *pack_result(
    const struct kt_judgement *judgement, const char *rule, int n)
{
	struct kt_result *result = judgement->results;

	for (; result != NULL; result = result->next) {
		if (kt_string_equal(result->rule->id, kt_string_of(rule)) &&
		    n-- == 0)
			return result;
	}
	return NULL;
}

enum kt_state pack_state(const struct kt_judgement *judgement, const char *rule)
{
	for (size_t i = 0; i < judgement->rule_count; i++) {
		if (kt_string_equal(
			judgement->rules[i].rule->id, kt_string_of(rule)))
			return judgement->rules[i].state;
	}
	ck_abort_msg("no rule %s", rule);
	return KT_STATES;
}

/* ---- a plugin ---------------------------------------------------------- */

static kt_verdict check(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	(void)host;
	(void)call;
	(void)state;
	(void)subject;
	return KT_VERDICT_PASS;
}

const struct kt_library *pack_library(void)
{
	static const struct kt_parameter parameters[] = {
		{ "tekst", KT_STRING, 0 },
		{ "udtryk", KT_BOOLEAN, KT_PARAM_EXPRESSION },
		{ "antal", KT_DECIMAL, KT_PARAM_OPTIONAL },
	};
	static const struct kt_check checks[] = {
		{ .struct_size = sizeof(struct kt_check),
		    .name = "tjek",
		    .summary_da = "prøve",
		    .summary_en = "test",
		    .parameters = parameters,
		    .parameter_count = 3,
		    .check = check },
	};
	static struct kt_loaded_plugin plugin = {
		.plugin = { .struct_size = sizeof(struct kt_plugin),
		    .abi_major = KT_ABI_MAJOR,
		    .name = "prove",
		    .prefix = "p",
		    .version = "1",
		    .licence = "MIT",
		    .summary_da = "prøve",
		    .summary_en = "test",
		    .checks = checks,
		    .check_count = 1 },
	};
	static const struct kt_library library = { .plugins = &plugin,
		.count = 1 };

	return &library;
}
