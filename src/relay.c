/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include "relay.h"

#include "base/heap.h"
#include "base/mem.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A batch is handed over when it is full, or holds so many bytes of messages: a
 * lock for each event would cost more than the event. */
enum { BATCH_EVENTS = 256, BATCH_BYTES = 1 << 20, BATCHES = 8 };
/* Bytes between what one thread writes and what the other uses: in one line of the
 * cache (or two, which come together) each would take it from the other. */
enum { APART = 128 };

struct batch {
	struct relay_event events[BATCH_EVENTS];
	unsigned n;
	size_t bytes;
	struct message_pool freed; /* on its way back to the reader */
};

/* The reader fills batches[filled % BATCHES], the teller empties
 * batches[told % BATCHES]; told <= filled < told + BATCHES. */
struct relay {
	relay_fn *fn;
	relay_ahead_fn *ahead;     /* or NULL */
	void *arg;
	bool running;              /* there is a thread; the reader's */
	atomic_bool unwanted;      /* fn wants no more */
	pthread_t thread;
	char apart1[APART];
	struct message_pool spare; /* the reader takes from it */
	struct batch *filling;     /* the reader's */
	char apart2[APART];
	struct message_pool freed; /* the teller frees into it */
	bool told_off;             /* unwanted, as the teller knows it */
	char apart3[APART];
	pthread_mutex_t lock;      /* of these: */
	pthread_cond_t changed;
	unsigned filled, told;
	bool reader_waits, teller_waits;
	bool over;                 /* nothing more will be filled */
	char apart4[APART];
	struct batch batches[BATCHES];
};

struct relay *relay_new(relay_fn *fn, void *arg)
{
	struct relay *r = mem_zalloc(sizeof(*r));

	if (!r)
		return NULL;
	r->fn = fn;
	r->arg = arg;
	r->filling = r->batches;
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->changed, NULL);
	return r;
}

void relay_look_ahead(struct relay *r, relay_ahead_fn *ahead)
{
	r->ahead = ahead;
}

struct message_pool *relay_pool(struct relay *r)
{
	return &r->spare;
}

bool relay_wanted(const struct relay *r)
{
	return !atomic_load_explicit(&r->unwanted, memory_order_relaxed);
}

/* --- the teller ----------------------------------------------------------- */

static void tell(struct relay *r, const struct relay_event *e)
{
	if (!r->told_off && !r->fn(e, r->arg)) {
		r->told_off = true;
		atomic_store_explicit(&r->unwanted, true, memory_order_relaxed);
	}
	if (e->kind == RELAY_MESSAGE || e->kind == RELAY_COPY)
		message_unref(e->message);
}

/* What was copied for the way. */
static void free_event(const struct relay_event *e)
{
	switch (e->kind) {
	case RELAY_ICMP:
		free((void *)(uintptr_t)e->icmp);
		break;
	case RELAY_REFUSED:
		free((void *)(uintptr_t)e->refused);
		break;
	case RELAY_TLS:
		free((void *)(uintptr_t)e->tls);
		break;
	case RELAY_TROUBLE:
		free((void *)(uintptr_t)e->trouble);
		break;
	case RELAY_CLOSING:
		free((void *)(uintptr_t)e->closing);
		break;
	case RELAY_DNS:
		free((void *)(uintptr_t)e->dns);
		break;
	case RELAY_MESSAGE:
	case RELAY_COPY:
	case RELAY_SEEN:
	case RELAY_CLOCK:
	case RELAY_GAP:
		break;
	}
}

/* Before event i is told: what comes after it. */
static void look_ahead(const struct relay *r, const struct batch *b, unsigned i)
{
	for (unsigned step = 0; step < RELAY_STEPS; step++) {
		unsigned at = i + (RELAY_STEPS - step) * RELAY_STRIDE;

		if (at < b->n && b->events[at].kind == RELAY_MESSAGE)
			r->ahead(b->events[at].message, step, r->arg);
	}
}

static void tell_batch(struct relay *r, struct batch *b)
{
	for (unsigned i = 0; i < b->n; i++) {
		if (r->ahead && !r->told_off)
			look_ahead(r, b, i);
		tell(r, &b->events[i]);
		free_event(&b->events[i]);
	}
	b->n = 0;
	b->bytes = 0;
	message_pool_move(&b->freed, &r->freed);
}

/* Wait until there is a batch; false when there will be none. */
static bool await(struct relay *r)
{
	while (r->told == r->filled && !r->over) {
		r->teller_waits = true;
		pthread_cond_wait(&r->changed, &r->lock);
	}
	r->teller_waits = false;
	return r->told != r->filled;
}

