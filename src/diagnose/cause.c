/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/cause.h"

#include "diagnose/pauses.h"

/* Hops that are followed, and transactions of a call that are looked at: a
 * hostile capture may hold any number. */
enum { HOPS = 8, LOOK = 64 };

/* Who got no ACK gives up after 64*T1 (RFC 3261 13.3.1.4); two seconds for its
 * timers. */
#define GAVE_UP (TRANSACTION_64T1 - 2 * CLOCK_S)

/* The finding that tells what is wrong with d, or NULL.  Two legs of a call are no
 * fault. */
static const struct transaction_finding *told(const struct cause_view *v,
					      const struct transaction *d)
{
	const struct transaction_finding *best = NULL;

	for (unsigned i = 0; i < d->n_findings; i++) {
		const struct transaction_finding *f = &d->findings[i];

		if (f->id == FINDING_B2BUA_LEGS)
			continue;
		if (!v->aside[f->id])
			return f;
		if (!best || f->severity > best->severity)
			best = f;
	}
	return best;
}

/* A B2BUA that keeps the Call-ID has a From tag of its own. */
static bool same_request(const struct transaction *t,
			 const struct transaction *d)
{
	const struct message *a = t->request, *b = d->request;

	if (a->sip.cseq == b->sip.cseq)
		return true;
	return t->method == METHOD_INVITE && !t->in_dialog && !d->in_dialog &&
		d->start >= t->start &&
		!slice_eq(message_slice(a, a->sip.from_tag),
			  message_slice(b, b->sip.from_tag));
}

/* d failed, and before t did. */
static bool failed_before(const struct transaction *t,
			  const struct transaction *d)
{
	return !d->final ||
		(d->status >= 300 && d->answered <= t->answered);
}

/* t's server sent d on. */
static bool is_next_hop(const struct transaction *t,
			const struct transaction *d,
			const struct legs_tie *tie)
{
	(void)tie;
	return d->method == t->method && d->request &&
		addr_same_ip(&d->client, &t->server) && same_request(t, d);
}

/* t's server made d for t's call, while t was open.  A B2BUA passes a failure on
 * at once; where it has two addresses, and the legs do not name each other, that
 * tells its second leg from another leg of a call that forked before it. */
static bool is_next_leg(const struct transaction *t,
			const struct transaction *d,
			const struct legs_tie *tie)
{
	return d->method == METHOD_INVITE && !d->in_dialog && d->request &&
		legs_made(tie, t, d) && d->start >= t->start &&
		(!t->final || d->start <= t->answered) &&
		(!tie->apart || tie->certainty == CERTAINTY_CERTAIN ||
		 !t->final || !d->final ||
		 t->answered - d->answered <= LEGS_TOGETHER);
}

/* tie: of the call of t and that of d, or NULL. */
typedef bool hop_fn(const struct transaction *t, const struct transaction *d,
		    const struct legs_tie *tie);

/* Of the transactions from d on the one that explains t best: with the very code
 * that t got, else the one that failed last. */
static const struct transaction *
best_of(const struct cause_view *v, const struct transaction *t,
	const struct transaction *d, hop_fn *is_hop,
	const struct legs_tie *tie)
{
	const struct transaction *best = NULL;

	for (int i = 0; d && i < LOOK; i++, d = d->call_next) {
		if (!d->n_findings || !is_hop(t, d, tie) || !failed_before(t, d) ||
		    !told(v, d))
			continue;
		if (!best || best->status != t->status ||
		    d->status == t->status)
			best = d;
	}
	return best;
}

static const struct transaction *next_leg(const struct cause_view *v,
					  const struct transaction *t)
{
	const struct transaction *best = NULL, *d;
	struct legs_tie tie;

	if (t->method != METHOD_INVITE || t->in_dialog)
		return NULL;
	for (unsigned i = 0; legs_second(v->legs, t->call, i, &tie); i++) {
		d = best_of(v, t, tie.second->first, is_next_leg, &tie);
		if (d && (!best || best->status != t->status))
			best = d;
	}
	return best;
}

/* What refused or ignored t's request behind t; NULL when nobody did. */
static const struct transaction *behind(const struct cause_view *v,
					const struct transaction *t)
{
	const struct transaction *root = t;

	/* The caller itself ended it. */
	if (!t->request || !t->final || t->status < 300 ||
	    (t->status == 487 && t->cancelled))
		return NULL;
	for (int i = 0; i < HOPS && root->request; i++) {
		const struct transaction *next = best_of(
			v, root, root->call_next, is_next_hop, NULL);

		if (!next)
			next = next_leg(v, root);
		if (!next)
			break;
		root = next;
	}
	return root == t ? NULL : root;
}

