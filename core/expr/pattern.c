/*
 * PCRE2 for matches(): compiled into the arena, always with limits.
 */
#include "expr/internal.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

static void *arena_malloc(PCRE2_SIZE size, void *arena)
{
	return kt_arena_alloc(arena, size);
}

static void arena_free(void *memory, void *arena)
{
	(void)memory;
	(void)arena;
}

void *kt_pattern_compile(struct kt_arena *arena, struct kt_string pattern,
    size_t *offset, const char **trouble)
{
	int code = 0;
	PCRE2_SIZE at = 0;
	*trouble = NULL;
	pcre2_general_context *general = pcre2_general_context_create(
	    arena_malloc, arena_free, arena);
	pcre2_compile_context *compile =
	    general ? pcre2_compile_context_create(general) : NULL;
	if (compile == NULL)
		return NULL;
	pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern.data,
	    pattern.size, PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C,
	    &code, &at, compile);
	if (compiled == NULL) {
		char *text = kt_arena_alloc(arena, 128);
		if (text != NULL)
			pcre2_get_error_message(code, (PCRE2_UCHAR *)text, 128);
		*trouble = text;
		*offset = at;
	}
	return compiled;
}

enum kt_truth kt_pattern_match(const void *pattern, struct kt_string text,
    struct kt_run *run)
{
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	int found = PCRE2_ERROR_NOMEMORY;
	if (data != NULL && context != NULL) {
		pcre2_set_match_limit(context, KT_MAX_REGEX_MATCHES);
		pcre2_set_depth_limit(context, KT_MAX_REGEX_DEPTH);
		pcre2_set_heap_limit(context, KT_MAX_REGEX_HEAP);
		found = pcre2_match(pattern, (PCRE2_SPTR)text.data, text.size,
		    0, PCRE2_NO_UTF_CHECK, data, context);
	}
	pcre2_match_context_free(context);
	pcre2_match_data_free(data);
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
