/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sctp.h"

#include "base/clock.h"
#include "base/cursor.h"
#include "base/mem.h"
#include "dissect/sctp_join.h"
#include "dissect/wire.h"

#include <errno.h>
#include <stdlib.h>

/* RFC 9260 3, RFC 8260 2.1.  The checksum is not looked at: captures on the
 * sending host have it from before the network card filled it in. */
enum { HEADER = 12, CHUNK_HEADER = 4, DATA_HEADER = 16, IDATA_HEADER = 20 };
enum { CHUNK_DATA = 0, CHUNK_IDATA = 64 };
enum { FLAG_LAST = 1, FLAG_FIRST = 2, FLAG_UNORDERED = 4 };

/* How many TSNs back a retransmission is known as one. */
enum { WINDOW = 1024, MAX_WAYS = 4096, MAX_MESSAGES = 1024 };
#define WAY_IDLE (600 * CLOCK_S)

struct way_key {
	struct addr src, dst;
	uint32_t tag;
	uint32_t pad; /* 0: compared as bytes */
};

/* One direction of an association, between one pair of addresses. */
struct way {
	struct timer_node timer; /* first: the heap gives these back */
	struct way_key key;
	uint64_t hash;
	uint32_t high;           /* the highest TSN */
	uint64_t seen[WINDOW / 64]; /* by TSN modulo WINDOW, up to high */
};

struct sctp_reasm {
	struct sctp_sink sink;
	struct sctp_stats stats;
	struct sctp_join join;
	struct hash_table ways;  /* owned, with what is in it */
	struct timer_heap timers;
	uint64_t seed;
};

/* --- retransmissions --------------------------------------------------------- */

static bool same_way(const void *item, const void *key)
{
	const struct way *w = item;

	return memcmp(&w->key, key, sizeof(w->key)) == 0;
}

static bool drop_way(struct sctp_reasm *r, int64_t now)
{
	struct way *w = (struct way *)timer_heap_pop(&r->timers, now);

	if (!w)
		return false;
	hash_table_del(&r->ways, w->hash, w);
	free(w);
	return true;
}

static struct way *way_new(struct sctp_reasm *r, const struct way_key *key,
			   uint64_t hash, int64_t due)
{
	struct way *w = mem_zalloc(sizeof(*w));

	if (!w)
		return NULL;
	w->key = *key;
	w->hash = hash;
	if (timer_heap_set(&r->timers, &w->timer, due))
		goto fail;
	if (hash_table_put(&r->ways, hash, w)) {
		timer_heap_cancel(&r->timers, &w->timer);
		goto fail;
	}
	return w;
fail:
	free(w);
	return NULL;
}

/* The oldest are forgotten quietly: they hold no bytes of any message. */
static struct way *way_for(struct sctp_reasm *r, const struct way_key *key,
			   int64_t now)
{
	uint64_t hash = hash_bytes(r->seed, key, sizeof(*key));
	struct way *w = hash_table_get(&r->ways, hash, same_way, key);

	if (w) {
		timer_heap_set(&r->timers, &w->timer, now + WAY_IDLE);
		return w;
	}
	while (r->ways.used >= MAX_WAYS)
		drop_way(r, INT64_MAX);
	return way_new(r, key, hash, now + WAY_IDLE);
}

static uint64_t *word_of(struct way *w, uint32_t tsn, uint64_t *bit)
{
	*bit = UINT64_C(1) << (tsn % 64);
	return &w->seen[tsn % WINDOW / 64];
}

/* Note a TSN; false: it was there before.  One far away from all others begins
 * anew, so that nothing is lost after a long hole in the capture. */
static bool note_tsn(struct way *w, uint32_t tsn)
{
	uint32_t ahead = tsn - w->high;
	uint64_t bit, *word;

	if (ahead < WINDOW) {
		for (uint32_t t = w->high + 1; t != tsn + 1; t++) {
			word = word_of(w, t, &bit);
			*word &= ~bit;
		}
		w->high = tsn;
	} else if (w->high - tsn >= WINDOW) {
		memset(w->seen, 0, sizeof(w->seen));
		w->high = tsn;
	}
	word = word_of(w, tsn, &bit);
	if (*word & bit)
		return false;
	*word |= bit;
	return true;
}

/* --- packets ------------------------------------------------------------------ */

struct packet_in {
	struct sctp_reasm *r;
	const struct frame *frame;
	struct way_key key;
	struct way *way;
	int err;
};

