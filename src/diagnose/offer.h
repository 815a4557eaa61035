/* SPDX-License-Identifier: BSD-2-Clause */
/* Offers and answers (RFC 3264): who offered, who answered, and a first cheap
 * look at the two descriptions, so that rules read only those that are odd. */
#ifndef DIAGNOSE_OFFER_H
#define DIAGNOSE_OFFER_H

#include "diagnose/rule.h"

/* What a look at an offer and its answer shows.  Hints, no verdicts: rules read
 * the SDP when one they care about is set. */
enum offer_odd {
	OFFER_LOOKED = 1 << 0,    /* there was a look at all */
	OFFER_REFUSED = 1 << 1,   /* 400, 415, 488 or 606 to an offer; inside a
				     dialog any from 500 on */
	OFFER_MISSING = 1 << 2,   /* INVITE without SDP: one of those codes, or
				     2xx without SDP either */
	OFFER_UNANSWERED = 1 << 3,/* offer in 2xx, and the ACK has no SDP */
	OFFER_MALFORMED = 1 << 4, /* a line that does not fit, or one missing */
	OFFER_UNTIDY = 1 << 5,    /* LF alone, last line end or so */
	OFFER_TWICE = 1 << 6,     /* two rtpmap lines of one payload type */
	OFFER_MLINES = 1 << 7,    /* the m= lines are not the same in kind */
	OFFER_PROFILE = 1 << 8,   /* their profiles differ */
	OFFER_CRYPTO = 1 << 9,    /* a=crypto or RTP/SAVP in one of the two */
	OFFER_DTLS = 1 << 10,     /* a=fingerprint, a=setup or UDP/TLS */
	OFFER_FAMILY = 1 << 11,   /* IPv4 here, IPv6 there */
	OFFER_IP6 = 1 << 12,      /* refused, and c= of the offer is IPv6 */
	OFFER_DIRECTION = 1 << 13,/* one says sendonly, recvonly, inactive, or
				     c= is 0.0.0.0 */
	OFFER_PORT0 = 1 << 14,    /* port 0 in the answer */
	OFFER_PTIME = 1 << 15,    /* ptime differs or is no multiple of 10 */
	OFFER_DTMF = 1 << 16,     /* telephone-event not alike on both sides */
	OFFER_CHANGED = 1 << 17,  /* the answer in the 2xx is not the one in the
				     18x of that To tag */
	OFFER_IMAGE = 1 << 18,    /* m= over udptl in one of the two */
	OFFER_AGAIN = 1 << 19,    /* inside a dialog */
	OFFER_ICE = 1 << 20,      /* a=ice-... in one of the two */
	OFFER_CODECS = 1 << 21,   /* the first codec of the answer may not be in
				     the offer */
};

/* An offer with its answer. */
struct offer {
	const struct message *offer;  /* who offers sends it; NULL: there is no
					 offer */
	const struct message *answer; /* NULL: none, or not seen */
	bool late;                    /* the answerer of the INVITE offered */
};

/* Whose offer does the event complete?  STORE_FINAL of INVITE, UPDATE and PRACK,
 * STORE_ACK of an INVITE without SDP; of other events those that were complete
 * before.  False when it completes none.  An answer in a reliable 18x counts
 * (RFC 3262 5), one that the PRACK brings too. */
bool offer_find(const struct transaction *t, unsigned event, struct offer *out);
/* enum offer_odd of what the event completes; 0 when it completes nothing. */
uint32_t offer_look(const struct transaction *t, unsigned event);

/* Both descriptions, read. */
struct offer_sdp {
	struct offer who;
	bool has_answer;
	struct slice offer_body, answer_body;
	struct sdp offer, answer; /* the answer: when there is one */
};
/* False when the event completes no offer that can be read. */
bool offer_read(const struct transaction *t, unsigned event,
		struct offer_sdp *out);
/* The same, and there is an answer, and room was for all of both. */
bool offer_answered(const struct transaction *t, unsigned event,
		    struct offer_sdp *out);

/* What the client of t offered or answered in its call before t, as far as it is
 * remembered; false when it is not. */
bool offer_said_before(const struct transaction *t, struct sdp *out);

/* Is the message whole, so that what is not there was not sent? */
bool offer_whole(const struct message *m);
/* Is there no body, and was none sent? */
bool offer_no_body(const struct message *m);
/* The bytes of its SDP; empty: none. */
struct slice offer_body(const struct message *m);

/* Part n of the description: the lines of media n, or, with n = n_media, those
 * before the first m=. */
struct slice offer_part(struct slice body, const struct sdp *s, unsigned n);
/* The next line a=NAME or a=NAME:VALUE of a part; false at the end. */
bool offer_attribute(struct slice *part, const char *name, struct slice *line,
		     struct slice *value);
/* The first such line of media n, else that of the session (RFC 8866 6). */
bool offer_value(struct slice body, const struct sdp *s, unsigned n,
		 const char *name, struct slice *line, struct slice *value);

/* How a profile protects its media. */
enum offer_profile {
	OFFER_PLAIN,  /* RTP/AVP, RTP/AVPF */
	OFFER_SDES,   /* RTP/SAVP, RTP/SAVPF with a=crypto (RFC 4568) */
	OFFER_TLS,    /* UDP/TLS/RTP/..., or RTP/SAVPF with a=fingerprint */
	OFFER_OTHER   /* udptl, MSRP ... */
};
enum offer_profile offer_profile(const struct sdp_media *m);
/* The first audio of a description, or NULL; *at is its place. */
const struct sdp_media *offer_audio(const struct sdp *s, unsigned *at);
/* `sendonly' ... */
const char *offer_direction_name(enum sdp_direction d);
/* Does this media not go both ways: a= says so, or c= is 0.0.0.0 (RFC 2543
 * B.5)? */
bool offer_holds(const struct sdp_media *m);

/* --- what rules about offers report alike --- */

/* Judge the offer and answer that end with this event, or the offer that is refused
 * by it; there is at least one m= in the offer. */
typedef void offer_answered_fn(const struct offer_sdp *o, struct report *out);
typedef void offer_refused_fn(const struct rule_view *v,
			      const struct offer_sdp *o, struct report *out);
void offer_judge(const struct rule_view *v, struct report *out,
		 offer_answered_fn *answered, offer_refused_fn *refused);
/* @client@ is to be who offered, @server@ who answered: elsewhere than usual in
 * a late offer. */
void offer_sides(struct report *out, const struct offer *o);
/* A line of a description, underlined where it counts. */
void offer_line(struct report *out, const struct message *m, struct slice line,
		struct slice where, const char *mark);
/* Its line or, when it has none (p NULL), the m= line. */
void offer_line_or(struct report *out, const struct message *m,
		   struct slice line, const struct sdp_media *media,
		   const char *mark);
/* The formats in an m= line. */
struct slice offer_formats(const struct sdp_media *m);
/* A Warning with one of two codes; *element is it (RFC 3261 20.43). */
bool offer_warning(const struct message *f, unsigned a, unsigned b,
		   struct slice *element);
/* Does the refusal give no reason at all: no Warning, no SDP, no words of its
 * own? */
bool offer_bare(const struct transaction *t);

#endif
