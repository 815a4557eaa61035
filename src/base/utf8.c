/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define REPLACEMENT 0xFFFD
#define REPLACEMENT_TEXT "\xef\xbf\xbd"

struct range {
	uint32_t first, last;
};

/* Combining marks and the Hangul vowels and finals that join a syllable. */
static const struct range zero[] = {
	{ 0x300, 0x36f }, { 0x483, 0x489 }, { 0x591, 0x5bd }, { 0x5bf, 0x5bf },
	{ 0x5c1, 0x5c2 }, { 0x5c4, 0x5c5 }, { 0x5c7, 0x5c7 }, { 0x610, 0x61a },
	{ 0x64b, 0x65f }, { 0x670, 0x670 }, { 0x6d6, 0x6dc }, { 0x6df, 0x6e4 },
	{ 0x6e7, 0x6e8 }, { 0x6ea, 0x6ed }, { 0x711, 0x711 }, { 0x730, 0x74a },
	{ 0x7a6, 0x7b0 }, { 0x7eb, 0x7f3 }, { 0x7fd, 0x7fd }, { 0x816, 0x819 },
	{ 0x81b, 0x823 }, { 0x825, 0x827 }, { 0x829, 0x82d }, { 0x859, 0x85b },
	{ 0x898, 0x89f }, { 0x8ca, 0x8e1 }, { 0x8e3, 0x902 }, { 0x93a, 0x93a },
	{ 0x93c, 0x93c }, { 0x941, 0x948 }, { 0x94d, 0x94d }, { 0x951, 0x957 },
	{ 0x962, 0x963 }, { 0x981, 0x981 }, { 0x9bc, 0x9bc }, { 0x9c1, 0x9c4 },
	{ 0x9cd, 0x9cd }, { 0x9e2, 0x9e3 }, { 0x9fe, 0xa02 }, { 0xa3c, 0xa3c },
	{ 0xa41, 0xa51 }, { 0xa70, 0xa71 }, { 0xa75, 0xa75 }, { 0xa81, 0xa82 },
	{ 0xabc, 0xabc }, { 0xac1, 0xac8 }, { 0xacd, 0xacd }, { 0xae2, 0xae3 },
	{ 0xafa, 0xb01 }, { 0xb3c, 0xb3c }, { 0xb3f, 0xb3f }, { 0xb41, 0xb44 },
	{ 0xb4d, 0xb56 }, { 0xb62, 0xb63 }, { 0xb82, 0xb82 }, { 0xbc0, 0xbc0 },
	{ 0xbcd, 0xbcd }, { 0xc00, 0xc00 }, { 0xc04, 0xc04 }, { 0xc3c, 0xc3c },
	{ 0xc3e, 0xc40 }, { 0xc46, 0xc56 }, { 0xc62, 0xc63 }, { 0xc81, 0xc81 },
	{ 0xcbc, 0xcbc }, { 0xcbf, 0xcbf }, { 0xcc6, 0xcc6 }, { 0xccc, 0xccd },
	{ 0xce2, 0xce3 }, { 0xd00, 0xd01 }, { 0xd3b, 0xd3c }, { 0xd41, 0xd44 },
	{ 0xd4d, 0xd4d }, { 0xd62, 0xd63 }, { 0xd81, 0xd81 }, { 0xdca, 0xdca },
	{ 0xdd2, 0xdd6 }, { 0xe31, 0xe31 }, { 0xe34, 0xe3a }, { 0xe47, 0xe4e },
	{ 0xeb1, 0xeb1 }, { 0xeb4, 0xebc }, { 0xec8, 0xecd }, { 0xf18, 0xf19 },
	{ 0xf35, 0xf35 }, { 0xf37, 0xf37 }, { 0xf39, 0xf39 }, { 0xf71, 0xf7e },
	{ 0xf80, 0xf84 }, { 0xf86, 0xf87 }, { 0xf8d, 0xfbc }, { 0xfc6, 0xfc6 },
	{ 0x102d, 0x1030 }, { 0x1032, 0x1037 }, { 0x1039, 0x103a },
	{ 0x103d, 0x103e }, { 0x1058, 0x1059 }, { 0x105e, 0x1060 },
	{ 0x1071, 0x1074 }, { 0x1082, 0x1082 }, { 0x1085, 0x1086 },
	{ 0x108d, 0x108d }, { 0x109d, 0x109d }, { 0x1160, 0x11ff },
	{ 0x135d, 0x135f }, { 0x1712, 0x1714 }, { 0x1732, 0x1733 },
	{ 0x1752, 0x1753 }, { 0x1772, 0x1773 }, { 0x17b4, 0x17b5 },
	{ 0x17b7, 0x17bd }, { 0x17c6, 0x17c6 }, { 0x17c9, 0x17d3 },
	{ 0x17dd, 0x17dd }, { 0x180b, 0x180d }, { 0x180f, 0x180f },
	{ 0x1885, 0x1886 }, { 0x18a9, 0x18a9 }, { 0x1920, 0x1922 },
	{ 0x1927, 0x1928 }, { 0x1932, 0x1932 }, { 0x1939, 0x193b },
	{ 0x1a17, 0x1a18 }, { 0x1a1b, 0x1a1b }, { 0x1a56, 0x1a56 },
	{ 0x1a58, 0x1a60 }, { 0x1a62, 0x1a62 }, { 0x1a65, 0x1a6c },
	{ 0x1a73, 0x1a7f }, { 0x1ab0, 0x1b03 }, { 0x1b34, 0x1b34 },
	{ 0x1b36, 0x1b3a }, { 0x1b3c, 0x1b3c }, { 0x1b42, 0x1b42 },
	{ 0x1b6b, 0x1b73 }, { 0x1b80, 0x1b81 }, { 0x1ba2, 0x1ba5 },
	{ 0x1ba8, 0x1ba9 }, { 0x1bab, 0x1bad }, { 0x1be6, 0x1be6 },
	{ 0x1be8, 0x1be9 }, { 0x1bed, 0x1bed }, { 0x1bef, 0x1bf1 },
	{ 0x1c2c, 0x1c33 }, { 0x1c36, 0x1c37 }, { 0x1cd0, 0x1cd2 },
	{ 0x1cd4, 0x1ce0 }, { 0x1ce2, 0x1ce8 }, { 0x1ced, 0x1ced },
	{ 0x1cf4, 0x1cf4 }, { 0x1cf8, 0x1cf9 }, { 0x1dc0, 0x1dff },
	{ 0x20d0, 0x20f0 }, { 0x2cef, 0x2cf1 }, { 0x2d7f, 0x2d7f },
	{ 0x2de0, 0x2dff }, { 0x302a, 0x302d }, { 0x3099, 0x309a },
	{ 0xa66f, 0xa672 }, { 0xa674, 0xa67d }, { 0xa69e, 0xa69f },
	{ 0xa6f0, 0xa6f1 }, { 0xa802, 0xa802 }, { 0xa806, 0xa806 },
	{ 0xa80b, 0xa80b }, { 0xa825, 0xa826 }, { 0xa82c, 0xa82c },
	{ 0xa8c4, 0xa8c5 }, { 0xa8e0, 0xa8f1 }, { 0xa8ff, 0xa8ff },
	{ 0xa926, 0xa92d }, { 0xa947, 0xa951 }, { 0xa980, 0xa982 },
	{ 0xa9b3, 0xa9b3 }, { 0xa9b6, 0xa9b9 }, { 0xa9bc, 0xa9bd },
	{ 0xa9e5, 0xa9e5 }, { 0xaa29, 0xaa2e }, { 0xaa31, 0xaa32 },
	{ 0xaa35, 0xaa36 }, { 0xaa43, 0xaa43 }, { 0xaa4c, 0xaa4c },
	{ 0xaa7c, 0xaa7c }, { 0xaab0, 0xaab0 }, { 0xaab2, 0xaab4 },
	{ 0xaab7, 0xaab8 }, { 0xaabe, 0xaabf }, { 0xaac1, 0xaac1 },
	{ 0xaaec, 0xaaed }, { 0xaaf6, 0xaaf6 }, { 0xabe5, 0xabe5 },
	{ 0xabe8, 0xabe8 }, { 0xabed, 0xabed }, { 0xd7b0, 0xd7fb },
	{ 0xfb1e, 0xfb1e }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
	{ 0x101fd, 0x101fd }, { 0x102e0, 0x102e0 }, { 0x10376, 0x1037a },
	{ 0x10a01, 0x10a0f }, { 0x10a38, 0x10a3f }, { 0x10ae5, 0x10ae6 },
	{ 0x10d24, 0x10d27 }, { 0x10eab, 0x10eac }, { 0x10f46, 0x10f50 },
	{ 0x10f82, 0x10f85 }, { 0x11001, 0x11001 }, { 0x11038, 0x11046 },
	{ 0x11070, 0x11070 }, { 0x11073, 0x11074 }, { 0x1107f, 0x11081 },
	{ 0x110b3, 0x110b6 }, { 0x110b9, 0x110ba }, { 0x110c2, 0x110c2 },
	{ 0x11100, 0x11102 }, { 0x11127, 0x1112b }, { 0x1112d, 0x11134 },
	{ 0x11173, 0x11173 }, { 0x11180, 0x11181 }, { 0x111b6, 0x111be },
	{ 0x111c9, 0x111cc }, { 0x111cf, 0x111cf }, { 0x1122f, 0x11231 },
	{ 0x11234, 0x11234 }, { 0x11236, 0x11237 }, { 0x1123e, 0x1123e },
	{ 0x112df, 0x112df }, { 0x112e3, 0x112ea }, { 0x11300, 0x11301 },
	{ 0x1133b, 0x1133c }, { 0x11340, 0x11340 }, { 0x11366, 0x11374 },
	{ 0x11438, 0x1143f }, { 0x11442, 0x11444 }, { 0x11446, 0x11446 },
	{ 0x1145e, 0x1145e }, { 0x114b3, 0x114b8 }, { 0x114ba, 0x114ba },
	{ 0x114bf, 0x114c0 }, { 0x114c2, 0x114c3 }, { 0x115b2, 0x115b5 },
	{ 0x115bc, 0x115bd }, { 0x115bf, 0x115c0 }, { 0x115dc, 0x115dd },
	{ 0x11633, 0x1163a }, { 0x1163d, 0x1163d }, { 0x1163f, 0x11640 },
	{ 0x116ab, 0x116ab }, { 0x116ad, 0x116ad }, { 0x116b0, 0x116b5 },
	{ 0x116b7, 0x116b7 }, { 0x1171d, 0x1171f }, { 0x11722, 0x11725 },
	{ 0x11727, 0x1172b }, { 0x1182f, 0x11837 }, { 0x11839, 0x1183a },
	{ 0x1193b, 0x1193c }, { 0x1193e, 0x1193e }, { 0x11943, 0x11943 },
	{ 0x119d4, 0x119db }, { 0x119e0, 0x119e0 }, { 0x11a01, 0x11a0a },
	{ 0x11a33, 0x11a38 }, { 0x11a3b, 0x11a3e }, { 0x11a47, 0x11a47 },
	{ 0x11a51, 0x11a56 }, { 0x11a59, 0x11a5b }, { 0x11a8a, 0x11a96 },
	{ 0x11a98, 0x11a99 }, { 0x11c30, 0x11c3d }, { 0x11c3f, 0x11c3f },
	{ 0x11c92, 0x11ca7 }, { 0x11caa, 0x11cb0 }, { 0x11cb2, 0x11cb3 },
	{ 0x11cb5, 0x11cb6 }, { 0x11d31, 0x11d45 }, { 0x11d47, 0x11d47 },
	{ 0x11d90, 0x11d91 }, { 0x11d95, 0x11d95 }, { 0x11d97, 0x11d97 },
	{ 0x11ef3, 0x11ef4 }, { 0x16af0, 0x16af4 }, { 0x16b30, 0x16b36 },
	{ 0x16f4f, 0x16f4f }, { 0x16f8f, 0x16f92 }, { 0x16fe4, 0x16fe4 },
	{ 0x1bc9d, 0x1bc9e }, { 0x1cf00, 0x1cf46 }, { 0x1d167, 0x1d169 },
	{ 0x1d17b, 0x1d182 }, { 0x1d185, 0x1d18b }, { 0x1d1aa, 0x1d1ad },
	{ 0x1d242, 0x1d244 }, { 0x1da00, 0x1da36 }, { 0x1da3b, 0x1da6c },
	{ 0x1da75, 0x1da75 }, { 0x1da84, 0x1da84 }, { 0x1da9b, 0x1daaf },
	{ 0x1e000, 0x1e02a }, { 0x1e130, 0x1e136 }, { 0x1e2ae, 0x1e2ae },
	{ 0x1e2ec, 0x1e2ef }, { 0x1e8d0, 0x1e8d6 }, { 0x1e944, 0x1e94a },
	{ 0xe0100, 0xe01ef },
};