static void *teller(void *arg)
{
	struct relay *r = arg;

	pthread_mutex_lock(&r->lock);
	while (await(r)) {
		pthread_mutex_unlock(&r->lock);
		tell_batch(r, &r->batches[r->told % BATCHES]);
		pthread_mutex_lock(&r->lock);
		r->told++;
		/* It has work for a while then: not for each batch. */
		if (r->reader_waits && r->filled - r->told <= BATCHES / 2)
			pthread_cond_signal(&r->changed);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* --- the reader ----------------------------------------------------------- */

/* Hand the batch over and find the next one empty. */
static void hand_over(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->filled++;
	if (r->teller_waits)
		pthread_cond_signal(&r->changed);
	while (r->filled - r->told >= BATCHES) {
		r->reader_waits = true;
		pthread_cond_wait(&r->changed, &r->lock);
	}
	r->reader_waits = false;
	pthread_mutex_unlock(&r->lock);
	r->filling = &r->batches[r->filled % BATCHES];
	message_pool_move(&r->spare, &r->filling->freed);
}

/* A copy of size bytes at `from' with a text behind it; NULL without memory. */
static void *copy(const void *from, size_t size, struct slice text)
{
	char *p = malloc(size + text.len);

	if (!p)
		return NULL;
	memcpy(p, from, size);
	if (text.len)
		memcpy(p + size, text.p, text.len);
	return p;
}

/* The frame of an ICMP error is told by its number; its bytes are not read. */
struct icmp_copy {
	struct icmp_error error;
	struct frame frame, quoted;
};

static const struct icmp_error *copy_icmp(const struct icmp_error *e)
{
	struct slice quoted = e->quoted.payload;
	struct icmp_copy c = { .error = *e, .frame = *e->frame }, *out;

	if (e->quoted.frame)
		c.quoted = *e->quoted.frame;
	out = copy(&c, sizeof(c), quoted);
	if (!out)
		return NULL;
	out->frame.bytes = out->quoted.bytes = slice_of(NULL, 0);
	out->error.frame = &out->frame;
	if (e->quoted.frame)
		out->error.quoted.frame = &out->quoted;
	out->error.quoted.payload = slice_of((char *)(out + 1), quoted.len);
	return &out->error;
}

/* A connection with the certificates that it showed. */
struct tls_copy {
	struct tls_info info;
	struct tls_chain shown[2];
};

static const struct tls_info *copy_tls(const struct tls_info *t)
{
	const struct slice none = { NULL, 0 };
	struct tls_copy *out;

	if (!t->shown[0] && !t->shown[1])
		return copy(t, sizeof(*t), none);
	out = malloc(sizeof(*out));
	if (!out)
		return NULL;
	out->info = *t;
	for (int i = 0; i < 2; i++) {
		if (!t->shown[i])
			continue;
		out->shown[i] = *t->shown[i];
		out->info.shown[i] = &out->shown[i];
	}
	return &out->info;
}

/* What the event borrows becomes its own.  False without memory. */
static bool own(struct relay_event *e)
{
	const struct slice none = { NULL, 0 };

	switch (e->kind) {
	case RELAY_ICMP:
		e->icmp = copy_icmp(e->icmp);
		return e->icmp;
	case RELAY_REFUSED:
		e->refused = copy(e->refused, sizeof(*e->refused), none);
		return e->refused;
	case RELAY_TLS:
		e->tls = copy_tls(e->tls);
		return e->tls;
	case RELAY_TROUBLE:
		e->trouble = copy(e->trouble, sizeof(*e->trouble), none);
		return e->trouble;
	case RELAY_CLOSING:
		e->closing = copy(e->closing, sizeof(*e->closing), none);
		return e->closing;
	case RELAY_DNS:
		e->dns = copy(e->dns, sizeof(*e->dns), none);
		return e->dns;
	case RELAY_MESSAGE:
	case RELAY_COPY:
	case RELAY_SEEN:
	case RELAY_CLOCK:
	case RELAY_GAP:
		break;
	}
	return true;
}

int relay_push(struct relay *r, const struct relay_event *e)
{
	struct batch *b = r->filling;

	if (!r->running) {
		tell(r, e);
		return 0;
	}
	b->events[b->n] = *e;
	if (!own(&b->events[b->n]))
		return -ENOMEM;
	if (e->kind == RELAY_MESSAGE || e->kind == RELAY_COPY)
		b->bytes += e->message->size;
	if (++b->n == BATCH_EVENTS || b->bytes >= BATCH_BYTES)
		hand_over(r);
	return 0;
}

void relay_start(struct relay *r)
{
	sigset_t all, before;

	if (r->running)
		return;
	heap_share();
	/* Signals are for the reader, whom they wake. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	/* What the teller frees may not go where the reader takes from. */
	r->spare.home = &r->freed;
	r->running = !pthread_create(&r->thread, NULL, teller, r);
	if (!r->running)
		r->spare.home = NULL;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void relay_stop(struct relay *r)
{
	if (!r->running)
		return;
	pthread_mutex_lock(&r->lock);
	if (r->filling->n)
		r->filled++;
	r->over = true;
	pthread_cond_signal(&r->changed);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	r->running = r->over = false;
	r->filling = &r->batches[r->filled % BATCHES];
}

void relay_free(struct relay *r)
{
	if (!r)
		return;
	relay_stop(r);
	for (unsigned i = 0; i < BATCHES; i++)
		message_pool_fini(&r->batches[i].freed);
	message_pool_fini(&r->freed);
	message_pool_fini(&r->spare);
	pthread_cond_destroy(&r->changed);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

bool relay_worth_it(void)
{
#ifdef CPU_COUNT
	cpu_set_t set;

	if (!sched_getaffinity(0, sizeof(set), &set))
		return CPU_COUNT(&set) > 1;
#endif
	return false;
}
