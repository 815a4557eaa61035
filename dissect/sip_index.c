/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_index.h"

#include "data/catalog_find.h"
#include "dissect/sip_first.h"
#include "dissect/sip_grammar.h"
#include "dissect/sip_plain.h"
#include "dissect/sip_scan.h"
#include "dissect/sip_start.h"
#include "dissect/sip_token.h"

_Static_assert(HEADER_COUNT <= 256, "an id of sip_index.ids is a byte");

struct reader {
	struct sip_index *m;
	struct sip_index_room *room;
	const char *start, *at, *end;
	uint32_t seen;           /* bits of enum sip_first_kind */
	struct sip_span first[SIP_FIRST_KINDS]; /* values of those */
	struct sip_header spare; /* for headers that there is no room for */
};

static inline bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool is_lws(char c)
{
	return (unsigned char)c <= ' ' &&
	       (is_blank(c) || c == '\r' || c == '\n');
}

/* A CR that no LF follows at once.  CR CR LF is one line end. */
static void bare_cr(struct reader *r, const char *p)
{
	r->m->odd |= SIP_ODD_BARE_CR;
	r->at = r->end - p >= 3 && p[1] == '\r' && p[2] == '\n' ? p + 3 : p + 1;
}

static void note_control(struct reader *r, const char *p)
{
	if (!*p)
		r->m->odd |= SIP_ODD_NUL;
	/* A quoted-pair may hold any of them (RFC 3261 25.1). */
	if (p == r->start || p[-1] != '\\')
		r->m->odd |= SIP_ODD_CONTROL;
}

/* p is at a control byte that is not CR LF: is it a line end? */
static bool is_odd_end(struct reader *r, const char *p)
{
	if (*p == '\r') {
		bare_cr(r, p);
		return true;
	}
	if (*p == '\n') {
		r->m->odd |= SIP_ODD_BARE_LF;
		r->at = p + 1;
		return true;
	}
	if (*p != '\t')
		note_control(r, p);
	return false;
}

/* The end of the line that p is in; r->at moves behind CR LF, LF or CR. */
static inline const char *line_end(struct reader *r, const char *p)
{
	for (;; p++) {
		p = sip_scan_low(p, r->end, 0x1f);
		if (r->end - p >= 2 && *p == '\r' && p[1] == '\n') {
			r->at = p + 2;
			return p;
		}
		if (p == r->end) {
			r->at = p;
			return p;
		}
		if (is_odd_end(r, p))
			return p;
	}
}

static inline struct sip_span span(const struct reader *r, const char *from,
				   const char *to)
{
	return (struct sip_span){ (uint32_t)(from - r->start),
				  (uint32_t)(to - from) };
}

/* A slice of the message as a span; empty when it is none. */
static inline struct sip_span span_of(const struct reader *r, struct slice s)
{
	return s.p ? span(r, s.p, s.p + s.len) : (struct sip_span){ 0, 0 };
}

static void read_start_line(struct reader *r)
{
	const char *p = r->at;

	r->m->start_line = span(r, p, line_end(r, p));
	sip_start_read(r->m);
	if (!r->m->is_response &&
	    sip_plain_uri(sip_index_slice(r->m, r->m->uri), r->end))
		r->m->plain |= SIP_PLAIN_URI;
}

static const uint8_t first_kinds[HEADER_COUNT] = {
	[HEADER_VIA] = SIP_FIRST_VIA, [HEADER_FROM] = SIP_FIRST_FROM,
	[HEADER_TO] = SIP_FIRST_TO, [HEADER_CALL_ID] = SIP_FIRST_CALL_ID,
	[HEADER_CSEQ] = SIP_FIRST_CSEQ,
	[HEADER_CONTENT_LENGTH] = SIP_FIRST_LENGTH,
	[HEADER_MAX_FORWARDS] = SIP_FIRST_MAX_FORWARDS,
	[HEADER_CONTENT_TYPE] = SIP_FIRST_TYPE,
	[HEADER_EVENT] = SIP_FIRST_SINGLE, [HEADER_JOIN] = 10,
	[HEADER_RACK] = 11, [HEADER_REPLACES] = 12, [HEADER_SIP_ETAG] = 13,
	[HEADER_SIP_IF_MATCH] = 14, [HEADER_SUBSCRIPTION_STATE] = 15,
	[HEADER_TARGET_DIALOG] = 16,
	[HEADER_DATE] = SIP_FIRST_CHECKED, [HEADER_EXPIRES] = 18,
	[HEADER_MIN_EXPIRES] = 19, [HEADER_MIN_SE] = 20,
	[HEADER_REFER_TO] = 21, [HEADER_REFERRED_BY] = 22,
	[HEADER_REPLY_TO] = 23, [HEADER_RETRY_AFTER] = 24,
	[HEADER_RSEQ] = 25, [HEADER_SESSION_EXPIRES] = 26,
	[HEADER_CONTACT] = SIP_FIRST_CONTACT,
	[HEADER_ROUTE] = SIP_FIRST_LIST, [HEADER_RECORD_ROUTE] = SIP_FIRST_LIST,
	[HEADER_PATH] = SIP_FIRST_LIST, [HEADER_SERVICE_ROUTE] = SIP_FIRST_LIST,
	[HEADER_WARNING] = SIP_FIRST_LIST,
};

