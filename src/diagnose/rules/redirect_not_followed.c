/* SPDX-License-Identifier: BSD-2-Clause */
/* A 3xx names another target, and its client calls nobody (RFC 3261 8.1.3.4); or
 * it names none that can be called.  The first is judged when the INVITE is over,
 * 64*T1 after the 3xx. */
#include "diagnose/awaited.h"
#include "diagnose/habits.h"
#include "diagnose/reach.h"
#include "diagnose/redirect.h"

/* A program follows at once; a person who is asked first, within seconds. */
#define PATIENCE (5 * CLOCK_S)

/* Another hop of the same request has it. */
static bool told(const struct transaction *t)
{
	const struct transaction *o = t->call->first;

	for (int i = 0; o && i < REDIRECT_BACK; i++, o = o->call_next) {
		if (transaction_has(o, FINDING_REDIRECT_NOT_FOLLOWED))
			return true;
	}
	return false;
}

/* 300 and 380 may name the choices in their body alone (21.3.1, 21.3.5). */
static void nowhere(const struct transaction *t, struct slice any,
		    struct report *out)
{
	if (t->status == 300 || t->status == 380 || !reach_whole(t->final) ||
	    told(t))
		return;
	if (any.len) {
		report_text(out, "contact", any);
		report_flag(out, "foreign", true);
		report_header(out, t->final, any, "contact");
	} else {
		report_flag(out, "empty", true);
		report_message(out, t->final, NULL);
	}
	report_message(out, t->request, NULL);
	report_group_ip(out, &t->server);
	report_make(out);
}

/* The call went on: any later INVITE in it, by whomever. */
static bool goes_on(const struct transaction *t)
{
	const struct transaction *o = t->call_next;

	for (int i = 0; o && i < REDIRECT_BACK; i++, o = o->call_next) {
		if (o->method == METHOD_INVITE && o->start >= t->answered)
			return true;
	}
	return false;
}

/* Was nobody called, in any call, of all that the 3xx names? */
static bool uncalled(const struct rule_view *v)
{
	const struct message *m = v->t->final;
	struct slice rest = sip_index_value(&m->sip, HEADER_CONTACT), element;

	for (unsigned i = 0; i < AWAITED_CONTACTS &&
	     sip_value_next(&rest, &element); i++) {
		if (!awaited_uncalled(&v->habits->awaited,
				      sip_value_uri(element), v->t->answered))
			return false;
	}
	return true;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice any, contact = redirect_target(t->final, &any);

	if (t->in_dialog || reach_is_scanner(t->request))
		return;
	if (v->event == STORE_FINAL) {
		if (!contact.len)
			nowhere(t, any, out);
		return;
	}
	/* Behind a proxy it is the caller who decides.  Where the call has been
	 * it must not go again. */
	if (!contact.len || t->cancelled || !reach_first_hop(t->request) ||
	    v->now - (t->acked ? t->acked : t->answered) < PATIENCE ||
	    goes_on(t) || !uncalled(v) || redirect_tried(t, contact))
		return;
	report_text(out, "contact", contact);
	report_header(out, t->final, contact, "contact");
	report_start_line(out, t->request, message_slice(
		t->request, t->request->sip.uri), NULL);
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_redirect_not_followed = {
	.id = FINDING_REDIRECT_NOT_FOLLOWED,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_COMPLETE),
	.status = { 300, 301, 302, 305, 380 },
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.unless = { FINDING_REDIRECT_LOOP }, .check = check,
};
