/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector_inner.h"

#include "dissect/gre.h"
#include "dissect/icmp.h"
#include "dissect/ieee80211.h"
#include "dissect/l2tp.h"
#include "dissect/media.h"
#include "dissect/mpls.h"
#include "dissect/udp.h"
#include "dissect/wire.h"

#include <errno.h>

/* What the fragment table has lost, shed and overlapped since the last look. */
static void count_lost(struct dissector *d)
{
	d->stats->fragments += d->fragments.lost - d->lost;
	d->stats->fragments_shed += d->fragments.shed - d->shed;
	d->stats->fragment_overlaps += d->fragments.overlaps - d->overlaps;
	d->lost = d->fragments.lost;
	d->shed = d->fragments.shed;
	d->overlaps = d->fragments.overlaps;
}

/* What is missing of an incomplete datagram is counted already. */
static void count_bad(struct dissector *d, const struct dissector_at *at,
		      enum decode how)
{
	if (!at->incomplete)
		dissector_count_bad(d, how, at->cut);
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

/* Version 3, the rest 0 (RFC 3378 3); some put the version in the other half. */
static enum decode etherip(struct link *out, struct slice s)
{
	uint16_t header = wire_be16(s, 0);

	if (s.len < 2)
		return DECODE_TRUNCATED;
	if (header != 0x3000 && header != 0x0300)
		return DECODE_MALFORMED;
	return link_give_inner(out, LINK_TYPE_ETHERNET, slice_from(s, 2));
}

/* One that is followed. */
static bool is_tunnel(uint8_t protocol)
{
	switch (protocol) {
	case IP_IP4:
	case IP_IP6:
	case IP_GRE:
	case IP_ETHERIP:
	case IP_L2TP:
	case IP_MPLS:
	case IP_ETHERNET:
		return true;
	default:
		return false;
	}
}

static int read_tunnel(struct dissector *d, const struct dissector_at *at,
		       const struct ip *ip)
{
	struct link carried;
	enum decode got;

	switch (ip->protocol) {
	case IP_GRE:
		got = gre_decode(&carried, ip->payload);
		break;
	case IP_ETHERIP:
		got = etherip(&carried, ip->payload);
		break;
	case IP_L2TP:
		got = l2tp_session(&carried, ip->payload);
		break;
	case IP_MPLS:
		got = mpls_decode(&carried, ip->payload);
		break;
	case IP_ETHERNET: /* of a segment route (RFC 8986 4.9) */
		got = link_give_inner(&carried, LINK_TYPE_ETHERNET,
				      ip->payload);
		break;
	default:
		got = link_give(&carried, LINK_IP, ip->payload);
		break;
	}
	if (got == DECODE_OK)
		return dissector_walk_inner(d, at, &carried);
	count_bad(d, at, got);
	return 0;
}

static __attribute__((noinline)) int
walk_other(struct dissector *d, const struct dissector_at *at,
	   const struct ip *ip)
{
	if (at->incomplete && !is_tunnel(ip->protocol))
		return 0;
	switch (ip->protocol) {
	case IP_TCP:
		return dissector_tcp_read(d, at, ip);
	case IP_SCTP:
		return dissector_sctp_read(d, at, ip);
	case IP_ICMP:
		if (ip->src.family == 4)
			read_icmp(d, at, ip);
		return 0;
	case IP_ICMP6:
		if (ip->src.family == 6)
			read_icmp(d, at, ip);
		return 0;
	case IP_ESP:
	case IP_COMP:
		d->stats->tunnel++;
		return 0;
	default:
		return is_tunnel(ip->protocol) ? read_tunnel(d, at, ip) : 0;
	}
}

static inline int walk_transport(struct dissector *d,
				 const struct dissector_at *at,
				 const struct ip *ip)
{
	return ip->protocol == IP_UDP ? dissector_udp_read(d, at, ip) :
		walk_other(d, at, ip);
}

/* Only what may turn out to carry SIP is worth memory. */
static bool may_carry_sip(const struct ip *ip)
{
	switch (ip->protocol) {
	case IP_UDP:
	case IP_TCP:
	case IP_SCTP:
	case IP_AH:
		return true;
	case IP_HOP_BY_HOP:
	case IP_ROUTING:
	case IP_DESTINATION:
	case IP_MOBILITY:
	case IP_HIP:
	case IP_SHIM6:
		return ip->src.family == 6;
	default:
		return is_tunnel(ip->protocol);
	}
}

/* A datagram that was put together, but for the extension headers within. */
static int read_whole(struct dissector *d, const struct dissector_at *at,
		      struct ip *ip)
{
	/* Fragments of fragments: no. */
	if (ip_extensions(ip) != DECODE_OK || ip->fragment) {
		if (!at->incomplete)
			d->stats->malformed++;
		return 0;
	}
	return walk_transport(d, at, ip);
}

/* What waits for the rest: the beginning of a message tells its call.  What
 * follows in that call then shows that the rest will not come, long before its
 * time is over. */
static void mark(struct dissector *d, const struct ip *ip,
		 struct fragment_whole *whole)
{
	struct udp u;
	uint64_t talk = 0;