/* There may be one, and a second one is not harmless. */
static bool is_single(unsigned id)
{
	return first_kinds[id] > SIP_FIRST_VIA &&
	       first_kinds[id] < SIP_FIRST_MANY;
}

/* The next header, to be filled in. */
static struct sip_header *next_header(struct reader *r, enum header_id id)
{
	struct sip_header *h = &r->spare;

	if (r->m->n_headers < SIP_INDEX_MAX_HEADERS) {
		r->room->ids[r->m->n_headers] = (uint8_t)id;
		h = &r->room->headers[r->m->n_headers++];
	} else {
		r->m->odd |= SIP_ODD_TOO_MANY;
	}
	h->id = (uint16_t)id;
	h->folded = h->compact = false;
	r->m->kinds |= SIP_INDEX_KIND(id);
	return h;
}

/* One more of a kind that was seen. */
static void note_again(struct reader *r, unsigned id)
{
	r->m->again |= UINT32_C(1) << first_kinds[id];
	if (is_single(id))
		r->m->odd |= SIP_ODD_DUPLICATE;
}

/* Gives what was seen then. */
static inline uint32_t note_header(struct reader *r, unsigned id,
				   struct sip_span value, uint32_t seen)
{
	unsigned kind = first_kinds[id];
	uint32_t bit = UINT32_C(1) << kind;

	if (seen & bit) {
		note_again(r, id);
		return seen;
	}
	/* Others are written down too, which is less than to ask: they are never
	 * seen. */
	r->first[kind] = value;
	return (seen | bit) & ~(UINT32_C(1) << SIP_FIRST_NONE);
}

/* The header that the line at p is, for names that catalog_find_line() does not
 * tell; len 0: this is no line in its usual dress. */
static __attribute__((noinline)) struct catalog_found
other_name(const char *p, const char *all)
{
	const char *colon = sip_scan_name(p, all);
	struct slice name = slice_of(p, (size_t)(colon - p));
	enum header_id id = catalog_header_find(name);

	if (all - colon < 4 || (!id && !sip_token_all(name)))
		name.len = 0;
	return (struct catalog_found){ name.len, id };
}

/* From behind the colon to the end of the last folded line, trimmed. */
static void read_value(struct reader *r, const char *p, struct sip_header *h)
{
	const char *end = line_end(r, p);

	while (r->at < r->end && is_blank(*r->at)) {
		h->folded = true;
		end = line_end(r, r->at);
	}
	while (p < end && is_lws(*p))
		p++;
	while (end > p && is_lws(end[-1]))
		end--;
	h->value = span(r, p, end);
}

/* The last header goes on in the line at p. */
static void fold_last(struct reader *r, const char *p)
{
	struct sip_header *h = &r->room->headers[r->m->n_headers - 1];
	struct sip_span *first = &r->first[first_kinds[h->id]];
	bool is_first = first->off == h->value.off;

	r->at = p;
	read_value(r, r->start + h->value.off, h);
	if (is_first)
		*first = h->value;
}

/* Over the headers in their usual dress: a name, a colon, one space, a value
 * with none behind it, CR LF.  r->at stays before any other. */
