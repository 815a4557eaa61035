/* SPDX-License-Identifier: BSD-2-Clause */
/* The engine: ranking, what a finding points at, hostile messages. */
#include "feed.h"

#include "data/catalog_fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define USUAL "Max-Forwards: 70\nContact: <sip:a@x>\n"

static struct feed feed;

static void refuse(double at, int call, unsigned code, const char *to)
{
	struct strbuf b = { 0 };

	strbuf_fmt(&b, "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK%d\n"
		   "From: <sip:a@x>;tag=1\nTo: <sip:%s@x>\nCall-ID: r%d\n"
		   "CSeq: 1 INVITE\n", call, to, call);
	feed_fmt(&feed, at, "10.0.0.1:5060", "10.0.0.2:5060",
		 "INVITE sip:%s@x SIP/2.0\n" USUAL
		 "%s", to, strbuf_str(&b));
	feed_fmt(&feed, at + .1, "10.0.0.2:5060", "10.0.0.1:5060",
		 "SIP/2.0 %u No\n%s", code, strbuf_str(&b));
	strbuf_fini(&b);
}

static void test_ranking(void **state)
{
	const struct ranking_group *g;
	size_t n;

	(void)state;
	feed_init(&feed);
	refuse(1, 1, 503, "bob");
	refuse(2, 2, 404, "carol");
	refuse(3, 3, 404, "bob");
	refuse(4, 4, 503, "bob");
	refuse(5, 5, 404, "bob");
	feed_end(&feed);
	assert_int_equal(feed.n, 5);
	assert_int_equal(feed.found[2].occurrence, 1);
	assert_int_equal(feed.found[4].occurrence, 2);
	/* Counting reads the words of the first of a group alone. */
	assert_false(feed.found[0].unfinished);
	assert_true(feed.found[4].unfinished);
	assert_string_equal(feed.found[4].title, feed.found[2].title);
	g = ranking_sorted(&feed.ranking, &n);
	assert_int_equal(n, 3);
	/* errors first, the more frequent before the rarer */
	assert_string_equal(g[0].group, "status-404|10.0.0.2|bob");
	assert_int_equal(g[0].count, 2);
	assert_int_equal(g[0].status, 404);
	assert_int_equal(g[0].severity, SEVERITY_ERROR);
	assert_int_equal(g[0].last - g[0].first, 2 * CLOCK_S);
	assert_non_null(strstr(g[0].title, "bob"));
	assert_string_equal(g[1].group, "status-404|10.0.0.2|carol");
	assert_string_equal(g[2].group, "status-503|10.0.0.2");
	assert_int_equal(g[2].severity, SEVERITY_WARNING);
	assert_int_equal(g[2].count, 2);
	assert_int_equal(g[2].n_peers, 1);
	assert_string_equal(g[2].peers[0], "10.0.0.2");
	assert_int_equal(feed.ranking.shed, 0);
	feed_fini(&feed);
}

static void test_nothing(void **state)
{
	size_t n = 7;

	(void)state;
	feed_init(&feed);
	feed_end(&feed);
	assert_int_equal(feed.n, 0);
	ranking_sorted(&feed.ranking, &n);
	assert_int_equal(n, 0);
	feed_fini(&feed);
	engine_free(NULL);
}

/* Who is listed: four of them by name, all of them by number. */
static void test_peers(void **state)
{
	const struct ranking_group *g;
	size_t n;

	(void)state;
	feed_init(&feed);
	for (int i = 0; i < 12; i++) {
		char from[32];

		snprintf(from, sizeof(from), "10.0.1.%d:5060", i % 6);
		feed_seen(&feed, "10.0.0.2:5060", from);
		feed_fmt(&feed, i, from, "10.0.0.2:5060",
			 "INVITE sip:b@x SIP/2.0\n" USUAL
			 "Via: SIP/2.0/UDP 10.0.1.1;"
			 "branch=z9hG4bK%d\nFrom: <sip:a@x>;tag=1\nTo: <sip:b@x>"
			 "\nCall-ID: p%d\nCSeq: 1 INVITE\n", i, i);
	}
	feed_clock(&feed, 60);
	feed_end(&feed);
	assert_int_equal(feed_count(&feed, "no-answer-any"), 12);
	g = ranking_sorted(&feed.ranking, &n);
	assert_int_equal(n, 1);
	assert_int_equal(g[0].count, 12);
	assert_int_equal(g[0].n_peers, 6);
	assert_string_equal(g[0].peers[3], "10.0.1.3");
	feed_fini(&feed);
}

/* A title holds what the sender wrote, but not all of 64 KiB. */
static void test_long_title(void **state)
{
	const struct ranking_group *g;
	struct strbuf to = { 0 };
	size_t n, len;

	(void)state;
	for (int odd = 0; odd < 2; odd++) {
		strbuf_reset(&to);
		strbuf_adds(&to, odd ? "x" : "");
		for (int i = 0; i < 1000; i++)
			strbuf_adds(&to, "\xc3\xa9");
		feed_init(&feed);
		refuse(1, 1, 404, strbuf_str(&to));
		g = ranking_sorted(&feed.ranking, &n);
		assert_int_equal(n, 2); /* and udp-fragment */
		len = strlen(g[0].title);
		assert_in_range(len, 999, 1000);
		assert_memory_equal(g[0].title + len - 2, "\xc3\xa9", 2);
		feed_end(&feed);
		feed_fini(&feed);
	}
	strbuf_fini(&to);
}

