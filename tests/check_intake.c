#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "encoding.h"
#include "intake.h"
#include "bounds.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))
/* A literal with everything in it, also NUL. */
#define B(literal)                                                             \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}

/* A number that must never come back in a message. */
#define SECRET "0101901234"

static struct kt_intake intake;
static struct kt_error error;

static void setup(void)
{
	kt_intake_init(&intake);
	kt_error_clear(&error);
}

static void teardown(void)
{
	kt_intake_finish(&intake);
}

static kt_status scan(struct kt_string bytes)
{
	kt_error_clear(&error);
	return kt_intake_scan(&intake, bytes, KT_S("fil.xml"), &error);
}

/* ---- refused ----------------------------------------------------------- */

static const struct refused {
	struct kt_string bytes;
	uint32_t line; /* 0: the file as a whole */
	uint32_t column;
	const char *message; /* a part of the Danish one */
} refused[] = {
	{ B(""), 0, 0, "tomt" },
	{ B("\xEF\xBB\xBF"), 0, 0, "tomt" },
	{ B("\xFF\xFE"), 0, 0, "tomt" },
	{ B("   \n"), 1, 1, "ingen elementer" },
	{ B("hej " SECRET), 1, 1, "ingen elementer" },
	{ B("<!-- kun en kommentar -->"), 1, 1, "ingen elementer" },
	/* DOCTYPE in all its uses */
	{ B("<!DOCTYPE a><a/>"), 1, 1, "DOCTYPE" },
	{ B("<?xml version=\"1.0\"?>\n<!-- æ --> <!DOCTYPE a><a/>"), 2, 12,
	    "DOCTYPE" },
	{ B("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
	    "<a>&x;</a>"),
	    1, 1, "DOCTYPE" },
	{ B("<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> "
	    "%p;]><a/>"),
	    1, 1, "DOCTYPE" },
	{ B("<!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;&l;\">]>"
	    "<a>&m;</a>"),
	    1, 1, "DOCTYPE" },
	{ B("<!DOCTYPE a [<!ATTLIST a status CDATA \"godkendt\">]><a/>"), 1, 1,
	    "DOCTYPE" },
	{ B("<a>\n<!DOCTYPE a></a>"), 2, 1, "DOCTYPE" },
	{ B("<!doctype a><a/>"), 1, 1, "<!" },
	{ B("<a><!ENTITY x \"y\"></a>"), 1, 4, "<!" },
	{ B("<!"), 1, 1, "<!" },
	/* never ending */
	{ B("<"), 1, 1, "slutter aldrig" },
	{ B("<a"), 1, 1, "slutter aldrig" },
	{ B("<a>\n  <b x=\"1\""), 2, 3, "slutter aldrig" },
	{ B("<a x=\"" SECRET "><b/></a>"), 1, 1, "slutter aldrig" },
	{ B("<a></a"), 1, 4, "slutter aldrig" },
	{ B("<a><!-- " SECRET), 1, 4, "kommentar" },
	{ B("<a><!-->"), 1, 4, "kommentar" },
	{ B("<a><![CDATA[ ]] >"), 1, 4, "CDATA" },
	{ B("<a><![CDAT[x]]></a>"), 1, 4, "<!" },
	{ B("<a><? " SECRET), 1, 4, "instruktion" },
	{ B("<a><?"), 1, 4, "instruktion" },
	/* NUL */
	{ B("<a>\nx\0y</a>"), 2, 2, "nultegn" },
	{ B("<a/>\0"), 1, 5, "nultegn" },
	{ B("\0<\0a\0/\0>\0\0"), 1, 5, "nultegn" },
	/* not UTF-8 */
	{ B("<a>\n  b\xE6r</a>"), 2, 4, "0xE6" },
	{ B("<a>\xC3</a>"), 1, 4, "0xC3" },
	{ B("<a>\xC0\xAF</a>"), 1, 4, "0xC0" },
	{ B("<a>\xED\xA0\x80</a>"), 1, 4, "0xED" },
	{ B("<a>\xF4\x90\x80\x80</a>"), 1, 4, "0xF4" },
	{ B("<a>æøå\x80</a>"), 1, 7, "0x80" },
	{ B("<?xml version='1.0' encoding='UTF-8'?><a>\xF8</a>"), 1, 42,
	    "0xF8" },
	/* declared one way, stored another */
	{ B("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>bær</a>"), 1, 31,
	    "ISO-8859-1, men" },
	{ B("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>bær</a>"), 1,
	    31, "windows-1252, men" },
	{ B("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>"),
	    1, 31, "gemt som UTF-8" },
	{ B("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>"), 1, 31,
	    "UTF-16" },
	{ B("<?xml version=\"1.0\" encoding=\"US-ASCII\"?><a>bær</a>"), 1, 46,
	    "0xC3" },
	{ B("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE6\x80</a>"),
	    1, 48, "0x80" },
	{ B("<?xml version=\"1.0\" encoding=\"cp1252\"?><a>\xE6\x81</a>"), 1,
	    44, "0x81" },
	/* encodings that nobody asked for */
	{ B("<?xml version=\"1.0\" encoding=\"UTF-7\"?><a/>"), 1, 31,
	    "tegnkodningen" },
	{ B("<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><a/>"), 1, 31,
	    "tegnkodningen" },
	{ B("<?xml version=\"1.0\" encoding=\"\"?><a/>"), 1, 31,
	    "tegnkodningen" },
	{ B("<?xml version=\"1.0\"\n encoding=\"IBM1140\"?><a/>"), 2, 12,
	    "tegnkodningen" },
	{ B("\x4C\x6F\xA7\x94\x93\x40"), 0, 0, "EBCDIC" },
	{ B("\xFF\xFE\0\0<\0\0\0a\0\0\0"), 0, 0, "UTF-32" },
	{ B("\0\0\0<\0\0\0a"), 0, 0, "UTF-32" },
	/* UTF-16 that is not whole */
	{ B("\xFF\xFE<\0a\0/\0>"), 1, 4, "midt i" },
	{ B("\xFE\xFF\0<\0a\0>\xD8\0\0x"), 1, 4, "halvt tegn" },
	{ B("\xFE\xFF\0<\0a\0>\xDC\0\xD8\0"), 1, 4, "halvt tegn" },
	{ B("<\0a\0/\0>\0"), 0, 0, "uden at sige det" },
	/* no XML at all */
	{ B("\x1F\x8B\x08\0"), 0, 0, "gzip" },
	{ B("PK\x03\x04\x14"), 0, 0, "Word" },
	{ B("%PDF-1.7"), 0, 0, "PDF" },
	{ B("\xD0\xCF\x11\xE0"), 0, 0, "Office" },
	/* another XML */
	{ B("<?xml version=\"1.1\"?><a/>"), 1, 16, "version" },
	{ B("<?xml version='1.7' encoding='UTF-8'?><a/>"), 1, 16, "version" },
};

