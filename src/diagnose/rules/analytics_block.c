/* SPDX-License-Identifier: BSD-2-Clause */
/* A filter took the call for an unwanted one: 608 (RFC 8688), 607 (RFC 8197), or
 * 603 with the words of ATIS-1000099. */
#include "diagnose/rule.h"

static bool holds(struct slice s, struct slice word)
{
	return slice_search(s, word) < s.len;
}

/* `Reason: SIP;cause=603;text="v=analytics1;url=https://..."' */
static struct slice words(const struct message *m)
{
	const struct sip_header *h;

	for (unsigned i = 0; (h = rule_line(m, HEADER_REASON, i)); i++) {
		if (holds(message_slice(m, h->value), SLICE("v=analytics1")))
			return message_slice(m, h->value);
	}
	return slice_of(NULL, 0);
}

/* Where to complain: in those words, or in Call-Info (RFC 8688 3.1). */
static struct slice redress(const struct message *m, struct slice reason)
{
	struct slice s = slice_from(reason, slice_search(reason,
							 SLICE("url=")) + 4);
	size_t n = 0;

	while (n < s.len && s.p[n] != ';' && s.p[n] != '"' && s.p[n] != ' ')
		n++;
	if (n)
		return slice_head(s, n);
	s = sip_index_value(&m->sip, HEADER_CALL_INFO);
	return s.len ? sip_value_uri(s) : s;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *f = v->t->final;
	struct slice phrase = message_slice(f, f->sip.reason);
	struct slice reason = words(f), url;
	bool blocked = slice_eq_nocase(phrase, SLICE("Network Blocked"));

	/* A plain 603 is the wish of the callee or of a PBX. */
	if (v->t->status == 603 && !reason.len && !blocked)
		return;
	if (v->t->status == 607) {
		/* It rang: the user has pressed a key, on purpose. */
		if (v->t->ringing)
			report_severity(out, SEVERITY_INFO);
		report_certainty(out, CERTAINTY_POSSIBLE);
	}
	report_number(out, "code", v->t->status);
	url = redress(f, reason);
	if (url.len)
		report_text(out, "url", url);
	if (reason.len)
		report_header(out, f, reason, "reason");
	else
		report_start_line(out, f, phrase, "reason");
	if (url.len && !reason.len)
		report_header(out, f, url, "url");
	report_group_ip(out, &v->t->server);
	report_make(out);
}

const struct rule rule_analytics_block = {
	.id = FINDING_ANALYTICS_BLOCK, .on = RULE_ON(STORE_FINAL),
	.status = { 603, 607, 608 }, .methods = RULE_METHOD(METHOD_INVITE),
	.check = check,
};
