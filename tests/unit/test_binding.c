/* SPDX-License-Identifier: BSD-2-Clause */
/* What is remembered of registrations, and of the way to who registered.  What NAT
 * does to it is in test_rules_ways. */
#include "store_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define S CLOCK_S

/* What the notices told. */
struct told {
	struct binding binding; /* of the last final response */
	struct mapping way;     /* of that */
	bool has_way;
	unsigned late;          /* INVITEs to an expired contact */
};

static void look(const struct store_notice *n, void *arg)
{
	struct told *told = arg;

	if (n->event == STORE_REQUEST && n->binding) {
		assert_int_equal(n->t->method, METHOD_INVITE);
		told->late++;
	}
	if (n->event != STORE_FINAL || !n->binding ||
	    n->t->method != METHOD_REGISTER)
		return;
	told->binding = *n->binding;
	told->has_way = n->binding->way;
	if (told->has_way)
		told->way = *n->binding->way;
}

#define REG(at, n) at " A>B REGISTER b=" n " n=" n " to=alice " \
	"| Contact: <sip:alice@example.com>;expires=60\n" \
	at " B>A 200 REGISTER b=" n " n=" n " to=alice t=t " \
	"| Contact: <sip:alice@example.com>;expires=60\n"
#define OFF(at, n) at " A>B REGISTER b=" n " n=" n " to=alice " \
	"| Contact: <sip:alice@example.com>;expires=0\n" \
	at " B>A 200 REGISTER b=" n " n=" n " to=alice t=t\n"
/* The feeder's Request-URI is sip:USER@example.com.  Somebody else, so that the capture goes on. */
#define OTHERS "20 clock\n40 clock\n55 clock\n"
#define CALL(at) at " B>A INVITE b=i c=call s=10.0.0.2:5060 u=alice\n"

static const struct {
	const char *label, *script;
	unsigned registers, late;
	int silence; /* s; ms where it says so */
	bool no_way;
} cases[] = {
	{ .label = "one registration", .registers = 1, .script = REG("1", "1") },
	{ .label = "silence between two", .registers = 2, .silence = 49,
	  .script = REG("1", "1") REG("50", "2") },
	{ .label = "a packet of the client breaks it", .registers = 2,
	  .silence = 30, .script = REG("1", "1") "31 clock\n31 A>B seen\n"
		REG("50", "2") },
	{ .label = "one of the server, too", .registers = 2, .silence = 19,
	  .script = REG("1", "1") "31 clock\n31 B>A seen\n" REG("50", "2") },
	{ .label = "somebody else's does not", .registers = 2, .silence = 49,
	  .script = REG("1", "1") "31 clock\n31 C>B seen\n" REG("50", "2") },
	{ .label = "a request that is answered ends it: it was open",
	  .registers = 2, .silence = 10, .script = REG("1", "1")
		"40 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n"
		"40 A>B 200 OPTIONS b=o c=o s=10.0.0.2:5060 t=x\n"
		REG("50", "2") },
	{ .label = "over a proxy", .no_way = true,
	  .script = "1 P>B REGISTER b=2 to=alice s=10.0.0.9 "
		"| Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1 "
		"~ Contact: <sip:alice@example.com>\n"
		"1 B>P 200 REGISTER b=2 to=alice t=t s=10.0.0.9\n" },
	{ .label = "it only asked", .no_way = true,
	  .script = "1 A>B REGISTER b=2 to=alice\n"
		"1 B>A 200 REGISTER b=2 to=alice t=t\n" },
	{ .label = "called in time", .registers = 1,
	  .script = REG("1", "1") OTHERS CALL("60") },
	{ .label = "called within 5 s of the end", .registers = 1,
	  .script = REG("1", "1") OTHERS CALL("66") },
	{ .label = "called too late", .registers = 1, .late = 1,
	  .script = REG("1", "1") OTHERS CALL("67") },
	{ .label = "renewed", .registers = 2, .silence = 49,
	  .script = REG("1", "1") REG("50", "2") OTHERS CALL("67") },
	{ .label = "signed off", .registers = 1, .no_way = true,
	  .script = REG("1", "1") OFF("2", "2") OTHERS CALL("67") },
	{ .label = "nothing was captured meanwhile", .registers = 1,
	  .script = REG("1", "1") CALL("67") },
	{ .label = "in a dialog", .registers = 1,
	  .script = REG("1", "1") OTHERS
		"67 B>A INVITE b=i c=call s=10.0.0.2:5060 u=alice t=x\n" },
	{ .label = "no call", .registers = 1,
	  .script = REG("1", "1") OTHERS
		"67 B>A OPTIONS b=i c=call s=10.0.0.2:5060 u=alice\n" },
	{ .label = "by the phone itself", .registers = 1,
	  .script = REG("1", "1") OTHERS "67 A>B INVITE b=i c=call u=alice\n" },
	{ .label = "for somebody else", .registers = 1,
	  .script = REG("1", "1") OTHERS
		"67 B>A INVITE b=i c=call s=10.0.0.2:5060 u=bob\n" },
};

