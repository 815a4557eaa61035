/* SPDX-License-Identifier: BSD-2-Clause */
/* What a connection carries is told by the first bytes of its segments. */
#include "dissect/stream_inner.h"

#include "base/mem.h"
#include "dissect/hep.h"
#include "dissect/sip_frame.h"
#include "dissect/wire.h"

enum look {
	LOOK_NOTHING, /* SIP perhaps; nothing else that is known here */
	LOOK_MORE,    /* too short to say */
	LOOK_HTTP, LOOK_SOCKET, LOOK_HEP, LOOK_TLS
};

/* No more bytes than these are needed to know any of them. */
enum { TELLING = 8, RECORD_FIRST = 20, RECORD_LAST = 23 };
/* Longer heads of HTTP are none (websocket.h). */
enum { HEAD_MAX = 16384 };
/* So much may come behind a GET before it is answered. */
enum { EARLY_MAX = 4096 };

static bool begins_like(struct slice bytes, struct slice with)
{
	size_t n = bytes.len < with.len ? bytes.len : with.len;

	return slice_eq(slice_head(bytes, n), slice_head(with, n));
}

/* Could these few bytes be the beginning of what is told by more? */
static bool is_too_short(struct slice bytes)
{
	unsigned char first = (unsigned char)bytes.p[0];

	return bytes.len < TELLING &&
	       (begins_like(bytes, SLICE("HEP3")) ||
		(first >= RECORD_FIRST && first <= RECORD_LAST &&
		 (bytes.len < 2 || bytes.p[1] == 3)));
}

static enum look look(struct slice bytes, struct websocket_upgrade *upgrade)
{
	switch (websocket_upgrade_read(upgrade, bytes)) {
	case DECODE_OK:
		return LOOK_HTTP;
	case DECODE_TRUNCATED:
		return LOOK_MORE;
	case DECODE_MALFORMED:
	case DECODE_OTHER:
		break;
	}
	if (websocket_looks_like(bytes))
		return LOOK_SOCKET;
	if (hep_looks_like(bytes) && bytes.len >= 6)
		return LOOK_HEP;
	if (tls_watch_looks_like(bytes))
		return LOOK_TLS;
	return is_too_short(bytes) ? LOOK_MORE : LOOK_NOTHING;
}

static struct stream_half *other_half(struct stream_half *h)
{
	return h->stream->half[1 - h->dir];
}

void stream_probe_socket(struct stream_half *h, bool lost)
{
	struct stream_hold *hold = &h->hold;
	struct stream_socket *socket = mem_zalloc(sizeof(*socket));

	sip_stream_fini(&h->sip);
	h->reading = STREAM_AS_WEBSOCKET;
	h->socket = socket;
	if (socket) {
		socket->sink = (struct websocket_sink){
			stream_socket_message, h };
		websocket_init(&socket->frames, &socket->sink,
			       h->stream->budget);
		socket->frames.lost = lost;
	}
	if (socket && hold->len)
		websocket_push(&socket->frames,
			       slice_of(hold->bytes, hold->len), &h->held_at);
	stream_hold_drop(hold, h->stream->budget);
}

/* h is a WebSocket from here on, and so is the other direction, if not the head
 * of HTTP must come in it first. */
static void become_socket(struct stream_half *h)
{
	struct stream_half *other = other_half(h);

	stream_probe_socket(h, false);
	if (other && other->reading == STREAM_PROBED &&
	    (other->head_done || !h->stream->http))
		stream_probe_socket(other, !other->head_done);
}

/* One head of HTTP is complete. */
static void read_head(struct stream_half *h, const struct websocket_upgrade *u,
		      const struct frame *at)
{
	struct stream *s = h->stream;
	struct stream_half *other = other_half(h);
	bool asked = other && other->upgrade;

	s->http = true;
	if (!u->response) {
		h->upgrade = h->head_done = u->upgrade;
		h->upgrade_sip = u->upgrade && u->sip;
		if (u->upgrade)
			stream_trouble_asked(h, u, at);
		return;
	}
	if (asked)
		stream_trouble_answered(other, u, at);
	if (u->status == 101 && (u->upgrade || asked)) {
		s->socket_sip |= u->sip;
		h->head_done = true;
		become_socket(h);
		if (s->socket_sip)
			s->kind = STREAM_WEBSOCKET;
	} else if (asked) {
		s->stats->upgrades_refused += other->upgrade_sip;
		other->upgrade = other->head_done = false;
	}
}

static void become_tls(struct stream_half *h)
{
	struct stream *s = h->stream;

	s->tls = mem_zalloc(sizeof(*s->tls));
	if (!s->tls) {
		s->kind = STREAM_OTHER;
		return;
	}
	tls_watch_init(s->tls, &s->ends[0], &s->ends[1], s->budget);
	s->kind = STREAM_TLS;
}

