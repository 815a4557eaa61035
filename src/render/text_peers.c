/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/text.h"

#include "base/utf8.h"
#include "render/fill.h"
#include "render/peers_table.h"

enum { INDENT = 4 };

/* The widest label decides where the values begin. */
static size_t label_width(void)
{
	size_t widest = 0, w;

	for (int i = 0; i < PEER_LISTS + PEER_TIMES; i++) {
		enum text_id id = i < PEER_LISTS ? peers_table_lists[i].label :
			peers_table_times[i - PEER_LISTS].label;

		w = utf8_columns(slice_cstr(catalog_text(id)));
		widest = w > widest ? w : widest;
	}
	return widest;
}

static void row(struct text_renderer *r, enum text_id label,
		const struct strbuf *value, size_t width)
{
	size_t at = INDENT + width + 2;

	if (!value->len)
		return;
	strbuf_pad(&r->out, ' ', INDENT);
	layout_cell(&r->out, slice_cstr(catalog_text(label)), width + 2, 2);
	layout_wrap(&r->out, strbuf_view(value), at, at, text_width(r));
}

static void head(struct text_renderer *r, const struct peer *p)
{
	struct fill_value v[FILL_MAX] = { { "address", NULL },
		{ "name", NULL }, { "requests", NULL }, { "responses", NULL },
		{ "refusals", NULL } };
	struct strbuf b[5] = { { 0 } };

	addr_format_ip(&b[0], &p->ip);
	utf8_show(&b[1], slice_cstr(p->name));
	layout_number(&b[2], p->requests);
	layout_number(&b[3], p->responses);
	layout_number(&b[4], p->refusals);
	for (int i = 0; i < 5; i++)
		v[i].text = i == 1 && !b[1].len ? NULL : strbuf_str(&b[i]);
	layout_style(&r->out, r->base.options->color, LAYOUT_BOLD);
	strbuf_adds(&r->out, "  ");
	fill_text(&r->out, b[1].len ? TEXT_PEER_HEAD : TEXT_PEER_HEAD_NAMELESS,
		  v);
	layout_style_end(&r->out, r->base.options->color);
	strbuf_addc(&r->out, '\n');
	for (int i = 0; i < 5; i++)
		strbuf_fini(&b[i]);
}

static void block(struct text_renderer *r, const struct peers *all,
		  const struct peer *p, size_t width)
{
	struct strbuf b = { 0 };

	head(r, p);
	for (int l = 0; l < PEER_LISTS; l++) {
		strbuf_reset(&b);
		for (unsigned i = 0; i < p->n[l]; i++) {
			strbuf_adds(&b, i ? ", " : "");
			utf8_show(&b, peers_name(all, p->list[l][i]));
		}
		row(r, peers_table_lists[l].label, &b, width);
	}
	for (int t = 0; t < PEER_TIMES; t++) {
		strbuf_reset(&b);
		if (p->times[t]) {
			strbuf_uint(&b, p->times[t]);
			strbuf_adds(&b, " s");
		}
		row(r, peers_table_times[t].label, &b, width);
	}
	strbuf_fini(&b);
}

static void left_out(struct text_renderer *r, uint64_t shed)
{
	struct fill_value v[FILL_MAX] = { { "count", NULL } };
	struct strbuf n = { 0 };

	if (!shed)
		return;
	layout_number(&n, shed);
	v[0].text = strbuf_str(&n);
	fill_text(&r->out, TEXT_PEERS_LEFT_OUT, v);
	strbuf_addc(&r->out, '\n');
	strbuf_fini(&n);
}

void text_peers(struct renderer *base, struct peers *peers)
{
	struct text_renderer *r = (struct text_renderer *)base;
	struct fill_value v[FILL_MAX] = { { "count", NULL } };
	struct strbuf n = { 0 };
	const struct peer *const *p;
	size_t count, width = label_width();

	p = peers_sorted(peers, &count);
	layout_number(&n, count);
	v[0].text = strbuf_str(&n);
	strbuf_adds(&r->out, "--- ");
	fill_text(&r->out, TEXT_PEERS, v);
	strbuf_addc(&r->out, '\n');
	for (size_t i = 0; i < count; i++)
		block(r, peers, p[i], width);
	left_out(r, peers_shed(peers));
	strbuf_fini(&n);
	text_flush(r);
}
