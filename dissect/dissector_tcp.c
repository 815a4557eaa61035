/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector_inner.h"

#include "base/clock.h"
#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

/* What is known of one connection beside its stream. */
struct conn {
	struct stream *stream; /* owned; NULL: nobody reads on */
	enum stream_kind kind;
	uint64_t segments;     /* with data */
	uint64_t counted;      /* of these, as TLS */
	int64_t last[2];       /* the last segment of each side; 0: none */
	int64_t rest_from, rest_to; /* the last pause in both */
	bool sip_port;
};

/* Nobody closes a connection for being idle sooner, and so long a pause is one. */
#define PAUSE (10 * CLOCK_S)

static bool is_wanted(enum stream_kind kind)
{
	return kind == STREAM_SIP || kind == STREAM_WEBSOCKET ||
		kind == STREAM_HEP;
}

static void set_port(uint64_t ports[65536 / 64], uint16_t port)
{
	ports[port / 64] |= UINT64_C(1) << (port % 64);
}

static bool has_port(const uint64_t ports[65536 / 64], uint16_t port)
{
	return ports[port / 64] >> (port % 64) & 1;
}

/* Ports on which SIP was found are SIP ports from then on. */
static bool is_sip_port(const struct dissector *d, uint16_t port)
{
	return stream_sip_port(port) || has_port(d->learned, port);
}

/* What the tables have counted since the last look goes to the source at hand. */
static void count(struct dissector *d)
{
	const struct tcp_reasm_stats *t = tcp_reasm_stats(d->tcp);
	struct stream_stats *now = &d->streams, *old = &d->streams_counted;

	d->stats->tcp_shed += t->shed - d->tcp_shed;
	d->tcp_shed = t->shed;
	d->stats->stream_skipped += now->skipped - old->skipped;
	d->stats->deflated += now->deflated - old->deflated;
	d->stats->upgrades_refused += now->upgrades_refused -
		old->upgrades_refused;
	d->stats->tcp_cut += now->cut - old->cut;
	d->stats->hep_compressed += now->hep_compressed - old->hep_compressed;
	d->stats->malformed += now->hep_malformed - old->hep_malformed;
	*old = *now;
}

/* --- what the streams hand up --- */

static void on_packet(const struct packet *p, void *arg)
{
	struct dissector *d = arg;

	d->sink.datagram(p, d->sink.arg);
}

/* Where SIP was found in the clear, web pages may lie behind TLS. */
static bool is_web_port(uint16_t port)
{
	return port == 443 || port == 8443;
}

static void on_tls(const struct tls_info *info, void *arg)
{
	struct dissector *d = arg;
	struct tls_info t = *info;

	t.sip = is_sip_port(d, t.server.port) && !is_web_port(t.server.port);
	if (d->sink.tls && (is_sip_port(d, t.server.port) ||
			    is_sip_port(d, t.client.port)))
		d->sink.tls(&t, d->sink.arg);
}

static void on_trouble(const struct stream_trouble *t, void *arg)
{
	struct dissector *d = arg;

	if (d->sink.trouble && (t->offers_sip ||
				is_sip_port(d, t->server.port)))
		d->sink.trouble(t, d->sink.arg);
}

/* --- what the table of connections hands up --- */

static struct conn *conn_new(struct dissector *d, struct tcp_flow *f)
{
	struct conn *c = mem_zalloc(sizeof(*c));

	if (!c)
		return NULL;
	c->stream = stream_new(&d->stream_sink, f->ends, &d->budget, &d->streams);
	if (!c->stream) {
		free(c);
		return NULL;
	}
	c->sip_port = is_sip_port(d, f->ends[0].port) ||
		is_sip_port(d, f->ends[1].port);
	return c;
}

