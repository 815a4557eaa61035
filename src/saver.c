/* SPDX-License-Identifier: BSD-2-Clause */
#include "saver.h"

#include "base/clock.h"
#include "base/mem.h"
#include "saver_keep.h"

#include <errno.h>
#include <stdlib.h>

#define FLOW_IDLE (120 * CLOCK_S)

enum {
	ENOUGH = SAVER_KEEP_MAX / 8 * 7,
	LOOSE = 64,                  /* fragments and errors of nobody yet */
	LOOKUPS = 2048,              /* questions to name servers and answers */
	FLOW_FRAMES = 2048, FLOW_BYTES = 2 << 20, /* a message of 1 MiB, which
					may be the first of its connection */
	TRAILING = 16,               /* frames after a message that go with it */
	SHARED = 64                  /* calls that get what went before a frame */
};

/* A connection some of whose frames wait. */
struct saver_flow {
	uint64_t hash, id;
	struct saver_flow *prev, *next; /* by the time of the last frame */
	int64_t seen;
	struct saver_list list;         /* since its last message */
	bool wanted;
	uint64_t last_call;             /* hash of its last message's call */
	unsigned trailing;
};

struct group {
	uint64_t hash;
	struct slice call_id; /* own copy behind the struct */
	struct saver_list list;
	uint64_t touched;     /* serial of the last frame with a message of it */
	bool reported, gone;
};

struct saver {
	struct saver_options options;
	struct saver_keep keep;
	struct hash_table groups, flows;
	struct saver_flow *oldest, *newest;
	struct saver_list loose;     /* fragments and errors since a message */
	struct saver_list lookups;   /* the last ones */
	/* of the frame at hand */
	const struct frame *now;
	uint64_t serial;
	bool wanted, evidence, proof, lookup;
	struct saver_flow *flow;     /* where it belongs to; or NULL */
	struct group **touched;      /* owned; calls with a message in it */
	size_t n_touched, cap_touched;
};

struct saver *saver_new(struct capture_writer *w, const struct saver_options *o)
{
	struct saver *s = mem_zalloc(sizeof(*s));

	if (s) {
		s->options = *o;
		s->keep.writer = w;
		s->keep.at_once = o->live || !o->wait;
		s->keep.seed = hash_seed();
	}
	return s;
}

/* --- connections --- */

static bool same_flow(const void *item, const void *key)
{
	return ((const struct saver_flow *)item)->id == *(const uint64_t *)key;
}

static void flow_unlink(struct saver *s, struct saver_flow *f)
{
	if (f->prev)
		f->prev->next = f->next;
	else
		s->oldest = f->next;
	if (f->next)
		f->next->prev = f->prev;
	else
		s->newest = f->prev;
	f->prev = f->next = NULL;
}

static void flow_append(struct saver *s, struct saver_flow *f)
{
	f->prev = s->newest;
	if (s->newest)
		s->newest->next = f;
	else
		s->oldest = f;
	s->newest = f;
}

/* Its list is emptied: its frames are no more on it. */
static void flow_clear(struct saver *s, struct saver_flow *f)
{
	for (struct saver_link *l = f->list.first; l; l = l->next)
		l->kept->flow = NULL;
	saver_keep_clear(&s->keep, &f->list);
}

static void flow_free(struct saver *s, struct saver_flow *f)
{
	flow_clear(s, f);
	flow_unlink(s, f);
	hash_table_del(&s->flows, f->hash, f);
	if (s->flow == f)
		s->flow = NULL;
	saver_keep_give(&s->keep, f, sizeof(*f));
}

static struct saver_flow *flow_get(struct saver *s, uint64_t id, bool make)
{
	uint64_t hash = hash_mix(s->keep.seed, id);
	struct saver_flow *f = hash_table_get(&s->flows, hash, same_flow, &id);

