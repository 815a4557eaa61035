/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector_inner.h"

#include "base/mem.h"
#include "dissect/link.h"
#include "dissect/media.h"

#include <stdlib.h>

#define FRAGMENTED 1024
/* Of half-read streams and messages: enough for 64 of the longest, or 64,000 of
 * the usual size. */
#define BUDGET (64 << 20)

void dissector_count_bad(struct dissector *d, enum decode how, bool cut)
{
	if (how == DECODE_TRUNCATED && cut)
		d->stats->snaplen++;
	else
		d->stats->malformed++;
}

int dissector_frame(struct dissector *d, const struct frame *f)
{
	struct slice packet = link_plain(f->link_type, f->bytes);

	d->stats->frames++;
	if (d->fragments.timers.len)
		dissector_walk_clock(d, f->time);
	return media_only(packet) ? 0 : dissector_walk_frame(d, f, packet);
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
		      max_fragmented ? max_fragmented : FRAGMENTED,
		      dissector_walk_incomplete, d);
	d->budget.max = BUDGET;
	if (dissector_tcp_init(d) || dissector_sctp_init(d)) {
		dissector_free(d);
		return NULL;
	}
	return d;
}

void dissector_free(struct dissector *d)
{
	if (!d)
		return;
	dissector_tcp_fini(d);
	dissector_sctp_fini(d);
	fragment_fini(&d->fragments);
	free(d);
}

void dissector_clock(struct dissector *d, int64_t now)
{
	dissector_walk_clock(d, now);
	dissector_tcp_clock(d, now);
}

void dissector_end(struct dissector *d)
{
	dissector_walk_end(d);
	dissector_tcp_end(d);
	dissector_sctp_end(d);
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
	return link_type == LINK_TYPE_UPPER_PDU || link_knows(link_type);
}
