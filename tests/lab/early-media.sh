#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An announcement before the answer, as it should be.
. "$(dirname "$0")/common.sh"
lab_begin early-media
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 183
	sdp
	|v=0
	|o=- 4190 1 IN IP4 192.0.2.5
	|s=-
	|c=IN IP4 192.0.2.5
	|t=0 0
	|m=audio 20000 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
wait 2500
< 200
	sdp
	|v=0
	|o=- 4190 1 IN IP4 192.0.2.5
	|s=-
	|c=IN IP4 192.0.2.5
	|t=0 0
	|m=audio 20000 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
