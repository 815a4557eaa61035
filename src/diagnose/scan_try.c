/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/scan_try.h"

#include "diagnose/login.h"
#include "diagnose/reach.h"
#include "diagnose/registrar.h"

/* Every phone is challenged once, or twice: not remembered one by one. */
enum { USUAL = 2 };

/* --- REGISTER --- */

static uint64_t guess_key(const struct scan_memory *m, const struct addr *a)
{
	return addr_hash_ip(m->seed, a);
}

const struct scan_guess *scan_try_guess(const struct scan_memory *m,
					const struct transaction *t)
{
	return recent_find(&m->guesses, guess_key(m, &t->client));
}

static void note_user(struct scan_guess *g, uint32_t user)
{
	for (uint32_t i = 0; i < g->n_users; i++) {
		if (g->users[i] == user)
			return;
	}
	if (g->n_users < SCAN_USERS_MAX)
		g->users[g->n_users++] = user;
}

static struct slice account(const struct message *m)
{
	struct sip_value_uri_parts p;
	struct slice aor = registrar_aor(m);

	return sip_value_uri_split(aor, &p) ? p.user : aor;
}

/* Different users, or different proofs: one phone that does not give up is
 * neither. */
static bool guesses(const struct scan_guess *g, uint32_t refused)
{
	return refused > SCAN_REFUSED && (g->n_users >= SCAN_USERS ||
					  g->digests >= SCAN_DIGESTS);
}

static void refused_register(struct scan_memory *m, struct source *s,
			     const struct store_notice *n)
{
	struct transaction *t = n->t;
	bool digest = t->has_credentials &&
		(t->status != 401 || !login_stale(t->final));
	bool plain = t->status == 401 && !digest;
	struct scan_guess *g;

	/* Where one logs in, challenges are usual; a proxy passes on what
	 * others try. */
	if ((plain && s->registered) || !reach_first_hop(t->request))
		return;
	if (plain && s->plain < USUAL) {
		s->plain++;
		return;
	}
	g = recent_get(&m->guesses, guess_key(m, &t->client), NULL);
	if (!g)
		return;
	if (!g->first || n->now - g->first > SCAN_GUESS_TIME)
		*g = (struct scan_guess){ .first = t->start,
					  .plain = s->plain };
	g->last = t->start;
	g->refused += !plain;
	g->plain += plain;
	g->digests += digest;
	note_user(g, (uint32_t)hash_slice(m->seed, account(t->request)));
	if (!guesses(g, g->refused))
		return;
	t->habits |= TRANSACTION_SCAN_GUESS;
	if (s->registered)
		return;
	t->habits |= TRANSACTION_SCAN_SILENT;
	s->scans |= TRANSACTION_SCAN_GUESS;
}

/* Phones behind one NAT come in a flood as well, and are let in at last.  Where one
 * user had many passwords, the right one was among them. */
void scan_try_accepted(struct scan_memory *m, struct source *s,
		       struct transaction *t)
{
	const struct scan_guess *g = scan_try_guess(m, t);

	if (!g || (g->digests >= SCAN_DIGESTS && g->n_users < SCAN_USERS))
		return;
	s->scans &= (uint8_t)~TRANSACTION_SCAN_GUESS;
	if (!s->scans && !(t->habits & TRANSACTION_SCAN_NAMED))
		t->habits = 0;
	recent_drop(&m->guesses, guess_key(m, &t->client));
}

void scan_try_over(struct scan_memory *m, struct source_memory *sources,
		   const struct store_notice *n)
{
	const struct source *s = source_find(sources, &n->t->client);
	const struct scan_guess *g = scan_try_guess(m, n->t);

	/* The end of the capture is no proof that nothing came. */
	if (!g || !s || s->registered || n->t->start < g->first ||
	    n->now - g->last < TRANSACTION_64T1 ||
	    !guesses(g, g->refused + g->plain))
		return;
	n->t->habits |= TRANSACTION_SCAN_GUESS;
}

/* --- INVITE --- */

/* The last digits; empty when it is no long number. */
static struct slice tail_of(struct slice number)
{
	if (number.len <= SCAN_TAIL || number.len >= SCAN_NUMBER)
		return slice_of(NULL, 0);
	for (size_t i = 0; i < number.len; i++) {
		char c = number.p[i];

		if ((c < '0' || c > '9') && c != '+' && c != '*' && c != '#')
			return slice_of(NULL, 0);
	}
	return slice_from(number, number.len - SCAN_TAIL);
}

static uint64_t probe_key(const struct scan_memory *m, const struct addr *a,
			  struct slice tail)
{
	return hash_bytes(hash_slice(m->seed, tail), a->ip, sizeof(a->ip));
}

const struct scan_probe *scan_try_probe(const struct scan_memory *m,
					const struct transaction *t)
{
	struct slice tail = tail_of(scan_called(t->request));

	return tail.len ? recent_find(&m->probes,
				      probe_key(m, &t->client, tail)) : NULL;
}

/* How many digits both end with. */
static uint32_t common(struct slice number, const char *other)
{
	size_t n = strlen(other);
	uint32_t same = 0;

	while (same < n && same < number.len &&
	       other[n - 1 - same] == number.p[number.len - 1 - same])
		same++;
	return same;
}

static void note_number(struct scan_probe *p, struct slice number)
{
	uint32_t same;

	for (uint32_t i = 0; i < p->n; i++) {
		if (slice_eq(slice_cstr(p->numbers[i]), number))
			return;
	}
	if (p->n == SCAN_NUMBERS_MAX)
		return;
	same = p->n ? common(number, p->numbers[0]) : (uint32_t)number.len;
	if (!p->n || same < p->tail)
		p->tail = same;
	memcpy(p->numbers[p->n], number.p, number.len);
	p->numbers[p->n++][number.len] = 0;
}

static void refused_call(struct scan_memory *m, struct source *s,
			 const struct store_notice *n)
{
	struct transaction *t = n->t;
	struct slice number = scan_called(t->request), tail = tail_of(number);
	struct scan_probe *p;

	if (!tail.len || s->registered || s->called ||
	    addr_is_private(&t->client) || !reach_first_hop(t->request))
		return;
	p = recent_get(&m->probes, probe_key(m, &t->client, tail),
		       NULL);
	if (!p)
		return;
	if (!p->first || n->now - p->first > SCAN_PROBE_TIME)
		*p = (struct scan_probe){ .first = n->now };
	note_number(p, number);
	if (p->n < SCAN_PATTERNS)
		return;
	t->habits |= TRANSACTION_SCAN_PROBE | TRANSACTION_SCAN_SILENT;
	s->scans |= TRANSACTION_SCAN_PROBE;
}

void scan_try_refused(struct scan_memory *m, struct source *s,
		      const struct store_notice *n)
{
	const struct transaction *t = n->t;
	bool barred = t->status == 401 || t->status == 403 || t->status == 404;

	if (t->method == METHOD_REGISTER && barred)
		refused_register(m, s, n);
	else if (t->method == METHOD_INVITE &&
		 (barred || t->status == 407 || t->status == 484 ||
		  t->status == 603))
		refused_call(m, s, n);
}
