/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector.h"

#include "base/mem.h"
#include "dissect/fragment.h"
#include "dissect/icmp.h"
#include "dissect/link.h"
#include "dissect/tcp_peek.h"
#include "dissect/udp.h"

#include <errno.h>
#include <stdlib.h>

#define FRAGMENTED 1024

struct dissector {
	struct dissector_sink sink;
	struct dissector_stats own, *stats; /* stats: the set in use */
	struct fragment_table fragments;
	uint64_t lost, shed; /* of fragments, counted so far */
};

/* A header or payload that is not all there: the snap length cut it, or else
 * the lengths lie. */
static void count_bad(struct dissector *d, enum decode how, bool cut)
{
	if (how == DECODE_TRUNCATED && cut)
		d->stats->snaplen++;
	else
		d->stats->malformed++;
}

/* What the fragment table has lost and shed since the last look. */
static void count_lost(struct dissector *d)
{
	d->stats->fragments += d->fragments.lost - d->lost;
	d->stats->fragments_shed += d->fragments.shed - d->shed;
	d->lost = d->fragments.lost;
	d->shed = d->fragments.shed;
}

static bool is_cut(const struct frame *f)
{
	return f->wire_len > f->bytes.len;
}

static void read_udp(struct dissector *d, const struct frame *f,
		     const struct ip *ip, unsigned pieces)
{
	struct packet p = { .transport = TRANSPORT_UDP };
	struct udp u;
	enum decode got = udp_decode(&u, ip->payload);

	if (got != DECODE_OK) {
		/* Any of the frames may have been the one that was cut. */
		count_bad(d, got, pieces > 1 ? ip->payload.len < ip->size :
					       is_cut(f));
		if (got == DECODE_MALFORMED)
			return;
	}
	if (!u.payload.len)
		return;
	if (udp_is_tunnel(&u))
		d->stats->tunnel++;
	p.frame = f;
	p.src = ip->src;
	p.dst = ip->dst;
	p.src.port = u.sport;
	p.dst.port = u.dport;
	p.ip_id = ip->id;
	p.ttl = ip->ttl;
	p.has_ip_id = ip->has_id;
	p.truncated = got == DECODE_TRUNCATED;
	p.fragments = pieces;
	p.payload = u.payload;
	d->sink.datagram(&p, d->sink.arg);
}

static void read_icmp(struct dissector *d, const struct frame *f,
		      const struct ip *ip)
{
	struct icmp_error e;
	enum decode got = icmp_decode(&e, ip);

	if (got != DECODE_OK) {
		if (got == DECODE_MALFORMED)
			d->stats->malformed++;
		return;
	}
	e.frame = f;
	e.quoted.frame = f;
	if (d->sink.icmp)
		d->sink.icmp(&e, d->sink.arg);
}

static void read_tcp(struct dissector *d, const struct ip *ip)
{
	switch (tcp_peek(ip->payload)) {
	case TCP_PEEK_SIP:
		d->stats->tcp_sip++;
		break;
	case TCP_PEEK_TLS:
		d->stats->tls++;
		break;
	case TCP_PEEK_NOTHING:
		break;
	}
}

/* ip is whole, or the first fragment of something that is only looked at. */
static void read_transport(struct dissector *d, const struct frame *f,
			   const struct ip *ip, unsigned pieces)
{
	if (ip->protocol == IP_UDP) { /* every RTP packet */
		read_udp(d, f, ip, pieces);
		return;
	}
	switch (ip->protocol) {
	case IP_TCP:
		read_tcp(d, ip);
		break;
	case IP_ICMP:
		if (ip->src.family == 4)
			read_icmp(d, f, ip);
		break;
	case IP_ICMP6:
		if (ip->src.family == 6)
			read_icmp(d, f, ip);
		break;
	case IP_IP4:
	case IP_IP6:
	case IP_GRE:
	case IP_ESP:
	case IP_ETHERIP:
	case IP_L2TP:
	case IP_MPLS:
		d->stats->tunnel++;
		break;
	default:
		break;
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

static int read_fragment(struct dissector *d, const struct frame *f,
			 struct ip *ip)
{
	unsigned pieces;
	enum decode got;

	if (!may_be_udp(ip)) {
		if (!ip->offset)
			read_transport(d, f, ip, 1);
		return 0;
	}
	d->stats->fragment_frames++;
	got = fragment_push(&d->fragments, ip, f->time, &pieces);
	count_lost(d);
	if (got == DECODE_OTHER)
		return 0;
	if (got == DECODE_TRUNCATED)
		return -ENOMEM;
	if (got == DECODE_OK) {
		d->stats->reassembled++;
		got = ip_extensions(ip);
	}
	if (got != DECODE_OK || ip->fragment) /* fragments of fragments: no */
		d->stats->malformed++;
	else
		read_transport(d, f, ip, pieces);
	return 0;
}

static int read_ip(struct dissector *d, const struct frame *f,
		   struct slice packet)
{
	struct ip ip;
	enum decode got = ip_decode(&ip, packet);
	int err;

	if (got != DECODE_OK) {
		count_bad(d, got, is_cut(f));
		return 0;
	}
	if (!ip.fragment) {
		read_transport(d, f, &ip, 1);
		return 0;
	}
	err = read_fragment(d, f, &ip);
	count_lost(d);
	return err;
}

int dissector_frame(struct dissector *d, const struct frame *f)
{
	struct link link;
	enum decode got = link_decode(&link, f->link_type, f->bytes);

	d->stats->frames++;
	if (got == DECODE_OTHER) {
		d->stats->link_type++;
		return 0;
	}
	if (got != DECODE_OK) {
		count_bad(d, got, is_cut(f));
		return 0;
	}
	switch (link.kind) {
	case LINK_IP:
		return read_ip(d, f, link.payload);
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

struct dissector *dissector_new(const struct dissector_sink *sink,
				size_t max_fragmented)
{
	struct dissector *d = mem_zalloc(sizeof(*d));

	if (!d)
		return NULL;
	d->sink = *sink;
	d->stats = &d->own;
	fragment_init(&d->fragments,
		      max_fragmented ? max_fragmented : FRAGMENTED);
	return d;
}

void dissector_free(struct dissector *d)
{
	if (!d)
		return;
	fragment_fini(&d->fragments);
	free(d);
}

void dissector_clock(struct dissector *d, int64_t now)
{
	(void)d;
	(void)now;
}

void dissector_end(struct dissector *d)
{
	fragment_end(&d->fragments);
	count_lost(d);
}

const struct dissector_stats *dissector_stats(const struct dissector *d)
{
	return d->stats;
}

void dissector_count_in(struct dissector *d, struct dissector_stats *s)
{
	d->stats = s ? s : &d->own;
}

bool dissector_knows_link(int link_type)
{
	return link_knows(link_type);
}
