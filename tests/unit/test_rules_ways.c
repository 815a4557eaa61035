/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about the way to a phone that registered: NAT that forgets it, contacts
 * that expire. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define SRV "203.0.113.5:5060"

/* What happens: one letter and
 *   R  the phone registers from that port, the server grants it (u: by the same
 *      Contact of another device; a: with an instance and no private address)
 *   K  a keep-alive of the phone, k of the server
 *   I  the server sends an INVITE there, i a copy of it, J its 200
 *   O  an OPTIONS of the server, P its answer
 *   x  the port is closed, says a router about the INVITE
 *   .  nothing but time. */
struct op {
	double at;
	char what;
	int port;
	unsigned cseq;       /* of REGISTER */
	const char *call_id; /* its own; NULL: `reg' */
};

struct way_case {
	const char *label, *names, *last, *title;
	struct op ops[16];
	int granted;         /* s; 0: 600 */
	const char *home;    /* host of Contact and Via; NULL: 10.23.0.21 */
	const char *outside; /* the phone's packets; NULL: 198.51.100.7 */
	const char *more;    /* of the phone's Contact */
	const char *vias;    /* below its Via */
	const char *called;  /* Request-URI; NULL: the Contact */
	enum transport transport;
};

static void registers(struct feed *f, const struct way_case *c,
		      const struct op *o, const char *phone)
{
	const char *home = c->home ? c->home : "10.23.0.21";
	const char *id = o->call_id ? o->call_id : "reg";
	const char *more = c->more ? c->more : "";
	const char *vias = c->vias ? c->vias : "";
	const char *t = c->transport == TRANSPORT_TCP ? "TCP" : "UDP";
	const char *user = o->what == 'u' ? "b" : "a";

	feed_fmt(f, o->at, phone, SRV, "REGISTER sip:x SIP/2.0\n"
		 "Via: SIP/2.0/%s %s:5062;rport;branch=z9hG4bK%s%u\n%s"
		 "Max-Forwards: 70\nFrom: <sip:a@x>;tag=1\nTo: <sip:a@x>\n"
		 "Call-ID: %s\nCSeq: %u REGISTER\n"
		 "Contact: <sip:%s@%s:5062>%s\nExpires: 600\n",
		 t, home, id, o->cseq, vias, id, o->cseq, user, home, more);
	feed_fmt(f, o->at + .01, SRV, phone, "SIP/2.0 200 OK\n"
		 "Via: SIP/2.0/%s %s:5062;rport=%d;branch=z9hG4bK%s%u\n%s"
		 "From: <sip:a@x>;tag=1\nTo: <sip:a@x>;tag=2\n"
		 "Call-ID: %s\nCSeq: %u REGISTER\n"
		 "Contact: <sip:%s@%s:5062>%s;expires=%d\n",
		 t, home, o->port, id, o->cseq, vias, id, o->cseq, user, home,
		 more, c->granted ? c->granted : 600);
}

static void calls(struct feed *f, const struct way_case *c, const struct op *o,
		  const char *phone)
{
	const char *to = c->called ? c->called : "sip:a@10.23.0.21:5062";
	const char *method = strchr("OP", o->what) ? "OPTIONS" : "INVITE";
	const char *t = c->transport == TRANSPORT_TCP ? "TCP" : "UDP";
	struct strbuf b = { 0 };

	strbuf_fmt(&b, "Via: SIP/2.0/%s " SRV ";branch=z9hG4bKi\n"
		   "Max-Forwards: 70\nFrom: <sip:b@x>;tag=5\nTo: <sip:a@x>%s\n"
		   "Call-ID: call\nCSeq: 1 %s\nContact: <sip:b@" SRV ">\n",
		   t, strchr("JP", o->what) ? ";tag=6" : "", method);
	if (strchr("JP", o->what))
		feed_fmt(f, o->at, phone, SRV, "SIP/2.0 %s\n%s",
			 o->what == 'J' ? "486 Busy Here" : "200 OK",
			 strbuf_str(&b));
	else if (o->what != 'x')
		feed_fmt(f, o->at, SRV, phone, "%s %s SIP/2.0\n%s", method, to,
			 strbuf_str(&b));
	else
		feed_icmp(f, o->at, "198.51.100.7", SRV, phone, 303, strbuf_str(
			&b));
	strbuf_fini(&b);
}

static void play(struct feed *f, const struct way_case *c)
{
	f->transport = c->transport;
	for (const struct op *o = c->ops; o->what; o++) {
		char phone[40];

		snprintf(phone, sizeof(phone), "%s:%d", c->outside ?
			 c->outside : "198.51.100.7", o->port);
		feed_clock(f, o->at);
		if (strchr("Rua", o->what))
			registers(f, c, o, phone);
		else if (o->what == 'K')
			feed_seen(f, phone, SRV);
		else if (o->what == 'k')
			feed_seen(f, SRV, phone);
		else if (o->what != '.')
			calls(f, c, o, phone);
	}
	feed_end(f);
}

