/* SPDX-License-Identifier: BSD-2-Clause */
/* A request without tag in From, or an answer that makes a dialog without tag in
 * To (RFC 3261 8.1.1.3, 8.2.6.2). */
#include "diagnose/reach.h"

/* Programs from before RFC 3261 know no tags and no magic branch. */
static bool is_old(const struct message *m)
{
	return !m->sip.magic_branch;
}

/* A request outside of any call, which makes none, either. */
static bool is_alone(const struct message *m)
{
	switch (m->sip.method) {
	case METHOD_OPTIONS:
	case METHOD_REGISTER:
	case METHOD_PUBLISH:
	case METHOD_MESSAGE:
		return !m->sip.is_response && !m->sip.to_tag.len;
	}
	return false;
}

static void show(struct report *out, const struct message *m, const char *name,
		 enum header_id id)
{
	/* A tag that cannot be read in a broken header is there all the same. */
	if (slice_search(sip_index_value(&m->sip, id), SLICE(";tag=")) <
	    sip_index_value(&m->sip, id).len)
		return;
	if (is_old(m)) {
		report_severity(out, SEVERITY_WARNING);
		report_certainty(out, CERTAINTY_LIKELY);
	}
	report_text(out, "missing", slice_cstr(name));
	if (is_alone(m))
		report_text(out, "alone", message_slice(m, m->sip.method_name));
	report_addr(out, "sender", &m->src);
	reach_what(out, m);
	report_header_id(out, m, id, "no-tag");
	report_group_ip(out, &m->src);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;

	if (!m)
		return;
	if (!m->sip.is_response) {
		if (!m->sip.from_tag.len && !(m->sip.odd & SIP_ODD_NO_FROM) &&
		    reach_whole(m) && !reach_is_scanner(m))
			show(out, m, "From", HEADER_FROM);
		return;
	}
	if (m->sip.to_tag.len || m->sip.status <= 100 || m->sip.status >= 300 ||
	    (m->sip.odd & SIP_ODD_NO_TO) || !reach_whole(m))
		return;
	if (v->t->method == METHOD_INVITE || v->t->method == METHOD_SUBSCRIBE)
		show(out, m, "To", HEADER_TO);
}

const struct rule rule_tag_missing = {
	.id = FINDING_TAG_MISSING,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_PROVISIONAL) |
		RULE_ON(STORE_FINAL),
	.aside = true, .needs_odd = true, .check = check,
};
