/* SPDX-License-Identifier: BSD-2-Clause */
/* A TCP connection to a SIP port that is refused at once (RFC 9293 3.5.2). */
#include "diagnose/habits.h"
#include "diagnose/rule.h"

#include "dissect/tcp_reasm.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct tcp_refusal *r = v->refusal;

	if (!r || !r->reset)
		return;
	if (r->to_client || closings_back(&v->habits->closings, r))
		return; /* tcp-conn-lost knows more, or nobody does */
	report_addr_ip(out, "client", &r->client);
	report_addr(out, "server", &r->server);
	report_addr_ip(out, "server_ip", &r->server);
	report_number(out, "port", r->server.port);
	report_flag(out, "tls_port", r->server.port == 5061);
	report_tcp(out, &r->syn, &r->client, &r->server, SLICE("SYN"), "syn");
	report_tcp(out, &r->answer, &r->server, &r->client, SLICE("RST"),
		   "rst");
	report_group_addr(out, &r->server);
	report_make(out);
}

const struct rule rule_tcp_refused = {
	.id = FINDING_TCP_REFUSED, .on = RULE_ON(RULE_NETWORK), .check = check,
};
