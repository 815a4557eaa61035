/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/peers.h"

#include "base/mem.h"
#include "diagnose/advice.h"
#include "diagnose/rule.h"

#include <stdlib.h>

enum { NAMES_MAX = 4096, NAME_LEN = 48 };

struct name {
	uint64_t hash;
	uint16_t number;
	uint16_t len;
	char text[NAME_LEN];
};

struct peers {
	uint64_t seed;
	struct hash_table by_ip, by_name;
	struct name *names[NAMES_MAX];
	uint16_t n_names;
	size_t n;
	uint64_t shed;
	const struct peer **sorted; /* owned */
};

struct peers *peers_new(void)
{
	struct peers *p = mem_zalloc(sizeof(*p));

	if (p)
		p->seed = hash_seed();
	return p;
}

void peers_free(struct peers *p)
{
	struct peer *peer, *next;
	size_t pos = 0;

	if (!p)
		return;
	while ((peer = hash_table_next(&p->by_ip, &pos))) {
		for (; peer; peer = next) {
			next = peer->next;
			free(peer);
		}
	}
	for (unsigned i = 0; i < p->n_names; i++)
		free(p->names[i]);
	hash_table_fini(&p->by_ip);
	hash_table_fini(&p->by_name);
	free(p->sorted);
	free(p);
}

struct slice peers_name(const struct peers *p, uint16_t number)
{
	return slice_of(p->names[number]->text, p->names[number]->len);
}

uint64_t peers_shed(const struct peers *p)
{
	return p->shed;
}

/* --- names --- */

static bool is_name(const void *item, const void *key)
{
	const struct name *n = item;

	return slice_eq(slice_of(n->text, n->len), *(const struct slice *)key);
}

/* The number of a name; -1: no room. */
static int number_of(struct peers *p, struct slice s)
{
	uint64_t hash;
	struct name *n;

	s = slice_head(s, NAME_LEN);
	hash = hash_slice(p->seed, s);
	n = hash_table_get(&p->by_name, hash, is_name, &s);
	if (n)
		return n->number;
	if (p->n_names == NAMES_MAX)
		return -1;
	n = mem_zalloc(sizeof(*n));
	if (!n)
		return -1;
	n->hash = hash;
	n->number = p->n_names;
	n->len = (uint16_t)s.len;
	memcpy(n->text, s.p, s.len);
	if (hash_table_put(&p->by_name, hash, n)) {
		free(n);
		return -1;
	}
	p->names[p->n_names++] = n;
	return n->number;
}

static void add(struct peers *p, struct peer *peer, enum peer_list l,
		struct slice name)
{
	int number;

	if (!peer || !name.len)
		return;
	number = number_of(p, name);
	for (unsigned i = 0; i < peer->n[l]; i++)
		if (peer->list[l][i] == number)
			return;
	if (number >= 0 && peer->n[l] < PEER_NAMES)
		peer->list[l][peer->n[l]++] = (uint16_t)number;
}

static void add_list(struct peers *p, struct peer *peer, enum peer_list l,
		     const struct message *m, enum header_id id)
{
	const struct sip_header *h;
	struct slice rest, element;

	for (unsigned i = 0; (h = rule_line(m, id, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &element))
			add(p, peer, l, sip_value_token(element));
	}
}

/* --- peers --- */

static bool is_ip(const void *item, const void *key)
{
	return addr_same_ip(&((const struct peer *)item)->ip, key);
}

static struct peer *peer_new(struct peers *p, const struct addr *a,
			     struct slice name)
{
	struct peer *peer = p->n < PEERS_MAX ? mem_zalloc(sizeof(*peer)) : NULL;

	if (!peer) {
		p->shed++;
		return NULL;
	}
	peer->ip = *a;
	peer->ip.port = 0;
	name = slice_head(name, sizeof(peer->name) - 1);
	if (name.len)
		memcpy(peer->name, name.p, name.len);
	p->n++;
	return peer;
}

