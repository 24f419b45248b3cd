#include "pack_edit.h"

#include <string.h>

/* Byte offsets into the source. */
struct span {
	size_t begin;
	size_t end;
};

struct element_spans {
	struct span whole;
	struct span content; /* empty for <x/>, at the slash */
	struct span name; /* as written, with its prefix */
	bool closed; /* written <x/> */
};

/* ---- finding ----------------------------------------------------------- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* After `mark`, searched from `at`; the end of the source where it is not. */
static size_t after(struct kt_string source, size_t at, const char *mark)
{
	size_t size = strlen(mark);
	const char *found =
	    memmem(source.data + at, source.size - at, mark, size);

	return found == NULL ? source.size
			     : (size_t)(found - source.data) + size;
}

/* After the tag that begins at `at`. */
static size_t after_tag(struct kt_string source, size_t at)
{
	char quote = '\0';

	for (; at < source.size; at++) {
		char c = source.data[at];

		if (quote != '\0') {
			if (c == quote)
				quote = '\0';
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '>') {
			return at + 1;
		}
	}
	return source.size;
}

static bool stands(struct kt_string source, size_t at, const char *mark)
{
	size_t size = strlen(mark);

	return source.size - at >= size &&
	       memcmp(source.data + at, mark, size) == 0;
}

/* Finds the end tag of an element whose content begins at `at`. */
static size_t find_end_tag(struct kt_string source, size_t at)
{
	size_t depth = 1;

	while (at < source.size) {
		const char *found =
		    memchr(source.data + at, '<', source.size - at);

		if (found == NULL)
			break;
		at = (size_t)(found - source.data);
		if (stands(source, at, "<!--")) {
			at = after(source, at + 4, "-->");
		} else if (stands(source, at, "<![CDATA[")) {
			at = after(source, at, "]]>");
		} else if (stands(source, at, "<?")) {
			at = after(source, at, "?>");
		} else if (stands(source, at, "</")) {
			if (--depth == 0)
				return at;
			at = after_tag(source, at);
		} else {
			at = after_tag(source, at);
			depth += source.data[at - 2] != '/';
		}
	}
	return source.size;
}

static struct element_spans find_element(struct kt_string source, size_t begin)
{
	struct element_spans spans = { .whole = { begin, 0 } };
	size_t open = after_tag(source, begin);

	spans.name = (struct span){ begin + 1, begin + 1 };
	while (spans.name.end < open &&
	       !is_space(source.data[spans.name.end]) &&
	       source.data[spans.name.end] != '/' &&
	       source.data[spans.name.end] != '>')
		spans.name.end++;
	spans.closed = source.data[open - 2] == '/';
	if (spans.closed) {
		spans.content = (struct span){ open - 2, open - 2 };
		spans.whole.end = open;
	} else {
		spans.content.begin = open;
		spans.content.end = find_end_tag(source, open);
		spans.whole.end = after_tag(source, spans.content.end);
	}
	return spans;
}

/* ---- writing ----------------------------------------------------------- */

static void add(
    struct kt_buffer *out, struct kt_string source, size_t begin, size_t end)
{
	kt_buffer_add(
	    out, (struct kt_string){ source.data + begin, end - begin });
}

static void add_escaped(struct kt_buffer *out, struct kt_string text)
{
	for (size_t i = 0; i < text.size; i++) {
		switch (text.data[i]) {
		case '<':
			kt_buffer_add(out, KT_S("&lt;"));
			break;
		case '>':
			kt_buffer_add(out, KT_S("&gt;"));
			break;
		case '&':
			kt_buffer_add(out, KT_S("&amp;"));
			break;
		case '"':
			kt_buffer_add(out, KT_S("&quot;"));
			break;
		case '\'':
			kt_buffer_add(out, KT_S("&apos;"));
			break;
		default:
			kt_buffer_add_char(out, text.data[i]);
			break;
		}
	}
}

static bool edit_attribute(const struct kt_document *document, size_t index,
    const struct kt_edit *edit, struct kt_buffer *out)
{
	const struct kt_tag_attribute *place =
	    &document->intake.attributes[index];
	struct kt_string source = kt_buffer_string(&document->intake.source);
	char quote = source.data[place->value - 1];
	size_t begin = place->source;
	size_t end = place->value;

	while (end < source.size && source.data[end] != quote)
		end++;
	if (edit->kind == KT_EDIT_INSERT)
		return false;
	if (edit->kind == KT_EDIT_SET) {
		add(out, source, 0, place->value);
		add_escaped(out, edit->text);
	} else {
		while (begin > 0 && is_space(source.data[begin - 1]))
			begin--;
		end++;
		add(out, source, 0, begin);
	}
	add(out, source, end, source.size);
	return true;
}

static void edit_element(struct kt_string source, struct element_spans spans,
    const struct kt_edit *edit, struct kt_buffer *out)
{
	if (edit->kind == KT_EDIT_REMOVE) {
		add(out, source, 0, spans.whole.begin);
		add(out, source, spans.whole.end, source.size);
		return;
	}
	add(out, source, 0, spans.content.begin);
	if (spans.closed)
		kt_buffer_add_char(out, '>');
	if (edit->kind == KT_EDIT_SET) {
		add_escaped(out, edit->text);
	} else {
		add(out, source, spans.content.begin, spans.content.end);
		kt_buffer_add(out, edit->text);
	}
	if (spans.closed) {
		kt_buffer_add(out, KT_S("</"));
		add(out, source, spans.name.begin, spans.name.end);
		kt_buffer_add_char(out, '>');
		add(out, source, spans.whole.end, source.size);
	} else {
		add(out, source, spans.content.end, source.size);
	}
}

static void add_attribute(struct kt_string source, struct element_spans spans,
    struct kt_string name, struct kt_string value, struct kt_buffer *out)
{
	add(out, source, 0, spans.name.end);
	kt_buffer_add_char(out, ' ');
	kt_buffer_add(out, name);
	kt_buffer_add(out, KT_S("=\""));
	add_escaped(out, value);
	kt_buffer_add_char(out, '"');
	add(out, source, spans.name.end, source.size);
}

bool kt_edit_apply(const struct kt_document *document, kt_node node,
    struct kt_string attribute, const struct kt_edit *edit,
    struct kt_buffer *out)
{
	struct kt_string source = kt_buffer_string(&document->intake.source);
	size_t index = kt_node_index(node);
	struct element_spans spans;

	kt_buffer_clear(out);
	if (kt_node_is_attribute(node))
		return edit_attribute(document, index, edit, out);
	spans = find_element(source, document->elements[index].source);
	if (attribute.size > 0)
		add_attribute(source, spans, attribute, edit->text, out);
	else
		edit_element(source, spans, edit, out);
	return true;
}

void kt_edit_span(const struct kt_document *document, kt_node element,
    size_t *begin, size_t *end)
{
	struct kt_string source = kt_buffer_string(&document->intake.source);
	size_t index = kt_node_index(element);
	struct element_spans spans =
	    find_element(source, document->elements[index].source);

	*begin = spans.whole.begin;
	*end = spans.whole.end;
}
