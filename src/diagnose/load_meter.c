/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/load_meter.h"

#include <string.h>

static int64_t slot_of(int64_t time)
{
	return time / (CLOCK_S / LOAD_SLOTS);
}

void load_meter_move(struct load_meter *m, int64_t now)
{
	int64_t slot = slot_of(now);

	if (slot - m->slot >= LOAD_SLOTS) {
		memset(m->in, 0, sizeof(m->in));
		m->slot = slot;
	}
	while (m->slot < slot)
		m->in[(uint64_t)++m->slot % LOAD_SLOTS] = 0;
}

void load_meter_add(struct load_meter *m, int64_t now)
{
	load_meter_move(m, now);
	load_meter_up(&m->in[(uint64_t)m->slot % LOAD_SLOTS]);
}

void load_meter_take(struct load_meter *m, int64_t at)
{
	int64_t slot = slot_of(at);

	if (slot <= m->slot && m->slot - slot < LOAD_SLOTS)
		load_meter_down(&m->in[(uint64_t)slot % LOAD_SLOTS]);
}

unsigned load_meter_sum(const struct load_meter *m)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < LOAD_SLOTS; i++)
		sum += m->in[i];
	return sum;
}
