#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An offer that names no address.
. "$(dirname "$0")/common.sh"
lab_begin sdp-malformed
lab_flow <<'FLOW'
> INVITE
	sdp
	|v=0
	|o=- 4021 1 IN IP4 192.0.2.10
	|s=-
	|t=0 0
	|m=audio 16384 RTP/AVP 8 0
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:0 PCMU/8000
< 100
< 400 Bad SDP
> ACK
FLOW
lab_flow_end
