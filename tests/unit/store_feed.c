/* SPDX-License-Identifier: BSD-2-Clause */
#include "store_feed.h"

#include <stdio.h>
#include <stdlib.h>

struct words {
	char buf[8192];
	char *end;    /* of the words: where the headers begin, or "" */
	const char *word[24];
	unsigned n;
};

static void split(struct words *w, const char *line, size_t len)
{
	char *save = NULL, *bar;

	if (len >= sizeof(w->buf))
		abort();
	memcpy(w->buf, line, len);
	w->buf[len] = '\0';
	w->n = 0;
	bar = strchr(w->buf, '|');
	w->end = bar ? bar + 1 : w->buf + len;
	if (bar)
		*bar = '\0';
	for (char *p = strtok_r(w->buf, " \t", &save); p;
	     p = strtok_r(NULL, " \t", &save)) {
		if (w->n == 24)
			abort();
		w->word[w->n++] = p;
	}
}

static const char *key(const struct words *w, const char *name,
		       const char *otherwise)
{
	size_t len = strlen(name);

	for (unsigned i = 0; i < w->n; i++) {
		if (!strncmp(w->word[i], name, len) && w->word[i][len] == '=')
			return w->word[i] + len + 1;
	}
	return otherwise;
}

static struct addr end_addr(char c)
{
	static const struct { char c; unsigned char ip[4]; uint16_t port; }
	ends[] = {
		{ 'A', { 10, 0, 0, 1 }, 5060 }, { 'B', { 10, 0, 0, 2 }, 5060 },
		{ 'C', { 10, 0, 0, 3 }, 5060 }, { 'P', { 10, 0, 0, 9 }, 5060 },
		{ 'a', { 10, 0, 0, 1 }, 40000 }, { 'b', { 10, 0, 0, 2 }, 40000 },
		{ 'c', { 10, 0, 0, 3 }, 40000 }, { 'p', { 10, 0, 0, 9 }, 40000 },
		{ 'X', { 127, 0, 0, 1 }, 5061 }, { 'Y', { 127, 0, 0, 1 }, 5062 },
		{ 'Z', { 127, 0, 0, 1 }, 5063 },
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (ends[i].c == c)
			return addr_make(ends[i].ip, 4, ends[i].port);
	}
	abort();
}

static bool is_number(const char *s)
{
	return s[0] >= '0' && s[0] <= '9';
}

static void add_via(struct strbuf *b, const struct words *w)
{
	const char *branch = key(w, "b", "1"), *raw = key(w, "B", NULL);

	strbuf_fmt(b, "Via: SIP/2.0/UDP %s", key(w, "s", "10.0.0.1:5060"));
	if (raw)
		strbuf_fmt(b, ";branch=%s", raw);
	else if (strcmp(branch, "-"))
		strbuf_fmt(b, ";branch=z9hG4bK%s", branch);
	strbuf_adds(b, "\r\n");
}

static void add_name(struct strbuf *b, const char *header, const char *user,
		     const char *tag)
{
	strbuf_fmt(b, "%s: <sip:%s@example.com>", header, user);
	if (tag)
		strbuf_fmt(b, ";tag=%s", tag);
	strbuf_adds(b, "\r\n");
}

static void add_extra(struct strbuf *b, const char *extra)
{
	for (const char *p = extra; *p;) {
		size_t len = strcspn(p, "~");
		struct slice line = slice_trim(slice_of(p, len));

		if (line.len) {
			strbuf_slice(b, line);
			strbuf_adds(b, "\r\n");
		}
		p += len + (p[len] != '\0');
	}
}

/* The words from `at' on as a message. */
static void compose(struct strbuf *b, const struct words *w, unsigned at)
{
	const char *what = w->word[at], *no = key(w, "no", "");
	const char *method = is_number(what) ? w->word[at + 1] : what;
	bool last = !strcmp(key(w, "via", ""), "last");

	if (is_number(what))
		strbuf_fmt(b, "SIP/2.0 %s Reason\r\n", what);
	else
		strbuf_fmt(b, "%s sip:%s@example.com SIP/2.0\r\n", what,
			   key(w, "u", "bob"));
	if (!strchr(no, 'V') && !last)
		add_via(b, w);
	if (!strchr(no, 'F'))
		add_name(b, "From", key(w, "user", "alice"), key(w, "f", "f"));
	if (!strchr(no, 'T'))
		add_name(b, "To", key(w, "to", "bob"), key(w, "t", NULL));
	if (!strchr(no, 'I'))
		strbuf_fmt(b, "Call-ID: %s\r\n", key(w, "c", "call"));
	if (!strchr(no, 'C'))
		strbuf_fmt(b, "CSeq: %s %s\r\n", key(w, "n", "1"), method);
	if (last)
		add_via(b, w);
	add_extra(b, w->end);
	strbuf_adds(b, "Content-Length: 0\r\n\r\n");
}

static struct message *make(struct store_feed *f, const struct words *w,
			    int64_t time)
{
	static struct sip_index_room room;
	struct frame frame = { .number = ++f->frame, .time = time };
	struct packet p = { .frame = &frame, .fragments = 1,
			    .src = end_addr(w->word[1][0]),
			    .dst = end_addr(w->word[1][2]) };
	struct strbuf b = { 0 };
	struct sip_index sip;
	struct message *m;
	char *bytes;

	if (key(w, "tcp", NULL))
		p.transport = TRANSPORT_TCP;
	compose(&b, w, 2);
	bytes = malloc(b.len); /* to size: an over-read is seen */
	if (!bytes)
		abort();
	memcpy(bytes, b.p, b.len);
	p.payload = frame.bytes = slice_of(bytes, b.len);
	sip_index_read(&sip, &room, p.payload, true);
	m = message_new(&p, &sip);
	free(bytes);
	strbuf_fini(&b);
	return m;
}