static void quick_headers(struct reader *r)
{
	enum { LINE = CATALOG_START + 4, BLOCK = 16 };
	struct sip_header *h = r->room->headers + r->m->n_headers;
	uint8_t *ids = r->room->ids, *from = ids + r->m->n_headers, *next = from;
	const char *start = r->start, *p = r->at, *all = r->end, *value, *end;
	uint32_t seen = r->seen;
	uint64_t kinds = 0;

	if (all - start < LINE) /* let there be room before `all' */
		return;
	for (; next < ids + SIP_INDEX_MAX_HEADERS; h++, p = end + 2) {
		struct catalog_found name = { 0, HEADER_UNKNOWN };

		if (p == all || *p == '\r')
			break; /* nearly always the empty line */
		if (p <= all - LINE)
			name = catalog_find_line(p);
		if (!name.id) {
			name = other_name(p, all);
			if (!name.len)
				break;
		}
		value = p + name.len + 2;
		if (memcmp(value - 2, ": ", 2) != 0 || *value == ' ')
			break;
		end = sip_scan_low_until(value, all, 0x1f, all - BLOCK);
		if (end > all - 3 || memcmp(end, "\r\n", 2) != 0 ||
		    end[-1] == ' ')
			break;
		h->name = (struct sip_span){ (uint32_t)(p - start),
					     (uint32_t)name.len };
		h->value = (struct sip_span){ (uint32_t)(value - start),
					      (uint32_t)(end - value) };
		h->id = (uint16_t)name.id;
		h->folded = h->compact = false;
		if (name.len == 1)
			h->compact = name.id != HEADER_UNKNOWN;
		*next++ = (uint8_t)name.id;
		kinds |= SIP_INDEX_KIND(name.id);
		seen = note_header(r, name.id, h->value, seen);
	}
	r->at = p;
	r->seen = seen;
	r->m->kinds |= kinds;
	r->m->n_headers = (uint16_t)(next - ids);
	if (next > from && p < all && is_blank(*p))
		fold_last(r, p);
}

/* A line that does not begin with a token and a colon: whatever is before its
 * colon is the name; without a colon all of it. */
static void read_odd_line(struct reader *r)
{
	struct sip_header *h = next_header(r, HEADER_UNKNOWN);
	const char *p = r->at, *end = line_end(r, p);
	size_t len = (size_t)(end - p), colon = slice_find(slice_of(p, len), ':');

	h->name = span_of(r, slice_trim(slice_of(p, colon)));
	h->value = span(r, end, end);
	if (colon == len) {
		r->m->odd |= SIP_ODD_NO_COLON;
		return;
	}
	r->m->odd |= SIP_ODD_NAME;
	read_value(r, p + colon + 1, h);
}

static void read_header(struct reader *r)
{
	const char *name_end = sip_scan_name(r->at, r->end), *p = name_end;
	struct slice name = slice_of(r->at, (size_t)(name_end - r->at));
	enum header_id id = catalog_header_find(name);
	struct sip_header *h;

	while (p < r->end && is_blank(*p))
		p++;
	if (p == r->end || *p != ':' ||
	    (id == HEADER_UNKNOWN && !sip_token_all(name))) {
		read_odd_line(r);
		return;
	}
	if (p > name_end)
		r->m->odd |= SIP_ODD_SPACE_COLON;
	h = next_header(r, id);
	h->name = span_of(r, name);
	h->compact = name.len == 1 && id != HEADER_UNKNOWN;
	read_value(r, p + 1, h);
	r->seen = note_header(r, id, h->value, r->seen);
}

/* Over the empty line, or the message ends; false before a header. */
static bool read_blank_line(struct reader *r)
{
	const char *p = r->at;

	if (p == r->end) {
		r->m->odd |= SIP_ODD_NO_BLANK_LINE;
		return true;
	}
	if (*p != '\r' && *p != '\n')
		return false;
	if (r->end - p >= 2 && memcmp(p, "\r\n", 2) == 0)
		r->at = p + 2;
	else
		line_end(r, p);
	return true;
}

static inline bool has_seen(const struct reader *r, enum sip_first_kind kind)
{
	return r->seen & UINT32_C(1) << kind;
}

static void find_missing(struct reader *r)
{
	enum { /* the kinds of musts are side by side */
		MUST = (2 << SIP_FIRST_CSEQ) - (1 << SIP_FIRST_VIA)
	};
	static const struct {
		enum sip_first_kind kind;
		uint32_t odd;
	} musts[] = {
		{ SIP_FIRST_VIA, SIP_ODD_NO_VIA },
		{ SIP_FIRST_FROM, SIP_ODD_NO_FROM },
		{ SIP_FIRST_TO, SIP_ODD_NO_TO },
		{ SIP_FIRST_CALL_ID, SIP_ODD_NO_CALL_ID },
		{ SIP_FIRST_CSEQ, SIP_ODD_NO_CSEQ },
	};

	if ((r->seen & MUST) == MUST)
		return;
	for (size_t i = 0; i < sizeof(musts) / sizeof(*musts); i++)
		if (!has_seen(r, musts[i].kind))
			r->m->odd |= musts[i].odd;
}

