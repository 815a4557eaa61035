/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/text.h"

#include "base/utf8.h"
#include "dissect/sip_value.h"
#include "render/fill.h"

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

static void part(struct strbuf *out, size_t start, enum text_id id,
		 const struct fill_value *v)
{
	if (out->len > start)
		strbuf_adds(out, ", ");
	fill_text(out, id, v);
}

/* A part with one value, a number. */
static void number_part(struct strbuf *out, size_t start, enum text_id id,
			struct fill_value v, uint64_t number)
{
	struct fill_value values[FILL_MAX] = { v };
	char room[64];
	struct strbuf b = strbuf_in(room, sizeof(room));

	layout_number(&b, number);
	values[0].text = strbuf_str(&b);
	part(out, start, id, values);
	strbuf_fini(&b);
}

/* How long it took; an answer whose request was not captured does not tell. */
static void took(struct strbuf *out, size_t start, const struct transaction *t)
{
	int64_t span = transaction_duration(t);
	char room[64];
	struct strbuf b = strbuf_in(room, sizeof(room));
	struct fill_value values[FILL_MAX] = { { "span", NULL } };

	if (!t->request)
		return;
	clock_span(&b, span < 0 ? 0 : span);
	values[0].text = strbuf_str(&b);
	part(out, start, TEXT_TOOK, values);
	strbuf_fini(&b);
}

/* A span, and how long it rang within it. */
static void ring_part(struct strbuf *out, size_t start,
		      const enum text_id id[2], const int64_t span[2])
{
	char rooms[2][64];
	struct strbuf a = strbuf_in(rooms[0], sizeof(rooms[0]));
	struct strbuf b = strbuf_in(rooms[1], sizeof(rooms[1]));
	struct fill_value v[FILL_MAX] = { { "span", NULL }, { "ring", NULL } };

	if (!span[0]) /* a text trace without times, or in whole seconds */
		return;
	clock_span(&a, span[0] < 0 ? 0 : span[0]);
	clock_span(&b, span[1] < 0 ? 0 : span[1]);
	v[0].text = strbuf_str(&a);
	v[1].text = strbuf_str(&b);
	part(out, start, span[1] > 0 ? id[1] : id[0], v);
	strbuf_fini(&a);
	strbuf_fini(&b);
}

