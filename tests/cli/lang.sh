#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The languages from outside: which one is chosen, what falls back to English,
# and every page in every language: well-formed UTF-8, nothing left unfilled,
# and, where valgrind is, no complaint of it (Japanese; LANG_VALGRIND=all: each).
prog=$PWD/sipexplain
root=$(cd "${srcdir:-.}" && pwd) || exit 99
caps=$root/captures
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
languages='vi ja es id ru'
unset LC_ALL LC_MESSAGES LANGUAGE
TZ=UTC LANG=C
export TZ LANG
n=0

check() { # DESCRIPTION COMMAND...
	n=$((n + 1))
	what=$1
	shift
	if "$@"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		echo "# $*"
	fi
}
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }
# say LL KEY: a text of the program in that language, from its stanza
say() {
	sed -n "/^Text: $2\$/,/^\$/s/^Say: //p" "$root/data/lang/$1/ui.txt" \
		2>/dev/null
}
page() { "$prog" --color never "$@" --explain 404 2>&1; }
# speaks LL OUTPUT
speaks() {
	if [ "$1" = en ]; then
		printf '%s\n' "$2" | grep -q '^  Meaning  '
	else
		printf '%s\n' "$2" | grep -qF "  $(say "$1" label-meaning) "
	fi
}
# env_speaks LL NAME=VALUE...
env_speaks() {
	ll=$1
	shift
	speaks "$ll" "$(env "$@" "$prog" --color never --explain 404)"
}
holds() { grep -qF -- "$2" "$1"; }

for ll in $languages; do
	if [ -z "$(say $ll label-meaning)" ]; then
		skip "--lang $ll" 'not translated yet'
		check "$ll falls back" speaks en "$(page --lang $ll)"
		continue
	fi
	check "--lang $ll" speaks $ll "$(page --lang $ll)"
	check "LANG=$ll" env_speaks $ll LANG=$ll
done
check 'English by itself' speaks en "$(page)"
check '--lang en' env_speaks en LANG=C
check '--lang of a locale' speaks ja "$(page --lang ja_JP.UTF-8)"
check '--lang before the locale' speaks es "$(LANG=ja_JP page --lang es)"
check '--lang en before the locale' speaks en "$(LANG=ja_JP page --lang en)"
check 'LC_MESSAGES before LANG' env_speaks ja LANG=es LC_MESSAGES=ja_JP.UTF-8
check 'LC_ALL before all' env_speaks en LANG=es LC_MESSAGES=ja LC_ALL=C.UTF-8
check 'an empty LC_ALL is none' env_speaks es LANG=es LC_ALL=
check 'LANGUAGE is a list' env_speaks es LANG=ja LANGUAGE=pt_BR:es:en
check 'LANGUAGE counts for nothing in C' env_speaks en LANG=C LANGUAGE=es
check 'a language that is not there' env_speaks en LANG=pt_BR.UTF-8

"$prog" --lang pt --explain 404 >"$tmp/out" 2>"$tmp/err"
check '--lang pt is wrong usage' [ $? -eq 2 ]
check 'and names those there are' holds "$tmp/err" \
	"sipexplain: bad --lang \`pt': want en, vi, ja, es, id or ru"
LANG=ja "$prog" --nonsense >"$tmp/out" 2>"$tmp/err"
check 'usage errors are English' holds "$tmp/err" 'unknown option'

# JSON is English unless --lang is given.
LANG=es "$prog" -f json "$caps/404-not-found.pcap" >"$tmp/locale" 2>&1
"$prog" -f json "$caps/404-not-found.pcap" >"$tmp/plain" 2>&1
"$prog" --lang es -f json "$caps/404-not-found.pcap" >"$tmp/es" 2>&1
check 'JSON leaves the locale alone' cmp "$tmp/plain" "$tmp/locale"
check 'JSON speaks with --lang' [ "$(cmp -s "$tmp/plain" "$tmp/es" ||
	echo other)" = other ]
