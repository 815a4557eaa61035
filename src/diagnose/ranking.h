/* SPDX-License-Identifier: BSD-2-Clause */
/* The ranking counts findings by their group. */
#ifndef DIAGNOSE_RANKING_H
#define DIAGNOSE_RANKING_H

#include "base/hash.h"
#include "diagnose/engine.h"

enum { RANKING_MAX = 4096, RANKING_PEERS_MAX = 256 };

struct ranking {
	struct hash_table groups; /* owned */
	struct engine_group *sorted; /* owned; made by ranking_sorted */
	size_t cap;
	uint64_t seed, shed;
};

void ranking_init(struct ranking *r);
void ranking_fini(struct ranking *r);
/* Count f in.  Without memory, or past RANKING_MAX groups, it is shed. */
void ranking_add(struct ranking *r, const struct finding *f);
/* How often f's group was counted. */
uint64_t ranking_count(const struct ranking *r, const struct finding *f);
/* By severity, count, first time; borrowed until the next call. */
const struct engine_group *ranking_sorted(struct ranking *r, size_t *n);

#endif
