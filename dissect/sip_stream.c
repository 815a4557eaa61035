/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_stream.h"

#include <errno.h>
#include <stdlib.h>

enum { MARKS = 4, FIRST_CAP = 256 };

/* --- which frame --------------------------------------------------------- */

/* The later of two frames; of different sources that which came last. */
static const struct frame *later(const struct frame *old,
				 const struct frame *new)
{
	return old->source == new->source && old->number > new->number ?
		old : new;
}

static void mark(struct sip_stream *s, size_t end, const struct frame *at)
{
	struct sip_stream_mark *m = s->marks;

	if (s->marks_len == MARKS) {
		m[1].at = *later(&m[0].at, &m[1].at);
		memmove(m, m + 1, (MARKS - 1) * sizeof(*m));
		s->marks_len--;
	}
	m[s->marks_len].end = end;
	m[s->marks_len].at = *at;
	s->marks_len++;
}

/* The frame of the first n > 0 bytes. */
static const struct frame *marked(const struct sip_stream *s, size_t n)
{
	const struct frame *at = &s->marks[0].at;

	for (unsigned i = 1; i < s->marks_len && s->marks[i - 1].end < n; i++)
		at = later(at, &s->marks[i].at);
	return at;
}

/* The first n bytes are gone. */
static void unmark(struct sip_stream *s, size_t n)
{
	unsigned gone = 0;

	while (gone < s->marks_len && s->marks[gone].end <= n)
		gone++;
	s->marks_len -= gone;
	memmove(s->marks, s->marks + gone, s->marks_len * sizeof(*s->marks));
	for (unsigned i = 0; i < s->marks_len; i++)
		s->marks[i].end -= n;
}

/* What a frame borrows does not outlive the push. */
static void forget_borrowed(struct sip_stream *s)
{
	for (unsigned i = 0; i < s->marks_len; i++) {
		s->marks[i].at.bytes = slice_of(NULL, 0);
		s->marks[i].at.comment = slice_of(NULL, 0);
	}
	s->at.bytes = s->at.comment = slice_of(NULL, 0);
}

/* --- what is kept -------------------------------------------------------- */

static struct slice kept(const struct sip_stream *s)
{
	return slice_of(s->bytes ? s->bytes + s->head : NULL, s->len);
}

static void drop(struct sip_stream *s)
{
	free(s->bytes);
	if (s->cap)
		budget_give(s->budget, s->cap);
	s->bytes = NULL;
	s->head = s->len = s->cap = 0;
}

static int grow(struct sip_stream *s, size_t need)
{
	size_t left = s->budget->max - s->budget->used;
	size_t cap = s->cap ? 2 * s->cap : FIRST_CAP;
	char *bytes;

	if (cap < need || cap - s->cap > left)
		cap = need;
	if (!budget_take(s->budget, cap - s->cap))
		return -ENOMEM;
	bytes = malloc(cap);
	if (!bytes) {
		budget_give(s->budget, cap - s->cap);
		return -ENOMEM;
	}
	if (s->len)
		memcpy(bytes, s->bytes + s->head, s->len);
	free(s->bytes);
	s->bytes = bytes;
	s->head = 0;
	s->cap = cap;
	return 0;
}

static int append(struct sip_stream *s, struct slice more)
{
	size_t need = s->len + more.len;

	/* Moved only when as much was taken since: each byte a few times. */
	if (need <= s->cap && s->head >= s->len) {
		memmove(s->bytes, s->bytes + s->head, s->len);
		s->head = 0;
	}
	if (s->head + need > s->cap && grow(s, need) != 0)
		return -ENOMEM;
	memcpy(s->bytes + s->head + s->len, more.p, more.len);
	s->len = need;
	return 0;
}

/* What is left of the bytes in hand stays for the next push. */
static int keep(struct sip_stream *s, struct slice rest)
{
	if (s->len) {
		s->head += s->len - rest.len;
		s->len = rest.len;
	} else if (rest.len && append(s, rest) != 0) {
		s->skipped += rest.len;
		s->marks_len = 0;
		s->resting = false;
		sip_cut_lose(&s->cut, true);
		return -ENOMEM;
	}
	if (!s->len)
		drop(s);
	return 0;
}

