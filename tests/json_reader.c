#include "json_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each returns the end of what it read, NULL where that is not valid. */
static const char *skip_value(const char *at);

static const char *skip_space(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

static const char *skip_string(const char *at)
{
	if (*at++ != '"')
		return NULL;
	while (*at != '"') {
		if ((unsigned char)*at < 0x20)
			return NULL;
		if (*at++ != '\\')
			continue;
		if (*at == 'u') {
			if (strspn(at + 1, "0123456789abcdefABCDEF") < 4)
				return NULL;
			at += 5;
		} else if (*at != '\0' && strchr("\"\\/bfnrt", *at) != NULL) {
			at++;
		} else {
			return NULL;
		}
	}
	return at + 1;
}

static const char *skip_digits(const char *at)
{
	size_t count = strspn(at, "0123456789");

	return count == 0 ? NULL : at + count;
}

static const char *skip_number(const char *at)
{
	if (*at == '-')
		at++;
	if (*at == '0' && at[1] >= '0' && at[1] <= '9')
		return NULL;
	at = skip_digits(at);
	if (at != NULL && *at == '.')
		at = skip_digits(at + 1);
	return at;
}

static const char *skip_items(const char *at, char end, bool keys)
{
	at = skip_space(at + 1);
	if (*at == end)
		return at + 1;
	for (;;) {
		if (keys) {
			at = skip_string(skip_space(at));
			if (at == NULL)
				return NULL;
			at = skip_space(at);
			if (*at++ != ':')
				return NULL;
		}
		at = skip_value(skip_space(at));
		if (at == NULL)
			return NULL;
		at = skip_space(at);
		if (*at == end)
			return at + 1;
		if (*at++ != ',')
			return NULL;
	}
}

static const char *skip_value(const char *at)
{
	static const char *const words[] = { "true", "false", "null" };

	if (*at == '{')
		return skip_items(at, '}', true);
	if (*at == '[')
		return skip_items(at, ']', false);
	if (*at == '"')
		return skip_string(at);
	for (size_t i = 0; i < 3; i++) {
		if (strncmp(at, words[i], strlen(words[i])) == 0)
			return at + strlen(words[i]);
	}
	return skip_number(at);
}

bool json_valid(const char *text)
{
	const char *end = skip_value(skip_space(text));

	return end != NULL && *skip_space(end) == '\0';
}

/* ---- finding ----------------------------------------------------------- */

static const char *member(const char *at, const char *key, size_t length)
{
	if (*at != '{')
		return NULL;
	at = skip_space(at + 1);
	while (*at == '"') {
		const char *end = skip_string(at);
		bool same = (size_t)(end - at) == length + 2 &&
			    memcmp(at + 1, key, length) == 0;

		at = skip_space(skip_space(end) + 1);
		if (same)
			return at;
		at = skip_space(skip_value(at));
		if (*at == ',')
			at = skip_space(at + 1);
	}
	return NULL;
}

static const char *item(const char *at, long index)
{
	if (*at != '[')
		return NULL;
	at = skip_space(at + 1);
	for (; *at != ']'; index--) {
		if (index == 0)
			return at;
		at = skip_space(skip_value(at));
		if (*at == ',')
			at = skip_space(at + 1);
	}
	return NULL;
}

bool json_find(const char *text, const char *path, char *out, int room)
{
	const char *at = json_valid(text) ? skip_space(text) : NULL;

	while (at != NULL && *path != '\0') {
		if (*path == '[') {
			char *end;

			at = item(at, strtol(path + 1, &end, 10));
			path = end + 1;
		} else {
			size_t length = strcspn(path, ".[");

			at = member(at, path, length);
			path += length;
		}
		if (*path == '.')
			path++;
	}
	if (at == NULL)
		return false;
	snprintf(out, (size_t)room, "%.*s", (int)(skip_value(at) - at), at);
	return true;
}
