/* SPDX-License-Identifier: BSD-2-Clause */
/* A text in lines: nothing but spaces is lost, code points stay whole, and a line
 * is wider than asked only where it cannot be broken.  The first byte is the
 * width. */
#include "base/utf8.h"
#include "render/layout.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_visible(struct strbuf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] != ' ')
			strbuf_addc(out, s.p[i]);
}

static void lines(struct slice shown, size_t columns, bool split)
{
	struct strbuf got = { 0 }, want = { 0 };
	struct slice rest = shown, line;

	while (layout_next(&rest, columns, split, &line)) {
		size_t wide = utf8_columns(line);

		if (!line.len || ((unsigned char)line.p[0] & 0xc0) == 0x80)
			abort();
		if (wide > columns && split && columns > 8)
			abort();
		if (wide > columns && slice_find(line, ' ') < line.len)
			abort();
		add_visible(&got, line);
	}
	add_visible(&want, shown);
	if (!slice_eq(strbuf_view(&got), strbuf_view(&want)))
		abort();
	strbuf_fini(&got);
	strbuf_fini(&want);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf shown = { 0 }, out = { 0 };
	size_t columns;

	if (!size || size > 4096)
		return 0;
	columns = data[0] % 100 + 1;
	utf8_show(&shown, slice_of((const char *)data + 1, size - 1));
	lines(strbuf_view(&shown), columns, false);
	lines(strbuf_view(&shown), columns, true);
	layout_cut(&out, strbuf_view(&shown), columns);
	if (columns > 3 && utf8_columns(strbuf_view(&out)) > columns)
		abort();
	strbuf_reset(&out);
	layout_wrap(&out, strbuf_view(&shown), columns, columns / 2, columns);
	strbuf_fini(&shown);
	strbuf_fini(&out);
	return 0;
}
