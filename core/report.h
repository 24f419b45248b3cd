/*
 * Reports. One file each: report_text.c, report_json.c. A report sees
 * judgements in document order and writes as it goes.
 */
#ifndef CORE_REPORT_H
#define CORE_REPORT_H

#include "base.h"
#include "engine.h"

/* Where bytes go; returns false when they could not be written. */
struct kt_sink {
	bool (*write)(void *data, struct kt_string bytes);
	void *data;
	bool failed;
};

void kt_sink_add(struct kt_sink *sink, struct kt_string bytes);
void kt_sink_printf(struct kt_sink *sink, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

struct kt_report_settings {
	enum kt_language language;
	enum kt_severity min_severity; /* findings below are not shown */
	enum kt_severity fail_on;
	bool strict; /* uafklaret and what is stale fail too */
	bool show_waived;
	bool color;
	bool quiet;   /* text: findings and verdict only */
	int width;    /* of the terminal; 0: do not wrap */
	const struct kt_rules *rules;
	const struct kt_settings *settings;
	const char *program_version;
};

/* A waiver or an entry of a baseline that no longer does anything. */
struct kt_stale {
	const char *kind; /* "fravigelse", "basislinje" */
	const char *use;  /* kt_waiver_use_name */
	struct kt_string rule, file;
	uint32_t line;
	struct kt_string text; /* a sentence in the run's language */
	struct kt_stale *next;
};

/* What the whole run came to. */
struct kt_totals {
	size_t documents;
	size_t unread; /* could not be judged */
	size_t states[KT_STATES]; /* of rules */
	size_t findings[4];
	size_t failing; /* findings at or above fail_on */
	/* rules with something undecided or not checked in documents that
	 * were judged, also where the roll-up shows a higher state */
	size_t undecided;
	size_t unchecked;
	size_t waived; /* results */
	/* at the end of the run */
	size_t stale_count;
	const struct kt_stale *stale;
};
void kt_totals_add(struct kt_totals *totals,
    const struct kt_judgement *judgement, enum kt_severity fail_on);
/* Exit code of DESIGN: 0, 1 or 3. */
int kt_totals_exit_code(const struct kt_totals *totals, bool strict);

struct kt_report;
/* One row of the table of formats. */
struct kt_report_format {
	const char *name; /* "text" */
	const char *summary[KT_LANGUAGES];
	/* NULL: no memory */
	struct kt_report *(*begin)(const struct kt_report_settings *settings,
	    struct kt_sink *sink);
	void (*document)(struct kt_report *report,
	    const struct kt_judgement *judgement);
	/* Writes the verdict and frees the report. */
	void (*end)(struct kt_report *report, const struct kt_totals *totals);
	bool fingerprints; /* it shows those of findings */
};

extern const struct kt_report_format kt_report_text;
extern const struct kt_report_format kt_report_json;
extern const struct kt_report_format kt_report_compact;
/* NULL-ended. */
extern const struct kt_report_format *const kt_report_formats[];

#endif