/* East Asian Wide and Fullwidth (Unicode TR 11), with planes 2 and 3. */
static const struct range wide[] = {
	{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x2329, 0x232a },
	{ 0x23e9, 0x23ec }, { 0x23f0, 0x23f0 }, { 0x23f3, 0x23f3 },
	{ 0x25fd, 0x25fe }, { 0x2614, 0x2615 }, { 0x2648, 0x2653 },
	{ 0x267f, 0x267f }, { 0x2693, 0x2693 }, { 0x26a1, 0x26a1 },
	{ 0x26aa, 0x26ab }, { 0x26bd, 0x26be }, { 0x26c4, 0x26c5 },
	{ 0x26ce, 0x26ce }, { 0x26d4, 0x26d4 }, { 0x26ea, 0x26ea },
	{ 0x26f2, 0x26f3 }, { 0x26f5, 0x26f5 }, { 0x26fa, 0x26fa },
	{ 0x26fd, 0x26fd }, { 0x2705, 0x2705 }, { 0x270a, 0x270b },
	{ 0x2728, 0x2728 }, { 0x274c, 0x274c }, { 0x274e, 0x274e },
	{ 0x2753, 0x2755 }, { 0x2757, 0x2757 }, { 0x2795, 0x2797 },
	{ 0x27b0, 0x27b0 }, { 0x27bf, 0x27bf }, { 0x2b1b, 0x2b1c },
	{ 0x2b50, 0x2b50 }, { 0x2b55, 0x2b55 }, { 0x2e80, 0x3029 },
	{ 0x302e, 0x303e }, { 0x3041, 0x3096 }, { 0x309b, 0x3247 },
	{ 0x3250, 0x4dbf }, { 0x4e00, 0xa4c6 }, { 0xa960, 0xa97c },
	{ 0xac00, 0xd7a3 }, { 0xf900, 0xfad9 }, { 0xfe10, 0xfe19 },
	{ 0xfe30, 0xfe6b }, { 0xff01, 0xff60 }, { 0xffe0, 0xffe6 },
	{ 0x16fe0, 0x16fe3 }, { 0x16ff0, 0x1b2fb }, { 0x1f004, 0x1f004 },
	{ 0x1f0cf, 0x1f0cf }, { 0x1f18e, 0x1f18e }, { 0x1f191, 0x1f19a },
	{ 0x1f200, 0x1f320 }, { 0x1f32d, 0x1f335 }, { 0x1f337, 0x1f37c },
	{ 0x1f37e, 0x1f393 }, { 0x1f3a0, 0x1f3ca }, { 0x1f3cf, 0x1f3d3 },
	{ 0x1f3e0, 0x1f3f0 }, { 0x1f3f4, 0x1f3f4 }, { 0x1f3f8, 0x1f43e },
	{ 0x1f440, 0x1f440 }, { 0x1f442, 0x1f4fc }, { 0x1f4ff, 0x1f53d },
	{ 0x1f54b, 0x1f54e }, { 0x1f550, 0x1f567 }, { 0x1f57a, 0x1f57a },
	{ 0x1f595, 0x1f596 }, { 0x1f5a4, 0x1f5a4 }, { 0x1f5fb, 0x1f64f },
	{ 0x1f680, 0x1f6c5 }, { 0x1f6cc, 0x1f6cc }, { 0x1f6d0, 0x1f6d2 },
	{ 0x1f6d5, 0x1f6df }, { 0x1f6eb, 0x1f6ec }, { 0x1f6f4, 0x1f6fc },
	{ 0x1f7e0, 0x1f7f0 }, { 0x1f90c, 0x1f93a }, { 0x1f93c, 0x1f945 },
	{ 0x1f947, 0x1f9ff }, { 0x1fa70, 0x1faf6 }, { 0x20000, 0x3fffd },
};

