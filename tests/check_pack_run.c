/*
 * What is done with a pack that is loaded: its examples are run, and lint
 * looks it over.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack_edit.h"
#include "pack_files.h"
#include "pack_lint.h"
#include "pack_test.h"
#include "suites.h"

#define RULES "prove/regler.xml"
#define EDITION "prove/udgave-2025.xml"

static struct pack_folder folder;

static void load_good(void)
{
	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	ck_assert_msg(pack_folder_load(&folder, false) == KT_OK, "%s:%u: %s",
	    folder.error.file, folder.error.line, folder.error.message[KT_EN]);
}

/* ---- changes to a source ----------------------------------------------- */

static const struct edit_row {
	const char *name;
	const char *element; /* the first with that name is changed */
	const char *attribute;
	bool made; /* the attribute is not there yet */
	enum kt_edit_kind kind;
	const char *text;
	const char *expected; /* NULL: refused */
} edits[] = {
	{ "set", "dato", NULL, false, KT_EDIT_SET, "1 < 2 & 'x'",
	    "<a><!-- <dato> --><dato>1 &lt; 2 &amp; &apos;x&apos;</dato>"
	    "<tom x='1'/></a>" },
	{ "set empty", "dato", NULL, false, KT_EDIT_SET, "",
	    "<a><!-- <dato> --><dato></dato><tom x='1'/></a>" },
	{ "set closed", "tom", NULL, false, KT_EDIT_SET, "t",
	    "<a><!-- <dato> --><dato><b>]]&gt;</b><![CDATA[</dato>]]></dato>"
	    "<tom x='1'>t</tom></a>" },
	{ "remove", "dato", NULL, false, KT_EDIT_REMOVE, "",
	    "<a><!-- <dato> --><tom x='1'/></a>" },
	{ "remove closed", "tom", NULL, false, KT_EDIT_REMOVE, "",
	    "<a><!-- <dato> --><dato><b>]]&gt;</b><![CDATA[</dato>]]></dato>"
	    "</a>" },
	{ "insert", "a", NULL, false, KT_EDIT_INSERT, "<c/>",
	    "<a><!-- <dato> --><dato><b>]]&gt;</b><![CDATA[</dato>]]></dato>"
	    "<tom x='1'/><c/></a>" },
	{ "insert closed", "tom", NULL, false, KT_EDIT_INSERT, "<c/>",
	    "<a><!-- <dato> --><dato><b>]]&gt;</b><![CDATA[</dato>]]></dato>"
	    "<tom x='1'><c/></tom></a>" },
	{ "set attribute", "tom", "x", false, KT_EDIT_SET, "'\"<",
	    "<a><!-- <dato> --><dato><b>]]&gt;</b><![CDATA[</dato>]]></dato>"
	    "<tom x='&apos;&quot;&lt;'/></a>" },
	{ "remove attribute", "tom", "x", false, KT_EDIT_REMOVE, "",
	    "<a><!-- <dato> --><dato><b>]]&gt;</b><![CDATA[</dato>]]></dato>"
	    "<tom/></a>" },
	{ "insert into attribute", "tom", "x", false, KT_EDIT_INSERT, "<c/>",
	    NULL },
	{ "make attribute", "dato", "y", true, KT_EDIT_SET, "2",
	    "<a><!-- <dato> --><dato y=\"2\"><b>]]&gt;</b><![CDATA[</dato>]]>"
	    "</dato><tom x='1'/></a>" },
};

static kt_node find_element(const struct kt_document *document,
    const struct kt_names *names, const char *name)
{
	for (size_t i = 0; i < document->element_count; i++) {
		struct kt_string local =
		    kt_names_local(names, document->elements[i].name);

		if (kt_string_equal(local, kt_string_of(name)))
			return kt_node_of_element(i);
	}
	ck_abort_msg("no element %s", name);
}

