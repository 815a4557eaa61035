/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/store_dialog.h"

static struct dialog *dialog_of(const struct call *c, const struct message *m)
{
	return call_dialog(c, message_slice(m, m->sip.from_tag),
			   message_slice(m, m->sip.to_tag));
}

void store_dialog_request(struct transaction *t)
{
	const struct message *m = t->request;
	struct dialog *d;

	if (t->method != METHOD_BYE)
		return;
	d = dialog_of(t->call, m);
	if (d && !d->bye_time) {
		d->bye_time = m->time;
		d->bye_from = m->src;
	}
}

static bool makes_dialog(const struct transaction *t)
{
	return t->method == METHOD_INVITE || t->method == METHOD_SUBSCRIBE ||
		t->method == METHOD_REFER;
}

static void end(struct dialog *d, int64_t now)
{
	d->state = DIALOG_ENDED;
	d->ended = now;
}

static void begin(struct store *s, struct transaction *t,
		  const struct message *m)
{
	struct dialog *d = dialog_of(t->call, m);

	if (!d) {
		if (t->in_dialog || m->sip.status >= 300)
			return;
		d = call_dialog_add(t->call,
				    message_slice(m, m->sip.from_tag),
				    message_slice(m, m->sip.to_tag));
		if (!d)
			return;
		d->start = m->time;
		d->method = t->method;
		s->stats.dialogs++;
	}
	if (m->sip.status >= 300) {
		if (d->state == DIALOG_EARLY)
			end(d, m->time);
	} else if (m->sip.status >= 200 && d->state == DIALOG_EARLY) {
		d->state = DIALOG_CONFIRMED;
		d->answered = m->time;
	}
}

void store_dialog_response(struct store *s, struct transaction *t,
			   const struct message *m)
{
	struct dialog *d;

	if (!m->sip.to_tag.len || m->sip.status <= 100)
		return;
	if (makes_dialog(t)) {
		begin(s, t, m);
		return;
	}
	if (t->method != METHOD_BYE || m->sip.status < 200)
		return;
	d = dialog_of(t->call, m);
	if (d && d->state != DIALOG_ENDED)
		end(d, m->time);
}
