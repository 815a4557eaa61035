/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BENCH_MIX_SCENE_H
#define BENCH_MIX_SCENE_H

#include "mix_queue.h"

/* The scenes of the generator: calls, registrations, pings and failures. */

struct mix_world {
	struct mix_rand rand;
	struct mix_queue queue;
	uint64_t sip, rtp; /* packets pushed so far */
	unsigned rtp_percent; /* of all packets, 0..99 */
	int err; /* the first error, -errno */
};

/* Draws one scene that begins at WHEN_US and pushes its packets.  An error is
 * kept in w->err. */
void mix_scene_start(struct mix_world *w, int64_t when_us);

#endif
