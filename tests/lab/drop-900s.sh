#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Session timer of 90 s, refreshed by the caller, which does not: the callee
# hangs up 30 s before it runs out.
. "$(dirname "$0")/common.sh"
lab_begin drop-900s
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
	Session-Expires: 90;refresher=uac
	sdp
> ACK
wait 60000
< BYE
> 200
FLOW
lab_flow_end
