#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A gateway hangs up as soon as the call was answered, and says why.
. "$(dirname "$0")/common.sh"
lab_begin bye-immediate
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 150
< BYE
	Reason: Q.850;cause=47;text="Resource unavailable, unspecified"
> 200
FLOW
lab_flow_end
