/* SPDX-License-Identifier: BSD-2-Clause */
/* A proxy asked for the domain that a request goes to, was told of no server and no
 * address (RFC 3263 4), and refused the request. */
#include "diagnose/habits.h"
#include "diagnose/indialog.h"

enum { ROUTES = 4 };

/* t's server sent it on: somewhere there was an address. */
static bool went_on(const struct transaction *t)
{
	const struct transaction *o = t->call_next;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_next) {
		if (o->method == t->method && o->start >= t->start &&
		    addr_same_ip(&o->client, &t->server))
			return true;
	}
	return false;
}

static const struct lookup *asked_for(const struct rule_view *v,
				      struct slice uri, struct slice *host)
{
	struct sip_value_uri_parts p;

	if (!sip_value_uri_split(uri, &p) || !p.host.len)
		return NULL;
	*host = p.host;
	return lookups_failed(&v->habits->lookups, &v->t->server, p.host,
			      v->t->answered);
}

/* Where t goes by its Route, or its own URI.  *host gets the place of the name. */
static const struct lookup *failed(const struct rule_view *v,
				   struct slice *host)
{
	const struct message *m = v->t->request;
	struct slice rest = sip_index_value(&m->sip, HEADER_ROUTE), element;
	const struct lookup *k;

	for (int i = 0; i < ROUTES && sip_value_next(&rest, &element); i++) {
		k = asked_for(v, sip_value_uri(element), host);
		if (k)
			return k;
	}
	return asked_for(v, message_slice(m, m->sip.uri), host);
}

static void add_question(struct strbuf *b, const struct lookup *k,
			 unsigned kind)
{
	static const char *const form[LOOKUP_KINDS] = {
		[LOOKUP_NAPTR] = "NAPTR ",
		[LOOKUP_SRV_UDP] = "SRV _sip._udp.",
		[LOOKUP_SRV_TCP] = "SRV _sip._tcp.",
		[LOOKUP_SRV_TLS] = "SRV _sips._tcp.",
		[LOOKUP_SRV_OTHER] = "SRV ",
		[LOOKUP_A] = "A ", [LOOKUP_AAAA] = "AAAA ",
	};

	strbuf_adds(b, form[kind]);
	strbuf_adds(b, k->name);
}

/* By the names of IANA; NODATA is what RFC 2308 calls an answer without records. */
static void add_result(struct strbuf *b, const struct lookup_question *q)
{
	static const char *const names[] = {
		[DNS_OK] = "NODATA", [DNS_FORMERR] = "FORMERR",
		[DNS_SERVFAIL] = "SERVFAIL", [DNS_NXDOMAIN] = "NXDOMAIN",
		[DNS_NOTIMP] = "NOTIMP", [DNS_REFUSED] = "REFUSED",
	};

	if (q->code < sizeof(names) / sizeof(*names))
		strbuf_adds(b, names[q->code]);
	else
		strbuf_fmt(b, "RCODE %u", q->code);
}

static void questions(struct report *out, const struct lookup *k)
{
	struct strbuf b = { 0 };

	report_list(out, "queries");
	for (unsigned i = 0; i < LOOKUP_KINDS; i++) {
		if (k->of[i].state != LOOKUP_ASKED &&
		    k->of[i].state != LOOKUP_FAILED)
			continue;
		strbuf_reset(&b);
		add_question(&b, k, i);
		report_item(out, report_copy(out, strbuf_view(&b)));
	}
	strbuf_fini(&b);
}

/* All that was answered, each kind once.  False: nothing was. */
static bool results(struct report *out, const struct lookup *k)
{
	struct strbuf b = { 0 };
	bool told[256] = { false }, any = false;

	for (unsigned i = 0; i < LOOKUP_KINDS; i++) {
		const struct lookup_question *q = &k->of[i];

		if (q->state != LOOKUP_FAILED || told[q->code])
			continue;
		if (!any)
			report_list(out, "dns_result");
		any = told[q->code] = true;
		strbuf_reset(&b);
		add_result(&b, q);
		report_item(out, report_copy(out, strbuf_view(&b)));
	}
	strbuf_fini(&b);
	if (told[DNS_SERVFAIL] || told[DNS_REFUSED])
		report_flag(out, "broken", true);
	return any;
}

static void proof(struct report *out, const struct lookup *k, unsigned kind)
{
	const struct lookup_question *q = &k->of[kind];
	struct frame at = { .number = q->asked_at, .time = q->asked,
			    .source = k->source };
	struct strbuf b = { 0 };

	if (q->asked) {
		add_question(&b, k, kind);
		report_dns(out, &at, &k->client, &k->server, strbuf_view(&b),
			   "query");
	}
	if (q->state == LOOKUP_FAILED) {
		at.number = q->answered_at;
		at.time = q->answered;
		strbuf_reset(&b);
		add_result(&b, q);
		report_dns(out, &at, &k->server, &k->client, strbuf_view(&b),
			   "answer");
	}
	strbuf_fini(&b);
}

/* Two questions are enough: where the address was asked for, that and another. */
static void proofs(struct report *out, const struct lookup *k)
{
	static const uint8_t order[] = { LOOKUP_SRV_UDP, LOOKUP_SRV_TCP,
		LOOKUP_SRV_TLS, LOOKUP_NAPTR, LOOKUP_AAAA };

	for (size_t i = 0; i < sizeof(order); i++) {
		if (k->of[order[i]].state != LOOKUP_UNKNOWN) {
			proof(out, k, order[i]);
			break;
		}
	}
	if (k->of[LOOKUP_A].state != LOOKUP_UNKNOWN)
		proof(out, k, LOOKUP_A);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct lookup *k;
	struct slice host;

	if (!v->habits->lookups.table.count)
		return;
	k = failed(v, &host);
	if (!k || went_on(t))
		return;
	report_addr_ip(out, "client", &k->client);
	report_addr_ip(out, "dns_server", &k->server);
	report_text(out, "domain", host);
	questions(out, k);
	if (!results(out, k)) {
		report_flag(out, "timeout", true);
		/* Perhaps answers are not captured here. */
		if (!lookups_answered(&v->habits->lookups, &k->client))
			report_certainty(out, CERTAINTY_POSSIBLE);
		report_group_ip(out, &k->server);
	}
	report_group(out, host);
	proofs(out, k);
	report_header(out, t->request, host, NULL);
	report_message(out, t->final, NULL);
	report_make(out);
}

const struct rule rule_dns_failure = {
	.id = FINDING_DNS_FAILURE, .on = RULE_ON(STORE_FINAL),
	.status = { 478, 502, 503, 504 }, .needs_request = true, .root = true,
	.check = check,
};
