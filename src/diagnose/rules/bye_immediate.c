/* SPDX-License-Identifier: BSD-2-Clause */
/* A call that is ended as soon as it was answered, and the BYE names a failure
 * (RFC 3261 15, RFC 3326).  Without a Reason a single such call means nothing:
 * test calls, dialers, voicemail. */
#include "diagnose/indialog.h"

#define AT_ONCE (2 * CLOCK_S) /* nobody hangs up by hand that fast */

/* Normal clearing, no cause and interworking are no failures (Q.850). */
static bool names_failure(const struct sip_value_reason *r)
{
	if (!r->has_cause)
		return false;
	if (slice_eq_nocase(r->protocol, SLICE("Q.850")))
		return r->cause_number && r->cause_number != 16 &&
			r->cause_number != 31 && r->cause_number != 127;
	return slice_eq_nocase(r->protocol, SLICE("SIP")) &&
		r->cause_number >= 400;
}

static bool failure(const struct message *m, struct slice *where,
		    struct sip_value_reason *out)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_REASON);

	for (int i = 0; i < 4 && sip_value_next(&rest, where); i++) {
		if (sip_value_reason_split(*where, out) && names_failure(out))
			return true;
	}
	return false;
}

/* The INVITE whose call the BYE ends, acknowledged just before. */
static const struct transaction *answered(const struct transaction *bye)
{
	const struct transaction *o = bye->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && indialog_same_ends(o, bye))
			return !o->in_dialog && o->acked &&
				bye->start - o->acked < AT_ONCE ? o : NULL;
	}
	return NULL;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *bye = v->t, *t;
	struct sip_value_reason r;
	struct slice where;

	if (!sip_index_value(&bye->request->sip, HEADER_REASON).len ||
	    !failure(bye->request, &where, &r))
		return;
	t = answered(bye);
	if (!t)
		return;
	report_number(out, "seconds", bye->start - t->acked < CLOCK_S ? 1 :
		      (bye->start - t->acked) / CLOCK_S);
	report_addr(out, "by", &bye->client);
	report_addr(out, "other", &bye->server);
	report_text(out, "reason_text", r.text.len ? r.text : where);
	report_header(out, bye->request, where, "reason");
	report_message(out, bye->request, "bye");
	report_group_ip(out, &bye->client);
	report_make(out);
}

const struct rule rule_bye_immediate = {
	.id = FINDING_BYE_IMMEDIATE, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE), .needs_request = true,
	.aside = true, .unless = { FINDING_DROP_MEDIA_TIMEOUT }, .check = check,
};
