/* SPDX-License-Identifier: BSD-2-Clause */
/* The capture kept less than the datagram (snap length).  What lacks IP fragments
 * is ip-fragment-missing, and streams lose bytes for other reasons. */
#include "diagnose/reach.h"

/* What Content-Length announces, where the headers are all there. */
static int64_t length(const struct message *m)
{
	const struct sip_index *s = &m->sip;

	if (!s->has_length || s->odd & (SIP_ODD_NO_BLANK_LINE |
					SIP_ODD_LENGTH_BAD))
		return 0;
	return (int64_t)s->body.off + s->content_length;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;
	int64_t all;

	if (!m || !m->sip.cut || m->incomplete ||
	    m->transport != TRANSPORT_UDP)
		return;
	all = length(m);
	if (all > (int64_t)m->sip.raw.len) {
		report_number(out, "captured", (int64_t)m->sip.raw.len);
		report_number(out, "length", all);
	}
	reach_what(out, m);
	report_message(out, m, "cut");
	report_group_ip(out, &m->src);
	report_make(out);
}

const struct rule rule_msg_truncated = {
	.id = FINDING_MSG_TRUNCATED,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_PROVISIONAL) |
		RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.aside = true, .needs_odd = true, .check = check,
};
