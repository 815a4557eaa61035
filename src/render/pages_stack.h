/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages about programs: stacks, phrases on the wire, scanners. */
#ifndef RENDER_PAGES_STACK_H
#define RENDER_PAGES_STACK_H

#include "render/page.h"

/* The pages of all stacks, phrases and scanners called so (`asterisk',
 * `Not here', `User-Agent: FreeSWITCH-mod_sofia/1.10'); false when there is
 * none. */
bool pages_stack_topic(struct page *p, struct slice topic);
/* Which setting of which program is behind a code (`404', `4xx') or a finding;
 * nothing where none is known. */
void pages_stack_causes(struct page *p, struct slice topic);
void pages_stack_causes_code(struct page *p, unsigned code);
/* --list stacks, phrases, scanners. */
void pages_stack_list(struct page *p);
void pages_stack_phrases(struct page *p);
void pages_stack_scanners(struct page *p);
/* The ith topic of these pages, for what was misspelt; NULL after the last. */
const char *pages_stack_name(size_t i);

#endif
