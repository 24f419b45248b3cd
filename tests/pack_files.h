/*
 * A small rules folder for the tests of packs: written to a temporary folder,
 * with one text exchanged for another where a test wants something broken.
 */
#ifndef TESTS_PACK_FILES_H
#define TESTS_PACK_FILES_H

#include "loader.h"
#include "pack.h"

struct pack_folder {
	char path[64];
	struct kt_names *names;
	struct kt_rules *rules;
	struct kt_error error;
	char values[96]; /* file for --parameters */
};

/* The file `file` gets `with` in place of the first `text`; the place must be
 * there. file NULL: nothing is exchanged. Returns the line that `mark` (or
 * `with`, where that is NULL) then begins on. */
uint32_t pack_folder_write(struct pack_folder *folder, const char *file,
    const char *text, const char *with, const char *mark);
/* A file of its own. */
void pack_folder_add(
    struct pack_folder *folder, const char *file, const char *content);
kt_status pack_folder_load(struct pack_folder *folder, bool with_values);
void pack_folder_remove(struct pack_folder *folder);
/* One plugin, "prove", with the check "prove.tjek". */
const struct kt_library *pack_library(void);

#endif
