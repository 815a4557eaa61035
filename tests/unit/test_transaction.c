/* SPDX-License-Identifier: BSD-2-Clause */
/* What a transaction remembers of its messages. */
#include "store_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* Feed the lines to one transaction; the first makes it. */
static struct slab slab; /* of the one transaction of a test */

static void drop(struct transaction *t)
{
	transaction_free(&slab, t);
	slab_fini(&slab);
}

static struct transaction *tell(struct store_feed *f, const char *const *lines)
{
	struct transaction *t = NULL;

	slab_init(&slab, sizeof(*t));
	for (; *lines; lines++) {
		struct message *m = store_feed_message(f, *lines);

		assert_non_null(m);
		if (!t)
			t = transaction_new(&slab, m);
		assert_non_null(t);
		if (m->sip.is_response)
			transaction_response(t, m);
		message_unref(m);
	}
	return t;
}

static void forks(void **state)
{
	static const struct {
		const char *label, *lines[8];
		unsigned n_forks, status, first_fork, copies;
		int state;
	} cases[] = {
		{ "no response", { "0 A>B INVITE" }, 0, 0, 0, 0,
		  TRANSACTION_TRYING },
		{ "100 is no fork", { "0 A>B INVITE", "1 B>A 100 INVITE",
		  "1 B>A 100 INVITE t=p" }, 0, 0, 0, 0,
		  TRANSACTION_PROCEEDING },
		{ "100 does not disturb", { "0 A>B INVITE",
		  "1 B>A 200 INVITE t=x", "1 B>A 100 INVITE",
		  "1 B>A 200 INVITE t=x" }, 1, 200, 200, 1,
		  TRANSACTION_COMPLETED },
		{ "180 without tag becomes the fork of its 200",
		  { "0 A>B INVITE", "1 B>A 180 INVITE",
		    "1 B>A 200 INVITE t=x" }, 1, 200, 200, 0,
		  TRANSACTION_COMPLETED },
		{ "late 180", { "0 A>B INVITE", "1 B>A 200 INVITE t=x",
		  "1 B>A 180 INVITE t=x", "1 B>A 200 INVITE t=x" }, 1, 200,
		  200, 1, TRANSACTION_COMPLETED },
		{ "the lowest class", { "0 A>B INVITE", "1 B>A 503 INVITE t=x",
		  "1 B>A 486 INVITE t=y", "1 B>A 404 INVITE t=z" }, 3, 486,
		  503, 0, TRANSACTION_COMPLETED },
		{ "6xx wins", { "0 A>B INVITE", "1 B>A 302 INVITE t=x",
		  "1 B>A 603 INVITE t=y", "1 B>A 404 INVITE t=z" }, 3, 603,
		  302, 0, TRANSACTION_COMPLETED },
		{ "2xx wins over all, the first one", { "0 A>B INVITE",
		  "1 B>A 603 INVITE t=x", "1 B>A 202 INVITE t=y",
		  "1 B>A 200 INVITE t=z", "1 B>A 600 INVITE t=q" }, 4, 202,
		  603, 0, TRANSACTION_COMPLETED },
		{ "orphan", { "1 B>A 183 INVITE t=x" }, 1, 0, 183, 0,
		  TRANSACTION_PROCEEDING },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store_feed f = { 0 };
		struct transaction *t = tell(&f, cases[i].lines);

		if (t->n_forks != cases[i].n_forks ||
		    t->status != cases[i].status)
			print_error("%s\n", cases[i].label);
		assert_int_equal(t->n_forks, cases[i].n_forks);
		assert_int_equal(t->status, cases[i].status);
		assert_int_equal(t->n_forks ? t->forks[0].status : 0,
				 cases[i].first_fork);
		assert_int_equal(t->response_copies, cases[i].copies);
		assert_int_equal(t->state, cases[i].state);
		drop(t);
	}
}

