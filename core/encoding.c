#include "encoding.h"

#include <string.h>
#include <strings.h>

#include "intake.h"

enum encoding {
	ENCODING_NONE, /* not declared */
	ENCODING_OTHER,
	ENCODING_UTF8,
	ENCODING_ASCII,
	ENCODING_LATIN1,
	ENCODING_WINDOWS,
	ENCODING_UTF16, /* declared; the bytes say in which order */
	ENCODING_UTF16LE,
	ENCODING_UTF16BE
};

/* What is declared at the top of a document. */
struct declaration {
	struct kt_string version; /* data NULL: none */
	struct kt_string label;
	enum encoding encoding;
};

struct decoder {
	struct kt_string name;
	struct kt_buffer *out;
	struct kt_error *error;
};

struct text_pair {
	const char *da;
	const char *en;
};

/* ---- refusing ---------------------------------------------------------- */

static kt_status refuse_at(
    const struct decoder *d, struct kt_string text, size_t offset)
{
	struct kt_position at = kt_intake_position(text, offset);

	return kt_fail_at(d->error, d->name, at.line, at.column);
}

/* Refuses at the end of what has been turned into UTF-8 so far. */
static kt_status refuse_here(const struct decoder *d)
{
	return refuse_at(d, kt_buffer_string(d->out), d->out->size);
}

static kt_status refuse_file(const struct decoder *d)
{
	return kt_fail_at(d->error, d->name, 0, 0);
}

static const char *label_of(enum encoding encoding)
{
	switch (encoding) {
	case ENCODING_ASCII:
		return "US-ASCII";
	case ENCODING_LATIN1:
		return "ISO-8859-1";
	case ENCODING_WINDOWS:
		return "windows-1252";
	case ENCODING_UTF16:
	case ENCODING_UTF16LE:
	case ENCODING_UTF16BE:
		return "UTF-16";
	default:
		return "UTF-8";
	}
}

static kt_status refuse_mismatch(const struct decoder *d, struct kt_string text,
    const struct declaration *declared, const char *actual)
{
	size_t offset = (size_t)(declared->label.data - text.data);

	kt_fail(d->error, KT_E_INPUT,
	    "XML-erklæringen siger %s, men dokumentet er gemt som %s",
	    "the XML declaration says %s, but the document is stored as %s",
	    label_of(declared->encoding), actual);
	return refuse_at(d, text, offset);
}

/* ---- what is no XML at all --------------------------------------------- */

#define UTF32_DA "dokumentet er gemt som UTF-32; gem det som UTF-8"
#define UTF32_EN "the document is stored as UTF-32; store it as UTF-8"

struct magic {
	struct kt_string bytes;
	const char *da;
	const char *en;
};

