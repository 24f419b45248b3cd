#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "schema.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

static struct kt_names *names;
static struct kt_schema *schema;
static struct kt_error error;
static struct kt_arena arena;
static char path[64];

static void setup(void)
{
	int file;

	kt_error_clear(&error);
	kt_arena_init(&arena);
	names = kt_names_create();
	schema = NULL;
	ck_assert_ptr_nonnull(names);
	snprintf(path, sizeof(path), "/tmp/kt-schema-XXXXXX");
	file = mkstemp(path);
	ck_assert_int_ge(file, 0);
	close(file);
}

static void teardown(void)
{
	unlink(path);
	kt_schema_destroy(schema);
	kt_names_destroy(names);
	kt_arena_finish(&arena);
}

/* A grammar with this inside. */
static kt_status load(const char *body)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fprintf(file,
	    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' ns='urn:x' "
	    "xmlns:a='http://relaxng.org/ns/compatibility/annotations/1.0' "
	    "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>\n"
	    "%s\n</grammar>",
	    body);
	fclose(file);
	kt_schema_destroy(schema);
	schema = NULL;
	kt_error_clear(&error);
	return kt_schema_load(names, path, &schema, &error);
}

/* ---- as text ----------------------------------------------------------- */

static void add_type(struct kt_buffer *out, const struct kt_text_type *type)
{
	struct kt_string text = kt_text_type_describe(type, KT_EN, &arena);

	kt_buffer_printf(
	    out, "%.*s%s", KT_FMT(text), type->may_be_empty ? "?" : "");
}

static const char *sign_of(bool required, bool repeated)
{
	if (required)
		return repeated ? "+" : "";
	return repeated ? "*" : "?";
}

static void add_declaration(struct kt_buffer *out, uint32_t index)
{
	static const char *const words[] = { "empty", "value", "elements",
		"mixed" };
	const struct kt_declaration *d = &schema->declarations[index];

	kt_buffer_printf(out, "%u %s: %s", (unsigned)index,
	    kt_names_local(names, d->name).data, words[d->content]);
	if (d->content == KT_CONTENT_VALUE || d->content == KT_CONTENT_MIXED) {
		kt_buffer_add(out, KT_S(" "));
		add_type(out, &d->type);
	}
	for (uint32_t i = 0; i < d->attribute_count; i++) {
		kt_buffer_printf(out, "; @%s%s ",
		    kt_names_local(names, d->attributes[i].name).data,
		    sign_of(d->attributes[i].required, false));
		add_type(out, &d->attributes[i].type);
	}
	for (uint32_t i = 0; i < d->child_count; i++)
		kt_buffer_printf(out, "%s %s%s=%u", i == 0 ? ";" : "",
		    kt_names_local(names, d->children[i].name).data,
		    sign_of(d->children[i].required, d->children[i].repeated),
		    (unsigned)d->children[i].declaration);
	kt_buffer_add(out, KT_S("\n"));
}

static void assert_schema(const char *expected)
{
	struct kt_buffer out;

	kt_buffer_init(&out);
	for (uint32_t i = 1; i < schema->declaration_count; i++)
		add_declaration(&out, i);
	ck_assert_str_eq(out.data, expected);
	kt_buffer_finish(&out);
}

/* ---- declarations ------------------------------------------------------ */