	if (f || !make)
		return f;
	f = saver_keep_room(&s->keep, sizeof(*f));
	if (!f)
		return NULL;
	f->hash = hash;
	f->id = id;
	if (hash_table_put(&s->flows, hash, f)) {
		saver_keep_give(&s->keep, f, sizeof(*f));
		return NULL;
	}
	flow_append(s, f);
	return f;
}

static void flow_shift(struct saver *s, struct saver_flow *f)
{
	f->list.first->kept->flow = NULL;
	saver_keep_shift(&s->keep, &f->list);
}

static void flow_add(struct saver *s, struct saver_flow *f,
		     struct saver_kept *k)
{
	saver_keep_add(&s->keep, &f->list, k);
	if (f->list.last && f->list.last->kept == k)
		k->flow = f;
	while (f->list.n > FLOW_FRAMES || f->list.bytes > FLOW_BYTES)
		flow_shift(s, f);
	f->seen = s->now->time;
	flow_unlink(s, f);
	flow_append(s, f);
}

/* --- calls --- */

static bool same_call(const void *item, const void *key)
{
	const struct group *g = item;

	return slice_eq(g->call_id, *(const struct slice *)key);
}

static bool any(const void *item, const void *key)
{
	(void)item;
	(void)key;
	return true;
}

static struct group *group_get(struct saver *s, struct slice call_id, bool make)
{
	uint64_t hash = hash_slice(s->keep.seed, call_id);
	struct group *g = hash_table_get(&s->groups, hash, same_call, &call_id);

	if (g || !make)
		return g;
	g = saver_keep_room(&s->keep, sizeof(*g) + call_id.len);
	if (!g)
		return NULL;
	g->hash = hash;
	if (call_id.len)
		memcpy(g + 1, call_id.p, call_id.len);
	g->call_id = slice_of((const char *)(g + 1), call_id.len);
	if (hash_table_put(&s->groups, hash, g)) {
		saver_keep_give(&s->keep, g, sizeof(*g) + call_id.len);
		return NULL;
	}
	return g;
}

static void group_free(struct saver *s, struct group *g)
{
	saver_keep_clear(&s->keep, &g->list);
	saver_keep_give(&s->keep, g, sizeof(*g) + g->call_id.len);
}

static int group_add(struct saver *s, struct group *g, struct saver_kept *k,
		     struct capture_error *err)
{
	if (g->reported)
		return saver_keep_out(&s->keep, k, err);
	saver_keep_add(&s->keep, &g->list, k);
	return 0;
}

static int group_add_list(struct saver *s, struct group *g,
			  const struct saver_list *l, struct capture_error *err)
{
	int rc = 0;

	for (const struct saver_link *i = l->first; i && !rc; i = i->next)
		rc = group_add(s, g, i->kept, err);
	return rc;
}

int saver_report(struct saver *s, struct slice call_id,
		 struct capture_error *err)
{
	struct group *g;
	int rc;

	if (!s->options.wait)
		return 0;
	g = group_get(s, call_id, true);
	if (!g || g->reported)
		return 0;
	g->reported = true;
	rc = group_add_list(s, g, &g->list, err);
	saver_keep_clear(&s->keep, &g->list);
	return rc;
}

void saver_forget(struct saver *s, struct slice call_id)
{
	struct group *g = group_get(s, call_id, false);

	if (!g)
		return;
	hash_table_del(&s->groups, g->hash, g);
	if (s->now && g->touched == s->serial)
		g->gone = true; /* the frame at hand is still to be added */
	else
		group_free(s, g);
}

/* --- the frame at hand --- */

void saver_frame(struct saver *s, const struct frame *f)
{
	s->now = f;
	s->serial++;
	s->wanted = s->evidence = s->proof = s->lookup = false;
	s->flow = NULL;
	while (f && s->oldest && f->time > s->oldest->seen &&
	       f->time - s->oldest->seen > FLOW_IDLE)
		flow_free(s, s->oldest);
}

