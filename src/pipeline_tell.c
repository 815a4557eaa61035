/* SPDX-License-Identifier: BSD-2-Clause */
/* The teller's side: events go to the store, and what it and the engine make of
 * them to the renderer.  This may be another thread than the reader's: p->store,
 * engine, osip, renderer, and of the tallies all but frames, times, keepalives
 * and what the dissector counts belong to this side. */
#include "pipeline_take.h"

#include "select.h"
#include "typed.h"

const struct render_typed *
pipeline_tell_typed(const struct transaction *t, bool explained, void *arg)
{
	struct pipeline *p = arg;

	typed_line(p->osip, t, &p->typed);
	if (explained)
		typed_verdicts(p->osip, t, &p->typed);
	return &p->typed;
}

/* The frames that prove a finding: of one about a call those that are none of its
 * own. */
static void save_finding(struct pipeline *p, const struct finding *f)
{
	if (f->call)
		((struct call *)(uintptr_t)f->call)->reported = true;
	for (size_t i = 0; p->saver && i < f->n_evidence; i++) {
		if (!f->call || f->evidence[i].part == PART_DNS)
			pipeline_take_saved(p, saver_proof(p->saver, f->source,
				f->evidence[i].frame, &p->error));
	}
	if (f->call && p->saver)
		pipeline_take_saved(p, saver_report(p->saver, f->call->call_id,
						    &p->error));
}

void pipeline_tell_finding(const struct finding *f, void *arg)
{
	struct pipeline *p = arg;
	bool selected = !p->selecting || select_finding(p->options, f);
	uint64_t count = 0; /* in the end that of the total */

	for (struct tally *t = &p->tallies[f->source]; t; t = pipeline_take_also(p, t))
		count = tally_finding(t, f, selected);
	if (!selected)
		return;
	if (select_fails(p->options, f))
		p->failed = true;
	save_finding(p, f);
	p->renderer->ops->finding(p->renderer, f, count);
}

static void forget(struct pipeline *p, const struct store_notice *n)
{
	if (n->event == STORE_COMPLETE) {
		struct tally *t = &p->tallies[n->t->source];
		bool selected = !p->selecting ||
			select_reported(p->options, n->t);

		for (; t; t = pipeline_take_also(p, t)) {
			tally_transaction(t, n->t);
			t->selected += selected;
		}
	} else if (n->event == STORE_CALL_COMPLETE) {
		struct tally *t = &p->tallies[n->call->source];

		for (; t; t = pipeline_take_also(p, t))
			tally_call(t, n->call);
		if (p->saver)
			saver_forget(p->saver, n->call->call_id);
	}
}

/* Is what this notice is about to be reported? */
static bool reported(struct pipeline *p, const struct store_notice *n)
{
	if (!p->selecting)
		return true;
	if (!n->t)
		return n->call->reported;
	if (!select_reported(p->options, n->t))
		return false;
	if (!n->call->reported && p->saver)
		pipeline_take_saved(p, saver_report(p->saver, n->call->call_id,
					    &p->error));
	n->call->reported = true;
	return true;
}

void pipeline_tell_notice(const struct store_notice *n, void *arg)
{
	struct pipeline *p = arg;

	if (n->event == STORE_ICMP && p->saver)
		pipeline_take_saved(p, saver_message(p->saver, n->icmp->frame,
					     n->call->call_id, &p->error));
	if (p->stories && n->event == STORE_CALL_COMPLETE)
		story_set_over(p->stories, n->call);
	engine_notice(p->engine, n);
	if (p->peers && n->event == STORE_FINAL)
		peers_final(p->peers, n->t);
	if (reported(p, n))
		p->renderer->ops->notice(p->renderer, n);
	forget(p, n);
}

void pipeline_tell_story(const struct story *s, void *arg)
{
	struct pipeline *p = arg;

	if (!p->selecting || s->reported)
		p->renderer->ops->story(p->renderer, s);
}

/* --- what comes down: events --- */

static void show_message(struct pipeline *p, const struct message *m)
{
	struct render_note note;
	bool all = p->options->verbosity == VERBOSITY_ALL;

	if (!p->renderer->ops->message || (!all && !p->options->strict))
		return;
	typed_note(p->osip, &m->sip, p->options->strict, &note);
	for (struct tally *t = &p->tallies[m->source]; t; t = pipeline_take_also(p, t))
		t->osip_refused += note.osip_rc != 0;
	if (all || note.osip_rc || note.verdict)
		p->renderer->ops->message(p->renderer, m, &note);
}

static void count_message(struct pipeline *p, const struct relay_event *e,
			  bool copy)
{
	const struct message *m = e->message;

	for (struct tally *t = &p->tallies[m->source]; t; t = pipeline_take_also(p, t)) {
		tally_message(t, &m->sip, copy, m->time);
		t->malformed += e->malformed;
	}
}

static void tell_message(struct pipeline *p, const struct relay_event *e)
{
	count_message(p, e, false);
	show_message(p, e->message);
	if (store_message(p->store, e->message))
		p->forgot = true;
}

/* Each 200 that is repeated has an ACK of its own, and two may come together
 * (RFC 3261 13.2.2.4).  IP ids tell, or that nothing else was captured twice. */
static bool sent_again(const struct pipeline *p, const struct relay_event *e)
{
	return e->message->sip.method == METHOD_ACK &&
		!e->message->sip.is_response && e->copy != DUPLICATE_SURE &&
		(e->copy == DUPLICATE_DOUBTED || !p->copy) &&
		store_lacks_ack(p->store, e->message);
}

static void tell_copy(struct pipeline *p, const struct relay_event *e)
{
	count_message(p, e, true);
	store_duplicate(p->store, e->message);
	if (!p->copy)
		p->copy = message_ref(e->message);
}

static void tell_tls(struct pipeline *p, const struct tls_info *info)
{
	for (struct tally *t = &p->tallies[info->hello.source]; t && !info->early;
	     t = pipeline_take_also(p, t))
		tally_tls(t, info);
	engine_tls(p->engine, info);
}

void pipeline_tell_ahead(const struct message *m, unsigned step, void *arg)
{
	struct pipeline *p = arg;

	store_fetch(p->store, m, step);
}

bool pipeline_tell(const struct relay_event *e, void *arg)
{
	struct pipeline *p = arg;

	switch (e->kind) {
	case RELAY_MESSAGE:
		tell_message(p, e);
		break;
	case RELAY_COPY:
		if (sent_again(p, e))
			tell_message(p, e);
		else
			tell_copy(p, e);
		break;
	case RELAY_SEEN:
		store_seen(p->store, &e->seen.src, &e->seen.dst);
		break;
	case RELAY_CLOCK:
		store_clock(p->store, e->clock);
		break;
	case RELAY_GAP:
		engine_gap(p->engine);
		break;
	case RELAY_ICMP:
		store_icmp(p->store, e->icmp);
		break;
	case RELAY_REFUSED:
		engine_refused(p->engine, e->refused);
		break;
	case RELAY_TLS:
		tell_tls(p, e->tls);
		break;
	case RELAY_TROUBLE:
		engine_trouble(p->engine, e->trouble);
		break;
	case RELAY_CLOSING:
		engine_closing(p->engine, e->closing);
		break;
	case RELAY_DNS:
		engine_dns(p->engine, e->dns);
		break;
	}
	return !sink_error(p->sink);
}
