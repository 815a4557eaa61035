/* SPDX-License-Identifier: BSD-2-Clause */
/* -w: the packets of what was reported.  Without selection every SIP packet is
 * written as it comes, with the TCP segments around it; with one, the frames of a
 * call wait in memory (bounded) until something of it is reported. */
#ifndef SRC_SAVER_H
#define SRC_SAVER_H

#include "capture/capture_write.h"
#include "dissect/dissector.h"

struct saver; /* opaque */

struct saver_options {
	bool wait; /* a selection was given */
	bool live; /* what is reported is written at once, not in time order */
};

/* Writes to w, which the saver closes.  NULL when there is no memory. */
struct saver *saver_new(struct capture_writer *w, const struct saver_options *o);
/* A frame came; what follows up to saver_frame_end is about it.  NULL: no frame
 * is at hand (time went on, the input ended). */
void saver_frame(struct saver *s, const struct frame *f);
/* Nothing more is said about it.  0, or -errno when it cannot be written; what
 * finds no room to wait in is counted as shed. */
int saver_frame_end(struct saver *s, struct capture_error *err);
/* A SIP message of this call was completed by frame `at', mostly the one at hand.
 * 0 or -errno. */
int saver_message(struct saver *s, const struct frame *at, struct slice call_id,
		  struct capture_error *err);
/* The frame at hand is a TCP segment: of a connection that carries SIP, it is
 * saved; of one of which nothing is known it waits; else what waited is dropped.
 * 0 or -errno. */
int saver_segment(struct saver *s, uint64_t flow, enum dissector_carrier carrier,
		  struct capture_error *err);
/* The frame at hand is a fragment, or an ICMP error: written when not waiting, else
 * kept with the call of the next message / dropped when memory is short. */
void saver_evidence(struct saver *s);
/* The frame at hand is a question to a name server or an answer: kept for a while,
 * for it may prove why a later request failed. */
void saver_lookup(struct saver *s);
/* That frame proves something that is reported, and no message tells of it. */
int saver_proof(struct saver *s, unsigned source, uint64_t number,
		struct capture_error *err);
/* Something of this call was reported: what waits, and what comes later, is
 * written.  0 or -errno. */
int saver_report(struct saver *s, struct slice call_id,
		 struct capture_error *err);
/* The call is forgotten: what still waits was not wanted. */
void saver_forget(struct saver *s, struct slice call_id);
/* Frames not saved because too many waited. */
uint64_t saver_shed(const struct saver *s);
/* Writes in time order what is left and closes.  Frees s.  0 or -errno. */
int saver_close(struct saver *s, struct capture_error *err);

#endif
