#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server wants SHA-256, the phone knows MD5 alone.
. "$(dirname "$0")/common.sh"
lab_begin auth-algorithm
lab_flow <<'FLOW'
> REGISTER
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c09b", algorithm=SHA-256, qop="auth"
> REGISTER
	Authorization: Digest username="4021", realm="pbx.example", nonce="5f2a17c09b", uri="sip:pbx.example", algorithm=MD5, qop=auth, nc=00000001, cnonce="4a1b", response="9f3a0c9f2d7e4d6c8b1a2c3d4e5f6071"
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c0aa", algorithm=SHA-256, qop="auth"
FLOW
lab_flow_end
