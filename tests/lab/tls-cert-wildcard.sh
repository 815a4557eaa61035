#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A wildcard in the certificate (TLS 1.2) fits for this client, not by RFC 5922.
. "$(dirname "$0")/common.sh"
lab_begin tls-cert-wildcard
lab_need kamailio kamailio-tls-modules
lab_issue pbx 'DNS:*.example'
lab_kamailio kamailio.cfg '-A TLS'
lab_tls -CAfile "$lab_tmp/ca.crt" -verify_return_error
grep -q 'SIP/2.0 200 Keepalive' "$lab_tmp/client.out" || lab_fail "no answer"
lab_end ''
