/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about requests inside a call that go where Contact says, and arrive
 * nowhere. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define LOST "no-answer-nonivite"

#define VIA(host, branch) "Via: SIP/2.0/UDP 10.0.0." host ":5060;branch=" \
	"z9hG4bK" branch "\n"
#define FROM_A VIA("1", "AP1")

/* Sent four times, as UDP does, without an answer. */
#define VAIN(at, what, extra) { at, what, extra }, { at + .5, what, extra }, \
	{ at + 1.5, what, extra }, { at + 3.5, what, extra }, \
	{ at + 36, "clock", NULL }

/* A calls B, which sends from 5060 and has this in Contact. */
#define CALL(contact) { 0, "A>B INVITE 1", NULL }, \
	{ 1, "B>A 200 INVITE 1", "Contact: <" contact ">\n" }, \
	{ 1.1, "A>B ACK 1 b=a t=2", NULL }
#define PORT "sip:bob@10.0.0.2:40000"

static const struct rule_case ports[] = {
	{ "of the callee", "contact-wrong-port", "warning likely",
	  "10.0.0.2 sends from port 5060 and gives 40000 in Contact: the BYE "
	  "there failed (no answer for 32 s)", "set the external port to 5060",
	  "BYE " PORT " SIP/2.0 | 40000 | nobody reads this port", {
		CALL(PORT), VAIN(5, "A>b BYE 2 t=2 " PORT, NULL) } },
	{ "of the caller", "contact-wrong-port", "warning likely",
	  "10.0.0.1 sends from port 5060 and gives 40000", NULL, NULL, {
		CALL("sip:10.0.0.2"),
		VAIN(5, "B>a BYE 1 f=2 t=1 sip:alice@10.0.0.1:40000", NULL) } },
	{ "the standard port, by its absence", "contact-wrong-port", NULL,
	  "10.0.0.2 sends from port 40000 and gives 5060", NULL,
	  "BYE sip:10.0.0.2 SIP/2.0 | 10.0.0.2 | nobody reads", {
		{ 0, "A>b INVITE 1", NULL }, { 1, "b>A 200 INVITE 1", NULL },
		{ 1.1, "A>b ACK 1 b=a t=2", NULL },
		VAIN(5, "A>B BYE 2 t=2 sip:10.0.0.2", NULL) } },
	{ "minutes later", "contact-wrong-port", NULL, NULL, NULL, NULL, {
		CALL(PORT), VAIN(700, "A>b BYE 2 t=2 " PORT, NULL) } },
	{ "ICMP says so", "contact-wrong-port", "warning likely",
	  "failed (ICMP)", NULL, "sent there in vain", {
		CALL(PORT), { 5, "A>b BYE 2 t=2 " PORT, NULL },
		{ 5.1, "icmp 303 A>b BYE 2 t=2 " PORT, NULL } } },
	{ "ICMP says something else", "icmp-unreachable", NULL, NULL, NULL, NULL, {
		CALL(PORT), { 5, "A>b BYE 2 t=2 " PORT, NULL },
		{ 5.1, "icmp 301 A>b BYE 2 t=2 " PORT, NULL } } },
	{ "sent once", "contact-wrong-port", "warning possible", NULL, NULL, NULL, {
		CALL(PORT), { 5, "A>b BYE 2 t=2 " PORT, NULL },
		{ 40, "clock", NULL } } },
	{ "somebody is there", "-", NULL, NULL, NULL, NULL, {
		CALL(PORT), { 5, "A>b BYE 2 t=2 " PORT, NULL },
		{ 5.1, "b>A 200 BYE 2", NULL }, { 40, "clock", NULL } } },
	{ "the right port", LOST, NULL, NULL, NULL, NULL, {
		CALL("sip:bob@10.0.0.2:5060"),
		VAIN(5, "A>B BYE 2 t=2 sip:bob@10.0.0.2:5060", NULL) } },
	{ "another host", LOST, NULL, NULL, NULL, NULL, {
		CALL("sip:bob@10.0.0.3:40000"),
		VAIN(5, "A>c BYE 2 t=2 sip:bob@10.0.0.3:40000", NULL) } },
	{ "not by its Contact", LOST, NULL, NULL, NULL, NULL, {
		CALL("sip:bob@10.0.0.2"),
		VAIN(5, "A>b BYE 2 t=2 sip:bob@10.0.0.2", NULL) } },
	{ "by its name", LOST, NULL, NULL, NULL, NULL, {
		CALL("sip:bob@x:40000"),
		VAIN(5, "A>b BYE 2 t=2 sip:bob@x:40000", NULL) } },
	{ "by Route", LOST, NULL, NULL, NULL, NULL, {
		CALL(PORT), VAIN(5, "A>b BYE 2 t=2 " PORT,
				 "Route: <sip:10.0.0.2:40000;lr>\n") } },
	{ "over TCP", LOST, NULL, NULL, NULL, NULL, {
		CALL(PORT), VAIN(5, "A>b BYE 2 t=2 x=tcp " PORT, NULL) } },
	{ "set up over TCP", "contact-transport", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 x=tcp", NULL },
		{ 1, "B>A 200 INVITE 1 x=tcp", "Contact: <" PORT ">\n" },
		{ 1.1, "A>B ACK 1 b=a t=2 x=tcp", NULL },
		VAIN(5, "A>b BYE 2 t=2 " PORT, NULL) } },
	{ "not the callee's own hop", LOST, NULL, NULL, NULL, NULL, {
		{ 0, "P>B INVITE 1 b=x", FROM_A },
		{ 1, "B>P 200 INVITE 1 b=x", FROM_A "Contact: <sip:10.0.0.4>\n" },
		VAIN(5, "A>d BYE 2 t=2 sip:10.0.0.4:40000", NULL) } },
	{ "not the caller's own hop", LOST, NULL, NULL, NULL, NULL, {
		{ 0, "P>B INVITE 1 b=x", FROM_A },
		{ 1, "B>P 200 INVITE 1 b=x", FROM_A },
		VAIN(5, "B>p BYE 1 f=2 t=1 sip:10.0.0.16:40000", NULL) } },
};