START_TEST(edit)
{
	static const char source[] =
	    "<a><!-- <dato> --><dato><b>]]&gt;</b><![CDATA[</dato>]]></dato>"
	    "<tom x='1'/></a>";
	const struct edit_row *row = &edits[_i];
	struct kt_edit change = { .text = kt_string_of(row->text) };
	struct kt_names *names = kt_names_create();
	struct kt_reader *reader = kt_reader_create(names);
	struct kt_string made = KT_S("");
	struct kt_document document;
	struct kt_buffer out;
	kt_node node;
	bool done;

	kt_document_init(&document);
	kt_buffer_init(&out);
	change.kind = row->kind;
	ck_assert_int_eq(kt_reader_read(reader, NULL, kt_string_of(source),
			     KT_S("x"), &document, NULL),
	    KT_OK);
	node = find_element(&document, names, row->element);
	if (row->made)
		made = kt_string_of(row->attribute);
	else if (row->attribute != NULL)
		node = kt_document_attribute(&document, node,
		    kt_names_find(
			names, KT_S(""), kt_string_of(row->attribute)));
	done = kt_edit_apply(&document, node, made, &change, &out);
	ck_assert_msg(done == (row->expected != NULL), "%s", row->name);
	ck_assert_msg(!done || strcmp(out.data, row->expected) == 0, "%s: %s",
	    row->name, out.data);
	kt_buffer_finish(&out);
	kt_document_finish(&document);
	kt_reader_destroy(reader);
	kt_names_destroy(names);
}
END_TEST

/* ---- examples and lint ------------------------------------------------- */

static bool collect(void *data, struct kt_string bytes)
{
	kt_buffer_add(data, bytes);
	return true;
}

static size_t passed, failed;

/* Runs the examples (or lint) of the loaded folder into `out`. */
static void run(bool lint, enum kt_language language, struct kt_buffer *out)
{
	struct kt_sink sink = { collect, out, false };
	struct kt_settings settings = { .language = language };
	kt_status status;

	settings.today = (struct kt_date){ 2026, 3, 1 };
	kt_buffer_init(out);
	if (lint)
		status = kt_pack_lint(folder.rules, NULL, &settings, &sink,
		    &failed, &passed, &folder.error);
	else
		status = kt_pack_test(folder.rules, NULL, &settings, &sink,
		    &passed, &failed, &folder.error);
	ck_assert_msg(status == KT_OK, "%s", folder.error.message[KT_EN]);
}

static void assert_holds(const struct kt_buffer *out, const char *text)
{
	ck_assert_msg(strstr(out->data, text) != NULL, "\"%s\" is not in:\n%s",
	    text, out->data);
}

START_TEST(examples_pass)
{
	const struct kt_pack *pack;
	struct kt_buffer out;
	int index;

	load_good();
	run(false, KT_EN, &out);
	ck_assert_str_eq(out.data, "8 passed, 0 failed\n");
	ck_assert_uint_eq(passed, 8);
	ck_assert_uint_eq(failed, 0);
	/* a value of an example is gone afterwards */
	pack = &folder.rules->packs[0];
	index = kt_parameter_index(pack, KT_S("frist-mindst"));
	ck_assert_int_ge(index, 0);
	ck_assert_int_eq(pack->editions[1].values[index].status, KT_EMPTY);
	kt_buffer_finish(&out);
	pack_folder_remove(&folder);
}
END_TEST

static const struct {
	const char *name;
	const char *text, *with;
	const char *da;
} failing[] = {
	{ "wrong outcome", "<saet vej=\"frist\">P13D",
	    "<saet vej=\"frist\">P15D",
	    "PRV-002: ventede fund, fik overholdt\n" },
	{ "finding instead", "udfald=\"overholdt\" paa=\"brev\"/>\n<eks",
	    "udfald=\"overholdt\" paa=\"brev\">"
	    "<saet vej=\"frist\">P1D</saet></eksempel>\n<eks",
	    "PRV-002: ventede overholdt, fik fund (" },
	{ "no base", "paa=\"brev\" pr=\"2026-02-01\"/>",
	    "paa=\"kort\" pr=\"2026-02-01\"/>",
	    "PRV-002: eksemplet kan ikke laves: " },
	{ "no such place", "<fjern vej=\"frist\"/>",
	    "<fjern vej=\"post/beloeb\"/>",
	    "vejen »post/beloeb« giver 0 steder, ikke ét" },
	{ "unknown place", "<fjern vej=\"frist\"/>", "<fjern vej=\"frost\"/>",
	    "PRV-002: eksemplet kan ikke laves: " },
	{ "not well-formed", "<![CDATA[<b:beloeb>101</b:beloeb>]]>",
	    "<![CDATA[<b:beloeb>101]]>",
	    "PRV-001: eksemplet kan ikke laves: " },
	{ "another rule finds too", "<saet vej=\"frist\">P13D</saet>",
	    "<saet vej=\"frist\">P13D</saet><saet vej=\"beloeb\">101</saet>",
	    "PRV-002: også fund af PRV-001\n" },
	{ "the wrong rule is named",
	    "<eksempel udfald=\"fund\" paa=\"brev\">"
	    "<saet vej=\"frist\">P13D</saet>",
	    "<eksempel udfald=\"fund\" paa=\"brev\" ogsaa=\"PRV-003\">"
	    "<saet vej=\"frist\">P13D</saet><saet vej=\"beloeb\">101</saet>",
	    "PRV-002: også fund af PRV-001\n" },
	{ "value without an edition", "pr=\"2026-02-01\">",
	    "pr=\"2020-02-01\">", "ingen udgave" },
};

