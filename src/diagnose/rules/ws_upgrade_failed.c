/* SPDX-License-Identifier: BSD-2-Clause */
/* A browser asks for a WebSocket with SIP in it and does not get it (RFC 7118 4.1,
 * RFC 6455 4). */
#include "diagnose/rule.h"

#include "dissect/stream.h"

static struct slice text(struct report *out, const char *what, const char *more,
			 unsigned status)
{
	struct strbuf b = { 0 };
	struct slice s;

	strbuf_adds(&b, what);
	strbuf_adds(&b, more);
	if (status)
		strbuf_uint(&b, status);
	s = report_copy(out, strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct stream_trouble *t = v->trouble;

	if (!t || t->kind != STREAM_UPGRADE_REFUSED)
		return;
	report_addr_ip(out, "client", &t->client);
	report_addr(out, "server", &t->server);
	report_number(out, "http_status", t->status);
	report_text(out, "path", slice_cstr(t->path));
	report_text(out, "offered", slice_cstr(t->offered));
	report_flag(out, "no_subprotocol", t->status == 101);
	report_flag(out, "not_offered", !t->offers_sip);
	report_tcp(out, &t->asked, &t->client, &t->server,
		   text(out, "GET ", t->path, 0), "upgrade");
	report_tcp(out, &t->answered, &t->server, &t->client,
		   text(out, "HTTP/1.1 ", "", t->status), "refused");
	report_group_addr(out, &t->server);
	report_make(out);
}

const struct rule rule_ws_upgrade_failed = {
	.id = FINDING_WS_UPGRADE_FAILED, .on = RULE_ON(RULE_NETWORK),
	.check = check,
};
