#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* AddressSanitizer knows malloc, not what is cut out of a block: tell it, so
 * that writing past a piece of an arena is found like any other overflow. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#define HIDE(data, size) ASAN_POISON_MEMORY_REGION((data), (size))
#define SHOW(data, size) ASAN_UNPOISON_MEMORY_REGION((data), (size))
#else
#define HIDE(data, size) ((void)(data), (void)(size))
#define SHOW(data, size) ((void)(data), (void)(size))
#endif

/* ---- text -------------------------------------------------------------- */

struct kt_string kt_string_of(const char *zero_terminated)
{
	struct kt_string s = { "", 0 };

	if (zero_terminated != NULL) {
		s.data = zero_terminated;
		s.size = strlen(zero_terminated);
	}
	return s;
}

bool kt_string_equal(struct kt_string a, struct kt_string b)
{
	/* memcmp must not see the NULL of an empty slice */
	return a.size == b.size &&
	       (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

int kt_string_compare(struct kt_string a, struct kt_string b)
{
	size_t common = a.size < b.size ? a.size : b.size;
	int order = common == 0 ? 0 : memcmp(a.data, b.data, common);

	if (order == 0)
		order = (a.size > b.size) - (a.size < b.size);
	return order;
}

bool kt_string_starts(struct kt_string s, struct kt_string prefix)
{
	return s.size >= prefix.size &&
	       (prefix.size == 0 ||
		   memcmp(s.data, prefix.data, prefix.size) == 0);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct kt_string kt_string_trim(struct kt_string s)
{
	while (s.size > 0 && is_space(s.data[0])) {
		s.data++;
		s.size--;
	}
	while (s.size > 0 && is_space(s.data[s.size - 1]))
		s.size--;
	return s;
}

/* A byte that continues a character rather than beginning one. */
static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

size_t kt_string_length(struct kt_string s)
{
	size_t length = 0;

	for (size_t i = 0; i < s.size; i++)
		length += !is_continuation(s.data[i]);
	return length;
}

/* Takes the first character off *s, which is not empty. */
static struct kt_string next_character(struct kt_string *s)
{
	struct kt_string c = { s->data, 1 };

	while (c.size < s->size && is_continuation(s->data[c.size]))
		c.size++;
	s->data += c.size;
	s->size -= c.size;
	return c;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * One row of the table of edit distances, of which only the diagonal band of
 * `limit` cells on each side is kept: band[k] is the distance between the
 * first `row` characters of a and the first row + k - limit of b. `b` begins
 * at the first of them that lies in the band. Returns the smallest cell.
 */
static size_t distance_row(size_t *band, size_t limit, size_t row,
    struct kt_string character, struct kt_string b, size_t b_length)
{
	size_t best = limit + 1;

	for (size_t k = 0; k <= 2 * limit; k++) {
		size_t cell = limit + 1;

		if (row + k < limit || row + k - limit > b_length) {
			band[k] = cell;
			continue;
		}
		if (row + k > limit) {
			struct kt_string other = next_character(&b);

			cell = band[k] + !kt_string_equal(character, other);
		}
		if (k < 2 * limit)
			cell = least(cell, band[k + 1] + 1);
		if (k > 0)
			cell = least(cell, band[k - 1] + 1);
		band[k] = least(cell, limit + 1);
		best = least(best, band[k]);
	}
	return best;
}

size_t kt_string_distance(struct kt_string a, struct kt_string b, size_t limit)
{
	size_t a_length = kt_string_length(a);
	size_t b_length = kt_string_length(b);
	size_t longest = a_length > b_length ? a_length : b_length;
	size_t shortest = least(a_length, b_length);
	size_t few[64];
	size_t *band = few;
	size_t result;

	limit = least(limit, longest);
	if (longest - shortest > limit)
		return limit + 1;
	if (2 * limit + 1 > sizeof(few) / sizeof(few[0]))
		band = calloc(2 * limit + 1, sizeof(*band));
	if (band == NULL)
		return limit + 1; /* a hint less, no harm */

	for (size_t k = 0; k <= 2 * limit; k++)
		band[k] = k < limit ? limit + 1 : k - limit;
	result = 0;
	for (size_t row = 1; row <= a_length && result <= limit; row++) {
		struct kt_string character = next_character(&a);

		if (row > limit + 1)
			next_character(&b);
		result = distance_row(band, limit, row, character, b, b_length);
	}
	if (result <= limit)
		result = band[b_length + limit - a_length];
	if (band != few)
		free(band);
	return result;
}

/* ---- arena ------------------------------------------------------------- */

/* What is to be ended with the arena. */
struct kt_arena_end {
	struct kt_arena_end *next;
	void (*end)(void *data);
	void *data;
};

struct kt_arena_block {
	struct kt_arena_block *next;
	size_t size;
	_Alignas(max_align_t) char data[];
};

enum {
	ARENA_ALIGN = _Alignof(max_align_t),
	ARENA_FIRST_BLOCK = 8 * 1024,
	ARENA_LARGEST_STEP = 1024 * 1024
};

void kt_arena_init(struct kt_arena *arena)
{
	*arena = (struct kt_arena){ 0 };
}

static void end_all(struct kt_arena *arena)
{
	for (; arena->ends != NULL; arena->ends = arena->ends->next)
		arena->ends->end(arena->ends->data);
}

void kt_arena_finish(struct kt_arena *arena)
{
	struct kt_arena_block *block = arena->blocks;

	end_all(arena);
	while (block != NULL) {
		struct kt_arena_block *next = block->next;

		free(block);
		block = next;
	}
	kt_arena_init(arena);
}

void kt_arena_reset(struct kt_arena *arena)
{
	struct kt_arena_block *largest = arena->blocks;
	struct kt_arena_block *block = arena->blocks;

	end_all(arena);
	for (; block != NULL; block = block->next) {
		if (block->size > largest->size)
			largest = block;
	}
	while (arena->blocks != NULL) {
		block = arena->blocks;
		arena->blocks = block->next;
		if (block != largest)
			free(block);
	}
	kt_arena_init(arena);
	if (largest != NULL) {
		largest->next = NULL;
		arena->blocks = largest;
		arena->at = largest->data;
		arena->end = largest->data + largest->size;
		HIDE(largest->data, largest->size);
	}
}

/* A block with room for `size` bytes, put in front of the others. */
static bool add_block(struct kt_arena *arena, size_t size)
{
	size_t step = ARENA_FIRST_BLOCK;
	struct kt_arena_block *block;

	if (arena->blocks != NULL)
		step = least(arena->blocks->size, ARENA_LARGEST_STEP / 2) * 2;
	if (step < size)
		step = size;
	block = malloc(sizeof(*block) + step);
	if (block == NULL)
		return false;
	block->next = arena->blocks;
	block->size = step;
	arena->blocks = block;
	arena->at = block->data;
	arena->end = block->data + step;
	HIDE(block->data, step);
	return true;
}

/* Memory that is not zeroed. */
static void *take(struct kt_arena *arena, size_t size)
{
	size_t padded;
	char *piece;

	/* half of what can be addressed leaves room for every sum here */
	if (arena->failed || size > PTRDIFF_MAX / 2) {
		arena->failed = true;
		return NULL;
	}
	if (size == 0)
		size = 1; /* NULL means failure, so nothing needs a place too */
	padded = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
	if ((size_t)(arena->end - arena->at) < padded &&
	    !add_block(arena, padded)) {
		arena->failed = true;
		return NULL;
	}
	piece = arena->at;
	arena->at += padded;
	SHOW(piece, size);
	return piece;
}

void *kt_arena_alloc(struct kt_arena *arena, size_t size)
{
	void *piece = take(arena, size);

	if (piece != NULL)
		memset(piece, 0, size);
	return piece;
}

bool kt_arena_at_end(
    struct kt_arena *arena, void (*end)(void *data), void *data)
{
	struct kt_arena_end *entry = take(arena, sizeof(*entry));

	if (entry == NULL) {
		end(data);
		return false;
	}
	*entry = (struct kt_arena_end){ arena->ends, end, data };
	arena->ends = entry;
	return true;
}

void *kt_arena_array(struct kt_arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size) {
		arena->failed = true;
		return NULL;
	}
	return kt_arena_alloc(arena, count * size);
}

struct kt_string kt_arena_copy(struct kt_arena *arena, struct kt_string s)
{
	struct kt_string copy = { NULL, 0 };
	char *piece = NULL;

	if (s.size < SIZE_MAX)
		piece = take(arena, s.size + 1);
	if (piece == NULL)
		return copy;
	if (s.size > 0)
		memcpy(piece, s.data, s.size);
	piece[s.size] = '\0';
	copy.data = piece;
	copy.size = s.size;
	return copy;
}

struct kt_string kt_arena_printf(
    struct kt_arena *arena, const char *format, ...)
{
	struct kt_string text = { NULL, 0 };
	char *piece = NULL;
	char few[256];
	va_list arguments;
	int size;

	va_start(arguments, format);
	size = vsnprintf(few, sizeof(few), format, arguments);
	va_end(arguments);
	if (size < 0) {
		arena->failed = true;
		return text;
	}
	if ((size_t)size < sizeof(few)) {
		text.data = few;
		text.size = (size_t)size;
		return kt_arena_copy(arena, text);
	}
	piece = take(arena, (size_t)size + 1);
	if (piece == NULL)
		return text;
	va_start(arguments, format);
	vsnprintf(piece, (size_t)size + 1, format, arguments);
	va_end(arguments);
	text.data = piece;
	text.size = (size_t)size;
	return text;
}

/* ---- growing buffer ---------------------------------------------------- */

bool kt_grow(void *array, size_t *capacity, size_t needed, size_t size)
{
	/* bytes come one by one, and are worth a line to begin with */
	size_t fewest = size == 1 ? 128 : 8;
	size_t larger = *capacity < fewest ? fewest : *capacity;
	size_t most;
	void *items;

	if (needed <= *capacity)
		return true;
	most = PTRDIFF_MAX / (size == 0 ? 1 : size);
	if (needed > most)
		return false;
	while (larger < needed)
		larger = larger > most / 2 ? most : larger * 2;

	/* the array is a pointer to some type, not a void *: go through its
	 * bytes, since C does not let one stand for the other */
	memcpy(&items, array, sizeof(items));
	items = realloc(items, larger * (size == 0 ? 1 : size));
	if (items == NULL)
		return false;
	memcpy(array, &items, sizeof(items));
	*capacity = larger;
	return true;
}

void kt_buffer_init(struct kt_buffer *buffer)
{
	*buffer = (struct kt_buffer){ 0 };
}

void kt_buffer_finish(struct kt_buffer *buffer)
{
	free(buffer->data);
	kt_buffer_init(buffer);
}

void kt_buffer_clear(struct kt_buffer *buffer)
{
	buffer->size = 0;
	buffer->failed = false;
	if (buffer->data != NULL)
		buffer->data[0] = '\0';
}

/* Room for `size` more bytes and the zero. */
static bool make_room(struct kt_buffer *buffer, size_t size)
{
	if (!buffer->failed && (size >= SIZE_MAX - buffer->size ||
				   !kt_grow(&buffer->data, &buffer->capacity,
				       buffer->size + size + 1, 1)))
		buffer->failed = true;
	return !buffer->failed;
}

void kt_buffer_add(struct kt_buffer *buffer, struct kt_string s)
{
	if (!make_room(buffer, s.size))
		return;
	if (s.size > 0)
		memcpy(buffer->data + buffer->size, s.data, s.size);
	buffer->size += s.size;
	buffer->data[buffer->size] = '\0';
}

void kt_buffer_add_char(struct kt_buffer *buffer, char c)
{
	if (!make_room(buffer, 1))
		return;
	buffer->data[buffer->size++] = c;
	buffer->data[buffer->size] = '\0';
}

void kt_buffer_printf(struct kt_buffer *buffer, const char *format, ...)
{
	va_list arguments;
	size_t room;
	int size;

	/* most pieces are short: the second pass is then not needed */
	if (!make_room(buffer, 64))
		return;
	room = buffer->capacity - buffer->size;
	va_start(arguments, format);
	size = vsnprintf(buffer->data + buffer->size, room, format, arguments);
	va_end(arguments);
	if (size < 0) {
		buffer->failed = true;
		return;
	}
	if ((size_t)size >= room) {
		buffer->data[buffer->size] = '\0'; /* it may end here */
		if (!make_room(buffer, (size_t)size))
			return;
		va_start(arguments, format);
		vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format,
		    arguments);
		va_end(arguments);
	}
	buffer->size += (size_t)size;
}

struct kt_string kt_buffer_string(const struct kt_buffer *buffer)
{
	struct kt_string s = { "", 0 };

	if (buffer->data != NULL) {
		s.data = buffer->data;
		s.size = buffer->size;
	}
	return s;
}

/* ---- errors ------------------------------------------------------------ */

void kt_error_clear(struct kt_error *error)
{
	/* what stands behind the zeros is never read */
	error->status = KT_OK;
	error->line = error->column = 0;
	error->file[0] = '\0';
	for (size_t i = 0; i < KT_LANGUAGES; i++)
		error->message[i][0] = '\0';
}

/* Takes off the character that the end of a full field cut in two. */
static void mend_end(char *text, size_t size)
{
	size_t at = size;
	size_t whole = 1;
	unsigned char first;

	while (at > 0 && is_continuation(text[at - 1]))
		at--;
	if (at == 0)
		return;
	first = (unsigned char)text[at - 1];
	if (first >= 0xF0)
		whole = 4;
	else if (first >= 0xE0)
		whole = 3;
	else if (first >= 0xC0)
		whole = 2;
	if (size - (at - 1) < whole)
		text[at - 1] = '\0';
}

kt_status kt_fail(struct kt_error *error, kt_status status, const char *da,
    const char *en, ...)
{
	const char *formats[KT_LANGUAGES] = { da, en };

	if (error == NULL || error->status != KT_OK)
		return status;
	error->status = status;
	for (int i = 0; i < KT_LANGUAGES; i++) {
		char *message = error->message[i];
		size_t room = sizeof(error->message[i]);
		va_list arguments;
		int size;

		va_start(arguments, en);
		size = vsnprintf(message, room, formats[i], arguments);
		va_end(arguments);
		if (size < 0)
			message[0] = '\0';
		else if ((size_t)size >= room)
			mend_end(message, room - 1);
	}
	return status;
}

kt_status kt_fail_at(struct kt_error *error, struct kt_string file,
    uint32_t line, uint32_t column)
{
	size_t size;

	if (error == NULL)
		return KT_E_INTERNAL;
	if (error->status == KT_OK || error->file[0] != '\0' ||
	    error->line != 0)
		return error->status;
	size = least(file.size, sizeof(error->file) - 1);
	if (size > 0)
		memcpy(error->file, file.data, size);
	error->file[size] = '\0';
	if (size < file.size)
		mend_end(error->file, size);
	error->line = line;
	error->column = column;
	return error->status;
}

kt_status kt_fail_memory(struct kt_error *error)
{
	return kt_fail(
	    error, KT_E_MEMORY, "der er ikke mere hukommelse", "out of memory");
}