/* Characters without a shape that hide, split or turn round what stands beside
 * them: soft hyphen, bidirectional controls, zero-width spaces and joiners,
 * line separators, tags. */
static const struct range hidden[] = {
	{ 0xad, 0xad }, { 0x61c, 0x61c }, { 0x180e, 0x180e },
	{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
	{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe007f },
};

static bool within(const struct range *table, size_t n, uint32_t cp)
{
	size_t low = 0;

	while (n > low) {
		size_t mid = low + (n - low) / 2;

		if (cp > table[mid].last)
			low = mid + 1;
		else if (cp < table[mid].first)
			n = mid;
		else
			return true;
	}
	return false;
}

#define WITHIN(table, cp) within(table, sizeof(table) / sizeof(*(table)), cp)

static inline bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

static inline bool is_hidden(uint32_t cp)
{
	return cp >= 0xad && WITHIN(hidden, cp);
}

/* Length of a well-formed sequence from its first two bytes, or 0; the second
 * byte tells overlong forms, surrogates and too large values (RFC 3629 4). */
static size_t sequence(unsigned char a, unsigned char b)
{
	if ((b & 0xc0) != 0x80)
		return 0;
	if (a >= 0xc2 && a <= 0xdf)
		return 2;
	if ((a & 0xf0) == 0xe0)
		return (a == 0xe0 && b < 0xa0) || (a == 0xed && b > 0x9f)
			       ? 0 : 3;
	if (a >= 0xf0 && a <= 0xf4)
		return (a == 0xf0 && b < 0x90) || (a == 0xf4 && b > 0x8f)
			       ? 0 : 4;
	return 0;
}

size_t utf8_next(struct slice s, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t n;

	*cp = p[0];
	if (p[0] < 0x80)
		return 1;
	n = s.len > 1 ? sequence(p[0], p[1]) : 0;
	*cp = REPLACEMENT;
	if (!n || n > s.len)
		return 1;
	for (size_t i = 2; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 1;
	*cp = p[0] & (0x7fU >> n);
	for (size_t i = 1; i < n; i++)
		*cp = *cp << 6 | (p[i] & 0x3f);
	return n;
}

unsigned utf8_width(uint32_t cp)
{
	if (is_control(cp))
		return cp == '\r' || cp == '\n' || cp == '\t' ? 2 : 4;
	if (cp < 0x300)
		return cp == 0xad ? 8 : 1;
	if (is_hidden(cp))
		return cp > 0xffff ? 9 : 8;
	if (WITHIN(zero, cp))
		return 0;
	return cp >= 0x1100 && WITHIN(wide, cp) ? 2 : 1;
}

#define ONES UINT64_C(0x0101010101010101)

static uint64_t load64(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Eight at once: a byte over 0x7e has bit 7 or gets it by 1 more, one under a
 * space borrows it. */
static bool plain8(uint64_t v)
{
	return !((v | (v + ONES) | (v - ONES * ' ')) & ONES * 0x80);
}

/* Is one of eight bytes, all under 0x80, this one? */
static bool has8(uint64_t v, char c)
{
	return ((v ^ ONES * (unsigned char)c) - ONES) & ONES * 0x80;
}

/* The last bytes of a text of n at least four, as eight: what is there twice does
 * no harm. */
static uint64_t load_tail(const char *p, size_t n)
{
	uint32_t head, tail;

	if (n >= 8)
		return load64(p + n - 8);
	memcpy(&head, p, sizeof(head));
	memcpy(&tail, p + n - sizeof(tail), sizeof(tail));
	return (uint64_t)tail << 32 | head;
}

#ifdef __SSE2__
static inline __m128i load16(const char *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* A bit for each of 16 bytes that is a control, DEL or above; of JSON also for what
 * it escapes. */
static inline unsigned odd16(__m128i v, bool json)
{
	__m128i odd = _mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(' ')),
				   _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7f)));

	if (json) {
		odd = _mm_or_si128(odd, _mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
		odd = _mm_or_si128(odd, _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
	}
	return (unsigned)_mm_movemask_epi8(odd);
}

/* The same of all of s, which has at least 16. */
static inline size_t run16(struct slice s, bool json)
{
	unsigned odd;
	size_t n;

	for (n = 0; s.len - n >= 16; n += 16) {
		odd = odd16(load16(s.p + n), json);
		if (odd)
			return n + (unsigned)__builtin_ctz(odd);
	}
	/* The last 16 together: what was seen before is fine. */
	odd = odd16(load16(s.p + s.len - 16), json);
	return odd ? s.len - 16 + (unsigned)__builtin_ctz(odd) : s.len;
}

/* That, while it is copied; what lies behind may be copied, too. */
static inline size_t copy16(char *to, struct slice s, bool json)
{
	size_t n = 0, last = s.len - 16;
	unsigned odd;
	__m128i v;

	for (;; n = n + 16 < last ? n + 16 : last) {
		v = load16(s.p + n);
		_mm_storeu_si128((__m128i *)(void *)(to + n), v);
		odd = odd16(v, json);
		if (odd)
			return n + (unsigned)__builtin_ctz(odd);
		if (n == last)
			return s.len;
	}
}

/* The same of 8 to 16: both ends, seen as one. */
static inline size_t copy8(char *to, struct slice s, bool json)
{
	uint64_t head = load64(s.p), tail = load64(s.p + s.len - 8);
	unsigned odd = odd16(_mm_set_epi64x((int64_t)tail, (int64_t)head),
			     json), at;

	memcpy(to, &head, sizeof(head));
	memcpy(to + s.len - 8, &tail, sizeof(tail));
	if (!odd)
		return s.len;
	at = (unsigned)__builtin_ctz(odd);
	return at < 8 ? at : s.len - 16 + at;
}
#endif

/* The bytes at the start of s that are fine, asked of sixteen, eight or one. */
static inline size_t run(struct slice s, bool json, bool fine8(uint64_t),
			 bool fine(char))
{
	size_t n = 0;

#ifdef __SSE2__
	if (s.len >= 16)
		return run16(s, json);
#endif
	while (s.len - n >= 8 && fine8(load64(s.p + n)))
		n += 8;
	if (n < s.len && s.len >= 4 && s.len - n < 8 &&
	    fine8(load_tail(s.p, s.len)))
		return s.len;
	while (n < s.len && fine(s.p[n]))
		n++;
	return n;
}

static inline bool plain1(char c)
{
	return c >= ' ' && c <= '~';
}

size_t utf8_plain(struct slice s)
{
	return run(s, false, plain8, plain1);
}

static void add_hex(struct strbuf *out, uint32_t v, int digits)
{
	while (digits--)
		strbuf_addc(out, "0123456789ABCDEF"[v >> 4 * digits & 15]);
}

static void show_special(struct strbuf *out, uint32_t cp)
{
	if (cp == REPLACEMENT) {
		strbuf_adds(out, REPLACEMENT_TEXT);
	} else if (cp == '\r' || cp == '\n' || cp == '\t') {
		strbuf_addc(out, '\\');
		strbuf_addc(out, cp == '\r' ? 'r' : cp == '\n' ? 'n' : 't');
	} else if (is_control(cp)) {
		strbuf_adds(out, "\\x");
		add_hex(out, cp, 2);
	} else {
		strbuf_adds(out, "\\u{");
		add_hex(out, cp, cp > 0xffff ? 5 : 4);
		strbuf_addc(out, '}');
	}
}

/* What JSON does not escape either. */
static inline bool json_plain8(uint64_t v)
{
	return plain8(v) && !has8(v, '"') && !has8(v, '\\');
}

static inline bool json_plain1(char c)
{
	return plain1(c) && c != '"' && c != '\\';
}

static size_t json_plain(struct slice s)
{
	return run(s, true, json_plain8, json_plain1);
}

/* Copy s, at least one byte, up to the first that may need an escape; how many
 * these are.  The room is that of s.  Every text that is shown comes by here. */
static inline __attribute__((always_inline)) size_t
copy_plain(char *to, struct slice s, bool json)
{
	size_t n;

#ifdef __SSE2__
	if (s.len >= 16)
		return copy16(to, s, json);
	if (s.len >= 8)
		return copy8(to, s, json);
#endif
	n = json ? json_plain(s) : utf8_plain(s);
	if (n)
		strbuf_copy(to, s.p, n);
	return n;
}

/* The first `at' bytes of s need no escape, and are there. */
static void show_rest(struct strbuf *out, struct slice s, size_t at)
{
	size_t from = at;

	do {
		uint32_t cp;
		size_t n = utf8_next(slice_from(s, at), &cp);

		if (is_control(cp) || cp == REPLACEMENT || is_hidden(cp)) {
			strbuf_add(out, s.p + from, at - from);
			show_special(out, cp);
			from = at + n;
		}
		at += n;
	} while ((at += utf8_plain(slice_from(s, at))) < s.len);
	if (at > from)
		strbuf_add(out, s.p + from, at - from);
}

void utf8_show(struct strbuf *out, struct slice s)
{
	char *p = s.len ? strbuf_room(out, s.len) : NULL;
	size_t plain;

	if (!p)
		return;
	plain = copy_plain(p, s, false);
	strbuf_wrote(out, p + plain);
	if (plain < s.len)
		show_rest(out, s, plain);
}

/* What s begins with, if that is no quote or backslash: at most six bytes for each
 * of its *n. */
static __attribute__((noinline)) char *json_special(char *p, struct slice s,
						    size_t *n)
{
	static const char letter[] = {
		['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r',
		['\t'] = 't',
	};
	static const char hex[] = "0123456789ABCDEF";
	uint32_t cp;

	*n = utf8_next(s, &cp);
	if (cp == REPLACEMENT) {
		memcpy(p, REPLACEMENT_TEXT, sizeof(REPLACEMENT_TEXT) - 1);
		return p + sizeof(REPLACEMENT_TEXT) - 1;
	}
	if (!is_control(cp)) {
		memcpy(p, s.p, *n);
		return p + *n;
	}
	*p++ = '\\';
	if (cp < sizeof(letter) && letter[cp]) {
		*p++ = letter[cp];
		return p;
	}
	memcpy(p, "u00", 3); /* C0, DEL and C1 */
	p[3] = hex[cp >> 4 & 15];
	p[4] = hex[cp & 15];
	return p + 5;
}

char *utf8_json(char *p, struct slice s)
{
	while (s.len) {
		size_t n = copy_plain(p, s, true);

		p += n;
		s = (struct slice){ s.p + n, s.len - n };
		if (!s.len)
			break;
		n = 1;
		if (*s.p == '"' || *s.p == '\\') {
			*p++ = '\\';
			*p++ = *s.p;
		} else {
			p = json_special(p, s, &n);
		}
		s = (struct slice){ s.p + n, s.len - n };
	}
	return p;
}

size_t utf8_columns(struct slice s)
{
	size_t columns = utf8_plain(s);

	for (size_t at = columns; at < s.len;) {
		uint32_t cp;

		at += utf8_next(slice_from(s, at), &cp);
		columns += utf8_width(cp);
	}
	return columns;
}

size_t utf8_count(struct slice s)
{
	size_t count = utf8_plain(s);

	for (size_t at = count; at < s.len; count++) {
		uint32_t cp;

		at += utf8_next(slice_from(s, at), &cp);
	}
	return count;
}
