/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/closings.h"

#include "diagnose/indialog.h"
#include "diagnose/reach.h"

/* The connections that somebody is behind, by their keys; 0: none. */
struct behind {
	uint64_t keys[CLOSINGS_EACH];
	unsigned n; /* ever noted */
};

/* By which connection a user registered last, and before. */
struct user {
	uint64_t key, before; /* 0: by none, over UDP */
	uint64_t host;        /* hash of its domain; 0: an address */
	int64_t accepted;     /* the last 2xx */
};

void closings_init(struct closings *c, uint64_t seed)
{
	c->seed = seed;
	recent_init(&c->connections, sizeof(struct connection),
		    CLOSINGS_CONNECTIONS, NULL);
	recent_init(&c->users, sizeof(struct user), CLOSINGS_USERS, NULL);
	recent_init(&c->calls, sizeof(struct behind), CLOSINGS_CALLS, NULL);
	recent_init(&c->hosts, sizeof(struct behind), CLOSINGS_HOSTS, NULL);
}

void closings_fini(struct closings *c)
{
	recent_fini(&c->connections);
	recent_fini(&c->users);
	recent_fini(&c->calls);
	recent_fini(&c->hosts);
}

/* --- keys ------------------------------------------------------------------- */

/* Whoever sent; never 0. */
static uint64_t key_of(const struct closings *c, const struct addr *a,
		       const struct addr *b)
{
	bool up = memcmp(a, b, sizeof(*a)) < 0;

	return addr_hash_pair(c->seed, up ? a : b, up ? b : a) | 1;
}

static uint64_t hosts_key(const struct closings *c, const struct addr *client,
			  const struct addr *server)
{
	return hash_mix(addr_hash_ip(c->seed, client),
			addr_hash_ip(c->seed, server));
}

/* The user that a URI names at this registrar, and its domain. */
static bool user_key(const struct closings *c, struct slice uri,
		     const struct addr *server, uint64_t *key, uint64_t *host)
{
	struct sip_value_uri_parts p;
	struct addr ip;

	if (!sip_value_uri_split(uri, &p) || !p.user.len || !p.host.len)
		return false;
	*key = hash_slice(addr_hash_ip(c->seed, server), p.user);
	*host = 0;
	if (addr_parse_ip(&ip, p.host)) {
		*host = c->seed;
		for (size_t i = 0; i < p.host.len; i++)
			*host = hash_mix(*host, (uint64_t)(p.host.p[i] | 32));
	}
	return true;
}

static const struct connection *find(const struct closings *c, uint64_t key)
{
	return key ? recent_find(&c->connections, key) : NULL;
}

static void add(struct behind *b, uint64_t key)
{
	for (unsigned i = 0; i < CLOSINGS_EACH; i++) {
		if (b->keys[i] == key)
			return;
	}
	b->keys[b->n++ % CLOSINGS_EACH] = key;
}

/* --- what connections carry --------------------------------------------------- */

static bool is_stream(const struct transaction *t)
{
	return t->transport == TRANSPORT_TCP || t->transport == TRANSPORT_TLS ||
		t->transport == TRANSPORT_WS || t->transport == TRANSPORT_WSS;
}

static uint16_t contact_port(const struct message *m)
{
	struct sip_value_uri_parts p;

	return m && reach_uri(m, HEADER_CONTACT, &p) ?
		reach_port(p.port, false) : 0;
}

/* The connection of t, which lives. */
static struct connection *connection_of(struct closings *c,
					const struct transaction *t)
{
	struct connection *k;
	bool made;

	k = recent_get(&c->connections, key_of(c, &t->client, &t->server),
		       &made);
	if (!k)
		return NULL;
	if (made || (k->time && k->time < t->start))
		*k = (struct connection){ .client = t->client,
					  .server = t->server };
	k->transport = (uint8_t)t->transport;
	return k;
}

static void note_ports(struct connection *k, const struct transaction *t)
{
	bool down = !addr_eq(&t->client, &k->client);
	uint16_t asks = contact_port(t->request), says = contact_port(t->final);

	if (asks)
		k->ports[down] = asks;
	if (says && t->method != METHOD_REGISTER)
		k->ports[!down] = says;
}

static void copy_user(char out[CLOSINGS_USER], struct slice uri)
{
	struct sip_value_uri_parts p;
	struct slice s = slice_of(NULL, 0);

	if (sip_value_uri_split(uri, &p))
		s = slice_head(p.user, CLOSINGS_USER - 1);
	if (s.len)
		memcpy(out, s.p, s.len);
	out[s.len] = '\0';
}

static bool signs_off(const struct store_notice *n)
{
	return n->binding->ended || n->binding->accepted != n->t->answered;
}

