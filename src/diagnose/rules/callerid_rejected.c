/* SPDX-License-Identifier: BSD-2-Clause */
/* A carrier refuses a call because of who calls (RFC 3325 9): the answer says so,
 * or it lets others call whose number is written better. */
#include "diagnose/habits.h"
#include "diagnose/reach.h"

/* A carrier looks at the caller before it sends the call on. */
#define QUICK (2 * CLOCK_S)
/* So many digits and no 0 before them: few countries have national numbers as long,
 * so the first are the country's (E.164 6.2).  A convention. */
enum { WITH_COUNTRY = 11 };

/* Words by which an answer blames the caller, in lower case. */
static bool is_word(struct slice w)
{
	static const char *const words[] = {
		"caller", "callerid", "caller-id", "cli", "clid", "clip",
		"ani", "originating", "origination", "originator",
		"identity", "a-number",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_eq_nocase(w, slice_cstr(words[i])))
			return true;
	}
	return false;
}

static bool in_word(char c)
{
	return c == '-' || (c >= '0' && c <= '9') ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool blames(struct slice text)
{
	for (size_t i = 0, n; i < text.len; i += n + 1) {
		for (n = 0; i + n < text.len && in_word(text.p[i + n]);)
			n++;
		if (is_word(slice_head(slice_from(text, i), n)))
			return true;
	}
	return false;
}

/* Where the answer blames the caller; empty when it does not. */
static struct slice words_of(const struct message *m)
{
	struct slice rest, element, text = message_slice(m, m->sip.reason);
	struct sip_value_warning warning;
	struct sip_value_reason reason;
	const struct sip_header *h;

	if (blames(text))
		return text;
	for (unsigned i = 0; (h = rule_line(m, HEADER_WARNING, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &element)) {
			if (sip_value_warning_split(element, &warning) &&
			    blames(warning.text))
				return warning.text;
		}
	}
	for (unsigned i = 0; (h = rule_line(m, HEADER_REASON, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &element)) {
			if (sip_value_reason_split(element, &reason) &&
			    blames(reason.text))
				return reason.text;
		}
	}
	return slice_of(NULL, 0);
}

static bool is_anonymous(struct slice user)
{
	return slice_eq_nocase(user, SLICE("anonymous")) ||
		slice_eq_nocase(user, SLICE("unavailable")) ||
		slice_eq_nocase(user, SLICE("restricted"));
}

static unsigned digits(struct slice user)
{
	unsigned n = 0;

	for (size_t i = 0; i < user.len && user.p[i] != ';'; i++)
		n += user.p[i] >= '0' && user.p[i] <= '9';
	return n;
}

/* What is wrong with the caller's number, or NULL: nothing that is seen. */
static const char *fault_of(struct slice user)
{
	enum number_shape shape = numbers_shape(user, NULL);

	if (is_anonymous(user))
		return catalog_text(TEXT_CALLER_ANONYMOUS);
	if (shape == NUMBER_PLUS)
		return NULL;
	if (shape == NUMBER_00 || shape == NUMBER_011)
		return catalog_text(TEXT_CALLER_PREFIX);
	if (shape == NUMBER_PLAIN && digits(user) >= WITH_COUNTRY)
		return catalog_text(TEXT_CALLER_NO_PLUS);
	if (shape)
		return catalog_text(TEXT_CALLER_NOT_E164);
	for (size_t i = 0; i < user.len; i++) {
		if (user.p[i] < '0' || user.p[i] > '9')
			return catalog_text(TEXT_CALLER_NO_NUMBER);
	}
	return catalog_text(TEXT_CALLER_EXTENSION);
}

/* Another caller's number that is as it should be: with a +, or with what this
 * one has not. */
static const struct message *better(const struct numbers_server *s,
				    struct slice user)
{
	enum header_id id;
	enum number_shape shape;

	if (!s || !s->caller)
		return NULL;
	shape = numbers_shape(numbers_caller(s->caller, &id), NULL);
	return shape == NUMBER_PLUS || !numbers_shape(user, NULL) ? s->caller :
		NULL;
}

static void tell(const struct rule_view *v, struct report *out,
		 enum header_id id, struct slice user, struct slice words)
{
	const struct transaction *t = v->t;
	bool forwarded = numbers_shape(user, NULL) &&
		numbers_came_in(&v->habits->numbers, &t->client, user, v->now);

	report_text(out, "identity", user);
	report_text(out, "header", slice_cstr(catalog_header_name(id)));
	report_flag(out, "forwarded", forwarded);
	report_header(out, t->request, user, "identity");
	if (words.len)
		report_text(out, "phrase", words);
	if (words.len && words.p != message_slice(t->final,
						  t->final->sip.reason).p)
		report_header(out, t->final, words, "reason");
	else
		report_start_line(out, t->final, words, words.len ? "reason" :
				  NULL);
	report_group_ip(out, &t->server);
	report_group(out, user);
	report_make(out);
}

/* Nobody rang, and the login, if any was wanted, is done. */
static bool due(const struct transaction *t)
{
	return !t->in_dialog && !t->ringing &&
		transaction_duration(t) < QUICK &&
		(t->status != 401 || t->has_credentials) &&
		!reach_is_scanner(t->request);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *accepted;
	const struct numbers_server *s;
	struct slice user, words;
	const char *fault;
	enum header_id id;

	if (!due(t))
		return;
	words = words_of(t->final);
	if (t->status != 403 && !words.len)
		return;
	s = numbers_find(&v->habits->numbers, &t->server);
	user = numbers_caller(t->request, &id);
	if (!user.len || (s && numbers_called(&v->habits->numbers, s, user)))
		return;
	fault = fault_of(user);
	accepted = better(s, user);
	if (!words.len && (!fault || !accepted))
		return;
	if (!fault)
		fault = catalog_text(TEXT_CALLER_FOREIGN);
	report_text(out, "fault", slice_cstr(fault));
	if (accepted)
		report_text(out, "accepted", report_copy(out,
			numbers_caller(accepted, &(enum header_id){ 0 })));
	if (!words.len)
		report_certainty(out, CERTAINTY_POSSIBLE);
	tell(v, out, id, user, words);
}

const struct rule rule_callerid_rejected = {
	.id = FINDING_CALLERID_REJECTED, .on = RULE_ON(STORE_FINAL),
	.status = { 403, 401, 480, 488, 603, 606 },
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.unless = { FINDING_STIR_403_STALE, FINDING_CALLEE_UNREGISTERED,
		    FINDING_NUMBER_FORMAT },
	.check = check,
};
