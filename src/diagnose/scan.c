/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/scan.h"

#include "diagnose/offer.h"
#include "diagnose/reach.h"
#include "diagnose/scan_try.h"

enum {
	LOOKS = 8,   /* requests of an address that are read in whole, where
			they have no User-Agent */
	FROM_MAX = 64
};

void scan_memory_init(struct scan_memory *m, uint64_t seed)
{
	m->seed = seed;
	recent_init(&m->agents, 1, SCAN_AGENTS_MAX, NULL);
	recent_init(&m->guesses, sizeof(struct scan_guess), SCAN_GUESSES_MAX,
		    NULL);
	recent_init(&m->probes, sizeof(struct scan_probe), SCAN_PROBES_MAX,
		    NULL);
}

void scan_memory_fini(struct scan_memory *m)
{
	recent_fini(&m->agents);
	recent_fini(&m->guesses);
	recent_fini(&m->probes);
}

bool scan_is_outside(struct slice user)
{
	size_t digits = 0;

	for (size_t i = 0; i < user.len; i++) {
		if (user.p[i] >= '0' && user.p[i] <= '9')
			digits++;
		else if (i || user.p[0] != '+')
			return false;
	}
	return digits >= 7;
}

struct slice scan_called(const struct message *m)
{
	struct sip_value_uri_parts p;

	return sip_value_uri_split(message_slice(m, m->sip.uri), &p) ? p.user :
		slice_of(NULL, 0);
}

/* --- the name it has --- */

/* The name before the address, and the user in it: a host may be called
 * anything. */
static struct slice name_and_user(struct slice v)
{
	return slice_head(slice_head(v, slice_find(v, '@')), FROM_MAX);
}

static bool sign_in(const struct message *m, enum header_id id,
		    enum catalog_clue clue, struct scan_sign *out)
{
	out->id = id;
	out->text = sip_index_value(&m->sip, id);
	if (clue == CATALOG_CLUE_FROM)
		out->text = name_and_user(out->text);
	out->scanner = out->text.len ? catalog_scanner_find(clue, out->text) :
		NULL;
	return out->scanner;
}

static bool sign_in_sdp(const struct message *m, struct scan_sign *out)
{
	struct slice body = offer_body(m), rest;
	size_t at = slice_search(body, SLICE("\ns="));

	if (at == body.len)
		return false;
	rest = slice_from(body, at + 1);
	out->id = HEADER_UNKNOWN;
	out->line = slice_trim(slice_head(rest, slice_find(rest, '\n')));
	out->text = slice_trim(slice_from(out->line, 2));
	out->scanner = catalog_scanner_find(CATALOG_CLUE_SDP_SESSION,
					    out->text);
	return out->scanner;
}

bool scan_sign_find(const struct message *m, struct scan_sign *out)
{
	return sign_in(m, HEADER_USER_AGENT, CATALOG_CLUE_USER_AGENT, out) ||
		sign_in(m, HEADER_FROM, CATALOG_CLUE_FROM, out) ||
		sign_in(m, HEADER_CONTACT, CATALOG_CLUE_FROM, out) ||
		(m->sip.body.len && sign_in_sdp(m, out));
}

/* As small as networks are as a rule: /24, and /64 of IPv6. */
static bool neighbours(const struct addr *a, const struct addr *b)
{
	return a->family == b->family &&
		!memcmp(a->ip, b->ip, a->family == 4 ? 3 : 8);
}

bool scan_is_own(const struct scan_sign *s, const struct transaction *t)
{
	return s->scanner->level == SCANNER_TOOL &&
		(addr_is_private(&t->client) ||
		 neighbours(&t->client, &t->server));
}

bool scan_passed_on(const struct transaction *t)
{
	const struct transaction *first = t->call->first;

	return first != t && first->request && t->request &&
		(first->habits & TRANSACTION_SCAN_NAMED) &&
		first->request->sip.cseq == t->request->sip.cseq &&
		!addr_same_ip(&first->client, &t->client);
}

/* It bears a name.  A tool, and a kit that phones are made with too, is told of
 * once and explains nothing. */
