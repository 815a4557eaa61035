/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/site.h"

#include "base/mem.h"
#include "data/catalog_fill.h"
#include "diagnose/rule.h"
#include "diagnose/site_read.h"

#include <errno.h>
#include <stdlib.h>

struct site *site_new(void)
{
	struct site *s = mem_zalloc(sizeof(*s));

	if (s)
		arena_init(&s->arena, 0);
	return s;
}

void site_free(struct site *s)
{
	if (!s)
		return;
	arena_fini(&s->arena);
	free(s);
}

size_t site_stanzas(const struct site *s)
{
	return s->stanzas;
}

size_t site_remedies(const struct site *s)
{
	return s->remedies;
}

/* --- does it fit? --- */

static bool in_network(const struct site_only *o, const struct addr *a)
{
	unsigned whole = o->bits / 8, rest = o->bits % 8;

	if (a->family != o->network.family || (o->network.port &&
	    o->network.port != a->port))
		return false;
	if (memcmp(a->ip, o->network.ip, whole))
		return false;
	return !rest || !((a->ip[whole] ^ o->network.ip[whole]) >> (8 - rest));
}

static bool header_fits(const struct site_only *o, const struct message *m)
{
	for (unsigned i = 0; m && i < m->sip.n_headers; i++) {
		const struct sip_header *h = &m->sip.headers[i];

		if (o->header ? h->id == o->header :
		    slice_eq_nocase(message_slice(m, h->name), o->name)) {
			if (slice_glob_nocase(o->pattern,
					      message_slice(m, h->value)))
				return true;
		}
	}
	return false;
}

static bool allowed(const struct site_only *o, const struct finding *f)
{
	const struct transaction *t = f->transaction;

	for (; o; o = o->next) {
		bool yes = false;

		if (o->what != SITE_CLIENT && o->what != SITE_HEADER)
			yes = in_network(o, &t->server);
		if (o->what != SITE_SERVER && o->what != SITE_HEADER)
			yes = yes || in_network(o, &t->client);
		if (o->what == SITE_HEADER)
			yes = header_fits(o, t->request) ||
				header_fits(o, t->final);
		if (!yes)
			return false;
	}
	return true;
}

static bool list_says(const struct message *m, enum header_id id,
		      struct slice pattern)
{
	struct sip_value_warning w;
	struct sip_value_reason r;
	const struct sip_header *h;
	struct slice rest, e;

	for (unsigned i = 0; (h = rule_line(m, id, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &e)) {
			if (slice_glob_nocase(pattern, e))
				return true;
			if (id == HEADER_WARNING &&
			    sip_value_warning_split(e, &w) &&
			    slice_glob_nocase(pattern, w.text))
				return true;
			if (id == HEADER_REASON &&
			    sip_value_reason_split(e, &r) &&
			    slice_glob_nocase(pattern, r.text))
				return true;
		}
	}
	return false;
}

/* The places where a text can stand (data/phrases.txt). */
static bool says(const struct message *m, struct slice pattern)
{
	return slice_glob_nocase(pattern, message_slice(m, m->sip.reason)) ||
		list_says(m, HEADER_WARNING, pattern) ||
		list_says(m, HEADER_REASON, pattern) ||
		slice_glob_nocase(pattern, sip_index_value(&m->sip,
					      HEADER_P_REGISTRAR_ERROR));
}

static bool about(const struct site_stanza *s, const struct finding *f)
{
	const struct message *final = f->transaction->final;
	unsigned code = final ? final->sip.status : 0;

	switch (s->kind) {
	case SITE_FINDING:
		return f->id == s->id;
	case SITE_STATUS:
		return code >= s->low && code <= s->high;
	case SITE_PHRASE:
		return final && says(final, s->phrase);
	}
	return false;
}

void site_apply(const struct site *s, struct finding *f)
{
	f->n_site = 0;
	if (!s || !f->transaction)
		return;
	for (const struct site_stanza *z = s->first; z; z = z->next) {
		if (!about(z, f) || !allowed(z->only, f))
			continue;
		for (const struct site_remedy *r = z->remedies; r; r = r->next)
			if (f->n_site < FINDING_MAX_SITE &&
			    catalog_fill_possible(r->text, finding_fill, f))
				f->site[f->n_site++] = r->text;
	}
}

/* --- pages --- */

static bool on_page(const struct site_stanza *z, unsigned code,
		    const struct finding_text *finding)
{
	if (finding)
		return z->kind == SITE_FINDING &&
			catalog_finding(z->id) == finding;
	return z->kind == SITE_STATUS && code >= z->low && code <= z->high;
}

const char *site_page(const struct site *s, unsigned code,
		      const struct finding_text *finding, size_t nth,
		      struct strbuf *conditions)
{
	for (const struct site_stanza *z = s ? s->first : NULL; z;
	     z = z->next) {
		if (!on_page(z, code, finding))
			continue;
		for (const struct site_remedy *r = z->remedies; r; r = r->next) {
			if (nth--)
				continue;
			for (const struct site_only *o = z->only; o;
			     o = o->next) {
				strbuf_adds(conditions, o == z->only ? "" :
					    ", ");
				strbuf_slice(conditions, o->text);
			}
			return r->text;
		}
	}
	return NULL;
}
