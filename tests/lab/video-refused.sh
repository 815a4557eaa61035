#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee takes the audio and leaves the video.
. "$(dirname "$0")/common.sh"
lab_begin video-refused
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|m=video 16390 RTP/AVP 96
	|a=rtpmap:96 H264/90000
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 20000 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|m=video 0 RTP/AVP 96
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
