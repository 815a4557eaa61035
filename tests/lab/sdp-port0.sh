#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call is answered, but the answer refuses the audio with port 0.
. "$(dirname "$0")/common.sh"
lab_begin sdp-port0
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 0 RTP/AVP 8
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
