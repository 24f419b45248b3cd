/*
 * Plugins: found in one directory, verified, loaded and listed. Loading fails
 * closed: a plugin that is there but cannot be used ends the run.
 */
#ifndef CORE_LOADER_H
#define CORE_LOADER_H

#include "base.h"
#include "kontrakttjek/plugin.h"

struct kt_loaded_plugin {
	struct kt_plugin plugin; /* the host's copy, min(sizes) of it */
	struct kt_string file;   /* empty: linked into the program */
	void *handle;            /* of dlopen; NULL: linked in */
};

struct kt_library {
	struct kt_loaded_plugin *plugins; /* by name */
	size_t count;
	struct kt_arena arena;
};

/* All files ending in exactly ".so" in `directory` (an absolute path), sorted
 * bytewise, and the linked-in plugins (kt_static_plugins). Every plugin is
 * verified: regular file, owner root or the caller, not writable for group or
 * others, the same for its directory; RTLD_NOW | RTLD_LOCAL; entry symbol;
 * struct sizes; major version; required fields; names, prefixes, functions
 * and checks unique and well-formed. A refusal names the file and the reason.
 * `directory` NULL or not there: only linked-in plugins. */
kt_status kt_library_load(const char *directory, struct kt_library **out,
    struct kt_error *error);
void kt_library_destroy(struct kt_library *library);

const struct kt_function *kt_library_function(const struct kt_library *library,
    struct kt_string prefix, struct kt_string name,
    const struct kt_loaded_plugin **plugin);
/* "ordlyd.forbudt": plugin name, dot, check name. */
const struct kt_check *kt_library_check(const struct kt_library *library,
    struct kt_string name, const struct kt_loaded_plugin **plugin);

/* Entries of plugins linked into the program, NULL-ended; made by the
 * Makefile (empty unless STATIC_PLUGINS=1). */
extern const kt_plugin_entry kt_static_plugins[];

#endif