static kt_status refuse_foreign(const struct decoder *d, struct kt_string bytes)
{
	static const struct magic table[] = {
		{ { "\x1F\x8B", 2 },
		    "dokumentet er pakket med gzip; pak det ud først",
		    "the document is packed with gzip; unpack it first" },
		{ { "\xFD\x37zXZ", 5 },
		    "dokumentet er pakket med xz; pak det ud først",
		    "the document is packed with xz; unpack it first" },
		{ { "BZh", 3 },
		    "dokumentet er pakket med bzip2; pak det ud først",
		    "the document is packed with bzip2; unpack it first" },
		{ { "\x28\xB5\x2F\xFD", 4 },
		    "dokumentet er pakket med zstd; pak det ud først",
		    "the document is packed with zstd; unpack it first" },
		{ { "PK\x03\x04", 4 },
		    "dokumentet er en zip-fil (for eksempel Word eller Excel), "
		    "ikke XML",
		    "the document is a zip file (such as Word or Excel), not "
		    "XML" },
		{ { "\xD0\xCF\x11\xE0", 4 },
		    "dokumentet er et ældre Office-dokument, ikke XML",
		    "the document is an older Office document, not XML" },
		{ { "%PDF-", 5 }, "dokumentet er en PDF-fil, ikke XML",
		    "the document is a PDF file, not XML" },
		{ { "{\\rtf", 5 }, "dokumentet er et RTF-dokument, ikke XML",
		    "the document is an RTF document, not XML" },
		{ { "\xFF\xFE\0\0", 4 }, UTF32_DA, UTF32_EN },
		{ { "\0\0\xFE\xFF", 4 }, UTF32_DA, UTF32_EN },
		{ { "<\0\0\0", 4 }, UTF32_DA, UTF32_EN },
		{ { "\0\0\0<", 4 }, UTF32_DA, UTF32_EN },
		{ { "\x4C\x6F\xA7\x94", 4 },
		    "dokumentet er gemt som EBCDIC; gem det som UTF-8",
		    "the document is stored as EBCDIC; store it as UTF-8" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (kt_string_starts(bytes, table[i].bytes)) {
			kt_fail(d->error, KT_E_INPUT, table[i].da, table[i].en);
			return refuse_file(d);
		}
	}
	return KT_OK;
}

/* ---- the XML declaration ----------------------------------------------- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_space(struct kt_string s, size_t at)
{
	while (at < s.size && is_space(s.data[at]))
		at++;
	return at;
}

/* Takes `name = "value"` off the front; false where there is none. */
static bool next_pair(
    struct kt_string *s, struct kt_string *name, struct kt_string *value)
{
	size_t begin = skip_space(*s, 0);
	size_t at = begin;
	const char *close;

	while (at < s->size && s->data[at] != '=' && !is_space(s->data[at]))
		at++;
	*name = (struct kt_string){ s->data + begin, at - begin };
	at = skip_space(*s, at);
	if (at >= s->size || s->data[at] != '=')
		return false;
	at = skip_space(*s, at + 1);
	if (at >= s->size || (s->data[at] != '"' && s->data[at] != '\''))
		return false;
	close = memchr(s->data + at + 1, s->data[at], s->size - at - 1);
	if (close == NULL)
		return false;
	*value = (struct kt_string){ s->data + at + 1,
		(size_t)(close - s->data) - at - 1 };
	s->size -= (size_t)(close + 1 - s->data);
	s->data = close + 1;
	return true;
}

static enum encoding encoding_of(struct kt_string label)
{
	static const struct {
		struct kt_string label;
		enum encoding encoding;
	} table[] = {
		{ { "UTF-8", 5 }, ENCODING_UTF8 },
		{ { "UTF8", 4 }, ENCODING_UTF8 },
		{ { "US-ASCII", 8 }, ENCODING_ASCII },
		{ { "ASCII", 5 }, ENCODING_ASCII },
		{ { "ISO-8859-1", 10 }, ENCODING_LATIN1 },
		{ { "ISO_8859-1", 10 }, ENCODING_LATIN1 },
		{ { "LATIN1", 6 }, ENCODING_LATIN1 },
		{ { "windows-1252", 12 }, ENCODING_WINDOWS },
		{ { "CP1252", 6 }, ENCODING_WINDOWS },
		{ { "UTF-16", 6 }, ENCODING_UTF16 },
		{ { "UTF-16LE", 8 }, ENCODING_UTF16LE },
		{ { "UTF-16BE", 8 }, ENCODING_UTF16BE },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].label.size == label.size &&
		    strncasecmp(table[i].label.data, label.data, label.size) ==
			0)
			return table[i].encoding;
	return ENCODING_OTHER;
}

/* A declaration that is not well-formed is the parser's to refuse. */
static struct declaration read_declaration(struct kt_string text)
{
	struct declaration found = { { NULL, 0 }, { NULL, 0 }, ENCODING_NONE };
	struct kt_string name, value;
	const char *close;

	if (!kt_string_starts(text, KT_S("<?xml")) || text.size < 6 ||
	    !is_space(text.data[5]))
		return found;
	close = memchr(text.data, '>', text.size);
	if (close == NULL)
		return found;
	text.size = (size_t)(close - text.data);
	text.data += 5;
	text.size -= 5;
	while (next_pair(&text, &name, &value)) {
		if (kt_string_equal(name, KT_S("version"))) {
			found.version = value;
		} else if (kt_string_equal(name, KT_S("encoding"))) {
			found.label = value;
			found.encoding = encoding_of(value);
		}
	}
	return found;
}

