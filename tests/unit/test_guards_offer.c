/* SPDX-License-Identifier: BSD-2-Clause */
/* Offers that were answered, and changed again and again: cases that differ in one
 * detail, the detail that decides. */
#include "sdp_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define AUDIO(formats) "m=audio 4000 RTP/AVP " formats "\n"
#define VIDEO(formats) "m=video 4002 RTP/AVP " formats "\n"
#define MAP(n, name) "a=rtpmap:" n " " name "\n"
#define KEYS "a=rtpmap:101 telephone-event/8000\n"

#define PAIR(offer, answer) { \
		{ 0, "> INVITE 1", offer }, { .1, "< 200 INVITE 1", answer }, \
		{ .2, "> ACK+ 1", NULL }, { 60, "clock", NULL } }

static const struct rule_case answers[] = {
	{ "none of the codecs", "sdp-no-codec", "error likely",
	  "the offer has only G729; 10.0.0.2:5060 takes PCMA", "takes: PCMA",
	  "m=audio 4000 RTP/AVP 18 | 18 | all that was offered",
	  PAIR(A(AUDIO("18")), B(AUDIO("8"))) },
	{ "and what the answer has", "sdp-no-codec", NULL, NULL, NULL,
	  "m=audio 4000 RTP/AVP 8 | 8 | what the server takes",
	  PAIR(A(AUDIO("18")), B(AUDIO("8"))) },
	{ "one of them, not the first", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("18 8")), B(AUDIO("0 8"))) },
	{ "keys alone are in common", "sdp-no-codec", "error likely",
	  "takes PCMA, telephone-event", NULL, NULL,
	  PAIR(A(AUDIO("18 101") KEYS), B(AUDIO("8 101") KEYS)) },
	{ "keys alone are answered", "sdp-no-codec", "error likely",
	  "takes telephone-event", NULL, NULL,
	  PAIR(A(AUDIO("8 101") KEYS), B(AUDIO("101") KEYS)) },
	{ "keys alone are offered", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("101") KEYS), B(AUDIO("8 101") KEYS)) },
	{ "the same by another number", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("96 101") MAP("96", "opus/48000/2") KEYS),
	       B(AUDIO("111 101") MAP("111", "opus/48000/2") KEYS)) },
	{ "another by the same number", "sdp-no-codec", "error likely",
	  "has only opus, telephone-event; 10.0.0.2:5060 takes iLBC", NULL, NULL,
	  PAIR(A(AUDIO("96 101") MAP("96", "opus/48000/2") KEYS),
	       B(AUDIO("96 101") MAP("96", "iLBC/8000") KEYS)) },
	{ "the same number, spelt otherwise", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("96 101") MAP("96", "AMR-WB/16000") KEYS),
	       B(AUDIO("96 101") MAP("96", "amr-wb/16000/1") KEYS)) },
	{ "the same by another clock", "sdp-no-codec", "error possible", NULL,
	  NULL, NULL, PAIR(A(AUDIO("96 101") MAP("96", "AMR-WB/16000") KEYS),
		B(AUDIO("96 101") MAP("96", "AMR-WB/8000") KEYS)) },
	{ "a number without a name in the answer", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("18 101") KEYS), B(AUDIO("97 101") KEYS)) },
	{ "a number without a name in the offer", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("97 101") KEYS), B(AUDIO("18 101") KEYS)) },
	{ "the answer turns it off", "sdp-port0", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("18")), B("m=audio 0 RTP/AVP 8\n")) },
	{ "it was off already", "-", NULL, NULL, NULL, NULL,
	  PAIR(A("m=audio 0 RTP/AVP 18\n"), B("m=audio 0 RTP/AVP 8\n")) },
	{ "no audio", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(VIDEO("31")), B(VIDEO("34"))) },
	{ "the video has none in common", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("8") VIDEO("31")), B(AUDIO("8") VIDEO("34"))) },
	{ "the codec of another line", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("18") VIDEO("31")), B(AUDIO("8") VIDEO("31"))) },
	{ "the lines are not the same", "sdp-mline-count", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("18") VIDEO("31")), B(AUDIO("8"))) },
	{ "another profile", "sdp-profile", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("18")), B("m=audio 4000 RTP/SAVP 8\na=crypto:1 "
		"AES_CM_128_HMAC_SHA1_80 inline:"
		"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5\n")) },
	{ "broken, too", "sdp-malformed", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("18") "hello\n"), B(AUDIO("8"))) },
	{ "a number twice, too", "sdp-duplicate-pt", NULL, NULL, NULL, NULL,
	  PAIR(A(AUDIO("18 97") MAP("97", "iLBC/8000") MAP("97", "speex/8000")),
	       B(AUDIO("8"))) },
	{ "the offer is cut off", "msg-truncated", NULL, NULL, NULL, NULL, {
		{ 0, "snap > INVITE 1", A(AUDIO("18")) },
		{ .1, "< 200 INVITE 1", B(AUDIO("8")) },
		{ .2, "> ACK+ 1", NULL }, { 60, "clock", NULL } } },
	{ "a late offer", "sdp-no-codec", "error likely",
	  "the offer has only G729; 10.0.0.1:5060 takes PCMA",
	  "On the side of sip:bob@", NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 200 INVITE 1", B(AUDIO("18")) },
		{ .2, "> ACK+ 1", A(AUDIO("8")) }, { 60, "clock", NULL } } },
	{ "a late offer that is answered well", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 200 INVITE 1", B(AUDIO("18 8")) },
		{ .2, "> ACK+ 1", A(AUDIO("8")) }, { 60, "clock", NULL } } },
	{ "in an UPDATE", "sdp-no-codec", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(AUDIO("8")) },
		{ .1, "< 200 INVITE 1", B(AUDIO("8")) }, { .2, "> ACK+ 1", NULL },
		{ 5, "> UPDATE+ 2", A2(AUDIO("18")) },
		{ 5.1, "< 200 UPDATE 2", B2(AUDIO("8")) } } },
};

