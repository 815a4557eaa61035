/* SPDX-License-Identifier: BSD-2-Clause */
#include "completion.h"

#include "options_table.h"

static const char head[] =
	"# Completion of sipexplain in bash, made by: sipexplain --completion "
	"bash\n"
	"\n"
	"# _sipexplain_reply PROGRAM WHAT WORD: sets COMPREPLY\n"
	"_sipexplain_reply()\n"
	"{\n"
	"\tlocal IFS=$'\\n' program=${1/#\\~/$HOME} list=\n"
	"\tcase $2 in\n"
	"\tfiles)\n"
	"\t\tcompopt -o filenames 2>/dev/null\n"
	"\t\tCOMPREPLY=($(compgen -f -- \"$3\"))\n"
	"\t\treturn ;;\n"
	"\tusers) list=$(compgen -u) ;;\n"
	"\twords*) list=${2#words}; list=${list// /$'\\n'} ;;\n"
	"\tinterfaces) list=$(\"$program\" -D 2>/dev/null | cut -f 1) ;;\n"
	"\tkinds) list=$(\"$program\" --list 2>/dev/null | sed -n 's/^ "
	" //p') ;;\n"
	"\tnames*) list=$(\"$program\" --completion ${2#names } 2>/dev/null |\n"
	"\t\tcut -f 1) ;;\n"
	"\tesac\n"
	"\tCOMPREPLY=($(compgen -W \"$list\" -- \"$3\"))\n"
	"}\n"
	"\n"
	"# Readline has words of its own that end at : and =; this looks "
	"at the line.\n"
	"_sipexplain()\n"
	"{\n"
	"\tlocal line=${COMP_LINE:0:COMP_POINT} token= cur prev= word\n"
	"\tlocal what=files ahead IFS=$' \\t\\n'\n"
	"\tlocal -a before=()\n"
	"\tread -r -a before <<<\"$line\"\n"
	"\tif [[ $line != *[[:space:]] ]]; then\n"
	"\t\ttoken=${before[${#before[@]}-1]}\n"
	"\t\tunset \"before[${#before[@]}-1]\"\n"
	"\tfi\n"
	"\tfor word in \"${before[@]}\"; do\n"
	"\t\tcase $word in\n"
	"\t\t--explain|--explain=*) what='names topics' ;;\n"
	"\t\t--compare|--compare=*) what='names numbers' ;;\n"
	"\t\t--list) what=kinds ;;\n"
	"\t\tesac\n"
	"\t\tprev=$word\n"
	"\tdone\n"
	"\tcur=$token\n"
	"\tif [[ $token == --*=* ]]; then\n"
	"\t\tprev=${token%%=*}\n"
	"\t\tcur=${token#*=}\n"
	"\tfi\n"
	"\tcase $prev in\n";

static const char tail[] =
	"\t*)\n"
	"\t\tif [[ $token == -* && $token != --*=* ]]; then\n"
	"\t\t\twhat=\"words $_sipexplain_options\"\n"
	"\t\tfi ;;\n"
	"\tesac\n"
	"\t_sipexplain_reply \"$1\" \"$what\" \"$cur\"\n"
	"\t# What stands before the last : (or =) of the word stays as it is.\n"
	"\tif [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then\n"
	"\t\tahead=${cur%\"${cur##*:}\"}\n"
	"\t\tCOMPREPLY=(\"${COMPREPLY[@]#\"$ahead\"}\")\n"
	"\telif [[ $token == --*=* && $COMP_WORDBREAKS != *=* ]]; then\n"
	"\t\tCOMPREPLY=(\"${COMPREPLY[@]/#/$prev=}\")\n"
	"\tfi\n"
	"}\n"
	"complete -F _sipexplain sipexplain\n";

static void add_names(struct strbuf *out, const struct option_row *r,
		      const char *between)
{
	if (r->key < 256)
		strbuf_fmt(out, "-%c", r->key);
	if (r->key < 256 && r->name)
		strbuf_adds(out, between);
	if (r->name)
		strbuf_fmt(out, "--%s", r->name);
}

/* `-r|--read) what='files' ;;'; KIND of --list is an operand. */
static void add_case(struct strbuf *out, const struct option_row *r)
{
	if (!r->arg || r->arg[0] == '[')
		return;
	strbuf_addc(out, '\t');
	add_names(out, r, "|");
	strbuf_adds(out, ") what='");
	completion_of(out, r->key);
	strbuf_adds(out, "' ;;\n");
}

void completion_bash(struct strbuf *out)
{
	strbuf_adds(out, head);
	for (size_t i = 0; i < options_table_len; i++)
		add_case(out, &options_table[i]);
	strbuf_adds(out, tail);
	strbuf_adds(out, "_sipexplain_options='");
	for (size_t i = 0; i < options_table_len; i++) {
		strbuf_adds(out, i ? "\n" : "");
		add_names(out, &options_table[i], "\n");
	}
	strbuf_adds(out, "'\n");
}
