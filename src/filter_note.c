/* SPDX-License-Identifier: BSD-2-Clause */
#include "filter_note.h"

#include "base/utf8.h"
#include "render/fill.h"

/* `a, b, c' of those that are lost. */
static void add_kinds(struct strbuf *out, const struct capture_filter_loss *loss)
{
	enum text_id kinds[3];
	unsigned n = 0;

	if (loss->fragments)
		kinds[n++] = TEXT_FILTER_LOSES_FRAGMENTS;
	if (loss->tags)
		kinds[n++] = TEXT_FILTER_LOSES_TAGS;
	else if (loss->two_tags)
		kinds[n++] = TEXT_FILTER_LOSES_TWO_TAGS;
	if (loss->tunnels)
		kinds[n++] = TEXT_FILTER_LOSES_TUNNELS;
	for (unsigned i = 0; i < n; i++) {
		if (i)
			strbuf_adds(out, ", ");
		fill_plain(out, kinds[i]);
	}
}

void filter_note_loss(struct strbuf *out, const char *filter,
		      const struct capture_filter_loss *loss)
{
	struct fill_value v[FILL_MAX] = { { "filter", NULL },
					  { "lost", NULL }, { "better", NULL } };
	struct strbuf name = { 0 }, lost = { 0 };

	if (!loss->fragments && !loss->tags && !loss->two_tags &&
	    !loss->tunnels)
		return;
	utf8_show(&name, slice_cstr(filter));
	add_kinds(&lost, loss);
	v[0].text = strbuf_str(&name);
	v[1].text = strbuf_str(&lost);
	v[2].text = strbuf_str(&loss->better);
	fill_text(out, loss->better.len ? TEXT_FILTER_LOSES :
		  TEXT_FILTER_LOSES_ONLY, v);
	strbuf_fini(&name);
	strbuf_fini(&lost);
}

void filter_note_ports(struct strbuf *out, const struct ports_left_out *ports,
		       const char *filter)
{
	struct fill_value v[FILL_MAX] = { { "ports", NULL }, { "filter", NULL } };
	struct strbuf list = { 0 }, name = { 0 };

	if (!ports->n)
		return;
	for (size_t i = 0; i < ports->n && i < PORTS_LISTED; i++)
		strbuf_fmt(&list, "%s%u/%s", i ? ", " : "", ports->list[i].port,
			   ports->list[i].tcp ? "tcp" : "udp");
	if (ports->n > PORTS_LISTED)
		strbuf_adds(&list, ", ...");
	if (filter)
		utf8_show(&name, slice_cstr(filter));
	v[0].text = strbuf_str(&list);
	v[1].text = strbuf_str(&name);
	fill_text(out, ports->full ? TEXT_PORTS_FULL : TEXT_PORTS_FILTER, v);
	strbuf_fini(&list);
	strbuf_fini(&name);
}