/* --- what comes out ------------------------------------------------------ */

/* The first n of the bytes are this; what follows them comes back. */
static struct slice hand_out(struct sip_stream *s, enum sip_cut_kind kind,
			     struct slice bytes, size_t n)
{
	struct slice piece = slice_head(bytes, n);
	const struct frame at = n ? *marked(s, n) : s->at;

	switch (kind) {
	case SIP_CUT_MORE:
		break;
	case SIP_CUT_SKIP:
		s->skipped += n;
		break;
	case SIP_CUT_KEEPALIVE:
		s->keepalives++;
		s->sink->keepalive(piece, &at, s->sink->arg);
		break;
	case SIP_CUT_MESSAGE:
	case SIP_CUT_TORN:
		if (s->resting) {
			s->resting = false;
			s->passed += n;
			break;
		}
		s->messages++;
		s->lost = false;
		s->sink->message(piece, kind == SIP_CUT_TORN, &at,
				 s->sink->arg);
		break;
	}
	unmark(s, n);
	return slice_from(bytes, n);
}

/* All pieces that can be told; what is left comes back. */
static struct slice hand_out_all(struct sip_stream *s, struct slice bytes)
{
	enum sip_cut_kind kind;
	size_t n;

	while (bytes.len) {
		kind = sip_cut_next(&s->cut, bytes, SIP_STREAM_MAX, &n);
		if (kind == SIP_CUT_MORE)
			break;
		bytes = hand_out(s, kind, bytes, n);
	}
	return bytes;
}

/* Nothing follows what is kept. */
static void flush(struct sip_stream *s, bool gap)
{
	struct slice bytes = kept(s);
	enum sip_cut_kind kind;
	size_t n;

	while (bytes.len) {
		kind = sip_cut_last(&s->cut, bytes, gap, &n);
		bytes = hand_out_all(s, hand_out(s, kind, bytes, n));
	}
	drop(s);
	s->marks_len = 0;
}

void sip_stream_init(struct sip_stream *s, const struct sip_stream_sink *sink,
		     struct budget *budget)
{
	*s = (struct sip_stream){
		.sink = sink, .budget = budget, .lost = true };
}

void sip_stream_expect(struct sip_stream *s)
{
	s->cut.sip = true;
}

void sip_stream_fini(struct sip_stream *s)
{
	drop(s);
}

bool sip_stream_is_idle(const struct sip_stream *s)
{
	return !s->len && !s->marks_len && !s->resting &&
	       sip_cut_is_fresh(&s->cut);
}

int sip_stream_push(struct sip_stream *s, struct slice bytes,
		    const struct frame *at)
{
	struct slice before = kept(s);
	enum sip_cut_kind kind;
	int rc = 0;

	if (!bytes.len)
		return 0;
	s->at = *at;
	kind = sip_cut_between(&s->cut, before, bytes);
	if (kind != SIP_CUT_MORE) {
		hand_out(s, kind, before, before.len);
		drop(s);
	}
	if (s->len && append(s, bytes) != 0) {
		s->skipped += s->len;
		drop(s);
		s->marks_len = 0;
		s->resting = false;
		sip_cut_lose(&s->cut, true);
		sip_cut_between(&s->cut, kept(s), bytes);
		rc = -ENOMEM;
	}
	mark(s, s->len ? s->len : bytes.len, at);
	if (keep(s, hand_out_all(s, s->len ? kept(s) : bytes)) != 0)
		rc = -ENOMEM;
	forget_borrowed(s);
	return rc;
}

void sip_stream_gap(struct sip_stream *s, uint64_t size)
{
	size_t missing = sip_cut_missing(&s->cut, s->len);
	enum sip_body body = s->cut.body;

	if (!size)
		return;
	flush(s, true);
	s->lost = true;
	s->resting = missing > size;
	if (missing >= size)
		sip_cut_rest(&s->cut, body, missing - (size_t)size);
	else
		sip_cut_lose(&s->cut, false);
}

void sip_stream_end(struct sip_stream *s)
{
	flush(s, false);
	s->resting = false;
	sip_cut_lose(&s->cut, false);
}
