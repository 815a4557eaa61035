/* SPDX-License-Identifier: BSD-2-Clause */
/* Each message is indexed, and called malformed or not as its table says: our
 * own in tests/corpus/torture, and those of RFC 4475 and RFC 5118 when they are
 * there ($SIPEXPLAIN_SHARED, or ../shared beside the source). */
#include "data/catalog.h"
#include "dissect/sip_frame.h"
#include "dissect/sip_index.h"
#include "dissect/sip_osip.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	const char *name;
	uint32_t bit;
} bits[] = {
#define BIT(name) { #name, SIP_ODD_##name }
	BIT(BARE_LF), BIT(NO_BLANK_LINE), BIT(NO_COLON), BIT(SPACE_COLON),
	BIT(VERSION), BIT(STATUS), BIT(START_LINE), BIT(NO_VIA), BIT(NO_FROM),
	BIT(NO_TO), BIT(NO_CALL_ID), BIT(NO_CSEQ), BIT(DUPLICATE),
	BIT(CSEQ_BAD), BIT(CSEQ_METHOD), BIT(LENGTH_BAD), BIT(LENGTH_LONG),
	BIT(LENGTH_SHORT), BIT(NUL), BIT(TOO_MANY), BIT(MAX_FORWARDS),
	BIT(BODY_NO_TYPE), BIT(CONTROL), BIT(BARE_CR), BIT(NAME), BIT(CALL_ID),
	BIT(URI), BIT(VIA), BIT(ADDRESS), BIT(NUMBER), BIT(DATE),
#undef BIT
};

/* `A B C', or `-': the bits of these names. */
static uint32_t bits_of(const char *names)
{
	uint32_t all = 0, bit;
	size_t i, len;

	if (strcmp(names, "-") == 0)
		return 0;
	for (; *names; names += len + (names[len] == ' ')) {
		len = strcspn(names, " ");
		for (bit = 0, i = 0; i < LEN(bits); i++)
			if (strlen(bits[i].name) == len &&
			    strncmp(bits[i].name, names, len) == 0)
				bit = bits[i].bit;
		if (!bit)
			fail_msg("%s: no such bit", names);
		all |= bit;
	}
	return all;
}

/* The file in a heap block of its exact size; p NULL when it is not there. */
static struct slice load(const char *folder, const char *name)
{
	struct slice s = { NULL, 0 };
	char path[1024], *bytes;
	long size;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "rb");
	if (!f)
		return s;
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	bytes = malloc((size_t)size + !size);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, (size_t)size, f), size);
	fclose(f);
	return slice_of(bytes, (size_t)size);
}

static struct sip_index_room room;

static uint32_t judge(struct slice bytes, struct sip_index *m)
{
	struct slice message;

	sip_frame_datagram(bytes, true, &message);
	sip_index_read(m, &room, message, true);
	return sip_index_malformed(m);
}

/* Columns of a line by tabs, NUL-terminated; a missing one is "". */
static void columns(char *line, char **out, int n)
{
	static char empty[1];

	line[strcspn(line, "\r\n")] = '\0';
	for (int i = 0; i < n; i++) {
		out[i] = line ? line : empty;
		line = line ? strchr(line, '\t') : NULL;
		if (line)
			*line++ = '\0';
	}
}

static void check_ours(const char *folder, char **row)
{
	struct slice bytes = load(folder, row[0]), message;
	uint32_t bad, want = bits_of(row[2]);
	struct sip_index m;

	if (!bytes.p)
		fail_msg("%s: cannot be read", row[0]);
	bad = judge(bytes, &m);
	if (sip_frame_datagram(bytes, true, &message) != SIP_FRAME_MESSAGE)
		fail_msg("%s: not taken for SIP", row[0]);
	if ((m.odd | bad) != want)
		fail_msg("%s: odd %#x, want %#x", row[0], m.odd | bad, want);
	if (!bad != !strcmp(row[1], "valid"))
		fail_msg("%s: malformed %#x, want %s", row[0], bad, row[1]);
	free((char *)(uintptr_t)bytes.p);
}

