/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a SIP message ends in a stream of bytes, and what lies between two of
 * them (RFC 3261 7.5, 18.3).  Nothing is kept here but offsets; each line is
 * looked at once, however small the steps in which the bytes come. */
#ifndef DISSECT_SIP_CUT_H
#define DISSECT_SIP_CUT_H

#include "dissect/sip_length.h"

/* Longer lines begin no message; so much of one is kept back at most. */
enum { SIP_CUT_LINE_MAX = 8192, SIP_CUT_SEEK_MAX = 65536 };

enum sip_cut_kind {
	SIP_CUT_MORE,      /* cannot say before more bytes come */
	SIP_CUT_SKIP,      /* bytes of no message */
	SIP_CUT_KEEPALIVE, /* CR and LF between messages (RFC 5626 3.5.1) */
	SIP_CUT_MESSAGE,
	SIP_CUT_TORN       /* a message of which bytes are missing */
};

struct sip_cut_line {
	size_t start;    /* of a line that may begin a message; valid when
			    tracked */
	unsigned seen;   /* headers that only SIP has, behind it */
	unsigned need;   /* as many are enough */
};

/* All zero: a stream begins, or a message may.  Offsets count from the first
 * byte that no piece has taken. */
struct sip_cut {
	bool sip;          /* damaged start lines are taken too: this is a SIP
			      port, or SIP was seen */
	bool lost;         /* in bytes of no message; else between messages */
	bool mid_line;     /* in the middle of a line that is no start line */
	enum { SIP_CUT_SEEK, SIP_CUT_HEAD, SIP_CUT_BODY, SIP_CUT_OPEN } phase;
	bool tracked;      /* cand is set */
	size_t scanned;    /* no LF between line and here */
	size_t line;       /* start of the line not yet looked at */
	struct sip_cut_line cand;
	size_t content;    /* the first line behind the start line that may
			      tell a length; 0: none has come */
	size_t head;       /* bytes of the head with its empty line */
	size_t want;       /* bytes of the message, by its Content-Length */
	size_t inner;      /* a message begins here, inside the body; 0: none */
	enum sip_body body;
};

/* Is everything zero but .sip: between messages, and no byte of one was seen? */
bool sip_cut_is_fresh(const struct sip_cut *c);
/* The next piece of bytes, all that were not taken yet: the answer is what it
 * is, *size how long.  bytes.len > 0.  Messages longer than max are torn. */
enum sip_cut_kind sip_cut_next(struct sip_cut *c, struct slice bytes,
			       size_t max, size_t *size);
/* The same when nothing follows these bytes; never MORE.  gap: bytes are
 * missing behind them; else the stream is over. */
enum sip_cut_kind sip_cut_last(struct sip_cut *c, struct slice bytes, bool gap,
			       size_t *size);
/* next_cut answered MORE to bytes, and this segment follows: does a piece end
 * between them although no line does?  MORE: no. */
enum sip_cut_kind sip_cut_between(struct sip_cut *c, struct slice bytes,
				  struct slice segment);
/* The next size bytes are the rest of a body, of which a piece before is missing:
 * the next piece is this rest, MESSAGE or TORN. */
void sip_cut_rest(struct sip_cut *c, enum sip_body body, size_t size);
/* How many bytes of the message in hand, of which len are there, are still to
 * come; 0: nobody knows. */
size_t sip_cut_missing(const struct sip_cut *c, size_t len);
/* Bytes are missing before those that come.  mid_line: what comes is not the
 * beginning of a line. */
void sip_cut_lose(struct sip_cut *c, bool mid_line);

#endif
