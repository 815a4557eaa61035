/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading pcapng files that a test put together. */
#ifndef TESTS_UNIT_PCAPNG_CHECK_H
#define TESTS_UNIT_PCAPNG_CHECK_H

#include "capture/capture.h"
#include "exact.h"
#include "pcapng_make.h"

#define US ((uint64_t)START * 1000000)

static inline struct capture *open_bytes(struct slice bytes,
					 struct capture_error *err)
{
	struct capture *c = capture_new();

	assert_non_null(c);
	if (capture_add_bytes(c, "x.pcapng", bytes, err))
		fail_msg("%s", strbuf_str(&err->text));
	return c;
}

static inline const struct frame *next(struct capture *c)
{
	struct capture_error err = { 0 };
	const struct frame *f = NULL;

	if (capture_next(c, &f, &err) != CAPTURE_FRAME)
		fail_msg("no frame: %s", strbuf_str(&err.text));
	return f;
}

/* Each frame as its bytes, `(comment)' behind them, `!' for damage. */
static inline void tags(struct slice bytes, struct strbuf *out,
			struct capture_error *err)
{
	struct capture *c = open_bytes(bytes, err);
	enum capture_status st;
	const struct frame *f;

	while ((st = capture_next(c, &f, err)) != CAPTURE_END) {
		assert_true(st == CAPTURE_FRAME || st == CAPTURE_DAMAGED);
		if (st == CAPTURE_DAMAGED) {
			strbuf_addc(out, '!');
			continue;
		}
		strbuf_slice(out, f->bytes);
		if (f->comment.len)
			strbuf_fmt(out, "(%.*s)", (int)f->comment.len,
				   f->comment.p);
	}
	assert_int_equal(capture_next(c, &f, err), CAPTURE_END);
	capture_free(c);
}

static inline void check_tags(const char *label, struct strbuf *b,
			      const char *want, const char *sentence)
{
	struct slice bytes = exact(b->p, b->len);
	struct capture_error err = { 0 };
	struct strbuf got = { 0 };

	tags(bytes, &got, &err);
	if (strcmp(strbuf_str(&got), want))
		fail_msg("%s: `%s', want `%s' (%s)", label, strbuf_str(&got),
			 want, strbuf_str(&err.text));
	if (sentence && !strstr(strbuf_str(&err.text), sentence))
		fail_msg("%s: `%s', want `%s'", label, strbuf_str(&err.text),
			 sentence);
	strbuf_fini(&got);
	strbuf_fini(&err.text);
	strbuf_fini(b);
	*b = (struct strbuf){ 0 };
	exact_free(bytes);
}

/* A file that is refused, with part of what is said. */
static inline void check_refused(struct slice bytes, const char *want)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	int rc = capture_add_bytes(c, "x.pcapng", bytes, &err);

	if (rc >= 0 || !strstr(strbuf_str(&err.text), want))
		fail_msg("%zu bytes: %d, `%s', want `%s'", bytes.len, rc,
			 strbuf_str(&err.text), want);
	assert_int_equal(capture_sources(c), 0);
	capture_free(c);
	strbuf_fini(&err.text);
}

#endif
