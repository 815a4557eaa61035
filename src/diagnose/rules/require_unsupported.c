/* SPDX-License-Identifier: BSD-2-Clause */
/* A 420 names in Unsupported what the request made mandatory in Require or
 * Proxy-Require (RFC 3261 8.2.2.3, 21.4.15). */
#include "diagnose/rule.h"

static const enum header_id demanding[] = { HEADER_REQUIRE,
					    HEADER_PROXY_REQUIRE };

/* Carets in each of the two messages; tags of one line, and
 * lines of one header of the request, that are looked at. */
enum { SHOWN = 4, TAGS_MAX = 32, LINES_MAX = 4 };

static bool refused(const struct message *final, struct slice tag)
{
	const struct sip_header *h;

	for (unsigned i = 0;
	     (h = rule_line(final, HEADER_UNSUPPORTED, i)); i++) {
		if (sip_value_list_has(message_slice(final, h->value), tag,
				       true, NULL))
			return true;
	}
	return false;
}

/* The header line without what was refused; nothing when nothing remains. */
static void keep(struct report *out, const struct message *final,
		 const char *name, struct slice value)
{
	struct strbuf line = { 0 };
	struct slice tag;

	for (int n = 0; n < TAGS_MAX && sip_value_next(&value, &tag); n++) {
		if (refused(final, tag))
			continue;
		if (line.len)
			strbuf_adds(&line, ", ");
		else
			strbuf_fmt(&line, "%s: ", name);
		strbuf_slice(&line, tag);
	}
	if (line.len)
		report_text(out, "keep", report_copy(out, strbuf_view(&line)));
	strbuf_fini(&line);
}

struct search {
	struct report *out;
	const struct transaction *t;
	bool all;         /* nothing is named: any tag may be the one */
	bool demands;     /* this round shows the request, not the answer */
	unsigned found;
	struct slice first;
};

/* The caret under this tag in the answer. */
static void mark_refused(struct report *out, const struct message *final,
			 struct slice tag)
{
	const struct sip_header *h;
	struct slice where;

	for (unsigned i = 0;
	     (h = rule_line(final, HEADER_UNSUPPORTED, i)); i++) {
		if (!sip_value_list_has(message_slice(final, h->value), tag,
					true, &where))
			continue;
		report_header(out, final, where, "refused");
		return;
	}
}

/* One demanding line of the request. */
static void line(struct search *s, enum header_id id, struct slice value)
{
	const char *name = catalog_header_name(id);
	struct slice rest = value, tag;
	unsigned before = s->found;

	for (int n = 0; n < TAGS_MAX && sip_value_next(&rest, &tag); n++) {
		if (!s->all && !refused(s->t->final, tag))
			continue;
		if (!s->found++)
			s->first = tag;
		if (s->demands && s->found <= SHOWN)
			report_header(s->out, s->t->request, tag, "demanded");
		if (s->demands || s->all)
			continue;
		report_item(s->out, tag);
		if (s->found <= SHOWN)
			mark_refused(s->out, s->t->final, tag);
	}
	if (s->found == before || before || s->demands)
		return;
	report_text(s->out, "header", slice_cstr(name));
	if (!s->all)
		keep(s->out, s->t->final, name, value);
}

static unsigned walk(struct search *s)
{
	const struct message *r = s->t->request;
	const struct sip_header *h;

	s->found = 0;
	for (unsigned k = 0; k < 2; k++) {
		for (unsigned i = 0; i < LINES_MAX &&
		     (h = rule_line(r, demanding[k], i)); i++)
			line(s, demanding[k], message_slice(r, h->value));
	}
	return s->found;
}

/* That is 100rel-420's. */
static bool only_100rel(const struct transaction *t)
{
	return t->method == METHOD_INVITE && slice_eq_nocase(
		sip_index_value(&t->final->sip, HEADER_UNSUPPORTED),
		SLICE("100rel")) &&
		!rule_line(t->final, HEADER_UNSUPPORTED, 1) &&
		sip_value_list_has(sip_index_value(&t->request->sip,
						   HEADER_REQUIRE),
				   SLICE("100rel"), true, NULL);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct search s = { .out = out, .t = t };

	if (only_100rel(t))
		return;
	s.all = !sip_index_value(&t->final->sip, HEADER_UNSUPPORTED).len;
	if (s.all)
		report_message(out, t->final, NULL);
	else
		report_list(out, "option_tags");
	if (!walk(&s))
		return;
	s.demands = true;
	walk(&s);
	report_group_ip(out, &t->server);
	report_group(out, s.first);
	if (s.all)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_make(out);
}

const struct rule rule_require_unsupported = {
	.id = FINDING_REQUIRE_UNSUPPORTED, .on = RULE_ON(STORE_FINAL),
	.status = { 420 }, .needs_request = true, .check = check,
};
