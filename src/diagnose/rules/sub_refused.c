/* SPDX-License-Identifier: BSD-2-Clause */
/* SUBSCRIBE refused: the lamp, mailbox or presence stays dark (RFC 6665 4.2.1). */
#include "diagnose/habits.h"
#include "diagnose/indialog.h"

enum { TIMES = 2 }; /* once may be an accident */

/* What the code says; NULL: it is no matter of subscriptions. */
static const char *kind(const struct transaction *t)
{
	switch (t->status) {
	case 489:
		return "unknown_event";
	case 404:
		return "unknown_target";
	case 403: case 603:
		return "forbidden";
	case 481:
		return "refresh";
	case 405: case 501:
		return "";
	default:
		return NULL;
	}
}

/* The server takes this subscription otherwise, and refused it once: that may be
 * about this moment, or about this one watcher. */
static bool is_exception(const struct rule_view *v)
{
	const struct watch *w = watches_find(&v->habits->watches, v->t);

	return w && w->taken && w->refused < TIMES;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice event = indialog_event(t->request);
	const char *flag = kind(t);

	if (t->status / 100 == 2 || (flag && t->status != 481))
		watches_note(&v->habits->watches, t);
	if (!flag)
		return;
	if (is_exception(v))
		report_severity(out, SEVERITY_INFO);
	/* After a restart of the server; the phone subscribes anew. */
	if (t->status == 481) {
		if (!t->in_dialog)
			return;
		report_severity(out, SEVERITY_INFO);
	}
	if (*flag)
		report_flag(out, flag, true);
	if (event.len)
		report_text(out, "event", event);
	report_text(out, "allow_events",
		    sip_index_value(&t->final->sip, HEADER_ALLOW_EVENTS));
	report_message(out, t->final, NULL);
	report_header_id(out, t->final, HEADER_ALLOW_EVENTS, "allowed");
	report_header_id(out, t->request, HEADER_EVENT, "event");
	report_group_ip(out, &t->server);
	report_group(out, event);
	report_group(out, sip_value_uri(sip_index_value(&t->request->sip,
							HEADER_TO)));
	report_make(out);
}

const struct rule rule_sub_refused = {
	.id = FINDING_SUB_REFUSED, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_SUBSCRIBE), .needs_request = true,
	.check = check,
};