/* Past the 64th branch only a better answer is news. */
static void many_forks(void **state)
{
	static const char *const first[] = { "0 A>B INVITE", NULL };
	struct store_feed f = { 0 };
	struct transaction *t = tell(&f, first);
	struct strbuf line = { 0 };
	unsigned news = 0;

	(void)state;
	for (unsigned i = 0; i <= 300; i++) {
		struct message *m;

		strbuf_reset(&line);
		strbuf_fmt(&line, "1 B>A %s INVITE t=%u",
			   i == 300 ? "200" : "486", i);
		m = store_feed_message(&f, strbuf_str(&line));
		news += !transaction_response(t, m);
		message_unref(m);
	}
	assert_int_equal(t->n_forks, 64);
	assert_int_equal(news, 65);
	assert_int_equal(t->status, 200);
	assert_int_equal(t->responses.count, 301);
	assert_int_equal(t->responses.listed, TRANSACTION_FRAMES_MAX);
	strbuf_fini(&line);
	drop(t);
}

static void times_and_codes(void **state)
{
	static const char *const lines[] = {
		"0 A>B INVITE | Authorization: Digest nonce=\"n\"",
		"1 B>A 100 INVITE", "2 B>A 199 INVITE t=x",
		"3 B>A 183 INVITE t=x", "4 B>A 180 INVITE t=x",
		"5 B>A 183 INVITE t=x", "7 B>A 200 INVITE t=x",
		"8 B>A 200 INVITE t=x", NULL };
	static const unsigned codes[8] = { 100, 199, 183, 180 };
	struct store_feed f = { 0 };
	struct transaction *t = tell(&f, lines);

	(void)state;
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(t->provisional_codes[i], codes[i]);
	assert_int_equal(t->start, STORE_FEED_START);
	assert_int_equal(t->ringing, STORE_FEED_START + 3 * CLOCK_S);
	assert_int_equal(t->answered, STORE_FEED_START + 7 * CLOCK_S);
	assert_int_equal(t->last_response, STORE_FEED_START + 8 * CLOCK_S);
	assert_int_equal(transaction_duration(t), 7 * CLOCK_S);
	assert_int_equal(t->first->sip.status, 100);
	assert_int_equal(t->provisional->sip.status, 183);
	assert_true(t->has_credentials);
	assert_false(t->in_dialog);
	assert_true(slice_eq(transaction_method(t), SLICE("INVITE")));
	assert_string_equal(transaction_class_name(transaction_class(t)),
			    "success");
	assert_false(transaction_has(t, FINDING_REQUIRE_UNSUPPORTED));
	for (unsigned i = 0; i < TRANSACTION_FINDINGS_MAX + 3; i++)
		store_note_finding(t, FINDING_REQUIRE_UNSUPPORTED, 420,
				   SEVERITY_ERROR);
	assert_true(transaction_has(t, FINDING_REQUIRE_UNSUPPORTED));
	assert_int_equal(t->n_findings, TRANSACTION_FINDINGS_MAX);
	drop(t);
	drop(NULL);
}

/* Some refusals are as good as a 200 to who only asks whether the other lives. */
static void pings(void **state)
{
	static const struct {
		const char *lines[3], *class;
	} cases[] = {
		{ { "0 A>B OPTIONS", "1 B>A 404 OPTIONS t=x" }, "normal" },
		{ { "0 A>B OPTIONS", "1 B>A 501 OPTIONS t=x" }, "normal" },
		{ { "0 A>B OPTIONS", "1 B>A 400 OPTIONS t=x" }, "error" },
		{ { "0 A>B OPTIONS", "1 B>A 503 OPTIONS t=x" }, "transient" },
		{ { "0 A>B OPTIONS t=x", "1 B>A 481 OPTIONS t=x" }, "error" },
		{ { "0 A>B MESSAGE", "1 B>A 404 MESSAGE t=x" }, "error" },
		{ { "0 A>B NOTIFY | Event: keep-alive",
		    "1 B>A 405 NOTIFY t=x" }, "normal" },
		{ { "0 A>B NOTIFY | Event: message-summary",
		    "1 B>A 489 NOTIFY t=x" }, "normal" },
		{ { "0 A>B NOTIFY | Event: message-summary",
		    "1 B>A 404 NOTIFY t=x" }, "error" },
		{ { "0 A>B NOTIFY t=x | Event: message-summary",
		    "1 B>A 489 NOTIFY t=x" }, "error" },
		{ { "1 B>A 404 OPTIONS t=x" }, "error" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store_feed f = { 0 };
		struct transaction *t = tell(&f, cases[i].lines);

		assert_string_equal(transaction_class_name(
			transaction_class(t)), cases[i].class);
		drop(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forks),
		cmocka_unit_test(many_forks),
		cmocka_unit_test(times_and_codes),
		cmocka_unit_test(pings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
