/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/digest_hash.h"

/* The sines of MD5. */
static const uint32_t md5_k[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a,
	0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
	0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
	0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
	0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
	0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
	0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
	0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
	0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static const uint8_t md5_shift[4][4] = {
	{ 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 }
};

/* The cube roots of the first 80 primes; SHA-256 takes the upper half of the
 * first 64. */
static const uint64_t sha_k[80] = {
	0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f,
	0xe9b5dba58189dbbc, 0x3956c25bf348b538, 0x59f111f1b605d019,
	0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242,
	0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
	0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
	0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3,
	0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65, 0x2de92c6f592b0275,
	0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
	0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f,
	0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
	0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc,
	0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
	0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6,
	0x92722c851482353b, 0xa2bfe8a14cf10364, 0xa81a664bbc423001,
	0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
	0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
	0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99,
	0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb,
	0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc,
	0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
	0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915,
	0xc67178f2e372532b, 0xca273eceea26619c, 0xd186b8c721c0c207,
	0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba,
	0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
	0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
	0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a,
	0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

static const uint64_t start[3][8] = {
	[DIGEST_MD5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 },
	[DIGEST_SHA256] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 },
	[DIGEST_SHA512_256] = { 0x22312194fc2bf72c, 0x9f555fa3c84c64c2,
		0x2393b86b6f53b151, 0x963877195940eabd,
		0x96283ee2a88effe3, 0xbe5e1e2553863992,
		0x2b0199fc2c85b8aa, 0x0eb72ddc81c52ca2 },
};

static uint32_t rol32(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

static uint32_t ror32(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static uint64_t ror64(uint64_t x, unsigned n)
{
	return x >> n | x << (64 - n);
}

static uint64_t big_endian(const uint8_t *p, unsigned bytes)
{
	uint64_t x = 0;

	for (unsigned i = 0; i < bytes; i++)
		x = x << 8 | p[i];
	return x;
}

static void md5_block(uint64_t state[8], const uint8_t *p)
{
	uint32_t a = (uint32_t)state[0], b = (uint32_t)state[1];
	uint32_t c = (uint32_t)state[2], d = (uint32_t)state[3];

	for (unsigned i = 0; i < 64; i++) {
		static const uint8_t step[] = { 1, 5, 3, 7 };
		static const uint8_t first[] = { 0, 1, 5, 0 };
		unsigned round = i / 16;
		unsigned at = (first[round] + step[round] * i) % 16;
		uint32_t f, x = (uint32_t)p[at * 4] |
			(uint32_t)p[at * 4 + 1] << 8 |
			(uint32_t)p[at * 4 + 2] << 16 |
			(uint32_t)p[at * 4 + 3] << 24;

		f = round == 0 ? (b & c) | (~b & d) :
			round == 1 ? (d & b) | (~d & c) :
			round == 2 ? b ^ c ^ d : c ^ (b | ~d);
		f += a + md5_k[i] + x;
		a = d;
		d = c;
		c = b;
		b += rol32(f, md5_shift[round][i % 4]);
	}
	state[0] = (uint32_t)(state[0] + a);
	state[1] = (uint32_t)(state[1] + b);
	state[2] = (uint32_t)(state[2] + c);
	state[3] = (uint32_t)(state[3] + d);
}

static void sha256_block(uint64_t state[8], const uint8_t *p)
{
	uint32_t w[64], v[8];

	for (unsigned i = 0; i < 16; i++)
		w[i] = (uint32_t)big_endian(p + i * 4, 4);
	for (unsigned i = 16; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
			(ror32(w[i - 15], 7) ^ ror32(w[i - 15], 18) ^
			 w[i - 15] >> 3) +
			(ror32(w[i - 2], 17) ^ ror32(w[i - 2], 19) ^
			 w[i - 2] >> 10);
	for (unsigned i = 0; i < 8; i++)
		v[i] = (uint32_t)state[i];
	for (unsigned i = 0; i < 64; i++) {
		uint32_t t1 = v[7] + (ror32(v[4], 6) ^ ror32(v[4], 11) ^
				      ror32(v[4], 25)) +
			((v[4] & v[5]) ^ (~v[4] & v[6])) +
			(uint32_t)(sha_k[i] >> 32) + w[i];
		uint32_t t2 = (ror32(v[0], 2) ^ ror32(v[0], 13) ^
			       ror32(v[0], 22)) +
			((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(*v));
		v[4] += t1;
		v[0] = t1 + t2;
	}
	for (unsigned i = 0; i < 8; i++)
		state[i] = (uint32_t)(state[i] + v[i]);
}

static void sha512_block(uint64_t state[8], const uint8_t *p)
{
	uint64_t w[80], v[8];

	for (unsigned i = 0; i < 16; i++)
		w[i] = big_endian(p + i * 8, 8);
	for (unsigned i = 16; i < 80; i++)
		w[i] = w[i - 16] + w[i - 7] +
			(ror64(w[i - 15], 1) ^ ror64(w[i - 15], 8) ^
			 w[i - 15] >> 7) +
			(ror64(w[i - 2], 19) ^ ror64(w[i - 2], 61) ^
			 w[i - 2] >> 6);
	memcpy(v, state, sizeof(v));
	for (unsigned i = 0; i < 80; i++) {
		uint64_t t1 = v[7] + (ror64(v[4], 14) ^ ror64(v[4], 18) ^
				      ror64(v[4], 41)) +
			((v[4] & v[5]) ^ (~v[4] & v[6])) + sha_k[i] + w[i];
		uint64_t t2 = (ror64(v[0], 28) ^ ror64(v[0], 34) ^
			       ror64(v[0], 39)) +
			((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(*v));
		v[4] += t1;
		v[0] = t1 + t2;
	}
	for (unsigned i = 0; i < 8; i++)
		state[i] += v[i];
}

static size_t block_size(const struct digest_hash *d)
{
	return d->algorithm == DIGEST_SHA512_256 ? 128 : 64;
}

static void take_block(struct digest_hash *d)
{
	switch (d->algorithm) {
	case DIGEST_MD5:
		md5_block(d->state, d->block);
		return;
	case DIGEST_SHA256:
		sha256_block(d->state, d->block);
		return;
	case DIGEST_SHA512_256:
		sha512_block(d->state, d->block);
		return;
	}
}

void digest_hash_init(struct digest_hash *d, enum digest_algorithm a)
{
	memset(d, 0, sizeof(*d));
	d->algorithm = a;
	memcpy(d->state, start[a], sizeof(d->state));
}

void digest_hash_add(struct digest_hash *d, struct slice s)
{
	size_t size = block_size(d);

	for (size_t i = 0; i < s.len; i++) {
		d->block[d->len++ % size] = (uint8_t)s.p[i];
		if (d->len % size == 0)
			take_block(d);
	}
}

size_t digest_hash_end(struct digest_hash *d, uint8_t out[DIGEST_SIZE_MAX])
{
	size_t size = block_size(d);
	size_t word = d->algorithm == DIGEST_SHA512_256 ? 8 : 4;
	size_t n = d->algorithm == DIGEST_MD5 ? 16 : 32;
	uint64_t bits = d->len * 8;
	bool little = d->algorithm == DIGEST_MD5;

	digest_hash_add(d, slice_of("\x80", 1));
	/* The length takes 8 or 16 bytes, of which 8 are enough for us. */
	while (d->len % size != size - size / 8)
		digest_hash_add(d, slice_of("", 1));
	while (d->len % size != size - 8)
		digest_hash_add(d, slice_of("", 1));
	for (unsigned i = 0; i < 8; i++) {
		char c = (char)(bits >> (little ? i : 7 - i) * 8);

		digest_hash_add(d, slice_of(&c, 1));
	}
	for (size_t i = 0; i < n; i++) {
		size_t shift = little ? i % word : word - 1 - i % word;

		out[i] = (uint8_t)(d->state[i / word] >> shift * 8);
	}
	return n;
}
