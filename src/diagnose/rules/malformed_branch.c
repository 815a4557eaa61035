/* SPDX-License-Identifier: BSD-2-Clause */
/* A branch that is not unique by the rules of RFC 3261 8.1.1.7. */
#include "diagnose/reach.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;
	struct slice branch = message_slice(m, m->sip.branch);

	if (m->sip.magic_branch || !m->sip.sent_by.len ||
	    m->sip.method == METHOD_CANCEL || !reach_first_hop(m) ||
	    reach_is_scanner(m))
		return;
	report_text(out, "branch", branch);
	if (branch.len)
		report_header(out, m, branch, "branch");
	else
		report_header_id(out, m, HEADER_VIA, "branch");
	report_group_ip(out, &m->src);
	report_make(out);
}

const struct rule rule_malformed_branch = {
	.id = FINDING_MALFORMED_BRANCH, .on = RULE_ON(STORE_REQUEST),
	.needs_request = true, .aside = true, .needs_odd = true, .check = check,
};
