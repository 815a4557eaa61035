/* SPDX-License-Identifier: BSD-2-Clause */
/* Both directions of a connection: a byte that selects the port and how much may
 * be buffered, then steps, each with a byte of what it is and two of length.
 * No byte of a plain SIP stream is lost or counted twice, and nothing stays in
 * the budget. */
#include "dissect/sip_stream.h"
#include "dissect/stream.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STEP_DOWN = 1, STEP_GAP = 2, STEP_END = 4 };

static void must(bool ok)
{
	if (!ok)
		abort();
}

struct sums {
	uint64_t bytes, read, cut;
};

static void read_all(struct sums *sums, struct slice s)
{
	sums->bytes += s.len;
	for (size_t i = 0; i < s.len; i++)
		sums->read += (unsigned char)s.p[i];
}

/* --- one direction, as SIP ------------------------------------------------ */

struct plain {
	struct sip_stream s;
	struct sums messages, keepalives;
	uint64_t pushed, number;
};

static void message(struct slice m, bool cut, const struct frame *at, void *arg)
{
	struct plain *p = arg;

	must(m.len && m.len <= SIP_STREAM_MAX && at->number);
	must(at->number <= p->number);
	p->messages.cut += cut;
	read_all(&p->messages, m);
}

static void keepalive(struct slice bytes, const struct frame *at, void *arg)
{
	struct plain *p = arg;

	must(bytes.len && at->number);
	for (size_t i = 0; i < bytes.len; i++)
		must(bytes.p[i] == '\r' || bytes.p[i] == '\n');
	read_all(&p->keepalives, bytes);
}

static void check_plain(const struct plain *p)
{
	must(p->messages.bytes + p->keepalives.bytes + p->s.skipped +
	     p->s.passed + p->s.len == p->pushed);
	must(p->s.head + p->s.len <= p->s.cap);
}

/* --- the connection ------------------------------------------------------- */

struct both {
	struct stream *stream;
	struct plain plain[2];
	struct sip_stream_sink plain_sink[2];
	struct budget budget, plain_budget;
	struct stream_stats stats;
	struct sums packets;
	unsigned tls;
	struct frame at;
};

static void packet(const struct packet *p, void *arg)
{
	struct both *b = arg;

	must(p->framed && p->fragments == 1 && p->payload.len);
	must(p->frame && p->frame->number &&
	     p->frame->number <= b->at.number);
	must(p->src.family == 4 || p->src.family == 6);
	must(p->src.family == p->dst.family);
	b->packets.cut += p->truncated;
	read_all(&b->packets, p->payload);
}

static bool is_text(const char *s, size_t size)
{
	size_t n = strnlen(s, size);

	for (size_t i = 0; i < n; i++) {
		if (s[i] < ' ' || s[i] > '~')
			return false;
	}
	return n < size;
}

static void trouble(const struct stream_trouble *t, void *arg)
{
	(void)arg;
	if (!is_text(t->path, sizeof(t->path)) ||
	    !is_text(t->offered, sizeof(t->offered)) ||
	    !is_text(t->text, sizeof(t->text)) || !t->client.family ||
	    t->client.port == t->server.port)
		abort();
}

static void tls(const struct tls_info *info, void *arg)
{
	struct both *b = arg;

	must(memchr(info->server_name, '\0', TLS_NAME_MAX) != NULL);
	b->tls += !info->early;
}

static void push(struct both *b, int dir, const uint8_t *p, size_t len)
{
	struct plain *plain = &b->plain[dir];
	char *copy = malloc(len ? len : 1);
	struct slice in = slice_of(copy, len);
	enum stream_kind kind;

	if (!copy)
		return;
	memcpy(copy, p, len);
	kind = stream_push(b->stream, dir, in, &b->at);
	must(kind == stream_kind(b->stream));
	plain->number = b->at.number;
	plain->pushed += len;
	sip_stream_push(&plain->s, in, &b->at);
	free(copy);
}

static void step(struct both *b, unsigned what, const uint8_t *p, size_t len)
{
	int dir = what & STEP_DOWN;

	b->at.number++;
	if (what & STEP_GAP) {
		stream_gap(b->stream, dir, len, &b->at);
		sip_stream_gap(&b->plain[dir].s, len);
	} else {
		push(b, dir, p, len);
	}
	if (what & STEP_END) {
		stream_end(b->stream, dir, &b->at);
		sip_stream_end(&b->plain[dir].s);
	}
	check_plain(&b->plain[dir]);
}

static void feed(struct both *b, const uint8_t *p, size_t size)
{
	while (size >= 3) {
		unsigned what = p[0];
		size_t len = (size_t)p[1] << 8 | p[2];

		p += 3;
		size -= 3;
		if (what & STEP_GAP) {
			step(b, what, p, len);
			continue;
		}
		if (len > size)
			len = size;
		step(b, what, p, len);
		p += len;
		size -= len;
	}
}

static void finish(struct both *b)
{
	b->at.number++;
	for (int i = 0; i < 2; i++) {
		stream_end(b->stream, i, &b->at);
		sip_stream_end(&b->plain[i].s);
		check_plain(&b->plain[i]);
		sip_stream_fini(&b->plain[i].s);
	}
	stream_free(b->stream);
	must(b->budget.used == 0 && b->plain_budget.used == 0);
	must(b->packets.cut == b->stats.cut && b->tls <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct both b = { .tls = 0 };
	struct stream_sink sink = { packet, tls, trouble, &b };
	struct addr ends[2] = { addr_make("\xc0\0\2\1", 4, 40000),
				addr_make("\xc0\0\2\2", 4, 80) };

	if (!size)
		return 0;
	if (data[0] & 1)
		ends[1].port = 5060;
	b.budget.max = b.plain_budget.max = data[0] & 2 ? 600 : 4 << 20;
	b.stream = stream_new(&sink, ends, &b.budget, &b.stats);
	if (!b.stream)
		return 0;
	for (int i = 0; i < 2; i++) {
		b.plain_sink[i] = (struct sip_stream_sink){
			message, keepalive, &b.plain[i] };
		sip_stream_init(&b.plain[i].s, &b.plain_sink[i],
				&b.plain_budget);
	}
	feed(&b, data + 1, size - 1);
	finish(&b);
	return 0;
}
