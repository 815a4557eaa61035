/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/fragment.h"

#include "base/clock.h"
#include "base/mem.h"
#include "dissect/fragment_entry.h"

#include <errno.h>
#include <stdlib.h>

#define WAIT_IP4 (30 * CLOCK_S)
#define WAIT_IP6 (60 * CLOCK_S)
/* How long a finished datagram is remembered, so that fragments recorded twice
 * are not taken for a new one; shorter than T1, since a device that numbers all
 * its packets alike must not lose retransmissions. */
#define LINGER (200 * CLOCK_MS)
/* As much of the beginning of two datagrams must agree for them to be one that
 * was sent twice. */
#define START 256U
/* A time further ahead than this is doubted. */
#define FAR (24 * 3600 * CLOCK_S)

static bool same_key(const void *item, const void *key)
{
	const struct fragment_entry *e = item;

	return memcmp(&e->key, key, sizeof(e->key)) == 0;
}

static struct fragment_key key_of(const struct ip *ip)
{
	return (struct fragment_key){
		.src = ip->src, .dst = ip->dst, .id = ip->id,
		.protocol = ip->src.family == 4 ? ip->protocol : 0,
	};
}

/* Hostile clocks come up to the end of time. */
static int64_t later(int64_t at, int64_t by)
{
	return at > INT64_MAX - by ? INT64_MAX : at + by;
}

static void forget(struct fragment_table *t, struct fragment_entry *e)
{
	if (e->begun)
		hash_table_del(&t->starts, e->start, e);
	e->begun = false;
	if (e->talk)
		hash_table_del(&t->talks, e->talk, e);
	e->talk = 0;
}

static void entry_free(struct fragment_table *t, struct fragment_entry *e)
{
	timer_heap_cancel(&t->timers, &e->timer);
	hash_table_del(&t->entries, e->hash, e);
	forget(t, e);
	free(e->bytes);
	free(e);
}

