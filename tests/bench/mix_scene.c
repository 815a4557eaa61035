/* SPDX-License-Identifier: BSD-2-Clause */
#include "mix_scene.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "mix_sip.h"

enum { PHONES = 4000, SERVERS = 40 };

/* A scene being drawn. */
struct scene {
	struct mix_world *world;
	int64_t now_us;
	struct mix_dialog dialog;
};

static struct mix_addr phone_addr(struct mix_rand *r)
{
	uint32_t n = mix_net_range(r, 0, PHONES - 1);
	struct mix_addr a = { 0x0a140000 + ((n / 250) << 8) + 1 + n % 250,
			      5060 };

	if (n % 3 == 0) /* behind an address translator */
		a.port = (uint16_t)(61000 + n);
	return a;
}

static struct mix_addr server_addr(struct mix_rand *r)
{
	return (struct mix_addr){ 0xc6120001 + mix_net_range(r, 0, SERVERS - 1),
				  5060 };
}

/* Draws both ends; the phone is the party number PHONE. */
static void meet(struct scene *s, int phone)
{
	struct mix_dialog *d = &s->dialog;
	struct mix_rand *r = &s->world->rand;

	d->rand = r;
	mix_sip_party(&d->party[phone], phone_addr(r), r, false);
	mix_sip_party(&d->party[!phone], server_addr(r), r, true);
	snprintf(d->domain, sizeof(d->domain), "voice%u.example.net",
		 (unsigned)(d->party[!phone].signal.ip & 0xff));
	d->inner = phone == 1 && mix_net_range(r, 0, 1);
	mix_sip_call_id(d);
}

static void pause_ms(struct scene *s, uint32_t low, uint32_t high)
{
	s->now_us += mix_net_range(&s->world->rand, low * 1000, high * 1000);
}

/* Pushes TEXT from party BY to the other. */
static void push(struct scene *s, int by, const struct mix_text *text)
{
	struct mix_packet p = {
		s->now_us, s->dialog.party[by].signal,
		s->dialog.party[!by].signal, text->len,
		(const unsigned char *)text->s,
	};
	struct mix_event *e;
	int err = text->full ? -EMSGSIZE : 0;

	if (!err) {
		e = mix_queue_event(&p);
		err = e ? mix_queue_push(&s->world->queue, e) : -ENOMEM;
	}
	if (err && !s->world->err)
		s->world->err = err;
	s->world->sip++;
}

static void ask(struct scene *s, const struct mix_txn *t)
{
	struct mix_text text;

	mix_sip_request(&text, t);
	push(s, t->by, &text);
}

static void answer(struct scene *s, const struct mix_txn *t,
		   struct mix_answer a)
{
	struct mix_text text;

	mix_sip_response(&text, t, &a);
	push(s, !t->by, &text);
}

static struct mix_txn begin(struct scene *s, const char *method)
{
	struct mix_txn t = { .dialog = &s->dialog, .method = method,
			     .cseq = mix_net_range(&s->world->rand, 1, 400) };

	t.sdp = strcmp(method, "INVITE") == 0;
	mix_sip_branch(&t);
	return t;
}

/* The ACK of T; that of a refusal belongs to its transaction. */
static void acknowledge(struct scene *s, const struct mix_txn *t, bool refused)
{
	struct mix_txn ack = *t;

	ack.method = "ACK";
	ack.established = true;
	ack.sdp = false;
	ack.extra = NULL;
	if (!refused)
		mix_sip_branch(&ack);
	pause_ms(s, 1, 20);
	ask(s, &ack);
}

/* --- talk ------------------------------------------------------------ */

