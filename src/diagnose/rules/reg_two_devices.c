/* SPDX-License-Identifier: BSD-2-Clause */
/* Two devices take one registration from each other: each 200 lists only the one
 * that came last (RFC 3261 10.3). */
#include "diagnose/registrar.h"

enum { ALTERNATIONS = 3 }; /* a device that moved does so once */

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct binding *b = v->binding;
	struct slice sent;

	if (!b || b->alternations < ALTERNATIONS ||
	    b->accepted != t->answered)
		return;
	sent = sip_value_uri(sip_index_value(&t->request->sip,
					     HEADER_CONTACT));
	report_number(out, "alternations", b->alternations);
	report_text(out, "contact_a", report_copy(out,
		slice_cstr(b->other_contact)));
	report_text(out, "contact_b", sent);
	report_group_ip(out, &t->server);
	report_group(out, registrar_aor(t->request));
	report_header(out, t->request, sent, "second");
	report_header_id(out, t->final, HEADER_CONTACT, "only");
	report_make(out);
}

const struct rule rule_reg_two_devices = {
	.id = FINDING_REG_TWO_DEVICES, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER), .success = true,
	.needs_request = true, .needs_binding = true,
	.check = check,
};
