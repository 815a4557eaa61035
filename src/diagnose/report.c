/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/report.h"

#include "base/utf8.h"
#include "diagnose/advice.h"
#include "diagnose/proof.h"
#include "diagnose/site.h"
#include "diagnose/values.h"

void report_init(struct report *r)
{
	memset(r, 0, sizeof(*r));
	arena_init(&r->arena, REPORT_BUDGET);
}

void report_fini(struct report *r)
{
	arena_fini(&r->arena);
	strbuf_fini(&r->group);
}

/* Drop what the last report left. */
static void forget(struct report *r)
{
	struct finding *f = &r->finding;

	arena_reset(&r->arena);
	strbuf_reset(&r->group);
	r->ended = false;
	f->group = slice_of(NULL, 0);
	f->stack.stack = NULL;
	f->phrase.row = NULL;
	f->cause.id = FINDING_NONE;
	f->n_consequences = 0;
	f->n_site = 0;
	f->unfinished = NULL;
}

static __attribute__((noinline)) void begin(struct report *r)
{
	const struct report_what *w = r->what;
	struct finding *f = &r->finding;

	if ((r->arena.used | r->group.len) ||
	    r->ended | r->arena.overflow | r->group.failed)
		forget(r);
	r->begun = true;
	r->common = false;
	r->list = NULL;
	f->id = w->id;
	f->status = w->status;
	f->text = w->text;
	f->severity = w->severity;
	f->certainty = w->certainty;
	f->transaction = r->transaction;
	f->call = r->call;
	f->n_values = f->n_evidence = 0;
}

/* The finding at hand.  All that rules say comes past here first. */
static inline struct finding *begun(struct report *r)
{
	if (!r->begun)
		begin(r);
	return &r->finding;
}

struct report_what report_what(enum finding_id id, unsigned status)
{
	const struct status_text *s = id == FINDING_STATUS ?
		catalog_status_or_class(status) : NULL;
	const struct finding_text *text = s ? &s->finding : catalog_finding(id);

	return (struct report_what){ .text = text, .id = id, .status = status,
		.severity = text ? text->severity : SEVERITY_ERROR,
		.certainty = text ? text->certainty : CERTAINTY_CERTAIN };
}

void report_make(struct report *out)
{
	begun(out);
	out->made = true;
}

void report_severity(struct report *out, enum severity s)
{
	begun(out)->severity = s;
}

void report_certainty(struct report *out, enum certainty c)
{
	struct finding *f = begun(out);

	if (c < f->certainty)
		f->certainty = c;
}

void report_proven(struct report *out)
{
	begun(out)->certainty = CERTAINTY_CERTAIN;
}

void report_group(struct report *out, struct slice key)
{
	begun(out);
	strbuf_addc(&out->group, '|');
	strbuf_slice(&out->group, slice_head(key, REPORT_KEY_MAX));
}

void report_group_ip(struct report *out, const struct addr *a)
{
	char room[64];
	struct strbuf ip = strbuf_in(room, sizeof(room));

	addr_format_ip(&ip, a);
	report_group(out, strbuf_view(&ip));
	strbuf_fini(&ip);
}

void report_group_addr(struct report *out, const struct addr *a)
{
	char room[64];
	struct strbuf b = strbuf_in(room, sizeof(room));

	addr_format(&b, a);
	report_group(out, strbuf_view(&b));
	strbuf_fini(&b);
}

void report_about(struct report *out, const struct transaction *t)
{
	struct finding *f = begun(out);

	f->transaction = t;
	f->call = t->call;
}

/* --- values --- */

static struct finding_value *value_new(struct report *r, const char *name,
				       enum value_kind kind)
{
	struct finding *f = begun(r);
	size_t n = f->n_values;
	struct finding_value *v = finding_value_put(f, name);

	/* What the rule said itself is better than the common value. */
	if (!v || (r->common && f->n_values == n))
		return NULL;
	*v = (struct finding_value){ .name = name, .kind = kind,
				     .common = r->common };
	return v;
}

struct slice report_copy(struct report *out, struct slice s)
{
	char *p;

	begun(out);
	p = arena_strndup(&out->arena, s);
	return slice_of(p, p ? s.len : 0);
}

/* A folded value in one line: each fold becomes a space (RFC 3261 7.3.1). */
static struct slice unfold(struct report *r, struct slice s)
{
	char *p;
	size_t n = 0;

