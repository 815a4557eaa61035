/* SPDX-License-Identifier: BSD-2-Clause */
/* Looking for a kind of byte, sixteen at a time where the machine can. */
#ifndef DISSECT_SIP_SCAN_H
#define DISSECT_SIP_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* A byte that ends or encloses a piece of a header value: " , ; < */
static inline bool sip_scan_is_stop(char c)
{
	return c == ';' || c == '<' || c == ',' || c == '"';
}

static inline const char *sip_scan_low_slow(const char *p, const char *end,
					    unsigned char most)
{
	while (p < end && (unsigned char)*p > most)
		p++;
	return p;
}

static inline const char *sip_scan_stop_slow(const char *p, const char *end)
{
	while (p < end && !sip_scan_is_stop(*p))
		p++;
	return p;
}

static inline const char *sip_scan_quoted_slow(const char *p, const char *end)
{
	while (p < end && *p != '"' && *p != '\\')
		p++;
	return p;
}

static inline const char *sip_scan_name_slow(const char *p, const char *end)
{
	while (p < end && (unsigned char)*p > ' ' && *p != ':')
		p++;
	return p;
}

/* Is p, in text that begins at from, surely outside quotes and <>?  Then the bytes
 * before it hold an even number of quotes, no backslash and no `<'. */
static inline bool sip_scan_is_outside_slow(const char *from, const char *p,
					    bool odd)
{
	for (; from < p; from++) {
		if (*from == '\\' || *from == '<')
			return false;
		odd ^= *from == '"';
	}
	return !odd;
}

/* A bit for each of the 32 bytes that is c. */
static inline uint32_t sip_scan_same_slow(const uint8_t bytes[32], uint8_t c)
{
	uint32_t mask = 0;

	for (unsigned i = 0; i < 32; i++)
		mask |= (uint32_t)(bytes[i] == c) << i;
	return mask;
}

#ifdef __SSE2__
static inline uint32_t sip_scan_same(const uint8_t bytes[32], uint8_t c)
{
	__m128i all = _mm_set1_epi8((char)c);
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)bytes);
	__m128i b = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16));

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(a, all)) |
	       (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b, all)) << 16;
}

/* Bytes from low to high get all bits, others none: moved so that high becomes the
 * greatest signed byte, they are those greater than low's neighbour. */
static inline __m128i sip_scan_range(__m128i v, char low, char high)
{
	v = _mm_add_epi8(v, _mm_set1_epi8((char)(0x7f - high)));
	return _mm_cmpgt_epi8(v, _mm_set1_epi8((char)(0x7e - high + low)));
}

/* A bit for each of the 16 bytes at p that is a letter, a digit or a dot. */
static inline uint64_t sip_scan_word_mask(const char *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i small = _mm_or_si128(v, _mm_set1_epi8(0x20));
	__m128i letter = sip_scan_range(small, 'a', 'z');
	__m128i digit = sip_scan_range(v, '0', '9');
	__m128i dot = _mm_cmpeq_epi8(v, _mm_set1_epi8('.'));

	return (unsigned)_mm_movemask_epi8(
		_mm_or_si128(_mm_or_si128(letter, digit), dot));
}

/* The same of the 64 bytes at p. */
static inline uint64_t sip_scan_word_mask64(const char *p)
{
	return sip_scan_word_mask(p) | sip_scan_word_mask(p + 16) << 16 |
	       sip_scan_word_mask(p + 32) << 32 |
	       sip_scan_word_mask(p + 48) << 48;
}

/* Behind some of the letters, digits and dots that stand at p, before end: all of
 * them, or 16, if 16 bytes can be read.  from, before p: bytes from there on may
 * be. */
static inline const char *sip_scan_word(const char *p, const char *end,
					const char *from)
{
	uint64_t other;

	if (end - p >= 16)
		other = ~sip_scan_word_mask(p);
	else if (end - from >= 16)
		other = ~(sip_scan_word_mask(end - 16) >> (16 - (end - p)));
	else
		return p;
	return p + (unsigned)__builtin_ctz((unsigned)other);
}

/* A bit for each of the 16 bytes at p that is not above most. */
static inline unsigned sip_scan_low_mask(const char *p, unsigned char most)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	/* What is left above most, and never under 0. */
	__m128i above = _mm_subs_epu8(v, _mm_set1_epi8((char)most));

	return (unsigned)_mm_movemask_epi8(
		_mm_cmpeq_epi8(above, _mm_setzero_si128()));
}

