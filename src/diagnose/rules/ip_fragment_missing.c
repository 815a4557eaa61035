/* SPDX-License-Identifier: BSD-2-Clause */
/* A message whose IP fragments never all came (RFC 791 3.2, RFC 8900): lost on the
 * way, or thrown away by a capture filter on ports, which only the first fragment
 * carries. */
#include "diagnose/rule.h"

/* Fragments of one datagram follow each other within milliseconds. */
#define LONG_ENOUGH CLOCK_S

/* What came next shows that the receiver had all of it. */
static bool arrived(const struct transaction *t, const struct message *m)
{
	if (!m->sip.is_response)
		return m->sip.method != METHOD_ACK && t->first;
	if (t->method == METHOD_INVITE && m->sip.status >= 200)
		return t->acked && !t->response_copies;
	return m->sip.status >= 200 && !t->request_copies &&
		!t->response_copies;
}

/* `INVITE', `200 OK' */
static struct slice what(struct report *out, const struct message *m)
{
	struct slice reason = message_slice(m, m->sip.reason), s;
	struct strbuf b = { 0 };

	if (!m->sip.is_response)
		return message_slice(m, m->sip.method_name);
	strbuf_uint(&b, m->sip.status);
	if (reason.len)
		strbuf_addc(&b, ' ');
	strbuf_slice(&b, slice_head(reason, 40));
	s = report_copy(out, strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;
	bool filter;

	if (!m || !m->incomplete)
		return;
	filter = m->pieces <= 1 && !v->later_fragments;
	report_flag(out, "filter", filter);
	if (arrived(v->t, m)) {
		report_flag(out, "arrived", true);
		report_severity(out, SEVERITY_INFO);
	} else if (v->now - m->time < LONG_ENOUGH) {
		return;
	} else if (filter || !v->t->two_way) {
		report_certainty(out, CERTAINTY_POSSIBLE);
	}
	report_text(out, "what", what(out, m));
	report_addr(out, "sender", &m->src);
	report_addr(out, "receiver", &m->dst);
	report_number(out, "bytes", (int64_t)m->sip.raw.len);
	if (m->pieces > 1)
		report_number(out, "pieces", m->pieces);
	report_message(out, m, "cut");
	report_group_ip(out, &m->src);
	report_group_ip(out, &m->dst);
	report_make(out);
}

const struct rule rule_ip_fragment_missing = {
	.id = FINDING_IP_FRAGMENT_MISSING,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_RETRANSMISSION) |
		RULE_ON(STORE_PROVISIONAL) | RULE_ON(STORE_FINAL) |
		RULE_ON(STORE_MORE_FINAL) | RULE_ON(STORE_ACK),
	.aside = true, .check = check,
};
