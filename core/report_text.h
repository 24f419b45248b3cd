/*
 * Private to the report for a person: what its parts share.
 */
#ifndef CORE_REPORT_TEXT_H
#define CORE_REPORT_TEXT_H

#include "report.h"

enum {
	KT_TEXT_LABEL = 2,  /* column of a field's name */
	KT_TEXT_FIELD = 12, /* column of its text */
};

struct kt_report {
	struct kt_report_settings settings;
	struct kt_sink *sink;
	size_t documents;
	size_t width;
};

/* Both are checked as formats where the answer is one. */
const char *kt_text_pick(const struct kt_report *r, const char *da,
    const char *en) __attribute__((format_arg(2), format_arg(3)));
void kt_text_add(struct kt_report *r, const char *text);
void kt_text_color(struct kt_report *r, const char *code);
/* "  fundet:   text" wrapped; nothing where the text is empty. Without a name
 * the text goes on below the one before. */
void kt_text_field(
    struct kt_report *r, const char *name, struct kt_string text);
void kt_text_lines(
    struct kt_report *r, const char *name, const struct kt_line *line);
/* "file:line:column: " */
void kt_text_place(
    struct kt_report *r, struct kt_string file, struct kt_position position);
/* The first line of a result. */
void kt_text_head(struct kt_report *r, const struct kt_judgement *judgement,
    const struct kt_result *result, const char *word, const char *code,
    struct kt_string text);
/* The results in `state` with their reasons, those of one reason together. */
void kt_text_open_results(struct kt_report *r,
    const struct kt_judgement *judgement, enum kt_state state,
    const char *heading, const char *word);

#endif
