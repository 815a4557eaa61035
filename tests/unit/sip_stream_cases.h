/* SPDX-License-Identifier: BSD-2-Clause */
/* The cases of test_sip_stream.c: pushes and what comes out of them.  A label
 * with a star: where the segments end matters, so bytes that come alone give
 * another result; for all others they must not. */
#ifndef TESTS_UNIT_SIP_STREAM_CASES_H
#define TESTS_UNIT_SIP_STREAM_CASES_H

/* A head without its last line and the empty one; id comes back in the log. */
#define REQUEST(id) "INVITE sip:bob@example.com SIP/2.0\r\n" \
	"Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\nCall-ID: " id "\r\n"
#define RESPONSE(id) "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP 192.0.2.1\r\n" \
	"CSeq: 1 INVITE\r\ni: " id "\r\n"
#define EMPTY(id) REQUEST(id) "l: 0\r\n\r\n"
#define SDP "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n" /* 43 */
#define SDP_TYPE "c: application/sdp\r\n"
#define TEXT_TYPE "c: text/plain\r\n"
#define GAP "<gap>"

static const struct {
	const char *label;
	const char *pushes[8];
	const char *want;
} cases[] = {
	/* framing */
	{ "nothing", { "" }, "" },
	{ "one", { EMPTY("1") }, "1:0" },
	{ "with a body", { REQUEST("1") SDP_TYPE "l: 43\r\n\r\n" SDP }, "1:43" },
	{ "three in one", { EMPTY("1") RESPONSE("2") "l: 4\r\n\r\nabcd"
	  EMPTY("3") }, "1:0 2:4 3:0" },
	{ "one in three", { "INV", "ITE sip:b@example.com SIP/2.0\r\ni: 1\r",
	  "\nVia: x\r\nl: 3\r\n\r", "\nab", "c" }, "1:3" },
	{ "one and a half", { EMPTY("1") "INVITE sip:a SIP", "/2.0\r\n"
	  "i: 2\r\n\r\n" }, "1:0 2:0" },
	{ "bare LF", { "BYE sip:a SIP/2.0\ni: 1\nl: 3\n\nab\n"
	  "BYE sip:a SIP/2.0\ni: 2\n\n" }, "1:3 2:0" },
	{ "mixed line ends", { "BYE sip:a SIP/2.0\r\ni: 1\nl: 3\r\n\r\nabc"
	  EMPTY("2") }, "1:3 2:0" },
	{ "folded", { REQUEST("1") "Content-Length:\r\n  3\r\n\r\nabc"
	  EMPTY("2") }, "1:3 2:0" },
	{ "long name, blanks", { REQUEST("1") "content-length \t: \t3 \t\r\n\r\n"
	  "abc" EMPTY("2") }, "1:3 2:0" },
	{ "unknown method", { "X-!% sip:a SIP/2.0\r\nVia: x\r\ni: 1\r\n\r\n" },
	  "1:0" },
	{ "version 7", { "OPTIONS sip:a SIP/7.0\r\nVia: x\r\ni: 1\r\n\r\n" },
	  "1:0" },
	{ "odd headers first", { "BYE sip:a SIP/2.0\r\nA: b\r\nno colon\r\n"
	  "C : d\r\nTo: x\r\ni: 1\r\n\r\n" }, "1:0" },
	/* keep-alives */
	{ "ping alone", { "\r\n\r\n" }, "~4" },
	{ "pong alone", { "\r\n" }, "~2" },
	{ "*ping, pong", { "\r\n\r\n", "\r\n" }, "~4 ~2" },
	{ "before", { "\r\n\r\n" EMPTY("1") }, "~4 1:0" },
	{ "between", { EMPTY("1"), "\r\n\r\n", EMPTY("2") }, "1:0 ~4 2:0" },
	{ "glued", { EMPTY("1") "\r\n\r\n" EMPTY("2") "\r\n" EMPTY("3") },
	  "1:0 ~4 2:0 ~2 3:0" },
	{ "glued behind a body", { REQUEST("1") SDP_TYPE "l: 43\r\n\r\n" SDP
	  "\r\n\r\n" EMPTY("2") }, "1:43 ~4 2:0" },
	{ "bare LF alone", { EMPTY("1") "\n\n" EMPTY("2") }, "1:0 ~2 2:0" },
	{ "half a pong", { EMPTY("1") "\r", "\n" EMPTY("2") }, "1:0 ~2 2:0" },
	{ "CR at the end", { EMPTY("1") "\r" }, "1:0 ~1" },
	/* Content-Length missing or not to be believed */
	{ "no length, no type", { REQUEST("1") "\r\n" EMPTY("2") }, "1:0 2:0" },
	{ "no length, SDP last", { REQUEST("1") SDP_TYPE "\r\n" SDP }, "1:43" },
	{ "no length, SDP, next", { REQUEST("1") SDP_TYPE "\r\n" SDP
	  EMPTY("2") }, "1:43 2:0" },
	{ "no length, SDP, response", { REQUEST("1") SDP_TYPE "\r\n" SDP,
	  RESPONSE("2") "l: 0\r\n\r\n" }, "1:43 2:0" },
	{ "no length, SDP, ping", { REQUEST("1") SDP_TYPE "\r\n" SDP "\r\n\r\n"
	  EMPTY("2") }, "1:43 ~4 2:0" },
	{ "no length, text, next", { REQUEST("1") TEXT_TYPE "\r\nhi\r\n\r\nyou"
	  "\r\n" EMPTY("2") }, "1:11 2:0" },
	{ "*no length, text without an end of line", { REQUEST("1") TEXT_TYPE
	  "\r\nhello", EMPTY("2") }, "1:5 2:0" },
	{ "*no length, text, ping", { REQUEST("1") TEXT_TYPE "\r\nhello\r\n",
	  "\r\n\r\n", EMPTY("2") }, "1:7 ~4 2:0" },
	{ "no length, sipfrag", { REQUEST("1") "c: message/sipfrag\r\n\r\n"
	  "SIP/2.0 200 OK\r\nVia: x\r\nCSeq: 1 A\r\n" EMPTY("2") },
	  "1:35 2:0" },
	{ "same length twice", { REQUEST("1") "l: 3\r\nl: 3\r\n\r\nabc"
	  EMPTY("2") }, "1:3 2:0" },
	{ "two lengths", { REQUEST("1") "l: 3\r\nl: 9\r\n\r\nabcdef\r\n"
	  EMPTY("2") }, "1:8 2:0" },
	{ "length of plus 3", { REQUEST("1") "l: +3\r\n\r\na\r\n" EMPTY("2") },
	  "1:3 2:0" },
	{ "negative", { REQUEST("1") SDP_TYPE "l: -9\r\n\r\n" SDP EMPTY("2") },
	  "1:43 2:0" },
	{ "huge", { REQUEST("1") "l: 99999999999\r\n\r\n" SDP EMPTY("2") },
	  "1:43 2:0" },
	{ "huge, last", { REQUEST("1") "l: 99999999999\r\n\r\n" SDP }, "1:43" },
	/* Content-Length wrong */
	{ "too small", { REQUEST("1") SDP_TYPE "l: 40\r\n\r\n" SDP EMPTY("2") },
	  "1:40 2:0 -3" },
	{ "zero, but a body", { REQUEST("1") SDP_TYPE "l: 0\r\n\r\n" SDP,
	  EMPTY("2") }, "1:0 2:0 -43" },
	{ "too small by the last CRLF", { REQUEST("1") SDP_TYPE "l: 41\r\n\r\n"
	  SDP EMPTY("2") }, "1:41 ~2 2:0" },
	{ "*too small, rest without an end of line", { REQUEST("1") TEXT_TYPE
	  "l: 3\r\n\r\nhello", EMPTY("2") }, "1:3 2:0 -2" },
	{ "too small, nothing", { REQUEST("1") TEXT_TYPE "l: 3\r\n\r\nhello" },
	  "1:3 -2" },
	{ "too large, SDP", { REQUEST("1") SDP_TYPE "l: 50\r\n\r\n" SDP
	  EMPTY("2") EMPTY("3") }, "1:43 2:0 3:0" },
	{ "too large by more than a message", { REQUEST("1") SDP_TYPE
	  "l: 300\r\n\r\n" SDP EMPTY("2") EMPTY("3") EMPTY("4") },
	  "1:43 2:0 3:0 4:0" },
	{ "too large, SDP, soon told", { REQUEST("1") SDP_TYPE "l: 9000\r\n\r\n"
	  SDP, EMPTY("2") }, "1:43 2:0" },
	{ "*too large, text", { REQUEST("1") TEXT_TYPE "l: 9\r\n\r\nhello\r\n"
	  EMPTY("2") EMPTY("3") }, "1:7 2:0 3:0" },
	{ "too large, text, into the headers", { REQUEST("1") TEXT_TYPE
	  "l: 60\r\n\r\nhello\r\n" EMPTY("2") EMPTY("3") }, "1:7 2:0 3:0" },
	{ "too large, text, the end", { REQUEST("1") TEXT_TYPE "l: 900\r\n\r\n"
	  "hello\r\n" EMPTY("2") EMPTY("3") }, "1:7 2:0 3:0" },
	{ "too large, no type", { REQUEST("1") "l: 60\r\n\r\n" EMPTY("2")
	  EMPTY("3") }, "1:0 2:0 3:0" },
	{ "too large, nothing", { REQUEST("1") TEXT_TYPE "l: 9\r\n\r\nhello" },
	  "1:5!" },
	{ "too large, then a gap", { REQUEST("1") TEXT_TYPE "l: 900\r\n\r\n"
	  "hello\r\n" EMPTY("2"), GAP, EMPTY("3") }, "1:7 2:0 3:0" },
	/* no end of line before the next message */
	{ "glued, no length", { REQUEST("1") TEXT_TYPE "\r\nhello" EMPTY("2") },
	  "1:5 2:0" },
	{ "glued, no length, no type", { REQUEST("1") "\r\nhello" EMPTY("2") },
	  "1:0 2:0 -5" },
	{ "glued, right", { REQUEST("1") TEXT_TYPE "l: 5\r\n\r\nhello"
	  EMPTY("2") }, "1:5 2:0" },
	{ "glued, too small", { REQUEST("1") TEXT_TYPE "l: 3\r\n\r\nhello"
	  EMPTY("2") }, "1:3 2:0 -2" },
	{ "glued response", { REQUEST("1") SDP_TYPE "l: 41\r\n\r\n" SDP
	  "a=x" RESPONSE("2") "\r\n" }, "1:41 ~2 2:0 -3" },
	{ "*glued, too large", { REQUEST("1") SDP_TYPE "l: 60\r\n\r\n" SDP
	  "a=x" RESPONSE("2") "\r\n" EMPTY("3") }, "1:46 2:0 3:0" },
	/* bodies that quote SIP */
	{ "sipfrag", { REQUEST("1") "c: message/sipfrag\r\nl: 80\r\n\r\n"
	  RESPONSE("x") "To: abcdefgh\r\n" EMPTY("2") }, "x:80 2:0" },
	{ "text that quotes", { REQUEST("1") TEXT_TYPE "l: 73\r\n\r\n"
	  "see\r\n" RESPONSE("x") "\r\n" EMPTY("2") }, "x:73 2:0" },
	{ "text that quotes, ping", { REQUEST("1") TEXT_TYPE "l: 73\r\n\r\n"
	  "see\r\n" RESPONSE("x") "\r\n" "\r\n\r\n" }, "x:73 ~4" },
	{ "text that quotes, last", { REQUEST("1") TEXT_TYPE "l: 73\r\n\r\n"
	  "see\r\n" RESPONSE("x") "\r\n" }, "x:73" },
	{ "text that quotes a line", { REQUEST("1") TEXT_TYPE "l: 16\r\n\r\n"
	  "SIP/2.0 200 OK\r\n" EMPTY("2") }, "1:16 2:0" },
	/* in the middle of things */
	{ "mid-stream", { "a=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n" EMPTY("1") },
	  "1:0 -34" },
	{ "*mid-line", { "xyz", EMPTY("1") }, "1:0 -3" },
	{ "false start lines", { "m=audio\r\nBYE sip:a SIP/2.0\r\na=x\r\n\r\n"
	  "SIP/2.0 200 OK\r\n\r\n" EMPTY("1") }, "1:0 -53" },
	{ "false, then true", { "BYE sip:a SIP/2.0\r\n" EMPTY("1") },
	  "1:0 -19" },
	{ "HTTP behind a status line", { "SIP/2.0 200 OK\r\nServer: x\r\n"
	  "Content-Type: text/html\r\nContent-Length: 3\r\n\r\nabc" }, "-76" },
	{ "RTSP", { "OPTIONS rtsp://a RTSP/1.0\r\nCSeq: 1\r\n\r\n" }, "-38" },
	{ "HTTP", { "GET / HTTP/1.1\r\nVia: x\r\nFrom: y\r\n\r\n" }, "-35" },
	{ "mail", { "Received: x\r\nFrom: a\r\nTo: b\r\n\r\n" }, "-31" },
	{ "damaged line, SIP before", { EMPTY("1") "INVITE\r\nVia: x\r\ni: 2\r\n"
	  "l: 2\r\n\r\nab" EMPTY("3") }, "1:0 2:2 3:0" },
	{ "damaged line first", { "INVITE\r\nVia: x\r\ni: 2\r\n\r\n" }, "-24" },
	{ "gap between", { EMPTY("1"), GAP, EMPTY("2") }, "1:0 2:0" },
	{ "gap in a body", { REQUEST("1") SDP_TYPE "l: 43\r\n\r\nv=0\r\n", GAP,
	  "=- 1\r\nt=0 0\r\n" EMPTY("2") }, "1:5! 2:0 -13" },
	{ "gap in a body, its rest", { REQUEST("1") TEXT_TYPE "l: 120\r\n\r\n"
	  "0123456789", GAP, "abcdefgh\r\n" EMPTY("2") }, "1:10! 2:0" },
	{ "gap in a body, a ping behind its rest", { REQUEST("1") TEXT_TYPE
	  "l: 112\r\n\r\n0123456789", GAP, "ab\r\n\r\n" EMPTY("2") },
	  "1:10! ~4 2:0" },
	{ "gap in a body up to its end", { REQUEST("1") TEXT_TYPE
	  "l: 110\r\n\r\n0123456789", GAP, EMPTY("2") }, "1:10! 2:0" },
	{ "gap in a body up to its end, then a ping", { REQUEST("1") TEXT_TYPE
	  "l: 110\r\n\r\n0123456789", GAP, "\r\n\r\n" }, "1:10! ~4" },
	{ "gap, gap in a body", { REQUEST("1") TEXT_TYPE "l: 220\r\n\r\n012",
	  GAP, "abc", GAP, "0123456789\r\n\r\n" EMPTY("2") },
	  "1:3! 2:0" },
	{ "gap, gap at once in a body", { REQUEST("1") TEXT_TYPE
	  "l: 210\r\n\r\n012", GAP, GAP, "a\r\n\r\nab" EMPTY("2") },
	  "1:3! 2:0" },
	{ "gap in a body, its rest quotes", { REQUEST("1") TEXT_TYPE
	  "l: 173\r\n\r\n", GAP, "see\r\n" RESPONSE("x") "\r\n" EMPTY("2") },
	  "1:0! 2:0" },
	{ "gap in a body that is too large", { REQUEST("1") TEXT_TYPE
	  "l: 900\r\n\r\nab", GAP, "cd\r\n" EMPTY("2") EMPTY("3") },
	  "1:2! 2:0 3:0" },
	{ "gap in a body, the end", { REQUEST("1") TEXT_TYPE "l: 900\r\n\r\n"
	  "ab", GAP, "cd" }, "1:2!" },
	{ "gap in a body without a length", { REQUEST("1") SDP_TYPE "\r\nv=0\r\n",
	  GAP, "=- 1\r\n" EMPTY("2") }, "1:5! 2:0 -6" },
	{ "gap in a head", { REQUEST("1") "Cont", GAP, "th: 0\r\n\r\n"
	  EMPTY("2") }, "1! 2:0 -9" },
	{ "gap in a start line", { "INVITE sip:", GAP, "a SIP/2.0\r\n\r\n"
	  EMPTY("2") }, "2:0 -24" },
	{ "gap behind a start line", { "INVITE sip:a SIP/2.0\r\nV", GAP,
	  "\r\n\r\n" EMPTY("2") }, "2:0 -27" },
	{ "gap, gap", { GAP, GAP, EMPTY("1"), GAP, GAP }, "1:0" },
	{ "end in a head", { REQUEST("1") }, "1!" },
	{ "end in a body", { REQUEST("1") "l: 9\r\n\r\nabc" }, "1:3!" },
	{ "no empty line", { REQUEST("1") EMPTY("2") }, "1 2:0" },
};

#endif
