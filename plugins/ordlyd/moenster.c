#include "ordlyd.h"

#include "filter.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ordlyd_pattern {
	pcre2_code *code;
	struct ordlyd_filter filter;
	int jit_tried;
	size_t searched; /* bytes so far */
};

struct ordlyd_engine {
	pcre2_match_context *limits;
	pcre2_match_data *data;
};

/* ---- reading a pattern ------------------------------------------------- */

/* What a look through the pattern's text says of it. */
struct reading {
	int verb; /* holds (*…) */
	int reset; /* \K: says that a match begins later than it does */
	int extended; /* (?x): spaces mean nothing in it already */
	int words; /* \b, \w or (?i): needs to know letters */
};

static int starts(struct kt_string s, size_t at, const char *text)
{
	size_t size = strlen(text);

	return s.size - at >= size && memcmp(s.data + at, text, size) == 0;
}

/* Bytes from `at` to behind the next `end`, or to the end of the pattern. */
static size_t up_to(struct kt_string s, size_t at, const char *end)
{
	size_t from = at;

	while (at < s.size && !starts(s, at, end))
		at++;
	return (at < s.size ? at + strlen(end) : s.size) - from;
}

/* Bytes of the next piece of the pattern that stands or falls together, and
 * whether what follows it is inside a class. */
static size_t piece_at(struct kt_string s, size_t at, int *in_class)
{
	size_t size = 1;

	if (starts(s, at, "\\Q"))
		return up_to(s, at, "\\E");
	if (s.data[at] == '\\')
		return at + 1 < s.size ? 2 : 1;
	if (*in_class) {
		if (starts(s, at, "[:"))
			return up_to(s, at, ":]");
		*in_class = s.data[at] != ']';
		return 1;
	}
	if (s.data[at] == '[') {
		*in_class = 1;
		size += starts(s, at + size, "^") ? 1 : 0;
		/* right after the opening it is a character like any other */
		size += starts(s, at + size, "]") ? 1 : 0;
	}
	return size;
}

/* Letters of an option group "(?ix-m" at `at`. */
static void read_options(struct kt_string s, size_t at, struct reading *out)
{
	for (at += 2; at < s.size && strchr("imsnxJU^-", s.data[at]) != NULL;
	     at++) {
		out->extended |= s.data[at] == 'x';
		out->words |= s.data[at] == 'i';
	}
}

static struct reading read_pattern(struct kt_string s)
{
	struct reading out = { 0, 0, 0, 0 };
	int in_class = 0;

	for (size_t at = 0; at < s.size;) {
		int was_in_class = in_class;
		size_t size = piece_at(s, at, &in_class);

		if (s.data[at] == '\\' && size == 2) {
			out.words |= strchr("bBwW", s.data[at + 1]) != NULL;
			out.reset |= s.data[at + 1] == 'K';
		}
		out.words |= was_in_class && size > 2;
		if (!was_in_class && starts(s, at, "(*"))
			out.verb = 1;
		if (!was_in_class && starts(s, at, "(?"))
			read_options(s, at, &out);
		at += size;
	}
	return out;
}

/* ---- spaces ------------------------------------------------------------ */

static int is_quantifier(struct kt_string s, size_t at)
{
	if (at >= s.size)
		return 0;
	if (s.data[at] == '{')
		return at + 1 < s.size && s.data[at + 1] >= '0' &&
		       s.data[at + 1] <= '9';
	return strchr("?*+", s.data[at]) != NULL;
}

static void put(char *out, size_t *size, const char *text, size_t length)
{
	memcpy(out + *size, text, length);
	*size += length;
}

/* Lines are broken anywhere in a document, and word processors put no-break
 * spaces between a number and its unit: a space of the pattern matches any
 * white space, and any amount of it where `many`. A quantifier after it takes
 * hold of the last one as written. `out` has room for WIDE times the bytes. */
#define ANY_SPACE "[\\h\\v]"
enum { WIDE = sizeof(ANY_SPACE "+") - 1 };

static size_t widen(struct kt_string s, int many, char *out)
{
	int in_class = 0;
	size_t size = 0;

	for (size_t at = 0; at < s.size;) {
		int was_in_class = in_class;
		size_t length = piece_at(s, at, &in_class);
		size_t run = 0;

		while (!was_in_class && at + run < s.size &&
		       s.data[at + run] == ' ')
			run++;
		if (run == 0) {
			put(out, &size, s.data + at, length);
			at += length;
			continue;
		}
		at += run;
		if (is_quantifier(s, at)) {
			if (run > 1)
				put(out, &size, ANY_SPACE "+", WIDE);
			put(out, &size, ANY_SPACE, WIDE - 1);
		} else {
			put(out, &size, ANY_SPACE "+", many ? WIDE : WIDE - 1);
		}
	}
	return size;
}

