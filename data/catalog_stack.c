/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog_stack.h"

#include "data/catalog_stack_table.h"

enum { LINKS_MAX = 4 }; /* from a stack to what it is like, and so on */

static const struct catalog_sign *sign_of(const struct catalog_clues *clues,
					  enum catalog_clue clue)
{
	const struct catalog_signs signs = { catalog_stack_signs,
					     catalog_stack_sign_at,
					     catalog_stack_sign_clues,
					     catalog_stack_sign_anywhere };

	if (!clues->of[clue].len)
		return NULL;
	return catalog_sign_find(&signs, clue, slice_trim(clues->of[clue]));
}

static const struct catalog_stack *root(const struct catalog_stack *s)
{
	return s->of ? s->of : s;
}

static enum certainty sure(enum catalog_clue clue)
{
	return clue <= CATALOG_CLUE_X_FS_SUPPORT ? CERTAINTY_CERTAIN :
		CERTAINTY_LIKELY;
}

struct catalog_stack_match catalog_stack_find(const struct catalog_clues *clues)
{
	struct catalog_stack_match m = { .certainty = CERTAINTY_POSSIBLE };
	const struct catalog_sign *sign;
	const struct catalog_stack *part;

	for (int c = 0; c < CATALOG_CLUE_TAG && !m.stack; c++) {
		sign = sign_of(clues, (enum catalog_clue)c);
		if (!sign)
			continue;
		m.stack = &catalog_stacks[sign->row];
		m.clue = (enum catalog_clue)c;
		m.certainty = sure(m.clue);
	}
	if (!m.stack || m.stack->of)
		return m;
	sign = sign_of(clues, CATALOG_CLUE_TAG);
	part = sign ? &catalog_stacks[sign->row] : NULL;
	if (part && part->of == m.stack)
		m.stack = part;
	return m;
}

const struct catalog_stack *catalog_stack_get(struct slice name)
{
	for (size_t i = 0; i < catalog_stack_count; i++)
		if (slice_eq_nocase(slice_cstr(catalog_stacks[i].key), name) ||
		    slice_eq_nocase(slice_cstr(catalog_stacks[i].name), name))
			return &catalog_stacks[i];
	return NULL;
}

const struct catalog_stack *catalog_stack_all(size_t *n)
{
	*n = catalog_stack_count;
	return catalog_stacks;
}

const char *catalog_stack_example(const struct catalog_stack *s, size_t i)
{
	for (size_t k = 0; k < catalog_stack_sign_count; k++)
		if (&catalog_stacks[catalog_stack_signs[k].row] == s && !i--)
			return catalog_stack_signs[k].example;
	return NULL;
}

/* s is like other, or like one that is like it. */
static bool leads_to(const struct catalog_stack *s,
		     const struct catalog_stack *other)
{
	for (int i = 0; s && i < LINKS_MAX; i++, s = s->like)
		if (s == other || root(s) == other)
			return true;
	return false;
}

bool catalog_stack_related(const struct catalog_stack *s,
			   const struct catalog_stack *other)
{
	return s && other && (root(s) == root(other) || leads_to(s, other) ||
			      leads_to(other, s));
}

/* --- advice --- */

static bool named(const struct catalog_advice *a, struct slice topic)
{
	for (const char *const *t = a->topics; *t; t++)
		if (slice_eq(slice_cstr(*t), topic))
			return true;
	return false;
}

bool catalog_stack_has(const struct catalog_advice *a, struct slice topic)
{
	struct slice client = SLICE("client-");

	for (const char *const *t = a->topics; *t; t++) {
		struct slice s = slice_cstr(*t);

		if (slice_eq(s, topic) || (slice_starts_nocase(s, client) &&
		    slice_eq(slice_from(s, client.len), topic)))
			return true;
	}
	return false;
}

/* The nth line for a topic; *n becomes how many are still to be skipped. */
static const char *nth(const struct catalog_stack *s, struct slice topic,
		       struct slice besides, size_t *n, bool *any)
{
	for (const struct catalog_advice *a = s->advice; a->topics; a++) {
		if (!named(a, topic) || (besides.len && named(a, besides)))
			continue;
		*any = true;
		if (!(*n)--)
			return a->text;
	}
	return NULL;
}

/* `4xx' for 403, in class; empty for what is no code. */
static struct slice class_of(struct slice topic, char class[3])
{
	uint64_t code;

	if (topic.len != 3 || slice_to_uint(topic, 699, &code) || code < 100)
		return (struct slice){ 0 };
	class[0] = topic.p[0];
	class[1] = class[2] = 'x';
	return slice_of(class, 3);
}

const char *catalog_stack_advice(const struct catalog_stack *s,
				 struct slice topic, size_t n)
{
	struct slice prefix = SLICE("status-"), class;
	const char *text = NULL;
	bool any = false;
	char buf[3];

	if (slice_eq(slice_head(topic, prefix.len), prefix))
		topic = slice_from(topic, prefix.len);
	class = class_of(topic, buf);
	for (int i = 0; s && i < LINKS_MAX && !any; i++, s = s->like) {
		text = nth(s, topic, (struct slice){ 0 }, &n, &any);
		if (!text && class.len)
			text = nth(s, class, topic, &n, &any);
	}
	return text;
}
