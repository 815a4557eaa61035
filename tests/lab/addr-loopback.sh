#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A PBX that puts its loopback address into Contact and SDP.
. "$(dirname "$0")/common.sh"
lab_begin addr-loopback
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
	Contact: <sip:4190@127.0.0.1:5060>
wait 1200
< 200 once
	Contact: <sip:4190@127.0.0.1:5060>
	sdp
	|c=IN IP4 127.0.0.1
	|m=audio 20000 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
> ACK uri=sip:4190@127.0.0.1:5060
wait 3000
> BYE uri=sip:4190@127.0.0.1:5060
< 200
FLOW
lab_flow_end