static void named(struct source *s, struct transaction *t,
		  const struct scan_sign *sign)
{
	if (sign->scanner->level != SCANNER_ATTACK) {
		if (!s->tool)
			t->habits |= TRANSACTION_SCAN_NAMED;
		s->tool = true;
		return;
	}
	/* Told where it comes from; what it was is forgotten before this is. */
	t->habits |= scan_passed_on(t) ? TRANSACTION_SCAN_SILENT :
		TRANSACTION_SCAN_NAMED | TRANSACTION_SCAN_SILENT;
	if (reach_first_hop(t->request))
		s->scans |= TRANSACTION_SCAN_NAMED;
}

/* An SDP that says so is no reason to suspect anybody: honest softphones do, too.
 * But who is refused, from outside, and was never accepted, is suspect. */
static bool counts(const struct scan_sign *sign, const struct source *s,
		   const struct transaction *t)
{
	if (sign->scanner->level != SCANNER_SUSPECT ||
	    sign->id == HEADER_USER_AGENT)
		return true;
	return t->status >= 300 && !addr_is_private(&t->client) &&
		!s->registered && !s->called;
}

/* Read what the request says of its program; agent: its User-Agent, if that may
 * be known. */
static __attribute__((noinline)) void
look(struct scan_memory *m, struct source *s, const struct store_notice *n,
     struct slice agent)
{
	uint64_t hash = agent.len ? hash_slice(m->seed, agent) : 0;
	struct transaction *t = n->t;
	struct scan_sign sign;

	if (hash && recent_find(&m->agents, hash))
		return;
	if (scan_sign_find(t->request, &sign)) {
		if (sign.scanner->level == SCANNER_ATTACK)
			s->agent = 0; /* the next one is looked at, too */
		if (counts(&sign, s, t))
			named(s, t, &sign);
	} else if (hash) {
		recent_get(&m->agents, hash, NULL);
	}
}

/* Its length and its ends: who looks like another so far looks like it. */
static uint64_t short_of(struct slice agent)
{
	uint64_t first = 0, last = 0;

	if (agent.len < sizeof(first)) {
		memcpy(&first, agent.p, agent.len);
	} else {
		memcpy(&first, agent.p, sizeof(first));
		memcpy(&last, agent.p + agent.len - sizeof(last), sizeof(last));
	}
	return hash_fold(first ^ HASH_K0, last ^ HASH_K1 ^ agent.len) | 1;
}

/* Each value of User-Agent is read once, and with it the rest of its first
 * request. */
static void note_request(struct scan_memory *m, struct source *s,
			 const struct store_notice *n)
{
	struct slice agent = sip_index_value(&n->t->request->sip,
					     HEADER_USER_AGENT);

	if (agent.len) {
		uint64_t is = short_of(agent);

		if (is != s->agent) {
			s->agent = is;
			look(m, s, n, agent);
		}
	} else if (s->looks < LOOKS) {
		s->looks++;
		look(m, s, n, agent);
	}
	/* Who shares the address of a scanner and logs in is somebody else. */
	if (s->scans && !s->registered && !s->called)
		n->t->habits |= TRANSACTION_SCAN_SILENT;
}

/* --- what it does --- */

static void accepted(struct scan_memory *m, struct source *s,
		     struct transaction *t)
{
	if (t->method == METHOD_REGISTER) {
		scan_try_accepted(m, s, t);
		s->registered = true;
	} else if (t->method == METHOD_INVITE) {
		s->called = true;
	}
}

static void note_final(struct scan_memory *m, struct source *s,
		       const struct store_notice *n)
{
	struct transaction *t = n->t;

	if (t->status < 300) {
		accepted(m, s, t);
		return;
	}
	if (!t->habits && t->status != 401 && t->status != 407)
		look(m, s, n, slice_of(NULL, 0));
	scan_try_refused(m, s, n);
}

void scan_final(struct scan_memory *m, struct source_memory *sources,
		const struct store_notice *n)
{
	struct source *s = source_get(sources, &n->t->client);

	if (s)
		note_final(m, s, n);
}

void scan_request(struct scan_memory *m, struct source_memory *sources,
		  const struct store_notice *n)
{
	struct source *s = source_get(sources, &n->t->client);

	if (!s)
		return;
	if (n->t->method == METHOD_REGISTER)
		s->registers = true;
	/* One that passed a proxy is not its own. */
	if (n->t->method == METHOD_INVITE && !s->calls)
		s->calls = sip_index_count(&n->t->request->sip,
					   HEADER_VIA) < 2;
	n->t->known = n->t->method == METHOD_INVITE ? s->called :
		s->registered;
	note_request(m, s, n);
}
