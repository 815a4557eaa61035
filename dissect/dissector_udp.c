/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector_inner.h"

#include "dissect/udp.h"

static void hand_up(struct dissector *d, const struct dissector_at *at,
		    const struct ip *ip, const struct udp *u,
		    bool cut)
{
	struct packet p = {
		.frame = at->frame,
		.src = ip->src,
		.dst = ip->dst,
		.transport = TRANSPORT_UDP,
		.ip_id = ip->id,
		.ttl = ip->ttl,
		.has_ip_id = ip->has_id,
		.truncated = cut || at->incomplete,
		.incomplete = at->incomplete,
		.fragments = at->pieces,
		.payload = u->payload,
	};

	p.src.port = u->sport;
	p.dst.port = u->dport;
	d->sink.datagram(&p, d->sink.arg);
}

int dissector_udp_read(struct dissector *d, const struct dissector_at *at,
		       const struct ip *ip)
{
	struct udp u;
	enum decode got = udp_decode(&u, ip->payload);

	if (got != DECODE_OK) {
		dissector_count_bad(d, got, at->cut);
		if (got == DECODE_MALFORMED)
			return 0;
	}
	if (!u.payload.len)
		return 0;
	if (udp_is_tunnel(&u))
		d->stats->tunnel++;
	hand_up(d, at, ip, &u, got == DECODE_TRUNCATED);
	return 0;
}