	if (utf8_plain(s) == s.len || /* nearly all */
	    (slice_find(s, '\n') == s.len && slice_find(s, '\r') == s.len))
		return s;
	begun(r);
	p = arena_strndup(&r->arena, s);
	if (!p)
		return slice_of(NULL, 0);
	for (size_t i = 0; i < s.len; i++) {
		bool fold = p[i] == '\r' || p[i] == '\n';

		if (!fold)
			p[n++] = p[i];
		else if (n && p[n - 1] != ' ')
			p[n++] = ' ';
		while (fold && i + 1 < s.len && strchr("\r\n\t ", s.p[i + 1]))
			i++;
	}
	return slice_of(p, n);
}

void report_text(struct report *out, const char *name, struct slice value)
{
	struct finding_value *v;

	value = unfold(out, value);
	if (!value.len)
		return;
	v = value_new(out, name, VALUE_TEXT);
	if (v)
		v->text = value;
}

void report_number(struct report *out, const char *name, int64_t value)
{
	struct finding_value *v = value_new(out, name, VALUE_NUMBER);

	if (v)
		v->number = value;
}

void report_span(struct report *out, const char *name, int64_t ns, int64_t unit)
{
	report_number(out, name, ns < unit ? 1 : ns / unit);
}

void report_time(struct report *out, const char *name, int64_t time)
{
	struct finding_value *v = value_new(out, name, VALUE_TIME);

	if (v)
		v->number = time;
}

void report_flag(struct report *out, const char *name, bool on)
{
	if (on)
		value_new(out, name, VALUE_FLAG);
}

void report_list(struct report *out, const char *name)
{
	out->list = value_new(out, name, VALUE_LIST);
	out->list_cap = 0;
}

void report_item(struct report *out, struct slice item)
{
	struct finding_value *v;
	struct slice *list;

	begun(out);
	v = out->list;
	item = unfold(out, item);
	if (!v || v->n_list == REPORT_LIST_MAX || !item.len)
		return;
	if (v->n_list == out->list_cap) {
		size_t cap = out->list_cap ? out->list_cap * 2 : 8;

		list = arena_alloc(&out->arena, cap * sizeof(*list));
		if (!list)
			return;
		if (v->n_list)
			memcpy(list, v->list, v->n_list * sizeof(*list));
		v->list = list;
		out->list_cap = cap;
	}
	/* The list lies in the arena, where it was made writable. */
	list = (struct slice *)v->list;
	list[v->n_list++] = item;
}

static void addr_value(struct report *r, const char *name,
		       const struct addr *a,
		       void (*format)(struct strbuf *, const struct addr *))
{
	char room[64];
	struct strbuf b = strbuf_in(room, sizeof(room));

	format(&b, a);
	report_text(r, name, report_copy(r, strbuf_view(&b)));
	strbuf_fini(&b);
}

void report_addr(struct report *out, const char *name, const struct addr *a)
{
	addr_value(out, name, a, addr_format);
}

void report_addr_ip(struct report *out, const char *name, const struct addr *a)
{
	addr_value(out, name, a, addr_format_ip);
}

/* --- evidence --- */

static struct evidence *evidence_new(struct report *r, enum evidence_part part,
				     const struct message *m, const char *mark)
{
	struct finding *f = begun(r);
	struct evidence *e;

	if (f->n_evidence == FINDING_MAX_EVIDENCE)
		return NULL;
	e = &f->evidence[f->n_evidence++];
	*e = (struct evidence){ .message = m, .part = part, .mark = mark };
	if (m) {
		e->frame = m->frame;
		e->time = m->time;
		e->src = m->src;
		e->dst = m->dst;
	}
	return e;
}

/* Underline `where', if it lies inside the line. */
static void underline(struct evidence *e, struct slice where)
{
	uintptr_t at = (uintptr_t)where.p, from = (uintptr_t)e->text.p;

	if (!where.len || at < from || at - from > e->text.len ||
	    where.len > e->text.len - (at - from))
		return;
	e->span = at - from;
	e->span_end = e->span + where.len;
}

void report_start_line(struct report *out, const struct message *m,
		       struct slice where, const char *mark)
{
	struct evidence *e = evidence_new(out, PART_START_LINE, m, mark);

	if (!e)
		return;
	e->text = message_slice(m, m->sip.start_line);
	if (mark)
		underline(e, where);
}

void report_message(struct report *out, const struct message *m,
		    const char *mark)
{
	struct evidence *e = evidence_new(out, PART_MESSAGE, m, mark);

	if (e)
		e->text = message_slice(m, m->sip.start_line);
}

static void header_line(struct report *r, const struct message *m,
			const struct sip_header *h, struct slice where,
			const char *mark)
{
	struct evidence *e = evidence_new(r, PART_HEADER, m, mark);

	if (!e)
		return;
	e->text = sip_index_line(&m->sip, h);
	e->header = h->id ? catalog_header_name((enum header_id)h->id) :
		arena_strndup(&r->arena, message_slice(m, h->name));
	if (mark)
		underline(e, where);
}

