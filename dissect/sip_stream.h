/* SPDX-License-Identifier: BSD-2-Clause */
/* SIP messages cut out of one direction of a byte stream (RFC 3261 18.3, 20.14;
 * keep-alives: RFC 5626 3.5.1). */
#ifndef DISSECT_SIP_STREAM_H
#define DISSECT_SIP_STREAM_H

#include "base/budget.h"
#include "dissect/frame.h"
#include "dissect/sip_cut.h"

/* Longer messages are cut: 1 MiB. */
enum { SIP_STREAM_MAX = 1 << 20 };

struct sip_stream_sink {
	/* One message (borrowed for the call).  at: the frame that completed it.
	 * cut: bytes of it are missing (a gap, the end, SIP_STREAM_MAX). */
	void (*message)(struct slice message, bool cut, const struct frame *at,
			void *arg);
	/* One run of CR and LF between messages. */
	void (*keepalive)(struct slice bytes, const struct frame *at, void *arg);
	void *arg;
};

/* The frame of the bytes up to end (offset behind the first byte kept). */
struct sip_stream_mark {
	size_t end;
	struct frame at;
};

struct sip_stream {
	const struct sip_stream_sink *sink; /* borrowed */
	struct budget *budget;              /* borrowed */
	char *bytes;        /* owned, taken from the budget: what cannot be
			       told yet; a whole message in one segment is
			       never copied */
	size_t head, len, cap; /* bytes[head..head + len] are in use */
	struct frame at;    /* of the latest byte */
	bool lost;          /* no message since a gap or the start */
	bool resting;       /* what comes is the rest of a message that a gap
			       cut */
	uint64_t skipped;   /* bytes that belong to no message */
	uint64_t passed;    /* bytes of such rests */
	uint64_t messages, keepalives;
	struct sip_cut cut;
	/* Which frames the bytes in use came in.  When there are too many the
	 * oldest become one: a message may then be given the frame of the one
	 * behind it, never an earlier one than its own. */
	struct sip_stream_mark marks[4];
	unsigned marks_len;
};

void sip_stream_init(struct sip_stream *s, const struct sip_stream_sink *sink,
		     struct budget *budget);
/* This is a SIP port: a damaged start line is taken for one, as it is anyway
 * after the first good message. */
void sip_stream_expect(struct sip_stream *s);
void sip_stream_fini(struct sip_stream *s);
/* Between messages, nothing kept: one that has just begun, and expects SIP if
 * this one does, would go on in the same way. */
bool sip_stream_is_idle(const struct sip_stream *s);
/* The next bytes; the sink is called for what they complete.  0 or -ENOMEM
 * (what was buffered is lost, counted as skipped; reading goes on at the next
 * start line). */
int sip_stream_push(struct sip_stream *s, struct slice bytes,
		    const struct frame *at);
/* size bytes are missing here: a message whose head is complete comes out cut.
 * Reading goes on behind it where its length tells where that is, else at the next
 * start line. */
void sip_stream_gap(struct sip_stream *s, uint64_t size);
/* Nothing more comes: what waits comes out (cut, unless only an absent or wrong
 * Content-Length kept it). */
void sip_stream_end(struct sip_stream *s);

#endif
