/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define START (INT64_C(1800000000) * CLOCK_S)

static void test_meter(void **state)
{
	struct load_meter m = { 0 };

	(void)state;
	for (int i = 0; i < 5; i++)
		load_meter_add(&m, START + i * CLOCK_S / 10);
	assert_int_equal(load_meter_sum(&m), 5);
	load_meter_move(&m, START + CLOCK_S + CLOCK_S / 8);
	assert_int_equal(load_meter_sum(&m), 3);
	load_meter_take(&m, START + CLOCK_S * 4 / 10);
	assert_int_equal(load_meter_sum(&m), 2);
	load_meter_take(&m, START);
	load_meter_take(&m, START + 2 * CLOCK_S);
	assert_int_equal(load_meter_sum(&m), 2);
	load_meter_move(&m, START + 9000 * CLOCK_S);
	assert_int_equal(load_meter_sum(&m), 0);
	load_meter_move(&m, START); /* back: nothing */
	load_meter_add(&m, START + 9000 * CLOCK_S);
	assert_int_equal(load_meter_sum(&m), 1);
}

static void test_meter_full(void **state)
{
	struct load_meter m = { 0 };

	(void)state;
	for (int i = 0; i < UINT16_MAX + 10; i++)
		load_meter_add(&m, START);
	assert_int_equal(load_meter_sum(&m), UINT16_MAX);
	for (int i = 0; i < UINT16_MAX + 10; i++)
		load_meter_take(&m, START);
	assert_int_equal(load_meter_sum(&m), 0);
}

/* --- with transactions --------------------------------------------------- */

struct world {
	struct load load;
	struct message *request;
	struct transaction t;
	struct call call;
	struct dialog dialog;
};

static struct message *message(void)
{
	static const char text[] = "INVITE sip:100@x SIP/2.0\r\n"
		"Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\n"
		"From: <sip:a@x>;tag=1\r\nTo: <sip:100@x>\r\n"
		"Call-ID: 1\r\nCSeq: 1 INVITE\r\n\r\n";
	static struct sip_index_room room;
	struct sip_index sip;
	struct frame frame = { .number = 1, .time = START };
	struct packet p = { .frame = &frame,
			    .payload = slice_of(text, sizeof(text) - 1) };
	struct message *m;

	sip_index_read(&sip, &room, p.payload, true);
	m = message_new(&p, &sip);
	assert_non_null(m);
	return m;
}

static void begin(struct world *w)
{
	static const unsigned char a[4] = { 10, 0, 0, 1 }, b[4] = { 10, 0, 0, 2 };

	memset(w, 0, sizeof(*w));
	load_init(&w->load, 4711);
	w->request = message();
	w->t.request = w->request;
	w->t.call = &w->call;
	w->t.client = addr_make(a, 4, 5060);
	w->t.server = addr_make(b, 4, 5060);
	w->call.dialogs = &w->dialog;
}

static void end(struct world *w)
{
	load_fini(&w->load);
	message_free(w->request);
}

static void happens(struct world *w, enum store_event event, int64_t now)
{
	struct store_notice n = { .event = event, .t = &w->t,
				  .call = &w->call, .now = now };

	load_note(&w->load, &n);
}

static void invite(struct world *w, int64_t now, unsigned status)
{
	w->t.method = METHOD_INVITE;
	w->t.status = 0;
	w->t.start = now;
	happens(w, STORE_REQUEST, now);
	w->t.status = (uint16_t)status;
	w->t.answered = now;
	happens(w, STORE_FINAL, now);
	if (status == 200)
		w->dialog.answered = now;
}

static void bye(struct world *w, int64_t now)
{
	w->t.method = METHOD_BYE;
	happens(w, STORE_REQUEST, now);
}

static void swap(struct world *w)
{
	struct addr a = w->t.client;

	w->t.client = w->t.server;
	w->t.server = a;
}

static unsigned up(struct world *w, int64_t now)
{
	invite(w, now, 503);
	return w->load.now.channels.open;
}

