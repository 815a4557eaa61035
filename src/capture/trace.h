/* SPDX-License-Identifier: BSD-2-Clause */
/* A text trace: the SIP messages that a program printed into its log, with the
 * lines that announce them (Kamailio sipdump, Asterisk pjsip logger and sip
 * debug, FreeSWITCH siptrace, ngrep -W byline, sngrep's and HOMER's text, baresip,
 * pjsua, Cisco IOS debug ccsip messages). */
#ifndef CAPTURE_TRACE_H
#define CAPTURE_TRACE_H

#include "base/strbuf.h"
#include "capture/trace_head.h"
#include "capture/trace_own.h"

enum { TRACE_MESSAGE_MAX = 1 << 20 };

struct trace_message {
	struct trace_head head; /* addresses never of family 0: what is not
				   said or known is 0.0.0.0 or :: */
	struct slice text;      /* lines end in CRLF; borrowed from the trace */
	uint64_t line;          /* of its start line, from 1 */
};

/* A zeroed trace is empty. */
struct trace {
	struct trace_clock clock;
	struct trace_own own;     /* whose trace it is */
	struct trace_head head;   /* the latest announcement */
	uint64_t line;            /* lines so far */
	bool announced;           /* and no message for it yet */
	bool in_fields;           /* inside the fields of a sipdump block */
	/* the message under way */
	struct trace_message now;
	struct strbuf text;
	size_t indent;            /* spaces before its start line */
	bool dots;                /* each line ends in a dot for its CR */
	bool open, in_body, has_length;
	bool said;                /* a line announced it */
	uint64_t length, body;    /* Content-Length; bytes of body so far */
	/* the message that was completed last */
	struct trace_message done;
	struct strbuf done_text;
};

/* One line, without its LF.  True: t->done is a message, until the next call.
 * Memory that runs out sets t->text.failed, and the message is dropped. */
bool trace_feed(struct trace *t, struct slice line);
/* The text is over: the message under way, if any. */
bool trace_finish(struct trace *t);
void trace_fini(struct trace *t);

#endif
