#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A long run: generators feed sipexplain through a pipe, as fast as it reads and
# with the packets' clock running accordingly faster.  What it counts has to be
# right to the last message, and a run twice as long may take no more memory.  The
# first must be long enough to fill what is remembered of phones and servers.
#   SOAK_SECONDS=2400  packet time of the mix; 3600 takes half a minute
#   SOAK_OPEN=2000     dialogs that are open at once
bin=${builddir:-.}
tools=$bin/tests/bench
seconds=${SOAK_SECONDS:-2400}
open=${SOAK_OPEN:-2000}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/sipexplain-soak.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' INT TERM HUP

case $seconds$open in *[!0-9]*) echo "bad SOAK_ value" >&2; exit 99 ;; esac

# An address sanitizer shall not hoard what was freed.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=1
export ASAN_OPTIONS

n=0
check() { # check DESCRIPTION COMMAND...
	n=$((n + 1))
	what=$1
	shift
	if "$@"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		cut -c 1-1000 "$tmp/err" "$tmp/summary" | sed 's/^/# /'
	fi
}

# soak COMMAND...: what COMMAND writes goes through the pipe; leaves the summary
# in $tmp/summary and the largest resident set, in kB, in $peak.
soak() {
	rm -f "$tmp/times" "$tmp/summary"
	GENERATE="$*" SIPEXPLAIN="$bin/sipexplain" SUMMARY=$tmp/summary \
		"$tools/measure" "$tmp/times" sh -c '
		$GENERATE 2>"$SUMMARY.said" |
		"$SIPEXPLAIN" --format json -r - 2>"$SUMMARY.err" |
		tail -n 1 >"$SUMMARY"'
	cat "$tmp/summary.said" "$tmp/summary.err" >"$tmp/err"
	peak=$(awk 'END { print $3 + 0 }' "$tmp/times")
}

# says NAME:NUMBER...: the summary has each of these.
says() {
	for pair; do
		grep -q "[{,]\"${pair%:*}\":${pair##*:}[,}]" "$tmp/summary" ||
			{ echo "# want $pair"; return 1; }
	done
}

# flat FIRST SECOND: at most a twentieth more, and a page of 2 MB, the step in which
# the heap takes memory (src/base/heap.h).
flat() { [ "${1:-0}" -gt 0 ] && [ "$2" -le $(($1 + $1 / 20 + 2048)) ]; }

# 200 messages a second.  In the long run the ranking has seen more users than it
# keeps groups, and says so (shed).
mixed() { # mixed MESSAGES
	soak "$tools/gen_mix" -n "$1"
	check "mix: $1 messages, each counted ($((peak / 1024)) MB)" \
		says "messages:$1" "frames:$1" duplicates:0 malformed:0
}

# Five messages open a call, and as many calls are open, two end it.
dialogs() { # dialogs ENDED
	calls=$((open + $1)) all=$((5 * open + 7 * $1))
	soak "$tools/gen_dialogs" -n "$open" -m "$all"
	check "dialogs: $calls begun, $1 ended ($((peak / 1024)) MB)" \
		says "messages:$all" "INVITE:$calls" "ACK:$calls" "BYE:$1" \
		"180:$calls" "200:$((calls + $1))" "answered:$calls" \
		"dialogs:$calls" "transactions:$((calls + $1))" shed:0 \
		duplicates:0 failed:0 unanswered:0 malformed:0
}

mixed $((seconds * 100))
half=$peak
mixed $((seconds * 200))
check "mix: memory is flat ($half kB after half the time, $peak kB)" \
	flat "$half" "$peak"
dialogs $((8 * open))
half=$peak
dialogs $((24 * open))
check "dialogs: memory is flat ($half kB after a third, $peak kB)" \
	flat "$half" "$peak"
echo "1..$n"
