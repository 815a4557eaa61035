/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_token.h"

const bool sip_token_table[256] = {
	['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true,
	['-'] = true, ['.'] = true, ['!'] = true, ['%'] = true, ['*'] = true,
	['_'] = true, ['+'] = true, ['`'] = true, ['\''] = true, ['~'] = true,
};

bool sip_token_all(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!sip_token_is(s.p[i]))
			return false;
	return s.len > 0;
}
