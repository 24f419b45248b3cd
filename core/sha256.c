#include "sha256.h"

#include <string.h>

enum { BLOCK = 64, LENGTH = 8 };

static const uint32_t constants[64] = { 0x428a2f98, 0x71374491, 0xb5c0fbcf,
	0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
	0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7,
	0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
	0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
	0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
	0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c,
	0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee,
	0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2 };

static uint32_t rotate(uint32_t word, unsigned by)
{
	return word >> by | word << (32 - by);
}

static void schedule(const unsigned char *block, uint32_t words[64])
{
	for (size_t i = 0; i < 16; i++)
		words[i] = (uint32_t)block[4 * i] << 24 |
			   (uint32_t)block[4 * i + 1] << 16 |
			   (uint32_t)block[4 * i + 2] << 8 |
			   (uint32_t)block[4 * i + 3];
	for (size_t i = 16; i < 64; i++) {
		uint32_t a = words[i - 15];
		uint32_t b = words[i - 2];

		a = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3;
		b = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10;
		words[i] = words[i - 16] + a + words[i - 7] + b;
	}
}

static void compress(struct kt_sha256 *sha, const unsigned char *block)
{
	uint32_t words[64];
	uint32_t s[8];

	schedule(block, words);
	memcpy(s, sha->state, sizeof(s));
	for (size_t i = 0; i < 64; i++) {
		uint32_t e =
		    rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25);
		uint32_t a =
		    rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22);
		uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
		uint32_t majority =
		    (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
		uint32_t first = s[7] + e + choice + constants[i] + words[i];

		memmove(s + 1, s, 7 * sizeof(s[0]));
		s[4] += first;
		s[0] = first + a + majority;
	}
	for (size_t i = 0; i < 8; i++)
		sha->state[i] += s[i];
}

void kt_sha256_begin(struct kt_sha256 *sha)
{
	static const uint32_t initial[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372,
		0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

	memcpy(sha->state, initial, sizeof(initial));
	sha->size = 0;
}

void kt_sha256_add(struct kt_sha256 *sha, struct kt_string bytes)
{
	size_t used = (size_t)(sha->size % BLOCK);
	const unsigned char *from = (const unsigned char *)bytes.data;
	size_t left = bytes.size;

	sha->size += left;
	while (left > 0) {
		size_t size = BLOCK - used < left ? BLOCK - used : left;

		memcpy(sha->block + used, from, size);
		used += size;
		from += size;
		left -= size;
		if (used == BLOCK) {
			compress(sha, sha->block);
			used = 0;
		}
	}
}

void kt_sha256_end(struct kt_sha256 *sha, unsigned char out[KT_SHA256_SIZE])
{
	static const char padding[BLOCK] = { (char)0x80 };
	uint64_t bits = sha->size * 8;
	size_t used = (size_t)(sha->size % BLOCK);
	size_t fill = (used < BLOCK - LENGTH ? BLOCK : 2 * BLOCK) - LENGTH;
	char length[LENGTH];

	kt_sha256_add(sha, (struct kt_string){ padding, fill - used });
	for (size_t i = 0; i < LENGTH; i++)
		length[i] = (char)(unsigned char)(bits >> (56 - 8 * i));
	kt_sha256_add(sha, (struct kt_string){ length, LENGTH });
	for (size_t i = 0; i < KT_SHA256_SIZE; i++)
		out[i] =
		    (unsigned char)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}
