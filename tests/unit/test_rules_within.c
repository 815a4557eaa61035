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

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(missing)
TEST(strict)
TEST(ringing)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_ringing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
