/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/registrar.h"

#include "data/catalog_scanner.h"

enum { CONTACTS_MAX = 64 }; /* more than a registrar keeps for anybody */

struct slice registrar_aor(const struct message *m)
{
	return message_slice(m, m->sip.to_uri);
}

bool registrar_contact(const struct message *m, struct registrar_at *at,
		       struct slice *contact)
{
	const struct sip_header *h;

	while (at->taken < CONTACTS_MAX) {
		if (sip_value_next(&at->rest, contact)) {
			at->taken++;
			return true;
		}
		h = rule_line(m, HEADER_CONTACT, at->line++);
		if (!h)
			return false;
		at->rest = message_slice(m, h->value);
	}
	return false;
}

unsigned registrar_contacts(const struct message *m, unsigned most)
{
	struct registrar_at at = { 0 };
	struct slice c;
	unsigned n = 0;

	while (n < most && registrar_contact(m, &at, &c))
		n++;
	return n;
}

static bool same_address(struct slice a, struct slice b)
{
	struct sip_value_uri_parts p, q;

	a = sip_value_uri(a);
	b = sip_value_uri(b);
	if (!sip_value_uri_split(a, &p) || !sip_value_uri_split(b, &q))
		return slice_eq(a, b);
	return slice_eq(p.user, q.user) && slice_eq_nocase(p.host, q.host) &&
		slice_eq(p.port.len ? p.port : SLICE("5060"),
			 q.port.len ? q.port : SLICE("5060"));
}

bool registrar_same(struct slice contact, struct slice other)
{
	struct slice a, b;

	if (sip_value_param(contact, "+sip.instance", &a) && a.len &&
	    sip_value_param(other, "+sip.instance", &b) && slice_eq(a, b))
		return true;
	return same_address(contact, other);
}

struct slice registrar_find(const struct message *m, struct slice contact)
{
	struct registrar_at at = { 0 };
	struct slice c, by_instance = slice_of(NULL, 0);

	while (registrar_contact(m, &at, &c)) {
		if (same_address(c, contact))
			return c;
		if (!by_instance.p && registrar_same(c, contact))
			by_instance = c;
	}
	return by_instance;
}

static bool seconds_of(struct slice digits, int64_t *out, struct slice *where)
{
	uint64_t n;

	if (slice_to_uint(digits, UINT32_MAX, &n))
		return false;
	*out = (int64_t)n;
	if (where)
		*where = digits;
	return true;
}

int64_t registrar_granted(const struct transaction *t, struct slice contact,
			  struct slice *where)
{
	struct slice own = registrar_find(t->final, contact), s;
	int64_t n;

	if (own.len && sip_value_param(own, "expires", &s) &&
	    seconds_of(s, &n, where))
		return n;
	s = sip_value_token(sip_index_value(&t->final->sip, HEADER_EXPIRES));
	if (seconds_of(s, &n, where))
		return n;
	return rule_expires(t->request, where);
}

bool registrar_scanned(const struct message *m)
{
	struct slice agent = sip_index_value(&m->sip, HEADER_USER_AGENT);
	const struct catalog_scanner *s;

	s = agent.len ? catalog_scanner_find(CATALOG_CLUE_USER_AGENT,
						agent) : NULL;
	return s && s->level != SCANNER_TOOL;
}