START_TEST(refuses)
{
	const struct refused *row = &refused[_i];

	ck_assert_msg(
	    scan(row->bytes) == KT_E_INPUT, "row %d: %s", _i, row->message);
	ck_assert_msg(strstr(error.message[KT_DA], row->message) != NULL,
	    "row %d: \"%s\" lacks \"%s\"", _i, error.message[KT_DA],
	    row->message);
	ck_assert_msg(error.line == row->line && error.column == row->column,
	    "row %d (%s): place %u:%u, not %u:%u", _i, row->message, error.line,
	    error.column, row->line, row->column);
	ck_assert_str_eq(error.file, "fil.xml");
	ck_assert_str_ne(error.message[KT_EN], "");
	ck_assert_str_ne(error.message[KT_EN], error.message[KT_DA]);
	ck_assert_ptr_null(strstr(error.message[KT_DA], SECRET));
	ck_assert_ptr_null(strstr(error.message[KT_EN], SECRET));
}
END_TEST

/* ---- encodings --------------------------------------------------------- */

static const struct accepted {
	struct kt_string bytes;
	const char *source;
} accepted[] = {
	{ B("<a>bær</a>"), "<a>bær</a>" },
	{ B("\xEF\xBB\xBF<a>€𝄞</a>"), "<a>€𝄞</a>" },
	{ B("<?xml version='1.0' encoding=\"utf-8\"?><a/>"),
	    "<?xml version='1.0' encoding=\"utf-8\"?><a/>" },
	{ B("<?xml version='1.0' encoding='us-ascii'?><a>x</a>"),
	    "<?xml version='1.0' encoding='us-ascii'?><a>x</a>" },
	{ B("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>b\xE6r</a>"),
	    "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>bær</a>" },
	{ B("<?xml version=\"1.0\" encoding=\"Windows-1252\"?><a>\x80 \xD8"
	    "</a>"),
	    "<?xml version=\"1.0\" encoding=\"Windows-1252\"?><a>€ Ø</a>" },
	{ B("\xFF\xFE<\0a\0>\0\xE6\0<\0/\0a\0>\0"), "<a>æ</a>" },
	{ B("\xFE\xFF\0<\0a\0>\xD8\x34\xDD\x1E\0<\0/\0a\0>"), "<a>𝄞</a>" },
};

