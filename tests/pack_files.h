/*
 * A small rules folder for the tests of packs: written to a temporary folder,
 * with one text exchanged for another where a test wants something broken.
 */
#ifndef TESTS_PACK_FILES_H
#define TESTS_PACK_FILES_H

#include "engine.h"
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
/* Judges `text` as the file `name` by an engine of its own. `settings` NULL:
 * the defaults, on 1 June 2025. */
void pack_folder_judge(struct pack_folder *folder,
    const struct kt_settings *settings, const char *text, const char *name,
    struct kt_judgement *out);
/* The n-th result (from 0) of the rule; NULL: there is none. */
struct kt_result *pack_result(
    const struct kt_judgement *judgement, const char *rule, int n);
enum kt_state pack_state(
    const struct kt_judgement *judgement, const char *rule);
/* One plugin, "prove", with the check "prove.tjek". */
const struct kt_library *pack_library(void);

#endif
