/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_cut.h"

#include "data/catalog.h"
#include "dissect/sip_frame.h"
#include "dissect/sip_token.h"

enum {
	NEED_HERE = 1,  /* headers behind a start line where one may be */
	NEED_INSIDE = 2 /* behind one that is found inside a message, or is
			   damaged */
};

static bool is_crlf(char c)
{
	return c == '\r' || c == '\n';
}

/* A piece of these bytes is taken: the next begins behind it. */
static enum sip_cut_kind piece(struct sip_cut *c, enum sip_cut_kind kind,
			       size_t n, size_t *size)
{
	*size = n;
	*c = (struct sip_cut){
		.sip = c->sip || kind == SIP_CUT_MESSAGE,
		.lost = kind == SIP_CUT_SKIP || kind == SIP_CUT_TORN };
	return kind;
}

bool sip_cut_is_fresh(const struct sip_cut *c)
{
	/* piece() has cleared the rest. */
	return c->phase == SIP_CUT_SEEK && !c->lost && !c->mid_line &&
	       !c->tracked && !c->scanned && !c->line;
}

/* The next whole line without its LF; c->line is behind it, *start where it
 * began. */
static bool next_line(struct sip_cut *c, struct slice s, struct slice *line,
		      size_t *start)
{
	const char *lf = c->scanned >= s.len ? NULL :
		memchr(s.p + c->scanned, '\n', s.len - c->scanned);

	c->scanned = s.len;
	if (!lf)
		return false;
	*start = c->line;
	*line = slice_of(s.p + *start, (size_t)(lf - s.p) - *start);
	c->scanned = c->line = (size_t)(lf - s.p) + 1;
	if (!c->content && *start && sip_length_may_tell(*line))
		c->content = *start;
	return true;
}

static bool is_empty(struct slice line)
{
	while (line.len && line.p[line.len - 1] == '\r')
		line.len--;
	return !line.len;
}

static void track(struct sip_cut *c, size_t start, unsigned need)
{
	c->tracked = true;
	c->cand = (struct sip_cut_line){ .start = start, .need = need };
}

/* Follow a line that may belong to the head of another message.  true: at
 * c->cand.start one begins. */
static bool follow(struct sip_cut *c, struct slice line, size_t start,
		   unsigned need)
{
	/* Lines of a head end where they end. */
	size_t at = c->phase != SIP_CUT_HEAD ? sip_frame_find_start(line) :
		sip_frame_start_line(line) ? 0 : line.len;

	/* The rest of a line is the beginning of none. */
	if (at < line.len && (at || start || !c->mid_line)) {
		track(c, start + at, need);
		return false;
	}
	if (!c->tracked)
		return false;
	if (is_empty(line))
		c->tracked = false;
	else if (sip_frame_header(line))
		c->cand.seen++;
	return c->tracked && c->cand.seen >= c->cand.need;
}

/* --- between messages ---------------------------------------------------- */

/* CR and LF at the start.  A CR at the very end waits: its LF may follow. */
static enum sip_cut_kind keepalive(struct sip_cut *c, struct slice s,
				   size_t *size)
{
	size_t n = 0;

	while (n < s.len && is_crlf(s.p[n]))
		n++;
	if (n == s.len && s.p[n - 1] == '\r')
		n--;
	return n ? piece(c, SIP_CUT_KEEPALIVE, n, size) : SIP_CUT_MORE;
}

/* No message begins in the first n bytes. */
static enum sip_cut_kind skip(struct sip_cut *c, size_t n, bool mid_line,
			      size_t *size)
{
	piece(c, SIP_CUT_SKIP, n, size);
	c->mid_line = mid_line;
	return SIP_CUT_SKIP;
}

/* What the line that was just read is, when no message has begun yet.  MORE: go
 * on with the next line. */
static enum sip_cut_kind seek_line(struct sip_cut *c, struct slice line,
				   size_t start, size_t *size)
{
	if (follow(c, line, start, NEED_HERE)) {
		c->phase = SIP_CUT_HEAD;
		c->tracked = false;
		return SIP_CUT_MORE;
	}
	/* Whatever was tracked before was none. */
	if (c->tracked && c->cand.start >= start && c->cand.start)
		return skip(c, c->cand.start, false, size);
	if (c->tracked)
		return SIP_CUT_MORE;
	if (c->sip && !c->lost && start == 0 &&
	    sip_frame_may_be_damaged(line)) {
		track(c, 0, NEED_INSIDE);
		return SIP_CUT_MORE;
	}
	return skip(c, c->line, false, size);
}

