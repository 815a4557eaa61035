/* SPDX-License-Identifier: BSD-2-Clause */
/* What a message meets was last looked at seconds ago: half of the time goes by
 * waiting for it, unless it is asked for early.  Nothing here changes anything. */
#include "store/store_time.h"

static void fetch(const void *from, size_t size)
{
	enum { LINE = 64 };

	for (size_t i = 0; from && i < size; i += LINE)
		__builtin_prefetch((const char *)from + i, 1);
}

static void fetch_found(const struct store *s, const struct message *m)
{
	fetch(hash_table_guess(&s->calls, m->hashes.call),
	      sizeof(struct call));
}

static void fetch_near(const struct store *s, const struct message *m)
{
	const struct call *c = hash_table_guess(&s->calls, m->hashes.call);

	if (!c)
		return;
	fetch(c->dialogs, sizeof(*c->dialogs));
	fetch(c->last, sizeof(*c->last));
}

static void fetch_ending(const struct transaction *t)
{
	fetch(t->call, sizeof(*t->call));
	message_fetch_refs(t->request);
	message_fetch_refs(t->provisional);
	if (t->first != t->provisional)
		message_fetch_refs(t->first);
	if (t->final != t->first)
		message_fetch_refs(t->final);
	message_fetch_refs(t->ack);
}

void store_fetch_due(const struct store *s)
{
	const struct timer_item *next = s->timers.lanes[STORE_TIME_64T1].oldest;

	if (!next)
		return;
	fetch_ending((const struct transaction *)next);
	fetch(next->newer, sizeof(struct transaction));
}

void store_fetch_due_call(const struct store *s)
{
	const struct timer_item *next =
		s->call_timers.lanes[STORE_TIME_RETRY].oldest;
	const struct call *c = (const struct call *)next;

	if (!next)
		return;
	hash_table_fetch(&s->calls, c->hash);
	fetch(c->dialogs, 1);
	fetch(next->newer, sizeof(*c));
}

void store_fetch(const struct store *s, const struct message *m, unsigned step)
{
	switch (step) {
	case 0:
		message_fetch(m);
		break;
	case 1:
		store_table_fetch(s, m);
		break;
	case 2:
		fetch_found(s, m);
		break;
	case 3:
		message_fetch_rest(m);
		fetch_near(s, m);
		break;
	}
}
