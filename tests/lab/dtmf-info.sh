#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Keys pressed, sent by INFO, taken.
. "$(dirname "$0")/common.sh"
lab_begin dtmf-info
lab_flow <<'FLOW'
> INVITE
	Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO
	sdp
	|m=audio 16384 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
< 100
< 180
wait 1200
< 200
	Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO
	sdp
	|m=audio 20000 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
> ACK
wait 1200
> INFO
	body application/dtmf-relay
	|Signal=4
	|Duration=160
< 200
wait 300
> INFO
	body application/dtmf-relay
	|Signal=2
	|Duration=160
< 200
wait 1500
> BYE
< 200
FLOW
lab_flow_end
