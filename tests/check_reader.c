#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "document.h"
#include "bounds.h"
#include "suites.h"

/* A literal with everything in it, also NUL. */
#define KT_BYTES(literal)                                                      \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}
#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))
/* A number that must never come back in a message. */
#define SECRET "0101901234"

static struct kt_names *names;
static struct kt_schema *schema;
static struct kt_reader *reader;
static struct kt_document document;
static struct kt_error error;
static int printed; /* messages that libxml2 wanted to print */

static void count_printed(void *data, const char *format, ...)
{
	(void)data;
	(void)format;
	printed++;
}

static void setup(void)
{
	kt_error_clear(&error);
	kt_document_init(&document);
	names = kt_names_create();
	reader = kt_reader_create(names);
	ck_assert_ptr_nonnull(names);
	ck_assert_ptr_nonnull(reader);
	ck_assert_msg(kt_schema_load(names, "tests/data/lille.rng", &schema,
			  &error) == KT_OK,
	    "%s:%u: %s", error.file, error.line, error.message[KT_EN]);
	printed = 0;
	xmlSetGenericErrorFunc(NULL, count_printed);
}

static void teardown(void)
{
	xmlSetGenericErrorFunc(NULL, NULL);
	ck_assert_int_eq(printed, 0);
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

static kt_status read_bytes(struct kt_string bytes, bool raw)
{
	const struct kt_schema_source source = { find_schema, NULL };

	kt_error_clear(&error);
	return kt_reader_read(reader, raw ? NULL : &source, bytes,
	    KT_S("prøve.xml"), &document, &error);
}

static kt_status read_text(const char *text, bool raw)
{
	return read_bytes(kt_string_of(text), raw);
}

/* ---- not well-formed --------------------------------------------------- */

static const struct {
	const char *text;
	uint32_t line, column;
	const char *message; /* a part of the Danish one */
} malformed[] = {
	{ "<a>\n <b></c></a>", 2, 5, "</c> passer ikke til <b>" },
	{ "<a>\n\n<b>\n</a>", 4, 1, "</a> passer ikke til <b>" },
	{ "<k:a xmlns:k='u'><b></k:a>", 1, 21, "begynder i linje 1" },
	{ "<a></" SECRET ">", 1, 4, "mærket mangler" },
	{ "<a>\n  <b>" SECRET, 2, 3, "<b> begynder her og slutter aldrig" },
	{ "<a><b/>", 1, 1, "<a> begynder her og slutter aldrig" },
	{ "<a/>\n<b/>", 2, 1, "efter dokumentets sidste" },
	{ "<a/> " SECRET, 1, 6, "efter dokumentets sidste" },
	{ SECRET " <a/>", 1, 1, "før dokumentets første" },
	{ "<a/></a>", 1, 5, "efter dokumentets sidste" },
	{ "</a><a/>", 1, 1, "mangler sit navn" },
	{ "<a>\n&" SECRET ";</a>", 2, 1, "&amp;" },
	{ "<a>bær &ae; x</a>", 1, 8, "reference (&…;) er ukendt" },
	{ "<a x='&nbsp;'/>", 1, 7, "reference (&…;) er ukendt" },
	{ "<a>Hansen & co</a>", 1, 11, "&amp;" },
	{ "<a>&lt x</a>", 1, 4, "&amp;" },
	{ "<a>&#0;</a>", 1, 4, "tegnreference" },
	{ "<a>&#xD800;</a>", 1, 4, "tegnreference" },
	{ "<a>&#x110000;</a>", 1, 4, "tegnreference" },
	{ "<a>&#12a;</a>", 1, 4, "tegnreference" },
	{ "<a>\n\x01</a>", 2, 1, "tegn, som XML ikke tillader" },
	{ "<a>æ\xEF\xBF\xBE</a>", 1, 5, "tegn, som XML ikke tillader" },
	{ "<a>\n <b x='" SECRET "' x='2'/></a>", 2, 20, "x står to gange" },
	{ "<a xmlns:p='u' xmlns:q='u' p:y='1' q:y='2'/>", 1, 36,
	    "y står to gange" },
	{ "<a>\n<p:b/></a>", 2, 1, "præfikset p:" },
	{ "<a>\n<b p:c=''/></a>", 2, 1, "præfikset p:" },
	{ "<a>\n<a:b:c xmlns:a='u'/></a>", 2, 1, "navnerum" },
	{ "<a xmlns:xml='u'/>", 1, 1, "navnerum" },
	{ "<a xmlns:p=''/>", 1, 1, "navnerum" },
	{ "<a xmlns:xmlns='u'/>", 1, 1, "navnerum" },
	{ "<a>\n<b c='<'/></a>", 2, 1, "&lt;" },
	{ "<a b=1/>", 1, 6, "anførselstegn" },
	{ "<a b/>", 1, 5, "mangler sin værdi" },
	{ "<a b='1'c='2'/>", 1, 9, "mellemrum" },
	{ "<a>\n< b/></a>", 2, 1, "mangler sit navn" },
	{ "<a>\n<1/></a>", 2, 1, "mangler sit navn" },
	{ "<a>\n<b\x1E <c d=''/></b></a>", 2, 1, "mærket mangler" },
	{ "<a b <c d=''>></a>", 1, 6, "mangler sin værdi" },
	{ "<a>x]]>y</a>", 1, 5, "]]&gt;" },
	{ "<a>\n<!-- a -- b --></a>", 2, 1, "bindestreger" },
	{ "<a/>\n<?xml version='1.0'?>", 2, 1, "allerførst" },
	{ " <?xml version='1.0'?><a/>", 1, 2, "allerførst" },
	{ "<?xml?><a/>", 1, 1, "XML-erklæringen" },
	{ "<?xml version='1.0' standalone='måske'?><a/>", 1, 33,
	    "XML-erklæringen" },
	{ "<?xml encoding='UTF-8'?><a/>", 1, 7, "XML-erklæringen" },
};

START_TEST(tells_what_is_wrong)
{
	ck_assert_msg(read_text(malformed[_i].text, true) == KT_E_INPUT,
	    "row %d: %s", _i, malformed[_i].text);
	ck_assert_msg(
	    strstr(error.message[KT_DA], malformed[_i].message) != NULL,
	    "row %d: \"%s\" lacks \"%s\"", _i, error.message[KT_DA],
	    malformed[_i].message);
	ck_assert_msg(error.line == malformed[_i].line &&
			  error.column == malformed[_i].column,
	    "row %d (%s): place %u:%u, not %u:%u", _i, error.message[KT_DA],
	    error.line, error.column, malformed[_i].line, malformed[_i].column);
	ck_assert_str_eq(error.file, "prøve.xml");
	ck_assert_str_ne(error.message[KT_EN], error.message[KT_DA]);
	ck_assert_ptr_null(strstr(error.message[KT_DA], SECRET));
	ck_assert_ptr_null(strstr(error.message[KT_EN], SECRET));
	ck_assert_uint_eq(document.element_count, 0);
	ck_assert_uint_eq(kt_document_root(&document), 0);
	ck_assert_uint_eq(document.text.size, 0);
}
END_TEST

/* ---- hostile ----------------------------------------------------------- */

static const struct {
	const char *name, *text;
} hostile[] = {
	{ "external entity",
	    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
	    "<a>&x;</a>" },
	{ "external subset",
	    "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/\"><a/>" },
	{ "parameter entity",
	    "<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/passwd\">%p;]>"
	    "<a/>" },
	{ "billion laughs",
	    "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;\">"
	    "<!ENTITY c \"&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;\">]>"
	    "<a>&d;</a>" },
	{ "attribute default",
	    "<!DOCTYPE a [<!ATTLIST a art CDATA \"kontrakt\">]><a/>" },
};

START_TEST(refuses_hostile_documents)
{
	ck_assert_msg(read_text(hostile[_i].text, _i % 2 == 0) == KT_E_INPUT,
	    "%s", hostile[_i].name);
	ck_assert_ptr_nonnull(strstr(error.message[KT_DA], "DOCTYPE"));
	ck_assert_uint_eq(document.element_count, 0);
}
END_TEST

/* Instructions and inclusions are markup like any other: nobody follows. */
START_TEST(follows_nothing)
{
	static const char *const texts[] = {
		"<?oasis-xml-catalog catalog=\"http://127.0.0.1:1/c.xml\"?>"
		"<a>x</a>",
		"<?xml-stylesheet href=\"http://127.0.0.1:1/\"?><a>x</a>",
		"<a xmlns:xi='http://www.w3.org/2001/XInclude'>x"
		"<xi:include href='/etc/passwd' parse='text'/></a>",
		"<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
		"xsi:schemaLocation='u http://127.0.0.1:1/s.xsd'>x</a>",
	};

	for (int i = 0; i < COUNT(texts); i++) {
		ck_assert_int_eq(read_text(texts[i], true), KT_OK);
		ck_assert(kt_string_equal(
		    kt_document_text(&document, kt_document_root(&document)),
		    KT_S("x")));
	}
}
END_TEST

START_TEST(refuses_depth_and_width)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	for (int i = 0; i < 1000; i++)
		kt_buffer_add(&text, KT_S("<a>"));
	for (int i = 0; i < 1000; i++)
		kt_buffer_add(&text, KT_S("</a>"));
	ck_assert_int_eq(read_bytes(kt_buffer_string(&text), true), KT_E_LIMIT);
	ck_assert_uint_eq(error.column, KT_MAX_DEPTH * 3 + 1);
	kt_buffer_clear(&text);
	kt_buffer_add(&text, KT_S("<a"));
	for (int i = 0; i < 300; i++)
		kt_buffer_printf(&text, " a%d=''", i);
	kt_buffer_add(&text, KT_S("/>"));
	ck_assert_int_eq(read_bytes(kt_buffer_string(&text), true), KT_E_LIMIT);
	/* as deep as allowed */
	kt_buffer_clear(&text);
	for (int i = 0; i < KT_MAX_DEPTH; i++)
		kt_buffer_add(&text, KT_S("<a>"));
	for (int i = 0; i < KT_MAX_DEPTH; i++)
		kt_buffer_add(&text, KT_S("</a>"));
	ck_assert_int_eq(read_bytes(kt_buffer_string(&text), true), KT_OK);
	ck_assert_uint_eq(document.element_count, KT_MAX_DEPTH);
	kt_buffer_finish(&text);
}
END_TEST

