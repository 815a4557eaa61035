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
	SIGN("+---------+---------------+----------+", MAGIC_FOREIGN,
	     "a Tektronix K12 text export", NULL),
	SIGN("Session Transcript", MAGIC_FOREIGN,
	     "a Catapult DCT2000 trace", NULL),
	SIGN("btsnoop\0", MAGIC_FOREIGN, "a Bluetooth snoop capture", NULL),
	SIGN("\xaa\xaa\xaa\xaa", MAGIC_FOREIGN, "an Accellent 5Views capture",
	     NULL),
	SIGN("\x01\x10\x4c\x00", MAGIC_FOREIGN, "a LANalyzer capture", NULL),
	SIGN("TR\0d\0", MAGIC_FOREIGN, "an HP-UX nettl capture", NULL),
	SIGN("\x05VNF", MAGIC_FOREIGN, "a Visual Networks capture", NULL),
	SIGN("EyeSDN", MAGIC_FOREIGN, "an EyeSDN trace", NULL),
	SIGN("\x42\xd2\x00\x34\x12\x66\x22\x88", MAGIC_FOREIGN,
	     "a RADCOM capture", NULL),
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

static unsigned le16(struct slice s, size_t at)
{
	return (unsigned char)s.p[at] | (unsigned)(unsigned char)s.p[at + 1] << 8;
}

/* A length, once or twice, then a date. */
static bool is_commview(struct slice s)
{
	size_t date;

	if (s.len < 24)
		return false;
	date = le16(s, 0) && le16(s, 0) == le16(s, 2) ? 5 : 4;
	return le16(s, 0) && (date == 5 ? !s.p[4] : !le16(s, 2)) &&
	       le16(s, date) >= 1990 && le16(s, date) < 2100 &&
	       s.p[date + 2] >= 1 && s.p[date + 2] <= 12 &&
	       s.p[date + 3] >= 1 && s.p[date + 3] <= 31;
}

/* The bytes of a record of Endace's ERF; 0: none begins here. */
static size_t erf_record(struct slice s)
{
	size_t len;

	if (s.len < 16 || !s.p[8] || (s.p[8] & 0x7f) > 48)
		return 0;
	len = (size_t)(unsigned char)s.p[10] << 8 | (unsigned char)s.p[11];
	return len >= 16 ? len : 0;
}

/* Two records, the second at most some minutes later: nothing else tells that it
 * is one. */
static bool is_erf(struct slice s)
{
	size_t len = erf_record(s);
	struct slice second = slice_from(s, len);

	return len && erf_record(second) &&
	       le16(second, 6) == le16(s, 6) && /* of the seconds */
	       le16(second, 5) - le16(s, 5) <= 1;
}

static struct magic guess(struct slice head, const char *name)
{
	static const struct magic unknown = { MAGIC_UNKNOWN, NULL, NULL };
	static const struct magic etl = { MAGIC_ETL, "a Windows event trace",
					  NULL };
	static const struct magic commview = { MAGIC_FOREIGN,
					       "a CommView capture", NULL };
	static const struct magic erf = { MAGIC_FOREIGN,
					  "an Endace ERF capture", NULL };

	if (ends_with(name, ".etl"))
		return etl;
	if (is_commview(head))
		return commview;
	return is_erf(head) ? erf : unknown;
}

struct magic magic_know(struct slice head, const char *name)
{
	static const struct magic empty = { MAGIC_EMPTY, NULL, NULL };
	static const struct magic cut = { MAGIC_CUT, NULL, NULL };
	static const struct magic text = { MAGIC_TEXT, NULL, NULL };
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
	return guess(head, name);
}
