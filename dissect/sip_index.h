/* SPDX-License-Identifier: BSD-2-Clause */
/* The index of a SIP message: one tolerant pass over the original bytes that
 * copies nothing and never fails on odd input (RFC 3261 7, 7.3.1). */
#ifndef DISSECT_SIP_INDEX_H
#define DISSECT_SIP_INDEX_H

#include "base/slice.h"
#include "data/finding_ids.h" /* enum header_id, method_id */

struct sip_span {
	uint32_t off, len; /* bytes from the start of the message */
};

struct sip_header {
	struct sip_span name;  /* as on the wire */
	struct sip_span value; /* white space at both ends left out; a folded
				  value keeps its line ends inside */
	uint16_t id;           /* enum header_id */
	bool folded;
	bool compact;          /* written in its one-letter form */
};

/* What is odd about a message; bits of sip_index.odd. */
enum sip_odd {
	SIP_ODD_BARE_LF = 1 << 0,         /* line ends without CR */
	SIP_ODD_NO_BLANK_LINE = 1 << 1,   /* headers run to the end */
	SIP_ODD_NO_COLON = 1 << 2,        /* a header line without colon */
	SIP_ODD_SPACE_COLON = 1 << 3,     /* white space before a colon (legal) */
	SIP_ODD_VERSION = 1 << 4,         /* not SIP/2.0 */
	SIP_ODD_STATUS = 1 << 5,          /* not three digits, 100..699 */
	SIP_ODD_START_LINE = 1 << 6,      /* wrong spaces or parts */
	SIP_ODD_NO_VIA = 1 << 7, SIP_ODD_NO_FROM = 1 << 8,
	SIP_ODD_NO_TO = 1 << 9, SIP_ODD_NO_CALL_ID = 1 << 10,
	SIP_ODD_NO_CSEQ = 1 << 11,
	SIP_ODD_DUPLICATE = 1 << 12,      /* a single-value header twice */
	SIP_ODD_CSEQ_BAD = 1 << 13,       /* no number, over 2^31-1, no method */
	SIP_ODD_CSEQ_METHOD = 1 << 14,    /* CSeq method is not the request's */
	SIP_ODD_LENGTH_BAD = 1 << 15,     /* Content-Length not a number */
	SIP_ODD_LENGTH_LONG = 1 << 16,    /* says more than there is */
	SIP_ODD_LENGTH_SHORT = 1 << 17,   /* bytes behind the body (datagram) */
	SIP_ODD_NUL = 1 << 18,            /* NUL in the headers */
	SIP_ODD_TOO_MANY = 1 << 19,       /* more headers than the index holds */
	SIP_ODD_MAX_FORWARDS = 1 << 20,   /* not a number 0..255 */
	SIP_ODD_BODY_NO_TYPE = 1 << 21,   /* a body without Content-Type */
	SIP_ODD_CONTROL = 1 << 22,        /* control bytes in a header, not
					     behind a backslash */
	SIP_ODD_BARE_CR = 1 << 23,        /* line ends without LF */
	SIP_ODD_NAME = 1 << 24,           /* a header name that is no token */
	SIP_ODD_CALL_ID = 1 << 25,        /* Call-ID empty or in pieces */
	/* The following are found by sip_index_malformed() alone. */
	SIP_ODD_URI = 1 << 26,            /* Request-URI: white space, <>,
					     headers, IPv6 without [] ... */
	SIP_ODD_VIA = 1 << 27,            /* Via: pieces missing or empty */
	SIP_ODD_ADDRESS = 1 << 28,        /* From, To, Contact, Route ...: quote,
					     <>, display name, URI, parameter */
	SIP_ODD_NUMBER = 1 << 29,         /* Expires, Retry-After, Warning code
					     ...: not a number, out of range */
	SIP_ODD_DATE = 1 << 30,           /* Date: not the one form, or not GMT */
};

/* Bits of sip_index.plain: the first header of the kind is well-formed, in the
 * plain form of dissect/sip_plain.h; so is the Request-URI; so is the only line of
 * Contact, which is short, and its expiry, if there is one, is a number. */
enum { SIP_PLAIN_VIA = 1, SIP_PLAIN_FROM = 2, SIP_PLAIN_TO = 4,
       SIP_PLAIN_CONTACT = 8, SIP_PLAIN_URI = 16 };

enum {
	SIP_INDEX_MAX_HEADERS = 512,
	SIP_INDEX_IDS = 32 /* so many are looked at together */
};

