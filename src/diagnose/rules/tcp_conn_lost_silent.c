/* SPDX-License-Identifier: BSD-2-Clause */
/* tcp-conn-lost: a request was sent over a connection of a call or registration,
 * and instead of an answer came its end. */
#include "diagnose/closings_tell.h"
#include "diagnose/habits.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct connection *k;
	const struct addr *peer;

	if (t->first || t->method == METHOD_REGISTER)
		return;
	k = closings_under(&v->habits->closings, t);
	peer = k ? closings_peer(k, &t->client) : NULL;
	/* Who asks and hangs up needs no answer; a client that has lost its server
	 * connects again. */
	if (!peer || !addr_eq(peer, &k->client) || k->by_server ||
	    (!t->in_dialog && k->until < t->start))
		return;
	closings_tell_weigh(out, &v->habits->closings, k, v->now);
	report_flag(out, "registered", !t->in_dialog);
	closings_tell_silence(out, v->now - t->start);
	closings_tell(out, k, &t->client);
	report_message(out, t->request, "next");
}

const struct rule rule_tcp_conn_lost_silent = {
	.id = FINDING_TCP_CONN_LOST,
	.on = RULE_ON(STORE_TIMEOUT) | RULE_ON(STORE_END),
	.needs_request = true, .needs_stream = true, .root = true,
	.check = check,
};
