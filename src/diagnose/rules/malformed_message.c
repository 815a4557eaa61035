/* SPDX-License-Identifier: BSD-2-Clause */
/* A request that a strict parser cannot take: a header that each message needs is
 * missing, there twice or unreadable (RFC 3261 7.3, 8.1.1, 21.4.1). */
#include "diagnose/reach.h"

/* What is odd, and how it is said. */
static const struct fault {
	uint32_t odd;
	enum text_id fault;
	const char *header;  /* NULL: the one it is in */
	enum text_id place;  /* instead of it; 0: none */
} faults[] = {
	{ SIP_ODD_NO_VIA, TEXT_FAULT_MISSING, "Via", 0 },
	{ SIP_ODD_NO_FROM, TEXT_FAULT_MISSING, "From", 0 },
	{ SIP_ODD_NO_TO, TEXT_FAULT_MISSING, "To", 0 },
	{ SIP_ODD_NO_CALL_ID, TEXT_FAULT_MISSING, "Call-ID", 0 },
	{ SIP_ODD_CALL_ID, TEXT_FAULT_PIECES, "Call-ID", 0 },
	{ SIP_ODD_NO_CSEQ, TEXT_FAULT_MISSING, "CSeq", 0 },
	{ SIP_ODD_CSEQ_BAD, TEXT_FAULT_CSEQ, "CSeq", 0 },
	{ SIP_ODD_CSEQ_METHOD, TEXT_FAULT_CSEQ_METHOD, "CSeq", 0 },
	{ SIP_ODD_MAX_FORWARDS, TEXT_FAULT_OCTET, "Max-Forwards", 0 },
	{ SIP_ODD_LENGTH_BAD, TEXT_FAULT_NO_NUMBER, "Content-Length", 0 },
	{ SIP_ODD_START_LINE, TEXT_FAULT_START, "the first line",
	  TEXT_FAULT_FIRST_LINE },
	{ SIP_ODD_VERSION, TEXT_FAULT_VERSION, "the first line",
	  TEXT_FAULT_FIRST_LINE },
	{ SIP_ODD_URI, TEXT_FAULT_INVALID, "the address in the first line",
	  TEXT_FAULT_URI },
	{ SIP_ODD_VIA, TEXT_FAULT_INCOMPLETE, "Via", 0 },
	{ SIP_ODD_DUPLICATE, TEXT_FAULT_TWICE, NULL, 0 },
	{ SIP_ODD_ADDRESS, TEXT_FAULT_ADDRESS, NULL, 0 },
	{ SIP_ODD_NUMBER, TEXT_FAULT_NUMBER, NULL, 0 },
	{ SIP_ODD_NAME, TEXT_FAULT_NAME, NULL, 0 },
	{ SIP_ODD_NO_COLON, TEXT_FAULT_COLON, NULL, 0 },
};

/* Those that every receiver sees; the values of headers are read only when the
 * answer says that something is wrong. */
enum { PLAIN = SIP_ODD_NO_VIA | SIP_ODD_NO_FROM | SIP_ODD_NO_TO |
	       SIP_ODD_NO_CALL_ID | SIP_ODD_CALL_ID | SIP_ODD_NO_CSEQ |
	       SIP_ODD_CSEQ_BAD | SIP_ODD_CSEQ_METHOD | SIP_ODD_MAX_FORWARDS |
	       SIP_ODD_LENGTH_BAD | SIP_ODD_START_LINE | SIP_ODD_VERSION |
	       SIP_ODD_DUPLICATE };

static const struct fault *fault_of(uint32_t odd)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (odd & faults[i].odd)
			return &faults[i];
	}
	return NULL;
}

/* 400, 413 and 505 say that it could not be read (RFC 3261 21.4.1, 21.4.11,
 * 21.5.6). */
static bool refused(const struct transaction *t)
{
	return t->status == 400 || t->status == 413 || t->status == 505;
}

/* What the header says, to be underlined; its end when that is nothing. */
static struct slice said_in(struct slice header)
{
	return slice_trim(slice_from(header, slice_find(header, ':') + 1));
}

static void show(struct report *out, const struct message *m,
		 const struct fault *f)
{
	struct sip_span at = sip_index_odd_span(&m->sip, f->odd);
	struct slice line = message_slice(m, at);
	const char *header = f->header;

	if (!header) {
		line = slice_trim(slice_head(line, slice_find(line, ':')));
		report_text(out, "header", line.len ? slice_head(line, 60) :
			    slice_cstr(catalog_text(TEXT_FAULT_HEADER)));
	} else {
		report_text(out, "header", slice_cstr(
			f->place ? catalog_text(f->place) : header));
	}
	report_text(out, "fault", slice_cstr(catalog_text(f->fault)));
	report_addr(out, "sender", &m->src);
	reach_what(out, m);
	if (at.len && at.off >= m->sip.start_line.len)
		report_header(out, m, said_in(message_slice(m, at)), "header");
	else
		report_message(out, m, "header");
	report_group_ip(out, &m->src);
	report_group(out, slice_cstr(header ? header : "other"));
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->request;
	const struct fault *f;

	if (!(m->sip.odd & PLAIN) && !refused(t))
		return;
	/* Whatever else an answer refuses is another matter. */
	if (!reach_whole(m) || (t->status >= 300 && !refused(t)))
		return;
	f = fault_of(refused(t) ? sip_index_malformed(&m->sip) :
		     m->sip.odd & PLAIN);
	if (!f)
		return;
	show(out, m, f);
	if (refused(t))
		report_number(out, "refused", t->status);
	else if (t->status)
		report_severity(out, SEVERITY_WARNING);
	if (reach_is_scanner(m))
		report_severity(out, SEVERITY_INFO);
	report_make(out);
}

const struct rule rule_malformed_message = {
	.id = FINDING_MALFORMED_MESSAGE,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT),
	.needs_request = true, .needs_odd = true, .check = check,
};
