/* SPDX-License-Identifier: BSD-2-Clause */
/* A registrar sends a call to a contact whose time is over, as it was granted on
 * this very way (RFC 3261 10.2.4, 10.3 step 8).  binding_late() judges that. */
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct binding *b = v->binding;
	struct slice uri;

	if (!b)
		return;
	uri = message_slice(t->request, t->request->sip.uri);
	report_text(out, "contact", uri);
	report_number(out, "expires", b->granted);
	report_number(out, "half", b->granted / 2);
	report_number(out, "late", (t->start - b->accepted) / CLOCK_S -
		      b->granted);
	report_start_line(out, t->request, uri, "target");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_reg_expired_use = {
	.id = FINDING_REG_EXPIRED_USE, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.needs_odd = true, .aside = true, .check = check,
};
