/* SPDX-License-Identifier: BSD-2-Clause */
/* What the engine remembers across calls, longer than the store keeps a
 * transaction: of each source, each server, each target.  Each kind has a file of
 * its own; here they are called, before the rules are asked.  All of them are
 * bounded (base/recent.h). */
#ifndef DIAGNOSE_HABITS_H
#define DIAGNOSE_HABITS_H

#include "diagnose/ages.h"
#include "diagnose/clocks.h"
#include "diagnose/closings.h"
#include "diagnose/lookups.h"
#include "diagnose/numbers.h"
#include "diagnose/awaited.h"
#include "diagnose/failover.h"
#include "diagnose/forwards.h"
#include "diagnose/hangups.h"
#include "diagnose/load.h"
#include "diagnose/pauses.h"
#include "diagnose/scan.h"
#include "diagnose/source.h"
#include "diagnose/watches.h"

struct habits {
	uint64_t seed;
	struct source_memory sources;
	struct load load;
	struct awaited_memory awaited;
	struct failover_memory failover;
	struct forwards forwards;
	struct numbers numbers;
	struct ages ages; /* noted by the rule about it */
	struct clocks clocks; /* likewise */
	struct hangups hangups; /* their ends likewise */
	struct scan_memory scans;
	struct pauses pauses;
	struct closings closings;
	struct lookups lookups;
	struct watches watches; /* noted by the rule about it */
};

void habits_init(struct habits *h);
void habits_fini(struct habits *h);
/* Note what happened.  Of the healthy traffic only what some rule must compare
 * with later: this is called for every message. */
void habits_notice(struct habits *h, const struct store_notice *n);

#endif
