/* SPDX-License-Identifier: BSD-2-Clause */
/* A 421 names in Require what the request must offer in Supported (RFC 3261
 * 21.4.16). */
#include "diagnose/rule.h"

enum { TAGS_MAX = 32 }; /* of one line that are looked at */

static bool offers(const struct message *m, enum header_id id, struct slice tag)
{
	const struct sip_header *h;

	for (unsigned i = 0; (h = rule_line(m, id, i)); i++) {
		if (sip_value_list_has(message_slice(m, h->value), tag, true,
				       NULL))
			return true;
	}
	return false;
}

/* What a line to send begins with: all that is offered already. */
static void offered(struct strbuf *line, const struct message *m)
{
	const struct sip_header *h;
	struct slice rest, tag;

	for (unsigned i = 0; (h = rule_line(m, HEADER_SUPPORTED, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &tag)) {
			strbuf_adds(line, line->len ? ", " : "Supported: ");
			strbuf_slice(line, tag);
		}
	}
}

/* The demanded tags that are not offered; how many. */
static unsigned missing(struct report *out, const struct transaction *t,
			struct strbuf *line)
{
	const struct sip_header *h;
	struct slice rest, tag;
	unsigned n = 0;

	for (unsigned i = 0;
	     (h = rule_line(t->final, HEADER_REQUIRE, i)); i++) {
		rest = message_slice(t->final, h->value);
		for (int k = 0; k < TAGS_MAX && sip_value_next(&rest, &tag);
		     k++) {
			if (offers(t->request, HEADER_SUPPORTED, tag) ||
			    offers(t->request, HEADER_REQUIRE, tag))
				continue;
			if (!n++)
				report_group(out, tag);
			report_item(out, tag);
			strbuf_adds(line, line->len ? ", " : "Supported: ");
			strbuf_slice(line, tag);
			if (n <= 4)
				report_header(out, t->final, tag, "demanded");
		}
	}
	return n;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct strbuf line = { 0 };

	offered(&line, t->request);
	report_group_ip(out, &t->server);
	report_list(out, "option_tags");
	if (missing(out, t, &line)) {
		report_text(out, "supported",
			    report_copy(out, strbuf_view(&line)));
		report_header_id(out, t->request, HEADER_SUPPORTED, "offered");
		if (!sip_index_header(&t->request->sip, HEADER_SUPPORTED, 0))
			report_message(out, t->request, NULL);
		report_make(out);
	}
	strbuf_fini(&line);
}

const struct rule rule_supported_needed = {
	.id = FINDING_SUPPORTED_NEEDED, .on = RULE_ON(STORE_FINAL),
	.status = { 421 }, .needs_request = true, .check = check,
};
