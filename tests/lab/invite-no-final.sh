#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The phone rings, and nobody ends that; a ping every minute.
. "$(dirname "$0")/common.sh"
lab_begin invite-no-final
LAB_TIMEOUT=240 lab_flow <<'FLOW'
> INVITE once
	sdp
< 100
< 180
wait 192000
> OPTIONS
< 200
FLOW
lab_flow_end
