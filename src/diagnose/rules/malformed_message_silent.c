/* SPDX-License-Identifier: BSD-2-Clause */
/* malformed-message: nobody answers a request whose address holds bytes that no
 * address may have (RFC 3261 25.1): a server that cannot read it drops it. */
#include "diagnose/reach.h"

enum { SHOWN = 8 };

/* Letters beyond ASCII have to be written as %C3%BC. */
static bool is_bad(char c)
{
	return (unsigned char)c <= ' ' || (unsigned char)c >= 0x7f;
}

/* From the first of them on, as long as there is no other. */
static struct slice bad_bytes(struct slice uri)
{
	size_t i = 0, n = 0;

	while (i < uri.len && !is_bad(uri.p[i]))
		i++;
	while (i + n < uri.len && is_bad(uri.p[i + n]))
		n++;
	return slice_of(uri.p + i, n);
}

static void add_bytes(struct report *out, struct slice bytes)
{
	struct strbuf b = { 0 };

	for (size_t i = 0; i < bytes.len && i < SHOWN; i++)
		strbuf_fmt(&b, "%s%02X", i ? " " : "",
			   (unsigned)(unsigned char)bytes.p[i]);
	if (bytes.len > SHOWN)
		strbuf_adds(&b, " ...");
	report_text(out, "bytes", report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->request;
	struct slice bytes;

	/* At the end of the input only who repeats it was kept waiting. */
	if (t->first || (v->event == STORE_END && !t->request_copies))
		return;
	bytes = bad_bytes(message_slice(m, m->sip.uri));
	if (!bytes.len)
		return;
	report_text(out, "header", slice_cstr(catalog_text(TEXT_FAULT_URI)));
	report_addr(out, "sender", &m->src);
	reach_what(out, m);
	add_bytes(out, bytes);
	report_start_line(out, m, bytes, "header");
	report_group_ip(out, &m->src);
	report_group(out, SLICE("uri"));
	/* Perhaps it was answered, and taken, out of sight. */
	if (!t->two_way)
		report_severity(out, SEVERITY_WARNING);
	if (reach_is_scanner(m))
		report_severity(out, SEVERITY_INFO);
	report_make(out);
}

const struct rule rule_malformed_message_silent = {
	.id = FINDING_MALFORMED_MESSAGE,
	.on = RULE_ON(STORE_TIMEOUT) | RULE_ON(STORE_END),
	.needs_request = true, .check = check,
};
