/* SPDX-License-Identifier: BSD-2-Clause */
/* Pieces of the lines of a text trace: times and addresses as programs write
 * them.  Each moves the slice behind what it took; where it gives false, nothing
 * was taken. */
#ifndef CAPTURE_TRACE_SCAN_H
#define CAPTURE_TRACE_SCAN_H

#include "base/addr.h"
#include "dissect/packet.h"

#include <time.h>

/* What is known of the day, for times that do not say it. */
struct trace_clock {
	struct tm day;   /* year, month and day of the latest full date */
	int64_t last;    /* ns since the epoch, of the latest time; 0: none */
	int year;        /* the latest that Date headers tell; 0: none */
	int month;       /* of the first of them, from 0 */
	bool has_day;
};

/* A literal, in whatever case. */
bool trace_scan_take(struct slice *s, struct slice literal);
#define TRACE_SCAN_TAKE(s, literal) trace_scan_take(s, SLICE(literal))
/* All up to and with a literal that stands anywhere in it. */
bool trace_scan_seek(struct slice *s, struct slice literal);
#define TRACE_SCAN_SEEK(s, literal) trace_scan_seek(s, SLICE(literal))

/* `10:00:00', with or without a fraction (in ns). */
bool trace_scan_clock(struct slice *s, struct tm *tm, int64_t *fraction);
/* `.123456' or nothing: ns. */
int64_t trace_scan_fraction(struct slice *s);
/* A date (`2026-11-21', `2026/11/21', `Nov 21', `Nov 21 2026') and a time of day
 * behind it, with or without a zone: ns since the epoch, local time where no zone
 * is told, 1970 where nothing tells the year. */
bool trace_scan_time(struct slice *s, struct trace_clock *clock, int64_t *time);
/* A time of day alone: of the day known so far, or of the next one when it went
 * back by more than half a day.  ns since the epoch. */
int64_t trace_scan_of_day(struct trace_clock *clock, struct tm tm,
			  int64_t fraction);

/* A Date header (`Date: Sat, 21 Nov 2026 10:00:00 GMT'): the latest year of them
 * is that of dates without one.  A phone whose clock is not set says an early one. */
void trace_scan_year(struct slice line, struct trace_clock *clock);

/* `udp', `TLS', `wss', ngrep's `U' ...: nothing is moved. */
bool trace_scan_transport(struct slice name, enum transport *out);
/* `192.0.2.1:5060', `[2001:db8::1]:5060', without a port 5060. */
bool trace_scan_addr(struct slice *s, struct addr *out);

#endif
