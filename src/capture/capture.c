/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/capture.h"

#include "base/clock.h"
#include "base/mem.h"
#include "capture/capture_error.h"
#include "capture/file.h"
#include "capture/filter.h"
#include "capture/link_number.h"
#include "capture/live_filter.h"
#include "capture/pcap_live.h"
#include "capture/source.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define TIMEOUT_MS 100

/* A source is on the heap (a frame is loaded), to be read, or at its end. */
struct capture {
	struct source **all; /* owned, and the sources too */
	size_t count, cap;
	struct source **heap; /* earliest frame first */
	size_t heap_len, heap_cap;
	struct source **unread;
	size_t unread_len, unread_cap;
	struct pollfd *fds;
	size_t fds_cap;
	unsigned live;   /* sources that are interfaces */
	int timeout_ms;
	const volatile sig_atomic_t *stop; /* somebody else sets it; or NULL */
	struct live_filter *sip; /* owned; NULL: none was asked for */
};

static bool stopped(const struct capture *c)
{
	return c->stop && *c->stop;
}

struct capture *capture_new(void)
{
	struct capture *c = mem_zalloc(sizeof(*c));

	if (!c)
		return NULL;
	c->timeout_ms = TIMEOUT_MS;
	return c;
}

void capture_free(struct capture *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->count; i++)
		source_free(c->all[i]);
	live_filter_free(c->sip);
	free(c->all);
	free(c->heap);
	free(c->unread);
	free(c->fds);
	free(c);
}

/* --- the heap ------------------------------------------------------------- */

/* Equal times: the source that was named first. */
static bool before(const struct source *a, const struct source *b)
{
	if (a->next.time != b->next.time)
		return a->next.time < b->next.time;
	return a->index < b->index;
}

static void heap_push(struct capture *c, struct source *s)
{
	size_t i = c->heap_len++;

	for (; i && before(s, c->heap[(i - 1) / 2]); i = (i - 1) / 2)
		c->heap[i] = c->heap[(i - 1) / 2];
	c->heap[i] = s;
}

static struct source *heap_pop(struct capture *c)
{
	struct source *top = c->heap[0], *last = c->heap[--c->heap_len];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < c->heap_len) {
		if (child + 1 < c->heap_len &&
		    before(c->heap[child + 1], c->heap[child]))
			child++;
		if (!before(c->heap[child], last))
			break;
		c->heap[i] = c->heap[child];
		i = child;
	}
	c->heap[i] = last;
	return top;
}

/* --- adding sources ------------------------------------------------------- */

static int grow(struct capture *c)
{
	size_t n = c->count + 1;
	int rc;

	rc = mem_grow((void **)&c->all, &c->cap, n, sizeof(*c->all));
	if (!rc)
		rc = mem_grow((void **)&c->heap, &c->heap_cap, n,
			      sizeof(*c->heap));
	if (!rc)
		rc = mem_grow((void **)&c->unread, &c->unread_cap, n,
			      sizeof(*c->unread));
	if (!rc)
		rc = mem_grow((void **)&c->fds, &c->fds_cap, n,
			      sizeof(*c->fds));
	return rc;
}

/* A new source that has its place but is not open yet; NULL with err filled. */
static struct source *prepare(struct capture *c, const char *name,
			      struct capture_error *err)
{
	struct source *s = grow(c) ? NULL : source_new(name);

	if (s)
		s->index = (unsigned)c->count;
	else
		capture_error_memory(err);
	return s;
}

/* Keep s when it was opened well. */
static int add(struct capture *c, struct source *s, int rc)
{
	if (rc) {
		source_free(s);
		return rc;
	}
	s->next.source = s->index;
	c->all[c->count++] = s;
	c->unread[c->unread_len++] = s;
	c->live += s->live;
	return 0;
}

int capture_add_file(struct capture *c, const char *path,
		     struct capture_error *err)
{
	struct source *s = prepare(c, path, err);