/* Registered over k; NULL: over UDP. */
static void note_user(struct closings *c, const struct store_notice *n,
		      struct slice aor, const struct connection *k)
{
	const struct transaction *t = n->t;
	uint64_t key, host, by = k ? key_of(c, &t->client, &t->server) : 0;
	struct user *u;

	if (!user_key(c, aor, &t->server, &key, &host) ||
	    (!k && !recent_find(&c->users, key)))
		return;
	u = recent_get(&c->users, key, NULL);
	if (!u)
		return;
	if (u->key != by || u->host != host)
		u->before = u->host == host ? u->key : 0;
	u->key = by;
	u->host = host;
	u->accepted = t->answered;
	if (signs_off(n))
		recent_drop(&c->users, key);
}

static void note_register(struct closings *c, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	struct slice aor = sip_value_uri(sip_index_value(&t->request->sip,
							 HEADER_TO));
	struct connection *k = NULL;

	/* It only asked. */
	if (!sip_index_value(&t->request->sip, HEADER_CONTACT).len)
		return;
	if (is_stream(t)) {
		k = connection_of(c, t);
		if (!k)
			return;
		note_ports(k, t);
		copy_user(k->user, aor);
		k->until = signs_off(n) ? 0 : n->binding->expires;
	}
	note_user(c, n, aor, k);
}

static void note_call(struct closings *c, const struct transaction *t)
{
	struct connection *k = connection_of(c, t);
	struct behind *b;

	if (!k)
		return;
	k->calls++;
	note_ports(k, t);
	b = recent_get(&c->calls, hash_mix(c->seed, t->call->hash),
		       NULL);
	if (b)
		add(b, key_of(c, &t->client, &t->server));
}

/* Over the connection of the call itself: elsewhere it is not known which. */
static void note_bye(struct closings *c, const struct transaction *t)
{
	struct connection *k = recent_find(&c->connections, key_of(
		c, &t->client, &t->server));

	if (k && k->calls && t->status != 401 && t->status != 407)
		k->calls--;
}

void closings_note(struct closings *c, const struct store_notice *n)
{
	const struct transaction *t = n->t;

	if (n->event != STORE_FINAL || !t->request)
		return;
	if (t->method == METHOD_REGISTER) {
		if (t->status / 100 == 2 && n->binding &&
		    (is_stream(t) || c->users.count))
			note_register(c, n);
	} else if (is_stream(t)) {
		if (t->method == METHOD_INVITE && !t->in_dialog &&
		    t->status / 100 == 2)
			note_call(c, t);
		else if (t->method == METHOD_BYE && c->connections.count)
			note_bye(c, t);
	}
}

/* --- how they end ------------------------------------------------------------- */

static void turn(struct connection *k, const struct stream_close *e)
{
	uint16_t port = k->ports[0];

	if (!addr_eq(&k->client, &e->client)) {
		k->ports[0] = k->ports[1];
		k->ports[1] = port;
	}
	k->client = e->client;
	k->server = e->server;
}

void closings_closed(struct closings *c, const struct stream_close *e)
{
	uint64_t key = key_of(c, &e->client, &e->server);
	struct connection *k;
	struct behind *b;
	bool made;

	k = recent_get(&c->connections, key, &made);
	if (!k)
		return;
	if (k->time)
		*k = (struct connection){ .time = 0 };
	turn(k, e);
	k->time = e->at.time;
	k->idle = e->idle;
	k->frame = e->at.number;
	k->source = e->at.source;
	k->by_server = e->from == 1;
	k->reset = e->reset;
	k->unread = e->kind == STREAM_TLS;
	if (k->unread)
		k->transport = TRANSPORT_TLS;
	else if (made)
		k->transport = e->kind == STREAM_WEBSOCKET ? TRANSPORT_WS :
			TRANSPORT_TCP;
	if (!k->unread && !k->calls && !k->until)
		return;
	b = recent_get(&c->hosts, hosts_key(c, &e->client, &e->server), NULL);
	if (b)
		add(b, key);
}

void closings_mismatch(struct closings *c, const struct stream_trouble *t)
{
	struct connection *k = recent_get(&c->connections,
		key_of(c, &t->client, &t->server), NULL);

	if (!k)
		return;
	*k = (struct connection){ .client = t->client, .server = t->server,
				  .transport = TRANSPORT_TCP,
				  .mismatch = true };
}

/* --- what fails behind them --------------------------------------------------- */

const struct addr *closings_peer(const struct connection *k,
				 const struct addr *of)
{
	if (addr_same_ip(&k->server, of))
		return &k->client;
	return addr_same_ip(&k->client, of) ? &k->server : NULL;
}

