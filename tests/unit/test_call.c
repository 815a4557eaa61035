/* SPDX-License-Identifier: BSD-2-Clause */
/* Outcomes of calls and the life of dialogs (RFC 3261 12, 15). */
#include "store_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char ends[] = "; call ";

static void outcomes(void **state)
{
	static const struct {
		const char *label, *script, *want;
	} cases[] = {
		{ "ringing", "0 A>B INVITE b=1\n1 B>A 180 INVITE b=1 t=t",
		  "ringing" },
		{ "trying", "0 A>B INVITE b=1", "ringing" },
		{ "unanswered", "0 A>B INVITE b=1\n40 clock", "unanswered" },
		{ "failed", "0 A>B INVITE b=1\n1 B>A 486 INVITE b=1 t=t",
		  "failed" },
		{ "cancelled", "0 A>B INVITE b=1\n1 A>B CANCEL b=1\n"
		  "1.1 B>A 487 INVITE b=1 t=t", "cancelled" },
		{ "challenged, then answered",
		  "0 A>B INVITE b=1\n1 B>A 401 INVITE b=1 t=t\n"
		  "2 A>B INVITE b=2 n=2\n3 B>A 200 INVITE b=2 n=2 t=t",
		  "answered" },
		{ "challenged, then ringing",
		  "0 A>B INVITE b=1\n1 B>A 407 INVITE b=1 t=t\n"
		  "2 A>B INVITE b=2 n=2\n3 B>A 180 INVITE b=2 n=2 t=t\n"
		  "34 clock", "ringing" },
		{ "challenged, then silence",
		  "0 A>B INVITE b=1\n1 B>A 407 INVITE b=1 t=t\n"
		  "2 A>B INVITE b=2 n=2\n100 clock", "unanswered" },
		{ "challenged, and that was all",
		  "0 A>B INVITE b=1\n1 B>A 407 INVITE b=1 t=t", "failed" },
		{ "redirected, then refused",
		  "0 A>B INVITE b=1\n1 B>A 302 INVITE b=1 t=t\n"
		  "2 A>C INVITE b=2 n=2\n3 C>A 404 INVITE b=2 n=2 t=t",
		  "failed" },
		{ "the caller gives up, one branch was busy",
		  "0 A>P INVITE b=1\n0 P>B INVITE b=2\n0 P>C INVITE b=3\n"
		  "1 C>P 486 INVITE b=3 t=c\n2 A>P CANCEL b=1\n"
		  "2.1 B>P 487 INVITE b=2 t=b\n2.2 P>A 487 INVITE b=1 t=p\n"
		  "34 clock", "cancelled" },
		{ "busy everywhere, one branch was cancelled",
		  "0 A>P INVITE b=1\n0 P>B INVITE b=2\n0 P>C INVITE b=3\n"
		  "1 C>P 600 INVITE b=3 t=c\n1.1 P>B CANCEL b=2\n"
		  "1.2 B>P 487 INVITE b=2 t=b\n1.3 P>A 600 INVITE b=1 t=p\n"
		  "33.25 clock", "failed" },
		{ "the proxy gives up on a silent phone",
		  "0 A>P INVITE b=1\n0 P>B INVITE b=2\n"
		  "30 P>A 408 INVITE b=1 t=p\n40 clock", "failed" },
		{ "one branch answers",
		  "0 A>P INVITE b=1\n0 P>B INVITE b=2\n0 P>C INVITE b=3\n"
		  "1 C>P 486 INVITE b=3 t=c\n2 B>P 200 INVITE b=2 t=b",
		  "answered" },
		{ "a failed re-INVITE changes nothing",
		  "0 A>B INVITE b=1\n1 B>A 200 INVITE b=1 t=t\n"
		  "1.1 A>B ACK b=k t=t\n40 A>B INVITE b=2 n=2 t=t\n"
		  "41 B>A 488 INVITE b=2 n=2 t=t", "answered" },
		{ "no call", "0 A>B REGISTER b=1\n1 B>A 403 REGISTER b=1 t=t",
		  "none" },
		{ "the INVITE was not captured", "0 B>A 200 INVITE b=1 t=t",
		  "none" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store_feed f;
		const char *got;

		store_feed_init(&f, NULL);
		store_feed(&f, cases[i].script);
		store_feed(&f, "200 end");
		got = strstr(strbuf_str(&f.log), ends);
		assert_non_null(got);
		got += sizeof(ends) - 1;
		if (strncmp(got, cases[i].want, strlen(cases[i].want)))
			print_error("%s: %s\n", cases[i].label, got);
		assert_memory_equal(got, cases[i].want, strlen(cases[i].want));
		store_feed_fini(&f);
	}
}

struct dialogs {
	char text[256];
};

/* `EARLY CONFIRMED ...', the oldest first, at each notice. */
static void look(const struct store_notice *n, void *arg)
{
	static const char state_of[] = "ECX";
	struct dialogs *d = arg;
	size_t at = sizeof(d->text) - 1;

	d->text[at] = '\0';
	for (const struct dialog *x = n->call->dialogs; x; x = x->next)
		d->text[--at] = state_of[x->state];
	memmove(d->text, d->text + at, sizeof(d->text) - at);
}

static void dialogs(void **state)
{
	static const struct {
		const char *label, *script, *want;
	} cases[] = {
		{ "100 makes none", "0 A>B INVITE b=1\n"
		  "1 B>A 100 INVITE b=1 t=t", "" },
		{ "early", "0 A>B INVITE b=1\n1 B>A 180 INVITE b=1 t=t", "E" },
		{ "early without tag is none", "0 A>B INVITE b=1\n"
		  "1 B>A 180 INVITE b=1", "" },
		{ "confirmed", "0 A>B INVITE b=1\n1 B>A 180 INVITE b=1 t=t\n"
		  "2 B>A 200 INVITE b=1 t=t", "C" },
		{ "two forks", "0 A>B INVITE b=1\n1 B>A 180 INVITE b=1 t=x\n"
		  "2 B>A 180 INVITE b=1 t=y\n3 B>A 200 INVITE b=1 t=x", "CE" },
		{ "a failure ends every early one", "0 A>B INVITE b=1\n"
		  "1 B>A 180 INVITE b=1 t=x\n2 B>A 183 INVITE b=1 t=y\n"
		  "3 B>A 487 INVITE b=1 t=z", "XX" },
		{ "a late failure leaves the answered one",
		  "0 A>B INVITE b=1\n1 B>A 180 INVITE b=1 t=x\n"
		  "2 B>A 200 INVITE b=1 t=x\n3 B>A 486 INVITE b=1 t=y", "C" },
		{ "one hop's failure leaves another's",
		  "0 A>P INVITE b=1\n0 P>B INVITE b=2\n0 P>C INVITE b=3\n"
		  "1 B>P 180 INVITE b=2 t=b\n1 C>P 180 INVITE b=3 t=c\n"
		  "2 C>P 486 INVITE b=3 t=c", "EX" },
		{ "BYE from the callee: tags in the other order",
		  "0 A>B INVITE b=1\n1 B>A 200 INVITE b=1 t=t\n"
		  "2 B>A BYE b=2 f=t t=f\n3 A>B 200 BYE b=2 f=t t=f", "X" },
		{ "a challenged BYE", "0 A>B INVITE b=1\n"
		  "1 B>A 200 INVITE b=1 t=t\n2 A>B BYE b=2 n=2 t=t\n"
		  "3 B>A 407 BYE b=2 n=2 t=t", "C" },
		{ "a BYE refused with 481 has ended it", "0 A>B INVITE b=1\n"
		  "1 B>A 200 INVITE b=1 t=t\n2 A>B BYE b=2 n=2 t=t\n"
		  "3 B>A 481 BYE b=2 n=2 t=t", "X" },
		{ "a BYE of another dialog", "0 A>B INVITE b=1\n"
		  "1 B>A 200 INVITE b=1 t=t\n2 A>B BYE b=2 n=2 t=q\n"
		  "3 B>A 481 BYE b=2 n=2 t=q", "C" },
		{ "a re-INVITE makes none", "0 A>B INVITE b=1\n"
		  "1 B>A 200 INVITE b=1 t=t\n2 B>A INVITE b=2 f=t t=f\n"
		  "3 A>B 488 INVITE b=2 f=t t=f", "C" },
		{ "a subscription ends with its last NOTIFY",
		  "0 A>B SUBSCRIBE b=1\n1 B>A 202 SUBSCRIBE b=1 t=t\n"
		  "2 B>A NOTIFY b=2 f=t t=f "
		  "| Subscription-State: terminated;reason=timeout", "X" },
		{ "an active one stays", "0 A>B SUBSCRIBE b=1\n"
		  "1 B>A 202 SUBSCRIBE b=1 t=t\n2 B>A NOTIFY b=2 f=t t=f "
		  "| Subscription-State: active;expires=60", "C" },
		{ "the NOTIFY of a REFER leaves the call",
		  "0 A>B INVITE b=1\n1 B>A 200 INVITE b=1 t=t\n"
		  "2 B>A NOTIFY b=2 f=t t=f "
		  "| Subscription-State: terminated;reason=noresource", "C" },
		{ "OPTIONS makes none", "0 A>B OPTIONS b=1\n"
		  "1 B>A 200 OPTIONS b=1 t=t", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dialogs d = { "" };
		struct store_feed f;

		store_feed_init(&f, NULL);
		f.look = look;
		f.arg = &d;
		store_feed(&f, cases[i].script);
		store_feed(&f, "4 end");
		if (strcmp(d.text, cases[i].want))
			print_error("%s\n", cases[i].label);
		assert_string_equal(d.text, cases[i].want);
		store_feed_fini(&f);
	}
}

static void look_bye(const struct store_notice *n, void *arg)
{
	if (n->event == STORE_REQUEST && n->t->method == METHOD_BYE)
		*(struct dialog *)arg = *n->call->dialogs;
}

static void bye_is_noted(void **state)
{
	struct dialog d = { 0 };
	struct store_feed f;

	(void)state;
	store_feed_init(&f, NULL);
	f.look = look_bye;
	f.arg = &d;
	store_feed(&f, "0 A>B INVITE b=1\n1 B>A 180 INVITE b=1 t=t\n"
		   "2 B>A 200 INVITE b=1 t=t\n5 B>A BYE b=2 f=t t=f\n"
		   "5.1 A>B BYE b=3 n=2 t=t");
	assert_int_equal(d.start, STORE_FEED_START + CLOCK_S);
	assert_int_equal(d.answered, STORE_FEED_START + 2 * CLOCK_S);
	assert_int_equal(d.bye_time, STORE_FEED_START + 5 * CLOCK_S);
	assert_int_equal(d.bye_from.ip[3], 2);
	assert_int_equal(d.method, METHOD_INVITE);
	store_feed_fini(&f);
}

/* The first dialog, whenever something is told. */
static void look_dialog(const struct store_notice *n, void *arg)
{
	if (n->call->dialogs)
		*(struct dialog *)arg = *n->call->dialogs;
}

#define CALL "0 A>B INVITE b=1\n1 B>A 200 INVITE b=1 t=t | Session-Expires: "

/* Session timers (RFC 4028): who refreshes, whichever side asked; each 2xx to an
 * INVITE or UPDATE says it anew. */
static void timer_is_noted(void **state)
{
	static const struct {
		const char *label, *script;
		uint32_t expires;
		unsigned refresher, refreshed;
	} cases[] = {
		{ "none", "0 A>B INVITE b=1\n1 B>A 200 INVITE b=1 t=t",
		  0, 0, 0 },
		{ "the caller", CALL "1800;refresher=uac", 1800, 1, 1 },
		{ "the callee", CALL "1800;refresher=uas", 1800, 2, 1 },
		{ "nobody", CALL "90", 90, 0, 1 },
		{ "no number", CALL "soon", 0, 0, 1 },
		{ "the callee refreshes", CALL "90;refresher=uas\n"
		  "45 B>A UPDATE b=2 f=t t=f\n46 A>B 200 UPDATE b=2 f=t t=f"
		  " | Session-Expires: 80;refresher=uac", 80, 2, 46 },
		{ "the callee hands it over", CALL "90;refresher=uas\n"
		  "45 B>A INVITE b=2 f=t t=f\n46 A>B 200 INVITE b=2 f=t t=f"
		  " | Session-Expires: 80;refresher=uas", 80, 1, 46 },
		{ "switched off", CALL "90;refresher=uas\n"
		  "45 A>B INVITE b=2 n=2 t=t\n46 B>A 200 INVITE b=2 n=2 t=t",
		  0, 0, 46 },
		{ "refused", CALL "90;refresher=uas\n"
		  "45 A>B INVITE b=2 n=2 t=t\n46 B>A 488 INVITE b=2 n=2 t=t",
		  90, 2, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dialog d = { 0 };
		struct store_feed f;
		int64_t at = cases[i].refreshed * CLOCK_S;

		store_feed_init(&f, NULL);
		f.look = look_dialog;
		f.arg = &d;
		store_feed(&f, cases[i].script);
		if (d.expires != cases[i].expires ||
		    d.refresher != cases[i].refresher ||
		    (at && call_dialog_refreshed(&d) != STORE_FEED_START + at))
			fail_msg("%s: %u s, side %u", cases[i].label,
				 d.expires, d.refresher);
		store_feed_fini(&f);
	}
}

/* Copies of a 2xx count where its ACK could not have been seen. */
static void copies_are_noted(void **state)
{
	struct dialog d = { 0 };
	struct store_feed f;

	(void)state;
	store_feed_init(&f, NULL);
	f.look = look_dialog;
	f.arg = &d;
	store_feed(&f, "1 B>A 200 INVITE b=1 t=t\n2 B>A 200 INVITE b=1 t=t\n"
		   "3 B>A 200 INVITE b=1 t=t\n4 clock");
	store_feed(&f, "5 B>A BYE b=2 f=t t=f");
	assert_int_equal(d.copies, 2);
	store_feed_fini(&f);
	memset(&d, 0, sizeof(d));
	store_feed_init(&f, NULL);
	f.look = look_dialog;
	f.arg = &d;
	store_feed(&f, "0 A>B INVITE b=1\n1 B>A 200 INVITE b=1 t=t\n"
		   "2 B>A 200 INVITE b=1 t=t\n5 B>A BYE b=2 f=t t=f");
	assert_int_equal(d.copies, 0);
	store_feed_fini(&f);
}

static void look_flow(const struct store_notice *n, void *arg)
{
	if (n->event == STORE_CALL_COMPLETE)
		*(size_t *)arg = n->call->n_flow;
}

static void flow(void **state)
{
	struct store_options o = { .keep_messages = true };
	struct store_feed f;
	size_t n = 0;

	(void)state;
	store_feed_init(&f, &o);
	f.quiet = true;
	f.look = look_flow;
	f.arg = &n;
	for (unsigned i = 0; i < CALL_FLOW_MAX + 100; i++)
		store_feed(&f, "0 A>B OPTIONS b=1");
	store_feed(&f, "1 end");
	assert_int_equal(n, CALL_FLOW_MAX);
	store_feed_fini(&f);
}

/* Neighbours on the same hop with the same method. */
static void neighbours(void **state)
{
	const struct transaction *t;
	struct call_memory mem;
	struct slab slab;
	struct call *c;
	uint64_t hash;
	struct message *m;

	(void)state;
	m = message_new(&(struct packet){ .frame = &(struct frame){ .time = 0 } },
			&(struct sip_index){ .raw = SLICE("x") });
	assert_non_null(m);
	call_memory_init(&mem);
	slab_init(&slab, sizeof(*t));
	c = call_new(&mem, SLICE("id"), 1, 0);
	assert_non_null(c);
	for (hash = 0; hash < 4; hash++) {
		struct transaction *x = transaction_new(&slab, m);

		assert_non_null(x);
		x->method = hash == 1 ? METHOD_BYE : METHOD_INVITE;
		x->client.ip[0] = hash == 2;
		call_link(c, x);
	}
	t = c->first;
	assert_ptr_equal(call_following(t), c->last);
	assert_ptr_equal(call_previous(c->last), t);
	assert_null(call_previous(t));
	assert_null(call_following(t->call_next));
	assert_int_equal(c->n_transactions, 4);
	while (c->first) {
		struct transaction *x = c->first;

		call_unlink(c, x);
		transaction_free(&slab, x);
	}
	assert_null(c->last);
	call_free(&mem, c);
	call_memory_fini(&mem);
	slab_fini(&slab);
	message_unref(m);
}

/* Who holds the call, and who did before the last offer. */
static void holding(void **state)
{
	const struct slice a = SLICE("a"), b = SLICE("b");
	struct call_memory mem;
	struct dialog *d;
	struct call *c;

	(void)state;
	call_memory_init(&mem);
	c = call_new(&mem, SLICE("c"), 1, 0);
	assert_non_null(c);
	d = call_dialog_add(&mem, c, a, b);
	assert_non_null(d);
	assert_false(call_holds(d, a) || call_held_before(d, a));
	call_hold(d, a, 2, true);
	assert_true(call_holds(d, a));
	assert_false(call_holds(d, b) || call_held_before(d, a));
	call_hold(d, a, 2, true); /* on another hop */
	assert_false(call_held_before(d, a));
	call_hold(d, b, 2, true);
	assert_true(call_holds(d, a) && call_holds(d, b));
	assert_true(call_held_before(d, a) && !call_held_before(d, b));
	call_hold(d, a, 3, false);
	assert_false(call_holds(d, a));
	assert_true(call_held_before(d, a) && call_held_before(d, b));
	assert_true(sizeof(*d) <= 128);
	call_free(&mem, c);
	call_memory_fini(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holding),
		cmocka_unit_test(outcomes),
		cmocka_unit_test(dialogs),
		cmocka_unit_test(bye_is_noted),
		cmocka_unit_test(timer_is_noted),
		cmocka_unit_test(copies_are_noted),
		cmocka_unit_test(flow),
		cmocka_unit_test(neighbours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
