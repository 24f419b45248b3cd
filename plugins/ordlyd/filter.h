/*
 * Words that a text must hold before a pattern is worth trying on it. They
 * are read out of the pattern itself, and only where there is no doubt: a
 * construct that is not understood means no filter, never a wrong one.
 */
#ifndef PLUGINS_ORDLYD_FILTER_H
#define PLUGINS_ORDLYD_FILTER_H

#include <kontrakttjek/plugin.h>

enum {
	ORDLYD_WORD_SIZE = 24, /* bytes; longer words are cut */
	ORDLYD_MOST_WORDS = 32,
	ORDLYD_MOST_SETS = 4
};

/* A word in lower case. `mask` has the bits that a byte may differ in, which
 * is 0x20 for letters and nothing for others. */
struct ordlyd_word {
	unsigned char text[ORDLYD_WORD_SIZE];
	unsigned char mask[ORDLYD_WORD_SIZE];
	unsigned char size;
	unsigned char rarest; /* its byte that is seldom in Danish text */
};

/* One of the words of every set must occur. */
struct ordlyd_filter {
	struct ordlyd_word words[ORDLYD_MOST_WORDS];
	struct {
		unsigned begin;
		unsigned end;
		unsigned shortest;
	} sets[ORDLYD_MOST_SETS]; /* the most telling first */
	unsigned set_count; /* 0: every text may match */
};

void ordlyd_filter_read(struct ordlyd_filter *filter, struct kt_string pattern);

/* 0: the pattern matches nowhere in the text. */
int ordlyd_filter_passes(
    const struct ordlyd_filter *filter, struct kt_string text);

#endif
