/* SPDX-License-Identifier: BSD-2-Clause */
/* Wherever a stream is cut into segments, the same messages come out of it: those
 * that were put into it. */
#include "tests/unit/sip_stream_probe.h"

#include <stdlib.h>

enum { MESSAGES = 20, SEEDS = 4000 };

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* A number below n. */
static size_t below(uint64_t *state, size_t n)
{
	return (size_t)((next(state) >> 11) % n);
}

/* A stream and what must come out of it. */
struct script {
	char bytes[65536];
	size_t len;
	struct log want;
	uint64_t random;
};

static void add(struct script *s, const char *text, size_t len)
{
	assert_true(s->len + len <= sizeof(s->bytes));
	memcpy(s->bytes + s->len, text, len);
	s->len += len;
}

#define HEAD "INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/TCP a\r\nFrom: <sip:a>\r\n"
#define STATUS "SIP/2.0 183 Session Progress\r\nv: SIP/2.0/TCP a\r\nf: a\r\n"
#define BARE "BYE sip:b SIP/2.0\nVia: SIP/2.0/TCP a\nFrom: <sip:a>\n"
#define INNER "SIP/2.0 200 OK\r\nVia: x\r\nTo: y\r\nCSeq: 1 BYE\r\n\r\n"
#define SDP "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n"
#define PART "--b\r\nContent-Type: message/sip\r\n\r\n" HEAD "\r\n\r\n--b--\r\n"

static const struct shape {
	const char *head, *type, *length; /* how Content-Length is written */
	const char *body;                 /* NULL: random bytes */
} shapes[] = {
	{ HEAD, "", "l: %zu\r\n", "" },
	{ HEAD, "", "", "" },
	{ STATUS, "c: application/sdp\r\n", "Content-Length: %zu\r\n", SDP },
	{ HEAD, "c: application/sdp\r\n", "Content-Length:\r\n\t%zu\r\n", SDP },
	{ HEAD, "c: message/sipfrag\r\n", "content-length :%zu\r\n", INNER },
	{ HEAD, "c: multipart/mixed;boundary=b\r\n", "l: %zu \r\n", PART },
	{ HEAD, "c: text/plain\r\n", "l: %zu\r\n", "look:\r\n" INNER "bye\r\n" },
	{ HEAD, "c: text/plain\r\n", "l: %zu\r\n", INNER },
	{ HEAD, "c: text/plain\r\n", "l: %zu\r\n", "hello" },
	{ HEAD, "c: text/plain\r\n", "l: %zu\r\n", "\r\n\r\n" },
	{ STATUS, "c: text/plain\r\n", "l: 0%zu\r\nl: %zu\r\n", "a\nb\n\nc\n" },
	{ BARE, "c: application/sdp\n", "l: %zu\n", SDP },
	{ BARE, "", "", "" },
	{ HEAD, "c: application/x\r\n", "l: %zu\r\n", NULL },
	{ STATUS, "c: application/x\r\n", "l: %zu\r\n", NULL },
};

static void add_message(struct script *s, const struct shape *shape,
			unsigned id)
{
	size_t start = s->len, len = below(&s->random, 1500);
	char text[256], word[8], random[1500];
	const char *body = shape->body ? shape->body : random;
	int n;

	for (size_t i = 0; i < len; i++)
		random[i] = (char)(next(&s->random) >> 20);
	if (shape->body)
		len = strlen(body);
	add(s, shape->head, strlen(shape->head));
	n = snprintf(text, sizeof(text), "%si: m%u\n", shape->type, id);
	add(s, text, (size_t)n);
	n = snprintf(text, sizeof(text), shape->length, len, len);
	add(s, text, (size_t)n);
	if (shape->head[strlen(BARE) - 1] == '\n' && shape->head[0] == 'B')
		add(s, "\n", 1);
	else
		add(s, "\r\n", 2);
	add(s, body, len);
	snprintf(word, sizeof(word), "m%u", id);
	say(&s->want, "%s%s:%zu", word, len);
	s->want.sum = sum_up(s->want.sum, s->bytes + start, s->len - start);
}

static void add_keepalives(struct script *s)
{
	size_t n = 2 * (1 + below(&s->random, 4));

	add(s, "\r\n\r\n\r\n\r\n", n);
	say(&s->want, "%s%s~%zu", "", n);
}

/* Random messages with keep-alives between; the last may lack a length that it
 * should have. */
static void write_script(struct script *s, uint64_t seed)
{
	static const struct shape last = {
		HEAD, "c: application/sdp\r\n", "", SDP };

	memset(&s->want, 0, sizeof(s->want));
	s->len = 0;
	s->random = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
	for (unsigned i = 0; i < MESSAGES; i++) {
		if (below(&s->random, 4) == 0)
			add_keepalives(s);
		add_message(s, &shapes[below(&s->random, LEN(shapes))], i);
	}
	if (below(&s->random, 2))
		add_message(s, &last, MESSAGES);
}

