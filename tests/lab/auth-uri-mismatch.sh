#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A B2BUA changed the request and kept the credentials, which were made for
# another URI.
. "$(dirname "$0")/common.sh"
lab_begin auth-uri-mismatch
lab_flow <<'FLOW'
> REGISTER
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c09b", algorithm=MD5, qop="auth"
> REGISTER
	Authorization: Digest username="4021", realm="pbx.example", nonce="5f2a17c09b", uri="sip:10.20.0.5:5060", algorithm=MD5, qop=auth, nc=00000001, cnonce="4a1b", response="9f3a0c9f2d7e4d6c8b1a2c3d4e5f6071"
< 400
FLOW
lab_flow_end
