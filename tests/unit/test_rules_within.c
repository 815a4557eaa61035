/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about the way and the ringing of a call: Route, Contact, early media. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

#define VIA(host, branch) "Via: SIP/2.0/UDP 10.0.0." host ":5060;branch=" \
	"z9hG4bK" branch "\n"
#define FROM_A VIA("1", "AP1")
#define RR(uri) "Record-Route: <" uri ">\n"
#define RR_P RR("sip:10.0.0.16;lr")
#define ROUTE "Route: <sip:10.0.0.16;lr>\n"

/* A calls D by proxy P (.16), which has itself record-routed. */
#define SET_UP(rr) { 0, "A>P INVITE 1", NULL }, \
	{ .1, "P>D INVITE 1 b=x", FROM_A rr }, \
	{ .2, "D>P 200 INVITE 1 b=x", FROM_A rr }, \
	{ .3, "P>A 200 INVITE 1", rr }
#define CALL(rr) SET_UP(rr), { .4, "A>P ACK 1 b=a t=2", ROUTE }, \
	{ .5, "P>D ACK 1 b=c t=2", VIA("1", "a") }
#define OK(at, ends, bye) { at, ends " 200 BYE " bye, NULL }

static const struct rule_case missing[] = {
	{ "the ACK", "route-missing", "error likely",
	  "10.0.0.1:5060 sends ACK past the proxy 10.0.0.16, straight to "
	  "10.0.0.4", "`Route: <sip:10.0.0.16;lr>'",
	  "Record-Route: <sip:10.0.0.16;lr> | sip:10.0.0.16;lr | must come back", {
		SET_UP(RR_P), { .4, "A>D ACK 1 b=a t=2", NULL } } },
	{ "the BYE of the caller", "route-missing", "error likely",
	  "sends BYE past the proxy 10.0.0.16", NULL, "| no Route", {
		CALL(RR_P), { 5, "A>D BYE 2 t=2", NULL },
		OK(5.1, "D>A", "2 t=2") } },
	{ "the BYE of the callee", "route-missing", "error likely",
	  "10.0.0.4:5060 sends BYE past the proxy 10.0.0.16, straight to "
	  "10.0.0.1", NULL, NULL, {
		CALL(RR_P), { 5, "D>A BYE 1 f=2 t=1", NULL },
		OK(5.1, "A>D", "1 f=2 t=1") } },
	{ "minutes later", "route-missing", "error likely",
	  "10.0.0.4:5060 sends BYE without the Route", NULL,
	  "BYE sip:bob@x SIP/2.0 |  | no Route", {
		CALL(RR_P), { 700, "D>A BYE 1 f=2 t=1", NULL },
		OK(700.1, "A>D", "1 f=2 t=1") } },
	{ "told once", "route-missing", NULL, "sends ACK", NULL, NULL, {
		SET_UP(RR_P), { .4, "A>D ACK 1 b=a t=2", NULL },
		{ 5, "A>D BYE 2 t=2", NULL }, OK(5.1, "D>A", "2 t=2") } },
	{ "and nobody answers", "route-missing", NULL, NULL, NULL, NULL, {
		CALL(RR_P), { 5, "A>D BYE 2 t=2", NULL },
		{ 5.5, "A>D BYE 2 t=2", NULL }, { 6.5, "A>D BYE 2 t=2", NULL },
		{ 8.5, "A>D BYE 2 t=2", NULL }, { 40, "clock", NULL } } },
	{ "the proxy by its name", "route-missing", NULL, "past the proxy p.example",
	  NULL, NULL, {
		CALL(RR("sip:p.example;lr")), { 5, "A>D BYE 2 t=2", NULL },
		OK(5.1, "D>A", "2 t=2") } },
	{ "of two proxies the nearest", "route-missing", NULL,
	  "past the proxy 10.0.0.16", NULL, NULL, {
		CALL("Record-Route: <sip:10.0.0.17;lr>, <sip:10.0.0.16;lr>\n"),
		{ 5, "A>D BYE 2 t=2", NULL }, OK(5.1, "D>A", "2 t=2") } },
	{ "with Route", "-", NULL, NULL, NULL, NULL, {
		CALL(RR_P), { 5, "A>D BYE 2 t=2", ROUTE },
		OK(5.1, "D>A", "2 t=2") } },
	{ "to the proxy", "-", NULL, NULL, NULL, NULL, {
		CALL(RR_P), { 5, "A>P BYE 2 t=2", NULL },
		OK(5.1, "P>A", "2 t=2") } },
	{ "to the proxy, that has a name", "-", NULL, NULL, NULL, NULL, {
		CALL(RR("sip:p.example;lr")), { 5, "A>P BYE 2 t=2", NULL },
		OK(5.1, "P>A", "2 t=2") } },
	{ "to another address of the proxy", "-", NULL, NULL, NULL, NULL, {
		CALL(RR("sip:10.0.0.17;lr")), { 5, "A>Q BYE 2 t=2", NULL },
		OK(5.1, "Q>A", "2 t=2") } },
	{ "by its other address", "-", NULL, NULL, NULL, NULL, {
		CALL(RR("sip:10.0.0.17;lr")), { 5, "A>P BYE 2 t=2", NULL },
		OK(5.1, "P>A", "2 t=2") } },
	{ "behind the last proxy", "-", NULL, NULL, NULL, NULL, {
		CALL(RR_P), { 5, "A>P BYE 2 t=2", ROUTE },
		{ 5.1, "P>D BYE 2 b=z t=2", VIA("1", "AP2") },
		{ 5.2, "D>P 200 BYE 2 b=z", VIA("1", "AP2") },
		OK(5.3, "P>A", "2 t=2") } },
	{ "not its own", "-", NULL, NULL, NULL, NULL, {
		CALL(RR_P), { 5, "A>D BYE 2 t=2", VIA("5", "q") },
		{ 5.1, "D>A 200 BYE 2", VIA("5", "q") } } },
	{ "a proxy that leaves the way", "-", NULL, NULL, NULL, NULL, {
		CALL(RR_P), { 5, "P>R BYE 2 b=z t=2", VIA("1", "AP2") },
		{ 5.1, "R>P 200 BYE 2 b=z", VIA("1", "AP2") } } },
	{ "nobody record-routed", "-", NULL, NULL, NULL, NULL, {
		CALL(""), { 5, "A>D BYE 2 t=2", NULL },
		OK(5.1, "D>A", "2 t=2") } },
	{ "on a leg of its own", "-", NULL, NULL, NULL, NULL, {
		CALL(RR_P), { 5, "E>D BYE 2 t=2", NULL },
		OK(5.1, "D>E", "2 t=2") } },
	{ "the INVITE was passed on, too", "-", NULL, NULL, NULL, NULL, {
		{ .1, "B>P INVITE 1 b=x", FROM_A },
		{ .2, "P>B 200 INVITE 1 b=x", FROM_A RR_P },
		{ 5, "B>D BYE 2 t=2", NULL }, OK(5.1, "D>B", "2 t=2") } },
	{ "in pieces", "ip-fragment-missing", NULL, NULL, NULL, NULL, {
		CALL(RR_P), { 5, "A>D BYE 2 t=2 x=cut", NULL },
		OK(5.1, "D>A", "2 t=2") } },
};

