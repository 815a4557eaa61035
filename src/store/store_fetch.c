/* SPDX-License-Identifier: BSD-2-Clause */
/* What a message meets was last looked at seconds ago, and is far away unless it is
 * asked for early: a second thread does, of the messages that come next (relay.h).
 * Nothing here changes anything. */
#include "store/store_table.h"

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
