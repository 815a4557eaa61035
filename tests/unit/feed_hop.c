/* SPDX-License-Identifier: BSD-2-Clause */
/* Steps that name both ends: calls over several hosts. */
#include "feed.h"

#include <stdio.h>
#include <stdlib.h>

/* A step, taken apart. */
struct hop {
	char from[24], to[24];  /* `10.0.0.1:5060' */
	char client[24];        /* who asked */
	unsigned status, cseq, icmp;
	char method[16], uri[64];
	char branch[16], f[8], t[8], call[8], user[16];
	bool bare, cut;
	enum transport transport;
};

static void host(char *out, size_t size, char c)
{
	bool high = c >= 'a' && c <= 'z';

	if (c >= '0' && c <= '9') {
		snprintf(out, size, "203.0.113.%c:5060", c);
		return;
	}
	snprintf(out, size, "10.0.0.%d:%d", (high ? c - 'a' : c - 'A') + 1,
		 high ? 40000 : 5060);
}

static void key(struct hop *h, const char *word)
{
	const char *v = word + 2;

	switch (*word) {
	case 'b': snprintf(h->branch, sizeof(h->branch), "%.15s", v); break;
	case 'f': snprintf(h->f, sizeof(h->f), "%.7s", v); break;
	case 't': snprintf(h->t, sizeof(h->t), "%.7s", v); break;
	case 'c': snprintf(h->call, sizeof(h->call), "%.7s", v); break;
	case 'u': snprintf(h->user, sizeof(h->user), "%.15s", v); break;
	case 'x': h->cut = !strcmp(v, "cut");
		h->transport = !strcmp(v, "tcp") ? TRANSPORT_TCP :
			!strcmp(v, "tls") ? TRANSPORT_TLS : TRANSPORT_UDP;
		break;
	default: abort();
	}
}

/* Words: the method, `sip:...', the CSeq number, `bare', KEY=VALUE. */
static void words(struct hop *h, const char *s)
{
	char word[64];
	int n;

	for (; sscanf(s, " %63s%n", word, &n) == 1; s += n) {
		if (*word >= '0' && *word <= '9')
			*(h->status || h->uri[0] || h->method[0] ? &h->cseq :
			  &h->status) = (unsigned)atoi(word);
		else if (word[1] == '=')
			key(h, word);
		else if (!strcmp(word, "bare"))
			h->bare = true;
		else if (strchr(word, ':'))
			snprintf(h->uri, sizeof(h->uri), "%s", word);
		else
			snprintf(h->method, sizeof(h->method), "%.15s", word);
	}
}

static struct hop parse(const char *what)
{
	struct hop h = { .cseq = 1, .f = "1", .call = "1", .user = "bob" };
	int n = 0;

	if (sscanf(what, "icmp %u %n", &h.icmp, &n) == 1)
		what += n;
	host(h.from, sizeof(h.from), what[0]);
	host(h.to, sizeof(h.to), what[2]);
	words(&h, what + 3);
	memcpy(h.client, h.status ? h.to : h.from, sizeof(h.client));
	if (!h.branch[0])
		snprintf(h.branch, sizeof(h.branch), "%.1s%.1s%u",
			 what + (h.status ? 2 : 0), what + (h.status ? 0 : 2),
			 h.cseq);
	if (!h.uri[0])
		snprintf(h.uri, sizeof(h.uri), "sip:%s@x", h.user);
	if (h.status > 100 && !h.t[0])
		snprintf(h.t, sizeof(h.t), "2");
	return h;
}

static bool says(const struct hop *h, const char *extra, const char *name)
{
	return h->bare || (extra && strstr(extra, name));
}

static void compose(struct strbuf *b, const struct hop *h, const char *extra)
{
	const struct status_text *s = catalog_status(h->status);
	bool callee = h->f[0] == '2'; /* it asks */
	char ip[24];

	if (h->status)
		strbuf_fmt(b, "SIP/2.0 %u %s\n", h->status, s ? s->name : "Odd");
	else
		strbuf_fmt(b, "%s %s SIP/2.0\n", h->method, h->uri);
	strbuf_fmt(b, "Via: SIP/2.0/%s %s;branch=z9hG4bK%s\n",
		   h->transport == TRANSPORT_TLS ? "TLS" :
		   h->transport == TRANSPORT_TCP ? "TCP" : "UDP",
		   h->client, h->branch);
	/* Further Via lines come first. */
	strbuf_adds(b, extra && !strncmp(extra, "Via", 3) ? extra : "");
	strbuf_fmt(b, "From: <sip:%s@x>;tag=%s\nTo: <sip:%s@x>%s%s\n",
		   callee ? h->user : "alice", h->f,
		   callee ? "alice" : h->user, h->t[0] ? ";tag=" : "", h->t);
	strbuf_fmt(b, "Call-ID: call%s@x\nCSeq: %u %s\n", h->call, h->cseq,
		   h->method);
	if (!h->status && !says(h, extra, "Max-Forwards:"))
		strbuf_adds(b, "Max-Forwards: 70\n");
	snprintf(ip, sizeof(ip), "%s", h->from);
	*strchr(ip, ':') = '\0';
	if (!strcmp(h->method, "INVITE") && h->status < 300 &&
	    !says(h, extra, "Contact:"))
		strbuf_fmt(b, "Contact: <sip:%s>\n", ip);
	strbuf_adds(b, extra && strncmp(extra, "Via", 3) ? extra : "");
}

void feed_hop(struct feed *f, const struct feed_step *s)
{
	struct hop h = parse(s->what);
	enum transport before = f->transport;
	struct strbuf b = { 0 };

	compose(&b, &h, s->extra);
	if (h.transport)
		f->transport = h.transport;
	f->cut = h.cut ? 2 : 0;
	if (h.icmp) {
		char ip[24];

		snprintf(ip, sizeof(ip), "%s", h.to);
		*strchr(ip, ':') = '\0';
		feed_icmp(f, s->at, ip, h.from, h.to, h.icmp, strbuf_str(&b));
	} else {
		feed_at(f, s->at, h.from, h.to, strbuf_str(&b));
	}
	f->transport = before;
	f->cut = 0;
	strbuf_fini(&b);
}