	if (!s)
		return -ENOMEM;
	return add(c, s, file_open(s, c->stop, err));
}

int capture_add_bytes(struct capture *c, const char *name, struct slice bytes,
		      struct capture_error *err)
{
	struct source *s = prepare(c, name, err);

	if (!s)
		return -ENOMEM;
	return add(c, s, file_open_memory(s, bytes, err));
}

int capture_add_live(struct capture *c, const char *name,
		     const struct capture_live_options *o,
		     struct capture_error *err)
{
	struct source *s = prepare(c, name, err);

	if (!s)
		return -ENOMEM;
	if (o && o->timeout_ms > 0)
		c->timeout_ms = o->timeout_ms;
	return add(c, s, pcap_live_open(s, o, err));
}

int capture_filter(struct capture *c, const char *filter,
		   struct capture_error *err)
{
	int rc = 0;

	/* Frames that are loaded are judged too: all go back. */
	while (c->heap_len)
		c->unread[c->unread_len++] = heap_pop(c);
	for (size_t i = 0; !rc && i < c->count; i++)
		rc = filter_set(c->all[i], filter, err);
	return rc;
}

int capture_filter_sip(struct capture *c, const char *user,
		       struct capture_error *err)
{
	int rc = 0;

	live_filter_free(c->sip);
	c->sip = live_filter_new(user);
	if (!c->sip)
		return capture_error_memory(err);
	for (size_t i = 0; !rc && i < c->count; i++) {
		if (c->all[i]->live)
			rc = live_filter_set(c->sip, c->all[i], err);
	}
	return rc;
}

bool capture_open_port(struct capture *c, uint16_t port, bool tcp)
{
	return !c->sip || live_filter_open(c->sip, port, tcp);
}

bool capture_open_flow(struct capture *c, uint16_t a, uint16_t b, bool tcp)
{
	return !c->sip || live_filter_open_flow(c->sip, a, b, tcp);
}

bool capture_filter_valid(const char *filter, struct capture_error *err)
{
	return filter_check(filter, DLT_EN10MB, err) == 0;
}

/* --- reading -------------------------------------------------------------- */

/* What to do with unread source number i, which has been read. */
static enum capture_status settle(struct capture *c, size_t i,
				  enum source_read how,
				  struct capture_error *err)
{
	struct source *s = c->unread[i];

	if (how == SOURCE_NOTHING)
		return CAPTURE_IDLE;
	c->unread[i] = c->unread[--c->unread_len];
	if (how == SOURCE_FRAME)
		heap_push(c, s);
	if (how != SOURCE_BROKEN)
		return CAPTURE_IDLE;
	s->said = true;
	if (s->live) {
		s->ops->broken(s, "", err);
		return CAPTURE_FAILED;
	}
	file_broken(s, err);
	return CAPTURE_DAMAGED;
}

/* Read all sources that have no frame; CAPTURE_IDLE: nothing to say. */
static enum capture_status refill(struct capture *c, struct capture_error *err)
{
	enum capture_status st = CAPTURE_IDLE;

	for (size_t i = c->unread_len; st == CAPTURE_IDLE && i-- > 0;)
		st = settle(c, i, source_read(c->unread[i], c->stop), err);
	return st;
}

/* Take the frame that s has; it has to be read again. */
static enum capture_status give(struct source *s, const struct frame **out)
{
	*out = &s->next;
	s->loaded = false;
	return CAPTURE_FRAME;
}

/* Sleep until an unread interface has something, at most ms. */
static void wait_live(struct capture *c, int ms)
{
	nfds_t n = 0;

	for (size_t i = 0; i < c->unread_len; i++)
		c->fds[n++] = (struct pollfd){ .fd = c->unread[i]->fd,
					       .events = POLLIN };
	if (!stopped(c))
		poll(c->fds, n, ms);
}

/* The kernel hands frames over in blocks, up to one time-out late.  For how
 * many more ms may a silent interface have an earlier frame than the first? */
