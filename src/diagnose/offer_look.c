/* SPDX-License-Identifier: BSD-2-Clause */
/* One pass over the lines of an offer and of its answer, for what can be seen
 * without reading them: every call comes past here. */
#include "diagnose/offer.h"
#include "dissect/sip_scan.h"

enum { SEEN_V = 1, SEEN_O = 2, SEEN_S = 4, SEEN_T = 8, SEEN_ALL = 15,
       FAMILY_4 = 1, FAMILY_6 = 2, PT_COUNT = 128 };

/* What one description shows. */
struct look {
	uint32_t odd;
	unsigned n_media, seen, families;
	uint32_t types, profiles; /* sums over the m= lines, in order */
	bool session_c, media_c;  /* c= above the first m=, in this media */
	bool port0, plain_first;  /* PCMU or PCMA is the first format */
	struct slice ptime;
	struct slice formats;     /* of the first m= */
	struct slice first;       /* rtpmap of the first of them */
	int event;                /* payload type of telephone-event, or -1 */
	uint64_t types_seen[PT_COUNT / 64]; /* rtpmap of this media */
};

static inline bool starts(struct slice line, const char *what, size_t len)
{
	return line.len >= len && !memcmp(line.p, what, len);
}
#define STARTS(line, literal) starts(line, literal, sizeof(literal) - 1)

static inline bool digit(struct slice s, size_t at)
{
	return at < s.len && s.p[at] >= '0' && s.p[at] <= '9';
}

/* Is it the payload type that the list of formats begins with?  (RFC 3551 6: up
 * to 127.) */
static inline bool is_first(struct slice formats, unsigned pt)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < 3 && digit(formats, i); i++)
		n = n * 10 + (unsigned)(formats.p[i] - '0');
	return i && n == pt && !digit(formats, i);
}

/* a=rtpmap:101 telephone-event/8000 */
static void look_rtpmap(struct look *l, struct slice line)
{
	unsigned pt = 0;
	size_t i = sizeof("a=rtpmap:") - 1;

	while (i < line.len && line.p[i] >= '0' && line.p[i] <= '9' && pt < 999)
		pt = pt * 10 + (unsigned)(line.p[i++] - '0');
	if (pt < PT_COUNT) {
		uint64_t bit = UINT64_C(1) << (pt % 64);

		if (l->types_seen[pt / 64] & bit)
			l->odd |= OFFER_TWICE;
		l->types_seen[pt / 64] |= bit;
	}
	line = slice_from(line, i + 1);
	if (!line.len)
		return;
	if (l->n_media == 1 && !l->first.len && is_first(l->formats, pt))
		l->first = line;
	if ((line.p[0] | 0x20) == 't' && line.len > 9 && line.p[9] == '-' &&
	    slice_starts_nocase(line, SLICE("telephone-event/8000")))
		l->event = (int)pt;
	else if ((line.p[0] | 0x20) == 'g' &&
		 slice_starts_nocase(line, SLICE("G723")))
		l->odd |= OFFER_PTIME;
}

static inline void look_attribute(struct look *l, struct slice line)
{
	switch (line.p[2]) {
	case 'r':
		if (STARTS(line, "a=rtpmap:"))
			look_rtpmap(l, line);
		else if (STARTS(line, "a=recvonly"))
			l->odd |= OFFER_DIRECTION;
		break;
	case 's':
		if (STARTS(line, "a=sendonly"))
			l->odd |= OFFER_DIRECTION;
		else if (STARTS(line, "a=setup:"))
			l->odd |= OFFER_DTLS;
		break;
	case 'i':
		if (STARTS(line, "a=inactive"))
			l->odd |= OFFER_DIRECTION;
		else if (STARTS(line, "a=ice-"))
			l->odd |= OFFER_ICE;
		break;
	case 'c':
		if (STARTS(line, "a=crypto:"))
			l->odd |= OFFER_CRYPTO;
		break;
	case 'f':
		if (STARTS(line, "a=fingerprint:"))
			l->odd |= OFFER_DTLS;
		break;
	case 'p':
		if (STARTS(line, "a=ptime:"))
			l->ptime = slice_from(line, 8);
		break;
	}
}

