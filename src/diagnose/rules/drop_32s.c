/* SPDX-License-Identifier: BSD-2-Clause */
/* The answerer hangs up 64*T1 after its 2xx, which it was still repeating
 * (RFC 3261 13.3.1.4).  Where the INVITE was captured and no ACK of it anywhere,
 * that is ack-missing; so the store counts copies (dialog.copies) only where it
 * cannot know of the ACK. */
#include "diagnose/indialog.h"

/* With T1 0.5 s: copies at 0.5, 1.5, 3.5, 7.5, then each 4 s, ten until 32 s; two
 * may be lost.  chan_sip with T1 0.1 s: at 0.1, 0.3, 0.7, 1.5, 3.1, 6.3. */
enum { COPIES = 8, COPIES_SMALL = 4 };
#define FROM (30 * CLOCK_S)
#define TO (34 * CLOCK_S)
#define FROM_SMALL (6 * CLOCK_S)
#define TO_SMALL (7 * CLOCK_S)

static bool within(int64_t age, int64_t from, int64_t to)
{
	return age >= from && age <= to;
}

/* The 2xx that was repeated, if it is still remembered: 32 s are its time. */
static const struct message *repeated(const struct transaction *bye)
{
	const struct transaction *o = bye->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && o->status / 100 == 2 &&
		    o->response_copies && !o->ack && indialog_opposite(o, bye))
			return o->final;
	}
	return NULL;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *bye = v->t;
	const struct dialog *d = bye->call->dialogs;
	const struct message *ok;
	int64_t age;
	bool small;

	while (d && d->copies < COPIES_SMALL)
		d = d->next;
	if (!d)
		return;
	d = indialog_of(bye);
	if (!d || !d->answered || !call_dialog_callee(d, message_slice(
		bye->request, bye->request->sip.from_tag)))
		return;
	age = bye->start - d->answered;
	small = within(age, FROM_SMALL, TO_SMALL) && d->copies >= COPIES_SMALL;
	if (!small && !(within(age, FROM, TO) && d->copies >= COPIES))
		return;
	report_number(out, "seconds", age / CLOCK_S);
	report_number(out, "copies", d->copies + 1);
	report_flag(out, "small_t1", small);
	/* The BYE comes from who answered. */
	report_addr(out, "server", &bye->client);
	report_addr(out, "client", &bye->server);
	ok = repeated(bye);
	if (ok)
		report_message(out, ok, "ok");
	report_message(out, bye->request, "bye");
	report_group_ip(out, &bye->client);
	report_group_ip(out, &bye->server);
	report_make(out);
}

const struct rule rule_drop_32s = {
	.id = FINDING_DROP_32S, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE), .needs_request = true,
	.needs_timed = true,
	.aside = true, .check = check,
};
