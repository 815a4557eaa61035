/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/rule_sets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static bool wants_code(const struct rule *r, unsigned event, unsigned code)
{
	if (event == STORE_REQUEST || event == STORE_RETRANSMISSION ||
	    event == STORE_TIMEOUT)
		return true;
	for (unsigned i = 0; i < RULE_CODES && r->status[i]; i++) {
		if (r->status[i] == code)
			return true;
	}
	return !r->status[0] &&
		!(code < 300 ? r->refusal : r->success);
}

static bool wants_method(const struct rule *r, unsigned event,
			 const struct transaction *t)
{
	unsigned bit = RULE_METHOD(t->method);

	if (r->methods && !(r->methods & bit))
		return false;
	return event != STORE_REQUEST ||
		((!r->at_request || r->at_request & bit) &&
		 (!r->never_first || t->call_prev));
}

static bool has_needs(const struct rule *r, unsigned there)
{
	return (!r->needs_request || there & NEEDS_REQUEST) &&
		(!r->needs_credentials || there & NEEDS_CREDENTIALS) &&
		(!r->needs_incomplete || there & NEEDS_INCOMPLETE) &&
		(!r->needs_in_dialog || there & NEEDS_IN_DIALOG) &&
		(!r->needs_forks || there & NEEDS_FORKS) &&
		(!r->needs_cancel || there & NEEDS_CANCEL) &&
		(!r->needs_copies || there & NEEDS_COPIES) &&
		(!r->needs_timed || there & NEEDS_TIMED) &&
		(!r->needs_odd || there & NEEDS_ODD) &&
		(!r->needs_outside || there & NEEDS_OUTSIDE) &&
		(!r->needs_stream || there & NEEDS_STREAM) &&
		(!r->needs_repeated || there & NEEDS_REPEATED) &&
		(!r->needs_early || there & NEEDS_EARLY) &&
		(!r->needs_slow || there & NEEDS_SLOW) &&
		(!r->needs_routed || there & NEEDS_ROUTED) &&
		(!r->needs_login || there & NEEDS_LOGIN) &&
		(!r->needs_again || there & NEEDS_AGAIN) &&
		(!r->needs_history || there & NEEDS_HISTORY) &&
		(!r->needs_binding || there & NEEDS_BINDING) &&
		(!r->needs_rseq || there & NEEDS_RSEQ);
}

/* What a rule says of itself, without any sets. */
static bool is_asked(const struct rule *r, const struct store_notice *n,
		     unsigned there)
{
	unsigned odd = n->event == STORE_REQUEST ? n->t->call->offers :
		n->t->offer;

	return r->id != FINDING_STATUS && !r->habits &&
		r->on & RULE_ON(n->event) && (!r->offer || r->offer & odd) &&
		wants_code(r, n->event, n->t->status) &&
		wants_method(r, n->event, n->t) && has_needs(r, there);
}

/* Those asked are the very ones, in the order of the table, however often that
 * kind of notice came and whatever else came meanwhile. */
static void test_asked(void **state)
{
	static const unsigned short codes[] = { 0, 200, 202, 302, 401, 403, 404,
						480, 486, 487, 503, 603, 700 };
	struct transaction before = { .method = METHOD_INVITE };
	struct call call = { .first = NULL };
	struct transaction t = { .call = &call };
	struct store_notice n = { .t = &t, .call = &call };
	uint64_t random = 7;
	struct rule_sets s = { .rules = NULL };
	size_t many = 0;

	(void)state;
	assert_int_equal(rule_sets_init(&s), 0);
	for (uint64_t i = 0; i < 30000; i++) {
		struct rule_asked asked;
		unsigned at = 0, there;

		random = hash_mix(random, i);
		n.event = (enum store_event)(random % STORE_CALL_COMPLETE);
		t.method = (uint16_t)(random >> 8) % 6;
		t.status = codes[(random >> 16) %
				 (sizeof(codes) / sizeof(codes[0]))];
		t.call_prev = random >> 24 & 1 ? &before : NULL;
		there = NEEDS_REQUEST | (random >> 25 & 1 ? NEEDS_IN_DIALOG : 0) |
			(random >> 26 & 15 ? 0 : NEEDS_ALL & random >> 40);
		t.offer = random >> 30 & 7 ? OFFER_LOOKED :
			OFFER_LOOKED | 1u << (random >> 33) % 16;
		call.offers = t.offer;
		rule_sets_ask(&s, &n, there, &asked);
		for (unsigned k = 0; rule_table[k]; k++) {
			if (!is_asked(rule_table[k], &n, there))
				continue;
			assert_true(at < asked.n);
			assert_int_equal(asked.rules[at], k);
			at++;
		}
		assert_int_equal(asked.n, at);
		many += at > 2;
	}
	assert_true(many > 500);
	rule_sets_fini(&s);
}

