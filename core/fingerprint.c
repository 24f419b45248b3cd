#include "fingerprint.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mask.h"

/* What stands before each part of a content, so that none can be read as
 * another. */
enum mark { MARK_ELEMENT = 1, MARK_ATTRIBUTE, MARK_VALUE, MARK_TEXT, MARK_END };

/* Changes with the way a content is read, so that an older fingerprint can
 * never fit by chance. */
#define METHOD "kontrakttjek 1"

/* ---- text -------------------------------------------------------------- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The size afterwards. */
static size_t collapse_in_place(char *data, size_t size)
{
	size_t kept = 0;

	for (size_t i = 0; i < size; i++) {
		char c = is_space(data[i]) ? ' ' : data[i];

		if (c != ' ' || (kept > 0 && data[kept - 1] != ' '))
			data[kept++] = c;
	}
	return kept > 0 && data[kept - 1] == ' ' ? kept - 1 : kept;
}

struct kt_string kt_collapse(struct kt_arena *arena, struct kt_string s)
{
	char *data = kt_arena_alloc(arena, s.size + 1);

	if (data == NULL)
		return (struct kt_string){ NULL, 0 };
	if (s.size > 0)
		memcpy(data, s.data, s.size);
	s.size = collapse_in_place(data, s.size);
	data[s.size] = '\0';
	return (struct kt_string){ data, s.size };
}

struct kt_string kt_base_name(struct kt_string path)
{
	for (size_t i = path.size; i > 0; i--) {
		if (path.data[i - 1] == '/')
			return (
			    struct kt_string){ path.data + i, path.size - i };
	}
	return path;
}

/* ---- places ------------------------------------------------------------ */

/* An attribute of that name, or a child element. */
static struct kt_string part_of(
    const struct kt_document *document, kt_node clause, uint32_t name)
{
	kt_node part = kt_document_attribute(document, clause, name);
	struct kt_string local = kt_names_local(document->names, name);

	if (part == 0)
		part = kt_document_first_child(document, clause);
	while (part != 0 && !kt_node_is_attribute(part) &&
	       !kt_string_equal(kt_names_local(document->names,
				    kt_document_name(document, part)),
		   local))
		part = kt_document_next(document, part);
	return part == 0 ? KT_S("")
			 : kt_string_trim(kt_document_text(document, part));
}

/* "7", "afregning": what the clause goes by. */
static struct kt_string clause_id(const struct kt_document *document,
    const struct kt_document_kind *kind, kt_node clause)
{
	const uint32_t names[] = { kind->label_id, kind->label_number,
		kind->label_heading };
	struct kt_string id = KT_S("");

	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && id.size == 0;
	     i++) {
		if (names[i] != 0)
			id = part_of(document, clause, names[i]);
	}
	return id;
}

struct kt_place kt_place_of(const struct kt_document *document,
    const struct kt_document_kind *kind, kt_node node)
{
	kt_node root = kt_document_root(document);
	uint32_t label = kind != NULL ? kind->label_element : 0;
	kt_node section = 0;
	struct kt_string name;

	for (kt_node n = node; n != 0 && n != root;
	     n = kt_document_parent(document, n)) {
		if (label != 0 && !kt_node_is_attribute(n) &&
		    kt_document_name(document, n) == label)
			return (struct kt_place){ KT_PLACE_CLAUSE, n,
				clause_id(document, kind, n) };
		section = n;
	}
	/* what is wrong with an attribute of the root concerns all of it */
	if (section == 0 || kt_node_is_attribute(section))
		return (struct kt_place){ KT_PLACE_DOCUMENT, root, KT_S("") };
	name = kt_names_local(
	    document->names, kt_document_name(document, section));
	return (struct kt_place){ KT_PLACE_SECTION, section, name };
}

/* ---- content ----------------------------------------------------------- */

/* Goes over the elements of a place in document order. */
struct content {
	const struct kt_reading *reading;
	const struct kt_document *document;
	struct kt_sha256 sha;
	struct kt_buffer text; /* of the place, masked as a whole */
	size_t text_begin;
	size_t at; /* in the document's text: hashed so far */
	size_t place; /* its index */
	uint32_t unread; /* name of the place's own number */
	size_t open[KT_MAX_DEPTH + 1]; /* elements around, outermost first */
	size_t depth;
};

static void hide(const struct content *c, char *data, size_t size)
{
	if (size == 0)
		return;
	for (size_t i = 0; i < c->reading->secret_count; i++)
		kt_mask_secret(data, size, c->reading->secrets[i]);
	kt_mask_in_place(data, size);
}

