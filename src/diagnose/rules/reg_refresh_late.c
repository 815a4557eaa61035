/* SPDX-License-Identifier: BSD-2-Clause */
/* The next REGISTER of a device comes after its binding ran out (RFC 3261
 * 10.2.4). */
#include "diagnose/registrar.h"

enum { TOLERANCE = 5 }; /* s: clocks, and the way there */

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct binding *b = v->binding;
	int64_t gap, expires, now;
	struct slice where = slice_of(NULL, 0);

	if (!b || !b->before || b->accepted !=
	    t->answered || b->before_granted <= 0)
		return;
	gap = (t->start - b->before) / CLOCK_S;
	/* Another device of the account has times of its own. */
	if (gap <= b->before_granted + TOLERANCE || b->other)
		return;
	expires = b->before_granted;
	report_number(out, "expires", expires);
	report_number(out, "half", expires / 2);
	report_number(out, "gap", gap);
	report_number(out, "late", gap - expires);
	report_group_ip(out, &t->client);
	report_group(out, registrar_aor(t->request));
	report_message(out, t->request, "late");
	now = registrar_granted(t, sip_index_value(&t->request->sip,
						   HEADER_CONTACT), &where);
	/* The 200 before is forgotten; this one may grant the same. */
	report_header(out, t->final, where, now == expires ? "granted" : NULL);
	report_make(out);
}

const struct rule rule_reg_refresh_late = {
	.id = FINDING_REG_REFRESH_LATE, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER), .success = true,
	.needs_request = true, .needs_binding = true,
	.check = check,
};