static kt_status check_declaration(const struct decoder *d,
    struct kt_string text, const struct declaration *declared)
{
	if (declared->version.data != NULL &&
	    !kt_string_equal(declared->version, KT_S("1.0"))) {
		kt_fail(d->error, KT_E_INPUT,
		    "dokumentet bruger en anden version af XML end 1.0",
		    "the document uses a version of XML other than 1.0");
		return refuse_at(
		    d, text, (size_t)(declared->version.data - text.data));
	}
	if (declared->encoding == ENCODING_OTHER) {
		kt_fail(d->error, KT_E_INPUT,
		    "tegnkodningen i XML-erklæringen kan ikke læses; gem "
		    "dokumentet som UTF-8 (UTF-16, ISO-8859-1 og "
		    "windows-1252 kan også læses)",
		    "the encoding in the XML declaration cannot be read; "
		    "store the document as UTF-8 (UTF-16, ISO-8859-1 and "
		    "windows-1252 can be read too)");
		return refuse_at(
		    d, text, (size_t)(declared->label.data - text.data));
	}
	return KT_OK;
}

/* ---- UTF-8 ------------------------------------------------------------- */

/* Length of the character at p, of which `left` bytes are there; 0: none. */
static size_t utf8_length(const unsigned char *p, size_t left)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t length;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (left < length)
		return 0;
	if (p[0] == 0xE0)
		low = 0xA0; /* else overlong */
	else if (p[0] == 0xED)
		high = 0x9F; /* else a surrogate */
	else if (p[0] == 0xF0)
		low = 0x90; /* else overlong */
	else if (p[0] == 0xF4)
		high = 0x8F; /* else over U+10FFFF */
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (p[i] < 0x80 || p[i] > 0xBF)
			return 0;
	return length;
}

size_t kt_encoding_bad_utf8(struct kt_string text)
{
	const unsigned char *p = (const unsigned char *)text.data;
	size_t at = 0;

	while (at < text.size) {
		uint64_t word;
		size_t length;

		if (text.size - at >= sizeof(word)) {
			memcpy(&word, p + at, sizeof(word));
			if ((word & UINT64_C(0x8080808080808080)) == 0) {
				at += sizeof(word);
				continue;
			}
			while (p[at] < 0x80)
				at++;
		}
		length = utf8_length(p + at, text.size - at);
		if (length == 0)
			break;
		at += length;
	}
	return at;
}

static kt_status refuse_byte(const struct decoder *d, struct kt_string text,
    size_t offset, const struct text_pair *message)
{
	unsigned byte = (unsigned char)text.data[offset];

	kt_fail(d->error, KT_E_INPUT, message->da, message->en, byte);
	return refuse_at(d, text, offset);
}

static kt_status take_utf8(const struct decoder *d, struct kt_string bytes)
{
	static const struct text_pair message = {
		"byten 0x%02X er ikke gyldig UTF-8; måske er dokumentet gemt "
		"som windows-1252 uden at sige det i XML-erklæringen",
		"byte 0x%02X is not valid UTF-8; the document may be stored "
		"as windows-1252 without saying so in the XML declaration"
	};
	size_t bad = kt_encoding_bad_utf8(bytes);

	if (bad < bytes.size)
		return refuse_byte(d, bytes, bad, &message);
	kt_buffer_add(d->out, bytes);
	return KT_OK;
}

static kt_status take_ascii(const struct decoder *d, struct kt_string bytes)
{
	static const struct text_pair message = {
		"byten 0x%02X findes ikke i US-ASCII, som XML-erklæringen "
		"siger",
		"byte 0x%02X does not exist in US-ASCII, which the XML "
		"declaration says"
	};

	for (size_t i = 0; i < bytes.size; i++)
		if ((unsigned char)bytes.data[i] >= 0x80)
			return refuse_byte(d, bytes, i, &message);
	kt_buffer_add(d->out, bytes);
	return KT_OK;
}

/* ---- one byte a character ---------------------------------------------- */

