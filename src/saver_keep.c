/* SPDX-License-Identifier: BSD-2-Clause */
#include "saver_keep.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

void *saver_keep_room(struct saver_keep *k, size_t size)
{
	void *p = size <= SAVER_KEEP_MAX - k->waiting ? mem_zalloc(size) : NULL;

	if (p)
		k->waiting += size;
	return p;
}

void saver_keep_give(struct saver_keep *k, void *p, size_t size)
{
	k->waiting -= size;
	free(p);
}

struct place {
	unsigned source;
	uint64_t number;
};

static bool match(const void *item, const void *key)
{
	const struct saver_kept *kept = item;
	const struct place *at = key;

	return kept->frame.number == at->number &&
		kept->frame.source == at->source;
}

static uint64_t hash_of(const struct saver_keep *k, const struct place *at)
{
	return hash_mix(hash_mix(k->seed, at->source), at->number);
}

struct saver_kept *saver_keep_find(const struct saver_keep *k, unsigned source,
				   uint64_t number)
{
	struct place at = { source, number };

	return hash_table_get(&k->frames, hash_of(k, &at), match, &at);
}

static size_t size_of(const struct frame *f)
{
	return sizeof(struct saver_kept) + f->bytes.len + f->comment.len;
}

static struct slice put(char **at, struct slice s)
{
	struct slice copy = slice_of(*at, s.len);

	if (s.len)
		memcpy(*at, s.p, s.len);
	*at += s.len;
	return copy;
}

static struct saver_kept *kept_new(struct saver_keep *k, const struct frame *f)
{
	struct place at = { f->source, f->number };
	struct saver_kept *kept = saver_keep_room(k, size_of(f));
	char *bytes = (char *)(kept + 1);

	if (!kept)
		return NULL;
	kept->frame = *f;
	kept->frame.bytes = put(&bytes, f->bytes);
	kept->frame.comment = put(&bytes, f->comment);
	kept->hash = hash_of(k, &at);
	if (hash_table_put(&k->frames, kept->hash, kept)) {
		saver_keep_give(k, kept, size_of(f));
		return NULL;
	}
	return kept;
}

struct saver_kept *saver_keep_frame(struct saver_keep *k, const struct frame *f)
{
	struct saver_kept *kept = saver_keep_find(k, f->source, f->number);

	if (!kept)
		kept = kept_new(k, f);
	if (kept)
		kept->refs++;
	else
		k->shed++;
	return kept;
}

void saver_keep_drop(struct saver_keep *k, struct saver_kept *kept)
{
	if (--kept->refs)
		return;
	hash_table_del(&k->frames, kept->hash, kept);
	saver_keep_give(k, kept, size_of(&kept->frame));
}

static bool link_add(struct saver_keep *k, struct saver_list *l,
		     struct saver_kept *kept)
{
	struct saver_link *link = saver_keep_room(k, sizeof(*link));

	if (!link)
		return false;
	link->kept = kept;
	kept->refs++;
	if (l->last)
		l->last->next = link;
	else
		l->first = link;
	l->last = link;
	l->n++;
	l->bytes += kept->frame.bytes.len;
	return true;
}

void saver_keep_add(struct saver_keep *k, struct saver_list *l,
		    struct saver_kept *kept)
{
	/* The same frame twice in a row: two messages of one call. */
	if (l->last && l->last->kept == kept)
		return;
	if (!link_add(k, l, kept))
		k->shed++;
}

void saver_keep_shift(struct saver_keep *k, struct saver_list *l)
{
	struct saver_link *link = l->first;

	l->first = link->next;
	if (!l->first)
		l->last = NULL;
	l->n--;
	l->bytes -= link->kept->frame.bytes.len;
	saver_keep_drop(k, link->kept);
	saver_keep_give(k, link, sizeof(*link));
}

void saver_keep_clear(struct saver_keep *k, struct saver_list *l)
{
	while (l->first)
		saver_keep_shift(k, l);
}

/* Two messages of a frame may be reported at different times. */
int saver_keep_out(struct saver_keep *k, struct saver_kept *kept,
		   struct capture_error *err)
{
	if (kept->done)
		return 0;
	kept->done = true;
	if (k->at_once)
		return capture_writer_put(k->writer, &kept->frame, err);
	/* No room to wait in: the order is lost, not the frame. */
	if (!link_add(k, &k->ready, kept))
		return capture_writer_put(k->writer, &kept->frame, err);
	return k->ready.bytes > SAVER_KEEP_READY ? saver_keep_flush(k, err) : 0;
}

static int by_time(const void *a, const void *b)
{
	const struct frame *x = &(*(struct saver_kept *const *)a)->frame;
	const struct frame *y = &(*(struct saver_kept *const *)b)->frame;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

int saver_keep_flush(struct saver_keep *k, struct capture_error *err)
{
	struct saver_kept **all;
	size_t i = 0;
	int rc = 0;

	if (!k->ready.n)
		return 0;
	all = malloc(k->ready.n * sizeof(*all));
	if (!all)
		return -ENOMEM;
	for (struct saver_link *l = k->ready.first; l; l = l->next)
		all[i++] = l->kept;
	qsort(all, i, sizeof(*all), by_time);
	for (size_t j = 0; j < i && !rc; j++)
		rc = capture_writer_put(k->writer, &all[j]->frame, err);
	free(all);
	saver_keep_clear(k, &k->ready);
	return rc;
}

void saver_keep_fini(struct saver_keep *k)
{
	saver_keep_clear(k, &k->ready);
	hash_table_fini(&k->frames);
}
