/* SPDX-License-Identifier: BSD-2-Clause */
/* gen_dialogs - writes a capture of calls that are answered and then silent, as
 * many of them open at once as wanted, to standard output.  From there on every
 * new call ends the oldest one.  Equal options give equal bytes. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mix_sip.h"

enum { STEPS = 7 }; /* messages of a call: five to open it, two to end it */

/* 5 January 2026, 08:00 UTC. */
static const int64_t first_us = INT64_C(1767600000) * 1000000;

struct options {
	uint64_t open, messages, per_second, seed;
};

/* One call, drawn from its number alone: it is drawn again for its end. */
struct call {
	struct mix_rand rand;
	struct mix_dialog dialog;
	struct mix_txn invite, bye;
};

static void draw(struct call *c, uint64_t seed, uint64_t number)
{
	struct mix_dialog *d = &c->dialog;
	struct mix_addr phone, server;

	*c = (struct call){ .rand = { seed << 40 ^ number } };
	phone = (struct mix_addr){ 0x0a140001 +
		mix_net_range(&c->rand, 0, 9999), 5060 };
	server = (struct mix_addr){ 0xc6120001 +
		mix_net_range(&c->rand, 0, 9), 5060 };
	d->rand = &c->rand;
	mix_sip_party(&d->party[0], phone, &c->rand, false);
	mix_sip_party(&d->party[1], server, &c->rand, true);
	snprintf(d->domain, sizeof(d->domain), "voice.example.net");
	mix_sip_call_id(d);
	c->invite = (struct mix_txn){ .dialog = d, .method = "INVITE",
				      .cseq = 1, .sdp = true };
	mix_sip_branch(&c->invite);
	c->bye = (struct mix_txn){ .dialog = d, .method = "BYE", .cseq = 2,
				   .established = true };
	mix_sip_branch(&c->bye);
}

/* The text of a step: 0..4 open the call, 5 and 6 end it.  Returns who sends. */
static int write_step(struct mix_text *text, struct call *c, int step)
{
	static const struct mix_answer answers[] = {
		[1] = { 100, "Trying", NULL, false },
		[2] = { 180, "Ringing", NULL, false },
		[3] = { 200, "OK", NULL, true },
		[6] = { 200, "OK", NULL, false },
	};
	struct mix_txn ack = c->invite;

	*text = (struct mix_text){ 0 };
	switch (step) {
	case 0:
		mix_sip_request(text, &c->invite);
		return 0;
	case 4:
		ack.method = "ACK";
		ack.established = true;
		ack.sdp = false;
		mix_sip_branch(&ack);
		mix_sip_request(text, &ack);
		return 0;
	case 5:
		mix_sip_request(text, &c->bye);
		return 0;
	default:
		mix_sip_response(text, step == 6 ? &c->bye : &c->invite,
				 &answers[step]);
		return 1;
	}
}

static int send_step(struct call *c, int step, int64_t now)
{
	struct mix_text text;
	int by = write_step(&text, c, step);
	struct mix_packet p = {
		now, c->dialog.party[by].signal, c->dialog.party[!by].signal,
		text.len, (const unsigned char *)text.s,
	};

	return text.full ? -EMSGSIZE : mix_net_write(stdout, &p, NULL);
}

/* Steps first..last-1 of one call, until all messages are sent. */
static int send_steps(const struct options *o, uint64_t *sent, uint64_t number,
		      int first, int last, int64_t now)
{
	struct call c;
	int err = 0;

	draw(&c, o->seed, number);
	for (int step = first; !err && step < last && *sent < o->messages;
	     step++, ++*sent)
		err = send_step(&c, step, now + (int64_t)step * 1000000 /
				(int64_t)o->per_second / (STEPS + 1));
	return err;
}

static int generate(const struct options *o, uint64_t *sent, uint64_t *calls)
{
	int err = mix_net_begin(stdout);
	uint64_t n;

	for (n = 0; !err && *sent < o->messages; n++) {
		int64_t now = first_us + (int64_t)(n * 1000000 / o->per_second);

		err = send_steps(o, sent, n, 0, 5, now);
		if (!err && n >= o->open)
			err = send_steps(o, sent, n - o->open, 5, STEPS, now);
	}
	*calls = n;
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
	int c, err = 0;

	*o = (struct options){ .open = 100000, .per_second = 50, .seed = 1 };
	while (!err && (c = getopt(argc, argv, "n:m:r:s:")) != -1) {
		if (c == 'n')
			err = number(&o->open, optarg, 10000000);
		else if (c == 'm')
			err = number(&o->messages, optarg, 100000000);
		else if (c == 'r')
			err = number(&o->per_second, optarg, 10000);
		else if (c == 's')
			err = number(&o->seed, optarg, 1000000);
		else
			err = -EINVAL;
	}
	if (!o->messages)
		o->messages = 5 * o->open;
	return err || optind < argc || !o->per_second ? -EINVAL : 0;
}

int main(int argc, char **argv)
{
	struct options o;
	uint64_t sent = 0, calls;
	int err;

	if (read_options(&o, argc, argv)) {
		fprintf(stderr, "usage: gen_dialogs [-n OPEN] [-m MESSAGES] "
			"[-r CALLS_A_SECOND] [-s SEED] >FILE\n");
		return 2;
	}
	err = generate(&o, &sent, &calls);
	if (err) {
		fprintf(stderr, "gen_dialogs: %s\n", strerror(-err));
		return 1;
	}
	fprintf(stderr, "gen_dialogs: %" PRIu64 " SIP messages, %" PRIu64
		" calls\n", sent, calls);
	return 0;
}
