/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/engine.h"

#include "base/hash.h"
#include "base/mem.h"
#include "diagnose/cause.h"
#include "diagnose/lost.h"
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
	NEEDS_COPIES = 64, NEEDS_TIMED = 128
};

/* What every offer shows: for rules that do not care. */
#define OFFER_ANY (1u << 31)

/* A rule in a row of those that are asked together; the row ends with NULL. */
struct wanted {
	const struct rule *rule;
	unsigned methods; /* RULE_METHOD() of those it is asked about */
	unsigned needs;
	unsigned offer;   /* one of these (enum offer_odd), or OFFER_ANY */
	unsigned skip;    /* so many from here on want something of an offer */
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
	/* For each event, and the set its transaction's final code is in, the
	 * rules that want it. */
	const struct wanted *wanted[EVENTS][SETS_MAX];
	struct wanted *rooms; /* owned: where wanted points */
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
	return !r->status[0] && !(r->refusal && set == SET_OTHER);
}

static bool wants(const struct engine *e, const struct rule *r, unsigned event,
		  unsigned set)
{
	return r->id != FINDING_STATUS && (r->on & RULE_ON(event)) &&
		(event == STORE_REQUEST || names_code(e, r, set));
}

static struct wanted wanted(const struct rule *r, unsigned event)
{
	unsigned methods = r->methods ? r->methods : ~0u;

	if (event == STORE_REQUEST && r->at_request)
		methods &= r->at_request;
	return (struct wanted){ r, methods,
		(r->needs_request ? NEEDS_REQUEST : 0) |
		(r->needs_credentials ? NEEDS_CREDENTIALS : 0) |
		(r->needs_incomplete ? NEEDS_INCOMPLETE : 0) |
		(r->needs_in_dialog ? NEEDS_IN_DIALOG : 0) |
		(r->needs_forks ? NEEDS_FORKS : 0) |
		(r->needs_cancel ? NEEDS_CANCEL : 0) |
		(r->needs_copies ? NEEDS_COPIES : 0) |
		(r->needs_timed ? NEEDS_TIMED : 0),
		r->offer ? r->offer : OFFER_ANY,
		0 };
}

/* The rules of a row that want something of an offer are passed over together,
 * as nearly always there is nothing. */
static void count_skips(struct wanted *from, struct wanted *end)
{
	unsigned skip = 0;

	while (end-- > from) {
		skip = end->offer == OFFER_ANY ? 0 : skip + 1;
		end->skip = skip;
	}
}

/* Lay the rules of each event and set side by side. */
static int sort_rules(struct engine *e)
{
	unsigned sets = sort_codes(e);
	size_t n = 0, at = 0;

	for (; rule_table[n]; n++) {
		e->aside[rule_table[n]->id] |= rule_table[n]->aside;
		e->root[rule_table[n]->id] |= rule_table[n]->root;
	}
	e->rooms = mem_zalloc((n + 1) * EVENTS * sets * sizeof(*e->rooms));
	if (!e->rooms)
		return -1;
	for (unsigned i = 0; i < EVENTS * sets; i++) {
		unsigned event = i / sets, set = i % sets;
		size_t from = at;

		e->wanted[event][set] = &e->rooms[at];
		for (size_t k = 0; k < n; k++) {
			if (wants(e, rule_table[k], event, set))
				e->rooms[at++] = wanted(rule_table[k], event);
		}
		count_skips(&e->rooms[from], &e->rooms[at]);
		at++;
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
	free(e->rooms);
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
static unsigned there_is(const struct engine *e, const struct transaction *t)
{
	return (t->request ? NEEDS_REQUEST : 0) |
		(t->has_credentials ? NEEDS_CREDENTIALS : 0) |
		(e->incomplete ? NEEDS_INCOMPLETE : 0) |
		(t->in_dialog ? NEEDS_IN_DIALOG : 0) |
		(t->n_forks > 1 ? NEEDS_FORKS : 0) |
		(t->cancelled || t->cancels ? NEEDS_CANCEL : 0) |
		(t->response_copies || t->provisional_copies ?
		 NEEDS_COPIES : 0) |
		(t->call->timed ? NEEDS_TIMED : 0);
}

static bool applies(const struct wanted *w, unsigned method, unsigned there,
		    unsigned odd)
{
	return w->methods & method && w->offer & odd && !(w->needs & ~there);
}

/* The rules that a transaction of that final code wants, at an event. */
static const struct wanted *rules_for(const struct engine *e, unsigned event,
				     unsigned code)
{
	return e->wanted[event][set_of(e, code)];
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

static bool claimed(const struct rule_view *v)
{
	for (const struct rule *const *r = rule_table; *r; r++) {
		if ((*r)->claims && (!(*r)->needs_request || v->t->request) &&
		    (*r)->claims(v))
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
	for (const struct rule *const *r = rule_table; *r; r++) {
		struct wanted w = wanted(*r, n->event);

		if ((*r)->id == FINDING_STATUS &&
		    applies(&w, RULE_METHOD(n->t->method), there_is(e, n->t),
			    OFFER_ANY) &&
		    names_code(e, *r, set_of(e, n->t->status)))
			(*r)->check(v, out);
	}
	publish(e, n);
}

static void fall_back(struct engine *e, const struct store_notice *n,
		      const struct rule_view *v)
{
	if (n->t->status < 300 || explained(e, n->t))
		return;
	if (n->event == STORE_COMPLETE || !claimed(v))
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

/* The first from w on that is asked, or the end of the row; there: what
 * there_is().  A request is judged by what the offers of its call showed before. */
static const struct wanted *next_wanted(const struct wanted *w,
					const struct store_notice *n,
					unsigned there)
{
	const struct transaction *t = n->t;
	unsigned method = RULE_METHOD(t->method);
	unsigned odd = n->event == STORE_REQUEST ? t->call->offers : t->offer;
	bool plain = !(odd & ~(unsigned)OFFER_LOOKED);

	odd |= OFFER_ANY;
	while (w->rule) {
		if (plain && w->skip)
			w += w->skip;
		else if (applies(w, method, there, odd))
			break;
		else
			w++;
	}
	return w;
}

/* Ask the rules from w on; none but some of them look at the view. */
static __attribute__((noinline)) void
ask(struct engine *e, const struct store_notice *n, const struct wanted *w,
    unsigned there)
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
	for (; w->rule; w = next_wanted(w + 1, n, there))
		run(e, n, w->rule, &v);
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
	const struct wanted *w;
	unsigned there = 0;

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
	w = rules_for(e, n->event, n->t->status);
	if (w->rule) {
		there = there_is(e, n->t);
		w = next_wanted(w, n, there);
	}
	if (w->rule || n->t->status >= 300)
		ask(e, n, w, there);
}

void engine_gap(struct engine *e)
{
	e->stream_gaps = true;
}

static void network(struct engine *e, const struct rule_view *v,
		    const struct frame *at)
{
	struct finding *f = &e->report.finding;

	for (const struct wanted *w = rules_for(e, RULE_NETWORK, 0); w->rule;
	     w++) {
		report_begin(&e->report, w->rule->id, 0, NULL);
		w->rule->check(v, &e->report);
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
