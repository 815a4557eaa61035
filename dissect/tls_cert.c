/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tls_cert.h"

#include "base/addr.h"
#include "dissect/x509.h"

static void add_name(struct tls_chain *c, struct slice name)
{
	char *to = c->names + c->names_len;

	if (name.len >= sizeof(c->names) - c->names_len) {
		c->names_cut = true;
		return;
	}
	for (size_t i = 0; i < name.len; i++)
		to[i] = name.p[i] > ' ' && name.p[i] <= '~' ? name.p[i] : '?';
	to[name.len] = '\0';
	c->names_len += name.len + 1;
}

static void add_ip(struct tls_chain *c, struct slice ip)
{
	struct addr a = addr_make(ip.p, ip.len, 0);
	char room[48];
	struct strbuf b = strbuf_in(room, sizeof(room));

	addr_format_ip(&b, &a);
	add_name(c, strbuf_view(&b));
	strbuf_fini(&b);
}

/* URIs of anything but SIP are no names of a SIP domain (RFC 5922 7.1). */
static void add_names(struct tls_chain *c, struct slice rest)
{
	enum x509_alt kind;
	struct slice name;

	while (x509_alt_name(&rest, &kind, &name)) {
		if (kind == X509_IP)
			add_ip(c, name);
		else if (kind == X509_DNS ||
			 slice_starts_nocase(name, SLICE("sip:")))
			add_name(c, name);
	}
}

void tls_cert_add(struct tls_chain *c, struct slice der, const struct frame *at)
{
	struct tls_cert *cert = &c->certs[c->count];
	struct x509 x;

	if (c->count == TLS_CERT_MAX)
		return;
	c->at = *at;
	c->at.bytes = c->at.comment = slice_of(NULL, 0);
	if (x509_decode(&x, der) == DECODE_OK) {
		cert->read = true;
		cert->not_before = x.not_before;
		cert->not_after = x.not_after;
		x509_name(x.subject, cert->subject, sizeof(cert->subject));
		x509_name(x.issuer, cert->issuer, sizeof(cert->issuer));
		if (!c->count)
			add_names(c, x.alt_names);
	}
	c->count++;
}

const char *tls_cert_next_name(const struct tls_chain *c, size_t *pos)
{
	const char *name = c->names + *pos;

	if (*pos >= c->names_len)
		return NULL;
	*pos += strlen(name) + 1;
	return name;
}
