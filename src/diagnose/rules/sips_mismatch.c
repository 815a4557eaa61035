/* SPDX-License-Identifier: BSD-2-Clause */
/* 416 or 480 whose Warning says that sip: or sips: is needed (RFC 5630 5). */
#include "diagnose/rule.h"

static bool find(const struct message *f, struct slice *element,
		 struct sip_value_warning *w)
{
	const struct sip_header *h;
	struct slice rest;

	for (unsigned i = 0; (h = rule_line(f, HEADER_WARNING, i)); i++) {
		rest = message_slice(f, h->value);
		while (sip_value_next(&rest, element)) {
			if (sip_value_warning_split(*element, w) &&
			    (w->code == 380 || w->code == 381))
				return true;
		}
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *r = v->t->request, *f = v->t->final;
	struct sip_value_warning w;
	struct slice element, uri = message_slice(r, r->sip.uri);
	bool sips;

	if (!find(f, &element, &w))
		return;
	sips = w.code == 381;
	report_number(out, "warning_code", w.code);
	report_text(out, "needed", sips ? SLICE("sips") : SLICE("sip"));
	report_text(out, "used", sips ? SLICE("sip") : SLICE("sips"));
	report_header(out, f, element, "warning");
	report_start_line(out, r, slice_head(uri, slice_find(uri, ':')), "uri");
	report_make(out);
}

const struct rule rule_sips_mismatch = {
	.id = FINDING_SIPS_MISMATCH, .on = RULE_ON(STORE_FINAL),
	.status = { 416, 480 }, .needs_request = true, .check = check,
};
