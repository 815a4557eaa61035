/* SPDX-License-Identifier: BSD-2-Clause */
/* What clients did before: challenges, refused credentials, short intervals. */
#include "store_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define ASK(nonce) "| WWW-Authenticate: Digest realm=\"r\", nonce=\"" nonce "\"\n"
#define STALE(nonce) "| WWW-Authenticate: Digest realm=\"r\", stale=TRUE, " \
	"nonce=\"" nonce "\"\n"
#define WITH(nonce) "| Authorization: Digest username=\"u\", nonce=\"" nonce \
	"\", response=\"0\"\n"
#define TRY(n, with) "1 A>B REGISTER b=" n " n=" n " " with
#define NO(n, ask) "1 B>A 401 REGISTER b=" n " n=" n " t=t " ask
#define OK(n) "1 B>A 200 REGISTER b=" n " n=" n " t=t\n"

static const struct {
	const char *label, *script;
	bool refused, none;
	unsigned plain, rejected, stale, too_brief, too_small;
} cases[] = {
	{ .label = "a success is not worth remembering", .none = true,
	  .script = TRY("1", "\n") OK("1") },
	{ .label = "a first challenge", .plain = 1,
	  .script = TRY("1", "\n") NO("1", ASK("x")) },
	{ .label = "never answered: three challenges", .plain = 3,
	  .script = TRY("1", "\n") NO("1", ASK("x")) TRY("2", "\n")
		NO("2", ASK("y")) TRY("3", "\n") NO("3", ASK("z")) },
	{ .label = "credentials for that nonce refused", .refused = true,
	  .rejected = 1,
	  .script = TRY("1", "\n") NO("1", ASK("x")) TRY("2", WITH("x"))
		NO("2", ASK("y")) },
	{ .label = "refused twice in a row", .refused = true, .rejected = 2,
	  .script = TRY("1", "\n") NO("1", ASK("x")) TRY("2", WITH("x"))
		NO("2", ASK("y")) TRY("3", WITH("y")) NO("3", ASK("z")) },
	{ .label = "credentials for an older nonce",
	  .script = TRY("1", "\n") NO("1", ASK("x")) TRY("2", WITH("old"))
		NO("2", ASK("y")) },
	{ .label = "stale is not refused", .stale = 1,
	  .script = TRY("1", "\n") NO("1", ASK("x")) TRY("2", WITH("x"))
		NO("2", STALE("y")) },
	{ .label = "stale again and again", .stale = 2,
	  .script = TRY("1", "\n") NO("1", ASK("x")) TRY("2", WITH("x"))
		NO("2", STALE("y")) TRY("3", WITH("y")) NO("3", STALE("z")) },
	{ .label = "accepted: all is forgiven",
	  .script = TRY("1", "\n") NO("1", ASK("x")) TRY("2", WITH("x"))
		NO("2", ASK("y")) TRY("3", WITH("y")) OK("3") },
	{ .label = "the nonce that was accepted runs out",
	  .script = TRY("1", "\n") NO("1", ASK("x")) TRY("2", WITH("x")) OK("2")
		TRY("3", WITH("x")) NO("3", ASK("y")) },
	{ .label = "a proxy and a server each ask",
	  .script = TRY("1", "\n")
		"1 B>A 407 REGISTER b=1 n=1 t=t "
		"| Proxy-Authenticate: Digest realm=\"p\", nonce=\"x\"\n"
		"1 A>B REGISTER b=2 n=2 "
		"| Proxy-Authorization: Digest username=\"u\", nonce=\"x\"\n"
		NO("2", ASK("y")) },
	{ .label = "two challenges, the second answered", .refused = true,
	  .rejected = 1,
	  .script = TRY("1", "\n") NO("1", "| WWW-Authenticate: Digest "
		"algorithm=SHA-256, nonce=\"x\" ~ WWW-Authenticate: Digest "
		"nonce=\"y\"\n") TRY("2", WITH("y")) NO("2", ASK("z")) },
	{ .label = "423 twice", .too_brief = 2,
	  .script = TRY("1", "\n") "1 B>A 423 REGISTER b=1 n=1 t=t\n"
		TRY("2", "\n") "1 B>A 423 REGISTER b=2 n=2 t=t\n" },
	{ .label = "422 of an INVITE is not the REGISTER's", .too_small = 1,
	  .script = TRY("1", "\n") "1 B>A 423 REGISTER b=1 n=1 t=t\n"
		"1 A>B INVITE b=i c=2\n1 B>A 422 INVITE b=i c=2 t=t\n" },
	{ .label = "another server", .plain = 1,
	  .script = TRY("1", "\n") NO("1", ASK("x"))
		"1 A>C REGISTER b=2 n=2\n1 C>A 401 REGISTER b=2 n=2 t=t "
		ASK("x") },
	{ .label = "another user", .plain = 1,
	  .script = TRY("1", "\n") NO("1", ASK("x"))
		"1 A>B REGISTER b=2 n=2 to=carol\n"
		"1 B>A 401 REGISTER b=2 n=2 to=carol t=t " ASK("x") },
	{ .label = "another port is the same client", .plain = 2,
	  .script = TRY("1", "\n") NO("1", ASK("x"))
		"1 a>B REGISTER b=2 n=2\n1 B>a 401 REGISTER b=2 n=2 t=t "
		ASK("x") },
	{ .label = "after an hour of silence it is new", .plain = 1,
	  .script = TRY("1", "\n") NO("1", ASK("x"))
		"3602 A>B REGISTER b=2 n=2\n"
		"3602 B>A 401 REGISTER b=2 n=2 t=t " ASK("x") },
	{ .label = "the request was not captured", .none = true,
	  .script = NO("1", ASK("x")) },
	{ .label = "no challenge in the 401, no To", .plain = 1,
	  .script = "1 A>B REGISTER b=1 no=T\n"
		"1 B>A 401 REGISTER b=1 no=T\n" },
};

