/* SPDX-License-Identifier: BSD-2-Clause */
/* A call that is ended as soon as it was answered, and the BYE names a failure
 * (RFC 3261 15, RFC 3326), or every call of two hosts ends so.  A single one
 * without a Reason means nothing: test calls, dialers, voicemail. */
#include "diagnose/habits.h"
#include "diagnose/indialog.h"

#define AT_ONCE (2 * CLOCK_S) /* nobody hangs up by hand that fast */
/* Who called may have heard a voice and hung up by then, or its dialer did. */
#define UNHEARD (500 * CLOCK_MS)
enum { CALLS = 3 }; /* two may be chance */

/* Normal clearing, no cause and interworking are no failures (Q.850). */
static bool names_failure(const struct sip_value_reason *r)
{
	if (!r->has_cause)
		return false;
	if (slice_eq_nocase(r->protocol, SLICE("Q.850")))
		return r->cause_number && r->cause_number != 16 &&
			r->cause_number != 31 && r->cause_number != 127;
	return slice_eq_nocase(r->protocol, SLICE("SIP")) &&
		r->cause_number >= 400;
}

static bool failure(const struct message *m, struct slice *where,
		    struct sip_value_reason *out)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_REASON);

	for (int i = 0; i < 4 && sip_value_next(&rest, where); i++) {
		if (sip_value_reason_split(*where, out) && names_failure(out))
			return true;
	}
	return false;
}

/* The INVITE whose call the BYE ends, acknowledged just before. */
static const struct transaction *answered(const struct transaction *bye)
{
	const struct transaction *o = bye->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && indialog_same_ends(o, bye))
			return !o->in_dialog && o->acked &&
				bye->start - o->acked < AT_ONCE ? o : NULL;
	}
	return NULL;
}

/* What test tools, monitoring, fax and alarm devices call themselves. */
static bool is_machine(struct slice name)
{
	static const char *const words[] = {
		"*sipp*", "*test*", "*monitor*", "*probe*", "*fax*",
		"*alarm*", "*dialer*", "*dialler*", "*echo*",
		"*performance*",
	};

	for (size_t i = 0; name.len && i < sizeof(words) / sizeof(*words); i++) {
		if (slice_glob_nocase(slice_cstr(words[i]), name))
			return true;
	}
	return false;
}

static bool by_machine(const struct message *m)
{
	static const enum header_id named[] = {
		HEADER_USER_AGENT, HEADER_SERVER, HEADER_SUBJECT,
	}, users[] = { HEADER_FROM, HEADER_TO };

	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
		if (is_machine(sip_index_value(&m->sip, named[i])))
			return true;
	}
	for (size_t i = 0; i < sizeof(users) / sizeof(*users); i++) {
		if (is_machine(numbers_user(sip_value_uri(
			sip_index_value(&m->sip, users[i])))))
			return true;
	}
	/* SIPp marks the tags of its own, whatever it calls itself. */
	return is_machine(message_slice(m, m->sip.from_tag)) ||
		is_machine(message_slice(m, m->sip.to_tag));
}

static bool is_fax(const struct message *m)
{
	struct slice body = message_slice(m, m->sip.body);

	return slice_search(body, SLICE("m=image")) < body.len;
}

/* Calls that are moved are ended as soon as they are replaced (RFC 3891, RFC
 * 5589), or the Reason says what it was done for. */
static bool is_moved(const struct transaction *bye)
{
	const struct transaction *o = bye->call_prev;
	struct slice rest = sip_index_value(&bye->request->sip, HEADER_REASON);
	struct slice one;
	struct sip_value_reason r;

	for (int i = 0; i < 4 && sip_value_next(&rest, &one); i++) {
		if (sip_value_reason_split(one, &r) &&
		    !slice_eq_nocase(r.protocol, SLICE("Q.850")))
			return true;
	}
	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_REFER || (o->request &&
		    (sip_index_value(&o->request->sip, HEADER_REPLACES).len ||
		     sip_index_value(&o->request->sip, HEADER_JOIN).len)))
			return true;
	}
	return false;
}

/* Does the end of that call, soon after the answer, tell something?  Who is called
 * may do so at any time; who calls only before anything was heard, and when it had
 * to answer an offer it does not like (RFC 3261 13.2.2.4). */
static bool tells(const struct transaction *invite,
		  const struct transaction *bye)
{
	if (!invite || !invite->request || !invite->final ||
	    is_moved(bye) || by_machine(bye->request) ||
	    by_machine(invite->request) || by_machine(invite->final) ||
	    is_fax(invite->request) || is_fax(invite->final))
		return false;
	return addr_same_ip(&bye->client, &invite->server) ||
		(!invite->request->sip.body.len &&
		 bye->start - invite->acked < UNHEARD);
}

/* Was it told of this very BYE on the hop before? */
static bool passed_on(const struct transaction *bye)
{
	const struct message *a = bye->request, *b;
	const struct transaction *o = bye->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		b = o->request;
		if (transaction_has(o, FINDING_BYE_IMMEDIATE) &&
		    a->sip.cseq == b->sip.cseq &&
		    slice_eq(message_slice(a, a->sip.from_tag),
			     message_slice(b, b->sip.from_tag)))
			return true;
	}
	return false;
}

/* So many calls of these two were ended like this one; 0: too few. */
static unsigned like_it(const struct rule_view *v,
			const struct transaction *invite)
{
	const struct transaction *bye = v->t;
	const struct dialog *d = indialog_of(bye);
	unsigned n;

	/* The other side's BYE crossed it, or it is seen on another hop. */
	if (addr_same_ip(&bye->client, &bye->server) ||
	    (d && d->bye_time != bye->start))
		return 0;
	n = hangups_ended(&v->habits->hangups, bye, tells(invite, bye));
	return n >= CALLS && !indialog_explained(bye) ? n : 0;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *bye = v->t, *t = answered(bye);
	struct sip_value_reason r;
	struct slice where;
	bool named = sip_index_value(&bye->request->sip, HEADER_REASON).len &&
		failure(bye->request, &where, &r);
	unsigned calls = like_it(v, t);

	if (!t || (!named && !calls) || passed_on(bye))
		return;
	report_number(out, "seconds", bye->start - t->acked < CLOCK_S ? 1 :
		      (bye->start - t->acked) / CLOCK_S);
	report_addr(out, "by", &bye->client);
	report_addr(out, "other", &bye->server);
	if (named) {
		report_text(out, "reason_text", r.text.len ? r.text : where);
		report_header(out, bye->request, where, "reason");
	} else {
		report_number(out, "calls", calls);
	}
	report_message(out, bye->request, "bye");
	report_group_ip(out, &bye->client);
	report_make(out);
}

const struct rule rule_bye_immediate = {
	.id = FINDING_BYE_IMMEDIATE, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE), .needs_request = true,
	.aside = true, .unless = { FINDING_DROP_MEDIA_TIMEOUT }, .check = check,
};
