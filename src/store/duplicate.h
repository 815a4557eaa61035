/* SPDX-License-Identifier: BSD-2-Clause */
/* Recognising packets that were captured twice, and directions that are
 * captured at all: two small tables of fingerprints that overwrite. */
#ifndef STORE_DUPLICATE_H
#define STORE_DUPLICATE_H

#include "dissect/packet.h"

enum { DUPLICATE_SLOTS = 4096, DUPLICATE_DIRECTIONS = 16384 };

struct duplicate_slot {
	uint64_t hash; /* 0: empty */
	int64_t time;
	uint32_t ip_id;
};

struct duplicate_table {
	struct duplicate_slot slots[DUPLICATE_SLOTS];
	uint64_t directions[DUPLICATE_DIRECTIONS];
	uint64_t seed;
};

/* The same bytes between the same ip:port within 20 ms, or with the same IP id
 * (not 0) within a second; p is remembered in any case. */
bool duplicate_check(struct duplicate_table *d, const struct packet *p,
		     struct slice bytes);
/* Remember that a packet went from src to dst. */
void duplicate_direction(struct duplicate_table *d, const struct addr *src,
			 const struct addr *dst);
/* Was one seen from src to dst?  May have been overwritten: false then. */
bool duplicate_direction_seen(const struct duplicate_table *d,
			      const struct addr *src, const struct addr *dst);

#endif