static struct fragment_entry *entry_new(struct fragment_table *t,
					const struct fragment_key *key,
					int64_t due)
{
	struct fragment_entry *e = mem_zalloc(sizeof(*e));

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

/* What the first fragments of e told of it. */
static void describe(struct ip *ip, const struct fragment_entry *e,
		     uint32_t len, uint32_t size)
{
	ip->payload = slice_of(e->bytes, len);
	ip->size = size;
	ip->protocol = e->protocol;
	ip->ttl = e->ttl;
	ip->offset = 0;
	ip->fragment = ip->more = false;
}

static void give_up(struct fragment_table *t, struct fragment_entry *e,
		    uint64_t *count)
{
	struct ip ip = { .src = e->key.src, .dst = e->key.dst,
			 .id = e->key.id, .has_id = true };

	(*count)++;
	if (t->fn && e->first) {
		/* At least one more block is missing. */
		describe(&ip, e, fragment_entry_contiguous(e),
			 e->end ? e->end : e->top + FRAGMENT_BLOCK);
		t->fn(&ip, &e->at, e->pieces, t->arg);
	}
	entry_free(t, e);
}

/* Let go of what is due by now; returns whether there was any. */
static bool drop_due(struct fragment_table *t, int64_t now, uint64_t *count)
{
	struct fragment_entry *e =
		(struct fragment_entry *)timer_heap_pop(&t->timers, now);

	if (!e)
		return false;
	if (e->done)
		entry_free(t, e);
	else
		give_up(t, e, count);
	return true;
}

static struct fragment_entry *find(const struct fragment_table *t,
				   const struct fragment_key *key)
{
	uint64_t hash = hash_bytes(t->seed, key, sizeof(*key));

	return hash_table_get(&t->entries, hash, same_key, key);
}

/* The entry for this fragment; NULL: no memory. */
static struct fragment_entry *entry_for(struct fragment_table *t,
					const struct ip *ip, int64_t now)
{
	struct fragment_key key = key_of(ip);
	struct fragment_entry *e = find(t, &key);

	if (e && e->done && !e->lent && !fragment_entry_is_copy(e, ip)) {
		entry_free(t, e);
		e = NULL;
	}
	if (e)
		return e;
	while (t->entries.used >= t->max)
		if (!drop_due(t, INT64_MAX, &t->shed))
			break;
	return entry_new(t, &key, later(now, ip->src.family == 4 ?
					WAIT_IP4 : WAIT_IP6));
}

static bool same_start(const void *item, const void *key)
{
	const struct fragment_entry *a = item, *b = key;

	return addr_eq(&a->key.src, &b->key.src) &&
	       addr_eq(&a->key.dst, &b->key.dst) &&
	       a->protocol == b->protocol &&
	       memcmp(a->bytes, b->bytes, START) == 0;
}

/* The beginning of e has come: if one like it waits, its sender tries again.
 * 0 or -ENOMEM. */
static int begin(struct fragment_table *t, struct fragment_entry *e)
{
	struct fragment_entry *other;

	if (fragment_entry_contiguous(e) < START)
		return 0;
	e->start = hash_bytes(t->seed, e->bytes, START);
	other = hash_table_get(&t->starts, e->start, same_start, e);
	if (other)
		give_up(t, other, &t->lost);
	if (hash_table_put(&t->starts, e->start, e))
		return -ENOMEM;
	e->begun = true;
	return 0;
}

static enum decode finish(struct fragment_table *t, struct fragment_entry *e,
			  struct ip *ip)
{
	e->done = e->lent = true;
	timer_heap_cancel(&t->timers, &e->timer);
	forget(t, e);
	describe(ip, e, e->cut < e->end ? e->cut : e->end, e->end);
	return DECODE_OK;
}

static enum decode add(struct fragment_table *t, struct fragment_entry *e,
		       struct ip *ip)
{
	uint32_t end = ip->offset + ip->size, blocks = e->blocks;

	if (mem_grow((void **)&e->bytes, &e->cap,
		     ip->offset + ip->payload.len, 1))
		return DECODE_TRUNCATED;
	t->overlaps += fragment_entry_overlaps(e, ip);
	fragment_entry_fill(e, ip);
	e->pieces += e->blocks > blocks;
	if (end > e->top)
		e->top = end;
	if (!ip->more)
		e->end = end;
	if (!ip->offset && !e->first) {
		e->first = true;
		e->protocol = ip->protocol;
		e->ttl = ip->ttl;
		if (begin(t, e))
			return DECODE_TRUNCATED;
	}
	if (!e->end || e->blocks < (e->end + FRAGMENT_BLOCK - 1) / FRAGMENT_BLOCK)
		return DECODE_OTHER;
	return finish(t, e, ip);
}

/* A time far ahead alone is a broken packet and must not end what waits; two of
 * them are a gap, or another clock.  Back is what the packets of another file
 * may be. */
static int64_t believed(struct fragment_table *t, int64_t now)
{
	bool far = t->timers.len && now > later(t->now, FAR);

	if (far && !(t->doubted && t->doubt != now)) {
		t->doubted = true;
		t->doubt = now;
		return t->now;
	}
	t->doubted = false;
	t->now = now;
	return now;
}

void fragment_clock(struct fragment_table *t, int64_t now)
{
	now = believed(t, now);
	while (drop_due(t, now, &t->lost))
		;
}

enum decode fragment_push(struct fragment_table *t, struct ip *ip,
			  const struct frame *f, struct fragment_whole *whole)
{
	enum decode got;
	struct fragment_entry *e;

	whole->entry = NULL;
	fragment_clock(t, f->time);
	if (!fragment_entry_plausible(ip))
		return DECODE_MALFORMED;
	e = entry_for(t, ip, f->time);
	if (e && e->done)
		return DECODE_OTHER;
	if (e && !fragment_entry_agrees(e, ip))
		return DECODE_MALFORMED;
	got = e ? add(t, e, ip) : DECODE_TRUNCATED;
	if (got == DECODE_TRUNCATED) {
		t->shed++;
		if (e)
			entry_free(t, e);
		return got;
	}
	e->at = *f;
	e->at.bytes = e->at.comment = slice_of(NULL, 0);
	*whole = (struct fragment_whole){ .entry = e, .pieces = e->pieces };
	return got;
}

void fragment_release(struct fragment_table *t, struct fragment_whole *whole)
{
	struct fragment_entry *e = whole->entry;

	e->lent = false;
	if (timer_heap_set(&t->timers, &e->timer, later(e->at.time, LINGER)))
		entry_free(t, e);
	whole->entry = NULL;
}

int fragment_mark(struct fragment_table *t, struct fragment_whole *whole,
		  uint64_t talk)
{
	struct fragment_entry *e = whole->entry;

	if (e->talk || hash_table_put(&t->talks, talk, e))
		return e->talk ? 0 : -ENOMEM;
	e->talk = talk;
	return 0;
}

/* Of what waits in a talk, what came first; NULL: nothing. */
static struct fragment_entry *first_of(const struct fragment_table *t,
				       uint64_t talk)
{
	struct fragment_entry *e, *first = NULL;
	size_t pos = 0;

	while ((e = hash_table_next(&t->talks, &pos)))
		if (e->talk == talk &&
		    (!first || e->at.time < first->at.time))
			first = e;
	return first;
}

static bool same_talk(const void *item, const void *key)
{
	const struct fragment_entry *e = item;
	const uint64_t *talk = key;

	return e->talk == *talk;
}

void fragment_talk(struct fragment_table *t, uint64_t talk)
{
	while (hash_table_get(&t->talks, talk, same_talk, &talk))
		give_up(t, first_of(t, talk), &t->lost);
}

void fragment_init(struct fragment_table *t, size_t max, fragment_lost_fn *fn,
		   void *arg)
{
	*t = (struct fragment_table){
		.seed = hash_seed(), .max = max, .fn = fn, .arg = arg };
}

void fragment_end(struct fragment_table *t)
{
	while (drop_due(t, INT64_MAX, &t->lost))
		;
}

void fragment_fini(struct fragment_table *t)
{
	t->fn = NULL;
	fragment_end(t);
	timer_heap_fini(&t->timers);
	hash_table_fini(&t->entries);
	hash_table_fini(&t->starts);
	hash_table_fini(&t->talks);
}