static enum sip_cut_kind seek(struct sip_cut *c, struct slice s, size_t *size)
{
	struct slice line;
	size_t start;
	enum sip_cut_kind kind;

	if (!c->lost && c->scanned == 0 && is_crlf(s.p[0]))
		return keepalive(c, s, size);
	while (c->phase == SIP_CUT_SEEK && next_line(c, s, &line, &start)) {
		kind = seek_line(c, line, start, size);
		if (kind != SIP_CUT_MORE)
			return kind;
	}
	if (c->phase == SIP_CUT_SEEK &&
	    (s.len > SIP_CUT_SEEK_MAX ||
	     (!c->tracked && s.len - c->line > SIP_CUT_LINE_MAX)))
		return skip(c, s.len, true, size);
	return SIP_CUT_MORE;
}

/* --- the head ------------------------------------------------------------ */

static void begin_body(struct sip_cut *c, struct slice s, size_t max)
{
	struct sip_length length;

	c->head = c->line;
	c->tracked = false;
	sip_length_read(&length, slice_from(slice_head(s, c->head),
					    c->content ? c->content : c->head),
			c->head < max ? max - c->head : 0);
	c->body = length.body;
	if (length.kind == SIP_LENGTH_BAD ||
	    (length.kind == SIP_LENGTH_ABSENT && c->body != SIP_BODY_UNTYPED)) {
		c->phase = SIP_CUT_OPEN;
		return;
	}
	c->phase = SIP_CUT_BODY;
	c->want = c->head + (size_t)length.value;
}

static enum sip_cut_kind head(struct sip_cut *c, struct slice s, size_t max,
			      size_t *size)
{
	struct slice line;
	size_t start;

	while (next_line(c, s, &line, &start)) {
		if (is_empty(line)) {
			begin_body(c, s, max);
			return SIP_CUT_MORE;
		}
		if (!c->tracked && !sip_frame_may_start(line))
			continue;
		if (follow(c, line, start, NEED_INSIDE))
			return piece(c, SIP_CUT_MESSAGE, c->cand.start, size);
	}
	return SIP_CUT_MORE;
}

/* --- the body ------------------------------------------------------------ */

/* Could more bytes make a start line of this piece of a line?  Every word could
 * be the beginning of a method: where any text may stand, only what is nearly a
 * start line already counts. */
static bool may_become_start(enum sip_body body, struct slice s)
{
	size_t i = slice_find(slice_head(s, 64), ' ');
	struct slice uri = slice_from(s, i + 1);

	if (!s.len || s.len > SIP_CUT_LINE_MAX)
		return false;
	/* `a=': nothing else stands in SDP. */
	if (body == SIP_BODY_SDP)
		return !(s.p[0] >= 'a' && s.p[0] <= 'z' &&
			 (s.len == 1 || s.p[1] == '='));
	if (slice_starts_nocase(s, SLICE("SIP/2")))
		return true;
	if (!i || i >= 64 || i >= s.len)
		return false;
	return catalog_method_find(slice_head(s, i)) ||
	       slice_starts_nocase(uri, SLICE("sip:")) ||
	       slice_starts_nocase(uri, SLICE("sips:")) ||
	       slice_starts_nocase(uri, SLICE("tel:"));
}

/* A status line, or a request of a method with a name. */
static bool is_known_start(struct slice line)
{
	return sip_frame_start_line(line) &&
	       (slice_starts_nocase(line, SLICE("SIP/")) ||
		catalog_method_find(slice_head(line, slice_find(line, ' '))));
}

enum answer { NO, YES, UNKNOWN };

/* The line that s begins with, of which `before' is what precedes s: does a
 * start line begin at s?  `VITE' does not, behind `IN'. */
static enum answer starts_here(struct slice s, size_t before)
{
	size_t end = slice_find(slice_head(s, SIP_CUT_LINE_MAX), '\n');
	struct slice line = slice_head(s, end);

	if (end >= SIP_CUT_LINE_MAX)
		return NO;
	if (end >= s.len)
		return UNKNOWN;
	if (!sip_frame_start_line(line))
		return NO;
	return !before || is_known_start(line) ||
		!is_known_start(slice_of(line.p - before, line.len + before)) ?
		YES : NO;
}

/* Is the claimed length right, by what follows it? */
static enum answer is_confirmed(const struct sip_cut *c, struct slice s)
{
	struct slice rest = slice_from(s, c->want);
	size_t n = 0, before = 0;

