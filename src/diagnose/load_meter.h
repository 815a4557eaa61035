/* SPDX-License-Identifier: BSD-2-Clause */
/* How many there were in the last second: counted in sixteenths of it, so that a
 * burst that lies in two seconds of the clock is one. */
#ifndef DIAGNOSE_LOAD_METER_H
#define DIAGNOSE_LOAD_METER_H

#include "base/clock.h"

#include <stdint.h>

enum { LOAD_SLOTS = 16,   /* of a second */
       LOAD_SPAN = 10 };  /* seconds over which a share is taken */

struct load_meter {
	int64_t slot;             /* that of now */
	uint16_t in[LOAD_SLOTS];  /* by slot */
};

/* Numbers stay where they are rather than begin again. */
static inline void load_meter_up(uint16_t *n)
{
	*n = (uint16_t)(*n + (*n < UINT16_MAX));
}

static inline void load_meter_down(uint16_t *n)
{
	*n = (uint16_t)(*n - (*n > 0));
}

/* What is over a second ago is forgotten.  now does not go back. */
void load_meter_move(struct load_meter *m, int64_t now);
/* One more, now. */
void load_meter_add(struct load_meter *m, int64_t now);
/* One less at that time, if it is not over a second ago. */
void load_meter_take(struct load_meter *m, int64_t at);
/* Those of the last second. */
unsigned load_meter_sum(const struct load_meter *m);

#endif