/* chunk: what is captured of it; size: its length. */
static void take_data(struct packet_in *in, struct slice chunk, size_t size)
{
	bool idata = wire_u8(chunk, 0) == CHUNK_IDATA;
	size_t header = idata ? IDATA_HEADER : DATA_HEADER;
	unsigned flags = wire_u8(chunk, 1);
	uint32_t tsn = wire_be32(chunk, 4);
	struct sctp_join_piece piece = {
		.data = slice_from(chunk, header), .cut = chunk.len < size,
		.first = flags & FLAG_FIRST, .last = flags & FLAG_LAST,
		.seq = idata ? wire_be32(chunk, 16) : tsn,
	};
	struct sctp_join_key key = {
		.src = in->key.src, .dst = in->key.dst, .tag = in->key.tag,
		.stream = wire_be16(chunk, 8),
		.message = idata ? wire_be32(chunk, 12) : wire_be16(chunk, 10),
		.kind = (uint16_t)(idata << 8 | (flags & FLAG_UNORDERED)),
	};
	const struct sctp_sink *sink = &in->r->sink;
	int err;

	if (chunk.len < header || size == header || !note_tsn(in->way, tsn))
		return;
	if (piece.first && piece.last) {
		if (piece.data.len)
			sink->message(piece.data, piece.cut, &key.src,
				      &key.dst, in->frame, sink->arg);
		return;
	}
	if (idata && piece.first)
		piece.seq = 0; /* the protocol identifier stands there */
	if (!idata && (flags & FLAG_UNORDERED))
		key.message = 0; /* RFC 9260 3.3.1: to be ignored */
	err = sctp_join_add(&in->r->join, &key, &piece, in->frame);
	in->err = err ? err : in->err;
}

/* The chunks, of which size bytes are claimed; fragment: the claim is only that
 * of an IP fragment. */
static enum decode read_chunks(struct packet_in *in, struct slice all,
			       size_t size, bool fragment)
{
	while (size >= CHUNK_HEADER) {
		size_t len = wire_be16(all, 2), padded = (len + 3) & ~3U;
		unsigned type = wire_u8(all, 0);

		if (all.len < CHUNK_HEADER)
			return DECODE_TRUNCATED;
		if (len < CHUNK_HEADER || (len > size && !fragment))
			return DECODE_MALFORMED;
		if (type == CHUNK_DATA || type == CHUNK_IDATA)
			take_data(in, slice_head(all, len), len);
		if (len > all.len)
			return DECODE_TRUNCATED;
		all = slice_from(all, padded);
		size -= padded < size ? padded : size;
	}
	return DECODE_OK;
}

static enum decode read_packet(struct packet_in *in, const struct ip *ip)
{
	struct slice s = ip->payload;
	size_t size;

	if (s.len < HEADER)
		return ip->size < HEADER ? DECODE_MALFORMED : DECODE_TRUNCATED;
	in->key = (struct way_key){ .src = ip->src, .dst = ip->dst,
				    .tag = wire_be32(s, 4) };
	in->key.src.port = wire_be16(s, 0);
	in->key.dst.port = wire_be16(s, 2);
	in->way = way_for(in->r, &in->key, in->frame->time);
	if (!in->way) {
		in->r->stats.shed++;
		in->err = -ENOMEM;
		return DECODE_OK;
	}
	size = ip->size > s.len ? ip->size : s.len;
	return read_chunks(in, slice_from(s, HEADER), size - HEADER,
			   ip->fragment);
}

int sctp_reasm_push(struct sctp_reasm *r, const struct ip *ip,
		    const struct frame *f)
{
	struct packet_in in = { .r = r, .frame = f };

	sctp_join_clock(&r->join, f->time);
	while (drop_way(r, f->time))
		;
	switch (read_packet(&in, ip)) {
	case DECODE_TRUNCATED:
		r->stats.truncated++;
		break;
	case DECODE_MALFORMED:
		r->stats.malformed++;
		break;
	case DECODE_OK:
	case DECODE_OTHER:
		break;
	}
	return in.err;
}

void sctp_reasm_end(struct sctp_reasm *r)
{
	sctp_join_clock(&r->join, INT64_MAX);
}

const struct sctp_stats *sctp_reasm_stats(const struct sctp_reasm *r)
{
	return &r->stats;
}

struct sctp_reasm *sctp_reasm_new(const struct sctp_sink *sink,
				  size_t max_messages, struct budget *budget)
{
	struct sctp_reasm *r = mem_zalloc(sizeof(*r));

	if (!r)
		return NULL;
	r->sink = *sink;
	r->seed = hash_seed();
	sctp_join_init(&r->join, &r->sink, &r->stats, budget);
	r->join.max = max_messages ? max_messages : MAX_MESSAGES;
	return r;
}

void sctp_reasm_free(struct sctp_reasm *r)
{
	if (!r)
		return;
	while (drop_way(r, INT64_MAX))
		;
	timer_heap_fini(&r->timers);
	hash_table_fini(&r->ways);
	sctp_join_fini(&r->join);
	free(r);
}
