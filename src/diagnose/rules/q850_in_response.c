/* SPDX-License-Identifier: BSD-2-Clause */
/* Reason with a Q.850 cause (RFC 6432) that says something else than the status
 * code, by the table of RFC 3398 7.2.4.1; or in a BYE or CANCEL. */
#include "diagnose/rule.h"

#include "data/catalog_lang.h"

/* Normal clearing, no cause, "unspecified" and "interworking" tell nothing. */
static bool says_nothing(unsigned cause)
{
	return cause == 0 || cause == 16 || cause == 31 || cause == 127;
}

/* Gateways differ in small things; these pairs mean the same to a caller. */
static bool agrees(unsigned status, unsigned mapped)
{
	static const unsigned short same[][2] = {
		{ 486, 600 }, { 403, 603 }, { 404, 604 }, { 488, 606 },
		{ 480, 408 }, { 408, 480 }, { 503, 500 }, { 500, 503 },
		{ 410, 301 }, { 504, 408 },
	};

	if (!mapped)
		mapped = 500;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		if (mapped == same[i][0] && status == same[i][1])
			return true;
	}
	return status == mapped;
}

static const struct message *bearer(const struct rule_view *v)
{
	const struct transaction *t = v->t;

	if (v->event == STORE_FINAL)
		return t->status != 487 ? t->final : NULL;
	return t->request;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = bearer(v);
	const struct catalog_row *row;
	struct sip_value_reason r;
	struct slice where;

	if (!m || !(m->sip.kinds & SIP_INDEX_KIND(HEADER_REASON)) ||
	    !rule_q850(m, &r, &where) || says_nothing(r.cause_number))
		return;
	/* Taken by another branch: as it should be. */
	if (v->t->method == METHOD_CANCEL && r.cause_number == 26)
		return;
	row = catalog_row_get(CATALOG_Q850, r.cause);
	if (v->event == STORE_FINAL &&
	    agrees(v->t->status, row ? row->status : 0))
		return;
	report_number(out, "cause", r.cause_number);
	if (row) {
		report_text(out, "cause_name", slice_cstr(row->name));
		report_text(out, "cause_text", slice_cstr(
				    catalog_lang_say(row->text)));
		report_text(out, "cause_hint", slice_cstr(
				    catalog_lang_say(row->hint)));
	}
	report_text(out, "q850_protocol", r.protocol);
	report_group_ip(out, &m->src);
	report_group(out, r.cause);
	report_header(out, m, where, "reason");
	report_message(out, m, NULL);
	report_make(out);
}

const struct rule rule_q850_in_response = {
	.id = FINDING_Q850_IN_RESPONSE,
	.on = RULE_ON(STORE_REQUEST) | RULE_ON(STORE_FINAL), .refusal = true,
	.at_request = RULE_METHOD(METHOD_BYE) | RULE_METHOD(METHOD_CANCEL),
	.aside = true, .unless = { FINDING_BYE_IMMEDIATE, FINDING_ANONYMOUS_433,
				    FINDING_DROP_MEDIA_TIMEOUT },
	.check = check,
};
