/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/fragment.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

/* Fragments are cut at multiples of 8 bytes: one bit for each such block says
 * whether it has come.  Adding a fragment then costs the same however many
 * there are, in whatever order. */
#define BLOCK 8U
#define BLOCKS (65536 / BLOCK)
#define LARGEST 65535U

#define WAIT_IP4 (30 * CLOCK_S)
#define WAIT_IP6 (60 * CLOCK_S)
/* How long a finished datagram is remembered, so that fragments recorded twice
 * are not taken for a new one; shorter than T1, since a device that numbers all
 * its packets alike must not lose retransmissions. */
#define LINGER (200 * CLOCK_MS)

struct key {
	struct addr src, dst;
	uint32_t id;
	uint32_t protocol; /* IPv4 only (RFC 8200 4.5) */
};

struct entry {
	struct timer_node timer; /* first: the heap gives these back */
	struct key key;
	uint64_t hash;
	char *bytes;        /* owned */
	size_t cap;
	uint32_t end;       /* of the datagram; 0: the last has not come */
	uint32_t top;       /* highest end of any fragment */
	uint32_t blocks;    /* how many have come */
	uint32_t cut;       /* first byte that was not captured */
	unsigned pieces;
	uint8_t protocol, ttl; /* of the first fragment */
	bool first, done;
	uint64_t have[BLOCKS / 64];
};

static bool same_key(const void *item, const void *key)
{
	const struct entry *e = item;

	return memcmp(&e->key, key, sizeof(e->key)) == 0;
}

static struct key key_of(const struct ip *ip)
{
	return (struct key){
		.src = ip->src, .dst = ip->dst, .id = ip->id,
		.protocol = ip->src.family == 4 ? ip->protocol : 0,
	};
}

static void entry_free(struct fragment_table *t, struct entry *e)
{
	timer_heap_cancel(&t->timers, &e->timer);
	hash_table_del(&t->entries, e->hash, e);
	free(e->bytes);
	free(e);
}

static struct entry *entry_new(struct fragment_table *t, const struct key *key,
			       int64_t due)
{
	struct entry *e = mem_zalloc(sizeof(*e));

	if (!e)
		return NULL;
	e->key = *key;
	e->hash = hash_bytes(t->seed, key, sizeof(*key));
	e->cut = UINT32_MAX;
	if (timer_heap_set(&t->timers, &e->timer, due))
		goto fail;
	if (hash_table_put(&t->entries, e->hash, e))
		goto fail;
	return e;
fail:
	timer_heap_cancel(&t->timers, &e->timer);
	free(e);
	return NULL;
}

/* Let go of what is due by now; returns whether there was any. */
static bool drop_due(struct fragment_table *t, int64_t now, uint64_t *count)
{
	struct entry *e = (struct entry *)timer_heap_pop(&t->timers, now);

	if (!e)
		return false;
	if (!e->done)
		(*count)++;
	entry_free(t, e);
	return true;
}

static struct entry *find(const struct fragment_table *t, const struct key *key)
{
	uint64_t hash = hash_bytes(t->seed, key, sizeof(*key));

	return hash_table_get(&t->entries, hash, same_key, key);
}

/* Is this a piece of the finished datagram e once more? */
static bool is_copy(const struct entry *e, const struct ip *ip)
{
	uint32_t end = ip->offset + ip->size;
	size_t known = e->cut < e->end ? e->cut : e->end;
	struct slice s = ip->payload;

	if (end > e->end || ip->more == (end == e->end))
		return false;
	if (ip->offset >= known)
		return true;
	s = slice_head(s, known - ip->offset);
	return !s.len || memcmp(e->bytes + ip->offset, s.p, s.len) == 0;
}

/* The entry for this fragment; NULL: no memory. */
static struct entry *entry_for(struct fragment_table *t, const struct ip *ip,
			       int64_t now)
{
	struct key key = key_of(ip);
	struct entry *e = find(t, &key);

	if (e && e->done && !is_copy(e, ip)) {
		entry_free(t, e);
		e = NULL;
	}
	if (e)
		return e;
	while (t->entries.used >= t->max)
		if (!drop_due(t, INT64_MAX, &t->shed))
			break;
	return entry_new(t, &key,
			 now + (ip->src.family == 4 ? WAIT_IP4 : WAIT_IP6));
}

