/* SPDX-License-Identifier: BSD-2-Clause */
/* A call whose signature is too old is refused with 403 "Stale Date" (RFC 8224
 * 6.2.2); some answer 438. */
#include "diagnose/passport.h"

/* Verifiers take a signature for a minute (RFC 8224 4.1, step 4 recommends it). */
#define FRESH (60 * CLOCK_S)

static void show_times(struct report *out, int64_t then, int64_t now)
{
	int64_t age = now - then;

	report_time(out, "signed", then);
	report_time(out, "packet_time", now);
	report_number(out, "age", (age < 0 ? -age : age) / CLOCK_S);
	report_flag(out, "ahead", age < 0);
}

static bool far(int64_t then, int64_t now)
{
	return then && clock_dated(now) && (now - then > FRESH || then - now > FRESH);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *r = v->t->request, *f = v->t->final;
	struct slice phrase = message_slice(f, f->sip.reason);
	bool says = slice_eq_nocase(phrase, SLICE("Stale Date"));
	int64_t date = passport_date(r);
	struct passport p;
	bool has = passport_read(r, &p), by_iat, by_date;

	by_iat = far(p.signed_at, r->time);
	by_date = has && !p.signed_at && far(date, r->time);
	if (!says && !by_iat && !by_date)
		return;
	if (by_iat)
		show_times(out, p.signed_at, r->time);
	else if (by_date)
		show_times(out, date, r->time);
	if (says)
		report_proven(out);
	report_start_line(out, f, says ? phrase : slice_of(NULL, 0), NULL);
	report_header_id(out, r, HEADER_IDENTITY, by_iat ? "identity" : NULL);
	report_header_id(out, r, HEADER_DATE, by_date ? "date" : NULL);
	report_group_ip(out, &v->t->client);
	report_make(out);
}

const struct rule rule_stir_403_stale = {
	.id = FINDING_STIR_403_STALE, .on = RULE_ON(STORE_FINAL),
	.status = { 403, 438 }, .methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .check = check,
};