static void test_ours(void **state)
{
	const char *src = getenv("srcdir");
	char folder[512], line[1024], *row[3];
	unsigned n = 0;
	FILE *f;

	(void)state;
	snprintf(folder, sizeof(folder), "%s/tests/corpus/torture",
		 src ? src : ".");
	snprintf(line, sizeof(line), "%s/expected.tsv", folder);
	f = fopen(line, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (*line == '#')
			continue;
		columns(line, row, 3);
		check_ours(folder, row);
		n++;
	}
	fclose(f);
	assert_true(n > 100);
}

/* Columns of MANIFEST.tsv: file name bytes eol verdict ...; an `invalid' one is
 * malformed, `valid...' is not, others are free. */
static void check_theirs(const char *folder, char **row)
{
	struct slice bytes = load(folder, row[0]);
	struct sip_index m;
	uint32_t bad;

	if (!bytes.p)
		fail_msg("%s: cannot be read", row[0]);
	bad = judge(bytes, &m);
	if (!m.n_headers || !m.start_line.len)
		fail_msg("%s: not indexed", row[1]);
	if (strncmp(row[4], "valid", 5) == 0 && bad)
		fail_msg("%s: is valid, got %#x", row[1], bad);
	if (strncmp(row[4], "invalid", 7) == 0 && !bad)
		fail_msg("%s: is invalid", row[1]);
	free((char *)(uintptr_t)bytes.p);
}

static bool shared_folder(char *out, size_t size, const char *name)
{
	const char *src = getenv("srcdir"), *shared = getenv("SIPEXPLAIN_SHARED");
	FILE *f;

	if (shared)
		snprintf(out, size, "%s/messages/%s", shared, name);
	else
		snprintf(out, size, "%s/../shared/messages/%s",
			 src ? src : ".", name);
	strcat(out, "/MANIFEST.tsv");
	f = fopen(out, "r");
	if (!f) {
		print_message("# SKIPPED: %s is not there\n", out);
		return false;
	}
	fclose(f);
	return true;
}

static void check_folder(const char *name, unsigned least)
{
	char path[600], line[4096], *row[5];
	unsigned n = 0;
	FILE *f;

	if (!shared_folder(path, sizeof(path) - 16, name))
		skip();
	f = fopen(path, "r");
	assert_non_null(f);
	*strrchr(path, '/') = '\0';
	while (fgets(line, sizeof(line), f)) {
		columns(line, row, 5);
		if (*row[0] < '0' || *row[0] > '9')
			continue;
		check_theirs(path, row);
		n++;
	}
	fclose(f);
	assert_true(n >= least);
}

static void test_rfc4475(void **state)
{
	(void)state;
	check_folder("rfc4475", 49);
}

static void test_rfc5118(void **state)
{
	(void)state;
	check_folder("rfc5118", 12);
}

/* Messages of other parsers' tests, whose verdicts are laxer than the RFC's:
 * they have to pass through, no more. */
static void through(const char *name)
{
	struct sip_osip *o = sip_osip_new();
	struct sip_osip_verdict verdict;
	char path[600], file[16];
	struct sip_index m;
	unsigned n = 0;

	assert_non_null(o);
	if (!shared_folder(path, sizeof(path) - 16, name)) {
		sip_osip_free(o);
		skip();
	}
	*strrchr(path, '/') = '\0';
	for (unsigned i = 1; i < 999; i++) {
		struct slice bytes;

		snprintf(file, sizeof(file), "%03u.sip", i);
		bytes = load(path, file);
		if (!bytes.p)
			break;
		judge(bytes, &m);
		sip_osip_reset(o);
		sip_osip_verdict(o, &m, &verdict);
		n++;
		free((char *)(uintptr_t)bytes.p);
	}
	sip_osip_free(o);
	assert_true(n > 50);
}

static void test_libosip2(void **state)
{
	(void)state;
	through("libosip2");
}

static void test_sofia(void **state)
{
	(void)state;
	through("sofia-sip");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ours),
		cmocka_unit_test(test_rfc4475),
		cmocka_unit_test(test_rfc5118),
		cmocka_unit_test(test_libosip2),
		cmocka_unit_test(test_sofia),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
