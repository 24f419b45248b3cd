/*
 * Sentences that more than one output says the same way.
 */
#ifndef CORE_REPORT_WORDS_H
#define CORE_REPORT_WORDS_H

#include "report.h"

/* "8 fund (3 fejl, 5 advarsler), 2 kan ikke afgøres, alt blev tjekket." */
void kt_words_verdict(struct kt_buffer *out, const struct kt_totals *totals,
    enum kt_severity min_severity, enum kt_language language);
/* "Regler: 6 med fund, 2 uafklaret, … = 53 i alt" */
void kt_words_counters(struct kt_buffer *out, const size_t states[KT_STATES],
    enum kt_language language);
/* "Styringsaftale Midtjylland, afsnit 4 (antaget), https://…" */
void kt_words_source(struct kt_buffer *out, const struct kt_source *source,
    enum kt_language language);
/* "verificeret", "antaget", "ikke udfyldt" */
const char *kt_words_status(
    enum kt_status_of_value status, enum kt_language language);

#endif
