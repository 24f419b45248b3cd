/*
 * The first step of intake: bytes of an XML document become UTF-8, or are
 * refused. Declared and actual encoding must agree; nothing is guessed.
 */
#ifndef CORE_ENCODING_H
#define CORE_ENCODING_H

#include "base.h"

/* Offset of the first byte that is not valid UTF-8; text.size if all is. */
size_t kt_encoding_bad_utf8(struct kt_string text);

/* Fills `out` (cleared first) without a byte-order mark. Understands UTF-8,
 * US-ASCII, UTF-16, ISO-8859-1 and windows-1252, and checks the version of
 * the XML declaration. `name` is used in errors. */
kt_status kt_encoding_decode(struct kt_string bytes, struct kt_string name,
    struct kt_buffer *out, struct kt_error *error);

#endif
