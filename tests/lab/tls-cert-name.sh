#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The certificate of the server is for another name (TLS 1.2), and the client
# that asks for pbx.example refuses it.
. "$(dirname "$0")/common.sh"
lab_begin tls-cert-name
lab_need kamailio kamailio-tls-modules
lab_issue pbx DNS:gateway.example
lab_kamailio kamailio.cfg '-A TLS'
lab_tls -CAfile "$lab_tmp/ca.crt" -verify_return_error \
	-verify_hostname pbx.example
grep -qi 'hostname mismatch' "$lab_tmp/client.out" ||
	lab_fail "the client did not mind"
lab_end ''
