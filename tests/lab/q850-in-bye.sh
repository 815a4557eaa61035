#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The gateway ends a call, and says in Reason that its network failed.
. "$(dirname "$0")/common.sh"
lab_begin q850-in-bye
lab_flow TO=+15550100 <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 900
< 200
	sdp
> ACK
wait 12000
< BYE
	Reason: Q.850;cause=41;text="Temporary failure"
> 200
FLOW
lab_flow_end
