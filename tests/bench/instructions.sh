#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Counts the instructions that one more message takes, by class, and compares
# them with those recorded in instructions.txt; prints TAP.  Ten per cent more is
# a failure.  Instructions, unlike times, hardly change from run to run, but each
# compiler makes its own: elsewhere than where they were recorded nothing is
# compared.  UPDATE=1 records those of this build.
bin=${builddir:-.}
file=${srcdir:-.}/tests/bench/instructions.txt
tools=$bin/tests/bench
messages=4000 calls=400 tolerance=10

skip() { echo "1..0 # SKIP instructions are not counted: $*"; exit 0; }
fail() { echo "instructions: $*" >&2; exit 99; }

# make_value NAME: the value of a variable in the Makefile of this build.
make_value() { sed -n "s/^$1 = *//p" "$bin/Makefile" | tail -n 1; }

# What makes instructions differ: processor, compiler, its options, C library.
this_build() {
	compiler=$(printf '%s\n' '#ifdef __clang__' 'clang __clang_major__' \
		'#else' 'gcc __GNUC__' '#endif' | ${CC:-cc} -E -P - 2>/dev/null |
		tr -s ' \n' ' ')
	echo "$(uname -m), $compiler$(make_value CFLAGS)," \
		"$(getconf GNU_LIBC_VERSION 2>/dev/null)"
}

recorded() { sed -n "s/^$1: *//p" "$file"; }

[ -z "$(make_value SAN_FLAGS)" ] || skip 'this build has sanitizers in it'
for tool in valgrind taskset; do
	command -v $tool >/dev/null 2>&1 || skip "$tool is not installed"
done
taskset -c 0 true 2>/dev/null || skip 'taskset may not pin here'
build=$(this_build)
[ -n "$UPDATE" ] || [ "$(recorded build)" = "$build" ] ||
	skip "recorded for $(recorded build); this is $build"

dir=$(mktemp -d "${TMPDIR:-/tmp}/sipexplain-count.XXXXXX") || exit 99
trap 'rm -rf "$dir"' EXIT
trap 'exit 99' HUP INT TERM

make_capture() {	# NAME OPTIONS...
	name=$1
	shift
	"$tools/gen_mix" "$@" >"$dir/$name" 2>"$dir/$name.said" ||
		fail "$(cat "$dir/$name.said")"
}

# count NAME OPTIONS...: the instructions of reading that capture by one thread.
count() {
	name=$1
	shift
	taskset -c 0 valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		"$bin/sipexplain" "$@" "$dir/$name" </dev/null 2>&1 >/dev/null |
		sed -n 's/^==[0-9]*== Collected : \([0-9]*\).*$/\1/p' | tail -n 1
}

# more MANY FEW UNITS [OPTIONS...]: of one of the UNITS that MANY has more.
more() {
	many=$1 few=$2 units=$3
	shift 3
	a=$(count "$many" "$@") b=$(count "$few" "$@")
	[ "${a:-0}" -gt "${b:-0}" ] || fail 'valgrind counted nothing'
	echo $(((a - b) / units))
}

make_capture udp -n $messages
make_capture udp.one -n 1
make_capture tcp -n $messages --tcp
make_capture tcp.one -n 1 --tcp
make_capture rtp -n $calls --rtp 95
make_capture rtp.less -n $calls
packets=$(sed -n 's/.* \([0-9]*\) RTP packets.*/\1/p' "$dir/rtp.said")
[ "${packets:-0}" -gt 0 ] || fail 'gen_mix made no RTP'

{
	echo "udp: $(more udp udp.one $((messages - 1)))"
	echo "udp-json: $(more udp udp.one $((messages - 1)) --format json)"
	echo "tcp: $(more tcp tcp.one $((messages - 1)))"
	echo "rtp: $(more rtp rtp.less "$packets")"
} >"$dir/counted" || exit 99

if [ -n "$UPDATE" ]; then
	{
		sed -n '/^#/p' "$file"
		echo "build: $build"
		cat "$dir/counted"
	} >"$dir/new" && cp "$dir/new" "$file" || exit 99
fi

n=0
while IFS=': ' read -r class now; do
	n=$((n + 1))
	was=$(recorded "$class")
	if [ "${was:-0}" -le 0 ]; then
		echo "not ok $n - $class: nothing is recorded"
	elif [ $((now * 100)) -gt $((was * (100 + tolerance))) ]; then
		echo "not ok $n - $class: $now instructions, $was recorded"
		echo '# make it faster, or record it: UPDATE=1 make check' \
			'TESTS=tests/bench/instructions.sh'
	else
		echo "ok $n - $class: $now instructions, $was recorded"
		[ $((now * 100)) -ge $((was * (100 - tolerance))) ] ||
			echo '# so much faster: record it with UPDATE=1'
	fi
done <"$dir/counted"
echo "1..$n"
