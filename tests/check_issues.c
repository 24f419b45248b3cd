/*
 * What the reader notes of a document that departs from its schema.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "document.h"
#include "bounds.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

static struct kt_names *names;
static struct kt_schema *schema;
static struct kt_reader *reader;
static struct kt_document document;
static struct kt_error error;

static void load(const char *path)
{
	kt_schema_destroy(schema);
	ck_assert_msg(kt_schema_load(names, path, &schema, &error) == KT_OK,
	    "%s:%u: %s", error.file, error.line, error.message[KT_EN]);
}

static void setup(void)
{
	kt_error_clear(&error);
	kt_document_init(&document);
	names = kt_names_create();
	reader = kt_reader_create(names);
	schema = NULL;
	load("tests/data/lille.rng");
}

static void teardown(void)
{
	kt_document_finish(&document);
	kt_reader_destroy(reader);
	kt_schema_destroy(schema);
	kt_names_destroy(names);
}

static const struct kt_schema *find_schema(
    void *data, struct kt_string space, struct kt_string root)
{
	(void)data;
	(void)root;
	return kt_string_equal(space, schema->space) ? schema : NULL;
}

static kt_status read_bytes(struct kt_string bytes)
{
	const struct kt_schema_source source = { find_schema, NULL };

	kt_error_clear(&error);
	return kt_reader_read(
	    reader, &source, bytes, KT_S("p.xml"), &document, &error);
}

/* "column word [name] nearest;" for each issue; the documents are one line. */
static void list_issues(struct kt_buffer *out)
{
	static const char *const words[] = { "", "unknown", "misplaced",
		"attribute", "missing", "value", "text" };

	kt_buffer_clear(out);
	for (size_t i = 0; i < document.issue_count; i++) {
		const struct kt_document_issue *issue = &document.issues[i];
		struct kt_position at =
		    kt_document_position(&document, issue->node);

		kt_buffer_printf(out, "%u %s [%.*s] %.*s;", at.column,
		    words[issue->kind], KT_FMT(issue->name),
		    KT_FMT(issue->nearest));
		ck_assert_int_eq(
		    issue->type != NULL, issue->kind == KT_ISSUE_VALUE);
		ck_assert_uint_eq(at.line, 1);
	}
}

/* The body begins at column 53. */
#define ROOT "<papir xmlns='urn:kontrakttjek:lille' art='kontrakt'>"
#define PAPER(body) ROOT body "</papir>"
#define ROOT_WITH(attributes)                                                  \
	"<papir xmlns='urn:kontrakttjek:lille' " attributes "/>"

