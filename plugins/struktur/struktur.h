/*
 * Inside the plugin struktur: what its files share. Names, places and values
 * that the schema does not know, placeholders left in text, and numbers or ids
 * that stand twice.
 */
#ifndef PLUGINS_STRUKTUR_STRUKTUR_H
#define PLUGINS_STRUKTUR_STRUKTUR_H

#include <kontrakttjek/plugin.h>

int struktur_is(struct kt_string s, const char *text);
/* Bytewise order of texts, and whether they are the same. */
int struktur_compare(struct kt_string a, struct kt_string b);
/* Without white space at both ends. */
struct kt_string struktur_trim(struct kt_string s);
struct kt_string struktur_slice(const char *text);

/* One run of a check: what it has reported, and whether it can go on. */
struct struktur_run {
	const struct kt_host *host;
	struct kt_call *call;
	size_t reported;
	int uncertain; /* a fact is missing that could change the answer */
	int full; /* the host has enough findings */
	int failed; /* nothing can be said; the reason is noted */
};

void struktur_fail(
    struct struktur_run *run, const char *reason_da, const char *reason_en);
void struktur_report(
    struct struktur_run *run, const struct kt_finding *finding);
int struktur_is_done(const struct struktur_run *run);
/* `uncertain` needs a reason where nothing was found. */
kt_verdict struktur_verdict(
    struct struktur_run *run, const char *open_da, const char *open_en);

/* skema.c */
kt_status struktur_skema_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state);
kt_verdict struktur_skema(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);
void struktur_skema_release(const struct kt_host *host, void *state);

/* pladsholdere.c */
kt_verdict struktur_pladsholdere(const struct kt_host *host,
    struct kt_call *call, void *state, kt_node subject);

/* entydig.c */
kt_verdict struktur_entydig(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);
kt_status struktur_entydige(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result);

#endif