#define STRICT RR("sip:10.0.0.16")
#define BYE_GETS(code) { 5, "A>P BYE 2 t=2", ROUTE }, \
	{ 5.1, "P>A " code " BYE 2", NULL }

static const struct rule_case strict[] = {
	{ "a strict router", "route-strict", "info certain",
	  "10.0.0.16 asks for strict routing: its Record-Route has no `lr'",
	  "`Record-Route: <sip:10.0.0.16;lr>'", "| sip:10.0.0.16 | no lr", {
		CALL(STRICT), BYE_GETS("200") } },
	{ "and the BYE is lost", "route-strict bye-481 route-strict",
	  "warning certain", "and the BYE of this call failed", NULL,
	  "| sip:10.0.0.16 | no lr", { CALL(STRICT), BYE_GETS("481") } },
	{ "minutes later", "route-strict route-strict* status-404",
	  "warning certain", "a Record-Route has no `lr'", NULL, NULL, {
		CALL(STRICT), { 700, "A>P BYE 2 t=2", ROUTE },
		{ 700.1, "P>A 404 BYE 2", NULL } } },
	{ "nobody answers", "route-strict no-answer-nonivite route-strict",
	  "warning certain", "a Record-Route has no `lr'", NULL, NULL, {
		CALL(STRICT), { 5, "A>P BYE 2 t=2", ROUTE },
		{ 5.5, "A>P BYE 2 t=2", ROUTE }, { 6.5, "A>P BYE 2 t=2", ROUTE },
		{ 8.5, "A>P BYE 2 t=2", ROUTE }, { 40, "clock", NULL } } },
	{ "refused where it was to go", "route-strict glare-491", NULL, NULL,
	  NULL, NULL, {
		CALL(STRICT), { 5, "A>P INVITE 2 t=2", ROUTE },
		{ 5.1, "P>A 491 INVITE 2", NULL },
		{ 5.2, "A>P ACK 2 t=2", NULL } } },
	{ "with lr", "bye-481", NULL, NULL, NULL, NULL, {
		CALL(RR_P), BYE_GETS("481") } },
	{ "with lr=on", "-", NULL, NULL, NULL, NULL, {
		CALL(RR("sip:10.0.0.16;transport=udp;lr=on")),
		BYE_GETS("200") } },
	{ "one of two", "route-strict", NULL, "10.0.0.17 asks for strict", NULL,
	  NULL, {
		CALL("Record-Route: <sip:10.0.0.16;lr>,<sip:10.0.0.17;lrx>\n"),
		BYE_GETS("200") } },
	{ "not answered yet", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1", STRICT }, { .1, "P>A 486 INVITE 1", STRICT },
		{ .2, "A>P ACK 1 t=2", NULL } } },
};

