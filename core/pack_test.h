/*
 * Runs the examples that stand inside the rules: each changes a base document
 * of rules/eksempler in one place and says what the rule makes of it.
 */
#ifndef CORE_PACK_TEST_H
#define CORE_PACK_TEST_H

#include "engine.h"
#include "pack.h"
#include "report.h"

/* `packs`: NULL-ended ids or prefixes, or NULL for all. Writes one line for
 * each example that does not come out as it says, or cannot be made, and the
 * sum. Of `settings`, the language and today count. Not KT_OK: the run was
 * not finished. */
kt_status kt_pack_test(struct kt_rules *rules, const char *const *packs,
    const struct kt_settings *settings, struct kt_sink *out, size_t *passed,
    size_t *failed, struct kt_error *error);

#endif