START_TEST(small_schema)
{
	const struct kt_declaration *root;

	ck_assert_int_eq(
	    kt_schema_load(names, "tests/data/lille.rng", &schema, &error),
	    KT_OK);
	assert_schema(
	    "1 papir: elements; @art one of: kontrakt, takst; "
	    "@dato? date (YYYY-MM-DD)?; part*=2 beloeb?=3 antal?=4 frist?=5 "
	    "start?=6 klar?=7 tid?=8 stund?=9 koder?=10 loft?=11 tom?=12 "
	    "gruppe*=13 tekst?=14\n"
	    "2 part: value text?; @rolle? one of: koeber, leverandoer\n"
	    "3 beloeb: value number (1234.50)?\n"
	    "4 antal: value whole number\n"
	    "5 frist: value duration (P30D, P1M)?\n"
	    "6 start: value date (YYYY-MM-DD)\n"
	    "7 klar: value true or false\n"
	    "8 tid: value time (HH:MM:SS)\n"
	    "9 stund: value date and time (YYYY-MM-DDThh:mm:ss)\n"
	    "10 koder: value list of: one of: roed, groen, blaa\n"
	    "11 loft: value number (1234.50) or one of: ingen\n"
	    "12 tom: empty\n"
	    "13 gruppe: elements; @id text; @lang? text; navn=15 gruppe*=13\n"
	    "14 tekst: mixed text?; fed*=16\n"
	    "15 navn: value text?\n"
	    "16 fed: mixed text?; fed*=16\n");
	ck_assert_str_eq(schema->space.data, "urn:kontrakttjek:lille");
	ck_assert_str_eq(schema->file.data, "tests/data/lille.rng");
	ck_assert_uint_eq(schema->root_count, 1);
	root = &schema->declarations[1];
	ck_assert_str_eq(
	    root->documentation[KT_DA].data, "Et papir med ét af alt.");
	ck_assert_str_eq(
	    root->documentation[KT_EN].data, "A paper with one of everything.");
	ck_assert_str_eq(
	    root->attributes[0].documentation[KT_DA].data, "Hvad det er.");
	ck_assert_uint_eq(root->attributes[0].documentation[KT_EN].size, 0);
}
END_TEST

#define START(content) "<start>" content "</start>"
#define A(content) START("<element name='a'>" content "</element>")
#define E(name) "<element name='" name "'><empty/></element>"
#define REF(name) "<ref name='" name "'/>"
#define BC                                                                     \
	"<define name='b'>" E("b") "</define><define name='c'>" E(             \
	    "c") "</define>"

