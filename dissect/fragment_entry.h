/* SPDX-License-Identifier: BSD-2-Clause */
/* One datagram under reassembly: which of its blocks have come, and their
 * bytes.  Private to the fragment*.c files. */
#ifndef DISSECT_FRAGMENT_ENTRY_H
#define DISSECT_FRAGMENT_ENTRY_H

#include "base/timer_heap.h"
#include "dissect/ip.h"

/* Fragments are cut at multiples of 8 bytes: one bit for each such block says
 * whether it has come.  Adding a fragment then costs the same however many
 * there are, in whatever order. */
#define FRAGMENT_BLOCK 8U
#define FRAGMENT_BLOCKS (65536 / FRAGMENT_BLOCK)

struct fragment_key {
	struct addr src, dst;
	uint32_t id;
	uint32_t protocol; /* IPv4 only (RFC 8200 4.5) */
};

struct fragment_entry {
	struct timer_node timer; /* first: the heap gives these back */
	struct fragment_key key;
	uint64_t hash;
	char *bytes;        /* owned */
	size_t cap;
	uint32_t end;       /* of the datagram; 0: the last has not come */
	uint32_t top;       /* highest end of any fragment */
	uint32_t blocks;    /* how many have come */
	uint32_t cut;       /* first byte that was not captured */
	unsigned pieces;
	uint8_t protocol, ttl; /* of the first fragment */
	bool first, done;
	bool lent;          /* done, and its bytes are in use */
	bool begun;         /* is in the table of beginnings */
	uint64_t start;     /* its hash there */
	uint64_t talk;      /* see fragment_mark; 0: not marked */
	struct frame at;    /* of the last fragment, without bytes */
	uint64_t have[FRAGMENT_BLOCKS / 64];
};

/* Could this be a fragment of any datagram? */
bool fragment_entry_plausible(const struct ip *ip);
/* Does its end agree with those that came before? */
bool fragment_entry_agrees(const struct fragment_entry *e,
			   const struct ip *ip);
/* Is this a piece of the finished datagram e once more? */
bool fragment_entry_is_copy(const struct fragment_entry *e,
			    const struct ip *ip);
/* Does it bring bytes for a place that is filled, and is no copy? */
bool fragment_entry_overlaps(const struct fragment_entry *e,
			     const struct ip *ip);
/* Keep what is new in it; e->bytes has room. */
void fragment_entry_fill(struct fragment_entry *e, const struct ip *ip);
/* How many bytes are there from the beginning on. */
uint32_t fragment_entry_contiguous(const struct fragment_entry *e);

#endif
