/* SPDX-License-Identifier: BSD-2-Clause */
#include "pipeline.h"

#include "base/clock.h"
#include "base/mem.h"
#include "filter_note.h"
#include "pipeline_take.h"
#include "select.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

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

/* Without a filter there is nothing to widen. */
static bool filtered(const struct pipeline *p)
{
	return p->options->filter ||
		(capture_is_live(p->capture) && !p->options->all);
}

static void set_render(struct pipeline *p)
{
	const struct options *o = p->options;

	p->render = (struct render_options){
		.verbosity = o->verbosity,
		.color = use_color(o, p->sink),
		.show_secrets = o->show_secrets,
		.live = capture_is_live(p->capture),
		.flush = capture_waits(p->capture),
		.clock = { .style = o->time },
		.several_sources = p->n_sources > 1,
		.columns = sink_columns(p->sink),
	};
	p->renderer = o->format == FORMAT_JSON ?
		json_new(&p->render, p->sink) : text_new(&p->render, p->sink);
	if (!p->renderer)
		return;
	p->renderer->source_name = source_name;
	p->renderer->typed_fn = pipeline_tell_typed;
	p->renderer->source_arg = p;
}

struct pipeline *pipeline_new(const struct options *o, struct capture *c,
			      struct render_sink *sink)
{
	struct pipeline *p = mem_zalloc(sizeof(*p));
	struct dissector_sink up;
	struct store_options so = {
		.keep_messages = o->verbosity >= VERBOSITY_FLOW || o->legs };

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
	pipeline_take_sink(p, &up);
	p->dissector = dissector_new(&up, 0);
	p->duplicates = mem_zalloc(sizeof(*p->duplicates));
	p->relay = relay_new(pipeline_tell, p);
	p->store = store_new(&so, pipeline_tell_notice, p);
	if (p->relay)
		relay_look_ahead(p->relay, pipeline_tell_ahead);
	if (p->store)
		p->seed = store_seed(p->store);
	p->engine = engine_new(pipeline_tell_finding, p);
	p->osip = sip_osip_new();
	if (o->peers)
		p->peers = peers_new();
	if (o->legs && p->engine)
		p->stories = story_set_new(engine_legs(p->engine),
					   pipeline_tell_story, p);
	if (filtered(p))
		p->ports = ports_new(c, o->filter);
	set_render(p);
	for (unsigned i = 0; p->tallies && i <= p->n_sources; i++) {
		tally_init(&p->tallies[i]);
		/* Relative times have no start yet. */
		p->tallies[i].ranking.by_clock = o->format != FORMAT_JSON &&
			o->time != CLOCK_RELATIVE;
		p->tallies[i].ranking.clock.style = o->time;
	}
	if (!p->tallies || !p->room || !p->dissector || !p->store ||
	    !p->duplicates || !p->relay ||
	    (o->peers && !p->peers) || (o->legs && !p->stories) ||
	    !p->engine || !p->osip || !p->renderer ||
	    (filtered(p) && !p->ports)) {
		pipeline_free(p);
		return NULL;
	}
	return p;
}

void pipeline_use_site(struct pipeline *p, const struct site *site)
{
	engine_use_site(p->engine, site);
}

struct passwords *pipeline_passwords(struct pipeline *p)
{
	engine_use_passwords(p->engine, &p->passwords);
	return &p->passwords;
}

int pipeline_save(struct pipeline *p, struct capture_writer *w)
{
	struct saver_options o = { .wait = p->selecting,
				   .live = capture_is_live(p->capture) };

	p->saver = saver_new(w, &o);
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
	ports_free(p->ports);
	story_set_free(p->stories);
	engine_free(p->engine); /* it holds messages of the store, */
	message_unref(p->copy);
	store_free(p->store);   /* and these go back to the relay's pool */
	relay_free(p->relay);
	free(p->duplicates);
	peers_free(p->peers);
	passwords_fini(&p->passwords);
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
	pipeline_take_clock(p, now - 200 * CLOCK_MS);
	if (p->options->duration && p->started &&
	    now - p->started >= p->options->duration)
		p->done = true;
}

