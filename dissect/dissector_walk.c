/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector_inner.h"

#include "dissect/icmp.h"
#include "dissect/link.h"

#include <errno.h>

/* What the fragment table has lost and shed since the last look. */
static void count_lost(struct dissector *d)
{
	d->stats->fragments += d->fragments.lost - d->lost;
	d->stats->fragments_shed += d->fragments.shed - d->shed;
	d->lost = d->fragments.lost;
	d->shed = d->fragments.shed;
}

static void read_icmp(struct dissector *d, const struct dissector_at *at,
		      const struct ip *ip)
{
	struct icmp_error e;
	enum decode got = icmp_decode(&e, ip);

	if (got != DECODE_OK) {
		if (got == DECODE_MALFORMED)
			d->stats->malformed++;
		return;
	}
	e.frame = at->frame;
	e.quoted.frame = at->frame;
	if (d->sink.icmp)
		d->sink.icmp(&e, d->sink.arg);
}

int dissector_walk_transport(struct dissector *d,
			     const struct dissector_at *at,
			     const struct ip *ip)
{
	if (ip->protocol == IP_UDP) /* every RTP packet */
		return dissector_udp_read(d, at, ip);
	switch (ip->protocol) {
	case IP_TCP:
		return dissector_tcp_read(d, at, ip);
	case IP_ICMP:
		if (ip->src.family == 4)
			read_icmp(d, at, ip);
		return 0;
	case IP_ICMP6:
		if (ip->src.family == 6)
			read_icmp(d, at, ip);
		return 0;
	case IP_IP4:
	case IP_IP6:
	case IP_GRE:
	case IP_ESP:
	case IP_ETHERIP:
	case IP_L2TP:
	case IP_MPLS:
		d->stats->tunnel++;
		return 0;
	default:
		return 0;
	}
}

/* Only what may turn out to be UDP is worth memory. */
static bool may_be_udp(const struct ip *ip)
{
	switch (ip->protocol) {
	case IP_UDP:
	case IP_AH:
		return true;
	case IP_HOP_BY_HOP:
	case IP_ROUTING:
	case IP_DESTINATION:
	case IP_MOBILITY:
		return ip->src.family == 6;
	default:
		return false;
	}
}

static int read_fragment(struct dissector *d, const struct dissector_at *at,
			 struct ip *ip)
{
	struct dissector_at whole = *at;
	enum decode got;

	if (!may_be_udp(ip))
		return ip->offset ? 0 : dissector_walk_transport(d, at, ip);
	d->stats->fragment_frames++;
	got = fragment_push(&d->fragments, ip, at->frame->time, &whole.pieces);
	count_lost(d);
	if (got == DECODE_OTHER)
		return 0;
	if (got == DECODE_TRUNCATED)
		return -ENOMEM;
	if (got == DECODE_OK) {
		d->stats->reassembled++;
		got = ip_extensions(ip);
	}
	if (got != DECODE_OK || ip->fragment) { /* fragments of fragments: no */
		d->stats->malformed++;
		return 0;
	}
	/* Any of the frames may have been the one that was cut. */
	whole.cut = ip->payload.len < ip->size;
	return dissector_walk_transport(d, &whole, ip);
}

int dissector_walk_ip(struct dissector *d, const struct dissector_at *at,
		      struct slice packet)
{
	struct ip ip;
	enum decode got = ip_decode(&ip, packet);

	if (got != DECODE_OK) {
		dissector_count_bad(d, got, at->cut);
		return 0;
	}
	if (!ip.fragment)
		return dissector_walk_transport(d, at, &ip);
	return read_fragment(d, at, &ip);
}

int dissector_walk_link(struct dissector *d, const struct dissector_at *at,
			int link_type, struct slice bytes)
{
	struct link link;
	enum decode got = link_decode(&link, link_type, bytes);

	if (got == DECODE_OTHER) {
		d->stats->link_type++;
		return 0;
	}
	if (got != DECODE_OK) {
		dissector_count_bad(d, got, at->cut);
		return 0;
	}
	switch (link.kind) {
	case LINK_IP:
		return dissector_walk_ip(d, at, link.payload);
	case LINK_INNER:
	case LINK_TUNNEL:
		d->stats->tunnel++;
		break;
	case LINK_UNKNOWN:
		d->stats->ethertype++;
		break;
	case LINK_QUIET:
		break;
	}
	return 0;
}

void dissector_walk_end(struct dissector *d)
{
	fragment_end(&d->fragments);
	count_lost(d);
}
