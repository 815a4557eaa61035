/* SPDX-License-Identifier: BSD-2-Clause */
/* The inside of the pipeline, and what passes through it: packets on their way up,
 * findings and events on their way to the renderer.  Only pipeline*.c and their
 * test include it. */
#ifndef SRC_PIPELINE_TAKE_H
#define SRC_PIPELINE_TAKE_H

#include "diagnose/engine.h"
#include "pipeline.h"
#include "ports.h"
#include "saver.h"
#include "tally.h"

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
	struct ports *ports;          /* NULL where no filter is at work */
	pipeline_complain_fn *complain;
	void *complain_arg;
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

/* The tally of everything. */
struct tally *pipeline_take_total(struct pipeline *p);
/* The callbacks of renderer, engine and store; arg is the pipeline. */
const struct render_typed *
pipeline_take_typed(const struct transaction *t, bool explained, void *arg);
void pipeline_take_finding(const struct finding *f, void *arg);
void pipeline_take_notice(const struct store_notice *n, void *arg);
/* What the pipeline takes from the dissector; tests call it with packets of
 * their own. */
void pipeline_take_sink(struct pipeline *p, struct dissector_sink *out);
/* The next frame of the capture. */
void pipeline_take_frame(struct pipeline *p, const struct frame *f);

#endif
