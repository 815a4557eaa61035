#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The filter of a live capture: what SIP travels in comes through on any port,
# also what shows only after a port was learned; RTP stays in the kernel; --all
# takes everything; a user's filter is warned about.  Skipped, with the reason,
# where python3 is missing or the kernel does not let us capture.
here=$(cd "${srcdir:-.}/tests/live" && pwd) || exit 99
prog=$PWD/sipexplain
tmp=$(mktemp -d) || exit 99
watcher= talker=
cleanup() {
	for p in $watcher $talker; do kill "$p" 2>/dev/null; done
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
until_true() { # 10 s at most
	i=0
	until "$@"; do
		i=$((i + 1))
		[ $i -lt 100 ] || return 1
		sleep 0.1
	done
}
number() { # number KEY: of the summary
	sed -n "s/.*\"type\":\"summary\".*\"$1\":\([0-9]*\).*/\1/p" "$tmp/out"
}
methods() { sed -n 's/.*"methods":\({[^}]*}\).*/\1/p' "$tmp/out"; }
is() { [ "$1" = "$2" ] || { echo "# got $1, want $2"; return 1; }; }
few() { [ "$1" -lt "$2" ] || { echo "# got $1, want less than $2"; return 1; }; }

command -v python3 >/dev/null 2>&1 || skip 'python3 is not installed'

watch() { # watch ARGUMENT...
	: >"$tmp/err"
	"$prog" -i lo --user root -f json "$@" >"$tmp/out" 2>"$tmp/err" &
	watcher=$!
	until_true grep -q 'listening on lo' "$tmp/err" || {
		grep -q 'cap_net_raw' "$tmp/err" &&
			skip 'no right to capture on lo (CAP_NET_RAW)'
		echo "not ok 1 - listening"; sed 's/^/# /' "$tmp/err"; exit 1
	}
}
# A step is over when its packets have had time to come through.
talk() { # talk PORT [crowd]
	rm -f "$tmp/go"
	mkfifo "$tmp/go"
	python3 "$here/talk.py" "$me" "$@" <"$tmp/go" >"$tmp/said" 2>"$tmp/talk.err" &
	talker=$!
	exec 3>"$tmp/go"
	for step in 1 2 3 4 5; do
		[ $# -eq 1 ] || [ $step -lt 3 ] || break
		until_true grep -q "^done $step" "$tmp/said" || {
			echo "# step $step:"
			sed 's/^/# /' "$tmp/talk.err"
			break
		}
		sleep 1
		echo >&3
	done
	exec 3>&-
	wait "$talker"
	talker=
	kill -INT "$watcher"
	wait "$watcher"
	watcher=
}

# Not below 32768: there nobody else looks for servers by chance.
port=$((33000 + $$ % 20000))
# An address of our own, so that other traffic on lo does not disturb.
me=127.$((1 + $$ / 60000 % 250)).$((1 + $$ / 250 % 250)).$((1 + $$ % 250))
want='{"OPTIONS":4,"PING":1}'

watch "host $me"
talk $port
check 'every message on odd ports' is "$(methods)" "$want"
check 'RTP stays in the kernel' few "$(number frames)" 40
check 'nothing was left out' is "$(number ports)" 0

watch --all "host $me"
talk $((port + 10))
check '--all: the same messages' is "$(methods)" "$want"
check '--all: and RTP' few 50 "$(number frames)"

watch "host $me"
talk $((port + 30)) crowd
check 'of many callers and one server the server is learned' is \
	"$(sed -n 's/.*"ports_ignored":\(\[[^]]*\]\).*/\1/p' "$tmp/out")" '[]'
check 'and its method that nobody knows is seen' grep -q '"PING":1' "$tmp/out"

watch "udp and host $me"
check 'a filter is warned about' grep -q "^sipexplain: the filter .udp and host $me. leaves out" \
	"$tmp/err"
talk $((port + 20))
check 'its ports are what is left out' grep -q '"ports_ignored":\["17007/tcp"\]' \
	"$tmp/out"
check 'and that is said at once' grep -q '^sipexplain: SIP is spoken on ports.*17007/tcp' \
	"$tmp/err"
echo "1..$n"
