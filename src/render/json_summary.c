/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/json.h"

#include "render/fill.h"

static void calls(struct json_write *w, const struct store_stats *st)
{
	json_write_open(w, "calls", '{');
	json_write_uint(w, "answered", st->calls[CALL_ANSWERED]);
	json_write_uint(w, "failed", st->calls[CALL_FAILED]);
	json_write_uint(w, "cancelled", st->calls[CALL_CANCELLED]);
	json_write_uint(w, "unanswered", st->calls[CALL_UNANSWERED]);
	json_write_uint(w, "open", st->calls[CALL_RINGING]);
	json_write_close(w, '}');
}

static void counts(struct json_write *w, const char *name,
		   const struct render_count *c, size_t n)
{
	json_write_open(w, name, '{');
	for (size_t i = 0; i < n; i++) {
		json_write_key(w, c[i].name);
		json_write_uint(w, NULL, c[i].count);
	}
	json_write_close(w, '}');
}

static void codes(struct json_write *w, const uint64_t *count)
{
	json_write_open(w, "codes", '{');
	for (unsigned i = 0; i < RENDER_CODES; i++) {
		char name[] = { (char)('0' + i / 100),
				(char)('0' + i / 10 % 10),
				(char)('0' + i % 10), '\0' };

		if (count[i])
			json_write_uint(w, name, count[i]);
	}
	json_write_close(w, '}');
}

static void methods(struct json_write *w, const struct render_summary *s)
{
	json_write_open(w, "methods", '{');
	for (unsigned i = METHOD_UNKNOWN + 1; i < METHOD_COUNT; i++) {
		if (s->methods[i])
			json_write_uint(w,
				catalog_method_name((enum method_id)i),
				s->methods[i]);
	}
	for (size_t i = 0; i < s->n_other_methods; i++) {
		json_write_key(w, s->other_methods[i].name);
		json_write_uint(w, NULL, s->other_methods[i].count);
	}
	json_write_close(w, '}');
}

static void group(struct json_write *w, const struct ranking_group *g)
{
	char name[40];

	json_write_open(w, NULL, '{');
	json_write_string(w, "id",
			  slice_cstr(fill_name(g->id, g->status, name)));
	json_write_string(w, "group", slice_cstr(g->group));
	json_write_uint(w, "count", g->count);
	json_write_bool(w, "consequence", g->consequence);
	json_write_time(w, "first", g->first);
	json_write_time(w, "last", g->last);
	json_write_open(w, "peers", '[');
	for (unsigned i = 0; i < g->n_peers && i < 4; i++)
		json_write_string(w, NULL, slice_cstr(g->peers[i]));
	json_write_close(w, ']');
	json_write_close(w, '}');
}

static void not_decoded(struct json_write *w, const struct dissector_stats *d,
			uint64_t ports)
{
	json_write_open(w, "not_decoded", '{');
	json_write_uint(w, "link_type", d->link_type);
	json_write_uint(w, "ethertype", d->ethertype);
	json_write_uint(w, "tunnel", d->tunnel);
	json_write_uint(w, "tls", d->tls);
	json_write_uint(w, "snaplen", d->snaplen);
	json_write_uint(w, "fragments", d->fragments + d->fragments_shed);
	json_write_uint(w, "tcp_gap_bytes", d->tcp_gap_bytes);
	json_write_uint(w, "tcp", d->tcp_sip);
	json_write_uint(w, "tcp_gaps", d->tcp_gaps);
	json_write_uint(w, "tcp_cut", d->tcp_cut);
	json_write_uint(w, "stream_skipped", d->stream_skipped);
	json_write_uint(w, "streams_shed", d->tcp_shed);
	json_write_uint(w, "websocket_deflate", d->deflated);
	json_write_uint(w, "hep_compressed", d->hep_compressed);
	json_write_uint(w, "sctp_lost", d->sctp_lost);
	json_write_uint(w, "headers", d->malformed);
	json_write_uint(w, "ports", ports);
	json_write_uint(w, "websocket_refused", d->upgrades_refused);
	json_write_uint(w, "fragment_overlaps", d->fragment_overlaps);
	json_write_close(w, '}');
}