static void add_mark(struct content *c, enum mark mark)
{
	char byte = (char)mark;

	kt_sha256_add(&c->sha, (struct kt_string){ &byte, 1 });
}

/* With a zero after it, which no text holds. */
static void add_part(struct kt_sha256 *sha, const char *data, size_t size)
{
	kt_sha256_add(sha, (struct kt_string){ data, size });
	kt_sha256_add(sha, (struct kt_string){ "", 1 });
}

/* What an element holds that the kind calls confidential is not read. */
static bool is_confidential(const struct content *c, size_t index)
{
	const struct kt_document_kind *kind = c->reading->kind;

	for (size_t i = 0; kind != NULL && i < kind->confidential_count; i++) {
		if (kind->confidential[i] == c->document->elements[index].name)
			return true;
	}
	return false;
}

/* Text between tags, up to `end`. Digits that only a tag keeps apart were
 * masked with the whole text; those that a tag sets free are masked here. */
static void add_text(struct content *c, size_t end)
{
	size_t size = end - c->at;
	char *data;

	if (c->depth > 0 && is_confidential(c, c->open[c->depth - 1]))
		c->at = end;
	if (c->at == end)
		return;
	data = c->text.data + (c->at - c->text_begin);
	c->at = end;
	hide(c, data, size);
	size = collapse_in_place(data, size);
	if (size == 0)
		return;
	add_mark(c, MARK_TEXT);
	add_part(&c->sha, data, size);
}

/* Closes the elements that end before element `next`. */
static void close_elements(struct content *c, size_t next)
{
	while (c->depth > 0) {
		size_t index = c->open[c->depth - 1];
		const struct kt_element *element =
		    &c->document->elements[index];

		if (element->end > next)
			break;
		add_text(c, element->text_end);
		add_mark(c, MARK_END);
		c->depth--;
	}
}

static bool add_attribute(struct content *c, size_t index)
{
	const struct kt_document *d = c->document;
	kt_node node = kt_node_of_attribute(index);
	struct kt_string name =
	    kt_names_local(d->names, d->attributes[index].name);
	struct kt_buffer value;
	bool whole;

	kt_buffer_init(&value);
	kt_buffer_add(&value, kt_document_text(d, node));
	whole = !value.failed;
	if (whole && value.size > 0) {
		hide(c, value.data, value.size);
		value.size = collapse_in_place(value.data, value.size);
	}
	if (whole) {
		add_mark(c, MARK_ATTRIBUTE);
		add_part(&c->sha, name.data, name.size);
		add_mark(c, MARK_VALUE);
		add_part(&c->sha, value.data, value.size);
	}
	kt_buffer_finish(&value);
	return whole;
}

/* Attributes by name; of two namespaces, in the order they are written. */
static bool stands_before(const struct kt_document *d, size_t a, size_t b)
{
	int order =
	    kt_string_compare(kt_names_local(d->names, d->attributes[a].name),
		kt_names_local(d->names, d->attributes[b].name));

	return order != 0 ? order < 0 : a < b;
}

/* In the order of their names, whatever the order they are written in. */
static bool add_attributes(struct content *c, size_t index)
{
	const struct kt_document *d = c->document;
	size_t first = d->elements[index].first_attribute;
	size_t end = first + d->elements[index].attribute_count;
	size_t last = SIZE_MAX;

	for (size_t done = first; done < end; done++) {
		size_t next = SIZE_MAX;

		for (size_t i = first; i < end; i++) {
			if (last != SIZE_MAX &&
			    (i == last || stands_before(d, i, last)))
				continue;
			if (next == SIZE_MAX || stands_before(d, i, next))
				next = i;
		}
		last = next;
		if (index == c->place && d->attributes[next].name == c->unread)
			continue;
		if (!add_attribute(c, next))
			return false;
	}
	return true;
}

static bool is_left_out(const struct content *c, size_t index)
{
	for (size_t i = 0; i < c->reading->left_out_count; i++) {
		if (c->reading->left_out[i] == kt_node_of_element(index))
			return true;
	}
	return false;
}

static bool add_elements(struct content *c)
{
	const struct kt_document *d = c->document;
	size_t end = d->elements[c->place].end;

	for (size_t i = c->place; i < end;) {
		const struct kt_element *element = &d->elements[i];
		struct kt_string name = kt_names_local(d->names, element->name);

		close_elements(c, i);
		add_text(c, element->text_begin);
		if (i != c->place && is_left_out(c, i)) {
			c->at = element->text_end;
			i = element->end;
			continue;
		}
		add_mark(c, MARK_ELEMENT);
		add_part(&c->sha, name.data, name.size);
		if (!add_attributes(c, i) || c->depth > KT_MAX_DEPTH)
			return false;
		c->open[c->depth++] = i++;
	}
	close_elements(c, end);
	return true;
}

