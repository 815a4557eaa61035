/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/store_dialog.h"

#include "dissect/sdp.h"
#include "dissect/sip_value.h"

static struct dialog *dialog_of(const struct call *c, const struct message *m)
{
	return call_dialog(c, message_slice(m, m->sip.from_tag),
			   message_slice(m, m->sip.to_tag));
}

static void end(struct dialog *d, int64_t now)
{
	if (!d || d->state == DIALOG_ENDED)
		return;
	d->state = DIALOG_ENDED;
	d->ended = now;
}

/* The last NOTIFY of a subscription (RFC 6665 4.4.1); one inside a call (REFER)
 * leaves the call alone. */
static bool ends_subscription(const struct dialog *d, const struct message *m)
{
	struct slice state = sip_value_token(
		sip_index_value(&m->sip, HEADER_SUBSCRIPTION_STATE));

	return d && d->method != METHOD_INVITE &&
		slice_eq_nocase(state, SLICE("terminated"));
}

void store_dialog_request(struct transaction *t)
{
	const struct message *m = t->request;
	struct dialog *d;

	if (t->method != METHOD_BYE && t->method != METHOD_NOTIFY)
		return;
	d = dialog_of(t->call, m);
	if (t->method == METHOD_NOTIFY) {
		if (ends_subscription(d, m))
			end(d, m->time);
	} else if (d && !d->bye_time) {
		d->bye_time = m->time;
		d->bye_from = m->src;
	}
}

static bool makes_dialog(const struct transaction *t)
{
	return t->method == METHOD_INVITE || t->method == METHOD_SUBSCRIBE ||
		t->method == METHOD_REFER;
}

/* A failure ends what 1xx had begun, on every branch (12.3); a 2xx that came
 * stays. */
static void end_early(struct transaction *t, int64_t now)
{
	for (unsigned i = 0; i < t->n_forks; i++) {
		struct dialog *d = dialog_of(t->call, t->forks[i].last);

		if (d && d->state == DIALOG_EARLY)
			end(d, now);
	}
}

static void begin(struct store *s, struct transaction *t,
		  const struct message *m)
{
	struct dialog *d;

	if (m->sip.status >= 300) {
		if (t->status / 100 != 2)
			end_early(t, m->time);
		return;
	}
	d = dialog_of(t->call, m);
	if (!d) {
		if (t->in_dialog)
			return;
		d = call_dialog_add(&s->call_memory, t->call,
				    message_slice(m, m->sip.from_tag),
				    message_slice(m, m->sip.to_tag));
		if (!d)
			return;
		d->start = m->time;
		d->method = t->method;
		s->stats.dialogs++;
	}
	if (m->sip.status >= 200 && d->state == DIALOG_EARLY) {
		d->state = DIALOG_CONFIRMED;
		d->answered = m->time;
	}
}

/* Does this offer stop the sound of its sender's other side: a= or the old
 * c=0.0.0.0 (RFC 3264 8.4)? */
static bool holds(const struct sdp *s)
{
	for (unsigned i = 0; i < s->n_media; i++) {
		const struct sdp_media *m = &s->media[i];

		if (slice_eq_nocase(m->type, SLICE("audio")))
			return m->direction != SDP_SENDRECV ||
				slice_eq(m->connection, SLICE("0.0.0.0"));
	}
	return false;
}

/* A re-INVITE or UPDATE was taken: does its sender hold the call now? */
static void hold(const struct transaction *t)
{
	const struct message *m = t->request;
	struct dialog *d;
	struct slice body;
	struct sdp s;

	body = sdp_find(sip_index_value(&m->sip, HEADER_CONTENT_TYPE),
			message_slice(m, m->sip.body));
	if (!body.len || !sdp_read(&s, body) || !s.n_media)
		return;
	d = dialog_of(t->call, m);
	if (d)
		call_hold(d, message_slice(m, m->sip.from_tag), m->sip.cseq,
			  holds(&s));
}

void store_dialog_response(struct store *s, struct transaction *t,
			   const struct message *m)
{
	if (m->sip.status <= 100)
		return;
	if (t->in_dialog && m->sip.status / 100 == 2 && t->request &&
	    t->request->sip.body.len && (t->method == METHOD_INVITE ||
					 t->method == METHOD_UPDATE))
		hold(t);
	if (makes_dialog(t)) {
		if (m->sip.to_tag.len || m->sip.status >= 300)
			begin(s, t, m);
		return;
	}
	/* A challenged BYE comes again. */
	if (t->method == METHOD_BYE && m->sip.status >= 200 &&
	    m->sip.status != 401 && m->sip.status != 407)
		end(dialog_of(t->call, m), m->time);
}

void store_dialog_no_answer(struct transaction *t, int64_t now)
{
	if (t->request)
		end(dialog_of(t->call, t->request), now);
}