#define SOUND "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 10.0.0.2\n" \
	"s=-\nc=IN IP4 10.0.0.2\nt=0 0\nm=audio 4000 RTP/AVP 8\n"
#define ASKED { 0, "> INVITE 1", SOUND }
#define ANSWERED { 3, "< 200 INVITE 1", SOUND }, { 3.1, "> ACK+ 1", NULL }

static const struct rule_case ringing[] = {
	{ "first with sound, then without", "no-ringback", "info possible",
	  "10.0.0.2:5060 sends 183 with SDP, then 180 without SDP",
	  "Let the gateway 10.0.0.2:5060 send one kind only",
	  "SIP/2.0 180 Ringing |  | the phone rings by itself", {
		ASKED, { 1, "< 183 INVITE 1", SOUND },
		{ 2, "< 180 INVITE 1", NULL }, ANSWERED } },
	{ "first without sound", "no-ringback", "info possible",
	  "sends 180 without SDP, then 183 with SDP", NULL,
	  "| application/sdp | sound from the network", {
		ASKED, { 1, "< 180 INVITE 1", NULL },
		{ 2, "< 183 INVITE 1", SOUND }, ANSWERED } },
	{ "told once", "no-ringback", NULL, NULL, NULL, NULL, {
		ASKED, { 1, "< 183 INVITE 1", SOUND },
		{ 2, "< 180 INVITE 1", NULL }, { 2.2, "< 183 INVITE 1", SOUND },
		{ 2.5, "< 180 INVITE 1", NULL }, ANSWERED } },
	{ "with news of forwarding between", "no-ringback", NULL,
	  "sends 183 with SDP, then 180 without SDP", NULL, NULL, {
		ASKED, { 1, "< 183 INVITE 1", SOUND },
		{ 1.5, "< 181 INVITE 1", NULL }, { 2, "< 180 INVITE 1", NULL },
		ANSWERED } },
	{ "sound alone", "-", NULL, NULL, NULL, NULL, {
		ASKED, { 1, "< 183 INVITE 1", SOUND },
		{ 2, "< 180 INVITE 1", SOUND }, ANSWERED } },
	{ "ringing alone", "-", NULL, NULL, NULL, NULL, {
		ASKED, { 1, "< 183 INVITE 1", NULL },
		{ 2, "< 180 INVITE 1", NULL }, ANSWERED } },
	{ "forwarded, not ringing", "-", NULL, NULL, NULL, NULL, {
		ASKED, { 1, "< 183 INVITE 1", SOUND },
		{ 2, "< 181 INVITE 1", NULL }, ANSWERED } },
	{ "two phones", "forked-early", NULL, NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1", SOUND },
		{ 1, "P>A 183 INVITE 1", SOUND },
		{ 2, "P>A 180 INVITE 1 t=3", NULL },
		{ 3, "P>A 200 INVITE 1", SOUND },
		{ 3.1, "A>P ACK 1 b=a t=2", NULL } } },
	{ "a body that is no sound", "-", NULL, NULL, NULL, NULL, {
		ASKED, { 1, "< 183 INVITE 1", "Content-Type: text/plain\n\nx\n" },
		{ 2, "< 180 INVITE 1", NULL }, ANSWERED } },
};

/* A calls the PBX B, which has calls of its own, and asks it to call carol. */
#define REFER_TO(to) { 0, "A>B INVITE 1", NULL }, \
	{ .1, "B>A 200 INVITE 1", NULL }, { .2, "A>B ACK 1 b=a t=2", NULL }, \
	{ .3, "B>F INVITE 1 c=2 u=dave", NULL }, \
	{ .4, "F>B 486 INVITE 1 c=2", NULL }, \
	{ .5, "B>F ACK 1 c=2 t=2", NULL }, \
	{ 1, "A>B REFER 2 t=2", "Refer-To: <" to ">\n" }, \
	{ 1.1, "B>A 202 REFER 2", NULL }
#define SAYS(at, cseq, line) \
	{ at, "B>A NOTIFY " cseq " f=2 t=1", "Event: refer\nSubscription-State: " \
	  "active\nContent-Type: message/sipfrag\n\nSIP/2.0 " line "\n" }, \
	{ at, "A>B 200 NOTIFY " cseq " f=2 t=1", NULL }
