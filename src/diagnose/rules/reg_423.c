/* SPDX-License-Identifier: BSD-2-Clause */
/* After a 423 the client has to register for at least the Min-Expires it names
 * (RFC 3261 10.2.8, 21.4.17). */
#include "diagnose/rule.h"

/* One 423: what was asked for, and what would do. */
struct refusal {
	const struct transaction *t;
	struct slice where;
	int64_t asked, min;
};

static bool refused(const struct transaction *t, struct refusal *out)
{
	if (!t || t->status != 423 || !t->request)
		return false;
	*out = (struct refusal){ .t = t };
	out->asked = rule_expires(t->request, &out->where);
	out->min = rule_seconds(t->final, HEADER_MIN_EXPIRES);
	return out->min >= 0;
}

static void show(struct report *out, const struct refusal *r, int64_t next)
{
	report_number(out, "min_expires", r->min);
	if (r->asked >= 0)
		report_number(out, "expires", r->asked);
	report_number(out, "next_expires", next);
	report_flag(out, next >= r->min ? "raised" : "repeated", true);
	report_group_ip(out, &r->t->client);
	report_group(out, sip_value_uri(sip_index_value(&r->t->request->sip,
							HEADER_TO)));
	if (r->asked >= 0)
		report_header(out, r->t->request, r->where, "asked");
	report_header_id(out, r->t->final, HEADER_MIN_EXPIRES, "minimum");
}

/* The next REGISTER is there: has it learnt? */
static void next_request(const struct transaction *t, struct report *out)
{
	struct refusal r, older;
	struct slice where;
	int64_t next;

	if (!refused(call_previous(t), &r))
		return;
	next = rule_expires(t->request, &where);
	if (next <= 0) /* no wish, or signing off */
		return;
	report_about(out, r.t);
	show(out, &r, next);
	report_header(out, t->request, where, "next");
	if (next >= r.min)
		report_severity(out, SEVERITY_INFO);
	else if (refused(call_previous(r.t), &older) && r.asked >= 0 &&
		 r.asked < older.min)
		report_severity(out, SEVERITY_ERROR);
	report_make(out);
}

/* Refused again, and the REGISTER before is forgotten or was no better. */
static void again(const struct rule_view *v, struct report *out)
{
	unsigned times = v->registration ? v->registration->too_brief : 0;
	struct refusal r;

	if (!refused(v->t, &r) || r.asked < 0 || r.asked >= r.min)
		return;
	if (times < 2 || (times == 2 && call_previous(v->t)))
		return;
	show(out, &r, r.asked);
	if (times > 2)
		report_severity(out, SEVERITY_ERROR);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	if (v->event == STORE_REQUEST)
		next_request(v->t, out);
	else
		again(v, out);
}

static bool claims(const struct rule_view *v)
{
	return v->t->status == 423 && v->t->method == METHOD_REGISTER;
}

const struct rule rule_reg_423 = {
	.id = FINDING_REG_423,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_FINAL),
	.status = { 423 }, .methods = RULE_METHOD(METHOD_REGISTER),
	.never_first = true, .needs_request = true, .needs_history = true,
	.check = check, .claims = claims,
};
