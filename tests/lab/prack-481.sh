#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The PRACK does not fit the 180: its RAck has another number.
. "$(dirname "$0")/common.sh"
lab_begin prack-481
lab_flow <<'FLOW'
> INVITE
	Supported: 100rel
	Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK
	sdp
< 100
< 180 once
	Require: 100rel
	RSeq: 771
> PRACK
	RAck: 772 1 INVITE
< 481
wait 1500
< 200 for=INVITE
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
