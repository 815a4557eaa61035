#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The session refresh is refused, and the caller hangs up.
. "$(dirname "$0")/common.sh"
lab_begin timer-refresh-failed
LAB_TIMEOUT=120 lab_flow <<'FLOW'
> INVITE
	Supported: timer
	Session-Expires: 90
	Min-SE: 90
	sdp
< 100
< 180
wait 1200
< 200
	Require: timer
	Session-Expires: 90;refresher=uac
	sdp
> ACK
wait 45000
> INVITE
	Supported: timer
	Session-Expires: 90;refresher=uac
	Min-SE: 90
	sdp
< 500
> ACK
wait 200
> BYE
< 200
FLOW
lab_flow_end
