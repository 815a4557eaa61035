/* SPDX-License-Identifier: BSD-2-Clause */
/* Both directions of a TLS connection: pieces, each with two bytes before it: the
 * direction, whether bytes are missing before it, and 14 bits of length.  Cut
 * finer, they tell the same. */
#include "dissect/tls_watch.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

/* The piece in a copy of its own, so that an over-read shows. */
static void push(struct tls_watch *w, int dir, struct slice s,
		 const struct frame *at)
{
	char *copy = malloc(s.len + 1);

	if (!copy)
		return;
	memcpy(copy, s.p, s.len);
	tls_watch_push(w, dir, slice_of(copy, s.len), at);
	free(copy);
}

static bool run(struct tls_watch *w, const uint8_t *p, size_t size, size_t step)
{
	struct addr client = addr_make("\xc0\0\2\1", 4, 40000);
	struct addr server = addr_make("\xc0\0\2\2", 4, 5061);
	struct frame at = { .number = 0 };
	bool gaps = false;

	tls_watch_init(w, &client, &server);
	while (size >= 2) {
		size_t len = (size_t)(p[0] & 0x3f) << 8 | p[1];
		int dir = p[0] >> 7;
		struct slice s;

		at.number++;
		if (p[0] & 0x40) {
			tls_watch_gap(w, dir);
			gaps = true;
		}
		len = len < size - 2 ? len : size - 2;
		s = slice_of((const char *)p + 2, len);
		for (; s.len; s = slice_from(s, step))
			push(w, dir, slice_head(s, step), &at);
		p += 2 + len;
		size -= 2 + len;
	}
	return gaps || w->dir[0].lost || w->dir[1].lost;
}

static void check(const struct tls_info *t)
{
	size_t len = strnlen(t->server_name, sizeof(t->server_name));

	must(len < sizeof(t->server_name));
	for (size_t i = 0; i < len; i++)
		must(t->server_name[i] > ' ' && t->server_name[i] <= '~');
	must(t->alert_level == 0 || t->alert_level == 2);
	must((t->alert_level == 0) == (t->alert_at.number == 0));
	must(t->alert_from == 0 || t->alert_from == 1);
	must((t->client.port == 5061) == (t->server.port == 40000));
	must(t->hello.number || (!t->version && !t->cipher && !len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t fine = 3;
	struct tls_watch a, b;

	bool lost = run(&a, data, size, SIZE_MAX);

	check(&a.info);
	lost |= run(&b, data, size, fine);
	check(&b.info);
	if (lost)
		return 0;
	must(!strcmp(a.info.server_name, b.info.server_name));
	must(a.info.version == b.info.version &&
	     a.info.cipher == b.info.cipher && a.info.alert == b.info.alert &&
	     a.info.records == b.info.records &&
	     a.info.established == b.info.established &&
	     a.info.alert_at.number == b.info.alert_at.number &&
	     a.info.hello.number == b.info.hello.number);
	return 0;
}
