/* SPDX-License-Identifier: BSD-2-Clause */
/* One payload type with two meanings inside one m= (RFC 3264 5.1, RFC 8866
 * 6.6).  Another m= may use the number again. */
#include "diagnose/offer.h"

enum { MAPS = 64 };

struct map {
	struct slice line, type, codec;
};

/* a=rtpmap:97 iLBC/8000 */
static bool next(struct slice *part, struct map *out)
{
	struct slice value;
	size_t n;

	if (!offer_attribute(part, "rtpmap", &out->line, &value))
		return false;
	n = slice_find(value, ' ');
	out->type = slice_head(value, n);
	out->codec = slice_trim(slice_from(value, n));
	return true;
}

/* One channel need not be written. */
static struct slice without_mono(struct slice s)
{
	if (s.len > 2 && s.p[s.len - 1] == '1' && s.p[s.len - 2] == '/')
		s.len -= 2;
	return s;
}

static bool twice(struct slice part, struct map *a, struct map *b)
{
	for (int i = 0; i < MAPS && next(&part, a); i++) {
		struct slice rest = part;

		for (int k = 0; k < MAPS && next(&rest, b); k++) {
			if (slice_eq(a->type, b->type) &&
			    !slice_eq_nocase(without_mono(a->codec),
					     without_mono(b->codec)))
				return true;
		}
	}
	return false;
}

static bool found(const struct message *m, struct slice body,
		  const struct sdp *s, bool refused, struct report *out)
{
	struct map a, b;

	for (unsigned i = 0; i < s->n_media; i++) {
		if (!twice(offer_part(body, s, i), &a, &b))
			continue;
		report_text(out, "payload_type", a.type);
		report_text(out, "codec_a", a.codec);
		report_text(out, "codec_b", b.codec);
		report_addr(out, "sender", &m->src);
		report_flag(out, "refused", refused);
		if (refused)
			report_severity(out, SEVERITY_ERROR);
		offer_line(out, m, a.line, a.type, "first");
		offer_line(out, m, b.line, b.type, "second");
		report_group_ip(out, &m->src);
		report_make(out);
		return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	struct offer_sdp o;

	if (!offer_read(v->t, v->event, &o) ||
	    found(o.who.offer, o.offer_body, &o.offer, v->t->status == 488,
		  out))
		return;
	if (o.has_answer)
		found(o.who.answer, o.answer_body, &o.answer, false, out);
}

const struct rule rule_sdp_duplicate_pt = {
	.id = FINDING_SDP_DUPLICATE_PT,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_TWICE, .needs_request = true,
	.unless = { FINDING_SDP_MALFORMED }, .check = check,
};
