/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/numbers.h"

#include "dissect/sip_value.h"

/* A PBX that sends a call on does it at once, or after some rings. */
#define SENT_ON (60 * CLOCK_S)

static void forget(void *item)
{
	struct numbers_server *s = item;

	for (unsigned i = 0; i < NUMBER_SHAPES; i++)
		message_unref(s->taken[i]);
	for (unsigned i = 0; i < NUMBERS_ANSWERS; i++)
		message_unref(s->answers[i]);
	message_unref(s->caller);
}

void numbers_init(struct numbers *n, uint64_t seed)
{
	n->seed = seed;
	recent_init(&n->servers, sizeof(struct numbers_server),
		    NUMBERS_SERVERS, forget);
	recent_init(&n->incoming, sizeof(int64_t), NUMBERS_INCOMING, NULL);
}

void numbers_fini(struct numbers *n)
{
	recent_fini(&n->servers);
	recent_fini(&n->incoming);
}

enum number_shape numbers_shape(struct slice user, bool *separated)
{
	struct slice digits = slice_head(user, slice_find(user, ';'));
	unsigned n = 0;

	if (separated)
		*separated = false;
	if (digits.len && *digits.p == '+')
		digits = slice_from(digits, 1);
	for (size_t i = 0; i < digits.len; i++) {
		char c = digits.p[i];

		if (c >= '0' && c <= '9')
			n++;
		else if (c != '-' && c != '.' && c != '(' && c != ')')
			return NUMBER_NONE;
		else if (separated)
			*separated = true;
	}
	if (n < NUMBER_DIGITS)
		return NUMBER_NONE;
	if (*user.p == '+')
		return NUMBER_PLUS;
	if (slice_starts_nocase(user, SLICE("011")))
		return NUMBER_011;
	if (slice_starts_nocase(user, SLICE("00")))
		return NUMBER_00;
	return *user.p == '0' ? NUMBER_0 : NUMBER_PLAIN;
}

/* Asked for every call, so without taking the whole URI apart. */
struct slice numbers_user(struct slice uri)
{
	struct slice rest = slice_from(uri, slice_find(uri, ':'));
	size_t at;

	if (!rest.len)
		return slice_of(NULL, 0);
	rest = slice_from(rest, 1);
	at = slice_find(rest, '@');
	if (at == rest.len) { /* tel:, or a host alone */
		at = 0;
		while (at < rest.len && rest.p[at] != ';' &&
		       rest.p[at] != '?' && rest.p[at] != ':')
			at++;
	}
	rest = slice_head(rest, at);
	return slice_head(rest, slice_find(rest, ':')); /* no password */
}

struct slice numbers_caller(const struct message *invite, enum header_id *id)
{
	static const enum header_id ids[] = { HEADER_P_ASSERTED_IDENTITY,
		HEADER_P_PREFERRED_IDENTITY };

	for (unsigned i = 0; i < 2; i++) {
		struct slice v = sip_index_value(&invite->sip, ids[i]);
		struct slice user = v.len ? numbers_user(sip_value_uri(v)) : v;

		*id = ids[i];
		if (user.len)
			return user;
	}
	*id = HEADER_FROM;
	return numbers_user(message_slice(invite, invite->sip.from_uri));
}

static uint64_t key_of(const struct numbers *n, const struct addr *a)
{
	return addr_hash_ip(n->seed, a);
}

/* A number with or without its +. */
static uint64_t caller_hash(uint64_t seed, struct slice caller)
{
	if (caller.len && *caller.p == '+')
		caller = slice_from(caller, 1);
	return hash_slice(seed, caller);
}

static void keep(struct message **where, struct message *m)
{
	if (*where || m->sip.raw.len > NUMBERS_MESSAGE)
		return;
	*where = message_ref(m);
}

static void keep_answer(struct numbers_server *s, struct message *final)
{
	unsigned i = 0;

	while (i < NUMBERS_ANSWERS - 1 && s->answers[i])
		i++;
	keep(&s->answers[i], final);
}