/* nat-contact-private, which others look at, is left out. */
static const struct feed_found *names_of(const struct feed *f, char *buf,
					 size_t size)
{
	const struct feed_found *x = NULL;
	size_t at = 0;

	snprintf(buf, size, "-");
	for (unsigned i = 0; i < f->n; i++) {
		if (!strcmp(f->found[i].name, "nat-contact-private"))
			continue;
		x = &f->found[i];
		at += (size_t)snprintf(buf + at, size - at, "%s%s",
				       at ? " " : "", x->name);
	}
	return x;
}

static void run(const struct way_case *c)
{
	static struct feed f;
	const struct feed_found *x;
	char names[512], how[32] = "";

	feed_init(&f);
	play(&f, c);
	x = names_of(&f, names, sizeof(names));
	if (strcmp(names, c->names))
		fail_msg("%s: found `%s', want `%s'", c->label, names,
			 c->names);
	if (x)
		snprintf(how, sizeof(how), "%s %s",
			 catalog_severity_name(x->severity),
			 catalog_certainty_name(x->certainty));
	if (c->last && strcmp(how, c->last))
		fail_msg("%s: is `%s', want `%s'", c->label, how, c->last);
	if (c->title && (!x || !strstr(x->title, c->title)))
		fail_msg("%s: title `%s'", c->label, x ? x->title : "");
	if (x && (!x->marks[0] || strchr(x->explain, '@') == x->explain))
		fail_msg("%s: no evidence", c->label);
	feed_fini(&f);
}

static const struct way_case port[] = {
	{ "a pause, and another port", "nat-port-change", "warning likely",
	  "sip:a@x came back from another port (40000, 40001) after 299 s", .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40001, 2, 0 } } },
	{ "another port without a pause", "nat-port-change", "warning likely",
	  "sip:a@x sends from changing ports (40000, 40001)", .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 290, 'K', 40000, 0, 0 },
		{ 300, 'R', 40001, 2, 0 } } },
	{ "known by its instance", "nat-port-change", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40001, 2, 0 } },
	  .home = "192.0.2.9", .more = ";+sip.instance=\"<urn:uuid:1>\"" },
	{ "nobody knows that it is the same", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40001, 2, 0 } },
	  .home = "192.0.2.9" },
	{ "the same port", "reg-expires-nat", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40000, 2, 0 } } },
	{ "over TCP ports change", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40001, 2, 0 } },
	  .transport = TRANSPORT_TCP },
	{ "another device of that account", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'u', 40001, 2, 0 } } },
	{ "it was restarted: a new Call-ID", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40001, 1, "new" } } },
	{ "it was restarted: CSeq begins again", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 7, 0 }, { 300, 'R', 40001, 1, 0 } } },
	{ "no NAT", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40001, 2, 0 } },
	  .outside = "10.23.0.21" },
	{ "behind a proxy", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40001, 2, 0 } },
	  .vias = "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bK0\n" },
};

static const struct way_case lost[] = {
	{ "a call into the void", "no-answer-any nat-binding-lost",
	  "error likely", "a could not be reached at 198.51.100.7:40000; it "
	  "came back from 198.51.100.7:40001", .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 200.5, 'i', 40000, 0, 0 }, { 240, '.', 0, 0, 0 },
		{ 300, 'R', 40001, 2, 0 } } },
	{ "three copies are enough", "nat-binding-lost no-answer-any", NULL,
	  NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 200.5, 'i', 40000, 0, 0 }, { 201.5, 'i', 40000, 0, 0 },
		{ 203.5, 'i', 40000, 0, 0 }, { 204, 'R', 40001, 2, 0 },
		{ 280, '.', 0, 0, 0 } } },
	{ "one copy is not: it may have been on its way",
	  "nat-port-change no-answer-any", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 200.5, 'i', 40000, 0, 0 }, { 201, 'R', 40001, 2, 0 },
		{ 280, '.', 0, 0, 0 } } },
	{ "a router says so", "icmp-unreachable nat-binding-lost", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 200.1, 'x', 40000, 0, 0 }, { 204, 'R', 40001, 2, 0 },
		{ 280, '.', 0, 0, 0 } } },
	{ "a ping will do", "nat-binding-lost", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'O', 40000, 0, 0 },
		{ 240, '.', 0, 0, 0 }, { 300, 'R', 40001, 2, 0 } } },
	{ "it answered", "busy-everywhere nat-port-change", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 201, 'J', 40000, 0, 0 }, { 240, '.', 0, 0, 0 },
		{ 300, 'R', 40001, 2, 0 } } },
	{ "it was heard of again", "no-answer-any nat-port-change", NULL, NULL,
	  .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 240, '.', 0, 0, 0 }, { 250, 'K', 40000, 0, 0 },
		{ 300, 'R', 40001, 2, 0 } } },
	{ "it was restarted", "no-answer-any", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 240, '.', 0, 0, 0 }, { 300, 'R', 40001, 1, "new" } } },
	{ "it came back from the same port", "no-answer-any", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 240, '.', 0, 0, 0 }, { 300, 'R', 40000, 2, 0 } } },
	{ "it never came back", "no-answer-any", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 240, '.', 0, 0, 0 } } },
	{ "over TCP", "no-answer-any", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 240, '.', 0, 0, 0 }, { 300, 'R', 40001, 2, 0 } },
	  .transport = TRANSPORT_TCP },
};

