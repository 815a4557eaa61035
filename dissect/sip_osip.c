/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_osip.h"

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "dissect/sip_plain.h"
#include "dissect/sip_value.h"

#include <errno.h>
#include <osipparser2/osip_message.h>
#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>
#include <stdlib.h>
#include <time.h>

/* Quadratic lists inside the library make hostile messages slow; these bounds
 * and the arena's budget keep every message under about a millisecond.  Real
 * messages need less than a tenth of them. */
enum {
	LINE_MAX_LEN = 8 << 10,
	MESSAGE_MAX_LEN = 64 << 10,
	BUDGET = 128 << 10,
	HEAD = 16, /* before each block: its size, for realloc */
};

struct sip_osip {
	struct arena arena;
	struct strbuf refused; /* from the trace callback */
	bool listening;        /* to it */
};

/* libosip2's allocator and trace callbacks carry no user data. */
static _Thread_local struct sip_osip *current;

static void *take(size_t size)
{
	char *p = current ? arena_alloc(&current->arena, size + HEAD) : NULL;

	if (!p)
		return NULL;
	memcpy(p, &size, sizeof(size));
	return p + HEAD;
}

static void *take_again(void *old, size_t size)
{
	char *p = take(size);
	size_t had;

	if (!p || !old)
		return p;
	memcpy(&had, (char *)old - HEAD, sizeof(had));
	memcpy(p, old, had < size ? had : size);
	return p;
}

static void give_back(void *p)
{
	(void)p; /* all at once, at the next reset */
}

static void trace(const char *file, int line, osip_trace_level_t level,
		  const char *format, va_list ap)
{
	static const struct slice before = { "Could not set header: ", 22 };
	struct slice text;
	size_t at;

	(void)file;
	(void)line;
	(void)level;
	if (!current || !current->listening || current->refused.len)
		return;
	strbuf_vfmt(&current->refused, format, ap);
	text = strbuf_view(&current->refused);
	at = slice_search(text, before);
	if (at == text.len) {
		strbuf_reset(&current->refused); /* says nothing of a header */
		return;
	}
	text = slice_trim(slice_from(text, at + before.len));
	memmove(current->refused.p, text.p, text.len);
	current->refused.len = text.len;
	current->refused.p[text.len] = '\0';
}

/* Once, before main() and so before any thread.  The trace callback first:
 * without one the library prints to standard output.  (A second parser_init()
 * leaves the same bytes in its tables, but it would write them while another
 * thread reads.) */
__attribute__((constructor)) static void prepare(void)
{
	/* Traces ask for the local time; later there may be no files to read. */
	tzset();
	osip_trace_initialize_func(OSIP_INFO1, trace);
	osip_set_allocators(take, take_again, give_back);
	parser_init();
}

struct sip_osip *sip_osip_new(void)
{
	struct sip_osip *o = mem_zalloc(sizeof(*o));

	if (!o)
		return NULL;
	arena_init(&o->arena, BUDGET);
	return o;
}

void sip_osip_free(struct sip_osip *o)
{
	if (!o)
		return;
	if (current == o)
		current = NULL;
	arena_fini(&o->arena);
	strbuf_fini(&o->refused);
	free(o);
}

