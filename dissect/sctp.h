/* SPDX-License-Identifier: BSD-2-Clause */
/* SCTP: the user messages in DATA and I-DATA chunks, fragments put together
 * (RFC 9260, RFC 8260; SIP: RFC 4168). */
#ifndef DISSECT_SCTP_H
#define DISSECT_SCTP_H

#include "base/budget.h"
#include "dissect/ip.h"
#include "dissect/packet.h"

struct sctp_sink {
	/* One user message between these addresses (borrowed for the call); cut:
	 * its end was not captured (snap length), or never came. */
	void (*message)(struct slice message, bool cut, const struct addr *src,
			const struct addr *dst, const struct frame *at,
			void *arg);
	void *arg;
};

struct sctp_stats {
	uint64_t lost;  /* messages whose fragments never all came */
	uint64_t shed;  /* given up: table or budget full */
	uint64_t malformed, truncated; /* packets */
};

struct sctp_reasm; /* opaque: messages that wait for fragments */

/* NULL when there is no memory.  max_messages 0: 1,024 waiting at once; they
 * expire after 30 s of packet time. */
struct sctp_reasm *sctp_reasm_new(const struct sctp_sink *sink,
				  size_t max_messages, struct budget *budget);
void sctp_reasm_free(struct sctp_reasm *r);
/* One SCTP packet (the payload of ip) in frame f.  A chunk that was seen before
 * between the same addresses (retransmission) gives nothing.  0 or -ENOMEM. */
int sctp_reasm_push(struct sctp_reasm *r, const struct ip *ip,
		    const struct frame *f);
/* The input ended: what waits is lost; what has come of it from its beginning
 * on is handed up, cut. */
void sctp_reasm_end(struct sctp_reasm *r);
const struct sctp_stats *sctp_reasm_stats(const struct sctp_reasm *r);

#endif
