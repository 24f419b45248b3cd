#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

static struct kt_names *names;
static struct kt_schema *schema;
static struct kt_reader *reader;
static struct kt_document document;
static struct kt_error error;
static struct kt_arena arena;

static void setup(void)
{
	kt_error_clear(&error);
	kt_arena_init(&arena);
	kt_document_init(&document);
	names = kt_names_create();
	reader = kt_reader_create(names);
	ck_assert_ptr_nonnull(names);
	ck_assert_ptr_nonnull(reader);
	ck_assert_msg(kt_schema_load(names, "tests/data/lille.rng", &schema,
			  &error) == KT_OK,
	    "%s:%u: %s", error.file, error.line, error.message[KT_EN]);
}

static void teardown(void)
{
	kt_document_finish(&document);
	kt_reader_destroy(reader);
	kt_schema_destroy(schema);
	kt_names_destroy(names);
	kt_arena_finish(&arena);
}

static const struct kt_schema *find_schema(
    void *data, struct kt_string space, struct kt_string root)
{
	(void)data;
	(void)root;
	return kt_string_equal(space, schema->space) ? schema : NULL;
}

static void read_text(struct kt_string text, bool raw)
{
	const struct kt_schema_source source = { find_schema, NULL };

	kt_error_clear(&error);
	ck_assert_msg(kt_reader_read(reader, raw ? NULL : &source, text,
			  KT_S("prøve.xml"), &document, &error) == KT_OK,
	    "%u:%u: %s", error.line, error.column, error.message[KT_DA]);
}

static uint32_t name_of(const char *local)
{
	return kt_names_find(names, schema->space, kt_string_of(local));
}

/* The first element of that name, in whatever namespace. */
static kt_node find(const char *local)
{
	for (size_t i = 0; i < document.element_count; i++)
		if (kt_string_equal(
			kt_names_local(names, document.elements[i].name),
			kt_string_of(local)))
			return kt_node_of_element(i);
	ck_abort_msg("no element %s", local);
	return 0;
}

static void assert_string(struct kt_string actual, const char *expected)
{
	ck_assert_msg(kt_string_equal(actual, kt_string_of(expected)),
	    "\"%.*s\" is not \"%s\"", KT_FMT(actual), expected);
}

/* ---- looking ----------------------------------------------------------- */

START_TEST(tree_is_walked)
{
	static const char text[] =
	    "<a x='1' y='2'>en<b>to<c/></b> tre <d z='&lt;'>fire</d></a>";
	kt_node a, b, d, x;

	read_text(kt_string_of(text), true);
	a = kt_document_root(&document);
	b = kt_document_first_child(&document, a);
	d = kt_document_next(&document, b);
	ck_assert_uint_eq(document.element_count, 4);
	assert_string(
	    kt_names_local(names, kt_document_name(&document, a)), "a");
	assert_string(
	    kt_names_local(names, kt_document_name(&document, b)), "b");
	assert_string(
	    kt_names_local(names, kt_document_name(&document, d)), "d");
	ck_assert_uint_eq(kt_document_parent(&document, a), 0);
	ck_assert_uint_eq(kt_document_parent(&document, d), a);
	ck_assert_uint_eq(kt_document_next(&document, a), 0);
	ck_assert_uint_eq(kt_document_next(&document, d), 0);
	ck_assert_uint_eq(kt_document_first_child(&document, d), 0);
	ck_assert_uint_eq(
	    kt_document_next(&document, kt_document_first_child(&document, b)),
	    0);
	assert_string(kt_document_text(&document, a), "ento tre fire");
	assert_string(kt_document_text(&document, b), "to");
	assert_string(kt_document_text(&document, find("c")), "");

	x = kt_document_attribute(
	    &document, a, kt_names_find(names, KT_S(""), KT_S("y")));
	assert_string(kt_document_text(&document, x), "2");
	ck_assert_uint_eq(kt_document_parent(&document, x), a);
	ck_assert_uint_eq(kt_document_first_child(&document, x), 0);
	ck_assert_uint_eq(kt_document_next(&document, x), 0);
	ck_assert_uint_eq(
	    kt_document_attribute(&document, b, kt_document_name(&document, x)),
	    0);
	x = kt_document_attribute(
	    &document, d, kt_names_find(names, KT_S(""), KT_S("z")));
	assert_string(kt_document_text(&document, x), "<");
}
END_TEST

