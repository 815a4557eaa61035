/* SPDX-License-Identifier: BSD-2-Clause */
/* Of what a finding is the consequence: the same request was refused behind this
 * hop (RFC 3261 16.7), or on the leg that a B2BUA made for the call, or the dialog
 * was lost before (RFC 5057). */
#ifndef DIAGNOSE_CAUSE_H
#define DIAGNOSE_CAUSE_H

#include "diagnose/finding.h"
#include "diagnose/closings.h"
#include "diagnose/legs.h"

/* What the engine knows. */
struct cause_view {
	const struct legs *legs;
	const bool *aside; /* by finding: explains no final response */
	const struct closings *closings;
};

/* The finding that explains the one of that id about t, refusals behind t first; of
 * several hops and legs in a row the last one.  False when there is none (yet). */
bool cause_find(const struct cause_view *v, const struct transaction *t,
		enum finding_id id, struct finding_cause *out);
/* Nobody answered t: what is wrong with its request itself, or with the connection
 * it went over, told before. */
bool cause_silent(const struct cause_view *v, const struct transaction *t,
		  enum finding_id id, struct finding_cause *out);
/* t was refused while the same request was open behind it, and nothing is known
 * about that yet: that hop, or NULL. */
const struct transaction *cause_open(const struct cause_view *v,
				     const struct transaction *t);

#endif
