/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps SIP from being exchanged on a connection: the two ends speak different
 * things, or the upgrade to WebSocket fails (RFC 3261 18, RFC 7118 4.1). */
#include "dissect/stream_inner.h"

#include "base/mem.h"
#include "dissect/sip_frame.h"
#include "dissect/wire.h"

enum { ALERT = 21, TLS_MAJOR = 3 };
/* By custom (RFC 3261 19.1.2). */
enum { PORT_PLAIN = 5060, PORT_TLS = 5061 };

/* Printable ASCII, cut where it is too long. */
static void copy_text(char *out, size_t size, struct slice s)
{
	size_t n = s.len < size - 1 ? s.len : size - 1;

	for (size_t i = 0; i < n; i++)
		out[i] = (char)(s.p[i] >= ' ' && s.p[i] <= '~' ? s.p[i] : '?');
	out[n] = '\0';
}

/* Place and time alone: the bytes are borrowed. */
static struct frame place_of(const struct frame *at)
{
	struct frame f = *at;

	f.bytes = f.comment = slice_of(NULL, 0);
	return f;
}

static void tell(struct stream *s, struct stream_trouble *t,
		 const struct frame *at)
{
	if (s->troubled || !s->sink->trouble)
		return;
	s->troubled = true;
	t->answered = place_of(at);
	s->sink->trouble(t, s->sink->arg);
}

void stream_trouble_asked(struct stream_half *h,
			  const struct websocket_upgrade *u,
			  const struct frame *at)
{
	struct stream_trouble *t = h->get;

	if (!t)
		t = h->get = mem_zalloc(sizeof(*t));
	if (!t)
		return;
	t->kind = STREAM_UPGRADE_REFUSED;
	t->client = h->stream->ends[h->dir];
	t->server = h->stream->ends[1 - h->dir];
	t->asked = place_of(at);
	t->offers_sip = u->sip;
	copy_text(t->path, sizeof(t->path), u->path);
	copy_text(t->offered, sizeof(t->offered), u->protocols);
}

/* 401 and 407 ask for a password; what follows them counts.  Without sip in the GET
 * a 101 says nothing of SIP. */
static bool is_refused(const struct stream_trouble *t,
		       const struct websocket_upgrade *u)
{
	if (u->status == 101)
		return t->offers_sip && !u->sip;
	if (u->status < 400 || u->status == 401 || u->status == 407)
		return false;
	return t->offers_sip || stream_sip_port(t->server.port);
}

void stream_trouble_answered(struct stream_half *asked,
			     const struct websocket_upgrade *u,
			     const struct frame *at)
{
	struct stream_trouble *t = asked->get;

	if (!t || !is_refused(t, u))
		return;
	t->status = u->status;
	tell(asked->stream, t, at);
}

static bool is_alert(struct slice bytes)
{
	return bytes.len >= 7 && wire_u8(bytes, 0) == ALERT &&
		wire_u8(bytes, 1) == TLS_MAJOR && wire_be16(bytes, 3) == 2;
}

static void tls_to_plain(struct stream *s, int dir, struct slice bytes,
			 const struct frame *at)
{
	const struct tls_info *info = &s->tls->info;
	struct stream_trouble t = { .kind = STREAM_TLS_TO_PLAIN,
		.client = info->client, .server = info->server,
		.asked = info->hello };
	struct slice line = slice_head(bytes, slice_find(bytes, '\n'));

	if (!info->hello.number || !addr_eq(&info->server, &s->ends[dir]) ||
	    !slice_starts_nocase(bytes, SLICE("SIP/2.0 ")))
		return;
	copy_text(t.text, sizeof(t.text), slice_trim(line));
	tell(s, &t, at);
}

/* ends[dir] is the server, who was asked by the first data. */
static void plain_to_tls(const struct stream *s, int dir,
			 struct stream_trouble *t)
{
	t->client = s->ends[1 - dir];
	t->server = s->ends[dir];
	t->asked.number = s->first_frame;
	t->asked.time = s->first_time;
	t->asked.source = s->first_source;
}

void stream_trouble_first(struct stream *s, int dir, struct slice bytes,
			  const struct frame *at)
{
	struct stream_trouble t = { .kind = STREAM_PLAIN_TO_TLS };

	if (!s->seen[1 - dir]) {
		s->first_frame = at->number;
		s->first_time = at->time;
		s->first_source = at->source;
		s->asks = !slice_starts_nocase(bytes, SLICE("SIP/2.0 ")) &&
			!slice_starts_nocase(bytes, SLICE("ACK "));
	} else if (s->kind == STREAM_TLS) {
		tls_to_plain(s, dir, bytes, at);
	} else if (s->kind == STREAM_SIP && is_alert(bytes)) {
		plain_to_tls(s, dir, &t);
		tell(s, &t, at);
	}
}

/* Nobody who speaks what was spoken to him hangs up at the first word of it. */
void stream_trouble_closed(struct stream *s, bool reset, const struct frame *at)
{
	struct stream_trouble t = { .kind = STREAM_PLAIN_TO_TLS,
				    .closed = true, .reset = reset };
	uint16_t port = s->ends[1].port;

	if (s->seen[1] || s->lost[1] || s->lost[0] || !s->asks)
		return;
	if (s->kind == STREAM_SIP && port == PORT_TLS) {
		plain_to_tls(s, 1, &t);
		tell(s, &t, at);
	} else if (s->kind == STREAM_TLS && port == PORT_PLAIN &&
		   s->tls->info.hello.number) {
		t.kind = STREAM_TLS_TO_PLAIN;
		t.client = s->ends[0];
		t.server = s->ends[1];
		t.asked = s->tls->info.hello;
		tell(s, &t, at);
	}
}