START_TEST(no_node_answers_with_nothing)
{
	static const kt_node nodes[] = { 0, 1, 1000, 1001 };

	read_text(KT_S("<a x=''/>"), true);
	for (int i = 0; i < COUNT(nodes); i++) {
		kt_node n = nodes[i];

		ck_assert_uint_eq(kt_document_name(&document, n), 0);
		ck_assert_uint_eq(kt_document_parent(&document, n), 0);
		ck_assert_uint_eq(kt_document_first_child(&document, n), 0);
		ck_assert_uint_eq(kt_document_next(&document, n), 0);
		ck_assert_uint_eq(kt_document_attribute(&document, n, 1), 0);
		ck_assert_uint_eq(kt_document_text(&document, n).size, 0);
		ck_assert_uint_eq(
		    kt_document_value(&document, n, KT_STRING).kind,
		    KT_UNKNOWN);
		ck_assert_uint_eq(kt_document_position(&document, n).line, 1);
		ck_assert_ptr_null(kt_document_type(&document, n));
	}
	kt_document_finish(&document);
	ck_assert_uint_eq(kt_document_root(&document), 0);
}
END_TEST

/* ---- values ------------------------------------------------------------ */

#define PAPER(body)                                                            \
	"<papir xmlns='urn:kontrakttjek:lille' art='kontrakt' "                \
	"dato='2026-03-01'>" body "</papir>"

START_TEST(values_are_read_once)
{
	struct kt_value value;
	size_t count;
	kt_node node;

	read_text(KT_S(PAPER("<beloeb> 1234.50 </beloeb><frist>P30D</frist>"
			     "<part>  Aarhus\n</part><start/>")),
	    false);
	count = document.cache_count;
	ck_assert_uint_eq(count, 3); /* dato, beloeb, frist */
	node = find("beloeb");
	value = kt_document_value(&document, node, KT_DECIMAL);
	ck_assert_uint_eq(value.kind, KT_DECIMAL);
	ck_assert_uint_eq(value.u.decimal.low, 123450);
	ck_assert_int_eq(value.u.decimal.scale, 2);
	/* as another kind it is read again, and the first is kept */
	value = kt_document_value(&document, node, KT_STRING);
	assert_string(value.u.string, "1234.50");
	ck_assert_uint_eq(
	    kt_document_value(&document, node, KT_DATE).kind, KT_UNKNOWN);
	ck_assert_uint_eq(
	    kt_document_value(&document, node, KT_DECIMAL).kind, KT_DECIMAL);
	ck_assert_uint_eq(
	    kt_document_value(&document, node, KT_NODE).kind, KT_UNKNOWN);
	value = kt_document_value(&document, find("part"), KT_STRING);
	ck_assert_uint_eq(value.kind, KT_STRING);
	assert_string(value.u.string, "Aarhus");
	ck_assert_uint_eq(
	    kt_document_value(&document, find("start"), KT_STRING).kind,
	    KT_UNKNOWN);
	node = kt_document_attribute(&document, kt_document_root(&document),
	    kt_names_find(names, KT_S(""), KT_S("dato")));
	value = kt_document_value(&document, node, KT_DATE);
	ck_assert_uint_eq(value.kind, KT_DATE);
	ck_assert_int_eq(value.u.date.month, 3);
	ck_assert_uint_eq(document.cache_count, count);
}
END_TEST