	while (n < 4 && n < rest.len && is_crlf(rest.p[n]))
		n++;
	if (n == 4)
		return YES;
	while (!n && before < 64 && before < c->want &&
	       rest.p[-1 - (ptrdiff_t)before] != '\n')
		before++;
	return starts_here(slice_from(rest, n), before);
}

/* Pass over the whole lines of the body that are there, if none of them can be a
 * start line: nearly always. */
static void pass_lines(struct sip_cut *c, struct slice s)
{
	size_t end = slice_head(s, c->want).len;
	struct slice lines;

	while (end > c->scanned && s.p[end - 1] != '\n')
		end--;
	if (c->tracked || end <= c->scanned)
		return;
	lines = slice_from(slice_head(s, end), c->line);
	if (!sip_frame_has_version(lines))
		c->scanned = c->line = end;
}

/* Look for a message that begins before the claimed end. */
static void look_inside(struct sip_cut *c, struct slice s)
{
	struct slice line;
	size_t start;

	if (c->body == SIP_BODY_SIP)
		return;
	if (!c->inner)
		pass_lines(c, s);
	while (!c->inner && (c->line < c->want || c->tracked) &&
	       next_line(c, s, &line, &start)) {
		if (follow(c, line, start, NEED_INSIDE))
			c->inner = c->cand.start;
		else if (c->tracked && c->cand.start >= c->want)
			c->tracked = false; /* not inside */
	}
}

/* All that was claimed is there, and perhaps more. */
static enum sip_cut_kind body_whole(struct sip_cut *c, struct slice s,
				    size_t *size)
{
	enum answer right = is_confirmed(c, s);

	if (c->body == SIP_BODY_SIP || right == YES)
		return piece(c, SIP_CUT_MESSAGE, c->want, size);
	if (c->inner)
		return right == UNKNOWN ? SIP_CUT_MORE :
			piece(c, SIP_CUT_MESSAGE, c->inner, size);
	if (c->tracked ||
	    (c->line < c->want &&
	     may_become_start(c->body, slice_from(s, c->line))))
		return SIP_CUT_MORE;
	return piece(c, SIP_CUT_MESSAGE, c->want, size);
}

static enum sip_cut_kind body(struct sip_cut *c, struct slice s, size_t *size)
{
	look_inside(c, s);
	/* No SDP quotes SIP: no need to see what follows. */
	if (c->inner && c->body == SIP_BODY_SDP)
		return piece(c, SIP_CUT_MESSAGE, c->inner, size);
	return s.len < c->want ? SIP_CUT_MORE : body_whole(c, s, size);
}

/* A body without a length that can be believed. */
static enum sip_cut_kind open_body(struct sip_cut *c, struct slice s,
				   size_t *size)
{
	struct slice line;
	size_t start;

	while (next_line(c, s, &line, &start)) {
		if (c->body == SIP_BODY_SDP && is_empty(line))
			return piece(c, SIP_CUT_MESSAGE, start, size);
		if (start == c->head && c->body == SIP_BODY_SIP)
			continue; /* its own, of another message */
		if (follow(c, line, start, NEED_INSIDE))
			return piece(c, SIP_CUT_MESSAGE, c->cand.start, size);
	}
	return SIP_CUT_MORE;
}

/* The body in hand is the last there is of it. */
static enum sip_cut_kind last_body(struct sip_cut *c, struct slice s, bool gap,
				   size_t *size)
{
	bool whole = c->phase == SIP_CUT_BODY && s.len >= c->want;

	if (whole && (!c->inner || is_confirmed(c, s) != NO) &&
	    (!c->tracked || s.len == c->want))
		return piece(c, SIP_CUT_MESSAGE, c->want, size);
	if (!c->inner && c->tracked && c->cand.seen)
		c->inner = c->cand.start;
	if (c->inner)
		return piece(c, SIP_CUT_MESSAGE, c->inner, size);
	if (whole)
		return piece(c, SIP_CUT_MESSAGE, c->want, size);
	return piece(c, gap || c->phase == SIP_CUT_BODY ? SIP_CUT_TORN :
		     SIP_CUT_MESSAGE, s.len, size);
}

/* Somebody waits for more bytes than a message may have. */
static enum sip_cut_kind too_long(struct sip_cut *c, struct slice s, size_t max,
				  size_t *size)
{
	if (c->phase == SIP_CUT_BODY)
		return last_body(c, s, true, size);
	piece(c, SIP_CUT_TORN, max, size);
	c->mid_line = true;
	return SIP_CUT_TORN;
}

