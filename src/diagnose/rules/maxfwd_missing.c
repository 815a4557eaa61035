/* SPDX-License-Identifier: BSD-2-Clause */
/* A request without Max-Forwards (RFC 3261 8.1.1.6). */
#include "diagnose/reach.h"

/* Devices from before RFC 3261, which have no magic branch either, never send
 * it, and a proxy adds it for them. */
static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;

	if (m->sip.has_max_forwards || !m->sip.magic_branch ||
	    !reach_whole(m) || !reach_first_hop(m) || reach_is_scanner(m))
		return;
	report_message(out, m, "first-line");
	report_group_ip(out, &m->src);
	report_make(out);
}

const struct rule rule_maxfwd_missing = {
	.id = FINDING_MAXFWD_MISSING, .on = RULE_ON(STORE_REQUEST),
	.needs_request = true, .needs_odd = true, .aside = true,
	.check = check,
};
