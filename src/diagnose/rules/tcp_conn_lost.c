/* SPDX-License-Identifier: BSD-2-Clause */
/* A request cannot be passed on, since the connection that its target was reached
 * by has been closed (RFC 5626 4.4.1, RFC 3261 18). */
#include "diagnose/closings_tell.h"
#include "diagnose/habits.h"
#include "diagnose/indialog.h"

/* The connection that t's server missed, if it has to do with the failure. */
static const struct connection *missed(const struct rule_view *v)
{
	if (v->t->method == METHOD_REGISTER || v->t->method == METHOD_CANCEL)
		return NULL;
	return closings_lost(&v->habits->closings, v->t);
}

/* The phone may come back yet. */
static bool waits(const struct rule_view *v, const struct connection *k)
{
	return v->event == STORE_FINAL && k->user[0] &&
		v->t->answered - k->time < CLOSINGS_BACK &&
		!closings_again(&v->habits->closings, k);
}

static bool claims(const struct rule_view *v)
{
	const struct connection *k;

	switch (v->t->status) {
	case 408: case 430: case 477: case 503:
		k = missed(v);
		return k && waits(v, k);
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *sent;
	const struct connection *k = missed(v);

	if (!k || waits(v, k))
		return;
	closings_tell_weigh(out, &v->habits->closings, k, v->now);
	sent = closings_sent(k, t);
	if (sent)
		report_about(out, sent);
	report_flag(out, "registered", !t->in_dialog);
	closings_tell_status(out, t->status);
	closings_tell(out, k, &t->server);
	if (sent)
		report_message(out, sent->request, "next");
	report_message(out, t->final, "next");
}

const struct rule rule_tcp_conn_lost = {
	.id = FINDING_TCP_CONN_LOST,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_COMPLETE),
	.status = { 408, 430, 477, 503 }, .needs_request = true, .root = true,
	.check = check, .claims = claims,
};
