/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/store_dialog.h"

#include "dissect/sdp.h"
#include "dissect/sip_value.h"
#include "store/route.h"

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

/* Transactions back to the SUBSCRIBE or REFER of a NOTIFY. */
enum { NOTIFY_BACK = 16 };

/* The last SUBSCRIBE or REFER of the call got its NOTIFY, and its copies on other
 * hops too: a NOTIFY may take another way, and come before the 2xx. */
static void note_notify(struct transaction *t)
{
	struct transaction *o = t->call_prev;
	unsigned cseq = 0;

	for (int i = 0; o && i < NOTIFY_BACK; i++, o = o->call_prev) {
		if ((o->method != METHOD_SUBSCRIBE &&
		     o->method != METHOD_REFER) || !o->request)
			continue;
		if (cseq && o->request->sip.cseq != cseq)
			return;
		cseq = o->request->sip.cseq;
		o->notified = true;
	}
}

void store_dialog_request(struct transaction *t)
{
	const struct message *m = t->request;
	struct dialog *d;

	if (t->method != METHOD_BYE && t->method != METHOD_NOTIFY)
		return;
	d = dialog_of(t->call, m);
	if (t->method == METHOD_NOTIFY) {
		note_notify(t);
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
		d->method = (uint8_t)t->method;
		s->stats.dialogs++;
	}
	if (m->sip.status >= 200 && t->method == METHOD_INVITE)
		route_learn(d, t, m);
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

/* `Session-Expires: 1800;refresher=uas': uac and uas are those of this very
 * transaction, which either side of the call may have begun (RFC 4028 3, 9). */
static void note_timer(const struct transaction *t, const struct message *m)
{
	struct slice v = sip_index_value(&m->sip, HEADER_SESSION_EXPIRES), who;
	struct dialog *d;
	uint64_t n;

	if (!v.len && !t->in_dialog)
		return;
	d = dialog_of(t->call, m);
	if (!d)
		return;
	d->refreshed = m->time > d->start ?
		(uint32_t)((m->time - d->start) / CLOCK_MS) : 0;
	d->expires = 0;
	d->refresher = 0;
	if (!v.len || slice_to_uint(sip_value_token(v), UINT32_MAX, &n))
		return;
	d->expires = (uint32_t)n;
	t->call->timed = true;
	if (sip_value_param(v, "refresher", &who))
		d->refresher = slice_eq_nocase(who, SLICE("uac")) ==
			call_dialog_callee(d, message_slice(
				m, m->sip.from_tag)) ? 2 : 1;
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
		if (t->method == METHOD_INVITE && m->sip.status / 100 == 2)
			note_timer(t, m);
		return;
	}
	if (t->method == METHOD_UPDATE && m->sip.status / 100 == 2)
		note_timer(t, m);
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

enum { COPIES_MAX = 63 }; /* that fit in */

void store_dialog_copy(struct transaction *t, const struct message *m)
{
	struct dialog *d;

	if (t->method != METHOD_INVITE || m->sip.status / 100 != 2 ||
	    (t->request && !t->acked_elsewhere))
		return;
	d = dialog_of(t->call, m);
	if (!d)
		return;
	t->call->timed = true;
	if (d->copies < COPIES_MAX)
		d->copies++;
}
