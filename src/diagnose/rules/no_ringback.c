/* SPDX-License-Identifier: BSD-2-Clause */
/* One early dialog has a 180 without SDP, which lets the phone ring by itself, and
 * an 18x with SDP, sound from the network (RFC 3960 3). */
#include "data/catalog_fill.h"
#include "diagnose/rule.h"

static bool says_ring(const struct message *m)
{
	return m->sip.status == 180 && !m->sip.body.len &&
		!m->sip.content_length && !m->sip.cut;
}

static bool has_sound(const struct message *m)
{
	struct sdp s;

	return (m->sip.status == 180 || m->sip.status == 183) &&
		rule_sdp(m, &s);
}

static bool status_of(struct slice name, struct strbuf *out, void *arg)
{
	const struct message *m = arg;

	(void)name;
	if (out)
		strbuf_fmt(out, "%u", m->sip.status);
	return true;
}

/* `183 with SDP'. */
static void what(struct report *out, const char *name, const struct message *m)
{
	struct strbuf b = { 0 };

	catalog_fill(&b, catalog_text(m->sip.body.len ? TEXT_RING_WITH_SDP :
				      TEXT_RING_WITHOUT_SDP),
		     status_of, (void *)m);
	report_text(out, name, report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
}

static void show(struct report *out, const struct message *m)
{
	if (m->sip.body.len)
		report_header_id(out, m, HEADER_CONTENT_TYPE, "with-sdp");
	else
		report_message(out, m, "without-sdp");
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *early = v->t->early, *m = v->message;

	if (transaction_has(v->t, FINDING_NO_RINGBACK) ||
	    !slice_eq(message_slice(early, early->sip.to_tag),
		      message_slice(m, m->sip.to_tag)) ||
	    !((says_ring(m) && has_sound(early)) ||
	      (says_ring(early) && has_sound(m))))
		return;
	what(out, "first", early);
	what(out, "then", m);
	show(out, early);
	show(out, m);
	report_make(out);
}

const struct rule rule_no_ringback = {
	.id = FINDING_NO_RINGBACK, .on = RULE_ON(STORE_PROVISIONAL),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.needs_early = true, .aside = true, .check = check,
};
