#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A session timer as it should be: the caller refreshes twice with UPDATE.
. "$(dirname "$0")/common.sh"
lab_begin session-timer
LAB_TIMEOUT=160 lab_flow <<'FLOW'
> INVITE
	Supported: timer
	Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE
	Session-Expires: 90
	Min-SE: 90
	sdp
< 100
< 180
wait 1200
< 200
	Require: timer
	Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE
	Session-Expires: 90;refresher=uac
	sdp
> ACK
wait 45000
> UPDATE
	Supported: timer
	Session-Expires: 90;refresher=uac
	Min-SE: 90
< 200
	Require: timer
	Session-Expires: 90;refresher=uac
wait 45000
> UPDATE
	Supported: timer
	Session-Expires: 90;refresher=uac
	Min-SE: 90
< 200
	Require: timer
	Session-Expires: 90;refresher=uac
wait 20000
> BYE
< 200
FLOW
lab_flow_end
