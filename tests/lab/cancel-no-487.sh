#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server takes the CANCEL and then forgets to end the INVITE; a ping 34 s
# later.
. "$(dirname "$0")/common.sh"
lab_begin cancel-no-487
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 2500
> CANCEL
< 200
wait 34000
> OPTIONS
< 200
FLOW
lab_flow_end
