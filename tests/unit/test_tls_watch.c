/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tls_watch.h"

#include "tests/unit/exact.h"
#include "tests/unit/tls_bytes.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define NAME "sip.example.com"
#define X16 "0123456789abcdef"
#define DATA_33 "\x17\3\3\0\x21" X16 X16 "x"
#define DATA_19 "\x17\3\3\0\x13" X16 "xyz"
#define CHANGE "\x14\3\3\0\1\1"
/* An encrypted alert of TLS 1.2. */
#define HIDDEN_12 "\x15\3\3\0\x1a" X16 "0123456789"
/* A ClientHello that ends before its extensions: 41 bytes. */
#define BARE "\3\3" X16 X16 "\0" "\0\2\0\x2f" "\1\0"
/* One whose extensions are these 33 bytes: GREASE among the versions, a name
 * with bytes that no terminal should see. */
#define GREASY "\x16\3\1\0\x50\1\0\0\x4c" BARE "\0\x21" \
	"\0\x2b\0\x09\x08\xfa\xfa\3\4\x7f\x17\3\3" \
	"\x0a\x0a\0\0" "\0\0\0\x0c\0\x0a\0\0\7a\x1b[2J b"

struct push {
	int dir; /* -1: ends[0], 1: ends[1], 0: no more */
	const char *bytes;
	size_t len;
};
#define FROM(literal) { -1, BYTES(literal) }
#define BACK(literal) { 1, BYTES(literal) }

static const struct {
	const char *label;
	struct push pushes[6];
	const char *name;
	unsigned version, cipher, alert;
	int alert_from; /* -1: no alert */
	bool swapped, established;
	unsigned records;
} cases[] = {
	{ "TLS 1.3, refused by the client",
	  { FROM(TLS_CLIENT_13), BACK(TLS_SERVER_13 DATA_33 DATA_33),
	    FROM(TLS_UNKNOWN_CA) },
	  "", 0x0304, 0x1302, 48, 0, false, false, 6 },
	{ "TLS 1.3, used",
	  { FROM(TLS_CLIENT_ANY), BACK(TLS_SERVER_13 DATA_33),
	    FROM(CHANGE DATA_33), BACK(DATA_33) },
	  NAME, 0x0304, 0x1302, 0, -1, false, true, 7 },
	{ "TLS 1.3, the server's hidden alert",
	  { FROM(TLS_CLIENT_ANY), BACK(TLS_SERVER_13 DATA_33),
	    FROM(CHANGE DATA_33 DATA_33), BACK(DATA_19) },
	  NAME, 0x0304, 0x1302, 0, -1, false, false, 8 },
	{ "TLS 1.3, the client's hidden alert",
	  { FROM(TLS_CLIENT_ANY), BACK(TLS_SERVER_13 DATA_33),
	    FROM(CHANGE DATA_19), BACK(DATA_33) },
	  NAME, 0x0304, 0x1302, 0, -1, false, false, 7 },
	{ "TLS 1.2, used",
	  { FROM(TLS_CLIENT_ANY), BACK(TLS_SERVER_12), FROM(CHANGE),
	    BACK(CHANGE), FROM(DATA_33) },
	  NAME, 0x0303, 0xc030, 0, -1, false, true, 5 },
	{ "TLS 1.2, closed: encrypted alerts",
	  { FROM(TLS_CLIENT_12), BACK(TLS_SERVER_12), FROM(CHANGE HIDDEN_12),
	    BACK(CHANGE HIDDEN_12) },
	  NAME, 0x0303, 0xc030, 0, -1, false, false, 6 },
	{ "no common cipher", { FROM(TLS_CLIENT_12), BACK(TLS_FAILURE) },
	  NAME, 0x0303, 0, 40, 1, false, false, 2 },
	{ "the other way round", { BACK(TLS_CLIENT_12), FROM(TLS_FAILURE) },
	  NAME, 0x0303, 0, 40, 1, true, false, 2 },
	{ "ServerHello alone, the other way round", { FROM(TLS_SERVER_12) },
	  "", 0x0303, 0xc030, 0, -1, true, false, 1 },
	{ "the highest version that is offered", { FROM(TLS_CLIENT_ANY) },
	  NAME, 0x0304, 0, 0, -1, false, false, 1 },
	{ "the first alert stays",
	  { FROM(TLS_UNKNOWN_CA), BACK(TLS_FAILURE) }, "", 0, 0, 48, 0,
	  false, false, 2 },
	{ "warnings are nothing", { FROM("\x15\3\3\0\2\1\x70\x15\3\3\0\2\1\0") },
	  "", 0, 0, 0, -1, false, false, 2 },
	{ "after a HelloRequest", { FROM("\x16\3\3\0\4\0\0\0\0" TLS_CLIENT_12) },
	  NAME, 0x0303, 0, 0, -1, false, false, 2 },
	{ "data alone", { FROM(DATA_19) }, "", 0, 0, 0, -1, false, true, 1 },
	{ "GREASE and control bytes", { FROM(GREASY) }, "a?[2J?b", 0x0304, 0,
	  0, -1, false, false, 1 },
	{ "hello in three records",
	  { FROM("\x16\3\1\0\3\1\0\0\x16\3\1\0\2\x29\3"
		 "\x16\3\1\0\x28\3" X16 X16 "\0\0\2\0\x2f\1\0") },
	  "", 0x0303, 0, 0, -1, false, false, 3 },
	{ "empty records between",
	  { FROM("\x16\3\1\0\0" TLS_CLIENT_12 "\x17\3\3\0\0") },
	  NAME, 0x0303, 0, 0, -1, false, true, 3 },
	{ "hello that lies about its length",
	  { FROM("\x16\3\1\0\x2d\1\0\xff\xff" BARE) }, "", 0, 0, 0, -1,
	  false, false, 1 },
	{ "not TLS", { FROM("INVITE sip:x SIP/2.0\r\n") }, "", 0, 0, 0, -1,
	  false, false, 0 },
	{ "a record too long", { FROM("\x17\3\3\x48\1" X16) }, "", 0, 0, 0, -1,
	  false, false, 0 },
};

