/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/engine.h"

#include "base/hash.h"
#include "base/mem.h"
#include "diagnose/cause.h"
#include "diagnose/lost.h"
#include "diagnose/odd.h"
#include "diagnose/offer.h"
#include "diagnose/proof.h"
#include "diagnose/report.h"
#include "diagnose/values.h"

#include <stdlib.h>

enum { EVENTS = RULE_NETWORK + 1, CLIENTS = 4096, ROUNDS = 8, CODES = 700 };

/* Final codes that the same rules want: those below 300, those above, and each
 * that a rule names. */
enum { SET_OTHER, SET_REFUSAL, SET_NAMED, SETS_MAX = 64 };

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
struct wanted {
	const struct rule *rule;
	unsigned methods, at_request; /* RULE_METHOD(); the second at requests */
	unsigned needs;
	unsigned offer; /* one of these (enum offer_odd), or OFFER_ANY */
};

/* Sets of rules: a bit for each, by its place in the table.  So many words make
 * a set. */
struct sets {
	unsigned words;
	uint64_t *event;  /* by event, and the set its transaction's final code
			     is in: those that want it */
	uint64_t *method; /* by method; again for requests; again for those
			     that begin a call */
	uint64_t *plain;  /* those that want nothing odd of an offer */
	uint64_t *low, *high, *top; /* by four bits each of what there is:
				 those that need no other one of these */
	uint64_t *all;
};

struct engine {
	engine_fn *fn;
	void *arg;
	struct report report;
	const struct passwords *passwords; /* borrowed; may be NULL */
	uint64_t seed; /* of clients */
	struct lost lost;
	int64_t input_start;
	bool started;
	bool later_fragments; /* a message came out of several */
	bool stream_gaps;
	bool incomplete;      /* a message lacked IP fragments */
	struct wanted *rules; /* owned: as in rule_table */
	uint64_t *bits;       /* owned: where the sets lie */
	struct sets sets;
	unsigned n_codes;     /* sets of codes */
	const struct rule **claims; /* owned: those that claim something */
	size_t n_claims;
	unsigned char set_of[CODES];
	bool aside[FINDING_COUNT]; /* explains no final response */
	bool root[FINDING_COUNT];  /* is never a consequence */
	uint64_t clients[CLIENTS]; /* hashes of addresses that sent REGISTER;
				      the last one in each place stays */
};

/* Each code that a rule names gets a set of its own; how many sets.  What finds
 * no room shares the set of all refusals. */
static unsigned sort_codes(struct engine *e)
{
	unsigned sets = SET_NAMED;

	for (unsigned code = 300; code < CODES; code++)
		e->set_of[code] = SET_REFUSAL;
	for (const struct rule *const *r = rule_table; *r; r++) {
		for (unsigned i = 0; i < RULE_CODES && (*r)->status[i]; i++) {
			unsigned char *set = &e->set_of[(*r)->status[i]];

			if (*set < SET_NAMED && sets < SETS_MAX)
				*set = (unsigned char)sets++;
		}
	}
	return sets;
}

static unsigned set_of(const struct engine *e, unsigned code)
{
	return code < CODES ? e->set_of[code] : SET_REFUSAL;
}

static bool names_code(const struct engine *e, const struct rule *r,
		       unsigned set)
{
	for (unsigned i = 0; i < RULE_CODES && r->status[i]; i++) {
		if (e->set_of[r->status[i]] == set)
			return true;
	}
	return !r->status[0] && !(set == SET_OTHER ? r->refusal : r->success);
}

static bool wants(const struct engine *e, const struct rule *r, unsigned event,
		  unsigned set)
{
	return r->id != FINDING_STATUS && (r->on & RULE_ON(event)) &&
		(event == STORE_REQUEST || names_code(e, r, set));
}

static struct wanted wanted(const struct rule *r)
{
	unsigned methods = r->methods ? r->methods : ~0u;

	return (struct wanted){ r, methods,
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
		(r->needs_repeated ? NEEDS_REPEATED : 0),
		r->offer ? r->offer : OFFER_ANY };
}

static const uint64_t *event_set(const struct engine *e, unsigned event,
				 unsigned codes)
{
	return &e->sets.event[(event * e->n_codes + codes) * e->sets.words];
}

static const uint64_t *method_set(const struct engine *e, unsigned event,
				  const struct transaction *t)
{
	unsigned i = t->method;

	if (event == STORE_REQUEST)
		i += t->call_prev ? METHOD_COUNT : 2 * METHOD_COUNT;
	return &e->sets.method[i * e->sets.words];
}