/* Without a schema nothing was read yet. */
START_TEST(values_of_raw_documents)
{
	struct kt_value value;

	read_text(KT_S("<a>P1M</a>"), true);
	ck_assert_uint_eq(document.cache_count, 0);
	for (int i = 0; i < 2; i++) {
		value = kt_document_value(
		    &document, kt_document_root(&document), KT_DURATION);
		ck_assert_uint_eq(value.kind, KT_DURATION);
		ck_assert_int_eq(value.u.duration.months, 1);
		ck_assert_uint_eq(document.cache_count, 1);
	}
	read_text(KT_S("<a>P2M</a>"), true);
	value = kt_document_value(
	    &document, kt_document_root(&document), KT_DURATION);
	ck_assert_int_eq(value.u.duration.months, 2);
}
END_TEST

START_TEST(types_come_from_the_schema)
{
	const struct kt_text_type *type;
	kt_node root;

	read_text(KT_S(PAPER("<beloeb/><antal>1</antal><tekst>x</tekst><tom/>"
			     "<ukendt/>")),
	    false);
	root = kt_document_root(&document);
	ck_assert_ptr_eq(document.schema, schema);
	ck_assert_ptr_null(kt_document_type(&document, root));
	ck_assert_ptr_null(kt_document_type(&document, find("tom")));
	ck_assert_ptr_null(kt_document_type(&document, find("ukendt")));
	type = kt_document_type(&document, find("beloeb"));
	ck_assert_ptr_nonnull(type);
	ck_assert_uint_eq(type->kind, KT_DECIMAL);
	ck_assert(!type->integer);
	type = kt_document_type(&document, find("antal"));
	ck_assert(type != NULL && type->integer);
	type = kt_document_type(&document, find("tekst"));
	ck_assert(type != NULL && type->kind == KT_STRING);
	type = kt_document_type(
	    &document, kt_document_attribute(&document, root,
			   kt_names_find(names, KT_S(""), KT_S("art"))));
	ck_assert(type != NULL && type->code_count == 2);
	ck_assert_uint_eq(
	    document.elements[kt_node_index(find("beloeb"))].declaration,
	    kt_schema_child(schema, kt_schema_root(schema, name_of("papir")),
		name_of("beloeb")));
}
END_TEST

/* ---- positions --------------------------------------------------------- */

/* By counting, one byte at a time. */
static struct kt_position count_to(const char *source, const char *place)
{
	struct kt_position at = { 1, 1 };

	for (const char *p = source; p < place; p++) {
		if (*p == '\n') {
			at.line++;
			at.column = 1;
		} else if (((unsigned char)*p & 0xC0) != 0x80) {
			at.column++;
		}
	}
	return at;
}

static void assert_position(struct kt_position actual, const char *source,
    const char *place, const char *what)
{
	struct kt_position expected = count_to(source, place);

	ck_assert_msg(
	    actual.line == expected.line && actual.column == expected.column,
	    "%s: %u:%u, not %u:%u", what, actual.line, actual.column,
	    expected.line, expected.column);
}

/* Every name stands once in the source, followed by what ends it. */
START_TEST(every_node_has_its_place)
{
	static const char source[] =
	    "<?xml version=\"1.0\"?>\r\n<!-- <e0/> æøå -->\r\n"
	    "<e1 a1=\"æøå\" xmlns:k=\"urn:k\"\r\n\ta2 = '>' a3='1\n2'>"
	    "\xC3\xA6<e2/><e3 a4='&#x3C;'\n\n a5=''>tekst</e3>\n"
	    "<![CDATA[<e0 a0=\"\">]]><k:e4 k:a6=\"ø\" a7='å'/><?p <e0 ?>"
	    "\n\n    <e5\n/>𝄞<e6>\n</e6></e1>\n";
	int nodes = 0;

	read_text(kt_string_of(source), true);
	for (size_t i = 0; i < document.element_count; i++) {
		struct kt_string local =
		    kt_names_local(names, document.elements[i].name);
		const char *place = strstr(source + 30, local.data);

		if (i == 0) /* the comment and the name differ */
			place = strstr(source, "<e1") + 1;
		while (*place != '<')
			place--;
		assert_position(
		    kt_document_position(&document, kt_node_of_element(i)),
		    source, place, local.data);
		nodes++;
	}
	for (size_t i = 0; i < document.attribute_count; i++) {
		struct kt_string local =
		    kt_names_local(names, document.attributes[i].name);
		const char *place = strstr(source, local.data);

		if (place[-1] == ':')
			place -= 2;
		assert_position(
		    kt_document_position(&document, kt_node_of_attribute(i)),
		    source, place, local.data);
		nodes++;
	}
	ck_assert_int_eq(nodes, 6 + 7);
}
END_TEST

