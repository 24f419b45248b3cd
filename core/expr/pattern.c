/*
 * PCRE2 for matches(): compiled once, freed with the arena, always with
 * limits.
 */
#include "expr/internal.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Compiled, with what it is run with: a pattern is never run by two. */
struct pattern {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
	uint32_t runs;
};

/* Machine code is worth its making for a pattern that is run again and again. */
enum { JIT_FROM = 200 };

static void end_pattern(void *data)
{
	struct pattern *pattern = data;
	pcre2_match_context_free(pattern->limits);
	pcre2_match_data_free(pattern->data);
	pcre2_code_free(pattern->code);
}

static bool make_ready(struct pattern *pattern)
{
	pattern->data = pcre2_match_data_create(1, NULL);
	pattern->limits = pcre2_match_context_create(NULL);
	if (pattern->data == NULL || pattern->limits == NULL)
		return false;
	pcre2_set_match_limit(pattern->limits, KT_MAX_REGEX_MATCHES);
	pcre2_set_depth_limit(pattern->limits, KT_MAX_REGEX_DEPTH);
	pcre2_set_heap_limit(pattern->limits, KT_MAX_REGEX_HEAP);
	return true;
}

void *kt_pattern_compile(struct kt_arena *arena, struct kt_string pattern,
    size_t *offset, const char **trouble)
{
	int code = 0;
	PCRE2_SIZE at = 0;
	*trouble = NULL;
	struct pattern *out = kt_arena_alloc(arena, sizeof(*out));
	if (out == NULL)
		return NULL;
	out->code = pcre2_compile((PCRE2_SPTR)pattern.data, pattern.size,
	    PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &code, &at, NULL);
	if (out->code == NULL) {
		char *text = kt_arena_alloc(arena, 128);
		if (text != NULL)
			pcre2_get_error_message(code, (PCRE2_UCHAR *)text, 128);
		*trouble = text;
		*offset = at;
		return NULL;
	}
	bool ready = make_ready(out);
	if (!kt_arena_at_end(arena, end_pattern, out))
		return NULL;
	return ready ? out : NULL;
}

static int run_with(struct pattern *p, struct kt_string text,
    uint32_t options)
{
	return pcre2_match(p->code, (PCRE2_SPTR)text.data, text.size, 0,
	    options | PCRE2_NO_UTF_CHECK, p->data, p->limits);
}

static bool is_answer(int found)
{
	return found >= 0 || found == PCRE2_ERROR_NOMATCH;
}

/* Machine code and the interpreter count differently and have different
 * stacks: where the one reaches a limit the other is asked, so that the answer
 * does not depend on how often the pattern was run before. */
static int run_pattern(struct pattern *p, struct kt_string text)
{
	bool often = p->runs >= JIT_FROM;
	p->runs += !often;
	/* where it cannot be had, matching goes on without */
	if (p->runs == JIT_FROM && !often)
		pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
	int found = run_with(p, text, often ? 0 : PCRE2_NO_JIT);
	if (is_answer(found))
		return found;
	pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
	int other = run_with(p, text, often ? PCRE2_NO_JIT : 0);
	/* where both reach one, the interpreter's is told */
	return is_answer(other) || often ? other : found;
}

enum kt_truth kt_pattern_match(void *pattern, struct kt_string text,
    struct kt_run *run)
{
	int found = run_pattern(pattern, text);
	if (found >= 0)
		return KT_TRUE;
	if (found == PCRE2_ERROR_NOMATCH)
		return KT_FALSE;
	/* a limit is never "no match" */
	kt_run_fail(run, found == PCRE2_ERROR_NOMEMORY ? KT_E_MEMORY
	                                                : KT_E_LIMIT,
	    "et mønster i matches() nåede sin arbejdsgrænse",
	    "a pattern of matches() reached its limit of work");
	return KT_UNDECIDED;
}
