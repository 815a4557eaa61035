#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The captures of the wire lab: every number of the summary is what cases.tsv
# wants, and so are transport and ends of the transactions; prints TAP.
#
# The columns of cases.tsv, parted by tabs: file; messages; requests;
# responses; what they are (words as in want.awk); transport and ends; other
# keys of the summary (`rc=3;keepalives=2'); what tshark finds (tshark.sh);
# `todo' if we cannot do it yet, else `-'; in plain words.  What is not named is
# 0.  The keys frames, transactions, dialogs, calls.*, findings.*, first.time and
# last.time are compared where they are named, calls.answered for every CALL.
# VERBOSE=1 shows the differences of `todo', too.
#
# At the end the captures are made again by wire.py: the same bytes.
src=$(cd "${srcdir:-.}" && pwd) || exit 99
dir=$src/tests/wire
captures=$src/captures/wire
work=$PWD/wire.d
tab=$(printf '\t')
n=0
failed=0
TZ=UTC LC_ALL=C
export TZ LC_ALL
rm -rf "$work"
mkdir -p "$work" || exit 99

# result ok|'not ok' WORDS
result() {
	n=$((n + 1))
	echo "$1 $n - $2"
	case $1$2 in ok*|*' # TODO') ;; *) failed=1 ;; esac
}

comment() { sed 's/^/# /' "$1"; }

# compare LINE FILE: the difference of wanted and got is in $work/diff
compare() {
	: >"$work/keys"
	echo "$1" | ${AWK:-awk} -v keys="$work/keys" -f "$dir/want.awk" |
		sort >"$work/want"
	./sipexplain -f json --user root "$captures/$2" \
		>"$work/out" 2>"$work/err" </dev/null
	rc=$?
	{
		${AWK:-awk} -f "$dir/flat.awk" "$work/out"
		[ $rc -eq 0 ] || echo "rc=$rc"
	} | ${AWK:-awk} -F= -v keys="$work/keys" '
		BEGIN { while ((getline k <keys) > 0) named[k] = 1 }
		$1 in named { print; next }
		/^(v|type|source|frames|transactions|dialogs)=/ { next }
		/^(selected|busiest_second)=/ { next }
		/^(calls|findings|ranking|first|last)\./ { next }
		{ print }' | sort >"$work/got"
	diff "$work/want" "$work/got" >"$work/diff"
}

: >"$work/names"
while IFS=$tab read -r name messages requests responses sip path keys tshark \
	state words; do
	case $name in ''|'#'*) continue ;; esac
	echo "$name" >>"$work/names"
	line=$(printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s' "$name" \
		"$messages" "$requests" "$responses" "$sip" "$path" "$keys" \
		"$tshark" "$state" "$words")
	todo=
	[ "$state" = - ] || todo=' # TODO'
	if [ ! -e "$captures/$name" ]; then
		result 'not ok' "$name: no such capture"
	elif compare "$line" "$name"; then
		result ok "$name${todo:+ (no longer todo)}"
	else
		result 'not ok' "$name: $words$todo"
		[ -n "$todo" ] || { comment "$work/diff"; comment "$work/err"; }
		[ -z "$todo" ] || [ -z "${VERBOSE-}" ] || comment "$work/diff"
	fi
done <"$dir/cases.tsv"

sort "$work/names" | uniq -d >"$work/twice"
sort "$work/names" >"$work/sorted"
ls "$captures" | sort | comm -3 - "$work/sorted" >"$work/odd"
if [ -s "$work/twice" ] || [ -s "$work/odd" ]; then
	result 'not ok' 'one line of cases.tsv for each capture'
	comment "$work/twice"
	comment "$work/odd"
else
	result ok 'one line of cases.tsv for each capture'
fi

if ${PYTHON:-python3} -c '' >/dev/null 2>&1; then
	if ${PYTHON:-python3} "$dir/wire.py" "$work/again" >"$work/err" 2>&1 &&
	   diff -r "$captures" "$work/again" >"$work/diff"; then
		result ok 'made again, the captures are the same'
	else
		result 'not ok' 'made again, the captures are the same'
		comment "$work/err"
		comment "$work/diff"
	fi
else
	result ok 'made again, the captures are the same # SKIP no python3'
fi
echo "1..$n"
[ $failed -eq 1 ] || rm -rf "$work"
exit 0
