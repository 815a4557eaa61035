/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/habits.h"

void habits_init(struct habits *h)
{
	h->seed = hash_seed();
	source_memory_init(&h->sources, h->seed);
	load_init(&h->load, h->seed);
	awaited_init(&h->awaited, h->seed);
	numbers_init(&h->numbers, h->seed);
	ages_init(&h->ages, h->seed);
}

void habits_fini(struct habits *h)
{
	source_memory_fini(&h->sources);
	load_fini(&h->load);
	awaited_fini(&h->awaited);
	numbers_fini(&h->numbers);
	ages_fini(&h->ages);
}

void habits_notice(struct habits *h, const struct store_notice *n)
{
	if (n->t->method == METHOD_REGISTER)
		source_note_register(&h->sources, n);
	load_note(&h->load, n);
	if ((n->t->method == METHOD_INVITE || n->t->method == METHOD_REFER) &&
	    (n->event == STORE_REQUEST || n->t->status / 100 == 3))
		awaited_note(&h->awaited, n);
	if (n->t->method == METHOD_INVITE && n->event == STORE_REQUEST &&
	    !n->t->in_dialog)
		source_note_invite(&h->sources, n);
	if (n->t->method == METHOD_INVITE)
		numbers_note(&h->numbers, n);
}
