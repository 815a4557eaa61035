/* SPDX-License-Identifier: BSD-2-Clause */
#include "store_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>

/* The copy does not need the packet any more. */
static void stands_alone(void **state)
{
	static const char text[] = "OPTIONS sip:x@y SIP/2.0\r\nCall-ID: c\r\n\r\n";
	struct sip_index_room *room = malloc(sizeof(*room));
	char *bytes = malloc(sizeof(text) - 1);
	struct frame frame = { .number = 7, .source = 2, .time = 9 };
	struct packet p = { .frame = &frame, .transport = TRANSPORT_TCP,
			    .src = addr_make("\x0a\0\0\1", 4, 1),
			    .dst = addr_make("\x0a\0\0\2", 4, 2) };
	struct sip_index sip;
	struct message *m;

	(void)state;
	assert_non_null(room);
	assert_non_null(bytes);
	memcpy(bytes, text, sizeof(text) - 1);
	sip_index_read(&sip, room, slice_of(bytes, sizeof(text) - 1), true);
	m = message_new(&p, &sip);
	assert_non_null(m);
	free(bytes);
	free(room);
	assert_int_equal(m->sip.raw.len, sizeof(text) - 1);
	assert_memory_equal(m->sip.raw.p, text, sizeof(text) - 1);
	assert_true(slice_eq(message_slice(m, m->sip.call_id), SLICE("c")));
	assert_true(slice_eq(sip_index_value(&m->sip, HEADER_CALL_ID),
			     SLICE("c")));
	assert_int_equal(m->frame, 7);
	assert_int_equal(m->source, 2);
	assert_int_equal(m->time, 9);
	assert_int_equal(m->transport, TRANSPORT_TCP);
	assert_true(addr_eq(&m->src, &p.src));
	assert_true(addr_eq(&m->dst, &p.dst));
	message_unref(m);
}

static void references(void **state)
{
	struct frame frame = { .number = 1 };
	struct packet p = { .frame = &frame };
	struct sip_index empty = { .raw = { NULL, 0 } };
	struct message *m = message_new(&p, &empty);

	(void)state;
	assert_non_null(m);
	assert_int_equal(m->refs, 1);
	assert_ptr_equal(message_ref(m), m);
	assert_int_equal(m->refs, 2);
	message_unref(m);
	assert_int_equal(m->refs, 1);
	message_unref(m);
	assert_null(message_ref(NULL));
	message_unref(NULL);
}

/* A message of len bytes of that pool, filled with c. */
static struct message *pooled(struct message_pool *pool, size_t len, char c)
{
	struct frame frame = { .number = 1 };
	struct packet p = { .frame = &frame };
	char *bytes = malloc(len);
	struct sip_index sip = { .raw = slice_of(bytes, len) };
	struct message *m;

	assert_non_null(bytes);
	memset(bytes, c, len);
	m = message_pool_new(pool, &p, &sip);
	free(bytes);
	assert_non_null(m);
	assert_true(m->size > len);
	assert_int_equal(m->sip.raw.p[0], c);
	assert_int_equal(m->sip.raw.p[len - 1], c);
	return m;
}

/* Memory comes again in its size, and what waits has a bound. */
static void pool_keeps(void **state)
{
	static struct message *all[3000];
	struct message_pool pool = { .bytes = 0 };
	struct message *m;
	size_t kept, account = 0;

	(void)state;
	for (size_t i = 0; i < 3000; i++) {
		all[i] = pooled(&pool, 100 + i * 3, (char)i);
		message_charge(all[i], &account);
	}
	for (size_t i = 0; i < 3000; i++) {
		assert_int_equal(all[i]->sip.raw.p[99], (char)i);
		message_unref(all[i]);
		assert_in_range(pool.bytes, 0, MESSAGE_POOL_BYTES);
	}
	assert_int_equal(account, 0);
	kept = pool.bytes; /* none with an address sanitizer */
	m = pooled(&pool, 100, 'x');
	assert_int_equal(kept - pool.bytes, kept ? m->size : 0);
	assert_null(m->account);
	message_unref(m);
	assert_int_equal(pool.bytes, kept);
	message_unref(pooled(&pool, 100000, 'y'));
	assert_int_equal(pool.bytes, kept);
	message_pool_fini(&pool);
	assert_int_equal(pool.bytes, 0);
}

/* What one thread takes and another frees comes back in one piece. */
static void pool_moves(void **state)
{
	struct message_pool away = { .bytes = 0 }, here = { .home = &away };
	struct message *all[100];
	size_t spare;

	(void)state;
	for (size_t round = 0; round < 3; round++) {
		for (size_t i = 0; i < 100; i++)
			all[i] = pooled(&here, 100 + i * 30, (char)i);
		for (size_t i = 0; i < 100; i++)
			message_unref(all[i]);
		spare = away.bytes;
		message_pool_move(&here, &away);
		assert_int_equal(here.bytes, spare); /* what was there is used */
		assert_int_equal(away.bytes, 0);
	}
	/* Too much is let go. */
	here.bytes += 4 * (size_t)MESSAGE_POOL_BYTES;
	message_unref(pooled(&(struct message_pool){ .home = &away }, 100, 'x'));
	spare = here.bytes;
	message_pool_move(&here, &away);
	assert_int_equal(here.bytes, spare);
	assert_int_equal(away.bytes, 0);
	message_pool_fini(&here);
	message_pool_fini(&away);
	assert_ptr_equal(here.home, &away);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stands_alone),
		cmocka_unit_test(references),
		cmocka_unit_test(pool_keeps),
		cmocka_unit_test(pool_moves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