/* More groups than are kept: the rest is counted. */
static void test_many_groups(void **state)
{
	size_t n;

	(void)state;
	feed_init(&feed);
	for (int i = 0; i < 4100; i++) {
		char to[16];

		snprintf(to, sizeof(to), "u%d", i);
		refuse(i, i, 404, to);
	}
	ranking_sorted(&feed.ranking, &n);
	assert_int_equal(n, 4096);
	assert_int_equal(feed.ranking.shed, 4);
	feed_end(&feed);
	feed_fini(&feed);
}

/* An answerer outside, which gives a private Contact, and a caller outside. */
static void test_private_contact(void **state)
{
	static const char head[] = "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\n"
		"From: <sip:a@x>;tag=1\nTo: <sip:b@x>%s\nCall-ID: k\n"
		"CSeq: 1 INVITE\n%s";
	struct strbuf b = { 0 };
	const struct feed_found *x;

	(void)state;
	feed_init(&feed);
	strbuf_adds(&b, "INVITE sip:b@x SIP/2.0\n" USUAL);
	strbuf_fmt(&b, head, "", "");
	feed_at(&feed, 0, "192.0.2.1:5060", "192.0.2.2:5060", strbuf_str(&b));
	strbuf_reset(&b);
	strbuf_adds(&b, "SIP/2.0 200 OK\n");
	strbuf_fmt(&b, head, ";tag=2", "Contact: <sip:b@192.168.1.7:5060>\n");
	for (int i = 0; i < 4; i++)
		feed_at(&feed, 1 + i * 1.5, "192.0.2.2:5060", "192.0.2.1:5060",
			strbuf_str(&b));
	strbuf_fini(&b);
	feed_clock(&feed, 40);
	x = feed_last(&feed, "ack-missing");
	assert_non_null(x);
	assert_non_null(strstr(x->title, "192.168.1.7:5060 is a private"));
	assert_non_null(strstr(x->remedies, "set the public address"));
	assert_null(strstr(x->remedies, "reachable from"));
	feed_end(&feed);
	feed_fini(&feed);
}

/* The same INVITE comes back to a server that has put its Via into it; each time
 * with another Request-URI when `uri' is not empty. */
static const struct feed_found *circle(int visits, const char *uri,
				       const char *via)
{
	feed_init(&feed);
	for (int i = 0; i < visits; i++) {
		struct strbuf b = { 0 };

		strbuf_fmt(&b, "INVITE sip:b%d@x SIP/2.0\n" USUAL
			 "Via: SIP/2.0/UDP "
			   "10.0.0.1;branch=z9hG4bKv%d\n%sFrom: <sip:a@x>;tag=1"
			   "\nTo: <sip:b@x>\nCall-ID: circle\nCSeq: 1 INVITE\n",
			   *uri ? i : 0, i, i ? via : "");
		feed_at(&feed, i, "10.0.0.1:5060", "10.0.0.2:5060",
			strbuf_str(&b));
		strbuf_fini(&b);
	}
	return feed_last(&feed, "loop-482");
}

static void test_circle(void **state)
{
	const char *own = "Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKo\n";
	const struct feed_found *x;

	(void)state;
	assert_null(circle(2, "", own));
	feed_fini(&feed);
	x = circle(6, "", own);
	assert_non_null(x);
	assert_int_equal(feed_count(&feed, "loop-482"), 1);
	assert_int_equal(x->severity, SEVERITY_ERROR);
	assert_non_null(strstr(x->title, "it came to 10.0.0.2 3 times"));
	feed_fini(&feed);
	/* another target each time is a spiral; a stranger's Via no return */
	assert_null(circle(6, "changes", own));
	feed_fini(&feed);
	assert_null(circle(6, "", "Via: SIP/2.0/UDP 10.0.0.3\n"));
	feed_fini(&feed);
}

static struct strbuf long_lines(size_t n)
{
	struct strbuf b = { 0 };

	strbuf_adds(&b, "Allow: A");
	strbuf_pad(&b, ',', n);
	for (size_t i = 0; i < n; i++)
		strbuf_adds(&b, ",b\n ");
	strbuf_adds(&b, "c\nContact: <sip:");
	strbuf_pad(&b, 'x', n);
	strbuf_adds(&b, "\nReason: \nReason: ;;;=\"\\\nWarning: 999999999999\n"
		    "WWW-Authenticate: Digest realm=\"\nRetry-After: ");
	strbuf_pad(&b, '9', n);
	strbuf_adds(&b, "\nUnsupported: ,,\"\nUnsupported: \xff\xfe\x01\n"
		    "Min-Expires: -1\nMin-SE: 1e9\n");
	for (int i = 0; i < 100; i++)
		strbuf_adds(&b, "Require: q\x1b[31m\n");
	return b;
}

