/* SPDX-License-Identifier: BSD-2-Clause */
/* The hashes of digest access authentication (RFC 8760): MD5 (RFC 1321), SHA-256
 * and SHA-512/256 (FIPS 180-4). */
#ifndef DISSECT_DIGEST_HASH_H
#define DISSECT_DIGEST_HASH_H

#include "base/slice.h"

enum digest_algorithm { DIGEST_MD5, DIGEST_SHA256, DIGEST_SHA512_256 };
enum { DIGEST_SIZE_MAX = 32, DIGEST_BLOCK_MAX = 128 };

struct digest_hash {
	enum digest_algorithm algorithm;
	uint64_t state[8];
	uint64_t len; /* bytes so far */
	uint8_t block[DIGEST_BLOCK_MAX];
};

void digest_hash_init(struct digest_hash *d, enum digest_algorithm a);
void digest_hash_add(struct digest_hash *d, struct slice s);
/* The sum: 16 bytes of MD5, else 32.  Returns how many. */
size_t digest_hash_end(struct digest_hash *d, uint8_t out[DIGEST_SIZE_MAX]);

#endif