static bool at_hand(const struct saver *s, unsigned source, uint64_t number)
{
	return s->now && s->now->number == number && s->now->source == source;
}

/* Everything on the connection up to here is to be written. */
static int flow_out(struct saver *s, struct saver_flow *f,
		    struct capture_error *err)
{
	int rc = 0;

	for (struct saver_link *l = f->list.first; l && !rc; l = l->next)
		rc = saver_keep_out(&s->keep, l->kept, err);
	flow_clear(s, f);
	return rc;
}

/* A message came late, out of a frame that is past. */
static int late(struct saver *s, const struct frame *at, struct slice call_id,
		struct capture_error *err)
{
	struct saver_kept *k = saver_keep_find(&s->keep, at->source, at->number);
	struct group *g;
	int rc;

	if (!k)
		return 0;
	if (!s->options.wait)
		return k->flow ? flow_out(s, k->flow, err) :
			saver_keep_out(&s->keep, k, err);
	g = group_get(s, call_id, true);
	if (!g)
		return 0;
	if (!k->flow)
		return group_add(s, g, k, err);
	k->flow->last_call = g->hash;
	k->flow->trailing = 0;
	rc = group_add_list(s, g, &k->flow->list, err);
	flow_clear(s, k->flow);
	return rc;
}

static void touch(struct saver *s, struct slice call_id)
{
	struct group *g = group_get(s, call_id, true);
	void *p = s->touched;

	if (g && g->touched == s->serial)
		return;
	if (!g || mem_grow(&p, &s->cap_touched, s->n_touched + 1,
			   sizeof(struct group *))) {
		s->keep.shed++;
		return;
	}
	s->touched = p;
	s->touched[s->n_touched++] = g;
	g->touched = s->serial;
}

int saver_message(struct saver *s, const struct frame *at, struct slice call_id,
		  struct capture_error *err)
{
	if (!at_hand(s, at->source, at->number))
		return late(s, at, call_id, err);
	s->wanted = true;
	if (s->options.wait)
		touch(s, call_id);
	return 0;
}

void saver_evidence(struct saver *s)
{
	s->evidence = true;
}

void saver_lookup(struct saver *s)
{
	s->lookup = true;
}

int saver_proof(struct saver *s, unsigned source, uint64_t number,
		struct capture_error *err)
{
	struct saver_kept *k;

	if (at_hand(s, source, number)) {
		s->proof = true;
		return 0;
	}
	k = saver_keep_find(&s->keep, source, number);
	return k ? saver_keep_out(&s->keep, k, err) : 0;
}

int saver_segment(struct saver *s, uint64_t flow, enum dissector_carrier carrier,
		  struct capture_error *err)
{
	struct saver_flow *f;
	int rc = 0;

	if (!s->now)
		return 0;
	if (!flow) {
		s->evidence |= carrier == DISSECTOR_WANTED;
		return 0;
	}
	f = flow_get(s, flow, carrier == DISSECTOR_UNDECIDED ||
		     (carrier == DISSECTOR_WANTED && s->options.wait));
	switch (carrier) {
	case DISSECTOR_UNWANTED:
		if (f)
			flow_free(s, f);
		return 0;
	case DISSECTOR_WANTED:
		s->wanted = true;
		if (f)
			f->wanted = true;
		if (!s->options.wait && f) {
			rc = flow_out(s, f, err);
			flow_free(s, f);
			f = NULL;
		}
		break;
	case DISSECTOR_UNDECIDED:
		break;
	}
	s->flow = f;
	return rc;
}

/* --- the end of a frame --- */

/* The frame and what went before it goes to the calls of its messages. */
static int to_calls(struct saver *s, struct saver_kept *k,
		    struct capture_error *err)
{
	struct saver_flow *f = s->flow;
	int rc = 0;

