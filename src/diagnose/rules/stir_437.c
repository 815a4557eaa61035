/* SPDX-License-Identifier: BSD-2-Clause */
/* The verifier does not trust the certificate of the signature (RFC 8224 6.2.2). */
#include "diagnose/passport.h"

static void check(const struct rule_view *v, struct report *out)
{
	passport_refused(v->t, out);
}

const struct rule rule_stir_437 = {
	.id = FINDING_STIR_437, .on = RULE_ON(STORE_FINAL),
	.status = { 437 }, .needs_request = true, .check = check,
};
