/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/digits.h"

const char digits_pairs[201] =
	"00010203040506070809101112131415161718192021222324"
	"25262728293031323334353637383940414243444546474849"
	"50515253545556575859606162636465666768697071727374"
	"75767778798081828384858687888990919293949596979899";

static inline char *put_small(char *p, unsigned v)
{
	if (v >= 10)
		return digits_two(p, v);
	*p = (char)('0' + v);
	return p + 1;
}

char *digits_put(char *p, uint64_t v)
{
	unsigned low;

	if (v >= 10000) {
		p = digits_put(p, v / 10000); /* four times at most */
		low = (unsigned)(v % 10000);
		return digits_two(digits_two(p, low / 100), low % 100);
	}
	low = (unsigned)v;
	if (low < 100)
		return put_small(p, low);
	return digits_two(put_small(p, low / 100), low % 100);
}
