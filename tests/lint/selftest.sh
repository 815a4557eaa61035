#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every check of this folder must fail on a tree that is bad in one thing and
# pass on the same tree without it; prints TAP.
lint=$(cd "${srcdir:-.}/tests/lint" && pwd) || exit 99
map=$lint/../layers.map
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
n=0

# good_tree: a small tree, built, in which every check passes
good_tree() {
	rm -rf "$tmp/t"
	mkdir -p "$tmp/t" && cd "$tmp/t" || exit 99
	mkdir -p src/base src/store src/diagnose/rules src/render src/capture \
		dissect data tests captures man m4 .ci
	cp "$map" tests/layers.map
	spdx='SPDX-License-Identifier: BSD-2-Clause'
	for f in Makefile.am configure.ac bootstrap .ci/run; do
		echo "# $spdx" >$f
	done
	for f in src/base/hash.h src/store/call.h; do
		echo "/* $spdx */" >$f
	done
	printf '/* %s */\n#include "base/hash.h"\n%s\n%s\n' "$spdx" \
		'int hash_one(void);' 'int hash_one(void) { return 1; }' \
		>src/base/hash.c
	printf '/* %s */\n#include <signal.h>\n%s\n%s\n' "$spdx" \
		'static volatile sig_atomic_t stop;' \
		'int main(void) { stop = 1; return stop; }' >src/main.c
	printf '/* %s */\n%s\n%s\n' "$spdx" \
		'extern const struct rule { int id; } rule_no_answer;' \
		'const struct rule rule_no_answer = { 1 };' \
		>src/diagnose/rules/no_answer.c
	printf '# %s\nrule_sources = \\\n\t%s\n' "$spdx" \
		'%D%/rules/no_answer.c' >src/diagnose/local.am
	printf 'Finding: no-answer\nSeverity: error\n' >data/findings.txt
	# translations are UTF-8, in lines as long as they come
	mkdir -p data/lang/ja
	printf '# %s\n\nText: x\nSay: %0300d \343\201\202\n' "$spdx" 0 \
		>data/lang/ja/ui.txt
	printf '.\\" %s\n.TH %s\n.SH OPTIONS\n.TP\n.BR %s\nx\n' "$spdx" \
		'X 1 2026-11-21' '\-q ", " \-\-quiet' >man/sipexplain.1
	for f in findings codes; do
		printf '.\\" %s\n.TH X 7 2026-11-21\n.SH ALL\n.SS %s\nx\n' \
			"$spdx" $f >man/sipexplain-$f.7
	done
	sed -i.bak 's/^.SS findings/.SS no\\-answer/' man/sipexplain-findings.7
	sed -i.bak 's/^.SS codes/.SS 404 Not Found/' man/sipexplain-codes.7
	rm -f man/*.bak
	printf 'Status: 404\nStatus: 4xx\n' >data/status.txt
	printf '#!/bin/sh\necho "  -q, --quiet   say little"\n' >sipexplain
	chmod +x sipexplain
}

build() {
	rm -f ./*.a src/*.o src/*/*.o
	for c in src/*/*.c dissect/*.c src/diagnose/rules/*.c; do
		[ -e "$c" ] || continue
		${CC:-cc} -Isrc -I. -c -o "${c%.c}.o" "$c" || return
	done
	${CC:-cc} -Isrc -c -o src/main.o src/main.c &&
	find src/*/ dissect -name '*.o' -exec ar cr libsipexplain.a {} +
}

# verdict CHECK: prints pass, fail or skip
verdict() {
	LINT_DIR=$lint srcdir=. sh "$lint/$1.sh" >"$tmp/out" 2>&1
	if grep -q '^not ok' "$tmp/out"; then
		echo fail
	elif grep -q '# SKIP' "$tmp/out"; then
		echo skip
	elif grep -q '^ok' "$tmp/out"; then
		echo pass
	else
		echo nothing
	fi
}

# expect WANT CHECK NAME
expect() {
	n=$((n + 1))
	got=$(verdict "$2")
	if [ "$got" = "$1" ]; then
		echo "ok $n - $2: $3"
	elif [ "$got" = skip ]; then
		echo "ok $n - $2: $3 # SKIP $(sed -n 's/.*# SKIP //p' "$tmp/out")"
	else
		echo "not ok $n - $2: $3: $got, not $1"
		sed 's/^/# /' "$tmp/out"
	fi
}

# bad CHECK NAME COMMANDS: make the good tree bad, then expect a failure
bad() {
	good_tree
	eval "$3"
	[ "$1" != symbols ] || build || echo "# it does not compile: $2"
	expect fail "$1" "$2"
}

good_tree
build || echo '# the good tree does not compile'
for c in layers symbols catalog text spdx size man values; do
	expect pass $c 'the good tree'
done

inc='printf "#include %s\n"'
bad layers 'an include that goes up' \
	"$inc '\"store/call.h\"' >>src/base/hash.c"
bad layers 'a header of the top room' \
	"echo >src/options.h; $inc '\"options.h\"' >>src/store/call.h"