/* ---- compiling --------------------------------------------------------- */

static void say(struct ordlyd_error *error, kt_status status, const char *da,
    const char *en)
{
	error->status = status;
	snprintf(error->da, sizeof(error->da), "%s", da);
	snprintf(error->en, sizeof(error->en), "%s", en);
}

static void say_syntax(struct ordlyd_error *error, int code, size_t offset)
{
	PCRE2_UCHAR message[128];

	if (code == PCRE2_ERROR_HEAP_FAILED) {
		say(error, KT_E_MEMORY, "der er ikke mere hukommelse",
		    "out of memory");
		return;
	}
	pcre2_get_error_message(code, message, sizeof(message));
	error->status = KT_E_USE;
	snprintf(error->da, sizeof(error->da),
	    "mønsteret kan ikke læses ved byte %zu: %s", offset + 1,
	    (const char *)message);
	snprintf(error->en, sizeof(error->en),
	    "the pattern cannot be read at byte %zu: %s", offset + 1,
	    (const char *)message);
}

static pcre2_code *compile(
    const char *text, size_t size, uint32_t options, struct ordlyd_error *error)
{
	int code = 0;
	PCRE2_SIZE offset = 0;
	pcre2_code *out = pcre2_compile(
	    (PCRE2_SPTR)text, size, options, &code, &offset, NULL);

	if (out == NULL)
		say_syntax(error, code, offset);
	return out;
}

/* Spaces of any amount first; a lookbehind cannot have that and gets single
 * ones; and where that fails too, the pattern as written says why. */
static pcre2_code *compile_wide(struct kt_string text, int extended,
    uint32_t options, struct ordlyd_error *error)
{
	pcre2_code *code = NULL;

	if (!extended && text.size > 0 &&
	    memchr(text.data, ' ', text.size) != NULL) {
		char *wide = malloc(text.size * WIDE);

		if (wide == NULL) {
			say_syntax(error, PCRE2_ERROR_HEAP_FAILED, 0);
			return NULL;
		}
		code = compile(wide, widen(text, 1, wide), options, error);
		if (code == NULL) {
			code =
			    compile(wide, widen(text, 0, wide), options, error);
		}
		free(wide);
	}
	if (code == NULL)
		code = compile(text.data, text.size, options, error);
	return code;
}

static int is_usable(
    struct kt_string text, struct reading reading, struct ordlyd_error *error)
{
	if (text.size == 0) {
		say(error, KT_E_USE, "mønsteret er tomt",
		    "the pattern is empty");
	} else if (text.size > ORDLYD_LONGEST_PATTERN) {
		say(error, KT_E_USE, "mønsteret er længere end 8 KiB",
		    "the pattern is longer than 8 KiB");
	} else if (reading.verb || reading.reset) {
		say(error, KT_E_USE, "mønstre må ikke have (*…) eller \\K",
		    "patterns must not have (*…) or \\K");
	} else {
		return 1;
	}
	return 0;
}

/* A pattern that fits nothing at all ("a*", "^(?!b)") fits everywhere, and
 * neither "found" nor "not found" would say anything. */
static int is_sensible(const pcre2_code *code, struct ordlyd_error *error)
{
	uint32_t empty = 0;

	pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty) {
		say(error, KT_E_USE, "mønsteret passer også på ingen tekst",
		    "the pattern also fits no text at all");
	}
	return !empty;
}

struct ordlyd_pattern *ordlyd_pattern_create(
    struct kt_string text, int exact_case, struct ordlyd_error *error)
{
	struct reading reading = read_pattern(text);
	uint32_t options = PCRE2_UTF | PCRE2_DOTALL | PCRE2_NEVER_BACKSLASH_C;
	struct ordlyd_pattern *pattern;

	if (!is_usable(text, reading, error))
		return NULL;
	if (!exact_case)
		options |= PCRE2_CASELESS;
	/* slower, and only of use where letters are told from others */
	if (reading.words)
		options |= PCRE2_UCP;
	pattern = calloc(1, sizeof(*pattern));
	if (pattern == NULL) {
		say_syntax(error, PCRE2_ERROR_HEAP_FAILED, 0);
		return NULL;
	}
	pattern->code = compile_wide(text, reading.extended, options, error);
	if (pattern->code != NULL && is_sensible(pattern->code, error)) {
		ordlyd_filter_read(&pattern->filter, text);
		return pattern;
	}
	ordlyd_pattern_destroy(pattern);
	return NULL;
}

void ordlyd_pattern_destroy(struct ordlyd_pattern *pattern)
{
	if (pattern == NULL)
		return;
	pcre2_code_free(pattern->code);
	free(pattern);
}

/* ---- searching --------------------------------------------------------- */

