#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone offers media at an IPv6 address to a server without IPv6.
. "$(dirname "$0")/common.sh"
lab_begin sdp-family
lab_flow <<'FLOW'
> INVITE
	sdp
	|c=IN IP6 2001:db8::10
	|m=audio 16384 RTP/AVP 8 0 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:0 PCMU/8000
	|a=rtpmap:101 telephone-event/8000
< 100
< 488
	Warning: 300 pbx.example "Incompatible network protocol"
> ACK
FLOW
lab_flow_end
