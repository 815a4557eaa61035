/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/clocks.h"

static bool apart(int64_t a, int64_t b)
{
	return (a > b ? a - b : b - a) > CLOCKS_WRONG;
}

bool clocks_note(struct clocks *c, const struct addr *device, int64_t skew,
		 struct clocks_others *others)
{
	unsigned have = c->n < CLOCKS_MAX ? c->n : CLOCKS_MAX, at = have;
	bool news = apart(skew, 0);

	*others = (struct clocks_others){ .right = 0 };
	for (unsigned i = 0; i < have; i++) {
		if (addr_same_ip(&c->of[i].device, device))
			at = i;
		else if (!apart(c->of[i].skew, 0))
			others->right++;
		else if (!apart(c->of[i].skew, skew))
			others->alike++;
	}
	if (at < have)
		news = news && apart(c->of[at].skew, skew);
	else
		at = c->n++ % CLOCKS_MAX;
	c->of[at].device = *device;
	c->of[at].skew = skew;
	return news;
}