static const struct {
	const char *text;
	const char *issues;
} issues[] = {
	{ PAPER(""), "" },
	{ PAPER(" <!-- x --> <part> </part>\n<?p?>"), "" },
	/* elements */
	{ PAPER("<beløb/>"), "54 unknown [beløb] beloeb;" },
	{ PAPER("<belob/>"), "54 unknown [belob] beloeb;" },
	{ PAPER("<Beloeb/>"), "54 unknown [Beloeb] beloeb;" },
	{ PAPER("<helt-andet/>"), "54 unknown [helt-andet] ;" },
	{ PAPER("<tix/>"), "54 unknown [tix] tid;" },
	{ PAPER("<xix/>"), "54 unknown [xix] ;" },
	{ PAPER("<navn/>"), "54 misplaced [navn] ;" },
	{ PAPER("<papir art='takst'/>"), "54 misplaced [papir] ;" },
	{ PAPER("<part><beloeb/></part>"), "60 misplaced [beloeb] ;" },
	{ PAPER("<part xmlns=''/>"), "54 unknown [part] part;" },
	{ PAPER("<tom><x/></tom>"), "59 unknown [x] ;" },
	{ PAPER("<tekst>a<fed>b<fed/></fed><fet/></tekst>"),
	    "80 unknown [fet] fed;" },
	/* one issue, and none for what stands inside */
	{ PAPER("<ny a='1'>tekst<beloeb>x</beloeb><ny2/></ny><ny/>"),
	    "54 unknown [ny] ;98 unknown [ny] ;" },
	/* attributes */
	{ ROOT_WITH("art='takst' dato=''"), "" },
	{ ROOT_WITH("dato='2026-01-01'"), "1 missing [art] ;" },
	{ ROOT_WITH("art='takst' date=''"), "51 attribute [date] dato;" },
	{ ROOT_WITH("art='takst' xmlns:x='u' x:art=''"),
	    "63 attribute [art] art;" },
	{ ROOT_WITH("Art='takst'"),
	    "39 attribute [Art] art;1 missing [art] ;" },
	{ ROOT_WITH("art='takst' xml:space='preserve' xml:lang='da' "
		    "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
		    "i:schemaLocation='a b'"),
	    "" },
	{ PAPER("<gruppe id='a' xml:lang='da'><navn>x</navn></gruppe>"), "" },
	{ PAPER("<gruppe><navn/><gruppe/></gruppe>"),
	    "54 missing [id] ;69 missing [id] ;" },
	/* values */
	{ ROOT_WITH("art='kontrakd'"), "39 value [kontrakd] kontrakt;" },
	{ ROOT_WITH("art=''"), "39 value [] ;" },
	{ ROOT_WITH("art='takst' dato='i morgen'"), "51 value [i morgen] ;" },
	{ PAPER("<part rolle=' koeber '/>"), "" },
	{ PAPER("<part rolle='køber'/>"), "60 value [køber] koeber;" },
	{ PAPER("<part rolle='KOEBER'/>"), "60 value [KOEBER] koeber;" },
	{ PAPER("<beloeb>1.234,50</beloeb>"), "54 value [1.234,50] ;" },
	{ PAPER("<beloeb> 1234.50\n</beloeb>"), "" },
	{ PAPER("<beloeb>12<!-- x -->3<![CDATA[4]]>&#46;5</beloeb>"), "" },
	{ PAPER("<beloeb/><frist/>"), "" },
	{ PAPER("<antal>3</antal>"), "" },
	{ PAPER("<antal>3.0</antal>"), "54 value [3.0] ;" },
	{ PAPER("<antal/>"), "54 value [] ;" },
	{ PAPER("<frist>30 dage</frist>"), "54 value [30 dage] ;" },
	{ PAPER("<frist>P30D</frist><start>2026-02-29</start>"),
	    "73 value [2026-02-29] ;" },
	{ PAPER("<klar>ja</klar><tid>14.00</tid>"),
	    "54 value [ja] ;69 value [14.00] ;" },
	{ PAPER("<klar>true</klar><tid>14:00:00</tid>"
		"<stund>2026-01-01T00:00:00</stund>"),
	    "" },
	{ PAPER("<koder>roed blaa</koder><loft>ingen</loft>"), "" },
	{ PAPER("<koder>roed gul</koder><loft>ingem</loft>"),
	    "54 value [roed gul] ;77 value [ingem] ingen;" },
	{ PAPER("<loft>2</loft>"), "" },
	/* text */
	{ PAPER("hej <part/> igen"), "1 text [hej] ;" },
	{ PAPER("<part/>\n igen <part/>"), "1 text [igen] ;" },
	{ PAPER("<tom>x</tom><tom> </tom>"), "54 text [x] ;" },
	{ PAPER("<gruppe id='a'>a<navn>b</navn>c</gruppe>d"),
	    "54 text [a] ;1 text [d] ;" },
	{ PAPER("<tekst>fri</tekst>"), "" },
};

START_TEST(notes)
{
	struct kt_buffer out;

	kt_buffer_init(&out);
	ck_assert_msg(read_bytes(kt_string_of(issues[_i].text)) == KT_OK,
	    "row %d: %s", _i, error.message[KT_EN]);
	list_issues(&out);
	ck_assert_msg(
	    strcmp(out.size > 0 ? out.data : "", issues[_i].issues) == 0,
	    "row %d (%s): %s, not %s", _i, issues[_i].text,
	    out.size > 0 ? out.data : "", issues[_i].issues);
	ck_assert(!document.issues_truncated);
	kt_buffer_finish(&out);
}
END_TEST

START_TEST(notes_so_many_and_no_more)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	for (int more = 0; more < 2; more++) {
		kt_buffer_clear(&text);
		kt_buffer_add(&text, KT_S(ROOT));
		for (int i = 0; i < KT_MAX_ISSUES + more; i++)
			kt_buffer_add(&text,
			    i % 2 ? KT_S("<x/>") : KT_S("<antal>x</antal>"));
		kt_buffer_add(&text, KT_S("</papir>"));
		ck_assert_int_eq(read_bytes(kt_buffer_string(&text)), KT_OK);
		ck_assert_uint_eq(document.issue_count, KT_MAX_ISSUES);
		ck_assert_int_eq(document.issues_truncated, more == 1);
	}
	kt_buffer_finish(&text);
}
END_TEST

/* The value in an issue stays what it was while the run of text moves. */
START_TEST(values_in_issues_stay)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_buffer_add(&text, KT_S(ROOT "<beloeb>mange</beloeb>"));
	for (int i = 0; i < 100000; i++)
		kt_buffer_add(&text, KT_S("<part>0123456789</part>"));
	kt_buffer_add(&text, KT_S("</papir>"));
	ck_assert_int_eq(read_bytes(kt_buffer_string(&text)), KT_OK);
	ck_assert_uint_eq(document.issue_count, 1);
	ck_assert(kt_string_equal(document.issues[0].name, KT_S("mange")));
	kt_buffer_finish(&text);
}
END_TEST

