/* SPDX-License-Identifier: BSD-2-Clause */
/* PRACK answered 481: its RAck fits no reliable 1xx, or the call attempt had just
 * ended (RFC 3262 3). */
#include "diagnose/indialog.h"

static const struct transaction *invite_of(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && o->request &&
		    indialog_same_ends(o, t))
			return o;
	}
	return NULL;
}

static struct slice word(struct slice *rest)
{
	struct slice w;
	size_t n;

	*rest = slice_trim(*rest);
	n = slice_find(*rest, ' ');
	w = slice_head(*rest, n < rest->len ? n : rest->len);
	*rest = slice_from(*rest, w.len);
	return w;
}

/* Does RAck name this 1xx?  A smaller RSeq may be that of an older one. */
static bool fits(struct slice rack, const struct message *m)
{
	struct slice rest = rack, seq = word(&rest), cseq = word(&rest);
	uint64_t have, want, n;

	if (slice_to_uint(seq, UINT32_MAX, &have) ||
	    slice_to_uint(sip_index_value(&m->sip, HEADER_RSEQ), UINT32_MAX,
			  &want) || slice_to_uint(cseq, UINT32_MAX, &n))
		return false;
	return have <= want && n == m->sip.cseq &&
		slice_eq(word(&rest), message_slice(m, m->sip.cseq_method));
}

static void mismatch(struct report *out, const struct transaction *t,
		     const struct message *m, struct slice rack)
{
	struct slice rseq = sip_index_value(&m->sip, HEADER_RSEQ);
	struct slice method = message_slice(m, m->sip.cseq_method);
	struct strbuf b = { 0 };

	strbuf_slice(&b, rseq);
	strbuf_fmt(&b, " %u ", m->sip.cseq);
	strbuf_slice(&b, method);
	report_text(out, "rack", rack);
	report_text(out, "want", report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
	report_header(out, t->request, rack, "rack");
	report_header(out, m, rseq, "reliable");
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *i = invite_of(t);
	struct slice rack = sip_index_value(&t->request->sip, HEADER_RACK);
	const struct message *m = i ? i->provisional : NULL;

	if (m && !sip_index_value(&m->sip, HEADER_RSEQ).len)
		m = NULL;
	if (i && (i->final || i->cancel) && (!m || !rack.len || fits(rack, m))) {
		report_flag(out, "crossing", true);
		report_severity(out, SEVERITY_INFO);
		report_message(out, i->final ? i->final : i->cancel->request,
			       NULL);
	} else if (m && rack.len && !fits(rack, m)) {
		mismatch(out, t, m, rack);
	}
	report_message(out, t->final, NULL);
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_prack_481 = {
	.id = FINDING_PRACK_481, .on = RULE_ON(STORE_FINAL),
	.status = { 481 }, .methods = RULE_METHOD(METHOD_PRACK),
	.needs_request = true, .check = check,
};
