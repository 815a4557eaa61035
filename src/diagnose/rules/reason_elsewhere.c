/* SPDX-License-Identifier: BSD-2-Clause */
/* A CANCEL whose Reason says that another device took the call (RFC 3326 2).  Told
 * about the INVITE, as soon as the CANCEL comes. */
#include "diagnose/rule.h"

static bool elsewhere(const struct message *m, struct slice *where,
		      struct slice *text)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_REASON);
	struct sip_value_reason r;

	for (int i = 0; i < 4 && sip_value_next(&rest, where); i++) {
		if (!sip_value_reason_split(*where, &r))
			continue;
		*text = r.text;
		if (r.has_cause && r.cause_number == 200 &&
		    slice_eq_nocase(r.protocol, SLICE("SIP")))
			return true;
		/* Kamailio's words, which others have taken over with causes of
		 * their own. */
		if (slice_eq_nocase(r.text, SLICE("Call completed elsewhere")))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice where, text;

	if (!t->request || !t->cancels || !elsewhere(t->request, &where, &text))
		return;
	report_about(out, t->cancels);
	if (text.len)
		report_text(out, "cause_text", text);
	report_header(out, t->request, where, "reason");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_reason_elsewhere = {
	.id = FINDING_REASON_ELSEWHERE, .on = RULE_ON(STORE_CANCEL),
	.check = check,
};