static const struct {
	const char *body;
	const char *schema;
} combinations[] = {
	/* how often */
	{ A(REF("b") "<optional>" REF("c") "</optional>") BC,
	    "1 a: elements; b=2 c?=3\n2 b: empty\n3 c: empty\n" },
	{ A("<oneOrMore>" REF("b") "</oneOrMore>"
				   "<zeroOrMore>" REF("c") "</zeroOrMore>") BC,
	    "1 a: elements; b+=2 c*=3\n2 b: empty\n3 c: empty\n" },
	{ A("<optional><oneOrMore>" REF("b") "</oneOrMore></optional>") BC,
	    "1 a: elements; b*=2\n2 b: empty\n" },
	{ A("<group>" REF("b") REF("c") REF("b") "</group>") BC,
	    "1 a: elements; b+=2 c=3\n2 b: empty\n3 c: empty\n" },
	{ A("<group>" REF("b") "<optional>" REF("b") "</optional></group>") BC,
	    "1 a: elements; b+=2\n2 b: empty\n" },
	/* choices */
	{ A("<choice>" REF("b") REF("c") "</choice>") BC,
	    "1 a: elements; b?=2 c?=3\n2 b: empty\n3 c: empty\n" },
	{ A("<choice>" REF("b") "<group>" REF("b") REF("c") "</group></choice>")
		BC,
	    "1 a: elements; b=2 c?=3\n2 b: empty\n3 c: empty\n" },
	{ A("<choice>" REF("b") "<oneOrMore>" REF("b") "</oneOrMore>"
						       "</choice>") BC,
	    "1 a: elements; b+=2\n2 b: empty\n" },
	{ A("<choice>" REF("b") "<empty/></choice>") BC,
	    "1 a: elements; b?=2\n2 b: empty\n" },
	{ A("<choice><attribute name='x'/>" REF("b") "</choice>") BC,
	    "1 a: elements; @x? text?; b?=2\n2 b: empty\n" },
	{ A("<choice><group><attribute "
	    "name='x'><value>et</value></attribute>" REF(
		"b") "</group><group><attribute name='x'><value>to</value>"
		     "</attribute>" REF("c") "</group></choice>") BC,
	    "1 a: elements; @x one of: et, to; b?=2 c?=3\n2 b: empty\n"
	    "3 c: empty\n" },
	/* text */
	{ A("<text/>"), "1 a: value text?\n" },
	{ A("<mixed><empty/></mixed>"), "1 a: value text?\n" },
	{ A("<interleave><text/>" REF("b") "</interleave>") BC,
	    "1 a: mixed text?; b=2\n2 b: empty\n" },
	{ A("<data type='string'/>"), "1 a: value text?\n" },
	{ A("<data type='token'><param name='pattern'>[0-9]{8}</param>"
	    "</data>"),
	    "1 a: value text\n" },
	{ A("<data type='NMTOKEN'/>"), "1 a: value text\n" },
	{ A("<data type='nonNegativeInteger'/>"), "1 a: value whole number\n" },
	{ A("<data type='gYear'/>"), "1 a: value whole number\n" },
	{ A("<choice><data type='decimal'/><data type='integer'/></choice>"),
	    "1 a: value number (1234.50)\n" },
	{ A("<choice><data type='date'/><data type='dateTime'/><empty/>"
	    "</choice>"),
	    "1 a: value text?\n" },
	{ A("<choice><value>x</value><value/><value>y</value></choice>"),
	    "1 a: value one of: x, y?\n" },
	{ A("<choice><empty/><value>x</value></choice>"),
	    "1 a: value one of: x?\n" },
	{ A("<choice><value>x</value><text/></choice>"),
	    "1 a: value text or one of: x?\n" },
	{ A("<attribute name='x'><empty/></attribute><empty/>"),
	    "1 a: empty; @x text?\n" },
	{ A("<optional><attribute name='x'><data type='date'/></attribute>"
	    "</optional><data type='decimal'/>"),
	    "1 a: value number (1234.50); @x? date (YYYY-MM-DD)\n" },
	{ A("<list><zeroOrMore><data type='date'/></zeroOrMore></list>"),
	    "1 a: value list of: date (YYYY-MM-DD)?\n" },
	/* references in circles, through elements */
	{ START(REF("p")) "<define name='p'><element name='p'><zeroOrMore>" REF(
	      "p") "</zeroOrMore></element></define>",
	    "1 p: elements; p*=1\n" },
	{ START(REF("p")) "<define name='p'><element name='p'><optional>" REF(
	      "q") "</optional></element></define><define name='q'>"
		   "<element name='q'><optional>" REF(
		       "p") "</optional></element>"
			    "</define>",
	    "1 p: elements; q?=2\n2 q: elements; p?=1\n" },
	/* one name, two places, two declarations */
	{ A(REF("b") "<element name='c'><element name='b'><text/></element>"
		     "</element>") BC,
	    "1 a: elements; b=2 c=3\n2 b: empty\n3 c: elements; b=4\n"
	    "4 b: value text?\n" },
	/* what is passed over */
	{ "<a:documentation>x</a:documentation>" A("<a:x/><empty/>"),
	    "1 a: empty\n" },
};

START_TEST(combines)
{
	ck_assert_msg(load(combinations[_i].body) == KT_OK, "row %d: %s", _i,
	    error.message[KT_EN]);
	assert_schema(combinations[_i].schema);
}
END_TEST

START_TEST(kinds_that_clash_are_open_text)
{
	const struct kt_text_type *type;

	ck_assert_int_eq(load(A("<choice><data type='date'/>"
				"<data type='dateTime'/></choice>")),
	    KT_OK);
	type = &schema->declarations[1].type;
	ck_assert_uint_eq(type->kind, KT_STRING);
	ck_assert(type->open);
	ck_assert(kt_text_type_allows(type, KT_S("når som helst")));
	ck_assert(!kt_text_type_allows(type, KT_S("")));
}
END_TEST

