#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An offer that gives one payload type to two codecs.
. "$(dirname "$0")/common.sh"
lab_begin sdp-duplicate-pt
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 8 97 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:97 iLBC/8000
	|a=rtpmap:97 speex/8000
	|a=rtpmap:101 telephone-event/8000
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
