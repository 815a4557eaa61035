/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/awaited.h"

#include "dissect/sip_value.h"

/* Prefixes are put before numbers and taken away on the way; the digits of the
 * subscriber stay. */
enum { DIGITS = 7 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The last digits of a number of at least so many; else 0 of them. */
static size_t digits(struct slice user, char out[DIGITS])
{
	size_t n = 0;

	for (size_t i = user.len; i-- > 0;) {
		char c = user.p[i];

		if (is_digit(c) && n < DIGITS)
			out[n++] = c;
		else if (!is_digit(c) && !strchr("+-.()", c))
			return 0;
	}
	return n == DIGITS ? n : 0;
}

static uint64_t key_of(const struct awaited_memory *m, struct slice uri)
{
	struct sip_value_uri_parts p;
	char number[DIGITS];
	size_t n;

	if (!sip_value_uri_split(uri, &p))
		return hash_slice(m->seed, uri) | 1;
	if (!p.user.len)
		return hash_slice(m->seed, p.host) | 1;
	p.user = slice_head(p.user, slice_find(p.user, ';'));
	n = digits(p.user, number);
	return hash_slice(m->seed, n ? slice_of(number, n) : p.user) | 1;
}

void awaited_init(struct awaited_memory *m, uint64_t seed)
{
	m->seed = seed;
	recent_init(&m->table, sizeof(struct awaited), AWAITED_MAX, NULL);
}

void awaited_fini(struct awaited_memory *m)
{
	recent_fini(&m->table);
}

static struct awaited *await(struct awaited_memory *m, struct slice uri)
{
	return uri.len ? recent_get(&m->table, key_of(m, uri), NULL) : NULL;
}

static void referred(struct awaited_memory *m, const struct store_notice *n)
{
	struct awaited *a = await(m, sip_value_uri(sip_index_value(
		&n->t->request->sip, HEADER_REFER_TO)));

	if (a)
		a->referee = n->t->server;
}

static void redirected(struct awaited_memory *m, const struct store_notice *n)
{
	struct slice rest, element;
	unsigned left = AWAITED_CONTACTS;

	rest = sip_index_value(&n->message->sip, HEADER_CONTACT);
	while (left && sip_value_next(&rest, &element)) {
		await(m, sip_value_uri(element));
		left--;
	}
}

static void called(struct awaited_memory *m, const struct store_notice *n)
{
	const struct message *r = n->t->request;
	struct awaited *a;

	if (!m->table.count || n->t->in_dialog)
		return;
	a = recent_find(&m->table, key_of(m, message_slice(r, r->sip.uri)));
	if (a)
		a->called = n->now;
}

void awaited_note(struct awaited_memory *m, const struct store_notice *n)
{
	const struct transaction *t = n->t;

	if (n->event == STORE_REQUEST && t->method == METHOD_INVITE)
		called(m, n);
	else if (n->event == STORE_REQUEST && t->method == METHOD_REFER)
		referred(m, n);
	else if (n->event == STORE_FINAL && t->method == METHOD_INVITE &&
		 t->status / 100 == 3 && n->message)
		redirected(m, n);
}

bool awaited_uncalled(const struct awaited_memory *m, struct slice uri,
		      int64_t since)
{
	const struct awaited *a = recent_find(&m->table, key_of(m, uri));

	return a && a->called < since;
}

bool awaited_from(const struct awaited_memory *m, struct slice uri,
		  const struct addr *referee)
{
	const struct awaited *a = recent_find(&m->table, key_of(m, uri));

	return a && addr_same_ip(&a->referee, referee);
}
