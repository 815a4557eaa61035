/* SPDX-License-Identifier: BSD-2-Clause */
/* A server refuses a number, and takes those that are written in another way
 * (RFC 3966 5.1, RFC 3261 19.1.6).  Such a call may have come before, or come
 * while the refusal is still remembered. */
#include "diagnose/habits.h"
#include "diagnose/reach.h"

/* Q.850: no such number, no route to it, not written as it should be. */
static bool cause_fits(unsigned cause)
{
	return cause == 1 || cause == 3 || cause == 28;
}

static bool code_fits(const struct transaction *t)
{
	struct sip_value_reason reason;
	struct slice where;

	if (t->status == 404 || t->status == 484 || t->status == 604)
		return true;
	return t->status != 401 && t->status != 407 &&
		rule_q850(t->final, &reason, &where) &&
		cause_fits(reason.cause_number);
}

static struct slice number_of(const struct transaction *t)
{
	return numbers_user(message_slice(t->request, t->request->sip.uri));
}

/* When it rang the number is there, however it is written. */
static bool due(const struct transaction *t)
{
	return !t->in_dialog && !t->ringing && code_fits(t) &&
		numbers_shape(number_of(t), NULL) &&
		!reach_is_scanner(t->request);
}

static const char *words(enum number_shape shape, bool bare)
{
	if (bare)
		return catalog_text(TEXT_NUMBER_BARE);
	switch (shape) {
	case NUMBER_PLUS:
		return catalog_text(TEXT_NUMBER_PLUS);
	case NUMBER_00:
		return catalog_text(TEXT_NUMBER_00);
	case NUMBER_011:
		return catalog_text(TEXT_NUMBER_011);
	case NUMBER_0:
		return catalog_text(TEXT_NUMBER_0);
	case NUMBER_PLAIN:
	case NUMBER_NONE:
	case NUMBER_SHAPES:
		break;
	}
	return catalog_text(TEXT_NUMBER_PLAIN);
}

/* A call that went through with another shape, when none did with this one; else
 * NUMBER_NONE. */
static enum number_shape other(const struct numbers_server *s,
			       enum number_shape shape, bool separated)
{
	if (!s || (separated ? s->separated : s->taken[shape] != NULL))
		return NUMBER_NONE;
	if (s->taken[shape])
		return shape;
	for (unsigned i = 1; i < NUMBER_SHAPES; i++) {
		if (s->taken[i])
			return (enum number_shape)i;
	}
	return NUMBER_NONE;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *accepted;
	const struct numbers_server *s;
	enum number_shape shape, taken;
	bool separated;

	if (!due(t))
		return;
	s = numbers_find(&v->habits->numbers, &t->server);
	shape = numbers_shape(number_of(t), &separated);
	taken = other(s, shape, separated);
	/* Nothing to compare with: separators alone are reason enough. */
	if (!taken && (!separated || (s && s->separated)))
		return;
	report_text(out, "number", number_of(t));
	report_start_line(out, t->request, number_of(t), "number");
	if (taken) {
		accepted = s->taken[taken];
		report_text(out, "accepted", report_copy(out, numbers_user(
			message_slice(accepted, accepted->sip.uri))));
		report_text(out, "shape", slice_cstr(words(taken,
			separated && taken == shape)));
		report_start_line(out, accepted, numbers_user(message_slice(
			accepted, accepted->sip.uri)), "accepted");
	}
	report_group_ip(out, &t->server);
	report_make(out);
}

/* A caller who gets nowhere with 00 tries + next. */
static bool claims(const struct rule_view *v)
{
	enum number_shape shape;

	if (v->t->method != METHOD_INVITE || !due(v->t))
		return false;
	shape = numbers_shape(number_of(v->t), NULL);
	return shape == NUMBER_00 || shape == NUMBER_011;
}

const struct rule rule_number_format = {
	.id = FINDING_NUMBER_FORMAT,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_COMPLETE), .refusal = true,
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.unless = { FINDING_CALLEE_UNREGISTERED,
		    FINDING_EMERGENCY_FAILURE, FINDING_SCAN_INVITE_PREFIX },
	.check = check, .claims = claims,
};
