/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "render/pages_stack.h"

#include <errno.h>

static void gap(struct page *p)
{
	if (p->out.len)
		strbuf_addc(&p->out, '\n');
}

/* `4xx', `4XX' */
static const struct status_text *class_of(struct slice topic)
{
	unsigned code, end;

	if (topic.len != 3 || topic.p[0] < '1' || topic.p[0] > '6' ||
	    !slice_eq_nocase(slice_from(topic, 1), SLICE("xx")))
		return NULL;
	code = (unsigned)(topic.p[0] - '0') * 100;
	for (end = code + 100; code < end && catalog_status(code); code++)
		;
	/* a code with a row of its own (100, 300 ...) is not the class */
	return catalog_status_or_class(code);
}

static void row(struct page *p, enum catalog_table table, struct slice key)
{
	const struct catalog_row *found = catalog_row_get(table, key);

	if (!found)
		return;
	gap(p);
	pages_row_simple(p, table, found);
}

static void number(struct page *p, struct slice topic)
{
	const struct status_text *s;
	uint64_t code;

	if (topic.len == 3 && slice_to_uint(topic, 699, &code) == 0) {
		s = catalog_status_or_class((unsigned)code);
		if (s)
			pages_status_code(p, s, (unsigned)code);
	}
	row(p, CATALOG_WARNINGS, topic);
}

/* `Q.850:34', `cause:34', `Warning:305' */
static bool prefixed(struct page *p, struct slice topic)
{
	static const struct {
		struct slice prefix;
		enum catalog_table table;
	} kinds[] = {
		{ { "Q.850:", 6 }, CATALOG_Q850 },
		{ { "Q850:", 5 }, CATALOG_Q850 },
		{ { "Q.850;cause=", 12 }, CATALOG_Q850 },
		{ { "cause:", 6 }, CATALOG_Q850 },
		{ { "Warning:", 8 }, CATALOG_WARNINGS },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!slice_starts_nocase(topic, kinds[i].prefix))
			continue;
		row(p, kinds[i].table, slice_trim(
			slice_from(topic, kinds[i].prefix.len)));
		return true;
	}
	return false;
}

static void name(struct page *p, struct slice topic)
{
	const struct finding_text *f;
	const struct status_text *s = class_of(topic);

	if (s) {
		pages_status_class(p, s);
		return;
	}
	if (slice_starts_nocase(topic, SLICE("status-"))) {
		name(p, slice_from(topic, 7));
		number(p, slice_from(topic, 7));
		return;
	}
	f = catalog_finding_by_name(topic);
	if (f)
		pages_row_finding(p, f);
	row(p, CATALOG_METHODS, topic);
	row(p, CATALOG_HEADERS, topic);
	row(p, CATALOG_OPTION_TAGS, topic);
}

int pages_explain(struct render_sink *s, const struct pages_options *o,
		  struct slice topic, struct strbuf *near)
{
	struct page p = page_new(o);

	topic = slice_trim(topic);
	if (topic.len > 1 && topic.p[topic.len - 1] == ':')
		topic.len--; /* `Via:' */
	if (!topic.len)
		;
	else if (topic.p[0] >= '0' && topic.p[0] <= '9' && !class_of(topic))
		number(&p, topic);
	else if (!prefixed(&p, topic))
		name(&p, topic);
	if (!p.out.len && topic.len) /* 199, 100rel: names that look like
					numbers */
		row(&p, CATALOG_OPTION_TAGS, topic);
	pages_stack_topic(&p, topic);
	if (!p.out.len) {
		page_put(&p, s);
		pages_near_find(near, topic, false);
		return -ENOENT;
	}
	page_put(&p, s);
	return 0;
}