#define OVER(x, contact) { 0, "A>B INVITE 1 x=" x, NULL }, \
	{ 1, "B>A 200 INVITE 1 x=" x, "Contact: <" contact ">\n" }, \
	{ 1.1, "A>B ACK 1 b=a t=2 x=" x, NULL }
#define BOB "sip:bob@10.0.0.2"
#define BYE "A>B BYE 2 t=2 "
/* By the proxy P, over TLS to it and over UDP to D. */
#define TLS_UDP(rr) { 0, "A>P INVITE 1 x=tls", NULL }, \
	{ .1, "P>D INVITE 1 b=x", FROM_A rr }, \
	{ .2, "D>P 200 INVITE 1 b=x", FROM_A rr }, \
	{ .3, "P>A 200 INVITE 1 x=tls", rr }, \
	{ .4, "A>P ACK 1 b=a t=2 x=tls", "Route: <sip:10.0.0.16;lr>\n" }
#define RR_P "Record-Route: <sip:10.0.0.16;lr>\n"

static const struct rule_case transports[] = {
	{ "lost over UDP", "contact-transport", "error likely",
	  "10.0.0.2:5060 talks TLS, but its Contact lacks `;transport=tls': the "
	  "next request was tried over UDP", "put `;transport=tls' into Contact",
	  "BYE " BOB " SIP/2.0 | " BOB " | means UDP", {
		OVER("tls", BOB), VAIN(5, BYE BOB, NULL) } },
	{ "minutes later", "contact-transport", "error likely", NULL, NULL, NULL, {
		OVER("tls", BOB), VAIN(700, BYE BOB, NULL) } },
	{ "lost, and TCP was used", "contact-transport", "error likely",
	  "talks TCP, but its Contact lacks `;transport=tcp'", NULL, NULL, {
		OVER("tcp", BOB), VAIN(5, BYE BOB, NULL) } },
	{ "ICMP says so", "contact-transport", "error likely", NULL, NULL,
	  "tried over another transport", {
		OVER("tcp", BOB), { 5, BYE BOB, NULL },
		{ 5.1, "icmp 303 " BYE BOB, NULL } } },
	{ "the callee to the caller", "contact-transport", "error likely",
	  "10.0.0.1:5060 talks TLS", NULL, NULL, {
		OVER("tls", BOB),
		VAIN(5, "B>A BYE 1 f=2 t=1 sip:alice@10.0.0.1", NULL) } },
	{ "by a proxy that listens to Contact", "contact-transport",
	  "error likely", "10.0.0.1:5060 talks TLS, but its Contact", NULL, NULL, {
		TLS_UDP(RR_P), VAIN(5, "P>A BYE 1 b=z f=2 t=1 "
			"sip:alice@10.0.0.1", VIA("4", "DP1")) } },
	{ "the proxy does not name it", "contact-transport", "error likely",
	  "10.0.0.16:5060 talks TLS, but its Record-Route lacks", NULL,
	  "Route: <sip:10.0.0.16;lr> | sip:10.0.0.16;lr | means UDP", {
		TLS_UDP(RR_P), VAIN(5, "A>P BYE 2 t=2", "Route: <sip:10.0.0.16"
				    ";lr>\n") } },
	{ "where UDP was used all the time", LOST, NULL, NULL, NULL, NULL, {
		TLS_UDP(RR_P), VAIN(5, "P>D BYE 2 b=z t=2 sip:10.0.0.4",
				    VIA("1", "AP2")) } },
	{ "answered all the same", "contact-transport", "warning likely",
	  "10.0.0.2:5060 talks TLS, but its Contact lacks `;transport=tls'",
	  NULL, NULL, {
		OVER("tls", BOB), { 5, BYE BOB, NULL },
		{ 5.1, "B>A 200 BYE 2", NULL } } },
	{ "told once", "contact-transport", NULL, NULL, NULL, NULL, {
		OVER("tls", BOB), { 5, "A>B INFO 2 t=2 " BOB, NULL },
		{ 5.1, "B>A 200 INFO 2", NULL },
		{ 6, "A>B BYE 3 t=2 " BOB, NULL },
		{ 6.1, "B>A 200 BYE 3", NULL } } },
	{ "answered, and TCP was used", "-", NULL, NULL, NULL, NULL, {
		OVER("tcp", BOB), { 5, BYE BOB, NULL },
		{ 5.1, "B>A 200 BYE 2", NULL } } },
	{ "the call is not known there", "bye-481 contact-transport",
	  "error likely", NULL, NULL, NULL, {
		OVER("tcp", BOB), { 5, BYE BOB, NULL },
		{ 5.1, "B>A 481 BYE 2", NULL } } },
	{ "the transport is named", LOST, NULL, NULL, NULL, NULL, {
		OVER("tls", BOB ";transport=tls"),
		VAIN(5, BYE BOB ";transport=tls", NULL) } },
	{ "sips", LOST, NULL, NULL, NULL, NULL, {
		OVER("tls", "sips:bob@10.0.0.2"),
		VAIN(5, BYE "sips:bob@10.0.0.2", NULL) } },
	{ "bound to its connection", LOST, NULL, NULL, NULL, NULL, {
		OVER("tls", BOB ";ob"), VAIN(5, BYE BOB ";ob", NULL) } },
	{ "DNS may tell", "contact-transport", "error possible", NULL, NULL,
	  NULL, { OVER("tls", "sip:bob@x"), VAIN(5, BYE "sip:bob@x", NULL) } },
	{ "all over UDP", LOST, NULL, NULL, NULL, NULL, {
		OVER("udp", BOB), VAIN(5, BYE BOB, NULL) } },
	{ "lost over TLS", LOST, NULL, NULL, NULL, NULL, {
		OVER("tls", BOB), VAIN(5, BYE "x=tls " BOB, NULL) } },
};