static void check(const struct script *s, struct probe *p, uint64_t seed)
{
	probe_end(p);
	if (strcmp(p->log.words, s->want.words) != 0)
		fail_msg("seed %lu: got `%s', want `%s'", (unsigned long)seed,
			 p->log.words, s->want.words);
	assert_int_equal(p->log.sum, s->want.sum);
}

static void test_uncut(void **state)
{
	struct script *s = malloc(sizeof(*s));
	struct probe p;

	(void)state;
	assert_non_null(s);
	for (uint64_t seed = 0; seed < 200; seed++) {
		write_script(s, seed);
		probe_init(&p);
		probe_push(&p, s->bytes, s->len);
		check(s, &p, seed);
	}
	free(s);
}

/* Segments from single bytes to several messages. */
static void test_cut(void **state)
{
	static const size_t sizes[] = { 3000, 600, 80, 2000, 200, 1500, 7, 1 };
	struct script *s = malloc(sizeof(*s));
	struct probe p;

	(void)state;
	assert_non_null(s);
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		/* Few of the slow kind. */
		size_t most = sizes[seed % (seed % 32 ? 6 : 8)], at, n;

		if (seed % 64 == 0)
			most = sizes[6 + seed / 64 % 2];
		write_script(s, seed);
		probe_init(&p);
		p.log.pair = true;
		for (at = 0; at < s->len; at += n) {
			n = 1 + below(&s->random, most);
			if (n > s->len - at)
				n = s->len - at;
			probe_push(&p, s->bytes + at, n);
		}
		check(s, &p, seed);
	}
	free(s);
}

/* --- messages of the RFCs ------------------------------------------------ */

#define PLAIN "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a\r\ni: p\r\n" \
	"l: 0\r\n\r\n"

/* Those that are more than one message, or whose Content-Length is too small;
 * all others come out whole, between two plain ones. */
static const struct odd {
	const char *folder;
	unsigned number, messages, skipped;
} odds[] = {
	{ "rfc4475", 8, 4, 5 }, /* dblreq: the rest is no start line */
	{ "rfc5118", 7, 3, 10 }, { "rfc5118", 9, 3, 8 },
	{ "rfc5118", 10, 3, 9 },
};

static struct odd expected(const char *folder, unsigned number)
{
	for (size_t i = 0; i < LEN(odds); i++)
		if (odds[i].number == number &&
		    strcmp(odds[i].folder, folder) == 0)
			return odds[i];
	return (struct odd){ folder, number, 3, 0 };
}

/* The message between two plain ones; 0: there is no such file. */
static size_t between_plain(char *out, size_t size, const char *folder,
			    unsigned number)
{
	const char *src = getenv("srcdir"), *shared = getenv("SIPEXPLAIN_SHARED");
	size_t plain = strlen(PLAIN), len;
	char path[600];
	FILE *f;

	snprintf(path, sizeof(path), "%s%s/messages/%s/%03u.sip",
		 shared ? shared : src ? src : ".", shared ? "" : "/../shared",
		 folder, number);
	f = fopen(path, "rb");
	if (!f)
		return 0;
	memcpy(out, PLAIN, plain);
	len = fread(out + plain, 1, size - 2 * plain, f);
	fclose(f);
	memcpy(out + plain + len, PLAIN, plain);
	return 2 * plain + len;
}

static void check_between(const char *bytes, size_t len, size_t step,
			  struct odd want)
{
	struct probe p;
	size_t n;

	probe_init(&p);
	for (size_t at = 0; at < len; at += n) {
		n = step < len - at ? step : len - at;
		probe_push(&p, bytes + at, n);
	}
	probe_end(&p);
	if (p.s.messages != want.messages || p.s.skipped != want.skipped)
		fail_msg("%s %03u: %s", want.folder, want.number, p.log.words);
	if (want.messages == 3 && !want.skipped)
		assert_int_equal(p.log.sum, sum_up(0, bytes, len));
	assert_memory_equal(p.log.words, "p:0 ", 4);
}

static void check_folder(const char *folder, unsigned least)
{
	static char bytes[65536];
	unsigned number = 1;
	size_t len;

	while ((len = between_plain(bytes, sizeof(bytes), folder, number))) {
		check_between(bytes, len, len, expected(folder, number));
		check_between(bytes, len, 1, expected(folder, number));
		number++;
	}
	if (number == 1) {
		print_message("# SKIPPED: %s is not there\n", folder);
		skip();
	}
	assert_true(number > least);
}

static void test_rfc4475(void **state)
{
	(void)state;
	check_folder("rfc4475", 49);
}

static void test_rfc5118(void **state)
{
	(void)state;
	check_folder("rfc5118", 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uncut),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_rfc4475),
		cmocka_unit_test(test_rfc5118),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
