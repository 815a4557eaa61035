#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The text trace that Kamailio's sipdump module writes: a phone registers, a
# call to a number that nobody has.
. "$(dirname "$0")/common.sh"
lab_begin trace-sipdump
cd "$lab_tmp" || exit 1
lab_dir=$(cd "$lab_dir" && pwd)
lab_kamailio kamailio.cfg '-A SIPDUMP'
lab_register 4021 "$lab_caller"
lab_call "$(lab_xml uac-proxy-404.xml)" -auth_uri 4190@pbx.example
sleep 1.5 # it is written once a second
cat "$lab_run"/dump-*.data "$lab_tmp"/dump-*.data >"$lab_tmp/dump" 2>/dev/null
n=$(grep -c '^~~~~' "$lab_tmp/dump")
[ "$n" -eq 10 ] || lab_fail "$n messages in the dump, wanted 10"
cp "$lab_tmp/dump" "$lab_out/trace-sipdump.txt"
rm -f "$lab_out/trace-sipdump.pcap"
echo "trace-sipdump: $n messages"
