/* SPDX-License-Identifier: BSD-2-Clause */
/* The last NOTIFY of a transfer carries a failure (RFC 3515 2.4.5).  Made about
 * the REFER, or the NOTIFY when that is forgotten. */
#include "diagnose/indialog.h"

/* `SIP/2.0 603 Decline' as the first line of the body; its code, 0: none. */
static unsigned result(const struct message *m, struct slice *line,
		       struct slice *words)
{
	struct slice body = message_slice(m, m->sip.body);
	uint64_t code;
	size_t n;

	if (!slice_starts_nocase(body, SLICE("SIP/2.0 ")) ||
	    !slice_eq_nocase(sip_value_token(sip_index_value(
		    &m->sip, HEADER_CONTENT_TYPE)), SLICE("message/sipfrag")))
		return 0;
	n = slice_find(body, '\n');
	*line = slice_trim(slice_head(body, n < body.len ? n : body.len));
	*words = slice_trim(slice_from(*line, sizeof("SIP/2.0 ") - 1));
	if (slice_to_uint(slice_head(*words, 3), 699, &code))
		return 0;
	return (unsigned)code;
}

static const struct transaction *refer_of(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_REFER && o->request &&
		    indialog_opposite(o, t))
			return o->status / 100 == 2 ? o : NULL;
	}
	return NULL;
}

/* The transferor took the call off hold again: it changed the call, after the
 * REFER. */
static bool resumed(const struct transaction *t, const struct transaction *refer)
{
	const struct transaction *o = t->call_prev;

	for (; o && o != refer; o = o->call_prev) {
		if (indialog_changes(o) && indialog_opposite(o, t))
			return true;
	}
	return false;
}

static void about(struct report *out, const struct transaction *refer)
{
	struct slice target = indialog_target(refer->request);

	report_about(out, refer);
	report_group_ip(out, &refer->client);
	report_group_ip(out, &refer->server);
	if (target.len) {
		report_text(out, "target", target);
		report_header(out, refer->request, target, "target");
	}
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *refer;
	struct slice line, words;
	unsigned code;

	code = result(t->request, &line, &words);
	if (code < 300 ||
	    !slice_eq_nocase(indialog_event(t->request), SLICE("refer")) ||
	    !slice_eq_nocase(sip_value_token(sip_index_value(
		    &t->request->sip, HEADER_SUBSCRIPTION_STATE)),
		    SLICE("terminated")))
		return;
	refer = refer_of(t);
	report_text(out, "sipfrag", words);
	report_number(out, "sipfrag_code", code);
	report_body(out, t->request, line, words);
	report_body_mark(out, "result");
	if (refer)
		about(out, refer);
	else
		report_certainty(out, CERTAINTY_LIKELY);
	if (refer && code == 487 && resumed(t, refer)) {
		report_flag(out, "resumed", true);
		report_severity(out, SEVERITY_INFO);
	}
	report_make(out);
}

const struct rule rule_refer_notify_fail = {
	.id = FINDING_REFER_NOTIFY_FAIL, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_NOTIFY), .needs_request = true,
	.aside = true, .unless = { FINDING_REFER_TO_UNROUTABLE },
	.check = check,
};
