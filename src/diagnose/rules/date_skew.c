/* SPDX-License-Identifier: BSD-2-Clause */
/* The Date header that a device writes is not the time of its packet (RFC 3261
 * 20.17).  Where all devices agree with one another, it is the clock of the
 * capture. */
#include "diagnose/habits.h"
#include "diagnose/passport.h"
#include "diagnose/reach.h"

/* True: it was reported. */
static bool judge(const struct rule_view *v, struct report *out,
		  const struct message *m, const struct addr *device)
{
	int64_t date = passport_date(m), skew = date - m->time;
	struct clocks_others others;

	if (!date || !clock_dated(m->time) ||
	    !clocks_note(&v->habits->clocks, device, skew, &others))
		return false;
	/* One clock against the other: nobody knows which is right. */
	if (!others.right && !others.alike)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_flag(out, "all", others.alike && !others.right);
	report_flag(out, "ahead", skew > 0);
	report_number(out, "skew", (skew > 0 ? skew : -skew) / CLOCK_S);
	report_addr_ip(out, "device", device);
	report_header_id(out, m, HEADER_DATE, "date");
	report_group_ip(out, device);
	report_make(out);
	return true;
}

/* Only what comes straight from its author tells of its clock; a registrar answers
 * itself. */
static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;

	if (t->method == METHOD_REGISTER &&
	    judge(v, out, t->final, &t->server))
		return;
	if (sip_index_header(&t->request->sip, HEADER_DATE, 0) &&
	    reach_first_hop(t->request))
		judge(v, out, t->request, &t->client);
}

const struct rule rule_date_skew = {
	.id = FINDING_DATE_SKEW, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER) | RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .aside = true, .check = check,
};