static void add_character(struct kt_buffer *out, uint32_t c)
{
	char utf8[4];
	size_t size;

	if (c < 0x80) {
		utf8[0] = (char)c;
		size = 1;
	} else if (c < 0x800) {
		utf8[0] = (char)(0xC0 | (c >> 6));
		utf8[1] = (char)(0x80 | (c & 0x3F));
		size = 2;
	} else if (c < 0x10000) {
		utf8[0] = (char)(0xE0 | (c >> 12));
		utf8[1] = (char)(0x80 | ((c >> 6) & 0x3F));
		utf8[2] = (char)(0x80 | (c & 0x3F));
		size = 3;
	} else {
		utf8[0] = (char)(0xF0 | (c >> 18));
		utf8[1] = (char)(0x80 | ((c >> 12) & 0x3F));
		utf8[2] = (char)(0x80 | ((c >> 6) & 0x3F));
		utf8[3] = (char)(0x80 | (c & 0x3F));
		size = 4;
	}
	kt_buffer_add(out, (struct kt_string){ utf8, size });
}

/* windows-1252 at 0x80 to 0x9F; 0: not in use. ISO-8859-1 has only control
 * characters there. */
static uint32_t windows_character(unsigned char byte)
{
	static const uint16_t table[32] = { 0x20AC, 0, 0x201A, 0x0192, 0x201E,
		0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
		0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
		0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
		0x0178 };

	return byte < 0x80 || byte > 0x9F ? byte : table[byte - 0x80];
}

/* Text with æ, ø or å that is flawless UTF-8 is UTF-8, whatever it says: in
 * one byte a character it would read "Ã¦". A contract must not be judged, nor
 * printed, with its letters mangled. */
static kt_status take_bytes(const struct decoder *d, struct kt_string bytes,
    const struct declaration *declared)
{
	bool windows = declared->encoding == ENCODING_WINDOWS;
	bool ascii = true;

	for (size_t i = 0; i < bytes.size && ascii; i++)
		ascii = (unsigned char)bytes.data[i] < 0x80;
	if (ascii) {
		kt_buffer_add(d->out, bytes);
		return KT_OK;
	}
	if (kt_encoding_bad_utf8(bytes) == bytes.size)
		return refuse_mismatch(d, bytes, declared, "UTF-8");
	for (size_t i = 0; i < bytes.size; i++) {
		unsigned char byte = (unsigned char)bytes.data[i];
		uint32_t c = windows_character(byte);

		if (c == 0 || (!windows && c != byte)) {
			kt_fail(d->error, KT_E_INPUT,
			    "byten 0x%02X er ikke et tegn i %s, som "
			    "XML-erklæringen siger",
			    "byte 0x%02X is not a character of %s, which the "
			    "XML declaration says",
			    (unsigned)byte, label_of(declared->encoding));
			return refuse_here(d);
		}
		add_character(d->out, c);
	}
	return KT_OK;
}

/* ---- UTF-16 ------------------------------------------------------------ */

static uint32_t unit_at(struct kt_string bytes, size_t at, bool big)
{
	uint32_t first = (unsigned char)bytes.data[at];
	uint32_t second = (unsigned char)bytes.data[at + 1];

	return big ? first << 8 | second : second << 8 | first;
}

static kt_status take_utf16(
    const struct decoder *d, struct kt_string bytes, bool big)
{
	for (size_t at = 0; at + 1 < bytes.size; at += 2) {
		uint32_t c = unit_at(bytes, at, big);

		if (c >= 0xD800 && c <= 0xDBFF && at + 3 < bytes.size) {
			uint32_t low = unit_at(bytes, at + 2, big);

			if (low >= 0xDC00 && low <= 0xDFFF) {
				c = 0x10000 + ((c - 0xD800) << 10) +
				    (low - 0xDC00);
				at += 2;
			}
		}
		if (c >= 0xD800 && c <= 0xDFFF) {
			kt_fail(d->error, KT_E_INPUT,
			    "dokumentet har et halvt tegn, som ikke er gyldig "
			    "UTF-16",
			    "the document has half a character, which is not "
			    "valid UTF-16");
			return refuse_here(d);
		}
		add_character(d->out, c);
	}
	if (bytes.size % 2 != 0) {
		kt_fail(d->error, KT_E_INPUT,
		    "dokumentet slutter midt i et UTF-16-tegn",
		    "the document ends in the middle of a UTF-16 character");
		return refuse_here(d);
	}
	return KT_OK;
}

/* ---- deciding ---------------------------------------------------------- */

static kt_status refuse_nul(const struct decoder *d, struct kt_string text)
{
	const char *nul = memchr(text.data, '\0', text.size);

	if (nul == NULL)
		return KT_OK;
	kt_fail(d->error, KT_E_INPUT,
	    "dokumentet har et nultegn (byte 0), og det må XML ikke have",
	    "the document has a NUL (byte 0), which XML must not have");
	return refuse_at(d, text, (size_t)(nul - text.data));
}

