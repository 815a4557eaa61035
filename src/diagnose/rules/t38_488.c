/* SPDX-License-Identifier: BSD-2-Clause */
/* The change to fax (m=image udptl) is refused.  That may be the planned way to
 * G.711, or the end of the call (RFC 3264 8). */
#include "diagnose/offer.h"

#define GIVE_UP (10 * CLOCK_S) /* convention: a fax that goes on in G.711 has
				  begun its training by then */
enum { BACK = 64 };

static bool image(const struct transaction *t, struct slice *line,
		  struct slice *proto)
{
	struct sdp s;

	if (!rule_sdp(t->request, &s))
		return false;
	for (unsigned i = 0; i < s.n_media; i++) {
		const struct sdp_media *m = &s.media[i];

		if (!m->port || !slice_eq_nocase(m->type, SLICE("image")) ||
		    !slice_eq_nocase(m->proto, SLICE("udptl")))
			continue;
		*line = m->line;
		*proto = m->proto;
		return true;
	}
	return false;
}

static bool is_refused(const struct transaction *t)
{
	return t->method == METHOD_INVITE && t->in_dialog && t->request &&
		(t->status == 488 || t->status == 606 || t->status == 415) &&
		t->offer & OFFER_IMAGE;
}

static void show(struct report *out, const struct transaction *t,
		 struct slice line, struct slice proto)
{
	offer_line(out, t->request, line, proto, "offered");
	report_message(out, t->final, "refused");
	report_group_ip(out, &t->server);
	report_make(out);
}

/* Somebody hung up: was it soon after? */
static void at_bye(const struct transaction *bye, struct report *out)
{
	const struct transaction *t = bye->call_prev;
	struct slice line, proto;

	for (int i = 0; t && i < BACK; i++, t = t->call_prev) {
		if (!is_refused(t) || bye->start - t->answered > GIVE_UP ||
		    transaction_has(t, FINDING_T38_488) ||
		    !image(t, &line, &proto))
			continue;
		report_about(out, t);
		report_number(out, "seconds",
			      (bye->start - t->answered + CLOCK_S / 2) /
			      CLOCK_S);
		show(out, t, line, proto);
		report_message(out, bye->request, NULL);
		return;
	}
}

/* Nobody did, as far as the capture goes. */
static void at_end(const struct rule_view *v, struct report *out)
{
	struct slice line, proto;

	if (!is_refused(v->t) || !image(v->t, &line, &proto))
		return;
	report_severity(out, SEVERITY_INFO);
	if (v->now - v->t->answered >= GIVE_UP)
		report_flag(out, "goes_on", true);
	else
		report_certainty(out, CERTAINTY_POSSIBLE);
	show(out, v->t, line, proto);
}

static void check(const struct rule_view *v, struct report *out)
{
	if (v->event == STORE_REQUEST)
		at_bye(v->t, out);
	else
		at_end(v, out);
}

static bool claims(const struct rule_view *v)
{
	return is_refused(v->t);
}

const struct rule rule_t38_488 = {
	.id = FINDING_T38_488,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_BYE),
	.at_request = RULE_METHOD(METHOD_BYE), .offer = OFFER_IMAGE,
	.needs_request = true, .check = check, .claims = claims,
};
