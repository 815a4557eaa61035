/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/lookups.h"

#include "base/clock.h"

/* A host believes a failure for no longer (RFC 2308 7.1: five minutes at most for
 * that of a server), and asks again then. */
#define BELIEVED (300 * CLOCK_S)
/* An answer that is not there by then is waited for no longer: resolvers ask
 * again after 1 to 5 s. */
#define PATIENCE CLOCK_S

struct lookup_client {
	bool answered;
};

void lookups_init(struct lookups *l, uint64_t seed)
{
	l->seed = seed;
	recent_init(&l->table, sizeof(struct lookup), LOOKUPS_MAX, NULL);
	recent_init(&l->clients, sizeof(struct lookup_client), LOOKUPS_CLIENTS,
		    NULL);
}

void lookups_fini(struct lookups *l)
{
	recent_fini(&l->table);
	recent_fini(&l->clients);
}

static uint64_t key_of(const struct lookups *l, const struct addr *client,
		       struct slice domain)
{
	uint64_t h = addr_hash_ip(l->seed, client);

	for (size_t i = 0; i < domain.len; i++) {
		char c = domain.p[i];

		h = hash_mix(h, (uint64_t)(c >= 'A' && c <= 'Z' ? c + 32 : c));
	}
	return h;
}

static const struct service {
	struct slice prefix;
	enum lookup_kind kind;
} services[] = {
	{ { "_sip._udp.", 10 }, LOOKUP_SRV_UDP },
	{ { "_sip._tcp.", 10 }, LOOKUP_SRV_TCP },
	{ { "_sips._tcp.", 11 }, LOOKUP_SRV_TLS },
	{ { "_sip._sctp.", 11 }, LOOKUP_SRV_OTHER },
	{ { "_sip._ws.", 9 }, LOOKUP_SRV_OTHER },
	{ { "_sips._ws.", 10 }, LOOKUP_SRV_OTHER },
};

/* What is asked about which domain; LOOKUP_KINDS: nothing of ours. */
static enum lookup_kind kind_of(const struct dns_message *m,
				struct slice *domain)
{
	*domain = slice_cstr(m->name);
	switch (m->type) {
	case DNS_A:
		return LOOKUP_A;
	case DNS_AAAA:
		return LOOKUP_AAAA;
	case DNS_NAPTR:
		return LOOKUP_NAPTR;
	}
	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++) {
		if (slice_starts_nocase(*domain, services[i].prefix)) {
			*domain = slice_from(*domain, services[i].prefix.len);
			return services[i].kind;
		}
	}
	return LOOKUP_KINDS;
}

/* A resolver that was told nothing about `pbx' tries `pbx.corp.example'. */
static void found_longer(struct lookups *l, const struct dns_message *m,
			 struct slice domain)
{
	struct lookup *k;

	for (size_t i = 1; i < domain.len; i++) {
		if (domain.p[i] != '.')
			continue;
		k = recent_find(&l->table, key_of(l, &m->client,
						  slice_head(domain, i)));
		if (k)
			k->found = true;
	}
}

static void ask(struct lookup_question *q, const struct dns_message *m)
{
	if (q->state == LOOKUP_ASKED)
		return;
	*q = (struct lookup_question){ .asked = m->at.time,
		.asked_at = m->at.number, .state = LOOKUP_ASKED };
}

static void answer(struct lookup_question *q, const struct dns_message *m)
{
	q->answered = m->at.time;
	q->answered_at = m->at.number;
	q->code = m->code;
	q->state = m->found ? LOOKUP_FOUND :
		m->cut ? LOOKUP_UNKNOWN : LOOKUP_FAILED;
}

/* Somebody else told the answer before: he is believed. */
static bool is_late(const struct lookup_question *q,
		    const struct dns_message *m)
{
	return q->state == LOOKUP_FOUND && !m->found &&
		m->at.time - q->answered < PATIENCE;
}

static void note_client(struct lookups *l, const struct dns_message *m)
{
	struct lookup_client *c = recent_get(&l->clients, addr_hash_ip(
		l->seed, &m->client), NULL);

	if (c)
		c->answered = true;
}

void lookups_note(struct lookups *l, const struct dns_message *m)
{
	struct slice domain;
	enum lookup_kind kind = kind_of(m, &domain);
	struct lookup_question *q;
	struct lookup *k;
	bool made;

	if (m->response)
		note_client(l, m);
	if (kind == LOOKUP_KINDS || !domain.len || domain.len >= LOOKUPS_NAME)
		return;
	k = recent_get(&l->table, key_of(l, &m->client, domain),
		       &made);
	if (!k)
		return;
	if (made) {
		memcpy(k->name, domain.p, domain.len);
		k->client = m->client;
	}
	k->server = m->server;
	k->source = m->at.source;
	q = &k->of[kind];
	if (!m->response)
		ask(q, m);
	else if (!is_late(q, m))
		answer(q, m);
	if (m->response && m->found)
		found_longer(l, m, domain);
}

/* When something was heard of it last. */
static int64_t last_of(const struct lookup_question *q)
{
	return q->answered > q->asked ? q->answered : q->asked;
}

static bool failed(const struct lookup_question *q, int64_t now)
{
	return q->state == LOOKUP_FAILED ||
		(q->state == LOOKUP_ASKED && now - q->asked >= PATIENCE);
}

/* That there is no such name at all. */
static bool denies(const struct lookup_question *q)
{
	return q->state == LOOKUP_FAILED && q->code == DNS_NXDOMAIN;
}

const struct lookup *lookups_failed(const struct lookups *l,
				    const struct addr *client,
				    struct slice domain, int64_t now)
{
	const struct lookup *k = l->table.count ?
		recent_find(&l->table, key_of(l, client, domain)) : NULL;
	const struct lookup_question *q;
	unsigned asked = 0, silent = 0;

	if (!k || k->found)
		return NULL;
	for (q = k->of; q < k->of + LOOKUP_KINDS; q++) {
		if (!last_of(q) || now - last_of(q) > BELIEVED)
			continue;
		if (!failed(q, now))
			return NULL;
		asked++;
		silent += q->state == LOOKUP_ASKED;
	}
	/* Without NAPTR and SRV it would have to be an address. */
	if (!asked || (silent < asked && !failed(&k->of[LOOKUP_A], now) &&
		       !denies(&k->of[LOOKUP_NAPTR]) &&
		       !denies(&k->of[LOOKUP_AAAA])))
		return NULL;
	return k;
}

bool lookups_answered(const struct lookups *l, const struct addr *client)
{
	const struct lookup_client *c = recent_find(&l->clients, addr_hash_ip(
		l->seed, client));

	return c && c->answered;
}
