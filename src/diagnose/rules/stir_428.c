/* SPDX-License-Identifier: BSD-2-Clause */
/* The verifier misses a signature (RFC 8224 6.2.2): it answers 428, or says so in
 * the Reason of another refusal (RFC 3326).  In a 1xx or 2xx, where the call goes on,
 * it is no fault; to look there would make every call slower. */
#include "diagnose/rule.h"

static bool reason(const struct message *m, struct slice *where)
{
	const struct sip_header *h;
	struct sip_value_reason r;
	struct slice rest;

	for (unsigned i = 0; (h = rule_line(m, HEADER_REASON, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, where)) {
			if (sip_value_reason_split(*where, &r) &&
			    r.cause_number == 428 &&
			    slice_eq_nocase(r.protocol, SLICE("STIR")))
				return true;
		}
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = v->message;
	struct slice where;

	if (!m || !m->sip.is_response ||
	    (m->sip.status != 428 && !reason(m, &where)))
		return;
	/* It has one here: it was taken out further on, or is not the point. */
	if (sip_index_value(&t->request->sip, HEADER_IDENTITY).len)
		return;
	if (m->sip.status == 428)
		report_start_line(out, m, message_slice(m, m->sip.start_line),
				  "refused");
	else
		report_header(out, m, where, NULL);
	report_message(out, t->request, "no-identity");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_stir_428 = {
	.id = FINDING_STIR_428,
	.on = RULE_ON(STORE_FINAL), .refusal = true,
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.check = check,
};
