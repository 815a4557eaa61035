/* SPDX-License-Identifier: BSD-2-Clause */
/* One INVITE, several 2xx with To tags of their own: each is a call (RFC 3261
 * 13.2.2.4).  Judged when the INVITE is over. */
#include "diagnose/indialog.h"

#define BYE_WITHIN (5 * CLOCK_S) /* the caller ends the extra ones at once */

struct answers {
	unsigned n, open; /* how many; without a BYE in time */
	const struct message *first, *second;
};

static bool is_open(const struct transaction *t, const struct message *m,
		    int64_t now)
{
	const struct dialog *d = call_dialog(t->call,
		message_slice(m, m->sip.from_tag),
		message_slice(m, m->sip.to_tag));

	if (!d || now - m->time < BYE_WITHIN)
		return false;
	return !d->bye_time || d->bye_time - m->time > BYE_WITHIN;
}

static void count(const struct transaction *t, int64_t now, struct answers *a)
{
	*a = (struct answers){ 0 };
	for (unsigned i = 0; i < t->n_forks; i++) {
		const struct message *m = t->forks[i].last;

		if (t->forks[i].status / 100 != 2)
			continue;
		a->n++;
		a->open += is_open(t, m, now);
		if (!a->first)
			a->first = m;
		else if (!a->second)
			a->second = m;
	}
}

static void host(struct report *out, const struct message *m)
{
	struct sip_value_uri_parts p;

	if (sip_value_uri_split(sip_value_uri(sip_index_value(
		&m->sip, HEADER_CONTACT)), &p))
		report_item(out, p.host);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct answers a;

	count(t, v->now, &a);
	if (a.n < 2)
		return;
	report_number(out, "tags", a.n);
	report_list(out, "answerers");
	for (unsigned i = 0; i < t->n_forks && i < 8; i++) {
		if (t->forks[i].status / 100 == 2)
			host(out, t->forks[i].last);
	}
	if (a.open > 1) {
		report_flag(out, "left", true);
		report_severity(out, SEVERITY_WARNING);
	}
	report_header(out, a.first, message_slice(
		a.first, a.first->sip.to_tag), "first");
	report_header(out, a.second, message_slice(
		a.second, a.second->sip.to_tag), "second");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_forked_200 = {
	.id = FINDING_FORKED_200, .on = RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.needs_forks = true,
	.aside = true, .check = check,
};
