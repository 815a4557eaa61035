#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A change of the media port is refused; the call could go on, but the caller
# hangs up.
. "$(dirname "$0")/common.sh"
lab_begin reinvite-drop
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 2500
> INVITE
	sdp
	|m=audio 16400 RTP/AVP 8 0 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:0 PCMU/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
< 100
< 488
> ACK
wait 30
> BYE
< 200
FLOW
lab_flow_end
