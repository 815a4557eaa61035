/* SPDX-License-Identifier: BSD-2-Clause */
/* What is said when a capture cannot be read: the name and the advice. */
#include "capture/capture.h"

#include "capture_files.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <sys/wait.h>

static const struct {
	const char *label, *bytes;
	size_t len;
	int rc;
	const char *want; /* part of the sentence */
} rows[] = {
#define ROW(l, b, rc, want) { l, b, sizeof(b) - 1, rc, want }
	ROW("empty", "", -ENODATA, "is empty (0 bytes)"),
	ROW("text", "hello, this is no capture\n", -EINVAL,
	    "is text without a SIP message in it; give a"),
	ROW("sip", "2026-11-20 INVITE sip:a@example.org SIP/2.0\r\n", -EINVAL,
	    "is text without a SIP message in it"),
	ROW("utf8", "R\xc3\xa9sum\xc3\xa9 of the trace\n", -EINVAL,
	    "or a trace of Kamailio"),
	ROW("binary", "\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7\0\1\2",
	    -EINVAL, "is not a capture: its first bytes"),
	ROW("netmon1", "RTSS\1\1\0\0\0\0\0\0", -ENOTSUP,
	    "a Network Monitor 1 capture, which is not read; turn it into "
	    "pcap first: editcap -F pcap bad "),
	ROW("netmon2", "GMBU\0\2\1\0\0\0\0\0", -ENOTSUP,
	    "a Network Monitor 2 capture"),
	ROW("snoop", "snoop\0\0\0\0\0\0\2\0\0\0\4", -ENOTSUP,
	    "a snoop capture"),
	ROW("sniffer", "TRSNIFF data    \x1a\0\0\0", -ENOTSUP,
	    "a Sniffer capture"),
	ROW("Bluetooth", "btsnoop\0\0\0\0\1\0\0\3\xea", -ENOTSUP,
	    "a Bluetooth snoop capture"),
	ROW("5Views", "\xaa\xaa\xaa\xaa\x20\0\0\0\0\0\1\0", -ENOTSUP,
	    "an Accellent 5Views capture"),
	ROW("LANalyzer", "\1\x10\x4c\0\1\5Trace Display", -ENOTSUP,
	    "a LANalyzer capture"),
	ROW("nettl", "TR\0d\0\0\0\0\0\0\0\x80/tmp/x", -ENOTSUP,
	    "an HP-UX nettl capture"),
	ROW("Visual", "\5VNF\x1a\0\0\0\xe9\7\1k", -ENOTSUP,
	    "a Visual Networks capture"),
	ROW("K12 text", "+---------+---------------+----------+\r\n"
	    "10:00:00,000,000   ETHER\r\n|0   |02|00|\r\n", -ENOTSUP,
	    "a Tektronix K12 text export"),
	ROW("CommView", "\x20\0\x20\0\0\xea\7\x0b\x15\2\x36\x21\x4a\x79"
	    "\x0e\0\0\0\0\0\0\0\0\0\2", -ENOTSUP, "a CommView capture"),
	ROW("CommView, new", "\x20\0\0\0\xea\7\x0b\x15\2\x36\x21\x4a\x79"
	    "\x0e\0\0\0\0\0\0\0\0\0\2", -ENOTSUP, "a CommView capture"),
	ROW("CommView, no such month", "\x20\0\0\0\xea\7\x0d\x15\2\x36\x21"
	    "\x4a\x79\x0e\0\0\0\0\0\0\0\0\0\2", -EINVAL,
	    "its first bytes"),
	ROW("ERF", "....\0\x65\x5f\x65" "\2\4\0\x14\0\0\0\2" "data"
	    "....\1\x65\x5f\x65" "\2\4\0\x14\0\0\0\2" "data", -ENOTSUP,
	    "an Endace ERF capture"),
	ROW("ERF, later by days", "....\0\x65\x5f\x65" "\2\4\0\x14\0\0\0\2"
	    "data" "....\1\x65\x60\x65" "\2\4\0\x14\0\0\0\2" "data",
	    -EINVAL, "its first bytes"),
	ROW("ERF, one record", "....\0\x65\x5f\x65" "\2\4\0\x14\0\0\0\2"
	    "data", -EINVAL, "its first bytes"),
	ROW("xz", "\xfd" "7zXZ\0\0\4\xe6\xd6\xb4\x46", -ENOTSUP,
	    "is packed with xz; unpack it first: xz -d bad"),
	ROW("bzip2", "BZh91AY&SY\0\0\0\0", -ENOTSUP, "bzip2 -d bad"),
	ROW("zip", "PK\3\4\x14\0\0\0\0\0\0\0", -ENOTSUP, "a zip archive"),
	ROW("lz4", "\x04\x22\x4d\x18\x64\x40\xa7\0\0\0\0\0", -ENOTSUP,
	    "lz4 -d bad"),
	ROW("header cut", "\xd4\xc3\xb2\xa1\2\0\4\0\0\0", -EINVAL,
	    "is cut off inside its file header"),
	ROW("magic cut", "\xd4\xc3", -EINVAL, "cut off inside its first 4"),
	ROW("version 9", "\xd4\xc3\xb2\xa1\x09\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0"
	    "\1\0\0\0", -EINVAL, "has a file header that cannot be read "
	    "(version 9.4 of the form)"),
	ROW("gzip cut", "\x1f\x8b\x08\0\0\0\0\0\0\3", -EIO,
	    "its gzip data stops before the end"),
	ROW("gzip bad", "\x1f\x8b\x08\0\0\0\0\0\0\3\xff\xff\xff\xff", -EIO,
	    "its gzip data cannot be unpacked; copy the file again"),
	ROW("zstd cut", "\x28\xb5\x2f\xfd\x24", -EIO,
	    "its zstd data stops before the end"),
	ROW("gzip of nothing", "\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0",
	    -ENODATA, "is empty (0 bytes)"),
#undef ROW
};