/* Rule k where its needs are met. */
static void sort_needs(struct engine *e, size_t at, uint64_t bit, unsigned needs)
{
	const struct sets *s = &e->sets;

	for (unsigned there = 0; there < 16; there++) {
		if (!(needs & 15 & ~there))
			s->low[there * s->words + at] |= bit;
		if (!(needs / 16 & 15 & ~there))
			s->high[there * s->words + at] |= bit;
		if (!(needs / 256 & ~there))
			s->top[there * s->words + at] |= bit;
	}
}

/* Put rule k, a bit in a word of each set, where it belongs. */
static void sort_rule(struct engine *e, size_t k)
{
	const struct wanted *w = &e->rules[k];
	const struct sets *s = &e->sets;
	uint64_t bit = UINT64_C(1) << (k % 64);
	size_t at = k / 64;

	for (unsigned i = 0; i < EVENTS * e->n_codes; i++) {
		if (wants(e, w->rule, i / e->n_codes, i % e->n_codes))
			s->event[i * s->words + at] |= bit;
	}
	for (unsigned i = 0; i < METHOD_COUNT; i++) {
		if (w->methods & RULE_METHOD(i))
			s->method[i * s->words + at] |= bit;
		if (!(w->at_request & RULE_METHOD(i)))
			continue;
		s->method[(METHOD_COUNT + i) * s->words + at] |= bit;
		if (!w->rule->never_first)
			s->method[(2 * METHOD_COUNT + i) * s->words + at] |=
				bit;
	}
	if (w->offer == OFFER_ANY)
		s->plain[at] |= bit;
	s->all[at] |= bit;
	sort_needs(e, at, bit, w->needs);
}

static int sort_rules(struct engine *e)
{
	struct sets *s = &e->sets;
	size_t n = 0, events, methods = 3 * METHOD_COUNT;

	e->n_codes = sort_codes(e);
	for (; rule_table[n]; n++) {
		e->aside[rule_table[n]->id] |= rule_table[n]->aside;
		e->root[rule_table[n]->id] |= rule_table[n]->root;
	}
	s->words = (unsigned)n / 64 + 1;
	events = (size_t)EVENTS * e->n_codes;
	e->rules = mem_zalloc((n + 1) * sizeof(*e->rules));
	e->bits = mem_zalloc((events + methods + 3 * 16 + 2) * s->words *
			     sizeof(*e->bits));
	e->claims = mem_zalloc((n + 1) * sizeof(*e->claims));
	if (!e->rules || !e->bits || !e->claims)
		return -1;
	s->event = e->bits;
	s->method = s->event + events * s->words;
	s->plain = s->method + methods * s->words;
	s->all = s->plain + s->words;
	s->low = s->all + s->words;
	s->high = s->low + 16 * (size_t)s->words;
	s->top = s->high + 16 * (size_t)s->words;
	for (size_t k = 0; k < n; k++) {
		e->rules[k] = wanted(rule_table[k]);
		sort_rule(e, k);
		if (rule_table[k]->claims)
			e->claims[e->n_claims++] = rule_table[k];
	}
	return 0;
}

struct engine *engine_new(engine_fn *fn, void *arg)
{
	struct engine *e = mem_zalloc(sizeof(*e));

	if (!e)
		return NULL;
	e->fn = fn;
	e->arg = arg;
	report_init(&e->report);
	e->seed = hash_seed();
	if (sort_rules(e)) {
		engine_free(e);
		return NULL;
	}
	return e;
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	report_fini(&e->report);
	free(e->rules);
	free(e->bits);
	free(e->claims);
	free(e);
}

void engine_use_site(struct engine *e, const struct site *site)
{
	e->report.site = site;
}

void engine_use_passwords(struct engine *e, const struct passwords *p)
{
	e->passwords = p;
}

/* The writable transaction behind the one a rule reported about: the one at hand
 * or one of the same call that came before; NULL when it is gone. */
static struct transaction *writable(struct transaction *t,
				    const struct transaction *about)
{
	while (t && t != about)
		t = t->call_prev;
	return t;
}

static bool silenced(const struct rule *rule, const struct transaction *t)
{
	for (size_t i = 0; i < sizeof(rule->unless) / sizeof(rule->unless[0]) &&
	     rule->unless[i]; i++) {
		if (transaction_has(t, rule->unless[i]))
			return true;
	}
	return false;
}

/* The report holds a finding: remember and tell it. */
static void publish(struct engine *e, const struct store_notice *n)
{
	struct finding *f = &e->report.finding;
	struct transaction *t = writable(n->t, f->transaction);

	if (!t || t->n_findings >= TRANSACTION_FINDINGS_MAX)
		return;
	f->time = n->now;
	report_end(&e->report);
	if (!e->aside[f->id] && !e->root[f->id])
		cause_find(t, &f->cause);
	store_note_finding(t, f->id, f->status, f->severity);
	e->fn(f, e->arg);
}

