/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "render/pages_stack.h"

enum { TOPIC_MAX = 40, KEEP = 5, FAR = 3 };

/* The best so far, nearest first. */
struct nearest {
	struct slice topic;
	const char *name[KEEP];
	unsigned distance[KEEP];
	unsigned n;
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static unsigned least(unsigned a, unsigned b, unsigned c)
{
	if (b < a)
		a = b;
	return c < a ? c : a;
}

/* Insertions, deletions and replacements from a to b, ASCII case ignored. */
static unsigned distance_of(struct slice a, struct slice b)
{
	unsigned row[TOPIC_MAX + 1], diagonal, above;

	if (a.len > TOPIC_MAX || b.len > TOPIC_MAX)
		return FAR;
	for (unsigned i = 0; i <= b.len; i++)
		row[i] = i;
	for (unsigned k = 1; k <= a.len; k++) {
		diagonal = row[0];
		row[0] = k;
		for (unsigned i = 1; i <= b.len; i++) {
			above = row[i];
			row[i] = least(row[i] + 1, row[i - 1] + 1, diagonal +
				(lower(a.p[k - 1]) != lower(b.p[i - 1])));
			diagonal = above;
		}
	}
	return row[b.len];
}

static void offer(struct nearest *n, const char *name)
{
	unsigned d, at;

	if (n->topic.len >= 3 && slice_starts_nocase(slice_cstr(name),
						     n->topic))
		d = 1;
	else
		d = distance_of(n->topic, slice_cstr(name));
	if (d >= FAR || d * 2 > n->topic.len)
		return;
	for (at = 0; at < n->n && n->distance[at] <= d; at++) {
		if (strcmp(n->name[at], name) == 0)
			return;
	}
	if (at == KEEP)
		return;
	if (n->n < KEEP)
		n->n++;
	for (unsigned i = n->n - 1; i > at; i--) {
		n->name[i] = n->name[i - 1];
		n->distance[i] = n->distance[i - 1];
	}
	n->name[at] = name;
	n->distance[at] = d;
}

static void add(struct strbuf *out, const char *name)
{
	if (out->len)
		strbuf_adds(out, ", ");
	strbuf_adds(out, name);
}

enum { CODES = 128 };
struct code_name {
	char text[4];
};

/* The codes as text; n gets how many. */
static void code_names(struct code_name *names, size_t *n)
{
	const struct status_text *all = catalog_status_all(n);

	if (*n > CODES)
		*n = CODES;
	for (size_t i = 0; i < *n; i++) {
		names[i].text[0] = (char)('0' + all[i].code / 100 % 10);
		names[i].text[1] = (char)('0' + all[i].code / 10 % 10);
		names[i].text[2] = (char)('0' + all[i].code % 10);
		names[i].text[3] = '\0';
	}
}

void pages_near_find(struct strbuf *near, struct slice topic, bool codes_only)
{
	struct nearest best = { .topic = topic };
	const struct finding_text *f;
	struct code_name names[CODES];
	size_t n;

	code_names(names, &n);
	for (size_t i = 0; i < n; i++)
		offer(&best, names[i].text);
	f = catalog_finding_all(&n);
	for (size_t i = 0; i < n && !codes_only; i++)
		offer(&best, f[i].name);
	for (int t = CATALOG_METHODS; t < CATALOG_TABLE_COUNT && !codes_only;
	     t++) {
		const struct catalog_row *rows =
			catalog_rows((enum catalog_table)t, &n);

		for (size_t i = 0; i < n; i++) {
			offer(&best, rows[i].key);
			if (t == CATALOG_VALUES) /* `id' of `Privacy:id' */
				offer(&best, strchr(rows[i].key, ':') + 1);
		}
	}
	for (size_t i = 0; !codes_only && pages_stack_name(i); i++)
		offer(&best, pages_stack_name(i));
	for (unsigned i = 0; i < best.n; i++)
		add(near, best.name[i]);
}
