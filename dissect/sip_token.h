/* SPDX-License-Identifier: BSD-2-Clause */
/* The characters of a token (RFC 3261 25.1): methods, header names. */
#ifndef DISSECT_SIP_TOKEN_H
#define DISSECT_SIP_TOKEN_H

#include "base/slice.h"

extern const bool sip_token_table[256];

static inline bool sip_token_is(char c)
{
	return sip_token_table[(unsigned char)c];
}
/* At least one character, all of them of a token. */
bool sip_token_all(struct slice s);

#endif
