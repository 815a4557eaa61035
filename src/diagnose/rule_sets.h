/* SPDX-License-Identifier: BSD-2-Clause */
/* Which rules are asked: sets of rules as bits, by event, method, final code and
 * what else there is, made once from what each rule says of itself (rule.h). */
#ifndef DIAGNOSE_RULE_SETS_H
#define DIAGNOSE_RULE_SETS_H

#include "diagnose/odd.h"
#include "diagnose/offer.h"
#include "diagnose/report.h"

enum { RULE_SETS_CODES = 700, RULE_SETS_WORDS = 4,
       RULE_SETS_RULES = 64 * RULE_SETS_WORDS }; /* rule_table.c has no more */

/* Final codes that the same rules want: those below 300, those above, and each
 * that a rule names. */
enum { RULE_SET_OTHER, RULE_SET_REFUSAL, RULE_SET_NAMED, RULE_SETS_MAX = 64 };

/* What a rule needs, as bits: nobody has to look into the rule to see that it is
 * not asked. */
enum {
	NEEDS_REQUEST = 1, NEEDS_CREDENTIALS = 2, NEEDS_INCOMPLETE = 4,
	NEEDS_IN_DIALOG = 8, NEEDS_FORKS = 16, NEEDS_CANCEL = 32,
	NEEDS_COPIES = 64, NEEDS_TIMED = 128, NEEDS_ODD = 256,
	NEEDS_OUTSIDE = 512, NEEDS_STREAM = 1024, NEEDS_REPEATED = 2048,
	NEEDS_ALL = 4095
};

/* What every offer shows: for rules that do not care. */
#define OFFER_ANY (1u << 31)
_Static_assert(NEEDS_ALL == 2 * NEEDS_REPEATED - 1, "three times four");

/* A rule, and what it is asked about. */
struct rule_wanted {
	void (*check)(const struct rule_view *v, struct report *out);
	const struct rule *rule;
	struct report_what what;
	unsigned methods, at_request; /* RULE_METHOD(); the second at requests */
	unsigned needs;
	unsigned offer; /* one of these (enum offer_odd), or OFFER_ANY */
};

/* A bit for each rule, by its place in the table. */
struct rule_set {
	uint64_t words[RULE_SETS_WORDS];
};

struct rule_sets {
	struct rule_wanted *rules; /* owned: as in rule_table */
	struct rule_set *sets;     /* owned: where all of these lie */
	unsigned n_codes; /* sets of codes */
	struct rule_set *event;  /* by event, and the set its transaction's final
			     code is in: those that want it */
	struct rule_set *method; /* by method; again for requests; again for
			     those that begin a call */
	struct rule_set *low, *high, *top; /* by four bits each of what there is:
				 those that need no other one of these */
	struct rule_set plain; /* those that want nothing odd of an offer */
	struct rule_set all;
	unsigned char set_of[RULE_SETS_CODES];
};

/* Sort the rules of rule_table.  0 or -ENOMEM; to be released either way. */
int rule_sets_init(struct rule_sets *s);
void rule_sets_fini(struct rule_sets *s);

/* Does this status_*.c say something of the transaction, of which there_is()
 * that much? */
bool rule_sets_status(const struct rule_sets *s, const struct rule_wanted *w,
		      const struct transaction *t, unsigned there);

/* What there is of all that rules may need, as NEEDS_ bits.  incomplete: a message
 * lacked IP fragments in this capture. */
