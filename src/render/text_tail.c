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

static void comma(struct strbuf *out, size_t start)
{
	if (out->len > start)
		strbuf_adds(out, ", ");
}

static void plain_part(struct strbuf *out, size_t start, enum text_id id)
{
	comma(out, start);
	fill_plain(out, id);
}

/* What a part may name, written where it stands: a number, bytes of a message,
 * spans. */
struct named {
	const char *number_name, *text_name;
	uint64_t number;
	struct slice text;
	int64_t span, ring;
};

static bool value_of(struct slice name, struct strbuf *out, void *arg)
{
	const struct named *v = arg;

	if (!out)
		return true;
	if (v->number_name && slice_eq(name, slice_cstr(v->number_name)))
		layout_number(out, v->number);
	else if (v->text_name && slice_eq(name, slice_cstr(v->text_name)))
		utf8_show(out, v->text);
	else if (slice_eq(name, SLICE("span")))
		clock_span(out, v->span);
	else if (slice_eq(name, SLICE("ring")))
		clock_span(out, v->ring);
	return true;
}

static void part(struct strbuf *out, size_t start, enum text_id id,
		 struct named v)
{
	comma(out, start);
	catalog_fill_as_is(out, catalog_text(id), value_of, &v);
}

/* A part with one value, a number. */
static void number_part(struct strbuf *out, size_t start, enum text_id id,
			const char *name, uint64_t number)
{
	part(out, start, id, (struct named){ .number_name = name,
					     .number = number });
}

/* A part with one value, bytes of a message. */
static void text_part(struct strbuf *out, size_t start, enum text_id id,
		      const char *name, struct slice text)
{
	part(out, start, id, (struct named){ .text_name = name, .text = text });
}

/* How long it took; an answer whose request was not captured does not tell, nor does
 * a text trace without times. */
static void took(struct strbuf *out, size_t start, const struct transaction *t)
{
	int64_t span = transaction_duration(t);

	if (t->request && t->answered)
		part(out, start, TEXT_TOOK,
		     (struct named){ .span = span < 0 ? 0 : span });
}

/* A span, and how long it rang within it. */
static void ring_part(struct strbuf *out, size_t start,
		      const enum text_id id[2], const int64_t span[2])
{
	if (!span[0]) /* a text trace without times, or in whole seconds */
		return;
	part(out, start, span[1] > 0 ? id[1] : id[0],
	     (struct named){ .span = span[0] < 0 ? 0 : span[0],
			     .ring = span[1] < 0 ? 0 : span[1] });
}

static void after_challenge(const struct transaction *t, struct strbuf *out,
			    size_t start)
{
	const struct transaction *before = t->has_credentials ?
		call_previous(t) : NULL;

	if (before && text_tail_challenge(before))
		number_part(out, start, TEXT_AFTER_CHALLENGE, "status",
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

	if (!answer.len || !sdp_of(t->request).len)
		return;
	name = sdp_codec(answer);
	if (name.len)
		text_part(out, start, TEXT_CODECS, "codecs",
			  slice_head(name, 40));
}

static void invite(const struct transaction *t, struct strbuf *out,
		   size_t start)
{
	static const enum text_id answered[] = {
		TEXT_ANSWERED_AFTER, TEXT_ANSWERED_AFTER_RINGING };
	static const enum text_id cancelled[] = {
		TEXT_CANCELLED_AFTER, TEXT_CANCELLED_AFTER_RINGING };
	int64_t span[2] = { t->answered - t->start, rang(t, t->answered) };

	if (t->status / 100 == 2) {
		if (t->in_dialog)
			plain_part(out, start, TEXT_REINVITE);
		else if (t->request)
			ring_part(out, start, answered, span);
		codec(t, out, start);
	} else if (t->status == 487 && t->cancel) {
		span[0] = t->cancel->start - t->start;
		span[1] = rang(t, t->cancel->start);
		ring_part(out, start, cancelled, span);
	} else if (span[1] > 0) {
		part(out, start, TEXT_RANG, (struct named){ .ring = span[1] });
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
	struct slice contact, expires;
	unsigned n;

	took(out, start, t);
	if (!t->request)
		return;
	if (!contacts(t->request, &contact)) {
		plain_part(out, start, TEXT_REGISTRATION_QUERY);
		return;
	}
	if (signs_off(t, contact)) {
		plain_part(out, start, TEXT_UNREGISTERED);
		return;
	}
	if (granted(r, t, &expires))
		text_part(out, start, TEXT_REGISTERED_EXPIRES, "expires",
			  slice_head(expires, 20));
	n = contacts(t->final, &contact);
	if (n > 1)
		number_part(out, start, TEXT_CONTACTS, "count", n);
}

/* --- no final response, and the rest --- */

static void redirected(const struct transaction *t, struct strbuf *out,
		       size_t start)
{
	struct slice first;

	if (contacts(t->final, &first))
		text_part(out, start, TEXT_REDIRECTED_TO, "contacts",
			  slice_head(sip_value_uri(first), 80));
}

static void unanswered(const struct text_renderer *r,
		       const struct transaction *t, struct strbuf *out)
{
	int64_t waited = r->now - t->start;

	if (t->state != TRANSACTION_TIMED_OUT) {
		fill_plain(out, !r->ended ? TEXT_NO_FINAL_YET :
			   t->ringing ? TEXT_STILL_RINGING : TEXT_STILL_OPEN);
		return;
	}
	part(out, out->len, t->request_copies ? TEXT_NO_ANSWER_COPIES :
	     TEXT_NO_ANSWER, (struct named){
		     .number_name = "copies",
		     .number = (uint64_t)t->request_copies + 1,
		     .span = waited < 0 ? 0 : waited });
}

static void copies(const struct transaction *t, struct strbuf *out,
		   size_t start)
{
	if (t->request_copies)
		number_part(out, start, TEXT_SENT_TIMES, "copies",
			    (uint64_t)t->request_copies + 1);
	if (t->response_copies)
		number_part(out, start, TEXT_ANSWERED_TIMES, "copies",
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
