/* SPDX-License-Identifier: BSD-2-Clause */
/* A re-INVITE that puts the call on hold or takes it back is refused; the call
 * stays as it was (RFC 3264 8.4, RFC 3261 14.1). */
#include "diagnose/offer.h"

/* Those are asked again with what the answer wants, or end the call by rule
 * (12.2.1.2), and then other rules tell of it. */
static bool goes_on(const struct transaction *t)
{
	switch (t->status) {
	case 401: case 407: case 408: case 412: case 420: case 421: case 422:
	case 423: case 481: case 484: case 487: case 491:
		return true;
	case 500:
		return sip_index_header(&t->final->sip, HEADER_RETRY_AFTER, 0);
	}
	return t->status < 400;
}

/* Do two m= lines offer the same? */
static bool same(const struct sdp_media *a, const struct sdp_media *b)
{
	return slice_eq(a->line, b->line);
}

/* Something else changes too: then that may be what was refused.  *known: there
 * was something to compare with. */
static bool changes_more(const struct transaction *t, const struct sdp *now,
			 bool *known)
{
	struct sdp before;

	*known = offer_said_before(t, &before);
	if (!*known)
		return false;
	if (before.n_media != now->n_media)
		return true;
	for (unsigned i = 0; i < now->n_media; i++) {
		if (!same(&before.media[i], &now->media[i]))
			return true;
	}
	return false;
}

static bool is_resume(const struct transaction *t)
{
	const struct message *m = t->request;
	struct slice tag = message_slice(m, m->sip.from_tag);
	const struct dialog *d = call_dialog(
		t->call, tag, message_slice(m, m->sip.to_tag));

	return d && call_holds(d, tag);
}

static void show(struct report *out, const struct transaction *t,
		 const struct offer_sdp *o, unsigned i, bool resume)
{
	const struct sdp_media *a = &o->offer.media[i];
	const char *name = offer_direction_name(a->direction);
	struct slice line = { NULL, 0 }, value;

	report_flag(out, "resume", resume);
	if (slice_eq(a->connection, SLICE("0.0.0.0"))) {
		report_text(out, "direction", SLICE("c=0.0.0.0"));
		line = a->connection_line;
	} else {
		report_text(out, "direction", slice_cstr(name));
		offer_value(o->offer_body, &o->offer, i, name, &line, &value);
	}
	report_number(out, "code", t->status);
	offer_line_or(out, t->request, line, a, "direction");
	report_message(out, t->final, "refused");
	report_group_ip(out, &t->server);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct sdp_media *a;
	struct offer_sdp o;
	bool resume, known;
	unsigned i;

	if (!t->in_dialog || goes_on(t) || !t->request->sip.body.len ||
	    !offer_read(t, v->event, &o))
		return;
	a = offer_audio(&o.offer, &i);
	if (!a || !a->port)
		return;
	resume = !offer_holds(a) && is_resume(t);
	if ((!offer_holds(a) && !resume) ||
	    changes_more(t, &o.offer, &known))
		return;
	if (!known)
		report_certainty(out, CERTAINTY_LIKELY);
	show(out, t, &o, i, resume);
}

const struct rule rule_hold_failed = {
	.id = FINDING_HOLD_FAILED, .on = RULE_ON(STORE_FINAL),
	.refusal = true, .methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .check = check,
};
