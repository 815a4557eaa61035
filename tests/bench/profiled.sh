#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Builds ./sipexplain twice with gcc: the first one counts, over the captures that
# ship and a made one, how often each branch is taken; the second one is laid out
# and inlined by these counts, over the whole program (LTO).  README.md says what
# that is worth.  The rest of the build stays as it is.
make=${MAKE:-make}
cc=${CC:-gcc}
flags=${CFLAGS:--g -O2}
jobs=$(nproc 2>/dev/null || echo 1)
bin=${builddir:-.}
gen=$bin/tests/bench/gen_mix

say() { echo "profiled: $*"; }
fail() { say "$*" >&2; exit 1; }

case $($cc --version 2>/dev/null | head -n 1) in
*clang*) fail "$cc is clang: this is written for gcc's options" ;;
*gcc* | *GCC* | cc*) ;;
*) fail "$cc does not answer like gcc" ;;
esac
[ -x "$gen" ] || fail "no $gen: run \`make profiled'"
dir=$(mktemp -d "${TMPDIR:-/tmp}/sipexplain-profiled.XXXXXX") ||
	fail 'no temporary directory'
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

# Objects and counts of a build before.
forget_objects() {
	find "$bin/src" "$bin/dissect" "$bin/data" -name '*.o' -exec rm -f {} +
	rm -f "$bin/sipexplain" "$bin"/*.a
}

# build OPTIONS: the program alone.
build() {
	forget_objects
	$make -s -j"$jobs" CFLAGS="$flags $*" sipexplain >"$dir/log" 2>&1 || {
		cat "$dir/log" >&2
		fail "it does not build with $*"
	}
}

# What people do with it: text and JSON, UDP and TCP, media in between, each kind
# of failure.  Ends 1 and 3 are findings.
work() {
	"$@" >/dev/null 2>"$dir/err"
	case $? in
	0 | 1 | 3) ;;
	*)
		cat "$dir/err" >&2
		fail "it could not be trained: $*"
		;;
	esac
}

train() {
	cp "$gen" "$dir/gen_mix"
	"$dir/gen_mix" -n 40000 >"$dir/udp.pcap" &&
		"$dir/gen_mix" -n 8000 --tcp >"$dir/tcp.pcap" &&
		"$dir/gen_mix" -n 800 --rtp 95 >"$dir/rtp.pcap" ||
		fail 'no capture to train with'
	user=$(id -un)
	for f in "$dir"/udp.pcap "$dir"/tcp.pcap "$dir"/rtp.pcap \
		"${srcdir:-.}"/captures/*.pcap; do
		work "$bin/sipexplain" --user "$user" "$f"
	done
	for f in "$dir"/udp.pcap "$dir"/tcp.pcap; do
		work "$bin/sipexplain" --user "$user" --format json "$f"
	done
}

find "$bin" -name '*.gcda' -exec rm -f {} +
say 'building it to count'
# A count that two threads write at once may not be lost.
build -fprofile-generate -fprofile-update=atomic
say 'letting it work'
train
say 'building it by the counts'
# What was never run has no count; that is no fault.
build -flto="$jobs" -fprofile-use -fprofile-correction -Wno-missing-profile
find "$bin" -name '*.gcda' -exec rm -f {} +
"$bin/sipexplain" --version >/dev/null || fail 'what was built does not run'
say 'sipexplain is built'
