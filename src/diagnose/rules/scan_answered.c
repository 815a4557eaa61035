/* SPDX-License-Identifier: BSD-2-Clause */
/* A scanner gets a success: its REGISTER or INVITE is accepted, or the number
 * outside that it calls rings.  A 200 to OPTIONS is harmless. */
#include "diagnose/habits.h"
#include "diagnose/registrar.h"

static bool got_in(const struct rule_view *v)
{
	const struct transaction *t = v->t;

	if (v->event == STORE_FINAL)
		return t->status / 100 == 2 && !t->in_dialog &&
			(t->method == METHOD_REGISTER ||
			 t->method == METHOD_INVITE);
	/* 100 and 181 to 182 say nothing of the other end. */
	return t->method == METHOD_INVITE && !t->in_dialog && v->message &&
		(v->message->sip.status == 180 ||
		 v->message->sip.status == 183) &&
		scan_is_outside(scan_called(t->request));
}

/* Is it the scanner?  Test tools are meant to succeed.  A request without its name
 * may be a neighbour's behind the same address: of a public one that guessed
 * nothing yet, nobody knows; of one inside it is. */
static bool is_scanner(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct source *s;
	struct scan_sign sign;

	if (t->habits & TRANSACTION_SCAN_NAMED)
		return scan_sign_find(t->request, &sign) &&
			sign.scanner->level == SCANNER_ATTACK;
	s = source_find(&v->habits->sources, &t->client);
	if (!s || s->scans & (TRANSACTION_SCAN_GUESS | TRANSACTION_SCAN_PROBE))
		return s;
	report_certainty(out, CERTAINTY_POSSIBLE);
	return !addr_is_private(&t->client);
}

static struct slice account(const struct message *m)
{
	struct slice name, c = rule_credentials(m, slice_of(NULL, 0));
	struct sip_value_uri_parts p;

	if (c.len && sip_value_auth(c, "username", &name))
		return name;
	if (m->sip.method == METHOD_REGISTER &&
	    sip_value_uri_split(registrar_aor(m), &p))
		return p.user;
	return slice_of(NULL, 0);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	bool reg = t->method == METHOD_REGISTER;

	if (!got_in(v) || scan_passed_on(t) || !is_scanner(v, out))
		return;
	report_flag(out, "registered", reg);
	report_flag(out, "called", !reg);
	report_text(out, "account", account(t->request));
	if (!reg)
		report_text(out, "what", scan_called(t->request));
	report_number(out, "status", v->message ? v->message->sip.status :
		      t->status);
	report_group_ip(out, &t->client);
	if (v->message)
		report_start_line(out, v->message, message_slice(
			v->message, v->message->sip.start_line), "got-in");
	report_message(out, t->request, NULL);
	report_make(out);
}

const struct rule rule_scan_answered = {
	.id = FINDING_SCAN_ANSWERED,
	.on = RULE_ON(STORE_PROVISIONAL) | RULE_ON(STORE_FINAL),
	.habits = TRANSACTION_SCAN_NAMED | TRANSACTION_SCAN_SILENT,
	.aside = true, .check = check,
};