void sip_osip_reset(struct sip_osip *o)
{
	arena_reset(&o->arena);
	o->arena.budget = BUDGET;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* value as libosip2 wants it: NUL-terminated, folds and TABs as spaces. */
static char *unfold(struct sip_osip *o, struct slice value)
{
	char *copy;

	if (value.len > LINE_MAX_LEN || memchr(value.p ? value.p : "", '\0',
					       value.len))
		return NULL;
	copy = arena_strndup(&o->arena, value);
	for (char *p = copy; p && *p; p++) {
		if (is_space(*p))
			*p = ' ';
	}
	return copy;
}

/* What a parser's return code means here. */
static int verdict_of(const struct sip_osip *o, int rc)
{
	if (o->arena.overflow)
		return -ENOMEM;
	return rc ? -EINVAL : 0;
}

/* Begin: the value in the arena, the arena current.  NULL: *rc says why. */
static char *begin(struct sip_osip *o, struct slice value, int *rc)
{
	char *copy;

	/* What another header used up is not this one's fault. */
	o->arena.overflow = false;
	copy = unfold(o, value);
	current = o;
	*rc = o->arena.overflow ? -ENOMEM : -EINVAL;
	return copy;
}

/* Quotes off, in place. */
static const char *unquote(char *s)
{
	size_t n = s ? strlen(s) : 0;

	if (n >= 2 && s[0] == '"' && s[n - 1] == '"') {
		s[n - 1] = '\0';
		return s + 1;
	}
	return s;
}

static void take_uri(const osip_uri_t *u, struct sip_osip_uri *out)
{
	if (!u)
		return;
	out->scheme = u->scheme;
	out->user = u->username;
	out->host = u->host;
	out->port = u->port;
	out->opaque = u->string;
}

int sip_osip_uri(struct sip_osip *o, struct slice value,
		 struct sip_osip_uri *out)
{
	osip_uri_t *u = NULL;
	int rc;
	char *copy = begin(o, value, &rc);

	*out = (struct sip_osip_uri){ 0 };
	if (!copy || osip_uri_init(&u))
		return verdict_of(o, rc);
	rc = verdict_of(o, osip_uri_parse(u, copy));
	if (!rc)
		take_uri(u, out);
	return rc;
}

static const char *param(osip_from_t *f, const char *name)
{
	osip_generic_param_t *p = NULL;
	char key[16];

	/* The library wants a writable name. */
	memcpy(key, name, strlen(name) + 1);
	if (osip_generic_param_get_byname(&f->gen_params, key, &p) || !p)
		return NULL;
	return unquote(p->gvalue);
}

int sip_osip_from(struct sip_osip *o, struct slice value,
		  struct sip_osip_name_addr *out)
{
	osip_from_t *f = NULL;
	int rc;
	char *copy = begin(o, value, &rc);

	*out = (struct sip_osip_name_addr){ 0 };
	if (!copy || osip_from_init(&f))
		return verdict_of(o, rc);
	rc = verdict_of(o, osip_from_parse(f, copy));
	if (rc)
		return rc;
	out->display = f->displayname;
	take_uri(f->url, &out->uri);
	out->tag = param(f, "tag");
	return verdict_of(o, 0);
}

int sip_osip_contact(struct sip_osip *o, struct slice element,
		     struct sip_osip_name_addr *out)
{
	osip_contact_t *c = NULL;
	int rc;
	char *copy = begin(o, element, &rc);

	*out = (struct sip_osip_name_addr){ 0 };
	if (!copy || osip_contact_init(&c))
		return verdict_of(o, rc);
	rc = verdict_of(o, osip_contact_parse(c, copy));
	if (rc)
		return rc;
	out->star = c->displayname && strcmp(c->displayname, "*") == 0;
	out->display = out->star ? NULL : c->displayname;
	take_uri(c->url, &out->uri);
	out->expires = param(c, "expires");
	return verdict_of(o, 0);
}

int sip_osip_challenge(struct sip_osip *o, struct slice value,
		       struct sip_osip_auth *out)
{
	osip_www_authenticate_t *w = NULL;
	int rc;
	char *copy = begin(o, value, &rc);

	*out = (struct sip_osip_auth){ 0 };
	if (!copy || osip_www_authenticate_init(&w))
		return verdict_of(o, rc);
	rc = verdict_of(o, osip_www_authenticate_parse(w, copy));
	if (rc)
		return rc;
	*out = (struct sip_osip_auth){
		.scheme = w->auth_type, .realm = unquote(w->realm),
		.nonce = unquote(w->nonce), .opaque = unquote(w->opaque),
		.algorithm = unquote(w->algorithm),
		.qop = unquote(w->qop_options), .stale = unquote(w->stale),
	};
	return 0;
}

int sip_osip_credentials(struct sip_osip *o, struct slice value,
			 struct sip_osip_auth *out)
{
	osip_authorization_t *a = NULL;
	int rc;
	char *copy = begin(o, value, &rc);

	*out = (struct sip_osip_auth){ 0 };
	if (!copy || osip_authorization_init(&a))
		return verdict_of(o, rc);
	rc = verdict_of(o, osip_authorization_parse(a, copy));
	if (rc)
		return rc;
	*out = (struct sip_osip_auth){
		.scheme = a->auth_type, .realm = unquote(a->realm),
		.nonce = unquote(a->nonce), .opaque = unquote(a->opaque),
		.algorithm = unquote(a->algorithm),
		.qop = unquote(a->message_qop),
		.username = unquote(a->username), .uri = unquote(a->uri),
		.response = unquote(a->response), .nc = unquote(a->nonce_count),
		.cnonce = unquote(a->cnonce),
	};
	return 0;
}

static const char *via_param(osip_via_t *v, const char *name)
{
	osip_generic_param_t *p = NULL;
	char key[16];

	memcpy(key, name, strlen(name) + 1);
	if (osip_generic_param_get_byname(&v->via_params, key, &p) || !p)
		return NULL;
	return p->gvalue;
}

int sip_osip_via(struct sip_osip *o, struct slice element,
		 struct sip_osip_via *out)
{
	osip_via_t *v = NULL;
	int rc;
	char *copy = begin(o, element, &rc);

	*out = (struct sip_osip_via){ 0 };
	if (!copy || osip_via_init(&v))
		return verdict_of(o, rc);
	rc = verdict_of(o, osip_via_parse(v, copy));
	if (rc)
		return rc;
	*out = (struct sip_osip_via){
		.transport = v->protocol, .host = v->host, .port = v->port,
		.branch = via_param(v, "branch"),
		.received = via_param(v, "received"),
	};
	return verdict_of(o, 0);
}

int sip_osip_cseq(struct sip_osip *o, struct slice value,
		  struct sip_osip_cseq *out)
{
	osip_cseq_t *c = NULL;
	int rc;
	char *copy = begin(o, value, &rc);

	*out = (struct sip_osip_cseq){ 0 };
	if (!copy || osip_cseq_init(&c))
		return verdict_of(o, rc);
	rc = verdict_of(o, osip_cseq_parse(c, copy));
	if (rc)
		return rc;
	*out = (struct sip_osip_cseq){ c->number, c->method };
	return 0;
}

int sip_osip_content_type(struct sip_osip *o, struct slice value,
			  struct sip_osip_content_type *out)
{
	osip_content_type_t *c = NULL;
	osip_generic_param_t *p = NULL;
	char key[] = "boundary";
	int rc;
	char *copy = begin(o, value, &rc);

	*out = (struct sip_osip_content_type){ 0 };
	if (!copy || osip_content_type_init(&c))
		return verdict_of(o, rc);
	rc = verdict_of(o, osip_content_type_parse(c, copy));
	if (rc)
		return rc;
	osip_generic_param_get_byname(&c->gen_params, key, &p);
	*out = (struct sip_osip_content_type){
		c->type, c->subtype, p ? unquote(p->gvalue) : NULL };
	return verdict_of(o, 0);
}

/* A start line that libosip2 reads as we do.  It takes a response without the
 * space behind its code apart wrongly (the first header is swallowed), and a
 * method with a line end in it. */
static bool start_line_fit(const struct sip_index *m)
{
	struct slice line = sip_index_slice(m, m->start_line);
	size_t code = m->version.off - m->start_line.off + m->version.len;

	if (m->odd & (SIP_ODD_START_LINE | SIP_ODD_VERSION | SIP_ODD_STATUS))
		return false;
	if (!m->is_response)
		return m->method_name.len && m->uri.len;
	return line.len > code + 4 && line.p[code + 4] == ' ';
}

static bool too_long(const struct sip_index *m)
{
	if (m->raw.len > MESSAGE_MAX_LEN || (m->odd & SIP_ODD_TOO_MANY) ||
	    m->start_line.len > LINE_MAX_LEN)
		return true;
	for (unsigned i = 0; i < m->n_headers; i++) {
		if (sip_index_line(m, &m->headers[i]).len > LINE_MAX_LEN)
			return true;
	}
	return false;
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Letters, digits, - . _ + on both sides of one `middle', or of none. */
static bool plain_halves(struct slice s, char middle)
{
	size_t at = slice_find(s, middle);

	for (size_t i = 0; i < s.len; i++) {
		if (!is_alnum(s.p[i]) && i != at && s.p[i] != '-' &&
		    s.p[i] != '.' && s.p[i] != '_' && s.p[i] != '+')
			return false;
	}
	return at && at + 1 != s.len && s.len;
}

/* Shorter URIs than sip:a@bc it refuses in brackets. */
enum { URI_MIN_LEN = sizeof("sip:a@bc") - 1 };

static bool sure_address(struct slice v, const char *room)
{
	struct sip_plain p;

	return sip_plain_address(v, room, &p) && p.uri.len >= URI_MIN_LEN;
}

/* `1 INVITE': one space. */
static bool sure_cseq(const struct sip_index *m, struct slice v)
{
	size_t digits = slice_find(v, ' ');

	return m->has_cseq && digits && digits <= 10 &&
		m->cseq_method.len + digits + 1 == v.len;
}

/* A body in parts is read, too. */
static bool sure_type(struct slice v)
{
	return plain_halves(v, '/') && slice_find(v, '/') < v.len &&
		!slice_starts_nocase(v, SLICE("multipart"));
}

enum {
	ONCE_FROM = 1, ONCE_TO = 2, ONCE_CALL_ID = 4, ONCE_CSEQ = 8,
	ONCE_LENGTH = 16, ONCE_TYPE = 32, ONCE_VIA = 64
};

static bool first(unsigned *seen, unsigned bit)
{
	bool had = *seen & bit;

	*seen |= bit;
	return !had;
}

static bool sure_header(const struct sip_index *m, const struct sip_header *h,
			unsigned *seen)
{
	struct slice v = sip_index_slice(m, h->value);
	const char *room = m->raw.p + m->raw.len;
	struct sip_plain plain;

	switch (h->id) {
	case HEADER_VIA:
		return (first(seen, ONCE_VIA) && m->plain & SIP_PLAIN_VIA) ||
			sip_plain_via(v, room, &plain);
	case HEADER_CONTACT:
		return sure_address(v, room);
	case HEADER_FROM:
		return first(seen, ONCE_FROM) && m->plain & SIP_PLAIN_FROM &&
			m->from_uri.len >= URI_MIN_LEN;
	case HEADER_TO:
		return first(seen, ONCE_TO) && m->plain & SIP_PLAIN_TO &&
			m->to_uri.len >= URI_MIN_LEN;
	case HEADER_CALL_ID:
		return first(seen, ONCE_CALL_ID) && plain_halves(v, '@');
	case HEADER_CSEQ:
		return first(seen, ONCE_CSEQ) && sure_cseq(m, v);
	case HEADER_CONTENT_LENGTH:
		return first(seen, ONCE_LENGTH) && m->has_length;
	case HEADER_CONTENT_TYPE:
		return first(seen, ONCE_TYPE) && sure_type(v);
	default: /* kept as text, or dropped quietly where that fails */
		return true;
	}
}

bool sip_osip_sure(const struct sip_index *m)
{
	unsigned seen = 0;

	if (m->odd || m->trailing || too_long(m) || !start_line_fit(m))
		return false;
	if (!m->is_response &&
	    (m->uri.len < 8 || !(m->plain & SIP_PLAIN_URI)))
		return false;
	for (unsigned i = 0; i < m->n_headers; i++) {
		if (m->headers[i].folded ||
		    !sure_header(m, &m->headers[i], &seen))
			return false;
	}
	return true;
}

void sip_osip_verdict(struct sip_osip *o, const struct sip_index *m,
		      struct sip_osip_verdict *out)
{
	osip_message_t *sip = NULL;

	*out = (struct sip_osip_verdict){ 0 };
	if (too_long(m)) {
		out->too_complex = true;
		return;
	}
	if (!start_line_fit(m)) {
		out->rc = OSIP_SYNTAXERROR;
		out->not_asked = true;
		out->refused = arena_strndup(&o->arena,
					     sip_index_slice(m, m->start_line));
		return;
	}
	current = o;
	o->arena.overflow = false;
	o->arena.budget = o->arena.used + m->raw.len + BUDGET;
	strbuf_reset(&o->refused);
	o->listening = true;
	out->rc = osip_message_init(&sip);
	if (!out->rc)
		out->rc = osip_message_parse(sip, m->raw.p, m->raw.len);
	o->listening = false;
	if (o->arena.overflow)
		*out = (struct sip_osip_verdict){ .too_complex = true };
	else if (o->refused.len)
		out->refused = arena_strndup(&o->arena,
					     strbuf_view(&o->refused));
}