void report_header(struct report *out, const struct message *m,
		   struct slice where, const char *mark)
{
	uintptr_t at = (uintptr_t)where.p, raw = (uintptr_t)m->sip.raw.p;

	if (!where.p || at < raw || at - raw > m->sip.raw.len)
		return;
	at -= raw;
	for (unsigned i = 0; i < m->sip.n_headers; i++) {
		const struct sip_header *h = &m->sip.headers[i];

		if (at >= h->value.off && at <= h->value.off + h->value.len) {
			header_line(out, m, h, where, mark);
			return;
		}
	}
}

void report_header_id(struct report *out, const struct message *m,
		      enum header_id id, const char *mark)
{
	const struct sip_header *h = sip_index_header(&m->sip, id, 0);

	if (h)
		header_line(out, m, h, message_slice(m, h->value), mark);
}

void report_body(struct report *out, const struct message *m,
		 struct slice line, struct slice where)
{
	struct evidence *e = evidence_new(out, PART_BODY, m, NULL);

	if (!e)
		return;
	e->text = line;
	underline(e, where);
}

void report_body_mark(struct report *out, const char *mark)
{
	struct finding *f = begun(out);

	if (f->n_evidence && f->evidence[f->n_evidence - 1].part == PART_BODY)
		f->evidence[f->n_evidence - 1].mark = mark;
}

void report_icmp(struct report *out, const struct icmp_error *e,
		 const char *mark)
{
	struct evidence *v = evidence_new(out, PART_ICMP, NULL, mark);

	if (!v)
		return;
	v->frame = e->frame->number;
	v->time = e->frame->time;
	v->src = e->from;
	v->dst = e->to;
	v->text = slice_cstr(rule_icmp_what(e));
	underline(v, v->text);
}

static void packet(struct report *out, enum evidence_part part,
		   const struct frame *f, const struct addr *src,
		   const struct addr *dst, struct slice text, const char *mark)
{
	struct evidence *e = evidence_new(out, part, NULL, mark);

	if (!e)
		return;
	e->frame = f->number;
	e->time = f->time;
	e->src = *src;
	e->dst = *dst;
	e->text = report_copy(out, text);
	underline(e, e->text);
}

void report_tcp(struct report *out, const struct frame *f,
		const struct addr *src, const struct addr *dst,
		struct slice text, const char *mark)
{
	packet(out, PART_TCP, f, src, dst, text, mark);
}

void report_dns(struct report *out, const struct frame *f,
		const struct addr *src, const struct addr *dst,
		struct slice text, const char *mark)
{
	packet(out, PART_DNS, f, src, dst, text, mark);
}

/* --- the end --- */

static const struct {
	const char *key;
	enum text_id text;
} default_marks[] = {
	{ "request-uri", TEXT_MARK_REQUEST_URI },
	{ "request-method", TEXT_MARK_REQUEST_METHOD },
	{ "reason-phrase", TEXT_MARK_REASON_PHRASE },
	{ "warning", TEXT_MARK_WARNING },
	{ "reason", TEXT_MARK_REASON },
};