/* m=audio 4000 RTP/AVP 8 101 */
static void look_media(struct look *l, struct slice line)
{
	struct slice port, proto, formats;
	size_t n = slice_find(line, ' ');

	if (l->n_media++ && !l->session_c && !l->media_c)
		l->odd |= OFFER_MALFORMED;
	l->media_c = false;
	l->types = l->types * 31 + (uint32_t)n * 256 + (line.len > 3 ?
		(unsigned char)line.p[3] : 0u);
	port = slice_from(line, n + 1);
	n = slice_find(port, ' ');
	proto = slice_from(port, n + 1);
	port = slice_head(port, n);
	n = slice_find(proto, ' ');
	formats = slice_from(proto, n + 1);
	proto = slice_head(proto, n);
	/* Perhaps, over 59999: a rule looks again. */
	if (!formats.len || !port.len || port.len > 5 || port.p[0] < '0' ||
	    port.p[0] > (port.len == 5 ? '5' : '9'))
		l->odd |= OFFER_MALFORMED;
	if (port.len == 1 && port.p[0] == '0')
		l->port0 = true;
	l->profiles = l->profiles * 31 + (uint32_t)proto.len * 256;
	if (proto.len) {
		l->profiles += (unsigned char)proto.p[proto.len - 1] | 0x20u;
		if (proto.p[0] == 'U' || proto.p[0] == 'u')
			l->odd |= OFFER_DTLS | OFFER_IMAGE;
		else if (STARTS(proto, "RTP/S"))
			l->odd |= OFFER_CRYPTO;
	}
	if (l->n_media == 1)
		l->formats = formats;
	if (l->n_media == 1 && formats.len &&
	    (formats.p[0] == '0' || formats.p[0] == '8') &&
	    (formats.len == 1 || formats.p[1] == ' '))
		l->plain_first = true;
	l->types_seen[0] = l->types_seen[1] = 0;
}

/* c=IN IP4 10.0.0.1 */
static void look_connection(struct look *l, struct slice line)
{
	*(l->n_media ? &l->media_c : &l->session_c) = true;
	if (line.len < 9)
		l->odd |= OFFER_MALFORMED;
	else
		l->families |= line.p[7] == '6' ? FAMILY_6 : FAMILY_4;
	if (STARTS(line, "c=IN IP4 0.0.0.0"))
		l->odd |= OFFER_DIRECTION;
}

/* One of the lines that come once, before the first m=. */
static inline void look_session(struct look *l, unsigned seen, bool late)
{
	l->seen |= seen;
	if (late)
		l->odd |= OFFER_MALFORMED;
}

static inline void look_line(struct look *l, struct slice line)
{
	if (line.len < 3 || line.p[1] != '=') {
		/* Nothing, `s=' and `i=' are odd at most. */
		if (line.len != 2 || line.p[1] != '=' || line.p[0] != 's') {
			l->odd |= line.len ? OFFER_MALFORMED : OFFER_UNTIDY;
			return;
		}
	}
	if (line.p[0] == 'a') { /* as most are */
		look_attribute(l, line);
		return;
	}
	switch (line.p[0]) {
	case 'm':
		if (l->seen != SEEN_ALL)
			l->odd |= OFFER_MALFORMED;
		look_media(l, line);
		break;
	case 'c':
		look_connection(l, line);
		break;
	case 'v':
		look_session(l, SEEN_V, l->seen);
		break;
	case 'o':
		look_session(l, SEEN_O, l->n_media);
		break;
	case 's':
		look_session(l, SEEN_S, l->n_media);
		break;
	case 't':
		look_session(l, SEEN_T, l->n_media);
		break;
	case 'b': case 'e': case 'i': case 'k': case 'p': case 'r': case 'u':
	case 'z':
		break;
	default: /* not a letter of SDP */
		l->odd |= OFFER_MALFORMED;
		break;
	}
}

static void look_at(struct look *l, struct slice body)
{
	/* Nothing may be added to NULL. */
	const char *p = body.p, *end = body.len ? p + body.len : p, *eol;
	struct slice line;

	memset(l, 0, sizeof(*l));
	l->event = -1;
	for (; p < end; p = eol + 1) {
		eol = sip_scan_byte(p, end, '\n', end);
		line = slice_of(p, (size_t)(eol - p));
		if (eol == end)
			l->odd |= OFFER_UNTIDY;
		if (line.len && line.p[line.len - 1] == '\r')
			line.len--;
		else
			l->odd |= OFFER_UNTIDY;
		look_line(l, line);
		if (eol == end)
			break;
	}
	if (l->seen != SEEN_ALL ||
	    (l->n_media && !l->session_c && !l->media_c))
		l->odd |= OFFER_MALFORMED;
}

