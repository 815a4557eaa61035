#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee answers G.729 and no telephone-event: keys pressed do not arrive.
. "$(dirname "$0")/common.sh"
lab_begin dtmf-absent
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 18 8 101
	|a=rtpmap:18 G729/8000
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 20000 RTP/AVP 18
	|a=rtpmap:18 G729/8000
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