/* The peer that sent m from a. */
static struct peer *sender(struct peers *p, const struct addr *a,
			   const struct message *m)
{
	uint64_t hash = addr_hash_ip(p->seed, a);
	struct peer *first = hash_table_get(&p->by_ip, hash, is_ip, a), *peer;
	struct slice name = slice_of(NULL, 0);

	if (m && m->sip.is_response)
		name = sip_index_value(&m->sip, HEADER_SERVER);
	if (m && !name.len)
		name = sip_index_value(&m->sip, HEADER_USER_AGENT);
	name = slice_head(name, PEER_NAME_MAX - 1);
	for (peer = first; peer; peer = peer->next)
		if (!name.len || slice_eq(slice_cstr(peer->name), name))
			return peer;
	/* Who had no name gets it now. */
	if (first && !first->name[0]) {
		memcpy(first->name, name.p, name.len);
		return first;
	}
	peer = peer_new(p, a, name);
	if (!peer)
		return NULL;
	if (!first) {
		if (!hash_table_put(&p->by_ip, hash, peer))
			return peer;
		free(peer);
		p->n--;
		return NULL;
	}
	peer->next = first->next;
	first->next = peer;
	return peer;
}

/* --- what they do --- */

static void codecs(struct peers *p, struct peer *peer, enum peer_list codec,
		   enum peer_list profile, const struct sdp *sdp)
{
	for (unsigned i = 0; i < sdp->n_media; i++) {
		const struct sdp_media *m = &sdp->media[i];

		if (!m->port) /* refused (RFC 3264 6) */
			continue;
		if (profile != PEER_LISTS)
			add(p, peer, profile, m->proto);
		for (unsigned k = 0; k < m->n_formats; k++)
			if (m->formats[k].name.len)
				add(p, peer, codec, m->formats[k].name);
	}
}

static void sdp(struct peers *p, struct peer *client, struct peer *server,
		const struct transaction *t)
{
	struct sdp *s = malloc(sizeof(*s));
	bool offer = s && rule_sdp(t->request, s);

	if (offer) {
		codecs(p, client, PEER_CODECS_OFFERED, PEER_PROFILES_OFFERED, s);
		if (t->status == 488 || t->status == 415 || t->status == 606)
			codecs(p, server, PEER_CODECS_REFUSED, PEER_LISTS, s);
	}
	/* Without an offer in the request the 2xx makes it (RFC 3261 13.2.1). */
	if (s && t->status / 100 == 2 && rule_sdp(t->final, s))
		codecs(p, server,
		       offer ? PEER_CODECS_ACCEPTED : PEER_CODECS_OFFERED,
		       offer ? PEER_PROFILES_ACCEPTED : PEER_PROFILES_OFFERED, s);
	free(s);
}

static void shortest(struct peer *peer, enum peer_time t, int64_t seconds)
{
	if (peer && seconds > 0 && seconds <= UINT32_MAX &&
	    (!peer->times[t] || seconds < peer->times[t]))
		peer->times[t] = (uint32_t)seconds;
}

static void largest(struct peer *peer, enum peer_time t, int64_t seconds)
{
	if (peer && seconds <= UINT32_MAX && seconds > (int64_t)peer->times[t])
		peer->times[t] = (uint32_t)seconds;
}

static void times(struct peer *client, struct peer *server,
		  const struct transaction *t)
{
	shortest(client, PEER_SESSION_EXPIRES,
		 rule_seconds(t->request, HEADER_SESSION_EXPIRES));
	shortest(server, PEER_SESSION_EXPIRES,
		 rule_seconds(t->final, HEADER_SESSION_EXPIRES));
	largest(server, PEER_MIN_SE, rule_seconds(t->final, HEADER_MIN_SE));
	largest(server, PEER_MIN_EXPIRES,
		rule_seconds(t->final, HEADER_MIN_EXPIRES));
	if (t->method == METHOD_REGISTER && t->status / 100 == 2)
		shortest(server, PEER_GRANTED, rule_expires(t->final, NULL));
}

