/*
 * Just enough JSON for tests: whether a text is valid, and what stands at a
 * place in it.
 */
#ifndef TESTS_JSON_READER_H
#define TESTS_JSON_READER_H

#include <stdbool.h>

/* Exactly one value with white space around it (RFC 8259). */
bool json_valid(const char *text);
/* The text of the value at "documents[0].results[1].rule" as it is written,
 * strings with their quotes; false where there is none. */
bool json_find(const char *text, const char *path, char *out, int room);

#endif