static const struct way_case silence[] = {
	{ "longer than any NAT holds", "reg-expires-nat", "warning possible",
	  "a is silent for 299 s behind NAT (10.23.0.21 seen as 198.51.100.7)",
	  .ops = { { 0, 'R', 40000, 1, 0 }, { 300, 'R', 40000, 2, 0 } } },
	{ "longer than some hold", "reg-expires-nat", "info possible",
	  "silent for 99 s", .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 100, 'R', 40000, 2, 0 } } },
	{ "short enough", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 29, 'R', 40000, 2, 0 } } },
	{ "only one registration", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, '.', 0, 0, 0 } } },
	{ "kept alive by the phone", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 25, 'K', 40000, 0, 0 },
		{ 50, 'K', 40000, 0, 0 }, { 75, 'R', 40000, 2, 0 } } },
	{ "kept alive by the server", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 25, 'k', 40000, 0, 0 },
		{ 50, 'k', 40000, 0, 0 }, { 75, 'R', 40000, 2, 0 } } },
	{ "kept alive by OPTIONS", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 25, 'O', 40000, 0, 0 },
		{ 25.1, 'P', 40000, 0, 0 }, { 50, 'R', 40000, 2, 0 } } },
	{ "a call came through after the silence", "busy-everywhere", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 201, 'J', 40000, 0, 0 }, { 220, 'R', 40000, 2, 0 } } },
	{ "over TCP", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40000, 2, 0 } },
	  .transport = TRANSPORT_TCP },
	{ "no NAT", "-", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 300, 'R', 40000, 2, 0 } },
	  .home = "198.51.100.7" },
	{ "granted for less",
	  "reg-expires-short reg-expires-short reg-refresh-late", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 40, 'R', 40000, 2, 0 } },
	  .granted = 30 },
	{ "it is known to be lost", "no-answer-any nat-binding-lost", NULL,
	  NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 200, 'I', 40000, 0, 0 },
		{ 240, '.', 0, 0, 0 }, { 300, 'R', 40001, 2, 0 },
		{ 500, 'R', 40001, 3, 0 } } },
};

/* The time between 30 s and 60 s is when it has to be renewed. */
#define ALIVE { 20, 'K', 41000, 0, 0 }, { 40, 'K', 41000, 0, 0 }, \
	{ 55, 'K', 41000, 0, 0 }
static const struct way_case expired[] = {
	{ "long over", "reg-expired-use busy-everywhere", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, ALIVE, { 70, 'I', 40000, 0, 0 },
		{ 71, 'J', 40000, 0, 0 } }, .granted = 60 },
	{ "within the tolerance", "busy-everywhere", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, ALIVE, { 64, 'I', 40000, 0, 0 },
		{ 65, 'J', 40000, 0, 0 } }, .granted = 60 },
	{ "renewed", "busy-everywhere", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 20, 'K', 40000, 0, 0 },
		{ 40, 'R', 40000, 2, 0 }, { 55, 'K', 40000, 0, 0 },
		{ 70, 'I', 40000, 0, 0 }, { 71, 'J', 40000, 0, 0 } },
	  .granted = 60 },
	{ "the capture rested", "busy-everywhere", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, { 20, 'K', 41000, 0, 0 },
		{ 70, 'I', 40000, 0, 0 }, { 71, 'J', 40000, 0, 0 } },
	  .granted = 60 },
	{ "for somebody else at that address", "busy-everywhere", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, ALIVE, { 70, 'I', 40000, 0, 0 },
		{ 71, 'J', 40000, 0, 0 } }, .granted = 60,
	  .called = "sip:c@10.23.0.21:5062" },
	{ "to another port", "busy-everywhere", NULL, NULL, .ops = {
		{ 0, 'R', 40000, 1, 0 }, ALIVE, { 70, 'I', 40002, 0, 0 },
		{ 71, 'J', 40002, 0, 0 } }, .granted = 60 },
};

static void expired_words(void **state)
{
	static struct feed f;
	const struct feed_found *x;

	(void)state;
	feed_init(&f);
	play(&f, &expired[0]);
	x = feed_last(&f, "reg-expired-use");
	assert_non_null(x);
	assert_int_equal(x->severity, SEVERITY_WARNING);
	assert_int_equal(x->certainty, CERTAINTY_POSSIBLE);
	assert_non_null(strstr(x->title, "goes to sip:a@10.23.0.21:5062, whose "
			       "registration ran out 9 s before"));
	assert_non_null(strstr(x->remedies, "every 30 s here"));
	feed_fini(&f);
}

#define TEST(name) static void test_##name(void **state) \
{ \
	(void)state; \
	for (size_t i = 0; i < N(name); i++) \
		run(&name[i]); \
}
TEST(port)
TEST(lost)
TEST(silence)
TEST(expired)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_port), cmocka_unit_test(test_lost),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_expired),
		cmocka_unit_test(expired_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
