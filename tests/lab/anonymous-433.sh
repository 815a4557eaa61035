#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee takes no calls that hide their number.
. "$(dirname "$0")/common.sh"
lab_begin anonymous-433
lab_flow <<'FLOW'
> INVITE
	From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=a0nym1
	Privacy: id
	P-Asserted-Identity: <sip:4021@pbx.example>
	sdp
< 100
< 433
> ACK
	From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=a0nym1
FLOW
lab_flow_end
