/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/text.h"

#include "base/utf8.h"
#include "dissect/sip_value.h"

bool text_tail_challenge(const struct transaction *t)
{
	return t->final && (t->status == 401 || t->status == 407) &&
		transaction_class(t) == TRANSACTION_NORMAL;
}

/* A login begins; one with credentials goes on (stale). */
static bool first_challenge(const struct transaction *t)
{
	return text_tail_challenge(t) &&
		!(t->request && sip_index_header(
			  &t->request->sip, t->status == 401 ?
			  HEADER_AUTHORIZATION : HEADER_PROXY_AUTHORIZATION, 0));
}

/* --- parts --- */

/* Where the parts go, and where they begin. */
struct tail {
	const struct text_renderer *r;
	struct strbuf *out;
	size_t start;
};

static void comma(const struct tail *to)
{
	char *p = to->out->len > to->start ? strbuf_room(to->out, 2) : NULL;

	if (p) {
		*p++ = ',';
		*p++ = ' ';
		strbuf_wrote(to->out, p);
	}
}

/* What a part may name, written where it stands: a number, bytes of a message,
 * spans. */
struct named {
	uint64_t number;
	struct slice text;
	int64_t span, ring;
};

enum { SPAN, RING, COPIES, COUNT, STATUS, CODECS, EXPIRES, CONTACTS };
static const char *const names[] = {
	[SPAN] = "span", [RING] = "ring", [COPIES] = "copies",
	[COUNT] = "count", [STATUS] = "status", [CODECS] = "codecs",
	[EXPIRES] = "expires", [CONTACTS] = "contacts", [CONTACTS + 1] = NULL,
};

bool text_tail_init(struct text_renderer *r)
{
	bool all = true;

	for (unsigned i = 0; i < TEXT_TAIL_PARTS; i++)
		all &= catalog_fill_cut(&r->tail[i], catalog_text(
			(enum text_id)(TEXT_TAIL_FIRST + i)), names);
	return all;
}

static void value(struct strbuf *out, unsigned which, const struct named *v)
{
	switch (which) {
	case SPAN:
		clock_span(out, v->span);
		break;
	case RING:
		clock_span(out, v->ring);
		break;
	case COPIES:
	case COUNT:
	case STATUS:
		layout_number(out, v->number);
		break;
	case CODECS:
	case EXPIRES:
	case CONTACTS:
		utf8_show(out, v->text);
		break;
	}
}

static void part(const struct tail *to, enum text_id id, const struct named *v)
{
	const struct catalog_piece *p = to->r->tail[id - TEXT_TAIL_FIRST].pieces;

	comma(to);
	for (;; p++) {
		strbuf_add(to->out, p->text, p->len);
		if (p->value == CATALOG_CUT_END)
			return;
		value(to->out, p->value, v);
	}
}

static void plain_part(const struct tail *to, enum text_id id)
{
	part(to, id, &(struct named){ .number = 0 });
}

/* A part with one value, a number. */
static void number_part(const struct tail *to, enum text_id id, uint64_t number)
{
	part(to, id, &(struct named){ .number = number });
}

/* A part with one value, bytes of a message. */
static void text_part(const struct tail *to, enum text_id id, struct slice text)
{
	part(to, id, &(struct named){ .text = text });
}

/* How long it took; an answer whose request was not captured does not tell, nor does
 * a text trace without times. */
static void took(const struct tail *to, const struct transaction *t)
{
	int64_t span = transaction_duration(t);

	if (t->request && t->answered)
		part(to, TEXT_TOOK,
		     &(struct named){ .span = span < 0 ? 0 : span });
}

/* A span, and how long it rang within it. */
static void ring_part(const struct tail *to, const enum text_id id[2],
		      const int64_t span[2])
{
	if (!span[0]) /* a text trace without times, or in whole seconds */
		return;
	part(to, span[1] > 0 ? id[1] : id[0],
	     &(struct named){ .span = span[0] < 0 ? 0 : span[0],
			     .ring = span[1] < 0 ? 0 : span[1] });
}

static void after_challenge(const struct tail *to, const struct transaction *t)
{
	const struct transaction *before = t->has_credentials ?
		call_previous(t) : NULL;

	if (before && text_tail_challenge(before))
		number_part(to, TEXT_AFTER_CHALLENGE, before->status);
}

/* --- INVITE --- */

static int64_t rang(const struct transaction *t, int64_t until)
{
	return t->ringing && until > t->ringing ? until - t->ringing : 0;
}

static struct slice sdp_of(const struct message *m)
{
	return m ? sdp_find(sip_index_value(&m->sip, HEADER_CONTENT_TYPE),
			    message_slice(m, m->sip.body)) :
		(struct slice){ 0 };
}

/* The first codec of the first audio stream that the answer accepts. */
static void codec(const struct tail *to, const struct transaction *t)
{
	struct slice answer = sdp_of(t->final), name;

	if (!answer.len || !sdp_of(t->request).len)
		return;
	name = sdp_codec(answer);
	if (name.len)
		text_part(to, TEXT_CODECS, slice_head(name, 40));
}

