/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/stream_inner.h"

#include "base/mem.h"
#include "dissect/sip_frame.h"

#include <stdlib.h>

enum {
	LOOK_BYTES = 4096, LOOK_BYTES_SIP = 65536, /* of each direction */
	LOOK_ONE_WAY = 4,   /* as many times that, when only one says a lot */
	LOOK_SEGMENTS = 8,
	LOOK_PAYLOADS = 8   /* of a WebSocket that does not say it is SIP */
};

bool stream_sip_port(uint16_t port)
{
	return sip_frame_port(port);
}

static bool on_sip_port(const struct stream *s)
{
	return stream_sip_port(s->ends[0].port) ||
	       stream_sip_port(s->ends[1].port);
}

/* --- handing up ---------------------------------------------------------- */

static void hand_up(struct stream_half *h, struct slice payload, bool cut,
		    const struct frame *at)
{
	struct stream *s = h->stream;
	struct packet p = {
		.frame = at, .src = s->ends[h->dir], .dst = s->ends[1 - h->dir],
		.transport = h->reading == STREAM_AS_WEBSOCKET ?
			TRANSPORT_WS : TRANSPORT_TCP,
		.truncated = cut, .framed = true, .fragments = 1,
		.payload = payload };

	s->stats->cut += cut;
	s->sink->packet(&p, s->sink->arg);
}

static void hand_up_ping(struct stream_half *h)
{
	struct stream_ping ping = h->ping;

	h->ping.len = 0;
	if (ping.len)
		hand_up(h, slice_of(ping.bytes, ping.len), false, &ping.at);
}

void stream_become_sip(struct stream *s)
{
	if (s->kind == STREAM_SIP)
		return;
	s->kind = STREAM_SIP;
	for (int i = 0; i < 2; i++) {
		struct stream_half *h = s->half[i];

		if (!h)
			continue;
		h->reading = STREAM_AS_SIP;
		stream_hold_drop(&h->hold, s->budget);
		sip_stream_expect(&h->sip);
		hand_up_ping(h);
	}
}

static void sip_message(struct slice message, bool cut, const struct frame *at,
			void *arg)
{
	struct stream_half *h = arg;

	stream_become_sip(h->stream);
	hand_up(h, message, cut, at);
}

static void sip_keepalive(struct slice bytes, const struct frame *at, void *arg)
{
	struct stream_half *h = arg;

	if (h->stream->kind == STREAM_SIP || on_sip_port(h->stream)) {
		hand_up(h, bytes, false, at);
		return;
	}
	bytes = slice_head(bytes, sizeof(h->ping.bytes));
	memcpy(h->ping.bytes, bytes.p, bytes.len);
	h->ping.len = (unsigned)bytes.len;
	h->ping.at = *at;
	h->ping.at.bytes = h->ping.at.comment = slice_of(NULL, 0);
}

void stream_socket_message(struct slice payload, bool cut,
			   const struct frame *at, void *arg)
{
	struct stream_half *h = arg;
	struct stream *s = h->stream;
	struct slice message;

	s->payloads++;
	switch (sip_frame_datagram(payload, s->kind == STREAM_WEBSOCKET,
				   &message)) {
	case SIP_FRAME_MESSAGE:
		s->kind = STREAM_WEBSOCKET;
		hand_up(h, message, cut, at);
		break;
	case SIP_FRAME_KEEPALIVE:
		if (s->kind == STREAM_WEBSOCKET)
			hand_up(h, payload, false, at);
		break;
	case SIP_FRAME_NONE:
		h->rubbish += payload.len;
		break;
	}
}

/* --- halves -------------------------------------------------------------- */

static struct stream_half *half_new(struct stream *s, int dir)
{
	struct stream_half *h = malloc(sizeof(*h)); /* often: no calloc */
	const struct stream_half *other = s->half[1 - dir];

