/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/silence.h"

#include "diagnose/habits.h"

/* Four copies of an INVITE: 0, 0.5, 1.5, 3.5 s, and the time of the fifth, 7.5 s
 * (RFC 3261 17.1.1.2); of others the same (17.1.2.2). */
#define PATIENCE_INVITE (7 * CLOCK_S)
#define PATIENCE (7500 * CLOCK_MS)
enum { COPIES = 3 };

/* Who closes the connection before an answer could be back did not wait for it
 * (T1, the round trip that RFC 3261 17.1.1.1 reckons with). */
#define WAITS TRANSACTION_T1

/* Has its time come, and how sure is it?  On UDP a client repeats itself; one
 * that does not may be a ping that wants no answer. */
static bool silent(const struct rule_view *v, enum certainty *certainty)
{
	const struct transaction *t = v->t;
	bool udp = t->transport == TRANSPORT_UDP;
	bool invite = t->method == METHOD_INVITE;

	/* The answer may lie in a hole of the capture. */
	*certainty = !udp && v->stream_gaps ? CERTAINTY_POSSIBLE :
		CERTAINTY_LIKELY;
	/* What went through over TCP a moment later was not lost. */
	if (t->first || transaction_has(t, FINDING_TRANSPORT_SWITCH))
		return false;
	if (v->event == STORE_TIMEOUT) {
		if (udp && t->request_copies < COPIES)
			*certainty = CERTAINTY_POSSIBLE;
		return !udp || invite || t->request_copies;
	}
	*certainty = CERTAINTY_POSSIBLE;
	return udp && t->request_copies >= COPIES &&
		v->now - t->start >= (invite ? PATIENCE_INVITE : PATIENCE);
}

static struct slice transport_name(struct report *out, enum transport t)
{
	char name[8];
	size_t n = 0;

	for (const char *p = packet_transport_name(t);
	     *p && n < sizeof(name); p++)
		name[n++] = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
	return report_copy(out, slice_of(name, n));
}

/* 0, 0.5, 1.49: seconds at which it was sent; `...' for more than are known. */
static void schedule(struct report *out, const struct transaction *t)
{
	struct strbuf b = { 0 };

	report_list(out, "schedule");
	report_item(out, SLICE("0"));
	for (unsigned i = 0; i < t->request_copies && i < TRANSACTION_SENT; i++) {
		unsigned n = t->sent[i];

		strbuf_reset(&b);
		strbuf_uint(&b, n / 100);
		if (n % 100) {
			strbuf_addc(&b, '.');
			strbuf_addc(&b, (char)('0' + n / 10 % 10));
		}
		if (n % 10)
			strbuf_addc(&b, (char)('0' + n % 10));
		report_item(out, report_copy(out, strbuf_view(&b)));
	}
	if (t->request_copies > TRANSACTION_SENT)
		report_item(out, SLICE("..."));
	strbuf_fini(&b);
}

/* The connection under the request ended before any answer. */
static void closed(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct connection *k = closings_under(&v->habits->closings, t);
	const struct addr *from, *to;
	struct frame at;
	bool own;

	if (!k)
		return;
	from = k->by_server ? &k->server : &k->client;
	to = k->by_server ? &k->client : &k->server;
	at = (struct frame){ .number = k->frame, .time = k->time,
			     .source = k->source };
	own = !addr_eq(from, &t->server);
	report_flag(out, own ? "by_client" : "by_server", true);
	report_flag(out, "hasty", own && k->time - t->start < WAITS);
	report_text(out, "closed", k->reset ? SLICE("RST") : SLICE("FIN"));
	report_span(out, "after", k->time - t->start, CLOCK_MS);
	report_tcp(out, &at, from, to, k->reset ? SLICE("RST") : SLICE("FIN"),
		   "closed");
}

void silence_check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	enum certainty certainty;

	if (!silent(v, &certainty))
		return;
	report_certainty(out, certainty);
	if (!t->two_way) {
		report_flag(out, "one_sided", true);
		report_certainty(out, CERTAINTY_POSSIBLE);
	}
	/* Nothing proves here that anything is wrong. */
	if (!t->two_way && !t->request_copies)
		report_severity(out, SEVERITY_WARNING);
	/* "sent 1 times" says nothing. */
	if (t->request_copies) {
		report_number(out, "copies", t->request_copies + 1);
		schedule(out, t);
	}
	report_number(out, "seconds", (v->now - t->start) / CLOCK_S);
	report_text(out, "transport", transport_name(out, t->transport));
	report_flag(out, "reliable", t->transport != TRANSPORT_UDP);
	report_flag(out, "in_dialog", t->in_dialog);
	report_message(out, t->request, "sent");
	closed(v, out);
	report_make(out);
}
