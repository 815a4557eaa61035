/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/site_read.h"

#include "base/utf8.h"

#include <errno.h>

/* The file as it is read. */
struct reader {
	struct site *site;
	site_mistake_fn *fn;
	void *arg;
	int mistakes;
	unsigned line;        /* that is read */
	unsigned begun;       /* where the stanza began; 0: none is open */
	bool spoiled;         /* there was a mistake in it */
	bool failed;          /* a field that is over found no memory */
	unsigned field_line;
	struct strbuf field;  /* name, then the value, unfolded */
	size_t name_len;
	struct site_stanza now;
	struct site_only **only;
	struct site_remedy **remedy;
	size_t remedies;
};

static bool no_memory(const struct reader *r)
{
	return r->failed || r->field.failed || r->site->arena.overflow;
}

/* What is wrong: words, what was written, words.  What looks wrong for lack of
 * memory is not. */
static void mistake(struct reader *r, unsigned line, const char *before,
		    struct slice about, const char *after)
{
	struct strbuf b = { 0 };

	r->spoiled = true;
	if (no_memory(r))
		return;
	strbuf_adds(&b, before);
	utf8_show(&b, slice_head(about, 200));
	strbuf_adds(&b, after);
	r->fn(line, strbuf_str(&b), r->arg);
	r->mistakes++;
	strbuf_fini(&b);
}

static struct slice keep(struct reader *r, struct slice s)
{
	char *p = arena_strndup(&r->site->arena, s);

	return slice_of(p, p ? s.len : 0);
}

/* --- templates --- */

/* Values that every finding has (data/README). */
static bool is_common(struct slice name)
{
	static const char *const common[] = {
		"status", "reason", "method", "uri", "user", "client",
		"server", "from", "to", "call_id", "server_name",
		"client_name", "count", NULL };

	for (const char *const *c = common; *c; c++)
		if (slice_eq(slice_cstr(*c), name))
			return true;
	return false;
}

/* The next placeholder of a template, `@@' left out; *rest moves behind it.
 * False at the end; *broken: an @ stands alone. */
static bool next_name(struct slice *rest, struct slice *name, bool *broken)
{
	size_t at;

	*broken = false;
	while ((at = slice_find(*rest, '@')) < rest->len) {
		*rest = slice_from(*rest, at + 1);
		at = slice_find(*rest, '@');
		*broken = at == rest->len;
		*name = slice_head(*rest, at);
		*rest = slice_from(*rest, at + 1);
		if (name->len && (name->p[0] == '?' || name->p[0] == '!'))
			*name = slice_from(*name, 1);
		else if (!name->len)
			continue;
		return true;
	}
	return false;
}

static bool in_template(const char *template, struct slice name)
{
	struct slice rest = slice_cstr(template), n;
	bool broken;

	while (next_name(&rest, &n, &broken))
		if (slice_eq(n, name))
			return true;
	return false;
}

static bool in_finding(const struct finding_text *f, struct slice name)
{
	const char *const *lists[] = { f->titles, f->explains, f->remedies };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (const char *const *t = lists[i]; *t; t++)
			if (in_template(*t, name))
				return true;
	return false;
}

/* Does anything set this value where the stanza applies? */
static bool is_value(const struct site_stanza *z, struct slice name)
{
	size_t n;
	const struct status_text *all = catalog_status_all(&n);

	if (is_common(name))
		return true;
	if (z->kind == SITE_FINDING)
		return in_finding(catalog_finding(z->id), name);
	for (size_t i = 0; i < n; i++)
		if (in_finding(&all[i].finding, name))
			return true;
	return false;
}

static bool check_template(struct reader *r, struct slice text)
{
	struct slice rest = text, name;
	bool broken;

	while (next_name(&rest, &name, &broken)) {
		if (broken) {
			mistake(r, r->field_line, "an @ stands alone in `",
				text, "'; write @@ for the letter");
			return false;
		}
		if (!is_value(&r->now, name)) {
			mistake(r, r->field_line, "nothing sets the value "
				"@", name, "@ here");
			return false;
		}
	}
	return true;
}

/* --- fields --- */

static void remedy(struct reader *r, struct slice value)
{
	struct site_remedy *m;

	if (!check_template(r, value))
		return;
	m = arena_alloc(&r->site->arena, sizeof(*m));
	if (!m)
		return;
	*m = (struct site_remedy){ NULL, keep(r, value).p };
	if (!m->text)
		return;
	*r->remedy = m;
	r->remedy = &m->next;
	r->remedies++;
}

