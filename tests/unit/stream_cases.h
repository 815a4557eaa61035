/* SPDX-License-Identifier: BSD-2-Clause */
/* The cases of test_stream.c.  A label with a star: where the segments end
 * matters. */
#ifndef TESTS_UNIT_STREAM_CASES_H
#define TESTS_UNIT_STREAM_CASES_H

#include "tests/unit/tls_bytes.h"

#define BYTES(literal) literal, sizeof(literal) - 1

/* What ends[dir] sends next; bytes NULL and len 1: a gap. */
struct step {
	int dir;
	const char *bytes;
	size_t len;
};
#define UP(text) { 0, text, sizeof(text) - 1 }
#define DOWN(text) { 1, text, sizeof(text) - 1 }
#define UP_GAP { 0, NULL, 1 }
#define DOWN_GAP { 1, NULL, 1 }

#define BYE "BYE sip:a SIP/2.0\r\nVia: x\r\n\r\n" /* 29 */
#define OK "SIP/2.0 200 OK\r\nVia: x\r\n\r\n" /* 26 */

#define PROXY_1 "PROXY TCP4 203.0.113.7 192.0.2.5 45678 5060\r\n" /* 45 */
#define PROXY_2_CUT "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c" "\1\1\1\1\2"
#define PROXY_2 PROXY_2_CUT "\2\2\2\x13\xc4\x13\xc4"

#define GET "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n" \
	"Connection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n\r\n"
#define GET_BARE "GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
#define SWITCH "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" \
	"Sec-WebSocket-Protocol: sip\r\n\r\n"
#define SWITCH_BARE "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\n\r\n"
#define FRAME_BYE "\x81\x9d\0\0\0\0" BYE
#define FRAME_OK "\x82\x1a" OK
#define FRAME_PING "\x81\x84\0\0\0\0\r\n\r\n"
#define FRAME_JSON "\x81\x02{}"

/* HEP 3: 1.1.1.1:5060 -> 2.2.2.2:5070 over UDP at 0x60000000 s and 5 us. */
#define HEP_ADDRESSES \
	"\0\0\0\1\0\7\2" "\0\0\0\2\0\7\x11" "\0\0\0\3\0\x0a\1\1\1\1" \
	"\0\0\0\4\0\x0a\2\2\2\2" "\0\0\0\7\0\x08\x13\xc4" \
	"\0\0\0\x08\0\x08\x13\xce" /* 50 */
#define HEP_TIME "\0\0\0\x09\0\x0a\x60\0\0\0" "\0\0\0\x0a\0\x0a\0\0\0\5"
#define HEP_BYE "HEP3\0\x76" HEP_ADDRESSES HEP_TIME \
	"\0\0\0\x0b\0\7\1" "\0\0\0\x0f\0\x23" BYE /* 6+50+20+7+35 */
#define HEP_RTCP "HEP3\0\x48" HEP_ADDRESSES "\0\0\0\x0b\0\7\5" \
	"\0\0\0\x0f\0\x09" "\x81\xc8\0" /* 6+50+7+9 */
#define HEP_DEFLATED "HEP3\0\x47" HEP_ADDRESSES "\0\0\0\x0b\0\7\1" \
	"\0\0\0\x10\0\x08" "xx"
#define HEP_BAD "HEP3\0\x0c" "\0\0\0\1\0\1"

