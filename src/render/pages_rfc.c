/* SPDX-License-Identifier: BSD-2-Clause */
/* What cites a standard: every Reference of the catalog is looked through. */
#include "render/page.h"

#include "render/fill.h"

#include <errno.h>

struct query {
	struct page *p;
	uint64_t rfc;
	struct slice section; /* empty: all of it */
	struct slice best; /* a section that is cited and lies near */
	size_t best_common;
	size_t hits;
	bool known; /* something cites this RFC */
};

/* `3261', `3261:21.4', `3261 section 21.4' */
static bool read_query(struct slice topic, struct query *q)
{
	struct slice word = SLICE("section"), rest;
	size_t end = 0;

	topic = slice_trim(topic);
	if (!slice_starts_nocase(topic, SLICE("RFC")))
		return false;
	topic = slice_trim(slice_from(topic, 3));
	while (end < topic.len && topic.p[end] >= '0' && topic.p[end] <= '9')
		end++;
	if (slice_to_uint(slice_head(topic, end), 99999, &q->rfc))
		return false;
	rest = slice_from(topic, end);
	if (rest.len && !strchr(" :,;#", rest.p[0]))
		return false;
	while (rest.len && strchr(" :,;#", rest.p[0]))
		rest = slice_from(rest, 1);
	if (slice_starts_nocase(rest, word))
		rest = slice_trim(slice_from(rest, word.len));
	if (rest.len > 1 && rest.p[rest.len - 1] == '.')
		rest.len--;
	q->section = rest;
	return true;
}

static size_t common(struct slice a, struct slice b)
{
	size_t i = 0;

	while (i < a.len && i < b.len && a.p[i] == b.p[i])
		i++;
	return i;
}

/* Is the section that is cited the one asked for, or one below it? */
static bool fits(struct query *q, struct slice cited)
{
	size_t n = common(cited, q->section);

	q->known = true;
	if (cited.len && n > q->best_common) {
		q->best_common = n;
		q->best = cited;
	}
	return n == q->section.len && (!n || n == cited.len ||
				       cited.p[n] == '.');
}

/* `RFC 3261 8.1.3.5, 21.4.15; RFC 4320 4.1' */
static bool cites(struct query *q, struct slice reference)
{
	uint64_t rfc = 0;
	bool found = false;

	while (reference.len) {
		size_t comma = slice_find(reference, ',');
		size_t semicolon = slice_find(reference, ';');
		size_t end = comma < semicolon ? comma : semicolon;
		struct slice part = slice_trim(slice_head(reference, end));
		size_t space;

		if (slice_starts_nocase(part, SLICE("RFC"))) {
			part = slice_trim(slice_from(part, 3));
			space = slice_find(part, ' ');
			if (slice_to_uint(slice_head(part, space), 99999,
					  &rfc))
				rfc = 0;
			part = slice_trim(slice_from(part, space));
		}
		part = slice_head(part, slice_find(part, ' '));
		if (rfc == q->rfc && fits(q, part))
			found = true;
		if (semicolon == end)
			rfc = 0;
		reference = slice_from(reference, end + 1);
	}
	return found;
}

static bool list_cites(struct query *q, const char *const *references)
{
	bool found = false;

	for (; references && *references; references++)
		found |= cites(q, slice_cstr(*references));
	return found;
}

static void hit(struct query *q, struct pages_match m)
{
	q->hits++;
	pages_explain_line(q->p, "cited_by", &m);
}

static void look_through(struct query *q)
{
	size_t n;
	const struct status_text *s = catalog_status_all(&n);
	const struct finding_text *f;

	for (size_t i = 0; i < n; i++) {
		if (list_cites(q, s[i].finding.references))
			hit(q, (struct pages_match){ .status = &s[i],
						     .code = s[i].code });
	}
	for (char class[] = "1xx"; class[0] <= '6'; class[0]++) {
		s = pages_find_class(slice_cstr(class));
		if (s && list_cites(q, s->finding.references))
			hit(q, (struct pages_match){ .status = s });
	}
	f = catalog_finding_all(&n);
	for (size_t i = 0; i < n; i++) {
		if (list_cites(q, f[i].references))
			hit(q, (struct pages_match){ .finding = &f[i] });
	}
	for (int t = 0; t < CATALOG_TABLE_COUNT; t++) {
		const struct catalog_row *row =
			catalog_rows((enum catalog_table)t, &n);

		for (size_t i = 0; i < n; i++) {
			if (row[i].reference &&
			    cites(q, slice_cstr(row[i].reference)))
				hit(q, (struct pages_match){
					.table = (enum catalog_table)t,
					.row = &row[i] });
		}
	}
}

int pages_rfc_put(struct page *p, struct slice topic, struct strbuf *near)
{
	struct query q = { .p = p };
	struct fill_value v[FILL_MAX] = { { "topic", NULL } };
	struct strbuf name = { 0 }, title = { 0 };

	if (!read_query(topic, &q))
		return -EINVAL;
	strbuf_fmt(&name, "RFC %u", (unsigned)q.rfc);
	strbuf_adds(&name, q.section.len ? " " : "");
	strbuf_slice(&name, q.section);
	v[0].text = strbuf_str(&name);
	fill_text(&title, TEXT_RFC_CITES, v);
	page_object(p, "rfc", strbuf_view(&name));
	page_title(p, strbuf_str(&title), "");
	look_through(&q);
	strbuf_fini(&name);
	strbuf_fini(&title);
	if (q.hits)
		return 0;
	strbuf_reset(&p->out);
	page_doc_fini(&p->doc);
	if (q.known) {
		strbuf_fmt(near, "RFC%u", (unsigned)q.rfc);
		strbuf_adds(near, q.best.len ? ":" : "");
		strbuf_slice(near, q.best);
	}
	return -ENOENT;
}
