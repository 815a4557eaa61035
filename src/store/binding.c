/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/binding.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "dissect/sip_value.h"

#include <stdlib.h>

#define STORM (60 * CLOCK_S)    /* refusals in a row count within this */
#define FREQUENT (30 * CLOCK_S) /* nobody refreshes so often but for NAT */
/* Clocks, and what is on its way. */
#define LATE (5 * CLOCK_S)

enum { CONTACTS_MAX = 32, HOST_MAX = 128 };

void binding_table_init(struct binding_table *t, uint64_t seed)
{
	t->seed = seed;
	recent_init(&t->all, sizeof(struct binding), BINDING_MAX, NULL);
	mapping_table_init(&t->mappings, seed);
}

void binding_table_fini(struct binding_table *t)
{
	recent_fini(&t->all);
	mapping_table_fini(&t->mappings);
}

/* User and host; port and parameters do not count here (RFC 3261 10.3). */
static uint64_t hash_of(const struct binding_table *bt, struct slice uri,
			const struct addr *server)
{
	struct sip_value_uri_parts p;
	char host[HOST_MAX];

	if (!sip_value_uri_split(uri, &p) || !p.host.len ||
	    p.host.len > sizeof(host))
		return 0;
	for (size_t i = 0; i < p.host.len; i++) {
		char c = p.host.p[i];

		host[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	return hash_bytes(hash_slice(addr_hash_ip(bt->seed, server), p.user),
			  host, p.host.len);
}

/* What is known of it, without a way: that may have moved. */
static struct binding *find(const struct binding_table *bt, uint64_t hash)
{
	struct binding *b = hash ? recent_find(&bt->all, hash) : NULL;

	if (b)
		b->way = b->from = NULL;
	return b;
}

static int64_t number(struct slice s)
{
	uint64_t n;

	return slice_to_uint(s, UINT32_MAX, &n) ? -1 : (int64_t)n;
}

/* Most have none, and looking for a parameter is slow. */
static bool instance_of(struct slice contact, struct slice *out)
{
	return slice_find(contact, '+') < contact.len &&
		slice_search(contact, SLICE("+sip.instance")) < contact.len &&
		sip_value_param(contact, "+sip.instance", out) && out->len;
}

/* What the answer says about the contacts that there are now. */
struct listed {
	unsigned n;
	int64_t longest, own; /* s; -1: not said */
};

/* What the request registers. */
struct sent {
	struct slice contact, uri;
	struct slice instance; /* when it has one */
	bool has_instance;
};

static bool same_contact(struct slice a, const struct sent *b)
{
	struct slice id;

	if (b->has_instance && instance_of(a, &id))
		return slice_eq(id, b->instance);
	return slice_eq(sip_value_uri(a), b->uri);
}

static void read_listed(const struct message *m, const struct sent *sent,
			struct listed *out)
{
	const struct sip_header *h;
	struct slice rest, c, s;

	*out = (struct listed){ .longest = -1, .own = -1 };
	if (m->sip.plain & SIP_PLAIN_CONTACT && !sent->has_instance) {
		out->n = 1;
		out->longest = number(sip_index_contact_expires(&m->sip));
		if (slice_eq(sip_index_contact_uri(&m->sip), sent->uri))
			out->own = out->longest;
		return;
	}
	for (unsigned i = 0; out->n < CONTACTS_MAX && i < 16 &&
	     (h = sip_index_header(&m->sip, HEADER_CONTACT, i)); i++) {
		rest = message_slice(m, h->value);
		while (out->n < CONTACTS_MAX && sip_value_next(&rest, &c)) {
			int64_t n = sip_value_param(c, "expires", &s) ?
				number(s) : -1;

			out->n++;
			if (n > out->longest)
				out->longest = n;
			if (same_contact(c, sent))
				out->own = n;
		}
	}
}

/* The device behind a Contact: its instance, else user, host and program. */
static uint64_t device_of(const struct message *m, const struct sent *sent)
{
	struct sip_value_uri_parts p;

	if (sent->has_instance)
		return hash_slice(2, sent->instance) | 1;
	if (!sip_value_uri_split(sent->uri, &p))
		return 0;
	return hash_slice(hash_slice(hash_slice(1, p.user), p.host),
			  sip_index_value(&m->sip, HEADER_USER_AGENT)) | 1;
}

static void copy(char out[BINDING_CONTACT], struct slice s)
{
	s = slice_head(s, BINDING_CONTACT - 1);
	if (s.len)
		memcpy(out, s.p, s.len);
	out[s.len] = '\0';
}

static void note_device(struct binding *b, uint64_t device, struct slice uri,
			const struct listed *l)
{
	if (l->n > 1 || !device) { /* both are kept: nobody is pushed out */
		b->other = 0;
		b->alternations = 0;
	} else if (b->device && device != b->device) {
		b->alternations = device == b->other ? b->alternations + 1 : 1;
		b->other = b->device;
		memcpy(b->other_contact, b->contact, BINDING_CONTACT);
	}
	b->device = device;
	copy(b->contact, uri);
}

/* Far too early again?  Called before the entry gets what is new. */
static void note_flap(struct binding *b, const struct transaction *t,
		      uint64_t device, struct slice uri)
{
	int64_t gap = t->answered - b->flap_last;
	bool early = b->flap_last && device == b->flap_device &&
		gap < b->flap_granted * CLOCK_S / 4;

	if (!early) {
		b->flaps = 0;
		b->flap_moved = false;
		b->flap_first = t->answered;
		b->flap_shortest = INT64_MAX;
		b->flap_longest = 0;
	} else {
		b->flaps++;
		if (!slice_eq(slice_head(uri, BINDING_CONTACT - 1),
			      slice_cstr(b->contact)) ||
		    t->client.port != b->flap_port)
			b->flap_moved = true;
		if (gap < b->flap_shortest)
			b->flap_shortest = gap;
		if (gap > b->flap_longest)
			b->flap_longest = gap;
	}
	b->flap_device = device;
	b->flap_last = t->answered;
	b->flap_granted = b->granted;
	b->flap_port = t->client.port;
}

static int64_t asked_for(const struct message *m, struct slice contact)
{
	struct slice s;

	if (m->sip.plain & SIP_PLAIN_CONTACT && m->sip.contact_expires_len)
		s = sip_index_contact_expires(&m->sip);
	else if (!sip_value_param(contact, "expires", &s))
		s = sip_value_token(sip_index_value(&m->sip, HEADER_EXPIRES));
	return number(s);
}

static int64_t granted_to_all(const struct message *m)
{
	return number(sip_value_token(sip_index_value(&m->sip,
						      HEADER_EXPIRES)));
}

/* The way of the same device in the same life, from another port: a new Call-ID
 * comes with a restart (RFC 3261 10.2.4), and over TCP each has its own port. */
static const struct mapping *left(const struct binding_table *bt,
				  const struct binding *b,
				  const struct transaction *t)
{
	const struct mapping *w = b->way, *old;

	if (!w || !w->nat || !w->device || b->client.port == t->client.port ||
	    !addr_same_ip(&b->client, &t->client))
		return NULL;
	old = mapping_between(&bt->mappings, &b->client, &t->server);
	if (!old || old == w || old->device != w->device ||
	    old->call_id != w->call_id || old->cseq >= w->cseq)
		return NULL;
	return old;
}

static void note_way(struct binding_table *bt, struct binding *b,
		     const struct transaction *t, const struct sent *sent)
{
	struct mapping_contact c = { .uri = sent->uri, .aor = b->hash };

	if (sent->has_instance)
		c.instance = sent->instance;
	b->way = mapping_registered(&bt->mappings, t, &c);
	b->pair = b->way ? b->way->pair : 0;
	b->from = left(bt, b, t);
	if (b->from && b->from->dead)
		b->lost = true;
}

static void accepted(struct binding_table *bt, struct binding *b,
		     const struct transaction *t)
{
	struct sent sent = { .contact = sip_index_value(&t->request->sip,
							HEADER_CONTACT) };
	int64_t now = t->answered, asked;
	struct listed l;
	uint64_t device;

	b->refused = 0;
	b->last_refused = 0;
	if (!sent.contact.len)
		return; /* it only asked */
	sent.uri = t->request->sip.plain & SIP_PLAIN_CONTACT ?
		sip_index_contact_uri(&t->request->sip) :
		sip_value_uri(sent.contact);
	sent.has_instance = instance_of(sent.contact, &sent.instance);
	asked = asked_for(t->request, sent.contact);
	read_listed(t->final, &sent, &l);
	b->before_ended = b->ended;
	b->way = b->from = NULL;
	if (!asked) { /* signs off */
		b->ended = l.n ? 0 : now;
		b->before = b->before_granted = b->accepted = b->granted = 0;
		b->device = 0;
		b->flap_moved = true;
		b->frequent = 0;
		if (l.n && l.longest > 0)
			b->expires = now + l.longest * CLOCK_S;
		return;
	}
	b->before = b->accepted;
	b->before_granted = b->granted;
	b->accepted = now;
	b->ended = 0;
	b->granted = l.own >= 0 ? l.own : granted_to_all(t->final);
	if (b->granted < 0)
		b->granted = asked > 0 ? asked : 3600; /* 10.2.1.1 */
	b->expires = now + (l.longest > b->granted ? l.longest : b->granted) *
		CLOCK_S;
	device = device_of(t->request, &sent);
	note_flap(b, t, device, sent.uri);
	note_way(bt, b, t, &sent);
	b->client = t->client;
	b->frequent = b->before && now - b->before < FREQUENT ?
		b->frequent + 1 : 0;
	note_device(b, device, sent.uri, &l);
}

static void refused(struct binding *b, const struct transaction *t)
{
	if (!b->last_refused || t->answered - b->first_refused > STORM) {
		b->first_refused = t->answered;
		b->refused = 0;
	}
	b->last_refused = t->answered;
	b->refused++;
	b->code = t->status;
}

/* These say no to this registration; a challenge only when it was answered. */
static bool is_refusal(const struct transaction *t)
{
	switch (t->status) {
	case 401:
	case 407:
		return t->refused;
	case 403:
	case 404:
	case 423:
	case 500:
	case 503:
		return true;
	default:
		return false;
	}
}

static uint64_t hash_registered(const struct binding_table *bt,
				const struct transaction *t)
{
	return hash_of(bt, message_slice(t->request, t->request->sip.to_uri),
		       &t->server);
}

const struct binding *binding_final(struct binding_table *bt,
				    const struct transaction *t)
{
	bool ok = t->status / 100 == 2, no = is_refusal(t);
	struct binding *b;
	uint64_t hash;

	if (!t->request || (!ok && !no))
		return NULL;
	hash = hash_registered(bt, t);
	if (!hash)
		return NULL;
	b = recent_get(&bt->all, hash, NULL);
	if (!b)
		return NULL;
	b->hash = hash;
	b->way = b->from = NULL;
	if (ok)
		accepted(bt, b, t);
	else
		refused(b, t);
	return b;
}

bool binding_let_in(const struct binding_table *bt,
		    const struct transaction *t)
{
	const struct binding *b = NULL;

	if (bt->all.count && t->request)
		b = find(bt, hash_registered(bt, t));
	return b && b->accepted && addr_same_ip(&b->client, &t->client);
}

const struct binding *binding_called(const struct binding_table *bt,
				     const struct transaction *t)
{
	if (!bt->all.count || !t->request)
		return NULL;
	return find(bt, hash_of(bt, message_slice(t->request,
						  t->request->sip.uri),
				&t->server));
}

void binding_rest(struct binding_table *bt, int64_t from, int64_t to)
{
	unsigned i = bt->n_rests++ % BINDING_RESTS;

	bt->rests[i].from = from;
	bt->rests[i].to = to;
}

/* Were there packets when the contact had to be renewed?  Where the capture rested
 * for half of that time, nobody knows what it missed. */
static bool awake(const struct binding_table *bt, const struct binding *b)
{
	int64_t granted = b->granted * CLOCK_S, rested = 0, from, to;

	for (unsigned i = 0; i < BINDING_RESTS; i++) {
		from = bt->rests[i].from - b->accepted;
		to = bt->rests[i].to - b->accepted;
		from = from > granted / 2 ? from : granted / 2;
		to = to < granted ? to : granted;
		if (to > from)
			rested += to - from;
	}
	return rested < granted / 4;
}

/* The same user and host: what is cut off, or put behind it, is no matter. */
static bool is_for(const struct message *m, const struct binding *b)
{
	struct sip_value_uri_parts to, contact;

	return sip_value_uri_split(message_slice(m, m->sip.uri), &to) &&
		sip_value_uri_split(slice_cstr(b->contact), &contact) &&
		slice_eq(to.user, contact.user) &&
		slice_eq_nocase(to.host, contact.host);
}

const struct binding *binding_late(const struct binding_table *bt,
				   const struct transaction *t)
{
	const struct mapping *w = mapping_get(&bt->mappings, t->there, t->back);
	const struct binding *b;

	if (!w || t->there == w->up)
		return NULL;
	b = find(bt, w->aor);
	if (!b || b->pair != w->pair || b->ended || !b->accepted ||
	    b->granted <= 0 ||
	    t->start - b->accepted <= b->granted * CLOCK_S + LATE)
		return NULL;
	return awake(bt, b) && is_for(t->request, b) ? b : NULL;
}