static inline unsigned rule_sets_there(const struct store_notice *n,
				       bool incomplete)
{
	struct transaction *t = n->t;

	if (!t->signs)
		t->signs = odd_signs(t);
	return (t->request ? NEEDS_REQUEST : 0) |
		t->has_credentials * NEEDS_CREDENTIALS |
		incomplete * NEEDS_INCOMPLETE |
		t->in_dialog * NEEDS_IN_DIALOG |
		(t->n_forks > 1) * NEEDS_FORKS |
		(t->cancelled || t->cancels ? NEEDS_CANCEL : 0) |
		((t->response_copies | t->provisional_copies) != 0) *
		NEEDS_COPIES | t->call->timed * NEEDS_TIMED |
		(odd_notice(n) ? NEEDS_ODD : 0) |
		(t->signs & ODD_SIGN_OUTSIDE ? NEEDS_OUTSIDE : 0) |
		(t->transport != TRANSPORT_UDP) * NEEDS_STREAM |
		(t->request_copies != 0) * NEEDS_REPEATED;
}

/* The set a final code is in. */
static inline unsigned rule_sets_of(const struct rule_sets *s, unsigned code)
{
	return code < RULE_SETS_CODES ? s->set_of[code] : RULE_SET_REFUSAL;
}

static inline const struct rule_set *rule_sets_event(const struct rule_sets *s,
						     unsigned event,
						     unsigned code)
{
	return &s->event[event * s->n_codes + rule_sets_of(s, code)];
}

static inline const struct rule_set *
rule_sets_method(const struct rule_sets *s, unsigned event,
		 const struct transaction *t)
{
	unsigned i = t->method;

	if (event == STORE_REQUEST)
		i += t->call_prev ? METHOD_COUNT : 2 * METHOD_COUNT;
	return &s->method[i];
}

/* The rules that are asked at an event, in the order of the table. */
struct rule_asked {
	unsigned n;
	const struct rule_wanted *rules[RULE_SETS_RULES];
};

/* The sets that a rule must be in to be asked. */
struct rule_sets_in {
	const struct rule_set *event, *method, *offer, *low, *high, *top;
};

/* All that are in these, and want something of odd (enum offer_odd). */
static inline void rule_sets_gather(const struct rule_sets *s,
				    const struct rule_sets_in *in, unsigned odd,
				    struct rule_asked *out)
{
	struct rule_set due;

	for (unsigned i = 0; i < RULE_SETS_WORDS; i++)
		due.words[i] = in->event->words[i] & in->method->words[i] &
			in->offer->words[i] & in->low->words[i] &
			in->high->words[i] & in->top->words[i];
	out->n = 0;
	for (unsigned i = 0; i < RULE_SETS_WORDS; i++) {
		for (uint64_t left = due.words[i]; left; left &= left - 1) {
			const struct rule_wanted *w = &s->rules[i * 64 +
				(unsigned)__builtin_ctzll(left)];

			if (w->offer & odd)
				out->rules[out->n++] = w;
		}
	}
}

/* Those asked at a notice.  A request is judged by what the offers of its call
 * showed before.  Nearly always there is nothing, and rules about offers are passed
 * over together. */
static inline void rule_sets_ask(const struct rule_sets *s,
				 const struct store_notice *n, unsigned there,
				 struct rule_asked *out)
{
	const struct transaction *t = n->t;
	unsigned odd = n->event == STORE_REQUEST ? t->call->offers : t->offer;
	const struct rule_sets_in in = {
		.event = rule_sets_event(s, n->event, t->status),
		.method = rule_sets_method(s, n->event, t),
		.offer = odd & ~(unsigned)OFFER_LOOKED ? &s->all : &s->plain,
		.low = &s->low[there % 16],
		.high = &s->high[there / 16 % 16],
		.top = &s->top[there / 256],
	};

	rule_sets_gather(s, &in, odd | OFFER_ANY, out);
}

/* Those asked about what the network tells. */
static inline void rule_sets_network(const struct rule_sets *s,
				     struct rule_asked *out)
{
	const struct rule_sets_in in = {
		.event = rule_sets_event(s, RULE_NETWORK, 0),
		.method = &s->all, .offer = &s->all, .low = &s->all,
		.high = &s->all, .top = &s->all,
	};

	rule_sets_gather(s, &in, ~0u, out);
}

#endif
