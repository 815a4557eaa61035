/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/store.h"

#include "base/clock.h"
#include "base/mem.h"
#include "dissect/sip_frame.h"
#include "store/store_dialog.h"
#include "store/store_table.h"
#include "store/store_time.h"

#include <errno.h>
#include <stdlib.h>

/* Copies after 0.5, 1.5 and 3.5 s (RFC 3261 17.1.1.2): no round trip takes so
 * long. */
enum { COPIES_DEAD = 3 };

struct store *store_new(const struct store_options *o, store_fn *fn, void *arg)
{
	struct store *s = mem_zalloc(sizeof(*s));

	if (!s)
		return NULL;
	s->directions = mem_zalloc(sizeof(*s->directions));
	if (!s->directions) {
		free(s);
		return NULL;
	}
	s->options = *o;
	if (!s->options.max_calls)
		s->options.max_calls = 1250000;
	if (!s->options.max_transactions)
		s->options.max_transactions = 1000000;
	if (!s->options.max_registrations)
		s->options.max_registrations = 100000;
	if (!s->options.max_bytes)
		s->options.max_bytes = (size_t)1 << 30;
	s->fn = fn;
	s->arg = arg;
	s->seed = s->directions->seed = hash_seed();
	binding_table_init(&s->bindings, s->seed);
	registration_table_init(&s->registrations, s->seed,
				s->options.max_registrations);
	slab_init(&s->transaction_memory, sizeof(struct transaction));
	call_memory_init(&s->call_memory);
	s->now = INT64_MIN;
	return s;
}

void store_free(struct store *s)
{
	struct call *c;
	size_t pos = 0;

	if (!s)
		return;
	/* The queues write into their items: they go first. */
	timer_queue_fini(&s->timers);
	timer_queue_fini(&s->call_timers);
	while ((c = hash_table_next(&s->calls, &pos))) {
		for (struct transaction *t = c->first, *next; t; t = next) {
			next = t->call_next;
			transaction_free(&s->transaction_memory, t);
		}
		call_free(&s->call_memory, c);
	}
	hash_table_fini(&s->transactions);
	hash_table_fini(&s->calls);
	slab_fini(&s->transaction_memory);
	call_memory_fini(&s->call_memory);
	registration_table_fini(&s->registrations);
	binding_table_fini(&s->bindings);
	free(s->directions);
	free(s->recent);
	free(s);
}

static void count(struct store *s, int64_t time)
{
	if (!s->stats.messages++)
		s->stats.first = time;
	if (time > s->stats.last || s->stats.messages == 1)
		s->stats.last = time;
}

void store_duplicate(struct store *s, const struct message *m)
{
	count(s, m->time);
	if (m->sip.is_response)
		s->stats.responses++;
	else
		s->stats.requests++;
	s->stats.duplicates++;
}

uint64_t store_seed(const struct store *s)
{
	return s->seed;
}

/* The key of m; its call is for the caller to fill in. */
static struct store_key key_of(const struct store *s, struct message *m)
{
	if (!m->hashed)
		message_hash(m, s->seed);
	return (struct store_key){ .m = m };
}

bool store_lacks_ack(struct store *s, struct message *m)
{
	struct store_key k = key_of(s, m);
	struct transaction *t;
	uint64_t hash;

	k.call = store_table_call(s, m);
	if (!k.call)
		return false;
	t = store_table_find(s, &k, METHOD_INVITE, &hash);
	if (!t)
		t = store_table_acked(k.call, m);
	return t && t->final && t->acks.count <= t->response_copies;
}

void store_seen(struct store *s, const struct addr *src, const struct addr *dst)
{
	struct mapping_packet p = {
		.way = addr_hash_pair(s->seed, src, dst),
		.back = addr_hash_pair(s->seed, dst, src), .time = s->now };

	duplicate_direction(s->directions, p.way, p.back);
	if (!mapping_table_empty(&s->bindings.mappings))
		mapping_packet(&s->bindings.mappings, &p);
}

/* Make room: a call that rests is forgotten, else the transaction whose time
 * comes first, so that the newest are kept.  False when there is nothing. */
static bool shed(struct store *s)
{
	struct timer_item *n = timer_queue_pop(&s->call_timers, INT64_MAX);

	if (n) {
		s->stats.shed++;
		store_time_forget_call(s, (struct call *)n);
		return true;
	}
	n = timer_queue_pop(&s->timers, INT64_MAX);
	if (!n)
		return false;
	s->stats.shed++;
	store_time_complete(s, (struct transaction *)n);
	return true;
}

