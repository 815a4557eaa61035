#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Early media from one address, and the 200 names another one for the same
# device.
. "$(dirname "$0")/common.sh"
lab_begin sdp-answer-changed
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 183
	sdp
	|c=IN IP4 192.0.2.6
	|m=audio 20000 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
wait 1500
< 200
	sdp
	|m=audio 20002 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
