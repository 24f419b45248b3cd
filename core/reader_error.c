/*
 * libxml2's complaints in our own words. Its texts quote the document and are
 * in English only, so none of them leaves this file.
 */
#include "reader.h"

#include <string.h>

enum place {
	AT_CURSOR, /* where the parser stood */
	AT_MARKUP, /* the last '<' before it */
	AT_REFERENCE, /* the last '&' before it */
	AT_TAG, /* the start tag being read */
	AT_ATTRIBUTE, /* the second attribute of that name in it */
	AT_OPEN, /* the start tag of the innermost open element */
	AT_CDATA_END /* the next "]]>" */
};

enum { MOST_CODES = 8 };

/* Both texts take, in this order: %1$s the first name, %2$s the second name,
 * %3$u the line of the innermost open element. */
struct wording {
	int codes[MOST_CODES]; /* of libxml2; 0: no more */
	enum place place;
	const char *da;
	const char *en;
};

/* Cut at a whole character where it is long. */
static void copy_name(char copy[KT_COMPLAINT_NAME], const char *name)
{
	size_t size = name != NULL ? strlen(name) : 0;

	if (size >= KT_COMPLAINT_NAME) {
		size = KT_COMPLAINT_NAME - 1;
		while (size > 0 && ((unsigned char)name[size] & 0xC0) == 0x80)
			size--;
	}
	if (size > 0)
		memcpy(copy, name, size);
	copy[size] = '\0';
}

void kt_reader_complain(struct kt_reader *reader, const xmlError *error)
{
	struct kt_complaint *complaint = &reader->complaint;
	struct kt_string source =
	    kt_buffer_string(&reader->document->intake.source);
	const xmlParserInput *input =
	    reader->parser != NULL ? reader->parser->input : NULL;

	if (error->code == XML_ERR_NO_MEMORY)
		complaint->no_memory = true;
	if (error->level < XML_ERR_ERROR || complaint->code != 0 ||
	    reader->status != KT_OK)
		return;
	complaint->code = error->code;
	complaint->tag = (uint32_t)reader->document->element_count;
	complaint->open = reader->levels[reader->depth].element;
	complaint->offset = source.size;
	if (input != NULL && (const char *)input->cur >= source.data &&
	    (const char *)input->cur < source.data + source.size)
		complaint->offset =
		    (size_t)((const char *)input->cur - source.data);
	copy_name(complaint->first, error->str1);
	copy_name(complaint->second, error->str2);
}