static bool odd_ptime(struct slice s)
{
	return s.len && s.p[s.len - 1] != '0';
}

/* The first codec of the answer's first media is not seen to be one of the
 * offer's. */
static bool strange_codec(const struct look *a, const struct look *b)
{
	struct slice one = slice_head(b->formats, slice_find(b->formats, ' '));
	struct slice rest = a->formats, f;

	if (!one.len || (b->event >= 0 && is_first(one, (unsigned)b->event)))
		return one.len;
	/* Up to 95 a number means one codec (RFC 3551 6). */
	if (one.len > 2 || (one.len == 2 && one.p[0] == '9'))
		return !slice_eq(b->first, a->first) || !b->first.len;
	while (rest.len) {
		f = slice_head(rest, slice_find(rest, ' '));
		if (slice_eq(f, one))
			return false;
		rest = slice_from(rest, f.len + 1);
	}
	return true;
}

static uint32_t compare(const struct look *a, const struct look *b)
{
	uint32_t odd = a->odd | b->odd;

	if (a->n_media != b->n_media || a->types != b->types)
		odd |= OFFER_MLINES;
	if (a->profiles != b->profiles)
		odd |= OFFER_PROFILE;
	if (a->families && b->families && a->families != b->families)
		odd |= OFFER_FAMILY;
	if (b->port0)
		odd |= OFFER_PORT0;
	if ((a->ptime.len && b->ptime.len && !slice_eq(a->ptime, b->ptime)) ||
	    odd_ptime(a->ptime) || odd_ptime(b->ptime))
		odd |= OFFER_PTIME;
	/* Without any, keys go as tones in G.711. */
	if (a->event != b->event || (a->event < 0 && !b->plain_first))
		odd |= OFFER_DTMF;
	if (strange_codec(a, b))
		odd |= OFFER_CODECS;
	return odd;
}

static bool refuses(unsigned status)
{
	return status == 400 || status == 415 || status == 488 || status == 606;
}

static uint32_t look_refusal(const struct transaction *t)
{
	struct look l;
	struct slice body;

	if (!refuses(t->status)) /* from 500 on it may end the call */
		return t->in_dialog && t->status >= 500 ?
			OFFER_LOOKED | OFFER_REFUSED : 0;
	body = offer_body(t->request);
	if (!body.len)
		return OFFER_LOOKED | (t->method == METHOD_INVITE ?
				       OFFER_MISSING : 0u);
	look_at(&l, body);
	return OFFER_LOOKED | OFFER_REFUSED | l.odd |
		(l.families & FAMILY_6 ? OFFER_IP6 : 0u);
}

/* The 18x of that very device said something else before. */
static bool changed(const struct transaction *t)
{
	const struct message *p = t->provisional, *f = t->final;

	return t->method == METHOD_INVITE && p && p->sip.body.len &&
		f->sip.body.len && slice_eq(message_slice(p, p->sip.to_tag),
					    message_slice(f, f->sip.to_tag)) &&
		!slice_eq(message_slice(p, p->sip.body),
			  message_slice(f, f->sip.body));
}

/* Nothing can come of it: none of the two has a body, as in nearly everything
 * but INVITE. */
static bool is_bare(const struct transaction *t, unsigned event)
{
	if (!t->request || !t->final)
		return true;
	if (event == STORE_ACK)
		return t->request->sip.body.len || t->status >= 300;
	return t->method != METHOD_INVITE && !t->request->sip.body.len;
}

/* The same of one that is not bare. */
static __attribute__((noinline)) uint32_t
look_both(const struct transaction *t, unsigned event)
{
	struct look a, b;
	struct offer o;
	uint32_t odd;

	if (t->status >= 300)
		return event == STORE_FINAL ? look_refusal(t) : 0;
	if (!offer_find(t, event, &o))
		return 0;
	if (!o.offer)
		return OFFER_LOOKED | OFFER_MISSING;
	if (!o.answer && o.late)
		return OFFER_LOOKED | OFFER_UNANSWERED;
	if (!o.answer)
		return 0;
	look_at(&a, offer_body(o.offer));
	look_at(&b, offer_body(o.answer));
	odd = OFFER_LOOKED | compare(&a, &b);
	if (t->in_dialog)
		odd |= OFFER_AGAIN;
	if (event == STORE_FINAL && changed(t))
		odd |= OFFER_CHANGED;
	return odd;
}

uint32_t offer_look(const struct transaction *t, unsigned event)
{
	return is_bare(t, event) ? 0 : look_both(t, event);
}
