/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector_inner.h"

#include "dissect/dns.h"
#include "dissect/dns_srv.h"
#include "dissect/hep.h"
#include "dissect/sip_frame.h"
#include "dissect/sip_index.h"
#include "dissect/udp.h"
#include "dissect/udp_tunnel.h"

uint64_t dissector_udp_talk(const struct dissector *d, const struct ip *ip,
			    struct slice payload)
{
	struct sip_index_room room;
	struct sip_index sip;
	struct slice message, call;
	bool up = memcmp(ip->src.ip, ip->dst.ip, sizeof(ip->src.ip)) < 0;
	uint64_t h;

	if (sip_frame_datagram(payload, false, &message) != SIP_FRAME_MESSAGE)
		return 0;
	sip_index_read(&sip, &room, message, true);
	call = sip_index_slice(&sip, sip.call_id);
	if (!call.len)
		return 0;
	h = addr_hash_pair(d->fragments.seed, up ? &ip->src : &ip->dst,
			   up ? &ip->dst : &ip->src);
	return hash_slice(h, call) | 1;
}

/* A whole message of a call: what waits for fragments in that call was before
 * it, and will not become whole any more. */
static void go_on(struct dissector *d, const struct ip *ip,
		  struct slice payload)
{
	uint64_t talk = dissector_udp_talk(d, ip, payload);

	if (talk)
		dissector_walk_talk(d, talk);
}

static __attribute__((noinline)) void
name_service(struct dissector *d, const struct packet *p)
{
	struct dns_message m;

	if (p->src.port == DNS_PORT && d->sink.srv)
		dns_srv_decode(p->payload, d->sink.srv, d->sink.arg);
	if (!d->sink.dns || !dns_read(&m, p->payload))
		return;
	m.client = m.response ? p->dst : p->src;
	m.server = m.response ? p->src : p->dst;
	m.at = *p->frame;
	m.at.bytes = m.at.comment = slice_of(NULL, 0);
	d->sink.dns(&m, d->sink.arg);
}

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
		.copies = true,
		.truncated = cut || at->incomplete,
		.incomplete = at->incomplete,
		.fragments = at->pieces,
		.payload = u->payload,
	};

	p.src.port = u->sport;
	p.dst.port = u->dport;
	if (hep_may_be(u->payload) && dissector_message_hep(d, at, u->payload))
		return;
	if (u->sport == DNS_PORT || u->dport == DNS_PORT)
		name_service(d, &p);
	d->sink.datagram(&p, d->sink.arg);
}

/* What one of the ports lets expect.  A SIP message is one on any port. */
static __attribute__((noinline)) enum decode tunnel_of(struct link *carried,
						       const struct udp *u)
{
	enum decode got = udp_tunnel_decode(carried, u);

	return got != DECODE_OTHER && sip_frame_looks_like(u->payload, false) ?
		DECODE_OTHER : got;
}

int dissector_udp_read(struct dissector *d, const struct dissector_at *at,
		       const struct ip *ip)
{
	struct udp u;
	struct link carried;
	enum decode got = udp_decode(&u, ip->payload), tunnel = DECODE_OTHER;

	if ((udp_tunnel_port(u.dport) || udp_tunnel_port(u.sport)) &&
	    u.payload.len && got != DECODE_MALFORMED)
		tunnel = tunnel_of(&carried, &u);
	if (tunnel == DECODE_OK)
		return dissector_walk_inner(d, at, &carried);
	if (got == DECODE_OK && tunnel != DECODE_OTHER)
		got = tunnel;
	if (got != DECODE_OK && !at->incomplete)
		dissector_count_bad(d, got, at->cut);
	if (tunnel != DECODE_OTHER || !u.payload.len || got == DECODE_MALFORMED)
		return 0;
	if (d->fragments.talks.used && !at->incomplete)
		go_on(d, ip, u.payload);
	hand_up(d, at, ip, &u, got == DECODE_TRUNCATED);
	return 0;
}
