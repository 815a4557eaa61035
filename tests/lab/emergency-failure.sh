#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A trunk that does not know the emergency number.
. "$(dirname "$0")/common.sh"
lab_begin emergency-failure
lab_flow TO=112 <<'FLOW'
> INVITE
	sdp
< 100
< 404
> ACK
wait 33000
> OPTIONS new
< 200
FLOW
lab_flow_end
