/* SPDX-License-Identifier: BSD-2-Clause */
/* Parts of pcapng blocks: times of every resolution, link types, and blocks that
 * cannot be. */
#include "base/clock.h"
#include "capture/link_number.h"
#include "pcapng_check.h"

#include <pcap/pcap.h>
#include <stdio.h>

/* --- times ------------------------------------------------------------------ */

static const struct {
	const char *label, *resolution; /* one byte, or NULL */
	int64_t offset;
	uint64_t units;
	int64_t want;
} times[] = {
	{ "microseconds", NULL, 0, 1700000000123456, 1700000000123456000 },
	{ "said so", "\x06", 0, 1700000000123456, 1700000000123456000 },
	{ "seconds", "\0", 0, 1700000000, 1700000000000000000 },
	{ "milliseconds", "\x03", 0, 1700000000123, 1700000000123000000 },
	{ "nanoseconds", "\x09", 0, 1700000000123456789, 1700000000123456789 },
	{ "10 ps", "\x0b", 0, 10000000000000000099u, 100000000000000000 },
	{ "picoseconds", "\x0c", 0, 12345678901234567890u, 12345678901234567 },
	{ "10^-19", "\x13", 0, UINT64_MAX, 1844674407 },
	{ "10^-20", "\x14", 0, UINT64_MAX, 184467440 },
	{ "10^-28", "\x1c", 0, UINT64_MAX, 1 },
	{ "10^-29", "\x1d", 0, UINT64_MAX, 0 },
	{ "10^-127", "\x7f", 5, UINT64_MAX, 5 * CLOCK_S },
	{ "2^-0", "\x80", 0, 12, 12 * CLOCK_S },
	{ "2^-1", "\x81", 0, 3, 1500000000 },
	{ "2^-20", "\x94", 0, (7 << 20) + (1 << 18), 7250000000 },
	{ "2^-34", "\xa2", 0, ((uint64_t)7 << 34) + (1u << 31), 7125000000 },
	{ "2^-35", "\xa3", 0, ((uint64_t)7 << 35) + (1u << 31), 7062500000 },
	{ "2^-63", "\xbf", 0, UINT64_MAX, 1999999999 },
	{ "2^-64", "\xc0", 0, UINT64_MAX / 2 + 1, 500000000 },
	{ "2^-97", "\xe1", 0, UINT64_MAX, 0 },
	{ "2^-127", "\xff", -1, UINT64_MAX, 0 },
	{ "offset", "\x06", 3600, 1000001, 3601000001000 },
	{ "back", "\x06", -3600, 3601000001, 1000001000 },
	{ "before 1970", "\x06", -3600, 1, 0 },
	{ "far", "\x06", INT64_MAX, UINT64_MAX, INT64_MAX / 2 },
	{ "far back", "\x06", INT64_MIN, UINT64_MAX, 0 },
	{ "any second", "\0", 0, UINT64_MAX, INT64_MAX / 2 },
	{ "any second 2", "\0", 0, (uint64_t)1 << 63, INT64_MAX / 2 },
	{ "any second 3", "\x80", 1, INT64_MAX, INT64_MAX / 2 },
	{ "2116", "\0", 0, 4611686019, INT64_MAX / 2 },
};

static void put_time(struct strbuf *b, bool big, size_t row)
{
	struct strbuf options = { 0 }, offset = { 0 };
	uint64_t v = (uint64_t)times[row].offset;

	ng_section(b, big);
	if (times[row].resolution)
		ng_option(&options, big, 9,
			  slice_of(times[row].resolution, 1));
	put32(&offset, big, (uint32_t)(big ? v >> 32 : v));
	put32(&offset, big, (uint32_t)(big ? v : v >> 32));
	if (v)
		ng_option(&options, big, 14, strbuf_view(&offset));
	ng_interface(b, big, 1, 0, &options);
	ng_packet(b, big, 0, times[row].units, SLICE("x"), NULL);
	strbuf_fini(&offset);
}

static void test_times(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };

	(void)state;
	for (size_t i = 0; i < 2 * LEN(times); i++) {
		struct capture *c;
		const struct frame *f;

		put_time(&b, i % 2, i / 2);
		c = open_bytes(strbuf_view(&b), &err);
		f = next(c);
		if (f->time != times[i / 2].want)
			fail_msg("%s: %lld, want %lld", times[i / 2].label,
				 (long long)f->time,
				 (long long)times[i / 2].want);
		capture_free(c);
		strbuf_reset(&b);
	}
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

/* --- link types ------------------------------------------------------------- */

/* What libpcap makes of the number in a file. */
static int libpcap_link(uint32_t number)
{
	struct strbuf b = { 0 };
	char why[PCAP_ERRBUF_SIZE];
	FILE *f;
	pcap_t *p;
	int dlt;

	put_header(&b, &plain_form, number);
	f = fmemopen(b.p, b.len, "rb");
	assert_non_null(f);
	p = pcap_fopen_offline(f, why);
	assert_non_null(p);
	dlt = pcap_datalink(p);
	pcap_close(p);
	strbuf_fini(&b);
	return dlt;
}

