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
	/* As in transaction.signs. */
	NEEDS_OUTSIDE = ODD_SIGN_OUTSIDE, NEEDS_REQUEST = ODD_SIGN_SENT,
	NEEDS_CREDENTIALS = ODD_SIGN_CREDENTIALS,
	NEEDS_IN_DIALOG = ODD_SIGN_IN_DIALOG, NEEDS_STREAM = ODD_SIGN_STREAM,
	NEEDS_SIGNS = 4 + 8 + 16 + 32 + 64,
	NEEDS_INCOMPLETE = 1, NEEDS_FORKS = 2, NEEDS_CANCEL = 128,
	NEEDS_COPIES = 256, NEEDS_TIMED = 512, NEEDS_ODD = 1024,
	NEEDS_REPEATED = 2048, NEEDS_EARLY = 4096, NEEDS_SLOW = 8192,
	NEEDS_ROUTED = 16384, NEEDS_LOGIN = 32768,
	NEEDS_AGAIN = ODD_NOT_AGAIN, NEEDS_HISTORY = ODD_NO_HISTORY,
	NEEDS_BINDING = 1 << 18, NEEDS_RSEQ = 1 << 19,
	NEEDS_ALL = (1 << 20) - 1,
	/* To be looked for in the call and in the message. */
	NEEDS_NOTICE = NEEDS_TIMED | NEEDS_ROUTED | NEEDS_SLOW | NEEDS_AGAIN |
		       NEEDS_HISTORY | NEEDS_RSEQ | NEEDS_BINDING | NEEDS_ODD,
	/* What few have. */
	NEEDS_RARE = NEEDS_INCOMPLETE | NEEDS_FORKS | NEEDS_CANCEL |
		     NEEDS_COPIES | NEEDS_REPEATED | NEEDS_EARLY | NEEDS_SLOW |
		     NEEDS_BINDING | NEEDS_ODD,
	NEEDS_PARTS = 5 /* of four bits */
};

/* What every offer shows: for rules that do not care. */
#define OFFER_ANY (1u << 31)
_Static_assert(NEEDS_ALL < 1ull << 4 * NEEDS_PARTS, "a place for each");

typedef void rule_check_fn(const struct rule_view *v, struct report *out);

/* A rule, and what it is asked about. */
struct rule_wanted {
	const struct rule *rule;
	struct report_what what;
	unsigned methods, at_request; /* RULE_METHOD(); the second at requests */
	unsigned needs;
	unsigned offer; /* one of these (enum offer_odd), or OFFER_ANY */
};

/* Nearly all notices are of a few kinds: what decides which rules are asked is the
 * same, and so are they. */
enum { RULE_SETS_KINDS = 256, RULE_SETS_FEW = 55 };
struct rule_kind {
	uint64_t what; /* rule_sets_what(); 0: an empty place */
	uint8_t n;     /* rules that are asked, by their place in the table */
	uint8_t rules[RULE_SETS_FEW];
};

/* A bit for each rule, by its place in the table. */
struct rule_set {
	uint64_t words[RULE_SETS_WORDS];
};

struct rule_sets {
	/* Of all that is known of a rule, all that is read to ask it. */
	rule_check_fn **checks;    /* owned: as in rule_table */
	struct rule_wanted *rules; /* owned: likewise */
	struct rule_set *sets;     /* owned: where all of these lie */
	unsigned n_codes; /* sets of codes */
	/* By event: what all its rules need together, and the methods
	 * (RULE_METHOD()) that no rule asks about where all went well. */
	struct rule_sets_event {
		unsigned needed, silent;
	} at[RULE_LEGS + 1];
	struct rule_set *event;  /* by event, and the set its transaction's final
			     code is in: those that want it */
	struct rule_set *method; /* by method; again for requests; again for
			     those that begin a call */
	struct rule_set *needs[NEEDS_PARTS]; /* by four bits each of what there is: those
			     that need no other one */
	struct rule_set plain; /* those that want nothing odd of an offer */
	struct rule_set all;
	struct rule_kind *kinds; /* owned: RULE_SETS_KINDS, by rule_sets_what() */
	unsigned char set_of[RULE_SETS_CODES];
};

/* Sort the rules of rule_table into s, which is all zeroes.  0 or -ENOMEM; to be
 * released either way. */
int rule_sets_init(struct rule_sets *s);
void rule_sets_fini(struct rule_sets *s);

/* Does this status_*.c say something of the transaction, of which there is that
 * much?  rule_sets_there() does not look into the notice for it alone. */
bool rule_sets_status(const struct rule_sets *s, const struct rule_wanted *w,
		      const struct transaction *t, unsigned there);

