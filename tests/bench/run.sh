#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Measures ./sipexplain beside other programs that read the same capture, and
# prints a table.  Slowness is no error.  README.md says what the columns mean.
#   BENCH_MESSAGES=260000   SIP messages in the capture
#   BENCH_RUNS=3            runs of each program; the smallest values count
#   BENCH_RTP=0             per cent of the packets that are RTP
#   BENCH_TCP=yes           the messages go over TCP
#   BENCH_FORMAT=json       sipexplain and tshark write JSON
#   BENCH_INSTRUCTIONS=own  own: of sipexplain; all: of all; none
#   BENCH_CPU=0             the CPU that everything runs on
messages=${BENCH_MESSAGES:-260000}
runs=${BENCH_RUNS:-3}
rtp=${BENCH_RTP:-0}
tcp=${BENCH_TCP:+--tcp}
transport=${BENCH_TCP:+tcp} transport=${transport:-udp}
format=${BENCH_FORMAT:-text}
instructions=${BENCH_INSTRUCTIONS:-own}
cpu=${BENCH_CPU:-0}
counted=20000
awk=${AWK:-awk}
bin=${builddir:-.}
tools=$bin/tests/bench

say() { echo "bench: $*"; }
fail() { say "$*" >&2; exit 1; }

installed() { command -v "$1" >/dev/null 2>&1; }

case $messages$runs$rtp in *[!0-9]*) fail 'a BENCH_ value is no number' ;; esac
case $format in
text | json) ;;
*) fail "bad BENCH_FORMAT \`$format': want text or json" ;;
esac
case $instructions in
own | all | none) ;;
*) fail "bad BENCH_INSTRUCTIONS \`$instructions': want own, all or none" ;;
esac
[ "$runs" -gt 0 ] || fail 'BENCH_RUNS is 0'
[ -x "$tools/gen_mix" ] && [ -x "$tools/measure" ] ||
	fail "$tools has no gen_mix and measure: run \`make bench'"
dir=$(mktemp -d "${TMPDIR:-/tmp}/sipexplain-bench.XXXXXX") ||
	fail 'no temporary directory'
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

# The rivals read no configuration of the user, and tshark no profile.
HOME=$dir XDG_CONFIG_HOME=$dir LC_ALL=C TERM=${TERM:-dumb}
export HOME XDG_CONFIG_HOME LC_ALL TERM

pin=
if installed taskset && taskset -c "$cpu" true 2>/dev/null; then
	pin="taskset -c $cpu"
else
	say 'taskset is missing or may not pin: runs may change the CPU'
fi

# with NAME FILE COMMAND...: COMMAND and the arguments with which NAME reads FILE.
with() {
	name=$1 file=$2
	shift 2
	case $name in
	sipexplain) "$@" "$bin/sipexplain" --format "$format" "$file" ;;
	sngrep) "$@" sngrep -F -N -q -l 1000000 -I "$file" ;;
	tshark)
		if [ "$format" = json ]; then
			"$@" tshark -r "$file" -n -Y sip -T ek
		else
			"$@" tshark -r "$file" -n -Y sip -T fields \
				-e frame.number -e sip.Method \
				-e sip.Status-Code -e sip.Call-ID
		fi ;;
	sipgrep) "$@" sipgrep -C -I "$file" ;;
	tcpdump) "$@" tcpdump -r "$file" -w /dev/null \
		$transport port 5060 ;;
	esac
}

# Those that are here and read a small capture.
programs=
choose() {
	for p in sipexplain sngrep tshark sipgrep tcpdump; do
		if [ $p = sipexplain ]; then
			[ -x "$bin/sipexplain" ] ||
				{ say 'sipexplain is not built: left out'; continue; }
		elif ! installed $p; then
			say "$p is not installed: left out"
			continue
		fi
		if with $p "$dir/one.pcap" "$tools/measure" /dev/null; then
			programs="$programs $p"
		elif [ $p = sipexplain ]; then
			fail 'sipexplain fails on a capture of one message'
		else
			say "$p cannot read a capture here: left out"
		fi
	done
}

make_capture() {	# FILE MESSAGES
	"$tools/gen_mix" -n "$2" --rtp "$rtp" $tcp >"$1" 2>"$dir/said" ||
		fail "$(cat "$dir/said")"
}

# count NAME FILE: the instructions that NAME takes to read FILE.
count() {
	with "$1" "$2" valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		</dev/null 2>&1 >/dev/null |
		sed -n 's/^==[0-9]*== Collected : \([0-9]*\).*$/\1/p' | tail -n 1
}

# per_message NAME: instructions for one more message, or -.
per_message() {
	many=$(count "$1" "$dir/counted.pcap")
	one=$(count "$1" "$dir/one.pcap")
	if [ "${many:-0}" -gt 0 ] && [ "${one:-0}" -gt 0 ]; then
		echo $(((many - one) / (counted - 1)))
	else
		echo -
	fi
}

make_capture "$dir/one.pcap" 1
choose
[ -n "$programs" ] || fail 'nothing to measure'
make_capture "$dir/mix.pcap" "$messages"
say "$(sed 's/^gen_mix: //' "$dir/said")," \
	"$(wc -c <"$dir/mix.pcap" | tr -d ' ') bytes"
cat "$dir/mix.pcap" >/dev/null	# so that the first run finds it in memory

i=0
while [ $i -lt "$runs" ]; do
	for p in $programs; do
		with "$p" "$dir/mix.pcap" "$tools/measure" "$dir/$p.times" $pin ||
			fail "$p ended with status $? on the capture"
	done
	i=$((i + 1))
done

if [ "$instructions" != none ] && ! installed valgrind; then
	say 'valgrind is not installed: no instructions'
	instructions=none
fi
[ "$instructions" = none ] || make_capture "$dir/counted.pcap" $counted
for p in $programs; do
	n=-
	case $instructions:$p in
	all:* | own:sipexplain)
		n=$(per_message "$p")
		[ "$n" != - ] || say "$p: valgrind counted nothing" >&2
		;;
	esac
	echo "$p $n $($awk '
		NR == 1 || $1 < wall { wall = $1 }
		NR == 1 || $2 < cpu { cpu = $2 }
		NR == 1 || $3 < kb { kb = $3 }
		END { print wall, cpu, kb }' "$dir/$p.times")"
done >"$dir/results"

$awk -v messages="$messages" '
	function ratio(a, b) { return b > 0 ? sprintf("%.1f", a / b) : "-" }
	NR == 1 {	# sipexplain, if it is there
		own = $1 == "sipexplain"
		wall = $3; cpu = $4; kb = $5
		printf "%-11s %8s %7s %8s %7s %7s %7s %9s %10s\n", "program",
			"wall s", "ratio", "cpu s", "ratio", "MB", "ratio",
			"us/msg", "instr/msg"
	}
	{
		printf "%-11s %8.2f %7s %8.2f %7s %7.1f %7s %9.2f %10s\n", $1,
			$3, own ? ratio($3, wall) : "-",
			$4, own ? ratio($4, cpu) : "-",
			$5 / 1024, own ? ratio($5, kb) : "-",
			messages ? $4 * 1e6 / messages : 0, $2
	}' "$dir/results"