static struct addr addr(unsigned last, unsigned port)
{
	unsigned char ip[4] = { 192, 0, 2, (unsigned char)last };

	return addr_make(ip, 4, (uint16_t)port);
}

static void push(struct tls_watch *w, int dir, struct slice s, struct frame *at)
{
	struct slice in = exact(s.p, s.len);

	at->number++;
	tls_watch_push(w, dir, in, at);
	exact_free(in);
}

/* All of a case, at most step bytes at a time. */
static void run(struct tls_watch *w, struct budget *budget, size_t i,
		size_t step)
{
	struct addr a = addr(1, 1234), b = addr(2, 5061);
	struct frame at = { .number = 0 };

	*budget = (struct budget){ .max = 1 << 20 };
	tls_watch_init(w, &a, &b, budget);
	for (const struct push *p = cases[i].pushes; p->dir; p++) {
		struct slice s = { p->bytes, p->len };

		for (; s.len; s = slice_from(s, step))
			push(w, p->dir > 0, slice_head(s, step), &at);
	}
}

static void check(size_t i, const struct tls_info *t)
{
	const char *label = cases[i].label;
	struct addr client = addr(cases[i].swapped ? 2 : 1,
				  cases[i].swapped ? 5061 : 1234);

	if (strcmp(t->server_name, cases[i].name))
		fail_msg("%s: name `%s'", label, t->server_name);
	if (t->version != cases[i].version || t->cipher != cases[i].cipher)
		fail_msg("%s: version %x, cipher %x", label, t->version,
			 t->cipher);
	if (t->alert_level != (cases[i].alert_from < 0 ? 0 : 2) ||
	    t->alert != cases[i].alert ||
	    (t->alert_level && t->alert_from != cases[i].alert_from))
		fail_msg("%s: alert %u from %d", label, t->alert,
			 t->alert_from);
	if (!addr_eq(&t->client, &client) ||
	    t->established != cases[i].established ||
	    t->records != cases[i].records)
		fail_msg("%s: client port %u, established %d, %d records",
			 label, t->client.port, t->established,
			 (int)t->records);
	assert_int_equal(t->alert_at.number > 0, t->alert_level > 0);
}

/* Whole segments, single bytes, and all that is between. */
static void test_cases(void **state)
{
	static const size_t steps[] = { 1 << 20, 1, 2, 3, 5, 7, 64 };
	struct budget budget;
	struct tls_watch w;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		for (size_t k = 0; k < LEN(steps); k++) {
			run(&w, &budget, i, steps[k]);
			check(i, &w.info);
			tls_watch_fini(&w);
			assert_int_equal(budget.used, 0);
		}
	}
}

