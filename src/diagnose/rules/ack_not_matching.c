/* SPDX-License-Identifier: BSD-2-Clause */
/* The ACK to a 2xx was seen, and the 2xx goes on all the same: the ACK goes to
 * the wrong place or is lost further on (RFC 3261 12.2.1.1, 13.2.2.4).  The store
 * gives an INVITE only ACKs with its CSeq number and tags. */
#include "diagnose/indialog.h"

enum { COPIES = 2 };

/* Straight from the caller: one Via, so nobody has changed it yet. */
static bool first_hop(const struct message *m)
{
	return !rule_line(m, HEADER_VIA, 1);
}

/* Record-Route lines of strict routers rewrite the Request-URI on the way. */
static bool loose(struct slice route)
{
	return slice_search(route, SLICE(";lr")) < route.len;
}

static bool same_place(struct slice a, struct slice b)
{
	struct sip_value_uri_parts x, y;

	if (!sip_value_uri_split(a, &x) || !sip_value_uri_split(b, &y))
		return slice_eq(a, b);
	return slice_eq(x.user, y.user) && slice_eq_nocase(x.host, y.host) &&
		slice_eq(x.port, y.port);
}

/* What does not match; true when something does not. */
static bool compare(struct report *out, const struct transaction *t,
		    struct slice contact)
{
	struct slice uri = message_slice(t->ack, t->ack->sip.uri);
	struct slice rr = sip_index_value(&t->final->sip,
					  HEADER_RECORD_ROUTE);
	bool route = sip_index_value(&t->ack->sip, HEADER_ROUTE).len;

	if (!first_hop(t->ack) || !first_hop(t->final))
		return false;
	if (contact.len && (!rr.len || loose(rr)) && !same_place(uri, contact)) {
		report_flag(out, "wrong_uri", true);
		report_text(out, "ack_uri", uri);
		report_header(out, t->final, contact, "contact");
		report_start_line(out, t->ack, uri, "ack");
		return true;
	}
	if (rr.len && !route) {
		report_flag(out, "no_route", true);
		if (!rule_line(t->final, HEADER_RECORD_ROUTE, 1) &&
		    slice_find(rr, ',') >= rr.len) {
			struct strbuf b = { 0 };

			strbuf_adds(&b, "Route: ");
			strbuf_slice(&b, rr);
			report_text(out, "route",
				    report_copy(out, strbuf_view(&b)));
			strbuf_fini(&b);
		}
		report_header(out, t->final, rr, NULL);
		report_message(out, t->ack, "ack");
		return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice contact;

	if (t->late_copies < COPIES || t->status / 100 != 2 || !t->ack)
		return;
	contact = sip_value_uri(sip_index_value(&t->final->sip,
						HEADER_CONTACT));
	report_number(out, "copies", t->late_copies);
	if (contact.len)
		report_text(out, "contact", contact);
	report_message(out, t->final, "ok");
	if (compare(out, t, contact))
		report_flag(out, "differs", true);
	else
		report_message(out, t->ack, NULL);
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_ack_not_matching = {
	.id = FINDING_ACK_NOT_MATCHING, .on = RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.needs_copies = true,
	.aside = true, .check = check,
};
