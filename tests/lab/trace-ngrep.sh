#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What ngrep -W byline shows of a call to a number that nobody has.
. "$(dirname "$0")/common.sh"
lab_need ngrep ngrep
lab_begin trace-ngrep
lab_kamailio kamailio.cfg
TZ=UTC ip netns exec "$lab_pbx_ns" ngrep -l -t -d pbx0 -W byline '' \
	port 5060 >"$lab_tmp/ngrep" 2>"$lab_tmp/ngrep.err" &
ngrep_pid=$!
lab_pids="$lab_pids $ngrep_pid"
sleep 0.7
lab_register 4021 "$lab_caller"
lab_call "$(lab_xml uac-proxy-404.xml)" -auth_uri 4190@pbx.example
sleep 0.5
kill -INT "$ngrep_pid"
wait "$ngrep_pid"
n=$(grep -c '^U ' "$lab_tmp/ngrep")
[ "$n" -eq 10 ] || lab_fail "$n messages in the trace, wanted 10"
cp "$lab_tmp/ngrep" "$lab_out/trace-ngrep.txt"
echo "trace-ngrep: $n messages"
