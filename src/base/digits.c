/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/digits.h"

#include <string.h>

static const char pairs[] =
	"00010203040506070809101112131415161718192021222324"
	"25262728293031323334353637383940414243444546474849"
	"50515253545556575859606162636465666768697071727374"
	"75767778798081828384858687888990919293949596979899";

char *digits_two(char *p, unsigned v)
{
	memcpy(p, pairs + v * 2, 2);
	return p + 2;
}

/* How many digits v has: a bit is 0.301 of one (1233 / 4096), and the power of ten
 * says on which side of it v lies. */
static unsigned count(uint64_t v)
{
	static const uint64_t power[DIGITS_MAX] = {
		0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
		1000000000, 10000000000, 100000000000, 1000000000000,
		10000000000000, 100000000000000, 1000000000000000,
		10000000000000000, 100000000000000000, 1000000000000000000,
		UINT64_C(10000000000000000000),
	};
	unsigned bits = 64 - (unsigned)__builtin_clzll(v | 1);
	unsigned n = bits * 1233 >> 12;

	return n + (v >= power[n]);
}

char *digits_put(char *p, uint64_t v)
{
	char *end = p + count(v), *at = end;

	for (; v >= 10; v /= 100) {
		at -= 2;
		digits_two(at, (unsigned)(v % 100));
	}
	if (at > p)
		*p = (char)('0' + v);
	return end;
}
