/* SPDX-License-Identifier: BSD-2-Clause */
/* The same request, unanswered over UDP, is answered over TCP or TLS (RFC 3261
 * 18.1.1). */
#include "diagnose/rule.h"

enum { BACK = 16, BIG = 1300 /* octets, 18.1.1 */ };

/* The UDP try of the same client to the same target, in the same call. */
static const struct transaction *tried(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		const struct message *a = o->request, *b = t->request;

		if (a && o->transport == TRANSPORT_UDP && !o->first &&
		    o->method == t->method &&
		    addr_same_ip(&o->client, &t->client) &&
		    addr_same_ip(&o->server, &t->server) &&
		    slice_eq(message_slice(a, a->sip.from_tag),
			     message_slice(b, b->sip.from_tag)))
			return o;
	}
	return NULL;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *udp;
	size_t bytes;

	if (t->transport == TRANSPORT_UDP || t->transport == TRANSPORT_SCTP)
		return;
	udp = tried(t);
	if (!udp)
		return;
	bytes = udp->request->sip.raw.len;
	report_about(out, udp);
	report_number(out, "copies", udp->request_copies + 1);
	report_number(out, "bytes", (int64_t)bytes);
	report_flag(out, "big", bytes > BIG);
	report_text(out, "transport", t->transport == TRANSPORT_TCP ?
		    SLICE("TCP") : t->transport == TRANSPORT_TLS ?
		    SLICE("TLS") : SLICE("WebSocket"));
	report_message(out, udp->request, "udp");
	report_message(out, t->final, "tcp");
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_transport_switch = {
	.id = FINDING_TRANSPORT_SWITCH, .on = RULE_ON(STORE_FINAL),
	.needs_request = true, .aside = true, .needs_stream = true, .check = check,
};
