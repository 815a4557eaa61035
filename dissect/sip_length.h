/* SPDX-License-Identifier: BSD-2-Clause */
/* What the head of a SIP message says about the length of its body (RFC 3261
 * 18.3, 20.14, 20.15). */
#ifndef DISSECT_SIP_LENGTH_H
#define DISSECT_SIP_LENGTH_H

#include "base/slice.h"

enum sip_length_kind {
	SIP_LENGTH_ABSENT,
	SIP_LENGTH_GOOD,
	SIP_LENGTH_BAD   /* not a number, over max, or two that differ */
};

enum sip_body {
	SIP_BODY_UNTYPED, /* no Content-Type */
	SIP_BODY_SDP,     /* lines of which none is SIP and none is empty */
	SIP_BODY_SIP,     /* message/sip, message/sipfrag, multipart: may hold
			     whole SIP messages */
	SIP_BODY_OTHER
};

struct sip_length {
	enum sip_length_kind kind;
	enum sip_body body;
	uint64_t value;   /* bytes; 0 unless GOOD */
};

/* Could a header that begins with this line be Content-Length, Content-Type, l
 * or c?  Inline, since every line of a stream is asked. */
static inline bool sip_length_may_tell(struct slice line)
{
	if (!line.len ||
	    ((line.p[0] | 0x20) != 'c' && (line.p[0] | 0x20) != 'l'))
		return false;
	return line.len == 1 || line.p[1] == ':' ||
	       (unsigned char)line.p[1] <= ' ' ||
	       (line.len > 4 && (line.p[4] | 0x20) == 'e');
}

/* headers: the lines behind the start line, or of these the first that may tell
 * and all behind it; folded ones too; with or without the empty line.  Lengths
 * over max are BAD. */
void sip_length_read(struct sip_length *out, struct slice headers,
		     uint64_t max);

#endif