/* What there is of all that rules may need. */
static inline unsigned there_is(const struct engine *e,
				const struct store_notice *n)
{
	const struct transaction *t = n->t;

	return (t->request ? NEEDS_REQUEST : 0) |
		t->has_credentials * NEEDS_CREDENTIALS |
		e->incomplete * NEEDS_INCOMPLETE |
		t->in_dialog * NEEDS_IN_DIALOG |
		(t->n_forks > 1) * NEEDS_FORKS |
		(t->cancelled || t->cancels ? NEEDS_CANCEL : 0) |
		((t->response_copies | t->provisional_copies) != 0) *
		NEEDS_COPIES | t->call->timed * NEEDS_TIMED |
		(odd_notice(n) ? NEEDS_ODD : 0) |
		(!addr_is_private(&t->client) || !addr_is_private(&t->server) ?
		 NEEDS_OUTSIDE : 0) |
		(t->transport != TRANSPORT_UDP) * NEEDS_STREAM |
		(t->request_copies != 0) * NEEDS_REPEATED;
}

/* The rules that are asked at an event, one after the other. */
struct asked {
	/* Sets: those in all of them. */
	const uint64_t *event, *method, *offer, *low, *high, *top;
	uint64_t left; /* of the word at hand */
	unsigned word; /* the next one */
	unsigned odd;
};

/* The next rule, or NULL. */
static inline const struct rule *next_asked(const struct engine *e,
					    struct asked *a)
{
	for (;;) {
		while (a->left) {
			const struct wanted *w = &e->rules[a->word * 64 - 64 +
				(unsigned)__builtin_ctzll(a->left)];

			a->left &= a->left - 1;
			if (w->offer & a->odd)
				return w->rule;
		}
		if (a->word == e->sets.words)
			return NULL;
		a->left = a->event[a->word] & a->method[a->word] &
			a->offer[a->word] & a->low[a->word] &
			a->high[a->word] & a->top[a->word];
		a->word++;
	}
}

/* A request is judged by what the offers of its call showed before.  Nearly
 * always there is nothing, and rules about offers are passed over together. */
static inline struct asked asked(const struct engine *e,
				 const struct store_notice *n)
{
	const struct transaction *t = n->t;
	unsigned words = e->sets.words, there = there_is(e, n);
	unsigned odd = n->event == STORE_REQUEST ? t->call->offers : t->offer;

	return (struct asked){
		.event = event_set(e, n->event, set_of(e, t->status)),
		.method = method_set(e, n->event, t),
		.offer = odd & ~(unsigned)OFFER_LOOKED ? e->sets.all :
			e->sets.plain,
		.low = &e->sets.low[there % 16 * words],
		.high = &e->sets.high[there / 16 % 16 * words],
		.top = &e->sets.top[there / 256 * words],
		.odd = odd | OFFER_ANY,
	};
}

/* A rule that reports about earlier transactions is asked again, until it has
 * nothing new. */
static void run(struct engine *e, const struct store_notice *n,
		const struct rule *rule, const struct rule_view *v)
{
	for (int i = 0; i < ROUNDS; i++) {
		const struct transaction *about;

		report_begin(&e->report, rule->id, 0, n->t);
		rule->check(v, &e->report);
		if (!e->report.made)
			return;
		about = e->report.finding.transaction;
		if (transaction_has(about, rule->id) || silenced(rule, about))
			return;
		publish(e, n);
		if (about == n->t)
			return;
	}
}

static bool explained(const struct engine *e, const struct transaction *t)
{
	for (unsigned i = 0; i < t->n_findings; i++) {
		if (!e->aside[t->findings[i].id])
			return true;
	}
	return false;
}

static bool claimed(const struct engine *e, const struct rule_view *v)
{
	for (size_t i = 0; i < e->n_claims; i++) {
		const struct rule *r = e->claims[i];

		if ((!r->needs_request || v->t->request) && r->claims(v))
			return true;
	}
	return false;
}

/* Normal and redirect: info; transient: warning; error: error. */
static enum severity status_severity(const struct transaction *t)
{
	switch (transaction_class(t)) {
	case TRANSACTION_TRANSIENT:
		return SEVERITY_WARNING;
	case TRANSACTION_ERROR:
	case TRANSACTION_NONE:
		return SEVERITY_ERROR;
	case TRANSACTION_PROGRESS:
	case TRANSACTION_SUCCESS:
	case TRANSACTION_REDIRECT:
	case TRANSACTION_NORMAL:
		break;
	}
	return SEVERITY_INFO;
}