START_TEST(lines_beyond_16_bits)
{
	enum { LINES = 70000 };
	struct kt_buffer text;
	struct kt_position at;

	kt_buffer_init(&text);
	kt_buffer_add(&text, KT_S("<a>"));
	for (int i = 1; i < LINES; i++)
		kt_buffer_add(&text, i % 2 == 0 ? KT_S("\n") : KT_S("\r\n"));
	kt_buffer_add(&text, KT_S("æøå <b c=''/></a>"));
	read_text(kt_buffer_string(&text), true);
	at = kt_document_position(&document, kt_node_of_element(1));
	ck_assert_uint_eq(at.line, LINES);
	ck_assert_uint_eq(at.column, 5);
	at = kt_document_position(&document, kt_node_of_attribute(0));
	ck_assert_uint_eq(at.line, LINES);
	ck_assert_uint_eq(at.column, 8);
	assert_string(kt_document_line(&document, LINES), "æøå <b c=''/></a>");
	assert_string(kt_document_line(&document, LINES - 1), "");
	ck_assert_uint_eq(document.line_count, LINES);
	kt_buffer_finish(&text);
}
END_TEST

START_TEST(lines_lose_their_ends)
{
	read_text(KT_S("<a>\r\n  b\n\r\n\rc</a>\n"), true);
	assert_string(kt_document_line(&document, 1), "<a>");
	assert_string(kt_document_line(&document, 2), "  b");
	assert_string(kt_document_line(&document, 3), "");
	assert_string(kt_document_line(&document, 4), "\rc</a>");
	assert_string(kt_document_line(&document, 5), "");
	assert_string(kt_document_line(&document, 6), "");
	assert_string(kt_document_line(&document, 0), "");
	/* the next document has its own */
	read_text(KT_S("<a>ny</a>"), true);
	assert_string(kt_document_line(&document, 1), "<a>ny</a>");
	ck_assert_uint_eq(document.line_count, 1);
}
END_TEST

/* ---- places in text ---------------------------------------------------- */

/* Pieces of source with the text they stand for. */
struct piece {
	const char *source;
	const char *text;
	bool whole; /* all of its text is at its beginning */
};

static const struct piece element_pieces[] = { { "abc", "abc", false },
	{ "Blåbær, ", "Blåbær, ", false }, { "𝄞", "𝄞", false },
	{ "\n", "\n", false }, { "\r\n", "\n", true },
	{ "\t  ", "\t  ", false }, { "<!-- æ <b> -->", "", true },
	{ "<?p > '\" ?>", "", true }, { "<b q='>' r=\"/>\">", "", true },
	{ "</b >", "", true }, { "<c/>", "", true }, { "<c x='/'/>", "", true },
	{ "&amp;", "&", true }, { "&lt;", "<", true }, { "&#65;", "A", true },
	{ "&#xE6;", "æ", true }, { "&#x20AC;", "€", true },
	{ "&#119070;", "𝄞", true }, { "&#127;", "\x7F", true },
	{ "&#x80;", "\xC2\x80", true }, { "&#x7FF;", "\xDF\xBF", true },
	{ "&#x800;", "\xE0\xA0\x80", true },
	{ "&#xFFFD;", "\xEF\xBF\xBD", true },
	{ "&#x10000;", "\xF0\x90\x80\x80", true }, { "<![CDATA[", "", true },
	{ "d&amp;<b>e", "d&amp;<b>e", false }, { "]]>", "", true },
	{ "<![CDATA[]]>", "", true }, { "]", "]", false } };

