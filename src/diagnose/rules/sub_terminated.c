/* SPDX-License-Identifier: BSD-2-Clause */
/* A NOTIFY that ends a subscription, and why (RFC 6665 4.1.3).  The end of a
 * transfer is told by its own rules. */
#include "diagnose/indialog.h"

#include "data/catalog_lang.h"

/* The subscriber asked for it: Expires 0, or it asks a single time. */
static bool asked(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_SUBSCRIBE && o->request &&
		    indialog_opposite(o, t))
			return rule_expires(o->request, NULL) == 0;
	}
	return false;
}

/* What can be done about it depends on the reason. */
static const char *kind(struct slice reason)
{
	if (slice_eq_nocase(reason, SLICE("timeout")))
		return "timeout";
	if (slice_eq_nocase(reason, SLICE("rejected")) ||
	    slice_eq_nocase(reason, SLICE("noresource")))
		return "rejected";
	return NULL;
}

/* What values.txt says of `Subscription-State:REASON'. */
static const char *meaning(struct slice reason)
{
	const struct catalog_row *row;
	struct strbuf b = { 0 };

	strbuf_adds(&b, "Subscription-State:");
	strbuf_slice(&b, slice_head(reason, 32));
	row = catalog_row_get(CATALOG_VALUES, strbuf_view(&b));
	strbuf_fini(&b);
	return row ? catalog_lang_say(row->text) : NULL;
}

static void tell(struct report *out, struct slice reason, bool wanted)
{
	const char *text = meaning(reason), *flag = kind(reason);

	report_text(out, "reason_name", reason);
	if (text)
		report_text(out, "reason_text", slice_cstr(text));
	if (flag && wanted)
		report_flag(out, flag, true);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice state = sip_index_value(&t->request->sip,
					     HEADER_SUBSCRIPTION_STATE);
	struct slice event, reason, after;
	bool wanted;

	if (!slice_starts_nocase(state, SLICE("terminated")))
		return;
	event = indialog_event(t->request);
	if (slice_eq_nocase(event, SLICE("refer")))
		return;
	report_text(out, "event", event);
	wanted = !asked(t);
	if (!wanted)
		report_flag(out, "asked", true);
	if (sip_value_param(state, "reason", &reason) && reason.len)
		tell(out, reason, wanted);
	if (sip_value_param(state, "retry-after", &after))
		report_text(out, "retry_after", after);
	report_header(out, t->request, state, "state");
	report_group_ip(out, &t->client);
	report_group(out, event);
	report_make(out);
}

const struct rule rule_sub_terminated = {
	.id = FINDING_SUB_TERMINATED, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_NOTIFY), .needs_request = true,
	.aside = true, .check = check,
};
