/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/trace.h"

#include "data/catalog.h"
#include "dissect/sip_frame.h"

enum { LINE_MAX_KEPT = 65536 };

/* Colours of a console (CSI sequences) taken out, into buf. */
static struct slice uncolored(struct slice line, char *buf, size_t size)
{
	size_t n = 0;

	if (slice_find(line, '\033') == line.len)
		return line;
	for (size_t i = 0; i < line.len && n < size; i++) {
		if (line.p[i] != '\033') {
			buf[n++] = line.p[i];
			continue;
		}
		if (i + 1 < line.len && line.p[i + 1] == '[')
			for (i += 2; i < line.len && (line.p[i] < '@' ||
						     line.p[i] > '~'); i++)
				;
	}
	return slice_of(buf, n);
}

static bool all_of(struct slice s, char c, size_t least)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] != c)
			return false;
	return s.len >= least;
}

/* --- the message under way --- */

/* Where an address is not said, at least the family is known. */
static void fill_addr(struct addr *a, const struct addr *other)
{
	if (!a->family)
		*a = (struct addr){ .family = other->family ?
				    other->family : 4 };
}

/* Nobody said what it came over: Via does. */
static void take_transport(struct trace *t)
{
	struct slice s = t->done.text;
	size_t at = slice_search(s, SLICE("SIP/2.0/"));

	s = slice_from(s, at + 8);
	trace_scan_transport(slice_head(s, slice_find(slice_head(s, 8), ' ')),
			     &t->done.head.transport);
}

static bool close_message(struct trace *t)
{
	struct strbuf spare = t->done_text;

	if (!t->open)
		return false;
	t->open = false;
	t->done_text = t->text;
	t->text = spare;
	strbuf_reset(&t->text);
	if (t->done_text.failed)
		return false;
	t->done = t->now;
	t->done.text = strbuf_view(&t->done_text);
	if (!t->said || t->done.head.form == TRACE_CISCO)
		take_transport(t);
	if (t->said && t->done.head.form == TRACE_CISCO)
		trace_own_guess(&t->own, t->done.head.sent, &t->done.head.src,
				&t->done.head.dst, t->done.text);
	else
		trace_own_fill(&t->own, &t->done.head.src, &t->done.head.dst,
			       t->done.text);
	return true;
}

static struct slice spaces_off(struct slice s, size_t most)
{
	size_t n = 0;

	while (n < s.len && n < most && s.p[n] == ' ')
		n++;
	return slice_from(s, n);
}

/* Is this the first line of a SIP message?  A log may well say so much, so a
 * request needs a method of letters and just one word behind it. */
static bool is_start(struct slice line)
{
	struct slice s = spaces_off(line, 16), rest;
	size_t n = 0;

	if (!sip_frame_looks_like(s, false))
		return false;
	if (slice_starts_nocase(s, SLICE("SIP/")))
		return true;
	while (n < s.len && s.p[n] >= 'A' && s.p[n] <= 'Z')
		n++;
	rest = slice_from(s, n + 1);
	rest = slice_from(rest, slice_find(rest, ' ') + 1);
	return n && n < s.len && s.p[n] == ' ' &&
		slice_starts_nocase(rest, SLICE("SIP/"));
}

static void add_line(struct trace *t, struct slice line)
{
	if (t->text.len + line.len + 2 > TRACE_MESSAGE_MAX)
		return;
	strbuf_slice(&t->text, line);
	strbuf_adds(&t->text, "\r\n");
}

/* The start line.  ngrep shows the CR that ends a line as a dot. */
static void open_message(struct trace *t, struct slice line)
{
	struct slice s = spaces_off(line, 16);

	t->open = true;
	t->in_body = t->has_length = false;
	t->length = t->body = 0;
	t->indent = line.len - s.len;
	t->dots = t->head.form == TRACE_NGREP && s.len &&
		s.p[s.len - 1] == '.';
	t->now.head = t->head;
	if (!t->announced && t->head.form != TRACE_NGREP)
		t->now.head.src = t->now.head.dst =
			(struct addr){ .family = 0 };
	if (t->now.head.src.family && t->now.head.dst.family &&
	    t->now.head.src.family != t->now.head.dst.family)
		t->now.head.dst.family = 0; /* nobody can send so */
	fill_addr(&t->now.head.src, &t->now.head.dst);
	fill_addr(&t->now.head.dst, &t->now.head.src);
	t->now.line = t->line;
	t->said = t->announced || t->head.form == TRACE_NGREP;
	t->announced = false;
	add_line(t, slice_head(s, s.len - t->dots));
}

/* Content-Length tells where the message ends. */
static void read_length(struct trace *t, struct slice line)
{
	size_t colon = slice_find(slice_head(line, 32), ':');
	struct slice name = slice_trim(slice_head(line, colon));

	if (colon < line.len && colon < 32 &&
	    catalog_header_find(name) == HEADER_CONTENT_LENGTH &&
	    !slice_to_uint(slice_trim(slice_from(line, colon + 1)),
			   TRACE_MESSAGE_MAX, &t->length))
		t->has_length = true;
}

