/* SPDX-License-Identifier: BSD-2-Clause */
/* An emergency call that nobody took: its last answer is a refusal, and no other
 * attempt went through (RFC 6881, RFC 5031).  Judged when the transaction is over:
 * by then another try of the phone or another way of the proxy has come. */
#include "diagnose/emergency.h"
#include "diagnose/reach.h"

/* Refusals that the phone answers with another try, and those that follow a CANCEL
 * (RFC 3261 8.1.3.5, 22, RFC 4028 7.2). */
static bool tried_again(unsigned code)
{
	static const unsigned short codes[] = {
		401, 407, 420, 421, 422, 423, 484, 487, 491,
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i] == code)
			return true;
	}
	return false;
}

/* Another branch or try of the call was answered, or is still on its way. */
static bool another(const struct transaction *t)
{
	const struct transaction *o;

	for (o = t->call->first; o; o = o->call_next) {
		if (o == t || o->method != METHOD_INVITE || o->in_dialog)
			continue;
		if (o->status / 100 == 2 || !o->status ||
		    o->start > t->answered)
			return true;
	}
	return call_outcome(t->call) == CALL_ANSWERED;
}

static bool due(const struct transaction *t, struct slice *where,
		enum emergency *kind)
{
	if (t->in_dialog || tried_again(t->status) || t->status < 380 ||
	    t->cancelled)
		return false;
	*kind = emergency_of(t->request, where);
	return *kind != EMERGENCY_NONE;
}

/* 380 names another way: the Contact it gives. */
static void alternative(struct report *out, const struct transaction *t)
{
	struct slice uri = sip_value_uri(sip_index_value(&t->final->sip,
							 HEADER_CONTACT));

	if (t->status == 380 && uri.len)
		report_text(out, "alternative", uri);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice where, text, value;
	enum emergency kind;

	if (!due(t, &where, &kind) || reach_is_scanner(t->request) || another(t))
		return;
	report_number(out, "code", t->status);
	report_text(out, "number", where);
	report_flag(out, "urn", kind == EMERGENCY_URN);
	alternative(out, t);
	report_flag(out, "location", t->status == 424 ||
		    emergency_error(t->final, &text, &value) >= 0);
	/* A short number may be an extension; a trunk has none. */
	if (kind != EMERGENCY_URN && !reach_is_public(&t->server))
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_start_line(out, t->request, where, "emergency");
	report_start_line(out, t->final, message_slice(
		t->final, t->final->sip.start_line), "refused");
	report_group_ip(out, &t->server);
	report_group(out, where);
	report_make(out);
}

static bool claims(const struct rule_view *v)
{
	struct slice where;
	enum emergency kind;

	return v->t->method == METHOD_INVITE && due(v->t, &where, &kind);
}

const struct rule rule_emergency_failure = {
	.id = FINDING_EMERGENCY_FAILURE, .on = RULE_ON(STORE_COMPLETE),
	.refusal = true, .methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .check = check, .claims = claims,
};
