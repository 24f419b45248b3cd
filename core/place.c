/*
 * Telling a person where: lines, columns and paths of a document.
 */
#include "document.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"

/* ---- lines ------------------------------------------------------------- */

static bool make_lines(struct kt_document *document)
{
	struct kt_string source = kt_buffer_string(&document->intake.source);
	const char *at = source.data;
	const char *end = source.data + source.size;
	uint32_t *lines = document->lines;
	size_t count = 0;

	if (document->line_count > 0)
		return true;
	while (at != NULL && source.size > 0) {
		if (!kt_grow(&document->lines, &document->line_capacity,
			count + 1, sizeof(*document->lines)))
			return false;
		lines = document->lines;
		lines[count++] = (uint32_t)(at - source.data);
		at = memchr(at, '\n', (size_t)(end - at));
		at += at != NULL;
	}
	document->line_count = count;
	return count > 0;
}

static struct kt_position position_at(
    struct kt_document *document, size_t offset)
{
	struct kt_string source = kt_buffer_string(&document->intake.source);
	struct kt_position at = { 1, 1 };
	size_t low = 0;
	size_t high;
	uint32_t begin;

	if (offset > source.size)
		offset = source.size;
	if (!make_lines(document))
		return kt_intake_position(source, offset);
	high = document->line_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (document->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	begin = document->lines[low];
	at.line = (uint32_t)low + 1;
	at.column += (uint32_t)kt_string_length(
	    (struct kt_string){ source.data + begin, offset - begin });
	return at;
}

struct kt_string kt_document_line(struct kt_document *document, uint32_t line)
{
	struct kt_string text = kt_buffer_string(&document->intake.source);
	size_t begin;

	if (!make_lines(document) || line == 0 || line > document->line_count)
		return KT_S("");
	begin = document->lines[line - 1];
	if (line < document->line_count)
		text.size = document->lines[line] - 1;
	text.data += begin;
	text.size -= begin;
	if (text.size > 0 && text.data[text.size - 1] == '\r')
		text.size--;
	return text;
}

/* ---- nodes ------------------------------------------------------------- */

struct kt_position kt_document_position(
    struct kt_document *document, kt_node node)
{
	size_t index = kt_node_index(node);

