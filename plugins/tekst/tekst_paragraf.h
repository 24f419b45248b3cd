/*
 * Between love.c, which knows the acts that a rule names, and paragraf.c,
 * which looks for them in a text.
 */
#ifndef PLUGINS_TEKST_TEKST_PARAGRAF_H
#define PLUGINS_TEKST_TEKST_PARAGRAF_H

#include "tekst.h"

/* The name of an act in a text. */
struct tekst_name {
	int act; /* index, or TEKST_OTHER_ACT */
	size_t size;
	int genitive; /* "servicelovens" */
	int is_short; /* "SEL" */
	int is_open; /* "lov om …" goes on */
};

/* 1 where a name begins at `at`. */
int tekst_love_name_at(const struct tekst_love *love,
    const struct tekst_flade *flade, size_t at, struct tekst_name *out);
/* Bytes of a set phrase at `at`; 0: none. */
size_t tekst_love_is_phrase(
    const struct tekst_love *love, const struct tekst_flade *flade, size_t at);
/* The act that the context gives this paragraph, or all; TEKST_NO_ACT where
 * it gives none or several. */
int tekst_love_act_of(
    const struct tekst_love *love, const struct tekst_paragraf *p);
int tekst_love_only_act(const struct tekst_love *love);

#endif
