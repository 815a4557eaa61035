/* SPDX-License-Identifier: BSD-2-Clause */
/* A TLS handshake that ends with a fatal alert: who sent it refused the other (RFC
 * 8446 6.2, RFC 5246 7.2.2). */
#include "diagnose/rule.h"

#include "dissect/tls_watch.h"

/* The kind of trouble, a flag of the stanza. */
static const char *kind(uint8_t alert)
{
	switch (alert) {
	case 40: case 71:
		return "no_common";
	case 42: case 43: case 44: case 46:
		return "certificate";
	case 45:
		return "expired";
	case 48:
		return "unknown_ca";
	case 70:
		return "old_version";
	case 112:
		return "unknown_name";
	case 41: case 116:
		return "no_certificate";
	default:
		return NULL;
	}
}

/* `unknown_ca (48)' */
static struct slice alert_name(struct report *out, uint8_t alert)
{
	const char *name = tls_watch_alert(alert);
	struct strbuf b = { 0 };
	struct slice s;

	strbuf_fmt(&b, "%s%s%u%s", name ? name : "", name ? " (" : "", alert,
		   name ? ")" : "");
	s = report_copy(out, strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

static void show(struct report *out, const struct tls_info *t)
{
	const struct addr *from = t->alert_from ? &t->server : &t->client;
	const struct addr *to = t->alert_from ? &t->client : &t->server;
	struct strbuf b = { 0 };

	strbuf_adds(&b, "ClientHello");
	if (*t->server_name)
		strbuf_fmt(&b, ", %s %s", catalog_text(TEXT_HELLO_NAME),
			   t->server_name);
	if (t->hello.number)
		report_tcp(out, &t->hello, &t->client, &t->server,
			   strbuf_view(&b), "hello");
	strbuf_reset(&b);
	strbuf_adds(&b, "Alert: ");
	strbuf_slice(&b, alert_name(out, t->alert));
	report_tcp(out, &t->alert_at, from, to, strbuf_view(&b), "alert");
	strbuf_fini(&b);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct tls_info *t = v->tls;
	const char *flag, *version;

	/* 0 is close_notify, 90 the user's own wish: nobody was refused. */
	if (!t || t->alert_level != 2 || t->established || !t->alert ||
	    t->alert == 90)
		return;
	flag = kind(t->alert);
	version = tls_watch_version(t->version);
	report_addr_ip(out, "client", &t->client);
	report_addr(out, "server", &t->server);
	report_text(out, "alert", alert_name(out, t->alert));
	report_text(out, "server_name", slice_cstr(t->server_name));
	report_text(out, "version", slice_cstr(version));
	report_flag(out, "by_server", t->alert_from != 0);
	if (flag)
		report_flag(out, flag, true);
	show(out, t);
	report_group_addr(out, &t->server);
	report_group(out, alert_name(out, t->alert));
	report_make(out);
}

const struct rule rule_tls_alert = {
	.id = FINDING_TLS_ALERT, .on = RULE_ON(RULE_NETWORK), .check = check,
};
