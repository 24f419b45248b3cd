/*
 * Text for a person: wrapped between words, and harmless to a terminal. What
 * is in a document or a file name never steers the terminal it is shown on.
 */
#ifndef CORE_LAYOUT_H
#define CORE_LAYOUT_H

#include "report.h"

/* Bytes of the first character, and the character; 0 where the bytes are not
 * well-formed UTF-8. `size` is at least 1. */
size_t kt_layout_character(const char *data, size_t size, uint32_t *character);
/* Columns that a text takes: two for wide characters, none for marks that
 * stand on the letter before them. */
size_t kt_layout_columns(struct kt_string text);

/* One line: runs of white space become one space, control characters and
 * those that turn the direction of writing become U+FFFD. */
void kt_layout_plain(struct kt_sink *sink, struct kt_string text);
/* A name, such as that of a file: blanks stay as they are. */
void kt_layout_name(struct kt_sink *sink, struct kt_string name);
/* As kt_layout_plain, wrapped before `width` (0: never), and a line end. The
 * cursor stands at column `at` (from 0); further lines begin at column
 * `indent`. */
void kt_layout_paragraph(struct kt_sink *sink, struct kt_string text, size_t at,
    size_t indent, size_t width);
/* `text` and blanks up to `columns`, at least one. */
void kt_layout_cell(struct kt_sink *sink, struct kt_string text,
    size_t columns);
void kt_layout_blanks(struct kt_sink *sink, size_t count);

/* A place in a line of the source. */
struct kt_excerpt {
	struct kt_string line; /* the whole line */
	struct kt_position from;
	struct kt_position to; /* after the last character */
	size_t width;          /* of the terminal; 0: unknown */
	bool color;
};
/* The line with its number, cut down to the surroundings of the place, and
 * carets under the place. */
void kt_layout_excerpt(struct kt_sink *sink, const struct kt_excerpt *excerpt);

#endif
