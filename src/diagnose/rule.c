/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/rule.h"

enum { LINES_MAX = 16, VIAS_MAX = 100 };

const struct sip_header *rule_line(const struct message *m, enum header_id id,
				   unsigned nth)
{
	if (nth >= (id == HEADER_VIA ? VIAS_MAX : LINES_MAX))
		return NULL;
	return sip_index_header(&m->sip, id, nth);
}

bool rule_sdp(const struct message *m, struct sdp *out)
{
	struct slice body;

	if (!m || !m->sip.body.len)
		return false;
	body = sdp_find(sip_index_value(&m->sip, HEADER_CONTENT_TYPE),
			message_slice(m, m->sip.body));
	return body.len && sdp_read(out, body);
}

int64_t rule_seconds(const struct message *m, enum header_id id)
{
	struct slice v = slice_of(NULL, 0);
	uint64_t n;
	size_t len = 0;

	if (m)
		v = sip_value_token(sip_index_value(&m->sip, id));
	/* `120 (in a meeting)' is legal in Retry-After. */
	while (len < v.len && v.p[len] >= '0' && v.p[len] <= '9')
		len++;
	if (slice_to_uint(slice_head(v, len), INT32_MAX, &n))
		return -1;
	return (int64_t)n;
}

int64_t rule_expires(const struct message *m, struct slice *where)
{
	struct slice v = sip_index_value(&m->sip, HEADER_CONTACT), at;
	uint64_t n;

	if (!v.len || !sip_value_param(v, "expires", &at))
		at = sip_value_token(sip_index_value(&m->sip, HEADER_EXPIRES));
	if (slice_to_uint(at, UINT32_MAX, &n))
		return -1;
	if (where)
		*where = at;
	return (int64_t)n;
}

/* The value of a or b whose realm is that; without realm the first Digest one,
 * else the first. */
static struct slice auth_value(const struct message *m,
			       const enum header_id *ids, struct slice realm)
{
	struct slice first = slice_of(NULL, 0), v, r;
	const struct sip_header *h;
	bool digest = false;

	for (int k = 0; k < 2; k++) {
		for (unsigned i = 0; (h = rule_line(m, ids[k], i)); i++) {
			bool d;

			v = message_slice(m, h->value);
			if (realm.len && (!sip_value_auth(v, "realm", &r) ||
					  !slice_eq(r, realm)))
				continue;
			d = slice_eq_nocase(sip_value_auth_scheme(v),
					    SLICE("Digest"));
			if (!first.p || (d && !digest))
				first = v;
			digest = digest || d;
		}
	}
	return first;
}

struct slice rule_challenge(const struct message *m, struct slice realm)
{
	static const enum header_id ids[] = { HEADER_WWW_AUTHENTICATE,
					      HEADER_PROXY_AUTHENTICATE };

	return m ? auth_value(m, ids, realm) : slice_of(NULL, 0);
}

struct slice rule_credentials(const struct message *m, struct slice realm)
{
	static const enum header_id ids[] = { HEADER_AUTHORIZATION,
					      HEADER_PROXY_AUTHORIZATION };

	return m ? auth_value(m, ids, realm) : slice_of(NULL, 0);
}

/* RFC 792 and 1812 5.2.7.1; RFC 4443 3.1. */
static enum text_id icmp_text(const struct icmp_error *e)
{
	static const enum text_id v4[] = {
		[0] = TEXT_ICMP_NET, [1] = TEXT_ICMP_HOST,
		[2] = TEXT_ICMP_PROTOCOL, [3] = TEXT_ICMP_PORT,
		[4] = TEXT_ICMP_OTHER, [5] = TEXT_ICMP_OTHER,
		[6] = TEXT_ICMP_NET, [7] = TEXT_ICMP_HOST,
		[8] = TEXT_ICMP_HOST, [9] = TEXT_ICMP_PROHIBITED,
		[10] = TEXT_ICMP_PROHIBITED, [11] = TEXT_ICMP_NET,
		[12] = TEXT_ICMP_HOST, [13] = TEXT_ICMP_PROHIBITED,
	};
	static const enum text_id v6[] = {
		[0] = TEXT_ICMP_NET, [1] = TEXT_ICMP_PROHIBITED,
		[2] = TEXT_ICMP_HOST, [3] = TEXT_ICMP_HOST,
		[4] = TEXT_ICMP_PORT, [5] = TEXT_ICMP_PROHIBITED,
		[6] = TEXT_ICMP_PROHIBITED,
	};

	if (e->family == 6)
		return e->code < sizeof(v6) / sizeof(v6[0]) ? v6[e->code] :
			TEXT_ICMP_OTHER;
	return e->code < sizeof(v4) / sizeof(v4[0]) ? v4[e->code] :
		TEXT_ICMP_OTHER;
}

const char *rule_icmp_what(const struct icmp_error *e)
{
	return catalog_text(icmp_text(e));
}

bool rule_q850(const struct message *m, struct sip_value_reason *out,
	       struct slice *where)
{
	const struct sip_header *h;
	struct slice rest, element;

	for (unsigned i = 0; (h = rule_line(m, HEADER_REASON, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &element)) {
			if (!sip_value_reason_split(element, out) ||
			    !out->has_cause ||
			    !slice_eq_nocase(out->protocol, SLICE("Q.850")))
				continue;
			*where = element;
			return true;
		}
	}
	return false;
}