START_TEST(several_roots)
{
	uint32_t a, b;

	ck_assert_int_eq(
	    load(START("<choice>" E("a") E("b") "</choice>")), KT_OK);
	a = kt_names_find(names, KT_S("urn:x"), KT_S("a"));
	b = kt_names_find(names, KT_S("urn:x"), KT_S("b"));
	ck_assert_uint_eq(schema->root_count, 2);
	ck_assert_uint_eq(kt_schema_root(schema, a), 1);
	ck_assert_uint_eq(kt_schema_root(schema, b), 2);
	ck_assert_uint_eq(kt_schema_root(schema, 0), 0);
}
END_TEST

START_TEST(names_have_their_namespace)
{
	uint32_t b, c, x, y, lang;

	ck_assert_int_eq(
	    load(A("<attribute name='x'/><attribute name='y' ns='urn:y'/>"
		   "<attribute name='xml:lang'/>"
		   "<element name='b' ns='urn:b'>" E("c") "</element>")),
	    KT_OK);
	b = kt_names_find(names, KT_S("urn:b"), KT_S("b"));
	c = kt_names_find(names, KT_S("urn:b"), KT_S("c"));
	x = kt_names_find(names, KT_S(""), KT_S("x"));
	y = kt_names_find(names, KT_S("urn:y"), KT_S("y"));
	lang = kt_names_find(
	    names, KT_S("http://www.w3.org/XML/1998/namespace"), KT_S("lang"));
	ck_assert_uint_eq(kt_schema_child(schema, 1, b), 2);
	ck_assert_uint_eq(kt_schema_child(schema, 1, c), 0);
	ck_assert_uint_eq(kt_schema_child(schema, 2, c), 3);
	ck_assert_uint_eq(kt_schema_child(schema, 0, b), 0);
	ck_assert_uint_eq(kt_schema_child(schema, 99, b), 0);
	ck_assert_ptr_nonnull(kt_schema_attribute(schema, 1, x));
	ck_assert_ptr_nonnull(kt_schema_attribute(schema, 1, y));
	ck_assert_ptr_nonnull(kt_schema_attribute(schema, 1, lang));
	ck_assert_ptr_null(kt_schema_attribute(schema, 2, x));
	ck_assert_ptr_null(kt_schema_attribute(schema, 0, x));
	ck_assert(kt_schema_knows(schema, c));
	ck_assert(!kt_schema_knows(schema, x));
}
END_TEST

/* ---- refused ----------------------------------------------------------- */

static const struct {
	const char *body;
	uint32_t line; /* the grammar begins in line 1, the body in line 2 */
	const char *message;
} refused[] = {
	{ "", 1, "<start>" },
	{ "\n" START(REF("x")), 3, "ikke er defineret" },
	{ START(E("a")) "\n" START(E("b")), 3, "<start>" },
	{ START(E("a")) "\n<include href='x.rng'/>", 3, "<include>" },
	{ START(E("a")) "\n<div/>", 3, "<div>" },
	{ A("\n<externalRef href='x'/>"), 3, "<externalRef>" },
	{ A("\n<notAllowed/>"), 3, "<notAllowed>" },
	{ A("\n\n<element><anyName/></element>"), 4, "name" },
	{ A("\n<attribute><name>x</name></attribute>"), 3, "name" },
	{ A("\n<element name='k:x'><empty/></element>"), 3, "præfiks" },
	{ START(E("a")) "\n<define><empty/></define>", 3, "name" },
	{ START(E("a")) "<define name='x'><empty/></define>\n"
			"<define name='x'><text/></define>",
	    3, "to gange" },
	{ START(REF("x")) "<define name='x'><optional>\n" REF(
	      "x") "</optional></define>",
	    3, "i ring" },
	{ START(REF("x")) "<define name='x'>" REF(
	      "y") "</define>"
		   "<define name='y'>\n" REF("x") "</define>",
	    3, "i ring" },
	{ A(E("b") "\n" E("b")), 3, "på to måder" },
	{ A("<choice>" E("b") "<optional>\n" E("b") "</optional></choice>"), 3,
	    "på to måder" },
	{ A("<attribute name='x'/>\n<attribute name='x'/>"), 3, "to gange" },
	{ A("<choice>\n" E("b") "<data type='date'/></choice>"), 2,
	    "typet tekst" },
	{ A("\n<attribute name='x'>" E("b") "</attribute>"), 3, "<attribute>" },
	{ A("<data type='token'>\n<except><value>x</value></except></data>"), 3,
	    "<except>" },
	{ A("<value>\n<text/></value>"), 3, "<text>" },
	{ START("\n<text/>"), 2, "<start>" },
	{ START(E("a")) "</grammar>", 3, "efter" },
	{ "<!DOCTYPE x>" START(E("a")), 2, "DOCTYPE" },
};

