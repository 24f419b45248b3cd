/*
 * The engine judges documents by rules and gives results. A result is one
 * rule on one subject; nothing that went wrong ever becomes KT_STATE_PASS.
 */
#ifndef CORE_ENGINE_H
#define CORE_ENGINE_H

#include "base.h"
#include "document.h"
#include "pack.h"

/* In the order of a roll-up: the highest state of a rule's subjects is the
 * rule's state on the document. */
enum kt_state {
	KT_STATE_NOT_SELECTED = 0, /* ikke-valgt */
	KT_STATE_IRRELEVANT,       /* ikke-relevant */
	KT_STATE_PASS,             /* overholdt */
	KT_STATE_WAIVED,           /* fraveget */
	KT_STATE_UNDECIDED,        /* uafklaret */
	KT_STATE_FAIL,             /* fund */
	KT_STATE_NOT_CHECKED,      /* ikke-tjekket */
	KT_STATES
};

const char *kt_state_name(enum kt_state state);           /* "overholdt" */
const char *kt_state_text(enum kt_state state, enum kt_language language);
bool kt_state_parse(struct kt_string text, enum kt_state *out);

struct kt_profile; /* profile.h */
struct kt_waiver;  /* waiver.h */

struct kt_line {
	struct kt_string text;
	struct kt_line *next;
};

/* Text is in the run's language, with CPR numbers masked; memory of the
 * judgement's arena. Empty strings and NULL where there is nothing. */
struct kt_result {
	const struct kt_rule *rule;
	enum kt_state state;
	enum kt_severity severity; /* after the profile, and capping */
	bool regraded;             /* by the profile */
	struct kt_position from, to; /* `to` is after the last character */
	struct kt_string path;  /* "/k:kontrakt/k:afregning/k:betalingsfrist" */
	struct kt_string label; /* "§ 7 Afregning", or the section's name */
	struct kt_string clause; /* id of the clause or section; empty: the
	                            whole document */
	struct kt_string fingerprint; /* of a finding: fingerprint.h */
	struct kt_string line;  /* the source line, masked, same width */
	struct kt_position other; /* line 0: no second place */
	struct kt_string other_path;
	struct kt_string message;
	struct kt_string found, required, difference;
	struct kt_string advice;
	struct kt_line *notes;   /* calculation steps, notes of plugins */
	struct kt_line *reasons; /* why uafklaret or ikke-tjekket */
	struct kt_line *assumed; /* names of assumed parameters that decided */
	bool proposal;           /* rests on a proposal or a draft edition */
	bool stands_for_more;    /* further findings of the rule are not kept */
	const struct kt_waiver *waiver; /* of KT_STATE_WAIVED */
	struct kt_result *next;
};

struct kt_rule_state {
	const struct kt_rule *rule;
	enum kt_state state;
	struct kt_string reason; /* of ikke-valgt, ikke-relevant; may be empty */
	bool left_out; /* by the profile */
};

struct kt_pack_choice {
	const struct kt_pack *pack;
	const struct kt_edition *edition; /* NULL: none in force */
};

/* What came out of one document. */
struct kt_judgement {
	struct kt_string document; /* file name, masked */
	struct kt_string identity; /* what it is known by, masked */
	const struct kt_document_kind *kind; /* NULL: it could not be read */
	bool has_date;
	struct kt_date date;       /* the deciding date */
	bool date_is_given;        /* by --as-of */
	struct kt_string date_note; /* why there is none */
	kt_status status;          /* not KT_OK: the document was not judged */
	struct kt_error error;
	/* every selected rule of every pack, by pack and id */
	struct kt_rule_state *rules;
	size_t rule_count;
	size_t states[KT_STATES];  /* adds up to rule_count */
	struct kt_pack_choice *packs;
	size_t pack_count;
	/* fund, fraveget, uafklaret and ikke-tjekket, by the profile's order,
	 * then place, then rule */
	struct kt_result *results;
	/* those that stand in the document; not applied by the engine */
	struct kt_waiver *departures;
	size_t departure_count;
	size_t findings[4];        /* results in state fund by severity */
	struct kt_arena arena;
};

struct kt_settings {
	enum kt_language language;
	bool has_as_of;
	struct kt_date as_of;
	struct kt_date today;
	/* selection; NULL-ended lists of ids or prefixes, or NULL for all */
	const char *const *packs;
	const char *const *only; /* rules */
	const struct kt_profile *profile; /* NULL: none */
	bool full_schema; /* --skema: RELAX NG by libxml2 too */
	bool no_fingerprints; /* nobody asks for those of findings */
};

struct kt_engine;

/* Prepares the checks of all selected rules. `rules` stays the caller's and
 * must outlive the engine. An unknown pack or rule id is KT_E_USE. */
kt_status kt_engine_create(struct kt_rules *rules,
    const struct kt_settings *settings, struct kt_engine **out,
    struct kt_error *error);
void kt_engine_destroy(struct kt_engine *engine);

/* Judges one document. Always fills `out` (which is initialised by the call
 * and freed with kt_judgement_finish), also for bytes that cannot be read. */
void kt_engine_judge(struct kt_engine *engine, struct kt_string bytes,
    struct kt_string name, struct kt_judgement *out);
/* Documents are judged as of `date` from now on. */
void kt_engine_set_as_of(struct kt_engine *engine, struct kt_date date);
/* Whether findings get a fingerprint, which takes reading their clause. */
void kt_engine_set_fingerprints(struct kt_engine *engine, bool wanted);
/* For a file that could not even be opened. */
void kt_engine_refuse(struct kt_engine *engine, struct kt_string name,
    const struct kt_error *error, struct kt_judgement *out);
void kt_judgement_finish(struct kt_judgement *judgement);

/* The host table that plugins get. */
const struct kt_host *kt_engine_host(void);

#endif
