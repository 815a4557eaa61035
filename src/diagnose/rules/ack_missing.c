/* SPDX-License-Identifier: BSD-2-Clause */
/* A 2xx to INVITE is repeated until its ACK comes, and after 64*T1 the answerer
 * gives up and sends BYE (RFC 3261 13.3.1.4). */
#include "diagnose/rule.h"

#define LONG_ENOUGH (3500 * CLOCK_MS) /* three copies: 0, 0.5, 1.5, 3.5 s */
enum { COPIES = 2, BACK = 64 };

/* The INVITE was seen on this hop, so its ACK would be too; without copies the
 * ACK may have gone past a proxy. */
static bool unacknowledged(const struct transaction *t)
{
	return t->method == METHOD_INVITE && t->status / 100 == 2 &&
		t->request && !t->ack && !t->acked_elsewhere &&
		t->response_copies >= COPIES;
}

/* bye comes from the side that answered t, in the dialog t made. */
static bool ends(const struct transaction *bye, const struct transaction *t)
{
	const struct message *b = bye->request, *ok = t->final;

	return addr_same_ip(&bye->client, &t->server) &&
		slice_eq(message_slice(b, b->sip.from_tag),
			 message_slice(ok, ok->sip.to_tag)) &&
		slice_eq(message_slice(b, b->sip.to_tag),
			 message_slice(ok, ok->sip.from_tag));
}

static const struct transaction *given_up(const struct transaction *bye)
{
	const struct transaction *t = bye->call_prev;

	for (int i = 0; t && i < BACK; i++, t = t->call_prev) {
		if (unacknowledged(t) && ends(bye, t))
			return t;
	}
	return NULL;
}

/* A private address that the caller, outside, cannot reach. */
static bool is_out_of_reach(const struct transaction *t, struct slice contact)
{
	struct sip_value_uri_parts p;
	struct addr a;

	return sip_value_uri_split(contact, &p) && !addr_parse_ip(&a, p.host) &&
		addr_is_private(&a) && !addr_is_private(&t->client);
}

/* Where the ACK goes straight to the Contact, what keeps it from getting there: a name
 * that nobody can look up (RFC 2606 2, RFC 7118), or one that only a registrar can
 * translate (RFC 5627). */
static const char *is_hard_to_reach(const struct transaction *t,
				    struct slice contact)
{
	static const struct slice top = { ".invalid", 8 };
	struct sip_value_uri_parts p;
	struct slice gr;

	if (sip_index_header(&t->final->sip, HEADER_RECORD_ROUTE, 0) ||
	    !sip_value_uri_split(contact, &p))
		return NULL;
	if (p.host.len > top.len &&
	    slice_eq_nocase(slice_from(p.host, p.host.len - top.len), top))
		return "contact_invalid";
	return sip_value_param(contact, "gr", &gr) ? "contact_gruu" : NULL;
}

static void show(struct report *out, const struct transaction *t)
{
	struct slice contact = sip_value_uri(
		sip_index_value(&t->final->sip, HEADER_CONTACT));
	const char *hard = is_hard_to_reach(t, contact);

	report_number(out, "copies", t->response_copies + 1);
	report_number(out, "seconds",
		      (t->last_response - t->answered) / CLOCK_S);
	report_number(out, "cseq", t->final->sip.cseq);
	report_text(out, "contact", contact);
	report_flag(out, "reliable", t->transport != TRANSPORT_UDP);
	report_flag(out, "contact_private", is_out_of_reach(t, contact));
	if (hard)
		report_flag(out, hard, true);
	report_message(out, t->final, "ok");
	if (contact.len)
		report_header(out, t->final, contact, "contact");
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;

	if (v->event == STORE_REQUEST) {
		t = given_up(t);
		if (!t)
			return;
		report_about(out, t);
	} else if (!unacknowledged(t)) {
		return;
	}
	if (v->event == STORE_END) {
		if (t->last_response - t->answered < LONG_ENOUGH)
			return;
		report_certainty(out, CERTAINTY_LIKELY);
	} else {
		report_flag(out, "gave_up", true);
		report_certainty(out, CERTAINTY_CERTAIN);
	}
	show(out, t);
}

const struct rule rule_ack_missing = {
	.id = FINDING_ACK_MISSING,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_NO_ACK) |
		RULE_ON(STORE_END),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_BYE),
	.at_request = RULE_METHOD(METHOD_BYE),
	.needs_request = true, .aside = true, .check = check,
};
