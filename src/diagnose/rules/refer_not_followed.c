/* SPDX-License-Identifier: BSD-2-Clause */
/* A REFER was accepted, and no INVITE to its Refer-To was seen (RFC 3515 2.4.2,
 * 2.4.3).  Judged when the REFER is over, 64*T1 after its 2xx. */
#include "diagnose/habits.h"
#include "diagnose/indialog.h"

/* A program calls at once; a PBX may look something up first. */
#define PATIENCE (5 * CLOCK_S)

/* The code in the first line of a report; 0: none. */
static unsigned reported(const struct message *m)
{
	struct slice body = message_slice(m, m->sip.body);
	uint64_t code;

	if (!slice_starts_nocase(body, SLICE("SIP/2.0 ")) ||
	    slice_to_uint(slice_head(slice_from(body, 8), 3), 699, &code))
		return 0;
	return (unsigned)code;
}

/* A NOTIFY says that the target rings, answered or refused: it was called. */
static bool has_result(const struct transaction *t)
{
	const struct transaction *o = t->call_next;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_next) {
		if (o->method == METHOD_NOTIFY && o->request &&
		    reported(o->request) > 100)
			return true;
	}
	return false;
}

/* refer-no-notify says that nothing came of it at all. */
static bool told(const struct transaction *t)
{
	for (unsigned i = 0; i < t->n_findings; i++) {
		if (t->findings[i].id == FINDING_REFER_NO_NOTIFY)
			return t->findings[i].severity > SEVERITY_INFO;
	}
	return false;
}

/* Can calls of this address be seen here at all? */
static bool calls_seen(const struct rule_view *v)
{
	const struct source *s = source_find(&v->habits->sources,
					     &v->t->server);

	return s && s->calls;
}

static bool is_sip(struct slice uri)
{
	return slice_starts_nocase(uri, SLICE("sip:")) ||
		slice_starts_nocase(uri, SLICE("sips:"));
}

/* A Refer-To with Replaces joins two calls, which a PBX does inside of itself. */
static bool joins(struct slice uri)
{
	struct slice headers = slice_from(uri, slice_find(uri, '?'));

	for (; headers.len; headers = slice_from(headers, 1)) {
		if (slice_starts_nocase(headers, SLICE("Replaces=")))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice target = indialog_target(t->request);

	if (!t->final || v->now - t->answered < PATIENCE || !is_sip(target) ||
	    joins(target) || told(t) || has_result(t) || !calls_seen(v) ||
	    !awaited_uncalled(&v->habits->awaited, target, t->start) ||
	    !awaited_from(&v->habits->awaited, target, &t->server))
		return;
	report_text(out, "target", target);
	report_number(out, "seconds", (v->now - t->answered) / CLOCK_S);
	report_header(out, t->request, target, "target");
	report_message(out, t->final, "accepted");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_refer_not_followed = {
	.id = FINDING_REFER_NOT_FOLLOWED, .on = RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_REFER), .success = true,
	.needs_request = true, .aside = true, .check = check,
};
