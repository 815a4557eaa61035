#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Run every line of cases.txt and compare with NAME.out; prints TAP.
# UPDATE=1 rewrites those files.  Run from the build directory.
#
# A line is `NAME [rc=N] CAPTURE OPTIONS': NAME is the stem, N the exit
# status (0 unless given), CAPTURE a file in captures/ or - for none, OPTIONS
# words quoted as for the shell.  What is compared is standard output, followed
# by standard error.
set -f
build=$PWD
src=$(cd "${srcdir:-.}" && pwd) || exit 99
dir=$src/tests/golden
work=$build/golden.d
n=0
failed=0
unset NO_COLOR
TZ=UTC LC_ALL=C
export TZ LC_ALL
rm -rf "$work"
mkdir -p "$work" || exit 99

result() {
	n=$((n + 1))
	echo "$1 $n - $2"
	[ "$1" = ok ] || failed=1
}

comment() { sed 's/^/# /' "$1"; }

# run_case NAME RC ARGUMENT...: run in captures/, so that bare names are shown.
run_case() {
	name=$1 want_rc=$2
	shift 2
	want=$dir/$name.out got=$work/$name.got
	(cd "$src/captures" && exec "$build/sipexplain" "$@") \
		>"$got" 2>"$work/err" </dev/null
	rc=$?
	cat "$work/err" >>"$got"
	if [ "$rc" -ne "$want_rc" ]; then
		result 'not ok' "$name: exit status $rc, not $want_rc"
		comment "$got"
		return
	fi
	[ -z "${UPDATE-}" ] || cp "$got" "$want"
	if [ ! -e "$want" ]; then
		result 'not ok' "$name: no tests/golden/$name.out (UPDATE=1 makes it)"
	elif diff -u "$want" "$got" >"$work/diff"; then
		result ok "$name"
	else
		result 'not ok' "$name: the output differs"
		comment "$work/diff"
	fi
}

: >"$work/seen"
: >"$work/names"
while read -r name rest; do
	case $name in ''|'#'*) continue ;; esac
	rc=0
	eval "set -- $rest"
	case $1 in rc=*) rc=${1#rc=}; shift ;; esac
	capture=$1
	shift
	kind=text
	case " $* " in
	*'-f json '*|*'-fjson '*|*'--format json '*|*'--format=json '*) kind=json ;;
	esac
	echo "$capture $kind" >>"$work/seen"
	if grep -qx -- "$name" "$work/names"; then
		result 'not ok' "$name: the name stands twice in cases.txt"
		continue
	fi
	echo "$name" >>"$work/names"
	[ "$capture" = - ] || set -- "$@" "$capture"
	run_case "$name" "$rc" "$@"
done <"$dir/cases.txt"

# Every capture has a text case and a JSON case.
set +f
for f in "$src"/captures/*.pcap* "$src"/captures/*.txt; do
	[ -e "$f" ] || { result 'not ok' 'there are captures'; continue; }
	b=$(basename "$f")
	for kind in text json; do
		if grep -qxF -- "$b $kind" "$work/seen"; then
			result ok "$b has a $kind case"
		else
			result 'not ok' "$b has no $kind case in cases.txt"
		fi
	done
done
# No expected output without its case.
for f in "$dir"/*.out; do
	[ -e "$f" ] || continue
	b=$(basename "$f" .out)
	grep -qxF -- "$b" "$work/names" ||
		result 'not ok' "$b.out belongs to no case"
done
echo "1..$n"
[ $failed -eq 1 ] || rm -rf "$work"
exit 0
