/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/story_kinds.h"

const struct story_kinds_row story_kinds[LEGS_KINDS] = {
	[LEGS_SESSION_ID] = { "session-id", TEXT_STORY_BY_SESSION_ID },
	[LEGS_ICID] = { "icid", TEXT_STORY_BY_ICID },
	[LEGS_HEADER] = { "private-id", TEXT_STORY_BY_HEADER },
	[LEGS_CALL_ID] = { "call-id", TEXT_STORY_BY_CALL_ID },
	[LEGS_ORIGIN] = { "sdp-origin", TEXT_STORY_BY_ORIGIN },
	[LEGS_NUMBERS] = { "numbers", TEXT_STORY_BY_NUMBERS },
	[LEGS_REFER] = { "refer", TEXT_STORY_BY_REFER },
};

bool story_kinds_joins(const struct story *s, unsigned leg, unsigned call)
{
	const struct story_leg *l = &s->legs[leg];

	for (unsigned i = 0; i < s->n_legs; i++) {
		if (s->legs[i].call == call)
			return addr_same_ip(&l->b, &s->legs[i].a) ||
				addr_same_ip(&l->a, &s->legs[i].a);
	}
	return false;
}