const struct transaction *cause_open(const struct cause_view *v,
				     const struct transaction *t)
{
	const struct transaction *d;
	struct legs_tie tie;

	if (!t->request || t->status < 300 || t->cancelled)
		return NULL;
	d = t->call_next;
	for (int i = 0; d && i < LOOK; i++, d = d->call_next) {
		if (is_next_hop(t, d, NULL) && !d->final && !told(v, d))
			return d;
	}
	if (t->method != METHOD_INVITE || t->in_dialog)
		return NULL;
	for (unsigned k = 0; legs_second(v->legs, t->call, k, &tie); k++) {
		d = tie.second->first;
		for (int i = 0; d && i < LOOK; i++, d = d->call_next) {
			if (is_next_leg(t, d, &tie) && !d->final && !told(v, d))
				return d;
		}
	}
	return NULL;
}

/* --- what went before in the same call --- */

/* The same dialog: two tags in either order. */
static bool same_dialog(const struct message *a, const struct message *b)
{
	struct slice from = message_slice(a, a->sip.from_tag);
	struct slice to = message_slice(a, a->sip.to_tag);
	struct slice from_b = message_slice(b, b->sip.from_tag);
	struct slice to_b = message_slice(b, b->sip.to_tag);

	return (slice_eq(from, from_b) && slice_eq(to, to_b)) ||
		(slice_eq(from, to_b) && slice_eq(to, from_b));
}

/* After such an answer the server has this dialog, or what it was used for, no
 * more (RFC 5057 5.1). */
static bool ends_dialog(unsigned status)
{
	switch (status) {
	case 404: case 408: case 410: case 416: case 481: case 482: case 483:
	case 484: case 485: case 502: case 604:
		return true;
	}
	return false;
}

/* The first request that t's server refused in t's dialog, and that ended it. */
static const struct transaction *lost_before(const struct cause_view *v,
					     const struct transaction *t)
{
	const struct transaction *o = t->call_prev, *found = NULL;

	for (int i = 0; o && i < LOOK; i++, o = o->call_prev) {
		if (o->in_dialog && o->request && ends_dialog(o->status) &&
		    o->answered <= t->start &&
		    addr_same_ip(&o->server, &t->server) &&
		    same_dialog(o->request, t->request) && told(v, o))
			found = o;
	}
	return found;
}

/* The transaction before t in its call with one of these findings. */
static const struct transaction *has_before(const struct transaction *t,
					    enum finding_id a,
					    enum finding_id b)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < LOOK; i++, o = o->call_prev) {
		if (transaction_has(o, a) || transaction_has(o, b))
			return o;
	}
	return NULL;
}

/* The INVITE that a REFER asked for, and that failed: t is the REFER, or a NOTIFY
 * of it. */
static const struct transaction *referred(const struct cause_view *v,
					  const struct transaction *t)
{
	const struct addr *who = t->method == METHOD_REFER ? &t->server :
		&t->client;
	const struct transaction *found = NULL, *d;
	struct legs_tie tie;

	for (unsigned k = 0; legs_second(v->legs, t->call, k, &tie); k++) {
		if (!(tie.kinds & LEGS_BIT(LEGS_REFER)))
			continue;
		d = tie.second->first;
		for (int i = 0; d && i < LOOK; i++, d = d->call_next) {
			if (d->method == METHOD_INVITE && !d->in_dialog &&
			    addr_same_ip(&d->client, who) && told(v, d) &&
			    (!d->final || d->status >= 300))
				found = d;
		}
	}
	return found;
}

static void fill(const struct transaction *root, unsigned id, unsigned status,
		 struct finding_cause *out)
{
	*out = (struct finding_cause){
		.id = (enum finding_id)id, .status = status,
		.how = FINDING_EARLIER,
		.frame = root->final ? root->final->frame :
			transaction_any(root)->frame,
		.server = root->server };
}

static bool fill_told(const struct cause_view *v,
		      const struct transaction *root,
		      struct finding_cause *out)
{
	const struct transaction_finding *f;

	if (!root)
		return false;
	f = told(v, root);
	fill(root, f->id, f->status, out);
	return true;
}

/* A transfer failed since its call did. */
static bool transfer(const struct cause_view *v, const struct transaction *t,
		     struct finding_cause *out)
{
	const struct transaction *d = referred(v, t), *deeper;

	if (!d)
		return false;
	deeper = behind(v, d);
	return fill_told(v, deeper ? deeper : d, out);
}

/* 481 to a request in a dialog: what the server lost it by. */
static bool why_481(const struct cause_view *v, const struct transaction *t,
		    struct finding_cause *out)
{
	const struct transaction *o = lost_before(v, t);

	if (o)
		return fill_told(v, o, out);
	if (t->method != METHOD_BYE)
		return false;
	o = has_before(t, FINDING_ACK_MISSING, FINDING_ACK_NOT_MATCHING);
	if (o && addr_same_ip(&o->server, &t->server) &&
	    t->start - o->answered >= GAVE_UP) {
		fill(o, transaction_has(o, FINDING_ACK_MISSING) ?
		     FINDING_ACK_MISSING : FINDING_ACK_NOT_MATCHING, 0, out);
		return true;
	}
	o = has_before(t, FINDING_REFER_NOTIFY_FAIL, FINDING_REFER_NOTIFY_FAIL);
	if (!o)
		return false;
	if (!transfer(v, o, out))
		fill(o, FINDING_REFER_NOTIFY_FAIL, 0, out);
	return true;
}