static inline unsigned sip_scan_stop_mask(const char *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i a = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
	__m128i b = _mm_cmpeq_epi8(v, _mm_set1_epi8(','));
	/* `;' and `<' are 0x3b and 0x3c: what is left of 0x3b is 0 or 1. */
	__m128i c = _mm_sub_epi8(v, _mm_set1_epi8(';'));

	c = _mm_cmpeq_epi8(_mm_min_epu8(c, _mm_set1_epi8(1)), c);
	a = _mm_or_si128(_mm_or_si128(a, b), c);
	return (unsigned)_mm_movemask_epi8(a);
}

/* The first byte from p on that is not above most, or end. */
static inline const char *sip_scan_low(const char *p, const char *end,
				       unsigned char most)
{
	if (end - p >= 16) {
		const char *last = end - 16;

		do {
			unsigned mask = sip_scan_low_mask(p, most);

			if (mask)
				return p + (unsigned)__builtin_ctz(mask);
			p += 16;
		} while (p <= last);
	}
	return sip_scan_low_slow(p, end, most);
}

/* The same, for who knows where the last 16 bytes before end begin. */
static inline const char *sip_scan_low_until(const char *p, const char *end,
					     unsigned char most,
					     const char *last)
{
	for (; p <= last; p += 16) {
		unsigned mask = sip_scan_low_mask(p, most);

		if (mask)
			return p + (unsigned)__builtin_ctz(mask);
	}
	return sip_scan_low_slow(p, end, most);
}

/* The same; from, before p: the bytes from there on may be read, so that the last
 * 16 are looked at together. */
static inline const char *sip_scan_low_from(const char *p, const char *end,
					    unsigned char most, const char *from)
{
	unsigned mask = 0;

	for (; end - p >= 16; p += 16) {
		mask = sip_scan_low_mask(p, most);
		if (mask)
			return p + (unsigned)__builtin_ctz(mask);
	}
	if (end - from < 16)
		return sip_scan_low_slow(p, end, most);
	mask = sip_scan_low_mask(end - 16, most) >> (16 - (end - p));
	return mask ? p + (unsigned)__builtin_ctz(mask) : end;
}

/* Are all bytes from p to end above most?  room: up to there may be read. */
static inline bool sip_scan_above(const char *p, const char *end,
				  unsigned char most, const char *room)
{
	for (; p < end && room - p >= 16; p += 16) {
		unsigned mask = sip_scan_low_mask(p, most);

		if (mask)
			return p + (unsigned)__builtin_ctz(mask) >= end;
	}
	return p >= end || sip_scan_low_slow(p, end, most) == end;
}

/* The first c from p on, or end; for short ways, where a call costs more than
 * the looking.  room: up to there may be read. */
static inline const char *sip_scan_byte(const char *p, const char *end, char c,
					const char *room)
{
	for (; p < end && room - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i hit = _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
		unsigned mask = (unsigned)_mm_movemask_epi8(hit);

		if (mask) {
			p += (unsigned)__builtin_ctz(mask);
			return p < end ? p : end;
		}
	}
	while (p < end && *p != c)
		p++;
	return p < end ? p : end;
}

/* The first colon, white space or control byte from p on, or end. */
static inline const char *sip_scan_name(const char *p, const char *end)
{
	for (; end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i colon = _mm_cmpeq_epi8(v, _mm_set1_epi8(':'));
		__m128i low = _mm_cmpeq_epi8(
			_mm_subs_epu8(v, _mm_set1_epi8(' ')),
			_mm_setzero_si128());
		unsigned mask = (unsigned)_mm_movemask_epi8(
			_mm_or_si128(colon, low));

		if (mask)
			return p + (unsigned)__builtin_ctz(mask);
	}
	return sip_scan_name_slow(p, end);
}

/* A bit for each of the 16 bytes at p that is a quote or a backslash. */
static inline unsigned sip_scan_quoted_mask(const char *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
	__m128i slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(quote, slash));
}

/* The first quote or backslash from p on, or end.  from, before p: the bytes from
 * there on may be read, so that the last 16 are looked at together. */
