/* SPDX-License-Identifier: BSD-2-Clause */
/* -w to a .pcapng name: what is read is written, and what is written is read, by
 * ourselves, by libpcap, and by tshark where it is installed. */
#include "capture/capture_write.h"

#include "base/clock.h"
#include "exact.h"
#include "pcapng_make.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>

#define T0 ((int64_t)START * CLOCK_S)

/* Two interfaces, secrets before and between, comments. */
static void put_source(struct strbuf *b, bool big, uint32_t second_link)
{
	const uint64_t ns = (uint64_t)START * 1000000000u;
	struct strbuf options = { 0 };

	ng_section(b, big);
	ng_secret(b, big, 0x544c534b, SLICE("CLIENT_RANDOM 1 2\n"));
	ng_option(&options, big, 2, SLICE("eth0"));
	ng_option(&options, big, 3, SLICE("to the provider"));
	ng_option(&options, big, 9, SLICE("\x09"));
	ng_interface(b, big, 1, 1500, &options);
	ng_option(&options, big, 2, SLICE("tun\xc3\xa9"));
	ng_option(&options, big, 9, SLICE("\x09"));
	ng_interface(b, big, second_link, 1500, &options);
	ng_option(&options, big, 1, SLICE("the one that failed"));
	ng_packet(b, big, 1, ns + 1, SLICE("E12345678901234567890"), &options);
	ng_packet(b, big, 0, ns + 999999999, SLICE(""), NULL);
	ng_secret(b, big, 0x57474b4c, SLICE("second"));
	ng_packet(b, big, 1, ns * 2 + 3, SLICE("E1234567890123456789012"),
		  NULL);
}

/* Copy all that c gives to path. */
static void copy(struct capture *c, const char *path)
{
	struct capture_error err = { 0 };
	struct capture_writer *w = capture_writer_new(path, c, &err);
	const struct frame *f;

	if (!w)
		fail_msg("%s", strbuf_str(&err.text));
	while (capture_next(c, &f, &err) == CAPTURE_FRAME)
		assert_int_equal(capture_writer_put(w, f, &err), 0);
	assert_int_equal(capture_writer_close(w, &err), 0);
	assert_int_equal(err.text.len, 0);
	capture_free(c);
}

static struct capture *open_bytes(const struct strbuf *b)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();

	assert_non_null(c);
	if (capture_add_bytes(c, "m", strbuf_view(b), &err))
		fail_msg("%s", strbuf_str(&err.text));
	return c;
}

static struct capture *open_file(const char *path)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();

	assert_non_null(c);
	if (capture_add_file(c, path, &err))
		fail_msg("%s", strbuf_str(&err.text));
	return c;
}

static void check_next(struct capture *c, const char *bytes, int64_t time,
		       unsigned interface, const char *comment)
{
	struct capture_error err = { 0 };
	const struct frame *f;

	assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
	want_text("bytes", f->bytes.len ? f->bytes : slice_of("", 0),
		  bytes);
	assert_int_equal(f->wire_len, f->bytes.len + 1);
	assert_true(f->time == time);
	assert_int_equal(f->interface, interface);
	want_text("comment", f->comment, comment);
}

static void check_interface(struct capture *c, unsigned interface,
			    const char *name, const char *description,
			    int link_type)
{
	struct capture_interface i;

	assert_true(capture_interface(c, 0, interface, &i));
	want_text("name", i.name, name);
	want_text("description", i.description, description);
	assert_int_equal(i.link_type, link_type);
	assert_int_equal(i.snaplen, 1500);
}

/* Interfaces come in the order in which they were met. */
static void test_round_trip(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	struct capture *c;
	const struct frame *f;

	(void)state;
	for (int big = 0; big < 2; big++) {
		struct capture_secret key;

		put_source(&b, big, 101);
		copy(open_bytes(&b), "out.pcapng");
		c = open_file("out.pcapng");
		check_next(c, "E12345678901234567890", T0 + 1, 0,
			   "the one that failed");
		check_next(c, "", T0 + 999999999, 1, NULL);
		check_next(c, "E1234567890123456789012", T0 * 2 + 3, 0, NULL);
		assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
		check_interface(c, 0, "tun\xc3\xa9", NULL, DLT_RAW);
		check_interface(c, 1, "eth0", "to the provider", 1);
		assert_true(capture_secret(c, 0, 0, &key));
		assert_int_equal(key.type, 0x544c534b);
		want_text("key", key.data, "CLIENT_RANDOM 1 2\n");
		assert_true(capture_secret(c, 0, 1, &key));
		assert_int_equal(key.type, 0x57474b4c);
		want_text("key 2", key.data, "second");
		assert_false(capture_secret(c, 0, 2, &key));
		capture_free(c);
		strbuf_fini(&b);
	}
	strbuf_fini(&err.text);
}

/* What was written is written again, byte for byte: nothing of it is lost. */
static void test_again(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	put_source(&b, true, 113);
	copy(open_bytes(&b), "a.pcapng");
	copy(open_file("a.pcapng"), "b.PcapNG");
	assert_int_equal(system("cmp a.pcapng b.PcapNG"), 0);
	strbuf_fini(&b);
}

