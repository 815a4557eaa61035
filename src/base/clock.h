/* SPDX-License-Identifier: BSD-2-Clause */
/* Packet time: nanoseconds since 1970-01-01 UTC, int64_t. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/strbuf.h"

#define CLOCK_US INT64_C(1000)
#define CLOCK_MS INT64_C(1000000)
#define CLOCK_S  INT64_C(1000000000)

enum clock_style { CLOCK_LOCAL, CLOCK_UTC, CLOCK_RELATIVE };

/* Is the day of this time known?  A text trace may tell no time, the time of day
 * or a date without its year: it is 1970 then, in whatever zone. */
static inline bool clock_dated(int64_t t)
{
	return t >= 366 * 86400 * CLOCK_S;
}
/* RFC 3339, UTC, microseconds: 2026-11-20T10:00:00.000000Z */
void clock_rfc3339(struct strbuf *out, int64_t t);
/* Time of day with milliseconds (12:00:03.120), by style; relative: seconds
 * since start with milliseconds (3.120).  with_date puts 2026-11-20 before.  0 is
 * the time of what was told without one: dashes, as wide. */
enum { CLOCK_TOLD = 8 };
/* What the zone was when a time was shown last; { 0 } knows nothing.  Asking the
 * C library for the local time is costly. */
struct clock_zone {
	int64_t from, to; /* seconds since 1970 for which .east holds */
	int64_t east;     /* seconds to be added to UTC */
	/* Seconds told not long ago, and in words: `12:00:03.'; '\0' at first. */
	struct clock_told {
		int64_t second;
		char text[9];
	} told[CLOCK_TOLD];
};
struct clock_format {
	enum clock_style style;
	int64_t start; /* for relative */
	bool with_date;
	struct clock_zone *zone; /* may be NULL; borrowed, and written */
};
void clock_time(struct strbuf *out, const struct clock_format *f, int64_t t);
/* True when a and b are different days in the style's zone. */
bool clock_other_day(const struct clock_format *f, int64_t a, int64_t b);
/* For people: `850 us', `31 ms', `4.1 s', `14 min 02 s', `3 h 05 min', `2 d 4 h'. */
void clock_span(struct strbuf *out, int64_t ns);

#endif