/* What there is of t alone of all that rules may need, but for odd_notice(). */
static inline unsigned rule_sets_of_t(struct transaction *t)
{
	unsigned there;

	if (!(t->signs & ODD_SIGN_SENT))
		t->signs |= odd_signs(t);
	there = t->signs & NEEDS_SIGNS;
	/* Few have any of these. */
	if (t->request_copies | t->response_copies | t->provisional_copies)
		there |= (t->request_copies ? NEEDS_REPEATED : 0) |
			(t->response_copies | t->provisional_copies ?
			 NEEDS_COPIES : 0);
	if (t->n_forks > 1)
		there |= NEEDS_FORKS;
	if (t->cancels || t->cancelled)
		there |= NEEDS_CANCEL;
	if (t->early)
		there |= NEEDS_EARLY;
	return there;
}

/* What there is of all that rules may need, as NEEDS_ bits; some that no rule needs
 * at that event may be missing.  incomplete: a message lacked IP fragments in this
 * capture. */
static inline unsigned rule_sets_there(const struct rule_sets *s,
				       const struct store_notice *n,
				       bool incomplete)
{
	struct transaction *t = n->t;
	unsigned there = rule_sets_of_t(t) | incomplete * NEEDS_INCOMPLETE |
		NEEDS_AGAIN | NEEDS_HISTORY | NEEDS_RSEQ;

	if (t->has_credentials ||
	    (n->registration && n->registration->plain > 1))
		there |= NEEDS_LOGIN;
	if (!(s->at[n->event].needed & NEEDS_NOTICE))
		return there;
	there |= t->call->timed * NEEDS_TIMED |
		(t->call->routed | t->call->strict) * NEEDS_ROUTED;
	if (n->message && n->message->time - t->last_request > RULE_SLOW)
		there |= NEEDS_SLOW;
	if (n->event == STORE_REQUEST)
		there &= ~(t->call_prev ? odd_new(t) : 0u);
	else if (n->event == STORE_PROVISIONAL && n->message &&
		 !(n->message->sip.kinds & SIP_INDEX_KIND(HEADER_RSEQ)))
		there ^= NEEDS_RSEQ;
	if (n->binding && odd_binding(n))
		there |= NEEDS_BINDING;
	return odd_notice(n) ? there | NEEDS_ODD : there;
}

/* The set a final code is in. */
static inline unsigned rule_sets_of(const struct rule_sets *s, unsigned code)
{
	return code < RULE_SETS_CODES ? s->set_of[code] : RULE_SET_REFUSAL;
}

/* The rules that are asked at an event, by their places in the table and in its
 * order. */
struct rule_asked {
	unsigned n;
	const uint8_t *rules;
	uint8_t room[RULE_SETS_RULES];
};
_Static_assert(RULE_SETS_RULES <= 256, "a byte names a rule");

/* The rules asked at a notice whose offer (at a request: those of its call) is odd
 * in these ways, or about what the network tells: valid until the next question,
 * or as long as out is. */
void rule_sets_gather(struct rule_sets *s, const struct store_notice *n,
		      unsigned there, unsigned odd, struct rule_asked *out);
void rule_sets_network(struct rule_sets *s, struct rule_asked *out);

/* All that decides which rules are asked where no offer is odd, in one number that
 * is not 0. */
static inline uint64_t rule_sets_what(const struct rule_sets *s,
				      const struct store_notice *n,
				      unsigned there)
{
	const struct transaction *t = n->t;

	_Static_assert(NEEDS_ALL < 1 << 20 && METHOD_COUNT < 32,
		       "room for the bits, and for one of its own");
	return there | (uint64_t)t->method << 20 |
		(uint64_t)(n->event != STORE_REQUEST || t->call_prev) << 25 |
		(uint64_t)rule_sets_of(s, t->status) << 26 |
		(uint64_t)n->event << 32 | UINT64_C(1) << 36;
}

/* Where that kind is among s->kinds, if it is known: there, or at the neighbour
 * (the same number with another last bit). */
static inline unsigned rule_sets_place(uint64_t what)
{
	return (unsigned)(what * HASH_K0 >> 56);
}
_Static_assert(RULE_SETS_KINDS == 1 << 8, "so many are shifted out");

/* Those asked at a notice. */
static inline void rule_sets_ask(struct rule_sets *s,
				 const struct store_notice *n, unsigned there,
				 struct rule_asked *out)
{
	unsigned odd = n->event == STORE_REQUEST ? n->t->call->offers :
		n->t->offer, place;
	const struct rule_kind *k;
	uint64_t what;

	odd &= ~(unsigned)OFFER_LOOKED;
	if (s->at[n->event].silent & RULE_METHOD(n->t->method) &&
	    n->t->status < 300 && !(there & NEEDS_RARE) && !odd) {
		out->n = 0;
		return;
	}
	what = rule_sets_what(s, n, there);
	place = rule_sets_place(what);
	k = &s->kinds[place];
	if (k->what != what)
		k = &s->kinds[place ^ 1];
	if (k->what != what || odd) {
		rule_sets_gather(s, n, there, odd, out);
		return;
	}
	out->n = k->n;
	out->rules = k->rules;
}

#endif