START_TEST(becomes_utf8)
{
	const struct accepted *row = &accepted[_i];

	ck_assert_msg(
	    scan(row->bytes) == KT_OK, "row %d: %s", _i, error.message[KT_EN]);
	ck_assert_str_eq(intake.source.data, row->source);
	ck_assert_uint_eq(intake.source.size, strlen(row->source));
	ck_assert_uint_eq(intake.tag_count, 1);
}
END_TEST

/* A document in the encoding `to`, made by iconv. */
static struct kt_string encode(
    const char *to, const char *text, char *out, size_t room)
{
	iconv_t converter = iconv_open(to, "UTF-8");
	char *from = (char *)(uintptr_t)text;
	size_t left = strlen(text);
	struct kt_string result = { out, 0 };
	size_t space = room;
	char *at = out;

	ck_assert_ptr_ne(converter, (iconv_t)-1);
	ck_assert_uint_eq(iconv(converter, &from, &left, &at, &space), 0);
	iconv_close(converter);
	result.size = room - space;
	return result;
}

/* Without a byte-order mark the declaration has to say it, and truly. */
START_TEST(utf16_without_mark_is_declared)
{
	static const struct {
		const char *stored, *declared;
		bool right;
	} rows[] = {
		{ "UTF-16LE", "UTF-16", true },
		{ "UTF-16BE", "UTF-16", true },
		{ "UTF-16LE", "UTF-16LE", true },
		{ "UTF-16BE", "utf-16be", true },
		{ "UTF-16LE", "UTF-16BE", false },
		{ "UTF-16BE", "UTF-16LE", false },
		{ "UTF-16LE", "UTF-8", false },
		{ "UTF-16BE", "ISO-8859-1", false },
	};
	char text[128], bytes[256];

	for (int i = 0; i < COUNT(rows); i++) {
		kt_status status;

		snprintf(text, sizeof(text),
		    "<?xml version=\"1.0\" encoding=\"%s\"?><a>bær</a>",
		    rows[i].declared);
		status =
		    scan(encode(rows[i].stored, text, bytes, sizeof(bytes)));
		ck_assert_msg((status == KT_OK) == rows[i].right, "row %d", i);
		if (rows[i].right)
			ck_assert_str_eq(intake.source.data, text);
		else
			ck_assert_uint_eq(error.column, 31);
	}
}
END_TEST

/* Every byte of the one-byte encodings, judged by iconv. 0xFF at the end
 * keeps the text from being UTF-8 by accident. */
START_TEST(one_byte_encodings_agree_with_iconv)
{
	static const char *const labels[] = { "ISO-8859-1", "windows-1252" };
	bool windows = _i == 1;
	int fits = 0;

	for (int byte = 0x80; byte <= 0xFF; byte++) {
		char bytes[128], text[16] = "";
		char in[2] = { (char)byte, (char)0xFF };
		char *from = in, *to = text;
		size_t left = 2, room = sizeof(text) - 1;
		iconv_t converter = iconv_open("UTF-8", labels[_i]);
		int size = snprintf(bytes, sizeof(bytes),
		    "<?xml version=\"1.0\" encoding=\"%s\"?><a>%c\xFF</a>",
		    labels[_i], byte);
		bool right = iconv(converter, &from, &left, &to, &room) == 0 &&
			     (windows || byte > 0x9F);
		kt_status status =
		    scan((struct kt_string){ bytes, (size_t)size });

		iconv_close(converter);
		ck_assert_msg((status == KT_OK) == right, "byte 0x%02X", byte);
		if (right)
			ck_assert_ptr_nonnull(strstr(intake.source.data, text));
		fits += right;
	}
	ck_assert_int_eq(fits, windows ? 123 : 96);
}
END_TEST

