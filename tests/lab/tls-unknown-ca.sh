#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A client that does not know who signed the certificate of the server (TLS
# 1.2): it sends an alert and never gets to SIP.
. "$(dirname "$0")/common.sh"
lab_begin tls-unknown-ca
lab_need kamailio kamailio-tls-modules
lab_certificate pbx
lab_certificate other
lab_kamailio kamailio.cfg '-A TLS'
ip netns exec "$lab_phones_ns" openssl s_client -connect 192.0.2.5:5061 \
	-servername pbx.example -CAfile "$lab_tmp/other.crt" \
	-verify_return_error </dev/null >"$lab_tmp/client.out" 2>&1
grep -q 'verify error' "$lab_tmp/client.out" || lab_fail "no alert was sent"
lab_end ''
