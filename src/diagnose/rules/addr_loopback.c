/* SPDX-License-Identifier: BSD-2-Clause */
/* A loopback or unspecified address in a message that goes over a network: who
 * answers there talks to itself (RFC 3261 8.1.1.8, RFC 8866 5.7). */
#include "diagnose/reach.h"

/* Such an address, and where it stands. */
struct place {
	const char *header;
	struct slice host, line;
	bool body, any, via, likely, warning;
};

/* Most begin otherwise. */
static bool suspect(struct slice host)
{
	return host.len > 2 && (host.p[0] == '[' || host.p[0] == ':' ||
		host.p[0] == 'l' || host.p[0] == 'L' || host.p[0] == '0' ||
		(host.p[1] == '2' && host.p[2] == '7'));
}

/* The same of a URI in angle brackets or without, not taken apart yet. */
static bool suspect_uri(struct slice value)
{
	size_t at = slice_find(value, '@');

	if (at == value.len)
		at = slice_find(value, ':');
	return suspect(slice_from(value, at + 1));
}

static bool bad(struct slice host, struct place *p)
{
	enum reach_kind kind;

	if (!suspect(host))
		return false;
	kind = reach_kind(host, NULL);
	if (kind != REACH_LOOPBACK && kind != REACH_ANY)
		return false;
	p->host = host;
	p->any = kind == REACH_ANY;
	return true;
}

/* c= 0.0.0.0 is hold inside a call (RFC 2543 B.5), nothing yet with ICE (RFC 8840
 * 4.1.1) and at port 9, and what a third party that sets up calls may offer (RFC
 * 3725 4). */
static __attribute__((noinline, cold)) bool waits(const struct message *m)
{
	struct sdp sdp;

	if (!rule_sdp(m, &sdp))
		return true;
	for (unsigned i = 0; i < sdp.n_media; i++) {
		if (sdp.media[i].has_ice || sdp.media[i].port <= 9)
			return true;
	}
	return !sdp.n_media;
}

static bool in_sdp(const struct transaction *t, const struct message *m,
		   struct place *p)
{
	if (!m->sip.body.len || !bad(reach_connection(m, &p->line), p))
		return false;
	p->header = "c=";
	p->body = true;
	if (!p->any)
		return true;
	p->likely = true;
	return !t->in_dialog && !m->sip.is_response && !waits(m);
}

static __attribute__((noinline)) bool
in_uri(const struct message *m, enum header_id id, const char *name,
       struct place *p)
{
	struct sip_value_uri_parts u;

	if (!reach_uri(m, id, &u) || !bad(u.host, p))
		return false;
	p->header = name;
	/* With outbound the flow decides (RFC 5626 5.3). */
	p->warning = slice_search(u.params, SLICE("ob")) < u.params.len;
	return true;
}

static inline bool in_header(const struct message *m, enum header_id id,
			     struct slice value, const char *name,
			     struct place *p)
{
	return value.len && suspect_uri(value) && in_uri(m, id, name, p);
}

static bool in_via(const struct message *m, struct place *p)
{
	struct sip_value_via via;

	if (m->sip.is_response || !bad(message_slice(m, m->sip.sent_by), p) ||
	    !reach_via(m, &via))
		return false;
	p->header = "Via";
	p->host = via.host;
	p->via = p->warning = via.has_rport;
	return true;
}

static bool find(const struct transaction *t, const struct message *m,
		 struct place *p)
{
	/* What stands behind the first Via was written by somebody else. */
	if (in_header(m, HEADER_RECORD_ROUTE, sip_index_value(
			      &m->sip, HEADER_RECORD_ROUTE), "Record-Route", p))
		return true;
	if ((in_header(m, HEADER_CONTACT, message_slice(m, m->sip.contact),
		       "Contact", p) || in_sdp(t, m, p)) &&
	    reach_first_hop(t->request))
		return true;
	return in_via(m, p);
}

static void show(struct report *out, const struct message *m,
		 const struct place *p)
{
	report_text(out, "header", slice_cstr(p->header));
	report_text(out, "address", p->host);
	report_addr(out, "sender", &m->src);
	report_flag(out, "via_only", p->via);
	report_flag(out, "unspecified", p->any);
	if (p->warning)
		report_severity(out, SEVERITY_WARNING);
	if (p->likely)
		report_certainty(out, CERTAINTY_LIKELY);
	if (p->body) {
		report_body(out, m, p->line, p->host);
		report_body_mark(out, "address");
	} else {
		report_header(out, m, p->host, "address");
	}
	report_group_ip(out, &m->src);
	report_group(out, slice_cstr(p->header));
	report_make(out);
}

/* A refusal makes no dialog, and the Contacts of a registrar are those of others. */
static bool tells(const struct transaction *t, const struct message *m)
{
	return !m->sip.is_response || (m->sip.status / 100 == 2 &&
				       t->method != METHOD_REGISTER);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;
	struct place p = { .header = NULL };

	/* What stays on the host may say so. */
	if (!m || !tells(v->t, m) || reach_is_local(&m->src) ||
	    addr_same_ip(&m->src, &m->dst) || !find(v->t, m, &p) ||
	    reach_is_scanner(m))
		return;
	show(out, m, &p);
}

const struct rule rule_addr_loopback = {
	.id = FINDING_ADDR_LOOPBACK,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_REGISTER) |
		RULE_METHOD(METHOD_SUBSCRIBE),
	.needs_request = true, .aside = true, .check = check,
};
