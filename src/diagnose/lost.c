/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/lost.h"

#include "diagnose/indialog.h"

/* CANCEL and PRACK have their own reasons for a 481. */
static bool asks_about_dialog(const struct transaction *t)
{
	return t->in_dialog && t->request &&
		(t->method == METHOD_BYE || t->method == METHOD_INVITE ||
		 t->method == METHOD_UPDATE || t->method == METHOD_NOTIFY ||
		 t->method == METHOD_INFO);
}

/* Established in this capture, and nobody else had ended it: a BYE of the other
 * side crosses, a last NOTIFY ends a subscription. */
static const struct dialog *lost(const struct transaction *t)
{
	const struct dialog *d = asks_about_dialog(t) ? indialog_of(t) : NULL;

	if (!d || !d->answered)
		return NULL;
	if (d->bye_time && (t->method != METHOD_BYE || d->bye_time < t->start ||
			    !addr_same_ip(&d->bye_from, &t->client)))
		return NULL;
	if (d->ended && t->method != METHOD_BYE)
		return NULL;
	return d;
}

unsigned lost_note(struct lost *l, const struct transaction *t, int64_t *since)
{
	const struct dialog *d = lost(t);
	unsigned have = l->n < LOST_MAX ? l->n : LOST_MAX, dialogs = 0;
	bool known = false;

	if (!d)
		return 0;
	*since = t->answered;
	for (unsigned i = 0; i < have; i++) {
		if (!addr_same_ip(&l->of[i].server, &t->server) ||
		    t->answered - l->of[i].time > LOST_SPAN)
			continue;
		dialogs++;
		known = known || l->of[i].dialog == d;
		if (l->of[i].time < *since)
			*since = l->of[i].time;
	}
	if (known)
		return dialogs;
	l->of[l->n % LOST_MAX].server = t->server;
	l->of[l->n % LOST_MAX].dialog = d;
	l->of[l->n % LOST_MAX].time = t->answered;
	l->n++;
	return dialogs + 1;
}