static void test_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct told told = { .late = 0 };
		struct store_feed f;

		store_feed_init(&f, NULL);
		f.look = look;
		f.arg = &told;
		store_feed(&f, cases[i].script);
		if (told.late != cases[i].late)
			fail_msg("%s: %u late", cases[i].label, told.late);
		if (told.has_way == cases[i].no_way)
			fail_msg("%s: way %d", cases[i].label, told.has_way);
		if (told.has_way && told.way.registers != cases[i].registers)
			fail_msg("%s: %u registers", cases[i].label,
				 told.way.registers);
		if (told.has_way && told.way.silence / S != cases[i].silence)
			fail_msg("%s: silence %d", cases[i].label,
				 (int)(told.way.silence / S));
		store_feed_fini(&f);
	}
}

/* What is not answered, and what ends that.  The REGISTER of a client is heard, so
 * `dead' is looked at in the table itself. */
static const struct {
	const char *label, *script;
	bool dead;
} dead[] = {
	{ "answered", REG("1", "1")
	  "2 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n"
	  "2 A>B 200 OPTIONS b=o c=o s=10.0.0.2:5060 t=x\n40 clock\n", false },
	{ "not answered", REG("1", "1")
	  "2 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n40 clock\n", true },
	{ "its time is not over", REG("1", "1")
	  "2 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n30 clock\n", false },
	{ "three copies", REG("1", "1")
	  "2 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n"
	  "2.5 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n"
	  "3.5 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n"
	  "5.5 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n", true },
	{ "refused by a router", REG("1", "1")
	  "2 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n"
	  "2.1 B>A icmp 0 OPTIONS b=o c=o s=10.0.0.2:5060\n", true },
	{ "provisional", REG("1", "1") CALL("2")
	  "2 A>B 100 INVITE b=i c=call s=10.0.0.2:5060\n300 clock\n", false },
	{ "heard of again", REG("1", "1")
	  "2 B>A OPTIONS b=o c=o s=10.0.0.2:5060\n40 clock\n41 A>B seen\n",
	  false },
	{ "of the client", REG("1", "1")
	  "2 A>B OPTIONS b=o c=o\n40 clock\n", false },
	{ "CANCEL", REG("1", "1")
	  "2 B>A CANCEL b=o c=o s=10.0.0.2:5060\n40 clock\n", false },
};

static const struct mapping *of_last;
static void keep(const struct store_notice *n, void *arg)
{
	(void)arg;
	if (n->event == STORE_FINAL && n->binding &&
	    n->t->method == METHOD_REGISTER)
		of_last = n->binding->way;
}

static void test_dead(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(dead) / sizeof(dead[0]); i++) {
		struct store_feed f;

		of_last = NULL;
		store_feed_init(&f, NULL);
		f.look = keep;
		store_feed(&f, dead[i].script);
		assert_non_null(of_last);
		if (!!of_last->dead != dead[i].dead)
			fail_msg("%s: dead %d", dead[i].label, !!of_last->dead);
		store_feed_fini(&f);
	}
}

/* The ith client registers. */
static void registered(struct mapping_table *mt, struct message *m, unsigned i,
		       struct transaction *t)
{
	struct mapping_contact c = { .uri = SLICE("sip:a@x"), .aor = i };
	struct mapping *w;

	*t = (struct transaction){ .request = m, .answered = i,
				   .client = m->src, .server = m->dst };
	t->client.ip[0] = (uint8_t)(i >> 16);
	t->client.ip[1] = (uint8_t)(i >> 8);
	t->client.ip[2] = (uint8_t)i;
	t->there = addr_hash_pair(mt->seed, &t->client, &t->server);
	t->back = addr_hash_pair(mt->seed, &t->server, &t->client);
	w = mapping_registered(mt, t, &c);
	assert_non_null(w);
	assert_int_equal(w->aor, i);
	assert_int_equal(w->registers, 1);
	assert_ptr_equal(mapping_between(mt, &t->client, &t->server), w);
}

/* Whatever the seed, all of many are known: the same capture tells the same each
 * time.  And of more than there is room for none is another's. */
static void test_many(void **state)
{
	struct mapping_table mt;
	struct transaction t;
	struct store_feed f;
	struct message *m;

	(void)state;
	store_feed_init(&f, NULL);
	m = store_feed_message(&f, "0 A>B REGISTER b=1 "
			       "| Contact: <sip:alice@example.com>");
	for (unsigned seed = 1; seed <= 8; seed++) {
		mapping_table_init(&mt, seed * UINT64_C(0x9e3779b97f4a7c15));
		for (unsigned i = 0; i < MAPPING_MAX / 8; i++)
			registered(&mt, m, i, &t);
		assert_int_equal(mt.ways.count, MAPPING_MAX / 8);
		assert_int_equal(mt.ways.shed, 0);
		mapping_table_fini(&mt);
	}
	mapping_table_init(&mt, 42);
	for (unsigned i = 0; i < 2 * MAPPING_MAX; i++)
		registered(&mt, m, i, &t);
	assert_true(mt.ways.count <= MAPPING_MAX);
	mapping_table_fini(&mt);
	message_unref(m);
	store_feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ways), cmocka_unit_test(test_dead),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
