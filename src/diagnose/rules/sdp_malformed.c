/* SPDX-License-Identifier: BSD-2-Clause */
/* A description that breaks the grammar: v=, o=, s=, t= have to be there, c= for
 * each m=, whole lines, ports that are numbers (RFC 4566 5, RFC 8866 5).  The
 * order is judged only as far as readers depend on it: v= comes first, and what
 * belongs to the session comes before the first m=. */
#include "diagnose/offer.h"

enum { PORT_MAX = 65535 };

struct reader {
	unsigned line, first; /* numbers from 1; first: of the fault, 0 none */
	struct slice text;    /* of it */
	const char *what;
	bool v, o, s, t, c_session, c_media, media, harmless_lf, harmless_end;
	bool off;             /* the m= has port 0: c= does not matter */
	unsigned m_line;
	struct slice m_text;
};

static void fault(struct reader *r, unsigned line, struct slice text,
		  enum text_id what)
{
	if (r->what)
		return;
	r->first = line;
	r->text = text;
	r->what = catalog_text(what);
}

static void end_media(struct reader *r)
{
	if (r->media && !r->c_session && !r->c_media && !r->off)
		fault(r, r->m_line, r->m_text, TEXT_FAULT_NO_C);
}

/* m=audio 4000[/2] RTP/AVP 0 ... */
static void media(struct reader *r, struct slice line)
{
	struct slice port = slice_from(line, slice_find(line, ' ') + 1), rest;
	size_t n = slice_find(port, ' ');
	uint64_t number;

	if (!r->v || !r->o || !r->s || !r->t)
		fault(r, r->line, line, !r->o ? TEXT_FAULT_NO_O :
		      !r->s ? TEXT_FAULT_NO_S : !r->t ? TEXT_FAULT_NO_T :
		      TEXT_FAULT_NO_V);
	end_media(r);
	rest = slice_trim(slice_from(port, n));
	port = slice_head(port, n);
	port = slice_head(port, slice_find(port, '/'));
	r->media = true;
	r->c_media = r->off = false;
	r->m_line = r->line;
	r->m_text = line;
	if (slice_to_uint(port, PORT_MAX, &number))
		fault(r, r->line, line, TEXT_FAULT_PORT);
	else if (slice_find(rest, ' ') == rest.len)
		fault(r, r->line, line, TEXT_FAULT_NO_FORMAT);
	else
		r->off = !number;
}

static void session(struct reader *r, char letter, struct slice line)
{
	bool *seen = letter == 'v' ? &r->v : letter == 'o' ? &r->o :
		letter == 's' ? &r->s : &r->t;

	if (r->media)
		fault(r, r->line, line, TEXT_FAULT_PLACE);
	*seen = true;
}

static void read_line(struct reader *r, struct slice line)
{
	if (line.len < 2 || line.p[1] != '=' || line.p[0] < 'a' ||
	    line.p[0] > 'z') {
		fault(r, r->line, line, TEXT_FAULT_FORM);
		return;
	}
	if (r->line == 1 && line.p[0] != 'v')
		fault(r, 1, line, TEXT_FAULT_FIRST);
	switch (line.p[0]) {
	case 'v': case 'o': case 's': case 't':
		session(r, line.p[0], line);
		break;
	case 'm':
		media(r, line);
		break;
	case 'c':
		*(r->media ? &r->c_media : &r->c_session) = true;
		if (line.len < 9)
			fault(r, r->line, line, TEXT_FAULT_NO_ADDRESS);
		break;
	}
}

static void read(struct reader *r, struct slice body)
{
	struct slice line, trimmed;
	size_t n;

	memset(r, 0, sizeof(*r));
	while (body.len) {
		n = slice_find(body, '\n');
		line = slice_head(body, n);
		if (n == body.len)
			r->harmless_end = true;
		else if (!n || line.p[n - 1] != '\r')
			r->harmless_lf = true;
		body = slice_from(body, n + 1);
		trimmed = slice_trim(line);
		r->line++;
		/* Empty lines at the end do no harm. */
		if (!trimmed.len && !slice_trim(body).len) {
			r->harmless_end = true;
			break;
		}
		read_line(r, trimmed);
	}
	end_media(r);
	if (!r->media && !r->v)
		fault(r, 1, slice_of(NULL, 0), TEXT_FAULT_NO_MEDIA);
}

static void show(struct report *out, const struct reader *r,
		 const struct message *m, struct slice body)
{
	struct slice line = slice_trim(slice_head(body, slice_find(body,
								  '\n')));

	report_addr(out, "sender", &m->src);
	report_group_ip(out, &m->src);
	if (r->what) {
		report_number(out, "line", r->first);
		report_text(out, "text", r->text.len ? r->text : SLICE(" "));
		report_text(out, "what", slice_cstr(r->what));
		if (r->text.len)
			line = r->text;
	} else {
		report_flag(out, "harmless", true);
		report_severity(out, SEVERITY_INFO);
		report_text(out, "what", slice_cstr(catalog_text(
			r->harmless_lf ? TEXT_FAULT_LF : TEXT_FAULT_END)));
	}
	offer_line(out, m, line, line, "line");
	report_make(out);
}

/* The rest of a body may have been lost: that is judged first. */
static bool wrong(const struct message *m, struct reader *r)
{
	struct slice body = m ? offer_body(m) : slice_of(NULL, 0);

	if (!body.len || !offer_whole(m) || m->sip.trailing)
		return false;
	read(r, body);
	return r->what || r->harmless_lf || r->harmless_end;
}

/* There is something that matters more than untidy lines. */
static bool is_worse(const struct transaction *t)
{
	return t->status >= 300 ||
		t->offer & (OFFER_PROFILE | OFFER_CRYPTO | OFFER_FAMILY |
			    OFFER_MLINES | OFFER_TWICE);
}

static void check(const struct rule_view *v, struct report *out)
{
	struct reader a = { .what = NULL }, b = { .what = NULL };
	const struct message *m;
	struct offer o;
	bool in_offer, in_answer;

	if (!offer_find(v->t, v->event, &o) || !o.offer)
		return;
	in_offer = wrong(o.offer, &a);
	in_answer = wrong(o.answer, &b);
	if ((!in_offer && !in_answer) ||
	    (!a.what && !b.what && is_worse(v->t)))
		return;
	m = in_offer && (a.what || !b.what) ? o.offer : o.answer;
	/* Who accepts it has read it. */
	if (m == o.offer && o.answer)
		report_severity(out, SEVERITY_WARNING);
	show(out, m == o.offer ? &a : &b, m, offer_body(m));
}

const struct rule rule_sdp_malformed = {
	.id = FINDING_SDP_MALFORMED,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_MALFORMED | OFFER_UNTIDY, .needs_request = true,
	.check = check,
};
