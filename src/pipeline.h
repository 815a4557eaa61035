/* SPDX-License-Identifier: BSD-2-Clause */
/* The pipeline wires the rooms: capture -> dissect -> store -> diagnose ->
 * render, and decides which headers of which messages are parsed typed. */
#ifndef SRC_PIPELINE_H
#define SRC_PIPELINE_H

#include "capture/capture_write.h"
#include "diagnose/passwords.h"
#include "diagnose/site.h"
#include "options.h"

#include <signal.h>

struct pipeline; /* opaque */

/* A pipeline over an opened capture, rendering into sink; it owns neither.
 * NULL when there is no memory. */
struct pipeline *pipeline_new(const struct options *o, struct capture *c,
			      struct render_sink *sink);
/* What the site itself knows; borrowed. */
void pipeline_use_site(struct pipeline *p, const struct site *site);
/* To be filled in before reading: passwords to check logins with. */
struct passwords *pipeline_passwords(struct pipeline *p);
/* -w: save into w, which the pipeline owns from now on (also on failure).
 * 0 or -ENOMEM. */
int pipeline_save(struct pipeline *p, struct capture_writer *w);
/* Read until the end, a limit, a failure, or *stop; then the summary.  Sentences
 * about damage go to complain.  Returns the exit status of the program: 0, 1
 * (--fail-on), 2 (output cannot be written) or 3 (damaged input). */
typedef void pipeline_complain_fn(const char *sentence, void *arg);
int pipeline_run(struct pipeline *p, const volatile sig_atomic_t *stop,
		 pipeline_complain_fn *complain, void *arg);
void pipeline_free(struct pipeline *p);

#endif
