/* SPDX-License-Identifier: BSD-2-Clause */
/* The line by which a text trace announces a SIP message: who sent it to whom
 * over what, and when. */
#ifndef CAPTURE_TRACE_HEAD_H
#define CAPTURE_TRACE_HEAD_H

#include "capture/trace_scan.h"

enum trace_form {
	TRACE_NONE,
	TRACE_SIPDUMP,  /* Kamailio's sipdump module: a block of fields */
	TRACE_PJSIP,    /* Asterisk: pjsip set logger on */
	TRACE_CHAN_SIP, /* Asterisk: sip set debug on */
	TRACE_SOFIA,    /* FreeSWITCH: sofia global siptrace on */
	TRACE_NGREP,    /* ngrep -W byline */
	TRACE_ENDS,     /* sngrep's text, HOMER's, the SIP trace of baresip: a
			   line names both ends */
	TRACE_PJSUA,    /* programs built on PJSIP: pjsua, many softphones */
	TRACE_CISCO     /* Cisco IOS: debug ccsip messages */
};

struct trace_head {
	enum trace_form form;
	/* Family 0: not said.  Asterisk, FreeSWITCH and PJSIP name the other
	 * side alone, Cisco none: only which way it went. */
	struct addr src, dst;
	bool sent;       /* TRACE_CISCO: by the device that logged it */
	enum transport transport;
	bool has_time;
	int64_t time;    /* ns since the epoch; local times by the zone here
			    where none is told */
};

/* Does this line (no end of line, no colours) announce a message?  Not for
 * sipdump, whose fields are read by trace_head_field. */
bool trace_head_read(struct trace_head *out, struct slice line,
		     struct trace_clock *clock);
/* One `name: value' line of a sipdump block; false when it is none. */
bool trace_head_field(struct trace_head *out, struct slice line);
/* The line behind a time in brackets (`[Nov 21 10:00:00] '), or the line itself;
 * a time that is read goes to *out when out is not NULL. */
struct slice trace_head_undated(struct slice line, struct trace_clock *clock,
				struct trace_head *out);
/* Is this a line of a program's log (`[...] NOTICE[12]: ...', FreeSWITCH's
 * `2026-11-21 10:00:00.000000 [NOTICE] ...', with or without the UUID of a call
 * before it, baresip's `10:00:00.000#')?  A date or time in it is remembered. */
bool trace_head_is_log(struct slice line, struct trace_clock *clock);
/* Is this a line of a Cisco IOS log (`*Nov 21 10:00:00.000: ')?  certain: only one
 * that names the part of the program (`//-1/...', `%SYS-5-...'), as what people write
 * to each other does not.  A date or time in it is remembered. */
bool trace_head_is_ios(struct slice line, struct trace_clock *clock,
		       bool certain);

#endif
