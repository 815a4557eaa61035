/* SPDX-License-Identifier: BSD-2-Clause */
/* One device registers far too early again and again, from changing ports or after
 * signing off: it restarts, or something rewrites its Contact (RFC 3261 10.2.4). */
#include "diagnose/registrar.h"

enum { IN_A_ROW = 4 }; /* a restart or two are no flapping */

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct binding *b = v->binding;
	struct slice contact, where = slice_of(NULL, 0);

	if (!b || b->flaps < IN_A_ROW ||
	    b->accepted != t->answered || !b->flap_moved)
		return;
	/* Regular intervals are somebody's wish (reg-expires-short). */
	if (b->flap_longest < b->flap_shortest + b->flap_shortest / 2)
		return;
	contact = sip_index_value(&t->request->sip, HEADER_CONTACT);
	report_number(out, "expires", b->granted);
	report_number(out, "registers", b->flaps + 1);
	report_span(out, "seconds", t->answered - b->flap_first, CLOCK_S);
	report_group_ip(out, &t->server);
	report_group(out, registrar_aor(t->request));
	report_header(out, t->request, sip_value_uri(contact), "contact");
	registrar_granted(t, contact, &where);
	report_header(out, t->final, where, "granted");
	report_make(out);
}

const struct rule rule_reg_flapping = {
	.id = FINDING_REG_FLAPPING, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER), .success = true,
	.needs_request = true, .needs_binding = true,
	.unless = { FINDING_REG_TWO_DEVICES }, .check = check,
};
