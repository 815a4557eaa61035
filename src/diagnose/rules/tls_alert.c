/* SPDX-License-Identifier: BSD-2-Clause */
/* A TLS handshake that ends with a fatal alert: who sent it refused the other (RFC
 * 8446 6.2, RFC 5246 7.2.2). */
#include "diagnose/handshake.h"

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

static void check(const struct rule_view *v, struct report *out)
{
	const struct tls_info *t = v->tls;
	const char *flag, *version;

	/* 0 is close_notify, 90 the user's own wish: nobody was refused. */
	if (!t || t->alert_level != 2 || t->established || !t->alert ||
	    t->alert == 90 || handshake_explains(t))
		return;
	flag = kind(t->alert);
	version = tls_watch_version(t->version);
	report_addr_ip(out, "client", &t->client);
	report_addr(out, "server", &t->server);
	report_text(out, "alert", handshake_alert_name(out, t->alert));
	report_text(out, "server_name", slice_cstr(t->server_name));
	report_text(out, "version", slice_cstr(version));
	report_flag(out, "by_server", t->alert_from != 0);
	if (flag)
		report_flag(out, flag, true);
	handshake_show_hello(out, t, "hello");
	handshake_show_alert(out, t, "alert");
	report_group_addr(out, &t->server);
	report_group(out, handshake_alert_name(out, t->alert));
	report_make(out);
}

const struct rule rule_tls_alert = {
	.id = FINDING_TLS_ALERT, .on = RULE_ON(RULE_NETWORK), .check = check,
};