static int hold_ms(const struct capture *c)
{
	struct timespec now;
	int64_t left, most = c->timeout_ms + 50;

	if (!c->unread_len || !c->heap[0]->live ||
	    clock_gettime(CLOCK_REALTIME, &now))
		return 0;
	left = c->heap[0]->next.time / CLOCK_MS + most -
	       ((int64_t)now.tv_sec * 1000 + now.tv_nsec / CLOCK_MS);
	if (left <= 0)
		return 0;
	return (int)(left < most ? left : most);
}

/* Wait for interfaces where that is needed, and read them again. */
static enum capture_status wait_turn(struct capture *c,
				     struct capture_error *err)
{
	enum capture_status st = CAPTURE_IDLE;
	int ms;

	/* Each round either ends the waiting or takes a source off. */
	for (size_t tries = 0; tries <= c->count; tries++) {
		if (!c->unread_len || stopped(c) || st != CAPTURE_IDLE)
			break;
		ms = c->heap_len ? hold_ms(c) : c->timeout_ms;
		if (!ms || (tries && !c->heap_len))
			break;
		wait_live(c, ms);
		st = refill(c, err);
	}
	return st;
}

/* The earliest frame of all sources.  By itself, since capture_next mostly does
 * without. */
static __attribute__((noinline)) enum capture_status
merge(struct capture *c, const struct frame **out, struct capture_error *err)
{
	enum capture_status st = refill(c, err);
	struct source *s;

	if (st == CAPTURE_IDLE)
		st = wait_turn(c, err);
	if (st != CAPTURE_IDLE)
		return st;
	if (stopped(c))
		return CAPTURE_IDLE;
	if (!c->heap_len)
		return c->unread_len ? CAPTURE_IDLE : CAPTURE_END;
	s = heap_pop(c);
	c->unread[c->unread_len++] = s;
	return give(s, out);
}

enum capture_status capture_next(struct capture *c, const struct frame **out,
				 struct capture_error *err)
{
	/* A source that is the only one left waits for nobody. */
	if (c->unread_len == 1 && !c->heap_len && !stopped(c) &&
	    source_read(c->unread[0], c->stop) == SOURCE_FRAME)
		return give(c->unread[0], out);
	return merge(c, out, err);
}

void capture_watch(struct capture *c, const volatile sig_atomic_t *stop)
{
	c->stop = stop;
}

/* --- asking --------------------------------------------------------------- */

bool capture_reads(const struct capture *c, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return false;
	for (size_t i = 0; i < c->count; i++)
		if (c->all[i]->inode && c->all[i]->inode == st.st_ino &&
		    c->all[i]->device == st.st_dev)
			return true;
	return false;
}

unsigned capture_sources(const struct capture *c)
{
	return (unsigned)c->count;
}

const char *capture_name(const struct capture *c, unsigned source)
{
	return source < c->count ? c->all[source]->name : "";
}

int capture_link(const struct capture *c, unsigned source)
{
	return source < c->count ? c->all[source]->link_type : -1;
}

bool capture_interface(const struct capture *c, unsigned source,
		       unsigned interface, struct capture_interface *out)
{
	*out = (struct capture_interface){ .link_type = -1 };
	return source < c->count &&
	       source_interface(c->all[source], interface, out);
}

bool capture_secret(const struct capture *c, unsigned source, size_t i,
		    struct capture_secret *out)
{
	const struct source *s = source < c->count ? c->all[source] : NULL;

	*out = (struct capture_secret){ 0 };
	return s && s->ops->secret && s->ops->secret(s, i, out);
}

const char *capture_link_name(int link_type)
{
	return link_number_name(link_type);
}

bool capture_is_live(const struct capture *c)
{
	return c->live > 0;
}

bool capture_waits(const struct capture *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (!c->all[i]->inode)
			return true;
	return false;
}

void capture_stats(struct capture *c, unsigned source,
		   struct capture_stats *out)
{
	*out = (struct capture_stats){ 0 };
	if (source < c->count)
		source_stats(c->all[source], out);
}