/* A call was answered. */
static void note_taken(struct numbers *n, const struct transaction *t)
{
	struct message *m = t->request;
	struct numbers_server *s = recent_get(&n->servers,
		key_of(n, &t->server), NULL);
	bool separated;
	enum number_shape shape = numbers_shape(numbers_user(
		message_slice(m, m->sip.uri)), &separated);
	enum header_id id;
	struct slice caller;

	if (!s)
		return;
	if (!s->answers[NUMBERS_ANSWERS - 1] && t->final->sip.body.len)
		keep_answer(s, t->final);
	s->separated |= separated && shape;
	if (shape && !separated)
		keep(&s->taken[shape], m);
	caller = numbers_caller(m, &id);
	if (numbers_called(n, s, caller))
		return;
	s->callers[s->n_callers++ % NUMBERS_CALLERS] =
		caller_hash(n->seed, caller);
	if (numbers_shape(caller, NULL))
		keep(&s->caller, m);
}

static uint64_t incoming_key(const struct numbers *n, const struct addr *at,
			     struct slice caller)
{
	return hash_mix(key_of(n, at), caller_hash(n->seed, caller));
}

/* A call came to an address that may send it on. */
static void note_incoming(struct numbers *n, const struct transaction *t,
			  int64_t now)
{
	struct slice caller = numbers_user(message_slice(
		t->request, t->request->sip.from_uri));
	int64_t *time;

	if (!numbers_shape(caller, NULL))
		return;
	time = recent_get(&n->incoming, incoming_key(n, &t->server, caller),
			  NULL);
	if (time)
		*time = now;
}

unsigned numbers_slow(struct numbers *n, const struct addr *server)
{
	struct numbers_server *s = recent_get(&n->servers, key_of(n, server),
					      NULL);

	return s ? ++s->slow : 0;
}

void numbers_registered(struct numbers *n, const struct addr *server,
			struct slice domain)
{
	struct numbers_server *s = recent_get(&n->servers, key_of(n, server),
					      NULL);

	if (!s || !domain.len ||
	    slice_eq_nocase(slice_cstr(s->domain), domain) || s->domains)
		return;
	s->domains = s->domain[0] || domain.len >= sizeof(s->domain);
	if (s->domains)
		s->domain[0] = '\0';
	else
		memcpy(s->domain, domain.p, domain.len);
}

void numbers_note(struct numbers *n, const struct store_notice *notice)
{
	const struct transaction *t = notice->t;

	if (!t->request || t->in_dialog)
		return;
	if (notice->event == STORE_REQUEST && !t->call_prev)
		note_incoming(n, t, notice->now);
	else if (notice->event == STORE_FINAL && t->status / 100 == 2)
		note_taken(n, t);
}

const struct numbers_server *numbers_find(const struct numbers *n,
					  const struct addr *server)
{
	return recent_find(&n->servers, key_of(n, server));
}

const struct message *numbers_answer(const struct numbers_server *s, unsigned n,
				     const struct transaction *t)
{
	const struct message *m = s && n < NUMBERS_ANSWERS ? s->answers[n] :
		NULL;

	return m && !slice_eq(message_slice(m, m->sip.call_id),
			      t->call->call_id) ? m : NULL;
}

bool numbers_called(const struct numbers *n, const struct numbers_server *s,
		    struct slice caller)
{
	uint64_t h = caller_hash(n->seed, caller);

	for (unsigned i = 0; i < NUMBERS_CALLERS && i < s->n_callers; i++) {
		if (s->callers[i] == h)
			return true;
	}
	return false;
}

bool numbers_came_in(const struct numbers *n, const struct addr *at,
		     struct slice caller, int64_t now)
{
	const int64_t *time = recent_find(&n->incoming,
					  incoming_key(n, at, caller));

	return time && now - *time <= SENT_ON;
}