/* The call of the key's message, made when it is new. */
static struct call *call_get(struct store *s, const struct store_key *k)
{
	const struct message *m = k->m;
	struct slice id = message_slice(m, m->sip.call_id);
	struct call *c = store_table_call(s, m);

	if (c) {
		timer_queue_cancel(&s->call_timers, &c->timer);
		return c;
	}
	while (s->calls.used >= s->options.max_calls) {
		if (!shed(s))
			return NULL;
	}
	c = call_new(&s->call_memory, id, k->m->hashes.call, m->time);
	if (c)
		c->source = m->source;
	if (c && hash_table_put(&s->calls, c->hash, c)) {
		call_free(&s->call_memory, c);
		return NULL;
	}
	if (c)
		s->bytes += c->call_id.len;
	return c;
}

/* t goes between these two, whoever began it. */
static void take_hop(struct transaction *t, const struct store_key *k)
{
	t->there = k->m->hashes.there;
	t->back = k->m->hashes.back;
}

/* hash: as store_table_find gave it. */
static struct transaction *transaction_make(struct store *s,
					    const struct store_key *k,
					    struct message *m, uint64_t hash)
{
	struct transaction *t;

	if (s->n_transactions >= s->options.max_transactions) {
		struct timer_item *n = timer_queue_pop(&s->timers, INT64_MAX);

		if (n) {
			s->stats.shed++;
			store_time_complete(s, (struct transaction *)n);
		}
	}
	t = transaction_new(&s->transaction_memory, m);
	if (!t)
		return NULL;
	t->hash = hash;
	t->serial = ++s->serial;
	t->since = store_time_now(s);
	if (store_time_arm(s, t)) {
		transaction_free(&s->transaction_memory, t);
		return NULL;
	}
	if (store_table_add(s, k->call, t)) {
		timer_queue_cancel(&s->timers, &t->timer);
		transaction_free(&s->transaction_memory, t);
		return NULL;
	}
	s->n_transactions++;
	call_link(k->call, t);
	take_hop(t, k);
	if (t->request)
		store_table_sent(s, t);
	s->stats.transactions++;
	return t;
}

static void tell(struct store *s, enum store_event event,
		 struct transaction *t, const struct message *m)
{
	store_time_tell(s, &(struct store_notice){
		.event = event, .t = t, .message = m });
}

static void take_ack(struct store *s, struct transaction *t,
		     struct message *m)
{
	transaction_frame(t, &t->acks, m->frame);
	if (t->ack) {
		if (slice_eq(message_slice(t->ack, t->ack->sip.to_tag),
			     message_slice(m, m->sip.to_tag)))
			tell(s, STORE_RETRANSMISSION, t, m);
		return; /* else it is another fork's */
	}
	t->ack = message_ref(m);
	t->acked = m->time;
	tell(s, STORE_ACK, t, m);
}

static int ack(struct store *s, const struct store_key *k, struct message *m)
{
	uint64_t hash;
	struct transaction *t = store_table_find(s, k, METHOD_INVITE, &hash);

	if (!t)
		t = store_table_acked(k->call, m);
	if (t) {
		take_ack(s, t, m);
		return 0;
	}
	s->stats.stray_acks++;
	t = store_table_ack_sender(k->call, m);
	if (t)
		tell(s, STORE_ACK_ASTRAY, t, m);
	return 0;
}

static uint16_t sent_after(const struct transaction *t, int64_t at)
{
	int64_t units = (at - t->start + TRANSACTION_SENT_UNIT / 2) /
		TRANSACTION_SENT_UNIT;

	return units < 0 ? 0 : units > UINT16_MAX ? UINT16_MAX :
		(uint16_t)units;
}

static void copy(struct store *s, struct transaction *t, struct message *m)
{
	if (t->request_copies < TRANSACTION_SENT)
		t->sent[t->request_copies] = sent_after(t, m->time);
	t->request_copies++;
	if (!t->first_copy)
		t->first_copy = m->time;
	t->last_request = m->time;
	transaction_frame(t, &t->requests, m->frame);
	store_table_sent(s, t);
	s->stats.retransmissions++;
	if (t->request_copies == COPIES_DEAD && t->state == TRANSACTION_TRYING)
		mapping_unanswered(&s->bindings.mappings, t);
	tell(s, STORE_RETRANSMISSION, t, m);
}

static int request(struct store *s, const struct store_key *k,
		   struct message *m)
{
	struct transaction *t, *invite;
	uint64_t hash;

