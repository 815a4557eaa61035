/* SPDX-License-Identifier: BSD-2-Clause */
/* A refused REGISTER comes again and again without change (RFC 5626 4.5 wants the
 * time between tries to grow from 30 s on). */
#include "diagnose/registrar.h"

enum { TOO_MANY = 5 }; /* in 60 s (store/binding.c): one every 12 s */

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct binding *b = v->binding;
	int64_t seconds;

	/* Who is told when to come back is judged by that. */
	if (!b || b->refused < TOO_MANY || b->code != t->status ||
	    rule_seconds(t->final, HEADER_RETRY_AFTER) >= 0 ||
	    registrar_scanned(t->request))
		return;
	report_number(out, "refused", b->refused);
	seconds = (b->last_refused - b->first_refused) / CLOCK_S;
	report_number(out, "seconds", seconds ? seconds : 1);
	report_group_ip(out, &t->client);
	report_group(out, registrar_aor(t->request));
	report_message(out, t->request, NULL);
	report_start_line(out, t->final, message_slice(
		t->final, t->final->sip.start_line), "refused");
	report_make(out);
}

const struct rule rule_reg_retry_storm = {
	.id = FINDING_REG_RETRY_STORM, .on = RULE_ON(STORE_FINAL),
	.status = { 401, 403, 404, 423, 500, 503 },
	.methods = RULE_METHOD(METHOD_REGISTER),
	.needs_request = true, .needs_binding = true, .aside = true, .check = check,
};
