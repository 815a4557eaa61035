/* SPDX-License-Identifier: BSD-2-Clause */
/* The relay: the teller gets what the reader pushed, in order and whole, from a
 * thread of its own as without one. */
#include "relay.h"

#include "exact.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

struct log {
	unsigned n, stop_at;  /* events; the one after which no more are wanted */
	uint64_t next;        /* number of the next message */
	unsigned kinds[RELAY_DNS + 1];
	bool wrong;
	pthread_t thread;
	unsigned ahead[RELAY_STEPS];
	uint64_t last[RELAY_STEPS]; /* number of the message, from 1 */
};

/* Each message once in each step (without a thread in one of them), before it is
 * told. */
static void look_ahead(const struct message *m, unsigned step, void *arg)
{
	struct log *l = arg;

	l->ahead[step]++;
	l->wrong |= m->frame < l->next || m->frame + 1 <= l->last[step] ||
		step >= RELAY_STEPS ||
		(l->n && !pthread_equal(l->thread, pthread_self()));
	l->last[step] = m->frame + 1;
}

static bool take(const struct relay_event *e, void *arg)
{
	struct log *l = arg;

	l->thread = pthread_self();
	l->kinds[e->kind]++;
	switch (e->kind) {
	case RELAY_MESSAGE:
	case RELAY_COPY:
		l->wrong |= e->message->frame != l->next++;
		l->wrong |= e->message->sip.raw.p[0] !=
			(char)e->message->frame;
		break;
	case RELAY_SEEN:
		l->wrong |= e->seen.src.port != 1 || e->seen.dst.port != 2;
		break;
	case RELAY_CLOCK:
		l->wrong |= e->clock != 77;
		break;
	case RELAY_ICMP:
		l->wrong |= e->icmp->frame->number != 9 ||
			!slice_eq(e->icmp->quoted.payload, SLICE("INVITE"));
		break;
	case RELAY_REFUSED:
		l->wrong |= e->refused->syns != 3;
		break;
	case RELAY_TLS:
		l->wrong |= strcmp(e->tls->server_name, "sip.example") != 0;
		break;
	case RELAY_TROUBLE:
		l->wrong |= strcmp(e->trouble->path, "/ws") != 0;
		break;
	case RELAY_CLOSING:
		l->wrong |= e->closing->idle != 66;
		break;
	case RELAY_DNS:
		l->wrong |= strcmp(e->dns->name, "x.example") != 0;
		break;
	case RELAY_GAP:
		break;
	}
	return ++l->n != l->stop_at;
}

static void push_message(struct relay *r, uint64_t number, size_t len)
{
	struct frame frame = { .number = number };
	struct packet p = { .frame = &frame };
	char *bytes = calloc(1, len);
	struct sip_index sip = { .raw = slice_of(bytes, len) };
	struct relay_event e = { .kind = RELAY_MESSAGE };

	assert_non_null(bytes);
	bytes[0] = (char)number;
	e.message = message_pool_new(relay_pool(r), &p, &sip);
	free(bytes);
	assert_non_null(e.message);
	assert_int_equal(relay_push(r, &e), 0);
}

/* What is borrowed for the call is gone after it. */
static void push_others(struct relay *r)
{
	struct slice quote = exact("INVITE", 6);
	struct frame *frame = calloc(1, sizeof(*frame));
	struct icmp_error *icmp = calloc(1, sizeof(*icmp));
	struct tcp_refusal *refused = calloc(1, sizeof(*refused));
	struct tls_info *tls = calloc(1, sizeof(*tls));
	struct stream_trouble *trouble = calloc(1, sizeof(*trouble));
	struct stream_close *closing = calloc(1, sizeof(*closing));
	struct dns_message *dns = calloc(1, sizeof(*dns));
	struct relay_event seen = { .kind = RELAY_SEEN };

	assert_true(frame && icmp && refused && tls && trouble);
	assert_true(closing && dns);
	seen.seen.src.port = 1;
	seen.seen.dst.port = 2;
	assert_int_equal(relay_push(r, &seen), 0);
	frame->number = 9;
	icmp->frame = icmp->quoted.frame = frame;
	icmp->quoted.payload = quote;
	refused->syns = 3;
	strcpy(tls->server_name, "sip.example");
	relay_push(r, &(struct relay_event){ .kind = RELAY_CLOCK, .clock = 77 });
	relay_push(r, &(struct relay_event){ .kind = RELAY_GAP });
	relay_push(r, &(struct relay_event){ .kind = RELAY_ICMP, .icmp = icmp });
	relay_push(r, &(struct relay_event){ .kind = RELAY_REFUSED,
					     .refused = refused });
	relay_push(r, &(struct relay_event){ .kind = RELAY_TLS, .tls = tls });
	strcpy(trouble->path, "/ws");
	relay_push(r, &(struct relay_event){ .kind = RELAY_TROUBLE,
					     .trouble = trouble });
	closing->idle = 66;
	relay_push(r, &(struct relay_event){ .kind = RELAY_CLOSING,
					     .closing = closing });
	strcpy(dns->name, "x.example");
	relay_push(r, &(struct relay_event){ .kind = RELAY_DNS, .dns = dns });
	exact_free(quote);
	free(frame);
	free(icmp);
	free(refused);
	free(tls);
	free(trouble);
	free(closing);
	free(dns);
}

static void run(bool thread, unsigned stop_at, struct log *l)
{
	struct relay *r;

	*l = (struct log){ .stop_at = stop_at };
	r = relay_new(take, l);
	assert_non_null(r);
	relay_look_ahead(r, look_ahead);
	if (thread)
		relay_start(r);
	for (uint64_t i = 0; i < 5000; i++) {
		push_message(r, i, i % 100 ? 300 + i % 1000 : 60000);
		if (i % 10 == 0)
			push_others(r);
	}
	relay_stop(r);
	assert_int_equal(relay_wanted(r), !stop_at);
	relay_free(r);
}

static void test_order(void **state)
{
	struct log with, without;

	(void)state;
	run(true, 0, &with);
	run(false, 0, &without);
	assert_false(with.wrong);
	assert_false(without.wrong);
	assert_int_equal(with.n, 5000 + 500 * 9);
	assert_int_equal(without.n, with.n);
	assert_int_equal(with.next, 5000);
	for (unsigned i = 0; i < RELAY_STEPS; i++) {
		assert_in_range(with.ahead[i], 4000, 5000);
		assert_int_equal(without.ahead[i], 0);
	}
	assert_memory_equal(with.kinds, without.kinds, sizeof(with.kinds));
	assert_false(pthread_equal(with.thread, pthread_self()));
	assert_true(pthread_equal(without.thread, pthread_self()));
}

/* Nothing is told after that, and nothing leaks or blocks. */
static void test_unwanted(void **state)
{
	struct log l;

	(void)state;
	run(true, 100, &l);
	assert_int_equal(l.n, 100);
	run(false, 100, &l);
	assert_int_equal(l.n, 100);
}

/* Freed with events on their way: they are told first. */
static void test_early(void **state)
{
	struct log l = { .stop_at = 0 };
	struct relay *r = relay_new(take, &l);

	(void)state;
	assert_non_null(r);
	relay_start(r);
	push_message(r, 0, 100);
	relay_free(r);
	assert_int_equal(l.n, 1);
	relay_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_unwanted),
		cmocka_unit_test(test_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
