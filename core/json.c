#include "json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "layout.h"
#include "moment.h"

void kt_json_init(struct kt_json *json, struct kt_sink *sink)
{
	*json = (struct kt_json){ .sink = sink };
}

static void flush(struct kt_json *json)
{
	kt_sink_add(json->sink, (struct kt_string){ json->room, json->used });
	json->used = 0;
}

/* Most pieces are a few bytes, and the sink is far away. What stands outside
 * of everything goes there at once. */
static void put(struct kt_json *json, struct kt_string s)
{
	bool straight = json->depth == 0 || s.size > sizeof(json->room);

	if (straight || s.size > sizeof(json->room) - json->used)
		flush(json);
	if (straight) {
		kt_sink_add(json->sink, s);
	} else if (s.size > 0) {
		memcpy(json->room + json->used, s.data, s.size);
		json->used += s.size;
	}
}

static void new_line(struct kt_json *json)
{
	static const char blanks[2 * KT_JSON_DEPTH + 1] =
	    "                                                                ";

	put(json, KT_S("\n"));
	put(json,
	    (struct kt_string){ blanks, 2 * (size_t)json->depth });
}

/* Whatever must stand between the previous value and this one. */
static void before_value(struct kt_json *json)
{
	if (json->after_key) {
		json->after_key = false;
		return;
	}
	if (json->depth == 0)
		return;
	if (json->filled[json->depth - 1])
		put(json, KT_S(","));
	json->filled[json->depth - 1] = true;
	new_line(json);
}

static void open_level(struct kt_json *json, struct kt_string bracket)
{
	before_value(json);
	put(json, bracket);
	/* the levels are those of the code that writes, not of the data */
	if (json->depth < KT_JSON_DEPTH)
		json->filled[json->depth++] = false;
	else
		json->sink->failed = true;
}

enum { WHOLE = 2 }; /* levels of what is whole by itself */

static void close_level(struct kt_json *json, struct kt_string bracket)
{
	if (json->depth == 0)
		return;
	json->depth--;
	if (json->filled[json->depth])
		new_line(json);
	put(json, bracket);
	/* a reader need not wait for the end of everything */
	if (json->depth <= WHOLE)
		flush(json);
}

void kt_json_object(struct kt_json *json)
{
	open_level(json, KT_S("{"));
}

void kt_json_object_end(struct kt_json *json)
{
	close_level(json, KT_S("}"));
}

void kt_json_array(struct kt_json *json)
{
	open_level(json, KT_S("["));
}

void kt_json_array_end(struct kt_json *json)
{
	close_level(json, KT_S("]"));
}

/* What stands for a character that may not stand as itself; empty: it may. */
static struct kt_string escape(unsigned char c, char room[8])
{
	static const char digits[] = "0123456789abcdef";

	switch (c) {
	case '"':
		return KT_S("\\\"");
	case '\\':
		return KT_S("\\\\");
	case '\n':
		return KT_S("\\n");
	case '\r':
		return KT_S("\\r");
	case '\t':
		return KT_S("\\t");
	default:
		break;
	}
	if (c >= 0x20 && c != 0x7F)
		return KT_S("");
	room[0] = '\\';
	room[1] = 'u';
	room[2] = room[3] = '0';
	room[4] = digits[c >> 4];
	room[5] = digits[c & 15];
	return (struct kt_string){ room, 6 };
}

static bool is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

static void quoted(struct kt_json *json, struct kt_string s)
{
	size_t plain = 0; /* begin of what is not written yet */
	size_t at = 0;

	put(json, KT_S("\""));
	while (at < s.size) {
		uint32_t character;
		size_t length;
		struct kt_string instead = KT_S("");
		char room[8];

		if (is_plain(s.data[at])) {
			at++;
			continue;
		}
		length =
		    kt_layout_character(s.data + at, s.size - at, &character);
		if (length == 0)
			instead = KT_S("\xEF\xBF\xBD");
		else if (length == 1)
			instead = escape((unsigned char)s.data[at], room);
		if (instead.size > 0) {
			put(json,
			    (struct kt_string){ s.data + plain, at - plain });
			put(json, instead);
			plain = at + 1;
		}
		at += length == 0 ? 1 : length;
	}
	put(json,
	    (struct kt_string){ s.data + plain, s.size - plain });
	put(json, KT_S("\""));
}

struct kt_json *kt_json_key(struct kt_json *json, const char *key)
{
	before_value(json);
	quoted(json, kt_string_of(key));
	put(json, KT_S(": "));
	json->after_key = true;
	return json;
}

void kt_json_string(struct kt_json *json, struct kt_string s)
{
	before_value(json);
	quoted(json, s);
}

void kt_json_text(struct kt_json *json, const char *zero_terminated)
{
	kt_json_string(json, kt_string_of(zero_terminated));
}

void kt_json_number(struct kt_json *json, uint64_t number)
{
	char text[24];
	int size = snprintf(text, sizeof(text), "%" PRIu64, number);

	before_value(json);
	put(json, (struct kt_string){ text, (size_t)size });
}

void kt_json_bool(struct kt_json *json, bool value)
{
	before_value(json);
	put(json, value ? KT_S("true") : KT_S("false"));
}

void kt_json_null(struct kt_json *json)
{
	before_value(json);
	put(json, KT_S("null"));
}

void kt_json_optional(struct kt_json *json, struct kt_string s)
{
	if (s.size == 0)
		kt_json_null(json);
	else
		kt_json_string(json, s);
}

void kt_json_date(struct kt_json *json, struct kt_date date)
{
	char text[KT_MOMENT_CHARS];
	size_t size = kt_date_format(date, text);

	kt_json_string(json, (struct kt_string){ text, size });
}

void kt_json_finish(struct kt_json *json)
{
	put(json, KT_S("\n"));
}
