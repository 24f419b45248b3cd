/*
 * SHA-256 (FIPS 180-4), for fingerprints; no library for that is linked.
 */
#ifndef CORE_SHA256_H
#define CORE_SHA256_H

#include "base.h"

enum { KT_SHA256_SIZE = 32 };

struct kt_sha256 {
	uint32_t state[8];
	uint64_t size; /* bytes so far */
	unsigned char block[64];
};

void kt_sha256_begin(struct kt_sha256 *sha);
void kt_sha256_add(struct kt_sha256 *sha, struct kt_string bytes);
/* Nothing can be added afterwards. */
void kt_sha256_end(struct kt_sha256 *sha, unsigned char out[KT_SHA256_SIZE]);

#endif
