#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack_files.h"
#include "suites.h"

#define RULES "prove/regler.xml"
#define EDITION "prove/udgave-2025.xml"

static struct pack_folder folder;

static void assert_text(struct kt_string actual, const char *expected)
{
	ck_assert_msg(kt_string_equal(actual, kt_string_of(expected)),
	    "\"%.*s\" is not \"%s\"", KT_FMT(actual), expected);
}

static void load_good(bool with_values)
{
	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	ck_assert_msg(pack_folder_load(&folder, with_values) == KT_OK,
	    "%s:%u: %s", folder.error.file, folder.error.line,
	    folder.error.message[KT_EN]);
}

static const struct kt_parameter_value *value_of(
    const struct kt_edition *edition, const char *name)
{
	int index =
	    kt_parameter_index(&folder.rules->packs[0], kt_string_of(name));

	ck_assert_int_ge(index, 0);
	return &edition->values[index];
}

/* ---- a good pack ------------------------------------------------------- */

START_TEST(manifest)
{
	const struct kt_pack *pack;

	load_good(false);
	ck_assert_uint_eq(folder.rules->pack_count, 1);
	pack = &folder.rules->packs[0];
	assert_text(pack->id, "prove");
	assert_text(pack->prefix, "PRV");
	assert_text(pack->title[KT_DA], "Prøve");
	assert_text(pack->publisher, "Os");
	ck_assert(pack->undecided_without_edition);
	ck_assert_ptr_eq(kt_rules_pack(folder.rules, KT_S("PRV")), pack);
	ck_assert_ptr_eq(kt_rules_pack(folder.rules, KT_S("prove")), pack);
	ck_assert_ptr_null(kt_rules_pack(folder.rules, KT_S("andet")));
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(kinds)
{
	const struct kt_document_kind *kind;

	load_good(false);
	ck_assert_uint_eq(folder.rules->kind_count, 3);
	ck_assert_uint_eq(folder.rules->schema_count, 2);
	kind = &folder.rules->kinds[1];
	assert_text(kind->id, "udkast");
	ck_assert_ptr_eq(kind->base, &folder.rules->kinds[0]);
	ck_assert_ptr_nonnull(kind->when);
	ck_assert_ptr_eq(kind->date, kind->base->date);
	assert_text(kind->date_text, "dato");
	ck_assert_uint_ne(kind->label_element, 0);
	ck_assert_uint_ne(kind->label_heading, 0);
	ck_assert_uint_eq(kind->label_number, 0);
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(rules_of_a_pack)
{
	const struct kt_rule *rule;

	load_good(false);
	ck_assert_uint_eq(folder.rules->packs[0].rule_count, 3);
	rule = &folder.rules->packs[0].rules[1];
	assert_text(rule->id, "PRV-002");
	ck_assert_ptr_eq(kt_rules_find(folder.rules, rule->id), rule);
	ck_assert_ptr_eq(kt_rules_find(folder.rules, KT_S("GL-2")), rule);
	ck_assert_ptr_null(kt_rules_find(folder.rules, KT_S("GL-3")));
	ck_assert_ptr_eq(rule->pack, &folder.rules->packs[0]);
	ck_assert_ptr_eq(rule->demands[0].rule, rule);
	ck_assert_int_eq(rule->severity, KT_ERROR);
	ck_assert(rule->waivable && !rule->proposal);
	ck_assert_int_eq(rule->period.to.year, 2027);
	assert_text(rule->sources[0].note[KT_DA], "Se også bilag 1.");
	ck_assert_int_eq(rule->sources[0].status, KT_VERIFIED);
	assert_text(rule->let_names[0], "fristen");
	assert_text(rule->demands[0].text, "$fristen ge $frist-mindst");
	ck_assert_uint_eq(rule->at.line, 2);
	ck_assert_uint_eq(rule->example_count, 5);
	ck_assert_uint_eq(rule->program_count, 1);
	ck_assert_ptr_null(rule->programs[0].for_each);
	pack_folder_remove(&folder);
}
END_TEST

/* A rule for two vocabularies has its expressions once for each. */
START_TEST(programs)
{
	const struct kt_rule *rule;
	const struct kt_program *program;

	load_good(false);
	rule = &folder.rules->packs[0].rules[0];
	ck_assert(rule->proposal && !rule->waivable);
	assert_text(rule->for_each_text, "//beloeb");
	ck_assert_uint_eq(rule->program_count, 2);
	for (size_t i = 0; i < 2; i++) {
		program = kt_rule_program(rule, folder.rules->schemas[i]);
		ck_assert_ptr_nonnull(program);
		ck_assert_ptr_nonnull(program->for_each);
		ck_assert_ptr_nonnull(program->demands[0].test);
	}
	ck_assert_ptr_null(kt_rule_program(rule, folder.rules->pack_schema));
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(checks)
{
	const struct kt_rule *rule;
	const struct kt_demand *demand;

	load_good(false);
	rule = &folder.rules->packs[0].rules[2];
	demand = &rule->demands[0];
	ck_assert_ptr_nonnull(demand->check);
	ck_assert_ptr_nonnull(demand->plugin);
	assert_text(demand->text, "prove.tjek");
	ck_assert_uint_eq(demand->argument_count, 2);
	assert_text(demand->arguments[0].text, "noget");
	ck_assert(!demand->arguments[0].expression);
	assert_text(demand->arguments[1].text, "exists(frist)");
	ck_assert(demand->arguments[1].expression);
	ck_assert_ptr_null(rule->programs[0].demands[0].arguments[0]);
	ck_assert_ptr_nonnull(rule->programs[0].demands[0].arguments[1]);
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(editions)
{
	const struct kt_pack *pack;

	load_good(false);
	pack = &folder.rules->packs[0];
	ck_assert_uint_eq(pack->edition_count, 2);
	ck_assert(!pack->editions[0].draft);
	ck_assert(pack->editions[1].draft);
	ck_assert_ptr_null(
	    kt_pack_edition(pack, (struct kt_date){ 2024, 12, 31 }));
	ck_assert_ptr_eq(kt_pack_edition(pack, (struct kt_date){ 2025, 1, 1 }),
	    &pack->editions[0]);
	ck_assert_ptr_eq(
	    kt_pack_edition(pack, (struct kt_date){ 2025, 12, 31 }),
	    &pack->editions[0]);
	ck_assert_ptr_eq(kt_pack_edition(pack, (struct kt_date){ 2031, 1, 1 }),
	    &pack->editions[1]);
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(values)
{
	const struct kt_edition *edition;
	const struct kt_parameter_value *value;

	load_good(false);
	edition = &folder.rules->packs[0].editions[0];
	value = value_of(edition, "frist-mindst");
	ck_assert_int_eq(value->status, KT_ASSUMED);
	ck_assert_uint_eq(value->rows[0].items[0].kind, KT_DURATION);
	ck_assert_int_eq(
	    value->rows[0].items[0].u.duration.seconds, 14 * 86400);
	value = value_of(edition, "ord");
	ck_assert_uint_eq(value->rows[0].count, 2);
	assert_text(value->rows[0].items[1].u.string, "det andet");
	value = value_of(edition, "satser");
	ck_assert_uint_eq(value->row_count, 2);
	assert_text(value->rows[1].key, "b");
	ck_assert_int_eq(value->rows[0].status, KT_VERIFIED);
	ck_assert_int_eq(value->rows[1].status, KT_ASSUMED);
	ck_assert_int_eq(value->status, KT_ASSUMED);
	ck_assert_uint_eq(value->rows[1].count, 2);
	value = value_of(edition, "tom");
	ck_assert_int_eq(value->status, KT_EMPTY);
	ck_assert_uint_eq(value->row_count, 0);
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(units)
{
	const struct kt_pack *pack;

	load_good(false);
	pack = &folder.rules->packs[0];
	for (size_t i = 0; i < pack->parameter_count; i++) {
		struct kt_string name = pack->declarations[i].name;
		struct kt_string unit = pack->declarations[i].unit;

		if (kt_string_equal(name, KT_S("hoejst")))
			assert_text(unit, "kr.");
		else if (kt_string_equal(name, KT_S("satser")))
			assert_text(unit, "pct.");
		else if (kt_string_equal(name, KT_S("frist-mindst")))
			assert_text(unit, "dage");
		else
			assert_text(unit, "");
	}
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(user_values)
{
	const struct kt_edition *edition;
	const struct kt_parameter_value *value;

	load_good(true);
	edition = &folder.rules->packs[0].editions[1];
	value = value_of(edition, "hoejst");
	ck_assert_int_eq(value->status, KT_VERIFIED);
	ck_assert_uint_eq(value->rows[0].items[0].kind, KT_DECIMAL);
	ck_assert_uint_eq(value->rows[0].items[0].u.decimal.low, 75);
	ck_assert_int_eq(value_of(edition, "frist-mindst")->status, KT_EMPTY);
	pack_folder_remove(&folder);
}
END_TEST

/* ---- broken packs ------------------------------------------------------ */

static const struct broken {
	const char *name;
	const char *file, *text, *with; /* as pack_folder_write takes them */
	const char *mark; /* its line is in the error; NULL: with */
	const char *da, *en; /* part of the message */
} broken[] = {
	{ "not well-formed", RULES, "</regel>", "</regl>", NULL, "", "" },
	{ "unknown element", RULES, "<raad>Skriv {krav}.</raad>",
	    "<raaad>Skriv {krav}.</raaad>", NULL, "mente du »raad«",
	    "did you mean 'raad'" },
	{ "unknown attribute", RULES, "alvor=\"error\"", "alvorr=\"error\"",
	    NULL, "»alvorr« kendes ikke her; mente du »alvor«", "'alvorr'" },
	{ "unknown severity", RULES, "alvor=\"error\"", "alvor=\"slem\"", NULL,
	    "»slem« passer ikke her", "expected: " },
	{ "text between elements", RULES, "<raad>Nedsæt", "x<raad>Nedsæt",
	    "<regel id=\"PRV-001\"", "tekst", "no text" },
	{ "title in one language", RULES,
	    "<titel xml:lang=\"en\">The deadline</titel>", "",
	    "<regel id=\"PRV-002\"", "»titel« mangler på engelsk",
	    "missing in English" },
	{ "advice in one language", RULES, "<raad>Skriv {krav}.</raad>", "",
	    "<regel id=\"PRV-002\"", "»raad« mangler på dansk",
	    "missing in Danish" },
	{ "two titles", RULES, "<titel>Fristen</titel>",
	    "<titel>Fristen</titel>\n<titel>Igen</titel>", "<titel>Igen",
	    "to gange på samme sprog", "same language" },
	{ "empty title", RULES, "<titel>Fristen</titel>", "<titel> </titel>",
	    NULL, "»titel« er tom", "is empty" },
	{ "no source", RULES,
	    "<kilde dokument=\"Loven\" url=\"https://y.invalid/\"/>", "",
	    "<regel id=\"PRV-001\"", "ingen kilde", "no source" },
	{ "id twice", RULES, "id=\"PRV-001\"", "id=\"PRV-002\"", NULL,
	    "»PRV-002« er brugt før", "taken" },
	{ "id that is an alias", RULES, "id=\"PRV-001\"",
	    "id=\"PRV-001\" alias=\"GL-2\"", NULL, "»GL-2« er brugt før",
	    "taken" },
	{ "id of another pack", RULES, "id=\"PRV-001\"", "id=\"PRO-001\"", NULL,
	    "præfiks, »PRV-«", "prefix, 'PRV-'" },
	{ "id without separator", RULES, "id=\"PRV-001\"", "id=\"PRVX-001\"",
	    NULL, "præfiks, »PRV-«", "prefix, 'PRV-'" },
	{ "id with a space", RULES, "id=\"PRV-001\"", "id=\"PRV 001\"", NULL,
	    "intet id", "no id" },
	{ "id too long", RULES, "id=\"PRV-001\"",
	    "id=\"PRV-0000000000000000000000000000000000000000000000000000000"
	    "00000000\"",
	    NULL, "højst 64", "at most 64" },
	{ "bad alias", RULES, "alias=\"GL-1 GL-2\"", "alias=\"GL-1 2\"", NULL,
	    "»2« er intet id", "'2' is no id" },
	{ "unknown kind", RULES, "dokument=\"brev note\"",
	    "dokument=\"brev nota\"", NULL, "mente du »note«",
	    "did you mean 'note'" },
	{ "no kind", RULES, "dokument=\"brev note\"", "dokument=\"\"", NULL, "",
	    "" },
	{ "period backwards", RULES, "til=\"2027-12-31\"", "til=\"2024-12-31\"",
	    NULL, "ender før", "ends before" },
	{ "no such date", RULES, "til=\"2027-12-31\"", "til=\"2027-02-30\"",
	    NULL, "2027-02-30", "2027-02-30" },
	{ "bad expression", RULES, "test=\"$fristen ge $frist-mindst\"",
	    "test=\"$fristen ge (\"", NULL, "", "" },
	{ "unknown name in an expression", RULES, "test=\"exists(frist)\"",
	    "test=\"exists(fristen)\"", NULL, "", "" },
	{ "unknown variable", RULES, "$frist-mindst\"/>", "$frist-hoejst\"/>",
	    NULL, "", "" },
	{ "step that comes later", RULES, "vaerdi=\"frist\"/>",
	    "vaerdi=\"$senere\"/><lad navn=\"senere\" vaerdi=\"frist\"/>", NULL,
	    "", "" },
	{ "for-hver that is no path", RULES, "vej=\"//beloeb\"", "vej=\"1\"",
	    NULL, "vej til elementer", "path to elements" },
	{ "demand that is no truth", RULES, "test=\". le $hoejst\"",
	    "test=\"$hoejst + 1\"", NULL, "sandt eller falsk",
	    "true nor false" },
	{ "name of a step taken", RULES, "<lad navn=\"fristen\"",
	    "<lad navn=\"krav\"", NULL, "taget", "taken" },
	{ "name of a step that is a parameter", RULES, "<lad navn=\"fristen\"",
	    "<lad navn=\"hoejst\"", NULL, "parameter", "parameter" },
	{ "unknown placeholder", RULES, "Skriv {krav}", "Skriv {kravet}", NULL,
	    "{kravet}", "did you mean 'krav'" },
	{ "placeholder of the other rule", RULES, "Beløbet er {fundet}",
	    "Beløbet er {fristen}", NULL, "{fristen}", "{fristen}" },
	{ "lone brace", RULES, "amount is {fundet}", "amount is {fundet", NULL,
	    "pladsholder", "placeholder" },
	{ "no demand", RULES, "<krav test=\". le $hoejst\" enhed=\"kr.\"/>", "",
	    "<regel id=\"PRV-001\"", "»krav« mangler", "'krav' is missing" },
	{ "neither test nor check", RULES, "<krav test=\". le $hoejst\"",
	    "<krav", NULL, "enten »test« eller »tjek«", "either" },
	{ "unknown check", RULES, "tjek=\"prove.tjek\"", "tjek=\"prove.tjak\"",
	    NULL, "»prove.tjak«; mente du »prove.tjek«? (plugins: prove)",
	    "(plugins: prove)" },
	{ "missing argument", RULES,
	    "<argument navn=\"tekst\"> noget </argument>", "", "<krav tjek",
	    "mangler argumentet »tekst«", "lacks" },
	{ "unknown argument", RULES, "<argument navn=\"tekst\">",
	    "<argument navn=\"antal\">1</argument><argument navn=\"teksst\">",
	    NULL, "»teksst«; mente du »tekst«", "no argument 'teksst'" },
	{ "argument twice", RULES, "<argument navn=\"udtryk\">",
	    "<argument navn=\"tekst\">", NULL, "to gange", "twice" },
	{ "argument of the wrong kind", RULES, "<argument navn=\"tekst\">",
	    "<argument navn=\"antal\">to</argument><argument navn=\"tekst\">",
	    NULL, "»to« er ingen værdi", "no value" },
	{ "bad expression in an argument", RULES, "exists(frist)</argument>",
	    "exists(frost)</argument>", NULL, "", "" },
	{ "argument of a test", RULES,
	    "<krav test=\". le $hoejst\" enhed=\"kr.\"/>",
	    "<krav test=\". le $hoejst\"><argument navn=\"x\"/></krav>", NULL,
	    "hører til et »tjek«", "belongs to a 'tjek'" },
	{ "example with a path as its name", RULES, "paa=\"brev\"/>",
	    "paa=\"../brev\"/>", NULL, "eksempler", "eksempler" },
	{ "example with an unknown parameter", RULES,
	    "<vaerdi navn=\"frist-mindst\" er=\"P30D\"/>",
	    "<vaerdi navn=\"frist\" er=\"P30D\"/>", NULL, "intet parameter",
	    "no parameter" },
	{ "value without source", EDITION,
	    "<kilde dokument=\"Aftalen\" afsnit=\"3\"/>", "",
	    "<vaerdi navn=\"frist-mindst\"", "ingen kilde", "no source" },
	{ "value without status", EDITION, "status=\"antaget\" er=\"P14D\"",
	    "er=\"P14D\"", "<vaerdi navn=\"frist-mindst\"", "ingen status",
	    "no status" },
	{ "value of the wrong type", EDITION, "er=\"P14D\"", "er=\"14 dage\"",
	    NULL, "»14 dage« er ingen værdi", "no value" },
	{ "amount with a comma", EDITION, "er=\"100.50\"", "er=\"100,50\"",
	    NULL, "»100,50« er ingen værdi", "no value" },
	{ "neither ja nor nej", EDITION, "er=\"ja\"", "er=\"måske\"", NULL,
	    "ja eller nej", "ja or nej" },
	{ "empty item", EDITION, "<punkt>det ene</punkt>", "<punkt/>", NULL,
	    "ingen værdi", "no value" },
	{ "unknown parameter", EDITION, "navn=\"hoejst\"", "navn=\"hojest\"",
	    NULL, "mente du »hoejst«", "did you mean 'hoejst'" },
	{ "value twice", EDITION, "navn=\"hoejst\" status=\"verificeret\"",
	    "navn=\"frist-mindst\" status=\"verificeret\"", NULL, "to gange",
	    "twice" },
	{ "list written as one value", EDITION,
	    "<punkt>det ene</punkt><punkt>det andet</punkt>", "",
	    "<vaerdi navn=\"ord\"", "<punkt>", "<punkt>" },
	{ "value written as a list", EDITION, "er=\"100.50\">",
	    "><punkt>1</punkt>", NULL, "er=", "er=" },
	{ "row key twice", EDITION, "noegle=\"b\"", "noegle=\"a\"", NULL,
	    "nøglen »a« står to gange", "twice" },
	{ "overlapping editions", EDITION, "til=\"2025-12-31\"",
	    "til=\"2026-01-01\"", NULL, "2026 overlapper udgaven 2025",
	    "overlaps" },
	{ "edition without an end", EDITION, " til=\"2025-12-31\"", "", NULL,
	    "overlapper", "overlaps" },
	{ "edition with the other's id", EDITION, "id=\"2025\"", "id=\"2026\"",
	    NULL, "samme id", "has the id of" },
	{ "user's value in an edition", EDITION, "<vaerdi navn=\"aaben\"",
	    "<vaerdi regelsaet=\"prove\" navn=\"aaben\"", NULL, "--parameters",
	    "--parameters" },
	{ "parameter twice", "prove/parametre.xml", "navn=\"hoejst\"",
	    "navn=\"frist-mindst\"", NULL, "to gange", "twice" },
	{ "unknown type", "prove/parametre.xml", "type=\"beloeb\"",
	    "type=\"penge\"", NULL, "»penge«", "'penge'" },
	{ "bad prefix", "prove/regelsaet.xml", "praefiks=\"PRV\"",
	    "praefiks=\"P V\"", NULL, "intet præfiks", "no prefix" },
	{ "schema that is not there", "dokumenter.xml", "skema/note.rng",
	    "skema/nota.rng", NULL, "", "" },
	{ "schema outside the folder", "dokumenter.xml", "skema/note.rng",
	    "../skema/note.rng", "<dokumenttype id=\"note\"", "regelmappen",
	    "rules folder" },
	{ "namespace of another schema", "dokumenter.xml", "urn:prove:note:1",
	    "urn:prove:note:2", NULL, "navnerum", "namespace" },
	{ "root that the schema lacks", "dokumenter.xml", "rod=\"note\"",
	    "rod=\"nota\"", "<dokumenttype id=\"note\"", "ingen rod",
	    "no root" },
	{ "kind within none", "dokumenter.xml", "af=\"brev\"", "af=\"bref\"",
	    NULL, "»af«", "'af'" },
	{ "bad condition of a kind", "dokumenter.xml", "naar=\"@slags",
	    "naar=\"@slag", NULL, "", "" },
	{ "label of an unknown element", "dokumenter.xml", "element=\"post\"",
	    "element=\"paragraf\"", NULL, "»paragraf«", "'paragraf'" },
	{ "kind twice", "dokumenter.xml", "id=\"udkast\"", "id=\"brev\"", NULL,
	    "to gange", "twice" },
};

/* The file that holds the error, where it is not the changed one. */
static const char *error_file(const struct broken *row)
{
	if (strcmp(row->name, "overlapping editions") == 0 ||
	    strcmp(row->name, "edition without an end") == 0 ||
	    strcmp(row->name, "edition with the other's id") == 0)
		return "prove/udgave-2026.xml";
	if (strcmp(row->name, "schema that is not there") == 0)
		return "skema/nota.rng";
	return row->file;
}

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text);

	return size >= strlen(end) &&
	       strcmp(text + size - strlen(end), end) == 0;
}

static void assert_refused(const char *name, const char *file, uint32_t line,
    const char *da, const char *en)
{
	const struct kt_error *error = &folder.error;

	ck_assert_msg(error->status == KT_E_USE, "%s: status %d (%s)", name,
	    (int)error->status, error->message[KT_EN]);
	ck_assert_msg(
	    ends_with(error->file, file), "%s: file is %s", name, error->file);
	ck_assert_msg(line == 0 || error->line == line,
	    "%s: line is %u, not %u (%s)", name, error->line, line,
	    error->message[KT_EN]);
	ck_assert_msg(strstr(error->message[KT_DA], da) != NULL, "%s: \"%s\"",
	    name, error->message[KT_DA]);
	ck_assert_msg(strstr(error->message[KT_EN], en) != NULL, "%s: \"%s\"",
	    name, error->message[KT_EN]);
	ck_assert_msg(error->message[KT_DA][0] != '\0' &&
			  error->message[KT_EN][0] != '\0',
	    "%s: no message", name);
}

START_TEST(refused)
{
	const struct broken *row = &broken[_i];
	const char *file = error_file(row);
	uint32_t line = pack_folder_write(
	    &folder, row->file, row->text, row->with, row->mark);
	kt_status status = pack_folder_load(&folder, false);

	ck_assert_msg(status == KT_E_USE, "%s: status %d (%s)", row->name,
	    (int)status, folder.error.message[KT_EN]);
	ck_assert_ptr_null(folder.rules);
	if (file != row->file)
		line = 0;
	assert_refused(row->name, file, line, row->da, row->en);
	pack_folder_remove(&folder);
}
END_TEST

/* The column is that of the place inside the expression. */
START_TEST(column_of_an_expression)
{
	pack_folder_write(&folder, RULES, "test=\"exists(frist)\"",
	    "test=\"exists(frost)\"", NULL);
	ck_assert_int_eq(pack_folder_load(&folder, false), KT_E_USE);
	/* <naar test="exists(frost)"/>: the name begins in column 20 */
	ck_assert_uint_eq(folder.error.column, 20);
	pack_folder_remove(&folder);
}
END_TEST

static const struct broken broken_values[] = {
	{ "no source", "vaerdier.xml",
	    "<kilde dokument=\"Vores egen aftale\"/>", "", "<vaerdi",
	    "ingen kilde", "no source" },
	{ "unknown pack", "vaerdier.xml", "regelsaet=\"prove\"",
	    "regelsaet=\"proeve\"", NULL, "mente du »prove«",
	    "did you mean 'prove'" },
	{ "unknown edition", "vaerdier.xml", "udgave=\"2026\"",
	    "udgave=\"2027\"", NULL, "ingen udgave »2027«",
	    "no edition '2027'" },
	{ "no edition", "vaerdier.xml", "udgave=\"2026\"", "", NULL, "»udgave«",
	    "'udgave'" },
	{ "unknown parameter", "vaerdier.xml", "navn=\"hoejst\"",
	    "navn=\"mindst\"", NULL, "intet parameter »mindst«",
	    "no parameter" },
	{ "wrong type", "vaerdier.xml", "er=\"75\"", "er=\"mange\"", NULL,
	    "»mange«", "'mange'" },
	{ "twice", "vaerdier.xml", "</parametervaerdier>",
	    "<vaerdi regelsaet=\"PRV\" udgave=\"2026\" navn=\"hoejst\" "
	    "status=\"antaget\" er=\"1\"><kilde dokument=\"x\"/></vaerdi>"
	    "</parametervaerdier>",
	    NULL, "to gange", "twice" },
};

START_TEST(refused_values)
{
	const struct broken *row = &broken_values[_i];
	uint32_t line = pack_folder_write(
	    &folder, row->file, row->text, row->with, row->mark);
	kt_status status = pack_folder_load(&folder, true);

	ck_assert_int_eq(status, KT_E_USE);
	assert_refused(row->name, row->file, line, row->da, row->en);
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(no_folder)
{
	struct kt_names *names = kt_names_create();
	struct kt_rules *rules = NULL;
	struct kt_error error = { 0 };

	ck_assert_int_eq(kt_rules_load("/tmp/findes-ikke", NULL, names, NULL,
			     &rules, &error),
	    KT_E_USE);
	ck_assert_ptr_null(rules);
	ck_assert(error.message[KT_DA][0] != '\0');
	kt_names_destroy(names);
}
END_TEST

START_TEST(wrong_root)
{
	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	pack_folder_add(&folder, "prove/udgave-2026.xml",
	    "<parametre xmlns=\"urn:kontrakttjek:regler:1\"/>\n");
	ck_assert_int_eq(pack_folder_load(&folder, false), KT_E_USE);
	assert_refused("wrong root", "prove/udgave-2026.xml", 1,
	    "skal være »udgave«", "must be 'udgave'");
	pack_folder_remove(&folder);
}
END_TEST

/* Names of rule files are free, also where they begin as an edition's. */
START_TEST(rules_in_a_file_named_as_an_edition)
{
	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	pack_folder_add(&folder, "prove/udgave-og-mere.xml",
	    "<regler xmlns=\"urn:kontrakttjek:regler:1\"/>\n");
	ck_assert_int_eq(pack_folder_load(&folder, false), KT_OK);
	ck_assert_uint_eq(folder.rules->packs[0].edition_count, 2);
	pack_folder_remove(&folder);
}
END_TEST

/* ---- suite ------------------------------------------------------------- */

#define ROWS(table) (int)(sizeof(table) / sizeof(*(table)))

Suite *pack_suite(void)
{
	Suite *suite = suite_create("pack");
	TCase *good = tcase_create("good");
	TCase *bad = tcase_create("refused");

	tcase_add_test(good, manifest);
	tcase_add_test(good, kinds);
	tcase_add_test(good, rules_of_a_pack);
	tcase_add_test(good, programs);
	tcase_add_test(good, checks);
	tcase_add_test(good, editions);
	tcase_add_test(good, values);
	tcase_add_test(good, units);
	tcase_add_test(good, user_values);
	tcase_add_test(good, rules_in_a_file_named_as_an_edition);
	suite_add_tcase(suite, good);
	tcase_add_loop_test(bad, refused, 0, ROWS(broken));
	tcase_add_loop_test(bad, refused_values, 0, ROWS(broken_values));
	tcase_add_test(bad, column_of_an_expression);
	tcase_add_test(bad, no_folder);
	tcase_add_test(bad, wrong_root);
	suite_add_tcase(suite, bad);
	return suite;
}
