/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about clocks, copies, and what connections tell without a message. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define SRV "203.0.113.5:5060"

/* The feed begins at Fri, 15 Jan 2027 08:00:00 GMT. */
struct dated {
	double at;
	const char *phone;      /* without port */
	const char *said;       /* Date of the REGISTER, h:m:s; NULL: none */
	const char *answered;   /* of its 200; NULL: none */
	const char *via;        /* below the phone's */
};

static const struct date_case {
	const char *label, *names, *last, *title;
	struct dated steps[4];
} dates[] = {
	{ "slow, and the server is right", "date-skew", "info likely",
	  "the clock of 10.0.0.7 is 120 s slow", {
		{ 0, "10.0.0.6", NULL, "08:00:00", NULL },
		{ 60, "10.0.0.7", "07:59:00", "08:01:00", NULL } } },
	{ "fast", "date-skew", NULL, "the clock of 10.0.0.7 is 3600 s fast", {
		{ 0, "10.0.0.6", NULL, "08:00:00", NULL },
		{ 0, "10.0.0.7", "09:00:00", "08:00:00", NULL } } },
	{ "the server", "date-skew", "info likely",
	  "the clock of 203.0.113.5 is 3600 s fast", {
		{ 0, "10.0.0.6", "08:00:00", NULL, NULL },
		{ 0, "10.0.0.7", "08:00:00", "09:00:00", NULL } } },
	{ "one clock against the other", "date-skew", "info possible",
	  "the clock of 10.0.0.7", {
		{ 0, "10.0.0.7", "09:00:00", NULL, NULL } } },
	{ "a text trace tells no times", "-", NULL, NULL, {
		{ -1.8e9, "10.0.0.7", "09:00:00", NULL, NULL } } },
	{ "or the time of day alone", "-", NULL, NULL, {
		{ -1.8e9 + 36000, "10.0.0.7", "09:00:00", NULL, NULL } } },
	{ "a minute is no trouble", "-", NULL, NULL, {
		{ 0, "10.0.0.7", "08:01:00", "07:59:00", NULL } } },
	{ "a second more is", "date-skew", NULL, NULL, {
		{ 0, "10.0.0.7", "08:01:01", NULL, NULL } } },
	{ "said once", "date-skew", NULL, NULL, {
		{ 0, "10.0.0.7", "09:00:00", NULL, NULL },
		{ 60, "10.0.0.7", "09:01:00", NULL, NULL },
		{ 120, "10.0.0.7", "09:02:00", NULL, NULL } } },
	{ "all alike: the capture", "date-skew date-skew", "info likely",
	  "several devices differ from this capture by 3610 s", {
		{ 0, "10.0.0.6", "09:00:00", NULL, NULL },
		{ 0, "10.0.0.7", "09:00:10", NULL, NULL } } },
	{ "two alike, and one right", "date-skew date-skew", "info likely",
	  "the clock of 10.0.0.7 is", {
		{ 0, "10.0.0.5", "08:00:00", NULL, NULL },
		{ 0, "10.0.0.6", "09:00:00", NULL, NULL },
		{ 0, "10.0.0.7", "09:00:10", NULL, NULL } } },
	{ "over a proxy: whose clock is it?", "-", NULL, NULL, {
		{ 0, "10.0.0.7", "09:00:00", NULL,
		  "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bK0\n" } } },
	{ "no date at all", "-", NULL, NULL, {
		{ 0, "10.0.0.7", "never", NULL, NULL } } },
};

static void add_date(struct strbuf *b, const char *time)
{
	if (time && !strcmp(time, "never"))
		strbuf_adds(b, "Date: never\n");
	else if (time)
		strbuf_fmt(b, "Date: Fri, 15 Jan 2027 %s GMT\n", time);
}

static void register_at(struct feed *f, const struct dated *d, unsigned n)
{
	struct strbuf b = { 0 }, head = { 0 };
	char phone[40];

	snprintf(phone, sizeof(phone), "%s:5060", d->phone);
	strbuf_fmt(&head, "Via: SIP/2.0/UDP %s;branch=z9hG4bK%u\n%s"
		   "From: <sip:a@x>;tag=1\nTo: <sip:a@x>%s\nCall-ID: c%u\n"
		   "CSeq: 1 REGISTER\n", phone, n, d->via ? d->via : "",
		   ";tag=3", n);
	strbuf_fmt(&b, "REGISTER sip:x SIP/2.0\nMax-Forwards: 70\n%s",
		   strbuf_str(&head));
	add_date(&b, d->said);
	feed_at(f, d->at, phone, SRV, strbuf_str(&b));
	strbuf_reset(&b);
	strbuf_fmt(&b, "SIP/2.0 200 OK\n%s", strbuf_str(&head));
	add_date(&b, d->answered);
	feed_at(f, d->at, SRV, phone, strbuf_str(&b));
	strbuf_fini(&b);
	strbuf_fini(&head);
}

static void look_at(const struct feed *f, const struct date_case *c)
{
	const struct feed_found *x = f->n ? &f->found[f->n - 1] : NULL;
	char names[256], how[32] = "";

	feed_names(f, names, sizeof(names));
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
	if (x && !strstr(x->marks, "not the time of the packet"))
		fail_msg("%s: no evidence", c->label);
}

static void test_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(dates); i++) {
		static struct feed f;

		feed_init(&f);
		for (unsigned k = 0; k < 4 && dates[i].steps[k].phone; k++)
			register_at(&f, &dates[i].steps[k], k);
		feed_end(&f);
		look_at(&f, &dates[i]);
		feed_fini(&f);
	}
}

