/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/store_time.h"

#include "base/clock.h"
#include "dissect/sip_value.h"
#include "store/route.h"
#include "store/store_dialog.h"

/* A confirmed dialog without any message is forgotten after this long; calls
 * longer than that lose their BYE's history, not more. */
#define DIALOG_IDLE (12 * 3600 * CLOCK_S)

int64_t store_time_now(const struct store *s)
{
	return s->doubted && s->doubt > s->now ? s->doubt : s->now;
}

void store_time_tell(struct store *s, struct store_notice *n)
{
	struct transaction *t = n->t;

	n->now = store_time_now(s);
	n->store = s;
	if (t && !n->call)
		n->call = t->call;
	if (t && (n->event == STORE_COMPLETE || n->event == STORE_END) &&
	    (t->status == 401 || t->status == 407))
		n->registration = registration_get(&s->registrations, t);
	s->fn(n, s->arg);
}

/* Hostile clocks come up to the end of time. */
static int64_t later(int64_t at, int64_t by)
{
	return at > INT64_MAX - by ? INT64_MAX : at + by;
}

/* Timer B, F: 64*T1 from the request.  A ringing INVITE: Timer C from the last
 * 1xx (rings_on() prolongs it).  Timers D, H, J, L, M: copies may come for 64*T1
 * after the final.  Reliable transports need no such wait, but what a client does
 * next is judged in the same way on all of them.  After a time-out a late final
 * response should still find its request. */
int store_time_arm(struct store *s, struct transaction *t)
{
	bool rings = t->state == TRANSACTION_PROCEEDING &&
		t->method == METHOD_INVITE;

	return timer_queue_set(&s->timers, &t->timer, later(t->since,
		rings ? TRANSACTION_TIMER_C : TRANSACTION_64T1),
		rings ? STORE_TIME_TIMER_C : STORE_TIME_64T1);
}

void store_time_rest(struct store *s, struct call *c)
{
	bool open = call_open(c);

	if (timer_queue_set(&s->call_timers, &c->timer,
			    later(c->seen, open ? DIALOG_IDLE :
				  TRANSACTION_64T1),
			    open ? STORE_TIME_DIALOG : STORE_TIME_RETRY))
		store_time_forget_call(s, c);
}

void store_time_complete(struct store *s, struct transaction *t)
{
	struct call *c = t->call;

	timer_queue_cancel(&s->timers, &t->timer);
	store_time_tell(s, &(struct store_notice){
		.event = STORE_COMPLETE, .t = t });
	s->stats.classes[transaction_class(t)]++;
	store_table_drop(s, t);
	s->n_transactions--;
	call_unlink(c, t);
	transaction_free(&s->transaction_memory, t);
	if (!c->first && !c->pinned)
		store_time_rest(s, c);
}

void store_time_forget_call(struct store *s, struct call *c)
{
	timer_queue_cancel(&s->call_timers, &c->timer);
	s->stats.calls[call_outcome(c)]++;
	store_time_tell(s, &(struct store_notice){
		.event = STORE_CALL_COMPLETE, .call = c });
	hash_table_del(&s->calls, c->hash, c);
	s->bytes -= c->call_id.len;
	call_free(&s->call_memory, c);
}

static bool no_ack(const struct transaction *t)
{
	return t->method == METHOD_INVITE && t->status / 100 == 2 && !t->ack;
}

void store_time_look(const struct store *s, struct transaction *t)
{
	if (!t->two_way)
		t->two_way = duplicate_direction_seen(s->directions,
						      t->back, t->there);
}

/* Is the phone that rings the one that the caller's asked: no proxy before or
 * behind this hop is known? */
