/* SPDX-License-Identifier: BSD-2-Clause */
/* What hosts asked name servers to find where a SIP request goes (RFC 3263 4), and
 * what they were told. */
#ifndef DIAGNOSE_LOOKUPS_H
#define DIAGNOSE_LOOKUPS_H

#include "base/recent.h"
#include "dissect/dns.h"

enum { LOOKUPS_MAX = 4096, LOOKUPS_CLIENTS = 1024, LOOKUPS_NAME = 96 };

/* The questions about one domain. */
enum lookup_kind {
	LOOKUP_NAPTR, LOOKUP_SRV_UDP, LOOKUP_SRV_TCP, LOOKUP_SRV_TLS,
	LOOKUP_SRV_OTHER, LOOKUP_A, LOOKUP_AAAA, LOOKUP_KINDS
};

enum lookup_state {
	LOOKUP_UNKNOWN, /* not asked, or the answer is not here */
	LOOKUP_ASKED,   /* no answer yet */
	LOOKUP_FAILED,  /* an error, or no such record */
	LOOKUP_FOUND
};

struct lookup_question {
	int64_t asked, answered;       /* the first copy; 0: not captured */
	uint64_t asked_at, answered_at; /* frames */
	uint8_t state;                 /* enum lookup_state */
	uint8_t code;                  /* enum dns_code; DNS_OK: no such record */
};

/* A domain, as one host looked it up. */
struct lookup {
	struct addr client, server; /* the server asked last */
	unsigned source;
	bool found; /* by that name with something behind it (search domains) */
	struct lookup_question of[LOOKUP_KINDS];
	char name[LOOKUPS_NAME];
};

struct lookups {
	struct recent table;   /* of struct lookup, by client and domain */
	struct recent clients; /* of struct lookup_client */
	uint64_t seed;
};

void lookups_init(struct lookups *l, uint64_t seed);
void lookups_fini(struct lookups *l);
/* A question, or an answer. */
void lookups_note(struct lookups *l, const struct dns_message *m);
/* What that host asked about a domain, in vain as far as is known at that time, and
 * not long before; NULL: nothing, or it was told something. */
const struct lookup *lookups_failed(const struct lookups *l,
				    const struct addr *client,
				    struct slice domain, int64_t now);
/* Did any answer of a name server to that host ever come? */
bool lookups_answered(const struct lookups *l, const struct addr *client);

#endif
