/* SPDX-License-Identifier: BSD-2-Clause */
/* A peer refuses calls because so many are up: it says so, or it does so each time
 * that number is reached and never below (RFC 3261 21.5.4). */
#include "diagnose/habits.h"
#include "diagnose/rule.h"

#include <ctype.h>

/* Words of a limit of calls at the same time; of others.  FreeSWITCH says the same
 * of both (`Maximum Calls In Progress'): that proves nothing here. */
static const char *const limits[] = {
	"*channel*", "*capacity*", "*concurrent*", "*simultaneous*",
	"*circuit*", "*limit*", "*too many calls*", NULL
};
static const char *const others[] = {
	"*cps*", "*second*", "*rate*", "*credit*", "*balance*", "*flood*",
	"*fork*", "*unacceptable*", "*not implemented*", "*not exist*",
	"*time*", "*size*", "*hop*", "*call-forward*", "*spend*", NULL
};

enum { LONG = 120 }; /* of words, so much is looked at */

static bool matches(const char *const *patterns, struct slice text)
{
	while (*patterns && !slice_glob(*patterns, text))
		patterns++;
	return *patterns;
}

static bool names_limit(struct slice text)
{
	char low[LONG];
	size_t n = text.len < LONG ? text.len : LONG;

	for (size_t i = 0; i < n; i++)
		low[i] = (char)tolower((unsigned char)text.p[i]);
	text = slice_of(low, n);
	return matches(limits, text) && !matches(others, text);
}

/* The words of a limit, and where they stand: in the status line or in the first
 * Warning; empty when there are none. */
static struct slice words(const struct message *m, struct slice *warning)
{
	struct slice reason = message_slice(m, m->sip.reason), first;
	struct slice rest = sip_index_value(&m->sip, HEADER_WARNING);
	struct sip_value_warning w;

	*warning = slice_of(NULL, 0);
	if (names_limit(reason))
		return reason;
	if (!rest.len || !sip_value_next(&rest, &first) ||
	    !sip_value_warning_split(first, &w) || !names_limit(w.text))
		return slice_of(NULL, 0);
	*warning = w.text;
	return w.text;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct load_channels *c = &v->habits->load.now.channels;
	struct slice warning, text;

	if (!c->open)
		return;
	text = words(t->final, &warning);
	if (!text.len && !c->times)
		return;
	report_number(out, "open", c->open);
	report_flag(out, "one", c->open == 1);
	report_text(out, "phrase", text);
	if (c->times) {
		report_number(out, "times", c->times);
		report_span(out, "milliseconds", v->now - t->start, CLOCK_MS);
	}
	report_flag(out, "unended", c->unended);
	if (!text.len || c->unended)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_message(out, t->request, NULL);
	if (text.len && !warning.len)
		report_start_line(out, t->final, text, "phrase");
	else
		report_message(out, t->final, "refused");
	if (warning.len)
		report_header(out, t->final, warning, "phrase");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_channel_limit = {
	.id = FINDING_CHANNEL_LIMIT, .on = RULE_ON(STORE_FINAL),
	.status = { 403, 480, 486, 503, 600 },
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.check = check,
};
