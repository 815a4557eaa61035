/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/pages_side.h"

#include "data/catalog_lang.h"

#include <stdlib.h>

static void join(struct strbuf *out, const char *const *items,
		 const char *between)
{
	for (size_t i = 0; items && items[i]; i++) {
		if (i && *between == ' ')
			page_gap(out);
		else if (i)
			strbuf_adds(out, between);
		strbuf_adds(out, catalog_lang_say(items[i]));
	}
}

/* RFC 3261 13.2.2.4, 17.1.1.3 */
static enum text_id ack(unsigned class)
{
	if (class < 2)
		return TEXT_ACK_NONE;
	return class == 2 ? TEXT_ACK_END : TEXT_ACK_HOP;
}

/* Which way a response goes (RFC 3261 16.7, 21.1.1). */
static enum text_id travel(const struct pages_side *s)
{
	switch (s->class) {
	case 1:
		return s->code == 100 ? TEXT_TRAVEL_100 : TEXT_TRAVEL_PROGRESS;
	case 2:
		return TEXT_TRAVEL_SUCCESS;
	case 3:
		return TEXT_TRAVEL_REDIRECT;
	case 6:
		return TEXT_TRAVEL_GLOBAL;
	default:
		if (s->code == 401 || s->code == 407)
			return TEXT_TRAVEL_CHALLENGE;
		return s->code == 503 ? TEXT_TRAVEL_503 : TEXT_TRAVEL_FAILURE;
	}
}

static void put(struct pages_side *s, enum pages_side_cell cell,
		const char *text)
{
	strbuf_adds(&s->cell[cell], text ? catalog_lang_say(text) : "");
}

static void fill(struct pages_side *s)
{
	const struct status_text *t = s->text;

	put(s, SIDE_CLASS, page_word_class(s->class));
	put(s, SIDE_MEANING, t->meaning);
	put(s, SIDE_WHEN, t->when);
	join(&s->cell[SIDE_REPAIR], t->fixes, " ");
	if (!s->cell[SIDE_REPAIR].len)
		put(s, SIDE_REPAIR, catalog_text(TEXT_NOTHING_TO_FIX));
	strbuf_slice(&s->cell[SIDE_FIX], page_sentence(t->fixes && *t->fixes ?
		     *t->fixes : catalog_text(TEXT_NOTHING_TO_FIX)));
	put(s, SIDE_NEXT, t->next);
	put(s, SIDE_RETRY, page_word_retry(t->retry));
	put(s, SIDE_ACTS, page_word_acts(t->acts));
	put(s, SIDE_ENDS, page_word_ends(t->ends));
	put(s, SIDE_TRAVEL, catalog_text(travel(s)));
	put(s, SIDE_ACK, catalog_text(ack(s->class)));
	put(s, SIDE_METHODS, t->methods);
	put(s, SIDE_READ, t->read);
	join(&s->cell[SIDE_HEADERS], t->read_response, ", ");
	if (!s->cell[SIDE_HEADERS].len)
		put(s, SIDE_HEADERS, catalog_text(TEXT_COMPARE_NONE));
}

bool pages_side_read(struct pages_side *s, struct slice topic)
{
	uint64_t code = 0;

	*s = (struct pages_side){ 0 };
	topic = slice_trim(topic);
	s->text = pages_find_class(topic);
	if (!s->text && slice_to_uint(topic, 699, &code) == 0)
		s->text = catalog_status_or_class((unsigned)code);
	if (!s->text)
		return false;
	s->code = (unsigned)code;
	s->class = code ? s->code / 100 : s->text->code;
	s->order = code ? s->code * 10 + 1 : s->class * 1000;
	strbuf_uint(&s->number, code ? code : s->class);
	strbuf_adds(&s->number, code ? "" : "xx");
	strbuf_slice(&s->name, strbuf_view(&s->number));
	strbuf_addc(&s->name, ' ');
	strbuf_adds(&s->name, !code || s->text->code == code ? s->text->name :
		    catalog_text(TEXT_NOT_REGISTERED));
	fill(s);
	return true;
}

void pages_side_fini(struct pages_side *s)
{
	strbuf_fini(&s->name);
	strbuf_fini(&s->number);
	for (int i = 0; i < SIDE_CELLS; i++)
		strbuf_fini(&s->cell[i]);
}

const char *pages_side_cell(const struct pages_side *s,
			    enum pages_side_cell cell)
{
	return strbuf_str(&s->cell[cell]);
}

static int by_order(const void *a, const void *b)
{
	unsigned x = ((const struct pages_side *)a)->order;
	unsigned y = ((const struct pages_side *)b)->order;

	return x < y ? -1 : x > y;
}

size_t pages_side_sort(struct pages_side *s, size_t n)
{
	size_t kept = 0;

	qsort(s, n, sizeof(*s), by_order);
	for (size_t i = 0; i < n; i++) {
		if (kept && s[kept - 1].order == s[i].order)
			pages_side_fini(&s[i]);
		else
			s[kept++] = s[i];
	}
	return kept;
}
