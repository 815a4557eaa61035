#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The proxy asks with 407, the phone answers as if it were 401.
. "$(dirname "$0")/common.sh"
lab_begin auth-wrong-header
lab_flow <<'FLOW'
> INVITE
	sdp
< 407
	Proxy-Authenticate: Digest realm="pbx.example", nonce="5f2a17c09b", algorithm=MD5, qop="auth"
> ACK
> INVITE
	Authorization: Digest username="4021", realm="pbx.example", nonce="5f2a17c09b", uri="sip:4190@pbx.example", algorithm=MD5, qop=auth, nc=00000001, cnonce="4a1b", response="9f3a0c9f2d7e4d6c8b1a2c3d4e5f6071"
	sdp
< 407
	Proxy-Authenticate: Digest realm="pbx.example", nonce="5f2a17c0aa", algorithm=MD5, qop="auth"
> ACK
FLOW
lab_flow_end
