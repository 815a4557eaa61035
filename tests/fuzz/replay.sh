#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every fuzz target must survive its own seeds; prints TAP.
seeds=${srcdir:-.}/tests/fuzz/seeds
n=0

result() {
	n=$((n + 1))
	echo "$1 $n - $2"
}

[ -n "${FUZZ_TARGETS-}" ] || result 'not ok' 'there are fuzz targets'
for t in ${FUZZ_TARGETS-}; do
	x=${t##*/fuzz_}
	set -- "$seeds/$x"/*
	if [ ! -e "$1" ]; then
		result 'not ok' "$x: no seeds in tests/fuzz/seeds/$x"
	elif out=$("./$t" "$@" 2>&1); then
		result ok "$x: $# seeds"
	else
		result 'not ok' "$x: a seed fails"
		echo "$out" | sed 's/^/# /'
	fi
done

# Seeds that no target reads would rot unseen.
for d in "$seeds"/*/; do
	[ -d "$d" ] || continue
	x=$(basename "$d")
	case " ${FUZZ_TARGETS-} " in
	*"/fuzz_$x "*) ;;
	*) result 'not ok' "tests/fuzz/seeds/$x belongs to no target" ;;
	esac
done
echo "1..$n"
