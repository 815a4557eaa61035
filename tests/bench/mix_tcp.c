/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE 1 /* memmem */
#include "mix_tcp.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { SEGMENT = 1460 }; /* what fits a frame */

struct mix_connection {
	struct mix_addr end[2]; /* end[0] opened it; ip 0: an empty place */
	uint32_t next[2];       /* sequence number of each end's next byte */
};

void mix_tcp_fini(struct mix_tcp *t)
{
	free(t->all);
	*t = (struct mix_tcp){ 0 };
}

static bool same(struct mix_addr a, struct mix_addr b)
{
	return a.ip == b.ip && a.port == b.port;
}

/* The same for both directions. */
static size_t hash(struct mix_addr a, struct mix_addr b)
{
	uint64_t x = (uint64_t)a.ip << 16 | a.port;
	uint64_t y = (uint64_t)b.ip << 16 | b.port;

	return (size_t)((x + y) * 0x9e3779b97f4a7c15 ^
			(x ^ y) * 0xbf58476d1ce4e5b9) >> 20;
}

/* The place of the connection between a and b, or where it would be. */
static struct mix_connection *place(const struct mix_tcp *t, struct mix_addr a,
				    struct mix_addr b)
{
	struct mix_connection *c;

	for (size_t i = hash(a, b);; i++) {
		c = &t->all[i & (t->cap - 1)];
		if (!c->end[0].ip || (same(c->end[0], a) && same(c->end[1], b)) ||
		    (same(c->end[0], b) && same(c->end[1], a)))
			return c;
	}
}

static int grow(struct mix_tcp *t)
{
	struct mix_tcp more = { .cap = t->cap ? t->cap * 2 : 4096 };

	if (t->used < t->cap / 2)
		return 0;
	more.all = calloc(more.cap, sizeof(*more.all));
	if (!more.all)
		return -ENOMEM;
	for (size_t i = 0; i < t->cap; i++) {
		struct mix_connection *c = &t->all[i];

		if (c->end[0].ip)
			*place(&more, c->end[0], c->end[1]) = *c;
	}
	more.used = t->used;
	free(t->all);
	*t = more;
	return 0;
}

/* From end `from' of c; what it carries is in p. */
static int segment(FILE *out, struct mix_connection *c, unsigned from,
		   const struct mix_packet *p, unsigned flags)
{
	struct mix_packet m = *p;
	struct mix_segment s = { c->next[from], c->next[!from], flags };

	m.from = c->end[from];
	m.to = c->end[!from];
	if (!(flags & MIX_ACK))
		s.ack = 0;
	c->next[from] += (uint32_t)m.len + (flags & MIX_SYN ? 1 : 0);
	return mix_net_write(out, &m, &s);
}

static int handshake(FILE *out, struct mix_connection *c,
		     const struct mix_packet *p)
{
	struct mix_packet m = { .when_us = p->when_us };
	int err;

	c->end[0] = p->from;
	c->end[1] = p->to;
	c->next[0] = (uint32_t)hash(p->from, p->to);
	c->next[1] = ~c->next[0];
	err = segment(out, c, 0, &m, MIX_SYN);
	if (!err)
		err = segment(out, c, 1, &m, MIX_SYN | MIX_ACK);
	return err ? err : segment(out, c, 0, &m, MIX_ACK);
}

static void say_tcp(unsigned char *bytes, size_t len)
{
	unsigned char *p = bytes;

	while ((p = memmem(p, len - (size_t)(p - bytes), "SIP/2.0/UDP", 11))) {
		p += 11;
		memcpy(p - 3, "TCP", 3);
	}
}

int mix_tcp_write(struct mix_tcp *t, FILE *out, const struct mix_packet *p)
{
	unsigned char bytes[MIX_NET_PAYLOAD];
	struct mix_packet part = *p, none = { .when_us = p->when_us };
	struct mix_connection *c;
	size_t done = 0;
	unsigned from;
	int err;

	if (p->len > sizeof(bytes))
		return -EMSGSIZE;
	err = grow(t);
	if (err)
		return err;
	memcpy(bytes, p->payload, p->len);
	say_tcp(bytes, p->len);
	c = place(t, p->from, p->to);
	if (!c->end[0].ip) {
		t->used++;
		err = handshake(out, c, p);
	}
	from = !same(c->end[0], p->from);
	for (; !err && done < p->len; done += part.len) {
		part.payload = bytes + done;
		part.len = p->len - done < SEGMENT ? p->len - done : SEGMENT;
		err = segment(out, c, from, &part, MIX_PSH | MIX_ACK);
		if (!err)
			err = segment(out, c, !from, &none, MIX_ACK);
	}
	return err;
}