#define TRYING SAYS(1.2, "1", "100 Trying")
#define BUSY "busy-everywhere"

static const struct rule_case transfers[] = {
	{ "nobody calls carol", BUSY " refer-not-followed", "warning possible",
	  "10.0.0.2:5060 accepted the transfer to sip:carol@x, but sent no "
	  "INVITE there within 32 s", "here `sip:carol@x'",
	  "Refer-To: <sip:carol@x> | sip:carol@x | never called", {
		REFER_TO("sip:carol@x"), TRYING, { 40, "clock", NULL } } },
	{ "carol is called", BUSY, NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@x"), TRYING,
		{ 2, "B>G INVITE 1 c=3 sip:carol@y", NULL },
		{ 2.1, "G>B 180 INVITE 1 c=3", NULL }, { 40, "clock", NULL } } },
	{ "carol is called before the 202", BUSY, NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@x"), { 1.05, "B>G INVITE 1 c=3 u=carol", NULL },
		TRYING, { 2.1, "G>B 180 INVITE 1 c=3", NULL },
		{ 40, "clock", NULL } } },
	{ "the report says that she rings", BUSY, NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@x"), TRYING, SAYS(2, "2", "180 Ringing"),
		{ 40, "clock", NULL } } },
	{ "she refuses", BUSY " refer-notify-fail", NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@x"), TRYING,
		{ 2, "B>A NOTIFY 2 f=2 t=1", "Event: refer\nSubscription-State: "
		  "terminated\nContent-Type: message/sipfrag\n\n"
		  "SIP/2.0 603 Decline\n" },
		{ 2, "A>B 200 NOTIFY 2 f=2 t=1", NULL }, { 40, "clock", NULL } } },
	{ "no report either", BUSY " refer-no-notify", NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@x"), { 40, "clock", NULL } } },
	{ "no report, since A hangs up", BUSY
	  " sdp-missing refer-no-notify refer-not-followed",
	  "warning possible", NULL, NULL, NULL, {
		REFER_TO("sip:carol@x"), { 1.2, "A>B BYE 3 t=2", NULL },
		{ 1.3, "B>A 200 BYE 3", NULL }, { 40, "clock", NULL } } },
	{ "two calls are joined", BUSY, NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@x?Replaces=c%3Bto-tag%3D1%3Bfrom-tag%3D2"),
		TRYING, { 40, "clock", NULL } } },
	{ "to a telephone number", BUSY, NULL, NULL, NULL, NULL, {
		REFER_TO("tel:+4930123456"), TRYING, { 40, "clock", NULL } } },
	{ "the capture ends 4 s later", BUSY, NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@x"), TRYING, { 5, "clock", NULL } } },
	{ "calls of B are not seen here", BUSY, NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { .1, "B>A 200 INVITE 1", NULL },
		{ .2, "A>B ACK 1 b=a t=2", NULL },
		{ .3, "B>F INVITE 1 c=2 u=dave", VIA("7", "q") },
		{ .4, "F>B 486 INVITE 1 c=2", VIA("7", "q") },
		{ 1, "A>B REFER 2 t=2", "Refer-To: <sip:carol@x>\n" },
		{ 1.1, "B>A 202 REFER 2", NULL }, TRYING,
		{ 40, "clock", NULL } } },
	{ "refused", BUSY " refer-603", NULL, NULL, NULL, NULL, {
		{ .3, "B>F INVITE 1 c=2 u=dave", NULL },
		{ .4, "F>B 486 INVITE 1 c=2", NULL },
		{ 1, "A>B REFER 2 t=2", "Refer-To: <sip:carol@x>\n" },
		{ 1.1, "B>A 603 REFER 2", NULL }, { 40, "clock", NULL } } },
	{ "passed on by B", BUSY, NULL, NULL, NULL, NULL, {
		{ .3, "B>F INVITE 1 c=2 u=dave", NULL },
		{ .4, "F>B 486 INVITE 1 c=2", NULL },
		{ 1, "A>B REFER 2 t=2", "Refer-To: <sip:carol@x>\n" },
		{ 1.1, "B>C REFER 2 t=2 b=q", FROM_A "Refer-To: <sip:carol@x>\n" },
		{ 1.2, "C>B 202 REFER 2 b=q", FROM_A },
		{ 1.3, "B>A 202 REFER 2", NULL },
		SAYS(1.4, "1", "100 Trying"), { 40, "clock", NULL } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(missing)
TEST(strict)
TEST(ringing)
TEST(transfers)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_ringing),
		cmocka_unit_test(test_transfers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