static void send_icmp(struct store_feed *f, const struct words *w, int64_t time)
{
	struct frame frame = { .number = ++f->frame, .time = time };
	struct icmp_error e = {
		.frame = &frame, .family = 4, .type = 3, .code = 3,
		.from = end_addr(w->word[1][2]), .to = end_addr(w->word[1][0]),
		.quoted = { .frame = &frame, .src = end_addr(w->word[1][0]),
			    .dst = end_addr(w->word[1][2]) },
	};
	struct strbuf b = { 0 };
	size_t cut = (size_t)atoi(w->word[3]);
	char *bytes;

	compose(&b, w, 4);
	if (!cut || cut > b.len)
		cut = b.len;
	e.quoted.truncated = cut < b.len;
	bytes = malloc(cut);
	if (!bytes)
		abort();
	memcpy(bytes, b.p, cut);
	e.quoted.payload = slice_of(bytes, cut);
	store_icmp(f->store, &e);
	free(bytes);
	strbuf_fini(&b);
}

static void look_ahead(struct store_feed *f, struct message *m)
{
	message_hash(m, store_seed(f->store));
	for (unsigned step = 0; step < STORE_FETCH_STEPS; step++)
		store_fetch(f->store, m, step);
}

static void one(struct store_feed *f, const struct words *w)
{
	int64_t time = STORE_FEED_START +
		(int64_t)(atof(w->word[0]) * 1e6 + 0.5) * CLOCK_US;
	struct message *m;

	if (!strcmp(w->word[1], "clock")) {
		store_clock(f->store, time);
	} else if (!strcmp(w->word[1], "end")) {
		store_end(f->store);
	} else if (!strcmp(w->word[2], "seen")) {
		struct addr a = end_addr(w->word[1][0]);
		struct addr b = end_addr(w->word[1][2]);

		store_seen(f->store, &a, &b);
	} else if (!strcmp(w->word[2], "icmp")) {
		send_icmp(f, w, time);
	} else {
		m = make(f, w, time);
		if (m && f->ahead)
			look_ahead(f, m);
		if (!m || store_message(f->store, m))
			f->nomem++;
		message_unref(m);
	}
}

void store_feed(struct store_feed *f, const char *script)
{
	while (*script) {
		size_t len = strcspn(script, "\n");
		struct words w;

		split(&w, script, len);
		if (w.n)
			one(f, &w);
		script += len + (script[len] == '\n');
	}
}

struct message *store_feed_message(struct store_feed *f, const char *line)
{
	struct words w;

	split(&w, line, strlen(line));
	return make(f, &w, STORE_FEED_START +
		    (int64_t)(atof(w.word[0]) * 1e6 + 0.5) * CLOCK_US);
}

static const char *event_name(enum store_event e)
{
	static const char *const names[] = {
		[STORE_REQUEST] = "req", [STORE_RETRANSMISSION] = "again",
		[STORE_PROVISIONAL] = "prov", [STORE_FINAL] = "final",
		[STORE_MORE_FINAL] = "more", [STORE_ACK] = "ack",
		[STORE_ACK_ASTRAY] = "astray",
		[STORE_CANCEL] = "cancel", [STORE_TIMEOUT] = "timeout",
		[STORE_NO_ACK] = "noack", [STORE_ICMP] = "icmp",
		[STORE_COMPLETE] = "complete", [STORE_END] = "end",
		[STORE_CALL_COMPLETE] = "call",
	};

	return names[e];
}

static const char *outcome_name(const struct call *c)
{
	static const char *const names[] = {
		"none", "ringing", "answered", "failed", "cancelled",
		"unanswered" };

	return names[call_outcome(c)];
}

static void on_notice(const struct store_notice *n, void *arg)
{
	struct store_feed *f = arg;
	struct strbuf *b = &f->log;

	if (n->event == STORE_FINAL) {
		f->registration = n->registration;
		f->refused = n->t->refused;
	}
	if (f->look)
		f->look(n, f->arg);
	if (f->quiet)
		return;
	if (b->len)
		strbuf_adds(b, "; ");
	strbuf_adds(b, event_name(n->event));
	if (!n->t) {
		strbuf_fmt(b, " %s", outcome_name(n->call));
	} else {
		strbuf_fmt(b, " %u", (unsigned)n->t->serial);
		if (n->event == STORE_CANCEL)
			strbuf_fmt(b, ">%u",
				   (unsigned)n->t->cancels->serial);
	}
	if (n->message && n->message->sip.is_response)
		strbuf_fmt(b, " %u", n->message->sip.status);
	if (!n->message && !n->icmp)
		strbuf_fmt(b, " @%g", (double)((n->now - STORE_FEED_START) /
					       CLOCK_MS) / 1000);
}

void store_feed_init(struct store_feed *f, const struct store_options *o)
{
	static const struct store_options none;

	memset(f, 0, sizeof(*f));
	f->store = store_new(o ? o : &none, on_notice, f);
}

void store_feed_fini(struct store_feed *f)
{
	store_free(f->store);
	strbuf_fini(&f->log);
}

static bool tells(const char *label, const char *script, const char *want,
		  bool ahead)
{
	struct store_feed f;
	bool same;

	store_feed_init(&f, NULL);
	f.ahead = ahead;
	store_feed(&f, script);
	same = !f.nomem && !strcmp(strbuf_str(&f.log), want);
	if (!same)
		printf("# %s\n#  want: %s\n#  told: %s\n", label, want,
		       strbuf_str(&f.log));
	store_feed_fini(&f);
	return same;
}

bool store_feed_tells(const char *label, const char *script, const char *want)
{
	return tells(label, script, want, false) &&
		tells(label, script, want, true);
}
