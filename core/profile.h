/*
 * Profiles: which rules count for a use, how gravely, and in which order
 * findings are told. A profile is data (rules/profiler/ID.xml). What is fatal
 * it can only tighten: a fatal rule is never left out and never lowered.
 */
#ifndef CORE_PROFILE_H
#define CORE_PROFILE_H

#include "base.h"
#include "pack.h"

enum kt_profile_act {
	KT_PROFILE_SELECT = 0, /* vaelg */
	KT_PROFILE_LEAVE_OUT,  /* udelad */
	KT_PROFILE_GRADE,      /* alvor */
	KT_PROFILE_FIRST       /* foerst */
};

/* A line of a profile, for whoever wants to read it. */
struct kt_profile_part {
	enum kt_profile_act act;
	struct kt_string rules; /* names of packs and rules, and prefixes */
	enum kt_severity severity; /* of alvor */
	struct kt_string why[KT_LANGUAGES]; /* of udelad and alvor */
	struct kt_position at;
};

struct kt_profile_rule {
	bool left_out;
	enum kt_severity severity;
	uint32_t rank; /* findings of lower rank are told first */
};

struct kt_profile {
	struct kt_string id;
	struct kt_string title[KT_LANGUAGES];
	struct kt_string about[KT_LANGUAGES];
	struct kt_string file;
	const struct kt_profile_part *parts;
	size_t part_count;
	const struct kt_rules *packs;
	struct kt_profile_rule **rules; /* by pack, then by rule */
};

/* Everything lives in the memory of `rules`. An unknown id is KT_E_USE and
 * names the nearest; so is a profile that names what is not there, or would
 * loosen what is fatal. */
kt_status kt_profile_load(struct kt_rules *rules, struct kt_string id,
    const struct kt_profile **out, struct kt_error *error);
/* All profiles by id; an array of pointers. */
kt_status kt_profiles_load(struct kt_rules *rules,
    const struct kt_profile ***out, size_t *count, struct kt_error *error);

/* `profile` NULL: nothing is left out, re-graded or moved. */
bool kt_profile_leaves_out(
    const struct kt_profile *profile, const struct kt_rule *rule);
enum kt_severity kt_profile_severity(
    const struct kt_profile *profile, const struct kt_rule *rule);
uint32_t kt_profile_rank(
    const struct kt_profile *profile, const struct kt_rule *rule);

#endif
