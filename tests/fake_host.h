/*
 * A host for the unit tests of plugins: a document written in the test, plain
 * strings for arguments and answers, and a close look at what the plugin does.
 * No loader, no rule language, no libxml2.
 *
 *   struct fake *fake = fake_create("<kontrakt><start>2026-01-01</start>"
 *                                   "</kontrakt>");
 *   fake_function(fake, plugin, "ugedag", "2026-01-01")  ->  "4"
 *   fake_set(fake, "i", "start");
 *   fake_check(fake, plugin, "forbudt", ".")             ->  "fund"
 *   fake_findings(fake)                                  ->  "start \"2026\""
 *   fake_destroy(fake);
 *
 * Arguments: items of a sequence stand apart by '|'; "?" is an unknown value
 * and a last item "*" says that there may be more. A node is written as its
 * name, which means all of that name, or "name[2]"; "@name" is an attribute
 * and "." the root. A parameter of any kind takes a node as "<name".
 */
#ifndef TESTS_FAKE_HOST_H
#define TESTS_FAKE_HOST_H

#include "base.h"
#include "kontrakttjek/plugin.h"

struct fake;

/* Elements, attributes, text and the references &lt; &gt; &amp;. `xml` is
 * read once and must be well-formed: the test aborts where it is not. */
struct fake *fake_create(const char *xml);
void fake_destroy(struct fake *fake);

void fake_today(struct fake *fake, const char *date);
/* An attribute of <krav>: what host->argument and host->evaluate read. */
void fake_set(struct fake *fake, const char *name, const char *value);
void fake_issue(struct fake *fake, uint32_t kind, const char *node,
    const char *name, const char *nearest, const char *allowed);
/* The host refuses memory after `count` more pieces; -1: never. */
void fake_memory(struct fake *fake, long count);
/* host->report gives KT_E_LIMIT after so many findings; -1: never. */
void fake_finding_limit(struct fake *fake, long count);

/* The answer as text: "true", "12.50", "2026-03-01", "unknown" or "error 2".
 * `arguments` ends with NULL; parameters after it are left out. */
const char *fake_function_of(struct fake *fake, const struct kt_plugin *plugin,
    const char *name, const char *const *arguments);
#define fake_function(fake, plugin, name, ...)                                 \
	fake_function_of(                                                      \
	    fake, plugin, name, (const char *const[]){ __VA_ARGS__, NULL })

/* prepare, check and release: "overholdt", "fund", "uafklaret",
 * "ikke-relevant", "ikke-tjekket", or "refused" where prepare failed. */
const char *fake_check(struct fake *fake, const struct kt_plugin *plugin,
    const char *name, const char *subject);
/* The same, but the state stays for more checks until fake_release. */
const char *fake_prepare(
    struct fake *fake, const struct kt_plugin *plugin, const char *name);
const char *fake_check_again(struct fake *fake, const char *subject);
void fake_release(struct fake *fake);

/* What the last call said. Findings: name of the node with its number where
 * there are several, then "~other", then the passage in quotes, "; " between
 * them. */
const char *fake_findings(struct fake *fake);
const char *fake_reasons(struct fake *fake, enum kt_language language);
const char *fake_steps(struct fake *fake, enum kt_language language);
/* Of all findings, one per line: note, or "found -> required". */
const char *fake_notes(struct fake *fake, enum kt_language language);
const char *fake_found(struct fake *fake);

#endif
