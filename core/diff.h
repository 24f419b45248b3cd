/*
 * The same document judged twice: what is new, gone or otherwise told.
 */
#ifndef CORE_DIFF_H
#define CORE_DIFF_H

#include "base.h"
#include "engine.h"

enum kt_change_kind {
	KT_CHANGE_NEW = 0,
	KT_CHANGE_GONE,
	KT_CHANGE_STATE,  /* fund, uafklaret, fraveget: one for the other */
	KT_CHANGE_GRADE,  /* another severity */
	KT_CHANGE_CONTENT /* another demand, or other reasons */
};
enum { KT_CHANGE_KINDS = KT_CHANGE_CONTENT + 1 };
const char *kt_change_name(enum kt_change_kind kind); /* "ny" */

struct kt_change {
	enum kt_change_kind kind;
	const struct kt_rule *rule;
	/* of NEW and GONE one is NULL */
	const struct kt_result *before, *after;
	/* of NEW before, of GONE afterwards: what the rule came to there */
	const struct kt_rule_state *otherwise; /* NULL: it was not selected */
};

struct kt_changes {
	struct kt_change *items; /* by place, then rule */
	size_t count;
	size_t counts[KT_CHANGE_KINDS];
	struct kt_arena arena;
};

/* Both judgements are of the same bytes. KT_E_MEMORY or KT_OK. */
kt_status kt_diff(const struct kt_judgement *before,
    const struct kt_judgement *after, struct kt_changes *out);
void kt_changes_finish(struct kt_changes *changes);

#endif
