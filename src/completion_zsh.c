/* SPDX-License-Identifier: BSD-2-Clause */
#include "completion.h"

#include "options_table.h"

#include <string.h>

static const char head[] =
	"#compdef sipexplain\n"
	"# Completion of sipexplain in zsh, made by: sipexplain --completion "
	"zsh\n"
	"\n"
	"# _sipexplain_names WHAT\n"
	"_sipexplain_names() {\n"
	"\tlocal -a lines\n"
	"\tlocal program=${~words[1]}\n"
	"\tcase $1 in\n"
	"\tinterfaces) lines=( ${(f)\"$($program -D 2>/dev/null)\"} ) ;;\n"
	"\tkinds) lines=( ${${(M)${(f)\"$($program --list 2>/dev/null)\"}:# "
	" *}#  } ) ;;\n"
	"\t*) lines=( ${(f)\"$($program --completion $1 2>/dev/null)\"} ) ;;\n"
	"\tesac\n"
	"\tlines=( ${lines//:/\\\\:} )\n"
	"\tlines=( ${lines/$'\\t'/:} )\n"
	"\t_describe -t $1 $1 lines\n"
	"}\n"
	"\n"
	"# What stands without an option.\n"
	"_sipexplain_operand() {\n"
	"\tif (( ${words[(I)--explain*]} )); then\n"
	"\t\t_sipexplain_names topics\n"
	"\telif (( ${words[(I)--compare*]} )); then\n"
	"\t\t_sipexplain_names numbers\n"
	"\telif (( ${words[(I)--list]} )); then\n"
	"\t\t_sipexplain_names kinds\n"
	"\telse\n"
	"\t\t_files\n"
	"\tfi\n"
	"}\n"
	"\n";

static const char tail[] =
	"\t\t'*: :_sipexplain_operand'\n"
	"}\n"
	"\n"
	"# Loaded by name, or read by hand after compinit.\n"
	"if [[ $funcstack[1] == _sipexplain ]]; then\n"
	"\t_sipexplain \"$@\"\n"
	"else\n"
	"\tcompdef _sipexplain sipexplain\n"
	"fi\n";

/* Words between [ ] and ' ' of a spec of _arguments. */
static void add_help(struct strbuf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			strbuf_adds(out, "'\\'");
		else if (strchr("[]\\:", *s))
			strbuf_addc(out, '\\');
		strbuf_addc(out, *s);
	}
}

/* The last part of a spec: `:FILE:_files'.  With a space before it an action gets
 * no further arguments. */
static void add_action(struct strbuf *out, const struct option_row *r)
{
	struct strbuf b = { 0 };
	const char *spec;

	if (!r->arg || r->arg[0] == '[')
		return;
	completion_of(&b, r->key);
	spec = strbuf_str(&b);
	strbuf_adds(out, ":");
	add_help(out, r->arg);
	strbuf_adds(out, ":");
	if (strcmp(spec, "files") == 0)
		strbuf_adds(out, "_files");
	else if (strcmp(spec, "users") == 0)
		strbuf_adds(out, "_users");
	else if (strncmp(spec, "words ", 6) == 0)
		strbuf_fmt(out, "(%s)", spec + 6);
	else if (strncmp(spec, "names ", 6) == 0)
		strbuf_fmt(out, " _sipexplain_names %s", spec + 6);
	else if (*spec)
		strbuf_fmt(out, " _sipexplain_names %s", spec);
	else
		strbuf_adds(out, " ");
	out->failed = out->failed || b.failed;
	strbuf_fini(&b);
}

static void add_spec(struct strbuf *out, const struct option_row *r,
		     bool letter)
{
	bool arg = r->arg && r->arg[0] != '[';

	strbuf_adds(out, "\t\t'*");
	if (letter)
		strbuf_fmt(out, "-%c%s", r->key, arg ? "+" : "");
	else
		strbuf_fmt(out, "--%s%s", r->name, arg ? "=" : "");
	strbuf_addc(out, '[');
	add_help(out, r->help);
	strbuf_addc(out, ']');
	add_action(out, r);
	strbuf_adds(out, "' \\\n");
}

void completion_zsh(struct strbuf *out)
{
	strbuf_adds(out, head);
	strbuf_adds(out, "_sipexplain() {\n\t_arguments -s -S \\\n");
	for (size_t i = 0; i < options_table_len; i++) {
		if (options_table[i].key < 256)
			add_spec(out, &options_table[i], true);
		if (options_table[i].name)
			add_spec(out, &options_table[i], false);
	}
	strbuf_adds(out, tail);
}
