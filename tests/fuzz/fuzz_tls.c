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

static bool run(struct tls_watch *w, struct budget *budget, const uint8_t *p,
		size_t size, size_t step)
{
	struct addr client = addr_make("\xc0\0\2\1", 4, 40000);
	struct addr server = addr_make("\xc0\0\2\2", 4, 5061);
	struct frame at = { .number = 0 };
	bool gaps = false;

	tls_watch_init(w, &client, &server, budget);
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

static void check_chain(const struct tls_chain *c)
{
	const char *name;
	size_t pos = 0;

	if (!c)
		return;
	must(c->count && c->count <= TLS_CERT_MAX && c->at.number);
	for (unsigned i = 0; i < c->count; i++)
		must(memchr(c->certs[i].subject, '\0', TLS_CERT_NAME) &&
		     memchr(c->certs[i].issuer, '\0', TLS_CERT_NAME));
	while ((name = tls_cert_next_name(c, &pos)))
		for (; *name; name++)
			must(*name > ' ' && *name <= '~');
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
	check_chain(t->shown[0]);
	check_chain(t->shown[1]);
	must(t->hello.number || (!t->shown[0] && !t->shown[1]));
}

/* Both saw the same certificates. */
static void compare(const struct tls_chain *a, const struct tls_chain *b)
{
	must(!a == !b);
	if (!a)
		return;
	must(a->count == b->count && a->names_len == b->names_len &&
	     a->names_cut == b->names_cut && a->at.number == b->at.number &&
	     !memcmp(a->names, b->names, a->names_len) &&
	     !memcmp(a->certs, b->certs, sizeof(a->certs)));
}

static void compare_all(const struct tls_watch *one, const struct tls_watch *two)
{
	const struct tls_info *a = &one->info, *b = &two->info;

	must(!strcmp(a->server_name, b->server_name));
	must(a->version == b->version && a->cipher == b->cipher &&
	     a->alert == b->alert && a->records == b->records &&
	     a->established == b->established &&
	     a->alert_at.number == b->alert_at.number &&
	     a->hello.number == b->hello.number);
	compare(a->shown[0], b->shown[0]);
	compare(a->shown[1], b->shown[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t fine = 3;
	struct budget budget = { .max = 1 << 17 }, little = { .max = 3000 };
	struct tls_watch a, b, c;
	bool lost = run(&a, &budget, data, size, SIZE_MAX);

	check(&a.info);
	lost |= run(&b, &budget, data, size, fine);
	check(&b.info);
	if (!lost)
		compare_all(&a, &b);
	/* Where memory is short. */
	run(&c, &little, data, size, SIZE_MAX);
	check(&c.info);
	tls_watch_fini(&a);
	tls_watch_fini(&b);
	tls_watch_fini(&c);
	must(!budget.used && !little.used);
	return 0;
}