/* What a header tells where the stanza does not say it. */
static const struct header_mark {
	const char *header;
	enum text_id request, response;
} header_marks[] = {
	{ "Accept", TEXT_MARK_ACCEPT, TEXT_MARK_ACCEPTED },
	{ "Accept-Encoding", TEXT_MARK_ACCEPT, TEXT_MARK_ACCEPTED },
	{ "Accept-Language", TEXT_MARK_ACCEPT, TEXT_MARK_ACCEPTED },
	{ "Authorization", TEXT_MARK_LOGIN, TEXT_MARK_RESPONSE_HEADER },
	{ "Contact", TEXT_MARK_CONTACT, TEXT_MARK_CONTACTS },
	{ "Content-Encoding", TEXT_MARK_CODING, TEXT_MARK_CODING },
	{ "Content-Length", TEXT_MARK_LENGTH, TEXT_MARK_LENGTH },
	{ "Content-Type", TEXT_MARK_BODY, TEXT_MARK_BODY },
	{ "CSeq", TEXT_MARK_CSEQ, TEXT_MARK_CSEQ },
	{ "Date", TEXT_MARK_DATE, TEXT_MARK_DATE },
	{ "Expires", TEXT_MARK_EXPIRES, TEXT_MARK_EXPIRES_GIVEN },
	{ "From", TEXT_MARK_FROM, TEXT_MARK_RESPONSE_HEADER },
	{ "Identity", TEXT_MARK_IDENTITY, TEXT_MARK_RESPONSE_HEADER },
	{ "Max-Forwards", TEXT_MARK_HOPS, TEXT_MARK_RESPONSE_HEADER },
	{ "P-Asserted-Identity", TEXT_MARK_ASSERTED,
	  TEXT_MARK_RESPONSE_HEADER },
	{ "Proxy-Authorization", TEXT_MARK_LOGIN, TEXT_MARK_RESPONSE_HEADER },
	{ "Proxy-Authenticate", TEXT_MARK_REQUEST_HEADER, TEXT_MARK_CHALLENGE },
	{ "Proxy-Require", TEXT_MARK_REQUIRE, TEXT_MARK_REQUIRE },
	{ "Require", TEXT_MARK_REQUIRE, TEXT_MARK_REQUIRE },
	{ "Retry-After", TEXT_MARK_REQUEST_HEADER, TEXT_MARK_RETRY_AFTER },
	{ "Route", TEXT_MARK_ROUTE, TEXT_MARK_ROUTE },
	{ "Server", TEXT_MARK_SERVER, TEXT_MARK_SERVER },
	{ "Supported", TEXT_MARK_SUPPORTED, TEXT_MARK_SUPPORTED },
	{ "To", TEXT_MARK_TO, TEXT_MARK_RESPONSE_HEADER },
	{ "User-Agent", TEXT_MARK_SERVER, TEXT_MARK_SERVER },
	{ "Via", TEXT_MARK_VIA, TEXT_MARK_VIA_ANSWERED },
	{ "WWW-Authenticate", TEXT_MARK_REQUEST_HEADER, TEXT_MARK_CHALLENGE },
};

static enum text_id header_text(const struct evidence *e)
{
	bool response = e->message && e->message->sip.is_response;

	if (!response && e->message && !strcmp(e->header, "To") &&
	    e->message->sip.method == METHOD_REGISTER)
		return TEXT_MARK_ACCOUNT;
	for (size_t i = 0; i < sizeof(header_marks) / sizeof(header_marks[0]);
	     i++) {
		if (!strcmp(header_marks[i].header, e->header))
			return response ? header_marks[i].response :
				header_marks[i].request;
	}
	return response ? TEXT_MARK_RESPONSE_HEADER : TEXT_MARK_REQUEST_HEADER;
}

static const char *mark_text(const struct finding *f, const struct evidence *e)
{
	const struct catalog_pair *p = f->text ? f->text->marks : NULL;
	const char *key = e->mark;

	for (; key && p && p->key; p++) {
		if (!strcmp(p->key, key))
			return p->text;
	}
	for (size_t i = 0; key && i < sizeof(default_marks) /
	     sizeof(default_marks[0]); i++) {
		if (!strcmp(default_marks[i].key, key))
			return catalog_text(default_marks[i].text);
	}
	if (key && e->header && (!strcmp(key, "header") ||
				 !strcmp(key, "request-header") ||
				 !strcmp(key, "response-header")))
		return catalog_text(header_text(e));
	return NULL;
}

static struct slice group_name(struct report *r)
{
	struct finding *f = &r->finding;
	char name[40], room[256];
	struct strbuf b = strbuf_in(room, sizeof(room));
	struct slice s;

	strbuf_adds(&b, finding_name(f, name, sizeof(name)));
	if (!r->group.len && f->transaction) {
		strbuf_addc(&b, '|');
		addr_format_ip(&b, &f->transaction->server);
	}
	strbuf_slice(&b, strbuf_view(&r->group));
	s = report_copy(r, strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

void report_values(struct report *r)
{
	struct finding *f = &r->finding;

	if (r->valued)
		return;
	r->valued = true;
	if (f->transaction) {
		r->common = true;
		values_common(r, f->transaction);
	}
	finding_value_prune(f);
}

void report_finish(struct report *r)
{
	struct finding *f = &r->finding;

	if (!f->unfinished)
		return;
	f->unfinished = NULL;
	report_values(r);
	if (f->transaction)
		proof_words(r, f->transaction);
	for (size_t i = 0; i < f->n_evidence; i++)
		f->evidence[i].mark = mark_text(f, &f->evidence[i]);
	advice_add(f);
	site_apply(r->site, f);
}

void report_end(struct report *r)
{
	struct finding *f = &r->finding;

	r->ended = true;
	r->valued = false;
	if (f->transaction)
		f->source = transaction_any(f->transaction)->source;
	f->group = group_name(r);
	f->unfinished = r;
	if (!f->n_evidence)
		report_finish(r);
}