START_TEST(examples_fail)
{
	struct kt_buffer out;
	char place[160];
	uint32_t line = pack_folder_write(
	    &folder, RULES, failing[_i].text, failing[_i].with, NULL);

	ck_assert_msg(pack_folder_load(&folder, false) == KT_OK, "%s: %s",
	    failing[_i].name, folder.error.message[KT_EN]);
	run(false, KT_DA, &out);
	assert_holds(&out, failing[_i].da);
	assert_holds(&out, "7 bestået, 1 fejlede\n");
	snprintf(place, sizeof(place), "%s/%s:%u: ", folder.path, RULES, line);
	assert_holds(&out, place);
	ck_assert_uint_eq(failed, 1);
	kt_buffer_finish(&out);
	pack_folder_remove(&folder);
}
END_TEST

/* An attribute that is not there can be set, and edits build on each other. */
START_TEST(examples_change)
{
	struct kt_buffer out;

	pack_folder_write(&folder, RULES, "<fjern vej=\"frist\"/>",
	    "<saet vej=\"@nr\">7</saet><saet vej=\"post/@navn\">n</saet>"
	    "<fjern vej=\"post[@navn = 'n']\"/><fjern vej=\"frist\"/>",
	    NULL);
	ck_assert_int_eq(pack_folder_load(&folder, false), KT_OK);
	run(false, KT_EN, &out);
	ck_assert_str_eq(out.data, "8 passed, 0 failed\n");
	kt_buffer_finish(&out);
	pack_folder_remove(&folder);
}
END_TEST

