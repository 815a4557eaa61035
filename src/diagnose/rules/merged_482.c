/* SPDX-License-Identifier: BSD-2-Clause */
/* A forked INVITE meets itself at one phone, which refuses the second copy with
 * 482 (RFC 3261 8.2.2.2). */
#include "diagnose/again.h"

/* The copy that came first, is not over yet (then t is another try), and did not
 * pass here on its way (then it is a circle). */
static const struct transaction *first_copy(const struct transaction *t)
{
	const struct transaction *o = t, *found = NULL;

	while ((o = again_before(t, o))) {
		if (again_passed(o, t))
			return NULL;
		if (!o->answered || o->answered > t->start)
			found = o;
	}
	return found;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *o;
	struct slice forker;

	/* Only a request without To tag is merged. */
	if (t->in_dialog)
		return;
	o = first_copy(t);
	if (!o)
		return;
	forker = again_parted(o, t);
	if (forker.len)
		report_text(out, "forker", forker);
	report_message(out, t->final, NULL);
	report_header(out, t->request, message_slice(
		t->request, t->request->sip.branch), "refused");
	report_header(out, o->request, message_slice(
		o->request, o->request->sip.branch), "first");
	report_make(out);
}

const struct rule rule_merged_482 = {
	.id = FINDING_MERGED_482, .on = RULE_ON(STORE_FINAL),
	.status = { 482 }, .needs_request = true, .root = true,
	.check = check,
};
