/* SPDX-License-Identifier: BSD-2-Clause */
/* ptime is the packet time that a side wishes to get (RFC 4566 6, RFC 3264 6.1);
 * some codecs come in whole frames only. */
#include "diagnose/offer.h"

enum { G729_MS = 10, G723_MS = 30 }; /* their frames (RFC 3551 4.5.5, 4.5.3) */

struct wish {
	const struct message *message;
	const struct sdp_media *media;
	struct slice line;
	uint64_t ms;
};

static bool read(struct wish *w, const struct message *m, struct slice body,
		 const struct sdp *s)
{
	struct slice value;
	unsigned n;

	w->message = m;
	w->media = offer_audio(s, &n);
	return w->media && w->media->port &&
		offer_value(body, s, n, "ptime", &w->line, &value) &&
		!slice_to_uint(value, 1000, &w->ms) && w->ms > 0;
}

/* The codec that will be used is the first of the answer. */
static unsigned frame(const struct sdp_media *m)
{
	struct slice name;

	for (unsigned i = 0; i < m->n_formats; i++) {
		if (!m->formats[i].is_codec)
			continue;
		name = m->formats[i].name;
		if (slice_eq_nocase(name, SLICE("G729")))
			return G729_MS;
		if (slice_eq_nocase(name, SLICE("G723")))
			return G723_MS;
		return 1;
	}
	return 1;
}

static void show(struct report *out, const struct wish *w, const char *mark)
{
	offer_line(out, w->message, w->line, w->line, mark);
}

/* A wish that the codec cannot fulfil. */
static bool odd(struct report *out, const struct wish *w,
		const struct sdp_media *used)
{
	unsigned ms = frame(used);

	if (w->ms % ms == 0)
		return false;
	report_flag(out, "frame", true);
	report_number(out, "ptime_a", (int64_t)w->ms);
	report_text(out, "codec", ms == G729_MS ? SLICE("G729") :
		    SLICE("G723"));
	report_addr(out, "sender", &w->message->src);
	show(out, w, "ptime");
	report_group_ip(out, &w->message->src);
	report_make(out);
	return true;
}

static void check(const struct rule_view *v, struct report *out)
{
	struct offer_sdp o;
	struct wish a, b;
	bool has_a, has_b;

	if (!offer_answered(v->t, v->event, &o))
		return;
	has_a = read(&a, o.who.offer, o.offer_body, &o.offer);
	has_b = read(&b, o.who.answer, o.answer_body, &o.answer);
	if (!b.media || (has_b && odd(out, &b, b.media)) ||
	    (has_a && odd(out, &a, b.media)))
		return;
	if (!has_a || !has_b || a.ms == b.ms)
		return;
	report_flag(out, "wish", true);
	report_severity(out, SEVERITY_INFO);
	report_number(out, "ptime_a", (int64_t)a.ms);
	report_number(out, "ptime_b", (int64_t)b.ms);
	show(out, &a, "ptime");
	show(out, &b, "other");
	report_group_ip(out, &o.who.answer->src);
	report_make(out);
}

const struct rule rule_sdp_ptime = {
	.id = FINDING_SDP_PTIME,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE), .offer = OFFER_PTIME,
	.needs_request = true, .aside = true, .check = check,
};
