/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/json.h"

#include "render/peers_table.h"

static void peer(struct json_renderer *j, const struct peers *all,
		 const struct peer *p)
{
	struct json_write *w = &j->w;

	json_begin(j, "peer");
	strbuf_reset(&j->scratch);
	addr_format_ip(&j->scratch, &p->ip);
	json_write_string(w, "address", strbuf_view(&j->scratch));
	if (p->name[0])
		json_write_string(w, "name", slice_cstr(p->name));
	else
		json_write_null(w, "name");
	if (p->stack)
		json_write_string(w, "stack", slice_cstr(p->stack->name));
	else
		json_write_null(w, "stack");
	json_write_uint(w, "requests", p->requests);
	json_write_uint(w, "responses", p->responses);
	json_write_uint(w, "refusals", p->refusals);
	for (int l = 0; l < PEER_LISTS; l++) {
		json_write_open(w, peers_table_lists[l].key, '[');
		for (unsigned i = 0; i < p->n[l]; i++)
			json_write_string(w, NULL,
					  peers_name(all, p->list[l][i]));
		json_write_close(w, ']');
	}
	for (int t = 0; t < PEER_TIMES; t++) {
		if (p->times[t])
			json_write_uint(w, peers_table_times[t].key,
					p->times[t]);
		else
			json_write_null(w, peers_table_times[t].key);
	}
	json_end(j);
}

void json_peers(struct renderer *r, struct peers *peers)
{
	struct json_renderer *j = (struct json_renderer *)r;
	const struct peer *const *p;
	size_t n;

	p = peers_sorted(peers, &n);
	for (size_t i = 0; i < n; i++)
		peer(j, peers, p[i]);
	if (peers_shed(peers)) {
		json_begin(j, "peers");
		json_write_uint(&j->w, "shed", peers_shed(peers));
		json_end(j);
	}
}
