/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/rule_sets.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

enum { EVENTS = RULE_LEGS + 1 };

/* Each code that a rule names gets a set of its own; how many sets.  What finds
 * no room shares the set of all refusals. */
static unsigned sort_codes(struct rule_sets *s)
{
	unsigned sets = RULE_SET_NAMED;

	for (unsigned code = 300; code < RULE_SETS_CODES; code++)
		s->set_of[code] = RULE_SET_REFUSAL;
	for (const struct rule *const *r = rule_table; *r; r++) {
		for (unsigned i = 0; i < RULE_CODES && (*r)->status[i]; i++) {
			unsigned char *set = &s->set_of[(*r)->status[i]];

			if (*set < RULE_SET_NAMED && sets < RULE_SETS_MAX)
				*set = (unsigned char)sets++;
		}
	}
	return sets;
}

static bool names_code(const struct rule_sets *s, const struct rule *r,
		       unsigned set)
{
	for (unsigned i = 0; i < RULE_CODES && r->status[i]; i++) {
		if (s->set_of[r->status[i]] == set)
			return true;
	}
	return !r->status[0] &&
		!(set == RULE_SET_OTHER ? r->refusal : r->success);
}

static struct rule_wanted wanted(const struct rule *r)
{
	unsigned methods = r->methods ? r->methods : ~0u;

	return (struct rule_wanted){
		r, report_what(r->id, 0), methods,
		r->at_request ? methods & r->at_request : methods,
		(r->needs_request ? NEEDS_REQUEST : 0) |
		(r->needs_credentials ? NEEDS_CREDENTIALS : 0) |
		(r->needs_incomplete ? NEEDS_INCOMPLETE : 0) |
		(r->needs_in_dialog ? NEEDS_IN_DIALOG : 0) |
		(r->needs_forks ? NEEDS_FORKS : 0) |
		(r->needs_cancel ? NEEDS_CANCEL : 0) |
		(r->needs_copies ? NEEDS_COPIES : 0) |
		(r->needs_timed ? NEEDS_TIMED : 0) |
		(r->needs_odd ? NEEDS_ODD : 0) |
		(r->needs_outside ? NEEDS_OUTSIDE : 0) |
		(r->needs_stream ? NEEDS_STREAM : 0) |
		(r->needs_repeated ? NEEDS_REPEATED : 0) |
		(r->needs_early ? NEEDS_EARLY : 0) |
		(r->needs_slow ? NEEDS_SLOW : 0) |
		(r->needs_routed ? NEEDS_ROUTED : 0) |
		(r->needs_login ? NEEDS_LOGIN : 0) |
		(r->needs_again ? NEEDS_AGAIN : 0) |
		(r->needs_history ? NEEDS_HISTORY : 0) |
		(r->needs_binding ? NEEDS_BINDING : 0) |
		(r->needs_rseq ? NEEDS_RSEQ : 0),
		r->offer ? r->offer : OFFER_ANY };
}

static void put(struct rule_set *set, size_t k)
{
	set->words[k / 64] |= UINT64_C(1) << (k % 64);
}

/* Rule k where its needs are met. */
static void sort_needs(struct rule_sets *s, size_t k, unsigned needs)
{
	for (unsigned i = 0; i < NEEDS_PARTS; i++, needs /= 16) {
		for (unsigned there = 0; there < 16; there++) {
			if (!(needs & 15 & ~there))
				put(&s->needs[i][there], k);
		}
	}
}

/* Rule k at the events it wants, with the final codes it wants there. */
static void sort_events(struct rule_sets *s, size_t k, const struct rule *r)
{
	uint64_t named = 0;

	_Static_assert(RULE_SETS_MAX <= 64, "a bit for each set of codes");
	if (r->id == FINDING_STATUS || r->habits)
		return; /* rule_sets_status(); nothing of the notice */
	for (unsigned set = 0; set < s->n_codes; set++)
		named |= (uint64_t)names_code(s, r, set) << set;
	for (unsigned event = 0; event < EVENTS; event++) {
		uint64_t sets = event == STORE_REQUEST ||
			event == STORE_RETRANSMISSION ||
			event == STORE_TIMEOUT ? ~UINT64_C(0) : named;

		if (!(r->on & RULE_ON(event)))
			continue;
		s->at[event].needed |= s->rules[k].needs;
		for (unsigned set = 0; set < s->n_codes; set++) {
			if (sets >> set & 1)
				put(&s->event[event * s->n_codes + set], k);
		}
	}
}

/* Put rule k where it belongs. */
static void sort_rule(struct rule_sets *s, size_t k)
{
	const struct rule_wanted *w = &s->rules[k];

	sort_events(s, k, w->rule);
	for (unsigned i = 0; i < METHOD_COUNT; i++) {
		if (w->methods & RULE_METHOD(i))
			put(&s->method[i], k);
		if (!(w->at_request & RULE_METHOD(i)))
			continue;
		put(&s->method[METHOD_COUNT + i], k);
		if (!w->rule->never_first)
			put(&s->method[2 * METHOD_COUNT + i], k);
	}
	if (w->offer == OFFER_ANY)
		put(&s->plain, k);
	put(&s->all, k);
	sort_needs(s, k, w->needs);
}

/* --- which are asked ------------------------------------------------------- */

/* The sets that a rule must be in to be asked. */
struct sets_in {
	const struct rule_set *event, *method, *offer, *needs[NEEDS_PARTS];
};

