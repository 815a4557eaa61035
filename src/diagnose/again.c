/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/again.h"

enum { VIAS = 72 }; /* that are compared: more than Max-Forwards lets live */

bool again_here(const struct transaction *a, const struct transaction *b)
{
	const struct message *x = a->request, *y = b->request;

	return x && y && a->method == b->method &&
		x->sip.cseq == y->sip.cseq && addr_eq(&a->server, &b->server) &&
		slice_eq(message_slice(x, x->sip.from_tag),
			 message_slice(y, y->sip.from_tag));
}

const struct transaction *again_before(const struct transaction *t,
				       const struct transaction *from)
{
	const struct transaction *o = from->call_prev;

	for (int i = 0; o && i < AGAIN_BACK; i++, o = o->call_prev) {
		if (again_here(o, t))
			return o;
	}
	return NULL;
}

bool again_same_uri(const struct transaction *a, const struct transaction *b)
{
	return slice_eq(message_slice(a->request, a->request->sip.uri),
			message_slice(b->request, b->request->sip.uri));
}

/* The elements of all Via lines, the topmost first; how many. */
static unsigned read_vias(const struct message *m, struct slice *out)
{
	const struct sip_header *h;
	struct slice rest;
	unsigned n = 0;

	for (unsigned i = 0; (h = rule_line(m, HEADER_VIA, i)); i++) {
		rest = message_slice(m, h->value);
		while (n < VIAS && sip_value_next(&rest, &out[n]))
			n++;
	}
	return n;
}

static struct slice branch_of(struct slice via)
{
	struct sip_value_via v;

	return sip_value_via_split(via, &v) ? v.branch : slice_of(NULL, 0);
}

bool again_passed(const struct transaction *o, const struct transaction *t)
{
	struct slice want = message_slice(o->request, o->request->sip.branch);
	struct slice vias[VIAS];
	unsigned n = read_vias(t->request, vias);

	for (unsigned i = 1; want.len && i < n; i++) {
		if (slice_eq(branch_of(vias[i]), want))
			return true;
	}
	return false;
}

struct slice again_parted(const struct transaction *a,
			  const struct transaction *b)
{
	struct slice x[VIAS], y[VIAS];
	struct sip_value_via v, w;
	unsigned n = read_vias(a->request, x), m = read_vias(b->request, y);

	while (n && m && slice_eq(branch_of(x[n - 1]), branch_of(y[m - 1])))
		n--, m--;
	if (n && m && sip_value_via_split(x[n - 1], &v) &&
	    sip_value_via_split(y[m - 1], &w) &&
	    slice_eq_nocase(v.host, w.host) && slice_eq(v.port, w.port))
		return v.host;
	return slice_of(NULL, 0);
}
