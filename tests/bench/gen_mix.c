/* SPDX-License-Identifier: BSD-2-Clause */
/* gen_mix - writes a capture of mixed SIP traffic to standard output.  Equal
 * options give equal bytes. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mix_net.h"
#include "mix_queue.h"
#include "mix_scene.h"
#include "mix_tcp.h"

enum { PER_SECOND = 200 };

/* 5 January 2026, 08:00 UTC. */
static const int64_t first_us = INT64_C(1767600000) * 1000000;

struct options {
	uint64_t messages, seed;
	unsigned rtp_percent;
	bool tcp;
};

struct written {
	uint64_t sip, rtp;
	struct mix_tcp *tcp; /* NULL: all over UDP */
};

/* The next packet of a stream: one more, 160 samples later (RFC 3550 5.1). */
static void step_rtp(struct mix_event *e)
{
	unsigned char *p = e->payload;
	unsigned seq = (unsigned)(p[2] << 8 | p[3]) + 1;
	uint32_t time = (uint32_t)p[4] << 24 | (uint32_t)p[5] << 16 |
			(uint32_t)p[6] << 8 | p[7];

	time += 160;
	p[2] = (unsigned char)(seq >> 8);
	p[3] = (unsigned char)seq;
	for (int i = 0; i < 4; i++)
		p[4 + i] = (unsigned char)(time >> (24 - 8 * i));
	e->again--;
	e->when_us += 20000;
}

/* Writes what is due before UNTIL_US. */
static int drain(struct mix_world *w, struct written *n, int64_t until_us,
		 uint64_t messages)
{
	const struct mix_event *first;
	int err = 0;

	while (!err && n->sip < messages && (first = mix_queue_first(&w->queue))
	       && first->when_us < until_us) {
		struct mix_event *e = mix_queue_pop(&w->queue);
		struct mix_packet p = { e->when_us, e->from, e->to, e->len,
					e->payload };

		if (n->tcp && !e->rtp)
			err = mix_tcp_write(n->tcp, stdout, &p);
		else
			err = mix_net_write(stdout, &p, NULL);
		n->rtp += e->rtp ? 1 : 0;
		n->sip += e->rtp ? 0 : 1;
		if (e->again && !err) {
			step_rtp(e);
			err = mix_queue_push(&w->queue, e);
		} else {
			free(e);
		}
	}
	return err;
}

static int generate(const struct options *o, struct written *n)
{
	struct mix_world w = { .rand = { o->seed },
			       .rtp_percent = o->rtp_percent };
	int64_t now = first_us;
	int err = mix_net_begin(stdout);

	while (!err && w.sip < o->messages) {
		uint64_t sip = w.sip;

		mix_scene_start(&w, now);
		/* so that PER_SECOND is kept on average */
		now += (int64_t)(w.sip - sip) *
		       mix_net_range(&w.rand, 500000, 1500000) / PER_SECOND;
		err = w.err ? w.err : drain(&w, n, now, o->messages);
	}
	if (!err)
		err = drain(&w, n, INT64_MAX, o->messages);
	mix_queue_fini(&w.queue);
	if (!err && fflush(stdout))
		err = -errno;
	return err;
}

static int number(uint64_t *out, const char *text, uint64_t most)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end || errno || *out > most)
		return -EINVAL;
	return 0;
}

static int read_options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "rtp", required_argument, NULL, 'r' },
		{ "tcp", no_argument, NULL, 't' }, { 0 }
	};
	uint64_t percent = 0;
	int c, err = 0;

	*o = (struct options){ .messages = 260000, .seed = 1 };
	while (!err &&
	       (c = getopt_long(argc, argv, "n:s:", longs, NULL)) != -1) {
		if (c == 'n')
			err = number(&o->messages, optarg, 100000000);
		else if (c == 's')
			err = number(&o->seed, optarg, UINT64_MAX);
		else if (c == 'r')
			err = number(&percent, optarg, 99);
		else if (c == 't')
			o->tcp = true;
		else
			err = -EINVAL;
	}
	o->rtp_percent = (unsigned)percent;
	return err || optind < argc ? -EINVAL : 0;
}

int main(int argc, char **argv)
{
	struct options o;
	struct mix_tcp tcp = { 0 };
	struct written n = { 0 };
	int err;

	if (read_options(&o, argc, argv)) {
		fprintf(stderr, "usage: gen_mix [-n MESSAGES] [-s SEED] "
			"[--rtp PERCENT] [--tcp] >FILE\n");
		return 2;
	}
	n.tcp = o.tcp ? &tcp : NULL;
	err = generate(&o, &n);
	mix_tcp_fini(&tcp);
	if (err) {
		fprintf(stderr, "gen_mix: %s\n", strerror(-err));
		return 1;
	}
	fprintf(stderr, "gen_mix: %" PRIu64 " SIP messages, %" PRIu64
		" RTP packets\n", n.sip, n.rtp);
	return 0;
}
