#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The phone has a realm typed in that is not the one of the server.
. "$(dirname "$0")/common.sh"
lab_begin auth-realm-mismatch
lab_flow <<'FLOW'
> REGISTER
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c09b", algorithm=MD5, qop="auth"
> REGISTER
	Authorization: Digest username="4021", realm="asterisk", nonce="5f2a17c09b", uri="sip:pbx.example", algorithm=MD5, qop=auth, nc=00000001, cnonce="4a1b", response="9f3a0c9f2d7e4d6c8b1a2c3d4e5f6071"
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c0aa", algorithm=MD5, qop="auth"
FLOW
lab_flow_end
