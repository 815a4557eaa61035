/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/engine.h"

#include "base/hash.h"
#include "base/mem.h"
#include "diagnose/proof.h"
#include "diagnose/report.h"
#include "diagnose/values.h"

#include <stdlib.h>

enum { EVENTS = RULE_NETWORK + 1, CLIENTS = 4096, ROUNDS = 8 };

struct engine {
	engine_fn *fn;
	void *arg;
	struct report report;
	uint64_t seed; /* of clients */
	int64_t input_start;
	bool started;
	bool later_fragments; /* a message came out of several */
	bool stream_gaps;
	/* For each event the rules that want it, then NULL. */
	const struct rule **by_event[EVENTS];
	const struct rule **rooms; /* owned: where by_event points */
	bool aside[FINDING_COUNT]; /* explains no final response */
	uint64_t clients[CLIENTS]; /* hashes of addresses that sent REGISTER;
				      the last one in each place stays */
};

/* Lay the rules of each event side by side. */
static int sort_rules(struct engine *e)
{
	size_t n = 0, at = 0;

	while (rule_table[n])
		n++;
	e->rooms = mem_zalloc((n + 1) * EVENTS * sizeof(const void *));
	if (!e->rooms)
		return -1;
	for (unsigned event = 0; event < EVENTS; event++) {
		e->by_event[event] = &e->rooms[at];
		for (size_t i = 0; i < n; i++) {
			const struct rule *r = rule_table[i];

			if (r->id != FINDING_STATUS &&
			    (r->on & RULE_ON(event)))
				e->rooms[at++] = r;
			if (r->aside)
				e->aside[r->id] = true;
		}
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
	e->report.common = true;
	values_common(&e->report, f->transaction);
	proof_words(&e->report, f->transaction);
	report_end(&e->report);
	store_note_finding(t, f->id, f->status, f->severity);
	e->fn(f, e->arg);
}

static bool wants_status(const struct rule *r, const struct transaction *t)
{
	enum { N = sizeof(r->status) / sizeof(r->status[0]) };

	if (!r->status[0])
		return true;
	for (unsigned i = 0; i < N && r->status[i]; i++) {
		if (r->status[i] == t->status)
			return true;
	}
	return false;
}

static bool applies(const struct rule *r, const struct transaction *t)
{
	return (!r->needs_request || t->request) && wants_status(r, t);
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
		if ((*r)->id == FINDING_STATUS && applies(*r, n->t))
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

void engine_notice(struct engine *e, const struct store_notice *n)
{
	struct rule_view v = {
		.event = n->event, .t = n->t, .call = n->call,
		.message = n->message, .icmp = n->icmp,
		.registration = n->registration, .now = n->now,
	};

	if (!n->t)
		return;
	if (!e->started)
		e->input_start = n->t->start;
	e->started = true;
	v.input_start = e->input_start;
	if (n->message && n->message->pieces > 1)
		e->later_fragments = true;
	v.later_fragments = e->later_fragments;
	v.stream_gaps = e->stream_gaps;
	if (n->event == STORE_REQUEST && n->t->method == METHOD_REGISTER)
		v.registers = registers(e, n->t, true);
	else if (n->t->status == 401 || n->t->status == 407)
		v.registers = registers(e, n->t, false);
	for (const struct rule **r = e->by_event[n->event]; *r; r++) {
		if (applies(*r, n->t))
			run(e, n, *r, &v);
	}
	if (n->event == STORE_FINAL || n->event == STORE_COMPLETE)
		fall_back(e, n, &v);
}

void engine_gap(struct engine *e)
{
	e->stream_gaps = true;
}

static void network(struct engine *e, const struct rule_view *v,
		    const struct frame *at)
{
	struct finding *f = &e->report.finding;

	for (const struct rule **r = e->by_event[RULE_NETWORK]; *r; r++) {
		report_begin(&e->report, (*r)->id, 0, NULL);
		(*r)->check(v, &e->report);
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
