/*
 * Names of elements and attributes as small numbers, the same across all
 * documents and packs of a run.
 */
#ifndef CORE_NAMES_H
#define CORE_NAMES_H

#include "base.h"

struct kt_names;

struct kt_names *kt_names_create(void); /* NULL: no memory */
void kt_names_destroy(struct kt_names *names);

/* From 1 upwards; 0 where memory has run out. A name without namespace has
 * the empty string. */
uint32_t kt_names_intern(struct kt_names *names, struct kt_string space,
    struct kt_string local);
/* 0: never interned. */
uint32_t kt_names_find(const struct kt_names *names, struct kt_string space,
    struct kt_string local);
/* Owned by the names; zero-terminated. */
struct kt_string kt_names_local(const struct kt_names *names, uint32_t name);
struct kt_string kt_names_space(const struct kt_names *names, uint32_t name);

#endif
