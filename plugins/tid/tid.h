/*
 * Inside the plugin tid: what its files share. Dates, ages, notices, days and
 * periods; how many days or months a law gives is an argument.
 */
#ifndef PLUGINS_TID_TID_H
#define PLUGINS_TID_TID_H

#include <kontrakttjek/plugin.h>

enum { TID_DAY_SECONDS = 24 * 60 * 60 };

/* Whether the slice is exactly this text. */
int tid_is(struct kt_string s, const char *text);
/* The last day of the month of `date`. */
kt_status tid_month_end(const struct kt_host *host, const struct kt_date *date,
    struct kt_date *out);
/* "1. marts 2026" for messages; zero-terminated, at most 47 bytes. */
struct tid_text {
	char data[48];
};
struct tid_text tid_text(const struct kt_host *host, struct kt_call *call,
    const struct kt_value *value, int english);
struct tid_text tid_date_text(const struct kt_host *host, struct kt_call *call,
    const struct kt_date *date, int english);

/* doegn.c */
kt_status tid_doegn(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result);

/* perioder.c */
extern const struct kt_parameter tid_perioder_parameters[];
enum { TID_PERIODER_PARAMETERS = 4 };
kt_status tid_perioder_prepare(
    const struct kt_host *host, struct kt_rule *rule, void **state);
kt_verdict tid_perioder(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);
void tid_perioder_release(const struct kt_host *host, void *state);

#endif
