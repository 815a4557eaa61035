/* SPDX-License-Identifier: BSD-2-Clause */
/* What a file that claims to be a capture really is, by its first bytes. */
#ifndef CAPTURE_MAGIC_H
#define CAPTURE_MAGIC_H

#include "base/slice.h"

enum magic_kind {
	MAGIC_PCAP,     /* the classic form */
	MAGIC_PCAPNG,
	MAGIC_CUT,      /* could be the start of one, but is too short to tell */
	MAGIC_EMPTY,
	MAGIC_FOREIGN,  /* a capture in a form that editcap can turn into pcap */
	MAGIC_ETL,      /* Windows event trace: etl2pcapng */
	MAGIC_PACKED,   /* compressed or an archive; tool unpacks it */
	MAGIC_TEXT,     /* may be a text trace with SIP messages */
	MAGIC_UNKNOWN
};

struct magic {
	enum magic_kind kind;
	const char *what; /* `a Network Monitor capture'; NULL when not known */
	const char *tool; /* MAGIC_PACKED: the command, `xz -d' */
};

/* head: the first bytes after gzip or zstd; name may help (.etl). */
struct magic magic_know(struct slice head, const char *name);

#endif
