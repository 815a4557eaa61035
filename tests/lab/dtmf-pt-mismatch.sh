#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Both sides know telephone-event, under different numbers.
. "$(dirname "$0")/common.sh"
lab_begin dtmf-pt-mismatch
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 20000 RTP/AVP 8 96
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:96 telephone-event/8000
	|a=fmtp:96 0-16
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