	if (!h)
		return NULL;
	*h = (struct stream_half){ .stream = s, .dir = dir };
	h->sip_sink = (struct sip_stream_sink){ sip_message, sip_keepalive, h };
	sip_stream_init(&h->sip, &h->sip_sink, s->budget);
	if (s->kind == STREAM_SIP || on_sip_port(s))
		sip_stream_expect(&h->sip);
	if (s->kind == STREAM_SIP)
		h->reading = STREAM_AS_SIP;
	else if (s->kind == STREAM_HEP)
		h->reading = STREAM_AS_HEP;
	else if (other && other->reading == STREAM_AS_WEBSOCKET && !s->http)
		stream_probe_socket(h, true);
	return h;
}

static struct stream_half *half_get(struct stream *s, int dir)
{
	if (!s->half[dir])
		s->half[dir] = half_new(s, dir);
	return s->half[dir];
}

static void half_free(struct stream_half *h)
{
	if (!h)
		return;
	sip_stream_fini(&h->sip);
	if (h->socket)
		websocket_fini(&h->socket->frames);
	free(h->socket);
	stream_hold_drop(&h->hold, h->stream->budget);
	free(h->get);
	free(h);
}

/* What was shown is told as soon as the handshake has succeeded: trunks stay
 * connected for weeks. */
static void push_tls(struct stream *s, int dir, struct slice bytes,
		     const struct frame *at)
{
	struct tls_info *info = &s->tls->info;

	tls_watch_push(s->tls, dir, bytes, at);
	if (!info->established || (!info->shown[0] && !info->shown[1]))
		return;
	info->early = true;
	if (!s->tls_told && s->sink->tls)
		s->sink->tls(info, s->sink->arg);
	info->early = false;
	tls_watch_forget(s->tls);
}

void stream_half_push(struct stream_half *h, struct slice bytes,
		      const struct frame *at)
{
	struct stream *s = h->stream;

	if (s->kind == STREAM_OTHER)
		return;
	if (s->kind == STREAM_TLS) {
		push_tls(s, h->dir, bytes, at);
		return;
	}
	switch (h->reading) {
	case STREAM_PROBED:
		stream_probe_push(h, bytes, at);
		break;
	case STREAM_AS_SIP:
		sip_stream_push(&h->sip, bytes, at);
		break;
	case STREAM_AS_WEBSOCKET:
		if (h->socket)
			websocket_push(&h->socket->frames, bytes, at);
		break;
	case STREAM_AS_HEP:
		stream_hep_push(h, bytes, at);
		break;
	}
}

/* What was skipped and not decoded since the last time. */
static void half_account(struct stream_half *h)
{
	const struct stream *s = h->stream;
	uint64_t skipped = h->rubbish, deflated = 0;

	if (s->kind == STREAM_UNKNOWN || s->kind == STREAM_OTHER ||
	    h->reading == STREAM_PROBED)
		return;
	if (h->reading == STREAM_AS_SIP)
		skipped = h->sip.skipped;
	if (h->socket) {
		skipped += h->socket->frames.skipped;
		deflated = h->socket->frames.deflated;
	}
	s->stats->skipped += skipped - h->told_skipped;
	s->stats->deflated += deflated - h->told_deflated;
	h->told_skipped = skipped;
	h->told_deflated = deflated;
}

/* --- the connection ------------------------------------------------------ */

static bool is_hopeless(const struct stream *s)
{
	uint64_t enough = on_sip_port(s) ? LOOK_BYTES_SIP : LOOK_BYTES;

	if (s->kind != STREAM_UNKNOWN || s->segments < LOOK_SEGMENTS)
		return false;
	if (s->payloads >= LOOK_PAYLOADS)
		return true;
	return (s->seen[0] >= enough && s->seen[1] >= enough) ||
	       s->seen[0] + s->seen[1] >= LOOK_ONE_WAY * enough;
}

/* Most connections are idle for most of their time: half_get makes such a
 * direction anew. */
static bool half_is_idle(const struct stream_half *h)
{
	return h->stream->kind == STREAM_SIP && h->reading == STREAM_AS_SIP &&
	       sip_stream_is_idle(&h->sip);
}