static void make_status(struct engine *e, const struct store_notice *n,
			const struct rule_view *v)
{
	struct report *out = &e->report;

	if (!catalog_status_or_class(n->t->status))
		return;
	report_begin(out, FINDING_STATUS, n->t->status, n->t);
	report_severity(out, status_severity(n->t));
	values_status(out, n->t);
	proof_status(out, n->t);
	for (const struct wanted *w = e->rules; w->rule; w++) {
		if (w->rule->id == FINDING_STATUS &&
		    w->methods & RULE_METHOD(n->t->method) &&
		    w->offer == OFFER_ANY && !(w->needs & ~there_is(e, n)) &&
		    names_code(e, w->rule, set_of(e, n->t->status)))
			w->rule->check(v, out);
	}
	publish(e, n);
}

static void fall_back(struct engine *e, const struct store_notice *n,
		      const struct rule_view *v)
{
	if (n->t->status < 300 || explained(e, n->t))
		return;
	if (n->event == STORE_COMPLETE || !claimed(e, v))
		make_status(e, n, v);
}

/* Who registers is a phone, not a trunk. */
static bool registers(struct engine *e, const struct transaction *t, bool now)
{
	uint64_t h = hash_bytes(e->seed, t->client.ip,
				sizeof(t->client.ip)) | 1;
	uint64_t *place = &e->clients[h / 2 % CLIENTS];

	if (now)
		*place = h;
	return *place == h;
}

/* Ask this rule, if any, and those after it; none but some of them look at the
 * view. */
static __attribute__((noinline)) void
ask(struct engine *e, const struct store_notice *n, const struct rule *rule,
    struct asked *a)
{
	struct rule_view v = {
		.event = n->event, .t = n->t, .call = n->call,
		.message = n->message, .icmp = n->icmp,
		.registration = n->registration, .binding = n->binding,
		.now = n->now, .store = n->store,
		.input_start = e->input_start,
		.later_fragments = e->later_fragments,
		.stream_gaps = e->stream_gaps, .passwords = e->passwords,
	};

	if (n->t->method == METHOD_REGISTER && n->event == STORE_REQUEST)
		v.registers = true;
	else if (n->t->status == 401 || n->t->status == 407)
		v.registers = registers(e, n->t, false);
	if (n->t->status == 481 && n->event == STORE_FINAL)
		v.lost_dialogs = lost_note(&e->lost, n->t, &v.lost_since);
	for (; rule; rule = next_asked(e, a))
		run(e, n, rule, &v);
	if (n->event == STORE_FINAL || n->event == STORE_COMPLETE)
		fall_back(e, n, &v);
}

/* What does the offer that ends now show? */
static void look(const struct store_notice *n)
{
	uint32_t odd = offer_look(n->t, n->event);

	n->t->offer |= odd;
	n->t->call->offers |= odd;
}

void engine_notice(struct engine *e, const struct store_notice *n)
{
	const struct rule *first;
	struct asked a;

	if (!n->t)
		return;
	if (!e->started)
		e->input_start = n->t->start;
	e->started = true;
	if (n->message && n->message->pieces > 1)
		e->later_fragments = true;
	if (n->message && n->message->incomplete)
		e->incomplete = true;
	if (n->event == STORE_REQUEST && n->t->method == METHOD_REGISTER)
		registers(e, n->t, true);
	if (n->event == STORE_FINAL || n->event == STORE_ACK)
		look(n);
	a = asked(e, n);
	first = next_asked(e, &a);
	if (first || n->t->status >= 300)
		ask(e, n, first, &a);
}

void engine_gap(struct engine *e)
{
	e->stream_gaps = true;
}

static void network(struct engine *e, const struct rule_view *v,
		    const struct frame *at)
{
	struct finding *f = &e->report.finding;
	struct asked a = { .event = event_set(e, RULE_NETWORK, set_of(e, 0)),
			   .method = e->sets.all, .offer = e->sets.all,
			   .low = e->sets.all, .high = e->sets.all,
			   .top = e->sets.all,
			   .odd = ~0u };
	const struct rule *rule;

	while ((rule = next_asked(e, &a))) {
		report_begin(&e->report, rule->id, 0, NULL);
		rule->check(v, &e->report);
		if (!e->report.made)
			continue;
		f->time = v->now;
		f->source = at->source;
		report_end(&e->report);
		e->fn(f, e->arg);
	}
}

void engine_refused(struct engine *e, const struct tcp_refusal *r)
{
	const struct frame *at = r->answer.number ? &r->answer : &r->syn;
	struct rule_view v = { .event = RULE_NETWORK, .refusal = r,
			       .now = at->time };

	network(e, &v, at);
}

void engine_tls(struct engine *e, const struct tls_info *info)
{
	const struct frame *at = info->alert_at.number ? &info->alert_at :
		&info->hello;
	struct rule_view v = { .event = RULE_NETWORK, .tls = info,
			       .now = at->time };

	network(e, &v, at);
}