/* Sources of their own: no two share an interface, and pcap has no names. */
static void test_several(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf one = { 0 }, two = { 0 };
	struct capture *c = capture_new();
	struct capture_interface i;

	(void)state;
	put_source(&one, false, 113);
	put_three(&two, &plain_form);
	assert_int_equal(capture_add_bytes(c, "1", strbuf_view(&two), &err), 0);
	assert_int_equal(capture_add_bytes(c, "2", strbuf_view(&one), &err), 0);
	copy(c, "several.pcapng");
	c = open_file("several.pcapng");
	for (unsigned n = 0; n < 6; n++) {
		static const struct { unsigned interface, link; } want[] = {
			{ 0, 1 }, { 1, 113 }, { 0, 1 }, { 0, 1 }, { 2, 1 },
			{ 1, 113 },
		};
		const struct frame *f;

		assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
		assert_int_equal(f->interface, want[n].interface);
		assert_int_equal(f->link_type, want[n].link);
	}
	assert_true(capture_interface(c, 0, 0, &i));
	want_text("no name", i.name, NULL);
	assert_int_equal(i.snaplen, 262144);
	assert_true(capture_interface(c, 0, 2, &i));
	want_text("name", i.name, "eth0");
	assert_false(capture_interface(c, 0, 3, &i));
	capture_free(c);
	strbuf_fini(&one);
	strbuf_fini(&two);
	strbuf_fini(&err.text);
}

/* Nobody knows of the sources: the frame alone has to do. */
static void test_unknown(void **state)
{
	struct frame f = { .bytes = SLICE("abcde"), .wire_len = 5, .time = 7,
			   .source = 3, .link_type = 113, .interface = 9 };
	const struct frame *read;
	struct capture_error err = { 0 };
	struct capture_writer *w = capture_writer_new("u.pcapng", NULL, &err);
	struct capture_interface i;
	struct capture *c;

	(void)state;
	assert_non_null(w);
	assert_int_equal(capture_writer_put(w, &f, &err), 0);
	assert_int_equal(capture_writer_close(w, &err), 0);
	c = open_file("u.pcapng");
	assert_int_equal(capture_next(c, &read, &err), CAPTURE_FRAME);
	assert_int_equal(read->interface, 0);
	assert_int_equal(read->link_type, 113);
	assert_int_equal(read->time, 7);
	assert_true(capture_interface(c, 0, 0, &i));
	assert_int_equal(i.snaplen, 0);
	capture_free(c);
	strbuf_fini(&err.text);
}

static void test_libpcap(void **state)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	struct strbuf b = { 0 };
	struct pcap_pkthdr *h;
	const unsigned char *bytes;
	pcap_t *p;

	(void)state;
	put_source(&b, true, 1);
	copy(open_bytes(&b), "same.pcapng");
	p = pcap_open_offline_with_tstamp_precision("same.pcapng",
		PCAP_TSTAMP_PRECISION_NANO, why);
	if (!p)
		fail_msg("libpcap: %s", why);
	assert_int_equal(pcap_datalink(p), 1);
	assert_int_equal(pcap_next_ex(p, &h, &bytes), 1);
	assert_int_equal(h->caplen, 21);
	assert_int_equal(h->len, 22);
	assert_int_equal(h->ts.tv_sec, START);
	assert_int_equal(h->ts.tv_usec, 1);
	assert_memory_equal(bytes, "E12345678901234567890", 21);
	assert_int_equal(pcap_next_ex(p, &h, &bytes), 1);
	assert_int_equal(h->ts.tv_usec, 999999999);
	assert_int_equal(pcap_next_ex(p, &h, &bytes), 1);
	assert_int_equal(pcap_next_ex(p, &h, &bytes), PCAP_ERROR_BREAK);
	pcap_close(p);
	strbuf_fini(&b);
}

/* All of a command's output. */
static void output_of(const char *command, struct strbuf *out)
{
	FILE *f = popen(command, "r");
	char part[512];
	size_t n;

	assert_non_null(f);
	while ((n = fread(part, 1, sizeof(part), f)))
		strbuf_add(out, part, n);
	if (pclose(f))
		fail_msg("%s: %s", command, strbuf_str(out));
}

static void test_tshark(void **state)
{
	struct strbuf b = { 0 }, got = { 0 };

	(void)state;
	if (system("tshark --version >tshark.out 2>&1"))
		skip();
	put_source(&b, true, 113);
	copy(open_bytes(&b), "shark.pcapng");
	output_of("tshark -r shark.pcapng -T fields -e frame.number "
		  "-e frame.interface_name -e frame.interface_description "
		  "-e frame.time_epoch -e frame.cap_len -e frame.len "
		  "-e frame.encap_type -e frame.comment 2>tshark.err", &got);
	assert_string_equal(strbuf_str(&got),
		"1\ttun\xc3\xa9\t\t1700000000.000000001\t21\t22\t25\t"
		"the one that failed\n"
		"2\teth0\tto the provider\t1700000000.999999999\t0\t1\t1\t\n"
		"3\ttun\xc3\xa9\t\t3400000000.000000003\t23\t24\t25\t\n");
	strbuf_reset(&got);
	if (system("capinfos -K shark.pcapng >capinfos.out 2>&1") == 0) {
		output_of("capinfos -mK -F shark.pcapng 2>&1", &got);
		assert_non_null(strstr(strbuf_str(&got), "sipexplain"));
	}
	strbuf_fini(&got);
	strbuf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_libpcap),
		cmocka_unit_test(test_tshark),
	};

	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