struct ordlyd_engine *ordlyd_engine_create(void)
{
	struct ordlyd_engine *engine = calloc(1, sizeof(*engine));

	if (engine == NULL)
		return NULL;
	engine->limits = pcre2_match_context_create(NULL);
	/* where the match is, not its groups */
	engine->data = pcre2_match_data_create(1, NULL);
	if (engine->limits == NULL || engine->data == NULL) {
		ordlyd_engine_destroy(engine);
		return NULL;
	}
	pcre2_set_match_limit(engine->limits, ORDLYD_MATCH_LIMIT);
	pcre2_set_depth_limit(engine->limits, ORDLYD_DEPTH_LIMIT);
	pcre2_set_heap_limit(engine->limits, ORDLYD_HEAP_LIMIT);
	return engine;
}

void ordlyd_engine_destroy(struct ordlyd_engine *engine)
{
	if (engine == NULL)
		return;
	pcre2_match_data_free(engine->data);
	pcre2_match_context_free(engine->limits);
	free(engine);
}

static void say_limit(struct ordlyd_error *error, int code)
{
	switch (code) {
	case PCRE2_ERROR_MATCHLIMIT:
		say(error, KT_E_LIMIT,
		    "søgningen nåede grænsen for antal forsøg",
		    "the search reached the limit of attempts");
		break;
	case PCRE2_ERROR_DEPTHLIMIT:
		say(error, KT_E_LIMIT, "søgningen nåede grænsen for dybde",
		    "the search reached the limit of depth");
		break;
	case PCRE2_ERROR_HEAPLIMIT:
		say(error, KT_E_LIMIT, "søgningen nåede grænsen for hukommelse",
		    "the search reached the limit of memory");
		break;
	case PCRE2_ERROR_NOMEMORY:
		say(error, KT_E_MEMORY, "der er ikke mere hukommelse",
		    "out of memory");
		break;
	default:
		error->status = KT_E_INTERNAL;
		snprintf(error->da, sizeof(error->da),
		    "søgningen fejlede (PCRE2 %d)", code);
		snprintf(error->en, sizeof(error->en),
		    "the search failed (PCRE2 %d)", code);
	}
}

static int run_with(struct ordlyd_engine *engine,
    struct ordlyd_pattern *pattern, struct kt_string text, size_t at,
    uint32_t options)
{
	return pcre2_match(pattern->code, (PCRE2_SPTR)text.data, text.size, at,
	    options | PCRE2_NO_UTF_CHECK, engine->data, engine->limits);
}

static void make_machine_code(struct ordlyd_pattern *pattern)
{
	/* where it cannot be had, matching goes on without */
	if (!pattern->jit_tried)
		pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
	pattern->jit_tried = 1;
}

static int is_answer(int code)
{
	return code >= 0 || code == PCRE2_ERROR_NOMATCH;
}

/* Machine code pays once a pattern has been at work for a while. It and the
 * interpreter count differently and have different stacks, and each answers
 * where the other reaches a limit. So the other is asked then: how much was
 * searched before decides what is fast, not what the answer is. */
static int run(struct ordlyd_engine *engine, struct ordlyd_pattern *pattern,
    struct kt_string text, size_t at)
{
	uint32_t first = PCRE2_NO_JIT;
	uint32_t second = 0;
	int code;
	int other;

	pattern->searched += text.size;
	if (pattern->searched >= ORDLYD_JIT_FROM) {
		make_machine_code(pattern);
		first = 0;
		second = PCRE2_NO_JIT;
	}
	code = run_with(engine, pattern, text, at, first);
	if (is_answer(code))
		return code;
	make_machine_code(pattern);
	other = run_with(engine, pattern, text, at, second);
	/* where both reach one, the interpreter's is told */
	return is_answer(other) || second == PCRE2_NO_JIT ? other : code;
}

int ordlyd_find(struct ordlyd_engine *engine, struct ordlyd_pattern *pattern,
    struct kt_string text, size_t *at, struct kt_string *match,
    struct ordlyd_error *error)
{
	const PCRE2_SIZE *ends;
	int code;

	if (*at >= text.size ||
	    (*at == 0 && !ordlyd_filter_passes(&pattern->filter, text)))
		return 0;
	code = run(engine, pattern, text, *at);
	if (code == PCRE2_ERROR_NOMATCH)
		return 0;
	if (code < 0) {
		say_limit(error, code);
		return -1;
	}
	ends = pcre2_get_ovector_pointer(engine->data);
	/* cannot be, and must not be read as "not found" */
	if (ends[1] <= ends[0] || ends[0] < *at) {
		say_limit(error, PCRE2_ERROR_INTERNAL);
		return -1;
	}
	match->data = text.data + ends[0];
	match->size = ends[1] - ends[0];
	*at = ends[1];
	return 1;
}
