#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An announcement before the call is answered says that the callee is busy; then 486.
. "$(dirname "$0")/common.sh"
lab_begin early-no-answer
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
wait 300
< 183
	sdp
wait 4000
< 486
	Reason: Q.850;cause=17;text="User busy"
> ACK
FLOW
lab_flow_end