static const struct piece attribute_pieces[] = { { "abc", "abc", false },
	{ "Blåbær, ", "Blåbær, ", false }, { "\n", " ", true },
	{ "\r\n", " ", true }, { "\t", " ", true }, { "&quot;", "\"", true },
	{ "&#10;", "\n", true }, { "&#xE6;", "æ", true }, { ">", ">", false },
	{ "'", "'", false } };

static uint32_t next_random(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % below;
}

struct composed {
	struct kt_buffer source;
	struct kt_buffer text;
	size_t *places; /* source offset of each byte of text */
	size_t capacity;
	size_t last; /* source offset right after the last byte of text */
};

static void add_piece(struct composed *c, const struct piece *piece)
{
	size_t size = strlen(piece->text);

	ck_assert(kt_grow(&c->places, &c->capacity, c->text.size + size + 1,
	    sizeof(*c->places)));
	for (size_t i = 0; i < size; i++)
		c->places[c->text.size + i] =
		    c->source.size + (piece->whole ? 0 : i);
	kt_buffer_add(&c->source, kt_string_of(piece->source));
	kt_buffer_add(&c->text, kt_string_of(piece->text));
	if (size > 0)
		c->last = c->source.size;
}

/* Pieces in any order that is well-formed. */
static void compose_element(struct composed *c, uint32_t *state)
{
	int depth = 0;
	bool cdata = false;

	kt_buffer_add(&c->source, KT_S("<æ y='1>'><a x=\"/>\">"));
	for (uint32_t n = next_random(state, 30); n > 0 || depth > 0 || cdata;
	     n -= n > 0) {
		const struct piece *p = &element_pieces[next_random(
		    state, (uint32_t)COUNT(element_pieces))];
		bool opens = p->source[0] == '<' && p->source[1] == 'b';
		bool closes = p->source[0] == '<' && p->source[1] == '/';
		bool plain = p->source[0] != '<' && p->source[0] != '&' &&
			     strcmp(p->source, "]") != 0;
		bool mix = strchr(p->source, '<') > p->source;
		bool end = strcmp(p->source, "]]>") == 0;

		if (cdata ? !end && !plain : end || (plain && mix))
			continue;
		if ((closes && depth == 0) || (opens && n == 0))
			continue;
		if (n == 0 && !(closes && !cdata) && !end)
			continue;
		depth += opens - closes;
		add_piece(c, p);
		if (end || strcmp(p->source, "<![CDATA[") == 0)
			cdata = !end;
	}
	kt_buffer_add(&c->source, KT_S("</a>efter</æ>"));
}

static void compose_attribute(struct composed *c, uint32_t *state)
{
	kt_buffer_add(&c->source, KT_S("<æ x='\"'>\n<a v\n = \""));
	for (uint32_t n = next_random(state, 20); n > 0; n--)
		add_piece(c, &attribute_pieces[next_random(
				 state, (uint32_t)COUNT(attribute_pieces))]);
	kt_buffer_add(&c->source, KT_S("\" w=''/></æ>"));
}

static void check_composed(const struct composed *c, kt_node node)
{
	struct kt_string source = kt_buffer_string(&c->source);
	struct kt_string text = kt_buffer_string(&c->text);
	struct kt_position at, expected;

	assert_string(kt_document_text(&document, node), text.data);
	for (size_t i = 0; i <= text.size && text.size > 0; i++) {
		if (i < text.size &&
		    ((unsigned char)text.data[i] & 0xC0) == 0x80)
			continue;
		at = kt_document_text_position(&document, node, i);
		expected = kt_intake_position(
		    source, i < text.size ? c->places[i] : c->last);
		ck_assert_msg(
		    at.line == expected.line && at.column == expected.column,
		    "byte %zu of \"%s\" in %s: %u:%u, not %u:%u", i, text.data,
		    source.data, at.line, at.column, expected.line,
		    expected.column);
	}
	at = kt_document_text_position(&document, node, text.size + 7);
	expected = text.size == 0 ? kt_document_position(&document, node)
				  : kt_intake_position(source, c->last);
	ck_assert_uint_eq(at.line, expected.line);
	ck_assert_uint_eq(at.column, expected.column);
}

