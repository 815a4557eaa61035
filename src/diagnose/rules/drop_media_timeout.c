/* SPDX-License-Identifier: BSD-2-Clause */
/* BYE that says itself that RTP stayed away: by RELEASE_CAUSE (3GPP TS 24.229), a
 * private cause or its words, in Reason (RFC 3326), Warning or an X- header. */
#include "diagnose/indialog.h"

enum {
	RTP_TIMEOUT = 2,      /* RELEASE_CAUSE: RTP/RTCP time-out */
	MEDIA_TIMEOUT = 804,  /* FreeSWITCH, with the protocol SIP */
	CHANNEL_MISSING = 44, /* Q.850; Asterisk hangs up with it when its
				 rtp_timeout is over, and not only then */
	TEXT_MAX = 120        /* bytes of a text that are read */
};

/* In lower case, a space for all between two words and at both ends. */
static void plain(char *out, struct slice s)
{
	size_t n = 0;

	out[n++] = ' ';
	for (size_t i = 0; i < s.len && n < TEXT_MAX; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 'a' - 'A');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			out[n++] = c;
		else if (out[n - 1] != ' ')
			out[n++] = ' ';
	}
	if (out[n - 1] != ' ')
		out[n++] = ' ';
	out[n] = '\0';
}

/* `RTP Timeout', `MEDIA_TIMEOUT', `no rtp received' ... */
static bool says_so(struct slice text)
{
	static const char *const what[] = {
		" rtp", " rtcp", " srtp", " media" };
	static const char *const then[] = {
		" timeout ", "timeout ", " time out ", " timed out ",
		" timer expir", " inactiv" };
	static const char *const whole[] = {
		" no rtp received ", " no rtp packets ", " no rtp activity ",
		" no media received ", " no media activity " };
	char s[TEXT_MAX + 2];

	plain(s, text);
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		if (strstr(s, whole[i]))
			return true;
	}
	for (size_t i = 0; i < sizeof(what) / sizeof(what[0]); i++) {
		for (const char *p = s; (p = strstr(p, what[i]));) {
			p += strlen(what[i]);
			for (size_t k = 0; k < sizeof(then) / sizeof(then[0]);
			     k++) {
				if (!strncmp(p, then[k], strlen(then[k])))
					return true;
			}
		}
	}
	return false;
}

static bool is_asterisk(const struct message *m)
{
	struct slice agent = sip_index_value(&m->sip, HEADER_USER_AGENT);

	return slice_starts_nocase(agent, SLICE("Asterisk")) ||
		slice_starts_nocase(agent, SLICE("FPBX"));
}

static bool reason(const struct message *m, struct slice *where,
		   struct slice *text, bool *weak)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_REASON);
	struct sip_value_reason r;

	for (int i = 0; i < 4 && sip_value_next(&rest, where); i++) {
		if (!sip_value_reason_split(*where, &r))
			continue;
		*text = r.text.len ? r.text : *where;
		*weak = r.cause_number == CHANNEL_MISSING && !r.text.len &&
			slice_eq_nocase(r.protocol, SLICE("Q.850")) &&
			is_asterisk(m);
		if (*weak || says_so(r.text) ||
		    (r.cause_number == RTP_TIMEOUT &&
		     slice_eq_nocase(r.protocol, SLICE("RELEASE_CAUSE"))) ||
		    (r.cause_number == MEDIA_TIMEOUT &&
		     slice_eq_nocase(r.protocol, SLICE("SIP"))))
			return true;
	}
	return false;
}

/* A Warning, or a header of the maker's own. */
static bool other(const struct message *m, struct slice *where)
{
	if (!(m->sip.kinds & (SIP_INDEX_KIND(HEADER_WARNING) |
			      SIP_INDEX_KIND(HEADER_UNKNOWN))))
		return false;
	for (unsigned i = 0; i < m->sip.n_headers; i++) {
		const struct sip_header *h = &m->sip.headers[i];

		if (h->id != HEADER_WARNING &&
		    (h->id != HEADER_UNKNOWN || !slice_starts_nocase(
			     message_slice(m, h->name), SLICE("X-"))))
			continue;
		*where = message_slice(m, h->value);
		if (says_so(*where))
			return true;
	}
	return false;
}

/* The same BYE on the hop before: told there. */
static bool passed_on(const struct transaction *bye)
{
	const struct transaction *o = bye->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (transaction_has(o, FINDING_DROP_MEDIA_TIMEOUT))
			return true;
	}
	return false;
}

/* Whose sound `by' waited for: the host its BYE goes to, behind proxies the
 * Contact of the other end (RFC 3261 12.2.1.1). */
static void silent(struct report *out, const struct transaction *bye)
{
	struct sip_value_uri_parts uri;

	if (!sip_index_value(&bye->request->sip, HEADER_ROUTE).len)
		report_addr(out, "silent", &bye->server);
	else if (sip_value_uri_split(message_slice(
			 bye->request, bye->request->sip.uri), &uri))
		report_text(out, "silent", uri.host);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *bye = v->t;
	struct slice where, text;
	bool weak = false;

	if (!reason(bye->request, &where, &text, &weak)) {
		weak = false;
		if (!other(bye->request, &where))
			return;
		text = where;
	}
	if (passed_on(bye))
		return;
	/* Not from who writes it: a proxy in between sends it on. */
	if (weak || sip_index_count(&bye->request->sip, HEADER_VIA) > 1)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_addr(out, "by", &bye->client);
	report_text(out, "reason_text", text);
	silent(out, bye);
	report_message(out, bye->request, "bye");
	report_header(out, bye->request, where, "reason");
	report_group_ip(out, &bye->client);
	report_make(out);
}

const struct rule rule_drop_media_timeout = {
	.id = FINDING_DROP_MEDIA_TIMEOUT, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE), .needs_request = true,
	.aside = true, .check = check,
};
