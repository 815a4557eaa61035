/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>

enum { ARGS = 8 };

/* What is wrong with these command lines is said in these words. */
static const struct {
	const char *args[ARGS];
	const char *want; /* NULL: nothing is wrong */
} lines[] = {
	{ { "-i", "eth0" }, NULL },
	{ { "-i", "eth0", "-i", "any", "port", "5060" }, NULL },
	{ { "--format", "json", "-nn", "-l", "-U", "-p" }, NULL },
	{ { "--status", "4xx", "--status", "420" }, NULL },
	{ { "--lang", "en_GB.UTF-8" }, NULL },
	{ { "-vv", "--color=never", "--time", "relative" }, NULL },
	{ { "--format", "xml" }, "bad --format `xml': want text, json, md, html "
	  "or csv" },
	{ { "--format", "csv", "--explain", "420" }, "--format csv is for --list: --explain and --compare "
	  "are written as text, json, md or html" },
	{ { "--compare", "420", "--format", "csv" }, "--format csv is for --list: --explain and --compare "
	  "are written as text, json, md or html" },
	{ { "--list", "--format", "html" }, "--format html is for --explain and "
	  "--compare: --list is written as text, json, md or csv" },
	{ { "--list", "--format", "csv" }, NULL },
	{ { "--explain", "420", "--format", "html" }, NULL },
	{ { "--format", "md", "x.pcap" }, "--format md, html and csv are for --explain, "
	  "--compare and --list: everything else is written as text or json" },
	{ { "--format", "csv", "-D" }, "--format md, html and csv are for --explain, "
	  "--compare and --list: everything else is written as text or json" },
	{ { "--format", "html", "--help" }, NULL },
	{ { "--color", "blue" },
	  "bad --color `blue': want auto, always or never" },
	{ { "--time", "gmt" },
	  "bad --time `gmt': want local, utc or relative" },
	{ { "--lang", "tlh" },
	  "bad --lang `tlh': want en, vi, ja, es, id or ru" },
	{ { "--lang", "ja_JP.UTF-8" }, NULL },
	{ { "--lang", "" }, "bad --lang `': want en, vi, ja, es, id or ru" },
	{ { "-c", "0" },
	  "bad --count `0': want a number of messages, 1 or more" },
	{ { "-c", "ten" },
	  "bad --count `ten': want a number of messages, 1 or more" },
	{ { "-d", "-1" },
	  "bad --duration `-1': want whole seconds, 1 or more" },
	{ { "-s", "0" }, NULL },
	{ { "-s", "300000" }, "bad -s `300000': want bytes, 1 to 262144" },
	{ { "-B", "x" }, "bad -B `x': want KiB, 1 to 2097151" },
	{ { "--status", "42" },
	  "bad --status `42': want a code from 100 to 699, or a class as 4xx" },
	{ { "--status", "4x0" },
	  "bad --status `4x0': want a code from 100 to 699, or a class as 4xx" },
	{ { "--severity", "fatal" },
	  "bad --severity `fatal': want info, warning or error" },
	{ { "--fail-on", "errors" },
	  "bad --fail-on `errors': want info, warning, error or a finding "
	  "(sipexplain --list findings)" },
	{ { "--finding", "status" },
	  "bad --finding `status': want the name of a finding (sipexplain "
	  "--list findings), * and ? allowed" },
	{ { "--exlpain", "420" },
	  "unknown option `--exlpain': did you mean --explain?" },
	{ { "--fail-on", "status-*", "--finding", "status-499" }, NULL },
	{ { "--zzzzzzzz" }, "unknown option `--zzzzzzzz': see sipexplain --help" },
	{ { "-Z" }, "unknown option `-Z': see sipexplain --help" },
	{ { "-r" }, "option `-r' wants a value: see sipexplain --help" },
	{ { "--format", "a\033[2Jb" },
	  "bad --format `a\\x1B[2Jb': want text, json, md, html or csv" },
	{ { "-i", "eth0", "-r", "x.pcap" },
	  "both an interface (`eth0') and a file (`x.pcap'): capture live or "
	  "read files, one at a time" },
	{ { "--explain", "420", "--compare", "486" },
	  "--explain, --compare, --list, --print-filter, --check-knowledge, "
	  "--completion and -D exclude each other: give one of them" },
	{ { "--completion" },
	  "option `--completion' wants a value: see sipexplain --help" },
};

static int read_line(struct options *o, const char *const *args,
		     struct strbuf *err)
{
	char *argv[ARGS + 2] = { (char *)(uintptr_t)"sipexplain" };
	int argc = 1;

	for (; argc <= ARGS && args[argc - 1]; argc++)
		argv[argc] = (char *)(uintptr_t)args[argc - 1];
	return options_read(o, argc, argv, err);
}

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct options o;
		struct strbuf err = { 0 };
		int rc = read_line(&o, lines[i].args, &err);

		print_message("  %s\n", lines[i].args[0]);
		assert_int_equal(rc, lines[i].want ? -EINVAL : 0);
		assert_string_equal(strbuf_str(&err),
				    lines[i].want ? lines[i].want : "");
		options_fini(&o);
		strbuf_fini(&err);
	}
}