/* Frames: that which completed the hello, that of the alert. */
static void test_places(void **state)
{
	struct addr a = addr(1, 1), b = addr(2, 2);
	struct slice hello = SLICE(TLS_CLIENT_12);
	struct frame at = { .number = 0, .bytes = SLICE("x") };
	struct budget budget = { .max = 1 << 20 };
	struct tls_watch w;

	(void)state;
	tls_watch_init(&w, &a, &b, &budget);
	push(&w, 0, slice_head(hello, 100), &at);
	assert_int_equal(w.info.hello.number, 0);
	push(&w, 0, slice_from(hello, 100), &at);
	assert_int_equal(w.info.hello.number, 2);
	assert_int_equal(w.info.hello.bytes.len, 0);
	push(&w, 1, slice_head(SLICE(TLS_FAILURE), 6), &at);
	push(&w, 1, slice_from(SLICE(TLS_FAILURE), 6), &at);
	assert_int_equal(w.info.alert_at.number, 4);
	tls_watch_fini(&w);
}

/* A gap: what came of the hello before is used, later records are found. */
static void test_gap(void **state)
{
	struct addr a = addr(1, 1), b = addr(2, 2);
	struct slice hello = SLICE(TLS_CLIENT_12);
	struct frame at = { .number = 0 };
	struct budget budget = { .max = 1 << 20 };
	struct tls_watch w;

	(void)state;
	tls_watch_init(&w, &a, &b, &budget);
	push(&w, 0, slice_head(hello, 90), &at);
	assert_string_equal(w.info.server_name, "");
	tls_watch_gap(&w, 0);
	assert_string_equal(w.info.server_name, NAME);
	assert_int_equal(w.info.hello.number, 1);
	push(&w, 0, SLICE("abcdefgh"), &at);
	assert_int_equal(w.info.alert_level, 0);
	push(&w, 0, SLICE(TLS_UNKNOWN_CA), &at);
	assert_int_equal(w.info.alert, 48);
	assert_int_equal(w.info.records, 2);
	tls_watch_fini(&w);
}

/* Larger than what is kept: the name is found when it stands in front. */
static void test_large_hello(void **state)
{
	static const struct slice front = SLICE(
		"\x16\3\1\x10\x04\1\0\x10\0" BARE "\x0f\xd5"
		"\0\0\0\6\0\4\0\0\1a");
	struct addr a = addr(1, 1), b = addr(2, 2);
	struct frame at = { .number = 0 };
	char rest[4100] = { 0 };
	struct budget budget = { .max = 1 << 20 };
	struct tls_watch w;

	(void)state;
	tls_watch_init(&w, &a, &b, &budget);
	push(&w, 0, front, &at);
	assert_string_equal(w.info.server_name, "");
	push(&w, 0, slice_of(rest, 4100 - (front.len - 5)), &at);
	assert_string_equal(w.info.server_name, "a");
	push(&w, 0, SLICE(TLS_UNKNOWN_CA), &at);
	assert_int_equal(w.info.alert, 48);
	tls_watch_fini(&w);
}

static const struct {
	const char *bytes;
	size_t len;
	bool want;
} looks[] = {
	{ BYTES(TLS_CLIENT_12), true },     { BYTES(TLS_CLIENT_ANY), true },
	{ BYTES(TLS_SERVER_13), true },     { BYTES(TLS_FAILURE), true },
	{ BYTES(DATA_19), true },           { BYTES("\x16\3\1\0\1"), true },
	{ BYTES("\x16\3\1\0"), false },     { BYTES("\x16\3\1\0\0"), false },
	{ BYTES("\x16\3\5\0\1"), false },   { BYTES("\x16\4\1\0\1"), false },
	{ BYTES("\x13\3\1\0\1"), false },   { BYTES("\x18\3\1\0\1"), false },
	{ BYTES("\x17\3\3\x48\0"), true },  { BYTES("\x17\3\3\x48\1"), false },
	{ BYTES("INVITE"), false },         { BYTES(""), false },
};

static void test_looks_like(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(looks); i++) {
		struct slice in = exact(looks[i].bytes, looks[i].len);

		if (tls_watch_looks_like(in) != looks[i].want)
			fail_msg("row %zu", i);
		exact_free(in);
	}
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(tls_watch_version(0x0303), "TLS 1.2");
	assert_string_equal(tls_watch_version(0x0300), "SSL 3.0");
	assert_null(tls_watch_version(0x0305));
	assert_string_equal(tls_watch_cipher(0x1302), "TLS_AES_256_GCM_SHA384");
	assert_string_equal(tls_watch_cipher(0xc030),
			    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
	assert_null(tls_watch_cipher(0));
	assert_string_equal(tls_watch_alert(48), "unknown_ca");
	assert_string_equal(tls_watch_alert(0), "close_notify");
	assert_null(tls_watch_alert(255));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_gap),
		cmocka_unit_test(test_large_hello),
		cmocka_unit_test(test_looks_like),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
