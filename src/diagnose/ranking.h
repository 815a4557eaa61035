/* SPDX-License-Identifier: BSD-2-Clause */
/* The ranking counts findings by their group. */
#ifndef DIAGNOSE_RANKING_H
#define DIAGNOSE_RANKING_H

#include "base/clock.h"
#include "base/hash.h"
#include "diagnose/finding.h"

enum { RANKING_MAX = 4096, RANKING_PEERS_MAX = 256, RANKING_TITLE_MAX = 1000 };

/* One line of the ranking: occurrences of a group. */
struct ranking_group {
	enum finding_id id;
	unsigned status;
	enum severity severity;   /* the highest seen */
	enum certainty certainty; /* the highest seen */
	const char *group;        /* `id|key|key' */
	const char *title;        /* of the first occurrence, filled, one line; its
				     first RANKING_TITLE_MAX bytes */
	uint64_t count;           /* transactions it explains; */
	bool network;             /* connections, that is */
	uint64_t roots;           /* those that are no consequence of another */
	bool consequence;         /* each of them has its cause elsewhere */
	int64_t first, last;
	char peers[4][48];        /* up to four different addresses, ip only */
	unsigned n_peers;         /* all, at most RANKING_PEERS_MAX */
};

struct ranking {
	struct hash_table groups; /* owned */
	struct ranking_group *sorted; /* owned; made by ranking_sorted */
	size_t cap;
	uint64_t seed, shed;
	struct clock_format clock; /* of times in titles; */
	bool by_clock;            /* else they are RFC 3339 */
};

void ranking_init(struct ranking *r);
void ranking_fini(struct ranking *r);
/* Count f in.  How often its group was counted, this time too (for the 1st, 10th,
 * 100th ... of live output); 0: without memory, or past RANKING_MAX groups, it is
 * shed. */
uint64_t ranking_add(struct ranking *r, const struct finding *f);
/* Roots first, then by severity, number of roots, more than a code, first time;
 * borrowed until the next call. */
const struct ranking_group *ranking_sorted(struct ranking *r, size_t *n);

#endif