	for (size_t i = 0; i < s->n_touched; i++) {
		struct group *g = s->touched[i];

		if (i < SHARED && !rc)
			rc = group_add_list(s, g, &s->loose, err);
		if (i < SHARED && f && !rc)
			rc = group_add_list(s, g, &f->list, err);
		if (!rc)
			rc = group_add(s, g, k, err);
		if (f) {
			f->last_call = g->hash;
			f->trailing = 0;
		}
		if (g->gone)
			group_free(s, g);
	}
	s->n_touched = 0;
	saver_keep_clear(&s->keep, &s->loose);
	if (f)
		flow_clear(s, f);
	return rc;
}

/* An acknowledgement, a FIN: it belongs to the message before it as well as to
 * the one that comes. */
static int trail(struct saver *s, struct saver_kept *k,
		 struct capture_error *err)
{
	struct saver_flow *f = s->flow;
	struct group *g;
	int rc = 0;

	if (f->last_call && f->trailing++ < TRAILING) {
		g = hash_table_get(&s->groups, f->last_call, any, NULL);
		if (g)
			rc = group_add(s, g, k, err);
	}
	flow_add(s, f, k);
	return rc;
}

static void keep_some(struct saver *s, struct saver_list *l, size_t max,
		      struct saver_kept *k)
{
	saver_keep_add(&s->keep, l, k);
	if (l->n > max)
		saver_keep_shift(&s->keep, l);
}

static int waiting(struct saver *s, struct saver_kept *k,
		   struct capture_error *err)
{
	if (s->n_touched)
		return to_calls(s, k, err);
	if (s->flow)
		return trail(s, k, err);
	/* The last few only: the rest belongs to nothing read. */
	if (s->evidence)
		keep_some(s, &s->loose, LOOSE, k);
	else if (s->lookup)
		keep_some(s, &s->lookups, LOOKUPS, k);
	return 0;
}

int saver_frame_end(struct saver *s, struct capture_error *err)
{
	bool write = s->proof || (!s->options.wait &&
				  (s->wanted || s->evidence));
	struct saver_kept *k;
	int rc = 0;

	if (!s->now || !(write || s->flow || s->wanted || s->evidence ||
			 s->lookup))
		return 0;
	if (write && !s->options.wait) {
		rc = capture_writer_put(s->keep.writer, s->now, err);
		s->now = NULL;
		return rc;
	}
	/* Calls come before connections of which nobody knows anything. */
	while (s->keep.waiting > ENOUGH && s->oldest && s->oldest != s->flow) {
		s->keep.shed += s->oldest->wanted ? s->oldest->list.n : 0;
		flow_free(s, s->oldest);
	}
	k = saver_keep_frame(&s->keep, s->now);
	if (k) {
		if (write)
			rc = saver_keep_out(&s->keep, k, err);
		if (!rc)
			rc = waiting(s, k, err);
		saver_keep_drop(&s->keep, k);
	}
	for (size_t i = 0; i < s->n_touched; i++) {
		if (s->touched[i]->gone)
			group_free(s, s->touched[i]);
	}
	s->n_touched = 0;
	s->now = NULL;
	return rc;
}

/* --- the end --- */

uint64_t saver_shed(const struct saver *s)
{
	return s->keep.shed;
}

int saver_close(struct saver *s, struct capture_error *err)
{
	size_t pos = 0;
	struct group *g;
	int rc, rc2;

	if (!s)
		return 0;
	rc = saver_frame_end(s, err);
	rc2 = saver_keep_flush(&s->keep, err);
	rc = rc ? rc : rc2;
	while (s->oldest)
		flow_free(s, s->oldest);
	while ((g = hash_table_next(&s->groups, &pos)))
		group_free(s, g);
	hash_table_fini(&s->groups);
	hash_table_fini(&s->flows);
	saver_keep_clear(&s->keep, &s->loose);
	saver_keep_clear(&s->keep, &s->lookups);
	saver_keep_fini(&s->keep);
	free(s->touched);
	rc2 = capture_writer_close(s->keep.writer, err);
	free(s);
	return rc ? rc : rc2;
}