/* ---- against RELAX NG in full ------------------------------------------ */

static const struct {
	const char *schema, *document;
} pairs[] = {
	{ "tests/data/lille.rng", "tests/data/lille.xml" },
	{ "rules/skema/kontrakt.rng", "rules/skema/ny/kontrakt-voksen.da.xml" },
	{ "rules/skema/kontrakt.rng",
	    "rules/skema/ny/kontrakt-boern-unge.da.xml" },
	{ "rules/skema/takst.rng", "rules/skema/ny/takstblad.da.xml" },
};

static void ignore_error(void *data, xmlErrorPtr found)
{
	(void)data;
	(void)found;
}

/* 1 valid, 0 not. */
static int is_valid(xmlRelaxNG *rng, struct kt_string bytes)
{
	xmlDoc *doc = xmlReadMemory(
	    bytes.data, (int)bytes.size, NULL, NULL, XML_PARSE_NONET);
	xmlRelaxNGValidCtxt *context = xmlRelaxNGNewValidCtxt(rng);
	int result;

	ck_assert_ptr_nonnull(doc);
	ck_assert_ptr_nonnull(context);
	result = xmlRelaxNGValidateDoc(context, doc);
	xmlRelaxNGFreeValidCtxt(context);
	xmlFreeDoc(doc);
	return result == 0;
}

/* Changes one letter of a name, a code or a text. */
static void change(struct kt_string from, char *to, uint32_t *state)
{
	size_t at;

	memcpy(to, from.data, from.size);
	do {
		*state = *state * 1664525u + 1013904223u;
		at = (*state >> 8) % from.size;
	} while (!(to[at] >= 'a' && to[at] <= 'z') &&
		 !(to[at] >= '0' && to[at] <= '9'));
	to[at] = "aeinrst1290-"[(*state >> 4) % 12];
}

/* What RELAX NG finds valid has no issues. (The other way round does not
 * hold: order, number and facets are not looked at while reading.) */
START_TEST(valid_documents_have_no_issues)
{
	xmlRelaxNGParserCtxt *parser =
	    xmlRelaxNGNewParserCtxt(pairs[_i].schema);
	xmlRelaxNG *rng = xmlRelaxNGParse(parser);
	int valid = 0, invalid = 0, noted = 0;
	uint32_t state = 2026;
	struct kt_buffer bytes;
	char *copy;

	ck_assert_ptr_nonnull(rng);
	load(pairs[_i].schema);
	kt_buffer_init(&bytes);
	ck_assert_msg(
	    kt_intake_file(pairs[_i].document, &bytes, &error) == KT_OK, "%s",
	    error.message[KT_EN]);
	xmlSetStructuredErrorFunc(NULL, ignore_error);
	ck_assert_msg(
	    is_valid(rng, kt_buffer_string(&bytes)), "%s", pairs[_i].document);
	ck_assert_int_eq(read_bytes(kt_buffer_string(&bytes)), KT_OK);
	ck_assert_uint_eq(document.issue_count, 0);
	copy = malloc(bytes.size);
	for (int i = 0; i < 400; i++) {
		struct kt_string changed = { copy, bytes.size };

		change(kt_buffer_string(&bytes), copy, &state);
		if (read_bytes(changed) != KT_OK)
			continue; /* not well-formed any more */
		noted += document.issue_count > 0;
		if (!is_valid(rng, changed)) {
			invalid++;
			continue;
		}
		valid++;
		ck_assert_msg(document.issue_count == 0, "%.*s: %.*s",
		    KT_FMT(document.issues[0].name), KT_FMT(changed));
	}
	xmlSetStructuredErrorFunc(NULL, NULL);
	ck_assert_int_gt(valid, 20);
	ck_assert_int_gt(invalid, 5);
	ck_assert_int_gt(noted, 5);
	free(copy);
	kt_buffer_finish(&bytes);
	xmlRelaxNGFree(rng);
	xmlRelaxNGFreeParserCtxt(parser);
}
END_TEST

Suite *issues_suite(void)
{
	Suite *suite = suite_create("issues");
	TCase *core = tcase_create("core");

	tcase_add_checked_fixture(core, setup, teardown);
	tcase_add_loop_test(core, notes, 0, COUNT(issues));
	tcase_add_test(core, notes_so_many_and_no_more);
	tcase_add_test(core, values_in_issues_stay);
	tcase_add_loop_test(
	    core, valid_documents_have_no_issues, 0, COUNT(pairs));
	suite_add_tcase(suite, core);
	return suite;
}
