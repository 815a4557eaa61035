/* SPDX-License-Identifier: BSD-2-Clause */
/* A certificate of a TLS connection is outside its dates (RFC 5280 4.1.2.5): who
 * verifies it refuses the connection (RFC 5922 7).  TLS 1.3 hides it. */
#include "base/clock.h"
#include "diagnose/handshake.h"

#include <time.h>

/* A few minutes are what the clocks of hosts differ by; Kerberos lives with as
 * much (RFC 4120 1.6).  So close to a limit the packet's clock decides nothing. */
enum { SKEW = 300, DAY = 86400 };

struct dates {
	int64_t from, to, now; /* s since 1970 */
	bool exact;            /* down to the second */
};

/* `2026-12-01'; where that tells nothing `2026-12-01 08:00:00 UTC'. */
static struct slice date(struct report *out, int64_t t, bool exact)
{
	time_t sec = (time_t)t;
	char text[40] = "";
	struct tm tm;

	if (gmtime_r(&sec, &tm))
		strftime(text, sizeof(text), exact ? "%Y-%m-%d %H:%M:%S UTC" :
			 "%Y-%m-%d", &tm);
	return report_copy(out, slice_cstr(text));
}

static void certificate(struct report *out, const struct tls_info *t, int end,
			const struct tls_cert *c, const struct dates *d)
{
	struct strbuf b = { 0 };

	strbuf_fmt(&b, "subject=%s, issuer=%s, notBefore=", c->subject,
		   c->issuer);
	strbuf_slice(&b, date(out, d->from, d->exact));
	strbuf_adds(&b, ", notAfter=");
	strbuf_slice(&b, date(out, d->to, d->exact));
	handshake_show_certificate(out, t, end, strbuf_view(&b), "certificate");
	strbuf_fini(&b);
}

/* Who showed it to whom, and what became of that. */
static void ends(struct report *out, const struct tls_info *t, int end,
		 bool in_chain)
{
	report_addr_ip(out, "client", &t->client);
	report_addr(out, "server", &t->server);
	if (end)
		report_addr_ip(out, "peer", &t->client);
	else
		report_addr(out, "peer", &t->server);
	report_flag(out, "by_client", !end);
	report_flag(out, "in_chain", in_chain);
	report_flag(out, "accepted", t->established);
	if (handshake_refused(t, end))
		report_text(out, "alert", handshake_alert_name(out, t->alert));
	/* Over another way to a root that it knows, or with that root itself, who
	 * verifies may do without this one. */
	else if (in_chain)
		report_severity(out, SEVERITY_WARNING);
}

static void judge(const struct tls_info *t, int end, const struct tls_cert *c,
		  bool expired, struct report *out)
{
	struct dates d = { c->not_before, c->not_after,
			   handshake_time(t, end), false };
	int64_t limit = expired ? d.to : d.from;

	d.exact = limit / DAY == d.now / DAY;
	ends(out, t, end, c != t->shown[end]->certs);
	report_text(out, "subject", report_copy(out, slice_cstr(c->subject)));
	report_text(out, "not_before", date(out, d.from, d.exact));
	report_text(out, "not_after", date(out, d.to, d.exact));
	report_text(out, "now", date(out, d.now, d.exact));
	report_flag(out, expired ? "expired" : "future", true);
	if (limit - d.now <= SKEW && d.now - limit <= SKEW)
		report_certainty(out, CERTAINTY_LIKELY);
	certificate(out, t, end, c, &d);
	if (handshake_refused(t, end))
		handshake_show_alert(out, t, "alert");
	if (end)
		report_group_addr(out, &t->server);
	else
		report_group_ip(out, &t->client);
	report_group(out, slice_cstr(c->subject));
	report_group(out, date(out, limit, true));
	report_make(out);
}

/* The one that was refused; else that of the server before the client's. */
static void check(const struct rule_view *v, struct report *out)
{
	const struct tls_info *t = v->tls;
	const struct tls_cert *c;
	enum handshake_dates how;
	int end;

	if (!t)
		return;
	end = !handshake_refused(t, 0);
	c = handshake_outdated(t, end, &how);
	if (!c) {
		end = !end;
		c = handshake_outdated(t, end, &how);
	}
	if (c)
		judge(t, end, c, how == HANDSHAKE_EXPIRED, out);
}

const struct rule rule_tls_cert_expired = {
	.id = FINDING_TLS_CERT_EXPIRED, .on = RULE_ON(RULE_NETWORK),
	.check = check,
};
