/*
 * What a plugin says of itself, verified and copied. Nothing in it is taken on
 * trust but the addresses of its functions.
 */
#ifndef CORE_DESCRIPTOR_H
#define CORE_DESCRIPTOR_H

#include "base.h"
#include "kontrakttjek/plugin.h"

/* Copies `source` with its texts, parameters, functions and checks into
 * `arena`, so that it outlives the plugin's own memory. Verified are: sizes of
 * all structs (a plugin built against another minor version has shorter or
 * longer ones), major version, required fields, and that names are
 * well-formed and unique within the plugin. `*out` is ours: fields that the
 * plugin does not know are zero. The error has no file. */
kt_status kt_descriptor_accept(struct kt_arena *arena,
    const struct kt_plugin *source, struct kt_plugin *out,
    struct kt_error *error);

#endif
