/* SPDX-License-Identifier: BSD-2-Clause */
/* The signature does not fit what it was made over (RFC 8224 6.2.2). */
#include "diagnose/passport.h"

/* The digits of a number, for the token has them without + (RFC 8224 8.3). */
static bool same_number(struct slice a, struct slice b)
{
	if (a.len && *a.p == '+')
		a = slice_from(a, 1);
	if (b.len && *b.p == '+')
		b = slice_from(b, 1);
	return slice_eq(a, b);
}

static struct slice user_of(const struct message *m, enum header_id id)
{
	struct sip_value_uri_parts p;

	if (!sip_value_uri_split(sip_value_uri(sip_index_value(&m->sip, id)),
				 &p))
		return slice_of(NULL, 0);
	/* tel:+4930 has its number where others have the host */
	return p.user.len ? p.user : p.host;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *r = v->t->request;
	struct slice from = user_of(r, HEADER_FROM);
	struct slice to = user_of(r, HEADER_TO);
	struct passport p;

	report_message(out, v->t->final, NULL);
	if (passport_read(r, &p)) {
		bool from_differs = !same_number(p.from, from);
		bool to_differs = !same_number(p.to, to);

		report_header_id(out, r, HEADER_IDENTITY, "identity");
		if (p.from.len && p.to.len && (from_differs || to_differs)) {
			report_text(out, "signed_from",
				    report_copy(out, p.from));
			report_text(out, "signed_to", report_copy(out, p.to));
			report_text(out, "from_number", from);
			report_text(out, "to_number", to);
			if (from_differs)
				report_header(out, r, from, "from");
			if (to_differs)
				report_header(out, r, to, "to");
		}
	}
	report_group_ip(out, &v->t->client);
	report_make(out);
}

const struct rule rule_stir_438 = {
	.id = FINDING_STIR_438, .on = RULE_ON(STORE_FINAL),
	.status = { 438 }, .needs_request = true,
	.unless = { FINDING_STIR_403_STALE }, .check = check,
};