/* The next frame, or whatever else there is; false at the end. */
static bool step(struct pipeline *p, struct capture_error *err)
{
	const struct frame *f;
	enum capture_status st = capture_next(p->capture, &f, err);

	switch (st) {
	case CAPTURE_FRAME:
		pipeline_take_frame(p, f);
		break;
	case CAPTURE_IDLE:
		idle(p);
		break;
	case CAPTURE_END:
		return false;
	case CAPTURE_DAMAGED:
	case CAPTURE_FAILED:
		p->damaged = true;
		p->complain(strbuf_str(&err->text), p->complain_arg);
		strbuf_reset(&err->text);
		return st == CAPTURE_DAMAGED;
	}
	return true;
}

static void add_dissect(struct dissector_stats *to,
			const struct dissector_stats *from)
{
	uint64_t *a = (uint64_t *)to;
	const uint64_t *b = (const uint64_t *)from;

	for (size_t i = 0; i < sizeof(*to) / sizeof(*a); i++)
		a[i] += b[i];
}

/* Of the whole run, so the total says it. */
static void add_ports(struct pipeline *p, struct render_summary *s,
		      struct strbuf *note)
{
	const struct ports_left_out *out = ports_left_out(p->ports);

	s->ports = out->list;
	s->n_ports = out->n;
	s->ports_listed = out->n < PORTS_LISTED ? out->n : PORTS_LISTED;
	filter_note_ports(note, out, p->options->filter);
	s->ports_note = note->len ? strbuf_str(note) : NULL;
}

static void summary(struct pipeline *p, unsigned source)
{
	struct strbuf ports = { 0 };
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
	if (p->ports && (source == p->n_sources || p->n_sources == 1))
		add_ports(p, &s, &ports);
	p->renderer->ops->summary(p->renderer, &s);
	strbuf_fini(&ports);
}

/* With one source the total is that source. */
static void summaries(struct pipeline *p)
{
	unsigned n = p->n_sources;

	if (n > 1) {
		for (unsigned i = 0; i < n; i++)
			add_dissect(&pipeline_take_total(p)->dissect,
				    &p->tallies[i].dissect);
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

/* One thread, if what the teller finds out decides what is read next, or has to
 * be said at once. */
static bool alone(const struct pipeline *p)
{
	const struct options *o = p->options;

	return o->one_thread || o->count || p->saver ||
		capture_waits(p->capture) || !relay_worth_it();
}

int pipeline_run(struct pipeline *p, const volatile sig_atomic_t *stop,
		 pipeline_complain_fn *complain, void *arg)
{
	struct capture_error err = { { 0 } };

	p->complain = complain;
	p->complain_arg = arg;
	if (capture_is_live(p->capture))
		p->started = wall_clock();
	if (!alone(p))
		relay_start(p->relay);
	while (!p->done && !*stop && relay_wanted(p->relay)) {
		if (!step(p, &err))
			break;
	}
	strbuf_fini(&err.text);
	if (p->saver)
		saver_frame(p->saver, NULL);
	pipeline_take_end(p);
	relay_stop(p->relay);
	store_end(p->store);
	if (p->stories)
		story_set_end(p->stories);
	if (p->copy)
		engine_copies(p->engine, p->copy,
			      store_stats(p->store)->duplicates);
	if (p->peers)
		p->renderer->ops->peers(p->renderer, p->peers);
	summaries(p);
	if (finish_saving(p) && p->write_error != -EPIPE)
		complain(p->error.text.len ? strbuf_str(&p->error.text) :
			 "out of memory: not all packets were saved", arg);
	if (p->memory || p->forgot) {
		complain("out of memory: some messages were lost", arg);
		p->damaged = true;
	}
	return exit_status(p);
}
