/* SPDX-License-Identifier: BSD-2-Clause */
/* 488 or 606 to an offer, and what speaks for codecs as the cause: Warning 304
 * or 305, or an SDP of the refuser with none of the codecs (RFC 3264 6, RFC 3261
 * 20.43, 21.4.26). */
#include "diagnose/codecs.h"
#include "diagnose/habits.h"
#include "diagnose/indialog.h"

/* A fax is offered: T.38 has no codecs to agree on. */
static bool has_image(const struct sdp *s)
{
	for (unsigned i = 0; i < s->n_media; i++) {
		if (s->media[i].port &&
		    slice_eq_nocase(s->media[i].type, SLICE("image")))
			return true;
	}
	return false;
}

/* What the answer gives away. */
struct verdict {
	struct slice element; /* of Warning */
	struct sip_value_warning warning;
	bool has_warning, codecs_warning;
	bool has_sdp;         /* with codecs */
	struct sdp sdp;
};

static void judge(const struct message *f, struct verdict *out)
{
	struct slice rest = sip_index_value(&f->sip, HEADER_WARNING), element;
	struct sip_value_warning w;

	out->has_warning = out->codecs_warning = false;
	while (!out->codecs_warning && sip_value_next(&rest, &element)) {
		if (!sip_value_warning_split(element, &w))
			continue;
		out->warning = w;
		out->element = element;
		out->has_warning = true;
		out->codecs_warning = w.code == 304 || w.code == 305;
	}
	out->has_sdp = rule_sdp(f, &out->sdp) && codecs_has(&out->sdp, NULL);
}

/* Does the refuser give a reason of its own: a phrase, another Warning, or
 * codecs that would do? */
static bool other_cause(const struct transaction *t, const struct sdp *offer,
			const struct verdict *v)
{
	const struct status_text *s = catalog_status(t->status);
	struct slice phrase = message_slice(t->final, t->final->sip.reason);

	if (v->codecs_warning)
		return false;
	if (v->has_warning || (v->has_sdp && codecs_has(offer, &v->sdp)))
		return true;
	return !v->has_sdp && phrase.len && s &&
		!slice_eq_nocase(phrase, slice_cstr(s->name));
}

/* The two agreed on one of these codecs before, in this very call: then a bare
 * refusal is about something else. */
static bool agreed_before(const struct transaction *t, const struct sdp *offer)
{
	const struct transaction *o = t->call_prev;
	struct sdp answer;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && o->status / 100 == 2 &&
		    indialog_same_ends(o, t))
			return (o->ack && rule_sdp(o->ack, &answer)) ||
				rule_sdp(o->final, &answer) ?
				codecs_has(offer, &answer) : false;
	}
	return false;
}

/* Was this codec in one of the first n answers? */
static bool listed(const struct numbers_server *s, unsigned n,
		   const struct sdp_format *f)
{
	struct sdp sdp;

	for (unsigned i = 0; i < n; i++) {
		if (rule_sdp(s->answers[i], &sdp) && codecs_takes(&sdp, f))
			return true;
	}
	return false;
}

/* What the refuser took in other calls, as far as they are remembered.  False:
 * nothing is known, or the offer has some of it. */
static bool known(struct report *out, const struct rule_view *v,
		  const struct sdp *offer)
{
	const struct numbers_server *s = numbers_find(&v->habits->numbers,
						      &v->t->server);
	const struct sdp_format *f;
	const struct message *m;
	struct sdp sdp;
	unsigned n, at;

	for (n = 0; (m = numbers_answer(s, n, v->t)); n++) {
		if (!rule_sdp(m, &sdp) || !codecs_has(&sdp, NULL) ||
		    codecs_has(offer, &sdp))
			return false;
	}
	if (!n)
		return false;
	report_list(out, "known");
	for (unsigned i = 0; i < n; i++) {
		rule_sdp(s->answers[i], &sdp);
		for (at = 0; (f = codecs_next(&sdp, &at));) {
			if (!listed(s, i, f))
				codecs_item(out, f);
		}
	}
	rule_sdp(s->answers[0], &sdp);
	codecs_lines(out, s->answers[0], &sdp, "accepted");
	return true;
}

static void show(struct report *out, const struct rule_view *view,
		 const struct sdp *offer, const struct verdict *v)
{
	const struct transaction *t = view->t;

	codecs_list(out, "offered", offer);
	report_text(out, "profile", offer->media[0].proto);
	if (v->has_sdp && !codecs_has(offer, &v->sdp)) {
		codecs_list(out, "answered", &v->sdp);
		codecs_lines(out, t->final, &v->sdp, "accepted");
	}
	if (v->codecs_warning) {
		report_number(out, "warning_code", v->warning.code);
		report_text(out, "warning", v->warning.text);
		report_header(out, t->final, v->element, "warning");
	}
	if (!v->has_sdp && !v->codecs_warning)
		report_message(out, t->final, NULL);
	if (!v->has_sdp && !known(out, view, offer) && !v->codecs_warning)
		report_certainty(out, CERTAINTY_POSSIBLE);
	codecs_lines(out, t->request, offer, "offered");
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct verdict verdict;
	struct sdp offer;

	if (!rule_sdp(t->request, &offer) || has_image(&offer) ||
	    !codecs_has(&offer, NULL))
		return;
	judge(t->final, &verdict);
	if (other_cause(t, &offer, &verdict))
		return;
	if (t->in_dialog && !verdict.has_sdp && !verdict.codecs_warning &&
	    agreed_before(t, &offer))
		return;
	show(out, v, &offer, &verdict);
	report_group_ip(out, &t->server);
	report_group(out, offer.media[0].n_formats ?
		     offer.media[0].formats[0].name : offer.media[0].type);
	report_make(out);
}

const struct rule rule_sdp_no_codec = {
	.id = FINDING_SDP_NO_CODEC, .on = RULE_ON(STORE_FINAL),
	.status = { 488, 606 }, .needs_request = true,
	.unless = { FINDING_SDP_PROFILE, FINDING_SDP_FAMILY,
		    FINDING_SDP_CRYPTO, FINDING_SDP_MALFORMED,
		    FINDING_SDP_DUPLICATE_PT, FINDING_HOLD_FAILED },
	.check = check,
};