/* PACKETS of G.711 A-law from party BY, one every 20 ms from now on. */
static void talk(struct scene *s, int by, uint32_t packets)
{
	struct mix_rand *r = &s->world->rand;
	const struct mix_party *from = &s->dialog.party[by];
	unsigned char bytes[172];
	struct mix_event *e;
	struct mix_packet p = {
		s->now_us + mix_net_range(r, 0, 19999), from->media,
		s->dialog.party[!by].media, sizeof(bytes), bytes,
	};

	if (!packets)
		return;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)mix_net_rand(r);
	bytes[0] = 0x80; /* version 2 */
	bytes[1] = 8; /* A-law */
	e = mix_queue_event(&p);
	if (e) {
		e->rtp = 1;
		e->again = packets - 1;
	}
	if (!e || mix_queue_push(&s->world->queue, e))
		s->world->err = -ENOMEM;
	s->world->rtp += packets;
}

/* Both talk until the share of RTP is what was asked for. */
static void converse(struct scene *s)
{
	struct mix_world *w = s->world;
	/* the BYE and its 200 are still to come */
	uint64_t want = (w->sip + 2) * w->rtp_percent /
			(100 - w->rtp_percent);
	uint32_t packets = want > w->rtp ? (uint32_t)(want - w->rtp) : 0;
	int64_t end = s->now_us + (int64_t)(packets / 2 + 2) * 20000;

	talk(s, 0, packets - packets / 2);
	talk(s, 1, packets / 2);
	pause_ms(s, 2000, 40000);
	if (s->now_us < end)
		s->now_us = end;
}

/* --- scenes ---------------------------------------------------------- */

static void answered(struct scene *s)
{
	struct mix_txn invite, bye;

	meet(s, (int)mix_net_range(&s->world->rand, 0, 1));
	invite = begin(s, "INVITE");
	ask(s, &invite);
	pause_ms(s, 1, 30);
	answer(s, &invite, (struct mix_answer){ 100, "Trying", NULL, false });
	pause_ms(s, 30, 900);
	answer(s, &invite, (struct mix_answer){ 180, "Ringing", NULL, false });
	pause_ms(s, 1000, 12000);
	answer(s, &invite, (struct mix_answer){ 200, "OK", NULL, true });
	acknowledge(s, &invite, false);
	converse(s);
	bye = begin(s, "BYE");
	bye.by = (int)mix_net_range(&s->world->rand, 0, 1);
	bye.established = true;
	bye.cseq += invite.cseq;
	ask(s, &bye);
	pause_ms(s, 1, 40);
	answer(s, &bye, (struct mix_answer){ 200, "OK", NULL, false });
}

static void registration(struct scene *s)
{
	struct mix_rand *r = &s->world->rand;
	struct mix_text challenge = { 0 }, credentials = { 0 };
	unsigned long long nonce = mix_net_rand(r), half = mix_net_rand(r);
	unsigned cnonce = mix_net_range(r, 0, ~0u);
	struct mix_txn t;

	meet(s, 0);
	t = begin(s, "REGISTER");
	mix_sip_add(&challenge, "WWW-Authenticate: Digest realm=\"%s\", "
		    "nonce=\"%016llx\", algorithm=MD5, qop=\"auth\"\r\n",
		    s->dialog.domain, nonce);
	mix_sip_add(&credentials, "Authorization: Digest username=\"%u\", "
		    "realm=\"%s\", nonce=\"%016llx\", uri=\"sip:%s\", "
		    "response=\"%016llx%016llx\", algorithm=MD5, "
		    "cnonce=\"%08x\", qop=auth, nc=00000001\r\n",
		    (unsigned)s->dialog.party[0].user, s->dialog.domain, nonce,
		    s->dialog.domain, half, ~half * 3, cnonce);
	ask(s, &t);
	pause_ms(s, 1, 20);
	answer(s, &t, (struct mix_answer){ 401, "Unauthorized", challenge.s,
					   false });
	pause_ms(s, 1, 60);
	t.cseq++;
	t.extra = credentials.s;
	mix_sip_branch(&t);
	ask(s, &t);
	pause_ms(s, 1, 30);
	answer(s, &t, (struct mix_answer){ 200, "OK", NULL, false });
}