static const struct rule_set *of_event(const struct rule_sets *s,
				       unsigned event, unsigned code)
{
	return &s->event[event * s->n_codes + rule_sets_of(s, code)];
}

static const struct rule_set *of_method(const struct rule_sets *s,
					unsigned event,
					const struct transaction *t)
{
	unsigned i = t->method;

	if (event == STORE_REQUEST)
		i += t->call_prev ? METHOD_COUNT : 2 * METHOD_COUNT;
	return &s->method[i];
}

/* All that are in these, and want something of odd (enum offer_odd). */
static void gather(const struct rule_sets *s, const struct sets_in *in,
		   unsigned odd, struct rule_asked *out)
{
	out->n = 0;
	out->rules = out->room;
	for (unsigned i = 0; i < RULE_SETS_WORDS; i++) {
		uint64_t left = in->event->words[i] & in->method->words[i] &
			in->offer->words[i];

		for (unsigned k = 0; k < NEEDS_PARTS; k++)
			left &= in->needs[k]->words[i];
		for (; left; left &= left - 1) {
			unsigned k = i * 64 + (unsigned)__builtin_ctzll(left);

			if (s->rules[k].offer & odd)
				out->room[out->n++] = (uint8_t)k;
		}
	}
}

/* A request is judged by what the offers of its call showed before.  Nearly always
 * there is nothing, and rules about offers are passed over together. */
static void ask(const struct rule_sets *s, unsigned event,
		const struct transaction *t, unsigned there, unsigned odd,
		struct rule_asked *out)
{
	struct sets_in in = {
		.event = of_event(s, event, t->status),
		.method = of_method(s, event, t),
		.offer = odd ? &s->all : &s->plain,
	};

	for (unsigned i = 0; i < NEEDS_PARTS; i++)
		in.needs[i] = &s->needs[i][there >> 4 * i & 15];
	gather(s, &in, odd | OFFER_ANY, out);
}

/* Notices of that kind will ask the same. */
static void know(struct rule_sets *s, uint64_t what,
		 const struct rule_asked *asked)
{
	unsigned place = rule_sets_place(what);
	struct rule_kind *k = &s->kinds[place];

	if (asked->n > RULE_SETS_FEW)
		return;
	if (k->what) /* two that take turns stay both */
		s->kinds[place ^ 1] = *k;
	k->what = what;
	k->n = (uint8_t)asked->n;
	memcpy(k->rules, asked->rules, asked->n);
}

void rule_sets_gather(struct rule_sets *s, const struct store_notice *n,
		      unsigned there, unsigned odd, struct rule_asked *out)
{
	ask(s, n->event, n->t, there, odd, out);
	if (!odd)
		know(s, rule_sets_what(s, n, there), out);
}

void rule_sets_network(struct rule_sets *s, struct rule_asked *out)
{
	struct sets_in in = {
		.event = of_event(s, RULE_NETWORK, 0),
		.method = &s->all, .offer = &s->all,
	};

	for (unsigned i = 0; i < NEEDS_PARTS; i++)
		in.needs[i] = &s->all;
	gather(s, &in, ~0u, out);
}

/* --- begin and end -------------------------------------------------------- */

/* Whom nobody asks about, if all goes well. */
static void sort_silent(struct rule_sets *s)
{
	for (unsigned event = 0; event < EVENTS; event++) {
		for (unsigned i = 0; i < METHOD_COUNT; i++) {
			const struct transaction t = {
				.method = (uint16_t)i,
				.call_prev = (struct transaction *)&t,
			};
			struct rule_asked asked;

			ask(s, event, &t, NEEDS_ALL & ~NEEDS_RARE, 0, &asked);
			if (!asked.n)
				s->at[event].silent |= RULE_METHOD(i);
		}
	}
}

int rule_sets_init(struct rule_sets *s)
{
	size_t n = 0, events, methods = 3 * METHOD_COUNT;

	s->n_codes = sort_codes(s);
	while (rule_table[n])
		n++;
	events = (size_t)EVENTS * s->n_codes;
	s->checks = mem_zalloc((n + 1) * sizeof(*s->checks));
	s->rules = mem_zalloc((n + 1) * sizeof(*s->rules));
	s->sets = mem_zalloc((events + methods + 16 * NEEDS_PARTS) *
			     sizeof(*s->sets));
	s->kinds = mem_zalloc(RULE_SETS_KINDS * sizeof(*s->kinds));
	if (!s->checks || !s->rules || !s->sets || !s->kinds)
		return -ENOMEM;
	s->event = s->sets;
	s->method = s->event + events;
	for (size_t i = 0; i < NEEDS_PARTS; i++)
		s->needs[i] = s->method + methods + 16 * i;
	for (size_t k = 0; k < n; k++) {
		s->checks[k] = rule_table[k]->check;
		s->rules[k] = wanted(rule_table[k]);
		sort_rule(s, k);
	}
	sort_silent(s);
	return 0;
}

void rule_sets_fini(struct rule_sets *s)
{
	free(s->checks);
	free(s->rules);
	free(s->sets);
	free(s->kinds);
	s->checks = NULL;
	s->rules = NULL;
	s->sets = NULL;
	s->kinds = NULL;
}

bool rule_sets_status(const struct rule_sets *s, const struct rule_wanted *w,
		      const struct transaction *t, unsigned there)
{
	return w->rule->id == FINDING_STATUS &&
		w->methods & RULE_METHOD(t->method) && w->offer == OFFER_ANY &&
		!(w->needs & ~there) &&
		names_code(s, w->rule, rule_sets_of(s, t->status));
}
