/* SPDX-License-Identifier: BSD-2-Clause */
#include "pipeline_take.h"

#include "dissect/sip_frame.h"
#include "filter_note.h"
#include "select.h"
#include "typed.h"

struct tally *pipeline_take_total(struct pipeline *p)
{
	return &p->tallies[p->n_sources > 1 ? p->n_sources : 0];
}

/* What counts in one tally counts in this one, too; NULL: in no other. */
static struct tally *also(struct pipeline *p, const struct tally *t)
{
	return t != pipeline_take_total(p) ? pipeline_take_total(p) : NULL;
}

/* Of -w: a full disk is a failure, a reader that has gone ends the run. */
static void save_failed(struct pipeline *p, int rc)
{
	if (rc && !p->write_error) {
		p->write_error = rc;
		p->done = true;
	}
}

/* --- what comes up: findings and events --- */

const struct render_typed *
pipeline_take_typed(const struct transaction *t, bool explained, void *arg)
{
	struct pipeline *p = arg;

	typed_line(p->osip, t, &p->typed);
	if (explained)
		typed_verdicts(p->osip, t, &p->typed);
	return &p->typed;
}

/* The frames that prove a finding. */
static void save_finding(struct pipeline *p, const struct finding *f)
{
	if (f->call) {
		((struct call *)(uintptr_t)f->call)->reported = true;
		if (p->saver)
			save_failed(p, saver_report(p->saver, f->call->call_id,
						    &p->error));
		return;
	}
	for (size_t i = 0; p->saver && i < f->n_evidence; i++)
		save_failed(p, saver_proof(p->saver, f->source,
					   f->evidence[i].frame, &p->error));
}

void pipeline_take_finding(const struct finding *f, void *arg)
{
	struct pipeline *p = arg;
	bool selected = !p->selecting || select_finding(p->options, f);

	for (struct tally *t = &p->tallies[f->source]; t; t = also(p, t))
		tally_finding(t, f, selected);
	if (!selected)
		return;
	if (select_fails(p->options, f))
		p->failed = true;
	save_finding(p, f);
	p->renderer->ops->finding(p->renderer, f, ranking_count(
		&pipeline_take_total(p)->ranking, f));
}

