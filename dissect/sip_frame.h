/* SPDX-License-Identifier: BSD-2-Clause */
/* Finding SIP messages in payloads by their content (RFC 3261 7, 18.3). */
#ifndef DISSECT_SIP_FRAME_H
#define DISSECT_SIP_FRAME_H

#include "base/slice.h"

enum sip_frame_kind {
	SIP_FRAME_NONE,      /* not SIP */
	SIP_FRAME_KEEPALIVE, /* CR and LF only, or the STUN-free double CRLF */
	SIP_FRAME_MESSAGE
};

/* 5060 and 5061 (RFC 3261 19.1.2). */
static inline bool sip_frame_port(uint16_t port)
{
	return port == 5060 || port == 5061;
}

/* Does this look like the beginning of a SIP message?  Request: token SP URI
 * SP SIP/x.y within the first line; response: SIP/x.y SP digits.  On a port
 * known for SIP (5060, 5061) an unknown method or a damaged first line whose
 * following lines are SIP headers is taken too; elsewhere not.  Constant time
 * for what is not SIP (RTP, DNS, STUN ...): a few bytes are looked at. */
bool sip_frame_looks_like(struct slice payload, bool sip_port);

/* The pieces of that for who reads line by line; the line is without its LF.
 * A start line beyond doubt: request or status line whose version is SIP/x.y and
 * whose first byte is the line's first. */
bool sip_frame_start_line(struct slice line);
/* May it be one, by its first and last bytes?  Inline, since most lines of a head
 * are told so. */
static inline bool sip_frame_may_start(struct slice line)
{
	char last;

	if (line.len && line.p[line.len - 1] == '\r')
		line.len--;
	if (line.len < 8)
		return false;
	last = line.p[line.len - 1];
	return last <= '9' || (line.p[3] == '/' && (line.p[0] | 0x20) == 's');
}
/* Is `SIP/' anywhere in these lines?  No start line is without it; most bodies
 * are. */
bool sip_frame_has_version(struct slice lines);
/* Where in the line a start line begins: 0 for one; behind the end of a body
 * that has no end of line, if its method has a name; line.len: nowhere. */
size_t sip_frame_find_start(struct slice line);
/* A header that SIP needs or only SIP has: behind a start line one of these
 * says that it is one (a text may quote the line alone). */
bool sip_frame_header(struct slice line);
/* Text, and not the first line of HTTP or RTSP: with enough SIP headers behind
 * it, taken for a start line that is damaged. */
bool sip_frame_may_be_damaged(struct slice line);

/* A UDP or SCTP payload: one message at most; leading CR and LF are skipped and
 * *message is what follows (borrowed). */
enum sip_frame_kind sip_frame_datagram(struct slice payload, bool sip_port,
				       struct slice *message);

#endif
