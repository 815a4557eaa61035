#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A re-INVITE with another port and the same version in o=.
. "$(dirname "$0")/common.sh"
lab_begin sdp-oline
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
	|v=0
	|o=- 4021 1 IN IP4 192.0.2.10
	|s=-
	|c=IN IP4 192.0.2.10
	|t=0 0
	|m=audio 16400 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=sendrecv
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