/* RFC 3261 18.3: what a datagram holds behind the body is left aside; without
 * Content-Length the body reaches to the end. */
static void read_body(struct reader *r, bool datagram)
{
	size_t left = (size_t)(r->end - r->at), len = left;
	struct sip_index *m = r->m;

	if (m->has_length && m->content_length > left)
		m->odd |= SIP_ODD_LENGTH_LONG;
	else if (m->has_length)
		len = m->content_length;
	m->body = span(r, r->at, r->at + len);
	m->raw.len = (size_t)(r->at - r->start) + len;
	if (datagram && len < left) {
		m->trailing = (uint32_t)(left - len);
		m->odd |= SIP_ODD_LENGTH_SHORT;
	}
	if (len && !has_seen(r, SIP_FIRST_TYPE))
		m->odd |= SIP_ODD_BODY_NO_TYPE;
}

/* All but the ids.  In parts, each a few stores: for all at once the compiler
 * takes an instruction that takes long to begin. */
static inline void clear(struct sip_index *m)
{
	enum { ALL = offsetof(struct sip_index, ids), PART = 64 };
	char *p = (char *)m;

	memset(p, 0, PART);
	memset(p + PART, 0, PART);
	memset(p + 2 * PART, 0, ALL - 2 * PART);
}

void sip_index_read(struct sip_index *out, struct sip_index_room *room,
		    struct slice msg, bool datagram)
{
	struct reader r;

	/* Offsets have 32 bits; nothing that arrives is that long. */
	msg = slice_head(msg, UINT32_MAX);
	if (!msg.p)
		msg.p = "";
	clear(out);
	out->raw = msg;
	out->headers = room->headers;
	r.m = out;
	r.room = room;
	r.seen = 0;
	r.start = r.at = msg.p;
	r.end = msg.p + msg.len;
	read_start_line(&r);
	for (;;) {
		quick_headers(&r);
		if (read_blank_line(&r))
			break;
		read_header(&r);
	}
	memcpy(out->ids, room->ids, sizeof(out->ids));
	out->seen = r.seen;
	if (has_seen(&r, SIP_FIRST_CONTACT))
		out->contact = r.first[SIP_FIRST_CONTACT];
	sip_first_read(out, r.seen, r.first);
	find_missing(&r);
	read_body(&r, datagram);
}

/* A bit for each of the first headers that is of that kind. */
static inline uint32_t mask_of(const struct sip_index *m, enum header_id id)
{
	uint32_t mask = sip_scan_same(m->ids, (uint8_t)id);

	return m->n_headers >= SIP_INDEX_IDS ? mask :
		mask & ((UINT32_C(1) << m->n_headers) - 1);
}

const struct sip_header *sip_index_find(const struct sip_index *m,
					enum header_id id, unsigned nth)
{
	const struct sip_header *h = m->headers + SIP_INDEX_IDS;
	const struct sip_header *end = m->headers + m->n_headers;
	uint32_t mask = mask_of(m, id);

	for (; mask; mask &= mask - 1)
		if (nth-- == 0)
			return m->headers + __builtin_ctz(mask);
	if (m->n_headers <= SIP_INDEX_IDS)
		return NULL;
	for (; h < end; h++)
		if (h->id == id && nth-- == 0)
			return h;
	return NULL;
}

unsigned sip_index_count(const struct sip_index *m, enum header_id id)
{
	unsigned n = 0;

	for (uint32_t mask = mask_of(m, id); mask; mask &= mask - 1)
		n++;
	for (unsigned i = SIP_INDEX_IDS; i < m->n_headers; i++)
		n += m->headers[i].id == id;
	return n;
}

struct slice sip_index_line(const struct sip_index *m,
			    const struct sip_header *h)
{
	struct sip_span line = h->name;

	line.len = h->value.off + h->value.len - h->name.off;
	return sip_index_slice(m, line);
}

