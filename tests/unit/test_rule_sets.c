/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/rule_sets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static bool wants_code(const struct rule *r, unsigned event, unsigned code)
{
	if (event == STORE_REQUEST || event == STORE_TIMEOUT)
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
		(!r->needs_login || there & NEEDS_LOGIN);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
