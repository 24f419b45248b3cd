/*
 * Whether the paths of a rule name anything that the papers of the examples
 * have: a path that matches nothing anywhere is never tried by any test.
 */
#ifndef CORE_PACK_REACH_H
#define CORE_PACK_REACH_H

#include "pack.h"

struct kt_reach;

/* Reads the papers that the examples of all packs start from, and what the
 * examples add to them. */
kt_status kt_reach_create(const struct kt_rules *rules, struct kt_reach **out,
    struct kt_error *error);
void kt_reach_destroy(struct kt_reach *reach);
/* The first path of the rule with a name that no paper has, as written; empty
 * where there is none. */
struct kt_string kt_reach_missing(const struct kt_reach *reach,
    const struct kt_rule *rule);

#endif
