/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages that somebody else captured before: HEP packets and exported PDUs,
 * with the addresses and the time they tell. */
#include "dissect/dissector_inner.h"

#include "dissect/exported_pdu.h"
#include "dissect/hep.h"

/* An address that nobody tells is the unspecified one. */
static void fill_addr(struct addr *a, const struct addr *other)
{
	if (!a->family)
		*a = (struct addr){ .family = other->family ?
				    other->family : 4, .port = a->port };
}

/* What the agent saw, at the time and between the addresses it tells. */
static void hand_up(struct dissector *d, const struct dissector_at *at,
		    const struct hep *h, bool cut)
{
	struct frame f = *at->frame;
	struct packet p = {
		.frame = &f, .src = h->src, .dst = h->dst,
		.transport = h->transport, .truncated = cut, .fragments = 1,
		.copies = true, .retold = true, .payload = h->payload };

	fill_addr(&p.src, &p.dst);
	fill_addr(&p.dst, &p.src);
	if (h->has_time)
		f.time = h->time;
	d->sink.datagram(&p, d->sink.arg);
}

bool dissector_message_hep(struct dissector *d, const struct dissector_at *at,
			   struct slice payload)
{
	struct hep h;
	enum decode got;

	if (!hep_looks_like(payload))
		return false;
	got = hep_decode(&h, payload);
	if (got != DECODE_OK) {
		dissector_count_bad(d, got, at->cut);
		if (got != DECODE_TRUNCATED || !h.size)
			return true;
	}
	if (h.compressed)
		d->stats->hep_compressed++;
	else if (h.payload.len)
		hand_up(d, at, &h, got == DECODE_TRUNCATED);
	return true;
}

int dissector_message_pdu(struct dissector *d, const struct dissector_at *at,
			  struct slice bytes)
{
	struct packet p = { .frame = at->frame, .fragments = at->pieces,
			    .truncated = at->cut };
	enum decode got = exported_pdu_decode(&p, bytes);

	if (got == DECODE_TRUNCATED) {
		dissector_count_bad(d, got, at->cut);
		return 0;
	}
	if (at->cut)
		d->stats->snaplen++;
	fill_addr(&p.src, &p.dst);
	fill_addr(&p.dst, &p.src);
	p.framed = got == DECODE_OK;
	if (p.payload.len)
		d->sink.datagram(&p, d->sink.arg);
	return 0;
}