static void remembers(void **state)
{
	unsigned bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static const struct registration nothing;
		const struct registration *r;
		struct store_feed f;
		bool good;

		store_feed_init(&f, NULL);
		store_feed(&f, cases[i].script);
		r = f.registration ? f.registration : &nothing;
		good = f.refused == cases[i].refused &&
			!f.registration == cases[i].none &&
			r->plain == cases[i].plain &&
			r->rejected == cases[i].rejected &&
			r->stale == cases[i].stale &&
			r->too_brief == cases[i].too_brief &&
			r->too_small == cases[i].too_small;
		if (!good)
			print_error("%s: refused %d, entry %d, plain %u, "
				    "rejected %u, stale %u\n", cases[i].label,
				    f.refused, !!f.registration, r->plain,
				    r->rejected, r->stale);
		bad += !good;
		store_feed_fini(&f);
	}
	assert_int_equal(bad, 0);
}

static void look(const struct store_notice *n, void *arg)
{
	if (n->event == STORE_COMPLETE)
		((enum transaction_class *)arg)[n->t->serial] =
			transaction_class(n->t);
}

/* The class is the same when it is told at the end as it was at the response. */
static void classes(void **state)
{
	enum transaction_class got[12] = { 0 };
	struct store_feed f;

	(void)state;
	store_feed_init(&f, NULL);
	f.look = look;
	f.arg = got;
	store_feed(&f, TRY("1", "\n") NO("1", ASK("x")) TRY("2", WITH("x"))
		   NO("2", ASK("y"))
		   "1 A>B INVITE b=3 c=3\n1 B>A 491 INVITE b=3 c=3 t=t\n"
		   "5 A>B INVITE b=4 n=2 c=3\n5 B>A 491 INVITE b=4 n=2 c=3 t=t\n"
		   "5 B>A INVITE b=5 n=2 c=3\n6 A>B 491 INVITE b=5 n=2 c=3 t=t\n"
		   "7 A>B OPTIONS b=6 c=6\n"
		   "7 A>B INVITE b=7 c=7\n7 B>A 183 INVITE b=7 c=7 t=t\n"
		   "8 A>B OPTIONS b=8 c=8\n8 B>A 302 OPTIONS b=8 c=8 t=t\n"
		   "9 A>B OPTIONS b=9 c=9\n9 B>A 299 OPTIONS b=9 c=9 t=t\n"
		   "9 A>B OPTIONS b=10 c=10\n9 B>A 999 OPTIONS b=10 c=10 t=t\n"
		   "600 clock");
	assert_int_equal(got[1], TRANSACTION_NORMAL);
	assert_int_equal(got[2], TRANSACTION_ERROR);
	assert_int_equal(got[3], TRANSACTION_NORMAL);
	assert_int_equal(got[4], TRANSACTION_TRANSIENT);
	assert_int_equal(got[5], TRANSACTION_NORMAL);
	assert_int_equal(got[6], TRANSACTION_NONE);
	assert_int_equal(got[7], TRANSACTION_PROGRESS);
	assert_int_equal(got[8], TRANSACTION_REDIRECT);
	assert_int_equal(got[9], TRANSACTION_SUCCESS);
	assert_int_equal(got[10], TRANSACTION_ERROR);
	store_feed_fini(&f);
}

