#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# How well does the program diagnose?  Each line of score.tsv names a capture, the
# finding that has to come first in the summary (- for none above info), those
# that may stand beside it, and patterns of what would be a false alarm.  Findings
# of info do not count unless they are named: `x:info' wants x, and nothing above
# info.  `?x' is the right answer, which the program does not give yet (TODO).
# Prints TAP, and a score at the end; by hand, from the build directory:
# sh .../tests/score.sh
dir=$(cd "${srcdir:-.}/tests" && pwd) || exit 99
captures=$(cd "${srcdir:-.}/captures" && pwd) || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
tab=$(printf '\t')
n=0 right=0 misses=0 alarms=0

# found CAPTURE: `id severity' of each finding, in the order of the ranking
found() {
	./sipexplain --user root -f json "$captures/$1" 2>"$work/err" |
	${AWK:-awk} '
	/"type":"finding"/ {
		match($0, /"id":"[^"]*"/)
		id = substr($0, RSTART + 6, RLENGTH - 7)
		match($0, /"severity":"[^"]*"/)
		s = substr($0, RSTART + 12, RLENGTH - 13)
		if (!(id in worst) || s == "error" ||
		    (s == "warning" && worst[id] == "info"))
			worst[id] = s
	}
	/"type":"summary"/ {
		if (!match($0, /"ranking":\[.*\],"not_decoded"/))
			exit
		list = substr($0, RSTART, RLENGTH)
		while (match(list, /\{"id":"[^"]*"/)) {
			id = substr(list, RSTART + 7, RLENGTH - 8)
			list = substr(list, RSTART + RLENGTH)
			if (!(id in told))
				print id, worst[id]
			told[id] = 1
		}
	}'
}

# fits WORD PATTERN...
fits() {
	word=$1
	shift
	for p; do
		case $word in $p) return 0 ;; esac
	done
	return 1
}

: >"$work/seen"
set -f
while IFS=$tab read -r capture first others forbidden; do
	case $capture in ''|'#'*) continue ;; esac
	n=$((n + 1))
	echo "$capture" >>"$work/seen"
	found "$capture" >"$work/found"
	wrong= bad= todo=
	case $first in '?'*) todo=' # TODO' first=${first#?} ;; esac
	top=$(awk '$2 != "info" { print $1; exit }' "$work/found")
	case $first in
	-) [ -z "$top" ] || bad="$bad $top" ;;
	*:info) # told, and nothing above it
		grep -qx "${first%:info} info" "$work/found" ||
			wrong=" ${first%:info}"
		[ -z "$top" ] || bad="$bad $top" ;;
	*) [ "$top" = "$first" ] || wrong=" $first" ;;
	esac
	for id in $(awk '$2 != "info" { print $1 }' "$work/found"); do
		[ "$id" = "${first%:info}" ] || [ "$id" = "$top" ] ||
			fits "$id" $others || bad="$bad $id"
	done
	for id in $(awk '{ print $1 }' "$work/found"); do
		[ "$forbidden" = - ] || ! fits "$id" $forbidden || bad="$bad $id"
	done
	[ -n "$wrong" ] || right=$((right + 1))
	for x in $wrong; do misses=$((misses + 1)); done
	for x in $bad; do alarms=$((alarms + 1)); done
	if [ -z "$wrong$bad" ]; then
		echo "ok $n - $capture${todo:+ (no longer to do)}"
	else
		echo "not ok $n - $capture$todo"
		echo "# missed:${wrong:- nothing}; false alarms:${bad:- none}"
		sed 's/^/# found /' "$work/found"
	fi
done <"$dir/score.tsv"
set +f
for f in "$captures"/*.pcap* "$captures"/*.txt; do
	grep -qxF -- "${f##*/}" "$work/seen" && continue
	n=$((n + 1))
	echo "not ok $n - ${f##*/} stands in no line of score.tsv"
done
echo "# score: right first finding $right of $n; misses $misses; false alarms $alarms"
echo "1..$n"