/* Over k, which o's ends are those of. */
static bool is_over(const struct connection *k, const struct transaction *o)
{
	return (addr_eq(&k->client, &o->client) &&
		addr_eq(&k->server, &o->server)) ||
		(addr_eq(&k->client, &o->server) &&
		 addr_eq(&k->server, &o->client));
}

/* t's server sent t on. */
static bool is_sent_on(const struct transaction *t, const struct transaction *o)
{
	return o != t && o->method == t->method && o->request &&
		o->start >= t->start && addr_same_ip(&o->client, &t->server) &&
		!addr_eq(&o->server, &t->server);
}

const struct transaction *closings_sent(const struct connection *k,
					const struct transaction *t)
{
	const struct transaction *o = t->call_next;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_next) {
		if (is_sent_on(t, o) && is_over(k, o) && !o->first &&
		    o->start <= k->time)
			return o;
	}
	return NULL;
}

/* t's server found another way. */
static bool went_on(const struct connection *k, const struct transaction *t)
{
	const struct transaction *o = t->call_next;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_next) {
		if (is_sent_on(t, o) &&
		    (!is_over(k, o) || o->first || o->start > k->time))
			return true;
	}
	return false;
}

/* Nobody had hung up by then. */
static bool was_open(const struct transaction *t, int64_t time)
{
	const struct dialog *d = indialog_of(t);

	return d && (!d->bye_time || d->bye_time >= time) &&
		(!d->ended || d->ended >= time);
}

static const struct connection *of_call(const struct closings *c,
					const struct transaction *t)
{
	const struct behind *b = recent_find(&c->calls, hash_mix(
		c->seed, t->call->hash));
	const struct addr *peer;

	for (unsigned i = 0; b && i < CLOSINGS_EACH; i++) {
		const struct connection *k = find(c, b->keys[i]);

		peer = k && k->time && k->time <= t->answered ?
			closings_peer(k, &t->server) : NULL;
		/* The same host: it may have another connection by now. */
		if (peer && !addr_same_ip(peer, &t->client) &&
		    was_open(t, k->time))
			return k;
	}
	return NULL;
}

static const struct connection *of_user(const struct closings *c,
					const struct transaction *t)
{
	const struct connection *k;
	const struct user *u;
	const struct addr *peer;
	uint64_t key, host;

	if (!user_key(c, message_slice(t->request, t->request->sip.uri),
		      &t->server, &key, &host))
		return NULL;
	u = recent_find(&c->users, key);
	if (!u || (u->host && host && u->host != host))
		return NULL;
	k = find(c, u->accepted > t->answered ? u->before : u->key);
	if (!k || !k->time || k->time > t->answered || k->until < t->start)
		return NULL;
	peer = closings_peer(k, &t->server);
	return peer && !addr_eq(peer, &t->client) ? k : NULL;
}

const struct connection *closings_lost(const struct closings *c,
				       const struct transaction *t)
{
	const struct connection *k;

	if (!c->connections.count)
		return NULL;
	k = t->in_dialog ? of_call(c, t) : of_user(c, t);
	return k && !went_on(k, t) ? k : NULL;
}

/* Does somebody want to reach its client at that port? */
static bool is_wanted(const struct connection *k, const struct tcp_refusal *r)
{
	uint16_t port = r->server.port;

	if (!k->time || r->syn.time < k->time)
		return false;
	if (k->unread)
		return port == k->client.port;
	return (port == k->client.port || port == k->ports[0]) &&
		(k->calls || k->until >= r->syn.time);
}

const struct connection *closings_back(const struct closings *c,
				       const struct tcp_refusal *r)
{
	const struct connection *k, *found = NULL;
	const struct behind *b;

	if (!c->hosts.count)
		return NULL;
	b = recent_find(&c->hosts, hosts_key(c, &r->server, &r->client));
	for (unsigned i = 0; b && i < CLOSINGS_EACH; i++) {
		k = find(c, b->keys[i]);
		if (k && is_wanted(k, r) && (!found || k->time > found->time))
			found = k;
	}
	return found;
}

const struct connection *closings_under(const struct closings *c,
					const struct transaction *t)
{
	const struct connection *k;

	if (!c->connections.count || !is_stream(t))
		return NULL;
	k = find(c, key_of(c, &t->client, &t->server));
	return k && k->time >= t->start ? k : NULL;
}

int64_t closings_again(const struct closings *c, const struct connection *k)
{
	const struct user *u;
	uint64_t key;

	if (!k->user[0])
		return 0;
	key = hash_slice(addr_hash_ip(c->seed, &k->server),
			 slice_cstr(k->user));
	u = recent_find(&c->users, key);
	return u && u->accepted > k->time ? u->accepted : 0;
}
