/*
 * Bytes in: files are read once by us, turned into UTF-8 and scanned before
 * any parser sees them. What cannot be judged is refused here, early and by
 * name. Nothing in a document is ever followed, fetched or executed.
 */
#ifndef CORE_INTAKE_H
#define CORE_INTAKE_H

#include "base.h"

/* Where the reader finds the start tags of a document: byte offsets into the
 * UTF-8 source, in document order. */
struct kt_tag {
	uint32_t source;          /* of '<' */
	uint32_t first_attribute; /* index into attributes */
	uint32_t attribute_count; /* without xmlns declarations */
};
struct kt_tag_attribute {
	uint32_t source; /* of the name */
	uint32_t value;  /* of the first byte inside the quotes */
};

/* Owns its memory; reused from document to document. */
struct kt_intake {
	struct kt_buffer source; /* UTF-8, no byte-order mark */
	struct kt_tag *tags;
	size_t tag_count, tag_capacity;
	struct kt_tag_attribute *attributes;
	size_t attribute_count, attribute_capacity;
};

void kt_intake_init(struct kt_intake *intake);
void kt_intake_finish(struct kt_intake *intake);

/* Reads a whole regular file, or standard input for "-", into `bytes`
 * (cleared first). Symbolic links, devices, folders and files over
 * KT_MAX_FILE_SIZE are refused. Errors carry the file name. */
kt_status kt_intake_file(const char *path, struct kt_buffer *bytes,
    struct kt_error *error);

/* Turns `bytes` into UTF-8 in intake->source and fills the tag tables.
 * Refused, with line and column: an encoding outside UTF-8, UTF-16,
 * ISO-8859-1 and windows-1252, or one that the bytes do not keep; NUL; a
 * DOCTYPE; XML other than 1.0; more than the limits of limits.h allow; an
 * empty document. Well-formedness itself is the parser's work, but a tag that
 * never ends is refused here. `name` is used in errors. */
kt_status kt_intake_scan(struct kt_intake *intake, struct kt_string bytes,
    struct kt_string name, struct kt_error *error);

/* Line and column (in characters, from 1) of a byte offset. */
struct kt_position kt_intake_position(struct kt_string source, size_t offset);

#endif
