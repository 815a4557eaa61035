/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/offer.h"

#include "diagnose/reach.h"

enum { BACK = 64 };

bool offer_whole(const struct message *m)
{
	return !m->incomplete && !m->sip.cut &&
		!(m->sip.odd & (SIP_ODD_LENGTH_LONG | SIP_ODD_LENGTH_BAD |
				SIP_ODD_NO_BLANK_LINE));
}

bool offer_no_body(const struct message *m)
{
	return !m->sip.body.len && offer_whole(m) && !m->sip.trailing;
}

struct slice offer_body(const struct message *m)
{
	struct slice type, body;

	if (!m || !m->sip.body.len)
		return slice_of(NULL, 0);
	type = sip_index_value(&m->sip, HEADER_CONTENT_TYPE);
	body = message_slice(m, m->sip.body);
	if (slice_eq(type, SLICE("application/sdp"))) /* as nearly always */
		return body;
	return sdp_find(type, body);
}

static bool has_sdp(const struct message *m)
{
	return offer_body(m).len > 0;
}

/* A provisional response that is sent reliably (RFC 3262 3). */
static bool is_reliable(const struct message *m)
{
	return m && sip_index_header(&m->sip, HEADER_RSEQ, 0);
}

/* The 18x that carried a description, reliably. */
static const struct message *early(const struct transaction *t)
{
	const struct message *m = t->provisional;

	return is_reliable(m) && has_sdp(m) ? m : NULL;
}

/* The INVITE that a PRACK is about. */
static const struct transaction *invite_of(const struct transaction *prack)
{
	const struct transaction *o = prack->call_prev;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && o->request &&
		    addr_same_ip(&o->client, &prack->client) &&
		    addr_same_ip(&o->server, &prack->server))
			return o;
	}
	return NULL;
}

static bool of_prack(const struct transaction *t, struct offer *out)
{
	const struct transaction *invite;

	if (!has_sdp(t->request))
		return false;
	invite = invite_of(t);
	if (invite && !has_sdp(invite->request)) {
		out->offer = early(invite);
		out->answer = t->request;
		out->late = true;
		return out->offer != NULL;
	}
	out->offer = t->request;
	out->answer = has_sdp(t->final) ? t->final : NULL;
	return true;
}

static bool of_invite(const struct transaction *t, bool acked,
		      struct offer *out)
{
	const struct message *answer = t->final;

	if (t->status >= 300) {
		out->offer = t->request;
		return true;
	}
	if (t->request->sip.body.len) {
		if (early(t))
			answer = early(t);
		out->offer = t->request;
		out->answer = has_sdp(answer) ? answer : NULL;
		return !acked;
	}
	if (early(t)) /* its PRACK has the answer */
		return false;
	out->late = true;
	out->offer = answer && has_sdp(answer) ? answer : NULL;
	out->answer = t->ack && has_sdp(t->ack) ? t->ack : NULL;
	return acked || !out->offer;
}

bool offer_find(const struct transaction *t, unsigned event, struct offer *out)
{
	bool acked = event == STORE_ACK;

	*out = (struct offer){ .offer = NULL };
	if (!t->request || !t->final)
		return false;
	switch (t->method) {
	case METHOD_INVITE:
		if (event != STORE_ACK && event != STORE_FINAL)
			acked = !t->request->sip.body.len && t->status < 300;
		return of_invite(t, acked, out);
	case METHOD_UPDATE:
		if (event == STORE_ACK || !has_sdp(t->request))
			return false;
		out->offer = t->request;
		if (t->status < 300)
			out->answer = has_sdp(t->final) ? t->final : NULL;
		return true;
	case METHOD_PRACK:
		return event != STORE_ACK && t->status < 300 &&
			of_prack(t, out);
	}
	return false;
}

/* --- parts of a description --- */

struct slice offer_part(struct slice body, const struct sdp *s, unsigned n)
{
	const char *from = body.p, *to = body.len ? from + body.len : from;

	if (n < s->n_media) {
		from = s->media[n].line.p;
		if (n + 1 < s->n_media)
			to = s->media[n + 1].line.p;
	} else if (s->n_media) {
		to = s->media[0].line.p;
	}
	return slice_of(from, (size_t)(to - from));
}

bool offer_attribute(struct slice *part, const char *name, struct slice *line,
		     struct slice *value)
{
	struct slice l, n;
	size_t len = strlen(name);

	while (part->len) {
		size_t end = slice_find(*part, '\n');

		l = slice_trim(slice_head(*part, end));
		*part = slice_from(*part, end + 1);
		if (l.len < len + 2 || l.p[0] != 'a' || l.p[1] != '=')
			continue;
		n = slice_from(l, 2);
		n = slice_head(n, slice_find(n, ':'));
		if (!slice_eq(slice_trim(n), slice_of(name, len)))
			continue;
		*line = l;
		*value = slice_trim(slice_from(l, 2 + n.len + 1));
		return true;
	}
	return false;
}

bool offer_value(struct slice body, const struct sdp *s, unsigned n,
		 const char *name, struct slice *line, struct slice *value)
{
	struct slice part = offer_part(body, s, n);

	if (offer_attribute(&part, name, line, value))
		return true;
	part = offer_part(body, s, s->n_media);
	return offer_attribute(&part, name, line, value);
}

enum offer_profile offer_profile(const struct sdp_media *m)
{
	if (slice_eq_nocase(m->proto, SLICE("RTP/AVP")) ||
	    slice_eq_nocase(m->proto, SLICE("RTP/AVPF")))
		return OFFER_PLAIN;
	if (slice_eq_nocase(m->proto, SLICE("RTP/SAVP")) ||
	    slice_eq_nocase(m->proto, SLICE("RTP/SAVPF")))
		return m->has_fingerprint && !m->has_crypto ? OFFER_TLS :
			OFFER_SDES;
	if (slice_starts_nocase(m->proto, SLICE("UDP/TLS/RTP/")))
		return OFFER_TLS;
	return OFFER_OTHER;
}