static void invite(const struct tail *to, const struct transaction *t)
{
	static const enum text_id answered[] = {
		TEXT_ANSWERED_AFTER, TEXT_ANSWERED_AFTER_RINGING };
	static const enum text_id cancelled[] = {
		TEXT_CANCELLED_AFTER, TEXT_CANCELLED_AFTER_RINGING };
	int64_t span[2] = { t->answered - t->start, rang(t, t->answered) };

	if (t->status / 100 == 2) {
		if (t->in_dialog)
			plain_part(to, TEXT_REINVITE);
		else if (t->request)
			ring_part(to, answered, span);
		codec(to, t);
	} else if (t->status == 487 && t->cancel) {
		span[0] = t->cancel->start - t->start;
		span[1] = rang(t, t->cancel->start);
		ring_part(to, cancelled, span);
	} else if (span[1] > 0) {
		part(to, TEXT_RANG, &(struct named){ .ring = span[1] });
	}
}

/* --- REGISTER --- */

static unsigned contacts(const struct message *m, struct slice *first)
{
	const struct sip_header *h;
	unsigned n = 0;

	if (m->sip.plain & SIP_PLAIN_CONTACT) {
		*first = message_slice(m, m->sip.contact);
		return 1;
	}
	*first = (struct slice){ 0 };
	for (unsigned i = 0; (h = sip_index_header(&m->sip, HEADER_CONTACT,
						   i)); i++) {
		struct slice rest = message_slice(m, h->value), one;

		while (sip_value_next(&rest, &one)) {
			if (!n++)
				*first = one;
		}
	}
	return n;
}

/* The expiry granted, or asked for when the answer does not say. */
static bool granted(const struct text_renderer *r, const struct transaction *t,
		    struct slice *out)
{
	const struct render_typed *typed = r->base.typed;
	struct slice first;

	*out = typed ? typed->contact_expires : slice_of(NULL, 0);
	if (out->len)
		return true;
	if (contacts(t->final, &first) == 1 &&
	    sip_value_param(first, "expires", out) && out->len)
		return true;
	*out = sip_index_value(&t->final->sip, HEADER_EXPIRES);
	return out->len != 0;
}

static bool signs_off(const struct transaction *t, struct slice contact)
{
	const struct sip_index *m = &t->request->sip;
	struct slice expires;
	uint64_t n;

	if (slice_eq(slice_trim(contact), SLICE("*")))
		return true;
	if (m->plain & SIP_PLAIN_CONTACT && m->contact_expires_len)
		expires = sip_index_contact_expires(m);
	else if (!sip_value_param(contact, "expires", &expires))
		expires = sip_index_value(m, HEADER_EXPIRES);
	return slice_to_uint(expires, UINT32_MAX, &n) == 0 && n == 0;
}

static void registered(const struct tail *to, const struct transaction *t)
{
	struct slice contact, expires;
	unsigned n;

	took(to, t);
	if (!t->request)
		return;
	if (!contacts(t->request, &contact)) {
		plain_part(to, TEXT_REGISTRATION_QUERY);
		return;
	}
	if (signs_off(t, contact)) {
		plain_part(to, TEXT_UNREGISTERED);
		return;
	}
	if (granted(to->r, t, &expires))
		text_part(to, TEXT_REGISTERED_EXPIRES, slice_head(expires, 20));
	n = contacts(t->final, &contact);
	if (n > 1)
		number_part(to, TEXT_CONTACTS, n);
}

/* --- no final response, and the rest --- */

static void redirected(const struct tail *to, const struct transaction *t)
{
	struct slice first;

	if (contacts(t->final, &first))
		text_part(to, TEXT_REDIRECTED_TO,
			  slice_head(sip_value_uri(first), 80));
}

static void unanswered(const struct tail *to, const struct transaction *t)
{
	int64_t waited = to->r->now - t->start;

	if (t->state != TRANSACTION_TIMED_OUT) {
		plain_part(to, !to->r->ended ? TEXT_NO_FINAL_YET :
			   t->ringing ? TEXT_STILL_RINGING : TEXT_STILL_OPEN);
		return;
	}
	part(to, t->request_copies ? TEXT_NO_ANSWER_COPIES : TEXT_NO_ANSWER,
	     &(struct named){ .number = (uint64_t)t->request_copies + 1,
			      .span = waited < 0 ? 0 : waited });
}

static void copies(const struct tail *to, const struct transaction *t)
{
	if (t->request_copies)
		number_part(to, TEXT_SENT_TIMES,
			    (uint64_t)t->request_copies + 1);
	if (t->response_copies)
		number_part(to, TEXT_ANSWERED_TIMES,
			    (uint64_t)t->response_copies + 1);
}

void text_tail(struct text_renderer *r, const struct transaction *t,
	       struct strbuf *out)
{
	const struct tail to = { r, out, out->len };

	if (!t->final) {
		unanswered(&to, t);
		return;
	}
	if (r->base.options->verbosity >= VERBOSITY_FLOW && first_challenge(t))
		plain_part(&to, TEXT_FIRST_CHALLENGE);
	after_challenge(&to, t);
	if (t->method == METHOD_INVITE)
		invite(&to, t);
	else if (t->method == METHOD_REGISTER && t->status / 100 == 2)
		registered(&to, t);
	else if (t->status / 100 == 2)
		took(&to, t);
	if (t->status / 100 == 3)
		redirected(&to, t);
	copies(&to, t);
}