static bool read_content(struct content *c, unsigned char out[KT_SHA256_SIZE])
{
	kt_node node = kt_node_of_element(c->place);
	const struct kt_element *element = &c->document->elements[c->place];
	bool whole;

	kt_buffer_init(&c->text);
	kt_buffer_add(&c->text, kt_document_text(c->document, node));
	whole = !c->text.failed;
	if (whole)
		hide(c, c->text.data, c->text.size);
	c->text_begin = c->at = element->text_begin;
	kt_sha256_begin(&c->sha);
	whole = whole && add_elements(c);
	kt_sha256_end(&c->sha, out);
	kt_buffer_finish(&c->text);
	return whole;
}

/* ---- the table --------------------------------------------------------- */

/* Where the place is or belongs; there is always a free row. */
static struct kt_digest *find_row(
    const struct kt_digests *digests, kt_node place)
{
	size_t at = (size_t)(place * 2654435761u) & (digests->capacity - 1);

	while (digests->rows[at].place != 0 && digests->rows[at].place != place)
		at = (at + 1) & (digests->capacity - 1);
	return &digests->rows[at];
}

static bool make_room(struct kt_digests *digests)
{
	struct kt_digests larger = { NULL, digests->count, 64 };

	if (digests->count * 2 < digests->capacity)
		return true;
	if (digests->capacity > 0)
		larger.capacity = digests->capacity * 2;
	larger.rows = calloc(larger.capacity, sizeof(*larger.rows));
	if (larger.rows == NULL)
		return false;
	for (size_t i = 0; i < digests->capacity; i++) {
		if (digests->rows[i].place != 0)
			*find_row(&larger, digests->rows[i].place) =
			    digests->rows[i];
	}
	free(digests->rows);
	*digests = larger;
	return true;
}

void kt_digests_finish(struct kt_digests *digests)
{
	free(digests->rows);
	*digests = (struct kt_digests){ 0 };
}

bool kt_place_content(struct kt_digests *digests,
    const struct kt_reading *reading, kt_node place,
    unsigned char out[KT_SHA256_SIZE])
{
	const struct kt_document *document = reading->document;
	const struct kt_document_kind *kind = reading->kind;
	struct content content = { .reading = reading, .document = document };
	struct kt_digest *row;

	if (!make_room(digests))
		return false;
	row = find_row(digests, place);
	if (row->place == 0) {
		content.place = kt_node_index(place);
		if (kind != NULL && kind->label_element != 0 &&
		    kt_document_name(document, place) == kind->label_element)
			content.unread = kind->label_number;
		if (!read_content(&content, row->content))
			return false;
		row->place = place;
		digests->count++;
	}
	memcpy(out, row->content, KT_SHA256_SIZE);
	return true;
}

/* ---- the fingerprint --------------------------------------------------- */

static const char alphabet[] = "abcdefghijklmnop";

struct kt_string kt_fingerprint(struct kt_arena *arena, struct kt_string rule,
    struct kt_string identity, const struct kt_place *place,
    const unsigned char content[KT_SHA256_SIZE])
{
	unsigned char digest[KT_SHA256_SIZE];
	char kind = (char)('0' + (int)place->kind);
	/* where there is no memory to mask in, the arena has failed */
	struct kt_string document = kt_mask(arena, identity);
	struct kt_string id = kt_mask(arena, place->id);
	char letters[KT_FINGERPRINT_SIZE];
	struct kt_sha256 sha;

	kt_sha256_begin(&sha);
	add_part(&sha, METHOD, sizeof(METHOD) - 1);
	add_part(&sha, rule.data, rule.size);
	add_part(&sha, document.data, document.size);
	add_part(&sha, &kind, 1);
	add_part(&sha, id.data, id.size);
	kt_sha256_add(
	    &sha, (struct kt_string){ (const char *)content, KT_SHA256_SIZE });
	kt_sha256_end(&sha, digest);
	for (size_t i = 0; i < KT_FINGERPRINT_SIZE; i++) {
		unsigned byte = digest[i / 2];

		letters[i] = alphabet[i % 2 == 0 ? byte >> 4 : byte & 15];
	}
	return kt_arena_copy(
	    arena, (struct kt_string){ letters, KT_FINGERPRINT_SIZE });
}

bool kt_is_fingerprint(struct kt_string text)
{
	for (size_t i = 0; i < text.size; i++) {
		if (memchr(alphabet, text.data[i], 16) == NULL)
			return false;
	}
	return text.size == KT_FINGERPRINT_SIZE;
}
