/* SPDX-License-Identifier: BSD-2-Clause */
/* What each address that sends requests has done so far. */
#ifndef DIAGNOSE_SOURCE_H
#define DIAGNOSE_SOURCE_H

#include "base/recent.h"
#include "store/store.h"

enum { SOURCES_MAX = 65536 }; /* addresses known at once */

/* One address; the port does not count. */
struct source {
	bool registers;  /* sent a REGISTER: a phone, not a trunk */
	bool registered; /* one of them was accepted */
	bool calls;      /* sent an INVITE of its own that begins a call */
	bool called;     /* a new INVITE of it was accepted */
	/* Those of scan.h. */
	bool tool;       /* it was told that a test tool sends from there */
	uint8_t looks;   /* requests that were read for the name of a scanner */
	uint8_t plain;   /* its first REGISTERs that were challenged */
	uint8_t scans;   /* enum transaction_scan: what it was found doing */
	uint64_t agent;  /* its last User-Agent, no scanner's; 0 */
};

struct source_memory {
	struct recent table; /* of struct source */
	uint64_t seed;
};

void source_memory_init(struct source_memory *m, uint64_t seed);
void source_memory_fini(struct source_memory *m);
/* The entry of an address, made when there is none; NULL without memory.  Valid
 * until the next one is made. */
struct source *source_get(struct source_memory *m, const struct addr *a);
/* What is known of an address, or NULL: nothing. */
const struct source *source_find(const struct source_memory *m,
				 const struct addr *a);

#endif