static void word(struct json_write *w, const char *name, const char *value)
{
	if (value && *value)
		json_write_string(w, name, slice_cstr(value));
	else
		json_write_null(w, name);
}

/* A cipher suite that has no name here keeps its number. */
static void cipher(struct json_write *w, uint16_t suite)
{
	const char *name = tls_watch_cipher(suite);
	struct strbuf b = { 0 };

	if (!name && suite) {
		strbuf_fmt(&b, "0x%04x", suite);
		name = strbuf_str(&b);
	}
	word(w, "cipher", name);
	strbuf_fini(&b);
}

/* What could not be read, but named. */
static void tls(struct json_write *w, const struct render_summary *s)
{
	json_write_open(w, "tls", '[');
	for (size_t i = 0; i < s->n_tls_ends; i++) {
		const struct render_tls *e = &s->tls_ends[i];

		json_write_open(w, NULL, '{');
		json_write_addr(w, "src", &e->client);
		json_write_addr(w, "dst", &e->server);
		word(w, "server_name", e->name);
		word(w, "version", tls_watch_version(e->version));
		cipher(w, e->cipher);
		if (e->alerts)
			json_write_uint(w, "alert", e->alert);
		else
			json_write_null(w, "alert");
		json_write_uint(w, "alerts", e->alerts);
		json_write_uint(w, "connections", e->connections);
		json_write_uint(w, "records", e->records);
		json_write_close(w, '}');
	}
	json_write_close(w, ']');
	json_write_uint(w, "tls_more", s->tls_more);
}

/* Ports of SIP that the filter leaves out. */
static void ports(struct json_write *w, const struct render_summary *s)
{
	struct strbuf b = { 0 };

	json_write_open(w, "ports_ignored", '[');
	for (size_t i = 0; i < s->ports_listed; i++) {
		strbuf_reset(&b);
		strbuf_fmt(&b, "%u/%s", s->ports[i].port,
			   s->ports[i].tcp ? "tcp" : "udp");
		json_write_string(w, NULL, strbuf_view(&b));
	}
	json_write_close(w, ']');
	strbuf_fini(&b);
}

void json_summary(struct renderer *r, const struct render_summary *s)
{
	struct json_renderer *j = (struct json_renderer *)r;
	struct json_write *w = &j->w;

	json_begin(j, "summary");
	if (s->source)
		json_write_string(w, "source", slice_cstr(s->source));
	else
		json_write_null(w, "source");
	json_write_uint(w, "frames", s->frames);
	json_write_uint(w, "messages", s->store->messages);
	json_write_uint(w, "duplicates", s->store->duplicates);
	json_write_uint(w, "requests", s->store->requests);
	json_write_uint(w, "responses", s->store->responses);
	json_write_uint(w, "transactions", s->store->transactions);
	json_write_uint(w, "dialogs", s->store->dialogs);
	calls(w, s->store);
	codes(w, s->codes);
	methods(w, s);
	counts(w, "findings", s->findings, s->n_findings);
	json_write_open(w, "ranking", '[');
	for (size_t i = 0; i < s->n_ranking; i++)
		group(w, &s->ranking[i]);
	json_write_close(w, ']');
	not_decoded(w, s->dissect, s->n_ports);
	json_write_uint(w, "malformed", s->malformed);
	json_write_uint(w, "shed", s->shed);
	json_write_uint(w, "dropped_by_kernel", s->dropped);
	json_write_uint(w, "busiest_second", s->busiest);
	json_write_uint(w, "selected", s->selected);
	json_write_uint(w, "libosip2_refused", s->osip_refused);
	json_write_uint(w, "keepalives", s->keepalives);
	tls(w, s);
	ports(w, s);
	json_end(j);
}
