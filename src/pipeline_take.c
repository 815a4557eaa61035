/* SPDX-License-Identifier: BSD-2-Clause */
/* The reader's side: frames are dissected, messages indexed, and what comes of it
 * is handed over to the teller (pipeline_tell.c) as events. */
#include "pipeline_take.h"

#include "base/clock.h"
#include "dissect/sip_frame.h"
#include "filter_note.h"

/* Packet time is told with every event that has one; between those, so often. */
#define CLOCK_STEP (100 * CLOCK_MS)
/* A leap is told, and what comes next, too: the store believes a second witness. */
#define CLOCK_JUMP (3600 * CLOCK_S)

static void push(struct pipeline *p, const struct relay_event *e)
{
	if (relay_push(p->relay, e))
		p->memory = true;
}

static __attribute__((noinline)) void tell_gap(struct pipeline *p)
{
	p->gap_told = true;
	push(p, &(struct relay_event){ .kind = RELAY_GAP });
}

/* Before what may be judged by it. */
static inline void push_gap(struct pipeline *p)
{
	if (!p->gap_told && dissector_stats(p->dissector)->tcp_gap_bytes)
		tell_gap(p);
}

static void push_seen(struct pipeline *p, const struct addr *src,
		      const struct addr *dst)
{
	struct relay_event e = { .kind = RELAY_SEEN };

	e.seen.src = *src;
	e.seen.dst = *dst;
	push(p, &e);
}

/* By itself: most frames do not come here. */
static __attribute__((noinline)) void
tell_clock(struct pipeline *p, int64_t now, int64_t apart)
{
	heap_ask(&p->heap);
	p->clock_jumped = apart > CLOCK_JUMP;
	p->clock = now;
	push_gap(p);
	push(p, &(struct relay_event){ .kind = RELAY_CLOCK, .clock = now });
}

void pipeline_take_clock(struct pipeline *p, int64_t now)
{
	int64_t apart = now > p->clock ? now - p->clock : p->clock - now;

	if (apart >= CLOCK_STEP || p->clock_jumped)
		tell_clock(p, now, apart);
}

/* Live the end may be far, so the first port that is left out is said at once. */
static void say_port(struct pipeline *p)
{
	struct strbuf b = { 0 };

	if (!capture_is_live(p->capture))
		return;
	filter_note_ports(&b, ports_left_out(p->ports), p->options->filter);
	p->complain(strbuf_str(&b), p->complain_arg);
	strbuf_fini(&b);
}

static void take_message(struct pipeline *p, const struct packet *packet,
			 struct slice text)
{
	struct relay_event e = { .kind = RELAY_MESSAGE };
	struct sip_index sip;
	uint64_t hash = 0;

	sip_index_read(&sip, p->room, text, true);
	/* What needs time to come from memory is asked for early: there is other
	 * work. */
	message_pool_fetch(relay_pool(p->relay), &sip);
	if (packet->copies)
		hash = duplicate_hash(packet, sip.raw);
	sip.cut = packet->truncated; /* what is missing is not malformed */
	if (p->ports && ports_message(p->ports, packet, &sip))
		say_port(p);
	if (p->options->count && ++p->messages >= p->options->count)
		p->done = true;
	if (p->saver)
		pipeline_take_saved(p, saver_message(p->saver, packet->frame,
					     sip_index_slice(&sip, sip.call_id),
					     &p->error));
	e.message = message_pool_new(relay_pool(p->relay), packet, &sip);
	if (!e.message) {
		p->memory = true;
		return;
	}
	message_hash(e.message, p->seed);
	if (packet->copies)
		e.copy = duplicate_check(p->duplicates, packet, hash);
	if (e.copy != DUPLICATE_NO)
		e.kind = RELAY_COPY;
	e.malformed = sip_index_malformed(&e.message->sip) != 0;
	push_gap(p);
	push(p, &e);
}

/* A stream has found out what it carries; a datagram is looked at. */
static enum sip_frame_kind kind_of(const struct packet *packet, bool known,
				   struct slice *text)
{
	if (!packet->framed)
		return sip_frame_datagram(packet->payload, known, text);
	*text = packet->payload;
	for (size_t i = 0; i < text->len; i++) {
		if (text->p[i] != '\r' && text->p[i] != '\n')
			return SIP_FRAME_MESSAGE;
	}
	return SIP_FRAME_KEEPALIVE;
}

/* What is no message, where somebody speaks SIP: it proves that this direction is
 * captured. */
static __attribute__((noinline)) void take_other(struct pipeline *p,
						 const struct packet *packet,
						 enum sip_frame_kind kind)
{
	push_seen(p, &packet->src, &packet->dst);
	if (kind != SIP_FRAME_KEEPALIVE)
		return;
	for (struct tally *t = p->now; t; t = pipeline_take_also(p, t))
		t->keepalives++;
}

