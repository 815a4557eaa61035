/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes as a saved capture, plain or packed: it is refused with a sentence,
 * or its frames come with rising numbers, damage is said once, and the end
 * stays the end. */
#include "capture/capture.h"

#include <stdlib.h>

#define MOST_FRAMES 100000 /* a bomb of tiny frames is not the matter here */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void check_frame(const struct frame *f, uint64_t before)
{
	uint64_t sum = 0;

	must(f->number > before && f->source == 0);
	must(f->wire_len >= f->bytes.len);
	for (size_t i = 0; i < f->bytes.len; i++)
		sum += (unsigned char)f->bytes.p[i];
	must(sum <= 255 * (uint64_t)f->bytes.len); /* all can be read */
}

static void read_all(struct capture *c, struct capture_error *err)
{
	enum capture_status st = CAPTURE_IDLE;
	unsigned damaged = 0;
	uint64_t number = 0, given = 0;
	struct capture_stats stats;
	const struct frame *f;

	for (long n = 0; n < MOST_FRAMES && st != CAPTURE_END; n++) {
		strbuf_reset(&err->text);
		st = capture_next(c, &f, err);
		must(st != CAPTURE_FAILED);
		must((st == CAPTURE_DAMAGED) == (err->text.len > 0));
		damaged += st == CAPTURE_DAMAGED;
		if (st == CAPTURE_FRAME) {
			must(!damaged);
			check_frame(f, number);
			number = f->number;
			given++;
		}
	}
	must(damaged <= 1);
	must(st != CAPTURE_END || capture_next(c, &f, err) == CAPTURE_END);
	capture_stats(c, 0, &stats);
	/* Frame numbers of a pcapng file count records that are no packets. */
	must(stats.frames >= given && stats.filtered <= stats.frames - given);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of((const char *)data, size);
	struct capture_error err = { 0 };
	struct capture *c = capture_new();

	if (!c)
		return 0;
	if (capture_add_bytes(c, "fuzz", bytes, &err)) {
		must(err.text.len > 0);
	} else {
		/* Not every link type knows every filter. */
		if (size % 2)
			capture_filter(c, "greater 60", &err);
		read_all(c, &err);
	}
	capture_free(c);
	strbuf_fini(&err.text);
	return 0;
}
