#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The certificate of the server expired (TLS 1.2): a client that verifies sends
# the alert for it, one that does not goes on.
. "$(dirname "$0")/common.sh"
lab_begin tls-cert-expired
lab_need kamailio kamailio-tls-modules
lab_issue pbx DNS:pbx.example,URI:sip:pbx.example 20250101000000Z 20260101000000Z
lab_kamailio kamailio.cfg '-A TLS'
lab_tls -CAfile "$lab_tmp/ca.crt" -verify_return_error
grep -q 'certificate has expired' "$lab_tmp/client.out" ||
	lab_fail "the client did not mind"
lab_tls
grep -q 'SIP/2.0 200 Keepalive' "$lab_tmp/client.out" || lab_fail "no answer"
lab_end ''