	if (!whole->entry || ip->offset || ip->protocol != IP_UDP)
		return;
	udp_decode(&u, ip->payload);
	talk = dissector_udp_talk(d, ip, u.payload);
	if (talk) /* without memory it waits until its time is over */
		(void)fragment_mark(&d->fragments, whole, talk);
}

static int read_fragment(struct dissector *d, const struct dissector_at *at,
			 struct ip *ip)
{
	struct dissector_at deeper = *at;
	struct fragment_whole whole;
	int err = 0;

	if (at->incomplete) /* the table is busy with what holds this */
		return 0;
	if (!may_carry_sip(ip))
		return ip->offset ? 0 : walk_transport(d, at, ip);
	d->stats->fragment_frames++;
	switch (fragment_push(&d->fragments, ip, at->frame, &whole)) {
	case DECODE_OK:
		d->stats->reassembled++;
		deeper.pieces += whole.pieces - 1;
		/* Any of the frames may have been the one that was cut. */
		deeper.cut = ip->payload.len < ip->size;
		err = read_whole(d, &deeper, ip);
		fragment_release(&d->fragments, &whole);
		break;
	case DECODE_MALFORMED:
		d->stats->malformed++;
		break;
	case DECODE_TRUNCATED:
		err = -ENOMEM;
		break;
	case DECODE_OTHER:
		mark(d, ip, &whole);
		break;
	}
	count_lost(d);
	return err;
}

void dissector_walk_incomplete(const struct ip *part, const struct frame *at,
			       unsigned pieces, void *arg)
{
	struct dissector *d = arg;
	struct dissector_at where = { .frame = at, .pieces = pieces,
				      .cut = true, .incomplete = true };
	struct ip ip = *part;

	read_whole(d, &where, &ip);
}

static int read_ip(struct dissector *d, const struct dissector_at *at,
		   struct slice packet)
{
	struct ip ip;
	enum decode got = ip_decode(&ip, packet);

	if (got != DECODE_OK) {
		count_bad(d, at, got);
		return 0;
	}
	if (!ip.fragment)
		return walk_transport(d, at, &ip);
	return read_fragment(d, at, &ip);
}

static int walk_ip(struct dissector *d, const struct dissector_at *at,
		   struct slice packet)
{
	return media_only(packet) ? 0 : read_ip(d, at, packet);
}

static int read_amsdu(struct dissector *d, const struct dissector_at *at,
		      struct slice rest)
{
	struct link one;
	enum decode got;
	bool any = false;
	int err = 0;

	while ((got = ieee80211_amsdu_next(&one, &rest)) != DECODE_OTHER) {
		any = true;
		if (got != DECODE_OK)
			count_bad(d, at, got);
		else if (dissector_walk_inner(d, at, &one))
			err = -ENOMEM;
	}
	if (!any || (at->cut && rest.len)) /* not even a header */
		count_bad(d, at, DECODE_TRUNCATED);
	return err;
}

int dissector_walk_inner(struct dissector *d, const struct dissector_at *at,
			 const struct link *carried)
{
	struct dissector_at inner = *at;

	inner.depth++;
	inner.cut |= carried->cut;
	switch (carried->kind) {
	case LINK_QUIET:
		return 0;
	case LINK_UNKNOWN:
		d->stats->ethertype++;
		return 0;
	case LINK_TUNNEL:
		d->stats->tunnel++;
		return 0;
	case LINK_IP:
	case LINK_INNER:
	case LINK_AMSDU:
		break;
	}
	if (inner.depth > DISSECTOR_DEPTH) {
		d->stats->tunnel++;
		return 0;
	}
	if (carried->kind == LINK_IP)
		return walk_ip(d, &inner, carried->payload);
	if (carried->kind == LINK_AMSDU)
		return read_amsdu(d, &inner, carried->payload);
	return dissector_walk_link(d, &inner, carried->inner,
				   carried->payload);
}

int dissector_walk_link(struct dissector *d, const struct dissector_at *at,
			int link_type, struct slice bytes)
{
	struct link link;
	enum decode got;

	if (link_type == LINK_TYPE_UPPER_PDU)
		return dissector_message_pdu(d, at, bytes);
	got = link_decode(&link, link_type, bytes);
	if (got == DECODE_OTHER) {
		d->stats->link_type++;
		return 0;
	}
	if (got != DECODE_OK) {
		count_bad(d, at, got);
		return 0;
	}
	if (link.kind == LINK_IP)
		return walk_ip(d, at, link.payload);
	return dissector_walk_inner(d, at, &link);
}

int dissector_walk_frame(struct dissector *d, const struct frame *f,
			 struct slice packet)
{
	struct dissector_at at = {
		.frame = f, .pieces = 1, .cut = f->wire_len > f->bytes.len };

	return packet.len ? read_ip(d, &at, packet) :
		dissector_walk_link(d, &at, f->link_type, f->bytes);
}

void dissector_walk_talk(struct dissector *d, uint64_t talk)
{
	fragment_talk(&d->fragments, talk);
	count_lost(d);
}

void dissector_walk_clock(struct dissector *d, int64_t now)
{
	fragment_clock(&d->fragments, now);
	count_lost(d);
}

void dissector_walk_end(struct dissector *d)
{
	fragment_end(&d->fragments);
	count_lost(d);
}
