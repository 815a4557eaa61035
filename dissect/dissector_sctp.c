/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector_inner.h"

#include "dissect/stream.h"
#include "dissect/wire.h"

#include <errno.h>

static void on_message(struct slice message, bool cut, const struct addr *src,
		       const struct addr *dst, const struct frame *at,
		       void *arg)
{
	struct dissector *d = arg;
	struct packet p = {
		.frame = at, .src = *src, .dst = *dst,
		.transport = TRANSPORT_SCTP, .truncated = cut, .fragments = 1,
		.payload = message };

	d->sink.datagram(&p, d->sink.arg);
}

static void count(struct dissector *d)
{
	const struct sctp_stats *now = sctp_reasm_stats(d->sctp);
	struct sctp_stats *old = &d->sctp_counted;

	d->stats->sctp_lost += now->lost - old->lost;
	d->stats->tcp_shed += now->shed - old->shed;
	d->stats->malformed += now->malformed - old->malformed;
	d->stats->snaplen += now->truncated - old->truncated;
	*old = *now;
}

/* Much else travels in SCTP; what is saved is what uses a SIP port. */
static void tell(struct dissector *d, const struct dissector_at *at,
		 const struct ip *ip)
{
	struct dissector_segment s = { .frame = at->frame, .src = ip->src,
				       .dst = ip->dst,
				       .carrier = DISSECTOR_WANTED };

	s.src.port = wire_be16(ip->payload, 0);
	s.dst.port = wire_be16(ip->payload, 2);
	if (d->sink.segment &&
	    (stream_sip_port(s.src.port) || stream_sip_port(s.dst.port)))
		d->sink.segment(&s, d->sink.arg);
}

int dissector_sctp_read(struct dissector *d, const struct dissector_at *at,
			const struct ip *ip)
{
	int err = sctp_reasm_push(d->sctp, ip, at->frame);

	count(d);
	tell(d, at, ip);
	return err;
}

int dissector_sctp_init(struct dissector *d)
{
	const struct sctp_sink sink = { .message = on_message, .arg = d };

	d->sctp = sctp_reasm_new(&sink, 0, &d->budget);
	return d->sctp ? 0 : -ENOMEM;
}

void dissector_sctp_fini(struct dissector *d)
{
	sctp_reasm_free(d->sctp);
	d->sctp = NULL;
}

void dissector_sctp_end(struct dissector *d)
{
	sctp_reasm_end(d->sctp);
	count(d);
}