static inline const char *sip_scan_quoted(const char *p, const char *end,
					  const char *from)
{
	unsigned mask = 0;

	for (; end - p >= 16; p += 16) {
		mask = sip_scan_quoted_mask(p);
		if (mask)
			return p + (unsigned)__builtin_ctz(mask);
	}
	if (end - from < 16)
		return sip_scan_quoted_slow(p, end);
	mask = sip_scan_quoted_mask(end - 16) >> (16 - (end - p));
	return mask ? p + (unsigned)__builtin_ctz(mask) : end;
}

static inline bool sip_scan_is_outside(const char *from, const char *p,
				       const char *room)
{
	bool odd = false;

	for (; from < p && room - from >= 16; from += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)from);
		__m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
		__m128i slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
		__m128i angle = _mm_cmpeq_epi8(v, _mm_set1_epi8('<'));
		unsigned here = p - from < 16 ? (1u << (p - from)) - 1 : 0xffff;

		if ((unsigned)_mm_movemask_epi8(_mm_or_si128(slash, angle)) &
		    here)
			return false;
		odd ^= __builtin_parity((unsigned)_mm_movemask_epi8(quote) &
					here);
	}
	return sip_scan_is_outside_slow(from, p, odd);
}

/* The first of " , ; < from p on, or end; from: likewise. */
static inline const char *sip_scan_stop_from(const char *p, const char *end,
					     const char *from)
{
	unsigned mask = 0;

	for (; end - p >= 16; p += 16) {
		mask = sip_scan_stop_mask(p);
		if (mask)
			return p + (unsigned)__builtin_ctz(mask);
	}
	if (end - from < 16)
		return sip_scan_stop_slow(p, end);
	mask = sip_scan_stop_mask(end - 16) >> (16 - (end - p));
	return mask ? p + (unsigned)__builtin_ctz(mask) : end;
}

/* The first of " , ; < from p on, or end.  room: up to there may be read. */
static inline const char *sip_scan_stop(const char *p, const char *end,
					const char *room)
{
	for (; p < end && room - p >= 16; p += 16) {
		unsigned mask = sip_scan_stop_mask(p);

		if (mask) {
			p += (unsigned)__builtin_ctz(mask);
			return p < end ? p : end;
		}
	}
	return p < end ? sip_scan_stop_slow(p, end) : end;
}
#else
static inline const char *sip_scan_word(const char *p, const char *end,
					const char *from)
{
	(void)end;
	(void)from;
	return p;
}

static inline uint32_t sip_scan_same(const uint8_t bytes[32], uint8_t c)
{
	return sip_scan_same_slow(bytes, c);
}

static inline bool sip_scan_is_outside(const char *from, const char *p,
				       const char *room)
{
	(void)room;
	return sip_scan_is_outside_slow(from, p, false);
}

static inline const char *sip_scan_low(const char *p, const char *end,
				       unsigned char most)
{
	return sip_scan_low_slow(p, end, most);
}

static inline const char *sip_scan_low_until(const char *p, const char *end,
					     unsigned char most,
					     const char *last)
{
	(void)last;
	return sip_scan_low_slow(p, end, most);
}

static inline const char *sip_scan_low_from(const char *p, const char *end,
					    unsigned char most, const char *from)
{
	(void)from;
	return sip_scan_low_slow(p, end, most);
}

static inline bool sip_scan_above(const char *p, const char *end,
				  unsigned char most, const char *room)
{
	(void)room;
	return sip_scan_low_slow(p, end, most) == end;
}

static inline const char *sip_scan_byte(const char *p, const char *end, char c,
					const char *room)
{
	(void)room;
	while (p < end && *p != c)
		p++;
	return p;
}

static inline const char *sip_scan_name(const char *p, const char *end)
{
	return sip_scan_name_slow(p, end);
}

static inline const char *sip_scan_quoted(const char *p, const char *end,
					  const char *from)
{
	(void)from;
	return sip_scan_quoted_slow(p, end);
}

static inline const char *sip_scan_stop_from(const char *p, const char *end,
					     const char *from)
{
	(void)from;
	return sip_scan_stop_slow(p, end);
}

static inline const char *sip_scan_stop(const char *p, const char *end,
					const char *room)
{
	(void)room;
	return sip_scan_stop_slow(p, end);
}
#endif

#endif
