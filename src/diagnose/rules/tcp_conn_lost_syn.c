/* SPDX-License-Identifier: BSD-2-Clause */
/* tcp-conn-lost: a server tries in vain to connect back to a phone that it knew by
 * a connection which was closed. */
#include "diagnose/closings_tell.h"
#include "diagnose/habits.h"

/* Of the SYNs the last is waited for as long (dissect/tcp_open.c). */
#define SYN_WAIT (3 * CLOCK_S)

static void check(const struct rule_view *v, struct report *out)
{
	const struct tcp_refusal *r = v->refusal;
	const struct connection *k;

	k = r ? closings_back(&v->habits->closings, r) : NULL;
	if (!k)
		return;
	if (k->user[0] && k->until >= r->syn.time) {
		report_flag(out, "registered", true);
		report_text(out, "user", slice_cstr(k->user));
	}
	closings_tell_weigh(out, &v->habits->closings, k, v->now);
	report_text(out, "method", SLICE("SYN"));
	if (r->reset)
		report_text(out, "later", SLICE("RST"));
	else
		closings_tell_silence(out, SYN_WAIT);
	closings_tell(out, k, &r->client);
	report_tcp(out, &r->syn, &r->client, &r->server, SLICE("SYN"), "next");
	if (r->reset)
		report_tcp(out, &r->answer, &r->server, &r->client,
			   SLICE("RST"), "next");
}

const struct rule rule_tcp_conn_lost_syn = {
	.id = FINDING_TCP_CONN_LOST, .on = RULE_ON(RULE_NETWORK),
	.check = check,
};
