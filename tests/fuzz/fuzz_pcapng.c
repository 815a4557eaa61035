/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes as a pcapng file, whatever they begin with: what is read is written
 * as pcapng again, and reading that gives the same frames, interfaces and
 * secrets, without damage. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/capture.h"
#include "capture/pcapng_write.h"

#include <stdlib.h>

#define MOST_FRAMES 20000
#define SECTION "\x0a\x0d\x0d\x0a"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void check_frame(const struct capture *c, const struct frame *f)
{
	struct capture_interface i;

	must(f->wire_len >= f->bytes.len && f->bytes.len <= 262144);
	must(f->time >= 0 && f->time <= INT64_MAX / 2);
	must(capture_interface(c, 0, f->interface, &i));
	must(i.link_type == f->link_type);
	must(capture_link(c, 0) >= 0);
}

static void append(struct strbuf *all, struct pcapng_writer *w)
{
	strbuf_slice(all, strbuf_view(&w->out));
}

/* Frames of c; they stand in *all as a file then. */
static long write_all(struct capture *c, struct strbuf *all)
{
	struct capture_error err = { 0 };
	struct pcapng_writer w = { 0 };
	enum capture_status st;
	uint64_t number = 0;
	unsigned damaged = 0;
	const struct frame *f;
	long n = 0;

	must(!pcapng_write_begin(&w, c));
	append(all, &w);
	while (n < MOST_FRAMES &&
	       (st = capture_next(c, &f, &err)) != CAPTURE_END) {
		must(st == CAPTURE_FRAME || st == CAPTURE_DAMAGED);
		damaged += st == CAPTURE_DAMAGED;
		must(damaged == 0 || err.text.len);
		if (st == CAPTURE_DAMAGED)
			continue;
		must(!damaged && f->number > number);
		number = f->number;
		check_frame(c, f);
		must(!pcapng_write_frame(&w, f));
		append(all, &w);
		n++;
	}
	must(damaged <= 1);
	pcapng_write_fini(&w);
	strbuf_fini(&err.text);
	return n;
}

static struct capture *open_bytes(struct slice bytes)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	int rc;

	must(c);
	rc = capture_add_bytes(c, "fuzz", bytes, &err);
	must((rc != 0) == (err.text.len > 0));
	strbuf_fini(&err.text);
	if (!rc)
		return c;
	capture_free(c);
	return NULL;
}

static void compare_interface(const struct capture *a, unsigned i,
			      const struct capture *b, unsigned j)
{
	struct capture_interface x, y;

	must(capture_interface(a, 0, i, &x) && capture_interface(b, 0, j, &y));
	must(slice_eq(x.name, y.name));
	must(slice_eq(x.description, y.description));
	must(x.snaplen == y.snaplen);
	/* Raw IP as another system numbers it gets the number of files. */
	must(x.link_type == y.link_type ||
	     (x.link_type == 14 && y.link_type == 12));
}

static void compare(struct capture *a, struct capture *b, long n)
{
	struct capture_error err = { 0 };
	struct capture_secret s, t;
	const struct frame *x, *y;

	while (n--) {
		must(capture_next(a, &x, &err) == CAPTURE_FRAME);
		must(capture_next(b, &y, &err) == CAPTURE_FRAME);
		must(slice_eq(x->bytes, y->bytes));
		must(slice_eq(slice_head(x->comment, 65535), y->comment));
		must(x->time == y->time && x->wire_len == y->wire_len);
		compare_interface(a, x->interface, b, y->interface);
	}
	must(capture_next(b, &y, &err) == CAPTURE_END);
	for (size_t i = 0; capture_secret(b, 0, i, &t); i++) {
		must(capture_secret(a, 0, i, &s) && s.type == t.type);
		must(slice_eq(s.data, t.data));
	}
	strbuf_fini(&err.text);
}

static void round_trip(struct slice bytes)
{
	struct capture *c = open_bytes(bytes), *back;
	struct strbuf all = { 0 };
	long n;

	if (!c)
		return;
	n = write_all(c, &all);
	capture_free(c);
	must(!all.failed);
	c = open_bytes(bytes);
	back = open_bytes(strbuf_view(&all));
	must(c && back);
	compare(c, back, n);
	capture_free(c);
	capture_free(back);
	strbuf_fini(&all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf b = { 0 };

	if (size > 1 << 20)
		return 0;
	if (size >= 4 && !memcmp(data, SECTION, 4)) {
		round_trip(slice_of((const char *)data, size));
		return 0;
	}
	/* A section and an interface, then the bytes as blocks. */
	strbuf_add(&b, SECTION "\x1c\0\0\0\x4d\x3c\x2b\x1a\1\0\0\0"
		   "\xff\xff\xff\xff\xff\xff\xff\xff\x1c\0\0\0", 28);
	strbuf_add(&b, "\1\0\0\0\x14\0\0\0\1\0\0\0\0\0\0\0\x14\0\0\0", 20);
	strbuf_add(&b, (const char *)data, size);
	round_trip(strbuf_view(&b));
	strbuf_fini(&b);
	return 0;
}