static bool is_direct(const struct transaction *t)
{
	const struct message *m = t->provisional;
	struct sip_value_uri_parts p;
	struct slice rest, contact;
	struct addr a;

	if (!m || !t->request || !route_one_via(t->request) ||
	    sip_index_header(&m->sip, HEADER_RECORD_ROUTE, 0))
		return false;
	rest = sip_index_value(&m->sip, HEADER_CONTACT);
	return sip_value_next(&rest, &contact) &&
		sip_value_uri_split(sip_value_uri(contact), &p) &&
		!addr_parse_ip(&a, p.host) && addr_same_ip(&a, &m->src);
}

/* Timer C is over, which only proxies have (RFC 3261 16.8): a call that has none
 * may ring on.  True when its time was prolonged. */
static bool rings_on(struct store *s, struct transaction *t)
{
	int64_t end = later(t->since, TRANSACTION_RINGS);

	return t->state == TRANSACTION_PROCEEDING &&
		t->method == METHOD_INVITE && s->now < end && is_direct(t) &&
		!timer_queue_set(&s->timers, &t->timer, end,
				 STORE_TIME_TIMER_C);
}

static void expire(struct store *s, struct transaction *t)
{
	if (rings_on(s, t))
		return;
	store_time_look(s, t);
	if (t->state == TRANSACTION_TRYING ||
	    t->state == TRANSACTION_PROCEEDING) {
		t->state = TRANSACTION_TIMED_OUT;
		t->since = s->now;
		if (!t->first)
			mapping_unanswered(&s->bindings.mappings, t);
		if (t->method == METHOD_BYE)
			store_dialog_no_answer(t, s->now);
		registration_timeout(&s->registrations, t);
		store_time_tell(s, &(struct store_notice){
			.event = STORE_TIMEOUT, .t = t });
		if (store_time_arm(s, t))
			store_time_complete(s, t);
		return;
	}
	if (t->state == TRANSACTION_COMPLETED && no_ack(t))
		store_time_tell(s, &(struct store_notice){
			.event = STORE_NO_ACK, .t = t });
	store_time_complete(s, t);
}

/* What happens by time happens at its time. */
static void advance(struct store *s, int64_t now)
{
	if (now > s->now)
		s->now = now;
}

static void run(struct store *s, int64_t now)
{
	struct timer_item *n;

	while (timer_queue_is_due(&s->timers, now) ||
	       timer_queue_is_due(&s->call_timers, now)) {
		int64_t first = timer_queue_first(&s->timers);
		bool call = timer_queue_first(&s->call_timers) < first;

		n = timer_queue_pop(call ? &s->call_timers : &s->timers, now);
		advance(s, n->node.due);
		if (call)
			store_time_forget_call(s, (struct call *)n);
		else
			expire(s, (struct transaction *)n);
	}
	if (timer_queue_is_due(&s->registrations.timers, now))
		registration_clock(&s->registrations, now);
	advance(s, now);
}

/* A time far off alone is a broken packet: it must not end everything that is
 * going on, nor stop the timers until the end.  Two of them are a gap, or a clock
 * that was set. */
static void jump(struct store *s, int64_t now)
{
	bool again = s->doubted && s->doubt != now &&
		(s->doubt > s->now) == (now > s->now);
	int64_t first = s->doubt < now ? s->doubt : now;

	s->doubt = now;
	s->doubted = !again;
	if (!again)
		return;
	if (now < s->now) {
		s->now = now;
		return;
	}
	run(s, first);
	store_time_run(s, now);
}

void store_time_run(struct store *s, int64_t now)
{
	if (s->now != INT64_MIN &&
	    (now > s->now ? now - s->now : s->now - now) > STORE_TIME_FAR) {
		jump(s, now);
		return;
	}
	s->doubted = false;
	if (s->now != INT64_MIN && now - s->now > BINDING_REST)
		binding_rest(&s->bindings, s->now, now);
	if (now <= s->now)
		return;
	if (timer_queue_may_be_due(&s->timers, now) ||
	    timer_queue_may_be_due(&s->call_timers, now) ||
	    timer_queue_may_be_due(&s->registrations.timers, now))
		run(s, now);
	else
		s->now = now;
}
