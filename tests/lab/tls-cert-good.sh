#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A certificate in its time and with the name that is asked for (TLS 1.2).
. "$(dirname "$0")/common.sh"
lab_begin tls-cert-good
lab_need kamailio kamailio-tls-modules
lab_issue pbx DNS:gateway.example,DNS:pbx.example,IP:192.0.2.5
lab_kamailio kamailio.cfg '-A TLS'
lab_tls -CAfile "$lab_tmp/ca.crt" -verify_return_error \
	-verify_hostname pbx.example
grep -q 'SIP/2.0 200 Keepalive' "$lab_tmp/client.out" || lab_fail "no answer"
lab_end ''