/* The stream may have found out what it is. */
static void decide(struct dissector *d, struct tcp_flow *f, struct conn *c)
{
	enum stream_kind kind = stream_kind(c->stream);

	if (kind != c->kind && (kind == STREAM_SIP || kind == STREAM_WEBSOCKET))
		set_port(d->learned, f->ends[1].port);
	c->kind = kind;
	if (kind != STREAM_OTHER && (kind != STREAM_TLS || c->sip_port))
		return;
	stream_free(c->stream);
	c->stream = NULL;
	tcp_reasm_ignore(d->tcp, f);
}

/* Of a connection with data; NULL: no memory, it is given up. */
static struct conn *conn_of(struct dissector *d, struct tcp_flow *f)
{
	if (!f->user)
		f->user = conn_new(d, f);
	if (!f->user) {
		d->memory = true;
		tcp_reasm_ignore(d->tcp, f);
	}
	return f->user;
}

static void on_data(struct tcp_flow *f, int dir, struct slice bytes,
		    const struct frame *at, void *arg)
{
	struct dissector *d = arg;
	struct conn *c = conn_of(d, f);

	if (!c || !c->stream)
		return;
	stream_push(c->stream, dir, bytes, at);
	decide(d, f, c);
}

static void on_gap(struct tcp_flow *f, int dir, uint64_t size,
		   const struct frame *at, void *arg)
{
	struct dissector *d = arg;
	struct conn *c = f->user;

	if (!c || !c->stream)
		return;
	if (is_wanted(c->kind) || (c->kind == STREAM_UNKNOWN && c->sip_port)) {
		d->stats->tcp_gap_bytes += size;
		d->stats->tcp_gaps++;
	}
	stream_gap(c->stream, dir, size, at);
}

static void on_end(struct tcp_flow *f, int dir, enum tcp_end how,
		   const struct frame *at, void *arg)
{
	struct conn *c = f->user;

	(void)how;
	(void)arg;
	if (c && c->stream)
		stream_end(c->stream, dir, at);
}

/* The pause before the connection was closed.  Where only the other side was
 * heard since the last one, the closer did not know of the connection any more. */
static int64_t idle_of(const struct conn *c, int dir, int64_t now)
{
	int64_t last = c->last[0] > c->last[1] ? c->last[0] : c->last[1];

	if (c->rest_to && now - last < PAUSE && c->last[dir] <= c->rest_from)
		return c->rest_to - c->rest_from;
	return last && now > last ? now - last : 0;
}

static void on_closing(struct tcp_flow *f, int dir, enum tcp_end how,
		       const struct frame *at, void *arg)
{
	struct dissector *d = arg;
	struct conn *c = f->user;
	struct stream_close e = { .client = f->ends[0], .server = f->ends[1],
		.at = *at, .from = dir, .reset = how == TCP_END_RST };

	if (!c || !c->stream)
		return;
	if (dir == 1 && f->handshake)
		stream_trouble_closed(c->stream, e.reset, at);
	if (!d->sink.closing)
		return;
	e.kind = stream_kind(c->stream);
	if (e.kind != STREAM_SIP && e.kind != STREAM_WEBSOCKET &&
	    (e.kind != STREAM_TLS || !c->sip_port))
		return;
	set_port(d->callers, f->ends[0].port);
	e.idle = idle_of(c, dir, at->time);
	d->sink.closing(&e, d->sink.arg);
}

static void count_tls(struct dissector *d, struct conn *c)
{
	if (c->kind != STREAM_TLS)
		return;
	d->stats->tls += c->segments - c->counted;
	c->counted = c->segments;
}

static void on_closed(struct tcp_flow *f, void *arg)
{
	struct dissector *d = arg;
	struct conn *c = f->user;

	d->closed_flow = f->id;
	d->closed_kind = c ? c->kind : STREAM_UNKNOWN;
	if (!c)
		return;
	if (c->stream)
		c->kind = d->closed_kind = stream_kind(c->stream);
	count_tls(d, c);
	if (c->sip_port && (d->closed_kind == STREAM_UNKNOWN ||
			    d->closed_kind == STREAM_OTHER) &&
	    !(c->stream && stream_only_pings(c->stream)))
		d->stats->tcp_sip += c->segments;
	stream_free(c->stream);
	free(c);
	f->user = NULL;
}