bad layers 'a cycle of two headers' \
	"echo '#include \"base/b.h\"' >>src/base/hash.h
	echo '#include \"base/hash.h\"' >>src/base/b.h"
bad layers 'a local header without its room' \
	"$inc '\"hash.h\"' >>src/base/hash.c"
bad layers 'libpcap outside its wall' \
	"$inc '<pcap/pcap.h>' >>src/store/call.h"
bad layers 'zstd outside its wall' "$inc '<zstd.h>' >>src/render/x.c"
bad layers 'libosip2 in another file of its room' \
	"$inc '<osipparser2/osip_uri.h>' >>dissect/udp.c"
bad layers 'stdio in a lower room' "$inc '<stdio.h>' >>src/diagnose/x.c"
bad symbols 'a name that is not of its file' \
	"echo 'int other(void); int other(void) { return 2; }' >>src/base/hash.c"
bad symbols 'a writable variable' \
	"echo 'int hash_count = 3;' >>src/base/hash.c"
bad symbols 'a static in a function' \
	"echo 'int hash_n(void) { static int n; return n++; }' >>src/base/hash.c"
bad symbols 'a thread-local in the wrong file' \
	"echo 'static _Thread_local int *p; int *hash_p(void) { return p++; }' \
	>>src/base/hash.c"
bad symbols 'a second flag in main.c' \
	"echo 'volatile sig_atomic_t again;' >>src/main.c"
bad symbols 'another variable in main.c' \
	"echo 'static int count; int main_n(void) { return count++; }' >>src/main.c"
bad symbols 'another variable beside that of the language' \
	"echo 'static int in_use, last; int catalog_lang_n(void);
	int catalog_lang_n(void) { return in_use++ + last++; }' \
	>src/base/catalog_lang.c"
bad catalog 'a finding without a rule' \
	"printf '\nFinding: ack-missing\n' >>data/findings.txt"
bad catalog 'a finding that is sought after all' \
	"echo 'Sought: no' >>data/findings.txt"
good_tree
printf 'Finding: ack-missing\nSought: no\n' >data/findings-dialog.txt
expect pass catalog 'a finding that nothing looks for'
bad catalog 'a rule without a finding' \
	"sed 's/no_answer/late/' src/diagnose/rules/no_answer.c \
	>src/diagnose/rules/late.c; echo '# %D%/rules/late.c' >>src/diagnose/local.am"
bad catalog 'a sentence that nobody says' \
	"printf 'Text: unsaid\\nSay: x\\n' >data/ui.txt"
bad catalog 'a rule that is not registered' "echo >src/diagnose/local.am"
bad catalog 'a rule under another name' \
	"sed -i.bak 's/rule rule_no_answer =/rule rule_x =/' \
	src/diagnose/rules/no_answer.c"
bad values 'a placeholder that no rule sets' \
	"echo 'Title: @?nobody@it is so' >>data/findings.txt"
bad values 'a Mark that no rule sets' "echo 'Mark: here = x' >>data/findings.txt"
bad values 'a value that waits no longer' \
	"printf '\nFinding: sdp-ptime\nTitle: x\n' >>data/findings.txt"
good_tree
echo 'Title: @somebody@ is' >>data/findings.txt
echo '#include "diagnose/help.h"' >>src/diagnose/rules/no_answer.c
echo 'const char *help = "somebody";' >src/diagnose/help.c
expect pass values 'a placeholder that a helper sets'
bad text 'a byte that is not UTF-8' "printf 'Name: \377\n' >>data/findings.txt"
bad text 'an unfinished word' "echo 'Title: TODO' >>data/findings.txt"
bad text 'a carriage return' "printf 'Title: x\r\n' >>data/findings.txt"
bad spdx 'a source file without its licence' "echo >src/base/x.c"
bad size 'a long function' \
	"{ echo 'int f(void)'; echo '{'; yes '	;' | head -n 79; echo '}'; } \
	>>src/base/hash.c"
bad size 'a long file' "yes '/* */' | head -n 601 >src/base/long.h"
bad size 'a long line' "printf '/* %0100d */\n' 0 >>src/base/hash.h"
bad man 'an option that only the page knows' \
	"printf '.TP\n.B \\\\-x\ny\n' >>man/sipexplain.1"
bad man 'an option that only the help knows' \
	"echo 'echo \"  --more  of it\"' >>sipexplain"
bad man 'no page' "rm man/sipexplain.1"
bad man 'a finding that its page has not' \
	"printf '\nFinding: late\n' >>data/findings.txt"
bad man 'a finding that only the page has' \
	"printf '.SS late\nx\n' >>man/sipexplain-findings.7"
bad man 'a code that its page has not' \
	"printf '\nStatus: 405\n' >>data/status.txt"
bad man 'a value that nobody filled in' \
	"echo 'of @server@' >>man/sipexplain-findings.7"
if command -v mandoc >/dev/null 2>&1; then
	bad man 'an unknown request' "echo .XY >>man/sipexplain.1"
fi
echo "1..$n"