static const struct wording wordings[] = {
	{ { XML_ERR_INVALID_HEX_CHARREF, XML_ERR_INVALID_DEC_CHARREF,
	      XML_ERR_INVALID_CHARREF },
	    AT_REFERENCE, "en tegnreference (&#…;) er ikke gyldig",
	    "a character reference (&#…;) is not valid" },
	{ { XML_ERR_INVALID_CHAR }, AT_CURSOR,
	    "her står et tegn, som XML ikke tillader (et styretegn)",
	    "here is a character that XML does not allow (a control "
	    "character)" },
	{ { XML_ERR_ENTITYREF_SEMICOL_MISSING }, AT_REFERENCE,
	    "et & står alene eller mangler sit semikolon; i teksten skrives "
	    "det &amp;",
	    "an & stands alone or lacks its semicolon; in the text write "
	    "&amp;" },
	{ { XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY },
	    AT_REFERENCE,
	    "en reference (&…;) er ukendt; kun &amp; &lt; &gt; &quot; &apos; "
	    "og tegnnumre kan bruges",
	    "a reference (&…;) is unknown; only &amp; &lt; &gt; &quot; "
	    "&apos; and character numbers can be used" },
	{ { XML_ERR_LT_IN_ATTRIBUTE }, AT_TAG,
	    "et < inde i en attribut skal skrives &lt; (eller et "
	    "anførselstegn mangler)",
	    "a < inside an attribute must be written &lt; (or a quotation "
	    "mark is missing)" },
	{ { XML_ERR_ATTRIBUTE_NOT_STARTED }, AT_CURSOR,
	    "en attributs værdi skal stå i anførselstegn",
	    "the value of an attribute must stand in quotation marks" },
	{ { XML_ERR_ATTRIBUTE_NOT_FINISHED }, AT_TAG,
	    "en attributs værdi mangler sit sidste anførselstegn",
	    "the value of an attribute lacks its last quotation mark" },
	{ { XML_ERR_ATTRIBUTE_WITHOUT_VALUE }, AT_CURSOR,
	    "en attribut mangler sin værdi", "an attribute lacks its value" },
	{ { XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED },
	    AT_ATTRIBUTE, "attributten %1$s står to gange på samme element",
	    "the attribute %1$s stands twice on one element" },
	{ { XML_ERR_MISPLACED_CDATA_END }, AT_CDATA_END,
	    "]]> må ikke stå i teksten; skriv ]]&gt;",
	    "]]> must not stand in text; write ]]&gt;" },
	{ { XML_ERR_HYPHEN_IN_COMMENT }, AT_MARKUP,
	    "to bindestreger (--) må ikke stå inde i en kommentar",
	    "two hyphens (--) must not stand inside a comment" },
	{ { XML_ERR_RESERVED_XML_NAME }, AT_MARKUP,
	    "XML-erklæringen (<?xml version=…?>) skal stå allerførst og være "
	    "skrevet rigtigt",
	    "the XML declaration (<?xml version=…?>) must stand at the very "
	    "beginning and be written correctly" },
	{ { XML_ERR_NAME_REQUIRED }, AT_MARKUP,
	    "et mærke eller en attribut mangler sit navn; et < i teksten "
	    "skrives &lt;",
	    "a tag or an attribute lacks its name; a < in the text is written "
	    "&lt;" },
	{ { XML_ERR_SPACE_REQUIRED }, AT_CURSOR, "her mangler et mellemrum",
	    "a space is missing here" },
	{ { XML_ERR_GT_REQUIRED, XML_ERR_LTSLASH_REQUIRED }, AT_MARKUP,
	    "mærket mangler sit >, eller der står noget forkert i det",
	    "the tag lacks its >, or something is wrong inside it" },
	{ { XML_ERR_TAG_NAME_MISMATCH }, AT_MARKUP,
	    "slutmærket </%2$s> passer ikke til <%1$s>, som begynder i linje "
	    "%3$u",
	    "the end tag </%2$s> does not match <%1$s>, which begins in line "
	    "%3$u" },
	{ { XML_ERR_TAG_NOT_FINISHED }, AT_OPEN,
	    "elementet <%1$s> begynder her og slutter aldrig",
	    "the element <%1$s> begins here and never ends" },
	{ { XML_ERR_DOCUMENT_END }, AT_CURSOR,
	    "her står noget efter dokumentets sidste slutmærke",
	    "here is something after the document's last end tag" },
	{ { XML_ERR_DOCUMENT_EMPTY }, AT_CURSOR,
	    "her står noget før dokumentets første element",
	    "here is something before the document's first element" },
	{ { XML_ERR_XMLDECL_NOT_FINISHED, XML_ERR_VERSION_MISSING,
	      XML_ERR_UNKNOWN_VERSION, XML_ERR_STANDALONE_VALUE,
	      XML_ERR_ENCODING_NAME, XML_ERR_EQUAL_REQUIRED,
	      XML_ERR_STRING_NOT_STARTED, XML_ERR_STRING_NOT_CLOSED },
	    AT_CURSOR, "XML-erklæringen (<?xml …?>) er ikke skrevet rigtigt",
	    "the XML declaration (<?xml …?>) is not written correctly" },
	{ { XML_NS_ERR_UNDEFINED_NAMESPACE }, AT_TAG,
	    "præfikset %1$s: er ikke erklæret (xmlns:%1$s mangler)",
	    "the prefix %1$s: is not declared (xmlns:%1$s is missing)" },
	{ { XML_NS_ERR_XML_NAMESPACE, XML_NS_ERR_QNAME, XML_NS_ERR_EMPTY,
	      XML_NS_ERR_COLON, XML_ERR_NS_DECL_ERROR },
	    AT_TAG,
	    "et navnerum er ikke erklæret rigtigt, eller et navn har et kolon "
	    "for meget",
	    "a namespace is not declared correctly, or a name has a colon too "
	    "many" },
};

static const struct wording *find_wording(int code)
{
	static const struct wording other = { { 0 }, AT_CURSOR,
		"dokumentet er ikke velformet XML",
		"the document is not well-formed XML" };

	for (size_t i = 0; i < sizeof(wordings) / sizeof(wordings[0]); i++) {
		for (size_t k = 0; k < MOST_CODES; k++)
			if (wordings[i].codes[k] == code && code != 0)
				return &wordings[i];
	}
	return &other;
}