START_TEST(refuses)
{
	ck_assert_msg(load(refused[_i].body) == KT_E_USE, "row %d: %s", _i,
	    refused[_i].message);
	ck_assert_ptr_null(schema);
	ck_assert_int_eq(error.status, KT_E_USE);
	ck_assert_msg(strstr(error.message[KT_DA], refused[_i].message) != NULL,
	    "row %d: \"%s\" lacks \"%s\"", _i, error.message[KT_DA],
	    refused[_i].message);
	ck_assert_str_ne(error.message[KT_EN], error.message[KT_DA]);
	ck_assert_str_eq(error.file, path);
	ck_assert_msg(
	    error.line == refused[_i].line, "row %d: line %u", _i, error.line);
}
END_TEST

START_TEST(refuses_files_that_are_no_schema)
{
	static const char *const paths[] = { "/findes/ikke.rng", "tests/data",
		"rules/skema/ny/takstblad.da.xml" };

	for (int i = 0; i < COUNT(paths); i++) {
		kt_error_clear(&error);
		ck_assert_int_eq(
		    kt_schema_load(names, paths[i], &schema, &error), KT_E_USE);
		ck_assert_ptr_null(schema);
		ck_assert_str_eq(error.file, paths[i]);
	}
}
END_TEST

/* ---- texts ------------------------------------------------------------- */

static const struct {
	uint32_t kind;
	const char *text;
	bool reads;
} texts[] = { { KT_BOOLEAN, "true", true }, { KT_BOOLEAN, " 0\n", true },
	{ KT_BOOLEAN, "ja", false }, { KT_BOOLEAN, "True", false },
	{ KT_DECIMAL, "1234.50", true }, { KT_DECIMAL, "1.234,50", false },
	{ KT_DECIMAL, "1e3", false }, { KT_STRING, "hvad som helst", true },
	{ KT_STRING, "  ", false }, { KT_STRING, "", false },
	{ KT_DATE, "2026-02-28", true }, { KT_DATE, "2026-02-30", false },
	{ KT_DATE, "28-02-2026", false }, { KT_TIME, "14:00:00", true },
	{ KT_TIME, "14.00", false },
	{ KT_DATETIME, "2026-03-01T14:00:00", true },
	{ KT_DATETIME, "2026-03-01", false }, { KT_DURATION, "P1M", true },
	{ KT_DURATION, "30 dage", false }, { KT_UNKNOWN, "x", false },
	{ KT_NODE, "x", false }, { KT_ANY, "x", false }, { 77, "x", false } };

START_TEST(reads_texts)
{
	struct kt_string text = kt_string_of(texts[_i].text);
	struct kt_value value;

	ck_assert_msg(
	    kt_text_read(texts[_i].kind, text, &value) == texts[_i].reads,
	    "\"%s\" as %u", texts[_i].text, (unsigned)texts[_i].kind);
	if (texts[_i].reads)
		ck_assert_uint_eq(value.kind, texts[_i].kind);
}
END_TEST