/* path is refused with rc, and the sentence holds want and the name. */
static void check_refused(const char *path, int rc, const char *want)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	const char *said;
	const struct frame *f;
	int got = capture_add_file(c, path, &err);

	said = strbuf_str(&err.text);
	if (got != rc || !strstr(said, want) || strchr(said, '\n') ||
	    (strcmp(path, "-") && !strstr(said, path)))
		fail_msg("%s: %d `%s', want %d `%s'", path, got, said, rc, want);
	/* Nothing was added. */
	assert_int_equal(capture_sources(c), 0);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	/* Without a place for the sentence it is refused just the same. */
	assert_int_equal(capture_add_file(c, path, NULL), rc);
	capture_free(c);
	strbuf_fini(&err.text);
}

static void test_contents(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		strbuf_add(&b, rows[i].bytes, rows[i].len);
		save("bad", &b);
		check_refused("bad", rows[i].rc, rows[i].want);
	}
	strbuf_adds(&b, "\1\2\3\4 Windows event trace");
	save("trace.etl", &b);
	check_refused("trace.etl", -ENOTSUP, "etl2pcapng trace.etl ");
}

/* A name that plays with the terminal is shown, not obeyed. */
static void test_hostile_name(void **state)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();

	(void)state;
	assert_int_equal(capture_add_file(c, "a\x1b[2J\n.pcap", &err), -ENOENT);
	assert_non_null(strstr(strbuf_str(&err.text), "`a\\x1B[2J\\n.pcap'"));
	capture_free(c);
	strbuf_fini(&err.text);
}

static void test_places(void **state)
{
	(void)state;
	check_refused("no-such.pcap", -ENOENT,
		      "cannot read `no-such.pcap': there is no such file; check");
	check_refused(".", -EISDIR, "is a directory; name the capture files");
}

/* Run in a child that gave root up; 0 when it behaved. */
static int try_unreadable(void)
{
	struct passwd *pw = getpwnam("nobody");

	if (geteuid() == 0 && (!pw || setgid(pw->pw_gid) || setuid(pw->pw_uid)))
		return 2;
	check_refused("secret.pcap", -EACCES, "you may not read it; ask");
	return 0;
}

static void test_unreadable(void **state)
{
	struct strbuf b = { 0 };
	int status;
	pid_t pid;

	(void)state;
	put_three(&b, &plain_form);
	save("secret.pcap", &b);
	assert_int_equal(chmod("secret.pcap", 0), 0);
	assert_int_equal(chmod(".", 0711), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(try_unreadable());
	assert_true(waitpid(pid, &status, 0) == pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 2)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_filters(void **state)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	struct strbuf b = { 0 };

	(void)state;
	assert_true(capture_filter_valid("udp port 5060", &err));
	assert_true(capture_filter_valid("", NULL));
	assert_false(capture_filter_valid("cal.pcap", NULL));
	assert_false(capture_filter_valid("port sipp and", &err));
	assert_non_null(strstr(strbuf_str(&err.text),
			       "bad filter `port sipp and': "));
	put_three(&b, &plain_form);
	save("a.pcap", &b);
	assert_int_equal(capture_add_file(c, "a.pcap", &err), 0);
	assert_int_equal(capture_filter(c, "port 70000", &err), -EINVAL);
	assert_non_null(strstr(strbuf_str(&err.text), "`port 70000'"));
	assert_non_null(strstr(strbuf_str(&err.text), "illegal port number"));
	capture_free(c);
	strbuf_fini(&err.text);
}

static void test_no_interface(void **state)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	struct strbuf list = { 0 };
	const char *said;
	int rc;

	(void)state;
	rc = capture_add_live(c, "nosuch0", NULL, &err);
	said = strbuf_str(&err.text);
	assert_non_null(strstr(said, "`nosuch0'"));
	if (rc == -EPERM) {
		char self[PATH_MAX] = "";

		assert_true(readlink("/proc/self/exe", self,
				     sizeof(self) - 1) > 0);
		assert_non_null(strstr(said, "sudo setcap cap_net_raw,"));
		assert_non_null(strstr(said, self));
	} else {
		assert_int_equal(rc, -ENODEV);
		assert_non_null(strstr(said, "there is no interface"));
	}
	assert_int_equal(capture_sources(c), 0);
	/* Without rights libpcap may see none. */
	assert_int_equal(capture_list_interfaces(&list, &err), 0);
	if (rc == -ENODEV && strstr(strbuf_str(&list), "any\t"))
		assert_non_null(strstr(said, "there are: "));
	capture_free(c);
	strbuf_fini(&list);
	strbuf_fini(&err.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contents),
		cmocka_unit_test(test_hostile_name),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_no_interface),
	};

	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
