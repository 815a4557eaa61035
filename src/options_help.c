/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"
#include "options_table.h"

static void help_row(struct strbuf *out, const struct option_row *r)
{
	size_t start = out->len, width;

	strbuf_adds(out, "  ");
	if (r->key < 256)
		strbuf_fmt(out, "-%c", r->key);
	else
		strbuf_adds(out, "   ");
	if (r->name)
		strbuf_fmt(out, "%s --%s", r->key < 256 ? "," : "", r->name);
	if (r->arg)
		strbuf_fmt(out, " %s", r->arg);
	width = out->len - start;
	strbuf_pad(out, ' ', width < 26 ? 26 - width : 2);
	strbuf_fmt(out, "%s\n", r->help);
}

void options_help(struct strbuf *out, bool short_form)
{
	strbuf_adds(out,
		"usage: sipexplain FILE... [FILTER]         explain a saved "
		"capture\n"
		"       sipexplain -i INTERFACE [FILTER]    explain live "
		"traffic\n"
		"       sipexplain --explain 420            what a code means\n"
		"       sipexplain --compare 486 603        how two codes "
		"differ\n");
	if (short_form) {
		strbuf_adds(out, "See `sipexplain --help' for all options, "
			    "`man sipexplain' for examples.\n");
		return;
	}
	for (size_t i = 0; i < options_table_len; i++) {
		if (options_table[i].head)
			strbuf_fmt(out, "\n%s:\n", options_table[i].head);
		help_row(out, &options_table[i]);
	}
	strbuf_adds(out,
		"\nFILTER is a pcap filter (man pcap-filter).  Exit status: 0 "
		"done, 1 --fail-on matched,\n2 wrong usage or input, 3 an input "
		"ended damaged.\n");
}
