/* SPDX-License-Identifier: BSD-2-Clause */
/* HEP, the Homer encapsulation: a capture agent sends SIP with the addresses and
 * the time at which it saw it (versions 1, 2 and 3). */
#ifndef DISSECT_HEP_H
#define DISSECT_HEP_H

#include "base/addr.h"
#include "dissect/packet.h"

struct hep {
	struct addr src, dst; /* of one family; family 0: not told */
	enum transport transport;
	bool has_time;
	int64_t time;         /* ns since the epoch */
	uint8_t protocol;     /* chunk 11: 1 SIP, 5 RTCP ...; versions 1, 2, and
				 where it is not told: 1 */
	bool compressed;      /* the payload is deflated: not decoded */
	struct slice payload; /* borrowed; empty when there is none */
	size_t size;          /* of the whole HEP packet */
};

/* Does this payload begin with a HEP header?  Version 3 by its magic, versions
 * 1 and 2 by a header that is consistent in all its fields and (since that is
 * weak) a payload that begins like SIP. */
bool hep_looks_like(struct slice payload);
/* May it, by its first byte?  Inline, since every datagram is asked. */
static inline bool hep_may_be(struct slice payload)
{
	return payload.len && (payload.p[0] == 'H' || payload.p[0] == 1 ||
			       payload.p[0] == 2);
}
/* Read it.  DECODE_TRUNCATED: less than out->size bytes are there (0: not even
 * the length), what is there is set, the payload may be cut; DECODE_MALFORMED:
 * chunks that contradict the length or each other; DECODE_OTHER: not HEP. */
enum decode hep_decode(struct hep *out, struct slice payload);

#endif