/* Another rule may find something in an example that names it. */
START_TEST(examples_also)
{
	struct kt_buffer out;

	pack_folder_write(&folder, RULES,
	    "<eksempel udfald=\"fund\" paa=\"brev\">"
	    "<saet vej=\"frist\">P13D</saet>",
	    "<eksempel udfald=\"fund\" paa=\"brev\" ogsaa=\"PRV-003 PRV-001\">"
	    "<saet vej=\"frist\">P13D</saet><saet vej=\"beloeb\">101</saet>",
	    NULL);
	ck_assert_int_eq(pack_folder_load(&folder, false), KT_OK);
	run(false, KT_EN, &out);
	ck_assert_str_eq(out.data, "8 passed, 0 failed\n");
	kt_buffer_finish(&out);
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(unknown_pack)
{
	static const char *const packs[] = { "prove", "andet", NULL };
	struct kt_settings settings = { .language = KT_DA };
	struct kt_buffer out;
	struct kt_sink sink = { collect, &out, false };

	kt_buffer_init(&out);
	load_good();
	ck_assert_int_eq(kt_pack_lint(folder.rules, packs, &settings, &sink,
			     &failed, &passed, &folder.error),
	    KT_E_USE);
	ck_assert_ptr_nonnull(strstr(folder.error.message[KT_DA], "»andet«"));
	kt_buffer_finish(&out);
	pack_folder_remove(&folder);
}
END_TEST

START_TEST(lint_good)
{
	struct kt_buffer out;

	load_good();
	run(true, KT_EN, &out);
	assert_holds(&out, "error: PRV-003: no example gives a finding\n");
	assert_holds(&out, "warning: PRV-001: 'hvorfor' is missing in Danish");
	assert_holds(&out, "warning: no rule uses the parameter aaben\n");
	assert_holds(&out, "info: PRV-001: '//' walks the whole document");
	assert_holds(&out, "1 errors, ");
	ck_assert_ptr_null(strstr(out.data, "parameter hoejst"));
	ck_assert_ptr_null(strstr(out.data, "PRV-002"));
	ck_assert_ptr_null(strstr(out.data, "RELAX NG"));
	kt_buffer_finish(&out);
	pack_folder_remove(&folder);
}
END_TEST

static const struct {
	const char *name;
	const char *file, *text, *with;
	const char *en;
} doubtful[] = {
	{ "gap", EDITION, "til=\"2025-12-31\"", "til=\"2025-12-30\"",
	    "warning: there are days without an edition between 2025 - 2026" },
	{ "placeholders differ", RULES, "{fristen}: {fundet}, not {krav}",
	    "{fristen}: not {krav}",
	    "PRV-002: 'besked' has not the same placeholders" },
	{ "source without a place", EDITION,
	    "<kilde dokument=\"Aftalen\" afsnit=\"3\"/>",
	    "<kilde dokument=\"Aftalen\"/>",
	    "warning: the source has neither" },
	{ "never in force", RULES, "fra=\"2025-01-01\" til=\"2027-12-31\"",
	    "til=\"2024-12-31\"", "PRV-002: the rule is not in force" },
	{ "no finding alone", RULES, "udfald=\"fund\" paa=\"brev\"><indsaet",
	    "udfald=\"fund\" paa=\"brev\" ogsaa=\"PRV-002\"><indsaet",
	    "error: PRV-001: no example gives a finding by this rule alone" },
	{ "kind within a kind", RULES, "dokument=\"brev note\"",
	    "dokument=\"brev udkast note\"",
	    "PRV-001: one of the kinds lies within another" },
};

START_TEST(lint_doubtful)
{
	struct kt_buffer out;

	pack_folder_write(&folder, doubtful[_i].file, doubtful[_i].text,
	    doubtful[_i].with, NULL);
	ck_assert_msg(pack_folder_load(&folder, false) == KT_OK, "%s: %s",
	    doubtful[_i].name, folder.error.message[KT_EN]);
	run(true, KT_EN, &out);
	assert_holds(&out, doubtful[_i].en);
	kt_buffer_finish(&out);
	pack_folder_remove(&folder);
}
END_TEST

/* What the table of declarations lets through, libxml2 finds. */
START_TEST(lint_relax_ng)
{
	struct kt_buffer out;

	pack_folder_write(&folder, RULES, "<raad>Nedsæt det.</raad>\n",
	    "<raad>Nedsæt det.</raad>\n<kilde dokument=\"x\" url=\"u\"/>\n",
	    NULL);
	ck_assert_int_eq(pack_folder_load(&folder, false), KT_OK);
	run(true, KT_DA, &out);
	assert_holds(&out, "/prove/regler.xml:");
	assert_holds(&out, ": fejl: RELAX NG: ");
	kt_buffer_finish(&out);
	pack_folder_remove(&folder);
}
END_TEST

/* ---- suite ------------------------------------------------------------- */

#define ROWS(table) (int)(sizeof(table) / sizeof(*(table)))

Suite *pack_run_suite(void)
{
	Suite *suite = suite_create("pack_run");
	TCase *edit_case = tcase_create("edit");
	TCase *run_case = tcase_create("examples");
	TCase *lint_case = tcase_create("lint");

	tcase_add_loop_test(edit_case, edit, 0, ROWS(edits));
	suite_add_tcase(suite, edit_case);
	tcase_add_test(run_case, examples_pass);
	tcase_add_loop_test(run_case, examples_fail, 0, ROWS(failing));
	tcase_add_test(run_case, examples_change);
	tcase_add_test(run_case, examples_also);
	tcase_add_test(run_case, unknown_pack);
	suite_add_tcase(suite, run_case);
	tcase_add_test(lint_case, lint_good);
	tcase_add_loop_test(lint_case, lint_doubtful, 0, ROWS(doubtful));
	tcase_add_test(lint_case, lint_relax_ng);
	suite_add_tcase(suite, lint_case);
	return suite;
}