static void become_hep(struct stream_half *h)
{
	struct stream *s = h->stream;

	s->kind = STREAM_HEP;
	for (int i = 0; i < 2; i++) {
		if (!s->half[i])
			continue;
		s->half[i]->reading = STREAM_AS_HEP;
		sip_stream_fini(&s->half[i]->sip);
	}
}

/* Begin what was found in these bytes; what is left of them comes back. */
static struct slice begin(struct stream_half *h, enum look found,
			  struct slice bytes,
			  const struct websocket_upgrade *u,
			  const struct frame *at)
{
	switch (found) {
	case LOOK_NOTHING:
	case LOOK_MORE:
		break;
	case LOOK_HTTP:
		read_head(h, u, at);
		return slice_from(bytes, u->size);
	case LOOK_SOCKET:
		become_socket(h);
		h->stream->kind = STREAM_WEBSOCKET;
		break;
	case LOOK_HEP:
		become_hep(h);
		break;
	case LOOK_TLS:
		become_tls(h);
		break;
	}
	return bytes;
}

/* --- bytes --------------------------------------------------------------- */

/* Text that waits for more is a head of HTTP, which an empty line ends.  Could
 * it do so in what came behind the first `from' bytes? */
static bool may_end_head(struct slice bytes, size_t from)
{
	struct slice tail = slice_from(bytes, from > 3 ? from - 3 : 0);

	return from < TELLING || bytes.len >= HEAD_MAX ||
	       slice_search(tail, SLICE("\n\n")) < tail.len ||
	       slice_search(tail, SLICE("\n\r\n")) < tail.len;
}

static void probe_sip(struct stream_half *h, struct slice bytes,
		      const struct frame *at)
{
	/* What a web page quotes is not traffic; what a SIP server answers to
	 * HTTP is. */
	if (h->stream->http && !(h->stream->seen[h->dir] == bytes.len &&
				 sip_frame_looks_like(bytes, false)))
		return;
	sip_stream_push(&h->sip, bytes, at);
	if (h->sip.cut.phase != SIP_CUT_SEEK)
		stream_become_sip(h->stream);
}

/* Keep these bytes until more come. */
static void hold(struct stream_half *h, struct slice bytes,
		 const struct frame *at)
{
	stream_hold_add(&h->hold, h->stream->budget, bytes);
	h->held_at = *at;
	h->held_at.bytes = h->held_at.comment = slice_of(NULL, 0);
}

static void probe(struct stream_half *h, struct slice bytes,
		  const struct frame *at)
{
	const struct stream *s = h->stream;
	struct websocket_upgrade upgrade;
	enum look found;

	while (bytes.len && h->reading == STREAM_PROBED &&
	       s->kind != STREAM_TLS && s->kind != STREAM_OTHER) {
		found = look(bytes, &upgrade);
		/* Perhaps frames, perhaps the next GET. */
		if (found == LOOK_NOTHING && h->upgrade &&
		    bytes.len < EARLY_MAX)
			found = LOOK_MORE;
		if (found == LOOK_MORE)
			hold(h, bytes, at);
		else if (found == LOOK_NOTHING)
			probe_sip(h, bytes, at);
		else
			bytes = begin(h, found, bytes, &upgrade, at);
		if (found == LOOK_MORE || found == LOOK_NOTHING)
			return;
	}
	if (bytes.len)
		stream_half_push(h, bytes, at);
}

void stream_probe_push(struct stream_half *h, struct slice bytes,
		       const struct frame *at)
{
	struct budget *b = h->stream->budget;
	struct stream_hold held = h->hold;
	size_t before = held.len;

	if (!before) {
		probe(h, bytes, at);
		return;
	}
	if (stream_hold_add(&held, b, bytes) != 0) {
		stream_hold_drop(&h->hold, b);
		return;
	}
	bytes = slice_of(held.bytes, held.len);
	if ((!h->upgrade || begins_like(bytes, SLICE("GET "))) &&
	    !may_end_head(bytes, before)) {
		h->hold = held;
		return;
	}
	h->hold = (struct stream_hold){ .len = 0 };
	probe(h, bytes, at);
	stream_hold_drop(&held, b);
}

/* Version 1 is a line of text, at most 107 bytes; version 2 tells its length in
 * the last two of 16 bytes (haproxy.org, proxy-protocol.txt). */
size_t stream_probe_proxy(struct slice bytes)
{
	static const struct slice two = { "\r\n\r\n\0\r\nQUIT\n", 12 };
	size_t size;

	if (slice_eq(slice_head(bytes, 6), SLICE("PROXY "))) {
		size = slice_find(slice_head(bytes, 107), '\n') + 1;
		return size <= bytes.len && size <= 107 ? size : 0;
	}
	if (bytes.len < 16 || !slice_eq(slice_head(bytes, 12), two) ||
	    wire_u8(bytes, 12) >> 4 != 2)
		return 0;
	size = 16 + wire_be16(bytes, 14);
	return size <= bytes.len ? size : 0;
}
