/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/values.h"

#include "base/clock.h"
#include "data/catalog_lang.h"

static struct slice user_of(struct slice uri)
{
	struct sip_value_uri_parts p;

	return sip_value_uri_split(uri, &p) && p.user.len ? p.user : uri;
}

static struct slice from_of(const struct message *m)
{
	return message_slice(m, m->sip.from_uri);
}

static struct slice to_of(const struct message *m)
{
	return message_slice(m, m->sip.to_uri);
}

static struct slice phrase_of(const struct message *final)
{
	const struct status_text *s =
		catalog_status_or_class(final->sip.status);
	struct slice reason = message_slice(final, final->sip.reason);

	return reason.len || !s ? reason : slice_cstr(s->name);
}

/* A value that templates rely on: what the message does not say is a `?'. */
static void always(struct report *out, const char *name, struct slice value)
{
	report_text(out, name, value.len ? value : SLICE("?"));
}

static void addresses(struct report *out, const struct transaction *t)
{
	report_addr(out, "client", &t->client);
	report_addr(out, "server", &t->server);
	if (!t->client.family)
		always(out, "client", slice_of(NULL, 0));
	if (!t->server.family)
		always(out, "server", slice_of(NULL, 0));
}

/* Whom it is about: a REGISTER asks for the account in To (RFC 3261 10.2). */
static struct slice user(const struct transaction *t, struct slice uri)
{
	struct slice to = to_of(transaction_any(t));

	return user_of(t->method == METHOD_REGISTER && to.len ? to : uri);
}

void values_common(struct report *out, const struct transaction *t)
{
	const struct message *any, *f;
	struct slice agent, uri;

	if (!t)
		return;
	any = transaction_any(t);
	f = t->final;
	/* Without the request To is where it was meant to go. */
	uri = t->request ? message_slice(any, any->sip.uri) :
		to_of(any);
	addresses(out, t);
	report_text(out, "method", transaction_method(t).len ?
		    transaction_method(t) : slice_cstr(catalog_text(TEXT_A_REQUEST)));
	always(out, "from", from_of(any));
	always(out, "to", to_of(any));
	always(out, "call_id", message_slice(any, any->sip.call_id));
	always(out, "uri", uri);
	always(out, "user", user(t, uri));
	if (t->request)
		report_text(out, "client_name",
			    sip_index_value(&any->sip, HEADER_USER_AGENT));
	if (!f)
		return;
	report_number(out, "status", f->sip.status);
	always(out, "reason", phrase_of(f));
	agent = sip_index_value(&f->sip, HEADER_SERVER);
	if (!agent.len)
		agent = sip_index_value(&f->sip, HEADER_USER_AGENT);
	report_text(out, "server_name", agent);
}

/* All elements of all lines of a kind; URIs of name-addrs when uri is set. */
static unsigned list(struct report *out, const char *name,
		     const struct message *m, enum header_id id)
{
	const struct sip_header *h;
	struct slice rest, element;
	unsigned n = 0;

	report_list(out, name);
	for (unsigned i = 0; m && (h = rule_line(m, id, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &element)) {
			if (id == HEADER_CONTACT)
				element = sip_value_uri(element);
			report_item(out, element);
			n++;
		}
	}
	return n;
}

static void seconds(struct report *out, const char *name,
		    const struct message *m, enum header_id id)
{
	int64_t n = rule_seconds(m, id);

	if (n >= 0)
		report_number(out, name, n);
}

static void token(struct report *out, const char *name,
		  const struct message *m, enum header_id id)
{
	report_text(out, name,
		    sip_value_token(sip_index_value(&m->sip, id)));
}

