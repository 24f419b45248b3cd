/*
 * Full RELAX NG validation by libxml2, which builds a tree for it: for lint,
 * --skema and the tests. The reader's own table of declarations covers every
 * ordinary run. No libxml2 type leaves relaxng.c.
 */
#ifndef CORE_RELAXNG_H
#define CORE_RELAXNG_H

#include "base.h"

struct kt_relaxng;

/* *out is NULL on failure. `path` is read with kt_intake_file. */
kt_status kt_relaxng_load(
    const char *path, struct kt_relaxng **out, struct kt_error *error);
void kt_relaxng_destroy(struct kt_relaxng *relaxng);

/* Calls `note` for each deviation, in document order; libxml2's message is in
 * English, and valid during the call only. False from `note` ends it. The
 * bytes must have been read by kt_reader_read before, which refuses what no
 * parser should be asked to read. KT_E_INPUT: they do not parse. */
kt_status kt_relaxng_validate(struct kt_relaxng *relaxng,
    struct kt_string bytes, const char *name,
    bool (*note)(void *data, uint32_t line, struct kt_string message),
    void *data, struct kt_error *error);

#endif
