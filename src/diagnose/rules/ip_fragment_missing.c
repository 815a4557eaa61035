/* SPDX-License-Identifier: BSD-2-Clause */
/* A message whose IP fragments never all came (RFC 791 3.2, RFC 8900): lost on the
 * way, or thrown away by a capture filter on ports, which only the first fragment
 * carries. */
#include "diagnose/rule.h"

/* Fragments of one datagram follow each other within milliseconds. */
#define LONG_ENOUGH CLOCK_S

/* The capture has none but first fragments. */
static bool filtered(const struct rule_view *v, const struct message *m)
{
	return m->pieces <= 1 && !v->later_fragments;
}

/* What came next shows that the receiver had all of it: of a request sent again
 * it may be the copy that was answered. */
static bool arrived(const struct rule_view *v, const struct message *m)
{
	const struct transaction *t = v->t;

	if (!m->sip.is_response)
		return m->sip.method != METHOD_ACK && t->first &&
			(!t->request_copies || filtered(v, m));
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

/* Is it known by now whether it arrived?  It comes itself when nobody waits for
 * the rest any more, or just before what follows it. */
static bool due(const struct rule_view *v, const struct message *m)
{
	if (v->event == (m->sip.is_response ? STORE_ACK : STORE_FINAL) ||
	    (v->message == m && arrived(v, m)))
		return true;
	return v->now - m->time >= LONG_ENOUGH &&
		(v->message == m || v->event == STORE_TIMEOUT ||
		 v->event == STORE_NO_ACK || v->event == STORE_COMPLETE);
}

/* The message at hand, or one that came before it; NULL: none of these, or not
 * yet. */
static const struct message *incomplete(const struct rule_view *v)
{
	const struct message *all[] = { v->message, v->t->request,
					v->t->final };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i] && all[i]->incomplete && due(v, all[i]))
			return all[i];
	return NULL;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = incomplete(v);
	bool filter;

	if (!m)
		return;
	filter = filtered(v, m);
	report_flag(out, "filter", filter);
	if (arrived(v, m)) {
		report_flag(out, "arrived", true);
		report_severity(out, SEVERITY_INFO);
	} else if (filter || !v->t->two_way) {
		report_certainty(out, CERTAINTY_POSSIBLE);
	} else if (!m->sip.is_response && v->t->first) {
		report_severity(out, SEVERITY_WARNING); /* sent again */
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
		RULE_ON(STORE_MORE_FINAL) | RULE_ON(STORE_ACK) |
		RULE_ON(STORE_TIMEOUT) | RULE_ON(STORE_NO_ACK) |
		RULE_ON(STORE_COMPLETE),
	.needs_incomplete = true, .aside = true, .check = check,
};