static void count_open(struct world *w)
{
	struct transaction other = { .method = METHOD_BYE };

	assert_int_equal(up(w, START), 0);
	bye(w, START); /* of a call that was never seen */
	invite(w, START, 200);
	invite(w, START, 200);
	assert_int_equal(up(w, START), 2);
	swap(w);
	invite(w, START, 200);
	assert_int_equal(up(w, START), 3);
	bye(w, START + 1);
	assert_int_equal(up(w, START + 2), 2);
	other.client = w->t.server;
	other.server = w->t.client;
	w->t.call_prev = &other;
	bye(w, START + 3); /* both hang up */
	w->t.call_prev = NULL;
	assert_int_equal(up(w, START + 4), 2);
	w->t.client.port = 7;
	bye(w, START + 3);
	bye(w, START + 3);
	bye(w, START + 3);
	assert_int_equal(up(w, START + 4), 0);
	w->t.in_dialog = true;
	invite(w, START + 5, 200);
	w->t.in_dialog = false;
	assert_int_equal(up(w, START + 6), 0);
}

static void test_open(void **state)
{
	static const unsigned char v6[16] = { 0x20, 1, 0xd, 0xb8, [15] = 1 };
	struct world w;

	(void)state;
	begin(&w);
	count_open(&w);
	w.dialog.answered = 0;
	w.t.server = addr_make(v6, 16, 5060);
	count_open(&w);
	end(&w);
}

/* As many as there are; the memory does not follow. */
static void test_bounded(void **state)
{
	struct world w;

	(void)state;
	begin(&w);
	w.t.transport = TRANSPORT_UDP;
	for (uint32_t i = 0; i < 40000; i++) {
		memcpy(w.t.server.ip, &i, sizeof(i));
		w.t.there = i;
		invite(&w, START + i, 200);
		invite(&w, START + i, 503);
		w.t.final = w.request;
		w.t.request_copies = 1;
		happens(&w, STORE_COMPLETE, START + i);
		w.t.method = METHOD_OPTIONS;
		happens(&w, STORE_FINAL, START + i);
	}
	assert_in_range(w.load.ways.count, 1, LOAD_WAYS);
	assert_in_range(w.load.servers.count, 1, LOAD_SERVERS);
	assert_in_range(w.load.pings.count, 1, LOAD_PINGS);
	assert_in_range(w.load.losses.count, 1, LOAD_LOSSES);
	end(&w);
}

/* Time stands still, leaps, and is before 1970. */
static void test_times(void **state)
{
	static const int64_t times[] = {
		-CLOCK_S, 0, 1, CLOCK_S, CLOCK_S, START, START + CLOCK_S,
		INT64_MAX - CLOCK_S, INT64_MAX
	};
	struct world w;

	(void)state;
	begin(&w);
	for (unsigned i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		invite(&w, times[i], 407);
		for (int k = 0; k < 30; k++)
			invite(&w, times[i], k % 3 ? 503 : 200);
		assert_true(w.load.now.burst.rate <= 20 * (i + 1));
	}
	assert_int_equal(w.load.now.cps.limit, 0);
	end(&w);
}

/* A challenged INVITE is one call with the one that follows. */
static void test_challenge(void **state)
{
	struct world w;

	(void)state;
	begin(&w);
	invite(&w, START, 503);
	for (int i = 1; i < 20; i++) {
		invite(&w, START + i * CLOCK_S, 407);
		assert_int_equal(w.t.pace, 0);
		w.t.method = METHOD_INVITE;
		w.t.start = START + i * CLOCK_S;
		happens(&w, STORE_REQUEST, w.t.start);
		assert_int_equal(w.t.pace, 1);
		happens(&w, STORE_COMPLETE, w.t.start);
		assert_int_equal(w.t.pace, 0);
	}
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_meter),
		cmocka_unit_test(test_meter_full),
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_challenge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
