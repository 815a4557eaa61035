/* SPDX-License-Identifier: BSD-2-Clause */
/* Floods: tables stay within their caps, what is shed is counted, and the time
 * it takes does not grow with the square. */
#include "store/store_table.h"
#include "store_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <time.h>

static void send(struct store_feed *f, const char *fmt, unsigned n)
{
	struct strbuf line = { 0 };

	for (const char *p = fmt; *p; p++) {
		if (*p == '#')
			strbuf_uint(&line, n);
		else
			strbuf_addc(&line, *p);
	}
	store_feed(f, strbuf_str(&line));
	strbuf_fini(&line);
}

static void flood(const char *script, uint64_t shed, size_t calls,
		  size_t transactions)
{
	struct store_options o = { .max_calls = 50, .max_transactions = 100,
				   .max_registrations = 20 };
	const struct store_stats *st;
	struct store_feed f;

	store_feed_init(&f, &o);
	f.quiet = true;
	st = store_stats(f.store);
	for (unsigned i = 0; i < 1000; i++) {
		send(&f, script, i);
		assert_true(f.store->calls.used <= 50);
		assert_true(f.store->n_transactions <= 100);
		assert_true(f.store->registrations.table.used <= 20);
	}
	assert_int_equal(f.nomem, 0);
	assert_int_equal(st->shed, shed);
	assert_int_equal(f.store->calls.used, calls);
	assert_int_equal(f.store->n_transactions, transactions);
	store_feed(&f, "100 end");
	assert_int_equal(f.store->calls.used, 0);
	assert_int_equal(f.store->n_transactions, 0);
	assert_int_equal(f.store->timers.len, 0);
	assert_int_equal(f.store->call_timers.len, 0);
	store_feed_fini(&f);
}

static void floods(void **state)
{
	(void)state;
	/* Each new call pushes out a transaction, and then its call. */
	flood("0 A>B OPTIONS c=# b=#", 2 * 950, 50, 50);
	flood("0 A>B OPTIONS c=one b=#", 900, 1, 100);
	flood("0 B>A 200 OPTIONS c=# b=#", 2 * 950, 50, 50);
	flood("0 B>A 180 INVITE c=one b=# t=#", 900, 1, 100);
	flood("0 A>B ACK c=# b=#", 950, 50, 0);
	flood("0 A>B OPTIONS c=one b=one s=host#", 900, 1, 100);
	flood("0 A>B OPTIONS c=one b=one n=#", 900, 1, 100);
	flood("0 A>B M# c=one b=one", 900, 1, 100);
	flood("0 A>B OPTIONS c=one b=- f=#", 900, 1, 100);
	/* Too many lookalikes are copies: no cost, no memory. */
	flood("0 A>B OPTIONS c=one b=- u=#", 0, 1, 33);
	/* One transaction, whatever its answers. */
	flood("0 B>A 200 INVITE c=one b=one t=#", 0, 1, 1);
	flood("0 B>A 183 INVITE c=one b=one t=#", 0, 1, 1);
	/* 980 registrations and 900 transactions. */
	flood("0 A>B REGISTER c=one b=# to=#\n"
	      "0 B>A 401 REGISTER c=one b=# to=# "
	      "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"",
	      980 + 900, 1, 100);
}

/* 4,000 bytes behind what stands there, then \n. */
static void add_long(struct strbuf *script, const char *before)
{
	strbuf_adds(script, before);
	strbuf_pad(script, 'x', 4000);
	strbuf_addc(script, '\n');
}

static void heavy(const char *before, bool keep)
{
	struct store_options o = { .max_bytes = 100000, .keep_messages = keep };
	struct strbuf script = { 0 };
	struct store_feed f;

	store_feed_init(&f, &o);
	f.quiet = true;
	add_long(&script, before);
	for (unsigned i = 0; i < 300; i++) {
		send(&f, strbuf_str(&script), i);
		assert_true(f.store->bytes <= 100000 + 10000);
	}
	assert_true(f.store->bytes > 50000);
	assert_true(store_stats(f.store)->shed > 0);
	assert_int_equal(f.nomem, 0);
	store_feed(&f, "100 end");
	assert_int_equal(f.store->bytes, 0);
	store_feed_fini(&f);
	strbuf_fini(&script);
}

/* Few messages may be large. */
static void bytes(void **state)
{
	(void)state;
	for (int keep = 0; keep < 2; keep++) {
		heavy("0 A>B OPTIONS b=# | X: ", keep);
		heavy("0 A>B OPTIONS b=# c=# | X: ", keep);
		heavy("0 A>B OPTIONS b=# c=#", keep);
		heavy("0 A>B ACK b=# c=#", keep);
		heavy("0 B>A 200 OPTIONS b=# c=# | X: ", keep);
	}
}

