/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/digest.h"

#include "dissect/digest_hash.h"
#include "dissect/sip_value.h"

/* What goes into the response. */
struct parts {
	struct slice username, realm, nonce, cnonce, uri, qop, nc, response;
	enum digest_algorithm algorithm;
	bool sess;
};

/* A sum as it is written: hexadecimal, small letters. */
struct sum {
	char hex[2 * DIGEST_SIZE_MAX];
	size_t len;
};

static const struct {
	const char *name;
	enum digest_algorithm algorithm;
	bool sess;
} algorithms[] = {
	{ "MD5", DIGEST_MD5, false }, { "MD5-sess", DIGEST_MD5, true },
	{ "SHA-256", DIGEST_SHA256, false },
	{ "SHA-256-sess", DIGEST_SHA256, true },
	{ "SHA-512-256", DIGEST_SHA512_256, false },
	{ "SHA-512-256-sess", DIGEST_SHA512_256, true },
};

static bool find_algorithm(struct slice name, struct parts *p)
{
	if (!name.len)
		name = SLICE("MD5");
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
		if (!slice_eq_nocase(name, slice_cstr(algorithms[i].name)))
			continue;
		p->algorithm = algorithms[i].algorithm;
		p->sess = algorithms[i].sess;
		return true;
	}
	return false;
}

static struct slice param(struct slice value, const char *name)
{
	struct slice s;

	return sip_value_auth(value, name, &s) ? s : slice_of(NULL, 0);
}

/* False when the response cannot be computed from what is there. */
static bool read_parts(struct slice value, struct parts *p)
{
	*p = (struct parts){
		.username = param(value, "username"),
		.realm = param(value, "realm"), .nonce = param(value, "nonce"),
		.cnonce = param(value, "cnonce"), .uri = param(value, "uri"),
		.qop = param(value, "qop"), .nc = param(value, "nc"),
		.response = param(value, "response"),
	};
	if (!slice_eq_nocase(sip_value_auth_scheme(value), SLICE("Digest")) ||
	    !find_algorithm(param(value, "algorithm"), p))
		return false;
	/* userhash: the name itself is a sum (RFC 7616 3.4.4). */
	if (slice_eq_nocase(param(value, "userhash"), SLICE("true")))
		return false;
	if (p->qop.len && (!slice_eq_nocase(p->qop, SLICE("auth")) ||
			   !p->nc.len || !p->cnonce.len))
		return false;
	return p->nonce.len && p->response.len && (!p->sess || p->cnonce.len);
}

/* What stands between quotes, without its backslashes (RFC 7616 1.2). */
static void add_unquoted(struct digest_hash *d, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '\\' && i + 1 < s.len)
			i++;
		digest_hash_add(d, slice_of(s.p + i, 1));
	}
}

static void add_sum(struct digest_hash *d, const struct sum *s)
{
	digest_hash_add(d, slice_of(s->hex, s->len));
}

static void colon(struct digest_hash *d)
{
	digest_hash_add(d, SLICE(":"));
}

static void end(struct digest_hash *d, struct sum *out)
{
	uint8_t bytes[DIGEST_SIZE_MAX];
	size_t n = digest_hash_end(d, bytes);

	for (size_t i = 0; i < n; i++) {
		out->hex[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		out->hex[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
	}
	out->len = 2 * n;
}

/* H(A1), RFC 7616 3.4.2. */
static void sum_user(const struct parts *p, struct slice password,
		     struct sum *out)
{
	struct digest_hash d;

	digest_hash_init(&d, p->algorithm);
	add_unquoted(&d, p->username);
	colon(&d);
	add_unquoted(&d, p->realm);
	colon(&d);
	digest_hash_add(&d, password);
	end(&d, out);
	if (p->sess) {
		digest_hash_init(&d, p->algorithm);
		add_sum(&d, out);
		colon(&d);
		add_unquoted(&d, p->nonce);
		colon(&d);
		add_unquoted(&d, p->cnonce);
		end(&d, out);
	}
	memset(&d, 0, sizeof(d));
}

/* H(A2), 3.4.3. */
static void sum_request(const struct parts *p, struct slice method,
			struct sum *out)
{
	struct digest_hash d;

	digest_hash_init(&d, p->algorithm);
	digest_hash_add(&d, method);
	colon(&d);
	add_unquoted(&d, p->uri);
	end(&d, out);
}

enum digest_verdict digest_check(struct slice credentials, struct slice method,
				 struct slice password)
{
	struct sum user, request, response;
	struct parts p;
	struct digest_hash d;

	if (!read_parts(credentials, &p))
		return DIGEST_UNKNOWN;
	sum_user(&p, password, &user);
	sum_request(&p, method, &request);
	digest_hash_init(&d, p.algorithm);
	add_sum(&d, &user);
	colon(&d);
	add_unquoted(&d, p.nonce);
	colon(&d);
	if (p.qop.len) {
		const struct slice more[] = { p.nc, p.cnonce, p.qop };

		for (int i = 0; i < 3; i++) {
			add_unquoted(&d, more[i]);
			colon(&d);
		}
	}
	add_sum(&d, &request);
	end(&d, &response);
	return slice_eq_nocase(p.response, slice_of(response.hex,
						    response.len)) ?
		DIGEST_RIGHT : DIGEST_WRONG;
}