/* `192.0.2.0/24', `192.0.2.1:5060', `2001:db8::/32', `[2001:db8::1]:5060'. */
static bool read_network(struct site_only *o, struct slice s)
{
	size_t slash = slice_find(s, '/'), colon;
	struct slice ip = slice_head(s, slash);
	uint64_t n;

	if (ip.len && ip.p[0] == '[') {
		colon = slice_find(ip, ']');
		if (colon == ip.len)
			return false;
		s = slice_from(ip, colon + 1);
		ip = slice_head(slice_from(ip, 1), colon - 1);
	} else {
		colon = slice_find(ip, ':');
		s = slice_from(ip, colon);
		/* More than one: IPv6 without a port. */
		if (slice_find(slice_from(s, 1), ':') < s.len - !!s.len)
			s.len = 0;
		else
			ip = slice_head(ip, colon);
	}
	if (addr_parse_ip(&o->network, ip))
		return false;
	o->network.port = 0;
	o->bits = o->network.family == 4 ? 32 : 128;
	if (!s.len)
		return true;
	if (slice_to_uint(slice_from(s, 1), 65535, &n) || !n)
		return false;
	o->network.port = (uint16_t)n;
	return true;
}

static bool network(struct site_only *o, struct slice s)
{
	size_t slash = slice_find(s, '/');
	uint64_t n;

	if (!read_network(o, s))
		return false;
	if (slash == s.len)
		return true;
	if (slice_to_uint(slice_from(s, slash + 1), o->bits, &n))
		return false;
	o->bits = (unsigned)n;
	return true;
}

static void only(struct reader *r, struct slice value)
{
	static const struct {
		const char *word;
		enum site_what what;
	} words[] = {
		{ "server ", SITE_SERVER }, { "client ", SITE_CLIENT },
		{ "address ", SITE_EITHER } };
	struct site_only o = { .what = SITE_HEADER, .text = keep(r, value) },
			 *p;
	struct slice rest = o.text;
	size_t colon = slice_find(o.text, ':');

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct slice w = slice_cstr(words[i].word);

		if (!slice_starts_nocase(o.text, w))
			continue;
		o.what = words[i].what;
		rest = slice_trim(slice_from(o.text, w.len));
	}
	if (o.what != SITE_HEADER && !network(&o, rest)) {
		mistake(r, r->field_line, "`", rest,
			"' is no address or network");
		return;
	}
	if (o.what == SITE_HEADER) {
		o.name = slice_trim(slice_head(o.text, colon));
		o.pattern = slice_trim(slice_from(o.text, colon + 1));
		o.header = catalog_header_find(o.name);
		if (colon == o.text.len || !o.name.len || !o.pattern.len ||
		    slice_find(o.name, ' ') < o.name.len) {
			mistake(r, r->field_line, "want `Only: server ADDRESS', "
				"`client ADDRESS', `address ADDRESS' or "
				"`HEADER: PATTERN', not `", value, "'");
			return;
		}
	}
	p = arena_alloc(&r->site->arena, sizeof(*p));
	if (!p)
		return;
	*p = o;
	*r->only = p;
	r->only = &p->next;
}

/* --- the first field --- */

static bool read_codes(struct site_stanza *z, struct slice s)
{
	uint64_t n;

	z->kind = SITE_STATUS;
	if (s.len != 3 || s.p[0] < '1' || s.p[0] > '6')
		return false;
	if (slice_eq_nocase(slice_from(s, 1), SLICE("xx"))) {
		z->low = (unsigned)(s.p[0] - '0') * 100;
		z->high = z->low + 99;
		return true;
	}
	if (slice_to_uint(s, 699, &n))
		return false;
	z->low = z->high = (unsigned)n;
	return true;
}

static enum finding_id finding_of(struct slice name)
{
	size_t n;
	const struct finding_text *all = catalog_finding_all(&n);

	for (size_t i = 0; i < n; i++)
		if (slice_eq(slice_cstr(all[i].name), name))
			return (enum finding_id)(i + 1);
	return FINDING_NONE;
}