/* What nothing looks for cannot be waited for. */
static void test_sought(void **state)
{
	size_t n;
	const struct finding_text *all = catalog_finding_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const char *args[ARGS] = { i % 2 ? "--finding" : "--fail-on",
					   all[i].name };
		const char *one_of_all[ARGS] = { args[0], "*" };
		struct options o;
		struct strbuf err = { 0 };

		assert_int_equal(read_line(&o, args, &err),
				 all[i].sought ? 0 : -EINVAL);
		assert_int_equal(strstr(strbuf_str(&err), "a finding that this "
					"version looks for") != NULL,
				 !all[i].sought);
		options_fini(&o);
		assert_int_equal(read_line(&o, one_of_all, &err), 0);
		options_fini(&o);
		strbuf_fini(&err);
	}
}

static void test_values(void **state)
{
	const char *args[ARGS] = { "-vv", "-c", "5", "-d", "2", "-fjson",
				   "--severity=warning", "--show-secrets" };
	struct options o;
	struct strbuf err = { 0 };

	(void)state;
	assert_int_equal(read_line(&o, args, &err), 0);
	assert_int_equal(o.verbosity, VERBOSITY_ALL);
	assert_int_equal(o.count, 5);
	assert_true(o.duration == 2 * CLOCK_S);
	assert_int_equal(o.format, FORMAT_JSON);
	assert_true(o.has_severity);
	assert_int_equal(o.severity, SEVERITY_WARNING);
	assert_true(o.show_secrets);
	assert_string_equal(o.user, "nobody");
	options_fini(&o);
	strbuf_fini(&err);
}

/* Operands: this source file exists; the words behind it are a filter. */
static void test_operands(void **state)
{
	const char *ok[ARGS] = { "/dev/null", "udp", "port", "5060" };
	const char *neither[ARGS] = { "cal.pcap" };
	const char *with_filter[ARGS] = { "cal.pcap", "port", "5060" };
	const char *second[ARGS] = { "/dev/null", "./cal", "port", "5060" };
	const char *filter[ARGS] = { "-i", "lo", "prot", "5060" };
	struct options o;
	struct strbuf err = { 0 };

	(void)state;
	assert_int_equal(read_line(&o, ok, &err), 0);
	assert_int_equal(options_operands(&o, &err), 0);
	assert_int_equal(o.files.n, 1);
	assert_string_equal(o.filter, "udp port 5060");
	options_fini(&o);

	assert_int_equal(read_line(&o, neither, &err), 0);
	assert_int_equal(options_operands(&o, &err), -EINVAL);
	assert_string_equal(strbuf_str(&err), "`cal.pcap' is neither a file "
			    "nor a valid filter");
	options_fini(&o);
	strbuf_reset(&err);

	assert_int_equal(read_line(&o, second, &err), 0);
	assert_int_equal(options_operands(&o, &err), -EINVAL);
	assert_string_equal(strbuf_str(&err), "`./cal' is neither a file "
			    "nor a valid filter");
	options_fini(&o);
	strbuf_reset(&err);

	assert_int_equal(read_line(&o, with_filter, &err), 0);
	assert_int_equal(options_operands(&o, &err), -EINVAL);
	assert_string_equal(strbuf_str(&err), "`cal.pcap' is neither a file "
			    "nor a valid filter");
	options_fini(&o);
	strbuf_reset(&err);

	assert_int_equal(read_line(&o, filter, &err), 0);
	assert_int_equal(options_operands(&o, &err), -EINVAL);
	assert_non_null(strstr(strbuf_str(&err), "prot 5060"));
	options_fini(&o);
	strbuf_fini(&err);
}

/* An operand that is neither may have been meant otherwise. */
static void test_meant(void **state)
{
	static const char *const rows[][2] = {
		{ "420", "; what it means says sipexplain --explain 420" },
		{ "4xx", "; what it means says sipexplain --explain 4xx" },
		{ "any", "; to listen there: sipexplain -i any" },
		{ "nosuch0", "filter" },
		{ "a-name-longer-than-that-of-an-interface", "filter" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *args[ARGS] = { rows[i][0] };
		struct strbuf err = { 0 };
		struct options o;
		size_t n = strlen(rows[i][1]);

		assert_int_equal(read_line(&o, args, &err), 0);
		assert_int_equal(options_operands(&o, &err), -EINVAL);
		assert_true(err.len > n);
		assert_string_equal(strbuf_str(&err) + err.len - n, rows[i][1]);
		options_fini(&o);
		strbuf_fini(&err);
	}
}

static void test_codes(void **state)
{
	struct options_codes c;

	(void)state;
	assert_int_equal(options_codes_read("420", &c), 0);
	assert_int_equal(c.low, 420);
	assert_int_equal(c.high, 420);
	assert_int_equal(options_codes_read("4XX", &c), 0);
	assert_int_equal(c.low, 400);
	assert_int_equal(c.high, 499);
	assert_int_equal(options_codes_read("7xx", &c), -EINVAL);
	assert_int_equal(options_codes_read("099", &c), -EINVAL);
	assert_int_equal(options_codes_read("4200", &c), -EINVAL);
}

static void test_help(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	options_help(&b, false);
	assert_non_null(strstr(strbuf_str(&b), "--call-id ID"));
	assert_non_null(strstr(strbuf_str(&b), "  -i, --interface NAME"));
	strbuf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_sought),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_operands),
		cmocka_unit_test(test_meant),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
