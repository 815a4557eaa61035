/* SPDX-License-Identifier: BSD-2-Clause */
/* One end speaks TLS, the other plain SIP (RFC 3261 18, 26.2): SIP has no way to
 * change on a connection.  Who takes both does not answer so. */
#include "diagnose/rule.h"

#include "dissect/stream.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct stream_trouble *t = v->trouble;
	bool tls;

	if (!t || t->kind == STREAM_UPGRADE_REFUSED)
		return;
	tls = t->kind == STREAM_TLS_TO_PLAIN;
	report_addr_ip(out, "client", &t->client);
	report_addr(out, "server", &t->server);
	report_number(out, "port", t->server.port);
	report_flag(out, tls ? "tls_to_plain" : "plain_to_tls", true);
	if (t->asked.number)
		report_tcp(out, &t->asked, &t->client, &t->server,
			   tls ? SLICE("ClientHello") : SLICE("SIP"),
			   "first-bytes");
	if (t->closed) {
		report_certainty(out, CERTAINTY_LIKELY);
		report_tcp(out, &t->answered, &t->server, &t->client,
			   t->reset ? SLICE("RST") : SLICE("FIN"), "closed");
	} else {
		report_tcp(out, &t->answered, &t->server, &t->client,
			   tls ? slice_cstr(t->text) : SLICE("Alert"),
			   "answer");
	}
	report_group_addr(out, &t->server);
	report_make(out);
}

const struct rule rule_tls_plain_mismatch = {
	.id = FINDING_TLS_PLAIN_MISMATCH, .on = RULE_ON(RULE_NETWORK),
	.check = check,
};