/* A sends its SDP, B its own, each again and again, a few seconds apart. */
#define SIDE_A(at, n, media) { at, "> UPDATE+ " n, A2(media) }, \
	{ at + .1, "< 200 UPDATE " n, NULL }
#define SIDE_B(at, n, media) { at, "< UPDATE+ " n, B2(media) }, \
	{ at + .1, "> 200 UPDATE " n, NULL }
#define TUG(at, n, a, b) SIDE_A(at, n, a), SIDE_B(at + 4, n, b)
#define BEGIN { 0, "> INVITE 1", A(AUDIO("18 8")) }, \
	{ .1, "< 200 INVITE 1", B(AUDIO("8")) }, { .2, "> ACK+ 1", NULL }
#define THREE TUG(1, "2", AUDIO("18"), AUDIO("8")), \
	TUG(9, "3", AUDIO("18"), AUDIO("8")), \
	TUG(17, "4", AUDIO("18"), AUDIO("8"))
#define ON_HOLD AUDIO("8") "a=sendonly\n"

static const struct rule_case tugs[] = {
	{ "four of each side", "reinvite-loop", "warning likely",
	  "8 re-INVITEs in 28 s: they cannot agree on the", "Give both sides",
	  NULL, { BEGIN, THREE, TUG(25, "5", AUDIO("18"), AUDIO("8")) } },
	{ "four of one, three of the other", "-", NULL, NULL, NULL, NULL, {
		BEGIN, THREE, SIDE_A(25, "5", AUDIO("18")) } },
	{ "three of one, four of the other", "-", NULL, NULL, NULL, NULL, {
		BEGIN, SIDE_B(1, "2", AUDIO("8")), SIDE_B(4, "3", AUDIO("8")),
		SIDE_A(7, "2", AUDIO("18")), SIDE_B(10, "4", AUDIO("8")),
		SIDE_A(13, "3", AUDIO("18")), SIDE_B(16, "5", AUDIO("8")),
		SIDE_A(19, "4", AUDIO("18")) } },
	{ "the last is another", "-", NULL, NULL, NULL, NULL, {
		BEGIN, THREE, TUG(25, "5", AUDIO("18"), AUDIO("8 0")) } },
	{ "an earlier one is another", "-", NULL, NULL, NULL, NULL, {
		BEGIN, TUG(1, "2", AUDIO("18"), AUDIO("8")),
		TUG(9, "3", AUDIO("18 0"), AUDIO("8")),
		TUG(17, "4", AUDIO("18"), AUDIO("8")),
		TUG(25, "5", AUDIO("18"), AUDIO("8")) } },
	{ "all of one side", "-", NULL, NULL, NULL, NULL, {
		BEGIN, SIDE_A(1, "2", AUDIO("18")), SIDE_A(4, "3", AUDIO("18")),
		SIDE_A(7, "4", AUDIO("18")), SIDE_A(10, "5", AUDIO("18")),
		SIDE_A(13, "6", AUDIO("18")), SIDE_A(16, "7", AUDIO("18")),
		SIDE_A(19, "8", AUDIO("18")), SIDE_A(22, "9", AUDIO("18")) } },
	{ "the version alone grows", "reinvite-loop", NULL, NULL, NULL, NULL, {
		BEGIN, TUG(1, "2", AUDIO("18"), AUDIO("8")),
		TUG(9, "3", AUDIO("18"), AUDIO("8")),
		TUG(17, "4", AUDIO("18"), AUDIO("8")),
		SIDE_A(25, "5", AUDIO("18")),
		{ 29, "< UPDATE+ 5", TYPE HEAD("3", "10.0.0.2") AUDIO("8") } } },
	{ "a pause as long as that of a session timer", "-", NULL, NULL, NULL,
	  NULL, { BEGIN, THREE, SIDE_A(25, "5", AUDIO("18")),
		SIDE_B(56, "5", AUDIO("8")) } },
	{ "one of them met another", "glare-491", NULL, NULL, NULL, NULL, {
		BEGIN, TUG(1, "2", AUDIO("18"), AUDIO("8")),
		TUG(9, "3", AUDIO("18"), AUDIO("8")),
		{ 17, "> UPDATE+ 4", A2(AUDIO("18")) },
		{ 17.1, "< 491 UPDATE 4", NULL },
		SIDE_B(21, "4", AUDIO("8")),
		TUG(25, "5", AUDIO("18"), AUDIO("8")) } },
	{ "held and resumed by both users", "-", NULL, NULL, NULL, NULL, {
		BEGIN, SIDE_A(1, "2", ON_HOLD), SIDE_A(5, "3", AUDIO("8")),
		SIDE_B(9, "2", ON_HOLD), SIDE_B(13, "3", AUDIO("8")),
		SIDE_A(17, "4", ON_HOLD), SIDE_A(21, "5", AUDIO("8")),
		SIDE_B(25, "4", ON_HOLD), SIDE_B(29, "5", AUDIO("8")) } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(answers)
TEST(tugs)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_tugs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
