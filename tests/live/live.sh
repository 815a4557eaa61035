#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Live: listen on lo while SIPp calls SIPp with a 420 in it, and find it.  Also
# that the output comes line by line into a pipe, and SIGINT ends with the
# summary.  Skipped, with the reason, where SIPp is missing or the kernel does
# not let us capture.
lab=$(cd "${srcdir:-.}/tests/lab" && pwd) || exit 99
prog=$PWD/sipexplain
tmp=$(mktemp -d) || exit 99
pids=
cleanup() {
	for p in $pids; do kill "$p" 2>/dev/null; done
	wait 2>/dev/null
	rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 99' INT TERM HUP

skip() { echo "1..0 # SKIP $*"; exit 0; }

n=0
check() { # check DESCRIPTION COMMAND...
	n=$((n + 1))
	what=$1
	shift
	if "$@"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' "$tmp/out" "$tmp/err"
	fi
}

command -v sipp >/dev/null 2>&1 ||
	skip 'sipp is not installed (Debian package sip-tester)'

# A port of our own, so that other traffic on lo does not disturb.
port=$((20000 + $$ % 20000))
"$prog" -i lo --user root -l -w "$tmp/saved.pcap" --status 420 \
	"udp port $port" >"$tmp/out" 2>"$tmp/err" &
watcher=$!
pids="$pids $watcher"
i=0
until grep -q '^sipexplain: listening on lo' "$tmp/err"; do
	if ! kill -0 "$watcher" 2>/dev/null; then
		grep -q 'cap_net_raw' "$tmp/err" &&
			skip 'no right to capture on lo (CAP_NET_RAW)'
		echo 'not ok 1 - the program ended at once'
		sed 's/^/# /' "$tmp/err"
		echo 1..1
		exit 1
	fi
	i=$((i + 1))
	[ $i -lt 100 ] || break
	sleep 0.1
done

cd "$tmp" || exit 99
sipp -sf "$lab/uas-420.xml" -i 127.0.0.1 -p "$port" -m 1 -nostdin \
	-timeout 30 </dev/null >"$tmp/uas" 2>&1 &
pids="$pids $!"
sleep 0.7
sipp -sf "$lab/uac-420.xml" -i 127.0.0.1 -p $((port + 1)) -m 1 -nostdin \
	-timeout 30 "127.0.0.1:$port" </dev/null >"$tmp/uac" 2>&1
check 'the call was made' [ $? -eq 0 ]

i=0
until grep -q 'require-unsupported' "$tmp/out"; do
	i=$((i + 1))
	[ $i -lt 50 ] || break
	sleep 0.1
done
check 'the 420 is explained while we listen' \
	grep -q '^error\[require-unsupported\]' "$tmp/out"
saved() { [ "$(wc -c <"$tmp/saved.pcap")" -gt 1000 ]; }
check 'and saved while we listen' saved
check 'the refused tag is underlined' grep -q '\^\^\^' "$tmp/out"
check 'no summary before the end' sh -c "! grep -q '^---.*messages' '$tmp/out'"
kill -INT "$watcher"
wait "$watcher"
check 'SIGINT ends with status 0' [ $? -eq 0 ]
check 'the summary comes at the end' grep -q '^---.*messages' "$tmp/out"
check 'and says how fast it was, and what was dropped' grep -q \
	'^ *Messages a second: .*dropped by the kernel: 0$' "$tmp/out"
echo "1..$n"
