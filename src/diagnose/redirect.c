/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/redirect.h"

static bool is_sip(struct slice uri)
{
	return slice_starts_nocase(uri, SLICE("sip:")) ||
		slice_starts_nocase(uri, SLICE("sips:"));
}

struct slice redirect_target(const struct message *m, struct slice *any)
{
	struct slice rest, element, uri, first = slice_of(NULL, 0);
	struct slice found = first;
	const struct sip_header *h;

	for (unsigned i = 0; (h = rule_line(m, HEADER_CONTACT, i)); i++) {
		rest = message_slice(m, h->value);
		while (!found.len && sip_value_next(&rest, &element)) {
			uri = sip_value_uri(element);
			if (!first.len)
				first = uri;
			if (is_sip(uri))
				found = uri;
		}
	}
	if (any)
		*any = first;
	return found;
}

bool redirect_same(struct slice a, struct slice b)
{
	struct sip_value_uri_parts x, y;

	if (!sip_value_uri_split(a, &x) || !sip_value_uri_split(b, &y))
		return false;
	return slice_eq_nocase(x.scheme, y.scheme) && slice_eq(x.user, y.user) &&
		slice_eq_nocase(x.host, y.host) && slice_eq(x.port, y.port) &&
		slice_eq_nocase(x.params, y.params);
}

const struct transaction *redirect_tried(const struct transaction *t,
					 struct slice uri)
{
	const struct transaction *o = t, *found = NULL;

	for (int i = 0; o && i < REDIRECT_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && o->request &&
		    addr_same_ip(&o->client, &t->client) &&
		    redirect_same(message_slice(o->request,
						o->request->sip.uri), uri))
			found = o;
	}
	return found;
}