/* More devices than are remembered. */
static void test_many_clocks(void **state)
{
	struct feed f;

	(void)state;
	feed_init(&f);
	for (unsigned i = 0; i < 100; i++) {
		char phone[40];
		struct dated d = { i, phone, "11:00:00", NULL, NULL };

		snprintf(phone, sizeof(phone), "10.0.1.%u", i);
		register_at(&f, &d, i);
	}
	assert_int_equal(feed_count(&f, "date-skew"), 100);
	feed_fini(&f);
}

static struct message *some_message(void)
{
	static struct sip_index_room room;
	struct frame frame = { .number = 7 };
	struct packet p = { .frame = &frame, .fragments = 1,
		.payload = SLICE("OPTIONS sip:x SIP/2.0\r\n\r\n") };
	struct sip_index sip;

	sip_index_read(&sip, &room, p.payload, true);
	return message_new(&p, &sip);
}

static void test_copies(void **state)
{
	struct message *m = some_message();
	struct feed f;

	(void)state;
	assert_non_null(m);
	feed_init(&f);
	engine_copies(f.engine, m, 0);
	assert_int_equal(f.n, 0);
	engine_copies(f.engine, m, 12);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.found[0].name, "dup-packet");
	assert_int_equal(f.found[0].severity, SEVERITY_INFO);
	assert_int_equal(f.found[0].certainty, CERTAINTY_CERTAIN);
	assert_non_null(strstr(f.found[0].title, "has 12 packets twice"));
	assert_non_null(strstr(f.found[0].marks, "OPTIONS sip:x SIP/2.0"));
	engine_copies(f.engine, m, 1);
	assert_int_equal(f.n, 2);
	assert_non_null(strstr(f.found[1].title, "has a packet twice: it is"));
	message_unref(m);
	feed_fini(&f);
}

static struct addr ip4(unsigned char last, uint16_t port)
{
	unsigned char ip[4] = { 192, 0, 2, last };

	return addr_make(ip, 4, port);
}

static const struct {
	struct stream_trouble t;
	const char *name, *title, *remedy, *marks;
} troubles[] = {
	{ { .kind = STREAM_UPGRADE_REFUSED, .status = 404, .path = "/sip",
	    .offered = "sip", .offers_sip = true }, "ws-upgrade-failed",
	  "192.0.2.2:5060 refuses the WebSocket /sip with HTTP 404",
	  "Correct the path", "GET /sip | GET /sip | asks for a WebSocket\n"
	  "HTTP/1.1 404 | HTTP/1.1 404 | refused" },
	{ { .kind = STREAM_UPGRADE_REFUSED, .status = 101, .path = "/ws",
	    .offered = "sip", .offers_sip = true }, "ws-upgrade-failed",
	  "opens the WebSocket /ws without the subprotocol `sip'",
	  "If the 101 lacks it", "HTTP/1.1 101" },
	{ { .kind = STREAM_UPGRADE_REFUSED, .status = 400, .path = "/ws",
	    .offered = "msrp" }, "ws-upgrade-failed", "with HTTP 400",
	  "(it offers msrp)", "GET /ws" },
	{ { .kind = STREAM_TLS_TO_PLAIN, .text = "SIP/2.0 400 Bad Request" },
	  "tls-plain-mismatch", "192.0.2.1 speaks TLS to 192.0.2.2:5060",
	  "connect to port 5061", "ClientHello | ClientHello | speaks this\n"
	  "SIP/2.0 400 Bad Request | SIP/2.0 400 Bad Request | expects" },
	{ { .kind = STREAM_PLAIN_TO_TLS }, "tls-plain-mismatch",
	  "192.0.2.1 speaks plain SIP to 192.0.2.2:5060", "leave port 5060",
	  "Alert | Alert | expects the other" },
	{ { .kind = STREAM_PLAIN_TO_TLS, .closed = true }, "tls-plain-mismatch",
	  "speaks plain SIP to 192.0.2.2:5060, where TLS", "leave port 5060",
	  "FIN | FIN | closes without a word" },
	{ { .kind = STREAM_TLS_TO_PLAIN, .closed = true, .reset = true },
	  "tls-plain-mismatch", "speaks TLS to 192.0.2.2:5060, where plain SIP",
	  "connect to port 5061", "RST | RST | closes without a word" },
};

static void test_troubles(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(troubles); i++) {
		struct stream_trouble t = troubles[i].t;
		const struct feed_found *x;
		struct feed f;

		t.client = ip4(1, 40000);
		t.server = ip4(2, 5060);
		t.asked.number = 1;
		t.answered.number = 2;
		feed_init(&f);
		engine_trouble(f.engine, &t);
		assert_int_equal(f.n, 1);
		x = &f.found[0];
		assert_string_equal(x->name, troubles[i].name);
		assert_int_equal(x->severity, SEVERITY_ERROR);
		assert_int_equal(x->certainty, t.closed ? CERTAINTY_LIKELY :
				 CERTAINTY_CERTAIN);
		if (!strstr(x->title, troubles[i].title) ||
		    !strstr(x->remedies, troubles[i].remedy) ||
		    !strstr(x->marks, troubles[i].marks))
			fail_msg("%zu: %s\n%s%s", i, x->title, x->remedies,
				 x->marks);
		feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_many_clocks),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_troubles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