/* The phone at 203.0.113.4 gives its address at home to the PBX at 203.0.113.2. */
#define HOME "sip:alice@10.0.0.1"
#define NAT { 0, "4>2 INVITE 1 bare", "Max-Forwards: 70\nContact: <" HOME \
	">\nRecord-Route: <sip:203.0.113.2;lr>\n" }, \
	{ 1, "2>4 200 INVITE 1", NULL }, { 1.1, "4>2 ACK 1 b=a t=2", NULL }
#define PBX(to) "2>" to " BYE 1 f=2 t=1 "

static const struct rule_case behind[] = {
	{ "to the address at home", "nat-contact-private", "error possible",
	  "the BYE goes to 10.0.0.1, the private address in Contact", "NAT "
	  "handling on for the account", "| 10.0.0.1 | private", {
		NAT, VAIN(5, PBX("A") HOME, NULL) } },
	{ "minutes later", "nat-contact-private", "error possible", NULL, NULL,
	  NULL, { NAT, VAIN(700, PBX("A") HOME, NULL) } },
	{ "a router says so", "nat-contact-private", "error possible", NULL,
	  NULL, NULL, {
		NAT, { 5, PBX("A") HOME, NULL },
		{ 5.1, "icmp 301 " PBX("A") HOME, NULL } } },
	{ "answered", "-", NULL, NULL, NULL, NULL, {
		NAT, { 5, PBX("A") HOME, NULL },
		{ 5.1, "A>2 200 BYE 1 f=2 t=1", NULL } } },
	{ "to the address it comes from", "no-answer-nonivite", NULL, NULL,
	  NULL, NULL, { NAT, VAIN(5, PBX("4") "sip:alice@203.0.113.4", NULL) } },
	{ "to another place than it says", "no-answer-nonivite", NULL, NULL,
	  NULL, NULL, { NAT, VAIN(5, PBX("D") HOME, NULL) } },
	{ "by a route", "no-answer-nonivite", NULL, NULL, NULL, NULL, {
		NAT, VAIN(5, PBX("A") HOME, "Route: <sip:10.0.0.1;lr>\n") } },
	{ "from inside", "no-answer-nonivite", NULL, NULL, NULL, NULL, {
		CALL(BOB), VAIN(5, "A>B BYE 2 t=2 " BOB, NULL) } },
	{ "from inside to who was never heard", "no-answer-nonivite", NULL,
	  NULL, NULL, NULL, {
		CALL("sip:bob@10.0.0.4"),
		VAIN(5, "A>D BYE 2 t=2 sip:bob@10.0.0.4", NULL) } },
	{ "from where it talked before", "no-answer-nonivite", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>2 INVITE 1", NULL }, { 1, "2>A 200 INVITE 1", NULL },
		{ 1.1, "A>2 ACK 1 b=a t=2", NULL },
		VAIN(5, PBX("A") HOME, NULL) } },
	{ "from where it talked minutes before", "no-answer-nonivite", NULL,
	  NULL, NULL, NULL, {
		{ 0, "A>2 INVITE 1", NULL }, { 1, "2>A 200 INVITE 1", NULL },
		{ 1.1, "A>2 ACK 1 b=a t=2", NULL },
		VAIN(700, PBX("A") HOME, NULL) } },
	{ "to begin a call", "no-answer-any", NULL, NULL, NULL, NULL, {
		VAIN(5, "2>A INVITE 1 " HOME, NULL) } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(ports)
TEST(transports)
TEST(behind)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_transports),
		cmocka_unit_test(test_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
