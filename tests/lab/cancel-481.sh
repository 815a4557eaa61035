#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A CANCEL with a branch of its own fits no INVITE; the phone rings on.
. "$(dirname "$0")/common.sh"
lab_begin cancel-481
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 2500
> CANCEL branch=z9hG4bKown0branch
< 481
wait 4000
< 486 for=INVITE
> ACK
FLOW
lab_flow_end
