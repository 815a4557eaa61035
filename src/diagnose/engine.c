/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/engine.h"

#include "base/mem.h"
#include "diagnose/cause.h"
#include "diagnose/habits.h"
#include "diagnose/late.h"
#include "diagnose/legs.h"
#include "diagnose/lost.h"
#include "diagnose/offer.h"
#include "diagnose/proof.h"
#include "diagnose/report.h"
#include "diagnose/rule_sets.h"
#include "diagnose/values.h"

#include <errno.h>
#include <stdlib.h>

enum { ROUNDS = 8 };

struct engine {
	engine_fn *fn;
	void *arg;
	struct report report;
	struct rule_view view; /* what stays, and the notice at hand */
	struct habits habits;
	struct legs *legs;    /* owned */
	struct legs_tie tie;  /* at hand */
	struct lost lost;
	uint64_t lost_serial; /* of the last 481 to a dialog that is lost */
	struct late late;
	bool started;
	bool incomplete;      /* a message lacked IP fragments */
	unsigned there;       /* of what rules may need at this notice */
	struct rule_asked asked; /* at this notice */
	struct rule_sets sets;
	struct claim {
		bool (*claims)(const struct rule_view *v);
		bool needs_request;
	} *claims; /* owned: of those that claim something */
	size_t n_claims;
	const struct rule_wanted **codes; /* owned: those of FINDING_STATUS */
	size_t n_codes;
	uint8_t *habitual;    /* owned: those of .habits, by their places */
	size_t n_habitual;
	bool aside[FINDING_COUNT]; /* explains no final response */
	bool root[FINDING_COUNT];  /* is never a consequence */
};

/* Most refusals begin a login: whoever claims these is asked first. */
static void add_claim(struct engine *e, const struct rule *r)
{
	struct claim *c = &e->claims[e->n_claims++];

	if (r->needs_credentials) {
		*c = e->claims[0];
		c = e->claims;
	}
	*c = (struct claim){ r->claims, r->needs_request };
}