/* Nothing here is a rule's match; all of it goes through the same hands. */
static void test_hostile(void **state)
{
	struct strbuf odd = long_lines(2000);

	(void)state;
	for (unsigned code = 300; code < 700; code++) {
		struct feed_step steps[] = {
			{ 0, "> INVITE 1", strbuf_str(&odd) },
			{ .1, NULL, strbuf_str(&odd) },
			{ 0, NULL, NULL },
		};
		char what[32];

		snprintf(what, sizeof(what), "< %u INVITE 1", code);
		steps[1].what = what;
		feed_init(&feed);
		feed_steps(&feed, steps);
		if (!feed.n)
			fail_msg("%u is not explained", code);
		for (unsigned i = 0; i < feed.n; i++) {
			assert_null(strchr(feed.found[i].title, '\x1b'));
			assert_null(strchr(feed.found[i].explain, '\x1b'));
			assert_null(strchr(feed.found[i].remedies, '\x1b'));
		}
		feed_fini(&feed);
	}
	strbuf_fini(&odd);
}

/* Every code explains itself from nothing but a start line. */
static void test_bare(void **state)
{
	(void)state;
	for (unsigned code = 300; code < 700; code++) {
		struct frame frame = { .number = 1, .time = CLOCK_S };
		struct packet p = { .frame = &frame, .fragments = 1 };
		static struct sip_index_room room;
		struct sip_index sip;
		struct message *m;
		char text[32];
		int n = snprintf(text, sizeof(text), "SIP/2.0 %u \r\n\r\n", code);

		feed_init(&feed);
		sip_index_read(&sip, &room, slice_of(text, (size_t)n), true);
		m = message_new(&p, &sip);
		assert_non_null(m);
		assert_int_equal(store_message(feed.store, m), 0);
		message_unref(m);
		feed_end(&feed);
		if (!feed.n || !feed.found[0].title[0])
			fail_msg("%u is not explained", code);
		feed_fini(&feed);
	}
}

/* Each of as many values as there is room for is found, also when some go. */
static void test_values(void **state)
{
	static char names[FINDING_MAX_VALUES + 1][8];
	struct finding *f = calloc(1, sizeof(*f));
	const struct finding_value *v;

	(void)state;
	assert_non_null(f);
	memset(f->slots, 0xff, sizeof(f->slots));
	assert_null(finding_value(f, SLICE("v0")));
	for (int i = 0; i <= FINDING_MAX_VALUES; i++)
		snprintf(names[i], sizeof(names[i]), "v%d", i);
	for (int i = 0; i < FINDING_MAX_VALUES; i++) {
		finding_value_put(f, names[i])->number = i;
		f->values[i].kind = i % 3 ? VALUE_NUMBER : VALUE_LIST;
	}
	assert_null(finding_value_put(f, names[FINDING_MAX_VALUES]));
	assert_ptr_equal(finding_value_put(f, "v7"), &f->values[7]);
	assert_null(finding_value(f, slice_of(NULL, 0)));
	f->values[9].n_list = 1;
	finding_value_prune(f);
	for (int i = 0; i <= FINDING_MAX_VALUES; i++) {
		v = finding_value(f, slice_cstr(names[i]));
		if ((i % 3 || i == 9) && i < FINDING_MAX_VALUES)
			assert_int_equal(v->number, i);
		else
			assert_null(v);
	}
	v = finding_value_put(f, "v0");
	assert_ptr_equal(v, &f->values[f->n_values - 1]);
	free(f);
}

static void test_fill(void **state)
{
	static const struct slice list[] = { { "a", 1 }, { "b\n", 2 } };
	static const struct finding_value values[] = {
		{ .name = "n", .kind = VALUE_NUMBER, .number = INT64_MIN },
		{ .name = "l", .kind = VALUE_LIST, .list = list, .n_list = 2 },
		{ .name = "f", .kind = VALUE_FLAG },
		{ .name = "t", .kind = VALUE_TIME, .number = CLOCK_S },
		{ .name = "x", .kind = VALUE_TEXT, .text = { "\x1b", 1 } },
	};
	struct finding f = { .n_values = 0 };
	struct strbuf b = { 0 };
	char name[4];

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		*finding_value_put(&f, values[i].name) = values[i];
	catalog_fill(&b, "@?f@@f@@n@ @l@ @t@ @x@@gone@", finding_fill, &f);
	assert_string_equal(strbuf_str(&b), "-9223372036854775808 a, b\\n "
			    "1970-01-01T00:00:01.000000Z \\x1B");
	assert_false(finding_fill(SLICE("gone"), NULL, &f));
	assert_true(finding_fill(SLICE("f"), NULL, &f));
	strbuf_fini(&b);
	f.id = FINDING_STATUS;
	f.status = 404;
	assert_string_equal(finding_name(&f, name, sizeof(name)), "sta");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranking),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_peers),
		cmocka_unit_test(test_long_title),
		cmocka_unit_test(test_many_groups),
		cmocka_unit_test(test_private_contact),
		cmocka_unit_test(test_circle),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_bare),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
