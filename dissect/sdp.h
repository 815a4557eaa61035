/* SPDX-License-Identifier: BSD-2-Clause */
/* Session descriptions read line by line over the original bytes, tolerant of
 * order and line ends (RFC 8866, RFC 3264). */
#ifndef DISSECT_SDP_H
#define DISSECT_SDP_H

#include "base/slice.h"

enum { SDP_MAX_MEDIA = 16, SDP_MAX_FORMATS = 48 };

enum sdp_direction {
	SDP_SENDRECV, SDP_SENDONLY, SDP_RECVONLY, SDP_INACTIVE
};

struct sdp_format {
	struct slice format;  /* `18', as in the m= line */
	struct slice name;    /* `G729', from rtpmap or the static table */
	struct slice fmtp;
	uint32_t clock;       /* Hz; 0: unknown */
	uint8_t channels;     /* 1 unless rtpmap says more */
	bool is_codec;        /* false for telephone-event, CN, RED, ULPFEC,
				 rtx: no audio or video of its own */
};

struct sdp_media {
	struct slice line;    /* the whole m= line */
	struct slice type, proto;
	uint32_t port;
	struct slice connection; /* address of its c= or the session's */
	struct slice connection_line;
	enum sdp_direction direction;
	bool has_crypto, has_fingerprint, has_ice;
	unsigned n_formats;
	struct sdp_format formats[SDP_MAX_FORMATS];
};

struct sdp {
	struct slice origin, connection;
	unsigned n_media;
	bool cut; /* more media or formats than there is room for */
	struct sdp_media media[SDP_MAX_MEDIA];
};

/* Read body (application/sdp).  False when there is no v= and no m= line. */
bool sdp_read(struct sdp *out, struct slice body);
/* The name of the first codec of the first audio that has a port and a codec;
 * empty when there is none. */
struct slice sdp_codec(struct slice body);
/* Find the SDP in a body: the body itself, or the application/sdp part of a
 * multipart with that Content-Type value.  Empty slice when there is none. */
struct slice sdp_find(struct slice content_type, struct slice body);
/* Same codec: name without case, clock, channels (RFC 3264 6, RFC 4855). */
bool sdp_same_codec(const struct sdp_format *a, const struct sdp_format *b);

#endif