static void forget(struct pipeline *p, const struct store_notice *n)
{
	if (n->event == STORE_COMPLETE) {
		struct tally *t =
			&p->tallies[transaction_any(n->t)->source];
		bool selected = !p->selecting ||
			select_reported(p->options, n->t);

		for (; t; t = also(p, t)) {
			tally_transaction(t, n->t);
			t->selected += selected;
		}
	} else if (n->event == STORE_CALL_COMPLETE) {
		struct tally *t = &p->tallies[n->call->source];

		for (; t; t = also(p, t))
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
		save_failed(p, saver_report(p->saver, n->call->call_id,
					    &p->error));
	n->call->reported = true;
	return true;
}

void pipeline_take_notice(const struct store_notice *n, void *arg)
{
	struct pipeline *p = arg;

	if (dissector_stats(p->dissector)->tcp_gap_bytes)
		engine_gap(p->engine);
	if (n->event == STORE_ICMP && p->saver)
		save_failed(p, saver_message(p->saver, n->icmp->frame,
					     n->call->call_id, &p->error));
	engine_notice(p->engine, n);
	if (reported(p, n))
		p->renderer->ops->notice(p->renderer, n);
	forget(p, n);
}

/* --- what comes down: packets --- */

static void show_message(struct pipeline *p, const struct message *m,
			 bool duplicate)
{
	struct render_note note;
	bool all = p->options->verbosity == VERBOSITY_ALL;

	if (!p->renderer->ops->message || (!all && !p->options->strict))
		return;
	typed_note(p->osip, &m->sip, p->options->strict, &note);
	note.duplicate = duplicate;
	for (struct tally *t = p->now; t; t = also(p, t))
		t->osip_refused += note.osip_rc != 0;
	if (all || note.osip_rc || note.verdict)
		p->renderer->ops->message(p->renderer, m, &note);
}

static void count_message(struct pipeline *p, const struct sip_index *m,
			  bool duplicate)
{
	bool malformed = sip_index_malformed(m) != 0;

	for (struct tally *t = p->now; t; t = also(p, t)) {
		tally_message(t, m, duplicate);
		t->malformed += malformed;
	}
	if (p->options->count && ++p->messages >= p->options->count)
		p->done = true;
}

/* Live the end may be far, so the first port that is left out is said at once. */
static void say_port(struct pipeline *p)
{
	struct strbuf b = { 0 };

	if (!capture_is_live(p->capture))
		return;
	filter_note_ports(&b, ports_left_out(p->ports), p->options->filter);
	p->complain(strbuf_str(&b), p->complain_arg);
	strbuf_fini(&b);
}

static void take_message(struct pipeline *p, const struct packet *packet,
			 struct slice text)
{
	struct sip_index sip;
	struct message *m;
	bool duplicate;

	sip_index_read(&sip, p->room, text, true);
	sip.cut = packet->truncated; /* what is missing is not malformed */
	if (p->ports && ports_message(p->ports, packet, &sip))
		say_port(p);
	duplicate = packet->copies &&
		store_is_duplicate(p->store, packet, &sip);
	count_message(p, &sip, duplicate);
	if (p->saver)
		save_failed(p, saver_message(p->saver, packet->frame,
					     sip_index_slice(&sip, sip.call_id),
					     &p->error));
	if (duplicate)
		return;
	m = message_pool_new(&p->pool, packet, &sip);
	if (!m) {
		p->memory = true;
		return;
	}
	show_message(p, m, false);
	if (store_message(p->store, m))
		p->memory = true;
	message_unref(m);
}

static bool sip_port(uint16_t port)
{
	return port == 5060 || port == 5061;
}

/* A stream has found out what it carries; a datagram is looked at. */
static enum sip_frame_kind kind_of(const struct packet *packet, bool known,
				   struct slice *text)
{
	if (!packet->framed)
		return sip_frame_datagram(packet->payload, known, text);
	*text = packet->payload;
	for (size_t i = 0; i < text->len; i++) {
		if (text->p[i] != '\r' && text->p[i] != '\n')
			return SIP_FRAME_MESSAGE;
	}
	return SIP_FRAME_KEEPALIVE;
}

static void on_datagram(const struct packet *packet, void *arg)
{
	struct pipeline *p = arg;
	struct slice text;
	bool known = packet->framed || packet->transport != TRANSPORT_UDP ||
		sip_port(packet->src.port) || sip_port(packet->dst.port);
	enum sip_frame_kind kind;

	if (p->done)
		return;
	kind = kind_of(packet, known, &text);
	/* What waited for others may have come from another source. */
	p->now = &p->tallies[packet->frame->source];
	if (kind == SIP_FRAME_MESSAGE)
		take_message(p, packet, text);
	else if (known) /* proof that this direction is captured */
		store_seen(p->store, &packet->src, &packet->dst);
	if (kind == SIP_FRAME_KEEPALIVE && known) {
		for (struct tally *t = p->now; t; t = also(p, t))
			t->keepalives++;
	}
}

static void on_segment(const struct dissector_segment *s, void *arg)
{
	struct pipeline *p = arg;

	if (p->done)
		return;
	if (s->carrier == DISSECTOR_WANTED && s->src.port)
		store_seen(p->store, &s->src, &s->dst);
	if (p->saver)
		save_failed(p, saver_segment(p->saver, s->flow, s->carrier,
					     &p->error));
}

static void on_icmp(const struct icmp_error *e, void *arg)
{
	struct pipeline *p = arg;

	if (p->done)
		return;
	if (p->saver)
		saver_evidence(p->saver);
	store_icmp(p->store, e);
}

static void on_refused(const struct tcp_refusal *r, void *arg)
{
	struct pipeline *p = arg;

	if (!p->done)
		engine_refused(p->engine, r);
}

static void on_tls(const struct tls_info *info, void *arg)
{
	struct pipeline *p = arg;
	unsigned source = info->hello.source;

	if (p->done)
		return;
	for (struct tally *t = &p->tallies[source]; t; t = also(p, t))
		tally_tls(t, info);
	engine_tls(p->engine, info);
}

static void on_srv(uint16_t port, enum transport t, void *arg)
{
	struct pipeline *p = arg;

	if (p->ports && !p->done && ports_srv(p->ports, port, t))
		say_port(p);
}

void pipeline_take_frame(struct pipeline *p, const struct frame *f)
{
	const struct dissector_stats *d;
	uint64_t fragments;

	p->now = &p->tallies[f->source];
	if (p->options->duration && p->started &&
	    f->time - p->started >= p->options->duration &&
	    !capture_is_live(p->capture)) {
		p->done = true;
		return;
	}
	if (!p->started)
		p->started = f->time;
	for (struct tally *t = p->now; t; t = also(p, t))
		tally_frame(t, f->time);
	if (p->saver)
		saver_frame(p->saver, f);
	store_clock(p->store, f->time); /* whatever it holds, time goes on */
	dissector_count_in(p->dissector, &p->now->dissect);
	d = &p->now->dissect;
	fragments = d->fragment_frames;
	if (dissector_frame(p->dissector, f))
		p->memory = true;
	if (p->saver && d->fragment_frames != fragments)
		saver_evidence(p->saver);
	if (p->saver)
		save_failed(p, saver_frame_end(p->saver, &p->error));
}

void pipeline_take_sink(struct pipeline *p, struct dissector_sink *out)
{
	*out = (struct dissector_sink){
		.datagram = on_datagram, .icmp = on_icmp,
		.segment = on_segment, .refused = on_refused, .tls = on_tls,
		.srv = on_srv,
		.arg = p,
	};
}
