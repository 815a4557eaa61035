/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "base/utf8.h"
#include "render/fill.h"
#include "render/pages_stack.h"

#include <errno.h>

enum { NAME_COLUMNS = 40 };

/* `420 Bad Extension', `Min-SE' */
static void add_name(struct strbuf *b, const struct pages_match *m)
{
	if (m->status) {
		strbuf_uint(b, m->code ? m->code : m->status->code);
		strbuf_adds(b, m->code ? " " : "xx ");
		strbuf_adds(b, m->status->name);
	} else if (m->finding) {
		strbuf_adds(b, m->finding->name);
	} else if (m->row) {
		pages_row_name(b, m->table, m->row);
	} else {
		strbuf_slice(b, m->group);
	}
}

static void add_kind(struct strbuf *b, const struct pages_match *m)
{
	if (m->status)
		fill_plain(b, m->code ? TEXT_KIND_STATUS : TEXT_KIND_CLASS);
	else if (m->finding)
		fill_plain(b, TEXT_KIND_FINDING);
	else if (m->row)
		pages_row_kind(b, m->table, m->row);
	else
		fill_plain(b, TEXT_KIND_VALUES);
}

void pages_explain_line(struct page *p, const char *key,
			const struct pages_match *m)
{
	struct strbuf name = { 0 }, kind = { 0 };
	size_t at;

	add_name(&name, m);
	at = 2 + (name.len + 2 > NAME_COLUMNS ? name.len + 2 : NAME_COLUMNS);
	add_kind(&kind, m);
	if (page_keeps(p)) {
		page_row(p, key, strbuf_view(&name), 0, strbuf_view(&kind));
		strbuf_fini(&name);
		strbuf_fini(&kind);
		return;
	}
	strbuf_adds(&p->out, "  ");
	if (at + utf8_columns(strbuf_view(&kind)) > p->columns) {
		/* the kind on a line of its own */
		strbuf_slice(&p->out, strbuf_view(&name));
		strbuf_addc(&p->out, '\n');
		at = 4;
		strbuf_pad(&p->out, ' ', at);
	} else {
		layout_cell(&p->out, strbuf_view(&name), NAME_COLUMNS, 2);
	}
	layout_wrap(&p->out, strbuf_view(&kind), at, 4, p->columns);
	strbuf_fini(&name);
	strbuf_fini(&kind);
}

/* One topic, several things: a line for each before their pages. */
static void overview(struct page *p, const struct pages_matches *all,
		     struct slice topic)
{
	struct strbuf b = { 0 };
	struct strbuf said = { 0 };
	struct fill_value v[FILL_MAX] = { { "topic", NULL } };

	page_object(p, "overview", slice_trim(topic));
	utf8_show(&b, slice_trim(topic));
	v[0].text = strbuf_str(&b);
	fill_text(&said, TEXT_SEVERAL_MEANINGS, v);
	page_line(p, "meaning", strbuf_view(&said));
	strbuf_fini(&said);
	for (size_t i = 0; i < all->n; i++)
		pages_explain_line(p, "matches", &all->m[i]);
	strbuf_fini(&b);
}

static void put(struct page *p, const struct pages_match *m)
{
	page_next(p);
	if (m->status && m->code)
		pages_status_code(p, m->status, m->code);
	else if (m->status)
		pages_status_class(p, m->status);
	else if (m->finding)
		pages_row_finding(p, m->finding);
	else if (m->row)
		pages_row_simple(p, m->table, m->row);
	else
		pages_row_group(p, m->group);
}

/* `401,407': two topics. */
static int each(struct render_sink *s, const struct pages_options *o,
		struct slice topics, struct strbuf *near)
{
	int rc = -ENOENT;

	while (topics.len) {
		size_t n = slice_find(topics, ',');
		struct slice topic = slice_trim(slice_head(topics, n));

		if (topic.len)
			rc = pages_explain(s, o, topic, near);
		if (topic.len && rc)
			break;
		topics = slice_from(topics, n + 1);
	}
	return rc;
}

int pages_explain(struct render_sink *s, const struct pages_options *o,
		  struct slice topic, struct strbuf *near)
{
	struct page p = page_new(o);
	struct pages_matches all;
	int rc = pages_rfc_put(&p, topic, near);
	bool known;

	if (rc != -EINVAL) {
		page_put(&p, s);
		return rc;
	}
	pages_find_topic(&all, topic);
	if (all.n > 1)
		overview(&p, &all, topic);
	for (size_t i = 0; i < all.n; i++)
		put(&p, &all.m[i]);
	known = pages_stack_topic(&p, topic) || all.n;
	page_put(&p, s);
	if (known)
		return 0;
	if (slice_find(topic, ',') < topic.len)
		return each(s, o, topic, near);
	pages_near_find(near, slice_trim(topic), false);
	return -ENOENT;
}
