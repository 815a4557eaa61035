/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls to different numbers are ended by the same host at the same age, and none
 * of its calls lasts longer: a limit of time (RFC 4028 for the remedy). */
#include "diagnose/habits.h"
#include "diagnose/indialog.h"

enum { CALLS = 3 }; /* two may be chance */

/* Who was called, however the Contact is written. */
static struct slice called(const struct dialog *d, const struct message *bye)
{
	bool by_callee = call_dialog_callee(d, message_slice(bye,
		bye->sip.from_tag));

	return numbers_user(sip_value_uri(sip_index_value(&bye->sip,
		by_callee ? HEADER_FROM : HEADER_TO)));
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct dialog *d;
	unsigned n;

	if (t->start - t->call->start < AGES_LEAST)
		return;
	d = indialog_of(t);
	/* The other side's BYE crossed it, or it is seen on another hop. */
	if (!d || !d->answered || d->method != METHOD_INVITE ||
	    d->bye_time != t->start || indialog_explained(t))
		return;
	n = ages_note(&v->habits->ages, t, t->start - d->answered,
		      called(d, t->request));
	if (n < CALLS)
		return;
	report_addr_ip(out, "by", &t->client);
	report_addr_ip(out, "peer", &t->server);
	report_number(out, "seconds", (t->start - d->answered + CLOCK_S / 2) /
		      CLOCK_S);
	report_number(out, "times", n);
	report_message(out, t->request, "bye");
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_drop_recurring = {
	.id = FINDING_DROP_RECURRING, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE), .needs_request = true,
	.needs_in_dialog = true, .aside = true, .check = check,
};