START_TEST(allows_what_the_type_says)
{
	static const struct kt_string codes[] = { { "roed", 4 },
		{ "blaa", 4 } };
	const struct kt_text_type closed = {
		.kind = KT_STRING, .codes = codes, .code_count = 2
	};
	struct kt_text_type type = closed;

	ck_assert(kt_text_type_allows(&type, KT_S(" blaa ")));
	ck_assert(!kt_text_type_allows(&type, KT_S("groen")));
	ck_assert(!kt_text_type_allows(&type, KT_S("roed blaa")));
	ck_assert(!kt_text_type_allows(&type, KT_S("")));
	type.may_be_empty = true;
	ck_assert(kt_text_type_allows(&type, KT_S(" \n")));
	type.list = true;
	ck_assert(kt_text_type_allows(&type, KT_S("roed\n\tblaa  roed")));
	ck_assert(!kt_text_type_allows(&type, KT_S("roed groen")));
	type = closed;
	type.open = true;
	ck_assert(kt_text_type_allows(&type, KT_S("groen")));
	type.kind = KT_DECIMAL;
	ck_assert(kt_text_type_allows(&type, KT_S("roed")));
	ck_assert(kt_text_type_allows(&type, KT_S("1.5")));
	ck_assert(!kt_text_type_allows(&type, KT_S("groen")));
	type.integer = true;
	ck_assert(kt_text_type_allows(&type, KT_S("-2")));
	ck_assert(!kt_text_type_allows(&type, KT_S("2.0")));
}
END_TEST

START_TEST(describes_for_a_person)
{
	static const struct kt_string codes[] = { { "forud", 5 },
		{ "bagud", 5 } };
	static const struct {
		struct kt_text_type type;
		const char *da, *en;
	} rows[] = {
		{ { .kind = KT_DATE }, "dato (ÅÅÅÅ-MM-DD)",
		    "date (YYYY-MM-DD)" },
		{ { .kind = KT_DECIMAL, .integer = true }, "helt tal",
		    "whole number" },
		{ { .kind = KT_STRING, .codes = codes, .code_count = 2 },
		    "en af: forud, bagud", "one of: forud, bagud" },
		{ { .kind = KT_DECIMAL,
		      .codes = codes,
		      .code_count = 1,
		      .open = true },
		    "tal (1234.50) eller en af: forud",
		    "number (1234.50) or one of: forud" },
		{ { .kind = KT_DURATION, .list = true },
		    "liste af: varighed (P30D, P1M)",
		    "list of: duration (P30D, P1M)" },
		{ { .kind = KT_UNKNOWN }, "tekst", "text" },
	};

	for (int i = 0; i < COUNT(rows); i++) {
		ck_assert_str_eq(
		    kt_text_type_describe(&rows[i].type, KT_DA, &arena).data,
		    rows[i].da);
		ck_assert_str_eq(
		    kt_text_type_describe(&rows[i].type, KT_EN, &arena).data,
		    rows[i].en);
	}
}
END_TEST

Suite *schema_suite(void)
{
	Suite *suite = suite_create("schema");
	TCase *table = tcase_create("table");
	TCase *text = tcase_create("text");

	tcase_add_checked_fixture(table, setup, teardown);
	tcase_add_test(table, small_schema);
	tcase_add_loop_test(table, combines, 0, COUNT(combinations));
	tcase_add_test(table, kinds_that_clash_are_open_text);
	tcase_add_test(table, several_roots);
	tcase_add_test(table, names_have_their_namespace);
	tcase_add_loop_test(table, refuses, 0, COUNT(refused));
	tcase_add_test(table, refuses_files_that_are_no_schema);
	suite_add_tcase(suite, table);

	tcase_add_checked_fixture(text, setup, teardown);
	tcase_add_loop_test(text, reads_texts, 0, COUNT(texts));
	tcase_add_test(text, allows_what_the_type_says);
	tcase_add_test(text, describes_for_a_person);
	suite_add_tcase(suite, text);
	return suite;
}
