/* SPDX-License-Identifier: BSD-2-Clause */
/* A TCP connection to a SIP port that is asked for again and again (RFC 9293
 * 3.8.1), and nobody answers. */
#include "diagnose/habits.h"
#include "diagnose/rule.h"

#include "data/catalog_fill.h"
#include "dissect/tcp_reasm.h"

static bool count(struct slice name, struct strbuf *out, void *times)
{
	(void)name; /* there is only one */
	strbuf_uint(out, *(const unsigned *)times);
	return true;
}

static struct slice sent(struct report *out, unsigned times)
{
	struct strbuf b = { 0 };
	struct slice s;

	catalog_fill_as_is(&b, catalog_text(TEXT_SYN_TIMES), count, &times);
	s = report_copy(out, strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct tcp_refusal *r = v->refusal;

	if (!r || r->reset)
		return;
	if (r->to_client || closings_back(&v->habits->closings, r))
		return; /* tcp-conn-lost knows more, or nobody does */
	report_addr_ip(out, "client", &r->client);
	report_addr(out, "server", &r->server);
	report_addr_ip(out, "server_ip", &r->server);
	report_number(out, "port", r->server.port);
	if (r->syns > 1)
		report_number(out, "syns", r->syns);
	/* Nobody listens on the port that a client connected from. */
	report_flag(out, "connect_back", r->server.port >= 32768);
	report_tcp(out, &r->syn, &r->client, &r->server,
		   r->syns > 1 ? sent(out, r->syns) : SLICE("SYN"), "syn");
	report_group_addr(out, &r->server);
	report_make(out);
}

const struct rule rule_tcp_no_answer = {
	.id = FINDING_TCP_NO_ANSWER, .on = RULE_ON(RULE_NETWORK),
	.check = check,
};