	if (m->sip.method == METHOD_ACK)
		return ack(s, k, m);
	t = store_table_find(s, k, m->sip.method, &hash);
	if (t && t->request) {
		copy(s, t, m);
		return 0;
	}
	if (t) { /* its response had come first */
		transaction_adopt(t, m);
		take_hop(t, k);
		store_table_sent(s, t);
		s->stats.orphans--;
	} else {
		t = transaction_make(s, k, m, hash);
	}
	if (!t)
		return -ENOMEM;
	store_time_look(s, t);
	store_dialog_request(t);
	store_time_tell(s, &(struct store_notice){
		.event = STORE_REQUEST, .t = t, .message = m,
		.binding = t->method == METHOD_INVITE && !t->in_dialog ?
			binding_late(&s->bindings, t) : NULL });
	if (t->method != METHOD_CANCEL)
		return 0;
	invite = store_table_find(s, k, METHOD_INVITE, &hash);
	if (invite && !invite->cancel) {
		t->cancels = invite;
		invite->cancel = t;
		invite->cancelled = true;
		tell(s, STORE_CANCEL, t, m);
	}
	return 0;
}

/* What is known of the registration that t is about. */
static const struct binding *binding_of(struct store *s,
					const struct transaction *t)
{
	if (t->method == METHOD_REGISTER)
		return binding_final(&s->bindings, t);
	if (t->method == METHOD_INVITE &&
	    (t->status == 404 || t->status == 408 || t->status == 430 ||
	     t->status == 480))
		return binding_called(&s->bindings, t);
	return NULL;
}

static void final(struct store *s, struct transaction *t, struct message *m,
		  bool first)
{
	struct registration *r = NULL;
	const struct transaction *before = NULL;
	uint64_t shed = s->registrations.shed;

	if (t->status == 491)
		before = call_previous(t);
	t->repeated = before && before->status == t->status;
	if (first)
		r = registration_final(&s->registrations, t);
	/* It is silent, and its registration is remembered for longer. */
	if (r && r->plain == 2 && t->method == METHOD_REGISTER)
		r->answers |= binding_let_in(&s->bindings, t);
	s->stats.shed += s->registrations.shed - shed;
	store_time_tell(s, &(struct store_notice){
		.event = first ? STORE_FINAL : STORE_MORE_FINAL,
		.t = t, .message = m, .registration = r,
		.binding = first ? binding_of(s, t) : NULL });
}

/* The time of t's state begins anew: Timer C at each 1xx (16.7 step 2), the others
 * when the final response that counts has come. */
static void restart(struct store *s, struct transaction *t,
		    const struct message *m)
{
	if (t->final == m || (t->state == TRANSACTION_PROCEEDING &&
			      t->method == METHOD_INVITE))
		t->since = store_time_now(s);
	if (store_time_arm(s, t))
		store_time_complete(s, t);
}

static int response(struct store *s, const struct store_key *k,
		    struct message *m)
{
	uint64_t hash;
	struct transaction *t = store_table_find(s, k, m->sip.method, &hash);
	bool first;

	if (!t) {
		t = transaction_make(s, k, m, hash);
		if (!t)
			return -ENOMEM;
		s->stats.orphans++;
	}
	t->two_way = true;
	first = !t->final;
	if (transaction_response(t, m)) {
		s->stats.retransmissions++;
		store_dialog_copy(t, m);
		tell(s, STORE_RETRANSMISSION, t, m);
	} else {
		store_dialog_response(s, t, m);
		if (m->sip.status >= 200)
			final(s, t, m, first);
		else
			tell(s, STORE_PROVISIONAL, t, m);
	}
	restart(s, t, m);
	return 0;
}

int store_message(struct store *s, struct message *m)
{
	struct store_key key = key_of(s, m);
	const struct message_hashes *h = &m->hashes;
	struct call *c;
	int rc;

	store_clock(s, m->time);
	count(s, m->time);
	if (m->sip.is_response)
		s->stats.responses++;
	else
		s->stats.requests++;
	if (m->sip.is_response)
		duplicate_direction(s->directions, h->back, h->there);
	else
		duplicate_direction(s->directions, h->there, h->back);
	if (!mapping_table_empty(&s->bindings.mappings))
		mapping_packet(&s->bindings.mappings, &(struct mapping_packet){
			.way = m->sip.is_response ? h->back : h->there,
			.back = m->sip.is_response ? h->there : h->back,
			.request = !m->sip.is_response &&
				m->sip.method != METHOD_ACK,
			.time = m->time });
	while (s->bytes > s->options.max_bytes && shed(s))
		;
	message_charge(m, &s->bytes);
	c = call_get(s, &key);
	if (!c)
		return -ENOMEM;
	key.call = c;
	c->messages++;
	if (m->time > c->seen)
		c->seen = m->time;
	if (s->options.keep_messages)
		call_keep(c, m);
	c->pinned = true;
	rc = m->sip.is_response ? response(s, &key, m) : request(s, &key, m);
	c->pinned = false;
	if (!c->first)
		store_time_rest(s, c);
	return rc;
}

