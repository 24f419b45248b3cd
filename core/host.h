/*
 * The services that plugins get, and what stands behind their opaque handles.
 */
#ifndef CORE_HOST_H
#define CORE_HOST_H

#include "document.h"
#include "expr/expr.h"
#include "pack.h"

/* A finding as the host keeps it. */
struct kt_reported {
	kt_node where, other;
	size_t text_offset, text_size;
	struct kt_string found, required;
	struct kt_string note[KT_LANGUAGES];
	struct kt_reported *next;
};

/* One call of a function or check. */
struct kt_call {
	struct kt_run *run;
	struct kt_document *document;
	/* of a check; NULL during a function */
	struct kt_demand *demand;
	const struct kt_program_demand *program;
	struct kt_reported *reported, **reported_end;
	size_t report_count;
	bool failed; /* memory ran out in a service without a status */
};

void kt_call_init(struct kt_call *call, struct kt_run *run,
    struct kt_document *document);

/* What a plugin knows as a rule is one <krav>: a rule may have several. */
static inline struct kt_rule *kt_rule_handle(struct kt_demand *demand)
{
	return (struct kt_rule *)(void *)demand;
}

#endif
