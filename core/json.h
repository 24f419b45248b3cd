/*
 * Writes JSON as it goes: little is kept but how deep it stands. What comes
 * out is always valid JSON in UTF-8, whatever bytes a name or a text holds.
 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include "report.h"

enum { KT_JSON_DEPTH = 32 };

struct kt_json {
	struct kt_sink *sink;
	int depth;
	bool after_key;
	bool filled[KT_JSON_DEPTH]; /* the object or array has something */
	char room[1024]; /* not handed on yet */
	size_t used;
};

void kt_json_init(struct kt_json *json, struct kt_sink *sink);

/* Inside an object every value needs a key before it; kt_json_key returns its
 * argument so that a value can be written in one line. */
struct kt_json *kt_json_key(struct kt_json *json, const char *key);

void kt_json_object(struct kt_json *json);
void kt_json_object_end(struct kt_json *json);
void kt_json_array(struct kt_json *json);
void kt_json_array_end(struct kt_json *json);
/* Ill-formed UTF-8 becomes U+FFFD. */
void kt_json_string(struct kt_json *json, struct kt_string s);
void kt_json_text(struct kt_json *json, const char *zero_terminated);
void kt_json_number(struct kt_json *json, uint64_t number);
void kt_json_bool(struct kt_json *json, bool value);
void kt_json_null(struct kt_json *json);

/* The string, or null where it is empty. */
void kt_json_optional(struct kt_json *json, struct kt_string s);
/* ISO date. */
void kt_json_date(struct kt_json *json, struct kt_date date);
/* Ends the document with a line end. */
void kt_json_finish(struct kt_json *json);

#endif