static void on_datagram(const struct packet *packet, void *arg)
{
	struct pipeline *p = arg;
	struct slice text;
	bool known = packet->framed || packet->transport != TRANSPORT_UDP ||
		sip_frame_port(packet->src.port) ||
		sip_frame_port(packet->dst.port);
	enum sip_frame_kind kind;

	if (p->done)
		return;
	kind = kind_of(packet, known, &text);
	/* What waited for others may have come from another source. */
	p->now = &p->tallies[packet->frame->source];
	if (kind == SIP_FRAME_MESSAGE)
		take_message(p, packet, text);
	else if (known)
		take_other(p, packet, kind);
}

static void on_segment(const struct dissector_segment *s, void *arg)
{
	struct pipeline *p = arg;

	if (p->done)
		return;
	if (s->carrier == DISSECTOR_WANTED && s->src.port)
		push_seen(p, &s->src, &s->dst);
	if (p->saver)
		pipeline_take_saved(p, saver_segment(p->saver, s->flow, s->carrier,
					     &p->error));
}

static void on_icmp(const struct icmp_error *e, void *arg)
{
	struct pipeline *p = arg;

	if (p->done)
		return;
	if (p->saver)
		saver_evidence(p->saver);
	push_gap(p);
	push(p, &(struct relay_event){ .kind = RELAY_ICMP, .icmp = e });
}

static void on_refused(const struct tcp_refusal *r, void *arg)
{
	struct pipeline *p = arg;

	if (!p->done)
		push(p, &(struct relay_event){ .kind = RELAY_REFUSED,
					       .refused = r });
}

static void on_tls(const struct tls_info *info, void *arg)
{
	struct pipeline *p = arg;

	if (!p->done)
		push(p, &(struct relay_event){ .kind = RELAY_TLS, .tls = info });
}

static void on_trouble(const struct stream_trouble *t, void *arg)
{
	struct pipeline *p = arg;

	if (!p->done)
		push(p, &(struct relay_event){ .kind = RELAY_TROUBLE,
					       .trouble = t });
}

static void on_closing(const struct stream_close *c, void *arg)
{
	struct pipeline *p = arg;

	if (!p->done)
		push(p, &(struct relay_event){ .kind = RELAY_CLOSING,
					       .closing = c });
}

static void on_dns(const struct dns_message *m, void *arg)
{
	struct pipeline *p = arg;

	if (p->done)
		return;
	if (p->saver)
		saver_lookup(p->saver);
	push(p, &(struct relay_event){ .kind = RELAY_DNS, .dns = m });
}

static void on_srv(uint16_t port, enum transport t, void *arg)
{
	struct pipeline *p = arg;

	if (p->ports && !p->done && ports_srv(p->ports, port, t))
		say_port(p);
}

/* Of a frame that is counted; whatever it holds, time goes on. */
static void take(struct pipeline *p, const struct frame *f)
{
	pipeline_take_clock(p, f->time);
	dissector_count_in(p->dissector, &p->now->dissect);
	if (dissector_frame(p->dissector, f))
		p->memory = true;
}

static __attribute__((noinline)) void take_and_save(struct pipeline *p,
						    const struct frame *f)
{
	const uint64_t *fragments = &p->now->dissect.fragment_frames;
	uint64_t before = *fragments;

	saver_frame(p->saver, f);
	take(p, f);
	if (*fragments != before)
		saver_evidence(p->saver);
	pipeline_take_saved(p, saver_frame_end(p->saver, &p->error));
}

void pipeline_take_frame(struct pipeline *p, const struct frame *f)
{
	p->now = &p->tallies[f->source];
	if (p->options->duration && p->started &&
	    f->time - p->started >= p->options->duration &&
	    !capture_is_live(p->capture)) {
		p->done = true;
		return;
	}
	if (!p->started)
		p->started = f->time;
	tally_frame(p->now, f->time);
	if (p->n_sources > 1)
		tally_frame(pipeline_take_total(p), f->time);
	if (p->saver)
		take_and_save(p, f);
	else
		take(p, f);
}

void pipeline_take_sink(struct pipeline *p, struct dissector_sink *out)
{
	*out = (struct dissector_sink){
		.datagram = on_datagram, .icmp = on_icmp,
		.segment = on_segment, .refused = on_refused, .tls = on_tls,
		.trouble = on_trouble, .closing = on_closing, .dns = on_dns,
		.srv = on_srv,
		.arg = p,
	};
}

void pipeline_take_end(struct pipeline *p)
{
	dissector_end(p->dissector);
	push_gap(p);
}