static kt_status decode_utf16(
    const struct decoder *d, struct kt_string bytes, bool big, bool marked)
{
	enum encoding other = big ? ENCODING_UTF16LE : ENCODING_UTF16BE;
	struct declaration declared;
	struct kt_string text;
	kt_status status = take_utf16(d, bytes, big);

	if (status != KT_OK)
		return status;
	text = kt_buffer_string(d->out);
	if (d->out->failed || text.size == 0)
		return KT_OK; /* the caller tells */
	status = refuse_nul(d, text);
	if (status != KT_OK)
		return status;
	declared = read_declaration(text);
	status = check_declaration(d, text, &declared);
	if (status != KT_OK)
		return status;
	if (declared.encoding == other)
		return refuse_mismatch(
		    d, text, &declared, big ? "UTF-16BE" : "UTF-16LE");
	if (declared.encoding != ENCODING_NONE &&
	    declared.encoding < ENCODING_UTF16)
		return refuse_mismatch(d, text, &declared, "UTF-16");
	if (declared.encoding == ENCODING_NONE && !marked) {
		kt_fail(d->error, KT_E_INPUT,
		    "dokumentet er gemt som UTF-16 uden at sige det; gem det "
		    "som UTF-8",
		    "the document is stored as UTF-16 without saying so; "
		    "store it as UTF-8");
		return refuse_file(d);
	}
	return KT_OK;
}

static kt_status decode_bytes(
    const struct decoder *d, struct kt_string bytes, bool marked)
{
	struct declaration declared = read_declaration(bytes);
	kt_status status = refuse_nul(d, bytes);

	if (status == KT_OK)
		status = check_declaration(d, bytes, &declared);
	if (status != KT_OK)
		return status;
	switch (declared.encoding) {
	case ENCODING_NONE:
	case ENCODING_UTF8:
		return take_utf8(d, bytes);
	case ENCODING_ASCII:
		return take_ascii(d, bytes);
	case ENCODING_LATIN1:
	case ENCODING_WINDOWS:
		if (marked)
			return refuse_mismatch(d, bytes, &declared, "UTF-8");
		return take_bytes(d, bytes, &declared);
	default:
		kt_fail(d->error, KT_E_INPUT,
		    "XML-erklæringen siger UTF-16, men sådan er dokumentet "
		    "ikke gemt",
		    "the XML declaration says UTF-16, but the document is not "
		    "stored so");
		return refuse_at(
		    d, bytes, (size_t)(declared.label.data - bytes.data));
	}
}

static struct kt_string after(struct kt_string s, size_t count)
{
	return (struct kt_string){ s.data + count, s.size - count };
}

kt_status kt_encoding_decode(struct kt_string bytes, struct kt_string name,
    struct kt_buffer *out, struct kt_error *error)
{
	struct decoder d = { name, out, error };
	kt_status status = refuse_foreign(&d, bytes);

	kt_buffer_clear(out);
	if (status != KT_OK)
		return status;
	if (kt_string_starts(bytes, KT_S("\xEF\xBB\xBF")))
		status = decode_bytes(&d, after(bytes, 3), true);
	else if (kt_string_starts(bytes, KT_S("\xFF\xFE")))
		status = decode_utf16(&d, after(bytes, 2), false, true);
	else if (kt_string_starts(bytes, KT_S("\xFE\xFF")))
		status = decode_utf16(&d, after(bytes, 2), true, true);
	else if (kt_string_starts(bytes, KT_S("<\0")))
		status = decode_utf16(&d, bytes, false, false);
	else if (kt_string_starts(bytes, KT_S("\0<")))
		status = decode_utf16(&d, bytes, true, false);
	else if (bytes.size > 0)
		status = decode_bytes(&d, bytes, false);
	if (status != KT_OK)
		return status;
	if (out->failed)
		return kt_fail_memory(error);
	if (out->size == 0) {
		kt_fail(error, KT_E_INPUT, "dokumentet er tomt",
		    "the document is empty");
		return refuse_file(&d);
	}
	return KT_OK;
}