static const struct {
	const char *label;
	unsigned before, status; /* transactions before it; of the first */
	uint16_t method;         /* of that */
	uint32_t cseq;
	uint16_t port;           /* of its server */
	unsigned want;
} news[] = {
	{ "a login", 1, 401, METHOD_REGISTER, 1, 5060,
	  ODD_NOT_AGAIN | ODD_NO_HISTORY },
	{ "a login at a proxy", 1, 407, METHOD_REGISTER, 1, 5060,
	  ODD_NOT_AGAIN | ODD_NO_HISTORY },
	{ "a refresh", 1, 200, METHOD_REGISTER, 1, 5060, ODD_NOT_AGAIN },
	{ "a refresh with a login", 2, 200, METHOD_REGISTER, 0, 5060,
	  ODD_NOT_AGAIN },
	{ "the same again", 1, 401, METHOD_REGISTER, 2, 5060, ODD_NO_HISTORY },
	{ "another server", 1, 0, METHOD_REGISTER, 1, 5061, 0 },
	{ "another method", 1, 401, METHOD_INVITE, 2, 5061,
	  ODD_NOT_AGAIN | ODD_NO_HISTORY },
	{ "the same, and a login", 2, 200, METHOD_REGISTER, 2, 5060, 0 },
};

static void test_new(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(news) / sizeof(news[0]); i++) {
		struct message first = { .sip.cseq = news[i].cseq };
		struct message login = { .sip.cseq = 1 };
		struct message last = { .sip.cseq = 2 };
		struct transaction a = { .method = news[i].method,
			.status = (uint16_t)news[i].status, .request = &first,
			.server.port = news[i].port };
		struct transaction b = { .method = METHOD_REGISTER,
			.status = 401, .request = &login, .call_prev = &a,
			.server.port = 5060 };
		struct transaction t = { .method = METHOD_REGISTER,
			.request = &last, .server.port = 5060,
			.call_prev = news[i].before > 1 ? &b : &a };

		if (odd_new(&t) != news[i].want)
			fail_msg("%s", news[i].label);
	}
}

/* What was accepted at 100 s, by a REGISTER sent then. */
static const struct {
	const char *label;
	struct binding b;
	unsigned status;
	bool odd;
} bindings[] = {
	{ "usual", { .accepted = 100 * CLOCK_S, .granted = 3600 }, 200, false },
	{ "in time", { .accepted = 100 * CLOCK_S, .granted = 3600,
		       .before = 40 * CLOCK_S, .before_granted = 60 }, 200,
	  false },
	{ "late", { .accepted = 100 * CLOCK_S, .granted = 3600,
		    .before = 40 * CLOCK_S, .before_granted = 50 }, 200, true },
	{ "short", { .accepted = 100 * CLOCK_S, .granted = 59 }, 200, true },
	{ "often", { .accepted = 100 * CLOCK_S, .granted = 3600,
		     .frequent = 1 }, 200, true },
	{ "flaps", { .accepted = 100 * CLOCK_S, .granted = 3600, .flaps = 1 },
	  200, true },
	{ "two", { .accepted = 100 * CLOCK_S, .granted = 3600,
		   .alternations = 1 }, 200, true },
	{ "of another time", { .accepted = 90 * CLOCK_S, .granted = 59 }, 200,
	  false },
	{ "refused once", { .accepted = 90 * CLOCK_S, .granted = 59,
			    .refused = 1 }, 403, false },
	{ "refused again", { .granted = 59, .refused = 2 }, 403, true },
};

static void test_binding(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++) {
		struct transaction t = { .start = 100 * CLOCK_S,
			.answered = 100 * CLOCK_S,
			.status = (uint16_t)bindings[i].status };
		struct store_notice n = { .event = STORE_FINAL, .t = &t,
					  .binding = &bindings[i].b };

		if (odd_binding(&n) != bindings[i].odd)
			fail_msg("%s", bindings[i].label);
		n.event = STORE_REQUEST;
		assert_false(odd_binding(&n));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_asked),
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_binding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