struct sip_index {
	struct slice raw;     /* the message, start line to end of body */
	bool is_response;
	uint16_t method;      /* enum method_id: of the request, or of CSeq */
	uint16_t status;      /* 0 in a request or when it is no number */
	uint16_t n_headers;
	uint32_t odd;         /* enum sip_odd */
	struct sip_span start_line; /* without line end */
	struct sip_span method_name;/* request: as written */
	struct sip_span uri;  /* Request-URI */
	struct sip_span version;
	struct sip_span reason;
	struct sip_span body; /* by Content-Length, or all that is left */
	uint32_t trailing;    /* bytes behind the body in a datagram */
	/* Taken out of the first header of each kind; empty when missing. */
	struct sip_span call_id;
	struct sip_span from_tag, to_tag;
	struct sip_span from_uri, to_uri; /* as sip_value_uri() gives them */
	struct sip_span branch;        /* of the topmost Via */
	struct sip_span sent_by;       /* host[:port] of the topmost Via */
	struct sip_span cseq_method;
	uint32_t cseq;
	bool has_cseq : 1, has_length : 1, has_max_forwards : 1;
	bool magic_branch : 1;         /* branch begins z9hG4bK (8.1.1.7) */
	bool cut : 1;         /* by the capture, says the caller: no verdict */
	/* Of a SIP_PLAIN_CONTACT: see sip_index_contact_uri(). */
	uint8_t contact_uri, contact_uri_len, contact_expires,
		contact_expires_len;
	/* For sip_grammar_check(): SIP_PLAIN_...; kinds of headers that there
	 * are, and more than once (bits of enum sip_first_kind). */
	uint8_t plain;
	uint32_t seen, again;
	struct sip_span contact; /* value of the first Contact */
	uint32_t content_length;
	uint64_t kinds;       /* of headers there are: SIP_INDEX_KIND() */
	const struct sip_header *headers; /* n_headers; borrowed */
	/* What the first headers are, for sip_index_find(); only those that
	 * there are have a value. */
	uint8_t ids[SIP_INDEX_IDS];
};

/* A bit for a kind; some share one. */
#define SIP_INDEX_KIND(id) (UINT64_C(1) << ((unsigned)(id) % 64))

/* Room for the headers of one message while it is being indexed. */
struct sip_index_room {
	struct sip_header headers[SIP_INDEX_MAX_HEADERS];
	uint8_t ids[SIP_INDEX_MAX_HEADERS]; /* the same as in headers */
};

/* Index msg, which begins at a start line (no leading CRLF).  datagram: the end
 * of msg is the end of the message (RFC 3261 18.3); the body never reaches past
 * it.  out->headers points into room until room is used again. */
void sip_index_read(struct sip_index *out, struct sip_index_room *room,
		    struct slice msg, bool datagram);

static inline struct slice sip_index_slice(const struct sip_index *m,
					   struct sip_span s)
{
	return (struct slice){ m->raw.p + s.off, s.len };
}
/* The same as sip_index_header(), of a kind that may be there. */
const struct sip_header *sip_index_find(const struct sip_index *m,
					enum header_id id, unsigned nth);
/* The nth header (from 0) of a kind, or NULL. */
static inline const struct sip_header *
sip_index_header(const struct sip_index *m, enum header_id id, unsigned nth)
{
	return m->kinds & SIP_INDEX_KIND(id) ? sip_index_find(m, id, nth) :
		NULL;
}
/* The parts of a SIP_PLAIN_CONTACT: its URI, as sip_value_uri() gives it; its expiry,
 * empty when there is none. */
static inline struct slice sip_index_contact_uri(const struct sip_index *m)
{
	return (struct slice){ m->raw.p + m->contact.off + m->contact_uri,
			       m->contact_uri_len };
}
static inline struct slice sip_index_contact_expires(const struct sip_index *m)
{
	return (struct slice){ m->raw.p + m->contact.off + m->contact_expires,
			       m->contact_expires_len };
}
/* How many lines of a kind there are. */
unsigned sip_index_count(const struct sip_index *m, enum header_id id);
/* The value of the first header of a kind; empty (p NULL) when missing. */
static inline struct slice sip_index_value(const struct sip_index *m,
					   enum header_id id)
{
	const struct sip_header *h = sip_index_header(m, id, 0);

	return h ? sip_index_slice(m, h->value) : slice_of(NULL, 0);
}
/* The header line from its name to the end of its value, as on the wire. */
struct slice sip_index_line(const struct sip_index *m,
			    const struct sip_header *h);
/* Is the message malformed by the RFC (a recipient may answer 400), odd bits
 * that implementations tolerate left aside (bare LF and CR, bytes behind the
 * body, a body without Content-Type)?  Reads the values of the headers once
 * more (dissect/sip_grammar.h).  Gives the mask of reasons. */
uint32_t sip_index_malformed(const struct sip_index *m);
/* The text that one bit of sip_index_malformed() is about: the header line, the
 * start line, or empty for what is missing. */
struct sip_span sip_index_odd_span(const struct sip_index *m, enum sip_odd bit);
/* A short English name of one odd bit for --strict and -vv: `Content-Length
 * says more than the datagram holds'. */
const char *sip_index_odd_name(enum sip_odd bit);

#endif