static void lists_of_response(struct report *out, const struct message *f)
{
	static const struct {
		const char *name;
		enum header_id id;
	} lists[] = {
		{ "allow", HEADER_ALLOW },
		{ "accept", HEADER_ACCEPT },
		{ "accept_encoding", HEADER_ACCEPT_ENCODING },
		{ "accept_language", HEADER_ACCEPT_LANGUAGE },
		{ "contacts", HEADER_CONTACT },
		{ "allow_events", HEADER_ALLOW_EVENTS },
		{ "recv_info", HEADER_RECV_INFO },
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		list(out, lists[i].name, f, lists[i].id);
}

static void allow_has(struct report *out, const struct transaction *t)
{
	const struct sip_header *h;

	for (unsigned i = 0; (h = rule_line(t->final, HEADER_ALLOW, i)); i++) {
		if (sip_value_list_has(message_slice(t->final, h->value),
				       transaction_method(t), false, NULL))
			report_flag(out, "allow_has_method", true);
	}
}

/* Does the answer list the very thing that it refuses? */
static void lists_it(struct report *out, const struct transaction *t)
{
	struct slice type = sip_value_token(
		sip_index_value(&t->request->sip, HEADER_CONTENT_TYPE));
	struct slice event = sip_value_token(
		sip_index_value(&t->request->sip, HEADER_EVENT));
	const struct sip_header *h;
	struct slice rest, element;
	bool accepted = false, allowed = false;

	for (unsigned i = 0; (h = rule_line(t->final, HEADER_ACCEPT, i)); i++) {
		rest = message_slice(t->final, h->value);
		while (sip_value_next(&rest, &element)) {
			if (slice_eq_nocase(sip_value_token(element), type))
				accepted = true;
		}
	}
	for (unsigned i = 0; event.len && (h = rule_line(
		     t->final, HEADER_ALLOW_EVENTS, i)); i++) {
		if (sip_value_list_has(message_slice(t->final, h->value), event,
				       true, NULL))
			allowed = true;
	}
	report_flag(out, "accept_has_type", type.len && accepted);
	report_flag(out, "allow_has_event", allowed);
}

static void warning(struct report *out, const struct message *f)
{
	struct slice rest = sip_index_value(&f->sip, HEADER_WARNING), element;
	struct sip_value_warning w;

	while (sip_value_next(&rest, &element)) {
		if (!sip_value_warning_split(element, &w))
			continue;
		report_number(out, "warning_code", w.code);
		report_text(out, "warning", w.text);
		return;
	}
}

/* The text of the first Reason element that has one. */
static void reason_text(struct report *out, const struct message *f)
{
	const struct sip_header *h;
	struct sip_value_reason r;
	struct slice rest, element;

	for (unsigned i = 0; (h = rule_line(f, HEADER_REASON, i)); i++) {
		rest = message_slice(f, h->value);
		while (sip_value_next(&rest, &element)) {
			if (!sip_value_reason_split(element, &r) || !r.text.len)
				continue;
			report_text(out, "reason_text", r.text);
			return;
		}
	}
}

bool values_q850(struct report *out, const struct message *m,
		 struct slice *where)
{
	const struct catalog_row *row;
	struct sip_value_reason r;

	if (!rule_q850(m, &r, where))
		return false;
	report_number(out, "q850_cause", r.cause_number);
	row = catalog_row_get(CATALOG_Q850, r.cause);
	if (row)
		report_text(out, "q850_name", slice_cstr(row->name));
	if (row && row->hint)
		report_text(out, "q850_hint", slice_cstr(
				    catalog_lang_say(row->hint)));
	return true;
}

static void of_response(struct report *out, const struct message *f)
{
	const struct status_text *s = catalog_status(f->sip.status);
	struct slice reason = message_slice(f, f->sip.reason), realm, where;
	int64_t n = rule_seconds(f, HEADER_RETRY_AFTER);

	lists_of_response(out, f);
	warning(out, f);
	values_q850(out, f, &where);
	reason_text(out, f);
	seconds(out, "min_se", f, HEADER_MIN_SE);
	seconds(out, "min_expires", f, HEADER_MIN_EXPIRES);
	if (n > 0) { /* 0 asks for nothing */
		report_number(out, "retry_after", n);
		report_time(out, "retry_at", f->time + n * CLOCK_S);
	}
	if (!s || !slice_eq_nocase(reason, slice_cstr(s->name)))
		report_text(out, "phrase", reason);
	if (sip_value_auth(rule_challenge(f, slice_of(NULL, 0)), "realm",
			   &realm))
		report_text(out, "realm", realm);
}

static unsigned via_count(const struct message *r)
{
	const struct sip_header *h;
	struct slice rest, element;
	unsigned n = 0;

	for (unsigned i = 0; (h = rule_line(r, HEADER_VIA, i)); i++) {
		rest = message_slice(r, h->value);
		while (sip_value_next(&rest, &element))
			n++;
	}
	return n;
}

static void identity(struct report *out, const struct message *r)
{
	struct sip_value_uri_parts p;

	if (sip_value_uri_split(from_of(r), &p))
		report_text(out, "from_user", p.user);
	report_text(out, "asserted", sip_value_uri(
		sip_index_value(&r->sip, HEADER_P_ASSERTED_IDENTITY)));
	report_text(out, "to_tag", message_slice(r, r->sip.to_tag));
	if (sip_value_uri_split(message_slice(r, r->sip.uri), &p))
		report_text(out, "target_host", p.host);
}

static void of_request(struct report *out, const struct transaction *t)
{
	const struct message *r = t->request;
	int64_t asked = rule_expires(r, NULL);

	identity(out, r);
	list(out, "request_accept", r, HEADER_ACCEPT);
	list(out, "supported", r, HEADER_SUPPORTED);
	token(out, "content_type", r, HEADER_CONTENT_TYPE);
	report_text(out, "content_encoding",
		    sip_index_value(&r->sip, HEADER_CONTENT_ENCODING));
	seconds(out, "session_expires", r, HEADER_SESSION_EXPIRES);
	seconds(out, "max_forwards", r, HEADER_MAX_FORWARDS);
	seconds(out, "content_length", r, HEADER_CONTENT_LENGTH);
	if (asked >= 0)
		report_number(out, "expires", asked);
	token(out, "event", r, HEADER_EVENT);
	token(out, "info_package", r, HEADER_INFO_PACKAGE);
	report_number(out, "size", (int64_t)r->sip.raw.len);
	report_number(out, "via_count", via_count(r));
	report_flag(out, "credentials", t->has_credentials);
	report_flag(out, "in_dialog", t->in_dialog);
}

/* A number that only the telephone network can know: + or seven digits. */
static bool outside(struct slice user)
{
	size_t digits = 0;

	for (size_t i = 0; i < user.len; i++) {
		if (user.p[i] >= '0' && user.p[i] <= '9')
			digits++;
		else if (i || user.p[0] != '+')
			return false;
	}
	return digits >= 7;
}

/* What kind of request it was, for remedies that fit only that kind. */
static void of_kind(struct report *out, const struct transaction *t)
{
	bool fresh = t->method == METHOD_INVITE && !t->in_dialog;
	struct slice uri = slice_of(NULL, 0);

	if (t->request)
		uri = message_slice(t->request, t->request->sip.uri);
	report_flag(out, "tel_uri", slice_starts_nocase(uri, SLICE("tel:")));
	report_flag(out, "sips_uri", slice_starts_nocase(uri, SLICE("sips:")));
	report_flag(out, "udp", t->transport == TRANSPORT_UDP);
	report_flag(out, "is_call", fresh);
	report_flag(out, "reinvite",
		    t->in_dialog && (t->method == METHOD_INVITE ||
				     t->method == METHOD_UPDATE));
	report_flag(out, "register", t->method == METHOD_REGISTER);
	report_flag(out, "subscribe", t->method == METHOD_SUBSCRIBE);
	report_flag(out, "message", t->method == METHOD_MESSAGE);
	report_flag(out, "info", t->method == METHOD_INFO);
	report_flag(out, "options", t->method == METHOD_OPTIONS);
	report_flag(out, "cancel", t->method == METHOD_CANCEL);
	report_flag(out, "publish", t->method == METHOD_PUBLISH);
	report_flag(out, "refer", t->method == METHOD_REFER);
	report_flag(out, "outside_call", fresh && outside(user_of(uri)));
	report_flag(out, "replaces", t->request && sip_index_header(
			    &t->request->sip, HEADER_REPLACES, 0));
}

void values_status(struct report *out, const struct transaction *t)
{
	int64_t took = transaction_duration(t);

	of_response(out, t->final);
	allow_has(out, t);
	/* 421 demands in the answer, 420 refuses what the request demanded. */
	if (!list(out, "required", t->final, HEADER_REQUIRE))
		list(out, "required", t->request, HEADER_REQUIRE);
	of_kind(out, t);
	if (t->request) {
		of_request(out, t);
		lists_it(out, t);
	} else {
		/* What is not known of it is not what it lacks. */
		report_flag(out, "unseen", true);
	}
	if (took > 2 * CLOCK_S)
		report_number(out, "seconds", took / CLOCK_S);
}
