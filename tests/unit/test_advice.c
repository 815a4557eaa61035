/* SPDX-License-Identifier: BSD-2-Clause */
/* What the program in front of us needs, and what its words mean. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* The same case but for what the answer and the request say of their senders. */
#define CASE(label, request, phrase, answer, remedy) \
	{ label, "status-404", NULL, NULL, remedy, NULL, { \
		{ 0, "> INVITE 1", request }, \
		{ .1, "< 404 INVITE 1 " phrase, answer } } }

static const struct rule_case stacks[] = {
	CASE("by Server", NULL, "Not Found",
	     "Server: Asterisk PBX 22.1.0\n",
	     "On Asterisk chan_pjsip (10.0.0.2:5060, certain): the number"),
	CASE("by User-Agent", NULL, "Not Found",
	     "User-Agent: FreeSWITCH-mod_sofia/1.10.9\n",
	     "On FreeSWITCH (10.0.0.2:5060, certain): NO_ROUTE"),
	CASE("Server counts more", NULL, "Not Found",
	     "User-Agent: FreeSWITCH-mod_sofia/1.10.9\n"
	     "Server: kamailio (5.6.3 (x86_64/linux))\n",
	     "On Kamailio (10.0.0.2:5060, certain): lookup()"),
	CASE("the tag tells the channel driver", NULL, "Not Found",
	     "Server: Asterisk PBX 18.1.0\nTo: <sip:bob@b>;tag=as5f0c1d2e\n",
	     "On Asterisk"),
};

static void test_stack(void **state)
{
	(void)state;
	rule_cases_run(stacks, N(stacks));
}

/* What tells nothing of the sender, and what may not be claimed. */
static const struct {
	const char *label, *request, *answer, *unwanted;
} silent[] = {
	{ "nobody says who he is", NULL, NULL, "On " },
	{ "an unknown program", NULL, "Server: Acme 1.0\n", "On " },
	{ "the caller's From is no sign of the answer",
	  "User-Agent: Acme\n", "From: \"Asterisk PBX\" <sip:a@b>;tag=1\n",
	  "On Asterisk" },
	{ "words of another program", NULL,
	  "Server: Asterisk PBX 22.1.0\n", "Not Found: " },
};

static void test_silent(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(silent); i++) {
		static struct feed f;
		const struct feed_step steps[] = {
			{ 0, "> INVITE 1", silent[i].request },
			{ .1, "< 404 INVITE 1", silent[i].answer },
			{ 0, NULL, NULL } };
		const struct feed_found *x;

		feed_init(&f);
		feed_steps(&f, steps);
		x = feed_last(&f, "status-404");
		if (!x || strstr(x->remedies, silent[i].unwanted))
			fail_msg("%s: `%s'", silent[i].label,
				 x ? x->remedies : "nothing found");
		feed_fini(&f);
	}
}

static const struct rule_case others[] = {
	{ "a setting for the method at hand", "refer-603", NULL, NULL,
	  "On Asterisk chan_pjsip (10.0.0.2:5060, certain): transfers are off",
	  NULL, {
		{ 0, "> REFER 1", NULL },
		{ .1, "< 603 REFER 1", "Server: Asterisk PBX 22.1.0\n" } } },
	{ "another for a call", "status-403", NULL, NULL,
	  "certain): a section with `type=acl'", NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 403 INVITE 1", "Server: Asterisk PBX 22.1.0\n" } } },
	{ "the caller's, when the answer comes from a stranger", "status-403",
	  NULL, NULL,
	  "On Asterisk chan_pjsip (10.0.0.1:5060, certain): the carrier", NULL, {
		{ 0, "> INVITE 1", "User-Agent: Asterisk PBX 22.1.0\n" },
		{ .1, "< 403 INVITE 1", "Server: Acme\n" } } },
	{ "a finding of its own has its own topic", "hops-483", NULL, NULL,
	  "On Kamailio (10.0.0.2:5060, certain): mf_process", NULL, {
		{ 0, "> INVITE 1", "Max-Forwards: 0\n" },
		{ .1, "< 483 INVITE 1",
		  "Server: kamailio (5.6.3 (x86_64/linux))\n" } } },
	{ "what Kamailio means", "status-500", NULL, NULL,
	  "usrloc_record_get failed: The registrar could not read", NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 500 REGISTER 1",
		  "Server: kamailio (5.6.3 (x86_64/linux))\n"
		  "P-Registrar-Error: usrloc_record_get failed\n" } } },
};

static void test_others(void **state)
{
	(void)state;
	rule_cases_run(others, N(others));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stack),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
