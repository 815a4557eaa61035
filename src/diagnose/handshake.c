/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/handshake.h"

/* 2000-01-01 in s: before SIP and TLS there were none of their packets.  A clock
 * that was never set begins in 1970. */
#define CLOCK_SET INT64_C(946684800)

enum { SERVER = 1 };

/* --- dates -------------------------------------------------------------------- */

static const struct tls_chain *shown(const struct tls_info *t, int end)
{
	return t->sip ? t->shown[end] : NULL;
}

int64_t handshake_time(const struct tls_info *t, int end)
{
	return t->shown[end]->at.time / CLOCK_S;
}

const struct tls_cert *handshake_outdated(const struct tls_info *t, int end,
					  enum handshake_dates *how)
{
	const struct tls_chain *c = shown(t, end);
	int64_t now = c ? handshake_time(t, end) : 0;

	*how = HANDSHAKE_IN_TIME;
	if (now < CLOCK_SET)
		return NULL;
	for (unsigned i = 0; i < c->count; i++) {
		const struct tls_cert *cert = &c->certs[i];

		if (cert->read && now > cert->not_after)
			*how = HANDSHAKE_EXPIRED;
		else if (cert->read && now < cert->not_before)
			*how = HANDSHAKE_FUTURE;
		if (*how != HANDSHAKE_IN_TIME)
			return cert;
	}
	return NULL;
}

/* --- names (RFC 5922 7.1, 7.2) ------------------------------------------------ */

/* Without the last dot of a name that is complete. */
static struct slice plain(struct slice name)
{
	return name.len && name.p[name.len - 1] == '.' ?
		slice_head(name, name.len - 1) : name;
}

/* The host of `sip:example.com'; one with a user is no name of a domain (7.1). */
static struct slice domain_of(struct slice name)
{
	struct sip_value_uri_parts p;

	if (!slice_starts_nocase(name, SLICE("sip:")))
		return plain(name);
	if (!sip_value_uri_split(name, &p) || p.user.len)
		return slice_of(NULL, 0);
	return plain(p.host);
}

/* Is a `x.b'? */
static bool is_below(struct slice a, struct slice b)
{
	return b.len && a.len > b.len + 1 && a.p[a.len - b.len - 1] == '.' &&
		slice_eq_nocase(slice_from(a, a.len - b.len), b);
}

static bool is_ip(struct slice name)
{
	struct addr a;

	return addr_parse_ip(&a, name) == 0;
}

/* What one name of the certificate is to the name that is wanted.  A wildcard
 * stands for nothing (7.2), though many clients take it for one label. */
static enum handshake_name compare(struct slice name, struct slice wanted)
{
	name = domain_of(name);
	if (slice_eq_nocase(name, wanted))
		return HANDSHAKE_FITS;
	if (name.len > 2 && name.p[0] == '*' && name.p[1] == '.') {
		size_t dot = slice_find(wanted, '.');

		return slice_eq_nocase(slice_from(wanted, dot),
				       slice_from(name, 1)) ?
			HANDSHAKE_WILDCARD : HANDSHAKE_FAR;
	}
	if (is_ip(name))
		return HANDSHAKE_FAR;
	if (is_below(wanted, name))
		return HANDSHAKE_DOMAIN;
	return is_below(name, wanted) ? HANDSHAKE_NEAR : HANDSHAKE_FAR;
}

/* The later one is nearer, but for FITS, which is nearest. */
static enum handshake_name nearer(enum handshake_name a, enum handshake_name b)
{
	if (a == HANDSHAKE_FITS || b == HANDSHAKE_FITS)
		return HANDSHAKE_FITS;
	return a > b ? a : b;
}

/* The common name counts only where no other name is one of a domain. */
static enum handshake_name compare_all(const struct tls_chain *c,
				       struct slice wanted)
{
	enum handshake_name best = HANDSHAKE_FAR;
	bool domains = false;
	const char *name;
	size_t pos = 0;

	while ((name = tls_cert_next_name(c, &pos))) {
		domains |= !is_ip(slice_cstr(name));
		best = nearer(best, compare(slice_cstr(name), wanted));
	}
	if (!domains)
		best = nearer(best, compare(slice_cstr(c->certs[0].subject),
					    wanted));
	return best;
}

enum handshake_name handshake_named(const struct tls_info *t)
{
	const struct tls_chain *c = shown(t, SERVER);
	struct slice wanted = plain(slice_cstr(t->server_name));

	/* Who connects to an address has no name to compare. */
	if (!c || !wanted.len || is_ip(wanted) || !c->certs[0].read ||
	    c->names_cut)
		return HANDSHAKE_FITS;
	return compare_all(c, wanted);
}

/* --- alerts (RFC 5246 7.2.2) -------------------------------------------------- */

enum {
	BAD_CERTIFICATE = 42, CERTIFICATE_EXPIRED = 45, CERTIFICATE_UNKNOWN = 46,
	UNKNOWN_CA = 48
};

/* 42 to 46 are about the certificate itself, 48 about who signed it. */
static bool is_about_certificate(uint8_t alert)
{
	return (alert >= BAD_CERTIFICATE && alert <= CERTIFICATE_UNKNOWN) ||
		alert == UNKNOWN_CA;
}

bool handshake_refused(const struct tls_info *t, int end)
{
	return t->alert_level && t->alert_from == 1 - end && !t->established &&
		is_about_certificate(t->alert);
}

bool handshake_name_alert(uint8_t alert)
{
	return alert == BAD_CERTIFICATE || alert == CERTIFICATE_UNKNOWN;
}

bool handshake_explains(const struct tls_info *t)
{
	int end = 1 - t->alert_from;
	enum handshake_dates how;

	if (!handshake_refused(t, end))
		return false;
	if ((t->alert == CERTIFICATE_EXPIRED || handshake_name_alert(t->alert)) &&
	    handshake_outdated(t, end, &how))
		return true;
	return end == SERVER && handshake_name_alert(t->alert) &&
		handshake_named(t) != HANDSHAKE_FITS;
}

/* --- words -------------------------------------------------------------------- */

struct slice handshake_alert_name(struct report *out, uint8_t alert)
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

void handshake_show_hello(struct report *out, const struct tls_info *t,
			  const char *mark)
{
	struct strbuf b = { 0 };

	if (!t->hello.number)
		return;
	strbuf_adds(&b, "ClientHello");
	if (*t->server_name)
		strbuf_fmt(&b, ", %s %s", catalog_text(TEXT_HELLO_NAME),
			   t->server_name);
	report_tcp(out, &t->hello, &t->client, &t->server, strbuf_view(&b),
		   mark);
	strbuf_fini(&b);
}

void handshake_show_alert(struct report *out, const struct tls_info *t,
			  const char *mark)
{
	const struct addr *from = t->alert_from ? &t->server : &t->client;
	const struct addr *to = t->alert_from ? &t->client : &t->server;
	struct strbuf b = { 0 };

	strbuf_adds(&b, "Alert: ");
	strbuf_slice(&b, handshake_alert_name(out, t->alert));
	report_tcp(out, &t->alert_at, from, to, strbuf_view(&b), mark);
	strbuf_fini(&b);
}

void handshake_show_certificate(struct report *out, const struct tls_info *t,
				int end, struct slice text, const char *mark)
{
	const struct addr *from = end ? &t->server : &t->client;
	const struct addr *to = end ? &t->client : &t->server;
	struct strbuf b = { 0 };

	strbuf_adds(&b, "Certificate: ");
	strbuf_slice(&b, text);
	report_tcp(out, &t->shown[end]->at, from, to, strbuf_view(&b), mark);
	strbuf_fini(&b);
}
