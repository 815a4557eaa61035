/* SPDX-License-Identifier: BSD-2-Clause */
/* A rich script once for every allocation that it makes, with that one refused,
 * then with all later ones refused, too: nothing leaks, dangles or is lost from
 * the books.  malloc, calloc and realloc come through the linker's --wrap. */
#include "store/store_table.h"
#include "store_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t size);

static bool armed, refuse_rest;
static unsigned long made, refuse, refused_n;

static bool refused(void)
{
	if (!armed)
		return false;
	made++;
	if (made < refuse || (made > refuse && !refuse_rest))
		return false;
	refused_n++;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *p, size_t size)
{
	return refused() ? NULL : __real_realloc(p, size);
}

static const char *const lines[] = {
	"0 A>B REGISTER c=r b=r1",
	("0.1 B>A 401 REGISTER c=r b=r1 t=t "
	 "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n\""),
	"1 A>B INVITE c=1 b=i", "1.2 A>B INVITE c=1 b=i",
	"1.5 A>B INVITE c=1 b=i",
	"1.6 B>A 100 INVITE c=1 b=i", "2 B>A 180 INVITE c=1 b=i t=x",
	"2.1 B>A 183 INVITE c=1 b=i t=y", "3 B>A 200 INVITE c=1 b=i t=x",
	"3.1 A>B ACK c=1 b=k t=x", "3.15 B>A 200 INVITE c=1 b=i t=x",
	"3.2 B>A 200 INVITE c=1 b=i t=y",
	"4 A>B INVITE c=2 b=j", "5 A>B CANCEL c=2 b=j",
	"5.1 B>A 200 CANCEL c=2 b=j t=z", "5.2 B>A 487 INVITE c=2 b=j t=z",
	"5.3 A>B ACK c=2 b=j t=z", "6 B>A 200 OPTIONS c=3 b=o t=t",
	"7 A>B BYE c=1 b=y n=2 t=x", "7.1 B>A 200 BYE c=1 b=y n=2 t=x",
	"8 A>B INVITE c=4 b=4", "9 A>B INVITE c=5 b=5", "10 A>B INVITE c=6 b=6",
	"11 A>B ACK c=7 b=7", "12 A>B SUBSCRIBE c=8 b=8",
	/* So many that they stand in a table. */
	"13 A>B OPTIONS c=m b=m1 n=1", "13 A>B OPTIONS c=m b=m2 n=2",
	"13 A>B OPTIONS c=m b=m3 n=3", "13 A>B OPTIONS c=m b=m4 n=4",
	"13 A>B OPTIONS c=m b=m5 n=5", "13 A>B OPTIONS c=m b=m6 n=6",
	"13 A>B OPTIONS c=m b=m7 n=7", "13 A>B OPTIONS c=m b=m8 n=8",
	"13 A>B OPTIONS c=m b=m9 n=9", "13 A>B OPTIONS c=m b=m10 n=10",
	"13.1 B>A 200 OPTIONS c=m b=m3 n=3 t=t",
};

static unsigned long completed;

static void look(const struct store_notice *n, void *arg)
{
	(void)arg;
	assert_non_null(n->call);
	completed += n->event == STORE_COMPLETE;
	if (n->t) {
		assert_ptr_equal(n->t->call, n->call);
		assert_non_null(transaction_any(n->t));
	}
}

/* One run; what is refused is refused inside of the store alone. */
static void run(unsigned long k, bool rest)
{
	struct store_options o = { .max_calls = 5, .max_transactions = 11,
				   .max_registrations = 2,
				   .keep_messages = true };
	struct store_feed f;

	refuse = k;
	refuse_rest = rest;
	made = refused_n = completed = 0;
	armed = true;
	store_feed_init(&f, &o);
	armed = false;
	if (!f.store)
		return;
	f.quiet = true;
	f.look = look;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct message *m = store_feed_message(&f, lines[i]);

		assert_non_null(m);
		armed = true;
		f.nomem += store_message(f.store, m) != 0;
		armed = false;
		assert_true(m->refs >= 1);
		message_unref(m);
		assert_int_equal(f.store->timers.len,
				 f.store->n_transactions);
	}
	armed = true;
	store_clock(f.store, STORE_FEED_START + 40 * CLOCK_S);
	if (k % 2) /* freed in the middle as well as after its end */
		store_end(f.store);
	armed = false;
	assert_true(f.nomem <= refused_n);
	if (k % 2) {
		assert_int_equal(f.store->n_transactions, 0);
		assert_int_equal(f.store->calls.used, 0);
		assert_int_equal(completed, store_stats(f.store)->transactions);
	}
	store_feed_fini(&f);
}

static void walk(bool rest)
{
	unsigned long k = 0, some = 0;

	do {
		run(++k, rest);
		some += refused_n > 0;
	} while (refused_n && k < 10000);
	assert_true(some > 20);
	assert_int_equal(refused_n, 0);
}

static void one_refused(void **state)
{
	(void)state;
	walk(false);
}

static void all_refused(void **state)
{
	(void)state;
	walk(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_refused),
		cmocka_unit_test(all_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
