/* SPDX-License-Identifier: BSD-2-Clause */
/* An INVITE with Replaces that its target answers 481 (RFC 3891 3). */
#include "diagnose/indialog.h"

#define JUST_ENDED (2 * CLOCK_S)

/* The dialog that Replaces names, if its call was captured. */
static const struct dialog *named(const struct rule_view *v, struct slice value)
{
	const struct call *c = v->store ?
		store_call(v->store, sip_value_token(value)) : NULL;
	struct slice to, from;

	if (!c || !sip_value_param(value, "to-tag", &to) ||
	    !sip_value_param(value, "from-tag", &from))
		return NULL;
	return call_dialog(c, to, from);
}

/* to-tag is that of the one who gets this INVITE.  Which side of the old call
 * that is is known when its caller or callee has the address of t's server. */
static bool swapped(const struct transaction *t, const struct call *c,
		    const struct dialog *d, struct slice value)
{
	const struct transaction *o = c->first;
	struct slice to;

	if (!sip_value_param(value, "to-tag", &to))
		return false;
	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_next) {
		if (o->method != METHOD_INVITE || o->in_dialog)
			continue;
		if (addr_same_ip(&o->client, &o->server))
			return false;
		if (addr_same_ip(&o->server, &t->server))
			return !call_dialog_callee(d, to);
		if (addr_same_ip(&o->client, &t->server))
			return call_dialog_callee(d, to);
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice value = sip_index_value(&t->request->sip, HEADER_REPLACES);
	const struct dialog *d;

	if (!value.len)
		return;
	d = named(v, value);
	if (d && d->bye_time && t->answered >= d->bye_time &&
	    t->answered - d->bye_time <= JUST_ENDED) {
		report_flag(out, "ended", true);
		report_severity(out, SEVERITY_INFO);
	} else if (d && !d->bye_time &&
		   swapped(t, store_call(v->store, sip_value_token(value)), d,
			   value)) {
		report_flag(out, "swapped", true);
	}
	report_text(out, "replaces", sip_value_token(value));
	report_header(out, t->request, value, "replaces");
	report_message(out, t->final, NULL);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_replaces_481 = {
	.id = FINDING_REPLACES_481, .on = RULE_ON(STORE_FINAL),
	.status = { 481 }, .methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .check = check,
};
