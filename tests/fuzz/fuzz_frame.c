/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames through one dissector: a byte that selects the link type, then frames,
 * each with two bytes of length before it and two of what the snap length took.
 * Whatever they hold, all that comes out can be read and is consistent. */
#include "dissect/dissector.h"

#include "base/clock.h"
#include "dissect/media.h"
#include "dissect/sip_frame.h"

#include <stdlib.h>

enum { MAX_FRAGMENTED = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* New ones at the end: the seeds count on it. */
static const int link_types[] = {
	1, 0, 12, 14, 101, 108, 113, 228, 229, 276, 105, 9, 50, 51, 104, 109,
	117, 119, 127, 163, 166, 192, 204, 219, 239, 258, 147, 252
};

struct sums {
	uint64_t datagrams, bytes;
};

static void must(bool ok)
{
	if (!ok)
		abort();
}

static uint64_t read_all(struct slice s)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < s.len; i++)
		sum += (unsigned char)s.p[i];
	return sum;
}

static void check(const struct packet *p)
{
	must(p->frame && p->fragments >= 1);
	must(p->src.family == 4 || p->src.family == 6);
	must(p->dst.family == 4 || p->dst.family == 6);
	must(!p->incomplete || p->truncated);
}

static void datagram(const struct packet *p, void *arg)
{
	struct sums *s = arg;

	check(p);
	must(p->payload.len > 0 && p->transport <= TRANSPORT_WSS);
	s->datagrams++;
	s->bytes += read_all(p->payload);
}

static void icmp(const struct icmp_error *e, void *arg)
{
	struct sums *s = arg;

	check(&e->quoted);
	must(e->frame == e->quoted.frame && e->family == e->from.family);
	s->bytes += read_all(e->quoted.payload);
}

/* What was left out as media would have come to nothing. */
static void check_media(struct slice packet)
{
	bool four = packet.len && (unsigned char)packet.p[0] >> 4 == 4;
	struct slice payload = slice_from(packet, four ? 28 : 48), message;

	if (media_only(packet))
		must(sip_frame_datagram(payload, false, &message) ==
		     SIP_FRAME_NONE);
}

/* The frame in a copy of its own, so that an over-read shows. */
static void feed(struct dissector *d, const struct frame *like,
		 const uint8_t *p, size_t len)
{
	char *copy = malloc(len ? len : 1);
	struct frame f = *like;

	if (!copy)
		return;
	if (len)
		memcpy(copy, p, len);
	f.bytes = slice_of(copy, len);
	f.wire_len += (uint32_t)len;
	dissector_frame(d, &f);
	check_media(f.bytes);
	check_media(slice_from(f.bytes, 14));
	free(copy);
}

static void feed_all(struct dissector *d, const uint8_t *p, size_t size)
{
	struct frame f = { .number = 0 };

	f.link_type = link_types[p[0] % (sizeof(link_types) / sizeof(int))];
	p++;
	size--;
	while (size >= 4) {
		size_t len = (size_t)p[0] << 8 | p[1];

		f.wire_len = (uint32_t)p[2] << 8 | p[3];
		f.time += CLOCK_S;
		f.number++;
		p += 4;
		size -= 4;
		if (len > size)
			len = size;
		feed(d, &f, p, len);
		p += len;
		size -= len;
	}
	must(dissector_stats(d)->frames == f.number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sums sums = { 0 };
	struct dissector_sink sink = {
		.datagram = datagram, .icmp = icmp, .arg = &sums };
	struct dissector *d = dissector_new(&sink, MAX_FRAGMENTED);
	const struct dissector_stats *s;

	if (!d)
		return 0;
	if (size)
		feed_all(d, data, size);
	dissector_end(d);
	s = dissector_stats(d);
	must(sums.datagrams <= size);
	/* One for each level of nesting. */
	must(s->reassembled + s->fragments + s->fragments_shed <=
	     s->fragment_frames);
	must(s->snaplen + s->tunnel <= size);
	dissector_free(d);
	return 0;
}
