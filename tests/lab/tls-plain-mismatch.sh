#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A client (OpenSSL) begins TLS on port 5060, where a server speaks plain SIP and takes
# the first bytes for a bad request.
. "$(dirname "$0")/common.sh"
lab_begin tls-plain-mismatch
lab_need openssl openssl
lab_need socat socat
printf 'SIP/2.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n' >"$lab_tmp/answer"
ip netns exec "$lab_pbx_ns" socat TCP-LISTEN:5060,bind=192.0.2.5 \
	SYSTEM:"head -c 100 >/dev/null; cat $lab_tmp/answer" &
lab_pids="$lab_pids $!"
sleep 0.5
ip netns exec "$lab_phones_ns" timeout 3 openssl s_client \
	-connect 192.0.2.5:5060 </dev/null >"$lab_tmp/client.out" 2>&1
lab_end '(400)?'
