/*
 * The scan of intake: one pass over the UTF-8 source that knows just enough
 * XML to find start tags, and refuses what no parser should be asked to read.
 */
#include "intake.h"

#include <string.h>

#include "encoding.h"
#include "bounds.h"

struct scan {
	struct kt_intake *intake;
	const char *begin;
	const char *end; /* a zero stands there, so one byte more may be read */
	struct kt_string name;
	struct kt_error *error;
	uint32_t depth;
	uint32_t namespaces;
};

static kt_status refuse(
    const struct scan *s, const char *at, const char *da, const char *en)
{
	struct kt_string source = kt_buffer_string(&s->intake->source);
	struct kt_position place =
	    kt_intake_position(source, (size_t)(at - s->begin));

	kt_fail(s->error, KT_E_INPUT, da, en);
	return kt_fail_at(s->error, s->name, place.line, place.column);
}

/* Both messages take the limit as %d. */
static kt_status refuse_limit(const struct scan *s, const char *at, int limit,
    const char *da, const char *en)
{
	struct kt_string source = kt_buffer_string(&s->intake->source);
	struct kt_position place =
	    kt_intake_position(source, (size_t)(at - s->begin));

	kt_fail(s->error, KT_E_LIMIT, da, en, limit);
	return kt_fail_at(s->error, s->name, place.line, place.column);
}

static kt_status refuse_open_tag(const struct scan *s, const char *at)
{
	return refuse(s, at,
	    "et mærke begynder her med < og slutter aldrig med >",
	    "a tag begins here with < and never ends with >");
}