static void look_silent(const struct store_notice *n, void *arg)
{
	if (n->event == STORE_COMPLETE)
		((int *)arg)[n->t->serial] = n->registration ?
			(int)n->registration->plain : -1;
}

/* At the end of a challenged request: who did not answer, again and again, and what
 * became of credentials. */
static void ends(void **state)
{
	int got[] = { 9, 9, 9, 9, 9, 9 };
	struct store_feed f;

	(void)state;
	store_feed_init(&f, NULL);
	f.look = look_silent;
	f.arg = got;
	store_feed(&f, TRY("1", "\n") NO("1", ASK("x"))
		   "100 clock\n"
		   "101 A>B REGISTER b=2 n=2\n"
		   "101 B>A 401 REGISTER b=2 n=2 t=t " ASK("x")
		   "102 A>B REGISTER b=3 n=3 to=carol\n"
		   "102 B>A 401 REGISTER b=3 n=3 to=carol t=t " ASK("x")
		   "200 clock\n"
		   "201 A>B REGISTER b=4 n=4 " WITH("x")
		   "201 B>A 401 REGISTER b=4 n=4 t=t " ASK("y")
		   "300 clock\n"
		   "301 A>B REGISTER b=5 n=5\n"
		   "301 B>A 401 REGISTER b=5 n=5 t=t " ASK("x")
		   "400 clock");
	assert_int_equal(got[1], -1); /* once is nothing */
	assert_int_equal(got[2], 2);
	assert_int_equal(got[3], -1); /* another user */
	assert_int_equal(got[4], 0);
	assert_int_equal(got[5], -1);
	store_feed_fini(&f);
}

static void give(struct store_feed *f, const char *line, bool ipv6)
{
	struct message *m = store_feed_message(f, line);

	assert_non_null(m);
	if (ipv6)
		m->src.family = m->dst.family = 6;
	assert_int_equal(store_message(f->store, m), 0);
	message_unref(m);
}

/* The addresses have the same bytes, but one is of IPv4. */
static void families(void **state)
{
	struct store_feed f;

	(void)state;
	for (int ipv6 = 0; ipv6 < 2; ipv6++) {
		store_feed_init(&f, NULL);
		give(&f, "0 A>B REGISTER b=1", false);
		give(&f, "0 B>A 401 REGISTER b=1 t=t", false);
		give(&f, "1 A>B REGISTER b=2 n=2", ipv6);
		give(&f, "1 B>A 401 REGISTER b=2 n=2 t=t", ipv6);
		assert_non_null(f.registration);
		assert_int_equal(f.registration->plain, ipv6 ? 1 : 2);
		store_feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(remembers),
		cmocka_unit_test(ends),
		cmocka_unit_test(classes),
		cmocka_unit_test(families),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