keys() { tr ',{' '\n\n' <"$1" | sed -n 's/^\("[a-z_]*":\).*/\1/p' | sort; }
check 'with the same keys' [ "$(keys "$tmp/plain")" = "$(keys "$tmp/es")" ]

# What holds no words of ours is the same in each language.
"$prog" --lang ja --list methods >"$tmp/out"
check 'a method stays' holds "$tmp/out" 'SUBSCRIBE'
"$prog" --lang ja --explain Min-SE >"$tmp/out"
check 'a header stays' holds "$tmp/out" 'Min-SE'
# How long a timer takes is no field of the translations.
"$prog" --lang ja --explain timer:C >"$tmp/out"
check 'and what is not translated is English' holds "$tmp/out" 'minutes'

# --- every page ---
sed -n 's/^\(Status\|Finding\|Header\|Method\|Option-Tag\|Event\|Timer\): //p
	s/^\(Reason\|Value\|Stack\|Scanner\): //p; s/^Cause: /Q.850:/p
	s/^Warning: /Warning:/p; s/^Vendor-Code: /vendor-code:/p' \
	"$root"/data/*.txt | sort -u >"$tmp/topics"
# all COMMAND...: with every topic in one process
all() (
	set -f
	IFS='
'
	exec "$@" --explain $(cat "$tmp/topics")
)
marks() { grep -o '@[?!]*[a-z][a-z0-9_]*@' "$1" | sort | uniq -c; }
check 'there are topics' [ "$(wc -l <"$tmp/topics")" -gt 800 ]
all "$prog" --color never >"$tmp/en" 2>"$tmp/err"
check 'every page in English' [ $? -eq 0 ]
check 'no placeholder is left over' [ -z "$(marks "$tmp/en")" ]
for ll in $languages; do
	all "$prog" --color never --lang $ll >"$tmp/$ll" 2>"$tmp/err"
	check "every page in $ll" [ $? -eq 0 ]
	check "$ll: as many pages" [ "$(grep -c '^[^ ]' "$tmp/$ll")" -gt 800 ]
	check "$ll: UTF-8" sh -c "iconv -f UTF-8 -t UTF-8 '$tmp/$ll' >/dev/null"
	check "$ll: no placeholder is left over" [ -z "$(marks "$tmp/$ll")" ]
	check "$ll: no space at the end of a line" \
		[ -z "$(grep -n ' $' "$tmp/$ll" | head -n 1)" ]
	for kind in codes findings headers; do
		"$prog" --lang $ll --list $kind >"$tmp/out" &&
			iconv -f UTF-8 -t UTF-8 "$tmp/out" >/dev/null
		check "$ll: --list $kind" [ $? -eq 0 ]
	done
done

case ${LANG_VALGRIND:-} in all) some=$languages ;; *) some=ja ;; esac
if ! command -v valgrind >/dev/null 2>&1; then
	skip 'valgrind' 'it is not installed'
elif grep -q __asan_init "$prog"; then
	skip 'valgrind' 'the sanitizers look themselves'
else
	for ll in $some; do
		all valgrind -q --error-exitcode=9 --leak-check=full \
			"$prog" --lang $ll >"$tmp/out" 2>"$tmp/err"
		check "valgrind: every page in $ll" [ $? -eq 0 ]
		for pair in '486 603' '200 420' '404 480'; do
			valgrind -q --error-exitcode=9 --leak-check=full \
				"$prog" --lang $ll --compare $pair \
				>"$tmp/out" 2>"$tmp/err"
			check "valgrind: $pair in $ll" [ $? -eq 0 ]
		done
		valgrind -q --error-exitcode=9 --leak-check=full "$prog" \
			--lang $ll -vv "$caps/404-not-found.pcap" >"$tmp/out" \
			2>"$tmp/err"
		check "valgrind: a capture in $ll" [ $? -eq 0 ]
	done
fi
echo "1..$n"