static void on_refused(const struct tcp_refusal *r, void *arg)
{
	struct dissector *d = arg;
	struct tcp_refusal told = *r;

	told.to_client = !is_sip_port(d, r->server.port);
	if (d->sink.refused &&
	    (!told.to_client || has_port(d->callers, r->server.port)))
		d->sink.refused(&told, d->sink.arg);
}

/* --- segments --- */

static enum dissector_carrier carrier_of(enum stream_kind kind)
{
	if (is_wanted(kind))
		return DISSECTOR_WANTED;
	return kind == STREAM_UNKNOWN ? DISSECTOR_UNDECIDED :
					DISSECTOR_UNWANTED;
}

static void tell(struct dissector *d, const struct dissector_at *at,
		 const struct addr *src, const struct addr *dst,
		 const struct tcp_flow *flow)
{
	const struct conn *c = flow ? flow->user : NULL;
	struct dissector_segment s = {
		.frame = at->frame, .src = *src, .dst = *dst };

	if (!d->sink.segment)
		return;
	if (flow) {
		s.flow = flow->id;
		s.carrier = carrier_of(c ? c->kind : STREAM_UNKNOWN);
	} else {
		s.flow = d->closed_flow;
		s.carrier = s.flow ? carrier_of(d->closed_kind) :
				     DISSECTOR_UNWANTED;
	}
	d->sink.segment(&s, d->sink.arg);
}

/* The connection lives: note when. */
static void note_time(struct conn *c, int dir, int64_t now)
{
	int64_t last = c->last[0] > c->last[1] ? c->last[0] : c->last[1];

	if (last && now - last >= PAUSE) {
		c->rest_from = last;
		c->rest_to = now;
	}
	c->last[dir] = now;
}

int dissector_tcp_read(struct dissector *d, const struct dissector_at *at,
		       const struct ip *ip)
{
	struct addr src = ip->src, dst = ip->dst;
	struct tcp_flow *flow = NULL;
	struct conn *c;
	struct tcp t;
	enum decode got = tcp_decode(&t, ip->payload, ip->size);
	int err;

	if (got != DECODE_OK) {
		dissector_count_bad(d, got, at->cut);
		return 0;
	}
	src.port = t.sport;
	dst.port = t.dport;
	d->closed_flow = 0;
	err = tcp_reasm_push(d->tcp, &t, &src, &dst, at->frame, &flow);
	c = flow && t.size ? conn_of(d, flow) : NULL;
	if (c) {
		c->segments++;
		count_tls(d, c);
		d->stats->snaplen += t.data.len < t.size && c->stream;
	}
	c = flow ? flow->user : NULL;
	if (c && c->stream && !(t.flags & (TCP_FIN | TCP_RST)))
		note_time(c, !addr_eq(&src, &flow->ends[0]), at->frame->time);
	count(d);
	tell(d, at, &src, &dst, flow);
	if (d->memory)
		err = -ENOMEM;
	d->memory = false;
	return err;
}

/* --- life --- */

int dissector_tcp_init(struct dissector *d)
{
	const struct tcp_reasm_sink sink = {
		.data = on_data, .gap = on_gap, .end = on_end,
		.closing = on_closing, .closed = on_closed,
		.refused = on_refused, .arg = d };

	d->stream_sink = (struct stream_sink){ .packet = on_packet,
					       .tls = on_tls,
					       .trouble = on_trouble,
					       .arg = d };
	d->tcp = tcp_reasm_new(&sink, 0, &d->budget);
	return d->tcp ? 0 : -ENOMEM;
}

void dissector_tcp_fini(struct dissector *d)
{
	tcp_reasm_free(d->tcp);
	d->tcp = NULL;
}

void dissector_tcp_clock(struct dissector *d, int64_t now)
{
	tcp_reasm_clock(d->tcp, now);
	count(d);
}

void dissector_tcp_end(struct dissector *d)
{
	tcp_reasm_end(d->tcp);
	count(d);
}
