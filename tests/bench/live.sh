#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Live at the highest rate that SIPp reaches: two SIPp talk on the lo of a network
# namespace of their own, the program listens there on one processor, and the
# kernel may not drop a packet.  LIVE_SECONDS (10), LIVE_CPU (0: that of the
# program; SIPp runs where it may), LIVE_RATE (calls a second, 20000: more than
# SIPp can).  Prints what was seen and dropped.  By hand, from the build directory:
# sh .../tests/bench/live.sh
prog=$PWD/sipexplain
seconds=${LIVE_SECONDS:-10} cpu=${LIVE_CPU:-0} rate=${LIVE_RATE:-20000}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT

skip() { echo "1..0 # SKIP $*"; exit 0; }
for tool in sipp taskset unshare ip; do
	command -v $tool >/dev/null 2>&1 || skip "$tool is not installed"
done
unshare -n true 2>/dev/null || skip 'no right to make a network namespace'

cat >"$tmp/run" <<'EOF'
ip link set lo up || exit 99
taskset -c "$2" "$1" -i lo --user root -o "$5/out" 2>"$5/err" &
watcher=$!
i=0
until grep -q '^sipexplain: listening' "$5/err"; do
	i=$((i + 1))
	[ $i -lt 100 ] || exit 77
	sleep 0.1
done
sipp -sn uas -i 127.0.0.1 -p 5060 -nostdin \
	</dev/null >/dev/null 2>&1 &
server=$!
sleep 1
cd "$5" || exit 99
sipp -sn uac -i 127.0.0.1 -p 5070 -r "$3" -l 10000 -d 0 -nostdin \
	-trace_stat -fd 1 -stf "$5/stat" 127.0.0.1:5060 \
	</dev/null >/dev/null 2>&1 &
client=$!
sleep "$4"
# No new calls; then both go, whatever is still open.
kill -USR1 $client
sleep 2
kill -KILL $client $server 2>/dev/null
sleep 1
kill -INT $watcher
wait $watcher
EOF
unshare -n sh "$tmp/run" "$prog" "$cpu" "$rate" "$seconds" "$tmp"
case $? in
0) ;;
77) skip 'the program cannot listen here' ;;
*) echo 'not ok 1 - live'; sed 's/^/# /' "$tmp/err"; echo 1..1; exit 1 ;;
esac
sed -n 's/^/# /p' "$tmp/out" | grep -A8 '^# ---'
calls=$(tail -1 "$tmp/stat" | cut -d';' -f13)
dropped=$(sed -n 's/.*dropped by the kernel: //p' "$tmp/out" | tr -d ,)
echo "# SIPp created $calls calls in $seconds s"
if [ "$dropped" = 0 ]; then
	echo 'ok 1 - no packet dropped by the kernel'
else
	echo "not ok 1 - $dropped packets dropped by the kernel"
fi
echo 1..1
