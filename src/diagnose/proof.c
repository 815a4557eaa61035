/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/proof.h"

#include "diagnose/report.h"

/* Of one kind of header that many lines at most; and so many of the response,
 * so that the request has room. */
enum { LINES_MAX = 2, RESPONSE_MAX = 5 };

/* Is it the address that these refuse?  (A REGISTER asks for To.) */
static bool about_uri(unsigned status)
{
	static const unsigned short codes[] = {
		404, 410, 414, 416, 480, 484, 485, 486, 600, 604,
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i] == status)
			return true;
	}
	return status / 100 == 3;
}

static bool shown(const struct report *r, const struct message *m,
		  enum header_id id)
{
	const struct finding *f = &r->finding;
	const char *name = catalog_header_name(id);

	for (size_t i = 0; i < f->n_evidence; i++) {
		if (f->evidence[i].message == m && f->evidence[i].header &&
		    !strcmp(f->evidence[i].header, name))
			return true;
	}
	return false;
}

/* Of Via who sent it and, where the answerer wrote it in, from where. */
static struct slice sent_by(struct slice value)
{
	struct slice rest = value, element;
	struct sip_value_via via;

	if (!sip_value_next(&rest, &element) ||
	    !sip_value_via_split(element, &via) || !via.host.len)
		return value;
	return via.received.len ? via.received : via.host;
}

/* Of a login the parameter that names the account or the realm. */
static struct slice auth_param(struct slice value, const char *name)
{
	struct slice found;

	return sip_value_auth(value, name, &found) && found.len ? found : value;
}

/* What a header line is about: of a name-addr its URI, of the two ends of a
 * call that is unknown their tags. */
static struct slice telling(const struct message *m, enum header_id id,
			    struct slice value, unsigned status)
{
	struct slice uri, tag = slice_of(NULL, 0);

	if (id == HEADER_VIA)
		return sent_by(value);
	if (id == HEADER_AUTHORIZATION || id == HEADER_PROXY_AUTHORIZATION)
		return auth_param(value, "username");
	if (id == HEADER_WWW_AUTHENTICATE || id == HEADER_PROXY_AUTHENTICATE)
		return auth_param(value, "realm");
	if (status == 481 && id == HEADER_TO)
		tag = message_slice(m, m->sip.to_tag);
	if (status == 481 && id == HEADER_FROM)
		tag = message_slice(m, m->sip.from_tag);
	if (tag.len)
		return tag;
	if (id != HEADER_FROM && id != HEADER_TO && id != HEADER_CONTACT &&
	    id != HEADER_P_ASSERTED_IDENTITY)
		return value;
	uri = sip_value_uri(value);
	return uri.len ? uri : value;
}

/* A header that this message has for another reason: Date is the time of a
 * signature only where one is (RFC 8224 4.1), how long an INVITE may ring (RFC
 * 3261 13.2.1) matters where it ended unanswered, and to wait for 0 s is no wait. */
static bool beside_the_point(const struct message *m, enum header_id id,
			     unsigned status)
{
	if (id == HEADER_DATE)
		return !sip_index_header(&m->sip, HEADER_IDENTITY, 0);
	if (id == HEADER_RETRY_AFTER)
		return !rule_seconds(m, id);
	return id == HEADER_EXPIRES && m->sip.method == METHOD_INVITE &&
		status != 408 && status != 487;
}

/* All lines of that kind, as far as there is room; how many. */
static unsigned lines(struct report *out, const struct message *m,
		      enum header_id id, const char *mark)
{
	unsigned status = out->finding.status;
	const struct sip_header *h;
	unsigned n;

	if (!id || beside_the_point(m, id, status) || shown(out, m, id))
		return 0;
	for (n = 0; n < LINES_MAX; n++) {
		struct slice value;

		h = sip_index_header(&m->sip, id, n);
		if (!h)
			break;
		value = message_slice(m, h->value);
		report_header(out, m, value.len ?
			      telling(m, id, value, status) :
			      slice_of(m->sip.raw.p + h->value.off, 0), mark);
	}
	return n;
}

/* The mark of the stanza belongs to the first header it names. */
static const char *response_mark(enum header_id id, bool first)
{
	if (id == HEADER_REASON)
		return "reason";
	if (id == HEADER_WARNING)
		return "warning";
	return first ? "response-header" : "header";
}

static unsigned words(struct report *out, const struct message *f)
{
	return lines(out, f, HEADER_WARNING, "warning") +
		lines(out, f, HEADER_REASON, "reason");
}

void proof_words(struct report *out, const struct transaction *t)
{
	if (t->final && t->status >= 300)
		words(out, t->final);
}

static void of_response(struct report *out, const struct message *f,
			const struct status_text *s)
{
	const char *const *name = s->read_response;
	const struct status_text *own = catalog_status(f->sip.status);
	struct slice phrase = message_slice(f, f->sip.reason);
	unsigned n = 0;

	for (; *name && n < RESPONSE_MAX; name++) {
		enum header_id id = catalog_header_find(slice_cstr(*name));

		n += lines(out, f, id, response_mark(id, name == s->read_response));
	}
	n += words(out, f);
	if (own && slice_eq_nocase(phrase, slice_cstr(own->name)))
		phrase = slice_of(NULL, 0);
	if (phrase.len)
		report_start_line(out, f, phrase, "reason-phrase");
	else if (!n)
		report_message(out, f, NULL);
}

static void of_request(struct report *out, const struct transaction *t,
		       const struct status_text *s)
{
	const struct message *r = t->request;
	const char *const *name = s->read_request;
	unsigned n = 1;

	if (t->status == 405 || t->status == 501)
		report_start_line(out, r, message_slice(r, r->sip.method_name),
				  "request-method");
	else if (about_uri(t->status) && t->method != METHOD_REGISTER)
		report_start_line(out, r, message_slice(r, r->sip.uri),
				  "request-uri");
	else
		n = 0;
	for (; *name; name++)
		n += lines(out, r, catalog_header_find(slice_cstr(*name)),
			   name == s->read_request ? "request-header" :
			   "header");
	if (t->method == METHOD_REGISTER && about_uri(t->status))
		n += lines(out, r, HEADER_TO, "header");
	if (!n)
		report_message(out, r, NULL);
}

/* What one address is refused for says nothing about another. */
static void group_by_user(struct report *out, const struct transaction *t)
{
	const struct message *m = transaction_any(t);
	struct sip_value_uri_parts p = { .user = { NULL, 0 } };

	report_group_ip(out, &t->server);
	sip_value_uri_split(sip_value_uri(sip_index_value(&m->sip, HEADER_TO)),
			    &p);
	report_group(out, p.user);
}

void proof_status(struct report *out, const struct transaction *t)
{
	const struct status_text *s = catalog_status_or_class(t->status);

	if (!s)
		return;
	of_response(out, t->final, s);
	if (about_uri(t->status))
		group_by_user(out, t);
	if (t->request)
		of_request(out, t, s);
}
