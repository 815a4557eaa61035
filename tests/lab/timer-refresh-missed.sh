#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Session timer of 90 s, refreshed by the callee, which does not; the caller
# hangs up when it is nearly over.
. "$(dirname "$0")/common.sh"
lab_begin timer-refresh-missed
LAB_TIMEOUT=120 lab_flow <<'FLOW'
> INVITE
	Supported: timer
	Session-Expires: 90
	sdp
< 100
< 180
wait 1200
< 200
	Require: timer
	Session-Expires: 90;refresher=uas
	sdp
> ACK
wait 80000
> BYE
	Reason: SIP;cause=408;text="Session timer expired"
< 200
FLOW
lab_flow_end
