/* SPDX-License-Identifier: BSD-2-Clause */
/* A registration that has to be renewed very often, as border controllers want it
 * to hold NAT open (RFC 3261 10.2). */
#include "diagnose/registrar.h"

enum {
	SHORT = 60,   /* s: half of it is a REGISTER each 30 s */
	IN_A_ROW = 3  /* three times within 30 s each is no accident */
};

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct binding *b = v->binding;
	struct slice where = slice_of(NULL, 0);

	if (!b || b->accepted != t->answered ||
	    (b->granted >= SHORT && b->frequent < IN_A_ROW) ||
	    b->granted <= 0 || b->other)
		return;
	/* A long time was granted, and it is the device that is restless. */
	if (b->granted >= SHORT && b->flap_moved)
		return;
	if (b->before)
		report_number(out, "interval",
			      (t->start - b->before) / CLOCK_S);
	report_number(out, "expires", b->granted);
	report_group_ip(out, &t->server);
	report_group(out, registrar_aor(t->request));
	registrar_granted(t, sip_index_value(&t->request->sip,
					     HEADER_CONTACT), &where);
	report_message(out, t->request, NULL);
	report_header(out, t->final, where, "granted");
	report_make(out);
}

const struct rule rule_reg_expires_short = {
	.id = FINDING_REG_EXPIRES_SHORT, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER), .success = true,
	.needs_request = true, .needs_binding = true,
	.unless = { FINDING_REG_TWO_DEVICES, FINDING_REG_FLAPPING },
	.check = check,
};
