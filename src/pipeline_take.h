/* SPDX-License-Identifier: BSD-2-Clause */
/* The inside of the pipeline, and what passes through it: packets on their way to
 * the teller (pipeline_take.c), events on their way to the renderer
 * (pipeline_tell.c).  Only pipeline*.c and their test include it. */
#ifndef SRC_PIPELINE_TAKE_H
#define SRC_PIPELINE_TAKE_H

#include "base/heap.h"
#include "diagnose/engine.h"
#include "pipeline.h"
#include "ports.h"
#include "relay.h"
#include "saver.h"
#include "store/duplicate.h"
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
	struct peers *peers;          /* NULL without --peers */
	struct story_set *stories;    /* NULL without --legs */
	struct passwords passwords;
	struct sip_osip *osip;
	struct saver *saver;          /* NULL without -w */
	struct ports *ports;          /* NULL where no filter is at work */
	pipeline_complain_fn *complain;
	void *complain_arg;
	struct sip_index_room *room;
	struct relay *relay;
	struct duplicate_table *duplicates;
	struct message *copy;         /* the first packet that came twice: a
					 reference, the teller's; or NULL */
	struct render_typed typed;    /* of what is being printed */
	struct tally *tallies;        /* one for each source, then the total */
	unsigned n_sources;
	struct tally *now;            /* of the frame at hand */
	struct capture_error error;   /* of -w */
	uint64_t seed;                /* of the store */
	uint64_t messages;
	int64_t started;              /* first packet, or wall time live */
	int64_t clock;                /* told last */
	bool clock_jumped;            /* by that */
	struct heap heap;
	bool selecting, damaged, done;
	bool memory, forgot;          /* the reader, the teller lost a message */
	bool failed;                  /* --fail-on; the teller's */
	bool gap_told;
	int write_error;
};

/* The tally of everything. */
static inline struct tally *pipeline_take_total(const struct pipeline *p)
{
	return &p->tallies[p->n_sources > 1 ? p->n_sources : 0];
}

/* What counts in one tally counts in this one, too; NULL: in no other. */
static inline struct tally *pipeline_take_also(const struct pipeline *p,
					       const struct tally *t)
{
	return t != pipeline_take_total(p) ? pipeline_take_total(p) : NULL;
}

/* Of -w: a full disk is a failure, a reader that has gone ends the run. */
static inline void pipeline_take_saved(struct pipeline *p, int rc)
{
	if (rc && !p->write_error) {
		p->write_error = rc;
		p->done = true;
	}
}

/* The callbacks of renderer, engine and store; arg is the pipeline. */
const struct render_typed *
pipeline_tell_typed(const struct transaction *t, bool explained, void *arg);
void pipeline_tell_finding(const struct finding *f, void *arg);
void pipeline_tell_notice(const struct store_notice *n, void *arg);
void pipeline_tell_story(const struct story *s, void *arg);
/* What the pipeline takes from the dissector; tests call it with packets of
 * their own. */
void pipeline_take_sink(struct pipeline *p, struct dissector_sink *out);
/* The next frame of the capture. */
void pipeline_take_frame(struct pipeline *p, const struct frame *f);
/* Packet time moved on. */
void pipeline_take_clock(struct pipeline *p, int64_t now);
/* There are no more frames: what the dissector still holds. */
void pipeline_take_end(struct pipeline *p);
/* What the teller does for messages that come soon (relay_ahead_fn). */
void pipeline_tell_ahead(const struct message *m, unsigned step, void *arg);
/* What the teller does with an event (relay_fn); arg is the pipeline. */
bool pipeline_tell(const struct relay_event *e, void *arg);

#endif
