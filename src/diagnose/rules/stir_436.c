/* SPDX-License-Identifier: BSD-2-Clause */
/* The verifier could not fetch the certificate of the signature (RFC 8224 6.2.2). */
#include "diagnose/passport.h"

static void check(const struct rule_view *v, struct report *out)
{
	struct slice host = passport_refused(v->t, out);

	host = slice_from(host, slice_search(host, SLICE("//")));
	if (host.len < 2)
		return;
	host = slice_from(host, 2);
	host = slice_head(host, slice_find(host, '/'));
	if (host.len)
		report_text(out, "host", host);
}

const struct rule rule_stir_436 = {
	.id = FINDING_STIR_436, .on = RULE_ON(STORE_FINAL),
	.status = { 436 }, .needs_request = true, .check = check,
};
