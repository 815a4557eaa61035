/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/ranking.h"

#include "base/mem.h"
#include "data/catalog_fill.h"

#include <stdlib.h>

struct group {
	struct ranking_group public;
	uint64_t hash;
	uint64_t *peers; /* owned: hashes of the addresses seen */
	size_t cap_peers;
};

void ranking_init(struct ranking *r)
{
	*r = (struct ranking){ .seed = hash_seed() };
}

static void group_free(struct group *g)
{
	if (!g)
		return;
	free((char *)g->public.title);
	free((char *)g->public.group);
	free(g->peers);
	free(g);
}

void ranking_fini(struct ranking *r)
{
	size_t pos = 0;
	void *g;

	while ((g = hash_table_next(&r->groups, &pos)))
		group_free(g);
	hash_table_fini(&r->groups);
	free(r->sorted);
}

static bool match(const void *item, const void *key)
{
	const struct group *g = item;

	return slice_eq(slice_cstr(g->public.group),
			*(const struct slice *)key);
}

/* The start of a text that is shown as it is: at most RANKING_TITLE_MAX bytes, no
 * code point in halves. */
static struct slice head(struct slice s)
{
	size_t len = RANKING_TITLE_MAX;

	if (s.len <= len)
		return s;
	while (len && ((unsigned char)s.p[len] & 0xc0) == 0x80)
		len--;
	return slice_head(s, len);
}

struct titled {
	const struct finding *finding;
	const struct ranking *ranking;
};

/* finding_fill(), with times by the clock of the ranking. */
static bool fill(struct slice name, struct strbuf *out, void *arg)
{
	const struct titled *t = arg;
	const struct finding_value *v = finding_value(t->finding, name);

	if (v && out)
		finding_value_show(v, t->ranking->by_clock ?
				   &t->ranking->clock : NULL, out);
	return v != NULL;
}

/* The title of a finding in one line; the caller frees. */
static char *title_of(const struct ranking *r, const struct finding *f)
{
	struct titled titled = { f, r };
	char room[256];
	struct strbuf b = strbuf_in(room, sizeof(room));
	char *s;

	finding_fill_in(f);
	if (f->text)
		catalog_fill_first(&b, f->text->titles, fill, &titled);
	s = mem_strndup(head(strbuf_view(&b)));
	strbuf_fini(&b);
	return s;
}

static struct group *group_new(const struct ranking *r, const struct finding *f,
			       uint64_t hash)
{
	struct group *g = mem_zalloc(sizeof(*g));

	if (!g)
		return NULL;
	g->hash = hash;
	g->public = (struct ranking_group){
		.id = f->id, .status = f->status, .severity = f->severity,
		.certainty = f->certainty, .first = f->time,
		.network = !f->transaction, .consequence = true,
		.group = mem_strndup(f->group), .title = title_of(r, f),
	};
	if (!g->public.group || !g->public.title) {
		group_free(g);
		return NULL;
	}
	return g;
}

/* Whom the finding is about: who sent its first evidence. */
static const struct addr *peer_of(const struct finding *f)
{
	if (f->n_evidence && f->evidence[0].message)
		return &f->evidence[0].src;
	if (f->transaction)
		return &f->transaction->server;
	/* Whom a connection was for. */
	return f->n_evidence ? &f->evidence[0].dst : NULL;
}

static void add_peer(struct group *g, const struct addr *a, uint64_t seed)
{
	struct ranking_group *p = &g->public;
	uint64_t h = addr_hash_ip(seed, a);
	void *list = g->peers;
	char room[64];
	struct strbuf b = strbuf_in(room, sizeof(room));
	size_t len;

	for (unsigned i = 0; i < p->n_peers; i++) {
		if (g->peers[i] == h)
			return;
	}
	if (p->n_peers == RANKING_PEERS_MAX ||
	    mem_grow(&list, &g->cap_peers, p->n_peers + 1u, sizeof(h)))
		return;
	g->peers = list;
	g->peers[p->n_peers] = h;
	if (p->n_peers < 4) {
		addr_format_ip(&b, a);
		len = b.len < sizeof(p->peers[0]) - 1 ? b.len :
			sizeof(p->peers[0]) - 1;
		memcpy(p->peers[p->n_peers], strbuf_str(&b), len);
		strbuf_fini(&b);
	}
	p->n_peers++;
}

/* What was told before as a root is none. */
static void no_root(struct ranking *r, const struct finding_consequence *c)
{
	struct slice name = slice_of(c->group, c->group_len);
	struct group *g = hash_table_get(&r->groups, hash_slice(r->seed, name),
					 match, &name);

	if (!g || !g->public.roots)
		return;
	g->public.roots--;
	g->public.consequence = !g->public.roots;
}

uint64_t ranking_add(struct ranking *r, const struct finding *f)
{
	uint64_t hash = hash_slice(r->seed, f->group);
	struct group *g = hash_table_get(&r->groups, hash, match, &f->group);
	const struct addr *peer = peer_of(f);

	if (!g && r->groups.used < RANKING_MAX) {
		g = group_new(r, f, hash);
		if (g && hash_table_put(&r->groups, hash, g)) {
			group_free(g);
			g = NULL;
		}
	}
	if (!g) {
		r->shed++;
		return 0;
	}
	g->public.count++;
	g->public.last = f->time;
	if (f->cause.id == FINDING_NONE) {
		g->public.consequence = false;
		g->public.roots++;
	}
	for (size_t i = 0; i < f->n_consequences; i++)
		no_root(r, &f->consequences[i]);
	if (f->severity > g->public.severity)
		g->public.severity = f->severity;
	if (f->certainty > g->public.certainty)
		g->public.certainty = f->certainty;
	if (peer)
		add_peer(g, peer, r->seed);
	return g->public.count;
}

static int by_weight(const void *a, const void *b)
{
	const struct ranking_group *x = a, *y = b;

	/* First what is to be mended, whatever came of it. */
	if (x->consequence != y->consequence)
		return x->consequence ? 1 : -1;
	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	if (x->roots != y->roots)
		return x->roots > y->roots ? -1 : 1;
	/* What tells more than a code does. */
	if ((x->id == FINDING_STATUS) != (y->id == FINDING_STATUS))
		return x->id == FINDING_STATUS ? 1 : -1;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return strcmp(x->group, y->group);
}

const struct ranking_group *ranking_sorted(struct ranking *r, size_t *n)
{
	size_t pos = 0, i = 0;
	void *list = r->sorted;
	const struct group *g;

	*n = 0;
	if (mem_grow(&list, &r->cap, r->groups.used + 1, sizeof(*r->sorted)))
		return NULL;
	r->sorted = list;
	while ((g = hash_table_next(&r->groups, &pos)))
		r->sorted[i++] = g->public;
	qsort(r->sorted, i, sizeof(*r->sorted), by_weight);
	*n = i;
	return r->sorted;
}
