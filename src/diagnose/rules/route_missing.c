/* SPDX-License-Identifier: BSD-2-Clause */
/* A request inside a call, straight from its author, has no Route although the
 * call was record-routed, and goes past the first proxy of its route set (RFC
 * 3261 12.2.1.1).  That set is all that is left of an INVITE of minutes ago. */
#include "diagnose/indialog.h"
#include "diagnose/reach.h"
#include "store/route.h"

/* The INVITE on this sender's hop, whose Record-Route it was given. */
static const struct transaction *invite_of(const struct call *c, bool callee,
					   const struct addr *from)
{
	const struct transaction *o = c->first;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_next) {
		if (o->method == METHOD_INVITE && !o->in_dialog && o->request &&
		    o->status / 100 == 2 &&
		    addr_same_ip(callee ? &o->server : &o->client, from))
			return o;
	}
	return NULL;
}

/* Said of this sender's last request; the call has one dialog at fault. */
static bool told(const struct call *c, const struct addr *from)
{
	const struct transaction *o = c->last;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (transaction_has(o, FINDING_ROUTE_MISSING) &&
		    addr_same_ip(&o->client, from))
			return true;
	}
	return false;
}

static void show_set(struct report *out, const struct transaction *invite,
		     bool callee)
{
	const struct message *m = callee ? invite->request : invite->final;
	struct slice first = sip_value_uri(route_first(m, callee));
	struct sip_value_uri_parts p;

	if (!sip_value_uri_split(first, &p))
		return;
	report_text(out, "missing", p.host);
	report_header(out, m, first, "record-route");
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;
	const struct transaction *invite;
	const struct dialog *d;
	bool callee;

	if (!v->call->routed || sip_index_value(&m->sip, HEADER_ROUTE).len ||
	    !reach_first_hop(m) || !reach_whole(m))
		return;
	d = call_dialog(v->call, message_slice(m, m->sip.from_tag),
			message_slice(m, m->sip.to_tag));
	if (!d)
		return;
	callee = call_dialog_callee(d, message_slice(m, m->sip.from_tag));
	if (!route_passed_by(d, callee, &m->src, &m->dst) ||
	    told(v->call, &m->src))
		return;
	invite = invite_of(v->call, callee, &m->src);
	if (v->event == STORE_ACK_ASTRAY)
		report_text(out, "method", SLICE("ACK"));
	report_addr_ip(out, "went_to", &m->dst);
	if (invite)
		show_set(out, invite, callee);
	report_message(out, m, "no-route");
	report_group_ip(out, &m->src);
	report_make(out);
}

const struct rule rule_route_missing = {
	.id = FINDING_ROUTE_MISSING,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_ACK_ASTRAY),
	.at_request = RULE_METHOD(METHOD_BYE) | RULE_METHOD(METHOD_INVITE) |
		RULE_METHOD(METHOD_UPDATE) | RULE_METHOD(METHOD_INFO) |
		RULE_METHOD(METHOD_REFER) | RULE_METHOD(METHOD_NOTIFY),
	.needs_request = true, .needs_routed = true, .aside = true,
	.root = true, .check = check,
};
