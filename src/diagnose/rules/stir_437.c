/* SPDX-License-Identifier: BSD-2-Clause */
/* The verifier does not trust the certificate of the signature (RFC 8224 6.2.2). */
#include "diagnose/passport.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct passport p;

	report_message(out, t->final, NULL);
	if (passport_read(t->request, &p) && p.info.len) {
		report_text(out, "info_url", report_copy(out, p.info));

		if (slice_search(p.value, p.info) < p.value.len)
			report_header(out, t->request, p.info, "info");
		else
			report_header_id(out, t->request, HEADER_IDENTITY,
					 "info");
	}
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_stir_437 = {
	.id = FINDING_STIR_437, .on = RULE_ON(STORE_FINAL),
	.status = { 437 }, .needs_request = true, .check = check,
};