/* The 408 to a CANCEL of an INVITE whose own failure was explained: the same hop was
 * silent (RFC 3261 9.2, 16.10). */
static const struct transaction *cancelled(const struct cause_view *v,
					   const struct transaction *t)
{
	const struct transaction *o = t->cancels;

	return t->status == 408 && o && o->status != 487 && told(v, o) ? o :
		NULL;
}

static bool has_error(const struct transaction *t, enum finding_id id)
{
	for (unsigned i = 0; i < t->n_findings; i++) {
		if (t->findings[i].id == id)
			return t->findings[i].severity == SEVERITY_ERROR;
	}
	return false;
}

/* What t's client did wrong, found about t itself: it came too early; its body was
 * cut, and such a request is refused with 400 (RFC 3261 18.3). */
static bool own_fault(const struct transaction *t, struct finding_cause *out)
{
	enum finding_id id;

	if (!t->request)
		return false;
	if (t->status == 400 && has_error(t, FINDING_CONTENT_LENGTH))
		id = FINDING_CONTENT_LENGTH;
	else if (pauses_asks(t->status) &&
		 transaction_has(t, FINDING_RETRY_AFTER_IGNORED))
		id = FINDING_RETRY_AFTER_IGNORED;
	else
		return false;
	fill(t, id, 0, out);
	out->frame = t->request->frame;
	return true;
}

bool cause_silent(const struct cause_view *v, const struct transaction *t,
		  enum finding_id id, struct finding_cause *out)
{
	const struct connection *k;

	if (id != FINDING_NO_ANSWER_ANY && id != FINDING_NO_ANSWER_NONIVITE)
		return false;
	k = closings_under(v->closings, t);
	if (k && k->mismatch) {
		fill(t, FINDING_TLS_PLAIN_MISMATCH, 0, out);
		out->frame = k->frame;
		out->server = k->server;
		return true;
	}
	if (!t->two_way || !has_error(t, FINDING_MALFORMED_MESSAGE))
		return false;
	fill(t, FINDING_MALFORMED_MESSAGE, 0, out);
	out->frame = t->request->frame;
	return true;
}

/* Why t was refused, told of t itself: the call that was hung up for it ended by
 * that. */
static bool why_refused(const struct cause_view *v, const struct transaction *t,
			struct finding_cause *out)
{
	for (unsigned i = 0; i < t->n_findings; i++) {
		const struct transaction_finding *f = &t->findings[i];

		if (v->aside[f->id] || f->severity == SEVERITY_INFO)
			continue;
		fill(t, f->id, f->status, out);
		return true;
	}
	return false;
}

/* The BYE of another leg that ended it, of which the B2BUA made t: found likewise,
 * sent to who sends t, and just before. */
static const struct transaction *bye_of(const struct transaction *t,
					const struct legs_tie *tie,
					const struct call *other)
{
	const struct transaction *o = other->last;

	for (int i = 0; o && i < LOOK; i++, o = o->call_prev) {
		if (o->method == METHOD_BYE && o->start <= t->start &&
		    t->start - o->start <= LEGS_TOGETHER &&
		    (tie->apart || addr_same_ip(&o->server, &t->client)) &&
		    transaction_has(o, FINDING_BYE_IMMEDIATE))
			return o;
	}
	return NULL;
}

/* A B2BUA hangs up on one leg when the other was: the same end, told there. */
static bool hung_up_before(const struct cause_view *v,
			   const struct transaction *t,
			   struct finding_cause *out)
{
	const struct transaction *o = NULL;
	struct legs_tie tie;

	if (legs_first(v->legs, t->call, &tie))
		o = bye_of(t, &tie, tie.first);
	for (unsigned i = 0; !o && legs_second(v->legs, t->call, i, &tie); i++)
		o = bye_of(t, &tie, tie.second);
	if (!o)
		return false;
	fill(o, FINDING_BYE_IMMEDIATE, 0, out);
	out->frame = transaction_any(o)->frame;
	return true;
}

bool cause_find(const struct cause_view *v, const struct transaction *t,
		enum finding_id id, struct finding_cause *out)
{
	const struct transaction *root;

	if (id == FINDING_BYE_IMMEDIATE)
		return hung_up_before(v, t, out);
	if (id == FINDING_REFER_NOTIFY_FAIL)
		return transfer(v, t, out);
	if (v->aside[id])
		return false;
	if (id == FINDING_STATUS && own_fault(t, out))
		return true;
	root = behind(v, t);
	if (root) {
		fill_told(v, root, out);
		out->how = root->call != t->call ? FINDING_OTHER_LEG :
			root->final ? FINDING_PASSED_ON : FINDING_SILENT;
		return true;
	}
	root = cancelled(v, t);
	if (root)
		return fill_told(v, root, out);
	if (id == FINDING_REINVITE_DROP)
		return why_refused(v, t, out);
	/* Several lost dialogs say more than one of them. */
	return t->status == 481 && t->in_dialog && t->request &&
		id != FINDING_DIALOGS_LOST && why_481(v, t, out);
}
