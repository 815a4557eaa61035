/* SPDX-License-Identifier: BSD-2-Clause */
/* -w: the packets of what was reported.  Without selection every SIP packet is
 * written as it comes; with one, the frames of a call wait in memory (bounded)
 * until something of it is reported. */
#ifndef SRC_SAVER_H
#define SRC_SAVER_H

#include "capture/capture_write.h"
#include "store/store.h"

struct saver; /* opaque */

/* Writes to w, which the saver closes.  wait: a selection was given.
 * NULL when there is no memory. */
struct saver *saver_new(struct capture_writer *w, bool wait);
/* A frame came; saver_message or saver_evidence may follow for it.  NULL: what
 * follows belongs to none (time went on, the input ended). */
void saver_frame(struct saver *s, const struct frame *f);
/* The frame carries (the end of) a SIP message of this call.  0, or -errno when
 * it cannot be written; what finds no room to wait in is counted as shed. */
int saver_message(struct saver *s, struct slice call_id,
		  struct capture_error *err);
/* The frame is a fragment, or an ICMP error: written when not waiting, else
 * kept with the call of the next message / dropped when memory is short. */
int saver_evidence(struct saver *s, struct capture_error *err);
/* Something of this call was reported: what waits, and what comes later, is
 * written at the end. */
void saver_report(struct saver *s, struct slice call_id);
/* The call is forgotten: what still waits was not wanted. */
void saver_forget(struct saver *s, struct slice call_id);
/* Frames not saved because too many waited. */
uint64_t saver_shed(const struct saver *s);
/* Writes in time order what is left and closes.  Frees s.  0 or -errno. */
int saver_close(struct saver *s, struct capture_error *err);

#endif
