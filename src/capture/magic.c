/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/magic.h"

struct signature {
	const char *bytes;
	size_t len;
	struct magic magic;
};

#define SIGN(b, ...) { b, sizeof(b) - 1, { __VA_ARGS__ } }

static const struct signature signatures[] = {
	SIGN("\xa1\xb2\xc3\xd4", MAGIC_PCAP, "pcap", NULL),
	SIGN("\xd4\xc3\xb2\xa1", MAGIC_PCAP, "pcap", NULL),
	SIGN("\xa1\xb2\x3c\x4d", MAGIC_PCAP, "pcap", NULL),
	SIGN("\x4d\x3c\xb2\xa1", MAGIC_PCAP, "pcap", NULL),
	SIGN("\xa1\xb2\xcd\x34", MAGIC_PCAP, "pcap", NULL),
	SIGN("\x34\xcd\xb2\xa1", MAGIC_PCAP, "pcap", NULL),
	SIGN("\x0a\x0d\x0d\x0a", MAGIC_PCAPNG, "pcapng", NULL),
	SIGN("RTSS", MAGIC_FOREIGN, "a Network Monitor 1 capture", NULL),
	SIGN("GMBU", MAGIC_FOREIGN, "a Network Monitor 2 capture", NULL),
	SIGN("snoop\0\0\0", MAGIC_FOREIGN, "a snoop capture", NULL),
	SIGN("TRSNIFF data    \x1a", MAGIC_FOREIGN, "a Sniffer capture", NULL),
	SIGN("XCP\0", MAGIC_FOREIGN, "a Sniffer or NetXRay capture", NULL),
	SIGN("\x7fver", MAGIC_FOREIGN, "an OmniPeek capture", NULL),
	SIGN("iptrace ", MAGIC_FOREIGN, "an AIX iptrace capture", NULL),
	SIGN("ObserverPktBuf", MAGIC_FOREIGN, "an Observer capture", NULL),
	SIGN("\x00\x00\x02\x00\x12\x05\x00\x10", MAGIC_FOREIGN,
	     "a Tektronix K12 capture", NULL),
	SIGN("\x1f\x8b\x08", MAGIC_PACKED, "packed twice with gzip",
	     "gzip -d"),
	SIGN("\x28\xb5\x2f\xfd", MAGIC_PACKED, "packed twice with zstd",
	     "zstd -d"),
	SIGN("\x1f\x9d", MAGIC_PACKED, "packed with compress", "gzip -d"),
	SIGN("\xfd" "7zXZ\0", MAGIC_PACKED, "packed with xz", "xz -d"),
	SIGN("BZh", MAGIC_PACKED, "packed with bzip2", "bzip2 -d"),
	SIGN("\x04\x22\x4d\x18", MAGIC_PACKED, "packed with lz4", "lz4 -d"),
	SIGN("PK\x03\x04", MAGIC_PACKED, "a zip archive", "unzip"),
	SIGN("7z\xbc\xaf\x27\x1c", MAGIC_PACKED, "a 7-Zip archive", "7z x"),
	SIGN("Rar!\x1a\x07", MAGIC_PACKED, "a RAR archive", "unrar x"),
};

static bool is_capture(enum magic_kind kind)
{
	return kind == MAGIC_PCAP || kind == MAGIC_PCAPNG;
}

static bool ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && strcmp(name + n - m, end) == 0;
}

/* No control characters but white space: text in any encoding of ASCII's kin. */
static bool is_text(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == 0x7f || (c < 0x20 && (c < 0x08 || c > 0x0d) &&
				  c != 0x1b))
			return false;
	}
	return s.len > 0;
}

struct magic magic_know(struct slice head, const char *name)
{
	static const struct magic empty = { MAGIC_EMPTY, NULL, NULL };
	static const struct magic cut = { MAGIC_CUT, NULL, NULL };
	static const struct magic text = { MAGIC_TEXT, NULL, NULL };
	static const struct magic unknown = { MAGIC_UNKNOWN, NULL, NULL };
	static const struct magic etl = { MAGIC_ETL, "a Windows event trace",
					  NULL };
	static const struct magic tar = { MAGIC_PACKED, "a tar archive",
					  "tar -xf" };

	if (!head.len)
		return empty;
	for (size_t i = 0; i < sizeof(signatures) / sizeof(*signatures); i++) {
		const struct signature *s = &signatures[i];

		if (head.len >= s->len && !memcmp(head.p, s->bytes, s->len))
			return s->magic;
		/* Three bytes or less of a capture's four. */
		if (head.len < 4 && is_capture(s->magic.kind) &&
		    !memcmp(head.p, s->bytes, head.len))
			return cut;
	}
	if (head.len >= 262 && !memcmp(head.p + 257, "ustar", 5))
		return tar;
	if (is_text(head))
		return text;
	return ends_with(name, ".etl") ? etl : unknown;
}