/* Against the definition: what a decoder reads and an encoder writes back. */
static bool valid_by_definition(const unsigned char *p, size_t size)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };

	for (size_t i = 0; i < size;) {
		size_t length = p[i] < 0x80             ? 1
				: (p[i] & 0xE0) == 0xC0 ? 2
				: (p[i] & 0xF0) == 0xE0 ? 3
				: (p[i] & 0xF8) == 0xF0 ? 4
							: 0;
		uint32_t c;

		if (length == 0 || i + length > size)
			return false;
		c = length == 1 ? p[i] : p[i] & (0xFFu >> (length + 1));
		for (size_t k = 1; k < length; k++) {
			if ((p[i + k] & 0xC0) != 0x80)
				return false;
			c = c << 6 | (p[i + k] & 0x3F);
		}
		if (c < least[length] || c > 0x10FFFF ||
		    (c >= 0xD800 && c <= 0xDFFF))
			return false;
		i += length;
	}
	return true;
}

START_TEST(utf8_agrees_with_the_definition)
{
	static const unsigned char edges[] = { 0x00, 0x41, 0x7F, 0x80, 0x8F,
		0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED,
		0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF };
	enum { EDGES = sizeof(edges) };
	int valid = 0;

	for (int i = 0; i < EDGES * EDGES * EDGES * EDGES; i++) {
		/* behind seven letters, so that words are crossed */
		unsigned char text[20] = "abcdefg";
		struct kt_string s = { (char *)text, 11 + (size_t)i % 9 };
		int rest = i;

		memset(text + 7, 'x', sizeof(text) - 7);
		for (int k = 0; k < 4; k++) {
			text[7 + k] = edges[rest % EDGES];
			rest /= EDGES;
		}
		if (valid_by_definition(text, s.size) !=
		    (kt_encoding_bad_utf8(s) == s.size))
			ck_abort_msg("%02X %02X %02X %02X", text[7], text[8],
			    text[9], text[10]);
		valid += kt_encoding_bad_utf8(s) == s.size;
	}
	ck_assert_int_gt(valid, 1000);
}
END_TEST

/* ---- tags -------------------------------------------------------------- */

static size_t offset_of(const char *source, const char *part)
{
	const char *found = strstr(source, part);

	ck_assert_msg(found != NULL, "%s", part);
	return (size_t)(found - source);
}

START_TEST(finds_tags_and_attributes)
{
	static const char source[] =
	    "<?xml version=\"1.0\"?><?p <i n='1'> ?><!-- <c x=\"1\"> -->\n"
	    "<a xmlns=\"urn:a\" e1=\"x > y\"\n\te2 = '/>' xmlns:k='u' "
	    "e3\r\n=\r\n\"&quot;\">"
	    "<![CDATA[<d e9=\"\">]]>tekst > her<b/><k:f e4=\"\"/>"
	    "</a>";
	static const char *const tags[] = { "<a", "<b", "<k:f" };
	static const uint32_t counts[] = { 3, 0, 1 };
	static const char *const names[] = { "e1=", "e2 =", "e3\r", "e4=" };
	static const char *const values[] = { "x > y", "/>'", "&quot;",
		"\"/></a>" };

	ck_assert_int_eq(scan(kt_string_of(source)), KT_OK);
	ck_assert_uint_eq(intake.tag_count, 3);
	ck_assert_uint_eq(intake.attribute_count, 4);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_uint_eq(
		    intake.tags[i].source, offset_of(source, tags[i]));
		ck_assert_uint_eq(intake.tags[i].attribute_count, counts[i]);
	}
	ck_assert_uint_eq(intake.tags[2].first_attribute, 3);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_uint_eq(
		    intake.attributes[i].source, offset_of(source, names[i]));
		ck_assert_uint_eq(
		    intake.attributes[i].value, offset_of(source, values[i]));
	}
}
END_TEST

