/* SPDX-License-Identifier: BSD-2-Clause */
/* What a client did towards a server under one name: the memory behind rules
 * about repeated refusals, longer than a transaction lives.  Keyed by client
 * IP, server IP, method class (REGISTER or other) and user@host of From
 * (REGISTER: To, RFC 3261 10.3).  The store brings it up to date before it tells
 * of the response (STORE_FINAL); an entry is made at the first 401, 407, 422 or
 * 423 and found again for later finals of the same client. */
#ifndef STORE_REGISTRATION_H
#define STORE_REGISTRATION_H

#include "store/message.h"

enum { REGISTRATION_NONCE_MAX = 128 };

struct registration {
	uint64_t hash;
	int64_t seen;              /* last use; forgotten after an hour */
	struct addr client, server;
	struct slice aor;          /* own copy behind the struct */
	uint16_t method;           /* METHOD_REGISTER or METHOD_UNKNOWN: others */
	/* challenges */
	int64_t first_challenge;   /* since the last success or credentials; 0 */
	uint32_t plain;            /* requests without credentials that were
				      challenged since then (by CSeq/branch) */
	uint32_t rejected;         /* credentials for the last nonce refused, in
				      a row, different CSeq */
	uint32_t stale;            /* stale=true in a row */
	int64_t first_rejected;
	char nonce[REGISTRATION_NONCE_MAX]; /* of the last challenge, cut */
	uint8_t nonce_len;
	uint64_t nonce_hash;       /* of the whole nonce */
	/* 423 (RFC 3261 10.2.8) */
	uint32_t too_brief;        /* 423 in a row */
	uint32_t min_expires;      /* of the last one, seconds */
	/* 422 (RFC 4028) */
	uint32_t too_small;
};

#endif
