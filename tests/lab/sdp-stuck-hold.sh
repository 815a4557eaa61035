#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The caller takes the call back from hold; the callee answers as if it were
# still on hold.
. "$(dirname "$0")/common.sh"
lab_begin sdp-stuck-hold
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 2000
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=sendonly
< 200
	sdp
	|m=audio 20000 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=recvonly
> ACK
wait 3000
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=sendrecv
< 200
	sdp
	|m=audio 20000 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=recvonly
> ACK
wait 7000
> BYE
< 200
FLOW
lab_flow_end
