#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Both sides put the call on hold; each takes its own hold back.
. "$(dirname "$0")/common.sh"
lab_begin hold-inactive
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 1500
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
	|a=sendonly
< 200
	sdp
	|m=audio 20000 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
	|a=recvonly
> ACK
wait 1500
< INVITE
	sdp
	|m=audio 20000 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
	|a=inactive
> 200
	sdp
	|m=audio 16384 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
	|a=inactive
< ACK
wait 1500
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
	|a=recvonly
< 200
	sdp
	|m=audio 20000 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
	|a=sendonly
> ACK
wait 1500
< INVITE
	sdp
	|m=audio 20000 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
	|a=sendrecv
> 200
	sdp
	|m=audio 16384 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
	|a=sendrecv
< ACK
wait 1500
> BYE
< 200
FLOW
lab_flow_end
