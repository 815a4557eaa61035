/* SPDX-License-Identifier: BSD-2-Clause */
/* What ties legs together, in words; shared by text and JSON. */
#ifndef RENDER_STORY_KINDS_H
#define RENDER_STORY_KINDS_H

#include "data/catalog.h"
#include "diagnose/story.h"

struct story_kinds_row {
	const char *key;   /* in JSON */
	enum text_id text;
};
extern const struct story_kinds_row story_kinds[LEGS_KINDS];

/* Does that leg touch the host where that call begins? */
bool story_kinds_joins(const struct story *s, unsigned leg, unsigned call);

#endif
