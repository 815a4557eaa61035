#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The answer to the challenge has the old CSeq, and is taken for a copy.
. "$(dirname "$0")/common.sh"
lab_begin auth-cseq
lab_flow <<'FLOW'
> REGISTER
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c09b", algorithm=MD5, qop="auth"
> REGISTER auth cseq=1
< 401
	WWW-Authenticate: Digest realm="pbx.example", nonce="5f2a17c09b", algorithm=MD5, qop="auth"
FLOW
lab_flow_end