/* The algorithms of all challenges; Digest without one means MD5 (RFC 7616
 * 3.3). */
static void algorithms(struct peers *p, struct peer *server,
		       const struct message *m)
{
	static const enum header_id ids[] = { HEADER_WWW_AUTHENTICATE,
					      HEADER_PROXY_AUTHENTICATE };
	const struct sip_header *h;
	struct slice v, name;

	for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++) {
		for (unsigned i = 0; (h = rule_line(m, ids[k], i)); i++) {
			v = message_slice(m, h->value);
			if (sip_value_auth(v, "algorithm", &name))
				add(p, server, PEER_ALGORITHMS, name);
			else if (slice_starts_nocase(v, SLICE("Digest")))
				add(p, server, PEER_ALGORITHMS, SLICE("MD5"));
		}
	}
}

static void names_of(struct peers *p, struct peer *peer,
		     const struct message *m)
{
	if (!m)
		return;
	add_list(p, peer, PEER_METHODS_ALLOWED, m, HEADER_ALLOW);
	add_list(p, peer, PEER_TAGS_SUPPORTED, m, HEADER_SUPPORTED);
	if (!m->sip.is_response || m->sip.status != 420)
		add_list(p, peer, PEER_TAGS_REQUIRED, m, HEADER_REQUIRE);
	if (peer && !peer->stack)
		peer->stack = advice_sender(m).stack;
}

static void answer(struct peers *p, struct peer *server,
		   const struct transaction *t)
{
	struct slice method = transaction_method(t);

	server->responses++;
	if (t->status / 100 == 2)
		add(p, server, PEER_METHODS_ACCEPTED, method);
	if (t->status == 405 || t->status == 501)
		add(p, server, PEER_METHODS_REFUSED, method);
	if (t->status >= 400 && t->status != 401 && t->status != 407 &&
	    t->status != 487)
		server->refusals++;
	add_list(p, server, PEER_TAGS_REFUSED, t->final, HEADER_UNSUPPORTED);
	algorithms(p, server, t->final);
}

void peers_final(struct peers *p, const struct transaction *t)
{
	struct slice transport = slice_cstr(packet_transport_name(t->transport));
	struct peer *client, *server;

	if (!t->final)
		return;
	client = sender(p, &t->client, t->request);
	server = sender(p, &t->server, t->final);
	add(p, client, PEER_TRANSPORTS, transport);
	add(p, server, PEER_TRANSPORTS, transport);
	names_of(p, client, t->request);
	names_of(p, server, t->final);
	if (server)
		answer(p, server, t);
	if (!t->request)
		return;
	if (client)
		client->requests++;
	add(p, client, PEER_METHODS_SENT, transaction_method(t));
	times(client, server, t);
	if (t->request->sip.body.len || t->final->sip.body.len)
		sdp(p, client, server, t);
}

/* --- all of them --- */

static int by_address(const void *a, const void *b)
{
	const struct peer *x = *(const struct peer *const *)a;
	const struct peer *y = *(const struct peer *const *)b;
	int d = x->ip.family - y->ip.family;

	if (!d)
		d = memcmp(x->ip.ip, y->ip.ip, sizeof(x->ip.ip));
	return d ? d : strcmp(x->name, y->name);
}

const struct peer *const *peers_sorted(struct peers *p, size_t *n)
{
	const struct peer *peer;
	size_t pos = 0, i = 0;

	*n = 0;
	free(p->sorted);
	p->sorted = calloc(p->n + 1, sizeof(const struct peer *));
	if (!p->sorted)
		return NULL;
	while ((peer = hash_table_next(&p->by_ip, &pos)))
		for (; peer; peer = peer->next)
			p->sorted[i++] = peer;
	qsort(p->sorted, i, sizeof(*p->sorted), by_address);
	*n = i;
	return p->sorted;
}
