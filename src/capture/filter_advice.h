/* SPDX-License-Identifier: BSD-2-Clause */
/* What a user's filter loses without saying so, found out by trying: a SIP
 * packet that it lets through is put in pieces, behind tags and into tunnels,
 * and tried again. */
#ifndef CAPTURE_FILTER_ADVICE_H
#define CAPTURE_FILTER_ADVICE_H

#include "base/strbuf.h"

/* Bits of filter_advice.lost. */
enum {
	FILTER_ADVICE_FRAGMENTS = 1, /* all but the first, which has the ports */
	FILTER_ADVICE_VLAN = 2,      /* packets with a VLAN tag */
	FILTER_ADVICE_QINQ = 4,      /* packets with two, where those with one
					pass (or need not: live) */
	FILTER_ADVICE_TUNNELS = 8    /* GRE, VXLAN, IP in IP */
};

struct filter_advice {
	unsigned lost;        /* 0: nothing, or the filter passes no SIP that
				 could be made up for it */
	struct strbuf better; /* a filter that was tried and loses none of it;
				 empty when none was found */
};

/* Try filter on packets of this link type.  live: the kernel has taken the outer
 * VLAN tag off.  0 or -ENOMEM; filter_advice_fini in any case. */
int filter_advice_get(struct filter_advice *out, const char *filter,
		      int link_type, bool live);
void filter_advice_fini(struct filter_advice *a);

#endif
