/* SPDX-License-Identifier: BSD-2-Clause */
#include "pipeline.h"

#include "base/clock.h"
#include "base/mem.h"
#include "diagnose/engine.h"
#include "dissect/dissector.h"
#include "dissect/sip_frame.h"
#include "saver.h"
#include "select.h"
#include "tally.h"
#include "typed.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

struct pipeline {
	const struct options *options;
	struct capture *capture;
	struct render_sink *sink;
	struct render_options render;
	struct renderer *renderer;
	struct dissector *dissector;
	struct store *store;
	struct engine *engine;
	struct sip_osip *osip;
	struct saver *saver;          /* NULL without -w */
	struct sip_index_room *room;
	struct message_pool pool;
	struct render_typed typed;    /* of what is being printed */
	struct tally *tallies;        /* one for each source, then the total */
	unsigned n_sources;
	struct tally *now;            /* of the frame at hand */
	struct capture_error error;   /* of -w */
	uint64_t messages;
	int64_t started;              /* first packet, or wall time live */
	bool selecting, failed, memory, done, damaged;
	int write_error;
};

static struct tally *total(struct pipeline *p)
{
	return &p->tallies[p->n_sources > 1 ? p->n_sources : 0];
}

/* What counts in one tally counts in this one, too; NULL: in no other. */
static struct tally *also(struct pipeline *p, const struct tally *t)
{
	return t != total(p) ? total(p) : NULL;
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

static const struct render_typed *typed_of(const struct transaction *t,
					   bool explained, void *arg)
{
	struct pipeline *p = arg;

	typed_line(p->osip, t, &p->typed);
	if (explained)
		typed_verdicts(p->osip, t, &p->typed);
	return &p->typed;
}

static void on_finding(const struct finding *f, void *arg)
{
	struct pipeline *p = arg;
	bool selected = !p->selecting || select_finding(p->options, f);

	for (struct tally *t = &p->tallies[f->source]; t; t = also(p, t))
		tally_finding(t, f, selected);
	if (!selected)
		return;
	if (select_fails(p->options, f))
		p->failed = true;
	if (p->saver && f->call)
		saver_report(p->saver, f->call->call_id);
	if (f->call)
		((struct call *)(uintptr_t)f->call)->reported = true;
	p->renderer->ops->finding(p->renderer, f,
				  ranking_count(&total(p)->ranking, f));
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
		saver_report(p->saver, n->call->call_id);
	n->call->reported = true;
	return true;
}

static void on_notice(const struct store_notice *n, void *arg)
{
	struct pipeline *p = arg;

	if (dissector_stats(p->dissector)->tcp_gap_bytes)
		engine_gap(p->engine);
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

static void take_message(struct pipeline *p, const struct packet *packet,
			 struct slice text)
{
	struct sip_index sip;
	struct message *m;
	bool duplicate;

	sip_index_read(&sip, p->room, text, true);
	sip.cut = packet->truncated; /* what is missing is not malformed */
	/* A stream gives each byte once: there a copy is a copy. */
	duplicate = packet->transport == TRANSPORT_UDP &&
		store_is_duplicate(p->store, packet, &sip);
	count_message(p, &sip, duplicate);
	if (p->saver)
		save_failed(p, saver_message(p->saver,
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
	if (p->saver && s->carrier == DISSECTOR_WANTED && !s->flow)
		save_failed(p, saver_evidence(p->saver, &p->error));
}

static void on_icmp(const struct icmp_error *e, void *arg)
{
	struct pipeline *p = arg;

	if (p->done)
		return;
	if (p->saver)
		save_failed(p, saver_evidence(p->saver, &p->error));
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

static void take_frame(struct pipeline *p, const struct frame *f)
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
		save_failed(p, saver_evidence(p->saver, &p->error));
}

/* --- life --- */

static const char *source_name(unsigned source, void *arg)
{
	struct pipeline *p = arg;

	return capture_name(p->capture, source);
}

static bool use_color(const struct options *o, const struct render_sink *sink)
{
	const char *no = getenv("NO_COLOR");

	if (o->color != COLOR_AUTO)
		return o->color == COLOR_ALWAYS;
	return sink_is_terminal(sink) && !(no && *no);
}

static void set_render(struct pipeline *p)
{
	const struct options *o = p->options;

	p->render = (struct render_options){
		.verbosity = o->verbosity,
		.color = use_color(o, p->sink),
		.show_secrets = o->show_secrets,
		.live = capture_is_live(p->capture),
		.clock = { .style = o->time },
		.several_sources = p->n_sources > 1,
		.columns = sink_columns(p->sink),
	};
	p->renderer = o->format == FORMAT_JSON ?
		json_new(&p->render, p->sink) : text_new(&p->render, p->sink);
	if (!p->renderer)
		return;
	p->renderer->source_name = source_name;
	p->renderer->typed_fn = typed_of;
	p->renderer->source_arg = p;
}

void pipeline_sink(struct pipeline *p, struct dissector_sink *out)
{
	*out = (struct dissector_sink){
		.datagram = on_datagram, .icmp = on_icmp,
		.segment = on_segment, .refused = on_refused, .tls = on_tls,
		.arg = p,
	};
}

struct pipeline *pipeline_new(const struct options *o, struct capture *c,
			      struct render_sink *sink)
{
	struct pipeline *p = mem_zalloc(sizeof(*p));
	struct dissector_sink up;
	struct store_options so = {
		.keep_messages = o->verbosity >= VERBOSITY_FLOW };

	if (!p)
		return NULL;
	p->options = o;
	p->capture = c;
	p->sink = sink;
	p->n_sources = capture_sources(c);
	p->selecting = select_active(o);
	/* With one source its tally is the total, too. */
	p->tallies = calloc(p->n_sources + 1u, sizeof(*p->tallies));
	p->room = malloc(sizeof(*p->room));
	pipeline_sink(p, &up);
	p->dissector = dissector_new(&up, 0);
	p->store = store_new(&so, on_notice, p);
	p->engine = engine_new(on_finding, p);
	p->osip = sip_osip_new();
	set_render(p);
	for (unsigned i = 0; p->tallies && i <= p->n_sources; i++)
		tally_init(&p->tallies[i]);
	if (!p->tallies || !p->room || !p->dissector || !p->store ||
	    !p->engine || !p->osip || !p->renderer) {
		pipeline_free(p);
		return NULL;
	}
	return p;
}

int pipeline_save(struct pipeline *p, struct capture_writer *w)
{
	p->saver = saver_new(w, p->selecting);
	if (!p->saver)
		capture_writer_close(w, &p->error);
	return p->saver ? 0 : -ENOMEM;
}

void pipeline_free(struct pipeline *p)
{
	if (!p)
		return;
	if (p->renderer)
		p->renderer->ops->free(p->renderer);
	saver_close(p->saver, &p->error);
	store_free(p->store);
	message_pool_fini(&p->pool);
	engine_free(p->engine);
	dissector_free(p->dissector);
	sip_osip_free(p->osip);
	for (unsigned i = 0; p->tallies && i <= p->n_sources; i++)
		tally_fini(&p->tallies[i]);
	free(p->tallies);
	free(p->room);
	strbuf_fini(&p->error.text);
	free(p);
}

static int64_t wall_clock(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec * CLOCK_S + ts.tv_nsec;
}

/* Live and nothing comes: time goes on all the same, less the time-out in which
 * packets may still wait in the kernel's buffer. */
static void idle(struct pipeline *p)
{
	int64_t now = wall_clock();

	if (!capture_is_live(p->capture))
		return; /* a signal ended the waiting for a pipe */
	if (p->saver)
		saver_frame(p->saver, NULL);
	dissector_clock(p->dissector, now - 200 * CLOCK_MS);
	store_clock(p->store, now - 200 * CLOCK_MS);
	if (p->options->duration && p->started &&
	    now - p->started >= p->options->duration)
		p->done = true;
}

/* The next frame, or whatever else there is; false at the end. */
static bool step(struct pipeline *p, pipeline_complain_fn *complain, void *arg)
{
	struct capture_error err = { { 0 } };
	struct frame f;
	bool more = true;

	switch (capture_next(p->capture, &f, &err)) {
	case CAPTURE_FRAME:
		take_frame(p, &f);
		break;
	case CAPTURE_IDLE:
		idle(p);
		break;
	case CAPTURE_END:
		more = false;
		break;
	case CAPTURE_DAMAGED:
		p->damaged = true;
		complain(strbuf_str(&err.text), arg);
		break;
	case CAPTURE_FAILED:
		p->damaged = true;
		complain(strbuf_str(&err.text), arg);
		more = false;
		break;
	}
	strbuf_fini(&err.text);
	return more;
}

static void add_dissect(struct dissector_stats *to,
			const struct dissector_stats *from)
{
	uint64_t *a = (uint64_t *)to;
	const uint64_t *b = (const uint64_t *)from;

	for (size_t i = 0; i < sizeof(*to) / sizeof(*a); i++)
		a[i] += b[i];
}

static void summary(struct pipeline *p, unsigned source)
{
	struct render_summary s = { .live = capture_is_live(p->capture),
				    .selecting = p->selecting,
				    .filter = p->options->filter };
	unsigned from = source, to = source + 1;

	if (source == p->n_sources) {
		from = 0;
		to = p->n_sources;
	} else {
		s.source = capture_name(p->capture, source);
	}
	tally_summary(&p->tallies[source], &s);
	for (unsigned i = from; i < to; i++) {
		struct capture_stats cs;

		capture_stats(p->capture, i, &cs);
		s.frames += cs.filtered;
		s.filtered += cs.filtered;
		s.dropped += cs.dropped;
	}
	s.shed += store_stats(p->store)->shed +
		(p->saver ? saver_shed(p->saver) : 0);
	p->renderer->ops->summary(p->renderer, &s);
}

/* With one source the total is that source. */
static void summaries(struct pipeline *p)
{
	unsigned n = p->n_sources;

	if (n > 1) {
		for (unsigned i = 0; i < n; i++)
			add_dissect(&total(p)->dissect, &p->tallies[i].dissect);
	}
	if (p->options->format == FORMAT_JSON || n == 1) {
		for (unsigned i = 0; i < n; i++)
			summary(p, i);
	}
	if (n > 1)
		summary(p, n);
}

static int exit_status(const struct pipeline *p)
{
	int rc = sink_error(p->sink);

	if (rc && rc != -EPIPE)
		return 2;
	if (p->write_error && p->write_error != -EPIPE)
		return 2;
	if (p->damaged)
		return 3;
	return p->failed ? 1 : 0;
}

static int finish_saving(struct pipeline *p)
{
	struct saver *s = p->saver;
	int rc;

	p->saver = NULL;
	rc = saver_close(s, &p->error);
	if (rc && !p->write_error)
		p->write_error = rc;
	return p->write_error;
}

int pipeline_run(struct pipeline *p, const volatile sig_atomic_t *stop,
		 pipeline_complain_fn *complain, void *arg)
{
	if (capture_is_live(p->capture))
		p->started = wall_clock();
	while (!p->done && !*stop && !sink_error(p->sink)) {
		if (!step(p, complain, arg))
			break;
	}
	if (p->saver)
		saver_frame(p->saver, NULL);
	dissector_end(p->dissector);
	store_end(p->store);
	summaries(p);
	if (finish_saving(p) && p->write_error != -EPIPE)
		complain(p->error.text.len ? strbuf_str(&p->error.text) :
			 "out of memory: not all packets were saved", arg);
	if (p->memory) {
		complain("out of memory: some messages were lost", arg);
		p->damaged = true;
	}
	return exit_status(p);
}
