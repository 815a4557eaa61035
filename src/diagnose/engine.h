/* SPDX-License-Identifier: BSD-2-Clause */
/* The engine runs the rules on what the store tells, and keeps one finding a
 * cause. */
#ifndef DIAGNOSE_ENGINE_H
#define DIAGNOSE_ENGINE_H

#include "diagnose/rule.h"

struct engine; /* opaque */

/* f is borrowed for the call. */
typedef void engine_fn(const struct finding *f, void *arg);

/* NULL when there is no memory.  fn is called for every finding, at once. */
struct engine *engine_new(engine_fn *fn, void *arg);
void engine_free(struct engine *e);
/* To be called with every notice of the store, before it is rendered. */
void engine_notice(struct engine *e, const struct store_notice *n);

#endif