/* ---- places ------------------------------------------------------------ */

/* The last `c` before the offset, or the offset itself. */
static size_t last_before(struct kt_string source, size_t offset, char c)
{
	const char *found = memrchr(source.data, c, offset);

	return found != NULL ? (size_t)(found - source.data) : offset;
}

/* The k-th start event and the k-th tag of the scan are the same. */
static const struct kt_tag *current_tag(const struct kt_reader *reader)
{
	const struct kt_intake *intake = &reader->document->intake;
	uint32_t index = reader->complaint.tag;

	return index < intake->tag_count ? &intake->tags[index] : NULL;
}

static bool has_local_name(const char *at, const char *local)
{
	size_t size = strlen(local);
	const char *end = at + strcspn(at, " \t\r\n=/>");
	const char *colon = memchr(at, ':', (size_t)(end - at));

	if (colon != NULL)
		at = colon + 1;
	return (size_t)(end - at) == size && memcmp(at, local, size) == 0;
}

static size_t second_attribute(
    const struct kt_reader *reader, const struct kt_tag *tag)
{
	const struct kt_intake *intake = &reader->document->intake;
	size_t offset = tag->source;

	for (uint32_t i = 0; i < tag->attribute_count; i++) {
		uint32_t source =
		    intake->attributes[tag->first_attribute + i].source;

		if (has_local_name(
			intake->source.data + source, reader->complaint.first))
			offset = source;
	}
	return offset;
}

static size_t find_place(const struct kt_reader *reader, enum place place)
{
	const struct kt_intake *intake = &reader->document->intake;
	struct kt_string source = kt_buffer_string(&intake->source);
	size_t cursor = reader->complaint.offset;
	const struct kt_tag *tag = current_tag(reader);
	const char *found;

	switch (place) {
	case AT_MARKUP:
		return last_before(source, cursor, '<');
	case AT_REFERENCE:
		return last_before(source, cursor, '&');
	case AT_TAG:
		return tag != NULL ? tag->source : cursor;
	case AT_ATTRIBUTE:
		return tag != NULL ? second_attribute(reader, tag) : cursor;
	case AT_OPEN:
		return reader->complaint.open != KT_NO_INDEX
			   ? intake->tags[reader->complaint.open].source
			   : cursor;
	case AT_CDATA_END:
		found = strstr(source.data + cursor, "]]>");
		return found != NULL ? (size_t)(found - source.data) : cursor;
	default:
		return cursor;
	}
}

/* One code of libxml2 can stand for several faults; the bytes tell. */
static int real_code(
    const struct kt_complaint *complaint, struct kt_string source)
{
	size_t at = complaint->offset;
	char before = '\0';

	if (at > 0)
		before = source.data[at - 1];
	if (complaint->code == XML_ERR_NAME_REQUIRED && before == '&')
		return XML_ERR_ENTITYREF_SEMICOL_MISSING;
	if (complaint->code == XML_ERR_INVALID_CHAR && before == ';' &&
	    at < source.size && (unsigned char)source.data[at] >= ' ' &&
	    (unsigned char)source.data[at] < 0xEF)
		return XML_ERR_INVALID_CHARREF; /* to a forbidden character */
	if (complaint->code == XML_ERR_TAG_NAME_MISMATCH &&
	    strcmp(complaint->second, "unparsable") == 0)
		return XML_ERR_LTSLASH_REQUIRED;
	return complaint->code;
}

kt_status kt_reader_refuse(struct kt_reader *reader)
{
	const struct kt_complaint *complaint = &reader->complaint;
	const struct kt_document *document = reader->document;
	struct kt_string source = kt_buffer_string(&document->intake.source);
	const struct wording *wording =
	    find_wording(real_code(complaint, source));
	struct kt_position at, open;

	at = kt_intake_position(source, find_place(reader, wording->place));
	open = kt_intake_position(source, find_place(reader, AT_OPEN));
	kt_fail(reader->error, KT_E_INPUT, wording->da, wording->en,
	    complaint->first, complaint->second, (unsigned)open.line);
	return kt_fail_at(reader->error, document->name, at.line, at.column);
}
