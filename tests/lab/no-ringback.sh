#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The phone rings by itself after the 180, and then gets sound from the network.
. "$(dirname "$0")/common.sh"
lab_begin no-ringback
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 183
	sdp
wait 1200
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
