/* SPDX-License-Identifier: BSD-2-Clause */
/* Datagrams put together from IP fragments (RFC 791 3.2, RFC 8200 4.5).  Of
 * overlapping bytes the first to come are kept. */
#ifndef DISSECT_FRAGMENT_H
#define DISSECT_FRAGMENT_H

#include "base/hash.h"
#include "base/timer_heap.h"
#include "dissect/ip.h"

/* A datagram is given up, but its first fragment came: *ip is what is there
 * from its beginning on (less than ip->size), at the place and time (no bytes)
 * of the last of `pieces' fragments.  All borrowed; the table must not be
 * touched. */
typedef void fragment_lost_fn(const struct ip *ip, const struct frame *at,
			      unsigned pieces, void *arg);

struct fragment_table {
	struct hash_table entries; /* owned, with what is in it */
	struct hash_table starts;  /* those of which the beginning is there */
	struct hash_table talks;   /* those that are marked */
	struct timer_heap timers;
	uint64_t seed;
	size_t max;                /* datagrams at once */
	fragment_lost_fn *fn;
	void *arg;
	int64_t now;               /* the last time that is believed */
	int64_t doubt;             /* the last that is not */
	bool doubted;
	/* Datagrams given up: by time or at the end or since they came again,
	 * and to make room. */
	uint64_t lost, shed;
	/* Fragments that overlap others and are no copies. */
	uint64_t overlaps;
};

/* Takes no memory yet.  fn may be NULL. */
void fragment_init(struct fragment_table *t, size_t max, fragment_lost_fn *fn,
		   void *arg);
void fragment_fini(struct fragment_table *t);

/* A datagram that was put together. */
struct fragment_whole {
	struct fragment_entry *entry; /* what owns its bytes; NULL: none */
	unsigned pieces;              /* from how many frames */
};

/* Add the fragment ip of frame f.  DECODE_OK: it completed its datagram: *ip is
 * the whole now (shorter than ip->size when a fragment was cut); its payload is
 * borrowed until fragment_release, and further fragments may be added before
 * that.  DECODE_OTHER: it waits for others, or is a copy of one that was used
 * within the last 200 ms.  DECODE_MALFORMED: it cannot be part of a datagram;
 * DECODE_TRUNCATED: no memory, it is lost.  Work is linear in its bytes,
 * whatever came before.
 *
 * IPv4 waits for 30 s, IPv6 for 60 s; or until a fragment comes that begins
 * another datagram with the same 256 bytes between the same addresses, since
 * then the sender tries again. */
enum decode fragment_push(struct fragment_table *t, struct ip *ip,
			  const struct frame *f, struct fragment_whole *whole);
void fragment_release(struct fragment_table *t, struct fragment_whole *whole);
/* What waits (fragment_push gave DECODE_OTHER and an entry) belongs to this talk,
 * a number that is not 0.  0 or -ENOMEM: it then is as if it were not marked. */
int fragment_mark(struct fragment_table *t, struct fragment_whole *whole,
		  uint64_t talk);
/* The talk goes on: what still waits in it will not come, and is lost; what came
 * first is given up first. */
void fragment_talk(struct fragment_table *t, uint64_t talk);
/* Time moved on.  A jump of more than a day ahead counts once it is seen
 * twice. */
void fragment_clock(struct fragment_table *t, int64_t now);
/* The input ended: what waits is lost. */
void fragment_end(struct fragment_table *t);

#endif
