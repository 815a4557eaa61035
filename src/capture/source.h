/* SPDX-License-Identifier: BSD-2-Clause */
/* A source is one saved file or one interface of a capture, with the frame that
 * it would give next.  Behind it stands a reader (struct source_ops): pcap_file.c,
 * pcap_live.c (libpcap), pcapng.c, or another one.  Filtering,
 * counting, merging and the sentence of a damaged file are common to all.
 *
 * To add a reader of saved files, say one of text:
 * 1. x_open(struct source *s, struct capture_error *err), called by open_input
 *    in file.c once magic_know has recognised the content.  s->input gives the
 *    bytes from the first one on (input_read; a pipe gives what it has, 0 is
 *    the end).  Allocate the state, put it into s->state, set s->ops and
 *    s->link_type, return 0; or return -errno with err filled and nothing kept.
 *    Nothing may be read that is not there yet, but for a header.
 * 2. ops->read fills s->next: bytes (borrowed, good until the next read),
 *    wire_len, time (through source_time), link_type, interface, comment, and
 *    number, which begins at 1 and rises.  source_read sets .source.
 *    SOURCE_END where the input ends in good order; SOURCE_BROKEN with the
 *    reason remembered in the state otherwise.  A broken gzip stream looks like
 *    the end to the reader; source_read finds that out by itself.
 * 3. ops->broken says the remembered reason, ops->close frees the state. */
#ifndef CAPTURE_SOURCE_H
#define CAPTURE_SOURCE_H

#include "base/clock.h"
#include "capture/capture.h"
#include "capture/input.h"

#include <pcap/pcap.h>
#include <sys/types.h>

struct source;

enum source_read {
	SOURCE_FRAME,   /* s->next is loaded */
	SOURCE_NOTHING, /* live: nothing now */
	SOURCE_END,
	SOURCE_STOPPED, /* *stop was set while waiting for a pipe */
	SOURCE_BROKEN   /* the file is damaged or the device is gone */
};

struct source_ops {
	/* Fill s->next; never SOURCE_STOPPED.  Not called again after
	 * SOURCE_END or SOURCE_BROKEN. */
	enum source_read (*read)(struct source *s);
	/* The sentence for what read called SOURCE_BROKEN.  after: `after frame
	 * 7', or `before its first frame'. */
	void (*broken)(const struct source *s, const char *after,
		       struct capture_error *err);
	/* What is known of an interface; false when there is none of that
	 * number yet.  NULL: the source is one interface without a name. */
	bool (*interface)(const struct source *s, unsigned interface,
			  struct capture_interface *out);
	/* Decryption secrets in the order of the file; false: no more yet.
	 * NULL: there are none. */
	bool (*secret)(const struct source *s, size_t i,
		       struct capture_secret *out);
	/* Free the state.  s->input is freed afterwards. */
	void (*close)(struct source *s);
};

struct source {
	char *name;          /* owned; as the user gave it */
	char *label;         /* owned; for sentences: `x.pcap' in quotes */
	unsigned index;
	bool live;
	const struct source_ops *ops; /* NULL until it is open */
	void *state;         /* of the reader, which owns it */
	pcap_t *pcap;        /* of an interface: its reader owns it */
	int64_t tick;        /* ns in one unit of the fraction of a second */
	struct input *input; /* owned; files only */
	int fd;              /* live: to poll; -1: cannot be polled */
	int link_type;       /* the first that is known; -1: none yet */
	struct filter *filter; /* files; owned; NULL: all frames pass */
	struct frame next;   /* valid when loaded; bytes are the reader's */
	bool loaded;
	bool judged;         /* by the filter as it is now */
	bool ended, damaged;
	bool said;           /* its damage was told */
	dev_t device;        /* files: what and where it is, */
	ino_t inode;         /* so that it is not written over; 0: no
				regular file */
	uint64_t frames;     /* read so far */
	uint64_t skipped;    /* of these, not matched by the filter */
	uint64_t dropped;
	uint32_t last_drop, last_ifdrop; /* libpcap's 32-bit counters */
};

/* NULL when there is no memory.  name is copied. */
struct source *source_new(const char *name);
void source_free(struct source *s);
/* Load the next frame that the filter lets through; the one before is gone.
 * Nothing happens while one is loaded.  *stop is looked at between frames that
 * the filter skips; SOURCE_BROKEN comes until `said' is set. */
enum source_read source_read(struct source *s,
			     const volatile sig_atomic_t *stop);
/* ns since the epoch of whole seconds and ns.  A file may claim any second:
 * what comes before 1970 becomes 1970, and what comes after 2116 becomes that,
 * so that a deadline never overflows. */
static inline int64_t source_time(int64_t seconds, int64_t ns)
{
	const int64_t last = INT64_MAX / 2;
	int64_t t;

	if (__builtin_mul_overflow(seconds, CLOCK_S, &t) ||
	    __builtin_add_overflow(t, ns, &t))
		t = seconds < 0 ? 0 : last;
	return t < 0 ? 0 : t > last ? last : t;
}
/* What is known of an interface of s; see capture_interface. */
bool source_interface(const struct source *s, unsigned interface,
		      struct capture_interface *out);
void source_stats(struct source *s, struct capture_stats *out);

#endif
