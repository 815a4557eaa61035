/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/indialog.h"

#include "data/catalog_scanner.h"

/* The refresher gets as long as the other side waits for a BYE of its own: 64*T1
 * until a refresh counts as not answered, and some seconds to react. */
#define GIVEN_UP (35 * CLOCK_S)
#define UNANSWERED (TRANSACTION_64T1 - CLOCK_S)

const struct dialog *indialog_of(const struct transaction *t)
{
	const struct message *m = t->request;

	return call_dialog(t->call, message_slice(m, m->sip.from_tag),
			   message_slice(m, m->sip.to_tag));
}

const struct dialog *indialog_timed(const struct transaction *bye)
{
	const struct dialog *d = bye->call->dialogs;

	while (d && !d->expires)
		d = d->next;
	if (!d)
		return NULL;
	d = indialog_of(bye);
	return d && d->expires ? d : NULL;
}

struct slice indialog_event(const struct message *m)
{
	return sip_value_token(sip_index_value(&m->sip, HEADER_EVENT));
}

struct slice indialog_target(const struct message *refer)
{
	return sip_value_uri(sip_index_value(&refer->sip, HEADER_REFER_TO));
}

bool indialog_opposite(const struct transaction *a,
		       const struct transaction *b)
{
	return addr_same_ip(&a->client, &b->server) &&
		addr_same_ip(&a->server, &b->client);
}

bool indialog_same_ends(const struct transaction *a,
			const struct transaction *b)
{
	return indialog_opposite(a, b) ||
		(addr_same_ip(&a->client, &b->client) &&
		 addr_same_ip(&a->server, &b->server));
}

bool indialog_changes(const struct transaction *t)
{
	return t->in_dialog && t->request &&
		(t->method == METHOD_INVITE || t->method == METHOD_UPDATE);
}

bool indialog_scanner(const struct message *m)
{
	const struct catalog_scanner *s = NULL;
	struct slice agent = sip_index_value(&m->sip, HEADER_USER_AGENT);

	if (agent.len)
		s = catalog_scanner_find(CATALOG_CLUE_USER_AGENT, agent);
	return s && s->level == SCANNER_ATTACK;
}

int64_t indialog_due(int64_t n)
{
	return n - (n / 3 < 32 ? n / 3 : 32);
}

/* Within a tenth of half the interval, when refreshes are sent (RFC 4028 10). */
static bool at_refresh_time(const struct dialog *d, int64_t start)
{
	int64_t age = start - call_dialog_refreshed(d);
	int64_t n = (int64_t)d->expires * CLOCK_S;

	return age >= n / 20 * 9 && age <= n / 20 * 11;
}

/* These are tried again (RFC 4028 7.4; RFC 3261 14.1, 22.2). */
static bool tried_again(const struct transaction *t)
{
	return t->status == 401 || t->status == 407 || t->status == 422 ||
		t->status == 491 || (t->status == 500 &&
		sip_index_value(&t->final->sip, HEADER_RETRY_AFTER).len);
}

static bool failed(const struct transaction *t, int64_t now)
{
	if (!t->final)
		return !t->first && now - t->start >= UNANSWERED &&
			now - t->start <= GIVEN_UP;
	return t->status >= 300 && !tried_again(t) &&
		now - t->answered <= GIVEN_UP;
}

const struct transaction *indialog_failed_refresh(const struct dialog *d,
						  const struct transaction *bye)
{
	const struct transaction *o = bye->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (indialog_changes(o) && indialog_same_ends(o, bye) &&
		    at_refresh_time(d, o->start) && failed(o, bye->start) &&
		    indialog_of(o) == d)
			return o;
	}
	return NULL;
}

bool indialog_explained(const struct transaction *t)
{
	for (; t; t = t->call_prev) {
		for (unsigned i = 0; i < t->n_findings; i++) {
			if (t->findings[i].severity > SEVERITY_INFO)
				return true;
		}
	}
	return false;
}
