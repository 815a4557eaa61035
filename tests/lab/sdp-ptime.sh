#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A packet time that G.729 cannot have.
. "$(dirname "$0")/common.sh"
lab_begin sdp-ptime
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 18 101
	|a=rtpmap:18 G729/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=ptime:20
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 20000 RTP/AVP 18 101
	|a=rtpmap:18 G729/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=ptime:25
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
