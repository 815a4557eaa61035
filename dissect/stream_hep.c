/* SPDX-License-Identifier: BSD-2-Clause */
/* HEP over TCP: packets one behind the other, each framed by its own length. */
#include "dissect/stream_inner.h"

#include "dissect/hep.h"
#include "dissect/sip_frame.h"

#define MAGIC SLICE("HEP3")

/* SIP that a capture agent saw: addresses, transport and time are its own, the
 * place is that of the frame that brought it here. */
static void hand_up(struct stream_half *h, const struct hep *hep, bool cut,
		    const struct frame *at)
{
	struct stream *s = h->stream;
	struct frame frame = *at;
	struct packet p = {
		.frame = &frame, .src = hep->src, .dst = hep->dst,
		.transport = hep->transport, .framed = true, .fragments = 1,
		.copies = true, .retold = true, .truncated = cut };
	enum sip_frame_kind kind =
		sip_frame_datagram(hep->payload, hep->protocol == 1,
				   &p.payload);

	if (kind == SIP_FRAME_NONE || (cut && kind != SIP_FRAME_MESSAGE))
		return;
	if (kind == SIP_FRAME_KEEPALIVE)
		p.payload = hep->payload;
	if (hep->has_time)
		frame.time = hep->time;
	s->stats->cut += cut;
	s->sink->packet(&p, s->sink->arg);
}

static void read_packet(struct stream_half *h, struct slice bytes, bool cut,
			const struct frame *at)
{
	struct stream_stats *stats = h->stream->stats;
	struct hep hep;
	enum decode got = hep_decode(&hep, bytes);

	if (got == DECODE_MALFORMED || (got == DECODE_TRUNCATED && !cut))
		stats->hep_malformed++;
	else if (hep.compressed)
		stats->hep_compressed++;
	else if (hep.payload.len && hep.src.family && hep.dst.family)
		hand_up(h, &hep, cut, at);
}

/* How many bytes the next piece takes, a packet or what is none; 0: more must
 * come first. */
static size_t next_piece(struct slice bytes, bool *packet)
{
	struct hep hep;
	size_t n;

	*packet = true;
	if (slice_eq(slice_head(bytes, 4), slice_head(MAGIC, bytes.len))) {
		hep_decode(&hep, bytes);
		if (bytes.len < 6)
			return 0;
		if (hep.size >= 6)
			return hep.size <= bytes.len ? hep.size : 0;
		*packet = false;
		return 4;
	}
	/* Versions 1 and 2 do not say how long they are. */
	if (hep_looks_like(bytes))
		return bytes.len;
	*packet = false;
	n = slice_search(bytes, MAGIC);
	if (n < bytes.len)
		return n;
	n = bytes.len < 3 ? bytes.len : 3;
	while (n && !slice_eq(slice_from(bytes, bytes.len - n),
			      slice_head(MAGIC, n)))
		n--;
	return bytes.len - n;
}

/* All whole packets; what is left comes back. */
static struct slice read_all(struct stream_half *h, struct slice bytes,
			     const struct frame *at)
{
	bool packet;
	size_t n;

	while (bytes.len && (n = next_piece(bytes, &packet)) > 0) {
		if (packet)
			read_packet(h, slice_head(bytes, n), false, at);
		else
			h->rubbish += n;
		bytes = slice_from(bytes, n);
	}
	return bytes;
}

void stream_hep_push(struct stream_half *h, struct slice bytes,
		     const struct frame *at)
{
	struct budget *b = h->stream->budget;
	struct stream_hold *hold = &h->hold;
	struct slice rest;

	if (!hold->len) {
		rest = read_all(h, bytes, at);
		if (stream_hold_add(hold, b, rest) != 0)
			h->rubbish += rest.len;
		return;
	}
	if (stream_hold_add(hold, b, bytes) != 0) {
		h->rubbish += hold->len + bytes.len;
		stream_hold_drop(hold, b);
		return;
	}
	rest = read_all(h, slice_of(hold->bytes, hold->len), at);
	stream_hold_take(hold, b, hold->len - rest.len);
}

void stream_hep_end(struct stream_half *h, const struct frame *at)
{
	struct stream_hold *hold = &h->hold;

	if (hold->len)
		read_packet(h, slice_of(hold->bytes, hold->len), true, at);
	stream_hold_drop(hold, h->stream->budget);
}