static bool has(const struct entry *e, uint32_t block)
{
	return e->have[block / 64] >> (block % 64) & 1;
}

/* Copy what the fragment gives for the bytes from..to, all of them new. */
static void copy_run(struct entry *e, const struct ip *ip, uint32_t from,
		     uint32_t to)
{
	uint32_t captured = ip->offset + (uint32_t)ip->payload.len;
	uint32_t stop = to < captured ? to : captured;

	if (from < stop)
		memcpy(e->bytes + from, ip->payload.p + (from - ip->offset),
		       stop - from);
	else
		stop = from;
	if (stop < to && stop < e->cut)
		e->cut = stop;
}

static void fill(struct entry *e, const struct ip *ip)
{
	uint32_t end = ip->offset + ip->size;
	uint32_t last = (end + BLOCK - 1) / BLOCK;

	for (uint32_t b = ip->offset / BLOCK; b < last; b++) {
		uint32_t start = b, to;

		for (; b < last && !has(e, b); b++)
			e->have[b / 64] |= UINT64_C(1) << (b % 64);
		e->blocks += b - start;
		to = b * BLOCK < end ? b * BLOCK : end;
		copy_run(e, ip, start * BLOCK, to);
	}
}

/* Could this be a fragment of any datagram? */
static bool plausible(const struct ip *ip)
{
	return ip->size && ip->size <= LARGEST &&
	       ip->offset + ip->size <= LARGEST &&
	       !(ip->more && ip->size % BLOCK);
}

/* Does its end agree with the others? */
static bool agrees(const struct entry *e, const struct ip *ip)
{
	uint32_t end = ip->offset + ip->size;

	if (e->end)
		return end <= e->end && ip->more != (end == e->end);
	return ip->more || end >= e->top;
}

static enum decode finish(struct fragment_table *t, struct entry *e,
			  struct ip *ip, int64_t now)
{
	e->done = true;
	/* In the heap already: changing the time takes no memory. */
	timer_heap_set(&t->timers, &e->timer, now + LINGER);
	ip->payload = slice_of(e->bytes, e->cut < e->end ? e->cut : e->end);
	ip->size = e->end;
	ip->protocol = e->protocol;
	ip->ttl = e->ttl;
	ip->offset = 0;
	ip->fragment = ip->more = false;
	return DECODE_OK;
}

static enum decode add(struct fragment_table *t, struct entry *e, struct ip *ip,
		       int64_t now)
{
	uint32_t end = ip->offset + ip->size, blocks = e->blocks;

	if (mem_grow((void **)&e->bytes, &e->cap,
		     ip->offset + ip->payload.len, 1))
		return DECODE_TRUNCATED;
	fill(e, ip);
	e->pieces += e->blocks > blocks;
	if (end > e->top)
		e->top = end;
	if (!ip->more)
		e->end = end;
	if (!ip->offset && !e->first) {
		e->first = true;
		e->protocol = ip->protocol;
		e->ttl = ip->ttl;
	}
	if (!e->end || e->blocks < (e->end + BLOCK - 1) / BLOCK)
		return DECODE_OTHER;
	return finish(t, e, ip, now);
}

enum decode fragment_push(struct fragment_table *t, struct ip *ip, int64_t now,
			  unsigned *pieces)
{
	enum decode got;
	struct entry *e;

	*pieces = 0;
	while (drop_due(t, now, &t->lost))
		;
	if (!plausible(ip))
		return DECODE_MALFORMED;
	e = entry_for(t, ip, now);
	if (e && e->done)
		return DECODE_OTHER;
	if (e && !agrees(e, ip))
		return DECODE_MALFORMED;
	got = e ? add(t, e, ip, now) : DECODE_TRUNCATED;
	if (got == DECODE_OK)
		*pieces = e->pieces;
	if (got == DECODE_TRUNCATED) {
		t->shed++;
		if (e)
			entry_free(t, e);
	}
	return got;
}

void fragment_init(struct fragment_table *t, size_t max)
{
	*t = (struct fragment_table){ .seed = hash_seed(), .max = max };
}

void fragment_end(struct fragment_table *t)
{
	while (drop_due(t, INT64_MAX, &t->lost))
		;
}

void fragment_fini(struct fragment_table *t)
{
	uint64_t ignored = 0;

	while (drop_due(t, INT64_MAX, &ignored))
		;
	timer_heap_fini(&t->timers);
	hash_table_fini(&t->entries);
}