/* A line of the message; true when it was the last. */
static bool more(struct trace *t, struct slice line)
{
	line = spaces_off(line, t->indent);
	if (t->dots && line.len && line.p[line.len - 1] == '.')
		line.len--;
	if (!t->in_body) {
		add_line(t, line);
		if (line.len)
			read_length(t, line);
		else
			t->in_body = true;
		return t->in_body && t->has_length && !t->length;
	}
	add_line(t, line);
	t->body += line.len + 2;
	if (!t->has_length || t->body < t->length)
		return false;
	if (t->text.len > t->body - t->length) /* the last end of line is ours */
		t->text.len -= t->body - t->length;
	return true;
}

/* Does this line close whatever message is open? */
static bool is_terminator(const struct trace *t, struct slice line)
{
	switch (t->head.form) {
	case TRACE_SIPDUMP:
		return all_of(line, '|', 10);
	case TRACE_CHAN_SIP:
		return slice_eq(line, SLICE("---")) ||
			(slice_starts_nocase(line, SLICE("<----")) &&
			 line.p[line.len - 1] == '>');
	case TRACE_SOFIA:
		return all_of(slice_trim(line), '-', 40);
	case TRACE_NGREP:
		return all_of(line, '#', 1);
	case TRACE_PJSUA:
		return slice_starts_nocase(line, SLICE("--end msg"));
	case TRACE_PJSIP:
	case TRACE_CISCO:
	case TRACE_ENDS:
	case TRACE_NONE:
		break;
	}
	return false;
}

/* --- lines --- */

static bool is_announcement(struct trace *t, struct slice line)
{
	struct trace_head head;

	if (all_of(line, '=', 20)) {
		t->head = (struct trace_head){ .form = TRACE_SIPDUMP };
		t->in_fields = true;
		return true;
	}
	if (!trace_head_read(&head, line, &t->clock))
		return false;
	/* `Sent:' alone may stand in a body; what logs closes it before. */
	if (head.form == TRACE_CISCO && !head.has_time && t->open &&
	    !t->announced && (!t->in_body || t->has_length))
		return false;
	if (!head.has_time)
		head.time = t->clock.last;
	t->head = head;
	t->announced = true;
	return true;
}

/* ngrep shows each segment on its own: does the one that begins here go on with
 * the message under way? */
static bool continues(const struct trace *t, struct slice line)
{
	return t->open && t->announced && t->head.form == TRACE_NGREP &&
		t->head.transport == TRANSPORT_TCP &&
		addr_eq(&t->head.src, &t->now.head.src) &&
		addr_eq(&t->head.dst, &t->now.head.dst) && !is_start(line);
}

static bool in_message(struct trace *t, struct slice line)
{
	/* FreeSWITCH logs line by line, and other threads do so in between. */
	if (trace_head_is_log(line, &t->clock))
		return t->now.head.form != TRACE_SOFIA && close_message(t);
	/* A body of known length may hold `12:30:45: lunch'. */
	if (t->now.head.form == TRACE_CISCO &&
	    trace_head_is_ios(line, &t->clock, t->in_body && t->has_length))
		return close_message(t);
	if (is_terminator(t, line))
		return close_message(t);
	line = trace_head_undated(line, &t->clock, NULL);
	return more(t, line) && close_message(t);
}

static bool one_line(struct trace *t, struct slice line)
{
	bool done = false;

	/* A block whose line of tildes is damaged ends at the next one. */
	if (t->in_fields && !all_of(line, '=', 20)) {
		if (all_of(line, '~', 10)) {
			t->in_fields = false;
			t->announced = true;
		} else {
			trace_head_field(&t->head, line);
		}
		return false;
	}
	if (is_announcement(t, line)) {
		if (t->head.form == TRACE_NGREP)
			return false; /* it may go on in the next segment */
		return close_message(t);
	}
	if (t->open && t->announced && !continues(t, line)) {
		done = close_message(t);
	} else if (t->open) {
		t->announced = false;
		return in_message(t, line);
	}
	line = trace_head_undated(line, &t->clock, NULL);
	if (is_start(line))
		open_message(t, line);
	else if (!trace_head_is_log(line, &t->clock))
		trace_head_is_ios(line, &t->clock, false); /* for its date */
	return done;
}

bool trace_feed(struct trace *t, struct slice line)
{
	char buf[4096];

	t->line++;
	line = slice_head(line, LINE_MAX_KEPT);
	if (line.len && line.p[line.len - 1] == '\r')
		line.len--;
	return one_line(t, uncolored(line, buf, sizeof(buf)));
}

bool trace_finish(struct trace *t)
{
	return close_message(t);
}

void trace_fini(struct trace *t)
{
	strbuf_fini(&t->text);
	strbuf_fini(&t->done_text);
	*t = (struct trace){ .line = 0 };
}
