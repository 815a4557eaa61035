/* SPDX-License-Identifier: BSD-2-Clause */
/* The remedies of a finding on its page, those for a special case under that. */
#ifndef RENDER_PAGES_CASES_H
#define RENDER_PAGES_CASES_H

#include "render/page.h"

void pages_cases_put(struct page *p, const struct finding_text *f);

#endif