static const struct {
	const char *label;
	uint16_t port;
	struct step steps[9];
	const char *want;
} cases[] = {
	{ "nothing", 5060, { UP("") }, "= unknown" },
	/* SIP */
	{ "SIP", 5060, { UP(BYE), DOWN(OK) }, ">t:BYE <t:SIP/2.0 = sip" },
	{ "SIP on any port", 999, { UP(BYE), DOWN(OK) },
	  ">t:BYE <t:SIP/2.0 = sip" },
	{ "one way", 999, { DOWN(OK BYE) }, "<t:SIP/2.0 <t:BYE = sip" },
	{ "*pings first", 999, { UP("\r\n\r\n"), DOWN("\r\n"), UP(BYE) },
	  ">t~4 <t~2 >t:BYE = sip" },
	{ "*pings only", 5060, { UP("\r\n\r\n"), DOWN("\r\n") },
	  ">t~4 <t~2 = unknown" },
	{ "*pings, not SIP", 80, { UP("\r\n\r\n"), DOWN("\r\n") }, "= unknown" },
	{ "mid-stream", 5060, { UP("c=x\r\n"), DOWN("SIP"), UP(BYE) },
	  ">t:BYE = sip skipped 8" },
	{ "head only", 999, { UP("BYE sip:a SIP/2.0\r\nVia: x\r\n"),
	  DOWN(OK) }, "<t:SIP/2.0 >t:BYE! = sip cut 1" },
	{ "gap", 5060, { UP(BYE), UP("BYE sip:a SIP/2.0\r\nVia: x\r\nl: 9\r\n"
	  "\r\nabc"), UP_GAP, UP("def" ), UP("\r\n" BYE), DOWN(OK) },
	  ">t:BYE >t:BYE! >t:BYE <t:SIP/2.0 = sip skipped 5 cut 1" },
	{ "gap between messages", 5060, { UP(BYE), DOWN(OK), UP_GAP,
	  UP("X y\r\nVia: x\r\nTo: y\r\n\r\n"), UP(BYE) },
	  ">t:BYE <t:SIP/2.0 >t:BYE = sip skipped 22" },
	{ "damaged on a SIP port", 5060, { UP("X y\r\nVia: x\r\nTo: y\r\n\r\n") },
	  ">t:X = sip" },
	{ "damaged elsewhere", 25, { UP("X y\r\nVia: x\r\nTo: y\r\n\r\n") },
	  "= unknown" },
	{ "RTSP", 554, { UP("OPTIONS rtsp://a RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
	  DOWN("RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n") }, "= unknown" },
	{ "HTTP that shows SIP", 80, { UP("GET / HTTP/1.1\r\n\r\n"),
	  DOWN("HTTP/1.1 200 OK\r\n\r\n" BYE) }, "= unknown" },
	{ "status line before HTTP", 80, { DOWN("SIP/2.0 200 OK\r\n"
	  "Content-Type: text/html\r\n\r\nabc") }, "= unknown" },
	{ "*SIP that answers HTTP", 5060, { UP("GET / HTTP/1.1\r\n\r\n"),
	  DOWN("SIP/2.0 400 No\r\nVia: x\r\n\r\n") }, "<t:SIP/2.0 = sip" },
	/* the PROXY protocol before it */
	{ "*PROXY 1", 999, { UP(PROXY_1 BYE), DOWN(OK) },
	  ">t:BYE <t:SIP/2.0 = sip" },
	{ "*PROXY 1 alone", 999, { UP(PROXY_1), UP(BYE) }, ">t:BYE = sip" },
	{ "*PROXY 2", 999, { UP(PROXY_2 BYE), DOWN(OK) },
	  ">t:BYE <t:SIP/2.0 = sip" },
	{ "*PROXY 2, TLS", 5061, { UP(PROXY_2 TLS_CLIENT_12),
	  DOWN(TLS_FAILURE) }, "TLS=sip.example.com = tls" },
	{ "*PROXY 1, WebSocket", 80, { UP(PROXY_1 GET), DOWN(SWITCH),
	  UP(FRAME_BYE) }, ">w:BYE = websocket" },
	{ "*PROXY 2 cut, longer than it is", 5060, { UP(PROXY_2_CUT),
	  UP("\0\0\0\0" BYE) }, ">t~4 >t:BYE = sip skipped 21" },
	{ "*PROXY of version 1 in the form of 2", 5060, { UP(
	  "\r\n\r\n\0\r\nQUIT\n\x11\x11\0\0" BYE) },
	  ">t~4 >t:BYE = sip skipped 12" },
	{ "*PROXY later on is none", 5060, { UP(BYE), UP(PROXY_1 BYE) },
	  ">t:BYE >t:BYE = sip skipped 45" },
	/* WebSocket */
	{ "WebSocket", 80, { UP(GET), DOWN(SWITCH), UP(FRAME_BYE),
	  DOWN(FRAME_OK) }, ">w:BYE <w:SIP/2.0 = websocket" },
	{ "WebSocket on 5060", 5060, { UP(GET), DOWN(SWITCH), UP(FRAME_BYE),
	  DOWN(FRAME_OK) }, ">w:BYE <w:SIP/2.0 = websocket" },
	{ "head and frame together", 80, { UP(GET FRAME_BYE),
	  DOWN(SWITCH FRAME_OK FRAME_OK) },
	  ">w:BYE <w:SIP/2.0 <w:SIP/2.0 = websocket" },
	{ "frame before the answer", 80, { UP(GET), UP(FRAME_BYE),
	  DOWN(SWITCH FRAME_OK), UP(FRAME_BYE) },
	  ">w:BYE <w:SIP/2.0 >w:BYE = websocket" },
	{ "WebSocket, ping", 80, { UP(GET), DOWN(SWITCH), UP(FRAME_PING),
	  UP("\x89\x80\0\0\0\0"), DOWN("\x8a\0") }, ">w~4 = websocket" },
	{ "WebSocket, other payload", 80, { UP(GET), DOWN(SWITCH),
	  DOWN(FRAME_JSON FRAME_OK) }, "<w:SIP/2.0 = websocket skipped 2" },
	{ "WebSocket without a subprotocol", 80, { UP(GET_BARE),
	  DOWN(SWITCH_BARE), UP(FRAME_BYE) }, ">w:BYE = websocket" },
	{ "WebSocket of something else", 80, { UP(GET_BARE),
	  DOWN(SWITCH_BARE FRAME_JSON FRAME_JSON FRAME_JSON FRAME_JSON),
	  DOWN(FRAME_JSON FRAME_JSON FRAME_JSON FRAME_JSON),
	  DOWN("\x8a\0"), DOWN("\x8a\0"), DOWN("\x8a\0"), DOWN("\x8a\0"),
	  DOWN("\x8a\0") }, "= other" },
	{ "upgrade refused", 80, { UP(GET), DOWN("HTTP/1.1 403 No\r\n\r\n") },
	  "= unknown refused 1" },
	{ "upgrade to something else refused", 80,
	  { UP("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n"
	       "Connection: Upgrade\r\nSec-WebSocket-Protocol: chat\r\n\r\n"),
	    DOWN("HTTP/1.1 403 No\r\n\r\n") },
	  "= unknown" },
	{ "*refused, then not", 80, { UP(GET), DOWN("HTTP/1.1 401 No\r\n\r\n"),
	  UP(GET), DOWN(SWITCH), UP(FRAME_BYE) },
	  ">w:BYE = websocket refused 1" },
	{ "deflated", 80, { UP(GET), DOWN(SWITCH "\xc1\2\xf2\x48"),
	  UP(FRAME_BYE) }, ">w:BYE = websocket deflated 1" },
	{ "*WebSocket in mid-stream", 80, { UP(FRAME_BYE), DOWN("xx"),
	  DOWN(FRAME_OK) }, ">w:BYE <w:SIP/2.0 = websocket skipped 2" },
	{ "*the request only", 80, { UP(GET), UP(FRAME_BYE) },
	  ">w:BYE = websocket" },
	{ "*the answer only", 80, { DOWN(SWITCH), DOWN(FRAME_OK) },
	  "<w:SIP/2.0 = websocket" },
	{ "*WebSocket, gap", 80, { UP(GET), DOWN(SWITCH), UP(FRAME_BYE),
	  UP_GAP, UP(FRAME_BYE) }, ">w:BYE >w:BYE = websocket" },
	{ "*gap in the answer", 80, { UP(GET), DOWN("HTTP/1.1 101 Yes\r\n"),
	  DOWN_GAP, DOWN(FRAME_OK), UP(FRAME_BYE) },
	  "<w:SIP/2.0 >w:BYE = websocket" },
	/* HEP */
	{ "HEP", 9060, { UP(HEP_BYE HEP_RTCP HEP_BYE) },
	  "hu:BYE hu:BYE = hep" },
	{ "HEP, not read", 9060, { UP(HEP_BYE HEP_DEFLATED HEP_BAD HEP_BYE) },
	  "hu:BYE hu:BYE = hep compressed 1 malformed 1" },
	{ "*HEP, gap", 9060, { UP(HEP_BYE "HEP3\0\x76" HEP_ADDRESSES), UP_GAP,
	  UP("rubbish" HEP_BYE) }, "hu:BYE hu:BYE = hep skipped 7" },
	{ "HEP, no length", 9060, { UP(HEP_BYE "HEP3\0\1" HEP_BYE) },
	  "hu:BYE hu:BYE = hep skipped 6" },
	/* TLS */
	{ "TLS", 5061, { UP(TLS_CLIENT_12), DOWN(TLS_FAILURE) },
	  "TLS=sip.example.com = tls" },
	{ "TLS elsewhere", 443, { UP(TLS_CLIENT_12) },
	  "TLS=sip.example.com = tls" },
};

#endif