/* The transaction of a quoted message; an ACK stands for its INVITE. */
static struct transaction *quoted_message(struct store *s,
					  const struct icmp_error *e,
					  const struct sip_index *sip)
{
	struct message m = { .sip = *sip, .src = e->quoted.src,
			     .dst = e->quoted.dst };
	struct store_key key = key_of(s, &m);
	uint64_t hash;

	if (!sip->branch.len || !sip->call_id.len || !sip->has_cseq)
		return NULL;
	key.call = store_table_call(s, &m);
	if (!key.call)
		return NULL;
	return store_table_find(s, &key, sip->method == METHOD_ACK ?
				METHOD_INVITE : sip->method, &hash);
}

/* The transaction whose request an ICMP error quotes.  A quoted response says
 * that the client is gone, nothing about the request. */
static struct transaction *quoted(struct store *s, const struct icmp_error *e)
{
	struct sip_index_room *room = malloc(sizeof(*room));
	struct sip_index sip;
	struct slice text;
	struct transaction *t = NULL;
	bool response = slice_starts_nocase(e->quoted.payload, SLICE("SIP/"));

	if (room && sip_frame_datagram(e->quoted.payload, true, &text) ==
	    SIP_FRAME_MESSAGE) {
		sip_index_read(&sip, room, text, true);
		response = sip.is_response;
		if (!response)
			t = quoted_message(s, e, &sip);
	}
	free(room);
	if (!t && !response)
		t = store_table_between(s, &e->quoted.src, &e->quoted.dst);
	return t;
}

int store_icmp(struct store *s, const struct icmp_error *e)
{
	struct transaction *t;

	store_clock(s, e->frame->time);
	t = quoted(s, e);
	if (!t)
		return 0;
	t->icmp = true;
	if (t->state == TRANSACTION_TRYING)
		mapping_unanswered(&s->bindings.mappings, t);
	store_time_tell(s, &(struct store_notice){
		.event = STORE_ICMP, .t = t, .icmp = e });
	return 0;
}

void store_clock(struct store *s, int64_t now)
{
	store_time_run(s, now);
}

/* The oldest transaction still remembered: the heap's order is not time's. */
static int by_serial(const void *a, const void *b)
{
	const struct transaction *x = *(struct transaction *const *)a;
	const struct transaction *y = *(struct transaction *const *)b;

	return x->serial < y->serial ? -1 : x->serial > y->serial;
}

static void end_one(struct store *s, struct transaction *t)
{
	store_time_look(s, t);
	tell(s, STORE_END, t, NULL);
}

static void end_transactions(struct store *s)
{
	size_t n = s->n_transactions, pos = 0, i = 0;
	struct transaction **all = malloc((n ? n : 1) * sizeof(*all)), *t;
	struct timer_item *next;
	const struct call *c;

	if (!all) { /* the order of their timers will do */
		while ((next = timer_queue_pop(&s->timers, INT64_MAX))) {
			t = (struct transaction *)next;
			end_one(s, t);
			store_time_complete(s, t);
		}
		return;
	}
	while ((c = hash_table_next(&s->calls, &pos))) {
		for (t = c->first; t; t = t->call_next)
			all[i++] = t;
	}
	qsort(all, n, sizeof(*all), by_serial);
	for (i = 0; i < n; i++)
		end_one(s, all[i]);
	for (i = 0; i < n; i++)
		store_time_complete(s, all[i]);
	free(all);
}

void store_end(struct store *s)
{
	struct timer_item *n;

	s->doubted = false;
	end_transactions(s);
	while ((n = timer_queue_pop(&s->call_timers, INT64_MAX)))
		store_time_forget_call(s, (struct call *)n);
}

void store_note_finding(struct transaction *t, enum finding_id id,
			unsigned status, enum severity severity)
{
	if (t->n_findings >= TRANSACTION_FINDINGS_MAX)
		return;
	t->findings[t->n_findings++] = (struct transaction_finding){
		.id = (uint16_t)id, .status = (uint16_t)status,
		.severity = (uint8_t)severity,
	};
}

const struct call *store_call(const struct store *s, struct slice call_id)
{
	return store_table_named(s, call_id);
}

const struct store_stats *store_stats(const struct store *s)
{
	return &s->stats;
}
