#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee cannot be put on hold.
. "$(dirname "$0")/common.sh"
lab_begin hold-failed
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 2000
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 8 0 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:0 PCMU/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=sendonly
< 488
> ACK
wait 8000
> BYE
< 200
FLOW
lab_flow_end
