#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What tshark finds in the captures of the wire lab is what cases.tsv says:
# where the number is not ours, one of the two loses something, and the line
# says why.  A minute long, so only with WIRE_TSHARK=1; prints TAP.
src=$(cd "${srcdir:-.}" && pwd) || exit 99
known=4.0.17
tab=$(printf '\t')
n=0
if [ -z "${WIRE_TSHARK-}" ]; then
	echo '1..0 # SKIP takes a minute: WIRE_TSHARK=1 compares with tshark'
	exit 0
fi
version=$(tshark --version 2>/dev/null | sed -n '1s/^[^0-9]*\([0-9.]*\).*/\1/p')
if [ -z "$version" ]; then
	echo '1..0 # SKIP no tshark here: its counts are not compared'
	exit 0
fi
[ "$version" = "$known" ] ||
	echo "# tshark $version here, $known in cases.tsv: numbers may differ"

# read_all FILE: the number of start lines, several in a frame too
read_all() {
	tshark -n -r "$1" -Y sip -T fields -E occurrence=a -E aggregator='|' \
		-e sip.Request-Line -e sip.Status-Line 2>/dev/null |
		tr '\t|' '\n\n' | grep -c .
}

while IFS=$tab read -r name messages requests responses sip path keys tshark \
	state words; do
	case $name in ''|'#'*) continue ;; esac
	n=$((n + 1))
	want=${tshark#tshark=}
	got=$(read_all "$src/captures/wire/$name")
	differs=
	[ "$want" = "$messages" ] || differs=", we $messages"
	if [ "$got" = "$want" ]; then
		echo "ok $n - $name: tshark $got$differs"
	elif [ "$version" != "$known" ]; then
		echo "ok $n - $name # SKIP tshark $version says $got, not $want"
	else
		echo "not ok $n - $name: tshark $got, not $want"
	fi
done <"$src/tests/wire/cases.tsv"
echo "1..$n"
