/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/odd.h"

#include "diagnose/again.h"

/* Octets over which a request should not go by UDP (RFC 3261 18.1.1). */
enum { LARGE = 1300 };
enum { FREQUENT = 60 }; /* s: a REGISTER each 30 s */
enum { HARMLESS = SIP_ODD_BARE_LF | SIP_ODD_BARE_CR | SIP_ODD_SPACE_COLON |
		  SIP_ODD_BODY_NO_TYPE };

static bool odd_message(const struct message *m)
{
	const struct sip_index *s = &m->sip;

	return s->cut || s->odd & ~(uint32_t)HARMLESS || !s->magic_branch ||
		!s->from_tag.len || s->raw.len > LARGE || m->pieces > 1 ||
		(s->is_response && s->status > 100 && !s->to_tag.len);
}

/* `SIP/2.0/UDP host', as nearly all begin; where it is not so plain, perhaps. */
static bool other_transport(const struct message *m)
{
	static const char names[][5] = {
		[TRANSPORT_UDP] = "/UDP ", [TRANSPORT_TCP] = "/TCP ",
		[TRANSPORT_TLS] = "/TLS ",
	};
	const struct sip_index *s = &m->sip;

	return !(s->plain & SIP_PLAIN_VIA) || m->transport > TRANSPORT_TLS ||
		memcmp(s->raw.p + s->sent_by.off - sizeof(names[0]),
		       names[m->transport], sizeof(names[0])) != 0;
}

static bool odd_request(const struct message *m)
{
	return odd_message(m) || !m->sip.has_max_forwards || other_transport(m);
}

uint8_t odd_signs(const struct transaction *t)
{
	return (uint8_t)(ODD_SIGN_LOOKED |
		(!t->request || odd_request(t->request) ? ODD_SIGN_REQUEST : 0) |
		(addr_is_private(&t->client) && addr_is_private(&t->server) ? 0 :
		 ODD_SIGN_OUTSIDE) |
		(t->request ? ODD_SIGN_SENT : 0) |
		(t->has_credentials ? ODD_SIGN_CREDENTIALS : 0) |
		(t->in_dialog ? ODD_SIGN_IN_DIALOG : 0) |
		(t->transport != TRANSPORT_UDP ? ODD_SIGN_STREAM : 0));
}

unsigned odd_new(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;
	unsigned bits = ODD_NOT_AGAIN;

	if (!o->call_prev && (o->status == 401 || o->status == 407))
		bits |= ODD_NO_HISTORY;
	for (int i = 0; o && i < AGAIN_BACK; i++, o = o->call_prev) {
		if (o->method == t->method && o->request &&
		    (!t->request ||
		     o->request->sip.cseq == t->request->sip.cseq ||
		     !addr_eq(&o->server, &t->server)))
			return bits & ODD_NO_HISTORY;
	}
	return bits;
}

bool odd_binding(const struct store_notice *n)
{
	const struct transaction *t = n->t;
	const struct binding *b = n->binding;

	if (n->event != STORE_FINAL)
		return false;
	if (t->status >= 300 || b->accepted != t->answered)
		return b->refused > 1;
	return b->granted < FREQUENT || b->frequent || b->flaps ||
		b->alternations || b->from || (b->way && b->way->nat) ||
		(b->before && (t->start - b->before) / CLOCK_S >
		 b->before_granted);
}

bool odd_notice(const struct store_notice *n)
{
	const struct transaction *t = n->t, *o = t->call_prev;

	if (t->signs & ODD_SIGN_REQUEST || n->event == STORE_MORE_FINAL ||
	    (n->binding && n->event == STORE_REQUEST) ||
	    (n->message && n->message != t->request &&
	     odd_message(n->message)))
		return true;
	if (t->answered - t->start > TRANSACTION_64T1 ||
	    (n->message && n->message->sip.is_response &&
	     !addr_eq(&n->message->dst, &t->client)))
		return true;
	return t->in_dialog && o && o->request &&
		o->request->sip.cseq > t->request->sip.cseq;
}
