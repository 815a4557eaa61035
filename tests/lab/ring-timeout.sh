#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Nobody answers; the server ends the ringing.
. "$(dirname "$0")/common.sh"
lab_begin ring-timeout
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 20000
< 480 No answer
> ACK
FLOW
lab_flow_end
