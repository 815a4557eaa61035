/* SPDX-License-Identifier: BSD-2-Clause */
/* `Contact: *' with Expires 0 removes every binding (RFC 3261 10.2.2). */
#include "diagnose/registrar.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice contact = sip_index_value(&t->request->sip,
					       HEADER_CONTACT);

	if (!slice_eq(contact, SLICE("*")) ||
	    rule_seconds(t->request, HEADER_EXPIRES) != 0)
		return;
	report_group_ip(out, &t->client);
	report_group(out, registrar_aor(t->request));
	report_header(out, t->request, contact, "all");
	report_header_id(out, t->request, HEADER_EXPIRES, NULL);
	report_make(out);
}

const struct rule rule_reg_wildcard = {
	.id = FINDING_REG_WILDCARD, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER), .success = true,
	.needs_request = true,
	.check = check,
};
