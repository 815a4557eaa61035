#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server takes 12 s to find the way to the callee.
. "$(dirname "$0")/common.sh"
lab_begin pdd-long
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
wait 12000
< 180
wait 2000
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
