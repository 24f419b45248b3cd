/*
 * Memory, text and errors: what every other module stands on.
 */
#ifndef CORE_BASE_H
#define CORE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kontrakttjek/plugin.h"

enum kt_language { KT_DA = 0, KT_EN = 1, KT_LANGUAGES = 2 };

/* ---- text -------------------------------------------------------------- */

#define KT_S(literal) ((struct kt_string){ "" literal, sizeof(literal) - 1 })
#define KT_FMT(s) (int)(s).size, (s).data /* for "%.*s" */

struct kt_string kt_string_of(const char *zero_terminated); /* NULL: empty */
bool kt_string_equal(struct kt_string a, struct kt_string b);
int kt_string_compare(struct kt_string a, struct kt_string b); /* bytewise */
bool kt_string_starts(struct kt_string s, struct kt_string prefix);
/* Without XML white space (space, tab, CR, LF) at both ends. */
struct kt_string kt_string_trim(struct kt_string s);
/* Characters (code points) of valid UTF-8. */
size_t kt_string_length(struct kt_string s);
/* Edit distance in characters, for "did you mean"; at most `limit` + 1. */
size_t kt_string_distance(struct kt_string a, struct kt_string b,
    size_t limit);

/* ---- arena ------------------------------------------------------------- */

/* Bump allocation; everything is freed in one step. NULL where memory has run
 * out, and then `failed` stays set until the next reset. */
struct kt_arena {
	struct kt_arena_block *blocks;
	struct kt_arena_end *ends;
	char *at;
	char *end;
	bool failed;
};

void kt_arena_init(struct kt_arena *arena);
void kt_arena_finish(struct kt_arena *arena);
/* Forgets everything and keeps the largest block. */
void kt_arena_reset(struct kt_arena *arena);
/* Zeroed and aligned for any type. */
void *kt_arena_alloc(struct kt_arena *arena, size_t size);
void *kt_arena_array(struct kt_arena *arena, size_t count, size_t size);
/* Calls `end` before the arena's memory goes, the last one first; at once, and
 * false, where memory has run out. For what others allocate. */
bool kt_arena_at_end(struct kt_arena *arena, void (*end)(void *data),
    void *data);
/* A copy with a terminating zero; data NULL where memory has run out. */
struct kt_string kt_arena_copy(struct kt_arena *arena, struct kt_string s);
struct kt_string kt_arena_printf(struct kt_arena *arena, const char *format,
    ...) __attribute__((format(printf, 2, 3)));

/* ---- growing buffer ---------------------------------------------------- */

/* Bytes that grow; always zero-terminated (`data` is NULL before the first
 * write: ask kt_buffer_string). After a failed allocation `failed` is set,
 * further writes do nothing, and the content is not to be used. */
struct kt_buffer {
	char *data;
	size_t size;
	size_t capacity;
	bool failed;
};

void kt_buffer_init(struct kt_buffer *buffer);
void kt_buffer_finish(struct kt_buffer *buffer);
void kt_buffer_clear(struct kt_buffer *buffer);
void kt_buffer_add(struct kt_buffer *buffer, struct kt_string s);
void kt_buffer_add_char(struct kt_buffer *buffer, char c);
void kt_buffer_printf(struct kt_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct kt_string kt_buffer_string(const struct kt_buffer *buffer);

/* Grows *array (realloc) to hold at least `needed` items of `size` bytes;
 * false, and nothing changed, where memory has run out. */
bool kt_grow(void *array, size_t *capacity, size_t needed, size_t size);

/* ---- errors ------------------------------------------------------------ */

/* Filled by the failing function with one line in each language; the first
 * error wins. `file` is empty and `line` 0 where there is none. */
struct kt_error {
	kt_status status;
	uint32_t line;
	uint32_t column;
	char file[512];
	char message[KT_LANGUAGES][512];
};

void kt_error_clear(struct kt_error *error);
/* Both formats take the same arguments in the same order. Returns `status`,
 * so that a caller can `return kt_fail(…)`. `error` may be NULL. */
kt_status kt_fail(struct kt_error *error, kt_status status, const char *da,
    const char *en, ...);
/* Adds the place unless one is set already. Returns error->status. */
kt_status kt_fail_at(struct kt_error *error, struct kt_string file,
    uint32_t line, uint32_t column);
kt_status kt_fail_memory(struct kt_error *error);

#endif
