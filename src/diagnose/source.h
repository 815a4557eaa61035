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
};

struct source_memory {
	struct recent table; /* of struct source */
	uint64_t seed;
};

void source_memory_init(struct source_memory *m, uint64_t seed);
void source_memory_fini(struct source_memory *m);
/* Something happened to a REGISTER. */
void source_note_register(struct source_memory *m,
			  const struct store_notice *n);
/* An INVITE that begins a call was sent. */
void source_note_invite(struct source_memory *m, const struct store_notice *n);
/* What is known of an address, or NULL: nothing. */
const struct source *source_find(const struct source_memory *m,
				 const struct addr *a);

#endif
