#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A browser asks the web server for a WebSocket; the path is not there.
. "$(dirname "$0")/common.sh"
LAB_FILTER='tcp port 8080'
lab_begin ws-upgrade-failed
lab_need socat socat
printf 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n' >"$lab_tmp/answer"
ip netns exec "$lab_pbx_ns" socat -t 1 \
	TCP-LISTEN:8080,bind=192.0.2.5,reuseaddr \
	SYSTEM:"head -c 20 >/dev/null; cat $lab_tmp/answer" &
lab_pids="$lab_pids $!"
sleep 0.5
printf '%s\r\n' 'GET /sip HTTP/1.1' 'Host: pbx.example:8080' \
	'Upgrade: websocket' 'Connection: Upgrade' \
	'Sec-WebSocket-Key: bGFiLWtleS1uby1zZWNyZQ==' \
	'Sec-WebSocket-Protocol: sip' 'Sec-WebSocket-Version: 13' '' |
	ip netns exec "$lab_phones_ns" socat -t 1 - \
		TCP:192.0.2.5:8080,bind=192.0.2.10 >"$lab_tmp/socat.out"
lab_end ''
