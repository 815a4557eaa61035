/* SPDX-License-Identifier: BSD-2-Clause */
/* Layout: colours, numbers and wrapped paragraphs for a terminal.  Text given
 * here is already safe to show (utf8_show). */
#ifndef RENDER_LAYOUT_H
#define RENDER_LAYOUT_H

#include "base/strbuf.h"

enum layout_style {
	LAYOUT_PLAIN, LAYOUT_BOLD, LAYOUT_DIM, LAYOUT_RED, LAYOUT_YELLOW,
	LAYOUT_CYAN
};

/* Begin, end a style (ECMA-48 SGR); nothing is added when color is false. */
void layout_style(struct strbuf *out, bool color, enum layout_style s);
void layout_style_end(struct strbuf *out, bool color);
/* 2,113 */
void layout_number(struct strbuf *out, uint64_t v);
/* Spaces behind what out holds from byte `from' on, up to `columns'; at least
 * `gap' of them. */
void layout_pad(struct strbuf *out, size_t from, size_t columns, size_t gap);
/* The same, what out holds cut to `max' columns first (0: not), with `...'; gives
 * the columns of it without the spaces. */
size_t layout_fit(struct strbuf *out, size_t from, size_t max, size_t columns,
		  size_t gap);
/* The same of a text that is not safe yet (utf8_show). */
void layout_show(struct strbuf *out, struct slice text, size_t max,
		 size_t columns, size_t gap);
/* text, then spaces up to `columns'; at least `gap' of them. */
void layout_cell(struct strbuf *out, struct slice text, size_t columns,
		 size_t gap);
/* As much of text as fits into `columns' (0: all), `...' at the end when it was
 * cut; whole code points. */
void layout_cut(struct strbuf *out, struct slice text, size_t columns);
/* Text in words from column `at' on, broken before `columns' (0: 100) with
 * every further line indented by `indent' spaces; ends with a newline.  A word
 * longer than a line stays whole. */
void layout_wrap(struct strbuf *out, struct slice text, size_t at,
		 size_t indent, size_t columns);
/* The next line of *text that takes at most `columns', broken at a space, or
 * between letters of scripts that write none (Japanese; not before a closing
 * mark, after an opening one, or within `...'); a word longer than that stays
 * whole, or is split.  *text moves on.  False at the end. */
bool layout_next(struct slice *text, size_t columns, bool split,
		 struct slice *line);

#endif
