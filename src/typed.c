/* SPDX-License-Identifier: BSD-2-Clause */
#include "typed.h"

#include "dissect/sip_plain.h"
#include "dissect/sip_value.h"

/* What is written plainly, without escapes and such, needs no second reading: the
 * renderer shows the same bytes. */
static void request_uri(struct sip_osip *o, const struct sip_index *m,
			struct sip_osip_uri *out)
{
	struct slice uri = sip_index_slice(m, m->uri);

	if (uri.len && !(m->plain & SIP_PLAIN_URI))
		sip_osip_uri(o, uri, out);
}

static void account(struct sip_osip *o, const struct sip_index *m,
		    struct sip_osip_uri *out)
{
	struct slice value = sip_index_value(m, HEADER_TO);
	struct sip_osip_name_addr na;

	if (value.len && !(m->plain & SIP_PLAIN_TO) &&
	    sip_osip_from(o, value, &na) == 0)
		*out = na.uri;
}

/* The expiry that an element of a Contact of m says. */
static struct slice expires_of(struct sip_osip *o, const struct sip_index *m,
			       struct slice element)
{
	struct sip_osip_name_addr na;
	struct sip_plain plain;

	if (sip_plain_contact(element, m->raw.p + m->raw.len, &plain) &&
	    !plain.unsure)
		return plain.param;
	return slice_cstr(sip_osip_contact(o, element, &na) == 0 ? na.expires :
			  NULL);
}

/* The expiry granted to the request's own binding (RFC 3261 10.2.4). */
static struct slice granted(struct sip_osip *o, const struct transaction *t)
{
	const struct sip_index *asked = &t->request->sip, *m = &t->final->sip;
	struct slice mine, rest, element, expires;
	const struct sip_header *h;

	mine = asked->plain & SIP_PLAIN_CONTACT ?
		sip_index_contact_uri(asked) :
		sip_value_uri(sip_index_value(asked, HEADER_CONTACT));
	if (m->plain & SIP_PLAIN_CONTACT)
		return slice_eq(sip_index_contact_uri(m), mine) ?
			sip_index_contact_expires(m) : slice_of(NULL, 0);
	for (unsigned i = 0; (h = sip_index_header(m, HEADER_CONTACT, i)); i++) {
		rest = message_slice(t->final, h->value);
		while (sip_value_next(&rest, &element)) {
			if (!slice_eq(sip_value_uri(element), mine))
				continue;
			expires = expires_of(o, m, element);
			if (expires.len)
				return expires;
		}
	}
	return slice_of(NULL, 0);
}

void typed_line(struct sip_osip *o, const struct transaction *t,
		struct render_typed *out)
{
	const struct sip_index *m = &transaction_any(t)->sip;

	/* Part by part: all at once takes a slow string instruction. */
	out->uri = out->to = (struct sip_osip_uri){ 0 };
	out->contact_expires = slice_of(NULL, 0);
	out->request = out->response = (struct render_note){ 0 };
	sip_osip_reset(o);
	if (t->method != METHOD_REGISTER) {
		request_uri(o, m, &out->uri);
		return;
	}
	account(o, m, &out->to);
	if (t->request && t->final && t->status / 100 == 2)
		out->contact_expires = granted(o, t);
}

static void note(struct sip_osip *o, const struct sip_index *m, bool ask,
		 struct render_note *out)
{
	uint64_t bad = sip_index_malformed(m);
	struct sip_osip_verdict v;

	if (bad)
		out->verdict = sip_index_odd_name(
			(enum sip_odd)(bad & (~bad + 1)));
	if (!ask || m->cut || (!bad && sip_osip_sure(m)))
		return;
	sip_osip_verdict(o, m, &v);
	if (v.rc && !v.too_complex && !v.not_asked) {
		out->osip_rc = v.rc;
		out->osip = v.refused;
	}
}

void typed_verdicts(struct sip_osip *o, const struct transaction *t,
		    struct render_typed *out)
{
	if (t->request)
		note(o, &t->request->sip, true, &out->request);
	if (t->final)
		note(o, &t->final->sip, true, &out->response);
}

void typed_note(struct sip_osip *o, const struct sip_index *m, bool strict,
		struct render_note *out)
{
	*out = (struct render_note){ 0 };
	if (strict)
		sip_osip_reset(o);
	note(o, m, strict, out);
}