static int sort_rules(struct engine *e)
{
	size_t n = 0;

	while (rule_table[n])
		n++;
	e->claims = mem_zalloc((n + 1) * sizeof(*e->claims));
	e->habitual = mem_zalloc((n + 1) * sizeof(*e->habitual));
	e->codes = mem_zalloc((n + 1) * sizeof(*e->codes));
	if (!e->claims || !e->habitual || !e->codes ||
	    rule_sets_init(&e->sets))
		return -ENOMEM;
	for (unsigned k = 0; rule_table[k]; k++) {
		const struct rule *r = rule_table[k];

		e->aside[r->id] |= r->aside;
		e->root[r->id] |= r->root;
		if (r->claims)
			add_claim(e, r);
		if (r->habits)
			e->habitual[e->n_habitual++] = (uint8_t)k;
		if (r->id == FINDING_STATUS)
			e->codes[e->n_codes++] = &e->sets.rules[k];
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
	habits_init(&e->habits);
	e->view.habits = &e->habits;
	e->view.tie = &e->tie;
	e->legs = legs_new();
	if (!e->legs || sort_rules(e)) {
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
	habits_fini(&e->habits);
	legs_free(e->legs);
	rule_sets_fini(&e->sets);
	free(e->claims);
	free(e->habitual);
	free(e->codes);
	free(e);
}

void engine_use_site(struct engine *e, const struct site *site)
{
	e->report.site = site;
}

void engine_use_passwords(struct engine *e, const struct passwords *p)
{
	e->view.passwords = p;
}

struct legs *engine_legs(struct engine *e)
{
	return e->legs;
}

/* The writable transaction behind the one a rule reported about: the one at hand
 * or another one of the same call; NULL when it is gone. */
static struct transaction *writable(struct transaction *t,
				    const struct transaction *about)
{
	bool later = about->serial > t->serial;

	while (t && t != about)
		t = later ? t->call_next : t->call_prev;
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

/* Nobody will answer any more. */
static bool over(enum store_event event)
{
	return event == STORE_TIMEOUT || event == STORE_ICMP ||
		event == STORE_END || event == STORE_COMPLETE;
}

/* A finding that tells together what was told one by one before: the dialogs that a
 * server lost, the refusals of who does not wait. */
static void gather(struct engine *e, const struct transaction *t,
		   struct finding *f)
{
	uint64_t key = addr_hash_ip(e->habits.seed, &t->server) | LATE_SHARED;

	if (f->id == FINDING_DIALOGS_LOST)
		late_take(&e->late, key, f->time - LOST_SPAN, f);
	else if (t->serial == e->lost_serial)
		late_note(&e->late, key, f);
	if (!(t->habits & TRANSACTION_EARLY) || !t->final)
		return;
	key = pauses_key(&e->habits.pauses, t) | LATE_SHARED;
	if (f->id == FINDING_RETRY_AFTER_IGNORED)
		late_take(&e->late, key, INT64_MIN, f);
	else if (f->id == FINDING_STATUS && pauses_asks(t->status))
		late_note(&e->late, key, f);
}

/* Of what is f the consequence, and what was told before that f explains? */
static void connect(struct engine *e, const struct store_notice *n,
		    const struct transaction *t, struct finding *f)
{
	struct cause_view v = { e->legs, e->aside, &e->habits.closings };
	const struct transaction *open;

	if (t->status >= 400)
		gather(e, t, f);
	if (e->root[f->id] || (!t->final && cause_silent(&v, t, f->id, &f->cause)))
		return;
	if (!t->final && f->severity > SEVERITY_INFO && over(n->event))
		late_take(&e->late, t->serial, INT64_MIN, f);
	else if (!cause_find(&v, t, f->id, &f->cause) && !e->aside[f->id] &&
		 (open = cause_open(&v, t)))
		late_note(&e->late, open->serial, f);
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
	connect(e, n, t, f);
	store_note_finding(t, f->id, f->status, f->severity);
	e->fn(f, e->arg);
}

/* Does rule k find something, of what the report is about? */
static inline bool finds(struct engine *e, unsigned k)
{
	report_ask(&e->report, &e->sets.rules[k].what);
	e->sets.checks[k](&e->view, &e->report);
	return e->report.made;
}

/* Rule k has found something.  One that reports about earlier transactions is
 * asked again, until it has nothing new. */
static __attribute__((noinline)) void
found(struct engine *e, const struct store_notice *n, unsigned k)
{
	const struct rule *rule = e->sets.rules[k].rule;

	for (int i = 0; i < ROUNDS; i++) {
		const struct transaction *about;

		if (i && !finds(e, k))
			return;
		about = e->report.finding.transaction;
		if (transaction_has(about, rule->id) || silenced(rule, about))
			return;
		publish(e, n);
		if (about == n->t)
			return;
	}
}

static inline void run(struct engine *e, const struct store_notice *n,
		       unsigned k)
{
	if (finds(e, k))
		found(e, n, k);
}

static bool explained(const struct engine *e, const struct transaction *t)
{
	for (unsigned i = 0; i < t->n_findings; i++) {
		if (!e->aside[t->findings[i].id])
			return true;
	}
	return false;
}

static bool claimed(const struct engine *e)
{
	const struct rule_view *v = &e->view;

	for (size_t i = 0; i < e->n_claims; i++) {
		const struct claim *c = &e->claims[i];

		if ((!c->needs_request || v->t->request) && c->claims(v))
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

static void make_status(struct engine *e, const struct store_notice *n)
{
	struct report_what what = report_what(FINDING_STATUS, n->t->status);
	struct report *out = &e->report;

	if (!what.text)
		return;
	report_ask(out, &what);
	report_severity(out, status_severity(n->t));
	values_status(out, n->t);
	proof_status(out, n->t);
	for (size_t i = 0; i < e->n_codes; i++) {
		const struct rule_wanted *w = e->codes[i];

		if (rule_sets_status(&e->sets, w, n->t, e->there))
			w->rule->check(&e->view, out);
	}
	publish(e, n);
}

static __attribute__((noinline)) void
fall_back(struct engine *e, const struct store_notice *n)
{
	if (explained(e, n->t))
		return;
	if (n->event == STORE_COMPLETE || !claimed(e))
		make_status(e, n);
}

/* The notice, as rules see it and findings are about it. */
static void view(struct engine *e, const struct store_notice *n)
{
	struct rule_view *v = &e->view;

	v->event = n->event;
	v->t = n->t;
	v->call = n->call;
	v->message = n->message;
	v->icmp = n->icmp;
	v->registration = n->registration;
	v->binding = n->binding;
	v->now = n->now;
	v->store = n->store;
	v->lost_dialogs = 0;
	v->lost_since = 0;
	report_of(&e->report, n->t, n->t->call);
}

/* Ask those that have to do with the habits of t's client.  True: nothing else is
 * said of t. */
static __attribute__((noinline, cold)) bool
ask_habitual(struct engine *e, const struct store_notice *n)
{
	view(e, n);
	for (size_t i = 0; i < e->n_habitual; i++) {
		const struct rule *r = rule_table[e->habitual[i]];

		if (r->habits & n->t->habits && r->on & RULE_ON(n->event) &&
		    n->t->request)
			run(e, n, e->habitual[i]);
	}
	return n->t->habits & TRANSACTION_SCAN_SILENT;
}

static __attribute__((noinline, cold)) void
lost(struct engine *e, const struct transaction *t)
{
	e->view.lost_dialogs = lost_note(&e->lost, t, &e->view.lost_since);
	if (e->view.lost_dialogs)
		e->lost_serial = t->serial;
}

/* What does the offer that ends now show? */
static void look(const struct store_notice *n)
{
	uint32_t odd = offer_look(n->t, n->event);

	n->t->offer |= odd;
	n->t->call->offers |= odd;
}

/* What the rules say to this event. */
static void rules(struct engine *e, const struct store_notice *n)
{
	bool final = n->event == STORE_FINAL || n->event == STORE_COMPLETE;
	struct rule_asked *a = &e->asked;

	e->there = rule_sets_there(&e->sets, n, e->incomplete);
	rule_sets_ask(&e->sets, n, e->there, a);
	if (!a->n && n->t->status < 300)
		return;
	view(e, n);
	if (n->t->status == 481 && n->event == STORE_FINAL)
		lost(e, n->t);
	for (unsigned i = 0; i < a->n; i++)
		run(e, n, a->rules[i]);
	if (final && n->t->status >= 300)
		fall_back(e, n);
}

/* The leg that t's server made for t's call and that tells most of its end: it
 * ended alike.  Where its INVITE is forgotten nobody knows who made it. */
static bool second_leg(struct engine *e, const struct transaction *t)
{
	struct legs_tie tie;
	bool found = false;

	for (unsigned i = 0; legs_second(e->legs, t->call, i, &tie); i++) {
		const struct transaction *o = tie.second->first;

		if ((o ? !legs_made(&tie, t, o) :
		     !legs_came_to(&tie, &t->server)) ||
		    tie.kinds & LEGS_BIT(LEGS_REFER))
			continue;
		if (!found || (o && o->status == t->status))
			e->tie = tie;
		found = true;
	}
	return found;
}

/* A call begins, or its first INVITE ends: which others belong to it? */
static __attribute__((noinline)) void
legs(struct engine *e, const struct store_notice *n)
{
	bool told = false;

	if (n->event == STORE_REQUEST && n->t->method == METHOD_REFER)
		legs_refer(e->legs, n);
	else if (n->event == STORE_REQUEST)
		told = legs_invite(e->legs, n, &e->tie) &&
			call_open(e->tie.first) &&
			!(e->tie.kinds & LEGS_BIT(LEGS_REFER));
	else if (n->event == STORE_FINAL ||
		 (n->event == STORE_COMPLETE && !n->t->final))
		told = n->t->request && n->t->method == METHOD_INVITE &&
			second_leg(e, n->t);
	if (told) {
		struct store_notice also = *n;

		also.event = (enum store_event)RULE_LEGS;
		rules(e, &also);
	}
}

void engine_notice(struct engine *e, const struct store_notice *n)
{
	if (!n->t) {
		legs_forget(e->legs, n->call);
		return;
	}
	if (!e->started)
		e->view.input_start = n->t->start;
	e->started = true;
	if (n->message && n->message->pieces > 1)
		e->view.later_fragments = true;
	if (n->message && n->message->incomplete)
		e->incomplete = true;
	habits_notice(&e->habits, n);
	if (n->t->habits && ask_habitual(e, n))
		return;
	if (n->event == STORE_FINAL || n->event == STORE_ACK)
		look(n);
	rules(e, n);
	if ((n->t->method == METHOD_INVITE && !n->t->in_dialog) ||
	    n->t->method == METHOD_REFER)
		legs(e, n);
}

void engine_gap(struct engine *e)
{
	e->view.stream_gaps = true;
}

static void network(struct engine *e, const struct rule_view *v,
		    const struct frame *at)
{
	struct finding *f = &e->report.finding;
	struct rule_asked a;

	rule_sets_network(&e->sets, &a);
	report_of(&e->report, NULL, NULL);
	for (unsigned i = 0; i < a.n; i++) {
		unsigned k = a.rules[i];

		report_ask(&e->report, &e->sets.rules[k].what);
		e->sets.checks[k](v, &e->report);
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
			       .now = at->time, .habits = &e->habits };

	network(e, &v, at);
}

void engine_closing(struct engine *e, const struct stream_close *c)
{
	closings_closed(&e->habits.closings, c);
}

void engine_dns(struct engine *e, const struct dns_message *m)
{
	lookups_note(&e->habits.lookups, m);
}

void engine_tls(struct engine *e, const struct tls_info *info)
{
	const struct frame *at = info->alert_at.number ? &info->alert_at :
		&info->hello;
	struct rule_view v = { .event = RULE_NETWORK, .tls = info,
			       .now = at->time };

	network(e, &v, at);
}

void engine_trouble(struct engine *e, const struct stream_trouble *t)
{
	struct rule_view v = { .event = RULE_NETWORK, .trouble = t,
			       .now = t->answered.time };

	if (t->kind == STREAM_PLAIN_TO_TLS)
		closings_mismatch(&e->habits.closings, t);
	network(e, &v, &t->answered);
}

void engine_copies(struct engine *e, const struct message *m, uint64_t copies)
{
	const struct frame at = { .source = m->source };
	struct rule_view v = { .event = RULE_NETWORK, .message = m,
			       .copies = copies, .now = m->time };

	network(e, &v, &at);
}