/* 0: text of elements, 1: of attributes. */
START_TEST(every_byte_of_text_has_its_place)
{
	uint32_t state = 20260101;
	size_t bytes = 0;

	for (int i = 0; i < 300; i++) {
		struct composed c = { 0 };

		kt_buffer_init(&c.source);
		kt_buffer_init(&c.text);
		if (_i == 0)
			compose_element(&c, &state);
		else
			compose_attribute(&c, &state);
		read_text(kt_buffer_string(&c.source), true);
		check_composed(&c,
		    _i == 0 ? kt_node_of_element(1)
			    : kt_document_attribute(&document,
				  kt_node_of_element(1),
				  kt_names_find(names, KT_S(""), KT_S("v"))));
		bytes += c.text.size;
		kt_buffer_finish(&c.source);
		kt_buffer_finish(&c.text);
		free(c.places);
	}
	ck_assert_uint_gt(bytes, 5000);
}
END_TEST

/* ---- paths ------------------------------------------------------------- */

START_TEST(paths_are_short)
{
	kt_node group;

	read_text(KT_S(PAPER("<part/><gruppe id='a' xml:lang='da'><navn/>"
			     "<gruppe id='b'/><x xmlns=''/></gruppe>"
			     "<part rolle='koeber'/>")),
	    false);
	assert_string(kt_document_path(&document, kt_document_root(&document),
			  KT_S("k"), &arena),
	    "/k:papir");
	assert_string(
	    kt_document_path(&document, find("part"), KT_S("k"), &arena),
	    "/k:papir/k:part[1]");
	assert_string(
	    kt_document_path(&document, find("navn"), KT_S(""), &arena),
	    "/papir/gruppe/navn");
	assert_string(kt_document_path(&document, find("x"), KT_S("k"), &arena),
	    "/k:papir/k:gruppe/x");
	group = find("gruppe");
	assert_string(kt_document_path(&document,
			  kt_document_attribute(&document, group,
			      kt_names_find(names, KT_S(""), KT_S("id"))),
			  KT_S("k"), &arena),
	    "/k:papir/k:gruppe/@id");
	assert_string(kt_document_path(&document, kt_node_of_attribute(3),
			  KT_S("k"), &arena),
	    "/k:papir/k:gruppe/@xml:lang");
	assert_string(kt_document_path(&document,
			  kt_node_of_attribute(document.attribute_count - 1),
			  KT_S("k"), &arena),
	    "/k:papir/k:part[2]/@rolle");
	assert_string(kt_document_path(&document, 0, KT_S("k"), &arena), "");
	read_text(KT_S("<a><b/><b/></a>"), true);
	assert_string(kt_document_path(
			  &document, kt_node_of_element(2), KT_S("k"), &arena),
	    "/a/b[2]");
}
END_TEST

Suite *document_suite(void)
{
	Suite *suite = suite_create("document");
	TCase *looking = tcase_create("looking");
	TCase *places = tcase_create("places");

	tcase_add_checked_fixture(looking, setup, teardown);
	tcase_add_test(looking, tree_is_walked);
	tcase_add_test(looking, no_node_answers_with_nothing);
	tcase_add_test(looking, values_are_read_once);
	tcase_add_test(looking, values_of_raw_documents);
	tcase_add_test(looking, types_come_from_the_schema);
	suite_add_tcase(suite, looking);

	tcase_add_checked_fixture(places, setup, teardown);
	tcase_add_test(places, every_node_has_its_place);
	tcase_add_test(places, lines_beyond_16_bits);
	tcase_add_test(places, lines_lose_their_ends);
	tcase_add_loop_test(places, every_byte_of_text_has_its_place, 0, 2);
	tcase_add_test(places, paths_are_short);
	suite_add_tcase(suite, places);
	return suite;
}