/* A name of a thousand bytes is remembered by nobody. */
static void long_name(void **state)
{
	struct strbuf script = { 0 };
	struct store_feed f;

	(void)state;
	strbuf_adds(&script, "0 A>B REGISTER b=1 to=");
	strbuf_pad(&script, 'x', 1000);
	strbuf_adds(&script, "\n0 B>A 401 REGISTER b=1 to=x "
		    "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\n");
	store_feed_init(&f, NULL);
	store_feed(&f, strbuf_str(&script));
	assert_int_equal(f.store->registrations.table.used, 0);
	assert_non_null(strstr(strbuf_str(&f.log), "final 1 401"));
	store_feed_fini(&f);
	strbuf_fini(&script);
}

/* The newest are kept. */
static void newest_stays(void **state)
{
	struct store_options o = { .max_calls = 2, .max_transactions = 2 };
	struct store_feed f;

	(void)state;
	store_feed_init(&f, &o);
	store_feed(&f, "0 A>B INVITE c=1 b=1\n1 A>B INVITE c=2 b=2\n"
		   "2 A>B INVITE c=3 b=3\n3 B>A 486 INVITE c=3 b=3 t=t\n"
		   "4 B>A 486 INVITE c=2 b=2 t=t");
	assert_string_equal(strbuf_str(&f.log),
		"req 1; req 2; complete 1 @2; call ringing @2; req 3; "
		"final 3 486; final 2 486");
	assert_int_equal(store_stats(f.store)->shed, 2);
	store_feed_fini(&f);
}

/* Each of them is found, however many there are in the call, and they leave no
 * trace in the table. */
static void many_in_one_call(void **state)
{
	struct strbuf want = { 0 };
	struct store_feed f;

	(void)state;
	store_feed_init(&f, NULL);
	for (unsigned i = 1; i <= 20; i++) {
		send(&f, "0 A>B OPTIONS b=#", i);
		strbuf_fmt(&want, "%sreq %u", i > 1 ? "; " : "", i);
		assert_int_equal(f.store->n_transactions, i);
		assert_int_equal(f.store->transactions.used, i > 8 ? i : 0);
	}
	for (unsigned i = 1; i <= 20; i++) {
		send(&f, "0.1 A>B OPTIONS b=#", i);
		send(&f, "0.2 B>A 200 OPTIONS b=# t=t", i);
		strbuf_fmt(&want, "; again %u; final %u 200", i, i);
	}
	assert_string_equal(strbuf_str(&f.log), strbuf_str(&want));
	store_feed(&f, "40 clock");
	assert_int_equal(f.store->n_transactions, 0);
	assert_int_equal(f.store->transactions.used, 0);
	send(&f, "41 A>B OPTIONS b=#", 21);
	assert_int_equal(f.store->transactions.used, 0);
	store_feed_fini(&f);
	strbuf_fini(&want);
}

static double flow_of(const char *script, unsigned n)
{
	struct timespec a, b;
	struct store_feed f;

	store_feed_init(&f, NULL);
	f.quiet = true;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	for (unsigned i = 0; i < n; i++)
		send(&f, script, i);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	store_feed_fini(&f);
	return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

/* Eight times the messages may take eight times as long, not sixty-four. */
static void linear_time(void **state)
{
	static const char *const scripts[] = {
		"0 A>B OPTIONS c=one b=#",
		"0 A>B OPTIONS c=one b=one s=host#",
		"0 A>B OPTIONS c=one b=- u=#",
		"0 A>B INVITE c=one b=one n=#\n0 A>B ACK c=one b=x n=#",
		"0 B>A 200 INVITE c=one b=one t=#",
		"0 A>B OPTIONS c=# b=#\n0 A>B icmp 8 OPTIONS c=# b=#",
		("0 A>B INVITE c=one b=# n=#\n"
		 "0 B>A 491 INVITE c=one b=# n=# t=t"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		double few = flow_of(scripts[i], 1000);
		double many = flow_of(scripts[i], 8000);

		if (many > 30 * few + 0.05)
			print_error("%s: %g s, then %g s\n", scripts[i], few,
				    many);
		assert_true(many <= 30 * few + 0.05);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(floods),
		cmocka_unit_test(bytes),
		cmocka_unit_test(long_name),
		cmocka_unit_test(newest_stays),
		cmocka_unit_test(many_in_one_call),
		cmocka_unit_test(linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
