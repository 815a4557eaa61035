/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about where the requests inside a call go: Route, Contact. */
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

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(missing)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
