/* SPDX-License-Identifier: BSD-2-Clause */
/* A source is one saved file or one interface of a capture, with the frame that
 * it would give next. */
#ifndef CAPTURE_SOURCE_H
#define CAPTURE_SOURCE_H

#include "capture/capture.h"
#include "capture/input.h"

#include <sys/types.h>

struct source {
	char *name;          /* owned; as the user gave it */
	char *label;         /* owned; for sentences: `x.pcap' in quotes */
	unsigned index;
	bool live;
	pcap_t *pcap;        /* owned */
	struct input *input; /* owned; files only */
	int fd;              /* live: to poll; -1: cannot be polled */
	int link_type;
	int64_t tick;        /* ns in one unit of libpcap's fraction */
	struct bpf_program filter; /* files; owned when filtered */
	bool has_filter;
	struct frame next;   /* valid when loaded; bytes are libpcap's */
	bool loaded;
	bool judged;         /* by the filter as it is now */
	bool ended, damaged;
	bool said;           /* its damage was told */
	dev_t device;        /* files: what and where it is, */
	ino_t inode;         /* so that it is not written over; 0: no file */
	uint64_t number;     /* frames read so far */
	uint64_t skipped;    /* of these, not matched by the filter */
	uint64_t dropped;
	uint32_t last_drop, last_ifdrop; /* libpcap's 32-bit counters */
};

enum source_read {
	SOURCE_FRAME,   /* s->next is loaded */
	SOURCE_NOTHING, /* live: nothing now */
	SOURCE_END,
	SOURCE_STOPPED, /* *stop was set while waiting for a pipe */
	SOURCE_BROKEN   /* the file is damaged or the device is gone */
};

/* NULL when there is no memory.  name is copied. */
struct source *source_new(const char *name);
void source_free(struct source *s);
/* Load the next frame that the filter lets through; the one before is gone.
 * Nothing happens while one is loaded.  *stop is looked at between frames that
 * the filter skips; SOURCE_BROKEN comes until `said' is set. */
enum source_read source_read(struct source *s,
			     const volatile sig_atomic_t *stop);
void source_stats(struct source *s, struct capture_stats *out);

#endif
