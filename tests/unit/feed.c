/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed.h"

#include "base/mem.h"
#include "data/catalog_fill.h"
#include "diagnose/report.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

/* Of feed.cut: not a number of pieces. */
enum { SNAP = 99 };

#define START (INT64_C(1800000000) * CLOCK_S)

static int64_t at_time(double at)
{
	return START + (int64_t)(at * 1e6 + (at < 0 ? -0.5 : 0.5)) * CLOCK_US;
}

static char *filled(const char *const *templates, const struct finding *f)
{
	struct strbuf b = { 0 };
	char *s;

	catalog_fill_first(&b, templates, finding_fill, (void *)f);
	s = mem_strndup(strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

/* `On NAME (ADDRESS, CERTAINTY): ADVICE', `WORDS: MEANING HINT'. */
static void advice_of(struct strbuf *b, const struct finding *f)
{
	if (f->stack.stack) {
		strbuf_adds(b, "On ");
		strbuf_adds(b, f->stack.stack->name);
		strbuf_adds(b, " (");
		addr_format(b, &f->stack.at);
		strbuf_adds(b, ", ");
		strbuf_adds(b, catalog_certainty_name(f->stack.certainty));
		strbuf_adds(b, "): ");
		if (f->stack.text)
			catalog_fill(b, f->stack.text, finding_fill, (void *)f);
		strbuf_addc(b, '\n');
	}
	if (f->phrase.row) {
		strbuf_slice(b, f->phrase.text);
		strbuf_adds(b, ": ");
		strbuf_adds(b, f->phrase.row->meaning);
		strbuf_addc(b, ' ');
		strbuf_adds(b, f->phrase.row->hint);
		strbuf_addc(b, '\n');
	}
}

static void site_of(struct strbuf *b, const struct finding *f)
{
	for (size_t i = 0; i < f->n_site; i++) {
		strbuf_adds(b, "here: ");
		catalog_fill(b, f->site[i], finding_fill, (void *)f);
		strbuf_addc(b, '\n');
	}
}

static char *remedies_of(const struct finding *f)
{
	struct strbuf b = { 0 };
	char *s;

	for (const char *const *r = f->text->remedies; *r; r++) {
		if (catalog_fill_try(&b, *r, finding_fill, (void *)f))
			strbuf_addc(&b, '\n');
	}
	advice_of(&b, f);
	site_of(&b, f);
	s = mem_strndup(strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

static void cause_of(struct feed_found *x, const struct finding *f)
{
	char room[64], name[40];
	struct strbuf at = strbuf_in(room, sizeof(room));

	if (f->cause.id == FINDING_NONE)
		return;
	addr_format(&at, &f->cause.server);
	snprintf(x->cause, sizeof(x->cause), "%s %llu %s",
		 finding_cause_name(&f->cause, name, sizeof(name)),
		 (unsigned long long)f->cause.frame, strbuf_str(&at));
	strbuf_fini(&at);
}

static char *marks_of(const struct finding *f)
{
	struct strbuf b = { 0 };
	char *s;

	for (size_t i = 0; i < f->n_evidence; i++) {
		const struct evidence *e = &f->evidence[i];

		strbuf_slice(&b, e->text);
		strbuf_adds(&b, " | ");
		strbuf_add(&b, e->text.p ? e->text.p + e->span : NULL,
			   e->span_end - e->span);
		strbuf_adds(&b, " | ");
		if (e->mark)
			catalog_fill(&b, e->mark, finding_fill, (void *)f);
		strbuf_addc(&b, '\n');
	}
	s = mem_strndup(strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

static void on_finding(const struct finding *f, void *arg)
{
	struct feed *feed = arg;
	struct feed_found *x = &feed->found[feed->n];
	uint64_t occurrence;
	char name[40];

	/* No 503 of the cases says when to try again, and few are about that. */
	if (f->id == FINDING_503_NO_RETRY_AFTER && !feed->retry_after)
		return;
	occurrence = ranking_add(&feed->ranking, f);
	if (feed->n == FEED_FOUND_MAX)
		return;
	feed->n++;
	x->unfinished = f->unfinished && !f->unfinished->valued;
	finding_finish(f);
	snprintf(x->name, sizeof(x->name), "%s",
		 finding_name(f, name, sizeof(name)));
	x->severity = f->severity;
	x->certainty = f->certainty;
	x->serial = f->transaction ? f->transaction->serial : 0;
	x->occurrence = occurrence;
	x->at = (double)(f->time - START) / 1e9;
	x->title = filled(f->text->titles, f);
	x->explain = filled(f->text->explains, f);
	x->remedies = remedies_of(f);
	x->marks = marks_of(f);
	x->group = mem_strndup(f->group);
	cause_of(x, f);
}

static void on_notice(const struct store_notice *n, void *arg)
{
	struct feed *feed = arg;

	engine_notice(feed->engine, n);
}

void feed_init(struct feed *f)
{
	struct store_options o = { 0 };

	memset(f, 0, sizeof(*f));
	ranking_init(&f->ranking);
	f->engine = engine_new(on_finding, f);
	f->store = store_new(&o, on_notice, f);
	if (!f->engine || !f->store)
		abort();
}

void feed_fini(struct feed *f)
{
	for (unsigned i = 0; i < f->n; i++) {
		free(f->found[i].title);
		free(f->found[i].explain);
		free(f->found[i].remedies);
		free(f->found[i].marks);
		free(f->found[i].group);
	}
	engine_free(f->engine);
	store_free(f->store);
	ranking_fini(&f->ranking);
}

static struct addr addr_of(const char *s)
{
	const char *colon = strrchr(s, ':');
	struct addr a;

	if (addr_parse_ip(&a, slice_of(s, (size_t)(colon - s))))
		abort();
	a.port = (uint16_t)atoi(colon + 1);
	return a;
}

/* Text to wire: CRLF, and Content-Length when there is none. */
static char *wire(const char *text, size_t *len)
{
	const char *blank = strstr(text, "\n\n");
	size_t head = blank ? (size_t)(blank - text) + 1 : strlen(text);
	struct strbuf b = { 0 }, body = { 0 };
	char *p;

	for (const char *c = blank ? blank + 2 : ""; *c; c++) {
		if (*c == '\n')
			strbuf_addc(&body, '\r');
		strbuf_addc(&body, *c);
	}
	for (size_t i = 0; i < head; i++) {
		if (text[i] == '\n')
			strbuf_addc(&b, '\r');
		strbuf_addc(&b, text[i]);
	}
	if (head && text[head - 1] != '\n')
		strbuf_adds(&b, "\r\n");
	if (!strstr(text, "Content-Length:"))
		strbuf_fmt(&b, "Content-Length: %zu\r\n", body.len);
	strbuf_adds(&b, "\r\n");
	strbuf_slice(&b, strbuf_view(&body));
	*len = b.len;
	p = malloc(b.len); /* to size, so that an over-read is seen */
	if (!p)
		abort();
	memcpy(p, b.p, b.len);
	strbuf_fini(&b);
	strbuf_fini(&body);
	return p;
}

void feed_at(struct feed *f, double at, const char *a, const char *b,
	     const char *text)
{
	static struct sip_index_room room;
	struct sip_index sip;
	struct frame frame = { .number = ++f->frame, .time = at_time(at) };
	struct packet p = { .frame = &frame, .src = addr_of(a),
			    .dst = addr_of(b),
			    .fragments = f->pieces ? f->pieces : 1,
			    .transport = f->transport, .retold = f->retold };
	struct message *m;
	size_t len;
	char *bytes = wire(text, &len);

	f->now = at;
	p.payload = frame.bytes = slice_of(bytes, len);
	if (f->cut) {
		p.fragments = f->cut == SNAP ? 1 : f->cut;
		p.truncated = true;
		p.incomplete = f->cut != SNAP;
		p.payload.len -= 2;
	}
	sip_index_read(&sip, &room, p.payload, true);
	sip.cut = p.truncated;
	m = message_new(&p, &sip);
	free(bytes);
	if (!m)
		abort();
	store_message(f->store, m);
	message_unref(m);
}

void feed_fmt(struct feed *f, double at, const char *a, const char *b,
	      const char *fmt, ...)
{
	struct strbuf t = { 0 };
	va_list ap;

	va_start(ap, fmt);
	strbuf_vfmt(&t, fmt, ap);
	va_end(ap);
	feed_at(f, at, a, b, strbuf_str(&t));
	strbuf_fini(&t);
}

void feed_seen(struct feed *f, const char *a, const char *b)
{
	struct addr x = addr_of(a), y = addr_of(b);

	store_seen(f->store, &x, &y);
}

void feed_icmp(struct feed *f, double at, const char *from, const char *a,
	       const char *b, unsigned type_code, const char *quoted)
{
	struct frame frame = { .number = ++f->frame, .time = at_time(at) };
	struct icmp_error e = {
		.frame = &frame, .family = 4, .to = addr_of(a),
		.type = (uint8_t)(type_code / 100),
		.code = (uint8_t)(type_code % 100),
		.quoted = { .frame = &frame, .src = addr_of(a),
			    .dst = addr_of(b), .truncated = true },
	};
	size_t len;
	char *bytes = wire(quoted, &len);

	e.to.port = 0;
	if (addr_parse_ip(&e.from, slice_cstr(from)))
		abort();
	e.family = e.from.family;
	e.quoted.payload = slice_of(bytes, len);
	store_icmp(f->store, &e);
	free(bytes);
}

void feed_clock(struct feed *f, double at)
{
	store_clock(f->store, at_time(at));
}

void feed_end(struct feed *f)
{
	store_end(f->store);
}

const char *feed_names(const struct feed *f, char *buf, size_t size)
{
	size_t at = 0;

	snprintf(buf, size, "-");
	for (unsigned i = 0; i < f->n && at < size; i++)
		at += (size_t)snprintf(buf + at, size - at, "%s%s",
				       i ? " " : "", f->found[i].name);
	return buf;
}

const struct feed_found *feed_last(const struct feed *f, const char *name)
{
	for (unsigned i = f->n; i; i--) {
		if (!strcmp(f->found[i - 1].name, name))
			return &f->found[i - 1];
	}
	return NULL;
}

unsigned feed_count(const struct feed *f, const char *name)
{
	unsigned n = 0;

	for (unsigned i = 0; i < f->n; i++)
		n += !strcmp(f->found[i].name, name);
	return n;
}

#define A "10.0.0.1:5060"
#define B "10.0.0.2:5060"

struct parsed {
	int call;
	bool from_b;   /* the packet goes from B to A */
	unsigned status;
	char method[16];
	bool in_dialog;
	unsigned cseq;
	const char *phrase;
	bool bare;     /* nothing is added to it */
};

static struct parsed parse(const char *what)
{
	struct parsed p = { .call = 1 };
	char word[16];
	int n = 0;

	if (!strncmp(what, "bare ", 5)) {
		p.bare = true;
		what += 5;
	}
	if (*what >= '0' && *what <= '9')
		p.call = *what++ - '0';
	p.from_b = *what++ == '<';
	if (sscanf(what, " %3u%n", &p.status, &n) == 1)
		what += n;
	if (sscanf(what, " %15s %u%n", word, &p.cseq, &n) != 2)
		abort();
	p.in_dialog = word[strlen(word) - 1] == '+';
	snprintf(p.method, sizeof(p.method), "%.*s",
		 (int)strlen(word) - p.in_dialog, word);
	p.phrase = what[n] ? what + n + 1 : NULL;
	return p;
}

/* What every healthy message has, unless the step says it itself. */
static void usual(struct strbuf *b, const struct parsed *p, bool b_asks,
		  const char *extra)
{
	bool dialog = !strcmp(p->method, "INVITE") ||
		!strcmp(p->method, "SUBSCRIBE") || !strcmp(p->method, "REFER");

	if (p->bare)
		return;
	if (!p->status && (!extra || !strstr(extra, "Max-Forwards:")))
		strbuf_adds(b, "Max-Forwards: 70\n");
	if (!dialog || p->status / 100 > 2 ||
	    (extra && strstr(extra, "Contact:")))
		return;
	strbuf_fmt(b, "Contact: <sip:10.0.0.%d>\n",
		   b_asks != (p->status != 0) ? 2 : 1);
}

/* The message that a step stands for. */
static void compose(struct strbuf *b, const struct parsed *p, const char *extra,
		    enum transport transport)
{
	bool reg = !strcmp(p->method, "REGISTER");
	/* The request came from B: A's answers say so too. */
	bool b_asks = p->from_b != (p->status != 0);
	bool tag = p->in_dialog || p->status > 100;
	const struct status_text *s = catalog_status(p->status);
	const char *phrase = p->phrase ? p->phrase : s ? s->name : "Odd";
	const char *a = "<sip:alice@x>;tag=1", *bob = "<sip:bob@x>;tag=2";

	if (p->status)
		strbuf_fmt(b, "SIP/2.0 %u %s\n", p->status, phrase);
	else
		strbuf_fmt(b, "%s sip:%s SIP/2.0\n", p->method, reg ? "x" :
			   b_asks ? "alice@10.0.0.1" : "bob@x");
	strbuf_fmt(b, "Via: SIP/2.0/%s 10.0.0.%d:5060;branch=z9hG4bK%d%s%u\n",
		   transport == TRANSPORT_TCP ? "TCP" : "UDP",
		   b_asks ? 2 : 1, p->call,
		   !strcmp(p->method, "ACK") && p->in_dialog ? "a" : "-",
		   p->cseq);
	strbuf_fmt(b, "From: %s\n", b_asks ? bob : a);
	if (reg)
		strbuf_fmt(b, "To: <sip:alice@x>%s\n", tag ? ";tag=9" : "");
	else if (b_asks)
		strbuf_fmt(b, "To: <sip:alice@x>%s\n", tag ? ";tag=1" : "");
	else
		strbuf_fmt(b, "To: <sip:bob@x>%s\n", tag ? ";tag=2" : "");
	strbuf_fmt(b, "Call-ID: call%d@x\nCSeq: %u %s\n", p->call, p->cseq,
		   p->method);
	usual(b, p, b_asks, extra);
	strbuf_adds(b, extra ? extra : "");
}

/* `A>B ...' or `icmp 303 A>B ...'. */
static bool names_ends(const char *what)
{
	unsigned code;
	int n = 0;

	if (sscanf(what, "icmp %u %n", &code, &n) == 1)
		what += n;
	return isalnum((unsigned char)*what) && what[1] == '>' &&
		what[2] != ' ';
}

void feed_step(struct feed *f, const struct feed_step *s)
{
	struct strbuf b = { 0 };
	struct parsed p;
	unsigned code = 0;
	int n = 0;

	if (names_ends(s->what)) {
		feed_clock(f, s->at);
		feed_hop(f, s);
		return;
	}
	if (!strcmp(s->what, "end")) {
		feed_end(f);
		return;
	}
	feed_clock(f, s->at);
	if (!strcmp(s->what, "seen"))
		feed_seen(f, B, A);
	if (!strcmp(s->what, "tcp"))
		f->transport = TRANSPORT_TCP;
	if (!strcmp(s->what, "gap"))
		engine_gap(f->engine);
	if (!strcmp(s->what, "clock") || !strcmp(s->what, "seen") ||
	    !strcmp(s->what, "tcp") || !strcmp(s->what, "gap"))
		return;
	if (!strncmp(s->what, "snap ", 5)) {
		f->cut = SNAP;
		n = 4;
	}
	sscanf(s->what, "icmp %u%n", &code, &n);
	if (!n)
		sscanf(s->what, "cut %u%n", &f->cut, &n);
	p = parse(s->what + (n ? n + 1 : 0));
	compose(&b, &p, s->extra, f->transport);
	if (code)
		feed_icmp(f, s->at, "10.0.0.2", p.from_b ? B : A,
			  p.from_b ? A : B, code, strbuf_str(&b));
	else
		feed_at(f, s->at, p.from_b ? B : A, p.from_b ? A : B,
			strbuf_str(&b));
	f->cut = 0;
	strbuf_fini(&b);
}

void feed_steps(struct feed *f, const struct feed_step *s)
{
	for (; s->what; s++)
		feed_step(f, s);
	feed_end(f);
}