static void ping(struct scene *s)
{
	struct mix_txn t;

	meet(s, (int)mix_net_range(&s->world->rand, 0, 1));
	t = begin(s, "OPTIONS");
	ask(s, &t);
	pause_ms(s, 1, 60);
	answer(s, &t, (struct mix_answer){ 200, "OK", NULL, false });
}

static const struct {
	const char *require;
	bool rings;
	struct mix_answer with;
} refusals[] = {
	{ NULL, false, { 404, "Not Found", NULL, false } },
	{ NULL, true, { 486, "Busy Here", NULL, false } },
	{ NULL, true, { 480, "Temporarily Unavailable", NULL, false } },
	{ NULL, false, { 503, "Service Unavailable", "Retry-After: 30\r\n",
			 false } },
	{ NULL, false, { 488, "Not Acceptable Here", "Warning: 304 "
			 "media.example.net \"Media type not available\"\r\n",
			 false } },
	{ "Require: 100rel\r\n", false, { 420, "Bad Extension",
					  "Unsupported: 100rel\r\n", false } },
};

enum { REFUSALS = sizeof(refusals) / sizeof(refusals[0]) };

static void refused(struct scene *s, unsigned which)
{
	struct mix_txn t;

	meet(s, (int)mix_net_range(&s->world->rand, 0, 1));
	t = begin(s, "INVITE");
	t.extra = refusals[which].require;
	ask(s, &t);
	pause_ms(s, 1, 20);
	answer(s, &t, (struct mix_answer){ 100, "Trying", NULL, false });
	if (refusals[which].rings) {
		pause_ms(s, 30, 900);
		answer(s, &t, (struct mix_answer){ 180, "Ringing", NULL,
						   false });
		pause_ms(s, 500, 5000);
	}
	pause_ms(s, 5, 200);
	answer(s, &t, refusals[which].with);
	acknowledge(s, &t, true);
}

static void cancelled(struct scene *s)
{
	struct mix_txn t, cancel;

	meet(s, 0);
	t = begin(s, "INVITE");
	ask(s, &t);
	pause_ms(s, 1, 20);
	answer(s, &t, (struct mix_answer){ 100, "Trying", NULL, false });
	pause_ms(s, 30, 900);
	answer(s, &t, (struct mix_answer){ 180, "Ringing", NULL, false });
	pause_ms(s, 1000, 20000);
	cancel = t;
	cancel.method = "CANCEL";
	cancel.sdp = false;
	ask(s, &cancel);
	pause_ms(s, 1, 20);
	answer(s, &cancel, (struct mix_answer){ 200, "OK", NULL, false });
	pause_ms(s, 1, 5);
	answer(s, &t, (struct mix_answer){ 487, "Request Terminated", NULL,
					   false });
	acknowledge(s, &t, true);
}

/* Timer A: 500 ms, doubled, until timer B at 32 s (RFC 3261 17.1.1.2). */
static void unanswered(struct scene *s)
{
	struct mix_txn t;

	meet(s, (int)mix_net_range(&s->world->rand, 0, 1));
	t = begin(s, "INVITE");
	for (int64_t wait = 500000; wait <= 32000000; wait *= 2) {
		ask(s, &t);
		s->now_us += wait;
	}
}

void mix_scene_start(struct mix_world *w, int64_t when_us)
{
	struct scene s = { .world = w, .now_us = when_us };
	/* Weights: the share of the messages by the messages of a scene, that
	 * is 50 % by 7, 25 % by 4, 15 % by 2 and 10 % by 5.4 on average. */
	uint32_t n = mix_net_range(&w->rand, 0, 228);
	unsigned which;

	if (n < 71) {
		answered(&s);
	} else if (n < 71 + 63) {
		registration(&s);
	} else if (n < 71 + 63 + 76) {
		ping(&s);
	} else {
		which = mix_net_range(&w->rand, 0, REFUSALS + 1);
		if (which < REFUSALS)
			refused(&s, which);
		else if (which == REFUSALS)
			cancelled(&s);
		else
			unanswered(&s);
	}
}
