/* SPDX-License-Identifier: BSD-2-Clause */
/* A request inside a call goes to a host name from Contact that nobody can resolve
 * (RFC 3261 12.2.1.1, RFC 3263 4). */
#include "diagnose/reach.h"

static bool ends(struct slice host, struct slice with)
{
	return host.len > with.len &&
		slice_eq_nocase(slice_from(host, host.len - with.len), with);
}

/* A bare name, or one of a local network (RFC 6762).  .invalid is right for
 * WebSocket clients (RFC 7118 5). */
static bool is_local_name(struct slice host)
{
	if (reach_kind(host, NULL) != REACH_NAME || ends(host,
							 SLICE(".invalid")))
		return false;
	return slice_find(host, '.') == host.len ||
		ends(host, SLICE(".local")) || ends(host, SLICE(".lan"));
}

/* 478: Kamailio and OpenSIPS cannot resolve the name.  503 and 504 have so many
 * other causes that they prove nothing. */
static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *r = t->request;
	struct sip_value_uri_parts u;

	if (!sip_value_uri_split(message_slice(r, r->sip.uri), &u) ||
	    !is_local_name(u.host))
		return;
	report_text(out, "host", u.host);
	report_text(out, "header", SLICE("Contact"));
	report_number(out, "failed", t->status);
	report_start_line(out, r, u.host, "host");
	report_message(out, t->final, "failed");
	report_group(out, u.host);
	report_make(out);
}

const struct rule rule_contact_unroutable_host = {
	.id = FINDING_CONTACT_UNROUTABLE_HOST, .on = RULE_ON(STORE_FINAL),
	.status = { 478 }, .needs_request = true,
	.needs_in_dialog = true, .check = check,
};
