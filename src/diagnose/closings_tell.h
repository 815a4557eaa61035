/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rules tcp-conn-lost* tell about a connection that is missed. */
#ifndef DIAGNOSE_CLOSINGS_TELL_H
#define DIAGNOSE_CLOSINGS_TELL_H

#include "diagnose/closings.h"
#include "diagnose/rule.h"

/* A phone that sees its connection close opens another at once; within so long it
 * was away for no more than a moment. */
#define CLOSINGS_BACK (5 * CLOCK_S)

/* How bad is it: did the phone come back at once, or may it have? */
void closings_tell_weigh(struct report *out, const struct closings *c,
		    const struct connection *k, int64_t now);
/* Report k: who closed it, when, after what pause, and that it was missed by `by',
 * one of its ends.  The rest is left to the rule. */
void closings_tell(struct report *out, const struct connection *k,
		   const struct addr *by);
/* What the next request got: a code; nothing for so long (ns). */
void closings_tell_status(struct report *out, unsigned status);
void closings_tell_silence(struct report *out, int64_t span);

#endif
