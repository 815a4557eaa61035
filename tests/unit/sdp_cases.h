/* SPDX-License-Identifier: BSD-2-Clause */
/* What the cases of rules about media are made of: A (10.0.0.1) calls B (10.0.0.2),
 * and both say so in their SDP. */
#ifndef TESTS_UNIT_SDP_CASES_H
#define TESTS_UNIT_SDP_CASES_H

#include "rule_cases.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define TYPE "Content-Type: application/sdp\n\n"
#define HEAD(v, ip) "v=0\no=- 1 " v " IN IP4 " ip "\ns=-\nc=IN IP4 " ip \
	"\nt=0 0\n"
/* The SDP of A or B, and its second version. */
#define A(media) TYPE HEAD("1", "10.0.0.1") media
#define B(media) TYPE HEAD("1", "10.0.0.2") media
#define A2(media) TYPE HEAD("2", "10.0.0.1") media
#define B2(media) TYPE HEAD("2", "10.0.0.2") media
#define PCMA "m=audio 4000 RTP/AVP 8\n"
#define G729 "m=audio 4000 RTP/AVP 18\n"
#define FAX "m=image 4004 udptl t38\n"
#define HOLD "a=sendonly\n"
#define HELD "a=recvonly\n"

/* A call, changes of it by A, and its end. */
#define CALL { 0, "> INVITE 1", A(PCMA) }, { .1, "< 200 INVITE 1", B(PCMA) }, \
		{ .2, "> ACK+ 1", NULL }
#define AGAIN(at, cseq, offer, answer) \
		{ at, "> INVITE+ " cseq, offer }, \
		{ at + .1, "< 200 INVITE " cseq, answer }, \
		{ at + .2, "> ACK+ " cseq, NULL }
#define BYE(at, cseq) { at, "> BYE+ " cseq, NULL }, \
		{ at + .1, "< 200 BYE " cseq, NULL }

#endif
