/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/store_time.h"

#include "base/clock.h"

/* A confirmed dialog without any message is forgotten after this long; calls
 * longer than that lose their BYE's history, not more. */
#define DIALOG_IDLE (12 * 3600 * CLOCK_S)

void store_time_tell(struct store *s, struct store_notice n)
{
	n.now = s->now;
	if (!n.call && n.t)
		n.call = n.t->call;
	s->fn(&n, s->arg);
}

/* Timer B, F: 64*T1 from the request.  A ringing INVITE: Timer C from the last
 * 1xx.  Timers D, H, J, L, M: copies may come for 64*T1 after the final; on a
 * reliable transport T4 is plenty. */
static int64_t due(const struct transaction *t)
{
	int64_t from = t->last_response > t->start ? t->last_response : t->start;

	switch ((enum transaction_state)t->state) {
	case TRANSACTION_TRYING:
		return t->start + TRANSACTION_64T1;
	case TRANSACTION_PROCEEDING:
		if (t->method == METHOD_INVITE)
			return from + TRANSACTION_TIMER_C;
		return t->start + TRANSACTION_64T1;
	case TRANSACTION_COMPLETED:
		if (t->method == METHOD_INVITE ||
		    t->transport == TRANSPORT_UDP)
			return t->answered + TRANSACTION_64T1;
		return t->answered + TRANSACTION_T4;
	case TRANSACTION_TIMED_OUT:
		break;
	}
	/* A late final response should still find its request. */
	return from + 2 * TRANSACTION_64T1;
}

int store_time_arm(struct store *s, struct transaction *t)
{
	return timer_heap_set(&s->timers, &t->timer, due(t));
}

/* The call stays while it has transactions; then as long as a retry may come,
 * or while a dialog is up. */
static void call_rest(struct store *s, struct call *c)
{
	int64_t at = c->seen + (call_open(c) ? DIALOG_IDLE : TRANSACTION_64T1);

	if (timer_heap_set(&s->call_timers, &c->timer, at))
		store_time_forget_call(s, c);
}

void store_time_complete(struct store *s, struct transaction *t)
{
	struct call *c = t->call;

	timer_heap_cancel(&s->timers, &t->timer);
	store_time_tell(s, (struct store_notice){
		.event = STORE_COMPLETE, .t = t });
	s->stats.classes[transaction_class(t)]++;
	store_table_drop(s, t);
	call_unlink(c, t);
	transaction_free(t);
	if (!c->first && !c->pinned)
		call_rest(s, c);
}

void store_time_forget_call(struct store *s, struct call *c)
{
	timer_heap_cancel(&s->call_timers, &c->timer);
	s->stats.calls[call_outcome(c)]++;
	store_time_tell(s, (struct store_notice){
		.event = STORE_CALL_COMPLETE, .call = c });
	hash_table_del(&s->calls, c->hash, c);
	call_free(c);
}

static bool no_ack(const struct transaction *t)
{
	return t->method == METHOD_INVITE && t->status / 100 == 2 && !t->ack;
}

static void expire(struct store *s, struct transaction *t)
{
	if (t->state == TRANSACTION_TRYING ||
	    t->state == TRANSACTION_PROCEEDING) {
		t->state = TRANSACTION_TIMED_OUT;
		store_time_tell(s, (struct store_notice){
			.event = STORE_TIMEOUT, .t = t });
		if (store_time_arm(s, t))
			store_time_complete(s, t);
		return;
	}
	if (t->state == TRANSACTION_COMPLETED && no_ack(t))
		store_time_tell(s, (struct store_notice){
			.event = STORE_NO_ACK, .t = t });
	store_time_complete(s, t);
}

void store_time_run(struct store *s, int64_t now)
{
	struct timer_node *n;

	while ((n = timer_heap_pop(&s->timers, now))) {
		/* What happens by time happens at its time. */
		if (n->due > s->now)
			s->now = n->due;
		expire(s, (struct transaction *)n);
	}
	while ((n = timer_heap_pop(&s->call_timers, now)))
		store_time_forget_call(s, (struct call *)n);
	registration_clock(&s->registrations, now);
	if (now > s->now)
		s->now = now;
}
