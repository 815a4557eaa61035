#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone keeps its first nonce, and the server does not say that it is stale.
. "$(dirname "$0")/common.sh"
lab_begin auth-nonce-old
lab_flow <<'FLOW'
> REGISTER
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c09b", algorithm=MD5, qop="auth"
> REGISTER auth
	Expires: 60
< 200
	Contact: <sip:4021@192.0.2.10:5060>;expires=60
wait 30000
> REGISTER
	Authorization: Digest username="4021", realm="pbx.example", nonce="5f2a17c09b", uri="sip:pbx.example", algorithm=MD5, qop=auth, nc=00000002, cnonce="4a1b", response="1a2c3d4e5f60719f3a0c9f2d7e4d6c8b"
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="6b00b1e2f4", algorithm=MD5, qop="auth"
wait 300
> REGISTER
	Authorization: Digest username="4021", realm="pbx.example", nonce="5f2a17c09b", uri="sip:pbx.example", algorithm=MD5, qop=auth, nc=00000003, cnonce="4a1b", response="2a2c3d4e5f60719f3a0c9f2d7e4d6c8b"
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="6b00b1e3a7", algorithm=MD5, qop="auth"
wait 300
> REGISTER
	Authorization: Digest username="4021", realm="pbx.example", nonce="5f2a17c09b", uri="sip:pbx.example", algorithm=MD5, qop=auth, nc=00000004, cnonce="4a1b", response="3a2c3d4e5f60719f3a0c9f2d7e4d6c8b"
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="6b00b1e5c1", algorithm=MD5, qop="auth"
FLOW
lab_flow_end
