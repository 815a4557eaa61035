/* SPDX-License-Identifier: BSD-2-Clause */
#include "tally.h"

#include "base/mem.h"

#include <stdlib.h>

static void names_fini(struct tally_names *l)
{
	for (size_t i = 0; i < l->n; i++)
		free((void *)(uintptr_t)l->items[i].name.p);
	free(l->items);
}

/* By itself: most methods have a name, and most messages report nothing. */
static __attribute__((noinline)) void names_count(struct tally_names *l,
						  struct slice name)
{
	void *p = l->items;
	char *copy;

	for (size_t i = 0; i < l->n; i++) {
		if (slice_eq(l->items[i].name, name)) {
			l->items[i].count++;
			return;
		}
	}
	if (l->n >= TALLY_NAMES_MAX) {
		l->items[l->n - 1].count++;
		return;
	}
	if (l->n == TALLY_NAMES_MAX - 1)
		name = SLICE("other");
	if (mem_grow(&p, &l->cap, l->n + 1, sizeof(*l->items)))
		return;
	l->items = p;
	copy = mem_strndup(name);
	if (!copy)
		return;
	l->items[l->n++] = (struct render_count){
		.name = slice_of(copy, name.len), .count = 1 };
}

void tally_init(struct tally *t)
{
	ranking_init(&t->ranking);
}

void tally_fini(struct tally *t)
{
	ranking_fini(&t->ranking);
	names_fini(&t->other_methods);
	names_fini(&t->findings);
	free(t->tls);
}

/* How many came in this second of packet time; a text trace may tell none. */
static void count_second(struct tally *t, int64_t time)
{
	int64_t second = time / CLOCK_S;

	if (!time)
		return;
	if (second != t->second) {
		t->second = second;
		t->in_second = 0;
	}
	if (++t->in_second > t->busiest)
		t->busiest = t->in_second;
}

void tally_message(struct tally *t, const struct sip_index *m, bool duplicate,
		   int64_t time)
{
	t->stats.messages++;
	count_second(t, time);
	t->stats.duplicates += duplicate;
	if (m->is_response) {
		t->stats.responses++;
		if (m->status < RENDER_CODES)
			t->codes[m->status]++;
		return;
	}
	t->stats.requests++;
	if (m->method != METHOD_UNKNOWN)
		t->methods[m->method]++;
	else
		names_count(&t->other_methods,
			    sip_index_slice(m, m->method_name));
}

void tally_transaction(struct tally *t, const struct transaction *tr)
{
	t->stats.transactions++;
	t->stats.classes[transaction_class(tr)]++;
	if (tr->status && tr->status < RENDER_CODES)
		t->finals[tr->status]++;
	t->stats.orphans += !tr->request;
	t->stats.retransmissions += tr->request_copies + tr->response_copies;
}

void tally_call(struct tally *t, const struct call *c)
{
	t->stats.calls[call_outcome(c)]++;
	for (const struct dialog *d = c->dialogs; d; d = d->next)
		t->stats.dialogs++;
}

uint64_t tally_finding(struct tally *t, const struct finding *f, bool selected)
{
	char name[64];
	uint64_t count = ranking_add(&t->ranking, f);

	if (selected)
		names_count(&t->findings,
			    slice_cstr(finding_name(f, name, sizeof(name))));
	return count;
}

/* The place for such connections; NULL: there is none left. */
static struct render_tls *tls_end(struct tally *t, const struct tls_info *info)
{
	void *p = t->tls;
	struct render_tls *e;

	for (size_t i = 0; i < t->n_tls; i++) {
		e = &t->tls[i];
		if (addr_eq(&e->server, &info->server) &&
		    !strcmp(e->name, info->server_name))
			return e;
	}
	if (t->n_tls >= TALLY_TLS_MAX ||
	    mem_grow(&p, &t->cap_tls, t->n_tls + 1, sizeof(*t->tls)))
		return NULL;
	t->tls = p;
	e = &t->tls[t->n_tls++];
	*e = (struct render_tls){ .client = info->client,
				  .server = info->server };
	memcpy(e->name, info->server_name, sizeof(e->name));
	return e;
}

void tally_tls(struct tally *t, const struct tls_info *info)
{
	struct render_tls *e = tls_end(t, info);

	if (!e) {
		t->tls_more++;
		return;
	}
	e->connections++;
	e->records += info->records;
	if (!e->version)
		e->version = info->version;
	if (!e->cipher)
		e->cipher = info->cipher;
	if (info->alert_level && !e->alerts++)
		e->alert = info->alert;
}

void tally_summary(struct tally *t, struct render_summary *out)
{
	out->frames = t->dissect.frames;
	out->store = &t->stats;
	out->dissect = &t->dissect;
	out->malformed = t->malformed;
	out->osip_refused = t->osip_refused;
	out->keepalives = t->keepalives;
	out->selected = t->selected;
	out->codes = t->codes;
	out->finals = t->finals;
	out->methods = t->methods;
	out->other_methods = t->other_methods.items;
	out->n_other_methods = t->other_methods.n;
	out->findings = t->findings.items;
	out->n_findings = t->findings.n;
	out->ranking = ranking_sorted(&t->ranking, &out->n_ranking);
	out->shed = t->ranking.shed;
	out->first = t->first;
	out->last = t->last;
	out->busiest = t->busiest;
	out->tls_ends = t->tls;
	out->n_tls_ends = t->n_tls;
	out->tls_more = t->tls_more;
	out->tls = t->dissect.tls > 0;
	out->snapped = t->dissect.snaplen > 0;
}
