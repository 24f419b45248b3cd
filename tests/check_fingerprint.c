/*
 * SHA-256 against the vectors of NIST, and what a fingerprint holds on to.
 */
#include <stdio.h>
#include <string.h>

#include "fingerprint.h"
#include "suites.h"

/* ---- SHA-256 ----------------------------------------------------------- */

static const struct sha_row {
	const char *text;
	size_t times; /* repeated */
	const char *digest;
} sha_rows[] = {
	{ "", 1,
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855" },
	{ "abc", 1,
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
	    "248d6a61d20638b8e5c026930c3e6039"
	    "a33ce45964ff2167f6ecedd419db06c1" },
	{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
	  "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
	    1,
	    "cf5b16a778af8380036ce59e7b049237"
	    "0b249b11e8f07a51afac45037afee9d1" },
	{ "a", 1000000,
	    "cdc76e5c9914fb9281a1c7e284d73e67"
	    "f1809a48a497200e046d39ccc7112cd0" },
	/* 55, 56, 63 and 64 bytes: on either side of the padding's border */
	{ "a", 55,
	    "9f4390f8d30c2dd92ec9f095b65e2b9a"
	    "e9b0a925a5258e241c9f1e910f734318" },
	{ "a", 56,
	    "b35439a4ac6f0948b6d6f9e3c6af0f5f"
	    "590ce20f1bde7090ef7970686ec6738a" },
	{ "a", 63,
	    "7d3e74a05d7db15bce4ad9ec0658ea98"
	    "e3f06eeecf16b4c6fff2da457ddc2f34" },
	{ "a", 64,
	    "ffe054fe7ae0cb6dc65c3af9b61d5209"
	    "f439851db43d0ba5997337df154668eb" },
	/* one block of zero bits, as SHA256ShortMsg has it: 0xbd */
	{ "\xbd", 1,
	    "68325720aabd7c82f30f554b313d0570"
	    "c95accbb7dc4b5aae11204c08ffe732b" },
};

static void sha(const struct sha_row *row, size_t step, char hex[65])
{
	unsigned char digest[KT_SHA256_SIZE];
	size_t size = strlen(row->text);
	struct kt_sha256 state;

	kt_sha256_begin(&state);
	for (size_t i = 0; i < row->times; i++) {
		for (size_t at = 0; at < size; at += step)
			kt_sha256_add(
			    &state, (struct kt_string){ row->text + at,
					size - at < step ? size - at : step });
	}
	kt_sha256_end(&state, digest);
	for (size_t i = 0; i < KT_SHA256_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

START_TEST(test_sha)
{
	const struct sha_row *row = &sha_rows[_i];
	char hex[65];

	sha(row, SIZE_MAX, hex);
	ck_assert_str_eq(hex, row->digest);
	/* in pieces of any size it is the same */
	for (size_t step = 1; step < 70; step += 23) {
		sha(row, step, hex);
		ck_assert_str_eq(hex, row->digest);
	}
}
END_TEST

/* ---- fingerprints ------------------------------------------------------ */

static struct kt_names *names;
static struct kt_reader *reader;
static struct kt_document document;
static struct kt_document_kind kind;
static uint32_t confidential;
static struct kt_arena arena;

static void setup(void)
{
	struct kt_string none = KT_S("");

	names = kt_names_create();
	reader = kt_reader_create(names);
	ck_assert_ptr_nonnull(names);
	ck_assert_ptr_nonnull(reader);
	kt_document_init(&document);
	kt_arena_init(&arena);
	memset(&kind, 0, sizeof(kind));
	kind.label_element = kt_names_intern(names, none, KT_S("klausul"));
	kind.label_id = kt_names_intern(names, none, KT_S("id"));
	kind.label_number = kt_names_intern(names, none, KT_S("nummer"));
	kind.label_heading = kt_names_intern(names, none, KT_S("overskrift"));
	confidential = kt_names_intern(names, none, KT_S("cpr"));
	kind.confidential = &confidential;
	kind.confidential_count = 1;
}

static void teardown(void)
{
	kt_document_finish(&document);
	kt_reader_destroy(reader);
	kt_names_destroy(names);
	kt_arena_finish(&arena);
}

static void read_text(const char *text)
{
	struct kt_error error;

	kt_error_clear(&error);
	ck_assert_msg(kt_reader_read(reader, NULL, kt_string_of(text),
			  KT_S("prøve.xml"), &document, &error) == KT_OK,
	    "%s: %s", text, error.message[KT_EN]);
}

/* The first element with that name. */
static kt_node find(const char *name)
{
	for (size_t i = 0; i < document.element_count; i++) {
		if (kt_string_equal(
			kt_names_local(names, document.elements[i].name),
			kt_string_of(name)))
			return kt_node_of_element(i);
	}
	ck_abort_msg("no element %s", name);
	return 0;
}

/* Of the place around element `name`, which is the rule's `id`. */
static struct kt_string print_of(const char *text, const char *name,
    const kt_node *left_out, size_t left_out_count)
{
	struct kt_digests digests = { 0 };
	struct kt_reading reading = { .document = &document,
		.kind = &kind,
		.left_out = left_out,
		.left_out_count = left_out_count };
	unsigned char content[KT_SHA256_SIZE];
	struct kt_string print;
	struct kt_place place;

	if (text != NULL)
		read_text(text);
	place = kt_place_of(&document, &kind, find(name));
	ck_assert(kt_place_content(&digests, &reading, place.node, content));
	print = kt_fingerprint(
	    &arena, KT_S("PRV-001"), KT_S("nr. 7"), &place, content);
	kt_digests_finish(&digests);
	ck_assert(kt_is_fingerprint(print));
	return print;
}

static const char base[] =
    "<k><pris><beloeb enhed='kr' pr='dag'>12 kr</beloeb></pris>"
    "<klausul id='a' nummer='1' overskrift='A'><p>Et <b>to</b> tre.</p>"
    "</klausul><klausul id='b' nummer='2'><p>Andet.</p></klausul></k>";

static const struct print_row {
	const char *element; /* whose place is asked for */
	const char *text; /* in place of `base` */
	bool same;
} print_rows[] = {
	/* lines, white space, order of attributes, number, other places */
	{ "p",
	    "<k>\n\n<pris/>\n <klausul overskrift=' A'  nummer='7' id='a'>\n"
	    "  <p>Et\n\t<b>to</b>  tre.\n </p>\n</klausul><klausul id='b'>"
	    "<p>Noget helt andet.</p></klausul></k>",
	    true },
	{ "beloeb",
	    "<k><klausul id='a'/><pris>\n <beloeb pr='dag' enhed='kr'>\n12\n"
	    "kr</beloeb></pris></k>",
	    true },
	{ "p",
	    "<k><klausul id='a' overskrift='A'><p><!-- x -->Et <b>to"
	    "</b> tre.</p></klausul></k>",
	    true },
	/* words, markup, attributes, identity of the clause */
	{ "p",
	    "<k><klausul id='a' overskrift='A'><p>Et <b>to</b> fire.</p>"
	    "</klausul></k>",
	    false },
	{ "p",
	    "<k><klausul id='a' overskrift='A'><p>Et <i>to</i> tre.</p>"
	    "</klausul></k>",
	    false },
	{ "p",
	    "<k><klausul id='a' overskrift='A'><p>Et <b>to tre.</b></p>"
	    "</klausul></k>",
	    false },
	{ "p",
	    "<k><klausul id='a' overskrift='A'><p>Et <b>to</b> tre.</p><p/>"
	    "</klausul></k>",
	    false },
	{ "p",
	    "<k><klausul id='a' overskrift='B'><p>Et <b>to</b> tre.</p>"
	    "</klausul></k>",
	    false },
	{ "p",
	    "<k><klausul id='c' overskrift='A'><p>Et <b>to</b> tre.</p>"
	    "</klausul></k>",
	    false },
	{ "beloeb",
	    "<k><pris><beloeb enhed='kr' pr='uge'>12 kr</beloeb>"
	    "</pris></k>",
	    false },
	{ "beloeb", "<k><pris><beloeb enhed='kr'>12 kr</beloeb></pris></k>",
	    false },
	{ "beloeb",
	    "<k><pris><beloeb enhed='kr' pr='dag'>13 kr</beloeb>"
	    "</pris></k>",
	    false },
	{ "beloeb",
	    "<k><loen><beloeb enhed='kr' pr='dag'>12 kr</beloeb>"
	    "</loen></k>",
	    false },
	{ "beloeb",
	    "<k><pris><beloeb enhed='kr' pr='dag'>12kr</beloeb>"
	    "</pris></k>",
	    false },
	/* text that moves over a border between attributes and elements */
	{ "beloeb",
	    "<k><pris><beloeb enhed='k' pr='rdag'>12 kr</beloeb>"
	    "</pris></k>",
	    false },
};

START_TEST(test_content)
{
	const struct print_row *row = &print_rows[_i];
	struct kt_string before = print_of(base, row->element, NULL, 0);
	struct kt_string after = print_of(row->text, row->element, NULL, 0);

	ck_assert_int_eq(kt_string_equal(before, after), row->same);
}
END_TEST

/* What stands inside what. */
START_TEST(test_nesting)
{
	struct kt_string beside =
	    print_of("<k><a><b>x</b><c/></a></k>", "a", NULL, 0);
	struct kt_string inside =
	    print_of("<k><a><b>x<c/></b></a></k>", "a", NULL, 0);

	ck_assert(!kt_string_equal(beside, inside));
}
END_TEST

/* Pairs that differ in nothing but who the citizen is. */
static const struct {
	const char *first, *second;
} masked_rows[] = {
	{ "<k><a>010190-1234</a></k>", "<k><a>020285-4321</a></k>" },
	{ "<k><a>Om 0101901234.</a></k>", "<k><a>Om 0202854321.</a></k>" },
	{ "<k><a>Om <b>010190</b>-1234</a></k>",
	    "<k><a>Om <b>020285</b>-4321</a></k>" },
	{ "<k><a><b>12</b><b>0101901234</b></a></k>",
	    "<k><a><b>12</b><b>0202854321</b></a></k>" },
	{ "<k><a nr='010190-1234'/></k>", "<k><a nr='020285-4321'/></k>" },
	/* a field that is confidential whatever it holds */
	{ "<k><a><cpr>ukendt</cpr>x</a></k>", "<k><a><cpr>99</cpr>x</a></k>" },
};

START_TEST(test_masked)
{
	struct kt_string first = print_of(masked_rows[_i].first, "a", NULL, 0);
	struct kt_string second =
	    print_of(masked_rows[_i].second, "a", NULL, 0);

	ck_assert(kt_string_equal(first, second));
}
END_TEST

START_TEST(test_secrets)
{
	struct kt_string secrets[] = { KT_S("hemmelig") };
	struct kt_reading reading = {
		.document = &document, .secrets = secrets, .secret_count = 1
	};
	struct kt_digests digests = { 0 };
	unsigned char first[KT_SHA256_SIZE], second[KT_SHA256_SIZE];

	read_text("<k>Om hemmelig.</k>");
	ck_assert(kt_place_content(
	    &digests, &reading, kt_document_root(&document), first));
	kt_digests_finish(&digests);
	read_text("<k>Om XXXXXXXX.</k>");
	ck_assert(kt_place_content(
	    &digests, &reading, kt_document_root(&document), second));
	kt_digests_finish(&digests);
	ck_assert_mem_eq(first, second, KT_SHA256_SIZE);
}
END_TEST

START_TEST(test_left_out)
{
	struct kt_string without = print_of("<k x='1'><a/></k>", "k", NULL, 0);
	kt_node left_out[2];

	read_text("<k x='1'><w>grund</w><a/><w/></k>");
	left_out[0] = find("w");
	left_out[1] = kt_document_next(&document, find("a"));
	ck_assert(kt_string_equal(without, print_of(NULL, "k", left_out, 2)));
	ck_assert(!kt_string_equal(without, print_of(NULL, "k", NULL, 0)));
}
END_TEST

START_TEST(test_identity)
{
	unsigned char content[KT_SHA256_SIZE] = { 0 };
	struct kt_place place = { KT_PLACE_CLAUSE, 2, KT_S("a") };
	struct kt_string rule = KT_S("PRV-001");
	struct kt_string first =
	    kt_fingerprint(&arena, rule, KT_S("x"), &place, content);
	struct kt_string other;

	other = kt_fingerprint(&arena, rule, KT_S("y"), &place, content);
	ck_assert(!kt_string_equal(first, other));
	other =
	    kt_fingerprint(&arena, KT_S("PRV-002"), KT_S("x"), &place, content);
	ck_assert(!kt_string_equal(first, other));
	place.kind = KT_PLACE_SECTION;
	other = kt_fingerprint(&arena, rule, KT_S("x"), &place, content);
	ck_assert(!kt_string_equal(first, other));
	place.kind = KT_PLACE_CLAUSE;
	other = kt_fingerprint(&arena, rule, KT_S("x"), &place, content);
	ck_assert(kt_string_equal(first, other));
	/* a CPR number in a case number is not to be found by trying */
	first = kt_fingerprint(
	    &arena, rule, KT_S("sag 010190-1234"), &place, content);
	other = kt_fingerprint(
	    &arena, rule, KT_S("sag 020285-4321"), &place, content);
	ck_assert(kt_string_equal(first, other));
}
END_TEST

START_TEST(test_places)
{
	struct kt_place place;
	kt_node clause;

	read_text("<k fase='x'><pris><takst/></pris><klausul nummer='3'>"
		  "<p>t</p></klausul><klausul><overskrift>H</overskrift><p/>"
		  "</klausul></k>");
	place = kt_place_of(&document, &kind, find("takst"));
	ck_assert_int_eq(place.kind, KT_PLACE_SECTION);
	ck_assert(kt_string_equal(place.id, KT_S("pris")));
	place = kt_place_of(&document, &kind, find("p"));
	ck_assert_int_eq(place.kind, KT_PLACE_CLAUSE);
	ck_assert(kt_string_equal(place.id, KT_S("3")));
	clause = kt_document_next(&document, find("klausul"));
	place = kt_place_of(&document, &kind, clause);
	ck_assert(kt_string_equal(place.id, KT_S("H")));
	/* the root and its attributes: all of the document */
	place = kt_place_of(&document, &kind, find("k"));
	ck_assert_int_eq(place.kind, KT_PLACE_DOCUMENT);
	place = kt_place_of(&document, &kind, kt_node_of_attribute(0));
	ck_assert_int_eq(place.kind, KT_PLACE_DOCUMENT);
	ck_assert_uint_eq(place.node, kt_document_root(&document));
	/* without a kind there are sections only */
	place = kt_place_of(&document, NULL, find("p"));
	ck_assert_int_eq(place.kind, KT_PLACE_SECTION);
}
END_TEST

/* More places than the table begins with, each asked for twice. */
START_TEST(test_many_places)
{
	struct kt_digests digests = { 0 };
	struct kt_reading reading = { .document = &document };
	unsigned char content[500][KT_SHA256_SIZE];
	unsigned char again[KT_SHA256_SIZE];
	struct kt_buffer text;
	kt_node node;

	kt_buffer_init(&text);
	kt_buffer_add(&text, KT_S("<k>"));
	for (int i = 0; i < 500; i++)
		kt_buffer_printf(&text, "<a>%d</a>", i);
	kt_buffer_add(&text, KT_S("</k>"));
	read_text(text.data);
	node = find("a");
	for (int i = 0; i < 500; i++) {
		ck_assert(
		    kt_place_content(&digests, &reading, node, content[i]));
		node = kt_document_next(&document, node);
	}
	node = find("a");
	for (int i = 0; i < 500; i++) {
		ck_assert(kt_place_content(&digests, &reading, node, again));
		ck_assert_mem_eq(again, content[i], KT_SHA256_SIZE);
		if (i > 0)
			ck_assert_mem_ne(again, content[i - 1], KT_SHA256_SIZE);
		node = kt_document_next(&document, node);
	}
	ck_assert_uint_eq(digests.count, 500);
	kt_digests_finish(&digests);
	kt_buffer_finish(&text);
}
END_TEST

START_TEST(test_form)
{
	ck_assert(kt_is_fingerprint(KT_S("abcdefghijklmnopabcdefghijklmnop")));
	ck_assert(!kt_is_fingerprint(KT_S("abcdefghijklmnopabcdefghijklmno")));
	ck_assert(
	    !kt_is_fingerprint(KT_S("abcdefghijklmnopabcdefghijklmnopa")));
	ck_assert(!kt_is_fingerprint(KT_S("abcdefghijklmnopabcdefghijklmnoq")));
	ck_assert(!kt_is_fingerprint(KT_S("abcdefghijklmnop0bcdefghijklmnop")));
	ck_assert(!kt_is_fingerprint(KT_S("")));
	ck_assert(
	    kt_string_equal(kt_base_name(KT_S("a/b/c.xml")), KT_S("c.xml")));
	ck_assert(kt_string_equal(kt_base_name(KT_S("c.xml")), KT_S("c.xml")));
	ck_assert(kt_string_equal(
	    kt_collapse(&arena, KT_S(" \n a \t b  ")), KT_S("a b")));
	ck_assert(kt_string_equal(kt_collapse(&arena, KT_S(" ")), KT_S("")));
}
END_TEST

#define COUNT(rows) (int)(sizeof(rows) / sizeof(*(rows)))

Suite *fingerprint_suite(void)
{
	Suite *suite = suite_create("fingerprint");
	TCase *numbers = tcase_create("sha256");
	TCase *places = tcase_create("places");

	tcase_add_loop_test(numbers, test_sha, 0, COUNT(sha_rows));
	suite_add_tcase(suite, numbers);
	tcase_add_checked_fixture(places, setup, teardown);
	tcase_add_loop_test(places, test_content, 0, COUNT(print_rows));
	tcase_add_test(places, test_nesting);
	tcase_add_loop_test(places, test_masked, 0, COUNT(masked_rows));
	tcase_add_test(places, test_secrets);
	tcase_add_test(places, test_left_out);
	tcase_add_test(places, test_identity);
	tcase_add_test(places, test_places);
	tcase_add_test(places, test_many_places);
	tcase_add_test(places, test_form);
	suite_add_tcase(suite, places);
	return suite;
}
