#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server wants qop, and the phone answers in the way of 1999.
. "$(dirname "$0")/common.sh"
lab_begin auth-qop
lab_flow <<'FLOW'
> REGISTER
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c09b", algorithm=MD5, qop="auth"
> REGISTER
	Authorization: Digest username="4021", realm="pbx.example", nonce="5f2a17c09b", uri="sip:pbx.example", algorithm=MD5, response="9f3a0c9f2d7e4d6c8b1a2c3d4e5f6071"
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c0aa", algorithm=MD5, qop="auth"
FLOW
lab_flow_end
