/* SPDX-License-Identifier: BSD-2-Clause */
#include "completion.h"

#include "options_table.h"

#include <string.h>

static const char head[] =
	"# Completion of sipexplain in fish, made by: sipexplain --completion "
	"fish\n"
	"\n"
	"# The program as it was typed.\n"
	"function __sipexplain_run\n"
	"\tset -l typed (commandline -opc)\n"
	"\tcommand $typed[1] $argv 2>/dev/null\n"
	"end\n"
	"\n"
	"function __sipexplain_kinds\n"
	"\t__sipexplain_run --list | string replace -rf '^  ' ''\n"
	"end\n"
	"\n";

static const char tail[] =
	"\n"
	"complete -c sipexplain -n '__fish_contains_opt explain' -f -a "
	"'(__sipexplain_run --completion topics)'\n"
	"complete -c sipexplain -n '__fish_contains_opt compare' -f -a "
	"'(__sipexplain_run --completion numbers)'\n"
	"complete -c sipexplain -n '__fish_contains_opt list' -f -a '(__sipexplain_kinds)'\n";

/* What stands between ' '. */
static void add_quoted(struct strbuf *out, const char *s)
{
	strbuf_addc(out, '\'');
	for (; *s; s++) {
		if (*s == '\'' || *s == '\\')
			strbuf_addc(out, '\\');
		strbuf_addc(out, *s);
	}
	strbuf_addc(out, '\'');
}

static void add_argument(struct strbuf *out, const struct option_row *r)
{
	struct strbuf b = { 0 };
	const char *spec;

	if (!r->arg || r->arg[0] == '[')
		return;
	completion_of(&b, r->key);
	spec = strbuf_str(&b);
	if (strcmp(spec, "files") == 0)
		strbuf_adds(out, " -r -F");
	else if (strcmp(spec, "users") == 0)
		strbuf_adds(out, " -x -a '(__fish_complete_users)'");
	else if (strcmp(spec, "interfaces") == 0)
		strbuf_adds(out, " -x -a '(__sipexplain_run -D)'");
	else if (strncmp(spec, "words ", 6) == 0)
		strbuf_fmt(out, " -x -a '%s'", spec + 6);
	else if (strncmp(spec, "names ", 6) == 0)
		strbuf_fmt(out, " -x -a '(__sipexplain_run --completion %s)'",
			   spec + 6);
	else
		strbuf_adds(out, " -x");
	out->failed = out->failed || b.failed;
	strbuf_fini(&b);
}

void completion_fish(struct strbuf *out)
{
	strbuf_adds(out, head);
	for (size_t i = 0; i < options_table_len; i++) {
		const struct option_row *r = &options_table[i];

		strbuf_adds(out, "complete -c sipexplain");
		if (r->key < 256)
			strbuf_fmt(out, " -s %c", r->key);
		if (r->name)
			strbuf_fmt(out, " -l %s", r->name);
		add_argument(out, r);
		strbuf_adds(out, " -d ");
		add_quoted(out, r->help);
		strbuf_addc(out, '\n');
	}
	strbuf_adds(out, tail);
}
