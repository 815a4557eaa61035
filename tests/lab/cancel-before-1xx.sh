#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The caller gives up before the server said anything.
. "$(dirname "$0")/common.sh"
lab_begin cancel-before-1xx
lab_flow <<'FLOW'
> INVITE once
	sdp
wait 120
> CANCEL
wait 60
< 200
< 487 for=INVITE
> ACK
FLOW
lab_flow_end
