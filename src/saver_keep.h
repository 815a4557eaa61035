/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames that wait in memory until it is known whether they are to be saved: each
 * once, whoever wants it, and written once. */
#ifndef SRC_SAVER_KEEP_H
#define SRC_SAVER_KEEP_H

#include "base/hash.h"
#include "capture/capture_write.h"

/* Bytes that may wait; what is to be written may be this long in memory before
 * it is sorted and goes out. */
enum { SAVER_KEEP_MAX = 256 << 20, SAVER_KEEP_READY = 64 << 20 };

struct saver_flow; /* saver.c */

struct saver_kept {
	uint64_t hash;
	unsigned refs;
	bool done;               /* written, or among those that will be */
	struct saver_flow *flow; /* whose list it is on; or NULL */
	struct frame frame;      /* its bytes stand behind */
};
struct saver_link {
	struct saver_link *next;
	struct saver_kept *kept; /* one reference */
};
/* In the order in which they came; { 0 } is empty. */
struct saver_list {
	struct saver_link *first, *last;
	size_t n, bytes;
};

struct saver_keep {
	struct capture_writer *writer; /* borrowed */
	bool at_once;          /* live: nothing is held back to be sorted */
	uint64_t seed;
	struct hash_table frames;
	struct saver_list ready;
	size_t waiting;        /* bytes of all that is kept */
	uint64_t shed;         /* frames that found no room */
};

/* Zeroed memory out of SAVER_KEEP_MAX, or NULL; give it back with its size. */
void *saver_keep_room(struct saver_keep *k, size_t size);
void saver_keep_give(struct saver_keep *k, void *p, size_t size);
/* A copy of f with one reference for the caller, the one that is there if it is;
 * NULL, counted as shed, when there is no room. */
struct saver_kept *saver_keep_frame(struct saver_keep *k, const struct frame *f);
/* The copy of that frame, if there is one (no reference). */
struct saver_kept *saver_keep_find(const struct saver_keep *k, unsigned source,
				   uint64_t number);
void saver_keep_drop(struct saver_keep *k, struct saver_kept *kept);
/* Append; without room it is shed. */
void saver_keep_add(struct saver_keep *k, struct saver_list *l,
		    struct saver_kept *kept);
/* Take the first one off the list. */
void saver_keep_shift(struct saver_keep *k, struct saver_list *l);
void saver_keep_clear(struct saver_keep *k, struct saver_list *l);
/* It is to be written: at once, or sorted by time with others.  0 or -errno. */
int saver_keep_out(struct saver_keep *k, struct saver_kept *kept,
		   struct capture_error *err);
/* Write what is held back.  0 or -errno. */
int saver_keep_flush(struct saver_keep *k, struct capture_error *err);
/* Free everything. */
void saver_keep_fini(struct saver_keep *k);

#endif
