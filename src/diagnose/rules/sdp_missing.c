/* SPDX-License-Identifier: BSD-2-Clause */
/* An INVITE may leave the offer to the other side, which may not like that (RFC
 * 3261 13.2.1, 14.1; RFC 3264 5). */
#include "diagnose/offer.h"

#define SOON (2 * CLOCK_S) /* convention: a device that finds no media hangs up
			      at once */
enum { BACK = 32 };

static void show(struct report *out, const struct transaction *t)
{
	report_message(out, t->request, "no-offer");
	report_message(out, t->final, "refused");
	report_group_ip(out, &t->server);
	report_make(out);
}

static bool names_sdp(struct slice s)
{
	static const char *const words[] = { "SDP", "sdp", "body", "Body",
					     "offer", "Offer" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_search(s, slice_cstr(words[i])) < s.len)
			return true;
	}
	return false;
}

static void refused(const struct transaction *t, struct report *out)
{
	const struct message *f = t->final;
	bool named = names_sdp(message_slice(f, f->sip.reason)) ||
		names_sdp(sip_index_value(&f->sip, HEADER_WARNING));

	/* 400 has many causes: only one that says so is about this. */
	if (t->status < 300 || !offer_no_body(t->request) ||
	    (t->status == 400 && !named))
		return;
	if (!named && !offer_bare(t))
		report_certainty(out, CERTAINTY_POSSIBLE);
	show(out, t);
}

/* 200 without an offer, no SDP in an 18x before, and none in the ACK. */
static bool is_late(const struct transaction *t)
{
	return t->method == METHOD_INVITE && t->status / 100 == 2 &&
		!t->in_dialog && t->request && t->ack &&
		t->offer & OFFER_MISSING && offer_no_body(t->request) &&
		offer_no_body(t->final) && offer_no_body(t->ack) &&
		!(t->provisional && t->provisional->sip.body.len);
}

/* Many a tool leaves all bodies out of what it writes: that the call ends at once
 * shows that there was no media indeed. */
static void at_bye(const struct transaction *bye, struct report *out)
{
	const struct transaction *t = bye->call_prev;

	for (int i = 0; t && i < BACK; i++, t = t->call_prev) {
		if (!is_late(t) || bye->start - t->acked > SOON ||
		    transaction_has(t, FINDING_SDP_MISSING))
			continue;
		report_about(out, t);
		report_flag(out, "late", true);
		show(out, t);
		report_message(out, bye->request, NULL);
		return;
	}
}

static void check(const struct rule_view *v, struct report *out)
{
	if (v->event == STORE_REQUEST)
		at_bye(v->t, out);
	else
		refused(v->t, out);
}

const struct rule rule_sdp_missing = {
	.id = FINDING_SDP_MISSING,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_BYE),
	.at_request = RULE_METHOD(METHOD_BYE), .offer = OFFER_MISSING,
	.needs_request = true, .check = check,
};
