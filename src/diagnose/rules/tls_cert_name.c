/* SPDX-License-Identifier: BSD-2-Clause */
/* The server's certificate does not have the name that the client asks for (RFC
 * 5922 7.1, 7.2).  A client that does not verify goes on. */
#include "diagnose/handshake.h"

enum { SERVER = 1, NAMES_TOLD = 8 };

/* Those of its subject where there are no others. */
static void list_names(struct report *out, const struct tls_chain *c)
{
	unsigned told = 0;
	const char *name;
	size_t pos = 0;

	report_list(out, "names");
	if (!c->names_len)
		report_item(out, slice_cstr(c->certs[0].subject));
	while ((name = tls_cert_next_name(c, &pos))) {
		report_item(out, told == NAMES_TOLD ? SLICE("...") :
			    slice_cstr(name));
		if (told++ == NAMES_TOLD)
			return;
	}
}

static void certificate(struct report *out, const struct tls_info *t)
{
	const struct tls_chain *c = t->shown[SERVER];
	struct strbuf b = { 0 };
	unsigned told = 0;
	const char *name;
	size_t pos = 0;

	strbuf_fmt(&b, "subject=%s", c->certs[0].subject);
	while ((name = tls_cert_next_name(c, &pos)) && told < NAMES_TOLD)
		strbuf_fmt(&b, "%s%s", told++ ? ", " : ", subjectAltName=",
			   name);
	if (name)
		strbuf_adds(&b, ", ...");
	handshake_show_certificate(out, t, SERVER, strbuf_view(&b),
				   "certificate");
	strbuf_fini(&b);
}

/* An alert that fits is proof that the client minds, if there is no other reason
 * for it. */
static bool is_refused(const struct tls_info *t)
{
	enum handshake_dates how;

	return handshake_refused(t, SERVER) && handshake_name_alert(t->alert) &&
		!handshake_outdated(t, SERVER, &how);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct tls_info *t = v->tls;
	enum handshake_name named = t ? handshake_named(t) : HANDSHAKE_FITS;
	bool refused;

	if (named == HANDSHAKE_FITS)
		return;
	refused = is_refused(t);
	/* The domain may be what the client compares with. */
	if (named == HANDSHAKE_DOMAIN && !refused)
		return;
	if (refused) {
		report_severity(out, SEVERITY_ERROR);
		report_text(out, "alert", handshake_alert_name(out, t->alert));
	} else if (named == HANDSHAKE_WILDCARD && t->established) {
		report_severity(out, SEVERITY_INFO);
	}
	if (named != HANDSHAKE_FAR)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_addr_ip(out, "client", &t->client);
	report_addr(out, "server", &t->server);
	report_text(out, "wanted",
		    report_copy(out, slice_cstr(t->server_name)));
	report_flag(out, "accepted", t->established);
	report_flag(out, "wildcard", named == HANDSHAKE_WILDCARD);
	list_names(out, t->shown[SERVER]);
	handshake_show_hello(out, t, "wanted");
	certificate(out, t);
	if (refused)
		handshake_show_alert(out, t, "alert");
	report_group_addr(out, &t->server);
	report_group(out, slice_cstr(t->server_name));
	report_make(out);
}

const struct rule rule_tls_cert_name = {
	.id = FINDING_TLS_CERT_NAME, .on = RULE_ON(RULE_NETWORK),
	.check = check,
};
