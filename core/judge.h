/*
 * Inside the engine: one rule on one document, and the words of its results.
 */
#ifndef CORE_JUDGE_H
#define CORE_JUDGE_H

#include "engine.h"
#include "fingerprint.h"
#include "host.h"

struct kt_engine {
	struct kt_rules *rules;
	struct kt_settings settings;
	struct kt_reader *reader;
	struct kt_document document;
	struct kt_stack stack;
	bool **selected; /* by pack and rule */
	bool **prepared; /* of those, without what the profile leaves out */
	size_t selected_count;
	struct kt_arena arena;
};

/* One document being judged. */
struct kt_judging {
	struct kt_engine *engine;
	struct kt_document *document;
	struct kt_judgement *out;
	enum kt_language language;
	struct kt_date today;
	/* by index of rules->kinds: whether the document is of that kind */
	enum kt_truth *kinds;
	struct kt_result **results_end;
	/* the rule at hand */
	const struct kt_rule *rule;
	const struct kt_program *program;
	const struct kt_edition *edition;
	enum kt_state state; /* highest so far of its subjects */
	struct kt_string reason; /* of a state without a result */
	/* texts that no output may show */
	struct kt_string *secrets;
	size_t secret_count;
	/* elements that hold departures, and contents hashed so far */
	kt_node *departures;
	size_t departure_count;
	struct kt_digests digests;
	struct kt_result *finding; /* the last one of this subject's tests */
	struct kt_explanation explanation;
	struct kt_run run;
	struct kt_call call;
};

/* Judges one rule; its state and reason are left in `j`. */
void kt_judge_rule(struct kt_judging *j, const struct kt_rule *rule,
    const struct kt_edition *edition);

/* ---- results ----------------------------------------------------------- */

/* A result of the rule at hand with place, label and source line. `node` 0:
 * the subject. Joined to the judgement's list. NULL: no memory. */
struct kt_result *kt_result_add(struct kt_judging *j, enum kt_state state,
    kt_node node, size_t text_offset, size_t text_size);
/* fund of a test: from the explanation's comparisons. */
void kt_result_of_test(struct kt_judging *j, const struct kt_demand *demand);
/* fund of a check: one result for each thing reported. */
void kt_result_of_check(struct kt_judging *j);
/* uafklaret or ikke-tjekket: from the explanation's reasons. */
void kt_result_open(struct kt_judging *j, enum kt_state state);
/* What the document is known by, and the departures that stand in it; then
 * findings get their clause and fingerprint. */
void kt_judging_identify(struct kt_judging *j);
void kt_result_identify(struct kt_judging *j, struct kt_result *r,
    kt_node node);
/* Gathers the texts that the kind calls confidential. */
void kt_judging_secrets(struct kt_judging *j);
/* A copy that may be shown: CPR numbers and confidential texts masked. */
struct kt_string kt_judging_text(struct kt_judging *j, struct kt_string s);

#endif