static void after_challenge(const struct transaction *t, struct strbuf *out,
			    size_t start)
{
	const struct transaction *before = t->has_credentials ?
		call_previous(t) : NULL;
	struct fill_value v = { "status", NULL };

	if (before && text_tail_challenge(before))
		number_part(out, start, TEXT_AFTER_CHALLENGE, v,
			    before->status);
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
static void codec(const struct transaction *t, struct strbuf *out, size_t start)
{
	struct slice answer = sdp_of(t->final), name;
	struct fill_value v[FILL_MAX] = { { "codecs", NULL } };
	char room[64];
	struct strbuf b = strbuf_in(room, sizeof(room));

	if (!answer.len || !sdp_of(t->request).len)
		return;
	name = sdp_codec(answer);
	if (!name.len)
		return;
	utf8_show(&b, slice_head(name, 40));
	v[0].text = strbuf_str(&b);
	part(out, start, TEXT_CODECS, v);
	strbuf_fini(&b);
}

static void invite(const struct transaction *t, struct strbuf *out,
		   size_t start)
{
	static const enum text_id answered[] = {
		TEXT_ANSWERED_AFTER, TEXT_ANSWERED_AFTER_RINGING };
	static const enum text_id cancelled[] = {
		TEXT_CANCELLED_AFTER, TEXT_CANCELLED_AFTER_RINGING };
	int64_t span[2] = { t->answered - t->start, rang(t, t->answered) };
	struct strbuf b = { 0 };
	struct fill_value v[FILL_MAX] = { { "ring", NULL } };

	if (t->status / 100 == 2) {
		if (t->in_dialog)
			part(out, start, TEXT_REINVITE, v);
		else if (t->request)
			ring_part(out, start, answered, span);
		codec(t, out, start);
	} else if (t->status == 487 && t->cancel) {
		span[0] = t->cancel->start - t->start;
		span[1] = rang(t, t->cancel->start);
		ring_part(out, start, cancelled, span);
	} else if (span[1] > 0) {
		clock_span(&b, span[1]);
		v[0].text = strbuf_str(&b);
		part(out, start, TEXT_RANG, v);
		strbuf_fini(&b);
	}
}

/* --- REGISTER --- */

static unsigned contacts(const struct message *m, struct slice *first)
{
	const struct sip_header *h;
	unsigned n = 0;

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
	struct slice expires;
	uint64_t n;

	if (slice_eq(slice_trim(contact), SLICE("*")))
		return true;
	if (!sip_value_param(contact, "expires", &expires))
		expires = sip_index_value(&t->request->sip, HEADER_EXPIRES);
	return slice_to_uint(expires, UINT32_MAX, &n) == 0 && n == 0;
}

static void registered(struct text_renderer *r, const struct transaction *t,
		       struct strbuf *out, size_t start)
{
	struct fill_value v[FILL_MAX] = { { "expires", NULL } };
	struct fill_value count = { "count", NULL };
	char room[64];
	struct strbuf b = strbuf_in(room, sizeof(room));
	struct slice contact, expires;
	unsigned n;

	took(out, start, t);
	if (!t->request)
		return;
	if (!contacts(t->request, &contact)) {
		part(out, start, TEXT_REGISTRATION_QUERY, v);
		return;
	}
	if (signs_off(t, contact)) {
		part(out, start, TEXT_UNREGISTERED, v);
		return;
	}
	if (granted(r, t, &expires)) {
		utf8_show(&b, slice_head(expires, 20));
		v[0].text = strbuf_str(&b);
		part(out, start, TEXT_REGISTERED_EXPIRES, v);
		strbuf_fini(&b);
	}
	n = contacts(t->final, &contact);
	if (n > 1)
		number_part(out, start, TEXT_CONTACTS, count, n);
}

/* --- no final response, and the rest --- */

static void redirected(const struct transaction *t, struct strbuf *out,
		       size_t start)
{
	struct fill_value v[FILL_MAX] = { { "contacts", NULL } };
	struct strbuf b = { 0 };
	struct slice first;

	if (!contacts(t->final, &first))
		return;
	utf8_show(&b, slice_head(sip_value_uri(first), 80));
	v[0].text = strbuf_str(&b);
	part(out, start, TEXT_REDIRECTED_TO, v);
	strbuf_fini(&b);
}

static void unanswered(const struct text_renderer *r,
		       const struct transaction *t, struct strbuf *out)
{
	struct fill_value v[FILL_MAX] = { { "span", NULL },
					  { "copies", NULL } };
	struct strbuf a = { 0 }, b = { 0 };
	int64_t waited = r->now - t->start;

	if (t->state != TRANSACTION_TIMED_OUT) {
		fill_plain(out, !r->ended ? TEXT_NO_FINAL_YET :
			   t->ringing ? TEXT_STILL_RINGING : TEXT_STILL_OPEN);
		return;
	}
	clock_span(&a, waited < 0 ? 0 : waited);
	layout_number(&b, (uint64_t)t->request_copies + 1);
	v[0].text = strbuf_str(&a);
	v[1].text = strbuf_str(&b);
	fill_text(out, t->request_copies ? TEXT_NO_ANSWER_COPIES :
		  TEXT_NO_ANSWER, v);
	strbuf_fini(&a);
	strbuf_fini(&b);
}

static void copies(const struct transaction *t, struct strbuf *out,
		   size_t start)
{
	struct fill_value v = { "copies", NULL };

	if (t->request_copies)
		number_part(out, start, TEXT_SENT_TIMES, v,
			    (uint64_t)t->request_copies + 1);
	if (t->response_copies)
		number_part(out, start, TEXT_ANSWERED_TIMES, v,
			    (uint64_t)t->response_copies + 1);
}

void text_tail(struct text_renderer *r, const struct transaction *t,
	       struct strbuf *out)
{
	size_t start = out->len;

	if (!t->final) {
		unanswered(r, t, out);
		return;
	}
	if (first_challenge(t) &&
	    r->base.options->verbosity >= VERBOSITY_FLOW)
		fill_plain(out, TEXT_FIRST_CHALLENGE);
	after_challenge(t, out, start);
	if (t->method == METHOD_INVITE)
		invite(t, out, start);
	else if (t->method == METHOD_REGISTER && t->status / 100 == 2)
		registered(r, t, out, start);
	else if (t->status / 100 == 2)
		took(out, start, t);
	if (t->status / 100 == 3)
		redirected(t, out, start);
	copies(t, out, start);
}