START_TEST(positions_count_characters)
{
	struct kt_string source = KT_S("æøå\r\nab𝄞c\n\nd");

	static const struct {
		size_t offset;
		uint32_t line, column;
	} rows[] = { { 0, 1, 1 }, { 2, 1, 2 }, { 6, 1, 4 }, { 8, 2, 1 },
		{ 10, 2, 3 }, { 14, 2, 4 }, { 15, 2, 5 }, { 16, 3, 1 },
		{ 17, 4, 1 }, { 18, 4, 2 }, { 99, 4, 2 } };

	for (int i = 0; i < COUNT(rows); i++) {
		struct kt_position at =
		    kt_intake_position(source, rows[i].offset);

		ck_assert_uint_eq(at.line, rows[i].line);
		ck_assert_uint_eq(at.column, rows[i].column);
	}
	ck_assert_uint_eq(kt_intake_position(KT_S(""), 0).line, 1);
}
END_TEST

/* ---- limits ------------------------------------------------------------ */

/* A document with `count` of something, and its text. */
static void many(struct kt_buffer *out, const char *before, const char *each,
    int count, const char *after)
{
	kt_buffer_clear(out);
	kt_buffer_add(out, kt_string_of(before));
	for (int i = 0; i < count; i++)
		kt_buffer_printf(out, each, i, i);
	kt_buffer_add(out, kt_string_of(after));
	ck_assert(!out->failed);
}

static const struct limit {
	const char *name;
	int most;
	const char *before, *each, *after;
} limits[] = {
	{ "KT_MAX_DEPTH", KT_MAX_DEPTH, "", "<a>", "" },
	{ "KT_MAX_ATTRIBUTES", KT_MAX_ATTRIBUTES, "<a", " a%d='%d'", "/>" },
	{ "KT_MAX_ATTRIBUTES", KT_MAX_ATTRIBUTES, "<a", " a=''", "/>" },
	{ "KT_MAX_NAMESPACES", KT_MAX_NAMESPACES, "<a", "><b xmlns:n%d='%d'/",
	    "></a>" },
	{ "KT_MAX_NAME", KT_MAX_NAME, "<", "n", "/>" },
	{ "KT_MAX_NAME", KT_MAX_NAME, "<a ", "n", "=''/>" },
	{ "KT_MAX_ATTRIBUTE_SIZE", KT_MAX_ATTRIBUTE_SIZE, "<a b='", "v",
	    "'/>" },
	{ "KT_MAX_TAG_SIZE", KT_MAX_TAG_SIZE - 4, "<a", " ", "/>" },
	{ "KT_MAX_TAG_SIZE", KT_MAX_TAG_SIZE - 7, "<a/><!--", "c", "-->" },
	{ "KT_MAX_TAG_SIZE", KT_MAX_TAG_SIZE - 12, "<a><![CDATA[", "c",
	    "]]></a>" },
	{ "KT_MAX_TAG_SIZE", KT_MAX_TAG_SIZE - 4, "<a/><?", "c", "?>" },
};

START_TEST(limits_are_named)
{
	const struct limit *row = &limits[_i];
	struct kt_buffer text;

	kt_buffer_init(&text);
	many(&text, row->before, row->each, row->most, row->after);
	ck_assert_msg(scan(kt_buffer_string(&text)) == KT_OK, "row %d: %s", _i,
	    error.message[KT_EN]);
	many(&text, row->before, row->each, row->most + 1, row->after);
	ck_assert_msg(
	    scan(kt_buffer_string(&text)) == KT_E_LIMIT, "row %d", _i);
	ck_assert_ptr_nonnull(strstr(error.message[KT_DA], row->name));
	ck_assert_ptr_nonnull(strstr(error.message[KT_EN], row->name));
	ck_assert_uint_gt(error.line, 0);
	kt_buffer_finish(&text);
}
END_TEST

START_TEST(too_large_is_refused_unread)
{
	struct kt_string bytes = { "<a/>", (size_t)KT_MAX_FILE_SIZE + 1 };

	ck_assert_int_eq(scan(bytes), KT_E_LIMIT);
	ck_assert_ptr_nonnull(strstr(error.message[KT_DA], "KT_MAX_FILE_SIZE"));
}
END_TEST

/* ---- files ------------------------------------------------------------- */

static char folder[64];