/* What implementations put up with (RFC 3261 18.3, 7.5 and practice). */
#define TOLERATED \
	(SIP_ODD_BARE_LF | SIP_ODD_BARE_CR | SIP_ODD_SPACE_COLON | \
	 SIP_ODD_LENGTH_SHORT | SIP_ODD_TOO_MANY | SIP_ODD_NUL | \
	 SIP_ODD_BODY_NO_TYPE)

uint32_t sip_index_malformed(const struct sip_index *m)
{
	struct sip_grammar g;

	if (m->cut)
		return 0;
	sip_grammar_check(m, 0, &g);
	return (m->odd & ~(uint32_t)TOLERATED) | g.odd;
}

/* The header that a bit is about; HEADER_UNKNOWN: none. */
static enum header_id odd_header(enum sip_odd bit)
{
	switch ((int)bit) {
	case SIP_ODD_CSEQ_BAD:
	case SIP_ODD_CSEQ_METHOD:
		return HEADER_CSEQ;
	case SIP_ODD_LENGTH_BAD:
	case SIP_ODD_LENGTH_LONG:
	case SIP_ODD_LENGTH_SHORT:
		return HEADER_CONTENT_LENGTH;
	case SIP_ODD_MAX_FORWARDS:
		return HEADER_MAX_FORWARDS;
	case SIP_ODD_CALL_ID:
		return HEADER_CALL_ID;
	default:
		return HEADER_UNKNOWN;
	}
}

static struct sip_span line_span(const struct sip_header *h)
{
	return (struct sip_span){ h->name.off,
				  h->value.off + h->value.len - h->name.off };
}

/* The first line that has the fault in itself: control bytes, a bad name, no
 * colon, a second one of its kind. */
static bool line_has(const struct sip_index *m, unsigned i, enum sip_odd bit)
{
	const struct sip_header *h = &m->headers[i];
	struct slice name = sip_index_slice(m, h->name);

	switch ((int)bit) {
	case SIP_ODD_NO_COLON:
		return !memchr(name.p, ':', (size_t)h->value.off - h->name.off);
	case SIP_ODD_NAME:
		return !sip_token_all(name);
	case SIP_ODD_SPACE_COLON:
		return h->value.off > h->name.off + h->name.len &&
		       is_blank(name.p[name.len]);
	case SIP_ODD_DUPLICATE:
		return is_single(h->id) &&
		       sip_index_header(m, (enum header_id)h->id, 0) != h;
	default:
		return false;
	}
}

struct sip_span sip_index_odd_span(const struct sip_index *m, enum sip_odd bit)
{
	const struct sip_header *h;
	struct sip_grammar g;
	enum header_id id;

	if (bit & (SIP_ODD_VERSION | SIP_ODD_STATUS | SIP_ODD_START_LINE))
		return m->start_line;
	sip_grammar_check(m, bit, &g);
	if (g.odd & bit)
		return g.where;
	id = odd_header(bit);
	h = id ? sip_index_header(m, id, 0) : NULL;
	if (h)
		return line_span(h);
	for (unsigned i = 0; i < m->n_headers; i++)
		if (line_has(m, i, bit))
			return line_span(&m->headers[i]);
	return (struct sip_span){ 0, 0 };
}

const char *sip_index_odd_name(enum sip_odd bit)
{
	static const char *const names[] = {
		"lines end with LF alone",
		"no empty line behind the headers",
		"a header line without a colon",
		"a space before a colon",
		"the version is not SIP/2.0",
		"the status code is not 100 to 699",
		"the start line has wrong spaces or parts",
		"no Via", "no From", "no To", "no Call-ID", "no CSeq",
		"a header that may come once comes twice",
		"CSeq is not a number under 2^31 and a method",
		"the method in CSeq is not that of the request",
		"Content-Length is not a number",
		"Content-Length says more than there is",
		"bytes behind the end that Content-Length gives",
		"a zero byte in the headers",
		"more headers than the index holds",
		"Max-Forwards is not a number up to 255",
		"a body without Content-Type",
		"control characters in the headers",
		"lines end with CR alone",
		"a header name with characters that none may have",
		"Call-ID is empty or has spaces",
		"the Request-URI is not well-formed",
		"a Via is not well-formed",
		"an address or URI is not well-formed",
		"a number is out of its range",
		"Date is not of the one form, or not in GMT",
	};
	unsigned i = 0;

	while (i < sizeof(names) / sizeof(*names) && bit >> i > 1)
		i++;
	return bit && i < sizeof(names) / sizeof(*names) ? names[i] : "";
}