/* After each step: what was found, and what is not needed any more. */
static void settle(struct stream *s)
{
	if (is_hopeless(s))
		s->kind = STREAM_OTHER;
	for (int i = 0; i < 2; i++) {
		struct stream_half *h = s->half[i];

		if (!h)
			continue;
		half_account(h);
		if (s->kind == STREAM_OTHER || s->kind == STREAM_TLS ||
		    half_is_idle(h)) {
			half_free(h);
			s->half[i] = NULL;
		}
	}
}

struct stream *stream_new(const struct stream_sink *sink,
			  const struct addr ends[2], struct budget *budget,
			  struct stream_stats *stats)
{
	struct stream *s = mem_zalloc(sizeof(*s));

	if (!s)
		return NULL;
	s->sink = sink;
	s->ends = ends;
	s->budget = budget;
	s->stats = stats;
	return s;
}

static void tell_tls(struct stream *s)
{
	if (s->tls && !s->tls_told && s->sink->tls)
		s->sink->tls(&s->tls->info, s->sink->arg);
	s->tls_told = true;
}

void stream_free(struct stream *s)
{
	if (!s)
		return;
	if (s->tls)
		tell_tls(s);
	half_free(s->half[0]);
	half_free(s->half[1]);
	if (s->tls)
		tls_watch_fini(s->tls);
	free(s->tls);
	free(s);
}

enum stream_kind stream_push(struct stream *s, int dir, struct slice bytes,
			     const struct frame *at)
{
	if (!bytes.len || s->kind == STREAM_OTHER)
		return s->kind;
	if (!s->seen[dir] && s->kind == STREAM_UNKNOWN)
		bytes = slice_from(bytes, stream_probe_proxy(bytes));
	if (!s->seen[dir])
		stream_trouble_first(s, dir, bytes, at);
	s->seen[dir] += bytes.len;
	s->segments++;
	if (s->kind == STREAM_TLS) {
		push_tls(s, dir, bytes, at);
		return s->kind;
	}
	if (half_get(s, dir))
		stream_half_push(s->half[dir], bytes, at);
	settle(s);
	return s->kind;
}

void stream_gap(struct stream *s, int dir, uint64_t size,
		const struct frame *at)
{
	struct stream_half *h = s->half[dir];

	s->lost[dir] = true;
	if (s->kind == STREAM_TLS)
		tls_watch_gap(s->tls, dir);
	if (s->kind == STREAM_SIP && s->seen[dir])
		h = half_get(s, dir);
	if (!h || !size)
		return;
	switch (h->reading) {
	case STREAM_PROBED:
		stream_hold_drop(&h->hold, s->budget);
		sip_stream_gap(&h->sip, size);
		break;
	case STREAM_AS_SIP:
		sip_stream_gap(&h->sip, size);
		break;
	case STREAM_AS_WEBSOCKET:
		if (h->socket)
			websocket_gap(&h->socket->frames, size);
		break;
	case STREAM_AS_HEP:
		stream_hep_end(h, at);
		break;
	}
	settle(s);
}

void stream_end(struct stream *s, int dir, const struct frame *at)
{
	struct stream_half *h = s->half[dir];

	s->ended[dir] = true;
	if (s->kind == STREAM_TLS && (s->ended[1 - dir] || !s->seen[1 - dir]))
		tell_tls(s);
	if (!h)
		return;
	switch (h->reading) {
	case STREAM_PROBED:
	case STREAM_AS_SIP:
		sip_stream_end(&h->sip);
		break;
	case STREAM_AS_WEBSOCKET:
		if (h->socket)
			websocket_end(&h->socket->frames);
		break;
	case STREAM_AS_HEP:
		stream_hep_end(h, at);
		break;
	}
	settle(s);
}

enum stream_kind stream_kind(const struct stream *s)
{
	return s->kind;
}

/* h may be NULL: nothing came. */
static bool half_only_pings(const struct stream_half *h)
{
	return !h || (h->reading == STREAM_PROBED && !h->hold.len &&
		      !h->sip.skipped && !h->sip.len);
}

bool stream_only_pings(const struct stream *s)
{
	return s->kind == STREAM_UNKNOWN && !s->http &&
	       s->seen[0] + s->seen[1] > 0 && half_only_pings(s->half[0]) &&
	       half_only_pings(s->half[1]);
}
