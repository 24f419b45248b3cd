/*
 * What is wrong or doubtful with a pack that loads: for rule authors. Nothing
 * here is looked for in an ordinary run.
 */
#ifndef CORE_PACK_LINT_H
#define CORE_PACK_LINT_H

#include "engine.h"
#include "pack.h"
#include "report.h"

/* `packs` as in kt_pack_test. Writes one line for each remark, `file:line:
 * error|warning|info: text`, and the sum; counts the errors (the pack is not
 * to be released) and the warnings. Of `settings`, the language counts. */
kt_status kt_pack_lint(struct kt_rules *rules, const char *const *packs,
    const struct kt_settings *settings, struct kt_sink *out, size_t *errors,
    size_t *warnings, struct kt_error *error);

#endif
