/* SPDX-License-Identifier: BSD-2-Clause */
/* Content-Length that does not fit the datagram (RFC 3261 18.3, 20.14).  In a
 * stream it decides where the message ends: nothing is left to compare. */
#include "diagnose/reach.h"

/* Line ends, and what fills a datagram up to a multiple of eight octets, harm
 * nobody. */
enum { PADDING = 8 };

static bool wrong(const struct message *m)
{
	if (m->transport != TRANSPORT_UDP || !reach_whole(m))
		return false;
	return m->sip.odd & SIP_ODD_LENGTH_LONG || m->sip.trailing > PADDING;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;
	int64_t present;

	if (!m || !(m->sip.odd & (SIP_ODD_LENGTH_LONG | SIP_ODD_LENGTH_SHORT)) ||
	    !wrong(m))
		return;
	present = (int64_t)m->sip.body.len;
	if (m->sip.odd & SIP_ODD_LENGTH_LONG) {
		report_flag(out, "shorter", true);
	} else {
		present += (int64_t)m->sip.trailing;
		report_flag(out, "longer", true);
		report_severity(out, SEVERITY_INFO);
	}
	report_number(out, "announced", m->sip.content_length);
	report_number(out, "present", present);
	report_addr(out, "sender", &m->src);
	reach_what(out, m);
	report_header_id(out, m, HEADER_CONTENT_LENGTH, "length");
	report_group_ip(out, &m->src);
	report_make(out);
}

const struct rule rule_content_length = {
	.id = FINDING_CONTENT_LENGTH,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_PROVISIONAL) |
		RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.aside = true, .needs_odd = true, .check = check,
};