	if (node != 0 && kt_node_is_attribute(node)) {
		if (index < document->attribute_count)
			return position_at(
			    document, document->attributes[index].source);
	} else if (node != 0 && index < document->element_count) {
		return position_at(document, document->elements[index].source);
	}
	return (struct kt_position){ 1, 1 };
}

/* ---- places in text ---------------------------------------------------- */

/* Goes through the source from one byte of text to the next. */
struct walk {
	const char *at;
	const char *end; /* of the source; a zero stands there */
	const char *cdata; /* end of the CDATA section that we are in */
	size_t left; /* bytes of text still to go */
	char quote; /* of an attribute's value; 0 in an element */
};

static const char *after(
    const char *at, const char *end, struct kt_string close)
{
	const char *found =
	    memmem(at, (size_t)(end - at), close.data, close.size);

	return found != NULL ? found + close.size : end;
}

/* The tag at `at`: to after its '>'. */
static const char *after_tag(const char *at, const char *end)
{
	while (at < end && *at != '>') {
		if (*at == '"' || *at == '\'') {
			const char *close =
			    memchr(at + 1, *at, (size_t)(end - at) - 1);

			at = close != NULL ? close : end - 1;
		}
		at++;
	}
	return at < end ? at + 1 : end;
}

/* Bytes of text that the reference at `at` stands for. */
static size_t reference_size(const char *at, const char **next)
{
	char *close = NULL;
	unsigned long c;

	*next = strchr(at, ';') != NULL ? strchr(at, ';') + 1 : at + 1;
	if (at[1] != '#')
		return 1;
	c = at[2] == 'x' ? strtoul(at + 3, &close, 16)
			 : strtoul(at + 2, &close, 10);
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Over the markup at w->at. The end of the node needs no notice: its text is
 * used up before. */
static void step_markup(struct walk *w)
{
	struct kt_string rest = { w->at, (size_t)(w->end - w->at) };

	if (kt_string_starts(rest, KT_S("<!--"))) {
		w->at = after(w->at + 4, w->end, KT_S("-->"));
	} else if (kt_string_starts(rest, KT_S("<![CDATA["))) {
		w->at += 9;
		w->cdata = after(w->at, w->end, KT_S("]]>")) - 3;
	} else if (kt_string_starts(rest, KT_S("<?"))) {
		w->at = after(w->at + 2, w->end, KT_S("?>"));
	} else {
		w->at = after_tag(w->at, w->end);
	}
}

/* Over one byte, or one reference, of text; false where the place is
 * reached. */
static bool step_text(struct walk *w)
{
	const char *next = w->at + 1;
	size_t size = 1;

	if (w->cdata == NULL && *w->at == '&')
		size = reference_size(w->at, &next);
	else if (w->at[0] == '\r' && w->at[1] == '\n')
		size = 0; /* a line end is one character, the second */
	if (w->left == 0 || w->left < size)
		return false;
	w->left -= size;
	w->at = next;
	return true;
}

/* To the byte of text `w->left` bytes on, or the end of the node. With
 * `last`, to right after the last byte before it. */
static void walk_to(struct walk *w, bool last)
{
	while (w->at < w->end && !(last && w->left == 0)) {
		if (w->cdata == w->at) {
			w->at += 3;
			w->cdata = NULL;
		} else if (w->quote == 0 && w->cdata == NULL && *w->at == '<') {
			step_markup(w);
		} else if ((w->quote != 0 && *w->at == w->quote) ||
			   !step_text(w)) {
			return;
		}
	}
}

struct kt_position kt_document_text_position(
    struct kt_document *document, kt_node node, size_t text_offset)
{
	struct kt_string source = kt_buffer_string(&document->intake.source);
	size_t size = kt_document_text(document, node).size;
	size_t index = kt_node_index(node);
	struct walk w = { .left = text_offset };

	if (size == 0)
		return kt_document_position(document, node);
	if (text_offset > size)
		w.left = size;
	w.end = source.data + source.size;
	if (kt_node_is_attribute(node)) {
		w.at = source.data + document->attributes[index].source;
		while (*w.at != '"' && *w.at != '\'')
			w.at++;
		w.quote = *w.at++;
	} else {
		w.at = after_tag(
		    source.data + document->elements[index].source, w.end);
	}
	walk_to(&w, w.left == size);
	return position_at(document, (size_t)(w.at - source.data));
}

/* ---- paths ------------------------------------------------------------- */

/* The how many-th of its name the element is among its siblings, from 1; 0
 * where it is the only one. */
static uint32_t place_among(const struct kt_document *document, uint32_t index)
{
	const struct kt_element *elements = document->elements;
	uint32_t name = elements[index].name;
	uint32_t parent = elements[index].parent;
	uint32_t count = 0;
	uint32_t place = 0;

	if (parent == KT_NO_INDEX)
		return 0;
	for (uint32_t i = parent + 1; i < elements[parent].end;
	     i = elements[i].end) {
		count += elements[i].name == name;
		if (i == index)
			place = count;
	}
	return count > 1 ? place : 0;
}

static void add_name(struct kt_buffer *out, const struct kt_document *document,
    uint32_t name, struct kt_string prefix)
{
	struct kt_string space = kt_names_space(document->names, name);

	if (kt_string_equal(
		space, KT_S("http://www.w3.org/XML/1998/namespace"))) {
		kt_buffer_add(out, KT_S("xml:"));
	} else if (prefix.size > 0 && document->schema != NULL &&
		   kt_string_equal(space, document->schema->space)) {
		kt_buffer_add(out, prefix);
		kt_buffer_add_char(out, ':');
	}
	kt_buffer_add(out, kt_names_local(document->names, name));
}

struct kt_string kt_document_path(const struct kt_document *document,
    kt_node node, struct kt_string prefix, struct kt_arena *arena)
{
	uint32_t chain[KT_MAX_DEPTH];
	size_t depth = 0;
	struct kt_buffer out;
	struct kt_string path;
	uint32_t at = KT_NO_INDEX;

	kt_buffer_init(&out);
	if (node != 0)
		at = kt_node_is_attribute(node)
			 ? document->attributes[kt_node_index(node)].owner
			 : (uint32_t)kt_node_index(node);
	for (; at != KT_NO_INDEX && depth < KT_MAX_DEPTH;
	     at = document->elements[at].parent)
		chain[depth++] = at;
	while (depth > 0) {
		uint32_t index = chain[--depth];
		uint32_t place = place_among(document, index);

		kt_buffer_add_char(&out, '/');
		add_name(
		    &out, document, document->elements[index].name, prefix);
		if (place > 0)
			kt_buffer_printf(&out, "[%u]", (unsigned)place);
	}
	if (node != 0 && kt_node_is_attribute(node)) {
		kt_buffer_add(&out, KT_S("/@"));
		add_name(
		    &out, document, kt_document_name(document, node), KT_S(""));
	}
	path = out.failed ? KT_S("")
			  : kt_arena_copy(arena, kt_buffer_string(&out));
	kt_buffer_finish(&out);
	return path;
}
