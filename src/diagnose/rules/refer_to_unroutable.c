/* SPDX-License-Identifier: BSD-2-Clause */
/* A transfer fails, and the host in Refer-To is one that only the transferor can
 * reach (RFC 3515 2.1).  Inside one network such hosts work: only what failed
 * with a code that says `not found' or `no way' is named. */
#include "diagnose/indialog.h"

static bool no_way(struct slice body)
{
	static const char *const codes[] = { "404", "408", "480", "481",
					     "503" };
	struct slice code;

	if (!slice_starts_nocase(body, SLICE("SIP/2.0 ")))
		return false;
	code = slice_head(slice_from(body, sizeof("SIP/2.0 ") - 1), 3);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (slice_eq(code, slice_cstr(codes[i])))
			return true;
	}
	return false;
}

/* Why the referee cannot get there; NULL: it may. */
static const char *out_of_reach(const struct transaction *refer,
				struct slice host)
{
	struct addr a;

	if (!host.len)
		return NULL;
	if (addr_parse_ip(&a, host))
		return slice_find(host, '.') >= host.len &&
			!slice_eq_nocase(host, SLICE("localhost")) ?
			"bare" : slice_eq_nocase(host, SLICE("localhost")) ?
			"loopback" : NULL;
	if (a.family == 4 && a.ip[0] == 127)
		return "loopback";
	return addr_is_private(&a) && !addr_is_private(&refer->server) ?
		"private" : NULL;
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

static void show(struct report *out, const struct transaction *t,
		 const struct transaction *refer, struct slice host)
{
	struct slice body = message_slice(t->request, t->request->sip.body);
	struct slice line = slice_trim(slice_head(body,
						  slice_find(body, '\n')));
	struct slice words = slice_from(line, sizeof("SIP/2.0 ") - 1);

	report_about(out, refer);
	report_severity(out, SEVERITY_ERROR); /* as refer-notify-fail has it */
	report_text(out, "target", indialog_target(refer->request));
	report_text(out, "host", host);
	report_text(out, "sipfrag", words);
	report_header(out, refer->request, host, "target");
	report_body(out, t->request, line, words);
	report_body_mark(out, "result");
	report_group_ip(out, &refer->client);
	report_group_ip(out, &refer->server);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *refer;
	struct sip_value_uri_parts p;
	const char *why;

	if (!no_way(message_slice(t->request, t->request->sip.body)) ||
	    !slice_eq_nocase(indialog_event(t->request), SLICE("refer")))
		return;
	refer = refer_of(t);
	if (!refer || !sip_value_uri_split(indialog_target(refer->request),
					   &p))
		return;
	why = out_of_reach(refer, p.host);
	if (!why)
		return;
	report_flag(out, why, true);
	show(out, t, refer, p.host);
}

const struct rule rule_refer_to_unroutable = {
	.id = FINDING_REFER_TO_UNROUTABLE, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_NOTIFY), .needs_request = true,
	.aside = true, .check = check,
};
