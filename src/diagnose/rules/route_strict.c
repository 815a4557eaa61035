/* SPDX-License-Identifier: BSD-2-Clause */
/* A Record-Route without lr is that of a strict router (RFC 3261 16.12): lawful,
 * until a program on the way no longer knows the old rule. */
#include "diagnose/indialog.h"
#include "store/route.h"

/* What a request that went to the wrong place gets, or nothing at all; others
 * (401, 486, 491 ...) come from where it was to go. */
static bool astray(unsigned status)
{
	switch (status) {
	case 0: case 400: case 404: case 408: case 416: case 478: case 481:
	case 482: case 483: case 502: case 504:
		return true;
	default:
		return false;
	}
}

/* The INVITE whose 2xx has that Record-Route, or NULL: forgotten. */
static const struct transaction *invite_of(const struct call *c)
{
	const struct transaction *o = c->first;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_next) {
		if (o->method == METHOD_INVITE && o->status / 100 == 2 &&
		    route_strict(o->final).len)
			return o;
	}
	return NULL;
}

static bool told(const struct call *c)
{
	const struct transaction *o = c->first;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_next) {
		if (transaction_has(o, FINDING_ROUTE_STRICT))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *invite;
	struct sip_value_uri_parts p;
	struct slice uri = slice_of(NULL, 0);

	if (!v->call->strict)
		return;
	if (t->in_dialog ? !astray(t->status) : t->status / 100 != 2 ||
	    !route_strict(t->final).len || told(v->call))
		return;
	invite = t->in_dialog ? invite_of(v->call) : t;
	if (invite)
		uri = sip_value_uri(route_strict(invite->final));
	if (sip_value_uri_split(uri, &p)) {
		report_text(out, "host", p.host);
		report_header(out, invite->final, uri, "strict");
		report_group(out, p.host);
	}
	if (t->in_dialog) {
		report_text(out, "failed", transaction_method(t));
		report_severity(out, SEVERITY_WARNING);
		report_message(out, t->request, NULL);
		if (t->final)
			report_message(out, t->final, NULL);
	}
	report_make(out);
}

const struct rule rule_route_strict = {
	.id = FINDING_ROUTE_STRICT,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_BYE) |
		RULE_METHOD(METHOD_UPDATE) | RULE_METHOD(METHOD_INFO) |
		RULE_METHOD(METHOD_REFER) | RULE_METHOD(METHOD_NOTIFY),
	.needs_request = true, .needs_routed = true, .aside = true,
	.check = check,
};
