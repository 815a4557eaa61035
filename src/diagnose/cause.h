/* SPDX-License-Identifier: BSD-2-Clause */
/* The same request seen on several hops: what went wrong behind a proxy is the
 * cause, and what the proxy then answers its consequence (RFC 3261 16.7). */
#ifndef DIAGNOSE_CAUSE_H
#define DIAGNOSE_CAUSE_H

#include "diagnose/finding.h"

/* The finding behind t's refusal: about the same request (Call-ID, CSeq, method)
 * on a hop that began where t's ended and failed before t did; of several hops in
 * a row the last one.  False when there is none (yet). */
bool cause_find(const struct transaction *t, struct finding_cause *out);

#endif
