/*
 * What a finding is about, as a number that survives new lines, another file
 * name and other findings, and changes with the words: the rule, the document's
 * identity, and the content of the clause or section. Waivers and baselines
 * hold on to it. CPR numbers are masked before anything is hashed.
 */
#ifndef CORE_FINGERPRINT_H
#define CORE_FINGERPRINT_H

#include "base.h"
#include "document.h"
#include "pack.h"
#include "sha256.h"

enum kt_place_kind {
	KT_PLACE_DOCUMENT = 0, /* nothing narrower: all of it */
	KT_PLACE_SECTION,      /* a child of the root */
	KT_PLACE_CLAUSE        /* the label element of the kind */
};

struct kt_place {
	enum kt_place_kind kind;
	kt_node node;
	/* of a clause its id, number or heading; of a section its name; in
	 * the document's memory */
	struct kt_string id;
};

/* The narrowest clause around `node`, else its section. `kind` may be NULL. */
struct kt_place kt_place_of(const struct kt_document *document,
    const struct kt_document_kind *kind, kt_node node);

/* Contents hashed so far, so that a clause with many findings is read once. */
struct kt_digest {
	kt_node place; /* 0: free */
	unsigned char content[KT_SHA256_SIZE];
};
struct kt_digests {
	struct kt_digest *rows;
	size_t count, capacity; /* a power of two, or 0 */
};
void kt_digests_finish(struct kt_digests *digests);

/* What is read, and what is not. */
struct kt_reading {
	const struct kt_document *document;
	const struct kt_document_kind *kind; /* may be NULL */
	const kt_node *left_out; /* elements */
	size_t left_out_count;
	const struct kt_string *secrets; /* masked wherever they stand */
	size_t secret_count;
};

/* Elements, attributes and text of the place: white space in runs is one
 * space and at the ends of a text none, the order of attributes and the
 * clause's number do not count. False: no memory. */
bool kt_place_content(struct kt_digests *digests,
    const struct kt_reading *reading, kt_node place,
    unsigned char out[KT_SHA256_SIZE]);

/* 128 bits as letters from a to p: digits could look like a CPR number and be
 * masked. In the arena; data NULL: no memory. */
enum { KT_FINGERPRINT_SIZE = 32 };
struct kt_string kt_fingerprint(struct kt_arena *arena, struct kt_string rule,
    struct kt_string identity, const struct kt_place *place,
    const unsigned char content[KT_SHA256_SIZE]);
bool kt_is_fingerprint(struct kt_string text);

/* The last part of a path: what a document without an identity is known by. */
struct kt_string kt_base_name(struct kt_string path);
/* `s` trimmed, with runs of XML white space made one space; copied. data
 * NULL: no memory. */
struct kt_string kt_collapse(struct kt_arena *arena, struct kt_string s);

#endif