static const char sample[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- æ -->\n"
    "<papir xmlns=\"urn:kontrakttjek:lille\" art='kontrakt' "
    "xmlns:k=\"urn:k\" k:x=\"&#x20AC;\">\n"
    "  <part rolle=\"koeber\">S&#248;ren &amp; sønner</part>\r\n"
    "  <beloeb>1.50</beloeb><k:ny/><?p ?>\n"
    "  <tekst>en <fed>to <![CDATA[<tre>]]></fed></tekst>\n"
    "</papir>\n<!-- slut -->\n";

/* Every beginning of a document is refused, but for one that only lacks what
 * may stand after the root. The copy ends where its memory ends. */
START_TEST(truncated_anywhere)
{
	size_t size = sizeof(sample) - 1;
	size_t whole = (size_t)(strstr(sample, "</papir>") - sample) + 8;
	size_t tail = (size_t)(strstr(sample, "<!-- slut") - sample);

	for (size_t i = 0; i <= size; i++) {
		char *copy = malloc(i + (i == 0));
		struct kt_string bytes = { copy, i };
		bool right = i >= whole && (i <= tail || i >= size - 1);
		kt_status status;

		memcpy(copy, sample, i);
		status = read_bytes(bytes, i % 2 == 0);
		ck_assert_msg(status == (right ? KT_OK : KT_E_INPUT),
		    "after %zu bytes: %d %s", i, (int)status,
		    error.message[KT_EN]);
		free(copy);
	}
}
END_TEST

START_TEST(unknown_kinds_of_document)
{
	ck_assert_int_eq(
	    read_text("<!-- x -->\n <papir art='takst'/>", false), KT_E_INPUT);
	ck_assert_uint_eq(error.line, 2);
	ck_assert_uint_eq(error.column, 2);
	ck_assert_ptr_nonnull(strstr(error.message[KT_DA], "<papir>"));
	ck_assert_uint_eq(document.element_count, 0);
	ck_assert_int_eq(
	    read_text("<part xmlns='urn:kontrakttjek:lille'/>", false),
	    KT_E_INPUT);
	ck_assert_int_eq(
	    read_text(
		"<papir xmlns='urn:kontrakttjek:lille' art='takst'/>", false),
	    KT_OK);
}
END_TEST

/* ---- the same as libxml2's own tree ------------------------------------ */

static void dump_name(
    struct kt_buffer *out, const xmlNs *ns, const xmlChar *local)
{
	kt_buffer_printf(out, "{%s}%s", ns != NULL ? (char *)ns->href : "",
	    (const char *)local);
}

static void dump_dom(struct kt_buffer *out, xmlNode *node)
{
	xmlChar *text = xmlNodeGetContent(node);

	kt_buffer_add(out, KT_S("<"));
	dump_name(out, node->ns, node->name);
	for (xmlAttr *a = node->properties; a != NULL; a = a->next) {
		xmlChar *value =
		    xmlNodeListGetString(node->doc, a->children, 1);

		kt_buffer_add(out, KT_S(" "));
		dump_name(out, a->ns, a->name);
		kt_buffer_printf(
		    out, "=[%s]", value != NULL ? (char *)value : "");
		xmlFree(value);
	}
	kt_buffer_printf(out, "[%s]", (char *)text);
	xmlFree(text);
	for (xmlNode *child = node->children; child != NULL;
	     child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			dump_dom(out, child);
	kt_buffer_add(out, KT_S(">"));
}

static void dump_own_name(struct kt_buffer *out, uint32_t name)
{
	kt_buffer_printf(out, "{%s}%s", kt_names_space(names, name).data,
	    kt_names_local(names, name).data);
}

static void dump_own(struct kt_buffer *out, kt_node node)
{
	const struct kt_element *element =
	    &document.elements[kt_node_index(node)];

	kt_buffer_add(out, KT_S("<"));
	dump_own_name(out, element->name);
	for (uint32_t i = 0; i < element->attribute_count; i++) {
		kt_node a = kt_node_of_attribute(element->first_attribute + i);

		kt_buffer_add(out, KT_S(" "));
		dump_own_name(out, kt_document_name(&document, a));
		kt_buffer_printf(
		    out, "=[%.*s]", KT_FMT(kt_document_text(&document, a)));
	}
	kt_buffer_printf(
	    out, "[%.*s]", KT_FMT(kt_document_text(&document, node)));
	for (kt_node child = kt_document_first_child(&document, node);
	     child != 0; child = kt_document_next(&document, child))
		dump_own(out, child);
	kt_buffer_add(out, KT_S(">"));
}

static void ignore_error(void *data, xmlErrorPtr found)
{
	(void)data;
	(void)found;
}

/* Whether the document is right is libxml2's opinion too, and what is in it. */
static bool assert_same_as_dom(struct kt_string bytes)
{
	kt_status status = read_bytes(bytes, true);
	xmlParserCtxt *parser = xmlNewParserCtxt();
	struct kt_buffer own, dom;
	xmlDoc *doc;
	bool right;

	xmlSetStructuredErrorFunc(NULL, ignore_error);
	doc = xmlCtxtReadMemory(
	    parser, bytes.data, (int)bytes.size, NULL, NULL, XML_PARSE_NONET);
	right = doc != NULL && parser->wellFormed && parser->nsWellFormed;
	xmlSetStructuredErrorFunc(NULL, NULL);
	ck_assert_msg(right == (status == KT_OK), "libxml2 %d, we %d (%s): %s",
	    right, (int)status, error.message[KT_EN], bytes.data);
	if (right) {
		kt_buffer_init(&own);
		kt_buffer_init(&dom);
		dump_dom(&dom, xmlDocGetRootElement(doc));
		dump_own(&own, kt_document_root(&document));
		ck_assert_str_eq(own.data, dom.data);
		kt_buffer_finish(&own);
		kt_buffer_finish(&dom);
	} else {
		ck_assert_int_eq(status, KT_E_INPUT);
		ck_assert_uint_gt(error.line, 0);
	}
	xmlFreeDoc(doc);
	xmlFreeParserCtxt(parser);
	return right;
}

/* One or two changes at random, with the bytes that mean something. */
START_TEST(same_as_dom_whatever_is_changed)
{
	static const char bytes[] = "<>/&;=\"' :[]-x#p0\n\r\tæ?1";
	uint32_t state = 4711 + (uint32_t)_i;
	int right = 0, wrong = 0;

	ck_assert(assert_same_as_dom(kt_string_of(sample)));
	for (int i = 0; i < 400; i++) {
		char copy[sizeof(sample)];
		/* the declaration is ours to judge */
		size_t first = (size_t)(strstr(sample, "<papir") - sample);

		memcpy(copy, sample, sizeof(copy));
		for (uint32_t n = state % 2; n < 2; n++) {
			size_t at;

			state = state * 1664525u + 1013904223u;
			at =
			    first + (state >> 8) % (sizeof(sample) - 1 - first);
			state = state * 1664525u + 1013904223u;
			copy[at] = bytes[(state >> 8) % (sizeof(bytes) - 1)];
		}
		if (assert_same_as_dom(
			(struct kt_string){ copy, sizeof(copy) - 1 }))
			right++;
		else
			wrong++;
	}
	ck_assert_int_gt(right, 20);
	ck_assert_int_gt(wrong, 100);
}
END_TEST

/* Longer than any buffer of the parser, with text of every length. */
START_TEST(same_as_dom_when_long)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	kt_buffer_add(&text, KT_S("<a>"));
	for (int i = 0; i < 4000; i++) {
		kt_buffer_printf(&text, "<b n='%d'>", i);
		for (int k = 0; k < i % 50; k++)
			kt_buffer_add(&text,
			    (i + k) % 9 == 0 ? KT_S("ø") : KT_S("\r\nx"));
		kt_buffer_add(&text, KT_S("</b>"));
	}
	kt_buffer_add(&text, KT_S("</a>"));
	ck_assert(assert_same_as_dom(kt_buffer_string(&text)));
	kt_buffer_finish(&text);
}
END_TEST

/* What the document says of its encoding is for us, not for libxml2. */
START_TEST(every_encoding_reads_the_same)
{
#define DECLARED(label) "<?xml version='1.0' encoding='" label "'?>"
	static const struct kt_string texts[] = {
		KT_BYTES("<a b='\xC3\xB8'>b\xC3\xA6r</a>"),
		KT_BYTES(DECLARED("UTF-8") "<a b='\xC3\xB8'>b\xC3\xA6r</a>"),
		KT_BYTES(DECLARED("ISO-8859-1") "<a b='\xF8'>b\xE6r</a>"),
		KT_BYTES(DECLARED("windows-1252") "<a b='\xF8'>b\xE6r</a>"),
		KT_BYTES(DECLARED("us-ascii") "<a b='&#xF8;'>b&#230;r</a>"),
		KT_BYTES("\xFF\xFE<\0a\0 \0b\0=\0'\0\xF8\0'\0>\0b\0\xE6\0r\0"
			 "<\0/\0a\0>\0"),
	};

	for (int i = 0; i < COUNT(texts); i++) {
		ck_assert_msg(read_bytes(texts[i], true) == KT_OK, "%d: %s", i,
		    error.message[KT_EN]);
		ck_assert(kt_string_equal(
		    kt_document_text(&document, kt_document_root(&document)),
		    KT_S("bær")));
		ck_assert(kt_string_equal(
		    kt_document_text(&document, kt_node_of_attribute(0)),
		    KT_S("ø")));
	}
}
END_TEST

/* A reader is used again after documents of every kind. */
START_TEST(reader_is_used_again)
{
	struct kt_buffer first, again;

	kt_buffer_init(&first);
	kt_buffer_init(&again);
	ck_assert_int_eq(read_text(sample, false), KT_OK);
	dump_own(&first, kt_document_root(&document));
	ck_assert_uint_eq(document.issue_count, 2); /* @k:x and k:ny */
	for (int i = 0; i < COUNT(malformed); i++) {
		ck_assert_int_eq(
		    read_text(malformed[i].text, i % 2 == 0), KT_E_INPUT);
		ck_assert_int_eq(read_text("<andet/>", true), KT_OK);
		ck_assert_uint_eq(document.issue_count, 0);
		ck_assert_int_eq(read_text(sample, false), KT_OK);
		ck_assert_uint_eq(document.issue_count, 2);
		kt_buffer_clear(&again);
		dump_own(&again, kt_document_root(&document));
		ck_assert_str_eq(again.data, first.data);
	}
	kt_buffer_finish(&first);
	kt_buffer_finish(&again);
}
END_TEST

/* More names than a parser is allowed to keep. */
START_TEST(names_do_not_fill_the_reader)
{
	struct kt_buffer text;

	kt_buffer_init(&text);
	for (int round = 0; round < 3; round++) {
		kt_buffer_clear(&text);
		kt_buffer_add(&text, KT_S("<a>"));
		for (int i = 0; i < 20000; i++)
			kt_buffer_printf(&text, "<n%060d-%d/>", i, round);
		kt_buffer_add(&text, KT_S("</a>"));
		ck_assert_int_eq(
		    read_bytes(kt_buffer_string(&text), true), KT_OK);
		ck_assert_uint_eq(document.element_count, 20001);
	}
	kt_buffer_finish(&text);
}
END_TEST

/* ---- memory ------------------------------------------------------------ */

static int left; /* allocations of libxml2 until one fails */

static void *failing_malloc(size_t size)
{
	return left-- == 0 ? NULL : malloc(size);
}

static void *failing_realloc(void *old, size_t size)
{
	return left-- == 0 ? NULL : realloc(old, size);
}

static char *failing_strdup(const char *text)
{
	return left-- == 0 ? NULL : strdup(text);
}

/* Where libxml2 gets no memory, the document is not shorter: it is whole, or
 * refused for that reason. */
START_TEST(libxml2_without_memory)
{
	int refused = 0;
	bool failed = true;
	size_t elements, size;

	ck_assert_int_eq(read_text(sample, false), KT_OK);
	elements = document.element_count;
	size = document.text.size;
	for (int n = 0; failed; n++) {
		kt_status status;

		kt_reader_destroy(reader);
		reader = kt_reader_create(names);
		left = n;
		xmlMemSetup(
		    free, failing_malloc, failing_realloc, failing_strdup);
		status = read_text(sample, false);
		xmlMemSetup(free, malloc, realloc, strdup);
		failed = left < 0;
		if (status == KT_OK) {
			ck_assert_uint_eq(document.element_count, elements);
			ck_assert_uint_eq(document.text.size, size);
		} else {
			ck_assert_msg(status == KT_E_MEMORY, "%d: %d %s", n,
			    (int)status, error.message[KT_EN]);
			ck_assert_uint_eq(document.element_count, 0);
			refused++;
		}
	}
	ck_assert_int_gt(refused, 15);
}
END_TEST

Suite *reader_suite(void)
{
	Suite *suite = suite_create("reader");
	TCase *refusing = tcase_create("refusing");
	TCase *tree = tcase_create("tree");

	tcase_add_checked_fixture(refusing, setup, teardown);
	tcase_add_loop_test(refusing, tells_what_is_wrong, 0, COUNT(malformed));
	tcase_add_loop_test(
	    refusing, refuses_hostile_documents, 0, COUNT(hostile));
	tcase_add_test(refusing, follows_nothing);
	tcase_add_test(refusing, refuses_depth_and_width);
	tcase_add_test(refusing, truncated_anywhere);
	tcase_add_test(refusing, unknown_kinds_of_document);
	suite_add_tcase(suite, refusing);

	tcase_add_checked_fixture(tree, setup, teardown);
	tcase_add_loop_test(tree, same_as_dom_whatever_is_changed, 0, 10);
	tcase_add_test(tree, same_as_dom_when_long);
	tcase_add_test(tree, every_encoding_reads_the_same);
	tcase_add_test(tree, reader_is_used_again);
	tcase_add_test(tree, names_do_not_fill_the_reader);
	tcase_add_test(tree, libxml2_without_memory);
	suite_add_tcase(suite, tree);
	return suite;
}
