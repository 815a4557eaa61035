/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/habits.h"

#include "dissect/sip_value.h"

#include "diagnose/scan_try.h"

void habits_init(struct habits *h)
{
	h->seed = hash_seed();
	source_memory_init(&h->sources, h->seed);
	load_init(&h->load, h->seed);
	awaited_init(&h->awaited, h->seed);
	failover_init(&h->failover, h->seed);
	forwards_init(&h->forwards, h->seed);
	numbers_init(&h->numbers, h->seed);
	ages_init(&h->ages, h->seed);
	hangups_init(&h->hangups, h->seed);
	scan_memory_init(&h->scans, h->seed);
	pauses_init(&h->pauses, h->seed);
	closings_init(&h->closings, h->seed);
	lookups_init(&h->lookups, h->seed);
	watches_init(&h->watches, h->seed);
}

void habits_fini(struct habits *h)
{
	source_memory_fini(&h->sources);
	load_fini(&h->load);
	awaited_fini(&h->awaited);
	failover_fini(&h->failover);
	forwards_fini(&h->forwards);
	numbers_fini(&h->numbers);
	ages_fini(&h->ages);
	hangups_fini(&h->hangups);
	scan_memory_fini(&h->scans);
	pauses_fini(&h->pauses);
	closings_fini(&h->closings);
	lookups_fini(&h->lookups);
	watches_fini(&h->watches);
}

/* What was accepted tells something of who was not known yet, and who is known is
 * challenged as usual. */
static bool tells(const struct transaction *t)
{
	bool asks = t->method == METHOD_REGISTER || t->method == METHOD_INVITE;

	if (t->status < 300)
		return asks && !t->known;
	return t->status != 401 || t->has_credentials || !t->known;
}

static void scanners(struct habits *h, const struct store_notice *n)
{
	struct transaction *t = n->t;

	if (n->event == STORE_REQUEST) {
		if (!t->in_dialog)
			scan_request(&h->scans, &h->sources, n);
		else if (t->call_prev)
			t->habits |= t->call_prev->habits &
				TRANSACTION_SCAN_SILENT;
	} else if (n->event == STORE_FINAL) {
		if (!t->in_dialog && t->request && tells(t))
			scan_final(&h->scans, &h->sources, n);
	} else if (n->event == STORE_COMPLETE) {
		if (t->status / 100 == 4 && t->method == METHOD_REGISTER &&
		    h->scans.guesses.count && t->request)
			scan_try_over(&h->scans, &h->sources, n);
	}
}

static void note_domain(struct numbers *numbers, const struct store_notice *n)
{
	struct sip_value_uri_parts p;

	if (sip_value_uri_split(message_slice(
		n->t->request, n->t->request->sip.to_uri), &p))
		numbers_registered(numbers, &n->t->server, p.host);
}

static void requested(struct habits *h, const struct store_notice *n)
{
	const struct transaction *t = n->t;

	if (n->now < h->pauses.until)
		pauses_note(&h->pauses, n);
	if (t->method == METHOD_REFER)
		awaited_note(&h->awaited, n);
	if (t->method != METHOD_INVITE)
		return;
	awaited_note(&h->awaited, n);
	if (!t->call_prev && !t->in_dialog && t->request)
		forwards_note(&h->forwards, n);
	numbers_note(&h->numbers, n);
}

static void answered(struct habits *h, const struct store_notice *n)
{
	const struct transaction *t = n->t;

	if (n->now < h->pauses.until || t->status >= 404)
		pauses_note(&h->pauses, n);
	if (t->method == METHOD_INVITE && t->status / 100 == 3)
		awaited_note(&h->awaited, n);
	if (t->transport != TRANSPORT_UDP || t->method == METHOD_REGISTER)
		closings_note(&h->closings, n);
	if (t->method == METHOD_INVITE) {
		numbers_note(&h->numbers, n);
		if (t->status / 100 == 2 && !t->in_dialog)
			hangups_answered(&h->hangups, t);
	} else if (t->method == METHOD_REGISTER && t->request &&
		   t->status / 100 == 2) {
		note_domain(&h->numbers, n);
	}
}

void habits_notice(struct habits *h, const struct store_notice *n)
{
	if (h->failover.table.count)
		failover_note(&h->failover, n);
	load_note(&h->load, n);
	scanners(h, n);
	if (n->event == STORE_REQUEST)
		requested(h, n);
	else if (n->event == STORE_FINAL)
		answered(h, n);
}