static void begin(struct reader *r, struct slice key, struct slice value)
{
	struct slice status = SLICE("status-");
	struct site_stanza *z = &r->now;

	*z = (struct site_stanza){ .kind = SITE_FINDING };
	r->only = &z->only;
	r->remedy = &z->remedies;
	r->remedies = 0;
	r->begun = r->field_line;
	r->spoiled = false;
	if (slice_eq(key, SLICE("Finding")) &&
	    slice_starts_nocase(value, status)) {
		key = SLICE("Status");
		value = slice_from(value, status.len);
	}
	if (slice_eq(key, SLICE("Finding"))) {
		z->id = finding_of(value);
		if (z->id == FINDING_NONE)
			mistake(r, r->begun, "no finding is called `", value,
				"' (sipexplain --list findings)");
	} else if (slice_eq(key, SLICE("Status"))) {
		if (!read_codes(z, value))
			mistake(r, r->begun, "`", value,
				"' is no status: want 603 or 6xx");
	} else if (slice_eq(key, SLICE("Phrase"))) {
		z->kind = SITE_PHRASE;
		z->phrase = keep(r, value);
	} else {
		mistake(r, r->begun, "a stanza begins with Status, Finding or "
			"Phrase, not with `", key, "'");
	}
}

static void end_field(struct reader *r)
{
	struct slice key = slice_head(strbuf_view(&r->field), r->name_len);
	struct slice value = slice_trim(slice_from(strbuf_view(&r->field),
						   r->name_len));

	if (!r->name_len)
		return;
	r->name_len = 0;
	if (!value.len)
		mistake(r, r->field_line, "the field `", key, "' is empty");
	else if (!r->begun)
		begin(r, key, value);
	else if (slice_eq(key, SLICE("Remedy")))
		remedy(r, value);
	else if (slice_eq(key, SLICE("Only")))
		only(r, value);
	else
		mistake(r, r->field_line, "a site's stanza has no field `",
			key, "': want Only or Remedy");
}

static void end_stanza(struct reader *r)
{
	struct site *s = r->site;
	struct site_stanza *z;

	end_field(r);
	if (!r->begun)
		return;
	if (!r->remedies && !r->spoiled)
		mistake(r, r->begun, "a stanza without Remedy",
			slice_of(NULL, 0), "");
	r->begun = 0;
	if (r->spoiled)
		return;
	z = arena_alloc(&s->arena, sizeof(*z));
	if (!z)
		return;
	*z = r->now;
	if (!s->end)
		s->end = &s->first;
	*s->end = z;
	s->end = &z->next;
	s->stanzas++;
	s->remedies += r->remedies;
}

/* --- lines --- */

static bool is_text(struct slice s)
{
	uint32_t cp;
	size_t n;

	for (; s.len; s = slice_from(s, n)) {
		n = utf8_next(s, &cp);
		if (cp == 0xfffd || (cp < ' ' && cp != '\t') || cp == 0x7f)
			return false;
	}
	return true;
}

static void read_line(struct reader *r, struct slice line)
{
	size_t colon = slice_find(line, ':');
	bool goes_on = line.len && (line.p[0] == ' ' || line.p[0] == '\t');

	if (line.len && line.p[line.len - 1] == '\r')
		line.len--;
	if (!is_text(line)) {
		end_field(r);
		mistake(r, r->line, "not UTF-8 text: `", line, "'");
	} else if (line.len && line.p[0] == '#') {
		return;
	} else if (!slice_trim(line).len) {
		end_stanza(r);
	} else if (goes_on && r->name_len) {
		strbuf_addc(&r->field, ' ');
		strbuf_slice(&r->field, slice_trim(line));
	} else if (goes_on || colon == line.len || !colon) {
		end_field(r);
		mistake(r, r->line, "want `Key: value', not `", line, "'");
	} else {
		end_field(r);
		r->failed = r->failed || r->field.failed;
		strbuf_reset(&r->field);
		strbuf_slice(&r->field, line);
		r->field_line = r->line;
		r->name_len = colon;
		/* The colon is no part of name or value. */
		if (r->field.len > colon)
			r->field.p[colon] = ' ';
	}
}

int site_read(struct site *s, struct slice text, site_mistake_fn *fn,
	      void *arg)
{
	struct reader r = { .site = s, .fn = fn, .arg = arg };
	bool failed;

	while (text.len) {
		size_t n = slice_find(text, '\n');

		r.line++;
		read_line(&r, slice_head(text, n));
		text = slice_from(text, n + 1);
	}
	end_stanza(&r);
	failed = no_memory(&r);
	strbuf_fini(&r.field);
	return failed ? -ENOMEM : r.mistakes;
}