/* The same as libpcap, whose filters work on these; and back again. */
static void test_link_numbers(void **state)
{
	(void)state;
	for (uint16_t n = 0; n < 320; n++) {
		int dlt = link_number_to_dlt(n);
		uint16_t back = link_number_from_dlt(dlt);

		if (dlt != libpcap_link(n) && n != 246 && n != 109)
			fail_msg("%d: %d, libpcap has %d", n, dlt,
				 libpcap_link(n));
		if (back != n && n != 11 && n != 12 && n != 14 && n != 15 &&
		    n != 16 && n != 19)
			fail_msg("%d: %d, back to %d", n, dlt, back);
	}
	assert_int_equal(link_number_from_dlt(12), 101);
	assert_int_equal(link_number_from_dlt(14), 101);
}

/* --- damage ------------------------------------------------------------------ */

static const struct {
	const char *label, *bytes;
	size_t len;
	const char *want; /* of the sentence; frame 1 came before */
} bad[] = {
#define ROW(l, b, want) { l, b, sizeof(b) - 1, want }
	ROW("block too short", "\x06\0\0\0\x08\0\0\0\0\0\0\0",
	    "a block of 8 bytes"),
	ROW("zeroes", "\0\0\0\0\0\0\0\0\0\0\0\0", "a block of 0 bytes"),
	ROW("block too long", "\x06\0\0\0\0\0\0\x02", "of 33554432 bytes"),
	ROW("other end", "\x77\0\0\0\x10\0\0\0abcd\x11\0\0\0",
	    "a block of 16 bytes whose end says 17"),
	ROW("packet without its header", "\x06\0\0\0\x18\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\x18\0\0\0", "a block of type 6 that is 24 bytes long"),
	ROW("simple without its header", "\x03\0\0\0\x0c\0\0\0\x0c\0\0\0",
	    "a block of type 3 that is 12 bytes long"),
	ROW("interface without its header", "\x01\0\0\0\x10\0\0\0abcd"
	    "\x10\0\0\0", "a block of type 1 that is 16 bytes long"),
	ROW("section without its header", "\x0a\x0d\x0d\x0a\x10\0\0\0"
	    "\x4d\x3c\x2b\x1a\x10\0\0\0",
	    "a block of type 168627466 that is 16 bytes long"),
	ROW("section of no order", "\x0a\x0d\x0d\x0a\x1c\0\0\0\1\2\3\4"
	    "\1\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x1c\0\0\0",
	    "a section whose byte order mark is 0x01020304"),
	ROW("section of version 2", "\x0a\x0d\x0d\x0a\x1c\0\0\0"
	    "\x4d\x3c\x2b\x1a\2\0\1\0\xff\xff\xff\xff\xff\xff\xff\xff"
	    "\x1c\0\0\0", "a section of pcapng version 2.1"),
	ROW("interface 1", "\x06\0\0\0\x20\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\0\0\0\0\x20\0\0\0",
	    "a packet of interface 1 of a section that describes 1"),
	ROW("interface -1", "\x06\0\0\0\x20\0\0\0\xff\xff\xff\xff\0\0\0\0"
	    "\0\0\0\0\0\0\0\0\0\0\0\0\x20\0\0\0",
	    "a packet of interface 4294967295 of a section"),
	ROW("packet beyond its block", "\x06\0\0\0\x24\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\5\0\0\0\5\0\0\0abcd\x24\0\0\0",
	    "a packet of 5 bytes in a block of 36"),
	ROW("old packet beyond", "\x02\0\0\0\x24\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\xff\xff\xff\xff\5\0\0\0abcd\x24\0\0\0",
	    "a packet of 4294967295 bytes in a block of 36"),
	ROW("simple packet beyond", "\x03\0\0\0\x14\0\0\0\5\0\0\0abcd"
	    "\x14\0\0\0", "a packet of 5 bytes in a block of 20"),
#undef ROW
};

static void test_damage(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++) {
		struct strbuf want = { 0 };

		ng_section(&b, false);
		ng_interface(&b, false, 1, 0, NULL);
		ng_packet(&b, false, 0, US, SLICE("a"), NULL);
		strbuf_add(&b, bad[i].bytes, bad[i].len);
		strbuf_adds(&want, "`x.pcapng' is damaged after frame 1: what "
			    "follows is no frame (");
		check_tags(bad[i].label, &b, "a!", strbuf_str(&want));
		strbuf_fini(&want);
		/* The same with the reason; and right behind the interface. */
		ng_section(&b, false);
		ng_interface(&b, false, 1, 0, NULL);
		strbuf_add(&b, bad[i].bytes, bad[i].len);
		check_tags(bad[i].label, &b, "!", bad[i].want);
	}
	/* A packet before any interface, and a section that forgets them. */
	ng_section(&b, false);
	ng_packet(&b, false, 0, US, SLICE("a"), NULL);
	check_refused(strbuf_view(&b), "has a file header that cannot be read "
		      "(a packet of interface 0 of a section that describes 0)");
	strbuf_reset(&b);
	ng_section(&b, false);
	ng_simple(&b, false, 1, SLICE("a"));
	check_refused(strbuf_view(&b), "of a section without interfaces");
	strbuf_reset(&b);
	ng_section(&b, false);
	ng_interface(&b, false, 1, 0, NULL);
	ng_section(&b, true);
	ng_packet(&b, true, 0, US, SLICE("a"), NULL);
	check_tags("forgotten", &b, "!", "a section that describes 0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_link_numbers),
		cmocka_unit_test(test_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
