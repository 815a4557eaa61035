/* SPDX-License-Identifier: BSD-2-Clause */
/* A request that comes back to a proxy unchanged goes in a circle (RFC 3261
 * 16.3, 16.6 step 8); one that forked and met itself does not (8.2.2.2). */
#include "diagnose/rule.h"

/* Back in one call, and how often is a circle: the first visit and two more. */
enum { BACK = 256, VISITS = 3 };

static bool is_host(const struct addr *a, const struct sip_value_via *via)
{
	uint64_t port = 5060;
	struct addr host;

	if (addr_parse_ip(&host, via->host) || !addr_same_ip(&host, a))
		return false;
	if (via->port.len && slice_to_uint(via->port, 65535, &port))
		return false;
	return port == a->port;
}

/* The Via that server itself put into m; *host is where it says so. */
static bool own_via(const struct message *m, const struct addr *server,
		    struct slice *host)
{
	const struct sip_header *h;
	struct sip_value_via via;
	struct slice rest, element;

	for (unsigned i = 0; (h = rule_line(m, HEADER_VIA, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &element)) {
			if (!sip_value_via_split(element, &via) ||
			    !is_host(server, &via))
				continue;
			*host = via.host;
			return true;
		}
	}
	return false;
}

/* The same request at the same receiver, with another branch. */
static bool visit(const struct transaction *o, const struct transaction *t)
{
	const struct message *a = o->request, *b = t->request;

	return a && o->method == t->method && a->sip.cseq == b->sip.cseq &&
		addr_eq(&o->server, &t->server) &&
		slice_eq(message_slice(a, a->sip.from_tag),
			 message_slice(b, b->sip.from_tag)) &&
		slice_eq(message_slice(a, a->sip.uri),
			 message_slice(b, b->sip.uri));
}

static unsigned visits(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;
	unsigned n = 1;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev)
		n += visit(o, t);
	return n;
}

static void show(struct report *out, const struct transaction *t,
		 struct slice host, unsigned n)
{
	if (n > 1) {
		report_text(out, "via_host", host);
		report_number(out, "visits", n);
	}
	if (host.len)
		report_header(out, t->request, host, "via");
	else
		report_message(out, t->request, NULL);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice host = slice_of(NULL, 0);
	bool own;

	if (v->event == STORE_REQUEST) {
		if (t->in_dialog)
			return;
		/* Once for each receiver is enough. */
		if (visits(t) == VISITS &&
		    own_via(t->request, &t->server, &host))
			show(out, t, host, VISITS);
		return;
	}
	own = own_via(t->request, &t->server, &host);
	/* Straight from its author, or one of several branches that met. */
	if (!own && (sip_index_count(&t->request->sip, HEADER_VIA) < 2 ||
		     visits(t) > 1))
		return;
	if (!own)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_message(out, t->final, NULL);
	show(out, t, host, visits(t));
}

const struct rule rule_loop_482 = {
	.id = FINDING_LOOP_482,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_FINAL),
	.status = { 482 }, .never_first = true, .needs_request = true,
	.needs_again = true, .root = true, .unless = { FINDING_MERGED_482, FINDING_SPIRAL },
	.check = check,
};