enum sip_cut_kind sip_cut_next(struct sip_cut *c, struct slice s, size_t max,
			       size_t *size)
{
	enum sip_cut_kind kind = SIP_CUT_MORE;

	if (c->phase == SIP_CUT_SEEK)
		kind = seek(c, s, size);
	if (kind == SIP_CUT_MORE && c->phase == SIP_CUT_HEAD)
		kind = head(c, s, max, size);
	if (kind == SIP_CUT_MORE && c->phase == SIP_CUT_BODY)
		kind = body(c, s, size);
	if (kind == SIP_CUT_MORE && c->phase == SIP_CUT_OPEN)
		kind = open_body(c, s, size);
	return kind == SIP_CUT_MORE && s.len > max && c->phase != SIP_CUT_SEEK ?
		too_long(c, s, max, size) : kind;
}

enum sip_cut_kind sip_cut_last(struct sip_cut *c, struct slice s, bool gap,
			       size_t *size)
{
	switch (c->phase) {
	case SIP_CUT_SEEK:
		if (!c->lost && is_crlf(s.p[0]))
			return piece(c, SIP_CUT_KEEPALIVE, s.len, size);
		return skip(c, s.len, false, size);
	case SIP_CUT_HEAD:
		return piece(c, SIP_CUT_TORN, s.len, size);
	case SIP_CUT_BODY:
	case SIP_CUT_OPEN:
		break;
	}
	return last_body(c, s, gap, size);
}

/* These very bytes begin a message: start line and a header. */
static bool begins_message(struct slice s)
{
	size_t end = slice_find(slice_head(s, SIP_CUT_LINE_MAX), '\n');

	if (!sip_frame_start_line(slice_head(s, end)))
		return false;
	while (end < s.len) {
		s = slice_from(s, end + 1);
		end = slice_find(s, '\n');
		if (is_empty(slice_head(s, end)))
			return false;
		if (end < s.len && sip_frame_header(slice_head(s, end)))
			return true;
	}
	return false;
}

/* Could this piece of a line be the beginning of a start line?  It is a method,
 * or a part of one, or one and more. */
static bool may_begin_start(struct slice s)
{
	return s.len && sip_token_all(slice_head(s, slice_find(s, ' ')));
}

/* A piece of a line came, then a segment that begins with a start line: of a
 * message of its own, or of one whose first bytes came before? */
static bool is_own_start(struct slice piece, struct slice segment)
{
	size_t end = slice_find(slice_head(segment, SIP_CUT_LINE_MAX), '\n');

	return begins_message(segment) &&
	       (is_known_start(slice_head(segment, end)) ||
		!may_begin_start(piece));
}

enum sip_cut_kind sip_cut_between(struct sip_cut *c, struct slice bytes,
				  struct slice segment)
{
	bool in_line = c->line < bytes.len || (c->mid_line && c->lost);
	enum sip_cut_kind kind;
	size_t size, n = 0;

	if (c->phase != SIP_CUT_OPEN && c->phase != SIP_CUT_SEEK)
		return SIP_CUT_MORE;
	kind = c->phase == SIP_CUT_OPEN ? SIP_CUT_MESSAGE : SIP_CUT_SKIP;
	while (n < segment.len && is_crlf(segment.p[n]))
		n++;
	/* A keep-alive of its own ends what has no length of its own. */
	if (c->phase == SIP_CUT_OPEN && !in_line && n == segment.len && n >= 2)
		return piece(c, kind, bytes.len, &size);
	if (!in_line || !is_own_start(slice_from(bytes, c->line), segment))
		return SIP_CUT_MORE;
	return piece(c, kind, bytes.len, &size);
}

void sip_cut_lose(struct sip_cut *c, bool mid_line)
{
	*c = (struct sip_cut){
		.sip = c->sip, .lost = true, .mid_line = mid_line };
}

size_t sip_cut_missing(const struct sip_cut *c, size_t len)
{
	bool other = c->inner || (c->tracked && c->cand.seen);

	return c->phase == SIP_CUT_BODY && !other && c->want > len ?
		c->want - len : 0;
}

void sip_cut_rest(struct sip_cut *c, enum sip_body body, size_t size)
{
	*c = (struct sip_cut){ .sip = c->sip };
	if (!size)
		return;
	c->phase = SIP_CUT_BODY;
	c->body = body;
	c->want = size;
	c->mid_line = true;
}
