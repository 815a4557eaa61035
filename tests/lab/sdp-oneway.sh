#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee answers recvonly: the caller hears nothing for the whole call.
. "$(dirname "$0")/common.sh"
lab_begin sdp-oneway
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 20000 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=recvonly
> ACK
wait 9000
> BYE
< 200
FLOW
lab_flow_end
