/* SPDX-License-Identifier: BSD-2-Clause */
/* A 503 that does not say when to try again is treated like a 500 (RFC 3261
 * 21.5.4). */
#include "diagnose/reach.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *f = v->t->final;

	if (!reach_whole(f) || sip_index_header(&f->sip, HEADER_RETRY_AFTER, 0))
		return;
	report_group_ip(out, &v->t->server);
	report_start_line(out, f, message_slice(f, f->sip.start_line),
			  "first-line");
	report_make(out);
}

const struct rule rule_503_no_retry_after = {
	.id = FINDING_503_NO_RETRY_AFTER, .on = RULE_ON(STORE_FINAL),
	.status = { 503 }, .aside = true, .check = check,
};
