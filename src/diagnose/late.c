/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/late.h"

void late_note(struct late *l, uint64_t key, const struct finding *f)
{
	struct late_one *one = &l->of[l->n % LATE_MAX];
	const struct transaction *t = f->transaction;

	/* By a part of its name no group is found again. */
	if (f->group.len > sizeof(one->told.group))
		return;
	*one = (struct late_one){ .key = key, .time = f->time, .told = {
		.id = f->id, .status = f->status, .answer = t->status,
		.frame = t->final->frame, .server = t->server,
		.group_len = f->group.len } };
	memcpy(one->told.group, f->group.p, f->group.len);
	l->n++;
}

void late_take(struct late *l, uint64_t key, int64_t since, struct finding *f)
{
	unsigned n = 0;

	for (unsigned i = 0; i < LATE_MAX && l->n; i++) {
		struct late_one *one = &l->of[i];

		if (one->key != key)
			continue;
		one->key = 0;
		if (n < LATE_EACH && one->time >= since)
			l->taken[n++] = one->told;
	}
	f->consequences = l->taken;
	f->n_consequences = n;
}
