/* SPDX-License-Identifier: BSD-2-Clause */
/* libosip2 behind its guards: whatever comes, no crash, and a budget that ran
 * out is never taken for an answer. */
#include "data/catalog.h"
#include "dissect/sip_osip.h"
#include "dissect/sip_plain.h"
#include "dissect/sip_value.h"

#include <errno.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void must_rc(int rc)
{
	must(rc == 0 || rc == -EINVAL || rc == -ENOMEM);
}

/* Each character is read, for the sanitizer to see. */
static size_t touch(const char *s)
{
	return s ? strlen(s) : 0;
}

static void touch_uri(const struct sip_osip_uri *u)
{
	must(touch(u->scheme) + touch(u->user) + touch(u->host) +
	     touch(u->port) + touch(u->opaque) < 1 << 20);
}

static void addresses(struct sip_osip *o, struct slice v)
{
	struct sip_osip_name_addr a;

	must_rc(sip_osip_from(o, v, &a));
	touch_uri(&a.uri);
	must(touch(a.display) + touch(a.tag) < 1 << 20);
	must_rc(sip_osip_contact(o, v, &a));
	touch_uri(&a.uri);
	must(touch(a.display) + touch(a.expires) < 1 << 20);
}

static void auth(struct sip_osip *o, struct slice v)
{
	struct sip_osip_auth a;

	must_rc(sip_osip_challenge(o, v, &a));
	must(touch(a.scheme) + touch(a.realm) + touch(a.nonce) +
	     touch(a.qop) < 1 << 20);
	must_rc(sip_osip_credentials(o, v, &a));
	must(touch(a.username) + touch(a.uri) + touch(a.response) +
	     touch(a.nc) < 1 << 20);
}

static void rest(struct sip_osip *o, struct slice v)
{
	struct sip_osip_via via;
	struct sip_osip_cseq cseq;
	struct sip_osip_content_type type;
	struct sip_osip_uri uri;

	must_rc(sip_osip_via(o, v, &via));
	must(touch(via.transport) + touch(via.host) + touch(via.port) +
	     touch(via.branch) + touch(via.received) < 1 << 20);
	must_rc(sip_osip_cseq(o, v, &cseq));
	must(touch(cseq.number) + touch(cseq.method) < 1 << 20);
	must_rc(sip_osip_content_type(o, v, &type));
	must(touch(type.type) + touch(type.subtype) + touch(type.boundary) <
	     1 << 20);
	must_rc(sip_osip_uri(o, v, &uri));
	touch_uri(&uri);
}

static void must_be(const char *typed, struct slice plain)
{
	must(slice_eq(slice_cstr(typed), plain));
}

/* What is plain is what libosip2 makes of it, if it takes it. */
static void plain(struct sip_osip *o, struct slice v, const char *end)
{
	struct sip_value_uri_parts parts;
	struct sip_osip_name_addr a;
	struct sip_osip_uri uri;
	struct sip_plain p;

	if (sip_plain_uri(v, end) && sip_osip_uri(o, v, &uri) == 0) {
		must(sip_value_uri_split(v, &parts));
		must_be(uri.user, parts.user);
		must_be(uri.host, parts.host);
	}
	if (!sip_plain_contact(v, end, &p) || sip_osip_contact(o, v, &a))
		return;
	must(sip_value_uri_split(sip_value_uri(v), &parts));
	must_be(a.uri.user, parts.user);
	must_be(a.uri.host, parts.host);
	if (!p.unsure)
		must_be(a.expires, p.param);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sip_index_room room;
	struct sip_osip *o = sip_osip_new();
	struct sip_osip_verdict verdict;
	struct sip_index m;

	if (!o)
		return 0;
	sip_index_read(&m, &room, slice_of((const char *)data, size), true);
	for (unsigned i = 0; i < m.n_headers && i < 32; i++) {
		struct slice v = sip_index_slice(&m, m.headers[i].value);

		sip_osip_reset(o);
		addresses(o, v);
		auth(o, v);
		rest(o, v);
		plain(o, v, m.raw.p + m.raw.len);
	}
	sip_osip_reset(o);
	plain(o, sip_index_slice(&m, m.uri), m.raw.p + m.raw.len);
	sip_osip_verdict(o, &m, &verdict);
	must(touch(verdict.refused) < 1 << 20);
	must(!verdict.too_complex || !verdict.refused);
	if (!sip_index_malformed(&m) && sip_osip_sure(&m))
		must(!verdict.rc && !verdict.not_asked);
	sip_osip_free(o);
	return 0;
}
