/*
 * Inside the plugin identitet: what its files share. Forms of numbers that
 * name somebody. Check digits' weights and the table of centuries are
 * arguments; no message ever holds a number.
 */
#ifndef PLUGINS_IDENTITET_IDENTITET_H
#define PLUGINS_IDENTITET_IDENTITET_H

#include <kontrakttjek/plugin.h>

static inline int identitet_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* cpr.c */
kt_status identitet_cpr_ok(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result);
kt_status identitet_cpr_dato(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result);

/* tekst.c */
kt_verdict identitet_cpr_i_tekst(const struct kt_host *host,
    struct kt_call *call, void *state, kt_node subject);

#endif
