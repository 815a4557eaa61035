/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about REGISTER: refusals, and what the 200 lists. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ASK "WWW-Authenticate: Digest realm=\"x\", nonce=\"n1\"\n"
#define GIVE "Authorization: Digest username=\"al\", realm=\"x\", " \
	"nonce=\"n1\", uri=\"sip:x\", response=\"0\"\n"
#define SCANNER "User-Agent: friendly-scanner\n"
#define C "Contact: <sip:al@10.0.0.1:5060>"

static const struct rule_case refusals[] = {
	{ "403 before a password", "reg-403", "error likely",
	  "without asking for a password", "allow REGISTER from 10.0.0.1:5060",
	  "| REGISTER sip:x SIP/2.0 | came from here", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 403 REGISTER 1", NULL } } },
	{ "403 after a password", "reg-403* status-401", "error likely",
	  "in spite of the credentials of \"al\"", "enable the account \"al\"",
	  "| al | these credentials", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK },
		{ .2, "> REGISTER 2", GIVE },
		{ .3, "< 403 REGISTER 2", NULL } } },
	{ "403 to a scanner", "status-403", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", SCANNER },
		{ .1, "< 403 REGISTER 1", NULL } } },
	{ "403 to something else", "sub-refused", NULL, NULL, NULL, NULL, {
		{ 0, "> SUBSCRIBE 1", NULL },
		{ .1, "< 403 SUBSCRIBE 1", NULL } } },
	{ "403 to another realm", "auth-realm-mismatch status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK },
		{ .2, "> REGISTER 2", "Authorization: Digest username=\"al\", "
		  "realm=\"y\", nonce=\"n1\", uri=\"sip:x\", response=\"0\"\n" },
		{ .3, "< 403 REGISTER 2", NULL } } },
	{ "404", "reg-404", "error likely", "does not know sip:alice@x",
	  "create the account \"alice\"", "| sip:alice@x | unknown here", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 404 REGISTER 1", NULL } } },
	{ "404 to a scanner", "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", SCANNER },
		{ .1, "< 404 REGISTER 1", NULL } } },
	{ "405", "reg-not-registrar", "error certain",
	  "10.0.0.2:5060 is no registrar: it answers REGISTER with 405",
	  "switch registration off", "405 Method Not Allowed | not handled", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 405 REGISTER 1", "Allow: INVITE, ACK\n" } } },
	{ "501 to a scanner", "status-501", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", SCANNER },
		{ .1, "< 501 REGISTER 1", NULL } } },
	{ "405 to something else", "status-405", NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 405 MESSAGE 1", NULL } } },
};

static const struct rule_case wildcards[] = {
	{ "signed off everywhere", "reg-wildcard", "info certain",
	  "signs alice off everywhere", NULL, "Contact: * | * | all contacts", {
		{ 0, "> REGISTER 1", "Contact: *\nExpires: 0\n" },
		{ .1, "< 200 REGISTER 1", NULL } } },
	{ "with another Expires", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", "Contact: *\nExpires: 60\n" },
		{ .1, "< 200 REGISTER 1", NULL } } },
	{ "refused", "status-400", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", "Contact: *\nExpires: 0\n" },
		{ .1, "< 400 REGISTER 1", NULL } } },
	{ "one contact only", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\nExpires: 0\n" },
		{ .1, "< 200 REGISTER 1", NULL } } },
};

#define AT(port) "<sip:al@10.0.0.1:" port ">;expires=600"
#define ID(id) ";+sip.instance=\"<urn:uuid:" id ">\""

static const struct rule_case counts[] = {
	{ "an old port", "reg-contact-count", "info likely",
	  "2 contacts, and 1 of them are old ports of the same device: "
	  "sip:al@10.0.0.1:5061", "Delete sip:al@10.0.0.1:5061",
	  "| sip:al@10.0.0.1:5061 | the same device", {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1",
		  "Contact: " AT("5060") ", " AT("5061") "\n" } } },
	{ "the same instance, two lines", "reg-contact-count", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060") ID("a")
		  "\nContact: " AT("5061") ID("a") "\n" } } },
	{ "two instances", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060") ID("a") ", "
		  AT("5061") ID("b") "\n" } } },
	{ "two flows", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060") ID("a")
		  ";reg-id=1, " AT("5061") ID("a") ";reg-id=2\n" } } },
	{ "two transports", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060")
		  ", <sip:al@10.0.0.1:5061;transport=tcp>\n" } } },
	{ "two hosts", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060")
		  ", <sip:al@10.0.0.7:5061>\n" } } },
	{ "a public address may be that of many", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", "Contact: <sip:al@8.8.8.8:5060>\n" },
		{ .1, "< 200 REGISTER 1", "Contact: <sip:al@8.8.8.8:5060>, "
		  "<sip:al@8.8.8.8:5061>\n" } } },
};

#define OTHER "Contact: <sip:al@192.0.2.1:4000>;expires=600\n"

static const struct rule_case bindings[] = {
	{ "asked again at once", "reg-200-no-binding* reg-200-no-binding",
	  "warning possible", "lists sip:al@192.0.2.1:4000, not the Contact "
	  "sip:al@10.0.0.1:5060", "SIP helper (ALG)",
	  "| sip:al@10.0.0.1:5060 | sent", {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER },
		{ 1, "> REGISTER 2", C "\n" },
		{ 1.1, "< 200 REGISTER 2", OTHER } } },
	{ "again and again", "reg-200-no-binding reg-200-no-binding* "
	  "reg-200-no-binding", "warning possible", "(2 times)", NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER },
		{ 1, "> REGISTER 2", C "\n" },
		{ 1.1, "< 200 REGISTER 2", OTHER },
		{ 2, "> REGISTER 3", C "\n" },
		{ 2.1, "< 200 REGISTER 3", OTHER } } },
	{ "content with it", "reg-200-no-binding", "info possible", NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER } } },
	{ "a refresh in time", "reg-200-no-binding reg-200-no-binding",
	  "info possible", NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER },
		{ 30, "> REGISTER 2", C "\n" },
		{ 30.1, "< 200 REGISTER 2", OTHER } } },
	{ "listed", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER C ";expires=60\n" },
		{ 1, "> REGISTER 2", C "\n" },
		{ 1.1, "< 200 REGISTER 2", OTHER C ";expires=60\n" } } },
	{ "the same device", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C ID("a") "\n" },
		{ .1, "< 200 REGISTER 1",
		  "Contact: <sip:al@192.0.2.1:4000>" ID("a") "\n" } } },
	{ "a question", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 200 REGISTER 1", OTHER } } },
	{ "signing off", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\nExpires: 0\n" },
		{ .1, "< 200 REGISTER 1", NULL } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(refusals)
TEST(wildcards)
TEST(counts)
TEST(bindings)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_wildcards),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_bindings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
