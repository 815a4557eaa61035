/* SPDX-License-Identifier: BSD-2-Clause */
/* One certificate: what it says lies within it, and names can be shown. */
#include "dissect/x509.h"

#include "dissect/tls_cert.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void within(struct slice part, struct slice all)
{
	must(!part.len || (part.p >= all.p &&
			   part.p + part.len <= all.p + all.len));
}

static void name(struct slice der, size_t size)
{
	char text[TLS_CERT_NAME];

	x509_name(der, text, size);
	must(memchr(text, '\0', size) != NULL);
	for (const char *p = text; *p; p++)
		must((unsigned char)*p >= ' ' && *p != 127);
}

static void alt_names(struct slice all)
{
	struct slice rest = all, one;
	enum x509_alt kind;
	size_t n = 0;

	while (x509_alt_name(&rest, &kind, &one)) {
		within(one, all);
		must(kind != X509_IP || one.len == 4 || one.len == 16);
		must(++n <= all.len / 2);
	}
}

/* The same as the first of a chain. */
static void chain(struct slice in, bool ok)
{
	struct frame at = { .number = 1 };
	struct tls_chain *c = calloc(1, sizeof(*c));
	const char *text;
	size_t pos = 0;

	if (!c)
		return;
	for (int i = 0; i < TLS_CERT_MAX + 1; i++)
		tls_cert_add(c, in, &at);
	must(c->count == TLS_CERT_MAX && c->certs[0].read == ok);
	must(c->names_len <= TLS_CERT_NAMES);
	while ((text = tls_cert_next_name(c, &pos)))
		must(pos <= c->names_len && text[strlen(text)] == '\0');
	free(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice in = slice_of((const char *)data, size);
	struct x509 x;
	bool ok = x509_decode(&x, in) == DECODE_OK;

	chain(in, ok);
	/* What is no certificate may be a name all the same. */
	name(in, TLS_CERT_NAME);
	alt_names(in);
	if (!ok)
		return 0;
	must(x.not_before >= -719162 * INT64_C(86400) &&
	     x.not_after < 2932897 * INT64_C(86400));
	within(x.subject, in);
	within(x.issuer, in);
	within(x.alt_names, in);
	name(x.subject, TLS_CERT_NAME);
	name(x.issuer, 1);
	alt_names(x.alt_names);
	return 0;
}
