/* SPDX-License-Identifier: BSD-2-Clause */
#include "saver.h"

#include "base/hash.h"
#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

/* Bytes that may wait for a decision, or for the end. */
enum { WAITING_MAX = 256 << 20 };

/* A frame kept; its bytes stand behind it. */
struct kept {
	struct kept *next;
	struct frame frame;
};

struct group {
	uint64_t hash;
	struct slice call_id; /* own copy behind the struct */
	struct kept *first, **last;
	bool reported;
};

struct saver {
	struct capture_writer *writer;
	bool wait;
	uint64_t seed;
	const struct frame *now;
	bool written;         /* the frame at hand is in the file or kept */
	struct hash_table groups;
	struct kept *loose;   /* fragments and errors since the last message */
	struct kept *ready;   /* to be written at the end, in time order */
	size_t n_ready, waiting;
	uint64_t shed;
};

struct saver *saver_new(struct capture_writer *w, bool wait)
{
	struct saver *s = mem_zalloc(sizeof(*s));

	if (s) {
		s->writer = w;
		s->wait = wait;
		s->seed = hash_seed();
	}
	return s;
}

void saver_frame(struct saver *s, const struct frame *f)
{
	s->now = f;
	s->written = false;
}

/* Room for something that waits, or NULL. */
static void *room(struct saver *s, size_t size)
{
	void *p = s->waiting + size <= WAITING_MAX ? mem_zalloc(size) : NULL;

	if (p)
		s->waiting += size;
	return p;
}

static struct kept *keep(struct saver *s)
{
	const struct frame *f = s->now;
	struct kept *k = room(s, sizeof(*k) + f->bytes.len);

	if (!k) {
		s->shed++;
		return NULL;
	}
	k->next = NULL;
	k->frame = *f;
	if (f->bytes.len)
		memcpy(k + 1, f->bytes.p, f->bytes.len);
	k->frame.bytes.p = (const char *)(k + 1);
	s->written = true;
	return k;
}

static void free_list(struct saver *s, struct kept *k)
{
	struct kept *next;

	for (; k; k = next) {
		next = k->next;
		s->waiting -= sizeof(*k) + k->frame.bytes.len;
		free(k);
	}
}

static void group_free(struct saver *s, struct group *g)
{
	free_list(s, g->first);
	s->waiting -= sizeof(*g) + g->call_id.len;
	free(g);
}

static bool match(const void *item, const void *key)
{
	const struct group *g = item;

	return slice_eq(g->call_id, *(const struct slice *)key);
}

static struct group *group_get(struct saver *s, struct slice call_id, bool make)
{
	uint64_t hash = hash_slice(s->seed, call_id);
	struct group *g = hash_table_get(&s->groups, hash, match, &call_id);

	if (g || !make)
		return g;
	g = room(s, sizeof(*g) + call_id.len);
	if (!g)
		return NULL;
	g->hash = hash;
	if (call_id.len)
		memcpy(g + 1, call_id.p, call_id.len);
	g->call_id = slice_of((const char *)(g + 1), call_id.len);
	g->last = &g->first;
	if (hash_table_put(&s->groups, hash, g)) {
		group_free(s, g);
		return NULL;
	}
	return g;
}

static void append(struct group *g, struct kept *k)
{
	*g->last = k;
	while (k->next)
		k = k->next;
	g->last = &k->next;
}

static void make_ready(struct saver *s, struct group *g)
{
	struct kept *next;

	for (struct kept *k = g->first; k; k = next) {
		next = k->next;
		k->next = s->ready;
		s->ready = k;
		s->n_ready++;
	}
	g->first = NULL;
	g->last = &g->first;
}

int saver_message(struct saver *s, struct slice call_id,
		  struct capture_error *err)
{
	struct group *g;
	struct kept *k;

	if (s->written || !s->now)
		return 0;
	if (!s->wait) {
		s->written = true;
		return capture_writer_put(s->writer, s->now, err);
	}
	g = group_get(s, call_id, true);
	s->shed += !g;
	k = g ? keep(s) : NULL;
	if (!k)
		return 0;
	if (s->loose)
		append(g, s->loose);
	s->loose = NULL;
	append(g, k);
	if (g->reported)
		make_ready(s, g);
	return 0;
}

int saver_evidence(struct saver *s, struct capture_error *err)
{
	struct kept *k, **last = &s->loose;
	int n = 0;

	if (s->written || !s->now)
		return 0;
	if (!s->wait) {
		s->written = true;
		return capture_writer_put(s->writer, s->now, err);
	}
	/* The last few only: the rest belongs to nothing that was read. */
	for (k = s->loose; k; k = k->next)
		n++;
	if (n >= 64) {
		k = s->loose;
		s->loose = k->next;
		k->next = NULL;
		free_list(s, k);
	}
	k = keep(s);
	while (*last)
		last = &(*last)->next;
	*last = k;
	return 0;
}

void saver_report(struct saver *s, struct slice call_id)
{
	struct group *g = s->wait ? group_get(s, call_id, true) : NULL;

	if (!g)
		return;
	g->reported = true;
	make_ready(s, g);
}

void saver_forget(struct saver *s, struct slice call_id)
{
	struct group *g = group_get(s, call_id, false);

	if (!g)
		return;
	hash_table_del(&s->groups, g->hash, g);
	group_free(s, g);
}

uint64_t saver_shed(const struct saver *s)
{
	return s->shed;
}

static int by_time(const void *a, const void *b)
{
	const struct frame *x = &(*(struct kept *const *)a)->frame;
	const struct frame *y = &(*(struct kept *const *)b)->frame;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static int write_ready(struct saver *s, struct capture_error *err)
{
	struct kept **all;
	size_t i = 0;
	int rc = 0;

	if (!s->n_ready)
		return 0;
	all = malloc(s->n_ready * sizeof(*all));
	if (!all)
		return -ENOMEM;
	for (struct kept *k = s->ready; k; k = k->next)
		all[i++] = k;
	qsort(all, i, sizeof(*all), by_time);
	for (size_t j = 0; j < i && !rc; j++)
		rc = capture_writer_put(s->writer, &all[j]->frame, err);
	free(all);
	return rc;
}

int saver_close(struct saver *s, struct capture_error *err)
{
	size_t pos = 0;
	struct group *g;
	int rc, rc2;

	if (!s)
		return 0;
	rc = write_ready(s, err);
	while ((g = hash_table_next(&s->groups, &pos)))
		group_free(s, g);
	hash_table_fini(&s->groups);
	free_list(s, s->ready);
	free_list(s, s->loose);
	rc2 = capture_writer_close(s->writer, err);
	free(s);
	return rc ? rc : rc2;
}
