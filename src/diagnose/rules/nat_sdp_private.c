/* SPDX-License-Identifier: BSD-2-Clause */
/* A private media address from a device that the packet shows to be behind NAT
 * (RFC 3264, RFC 8839).  Whether sound comes all the same only RTP can tell: until
 * that is looked at it is a remark, no fault. */
#include "diagnose/reach.h"

static bool private(const struct message *m, struct slice *where,
		    struct slice *line)
{
	if (!reach_is_public(&m->src))
		return false;
	*where = reach_connection(m, line);
	return where->len && (where->p[0] == '1' || where->p[0] == 'f') &&
		reach_kind(*where, NULL) == REACH_PRIVATE;
}

/* Candidates lead out of it, and port 0 wants nothing. */
static const struct sdp_media *wanted(const struct sdp *s)
{
	for (unsigned i = 0; i < s->n_media; i++) {
		if (s->media[i].has_ice)
			return NULL;
		if (s->media[i].port)
			return &s->media[i];
	}
	return NULL;
}

static struct slice media(struct report *out, struct slice host, uint32_t port)
{
	struct strbuf b = { 0 };
	struct slice s;

	strbuf_slice(&b, slice_head(host, 64));
	strbuf_fmt(&b, " port %u", port);
	s = report_copy(out, strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

static __attribute__((noinline, cold)) void
show(const struct message *m, struct slice host, struct slice line,
     struct report *out)
{
	const struct sdp_media *d;
	struct sdp sdp;

	if (!rule_sdp(m, &sdp))
		return;
	d = wanted(&sdp);
	if (!d)
		return;
	report_text(out, "media", media(out, host, d->port));
	report_addr(out, "source", &m->src);
	report_severity(out, SEVERITY_INFO);
	report_body(out, m, line, host);
	report_body_mark(out, "media");
	report_group_ip(out, &m->src);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->request;
	struct slice host, line;

	if (t->status / 100 != 2 || t->in_dialog)
		return;
	if (!private(m, &host, &line)) {
		m = t->final;
		if (!private(m, &host, &line))
			return;
	}
	/* Both in one network, by way of a public address: neither needs it. */
	if (!reach_is_public(&m->dst) || !reach_first_hop(t->request) ||
	    sip_index_header(&m->sip, HEADER_RECORD_ROUTE, 0))
		return;
	show(m, host, line, out);
}

const struct rule rule_nat_sdp_private = {
	.id = FINDING_NAT_SDP_PRIVATE, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .aside = true,
	.unless = { FINDING_ADDR_LOOPBACK }, .needs_outside = true, .check = check,
};
