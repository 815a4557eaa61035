/* SPDX-License-Identifier: BSD-2-Clause */
/* REGISTER for an address of record that the registrar does not know (RFC 3261
 * 10.3 step 5). */
#include "diagnose/habits.h"
#include "diagnose/registrar.h"

/* The one domain in which others are registered there. */
static void good_domain(struct report *out, const struct rule_view *v,
			struct slice asked)
{
	const struct numbers_server *s = numbers_find(&v->habits->numbers,
						      &v->t->server);

	if (s && s->domain[0] && !slice_eq_nocase(slice_cstr(s->domain), asked))
		report_text(out, "good_domain",
			    report_copy(out, slice_cstr(s->domain)));
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice aor = registrar_aor(t->request);
	struct sip_value_uri_parts p;
	struct addr a;

	if (registrar_scanned(t->request))
		return;
	report_group_ip(out, &t->server);
	report_group(out, aor);
	if (sip_value_uri_split(aor, &p)) {
		report_text(out, "domain", p.host);
		report_flag(out, "domain_ip", !addr_parse_ip(&a, p.host));
		good_domain(out, v, p.host);
	}
	report_header(out, t->request, aor, "to");
	report_message(out, t->final, NULL);
	report_make(out);
}

const struct rule rule_reg_404 = {
	.id = FINDING_REG_404, .on = RULE_ON(STORE_FINAL), .status = { 404 },
	.methods = RULE_METHOD(METHOD_REGISTER), .needs_request = true,
	.check = check,
};
