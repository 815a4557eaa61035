/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory of legs.h: which calls there are, which was made for which, and under
 * which keys they are found. */
#ifndef DIAGNOSE_LEGS_TABLE_H
#define DIAGNOSE_LEGS_TABLE_H

#include "base/hash.h"
#include "diagnose/legs.h"

enum { LEGS_TABLE_PLACES = 16384, LEGS_TABLE_WAYS = 4, /* keys: 4 a leg */
       LEGS_TABLE_SERVERS = 4096, LEGS_TABLE_HOSTS = 4, LEGS_TABLE_LINE = 64 };
/* In call.leg: another one was made for it. */
#define LEGS_TABLE_FIRST (UINT32_C(1) << 31)

/* A call with an initial INVITE.  Others are named by their place + 1; 0: none.
 * It fills a line of cache. */
struct legs_leg {
	struct call *call; /* NULL: a free place */
	struct story *story;
	uint16_t parent, child, sibling;
	uint8_t children, n_hosts;
	uint32_t serial;
	uint32_t caller; /* hash of where its first INVITE came from */
	uint32_t hosts[LEGS_TABLE_HOSTS]; /* hashes of where its INVITEs went */
	/* Of parent. */
	uint8_t certainty, kinds;
	bool apart;
	uint32_t into, from;
};
_Static_assert(LEGS_MAX < UINT16_MAX, "leg.parent has two bytes");

/* A key was seen at a host: half of their hash, and whose it is (its serial). */
struct legs_place {
	uint32_t tag, leg;
};

struct legs {
	void *memory;   /* owned: where it lies */
	uint64_t seed;
	uint32_t made;  /* serial of the latest; 0 is nobody's */
	bool refers;    /* a REFER was seen */
	uint32_t servers[LEGS_TABLE_SERVERS]; /* hosts that INVITEs went to; the last one in
				      each place stays */
	_Alignas(LEGS_TABLE_LINE) struct legs_place
		places[LEGS_TABLE_PLACES][LEGS_TABLE_WAYS];
	_Alignas(LEGS_TABLE_LINE) struct legs_leg legs[LEGS_MAX];
};

/* Of an address without its port; odd. */
static inline uint64_t legs_table_host(const struct legs *l,
				       const struct addr *a)
{
	return addr_hash_ip(l->seed, a) | 1;
}

/* What a leg keeps of an address; never 0. */
static inline uint32_t legs_table_short(uint64_t seed, const struct addr *a)
{
	return (uint32_t)(addr_hash_ip(seed, a) >> 32) | 1;
}

/* The name of a call that has one, as in struct legs_leg. */
static inline uint32_t legs_table_name(const struct call *c)
{
	return c->leg & ~LEGS_TABLE_FIRST;
}

/* That of a call, or NULL. */
static inline struct legs_leg *legs_table_of(const struct legs *l,
					     const struct call *c)
{
	return c->leg ? (struct legs_leg *)(uintptr_t)
		&l->legs[legs_table_name(c) - 1] : NULL;
}

/* A leg for a call that has none, in place of the oldest. */
struct legs_leg *legs_table_add(struct legs *l, struct call *c);
void legs_table_forget(struct legs *l, struct legs_leg *leg);
/* leg is a child of parent from now on (named as in struct legs_leg). */
void legs_table_attach(struct legs *l, struct legs_leg *leg, uint32_t parent);
/* leg has this key. */
void legs_table_note(struct legs *l, uint64_t hash, const struct legs_leg *leg);
/* The places of that key, LEGS_TABLE_WAYS. */
const struct legs_place *legs_table_places(const struct legs *l, uint64_t hash);
/* The leg of a place, named as in struct legs_leg; 0: it is no more. */
uint32_t legs_table_live(const struct legs *l, const struct legs_place *p);
/* The leg of a place that has this key, likewise; 0: none.  Who has another key is
 * not looked at. */
static inline uint32_t legs_table_in(const struct legs *l,
				     const struct legs_place *p, uint64_t hash)
{
	return p->leg && p->tag == (uint32_t)hash ? legs_table_live(l, p) : 0;
}
/* leg goes to this host (legs_table_host()). */
void legs_table_note_host(struct legs *l, struct legs_leg *leg, uint64_t host);
bool legs_table_went_to(const struct legs_leg *leg, uint64_t host);
/* Did any leg go there?  No is sure while there are not too many hosts. */
bool legs_table_server(const struct legs *l, uint64_t host);

#endif
