/* SPDX-License-Identifier: BSD-2-Clause */
/* Datagrams put together from IP fragments (RFC 791 3.2, RFC 8200 4.5).  Of
 * overlapping bytes the first to come are kept. */
#ifndef DISSECT_FRAGMENT_H
#define DISSECT_FRAGMENT_H

#include "base/hash.h"
#include "base/timer_heap.h"
#include "dissect/ip.h"

struct fragment_table {
	struct hash_table entries; /* owned, with what is in it */
	struct timer_heap timers;
	uint64_t seed;
	size_t max;                /* datagrams at once */
	/* Datagrams given up: by time or at the end, and to make room. */
	uint64_t lost, shed;
};

/* Takes no memory yet. */
void fragment_init(struct fragment_table *t, size_t max);
void fragment_fini(struct fragment_table *t);

/* Add the fragment ip, which came at time now (ns, packet clock).  DECODE_OK:
 * it completed its datagram: *ip is the whole now (its payload borrowed until
 * the next call; shorter than ip->size when a fragment was cut) and *pieces
 * says from how many frames.  DECODE_OTHER: it waits for others, or is a copy of one
 * that was used within the last 200 ms.  DECODE_MALFORMED: it cannot be part of
 * a datagram; DECODE_TRUNCATED: no memory, it is lost.  Work is linear in its
 * bytes, whatever came before; IPv4 waits for 30 s, IPv6 for 60 s. */
enum decode fragment_push(struct fragment_table *t, struct ip *ip, int64_t now,
			  unsigned *pieces);
/* The input ended: what waits is lost. */
void fragment_end(struct fragment_table *t);

#endif