static kt_status refuse_long_tag(const struct scan *s, const char *at)
{
	return refuse_limit(s, at, KT_MAX_TAG_SIZE,
	    "et mærke, en kommentar eller et CDATA-afsnit fylder mere end %d "
	    "byte (grænsen KT_MAX_TAG_SIZE)",
	    "a tag, comment or CDATA section is larger than %d bytes (the "
	    "limit KT_MAX_TAG_SIZE)");
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* What ends a name inside a tag. */
static bool ends_name(char c)
{
	static const bool table[256] = { [0] = true,
		['\t'] = true,
		['\n'] = true,
		['\r'] = true,
		[' '] = true,
		['"'] = true,
		['\''] = true,
		['/'] = true,
		['<'] = true,
		['='] = true,
		['>'] = true };

	return table[(unsigned char)c];
}

static const char *skip_space(const char *at)
{
	while (is_space(*at))
		at++;
	return at;
}

static const char *skip_name(const char *at)
{
	while (!ends_name(*at))
		at++;
	return at;
}

static kt_status check_name(
    const struct scan *s, const char *from, const char *to)
{
	if (to - from <= KT_MAX_NAME)
		return KT_OK;
	return refuse_limit(s, from, KT_MAX_NAME,
	    "et navn fylder mere end %d byte (grænsen KT_MAX_NAME)",
	    "a name is longer than %d bytes (the limit KT_MAX_NAME)");
}

static kt_status add_attribute(struct scan *s, const char *name,
    const char *name_end, const char *value, const char *value_end)
{
	struct kt_intake *intake = s->intake;
	struct kt_tag_attribute *attribute;

	if (value_end - value > KT_MAX_ATTRIBUTE_SIZE)
		return refuse_limit(s, name, KT_MAX_ATTRIBUTE_SIZE,
		    "en attribut fylder mere end %d byte (grænsen "
		    "KT_MAX_ATTRIBUTE_SIZE)",
		    "an attribute is larger than %d bytes (the limit "
		    "KT_MAX_ATTRIBUTE_SIZE)");
	if (name_end - name >= 5 && memcmp(name, "xmlns", 5) == 0 &&
	    (name_end - name == 5 || name[5] == ':')) {
		if (++s->namespaces > KT_MAX_NAMESPACES)
			return refuse_limit(s, name, KT_MAX_NAMESPACES,
			    "dokumentet erklærer mere end %d navnerum "
			    "(grænsen KT_MAX_NAMESPACES)",
			    "the document declares more than %d namespaces "
			    "(the limit KT_MAX_NAMESPACES)");
		return KT_OK;
	}
	if (!kt_grow(&intake->attributes, &intake->attribute_capacity,
		intake->attribute_count + 1, sizeof(*intake->attributes)))
		return kt_fail_memory(s->error);
	attribute = &intake->attributes[intake->attribute_count++];
	attribute->source = (uint32_t)(name - s->begin);
	attribute->value = (uint32_t)(value - s->begin);
	return KT_OK;
}

/* One attribute at *at, or one stray byte: the parser refuses that later. */
static kt_status scan_attribute(struct scan *s, const char **at, bool *open)
{
	const char *name = *at;
	const char *name_end = skip_name(name);
	const char *value;
	const char *close;
	kt_status status;

	*at = name_end == name ? name + 1 : name_end;
	value = skip_space(name_end);
	if (name_end == name || *value != '=')
		return KT_OK;
	value = skip_space(value + 1);
	*at = value;
	if (*value != '"' && *value != '\'')
		return KT_OK;
	close = memchr(value + 1, *value, (size_t)(s->end - value) - 1);
	*open = close == NULL;
	if (close == NULL)
		return KT_OK;
	*at = close + 1;
	status = check_name(s, name, name_end);
	if (status != KT_OK)
		return status;
	return add_attribute(s, name, name_end, value + 1, close);
}

/* Everything after the name up to and with '>'. */
static kt_status scan_attributes(
    struct scan *s, const char *tag, const char **at)
{
	uint32_t count = 0;
	kt_status status;

	for (;;) {
		bool open = false;

		*at = skip_space(*at);
		if (*at >= s->end)
			return refuse_open_tag(s, tag);
		if (**at == '>') {
			s->depth++;
			++*at;
			return KT_OK;
		}
		if (**at == '/' && (*at)[1] == '>') {
			*at += 2;
			return KT_OK;
		}
		if (++count > KT_MAX_ATTRIBUTES && !ends_name(**at))
			return refuse_limit(s, tag, KT_MAX_ATTRIBUTES,
			    "et element har mere end %d attributter (grænsen "
			    "KT_MAX_ATTRIBUTES)",
			    "an element has more than %d attributes (the limit "
			    "KT_MAX_ATTRIBUTES)");
		status = scan_attribute(s, at, &open);
		if (status != KT_OK)
			return status;
		if (open)
			return refuse_open_tag(s, tag);
	}
}

static kt_status scan_start_tag(struct scan *s, const char **at)
{
	struct kt_intake *intake = s->intake;
	const char *tag = *at;
	struct kt_tag *entry;
	kt_status status;

	if (intake->tag_count >= KT_MAX_ELEMENTS)
		return refuse_limit(s, tag, KT_MAX_ELEMENTS,
		    "dokumentet har mere end %d elementer (grænsen "
		    "KT_MAX_ELEMENTS)",
		    "the document has more than %d elements (the limit "
		    "KT_MAX_ELEMENTS)");
	if (s->depth >= KT_MAX_DEPTH)
		return refuse_limit(s, tag, KT_MAX_DEPTH,
		    "elementerne ligger mere end %d niveauer inden i hinanden "
		    "(grænsen KT_MAX_DEPTH)",
		    "elements are nested more than %d levels deep (the limit "
		    "KT_MAX_DEPTH)");
	if (!kt_grow(&intake->tags, &intake->tag_capacity,
		intake->tag_count + 1, sizeof(*intake->tags)))
		return kt_fail_memory(s->error);
	entry = &intake->tags[intake->tag_count++];
	entry->source = (uint32_t)(tag - s->begin);
	entry->first_attribute = (uint32_t)intake->attribute_count;

	*at = skip_name(tag + 1);
	status = check_name(s, tag + 1, *at);
	if (status == KT_OK)
		status = scan_attributes(s, tag, at);
	if (status != KT_OK)
		return status;
	if (*at - tag > KT_MAX_TAG_SIZE)
		return refuse_long_tag(s, tag);
	entry->attribute_count =
	    (uint32_t)intake->attribute_count - entry->first_attribute;
	return KT_OK;
}

static kt_status scan_end_tag(struct scan *s, const char **at)
{
	const char *tag = *at;
	const char *close = memchr(tag, '>', (size_t)(s->end - tag));

	if (close == NULL)
		return refuse_open_tag(s, tag);
	if (close - tag > KT_MAX_TAG_SIZE)
		return refuse_long_tag(s, tag);
	*at = close + 1;
	if (s->depth > 0)
		s->depth--; /* one too many is the parser's to refuse */
	return KT_OK;
}

/* A comment, CDATA section or processing instruction: up to and with
 * `close`, looked for after the opening of `open` bytes. The source has no
 * NUL but the one at its end, and strstr is much faster than memmem. */
static kt_status skip_to(const struct scan *s, const char **at, size_t open,
    const char *close, const char *da, const char *en)
{
	const char *tag = *at;
	const char *found = strstr(tag + open, close);

	if (found == NULL)
		return refuse(s, tag, da, en);
	*at = found + strlen(close);
	return *at - tag > KT_MAX_TAG_SIZE ? refuse_long_tag(s, tag) : KT_OK;
}

static kt_status scan_declaration(const struct scan *s, const char **at)
{
	struct kt_string rest = { *at, (size_t)(s->end - *at) };

	if (kt_string_starts(rest, KT_S("<!--")))
		return skip_to(s, at, 4, "-->",
		    "en kommentar begynder her og slutter aldrig med -->",
		    "a comment begins here and never ends with -->");
	if (kt_string_starts(rest, KT_S("<![CDATA[")))
		return skip_to(s, at, 9, "]]>",
		    "et CDATA-afsnit begynder her og slutter aldrig med ]]>",
		    "a CDATA section begins here and never ends with ]]>");
	if (kt_string_starts(rest, KT_S("<!DOCTYPE")))
		return refuse(s, *at,
		    "dokumentet har en DOCTYPE, og det afvises: et dokument "
		    "må ikke hente eller erklære noget selv",
		    "the document has a DOCTYPE and is refused: a document "
		    "must not fetch or declare anything by itself");
	return refuse(s, *at,
	    "her står <! uden at det er en kommentar eller et CDATA-afsnit",
	    "here is <! that is neither a comment nor a CDATA section");
}

static kt_status scan_markup(struct scan *s, const char **at)
{
	switch ((*at)[1]) {
	case '/':
		return scan_end_tag(s, at);
	case '!':
		return scan_declaration(s, at);
	case '?':
		return skip_to(s, at, 2, "?>",
		    "en instruktion begynder her med <? og slutter aldrig med "
		    "?>",
		    "an instruction begins here with <? and never ends with "
		    "?>");
	default:
		return scan_start_tag(s, at);
	}
}

kt_status kt_intake_scan(struct kt_intake *intake, struct kt_string bytes,
    struct kt_string name, struct kt_error *error)
{
	struct scan s = { .intake = intake, .name = name, .error = error };
	const char *at;
	kt_status status;

	intake->tag_count = 0;
	intake->attribute_count = 0;
	if (bytes.size > KT_MAX_FILE_SIZE) {
		kt_buffer_clear(&intake->source);
		kt_fail(error, KT_E_LIMIT,
		    "dokumentet fylder mere end %d byte (grænsen "
		    "KT_MAX_FILE_SIZE)",
		    "the document is larger than %d bytes (the limit "
		    "KT_MAX_FILE_SIZE)",
		    (int)KT_MAX_FILE_SIZE);
		return kt_fail_at(error, name, 0, 0);
	}
	status = kt_encoding_decode(bytes, name, &intake->source, error);
	if (status != KT_OK)
		return status;
	s.begin = intake->source.data;
	s.end = s.begin + intake->source.size;
	at = s.begin;
	while (status == KT_OK &&
	       (at = memchr(at, '<', (size_t)(s.end - at))) != NULL)
		status = scan_markup(&s, &at);
	if (status == KT_OK && intake->tag_count == 0)
		status = refuse(&s, s.begin,
		    "dokumentet er ikke XML: det har ingen elementer",
		    "the document is not XML: it has no elements");
	return status;
}
