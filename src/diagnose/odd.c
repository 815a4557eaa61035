/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/odd.h"

/* Octets over which a request should not go by UDP (RFC 3261 18.1.1). */
enum { LARGE = 1300 };
enum { HARMLESS = SIP_ODD_BARE_LF | SIP_ODD_BARE_CR | SIP_ODD_SPACE_COLON |
		  SIP_ODD_BODY_NO_TYPE };

static bool odd_message(const struct message *m)
{
	const struct sip_index *s = &m->sip;

	return s->cut || s->odd & ~(uint32_t)HARMLESS || !s->magic_branch ||
		!s->from_tag.len || s->raw.len > LARGE || m->pieces > 1 ||
		(s->is_response && s->status > 100 && !s->to_tag.len);
}

bool odd_notice(const struct store_notice *n)
{
	const struct transaction *t = n->t, *o = t->call_prev;

	if (!t->request || n->event == STORE_MORE_FINAL ||
	    odd_message(t->request) ||
	    (n->binding && n->event == STORE_REQUEST) ||
	    (n->message && odd_message(n->message)))
		return true;
	if (t->answered - t->start > TRANSACTION_64T1 ||
	    (n->message && n->message->sip.is_response &&
	     !addr_eq(&n->message->dst, &t->client)))
		return true;
	return t->in_dialog && o && o->request &&
		o->request->sip.cseq > t->request->sip.cseq;
}
