/* SPDX-License-Identifier: BSD-2-Clause */
/* A request too large for UDP: over 1300 octets the standard asks for TCP (RFC
 * 3261 18.1.1), and what exceeds the MTU goes in fragments. */
#include "diagnose/reach.h"

enum { LARGE = 1300, LISTED = 3 };

/* The header lines and the body that take most room, the largest first. */
static void list_large(struct report *out, const struct message *m)
{
	uint32_t last = UINT32_MAX;

	report_list(out, "large");
	if (m->sip.body.len > LARGE / 4)
		report_item(out, SLICE("the body"));
	for (int n = 0; n < LISTED; n++) {
		const struct sip_header *best = NULL;

		for (unsigned i = 0; i < m->sip.n_headers; i++) {
			const struct sip_header *h = &m->sip.headers[i];

			if (h->value.len < last &&
			    (!best || h->value.len > best->value.len))
				best = h;
		}
		if (!best)
			return;
		last = best->value.len;
		report_item(out, message_slice(m, best->name));
	}
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->request;

	if (m->transport != TRANSPORT_UDP ||
	    (m->pieces < 2 && m->sip.raw.len <= LARGE) ||
	    addr_same_ip(&m->src, &m->dst) || !reach_whole(m))
		return;
	if (t->first) {
		report_severity(out, SEVERITY_INFO); /* it did arrive */
	} else if (t->two_way) {
		report_flag(out, "lost", true);
		report_severity(out, SEVERITY_ERROR);
	}
	reach_what(out, m);
	report_number(out, "bytes", (int64_t)m->sip.raw.len);
	if (m->pieces > 1)
		report_number(out, "fragments", m->pieces);
	report_addr(out, "sender", &m->src);
	report_addr(out, "receiver", &m->dst);
	list_large(out, m);
	report_message(out, m, "size");
	report_group_ip(out, &m->src);
	report_group_ip(out, &m->dst);
	report_make(out);
}

const struct rule rule_udp_fragment = {
	.id = FINDING_UDP_FRAGMENT,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT),
	.needs_request = true, .aside = true,
	.unless = { FINDING_ICMP_UNREACHABLE, FINDING_IP_FRAGMENT_MISSING,
		    FINDING_TRANSPORT_SWITCH, FINDING_ICMP_FRAG_NEEDED },
	.needs_odd = true, .check = check,
};
