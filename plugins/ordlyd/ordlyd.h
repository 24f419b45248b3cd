/*
 * Inside the plugin ordlyd: what its files share. Patterns are PCRE2 regular
 * expressions made for running text: a space stands for any white space, a dot
 * for any character, and the letters' case does not matter unless asked for.
 */
#ifndef PLUGINS_ORDLYD_ORDLYD_H
#define PLUGINS_ORDLYD_ORDLYD_H

#include <kontrakttjek/plugin.h>

/* ---- moenster.c: one pattern ------------------------------------------- */

/* The same numbers as in the host's limits.h, which plugins do not see. */
enum {
	ORDLYD_MATCH_LIMIT = 1000000,
	ORDLYD_DEPTH_LIMIT = 10000,
	ORDLYD_HEAP_LIMIT = 20 * 1024, /* KiB */
	ORDLYD_LONGEST_PATTERN = 8 * 1024,
	/* Bytes that a pattern searches before it is worth compiling to
	 * machine code: one short paper never pays for it, an archive does.
	 * Which of the two is asked first never decides the answer. */
	ORDLYD_JIT_FROM = 16 * 1024
};

struct ordlyd_pattern; /* compiled */

/* Match data and limits, used again and again. */
struct ordlyd_engine;

struct ordlyd_error {
	kt_status status;
	char da[256];
	char en[256];
};

struct ordlyd_engine *ordlyd_engine_create(void); /* NULL: no memory */
void ordlyd_engine_destroy(struct ordlyd_engine *engine);

/* NULL on failure, and then *error says why. */
struct ordlyd_pattern *ordlyd_pattern_create(
    struct kt_string text, int exact_case, struct ordlyd_error *error);
void ordlyd_pattern_destroy(struct ordlyd_pattern *pattern);

/* The first match at or after *at: 1 and *match, with *at moved behind it; 0:
 * there is none; -1: a limit was reached, and *error says which. A match is
 * never empty. `text` is valid UTF-8 and *at between characters. */
int ordlyd_find(struct ordlyd_engine *engine, struct ordlyd_pattern *pattern,
    struct kt_string text, size_t *at, struct kt_string *match,
    struct ordlyd_error *error);

/* ---- soeg.c: the checks ------------------------------------------------ */

int ordlyd_is(struct kt_string s, const char *text);
/* Without white space at both ends. */
struct kt_string ordlyd_trim(struct kt_string s);

extern const struct kt_parameter ordlyd_forbudt_parameters[];
extern const struct kt_parameter ordlyd_kraevet_parameters[];
enum { ORDLYD_FORBUDT_PARAMETERS = 4, ORDLYD_KRAEVET_PARAMETERS = 5 };

kt_status ordlyd_forbudt_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state);
kt_status ordlyd_kraevet_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state);
kt_verdict ordlyd_forbudt(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);
kt_verdict ordlyd_kraevet(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);
void ordlyd_release(const struct kt_host *host, void *state);

#endif
