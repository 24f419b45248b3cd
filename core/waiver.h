/*
 * Departures (fravigelser): who agreed to what, why and until when. They stand
 * in a file beside the papers or in a paper itself, and are pinned to content
 * by fingerprint. A waiver never hides: a waived finding stays in the judgement
 * as KT_STATE_WAIVED, and whatever is wrong with a waiver leaves the finding
 * standing and says so.
 */
#ifndef CORE_WAIVER_H
#define CORE_WAIVER_H

#include "base.h"
#include "engine.h"
#include "report.h"

enum kt_waiver_origin {
	KT_WAIVER_OF_FILE = 0,
	KT_WAIVER_OF_DOCUMENT, /* stands in the paper itself */
	KT_WAIVER_OF_BASELINE  /* a finding that was known before */
};

/* Why a departure in a paper waives nothing. */
enum kt_waiver_flaw {
	KT_WAIVER_WHOLE = 0,
	KT_WAIVER_NO_RULE, /* no such rule */
	KT_WAIVER_NO_REASON,
	KT_WAIVER_NO_APPROVER,
	KT_WAIVER_NO_DATE
};

/* What came of it in a run; the highest counts. */
enum kt_waiver_use {
	KT_WAIVER_NOT_IN_PLAY = 0, /* its document or rule was not judged */
	KT_WAIVER_UNUSED,
	KT_WAIVER_CHANGED, /* the clause is not the one that was approved */
	KT_WAIVER_EXPIRED,
	KT_WAIVER_REFUSED, /* flawed, or the rule cannot be waived */
	KT_WAIVER_USED
};
const char *kt_waiver_use_name(enum kt_waiver_use use); /* "ubrugt" */

/* All text is masked. Empty strings where nothing is given. */
struct kt_waiver {
	enum kt_waiver_origin origin;
	struct kt_string rule;     /* an id, an alias or a prefix */
	struct kt_string document; /* a glob of the name, or the identity; of
	                              a baseline the name */
	struct kt_string clause, path, fingerprint;
	struct kt_string reason, approved_by, reference;
	bool has_created;
	struct kt_date created, until; /* the last day counts */
	size_t count; /* of a baseline: findings that were known */
	struct kt_string file;
	struct kt_position at;
	enum kt_waiver_flaw flaw;
	enum kt_waiver_use use;
	size_t used; /* findings waived in the run */
};

enum { KT_WAIVER_REASON = 10 /* least characters of a reason */ };

/* ---- files ------------------------------------------------------------- */

struct kt_waivers {
	struct kt_waiver *items; /* as they stand in the file */
	size_t count;
	struct kt_string file;
};

/* Everything lives in the memory of `rules`. KT_E_USE, with file and line,
 * where a date does not read, a reason or an approver is missing, or a rule
 * does not exist: then no waiver of the file counts. */
kt_status kt_waivers_load(struct kt_rules *rules, const char *path,
    struct kt_waivers *out, struct kt_error *error);

/* The same for a generated baseline (baseline.h). */
kt_status kt_baseline_load(struct kt_rules *rules, const char *path,
    struct kt_waivers *out, struct kt_error *error);

/* ---- applying ---------------------------------------------------------- */

struct kt_waiving {
	struct kt_waivers *const *files; /* those that count for the document */
	size_t file_count;
	struct kt_waivers *baseline; /* or NULL */
	struct kt_date today;
	enum kt_language language;
};

/* Waives what can be waived, by the files, by the departures of the paper
 * itself and then by the baseline; adds notes to findings whose waiver does
 * not count; keeps the judgement's counters adding up. */
void kt_waive(const struct kt_waiving *waiving,
    struct kt_judgement *judgement);
/* Never: fatal, maa-fraviges="nej", and a result that stands for findings
 * that are not kept. */
bool kt_may_waive(const struct kt_result *result);

/* "a/b.xml" fits "b.xml", "a/b.xml", "*.xml" and "a/?.xml". */
bool kt_waiver_document_fits(struct kt_string glob,
    const struct kt_judgement *judgement);

/* ---- words ------------------------------------------------------------- */

/* Who, why and until when, as one text for a person. */
void kt_words_waiver(struct kt_buffer *out, const struct kt_waiver *waiver,
    enum kt_language language);
/* Which one it is and what came of it: "fravigelsen i f.xml, linje 3, udløb
 * 1. maj 2026". */
void kt_words_waiver_use(struct kt_buffer *out, const struct kt_waiver *waiver,
    enum kt_waiver_use use, enum kt_language language);

/* ---- what is left over ------------------------------------------------- */

/* Waivers and entries of baselines that were in play and did nothing, or less
 * than they say. */
struct kt_stale_list {
	struct kt_stale *first, **end;
	size_t count;
	struct kt_arena arena;
};

void kt_stale_init(struct kt_stale_list *list);
void kt_stale_finish(struct kt_stale_list *list);
/* list->arena.failed: no memory. */
void kt_stale_add(struct kt_stale_list *list, const struct kt_waiver *items,
    size_t count, enum kt_language language);
bool kt_is_stale(const struct kt_waiver *waiver);

#endif
