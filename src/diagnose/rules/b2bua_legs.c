/* SPDX-License-Identifier: BSD-2-Clause */
/* A B2BUA made a call of its own for this one (RFC 7989).  Told about the first
 * leg when it ends, or about the second where the first was answered before. */
#include "diagnose/legs.h"
#include "diagnose/rule.h"

enum { LOOK = 64 };

/* The last initial INVITE of the other leg that the B2BUA sent or got. */
static const struct transaction *other_invite(const struct legs_tie *tie,
					      bool second)
{
	const struct transaction *o = second ? tie->second->last :
		tie->first->last;

	for (int i = 0; o && i < LOOK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && !o->in_dialog &&
		    o->request &&
		    (second ? legs_left_from(tie, &o->client) :
		     legs_came_to(tie, &o->server)))
			return o;
	}
	return NULL;
}

static void same(struct report *out, const struct message *m,
		 const struct legs_mark *mark)
{
	if (mark->kind == LEGS_NUMBERS) {
		report_header(out, m, sip_value_uri(
			sip_index_value(&m->sip, HEADER_FROM)), "id");
		report_header(out, m, sip_value_uri(
			sip_index_value(&m->sip, HEADER_TO)), "id");
	} else if (mark->kind == LEGS_ORIGIN) {
		report_body(out, m, mark->where, mark->where);
		report_body_mark(out, "id");
	} else {
		report_header(out, m, mark->where, "id");
	}
}

static void evidence(struct report *out, const struct transaction *t,
		     const struct transaction *o, bool second)
{
	const struct message *a = second ? t->request : o->request;
	const struct message *b = second ? o->request : t->request;
	struct legs_mark in_a, in_b;

	if (!legs_common(a, b, &in_a, &in_b))
		return;
	if (in_b.kind != LEGS_NUMBERS) {
		report_text(out, "id", in_b.where);
		report_text(out, "id_name", legs_read_name(&in_b));
	}
	same(out, b, &in_b);
	same(out, a, &in_a);
}

/* The two addresses of the B2BUA, where it has two. */
static void addresses(struct report *out, const struct addr *came_to,
		      const struct addr *left_from)
{
	if (addr_same_ip(came_to, left_from))
		return;
	report_addr_ip(out, "came_to", came_to);
	report_addr_ip(out, "left_from", left_from);
}

static void check(const struct rule_view *v, struct report *out)
{
	bool second = v->tie->first == v->call; /* the other one is */
	const struct call *other = second ? v->tie->second : v->tie->first;
	const struct addr *b2bua = second ? &v->t->server : &v->t->client;
	const struct transaction *o = other_invite(v->tie, second);

	report_text(out, "other_call_id", other->call_id);
	if (o && second && o->status) {
		report_number(out, "other_status", o->status);
		report_flag(out, "answered", o->status < 300);
	}
	if (o) {
		addresses(out, second ? b2bua : &o->server,
			  second ? &o->client : b2bua);
		evidence(out, v->t, o, second);
	}
	report_proven(out);
	report_certainty(out, v->tie->certainty);
	report_group_ip(out, b2bua);
	report_make(out);
}

const struct rule rule_b2bua_legs = {
	.id = FINDING_B2BUA_LEGS, .on = RULE_ON(RULE_LEGS),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.aside = true, .check = check,
};
