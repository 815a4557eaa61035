/* SPDX-License-Identifier: BSD-2-Clause */
/* The 200 to REGISTER lists several bindings of one device, with different ports:
 * old ones that calls fork to (RFC 3261 10.3). */
#include "diagnose/registrar.h"

enum { LISTED_MAX = 32 };

struct listed {
	struct slice value;
	struct slice instance, transport;
	struct sip_value_uri_parts uri;
	bool ok;
};

static struct slice transport_of(struct slice params)
{
	struct slice name = SLICE("transport=");
	size_t at = slice_search(params, name);

	if (at == params.len)
		return SLICE("udp");
	params = slice_from(params, at + name.len);
	return slice_head(params, slice_find(params, ';'));
}

static void read(struct slice value, struct listed *out)
{
	struct slice flow;

	*out = (struct listed){ .value = value };
	sip_value_param(value, "+sip.instance", &out->instance);
	/* Flows of one device are meant to stand side by side (RFC 5626). */
	out->ok = !sip_value_param(value, "reg-id", &flow) &&
		sip_value_uri_split(sip_value_uri(value), &out->uri);
	if (out->ok)
		out->transport = transport_of(out->uri.params);
}

/* Without +sip.instance: the same user at the same private address. */
static bool same_device(const struct listed *a, const struct listed *b)
{
	struct addr ip;

	if (!a->ok || !b->ok || slice_eq(a->uri.port, b->uri.port) ||
	    !slice_eq_nocase(a->transport, b->transport))
		return false;
	if (a->instance.len || b->instance.len)
		return slice_eq(a->instance, b->instance);
	return slice_eq(a->uri.user, b->uri.user) &&
		slice_eq(a->uri.host, b->uri.host) &&
		!addr_parse_ip(&ip, a->uri.host) && addr_is_private(&ip);
}

/* The one that was registered now. */
static const struct listed *newest(const struct listed *l, unsigned n,
				   struct slice sent)
{
	struct sip_value_uri_parts p;

	if (!sip_value_uri_split(sip_value_uri(sent), &p))
		return NULL;
	for (unsigned i = 0; i < n; i++) {
		if (l[i].ok && slice_eq(l[i].uri.user, p.user) &&
		    slice_eq_nocase(l[i].uri.host, p.host) &&
		    slice_eq(l[i].uri.port, p.port))
			return &l[i];
	}
	return NULL;
}

static void show(struct report *out, const struct transaction *t,
		 const struct listed *l, unsigned n, const struct listed *now)
{
	unsigned stale = 0;

	report_header(out, t->final, sip_value_uri(now->value), "newest");
	report_list(out, "stale");
	for (unsigned i = 0; i < n; i++) {
		if (!same_device(&l[i], now))
			continue;
		report_item(out, sip_value_uri(l[i].value));
		if (stale++ < 3)
			report_header(out, t->final,
				      sip_value_uri(l[i].value), "stale");
	}
	if (!stale)
		return;
	report_number(out, "stale_count", stale);
	report_flag(out, "one", stale == 1);
	report_number(out, "contacts", n);
	report_group_ip(out, &t->server);
	report_group(out, registrar_aor(t->request));
	report_make(out);
}

/* Nearly every answer lists one, in one line. */
static bool perhaps_several(const struct message *m)
{
	struct slice first = sip_index_value(&m->sip, HEADER_CONTACT);

	return slice_find(first, ',') < first.len ||
		sip_index_count(&m->sip, HEADER_CONTACT) > 1;
}

static __attribute__((noinline)) void
compare(const struct transaction *t, struct slice sent, struct report *out)
{
	struct registrar_at at = { 0 };
	struct listed l[LISTED_MAX];
	const struct listed *now;
	struct slice c;
	unsigned n = 0;

	if (registrar_contacts(t->final, 2) < 2)
		return;
	while (n < LISTED_MAX && registrar_contact(t->final, &at, &c))
		read(c, &l[n++]);
	now = newest(l, n, sent);
	if (now)
		show(out, t, l, n, now);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice sent = message_slice(t->request, t->request->sip.contact);

	if (sent.len && perhaps_several(t->final))
		compare(t, sent, out);
}

const struct rule rule_reg_contact_count = {
	.id = FINDING_REG_CONTACT_COUNT, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER), .success = true,
	.needs_request = true,
	.check = check,
};
