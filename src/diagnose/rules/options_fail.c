/* SPDX-License-Identifier: BSD-2-Clause */
/* Pings of a server fail, time after time: it answers badly, or not for 64*T1
 * (RFC 3261 11, 17.1.2.2). */
#include "diagnose/habits.h"
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct load_pinged *p = &v->habits->load.now.ping;

	if (!p->times || t->in_dialog)
		return;
	report_number(out, "times", p->times);
	if (p->code)
		report_number(out, "code", p->code);
	report_flag(out, "unavailable", p->code == 503);
	/* Pings that keep a NAT open are sent once, and phones may ignore
	 * them. */
	if (p->once)
		report_severity(out, SEVERITY_INFO);
	if (!p->code && !t->two_way)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_message(out, t->request, p->code ? NULL : "ping");
	if (p->code)
		report_start_line(out, t->final, message_slice(
			t->final, t->final->sip.start_line), "ping");
	report_group_ip(out, &t->client);
	report_group_addr(out, &t->server);
	report_make(out);
}

const struct rule rule_options_fail = {
	.id = FINDING_OPTIONS_FAIL,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT),
	.status = { 408, 503, 504 },
	.methods = RULE_METHOD(METHOD_OPTIONS), .needs_request = true,
	.unless = { FINDING_TEAMS_FQDN }, .check = check,
};