const struct sdp_media *offer_audio(const struct sdp *s, unsigned *at)
{
	for (unsigned i = 0; i < s->n_media; i++) {
		if (!slice_eq_nocase(s->media[i].type, SLICE("audio")))
			continue;
		*at = i;
		return &s->media[i];
	}
	return NULL;
}

const char *offer_direction_name(enum sdp_direction d)
{
	switch (d) {
	case SDP_SENDRECV:
		return "sendrecv";
	case SDP_SENDONLY:
		return "sendonly";
	case SDP_RECVONLY:
		return "recvonly";
	case SDP_INACTIVE:
		return "inactive";
	}
	return "";
}

bool offer_holds(const struct sdp_media *m)
{
	return m->direction != SDP_SENDRECV ||
		slice_eq(m->connection, SLICE("0.0.0.0"));
}

bool offer_read(const struct transaction *t, unsigned event,
		struct offer_sdp *out)
{
	out->has_answer = false;
	if (!offer_find(t, event, &out->who) || !out->who.offer)
		return false;
	out->offer_body = offer_body(out->who.offer);
	if (!out->offer_body.len || !sdp_read(&out->offer, out->offer_body))
		return false;
	if (!out->who.answer)
		return true;
	out->answer_body = offer_body(out->who.answer);
	out->has_answer = out->answer_body.len &&
		sdp_read(&out->answer, out->answer_body);
	return true;
}

bool offer_answered(const struct transaction *t, unsigned event,
		    struct offer_sdp *out)
{
	return offer_read(t, event, out) && out->has_answer &&
		!out->offer.cut && !out->answer.cut;
}

/* The element of the last Via line that the author wrote, if proxies put theirs
 * above it; empty when there are none. */
static struct slice last_via(const struct message *m)
{
	struct slice rest, element, last = slice_of(NULL, 0);
	const struct sip_header *h;
	unsigned n = 0;

	for (unsigned i = 0; (h = rule_line(m, HEADER_VIA, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &element)) {
			last = element;
			n++;
		}
	}
	return n > 1 ? last : slice_of(NULL, 0);
}

/* Who wrote a request that came by way of proxies, as the first of them saw it
 * (RFC 3261 18.2.1, RFC 3581 4): a proxy does not touch the SDP. */
static bool author(const struct message *m, struct addr *out)
{
	struct slice last = m->sip.is_response ? slice_of(NULL, 0) :
		last_via(m);
	struct sip_value_via via;

	if (!last.len || !sip_value_via_split(last, &via) ||
	    addr_parse_ip(out, via.received.len ? via.received : via.host))
		return false;
	out->port = reach_port(via.rport.len ? via.rport : via.port, false);
	return true;
}

void offer_judge(const struct rule_view *v, struct report *out,
		 offer_answered_fn *answered, offer_refused_fn *refused)
{
	struct offer_sdp o;

	if (!offer_read(v->t, v->event, &o) || !o.offer.n_media)
		return;
	if (v->t->status >= 300)
		refused(v, &o, out);
	else if (o.has_answer)
		answered(&o, out);
}

void offer_sides(struct report *out, const struct offer *o)
{
	struct addr a;

	if (author(o->offer, &a))
		report_addr(out, "client", &a);
	if (!o->late || !o->answer)
		return;
	report_addr(out, "client", &o->offer->src);
	report_addr(out, "server", &o->answer->src);
}

void offer_line(struct report *out, const struct message *m, struct slice line,
		struct slice where, const char *mark)
{
	report_body(out, m, line, where);
	report_body_mark(out, mark);
}

void offer_line_or(struct report *out, const struct message *m,
		   struct slice line, const struct sdp_media *media,
		   const char *mark)
{
	if (!line.p)
		line = media->line;
	offer_line(out, m, line, line, mark);
}

struct slice offer_formats(const struct sdp_media *m)
{
	const struct sdp_format *last;

	if (!m->n_formats)
		return slice_of(NULL, 0);
	last = &m->formats[m->n_formats - 1];
	return slice_of(m->formats[0].format.p,
			(size_t)(last->format.p + last->format.len -
				 m->formats[0].format.p));
}

bool offer_warning(const struct message *f, unsigned a, unsigned b,
		   struct slice *element)
{
	struct slice rest = sip_index_value(&f->sip, HEADER_WARNING);
	struct sip_value_warning w;

	while (sip_value_next(&rest, element)) {
		if (sip_value_warning_split(*element, &w) &&
		    (w.code == a || w.code == b))
			return true;
	}
	return false;
}

bool offer_bare(const struct transaction *t)
{
	const struct status_text *s = catalog_status(t->status);
	struct slice phrase = message_slice(t->final, t->final->sip.reason);

	return !sip_index_header(&t->final->sip, HEADER_WARNING, 0) &&
		!offer_body(t->final).len &&
		(!phrase.len || !s ||
		 slice_eq_nocase(phrase, slice_cstr(s->name)));
}

bool offer_said_before(const struct transaction *t, struct sdp *out)
{
	enum { BACK = 32 };
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (o->method != METHOD_INVITE || o->status / 100 != 2)
			continue;
		if (addr_same_ip(&o->client, &t->client) &&
		    addr_same_ip(&o->server, &t->server))
			return rule_sdp(o->request, out);
		if (addr_same_ip(&o->client, &t->server) &&
		    addr_same_ip(&o->server, &t->client))
			return rule_sdp(o->final, out);
	}
	return false;
}