static const char *path_of(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void make_folder(void)
{
	setup();
	snprintf(folder, sizeof(folder), "/tmp/kt-intake-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
	static const char *const names[] = { "fil", "link", "rør", "stor" };

	for (int i = 0; i < COUNT(names); i++)
		unlink(path_of(names[i]));
	rmdir(folder);
	teardown();
}

static void make_file(const char *name, size_t size)
{
	FILE *file = fopen(path_of(name), "w");

	ck_assert_ptr_nonnull(file);
	for (size_t i = 0; i < size; i++)
		fputc("æøå\n"[i % 7], file);
	fclose(file);
}

START_TEST(reads_regular_files)
{
	static const size_t sizes[] = { 0, 1, 6, 7, 8, 4095, 4096, 65536,
		300000 };
	struct kt_buffer bytes;

	kt_buffer_init(&bytes);
	for (int i = 0; i < COUNT(sizes); i++) {
		make_file("fil", sizes[i]);
		ck_assert_int_eq(
		    kt_intake_file(path_of("fil"), &bytes, &error), KT_OK);
		ck_assert_uint_eq(bytes.size, sizes[i]);
		ck_assert_int_eq(bytes.data[bytes.size], '\0');
		for (size_t k = 0; k < sizes[i]; k++)
			ck_assert_int_eq(bytes.data[k], "æøå\n"[k % 7]);
	}
	kt_buffer_finish(&bytes);
}
END_TEST

START_TEST(refuses_other_files)
{
	static const struct {
		const char *name;
		kt_status status;
		const char *message;
	} rows[] = { { "findes-ikke", KT_E_INPUT, "findes ikke" },
		{ "fil/under", KT_E_INPUT, "findes ikke" },
		{ ".", KT_E_INPUT, "mappe" },
		{ "link", KT_E_INPUT, "symbolsk link" },
		{ "rør", KT_E_INPUT, "almindelig fil" },
		{ "stor", KT_E_LIMIT, "KT_MAX_FILE_SIZE" } };
	struct kt_buffer bytes;

	kt_buffer_init(&bytes);
	make_file("fil", 10);
	make_file("stor", 1);
	ck_assert_int_eq(
	    truncate(path_of("stor"), (off_t)KT_MAX_FILE_SIZE + 1), 0);
	ck_assert_int_eq(symlink("fil", path_of("link")), 0);
	ck_assert_int_eq(mkfifo(path_of("rør"), 0600), 0);
	for (int i = 0; i < COUNT(rows); i++) {
		kt_error_clear(&error);
		ck_assert_msg(kt_intake_file(path_of(rows[i].name), &bytes,
				  &error) == rows[i].status,
		    "%s", rows[i].name);
		ck_assert_msg(
		    strstr(error.message[KT_DA], rows[i].message) != NULL,
		    "%s: %s", rows[i].name, error.message[KT_DA]);
		ck_assert_str_eq(error.file, path_of(rows[i].name));
	}
	kt_buffer_finish(&bytes);
}
END_TEST

START_TEST(reads_standard_input)
{
	int old = dup(STDIN_FILENO);
	struct kt_buffer bytes;
	int ends[2];

	kt_buffer_init(&bytes);
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "<a/>", 4), 4);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	ck_assert_int_eq(kt_intake_file("-", &bytes, &error), KT_OK);
	ck_assert_str_eq(bytes.data, "<a/>");
	dup2(old, STDIN_FILENO);
	close(old);
	close(ends[0]);
	kt_buffer_finish(&bytes);
}
END_TEST

Suite *intake_suite(void)
{
	Suite *suite = suite_create("intake");
	TCase *text = tcase_create("text");
	TCase *files = tcase_create("files");

	tcase_add_checked_fixture(text, setup, teardown);
	tcase_add_loop_test(text, refuses, 0, COUNT(refused));
	tcase_add_loop_test(text, becomes_utf8, 0, COUNT(accepted));
	tcase_add_test(text, utf16_without_mark_is_declared);
	tcase_add_loop_test(text, one_byte_encodings_agree_with_iconv, 0, 2);
	tcase_add_test(text, utf8_agrees_with_the_definition);
	tcase_add_test(text, finds_tags_and_attributes);
	tcase_add_test(text, positions_count_characters);
	tcase_add_loop_test(text, limits_are_named, 0, COUNT(limits));
	tcase_add_test(text, too_large_is_refused_unread);
	suite_add_tcase(suite, text);

	tcase_add_checked_fixture(files, make_folder, remove_folder);
	tcase_add_test(files, reads_regular_files);
	tcase_add_test(files, refuses_other_files);
	tcase_add_test(files, reads_standard_input);
	suite_add_tcase(suite, files);
	return suite;
}
